// npm run import -- <csv>: sends the rows of a New York 311 file to the running system.
// Reads .city/endpoints.json; INCIDENTS_URL and TOKEN (role admin) take its place for another system.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { root } from '../install.mjs';
import { importLineOf } from './new-york-311.mjs';

const file = process.argv[2];
const fail = (message) => {
  console.error(message);
  process.exit(1);
};
if (file === undefined) fail('Usage: npm run import -- <csv>');
if (!existsSync(file)) fail(`There is no file ${file}`);

const targetOf = () => {
  const { INCIDENTS_URL: url, TOKEN: token } = process.env;
  if (url !== undefined && token !== undefined) return { url, token };
  const endpoints = path.join(root, '.city', 'endpoints.json');
  if (!existsSync(endpoints)) fail('Nothing is running: start it with "npm start" first.');
  const { incidents, tokens } = JSON.parse(readFileSync(endpoints, 'utf8'));
  return { url: incidents.url, token: tokens.admin };
};

const seen = { sent: 0, answered: 0 };
const unreadable = [];
const problems = [];

async function* importLines() {
  const rows = createReadStream(file).pipe(
    parse({ columns: true, bom: true, relax_column_count: true }),
  );
  let number = 0;
  for await (const row of rows) {
    number += 1;
    try {
      const line = `${JSON.stringify(importLineOf(row))}\n`;
      seen.sent += 1;
      yield line;
    } catch (error) {
      unreadable.push(`row ${number}: ${error.message}`);
    }
  }
}

const progress = () => {
  const text = `sent ${seen.sent}, answered ${seen.answered}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${text}`);
  else console.log(text);
};

const readAnswers = async (response) => {
  let totals;
  for await (const line of createInterface({ input: response, crlfDelay: Infinity })) {
    const answer = JSON.parse(line);
    if (answer.line === undefined) totals = answer;
    else seen.answered += 1;
    if (answer.outcome === 'rejected') problems.push(answer);
  }
  return totals;
};

const send = async ({ url, token }) => {
  const { request } = url.startsWith('https:') ? https : http;
  const outgoing = request(`${url}/v1/incidents/import`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` },
  });
  const answered = new Promise((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject);
  });
  const sent = pipeline(Readable.from(importLines()), outgoing);
  const response = await Promise.race([answered, sent.then(() => answered)]);
  if (response.statusCode !== 200) {
    const body = await new Response(Readable.toWeb(response)).text();
    fail(`The system answered ${response.statusCode}: ${body}`);
  }
  const [totals] = await Promise.all([readAnswers(response), sent]);
  return totals;
};

const ticking = setInterval(progress, 1_000);
try {
  const totals = await send(targetOf());
  clearInterval(ticking);
  progress();
  if (process.stdout.isTTY) console.log();
  for (const line of unreadable) console.error(`not sent: ${line}`);
  for (const { line, externalId, problem } of problems)
    console.error(`rejected: line ${line} (${externalId}): ${JSON.stringify(problem)}`);
  if (totals === undefined)
    fail('The answer ended before its totals: import again, nothing is doubled.');
  console.log(
    `imported ${totals.imported}, unchanged ${totals.unchanged}, rejected ${totals.rejected}`,
  );
  process.exitCode = totals.rejected + unreadable.length === 0 ? 0 : 1;
} catch (error) {
  clearInterval(ticking);
  fail(`The import broke off (${error.message}): import again, nothing is doubled.`);
}
