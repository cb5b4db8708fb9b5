import { expect } from '@jest/globals';
import type { LightMyRequestResponse } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncidentEvent } from '../incident/domain/events.js';
import { streamOf } from '../incident/persistence/stream.js';
import { newEventsOf } from './stored-history.js';
import type { TestApp } from './test-app.js';

/** An incident of its own with these events in the store, and its id. */
export const givenIncident = async (
  { store }: Pick<TestApp, 'store'>,
  ...events: readonly IncidentEvent[]
): Promise<string> => {
  const incidentId = randomUUID();
  const own = events.map((event) =>
    event.type === 'IncidentReported' ? { ...event, data: { ...event.data, incidentId } } : event,
  );
  const stream = streamOf(incidentId);
  await store.append(stream, 'no-stream', newEventsOf(stream, own));
  return incidentId;
};

/** Types of the events in a stream, first to last. */
export const typesIn = async (
  { store }: Pick<TestApp, 'store'>,
  stream: string,
): Promise<string[]> => {
  const types: string[] = [];
  for await (const { type } of store.read(stream)) types.push(type);
  return types;
};

/** The answer is problem+json of this status and type (`/problems/` is left out); gives its body. */
export const expectProblem = (
  answer: LightMyRequestResponse,
  status: number,
  type: string,
): Readonly<Record<string, unknown>> => {
  const body = answer.json<Readonly<Record<string, unknown>>>();
  expect([answer.statusCode, body.type]).toEqual([status, `/problems/${type}`]);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  return body;
};
