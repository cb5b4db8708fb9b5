import { type IncidentType, typesOf } from './incident-type.js';

export const medicalTypes: readonly IncidentType[] = typesOf('medical', [
  ['cardiac-emergency', '心脏急症', 'Cardiac emergency', 'P1', ['ems'], 'CARDIAC'],
  ['breathing-difficulty', '呼吸困难', 'Breathing difficulty', 'P1', ['ems'], 'RESP'],
  ['unconscious-person', '人员昏迷', 'Unconscious person', 'P1', ['ems'], 'PERUNCON'],
  ['injury', '外伤', 'Injury', 'P2', ['ems'], 'TRAUMA'],
  ['poisoning', '中毒', 'Poisoning', 'P2', ['ems'], 'OD'],
  ['sick-person', '疾病求助', 'Sick person', 'P3', ['ems'], 'SICK'],
  ['mass-casualty', '群体伤亡', 'Mass casualty incident', 'P1', ['ems', 'rescue'], 'MCI'],
]);
