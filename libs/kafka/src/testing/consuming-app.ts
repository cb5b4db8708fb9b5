import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { CloudEventServer, type CloudEventServerOptions } from '../consuming/cloud-event.server.js';
import { DeliveryContext, type ConsumedEvent } from '../consuming/consumed-event.js';
import { Consumer } from '../consuming/consumer.decorator.js';
import { reading, contracts } from './consumed-records.js';
import { siren } from './written-records.js';

/** What the handlers of a spec do. */
export interface Effects {
  onSiren?(event: ConsumedEvent, context: DeliveryContext): unknown;
  onReadings?(events: readonly ConsumedEvent[]): unknown;
}

const EFFECTS = Symbol('Effects');

@Consumer()
class SirensAndReadings {
  constructor(@Inject(EFFECTS) private readonly effects: Effects) {}

  @EventPattern<unknown>(siren.type)
  onSiren(@Payload() event: ConsumedEvent, @Ctx() context: DeliveryContext): unknown {
    return this.effects.onSiren?.(event, context);
  }

  @EventPattern<unknown>(reading.type, { batch: true })
  onReadings(@Payload() events: readonly ConsumedEvent[]): unknown {
    return this.effects.onReadings?.(events);
  }
}

@Module({})
class ConsumingModule {}

export type ConsumingAppOptions = Pick<CloudEventServerOptions, 'connection' | 'group' | 'topics'> &
  Partial<CloudEventServerOptions>;

/** A Nest microservice on the strategy. */
export interface ConsumingApp {
  readonly server: CloudEventServer;
  readonly app: INestMicroservice;
}

/** Starts one; it may join its group later. */
export const startConsuming = async (
  options: ConsumingAppOptions,
  effects: Effects,
): Promise<ConsumingApp> => {
  const server = new CloudEventServer({ contracts, sessionTimeoutMs: 6_000, ...options });
  const providers = [{ provide: EFFECTS, useValue: effects }];
  const root = { module: ConsumingModule, controllers: [SirensAndReadings], providers };
  const app = await NestFactory.createMicroservice(root, { strategy: server, logger: false });
  await app.listen();
  return { server, app };
};

/** Resolves once a condition holds. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await wait(5);
};
