import { type IncidentType, typesOf } from './incident-type.js';

export const publicOrderTypes: readonly IncidentType[] = typesOf('public-order', [
  ['assault', '人身伤害', 'Assault', 'P1', ['police', 'ems'], 'ASSAULT'],
  ['robbery', '抢劫', 'Robbery', 'P1', ['police'], 'ROBBERY'],
  ['burglary', '入室盗窃', 'Burglary', 'P2', ['police'], 'BURGLARY'],
  ['disturbance', '扰乱秩序', 'Disturbance', 'P3', ['police'], 'DISORD'],
  ['vandalism', '损毁财物', 'Vandalism', 'P4', ['police'], 'VANDAL'],
  ['missing-person', '人员走失', 'Missing person', 'P2', ['police'], 'PERMISS'],
  ['suspicious-object', '可疑物品', 'Suspicious object', 'P2', ['police'], 'SUSP'],
]);
