import { type StoredEvent } from '../log/event-entry.js';
import { translateDotnetRegex } from './dotnet-regex.js';

export interface FilterRule {
  readonly on: 'stream' | 'type';
  /** A .NET expression; empty for none. It decides when prefixes are given too. */
  readonly regex: string;
  readonly prefixes: readonly string[];
}

export type EventFilter = (event: StoredEvent) => boolean;

export const acceptAll: EventFilter = () => true;

/** Throws for an expression that is none or that cannot be run here. */
export const eventFilter = ({ on, regex, prefixes }: FilterRule): EventFilter => {
  if (regex === '') return (event) => prefixes.some((prefix) => event[on].startsWith(prefix));
  const expression = translateDotnetRegex(regex);
  return (event) => expression.test(event[on]);
};
