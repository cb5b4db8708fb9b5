import {
  IncidentId,
  deadLetterTopicOf,
  publicTopic,
  topicContract,
  type Topic,
  type TopicContract,
} from '@city/contracts-envelope';
import { incidentEvents } from './registry.js';

/** What becomes of incidents; record key = incident id. */
export const incidentTopic: Topic = publicTopic('city.incidents.incident.v1');

/** Every topic that the incident service has made by its migration step. */
export const incidentsTopics: readonly Topic[] = [incidentTopic, deadLetterTopicOf(incidentTopic)];

/** `source` of every event of the incident service. */
export const INCIDENTS_SOURCE = 'urn:city:incidents';

/** What stands on each topic that the incident service writes. */
export const topicContracts: readonly TopicContract[] = [
  topicContract({
    topic: incidentTopic,
    title: 'Incidents',
    description:
      'What becomes of incidents. Each payload is the state of the incident after the event; no free text and nothing about persons',
    source: INCIDENTS_SOURCE,
    key: IncidentId,
    events: incidentEvents,
    factsOf: ({ id, occurredAt, recordedAt }) => ({ subject: id, occurredAt, recordedAt }),
  }),
];
