import { specificationFor } from '@city/event-sourcing-testing';
import { describe, it } from '@jest/globals';
import { type AccessCommand } from './commands.js';
import { accessDecider } from './decider.js';
import { type AccessEvent } from './events.js';

const given = specificationFor(accessDecider);
const now = '2026-03-01T10:20:00.000Z';
const record: AccessCommand = {
  type: 'RecordReporterAccess',
  data: { purpose: 'Call back', lookup: false, now },
};
const accessed: AccessEvent = {
  type: 'ReporterAccessed',
  data: { purpose: 'Call back', lookup: false, accessedAt: now },
};

describe('an access log', () => {
  it('records who looked, and why', () => {
    given().when(record).then(accessed);
  });
  it('records the same look again', () => {
    given(accessed).when(record).then(accessed);
  });
});
