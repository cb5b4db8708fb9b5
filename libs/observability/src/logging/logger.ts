import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  /** The service; stands as `app` on every line. */
  readonly name: string;
  readonly level?: LogLevel;
  /** Standard output by default. */
  readonly destination?: DestinationStream;
}

/** DI token of the service's logger. */
export const LOGGER = Symbol('Logger');

// Who reported, and what opens doors. Lines name ids, never bodies; this is the net below.
const secrets = ['authorization', 'cookie', 'api_key', 'reporter', 'name', 'phone', 'email'];
const depths = ['', '*.', '*.*.', '*.*.*.'];

/** JSON lines with redacted credentials and personal fields (up to four levels deep). */
export const createLogger = ({ name, level = 'info', destination }: LoggerOptions): Logger => {
  const options = {
    level,
    // Not pino's own `name`: a field of that name is taken for a person's.
    base: { app: name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: depths.flatMap((depth) => secrets.map((secret) => `${depth}${secret}`)),
      censor: '[redacted]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
};
