import { asyncApiOf } from '@city/contracts-envelope';
import { topicContracts } from '@city/contracts-incidents';

/** The AsyncAPI document: what the service tells on Kafka. */
export const asyncApi = asyncApiOf({
  application: 'incidents',
  title: 'City Operations Center: incidents',
  description: 'What becomes of incidents, as CloudEvents on Kafka. For people: `/docs/topics`.',
  version: '1',
  sends: topicContracts,
});
