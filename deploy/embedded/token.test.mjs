// npm run token, while nothing runs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { root } from './paths.mjs';
import { temporaryState } from './testing/temporary-state.mjs';
import { claimsOf, isSignedBy } from './testing/tokens-read.mjs';

const state = temporaryState();
after(() => state.remove());

const program = path.join(root, 'deploy', 'embedded', 'token.mjs');
const options = { cwd: root, env: state.env, encoding: 'utf8' };
const run = (...args) => spawnSync(process.execPath, [program, ...args], options);

const now = () => Math.floor(Date.now() / 1_000);
const day = 24 * 3_600;

const tokenOf = ({ status, stdout, stderr }) => {
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  assert.match(stdout, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  return stdout.trim();
};

const claims = (...args) => claimsOf(tokenOf(run(...args)));

test('npm run -s token prints a token and nothing else, while nothing runs', () => {
  const args = ['run', '-s', 'token', '--', '--role', 'dispatcher', '--district', '320505'];
  const token = tokenOf(spawnSync('npm', args, options));
  assert.ok(isSignedBy(token, state.read('keys/jwks.json')));
  const { iat, exp, ...others } = claimsOf(token);
  assert.deepEqual(others, {
    iss: 'city',
    aud: 'city-operations',
    sub: 'dispatcher-1',
    roles: ['dispatcher'],
    districts: ['320505'],
  });
  assert.ok(Math.abs(now() - iat) < 30);
  assert.equal(exp - iat, 30 * day);
});

test('the folder of the keys is closed to others, and every token is signed by the same key', () => {
  const tokens = [tokenOf(run('--role', 'viewer')), tokenOf(run('--role', 'admin'))];
  assert.equal(statSync(state.inFolder('keys')).mode & 0o777, 0o700);
  assert.equal(statSync(state.inFolder('keys', 'signing-key.pem')).mode & 0o777, 0o600);
  for (const token of tokens) assert.ok(isSignedBy(token, state.read('keys/jwks.json')));
});

test('a token may have several roles and districts, and a subject', () => {
  const { roles, districts, sub } = claims(
    ...['--role', 'operator,dispatcher', '--district', '320505,outside', '--subject', 'duty-7'],
  );
  assert.deepEqual(roles, ['operator', 'dispatcher']);
  assert.deepEqual(districts, ['320505', 'outside']);
  assert.equal(sub, 'duty-7');
});

test('a token is for all districts and named after its first role unless told otherwise', () => {
  const { districts, sub, ...others } = claims('--role', 'supervisor,gateway');
  assert.deepEqual(districts, ['*']);
  assert.equal(sub, 'supervisor-1');
  assert.ok(!('unit' in others));
});

for (const [ttl, seconds] of [
  ['90s', 90],
  ['15m', 900],
  ['1h', 3_600],
  ['7d', 7 * day],
])
  test(`--ttl ${ttl} makes a token that holds for ${seconds} seconds`, () => {
    const { iat, exp } = claims('--role', 'viewer', '--ttl', ttl);
    assert.equal(exp - iat, seconds);
  });

for (const args of [['--ttl', '-1h'], ['--ttl=-1h']])
  test(`${args.join(' ')} makes a token that has expired, issued before it expired`, () => {
    const { iat, exp } = claims('--role', 'viewer', ...args);
    assert.ok(exp < now());
    assert.ok(iat < exp);
  });

test('--issuer and --audience go into the token', () => {
  const { iss, aud } = claims('--role', 'viewer', '--issuer', 'else', '--audience', 'others');
  assert.deepEqual({ iss, aud }, { iss: 'else', aud: 'others' });
});

test('a token has the issuer and the audience that the services are told to expect', () => {
  const env = { ...state.env, AUTH_ISSUER: 'https://id.example', AUTH_AUDIENCE: 'desk' };
  const args = [program, '--role', 'viewer'];
  const { iss, aud } = claimsOf(tokenOf(spawnSync(process.execPath, args, { ...options, env })));
  assert.deepEqual({ iss, aud }, { iss: 'https://id.example', aud: 'desk' });
});

test('the token of a responder names its unit', () => {
  const { roles, unit } = claims('--role', 'responder', '--unit', 'E-12');
  assert.deepEqual({ roles, unit }, { roles: ['responder'], unit: 'E-12' });
});

for (const [args, message] of [
  [[], '--role is missing.'],
  [['--role', ''], '--role is missing.'],
  [['--role', 'viewer,mayor'], 'There is no role mayor.'],
  [['--role', 'viewer', '--district', ''], '--district names no district; leave it out for all.'],
  [['--role', 'viewer', '--district', ','], '--district names no district; leave it out for all.'],
  [['--role', 'responder'], '--unit is missing: a responder is a crew of a unit.'],
  [['--role', 'viewer,responder'], '--unit is missing: a responder is a crew of a unit.'],
  [['--role', 'responder', '--unit', ''], '--unit is missing: a responder is a crew of a unit.'],
  [['--role', 'viewer', '--subject', ''], '--subject is empty; leave it out for <first role>-1.'],
  [['--role', 'viewer', '--ttl', 'soon'], '--ttl soon is no length of time.'],
  [['--role', 'viewer', '--colour', 'red'], "Unknown option '--colour'"],
])
  test(`"${args.join(' ')}" is refused: ${message}`, () => {
    const { status, stdout, stderr } = run(...args);
    assert.deepEqual({ status, stdout }, { status: 1, stdout: '' });
    assert.ok(stderr.startsWith(message), stderr);
    assert.match(stderr, /npm run -s token -- --role/);
  });
