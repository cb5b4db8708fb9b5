import { type IncidentType, typesOf } from './incident-type.js';

export const environmentTypes: readonly IncidentType[] = typesOf('environment', [
  ['air-pollution', '空气污染', 'Air pollution', 'P3', ['inspection'], 'ODOR'],
  ['water-pollution', '水体污染', 'Water pollution', 'P3', ['inspection', 'hazmat'], null],
  ['illegal-dumping', '违规倾倒', 'Illegal dumping', 'P4', ['inspection'], null],
  ['fallen-tree', '树木倒伏', 'Fallen tree', 'P3', ['rescue'], null],
  ['dead-animal', '动物尸体', 'Dead animal', 'P4', ['animal-control'], 'ANIMAL'],
  ['animal-waste', '动物粪便', 'Animal waste', 'P4', ['inspection'], 'ANIMAL'],
]);
