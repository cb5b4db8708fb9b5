import { type IncidentType, typesOf } from './incident-type.js';

export const floodWeatherTypes: readonly IncidentType[] = typesOf('flood-weather', [
  ['flooding', '洪涝', 'Flooding', 'P2', ['water-rescue'], null],
  ['water-rescue', '水上救援', 'Water rescue', 'P1', ['water-rescue', 'ems'], 'WATER'],
  ['storm-damage', '风暴灾害', 'Storm damage', 'P2', ['rescue'], null],
  [
    'waterlogged-road',
    '道路积水',
    'Waterlogged road',
    'P3',
    ['traffic-control', 'utility-water'],
    null,
  ],
]);
