import { describe, expect, it } from '@jest/globals';
import { Busy } from './command.js';
import { CommandQueue } from './command-queue.js';

/** A task that ends when the test says so. */
const heldTask = () => {
  let finish: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let started = false;
  const task = async () => {
    started = true;
    await ended;
  };
  return {
    task,
    finish: () => {
      finish();
    },
    hasStarted: () => started,
  };
};

describe('a command queue', () => {
  it('runs the tasks of one stream one after the other', async () => {
    const queue = new CommandQueue(10);
    const [first, second] = [heldTask(), heldTask()];
    const runs = [queue.run('a', first.task), queue.run('a', second.task)];
    await Promise.resolve();
    expect([first.hasStarted(), second.hasStarted()]).toStrictEqual([true, false]);
    first.finish();
    await runs[0];
    second.finish();
    await runs[1];
    expect(second.hasStarted()).toBe(true);
  });

  it('runs the tasks of different streams at the same time', async () => {
    const queue = new CommandQueue(10);
    const held = heldTask();
    const run = queue.run('a', held.task);
    expect(await queue.run('b', () => Promise.resolve('done'))).toBe('done');
    held.finish();
    await run;
  });

  it('refuses a task when too many wait', async () => {
    const queue = new CommandQueue(1);
    const held = heldTask();
    const runs = [queue.run('a', held.task), queue.run('a', () => Promise.resolve())];
    await expect(queue.run('a', () => Promise.resolve())).rejects.toBeInstanceOf(Busy);
    held.finish();
    await Promise.all(runs);
  });

  it('gives an error to its caller alone', async () => {
    const queue = new CommandQueue(10);
    const broken = queue.run('a', () => Promise.reject(new Error('broken')));
    const next = queue.run('a', () => Promise.resolve('next'));
    await expect(broken).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });

  it('keeps nothing of a stream that is idle', async () => {
    const queue = new CommandQueue(10);
    await Promise.allSettled([
      queue.run('a', () => Promise.resolve()),
      queue.run('b', () => Promise.reject(new Error('broken'))),
    ]);
    expect(queue.busyStreams).toBe(0);
  });
});
