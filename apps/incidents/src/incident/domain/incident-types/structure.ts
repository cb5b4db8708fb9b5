import { type IncidentType, typesOf } from './incident-type.js';

export const structureTypes: readonly IncidentType[] = typesOf('structure', [
  ['building-collapse', '建筑坍塌', 'Building collapse', 'P1', ['rescue', 'ems'], 'BLDCLPSE'],
  [
    'bridge-damage',
    '桥梁受损',
    'Bridge damage',
    'P1',
    ['rescue', 'inspection', 'traffic-control'],
    'BRGCLPSE',
  ],
  ['structural-damage', '结构受损', 'Structural damage', 'P2', ['inspection'], null],
  ['entrapment', '人员受困', 'Entrapment', 'P2', ['rescue'], 'ENTRAP'],
]);
