import {
  TIMING,
  type AnotherStore,
  type Log,
  type Processor,
  type Timing,
} from '@city/event-sourcing';
import { HealthRegistry, LOGGER } from '@city/observability';
import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
  type Type,
} from '@nestjs/common';
import { STORES } from './platform.module.js';
import { Processors } from './processors.js';
import { StoreWatch } from './store-watch.js';
import type { Stores } from './stores.js';

const CHECK_MS = 900;

const endOf =
  (log: Log) =>
  (error: AnotherStore): void => {
    log.error({ err: error }, `the service ends: ${error.message}`);
    // At once: whatever it would still write belongs to other stores.
    process.exit(1);
  };

const watchOf = ({ identity }: Stores, timing: Timing, log: Log): StoreWatch =>
  new StoreWatch({ check: () => identity.check(), timing, log, end: endOf(log) });

/** Runs the processors of the slices and tells how the service is. */
@Module({})
export class ProcessorsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(Processors) private readonly processors: Processors,
    @Inject(STORES) private readonly stores: Stores,
    @Inject(HealthRegistry) private readonly health: HealthRegistry,
  ) {}

  /** `token`: the processors of a slice, which `slice` exports. */
  static of(slice: Type, token: symbol): DynamicModule {
    return {
      module: ProcessorsModule,
      imports: [slice],
      providers: [
        {
          provide: Processors,
          inject: [token, STORES, TIMING, LOGGER],
          useFactory: (processors: Processor[], stores: Stores, timing: Timing, log: Log) =>
            new Processors({
              processors,
              stores,
              timing,
              log,
              watch: watchOf(stores, timing, log),
            }),
        },
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const name of ['eventstore', 'postgres', 'kafka'] as const)
      this.health.register(name, async () =>
        (await this.stores.isReachable[name](CHECK_MS)) ? 'ok' : 'down',
      );
    this.health.register('processors', () => Promise.resolve(this.processors.health()));
    await this.processors.start();
    this.health.started();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.processors.stop();
  }
}
