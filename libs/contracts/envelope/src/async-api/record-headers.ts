import { z } from 'zod';
import { AttributeText, CloudEventAttributes, Timestamp } from '../cloud-event.js';

const { id, source, type, subject, dataschema } = CloudEventAttributes.shape;

/** What CloudEvents asks of a record in binary mode. */
export const BinaryHeaders = z.object({
  ce_specversion: z.literal('1.0').meta({ description: 'Version of CloudEvents' }),
  ce_id: id.meta({ description: 'Id of the event: with ce_source it names one distinct event' }),
  ce_source: source.meta({ description: 'The service that tells of it' }),
  ce_type: type.meta({ description: 'What happened, with the major version of its payload' }),
});

/** What the city's services write. */
export const CityHeaders = BinaryHeaders.extend({
  ce_subject: subject.unwrap().meta({ description: 'Id of the object that it happened to' }),
  ce_time: Timestamp.meta({ description: 'When it occurred, RFC 3339 UTC', format: 'date-time' }),
  ce_recordedtime: Timestamp.meta({
    description: 'When it was recorded, RFC 3339 UTC; never before ce_time',
    format: 'date-time',
  }),
  ce_partitionkey: AttributeText.min(1).meta({ description: 'The record key' }),
  ce_sequence: z
    .string()
    .regex(/^\d{20}$/)
    .meta({
      description: 'Place in the order of recording; compares as text within one ce_source',
    }),
  ce_correlationid: AttributeText.min(1).meta({
    description: 'One id for everything that follows from one request',
  }),
  ce_causationid: AttributeText.min(1)
    .optional()
    .meta({ description: 'Id of the event that led to this one' }),
  ce_dataschema: dataschema
    .unwrap()
    .meta({ description: 'Where the JSON Schema of the payload is' }),
  ce_traceparent: z
    .string()
    .regex(/^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/)
    .optional()
    .meta({ description: 'W3C trace context of the request that began it' }),
});

/** What stands on a dead letter beside the original headers. */
export const DeadLetterHeaders = z.object({
  dlq_consumer: z.string().min(1).meta({ description: 'Who could not take the record' }),
  dlq_cause: z.string().min(1).meta({ description: 'Why, in words' }),
  dlq_attempts: z.string().regex(/^\d+$/).meta({ description: 'How often it was tried' }),
  dlq_source: z
    .string()
    .min(1)
    .meta({ description: 'Topic, partition and offset of the original' }),
  dlq_at: Timestamp.meta({
    description: 'When it was set aside, RFC 3339 UTC',
    format: 'date-time',
  }),
});

const { specversion, datacontenttype, time } = CloudEventAttributes.shape;

/** The value of a record in structured mode. */
export const StructuredEvent = z
  .looseObject({ specversion, id, source, type, datacontenttype, dataschema, subject, time })
  .meta({
    description: 'A CloudEvent 1.0 in its JSON format; extensions are members of their own',
  });
