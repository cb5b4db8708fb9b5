import { EVENT_STORE, streamStates, TIMING, type Processor } from '@city/event-sourcing';
import { incidentTopic } from '@city/contracts-incidents';
import { districtIndex, loadDistrictsFile } from '@city/geo';
import { publisherProcessor } from '@city/kafka';
import { PostgresProgress, readModelProcessor } from '@city/postgres';
import { Module, type Provider } from '@nestjs/common';
import type { Config } from '../config.js';
import { CONFIG, STORES } from '../platform/platform.module.js';
import type { Stores } from '../platform/stores.js';
import { IMPORT_INCIDENT, importIncident } from './application/import-incident.js';
import { INCIDENT_COMMANDS, incidentCommands } from './application/incident-commands.js';
import { incidentDecider } from './domain/decider.js';
import { AddNoteController } from './http/add-note.controller.js';
import { CancelIncidentController } from './http/cancel-incident.controller.js';
import { ChangePriorityController } from './http/change-priority.controller.js';
import { CloseIncidentController } from './http/close-incident.controller.js';
import { CorrectIncidentController } from './http/correct-incident.controller.js';
import { CountIncidentsController } from './http/count-incidents.controller.js';
import { DISTRICTS } from './http/districts.js';
import { GetIncidentController } from './http/get-incident.controller.js';
import { GetReporterController } from './http/get-reporter.controller.js';
import { GetTimelineController } from './http/get-timeline.controller.js';
import { ImportIncidentsController } from './http/import/import-incidents.controller.js';
import { IncidentDesk } from './http/incident-desk.js';
import { IncidentHistory } from './http/incident-history.js';
import { ListDistrictsController } from './http/list-districts.controller.js';
import { ListIncidentTypesController } from './http/list-incident-types.controller.js';
import { ListIncidentsController } from './http/list-incidents.controller.js';
import { PossibleDuplicates } from './http/possible-duplicates.js';
import { ReopenIncidentController } from './http/reopen-incident.controller.js';
import { ReportIncidentController } from './http/report-incident.controller.js';
import { ResolveIncidentController } from './http/resolve-incident.controller.js';
import { TriageIncidentController } from './http/triage-incident.controller.js';
import { publishIncident } from './messaging/publish-incidents.js';
import { incidentCodec } from './persistence/codec.js';
import { BoardFreshness } from './read-model/incident-board/board-freshness.query.js';
import { incidentBoard } from './read-model/incident-board/incident-board.projection.js';
import { IncidentBoardQuery } from './read-model/incident-board/incident-board.query.js';
import { PossibleDuplicatesQuery } from './read-model/incident-board/possible-duplicates.query.js';

/** DI token: the projections and publishers of the slice. */
export const INCIDENT_PROCESSORS = Symbol('IncidentProcessors');

/** Names and definitions that the programs for operators go by. */
export const incidentPublisher = 'incidents.incident-publisher';
const board = incidentBoard(incidentCodec);
export const incidentReadModels = [board] as const;

const publisherOf = (stores: Stores, config: Config): Processor => {
  const { eventStore: store, publisher } = stores;
  const name = incidentPublisher;
  const states = streamStates({ store, decider: incidentDecider, codec: incidentCodec });
  return publisherProcessor({
    ...{ name, store, publisher },
    prefixes: ['incident-'],
    progress: new PostgresProgress(name, stores),
    reset: () => {
      states.forget();
    },
    map: async (stored) => {
      const { recorded, folded } = await states.after(stored);
      if (folded.state.status === 'unknown') return undefined;
      const event = publishIncident({ recorded, incident: folded.state }, config.PUBLIC_URL);
      return event && { topic: incidentTopic.name, event };
    },
  });
};

const processorsOf = (stores: Stores, config: Config): readonly Processor[] => [
  readModelProcessor(board, stores),
  publisherOf(stores, config),
];

const districtsOf = ({ CITY_DISTRICTS_FILE: file }: Config) =>
  districtIndex(file === undefined ? undefined : loadDistrictsFile(file));

const duplicatesOf = ({ database }: Stores, config: Config): PossibleDuplicatesQuery =>
  new PossibleDuplicatesQuery(database, {
    radiusMetres: config.DUPLICATE_RADIUS_METRES,
    windowMinutes: config.DUPLICATE_WINDOW_MINUTES,
  });

const providers: Provider[] = [
  { provide: INCIDENT_COMMANDS, inject: [EVENT_STORE, TIMING], useFactory: incidentCommands },
  { provide: IMPORT_INCIDENT, inject: [INCIDENT_COMMANDS], useFactory: importIncident },
  { provide: DISTRICTS, inject: [CONFIG], useFactory: districtsOf },
  {
    provide: IncidentBoardQuery,
    inject: [STORES],
    useFactory: ({ database }: Stores) => new IncidentBoardQuery(database),
  },
  {
    provide: BoardFreshness,
    inject: [STORES],
    useFactory: ({ database }: Stores) => new BoardFreshness(database),
  },
  { provide: PossibleDuplicatesQuery, inject: [STORES, CONFIG], useFactory: duplicatesOf },
  { provide: INCIDENT_PROCESSORS, inject: [STORES, CONFIG], useFactory: processorsOf },
  ...[IncidentDesk, IncidentHistory, PossibleDuplicates],
];

@Module({
  controllers: [
    ...[ReportIncidentController, CorrectIncidentController, TriageIncidentController],
    ...[ChangePriorityController, AddNoteController, ResolveIncidentController],
    ...[CloseIncidentController, CancelIncidentController, ReopenIncidentController],
    ...[ImportIncidentsController, CountIncidentsController, ListIncidentsController],
    ...[GetIncidentController, GetTimelineController, GetReporterController],
    ...[ListIncidentTypesController, ListDistrictsController],
  ],
  providers,
  exports: [INCIDENT_PROCESSORS],
})
export class IncidentModule {}
