// npm run -s token -- --role dispatcher --district 320505: prints a token and nothing else. Works
// before anything is installed and while nothing runs.
import { parseArgs } from 'node:util';
import { mint, roles } from './tokens.mjs';

const usage = `npm run -s token -- --role <role>[,<role>] [options]
  --role       one or several of ${roles.join(', ')}
  --district   district codes by comma (default: all, *)
  --subject    who it is for (default: <first role>-1)
  --ttl        30s, 15m, 1h, 7d (default 30d); -1h gives an expired token
  --unit       the unit of a responder (needed for that role)
  --issuer, --audience`;

const refuse = (message) => {
  console.error(`${message}\n\n${usage}`);
  process.exit(1);
};

const seconds = { s: 1, m: 60, h: 3_600, d: 86_400 };

const ttlOf = (text) => {
  const [, count, unit] = /^(-?\d+)([smhd])$/.exec(text) ?? [];
  return count === undefined
    ? refuse(`--ttl ${text} is no length of time.`)
    : Number(count) * seconds[unit];
};

const names = ['role', 'district', 'subject', 'ttl', 'unit', 'issuer', 'audience'];

// parseArgs would take the value of `--ttl -1h` for an option.
const joined = (args) =>
  args.flatMap((arg, at) => {
    if (args[at - 1] === '--ttl') return [];
    return arg === '--ttl' && args[at + 1] !== undefined ? [`--ttl=${args[at + 1]}`] : [arg];
  });

const read = () => {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
    return parseArgs({ args: joined(process.argv.slice(2)), options }).values;
  } catch (error) {
    return refuse(error.message);
  }
};

const list = (text) => text?.split(',').filter((item) => item !== '');

const { role, district, ttl, ...others } = read();
const wanted = list(role) ?? [];
const districts = list(district);
if (wanted.length === 0) refuse('--role is missing.');
const unknown = wanted.find((each) => !roles.includes(each));
if (unknown !== undefined) refuse(`There is no role ${unknown}.`);
if (districts?.length === 0) refuse('--district names no district; leave it out for all.');
if (others.subject === '') refuse('--subject is empty; leave it out for <first role>-1.');
if (wanted.includes('responder') && !others.unit)
  refuse('--unit is missing: a responder is a crew of a unit.');
console.log(
  mint({
    ...others,
    roles: wanted,
    districts,
    ttl: ttl === undefined ? undefined : ttlOf(ttl),
  }),
);
