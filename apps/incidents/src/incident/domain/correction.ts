import { accept, type Decision, reject } from '@city/event-sourcing';
import { type IncidentCommandData } from './commands.js';
import { type EventNamed } from './events.js';
import { incidentTypeOf } from './incident-types/catalogue.js';
import { type IncidentRejection } from './rejections.js';
import { type Incident } from './state.js';
import { type Location } from './values.js';

type Wanted = IncidentCommandData['CorrectIncident']['changes'];
type Changes = EventNamed<'IncidentCorrected'>['data']['changes'];
type Correction = Decision<EventNamed<'IncidentCorrected'>, IncidentRejection>;

const samePlace = (one: Location, other: Location): boolean =>
  one.longitude === other.longitude &&
  one.latitude === other.latitude &&
  one.address === other.address &&
  one.district === other.district;

/** The wanted texts and place, as far as they are different from what stands. */
const differences = (wanted: Wanted, incident: Incident): Changes => {
  const { summary, description, location } = wanted;
  return {
    ...(summary !== undefined && summary !== incident.summary && { summary }),
    ...(description !== undefined && description !== incident.description && { description }),
    ...(location !== undefined && !samePlace(location, incident.location) && { location }),
  };
};

/** Puts right what the report said; what is already so is left out. */
export const correct = (
  { changes: wanted, reason, now }: IncidentCommandData['CorrectIncident'],
  incident: Incident,
): Correction => {
  if (incident.status === 'cancelled') return reject({ type: 'IncidentCancelled' });
  const typed = typeChange(wanted.type ?? null, incident);
  if (typed === undefined) return reject({ type: 'UnknownIncidentType', code: wanted.type ?? '' });
  const changes = {
    ...differences(wanted, incident),
    ...(typed.type !== incident.type && typed),
  };
  if (Object.keys(changes).length === 0) return accept();
  return accept({ type: 'IncidentCorrected', data: { changes, reason, correctedAt: now } });
};

type Typed = Pick<Incident, 'type' | 'category'>;

/** Type and category after a wish for another type (null = stays); undefined when the catalogue lacks it. */
export const typeChange = (code: string | null, incident: Incident): Typed | undefined => {
  const { type, category } = incident;
  if (code === null || code === type) return { type, category };
  const found = incidentTypeOf(code);
  return found && { type: code, category: found.category };
};
