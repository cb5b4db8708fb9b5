import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { HealthRegistry } from './health/health-registry.js';
import { createLogger } from './logging/logger.js';
import { ObservabilityModule } from './observability.module.js';

describe('the observability routes', () => {
  let app: NestFastifyApplication;
  let health: HealthRegistry;

  beforeAll(async () => {
    const logger = createLogger({ name: 'test', level: 'silent' });
    const testing = await Test.createTestingModule({
      imports: [ObservabilityModule.forRoot(logger)],
    }).compile();
    app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), {
      logger: false,
    });
    await app.init();
    health = app.get(HealthRegistry);
  });

  afterAll(() => app.close());

  const get = (url: string) => app.inject({ method: 'GET', url });

  it('say that the process lives', async () => {
    expect((await get('/health/live')).json()).toEqual({ status: 'ok' });
  });

  it('answer 503 before start-up is done, 200 afterwards though a part is down', async () => {
    health.register('eventstore', () => Promise.resolve('ok'));
    expect((await get('/health/ready')).statusCode).toBe(503);
    health.started();
    const ready = await get('/health/ready');
    expect([ready.statusCode, ready.json()]).toEqual([
      200,
      {
        status: 'degraded',
        checks: { eventstore: 'ok', postgres: 'down', kafka: 'down', processors: 'down' },
      },
    ]);
  });

  it('give the metrics of the process', async () => {
    expect((await get('/metrics')).body).toContain('process_cpu_seconds_total');
  });
});
