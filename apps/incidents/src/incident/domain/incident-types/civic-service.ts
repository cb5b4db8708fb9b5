import { type IncidentType, typesOf } from './incident-type.js';

export const civicServiceTypes: readonly IncidentType[] = typesOf('civic-service', [
  ['noise', '噪声扰民', 'Noise', 'P4', ['police'], 'NOISE'],
  ['illegal-parking', '违法停车', 'Illegal parking', 'P4', ['traffic-control'], 'PARKING'],
  ['abandoned-vehicle', '废弃车辆', 'Abandoned vehicle', 'P4', ['traffic-control'], 'VEHABND'],
  ['pothole', '路面坑洞', 'Pothole', 'P4', ['inspection'], 'PUBWKS'],
  ['animal-in-distress', '动物救助', 'Animal in distress', 'P3', ['animal-control'], 'ANIMAL'],
  ['animal-abuse', '虐待动物', 'Animal abuse', 'P3', ['animal-control', 'police'], 'ANIMAL'],
  ['stray-animal', '流浪动物', 'Stray or loose animal', 'P4', ['animal-control'], 'ANIMAL'],
  [
    'illegal-animal',
    '违规饲养或销售动物',
    'Illegal animal kept or sold',
    'P4',
    ['animal-control', 'inspection'],
    'ANIMAL',
  ],
  ['unsanitary-premises', '卫生状况不良', 'Unsanitary premises', 'P4', ['inspection'], 'CIVIL'],
  ['citizen-assistance', '市民求助', 'Citizen assistance', 'P4', ['inspection'], 'CITASST'],
]);
