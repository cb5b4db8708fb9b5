import { EVENT_STORE, TIMING, type Log } from '@city/event-sourcing';
import { LOGGER } from '@city/observability';
import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config.js';
import { openStores, type Stores } from './stores.js';
import { systemTiming } from './system-timing.js';

/** DI tokens. */
export const CONFIG = Symbol('Config');
export const STORES = Symbol('Stores');

/** The stores, for every slice; closed after HTTP and the processors. */
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(@Inject(STORES) private readonly stores: Stores) {}

  static forRoot(config: Config): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: TIMING, useValue: systemTiming },
        { provide: STORES, inject: [LOGGER], useFactory: (log: Log) => openStores(config, log) },
        {
          provide: EVENT_STORE,
          inject: [STORES],
          useFactory: ({ eventStore }: Stores) => eventStore,
        },
      ],
      exports: [CONFIG, TIMING, STORES, EVENT_STORE],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stores.close();
  }
}
