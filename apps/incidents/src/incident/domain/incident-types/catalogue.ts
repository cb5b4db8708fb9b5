// APCO codes: NIEM Model 6.0, Copyright OASIS Open 2025 (CC BY 4.0), code list of the Association of
// Public-Safety Communications Officials.
import { civicServiceTypes } from './civic-service.js';
import { crowdTypes } from './crowd.js';
import { cyberPhysicalTypes } from './cyber-physical.js';
import { environmentTypes } from './environment.js';
import { fireTypes } from './fire.js';
import { floodWeatherTypes } from './flood-weather.js';
import { hazmatTypes } from './hazmat.js';
import { type IncidentType } from './incident-type.js';
import { medicalTypes } from './medical.js';
import { publicOrderTypes } from './public-order.js';
import { structureTypes } from './structure.js';
import { trafficTypes } from './traffic.js';
import { utilitiesTypes } from './utilities.js';

/** All types of this city, by category. */
export const incidentTypes: readonly IncidentType[] = [
  ...fireTypes,
  ...medicalTypes,
  ...trafficTypes,
  ...publicOrderTypes,
  ...hazmatTypes,
  ...floodWeatherTypes,
  ...utilitiesTypes,
  ...environmentTypes,
  ...structureTypes,
  ...crowdTypes,
  ...cyberPhysicalTypes,
  ...civicServiceTypes,
];

const byCode: ReadonlyMap<string, IncidentType> = new Map(
  incidentTypes.map((incidentType) => [incidentType.code, incidentType]),
);

/** The type of that code; undefined when the catalogue has none. */
export const incidentTypeOf = (code: string): IncidentType | undefined => byCode.get(code);
