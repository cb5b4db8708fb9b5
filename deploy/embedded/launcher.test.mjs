// npm start: one city on real stores, from its first start to its last end. The tests build upon
// each other, in this order.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { isAlive } from './processes.mjs';
import { until } from './testing/conditions.mjs';
import { launched } from './testing/launched.mjs';
import { descendantsOf, processesOn } from './testing/process-tree.mjs';
import { freePorts, temporaryState } from './testing/temporary-state.mjs';
import { claimsOf } from './testing/tokens-read.mjs';

const state = temporaryState();
const ports = await freePorts();
const url = `http://127.0.0.1:${ports.INCIDENTS_PORT}`;
const records = ['endpoints.json', 'pids.json'];
const shown = () => records.filter(state.has);

let city;
let token;
let reported;

after(async () => {
  if (city?.isRunning()) {
    city.send('SIGTERM');
    await city.ended;
  }
  state.remove();
});

/** Starts it and resolves when endpoints.json is there, with what was there while it started. */
const start = async () => {
  const early = [];
  const onLine = (line) => line.endsWith('starting …') && early.push(...shown());
  city = launched({ ...state.env, ...ports }, onLine);
  await city.said(/ postgres +starting/);
  await until('endpoints.json', () => {
    assert.ok(city.isRunning(), city.printed.error);
    return state.has('endpoints.json');
  });
  return early;
};

const listens = async (port) => {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.destroy();
};

const statusOf = async (path) => (await fetch(`${url}${path}`)).status;

const report = (reference) =>
  fetch(`${url}/v1/incidents`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': `"${reference}"`,
    },
    body: JSON.stringify({
      type: 'structure-fire',
      summary: 'Smoke from the 3rd floor',
      location: { longitude: 120.7213, latitude: 31.3264, address: 'Xinghu St 328' },
      source: { channel: 'phone', reference },
    }),
  });

const read = async (place) => {
  const response = await fetch(new URL(place, url), {
    headers: { authorization: `Bearer ${token}` },
  });
  return response.status === 200 ? response.json() : undefined;
};

const whenRead = (place) => until(`${place} is answered`, () => read(place));

test('endpoints.json and pids.json are there when all answers, and not before', async () => {
  assert.deepEqual(await start(), []);
  assert.deepEqual(shown(), records);
  assert.equal(await statusOf('/health/ready'), 200);
  for (const port of Object.values(ports)) await listens(port);
});

test('endpoints.json names the app, the stores and one token per role, for its owner only', () => {
  const { tokens, ...others } = state.read('endpoints.json');
  assert.deepEqual(others, {
    incidents: { url },
    postgres: `postgres://city:city@127.0.0.1:${ports.POSTGRES_PORT}/postgres`,
    kafka: `127.0.0.1:${ports.KAFKA_PORT}`,
    eventstore: `esdb://127.0.0.1:${ports.EVENTSTORE_PORT}?tls=false`,
  });
  const roles = ['viewer', 'operator', 'dispatcher', 'supervisor', 'admin', 'gateway', 'partner'];
  assert.deepEqual(Object.keys(tokens), roles);
  for (const role of roles) {
    const claims = claimsOf(tokens[role]);
    assert.deepEqual([claims.roles, claims.districts], [[role], ['*']]);
  }
  assert.equal(statSync(state.inFolder('endpoints.json')).mode & 0o777, 0o600);
});

test('pids.json names the launcher and what it has started', () => {
  const { launcher, ...others } = state.read('pids.json');
  assert.equal(launcher, city.pid);
  assert.deepEqual(Object.keys(others).sort(), ['eventstore', 'incidents', 'kafka', 'postgres']);
  const started = descendantsOf(city.pid).map(({ pid }) => pid);
  for (const pid of Object.values(others)) assert.ok(started.includes(pid));
});

