/** Where the server says what it does; pino's logger fits. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const line = (fields: object, message: string): string =>
  [message, ...Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`)].join(' ');

/** One readable line per message. */
export const consoleLog: Log = {
  info: (fields, message) => {
    console.log(line(fields, message));
  },
  warn: (fields, message) => {
    console.warn(line(fields, message));
  },
  error: (fields, message) => {
    console.error(line(fields, message));
  },
};
