// node dist/testing/crashing-consumer.js <settings as JSON>: a consumer that dies between effect and commit.
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startConsuming, type Effects } from './consuming-app.js';
import { connectionTo } from './written-records.js';

export interface CrashSettings {
  readonly broker: string;
  readonly group: string;
  readonly topic: string;
  /** Where its effects go. */
  readonly folder: string;
  /** Id of the event after whose effect it dies. */
  readonly diesAfter: string;
}

const deliveries = (folder: string): string => path.join(folder, 'deliveries');

/** An effect that happens once however often its event comes: a file that only one can make. */
export const onceEach = (folder: string, diesAfter?: string): Effects => ({
  onSiren: ({ id }) => {
    appendFileSync(deliveries(folder), `${id}\n`);
    try {
      writeFileSync(path.join(folder, id.replace('/', '-')), '', { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (id === diesAfter) process.kill(process.pid, 'SIGKILL');
  },
});

/** Ids as they were delivered, with repetitions. */
export const deliveredTo = (folder: string): readonly string[] =>
  readFileSync(deliveries(folder), 'utf8').trim().split('\n');

/** How many effects there are. */
export const effectsIn = (folder: string): number => readdirSync(folder).length - 1;

if (import.meta.filename === path.resolve(process.argv[1] ?? '')) {
  const settings = JSON.parse(process.argv[2] ?? '{}') as CrashSettings;
  const { broker, group, topic, folder, diesAfter } = settings;
  const options = { connection: connectionTo(broker), group, topics: [topic] };
  await startConsuming(options, onceEach(folder, diesAfter));
}
