import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { momentsOf, storedHistory } from '../../testing/stored-history.js';
import { incidentEvents, type IncidentEvent } from '../domain/events.js';
import * as examples from '../domain/testing/incident-events.js';
import { randomHistory } from '../domain/testing/random-histories.js';
import { TimelineEntry } from './incident.responses.js';
import { languageOf, timelineEntry, type Language } from './timeline-entry.js';

const { at, incidentId, reported } = examples;

const entriesOf = (history: readonly IncidentEvent[], language: Language) =>
  momentsOf(storedHistory(incidentId, history)).map(({ recorded }) =>
    timelineEntry(recorded, language),
  );

const wordings: readonly (readonly [event: IncidentEvent, en: string, zh: string])[] = [
  [reported, 'Reported as P2: Smoke from the 3rd floor', '接报（P2）：Smoke from the 3rd floor'],
  [
    examples.correctedTo({ summary: 'Gas', type: 'gas-leak', category: 'hazmat' }),
    'Corrected (summary, type, category): The caller rang again',
    '更正（概要、类型、类别）：The caller rang again',
  ],
  [
    examples.correctedTo({ description: 'More', location: reported.data.location }),
    'Corrected (description, location): The caller rang again',
    '更正（描述、位置）：The caller rang again',
  ],
  [examples.triaged, 'Triaged as P2', '研判为 P2'],
  [
    examples.triagedAs('P1', { note: 'Two calls' }),
    'Triaged as P1: Two calls',
    '研判为 P1：Two calls',
  ],
  [
    examples.priorityChanged('P2', 'P1'),
    'Priority changed from P2 to P1: It spreads',
    '等级由 P2 调整为 P1：It spreads',
  ],
  [examples.noteAdded('Road blocked'), 'Road blocked', 'Road blocked'],
  [
    examples.resolvedAs('handled'),
    'Resolved (handled): Burnt food, aired',
    '处置完毕（已处置）：Burnt food, aired',
  ],
  [examples.importResolvedAt('10:40'), 'Resolved (imported)', '处置完毕（导入）'],
  [examples.closed, 'Closed', '结案'],
  [examples.cancelledAs('false-alarm'), 'Cancelled: false-alarm', '撤销：误报'],
  [examples.reopenedAs('triaged'), 'Reopened: It burns again', '重新打开：It burns again'],
];

describe('the timeline', () => {
  it.each(wordings.map(([event, en, zh]) => [event.type, event, en, zh] as const))(
    'tells %s in plain words of both languages',
    (_, event, en, zh) => {
      expect(entriesOf([event], 'en')[0]?.text).toBe(en);
      expect(entriesOf([event], 'zh-CN')[0]?.text).toBe(zh);
    },
  );
  it('has words for every type of event', () => {
    const told = new Set(wordings.map(([{ type }]) => type));
    expect(told).toEqual(new Set(Object.keys(incidentEvents)));
  });
  it('says who, when and what', () => {
    const history = [reported, examples.noteAdded('Road blocked')];
    expect(entriesOf(history, 'en')[1]).toStrictEqual({
      revision: '1',
      type: 'IncidentNoteAdded',
      text: 'Road blocked',
      actor: { subject: 'duty-7', roles: ['dispatcher'] },
      occurredAt: at('10:06'),
      recordedAt: at('10:06'),
      details: { text: 'Road blocked', addedAt: at('10:06') },
    });
  });
  it('tells that somebody reported, and never who', () => {
    const [entry] = entriesOf([reported], 'en');
    expect(entry?.details).toMatchObject({ hasReporter: true, summary: reported.data.summary });
    expect(entry?.details).not.toHaveProperty('reporter');
    expect(entry?.details).not.toHaveProperty('incidentId');
    expect(entriesOf([examples.imported], 'en')[0]?.details).toMatchObject({ hasReporter: false });
  });
  it('shows ciphertext of no history', () => {
    fc.assert(
      fc.property(randomHistory, (history) => {
        for (const entry of entriesOf(history, 'zh-CN')) {
          expect(TimelineEntry.parse(entry)).toEqual(entry);
          expect(JSON.stringify(entry)).not.toMatch(/sealed|keyId|c2VhbGVk/);
        }
      }),
    );
  });
});

describe('the language of a client', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['fr', 'en'],
    ['zh-CN', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en;q=0.5,zh-CN;q=0.6', 'zh-CN'],
    ['zh-CN;q=0', 'en'],
    ['fr, zh-CN;q=0.1', 'zh-CN'],
    ['zh-Hans-CN, en;q=0.1', 'zh-CN'],
    ['zh-TW', 'zh-CN'],
    ['zha', 'en'],
  ])('that likes %s is answered in %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
