import { describe, expect, it } from '@jest/globals';
import { integrationEvent, publicTopic, topicContract } from '@city/contracts-envelope';
import { topicContracts } from '@city/contracts-incidents';
import { z } from 'zod';
import { payloadFieldsOf } from './payload-fields.js';
import { topicsPage } from './topics-page.js';

const page = topicsPage('Incidents', topicContracts);

describe('the page of topics', () => {
  it('has every topic with key, partitions and retention', () => {
    for (const { topic } of topicContracts) expect(page).toContain(`<section id="${topic.name}">`);
    expect(page).toContain('<dd>Id of an incident</dd>');
    expect(page).toContain('<dd>6</dd>');
    expect(page).toContain('<dd>for ever, never compacted</dd>');
    expect(page).toContain('city.incidents.incident.v1.dlq');
    expect(page).toMatch(/kept 30 days/);
  });

  it.each(
    topicContracts.flatMap(({ events }) => events.map((event) => [event.type, event] as const)),
  )('has every field of %s, and where its schema is', (type, event) => {
    const [, after = ''] = page.split(`<details id="${type}">`);
    const [details = ''] = after.split('</details>');
    expect(details).toContain(event.description);
    expect(details).toContain(`href="../schemas/${type}.json"`);
    for (const { name, description } of payloadFieldsOf(event)) {
      expect([name, description]).toEqual([name, expect.stringMatching(/\S/)]);
      expect(details).toContain(`<dt><code>${name}</code>`);
      expect(details).toContain(`<dd>${description}</dd>`);
    }
    expect(details).toContain(`ce_type: ${type}\n`);
    expect(details).toContain('&quot;revision&quot;');
  });

  it('runs no script and loads nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|javascript:|src=|\son\w+=/i);
  });

  it('fits a narrow screen', () => {
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(page).not.toContain('<table');
  });

  it('shows text as text', () => {
    const nasty = `<script>alert("1 & '2'")</script>`;
    const event = integrationEvent({
      type: 'city.risk.siren-sounded.v1',
      description: nasty,
      data: z.strictObject({ at: z.string().meta({ description: nasty }) }),
      examples: [{ at: nasty }],
    });
    const contract = topicContract({
      ...{ topic: publicTopic(nasty), title: nasty, description: nasty, source: 'urn:city:risk' },
      ...{ key: z.string().meta({ description: nasty }), events: [event] },
      factsOf: () => ({ subject: nasty, occurredAt: nasty, recordedAt: nasty }),
    });
    const text = topicsPage(nasty, [contract]);
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script&gt;alert(&quot;1 &amp; &#39;2&#39;&quot;)&lt;/script&gt;');
  });
});

describe('the fields of a payload', () => {
  it('are named by their path, with what they may be', () => {
    const [event] = topicContracts.flatMap(({ events }) => events);
    const fields = new Map(
      (event ? payloadFieldsOf(event) : []).map((field) => [field.name, field]),
    );
    expect(fields.get('id')?.kind).toBe('string (uuid)');
    expect(fields.get('priority')?.kind).toBe('P1 | P2 | P3 | P4');
    expect(fields.get('agency')?.kind).toBe('string or null');
    expect(fields.get('point')).toMatchObject({
      kind: 'object or null',
      description: 'Where it is; null where unknown',
    });
    expect(fields.get('point.latitude')).toMatchObject({
      kind: 'number (-90 to 90)',
      isOptional: false,
    });
  });

  it('say what may be absent, and what lists hold', () => {
    const event = integrationEvent({
      type: 'city.risk.siren-sounded.v1',
      description: 'A siren was heard',
      data: z.strictObject({
        tones: z.array(z.strictObject({ hertz: z.number() })).optional(),
        by: z.literal('siren'),
      }),
      examples: [{ by: 'siren' }],
    });
    expect(
      payloadFieldsOf(event).map(({ name, kind, isOptional }) => [name, kind, isOptional]),
    ).toEqual([
      ['tones', 'list of object', true],
      ['tones.hertz', 'number', false],
      ['by', '"siren"', false],
    ]);
  });
});
