import { describe, expect, it } from '@jest/globals';
import { CheckpointCounter } from './checkpoint-counter.js';

const counter = (window: number, interval: number, from = 0) =>
  new CheckpointCounter({ window, interval, from });
const lookAt = (
  checkpoints: CheckpointCounter,
  positions: readonly number[],
  matching: readonly number[] = [],
) => positions.map((position) => checkpoints.looked(position, matching.includes(position)));
const none = undefined;
const at = (commit: number, prepare = commit) => ({ commit, prepare });

describe('checkpoints of a filtered subscription', () => {
  it('stand, while catching up, at the last match of a full page', () => {
    expect(lookAt(counter(3, 1), [10, 20, 30, 40, 50, 60], [10, 20, 60])).toEqual([
      ...[none, none, at(20)],
      ...[none, none, at(60)],
    ]);
  });

  it('stand at the start of a page without a match, with prepare 0', () => {
    expect(lookAt(counter(2, 1), [10, 20, 30, 40])).toEqual([none, at(0, 0), none, at(30, 0)]);
  });

  it('begin where the subscription was resumed', () => {
    expect(lookAt(counter(2, 1, 77), [80, 90, 100, 110])).toEqual([
      none,
      at(77, 0),
      none,
      at(100, 0),
    ]);
  });

  it('come once per interval of pages', () => {
    expect(lookAt(counter(2, 2), [10, 20, 30, 40], [10])).toEqual([none, none, none, at(30, 0)]);
  });

  it('stand, live, at the event looked at, exactly window x interval apart', () => {
    const checkpoints = counter(2, 2);
    lookAt(checkpoints, [10, 20, 30]);
    checkpoints.goLive();
    expect(lookAt(checkpoints, [40, 50, 60, 70, 80], [50])).toEqual([
      none,
      none,
      none,
      at(70),
      none,
    ]);
  });
});
