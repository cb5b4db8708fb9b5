import fc from 'fast-check';
import { type IncidentCommand } from '../commands.js';
import { CancellationReason, Priority, ResolutionOutcome } from '../values.js';
import * as commands from './incident-commands.js';
import { at } from './incident-events.js';

/** Objects like those that come from JSON. */
const plain = { noNullPrototype: true } as const;
const minute = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((n) => [Math.floor(n / 60), n % 60].map((part) => String(part).padStart(2, '0')).join(':'));
const instant = minute.map(at);
const happened = { now: instant, occurredAt: fc.option(instant) };
const typeCode = fc.constantFrom('structure-fire', 'gas-leak', 'dead-animal', 'dragon');
const priority = fc.constantFrom(...Priority.options);
const text = fc.constantFrom('one', 'two', 'three');
const location = fc.record(
  {
    longitude: fc.constantFrom(120.5, null),
    latitude: fc.constantFrom(31.3, null),
    address: fc.option(text),
    district: fc.constantFrom('320508', 'outside'),
  },
  plain,
);
const source = fc.record(
  {
    channel: fc.constantFrom('phone' as const, 'web' as const),
    reference: fc.constant(null),
  },
  plain,
);
const wanted = { summary: text, description: text, location, type: typeCode };

const reports: readonly fc.Arbitrary<IncidentCommand>[] = [
  fc
    .record({
      type: typeCode,
      location,
      source,
      reporter: fc.option(fc.constant({ keyId: 'key', sealed: 'c2VhbGVk' })),
      priority: fc.option(priority),
      ...happened,
    })
    .map(commands.reportWith),
  fc
    .record({ type: typeCode, location, priority: fc.option(priority), reportedAt: instant })
    .map(commands.importWith),
];

const later: readonly fc.Arbitrary<IncidentCommand>[] = [
  fc.record(wanted, { requiredKeys: [] }).map(commands.correct),
  fc
    .tuple(priority, fc.record({ type: fc.option(typeCode), note: fc.option(text), now: instant }))
    .map(([to, data]) => commands.triage(to, data)),
  priority.map(commands.changePriority),
  fc.tuple(text, fc.option(instant)).map(([note, time]) => commands.addNote(note, time)),
  fc
    .tuple(fc.constantFrom(...ResolutionOutcome.options), fc.option(instant))
    .map(([outcome, time]) => commands.resolve(outcome, time)),
  minute.map(commands.close),
  fc.constantFrom(...CancellationReason.options).map(commands.cancel),
  fc.constant(commands.reopen),
  minute.map(commands.importResolution),
  minute.map(commands.importClosure),
];

/** Commands in any order, sensible or not; most begin with a report. */
export const randomCommands: fc.Arbitrary<readonly IncidentCommand[]> = fc
  .tuple(
    fc.oneof(...reports),
    fc.array(fc.oneof(...later, ...reports), { maxLength: 25, size: 'max' }),
    fc.boolean(),
  )
  .map(([first, rest, silent]) => (silent ? rest : [first, ...rest]));
