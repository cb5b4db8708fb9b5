import {
  commandHandlerFor,
  type CommandContext,
  type EventStore,
  type Timing,
} from '@city/event-sourcing';
import { accessDecider } from '../domain/decider.js';
import { accessCodec } from '../persistence/codec.js';
import { streamOf } from '../persistence/stream.js';

/** Puts a look at the reporter of an incident on record, in the access stream of that incident. */
export const recordReporterAccess = (
  store: EventStore,
  timing: Timing,
): ((
  access: Readonly<{ incidentId: string; purpose: string }>,
  context: CommandContext,
) => Promise<void>) => {
  const commands = commandHandlerFor({ store, decider: accessDecider, codec: accessCodec, timing });
  return async ({ incidentId, purpose }, context) => {
    const data = { purpose, lookup: false, now: context.occurredAt };
    const { outcome } = await commands.handle(
      streamOf(incidentId),
      { type: 'RecordReporterAccess', data },
      context,
    );
    if (outcome !== 'accepted') throw new Error(`an access could not be recorded: ${outcome}`);
  };
};
