import { deadLetterTopicOf, publicTopic, type Topic } from '@city/contracts-envelope';

/** What becomes of incidents; record key = incident id. */
export const incidentTopic: Topic = publicTopic('city.incidents.incident.v1');

/** Every topic that the incident service has made by its migration step. */
export const incidentsTopics: readonly Topic[] = [incidentTopic, deadLetterTopicOf(incidentTopic)];

/** `source` of every event of the incident service. */
export const INCIDENTS_SOURCE = 'urn:city:incidents';
