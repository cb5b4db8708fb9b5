import { type IncidentType, typesOf } from './incident-type.js';

export const fireTypes: readonly IncidentType[] = typesOf('fire', [
  [
    'structure-fire',
    '建筑火灾',
    'Structure fire',
    'P1',
    ['fire-suppression', 'rescue', 'ems'],
    'FSTRU',
  ],
  [
    'apartment-fire',
    '居民楼火灾',
    'Apartment fire',
    'P1',
    ['fire-suppression', 'rescue', 'ems'],
    'FAPT',
  ],
  ['vehicle-fire', '车辆火灾', 'Vehicle fire', 'P2', ['fire-suppression'], 'FVEH'],
  [
    'electrical-fire',
    '电气火灾',
    'Electrical fire',
    'P2',
    ['fire-suppression', 'utility-power'],
    'FELEC',
  ],
  ['vegetation-fire', '草木火灾', 'Vegetation fire', 'P2', ['fire-suppression'], 'FBRUSH'],
  ['rubbish-fire', '垃圾火灾', 'Rubbish fire', 'P3', ['fire-suppression'], 'FTRASH'],
  ['smoke-investigation', '烟雾排查', 'Smoke investigation', 'P2', ['fire-suppression'], 'FSMOKE'],
  ['fire-alarm', '火灾自动报警', 'Fire alarm', 'P2', ['fire-suppression'], 'ALRF'],
]);
