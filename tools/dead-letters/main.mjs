// npm run -s dead-letters -- list|show|redrive: what consumers set aside, and sending it again.
// Works on the running system (.city/endpoints.json), or on the brokers in KAFKA_BROKERS.
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../install.mjs';
import { describe, inFull, lineOf } from './text.mjs';

const usage = `Usage: npm run dead-letters -- list    [choice] [--all] [--json]
       npm run dead-letters -- show    <topic/partition/offset of the source>
       npm run dead-letters -- redrive [choice] [--dry-run] [--by <who>]
choice: --topic <topic or its .dlq>  --consumer <group>  --key <key>  --source <topic/partition/offset>
list leaves out what was redriven already, unless --all is given.
redrive sends records to their topic again: of each key in the original order, each once.`;

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const text = { type: 'string' };
const flag = { type: 'boolean', default: false };
const options = {
  ...{ topic: text, consumer: text, key: text, source: text, by: text },
  ...{ all: flag, json: flag, 'dry-run': flag },
};

const argumentsOf = () => {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return fail(`${error.message}\n${usage}`);
  }
};

const brokersOf = () => {
  const { KAFKA_BROKERS: given } = process.env;
  if (given !== undefined && given !== '') return given.split(',');
  const endpoints = path.join(root, '.city', 'endpoints.json');
  if (!existsSync(endpoints))
    fail('Nothing is running: start it with "npm start", or set KAFKA_BROKERS.');
  return [JSON.parse(readFileSync(endpoints, 'utf8')).kafka];
};

const libraryOf = async () => {
  try {
    return await import('@city/kafka');
  } catch (error) {
    return fail(`The libraries are not built: run "npm run build" first (${error.message}).`);
  }
};

const quiet = () => undefined;
const say = (_fields, message) => console.error(message);
const log = { debug: quiet, info: quiet, warn: quiet, error: say };

const topicsOf = async ({ kafka, connection, values }) => {
  const topic = values.topic ?? values.source?.split('/')[0];
  if (topic === undefined) return kafka.deadLetterTopics(connection);
  return [topic.endsWith('.dlq') ? topic : `${topic}.dlq`];
};

const filterOf = ({ consumer, key, source }) => ({ consumer, key, source });

const lettersOf = async (session) => {
  const letters = [];
  for (const topic of await topicsOf(session))
    letters.push(
      ...(await session.kafka.listDeadLetters(session.connection, topic, filterOf(session.values))),
    );
  return letters;
};

const list = async (session) => {
  const { all, json } = session.values;
  const letters = (await lettersOf(session)).filter(({ redriven }) => all || redriven === null);
  for (const letter of letters)
    console.log(json ? JSON.stringify(describe(letter)) : lineOf(letter));
  if (!json) console.log(`${letters.length} dead letters`);
};

const show = async (session) => {
  const { values, source } = session;
  if (source === undefined) fail(usage);
  const letters = await lettersOf({ ...session, values: { ...values, source } });
  if (letters.length === 0) fail(`There is no dead letter of ${source}`);
  for (const letter of letters) console.log(inFull(letter));
};

const redrive = async (session) => {
  const { kafka, connection, values } = session;
  const dryRun = values['dry-run'];
  const by = values.by ?? userInfo().username;
  let count = 0;
  for (const topic of await topicsOf(session)) {
    const choice = { topic, filter: filterOf(values), by, dryRun };
    const { sent, omitted } = await kafka.redriveDeadLetters(connection, choice);
    for (const [letter] of sent) console.log(lineOf(letter));
    for (const letter of omitted)
      console.error(`too large to be kept whole, not sent: ${lineOf(letter)}`);
    count += sent.length;
  }
  console.log(`${count} records ${dryRun ? 'would be sent' : `sent by ${by}`}`);
};

const commands = { list, show, redrive };
const { values, positionals } = argumentsOf();
const [name, source] = positionals;
const command = Object.hasOwn(commands, name ?? '') ? commands[name] : fail(usage);
const connection = { brokers: brokersOf(), clientId: 'dead-letters', log };
try {
  const kafka = await libraryOf();
  await command({ kafka, connection, values, ...(source !== undefined && { source }) });
} catch (error) {
  fail(error.message);
}
