// The lines that npm start prints: seconds since the start, the part, what happened.
const began = performance.now();

// Whoever read our output may have gone (npm start | head); that is no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const secondsSince = (start) => ((performance.now() - start) / 1_000).toFixed(1);

export const say = (part, text) =>
  console.log(`${secondsSince(began).padStart(7)} s  ${part.padEnd(12)} ${text}`);

/** Says that a phase begins, runs it, and says how long it took and what came of it. */
export const phase = async (name, beginning, work) => {
  const start = performance.now();
  say(name, beginning);
  const outcome = await work();
  say(name, `${outcome ?? 'done'} (${secondsSince(start)} s)`);
};
