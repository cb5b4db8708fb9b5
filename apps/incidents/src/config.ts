import { readFileSync } from 'node:fs';
import { z } from 'zod';

const key32 = z
  .string()
  .transform((text) => Buffer.from(text.trim(), 'base64'))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64');
const port = z.coerce.number().int().min(0).max(65_535);

/** The settings of the service; each may also come from a file named by `<NAME>_FILE`. */
const Settings = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3001),
  PUBLIC_URL: z.url().optional(),
  LOG_LEVEL: z.enum(['debug', 'error', 'fatal', 'info', 'silent', 'trace', 'warn']).default('info'),
  EVENTSTORE_URL: z.string().regex(/^esdb(\+discover)?:\/\//, 'must begin with esdb://'),
  KAFKA_BROKERS: z
    .string()
    .min(1)
    .transform((brokers) => brokers.split(',')),
  KAFKA_REPLICATION: z.coerce.number().int().min(1).default(1),
  POSTGRES_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  AUTH_ISSUER: z.string().min(1).default('city'),
  AUTH_AUDIENCE: z.string().min(1).default('city-operations'),
  AUTH_JWKS_URL: z.url({ protocol: /^(https?|file)$/ }),
  PERSONAL_DATA_KEY: key32,
  FINGERPRINT_KEY: key32,
  CITY_DISTRICTS_FILE: z.string().optional(),
  RATE_LIMIT_PER_SECOND: z.coerce.number().min(0).default(500),
  RATE_LIMIT_BURST: z.coerce.number().min(1).default(5_000),
  DUPLICATE_RADIUS_METRES: z.coerce.number().positive().default(200),
  DUPLICATE_WINDOW_MINUTES: z.coerce.number().positive().default(30),
});
export type Config = Readonly<z.infer<typeof Settings> & { PUBLIC_URL: string }>;

type Environment = Readonly<Record<string, string | undefined>>;

/** A file that holds no value but a path by nature keeps its own name. */
const isPathSetting = (name: string): boolean => name === 'CITY_DISTRICTS_FILE';

interface Read {
  readonly environment: Environment;
  /** What is wrong with files. */
  readonly faults: readonly string[];
}

const withFiles = (environment: Environment): Read => {
  const values: Record<string, string> = {};
  const faults: string[] = [];
  for (const name of Object.keys(Settings.shape)) {
    const file = isPathSetting(name) ? undefined : environment[`${name}_FILE`];
    if (file === undefined) continue;
    try {
      values[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      faults.push(`✖ ${name}_FILE: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { environment: { ...environment, ...values }, faults };
};

/** Reads all settings at once. @throws Error naming every setting that is missing or wrong. */
export const readConfig = (environment: Environment): Config => {
  const read = withFiles(environment);
  const { success, data, error } = Settings.safeParse(read.environment);
  const faults = [...read.faults, ...(success ? [] : [z.prettifyError(error)])];
  if (!success || faults.length > 0)
    throw new Error(`Settings are missing or wrong:\n${faults.join('\n')}`);
  return { ...data, PUBLIC_URL: data.PUBLIC_URL ?? `http://${data.HOST}:${String(data.PORT)}` };
};
