/** A line of an NDJSON stream; lines count from 1, blank ones count too. */
export type NdjsonLine =
  | Readonly<{ kind: 'text'; line: number; text: string }>
  | Readonly<{ kind: 'blank'; line: number }>
  /** Longer than allowed: its bytes were thrown away. */
  | Readonly<{ kind: 'too-long'; line: number }>
  /** Not UTF-8. */
  | Readonly<{ kind: 'not-text'; line: number }>;

const newline = 0x0a;

/** Cuts a byte stream into lines and never holds more than one line of `maxBytes`. */
class LineCutter {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private pieces: Buffer[] = [];
  private bytes = 0;
  private line = 0;

  constructor(private readonly maxBytes: number) {}

  add(piece: Buffer): void {
    this.bytes += piece.length;
    if (this.bytes <= this.maxBytes) this.pieces.push(piece);
    else this.pieces = [];
  }

  get isEmpty(): boolean {
    return this.bytes === 0;
  }

  cut(): NdjsonLine {
    const line = (this.line += 1);
    const tooLong = this.bytes > this.maxBytes;
    const bytes = Buffer.concat(this.pieces);
    this.pieces = [];
    this.bytes = 0;
    return tooLong ? { kind: 'too-long', line } : this.lineOf(line, bytes);
  }

  private lineOf(line: number, bytes: Buffer): NdjsonLine {
    try {
      const text = this.decoder.decode(bytes).trim();
      return text === '' ? { kind: 'blank', line } : { kind: 'text', line, text };
    } catch {
      return { kind: 'not-text', line };
    }
  }
}

/** The lines of a byte stream, whatever its chunks. A last line without a newline counts. */
export async function* ndjsonLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<NdjsonLine, void, undefined> {
  const cutter = new LineCutter(maxBytes);
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      cutter.add(chunk.subarray(start, end));
      yield cutter.cut();
      start = end + 1;
    }
    cutter.add(chunk.subarray(start));
  }
  if (!cutter.isEmpty) yield cutter.cut();
}
