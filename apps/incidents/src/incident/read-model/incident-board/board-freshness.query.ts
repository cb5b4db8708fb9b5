import { ReadModel, type Tx } from '@city/postgres';
import { incidentBoardModel } from './incident-board.row.js';

const WAIT_MS = 1_000;
const LOOK_EVERY_MS = 25;

/** How far the board has read the store. */
export class BoardFreshness {
  private readonly board: ReadModel;

  constructor(database: Tx) {
    this.board = new ReadModel(database, incidentBoardModel);
  }

  /** The position that the board has passed (undefined = it has read nothing yet). With `readAfter` it is
   *  waited for, up to 1 s; then the board answers with what there is. @throws DatabaseUnavailable */
  async position(readAfter?: bigint): Promise<bigint | undefined> {
    const until = performance.now() + WAIT_MS;
    for (;;) {
      const position = await this.board.position();
      const isThere = readAfter === undefined || (position !== undefined && position >= readAfter);
      if (isThere || performance.now() >= until) return position;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}
