import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { scenariosOf } from '../testing/feature-file.js';
import { readCloudEvent } from './cloud-event-codec.js';

// The CloudEvents project's own cases; they lie beside the repository, not in it.
const file = path.resolve(
  import.meta.dirname,
  '../../../../../shared/data/cloudevents/features/kafka-protocol-binding.feature',
);

describe('the conformance cases of the Kafka binding', () => {
  if (!existsSync(file)) {
    console.log('skipped: the folder with the CloudEvents conformance cases is not here');
    it.skip('are read as they say', () => undefined);
    return;
  }
  const scenarios = scenariosOf(readFileSync(file, 'utf8'));

  it('are three', () => {
    expect(scenarios).toHaveLength(3);
  });

  it.each(scenarios.map((scenario) => [scenario.title, scenario] as const))(
    'are read as they say: %s',
    (_, { payload, headers, attributes, data }) => {
      const bytes = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]);
      const result = readCloudEvent({
        value: Buffer.from(payload),
        headers: Object.fromEntries(bytes) as Record<string, Buffer>,
      });
      expect(result).toEqual({
        outcome: 'read',
        event: { ...attributes, extensions: {}, data },
      });
    },
  );
});
