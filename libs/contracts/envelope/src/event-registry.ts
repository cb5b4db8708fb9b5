import type { IntegrationEvent } from './integration-event.js';

/** The types of event of a contract, by name. */
export type EventRegistry = ReadonlyMap<string, IntegrationEvent>;

/** The registry of these types. @throws TypeError when two have one name */
export const eventRegistry = (...events: readonly IntegrationEvent[]): EventRegistry => {
  const registry = new Map(events.map((event) => [event.type, event]));
  if (registry.size < events.length) throw new TypeError('two event types have the same name');
  return registry;
};
