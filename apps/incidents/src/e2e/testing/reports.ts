import { randomUUID } from 'node:crypto';
import type { Client, Reply } from './client.js';

/** In the industrial park (320576). */
export const park = { longitude: 120.7213, latitude: 31.3264 };

/** A report that the service takes. */
export const report = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  type: 'structure-fire',
  summary: 'Smoke from the 3rd floor',
  location: { ...park, address: 'Xinghu St 328' },
  source: { channel: 'phone', reference: `call-${randomUUID()}` },
  ...more,
});

/** Reports an incident. @returns its id @throws Error with the answer when it is refused */
export const reported = async (
  client: Client,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> => accepted(await client.post('/v1/incidents', report(more))).body.id as string;

/** @throws Error with the answer when it is no success */
export const accepted = (reply: Reply): Reply => {
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply;
};

/** Where an incident is read. */
export const at = (id: string, rest = ''): string => `/v1/incidents/${id}${rest}`;
