import { type IncidentType, typesOf } from './incident-type.js';

export const cyberPhysicalTypes: readonly IncidentType[] = typesOf('cyber-physical', [
  ['intrusion-alarm', '入侵报警', 'Intrusion alarm', 'P2', ['police'], 'ALRBS'],
  ['panic-alarm', '紧急求助报警', 'Panic alarm', 'P1', ['police'], 'ALRPANS'],
  ['access-control-failure', '门禁异常', 'Access control failure', 'P3', ['inspection'], 'OPEN'],
  ['sensor-failure', '传感设备故障', 'Sensor failure', 'P4', ['inspection'], null],
]);
