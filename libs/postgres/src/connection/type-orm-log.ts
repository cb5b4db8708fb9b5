import type { Logger } from 'typeorm';
import type { Log } from '@city/event-sourcing';

const ignore = (): void => undefined;

/** TypeORM's messages in the app's log; it would write to the console otherwise. Statements are left out:
 *  they carry what people have entered. */
export const typeOrmLog = (log: Log): Logger => ({
  logQuery: ignore,
  logQueryError: ignore,
  logQuerySlow: ignore,
  logSchemaBuild: ignore,
  logMigration: (message) => {
    log.info({}, message);
  },
  log: (level, message: unknown) => {
    if (level === 'warn') log.warn({}, String(message));
    else log.debug({}, String(message));
  },
});
