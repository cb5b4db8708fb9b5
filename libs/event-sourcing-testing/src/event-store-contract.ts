import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EventFeed, EventStore } from '@city/event-sourcing';
import { appendContract } from './append-contract.js';
import { feedContract } from './feed-contract.js';
import { readContract } from './read-contract.js';

/** An implementation under test. The store need not be empty: every test writes streams of its own. */
export interface OpenedStore {
  readonly store: EventStore;
  readonly feed: EventFeed;
  close(): Promise<void>;
}

/** Gives the opened store to the tests, which run after it was opened. */
export type Opened = () => OpenedStore;

/** One suite for every implementation of EventStore and EventFeed. */
export const eventStoreContract = (name: string, open: () => Promise<OpenedStore>): void => {
  describe(`event store contract: ${name}`, () => {
    let opened: OpenedStore | undefined;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened?.close();
    });
    const current: Opened = () => {
      if (opened === undefined) throw new Error(`${name} has not been opened`);
      return opened;
    };
    describe('an append', () => {
      appendContract(current);
    });
    describe('a read', () => {
      readContract(current);
    });
    describe('a feed', () => {
      feedContract(current);
    });
  });
};
