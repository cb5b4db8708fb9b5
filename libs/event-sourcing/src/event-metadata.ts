import { z } from 'zod';

/** Who caused an event: the token's subject and roles, `system` for timers and reactors. */
export const Actor = z.strictObject({ subject: z.string(), roles: z.array(z.string()) });
export type Actor = Readonly<z.infer<typeof Actor>>;

/** Stands beside every event, whatever its type. */
export const EventMetadata = z.object({
  commandId: z.string(),
  /** HMAC of the request that carried the client's key; null where there was none. */
  commandFingerprint: z.string().nullable(),
  correlationId: z.string(),
  causationId: z.string().nullable(),
  actor: Actor,
  schemaVersion: z.int().positive().default(1),
  /** The event's own time, RFC 3339 UTC. */
  occurredAt: z.iso.datetime(),
});
export type EventMetadata = Readonly<z.infer<typeof EventMetadata>>;
