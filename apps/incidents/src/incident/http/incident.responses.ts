import { z } from 'zod';
import { Category } from '../domain/incident-types/incident-type.js';
import * as examples from './incident.examples.js';
import { Channel, IncidentStatus, Outcome, Priority } from '../domain/values.js';

const Time = z.iso.datetime();
const Count = z.int().min(0);
/** Revisions and positions are big integers and travel as text. */
const Revision = z
  .string()
  .regex(/^\d+$/)
  .meta({ examples: ['3'] });

const LocationView = z.strictObject({
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  address: z.string().nullable(),
  district: z.string(),
});
const SourceView = z.strictObject({ channel: Channel, reference: z.string().nullable() });

const ClockView = z.strictObject({
  clock: z.enum(['triage', 'dispatch', 'on-scene', 'resolve']),
  status: z.enum(['running', 'paused', 'met', 'stopped']),
  startedAt: Time,
  dueAt: Time,
  endedAt: Time.nullable(),
  pausedSeconds: z.number(),
  breachedAt: Time.nullable(),
  late: z.boolean(),
});
const DispatchView = z.strictObject({
  unitId: z.uuid(),
  callSign: z.string(),
  status: z.enum(['dispatched', 'acknowledged', 'en-route', 'on-scene', 'cleared']),
  dispatchedAt: Time,
  acknowledgedAt: Time.nullable(),
  enRouteAt: Time.nullable(),
  onSceneAt: Time.nullable(),
  clearedAt: Time.nullable(),
});
const LinkView = z.strictObject({
  relation: z.enum(['parent', 'child', 'related']),
  incidentId: z.uuid(),
});

const incidentShape = {
  id: z.uuid(),
  revision: Revision,
  status: IncidentStatus,
  type: z.string(),
  category: Category,
  priority: Priority,
  summary: z.string(),
  description: z.string().nullable(),
  location: LocationView,
  source: SourceView,
  agency: z.string().nullable(),
  hasReporter: z.boolean(),
  reportedAt: Time,
  triagedAt: Time.nullable(),
  resolvedAt: Time.nullable(),
  closedAt: Time.nullable(),
  updatedAt: Time,
  outcome: Outcome.nullable(),
  escalationLevel: Count,
  noteCount: Count,
  clocks: z.array(ClockView),
  dispatches: z.array(DispatchView),
  links: z.array(LinkView),
  mergedInto: z.uuid().nullable(),
  mergedFrom: z.array(z.uuid()),
};

/** An incident as it stands after the last event. */
export const IncidentView = z
  .strictObject(incidentShape)
  .meta({ id: 'Incident', examples: [examples.incidentExample] });
export type IncidentView = Readonly<z.infer<typeof IncidentView>>;

/** An incident as it was, or as it was known. */
export const PastIncidentView = z
  .strictObject({ ...incidentShape, asOf: Time.nullable(), knownAt: Time.nullable() })
  .meta({ id: 'PastIncident', examples: [examples.pastExample] });

/** One incident: now, or in the past when `asOf` or `knownAt` was asked. */
export const IncidentNowOrThen = z
  .union([IncidentView, PastIncidentView])
  .meta({ id: 'IncidentNowOrThen', examples: [examples.incidentExample, examples.pastExample] });

const PossibleDuplicateView = z.strictObject({
  id: z.uuid(),
  type: z.string(),
  status: IncidentStatus,
  summary: z.string(),
  distanceMetres: z.number().min(0),
  openedAt: Time,
});

/** The receipt of a report. */
export const ReportedIncidentView = z
  .strictObject({ ...incidentShape, possibleDuplicates: z.array(PossibleDuplicateView).nullable() })
  .meta({ id: 'ReportedIncident', examples: [examples.receiptExample] });

export const IncidentListItem = z
  .strictObject({
    id: z.uuid(),
    revision: Revision,
    status: IncidentStatus,
    type: z.string(),
    category: Category,
    priority: Priority,
    district: z.string(),
    summary: z.string(),
    location: LocationView,
    source: SourceView,
    agency: z.string().nullable(),
    openedAt: Time,
    updatedAt: Time,
    nextDue: z.strictObject({ clock: z.string(), dueAt: Time }).nullable(),
    unitCount: Count,
  })
  .meta({ id: 'IncidentListItem' });

export const IncidentList = z
  .strictObject({ items: z.array(IncidentListItem), nextCursor: z.string().nullable() })
  .meta({ id: 'IncidentList', examples: [examples.listExample] });

export const IncidentCount = z
  .strictObject({ count: Count })
  .meta({ id: 'IncidentCount', examples: [{ count: 17 }] });

export const TimelineEntry = z
  .strictObject({
    revision: Revision,
    type: z.string(),
    text: z.string(),
    actor: z.strictObject({ subject: z.string(), roles: z.array(z.string()) }),
    occurredAt: Time,
    recordedAt: Time,
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = Readonly<z.infer<typeof TimelineEntry>>;

export const Timeline = z
  .strictObject({ items: z.array(TimelineEntry), nextCursor: z.string().nullable() })
  .meta({ id: 'Timeline', examples: [examples.timelineExample] });

export const ReporterView = z
  .strictObject({
    name: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
  })
  .meta({ id: 'Reporter', examples: [examples.reporterExample] });

export const IncidentTypeList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        code: z.string(),
        titles: z.strictObject({ 'zh-CN': z.string(), en: z.string() }),
        category: Category,
        defaultPriority: Priority,
        requiredCapabilities: z.array(z.string()),
        apcoCode: z.string().nullable(),
      }),
    ),
    nextCursor: z.null(),
  })
  .meta({ id: 'IncidentTypeList', examples: [examples.incidentTypesExample] });
