import { type IncidentType, typesOf } from './incident-type.js';

export const hazmatTypes: readonly IncidentType[] = typesOf('hazmat', [
  ['gas-leak', '燃气泄漏', 'Gas leak', 'P1', ['hazmat', 'utility-gas'], 'GASLEAK'],
  ['chemical-spill', '化学品泄漏', 'Chemical spill', 'P1', ['hazmat'], 'CHEMICAL'],
  ['fuel-spill', '油料泄漏', 'Fuel spill', 'P2', ['hazmat'], 'HAZMAT'],
  ['explosion', '爆炸', 'Explosion', 'P1', ['hazmat', 'rescue', 'ems'], 'EXPLOS'],
  ['carbon-monoxide', '一氧化碳报警', 'Carbon monoxide alarm', 'P1', ['hazmat', 'ems'], 'ALRCO'],
]);
