import {
  commandHandlerFor,
  type CommandContext,
  type EventStore,
  type Timing,
} from '@city/event-sourcing';
import { accessDecider } from '../domain/decider.js';
import { accessCodec } from '../persistence/codec.js';
import { streamOf } from '../persistence/stream.js';

/** Where the time of a look and the id of its command come from. */
export interface AccessClock {
  readonly now: () => string;
  readonly newId: () => string;
}

/** Puts a look at the reporter of an incident on record, in the access stream of that incident. */
export const recordReporterAccess = (
  store: EventStore,
  timing: Timing,
  clock: AccessClock,
): ((
  access: Readonly<{ incidentId: string; purpose: string }>,
  looker: Pick<CommandContext, 'actor' | 'correlationId'>,
) => Promise<void>) => {
  const commands = commandHandlerFor({ store, decider: accessDecider, codec: accessCodec, timing });
  return async ({ incidentId, purpose }, looker) => {
    const now = clock.now();
    const context: CommandContext = {
      ...looker,
      commandId: clock.newId(),
      ...{ fingerprint: null, causationId: null, occurredAt: now, twinPossible: false },
    };
    const command = {
      type: 'RecordReporterAccess',
      data: { purpose, lookup: false, now },
    } as const;
    const { outcome } = await commands.handle(streamOf(incidentId), command, context);
    if (outcome !== 'accepted') throw new Error(`an access could not be recorded: ${outcome}`);
  };
};
