import { EVENT_STORE, TIMING, type EventStore, type Timing } from '@city/event-sourcing';
import { CLOCK, IDS, type Clock, type Ids } from '@city/http';
import { Global, Module } from '@nestjs/common';
import { recordReporterAccess } from './access/application/record-reporter-access.js';
import type { Config } from './config.js';
import { RECORD_REPORTER_ACCESS, REPORTER_VAULT } from './incident/application/reporter-vault.js';
import { KeyRing } from './personal-data/key-ring.js';
import { PostgresKeyTable } from './personal-data/postgres-key-table.js';
import { KeyRingReporterVault } from './personal-data/key-ring-reporter-vault.js';
import { CONFIG, STORES } from './platform/platform.module.js';
import type { Stores } from './platform/stores.js';

const vaultOf = ({ database }: Stores, config: Config): KeyRingReporterVault =>
  new KeyRingReporterVault(new KeyRing(new PostgresKeyTable(database), config.PERSONAL_DATA_KEY));

/** Binds what one slice asks of another part of the service: a slice knows ports only. */
@Global()
@Module({
  providers: [
    { provide: REPORTER_VAULT, inject: [STORES, CONFIG], useFactory: vaultOf },
    {
      provide: RECORD_REPORTER_ACCESS,
      inject: [EVENT_STORE, TIMING, CLOCK, IDS],
      useFactory: (store: EventStore, timing: Timing, clock: Clock, ids: Ids) =>
        recordReporterAccess(store, timing, { now: () => clock.now(), newId: () => ids.next() }),
    },
  ],
  exports: [REPORTER_VAULT, RECORD_REPORTER_ACCESS],
})
export class PortsModule {}
