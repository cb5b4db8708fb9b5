import { PlatformMigrations, type MigrationClass } from '@city/postgres';
import { IncidentBoard1763900000001 } from './0001-incident-board.js';
import { PersonalDataKey1763900000002 } from './0002-personal-data-key.js';
import { IncidentBoardInUse1763900000011 } from './0003-incident-board-in-use.js';

/** All migrations of this service's database, in order. */
export const migrations: readonly MigrationClass[] = [
  ...PlatformMigrations,
  IncidentBoard1763900000001,
  PersonalDataKey1763900000002,
  IncidentBoardInUse1763900000011,
];
