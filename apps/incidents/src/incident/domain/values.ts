import { z } from 'zod';

/** Text of so many characters (code points), with something to be seen where it must not be empty. No NUL and no
 *  lone surrogate: the read models could not keep them. */
export const text = (min: number, max: number): z.ZodString =>
  z
    .string()
    .regex(/^[^\u0000\ud800-\udfff]*$/u, 'must not contain NUL or half a character')
    .refine((value) => min === 0 || value === '' || /\S/u.test(value), 'must not be blank')
    .refine((value) => within(min, max, value), `must have ${min} to ${max} characters`)
    .meta({ minLength: min, maxLength: max });

const within = (min: number, max: number, value: string): boolean => {
  if (value.length < min || value.length > 2 * max) return false;
  const characters = Array.from(value).length;
  return characters >= min && characters <= max;
};

export const Summary = text(1, 200);
export const Description = text(0, 10_000);
export const NoteText = text(1, 4_000);
export const Reason = text(1, 500);
export const Address = text(1, 300);
export const Reference = text(1, 200);
/** Code of an agency. */
export const Agency = text(1, 40);

/** A time, RFC 3339 UTC. */
export const Instant = z.iso.datetime();

/** P1..P4 = 特别重大, 重大, 较大, 一般 (I to IV); P1 is the most urgent. */
export const Priority = z.enum(['P1', 'P2', 'P3', 'P4']);
export type Priority = z.infer<typeof Priority>;

export const IncidentStatus = z.enum([
  ...(['reported', 'triaged', 'responding', 'resolved'] as const),
  ...(['closed', 'cancelled', 'merged'] as const),
]);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

/** The way on which a report came in. */
export const Channel = z.enum([
  ...(['phone', 'app', 'web', 'open311', 'sensor-warning'] as const),
  ...(['security-alarm', 'patrol', 'partner', 'import'] as const),
]);
export type Channel = z.infer<typeof Channel>;

/** What a dispatcher may say of the end of an incident. */
export const ResolutionOutcome = z.enum(['handled', 'no-action', 'unfounded', 'referred']);
export type ResolutionOutcome = z.infer<typeof ResolutionOutcome>;

/** `imported`: ended before it came into this system. */
export const Outcome = z.enum([...ResolutionOutcome.options, 'imported']);
export type Outcome = z.infer<typeof Outcome>;

export const CancellationReason = z.enum(['false-alarm', 'duplicate', 'withdrawn', 'test']);
export type CancellationReason = z.infer<typeof CancellationReason>;

/** Where it is; no point = longitude and latitude null. `district` is the code of a district, or `outside`. */
export const Location = z.strictObject({
  longitude: z.number().min(-180).max(180).nullable(),
  latitude: z.number().min(-90).max(90).nullable(),
  address: Address.nullable(),
  district: z.string().min(1),
});
export type Location = Readonly<z.infer<typeof Location>>;

export const Source = z.strictObject({ channel: Channel, reference: Reference.nullable() });
export type Source = Readonly<z.infer<typeof Source>>;

/** Name, phone and email of who reported, as ciphertext (base64) under the key `keyId`. */
export const SealedReporter = z.strictObject({ keyId: z.string(), sealed: z.string() });
export type SealedReporter = Readonly<z.infer<typeof SealedReporter>>;
