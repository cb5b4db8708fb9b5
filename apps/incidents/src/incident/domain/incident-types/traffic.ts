import { type IncidentType, typesOf } from './incident-type.js';

export const trafficTypes: readonly IncidentType[] = typesOf('traffic', [
  ['traffic-collision', '交通事故', 'Traffic collision', 'P3', ['traffic-control'], 'MVA'],
  [
    'traffic-collision-injury',
    '交通事故（有人受伤）',
    'Traffic collision with injury',
    'P2',
    ['traffic-control', 'ems'],
    'MVAINJY',
  ],
  ['road-hazard', '道路障碍', 'Road hazard', 'P3', ['traffic-control'], 'THAZ'],
  ['disabled-vehicle', '车辆故障', 'Disabled vehicle', 'P4', ['traffic-control'], 'DISVEH'],
  ['rail-incident', '轨道交通事件', 'Rail incident', 'P2', ['rescue', 'traffic-control'], 'TRAIN'],
]);
