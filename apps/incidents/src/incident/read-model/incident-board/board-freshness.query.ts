import type { Queryable } from './incident-board.query.js';
import { incidentBoardProcessor } from './incident-board.row.js';

const WAIT_MS = 1_000;
const LOOK_EVERY_MS = 25;

/** How far the board has read the store. */
export class BoardFreshness {
  constructor(private readonly database: Queryable) {}

  /** The position that the board has passed (undefined = it has read nothing yet). With `readAfter` it is
   *  waited for, up to 1 s; then the board answers with what there is. @throws DatabaseUnavailable */
  async position(readAfter?: bigint): Promise<bigint | undefined> {
    const until = performance.now() + WAIT_MS;
    for (;;) {
      const position = await this.passed();
      const isThere = readAfter === undefined || (position !== undefined && position >= readAfter);
      if (isThere || performance.now() >= until) return position;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  private async passed(): Promise<bigint | undefined> {
    const [row] = await this.database.query<{ position: string }>(
      'select position::text as position from checkpoint where processor = $1',
      [incidentBoardProcessor],
    );
    return row === undefined ? undefined : BigInt(row.position);
  }
}
