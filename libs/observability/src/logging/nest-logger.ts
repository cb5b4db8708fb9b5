import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

type Level = 'debug' | 'error' | 'fatal' | 'info' | 'trace' | 'warn';

/** Nest's log lines as pino records; Nest gives the context as the last argument. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...details: unknown[]): void {
    this.write('info', message, details);
  }

  error(message: unknown, ...details: unknown[]): void {
    this.write('error', message, details);
  }

  warn(message: unknown, ...details: unknown[]): void {
    this.write('warn', message, details);
  }

  debug(message: unknown, ...details: unknown[]): void {
    this.write('debug', message, details);
  }

  verbose(message: unknown, ...details: unknown[]): void {
    this.write('trace', message, details);
  }

  fatal(message: unknown, ...details: unknown[]): void {
    this.write('fatal', message, details);
  }

  private write(level: Level, message: unknown, details: readonly unknown[]): void {
    const rest = details.slice(0, -1);
    const record = { context: details.at(-1), ...(rest.length > 0 && { details: rest }) };
    if (message instanceof Error) this.logger[level]({ ...record, err: message }, message.message);
    else this.logger[level](record, String(message));
  }
}
