import { type IncidentType, typesOf } from './incident-type.js';

export const utilitiesTypes: readonly IncidentType[] = typesOf('utilities', [
  ['power-outage', '停电', 'Power outage', 'P3', ['utility-power'], 'PUBWKS'],
  ['wires-down', '电线坠落', 'Wires down', 'P2', ['utility-power'], 'WIRES'],
  ['water-main-break', '水管爆裂', 'Water main break', 'P2', ['utility-water'], 'PUBWKS'],
  ['sewer-backup', '下水道堵塞', 'Sewer backup', 'P3', ['utility-water'], 'PUBWKS'],
  ['street-light-out', '路灯故障', 'Street light out', 'P4', ['utility-power'], 'PUBWKS'],
]);
