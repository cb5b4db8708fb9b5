// npm start on a port that is taken.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { refusalOf } from './ports.mjs';
import { launched } from './testing/launched.mjs';
import { processesOn } from './testing/process-tree.mjs';
import { freePorts, temporaryState } from './testing/temporary-state.mjs';

const takePort = async (port) => {
  const server = createServer().listen({ port, host: '127.0.0.1' });
  await once(server, 'listening');
  return server;
};

for (const [variable, name] of [
  ['INCIDENTS_PORT', 'incidents'],
  ['POSTGRES_PORT', 'postgres'],
  ['KAFKA_PORT', 'kafka'],
  ['EVENTSTORE_PORT', 'eventstore'],
])
  test(`a taken ${variable} is named with a free one to use, and nothing is left`, async () => {
    const state = temporaryState();
    const ports = await freePorts();
    const server = await takePort(ports[variable]);
    try {
      const { status, error } = await launched({ ...state.env, ...ports }).ended;
      assert.equal(status, 1);
      assert.match(error, new RegExp(`Port ${ports[variable]} for ${name} is taken`));
      const [, other] = new RegExp(`^ {2}${variable}=(\\d+) npm start$`, 'm').exec(error);
      assert.equal(await refusalOf(Number(other), '127.0.0.1'), undefined);
      assert.deepEqual(readdirSync(state.folder), []);
      assert.deepEqual(processesOn(state.folder), []);
    } finally {
      server.close();
      state.remove();
    }
  });

test('each of several taken ports is named', async () => {
  const state = temporaryState();
  const ports = await freePorts();
  const taken = ['KAFKA_PORT', 'EVENTSTORE_PORT'];
  const servers = await Promise.all(taken.map((variable) => takePort(ports[variable])));
  try {
    const { error } = await launched({ ...state.env, ...ports }).ended;
    for (const variable of taken) assert.ok(error.includes(`Port ${ports[variable]} for`), error);
    assert.match(error, /KAFKA_PORT=\d+ EVENTSTORE_PORT=\d+ npm start/);
  } finally {
    for (const server of servers) server.close();
    state.remove();
  }
});
