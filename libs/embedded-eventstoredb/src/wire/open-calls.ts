import { type CallFailure } from './failures.js';

/** A call that stays open until somebody ends it. */
export interface OpenCall {
  fail(failure: CallFailure): void;
}

/** Calls that a shutdown has to end. */
export class OpenCalls {
  readonly #calls = new Set<OpenCall>();
  #ending: CallFailure | undefined;

  /** Takes the call in; it is ended at once when the server is going down already. */
  add(call: OpenCall): void {
    if (this.#ending === undefined) this.#calls.add(call);
    else call.fail(this.#ending);
  }

  remove(call: OpenCall): void {
    this.#calls.delete(call);
  }

  /** Ends all calls, and those that come later. */
  failAll(failure: CallFailure): void {
    this.#ending = failure;
    for (const call of this.#calls) call.fail(failure);
    this.#calls.clear();
  }
}
