import { type IncidentType, typesOf } from './incident-type.js';

export const crowdTypes: readonly IncidentType[] = typesOf('crowd', [
  ['crowd-surge', '人群拥挤', 'Crowd surge', 'P1', ['crowd-control', 'ems'], null],
  [
    'unlawful-assembly',
    '非法聚集',
    'Unlawful assembly',
    'P2',
    ['crowd-control', 'police'],
    'CIVDIS',
  ],
]);
