/** How many events of the log readers may see, and a way to wait for more. */
export class Publication {
  #count = 0;
  #waiting = new Set<() => void>();

  get count(): number {
    return this.#count;
  }

  reach(count: number): void {
    this.#count = count;
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** Resolves when more than `count` events can be seen, or when the signal is given. */
  async beyond(count: number, ended: AbortSignal): Promise<void> {
    while (this.#count <= count && !ended.aborted) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          ended.removeEventListener('abort', wake);
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
        ended.addEventListener('abort', wake);
      });
    }
  }
}
