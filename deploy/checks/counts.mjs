// What held and what did not, printed one a line.
export const newCounts = () => ({ passed: 0, failed: 0, skipped: 0 });

/** Notes a rule as kept when `faults` is empty, and prints the faults otherwise. */
export const note = (counts, title, faults) => {
  counts[faults.length === 0 ? 'passed' : 'failed'] += 1;
  console.log(`${faults.length === 0 ? '✓' : '✗'} ${title}`);
  for (const fault of faults) console.log(`    ${fault}`);
};
