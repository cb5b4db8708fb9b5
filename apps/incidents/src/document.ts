import type { DocumentOptions } from '@city/http';

/** What the OpenAPI document says of itself. */
export const documentOptions: DocumentOptions = {
  title: 'City Operations Center: incidents',
  description:
    'Incidents from report to closure. Commands append events; `GET /v1/incidents/{id}` folds them and is always current; lists come from a read model and say how fresh they are. What is told on Kafka stands on [the page of topics](docs/topics).',
  version: '1',
};
