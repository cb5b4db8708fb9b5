import { h3Cell } from '@city/geo';
import type { EventNamed, IncidentEvent, IncidentEventData } from '../../domain/events.js';
import type { IncidentBoardRow } from './incident-board.row.js';

const CELL_RESOLUTION = 9;

type Place = IncidentEventData['IncidentReported']['location'];
type Row = IncidentBoardRow;

const placed = (
  place: Place,
): Pick<Row, 'longitude' | 'latitude' | 'address' | 'district' | 'h3_cell'> => {
  const { longitude, latitude } = place;
  const isKnown = longitude !== null && latitude !== null;
  return { ...place, h3_cell: isKnown ? h3Cell(longitude, latitude, CELL_RESOLUTION) : null };
};

const reported = (data: IncidentEventData['IncidentReported']): Omit<Row, 'updated_at'> => ({
  id: data.incidentId,
  revision: 0n,
  status: 'reported',
  ...{ type: data.type, category: data.category, priority: data.priority },
  ...{ summary: data.summary, agency: data.agency },
  ...placed(data.location),
  channel: data.source.channel,
  reference: data.source.reference,
  opened_at: data.reportedAt,
  next_due_clock: null,
  next_due_at: null,
  unit_count: 0,
});

type Later = Exclude<keyof IncidentEventData, 'IncidentReported'>;
type Changes = { readonly [T in Later]: (data: IncidentEventData[T]) => Partial<Row> };

const changes: Changes = {
  IncidentCorrected: ({ changes: { location, summary, type, category } }) => ({
    ...(summary !== undefined && { summary }),
    ...(type !== undefined && { type }),
    ...(category !== undefined && { category }),
    ...(location !== undefined && placed(location)),
  }),
  IncidentTriaged: ({ priority, type, category }) => ({
    ...{ status: 'triaged', priority, type, category },
  }),
  IncidentPriorityChanged: ({ priority }) => ({ priority }),
  IncidentNoteAdded: () => ({}),
  IncidentResolved: () => ({ status: 'resolved' }),
  IncidentClosed: () => ({ status: 'closed' }),
  IncidentCancelled: () => ({ status: 'cancelled' }),
  IncidentReopened: ({ status }) => ({ status }),
};

const changeOf = <T extends Later>({ type, data }: EventNamed<T>): Partial<Row> =>
  changes[type](data);

/** The row after an event; undefined before there is a report. `updated_at` is the last effective time. */
export const evolveBoardRow = (
  row: Row | undefined,
  { event, occurredAt }: Readonly<{ event: IncidentEvent; occurredAt: string }>,
): Row | undefined => {
  if (event.type === 'IncidentReported') return { ...reported(event.data), updated_at: occurredAt };
  if (row === undefined) return undefined;
  const updated = row.updated_at > occurredAt ? row.updated_at : occurredAt;
  return { ...row, ...changeOf(event), updated_at: updated };
};
