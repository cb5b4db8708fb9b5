import { describe, expect, it } from '@jest/globals';
import { HealthRegistry, type CheckResult } from './health-registry.js';

const always = (result: CheckResult) => () => Promise.resolve(result);

const healthy = (times?: ConstructorParameters<typeof HealthRegistry>[0]) => {
  const health = new HealthRegistry(times);
  health.register('eventstore', always('ok'));
  health.register('postgres', always('ok'));
  health.register('kafka', always('ok'));
  health.register('processors', always('ok'));
  health.started();
  return health;
};

describe('readiness', () => {
  it('is ok when all parts are', async () => {
    expect(await healthy().readiness()).toEqual({
      status: 'ok',
      checks: { eventstore: 'ok', postgres: 'ok', kafka: 'ok', processors: 'ok' },
    });
  });

  it('is down before start-up is done, whatever the parts say', async () => {
    const health = new HealthRegistry();
    expect((await health.readiness()).status).toBe('down');
    health.register('eventstore', always('ok'));
    expect((await health.readiness()).status).toBe('down');
    health.started();
    expect((await health.readiness()).status).toBe('degraded');
  });

  it('is down while the event store cannot be reached', async () => {
    const health = healthy();
    health.register('eventstore', () => Promise.reject(new Error('refused')));
    expect(await health.readiness()).toMatchObject({
      status: 'down',
      checks: { eventstore: 'down', postgres: 'ok' },
    });
  });

  it.each(['postgres', 'kafka', 'processors'] as const)(
    'is degraded, not down, without %s',
    async (name) => {
      const health = healthy();
      health.register(name, always('down'));
      expect(await health.readiness()).toMatchObject({
        status: 'degraded',
        checks: { [name]: 'down' },
      });
    },
  );

  it('does not wait for a check that hangs', async () => {
    const health = healthy({ limitMs: 10 });
    let aborted = false;
    health.register('kafka', (signal) => {
      signal.addEventListener('abort', () => (aborted = true));
      return new Promise(() => undefined);
    });
    expect((await health.readiness()).checks.kafka).toBe('down');
    expect(aborted).toBe(true);
  });

  it('asks the parts four times a second at most', async () => {
    let now = 0;
    let asked = 0;
    const health = healthy({ now: () => now });
    health.register('postgres', () => {
      asked += 1;
      return Promise.resolve('ok');
    });
    await Promise.all([health.readiness(), health.readiness()]);
    now = 249;
    await health.readiness();
    expect(asked).toBe(1);
    now = 250;
    await health.readiness();
    expect(asked).toBe(2);
  });
});
