/** Positions of all events, by ordinal (0 is the first event of the log). Eight bytes each. */
export class PositionIndex {
  #positions = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(position: number): void {
    if (this.#length === this.#positions.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#positions);
      this.#positions = larger;
    }
    this.#positions[this.#length++] = position;
  }

  /** Position of the event, or undefined beyond the last one. */
  at(ordinal: number): number | undefined {
    return ordinal < this.#length ? this.#positions[ordinal] : undefined;
  }

  /** Ordinal of the first event at or after the position. */
  firstAtOrAfter(position: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#positions[middle] ?? Infinity) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
