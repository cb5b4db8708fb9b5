import { z } from 'zod';
import {
  accept,
  codecFor,
  reject,
  type CommandContext,
  type Decider,
  type MessageOf,
} from '@city/event-sourcing';

// A slice small enough to be read at a glance, on which the kernel is tested.

export const notebookEvents = {
  NotebookOpened: z.strictObject({ title: z.string() }),
  NoteWritten: z.strictObject({ text: z.string() }),
  NotebookClosed: z.strictObject({}),
} as const;
export type NotebookEvent = MessageOf<typeof notebookEvents>;

export type NotebookCommand =
  | Readonly<{ type: 'OpenNotebook'; title: string }>
  | Readonly<{ type: 'WriteNotes'; texts: readonly string[] }>
  | Readonly<{ type: 'CloseNotebook' }>;

export type NotebookState = Readonly<{
  status: 'unknown' | 'open' | 'closed';
  notes: readonly string[];
}>;

export type NotebookRejection =
  | Readonly<{ type: 'NotebookAlreadyOpened' }>
  | Readonly<{ type: 'NotebookNotOpen'; status: NotebookState['status'] }>;

export const opened: NotebookEvent = { type: 'NotebookOpened', data: { title: 'night shift' } };
export const written = (text: string): NotebookEvent => ({ type: 'NoteWritten', data: { text } });
export const closed: NotebookEvent = { type: 'NotebookClosed', data: {} };

export const open: NotebookCommand = { type: 'OpenNotebook', title: 'night shift' };
export const write = (...texts: readonly string[]): NotebookCommand => ({
  type: 'WriteNotes',
  texts,
});
export const close: NotebookCommand = { type: 'CloseNotebook' };

export const notebookDecider: Decider<
  NotebookCommand,
  NotebookState,
  NotebookEvent,
  NotebookRejection
> = {
  initialState: { status: 'unknown', notes: [] },
  decide: (command, { status }) => {
    switch (command.type) {
      case 'OpenNotebook':
        if (status !== 'unknown') return reject({ type: 'NotebookAlreadyOpened' });
        return accept({ type: 'NotebookOpened', data: { title: command.title } });
      case 'WriteNotes':
        if (status !== 'open') return reject({ type: 'NotebookNotOpen', status });
        return accept(...command.texts.map(written));
      case 'CloseNotebook':
        if (status === 'closed') return accept();
        if (status === 'unknown') return reject({ type: 'NotebookNotOpen', status });
        return accept(closed);
    }
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'NotebookOpened':
        return { status: 'open', notes: [] };
      case 'NoteWritten':
        return { ...state, notes: [...state.notes, event.data.text] };
      case 'NotebookClosed':
        return { ...state, status: 'closed' };
    }
  },
};

export const notebookCodec = codecFor(notebookEvents);

/** A command without the client's key, at ten o'clock. */
export const contextOf = (change: Partial<CommandContext> = {}): CommandContext => ({
  commandId: crypto.randomUUID(),
  fingerprint: null,
  correlationId: 'c0ffee00-0000-4000-8000-000000000000',
  causationId: null,
  actor: { subject: 'duty-7', roles: ['dispatcher'] },
  occurredAt: '2026-11-01T10:00:00.000Z',
  twinPossible: false,
  ...change,
});

/** A command with the client's key: the same key, the same command id. */
export const keyed = (commandId: string, fingerprint = 'print'): CommandContext =>
  contextOf({ commandId, fingerprint, twinPossible: true });
