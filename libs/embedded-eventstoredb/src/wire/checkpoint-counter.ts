export interface Checkpoint {
  readonly commit: number;
  readonly prepare: number;
}

interface CheckpointOptions {
  /** Events looked at per page. */
  readonly window: number;
  /** Pages per checkpoint. */
  readonly interval: number;
  /** Where the subscription begins: 0 for the start. */
  readonly from: number;
}

/**
 * Says when a filtered subscription reports a checkpoint, as 23.10 does it. While catching up, after full
 * pages only: at the last matching event of the page, else at the page's start with prepare 0. Live: at the
 * event itself, once per window x interval events.
 */
export class CheckpointCounter {
  #live = false;
  #looked = 0;
  #pages = 0;
  #pageStart: number;
  #lastMatch: number | undefined;
  #firstPage = true;

  constructor(private readonly options: CheckpointOptions) {
    this.#pageStart = options.from;
  }

  /** From now on every event counts by itself; an unfinished page is forgotten. */
  goLive(): void {
    this.#live = true;
    this.#looked = 0;
  }

  /** Takes one more event into account; answers the checkpoint that follows it, if one does. */
  looked(position: number, matched: boolean): Checkpoint | undefined {
    if (!this.#live && this.#looked === 0) this.#openPage(position);
    this.#looked += 1;
    if (matched) this.#lastMatch = position;
    return this.#live ? this.#afterLiveEvent(position) : this.#afterHistoryEvent();
  }

  #openPage(position: number): void {
    if (!this.#firstPage) this.#pageStart = position;
    this.#firstPage = false;
    this.#lastMatch = undefined;
  }

  #afterHistoryEvent(): Checkpoint | undefined {
    if (this.#looked < this.options.window) return undefined;
    this.#looked = 0;
    this.#pages += 1;
    if (this.#pages % this.options.interval !== 0) return undefined;
    const match = this.#lastMatch;
    return match === undefined
      ? { commit: this.#pageStart, prepare: 0 }
      : { commit: match, prepare: match };
  }

  #afterLiveEvent(position: number): Checkpoint | undefined {
    if (this.#looked < this.options.window * this.options.interval) return undefined;
    this.#looked = 0;
    return { commit: position, prepare: position };
  }
}
