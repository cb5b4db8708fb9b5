import type { ProblemType, RefusalProblem, RefusalProblems } from '@city/http';
import { genericProblems } from '@city/http';
import type { IncidentRejection } from '../domain/rejections.js';

const refused = (name: string, title: string, description: string): ProblemType => ({
  type: `/problems/${name}`,
  status: 409,
  title,
  description,
});

type WithStatus = Readonly<{ status: string }>;
const withStatus = (type: ProblemType): RefusalProblem<WithStatus> => ({
  ...type,
  extensions: ({ status }) => ({ incidentStatus: status }),
});

/** Why the domain of incidents may refuse, as the world sees it. */
export const incidentProblemTypes = {
  unknownIncidentType: {
    type: '/problems/unknown-incident-type',
    status: 422,
    title: 'There is no such incident type.',
    description: 'Use a code of `GET /v1/incident-types`.',
  },
  alreadyReported: refused(
    'incident-already-reported',
    'The incident has been reported before.',
    'The id of this report is taken by another command.',
  ),
  notReported: refused(
    'incident-not-reported',
    'The incident is no longer waiting for triage.',
    'Only an incident in state `reported` is triaged. Change its priority instead, or reopen it.',
  ),
  notTriaged: refused(
    'incident-not-triaged',
    'The incident has not been triaged.',
    'Triage it first: what nobody has judged cannot be resolved.',
  ),
  notOpen: refused(
    'incident-not-open',
    'The incident is not open.',
    'It is resolved, closed, cancelled or merged. Reopen it first.',
  ),
  notResolved: refused(
    'incident-not-resolved',
    'The incident is not resolved.',
    'Only a resolved incident is closed.',
  ),
  open: refused('incident-open', 'The incident is open.', 'Only what has ended is reopened.'),
  cancelled: refused(
    'incident-cancelled',
    'The incident was cancelled.',
    'A cancelled incident takes neither corrections nor notes. Reopen it first.',
  ),
} as const satisfies Record<string, ProblemType>;

const types = incidentProblemTypes;

/** The problem of every refusal; a new one does not compile until it has one. */
export const incidentProblems: RefusalProblems<IncidentRejection> = {
  IncidentUnknown: genericProblems.notFound,
  IncidentAlreadyReported: types.alreadyReported,
  UnknownIncidentType: {
    ...types.unknownIncidentType,
    errors: ({ code }) => [{ pointer: '#/type', detail: `"${code}" is not in the catalogue.` }],
  },
  OccurredBeforeReport: {
    ...genericProblems.invalidContent,
    errors: ({ reportedAt }) => [
      { pointer: '#/occurredAt', detail: `This lies before the report (${reportedAt}).` },
    ],
  },
  ClosedBeforeResolution: {
    ...genericProblems.invalidContent,
    errors: ({ resolvedAt }) => [
      { pointer: '#/closedAt', detail: `This lies before the resolution (${resolvedAt}).` },
    ],
  },
  IncidentNotReported: withStatus(types.notReported),
  IncidentNotTriaged: withStatus(types.notTriaged),
  IncidentNotOpen: withStatus(types.notOpen),
  IncidentNotResolved: withStatus(types.notResolved),
  IncidentOpen: withStatus(types.open),
  IncidentCancelled: types.cancelled,
};
