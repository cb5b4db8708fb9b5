import type { Codec } from '@city/event-sourcing';
import type { Projection } from '@city/postgres';
import type { IncidentEvent } from '../../domain/events.js';
import { evolveBoardRow } from './incident-board.evolve.js';
import {
  incidentBoardProcessor,
  incidentBoardTable,
  type IncidentBoardRow,
} from './incident-board.row.js';

const PREFIX = 'incident-';

/** One row per incident, for lists, counts and the look-up of duplicates. */
export const incidentBoard = (
  codec: Pick<Codec<IncidentEvent>, 'decode'>,
): Projection<IncidentEvent, IncidentBoardRow> => ({
  name: incidentBoardProcessor,
  prefixes: [PREFIX],
  table: incidentBoardTable,
  keyOf: ({ stream }) => stream.slice(PREFIX.length),
  evolve: evolveBoardRow,
  decode: codec.decode,
});