test('a report with a printed token is answered and can be read', async () => {
  [, token] = await city.said(/^ {2}dispatcher +(\S+)$/m);
  assert.equal(token, state.read('endpoints.json').tokens.dispatcher);
  const response = await report('call-1');
  assert.equal(response.status, 201);
  reported = response.headers.get('location');
  const { summary } = await whenRead(reported);
  assert.equal(summary, 'Smoke from the 3rd floor');
});

const picture = () => ({
  files: [readdirSync(state.folder).sort(), readdirSync(state.inFolder('log')).sort()],
  contents: [...records, 'launcher.json', 'run.json'].map((name) => [
    readFileSync(state.inFolder(name), 'utf8'),
    statSync(state.inFolder(name)).mtimeMs,
  ]),
});

test('a second start on the same state says that it runs already, and changes nothing', async () => {
  const before = picture();
  const { status, error } = await launched({ ...state.env, ...(await freePorts()) }).ended;
  assert.equal(status, 1);
  assert.ok(error.includes(`The city runs already (process ${city.pid})`), error);
  assert.ok(error.includes(state.inFolder('endpoints.json')), error);
  assert.deepEqual(picture(), before);
  assert.equal(await statusOf('/health/ready'), 200);
});

/** Kills a part and resolves when it is back, with the seconds that it was down. */
const killAndAwait = async (name, pause) => {
  const [pids, endpoints] = [state.read('pids.json'), state.read('endpoints.json')];
  process.kill(pids[name], 'SIGKILL');
  const ended = `${name} +ended by itself \\(SIGKILL\\); starts again in ${pause} s`;
  const [, from] = await city.said(new RegExp(`([\\d.]+) s +${ended}`));
  const [, to, pid] = await city.said(
    new RegExp(`([\\d.]+) s +${name} +is back \\(process (\\d+)\\)`),
  );
  assert.notEqual(Number(pid), pids[name]);
  assert.deepEqual(state.read('pids.json'), { ...pids, [name]: Number(pid) });
  assert.deepEqual(state.read('endpoints.json'), endpoints);
  return Number(to) - Number(from);
};

test('an app that is killed is named and started again, and pids.json follows', async () => {
  assert.ok((await killAndAwait('incidents', 1)) >= 1);
  await whenRead(reported);
});

test('a store that is killed is named and started again after 5 s, with its data', async () => {
  assert.ok((await killAndAwait('eventstore', 5)) >= 5);
  const places = await until('a report is answered', async () => {
    const response = await report('call-2');
    return response.status === 201 && [reported, response.headers.get('location')];
  });
  for (const place of places) await whenRead(place);
  // The timeline is read from the event store.
  assert.ok((await whenRead(`${reported}/timeline`)) !== undefined);
});

test('kill -9 of the launcher leaves no orphan', async () => {
  const started = descendantsOf(city.pid);
  city.send('SIGKILL');
  await city.ended;
  await until('nothing is left', () => started.every((each) => !isAlive(each)));
  assert.deepEqual(processesOn(state.folder), []);
});

test('the next start takes away the old files, keeps the data, and the tokens hold', async () => {
  assert.deepEqual(shown(), records);
  assert.deepEqual(await start(), []);
  const { summary } = await whenRead(reported);
  assert.equal(summary, 'Smoke from the 3rd floor');
  assert.equal((await report('call-1')).headers.get('location'), reported);
});

test('SIGTERM stops all in order and leaves no process and no file of a run', async () => {
  const started = descendantsOf(city.pid);
  city.send('SIGTERM');
  const { status, out } = await city.ended;
  assert.equal(status, 0);
  const stopped = [...out.matchAll(/s {2}(\w+) +stopping …$/gm)].map(([, name]) => name);
  assert.deepEqual(stopped, ['incidents', 'eventstore', 'kafka', 'postgres']);
  assert.match(out, / city +stopped\n$/);
  assert.deepEqual(started.filter(isAlive), []);
  assert.deepEqual(processesOn(state.folder), []);
  for (const name of [...records, 'launcher.json', 'run.json']) assert.ok(!state.has(name), name);
});
