// The planted violations: [title, file under whose name the code is linted, code, rule that reports].
// Each stands in a real file of the place that it is about, whichever that is today.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../install.mjs';
import { roomNames } from './layers.mjs';

const fileIn = (folder) => {
  const files = readdirSync(path.join(root, folder), { recursive: true })
    .filter((name) => /\.ts$/.test(name) && !/\.(?:spec|d)\.ts$/.test(name))
    .filter((name) => !name.split(path.sep).includes('testing'))
    .sort();
  if (files.length === 0) throw new Error(`There is no source file in ${folder}.`);
  return path.join(folder, files[0]);
};

const slice = 'apps/incidents/src/incident';
const room = Object.fromEntries(roomNames.map((name) => [name, fileIn(`${slice}/${name}`)]));
const kernel = fileIn('libs/event-sourcing/src');
const testing = fileIn('libs/event-sourcing-testing/src');
const contract = fileIn('libs/contracts/incidents/src');
const envelope = fileIn('libs/contracts/envelope/src');
const adapter = Object.fromEntries(
  ['eventstoredb', 'geo', 'http', 'kafka', 'observability', 'postgres'].map((name) => [
    name,
    fileIn(`libs/${name}/src`),
  ]),
);

const boundaries = '@nx/enforce-module-boundaries';
const layers = '@typescript-eslint/no-restricted-imports';
const syntax = 'no-restricted-syntax';

const importing = (name, rule) => (from, file) => [
  `${from} does not import ${name}`,
  file,
  `import '${name}';`,
  rule,
];
const crossing = (from, file, name) => importing(name, boundaries)(from, file);
const inRoom = (from, name) => importing(name, layers)(`${from}/`, room[from]);

// Up from the planted file to the slice, however deep the file lies.
const toSlice = (file) => {
  const steps = path.relative(path.dirname(file), slice).split(path.sep).join('/');
  return steps === '' ? '.' : steps;
};
const intoRoom = (from, to, file = 'x.js') => inRoom(from, `${toSlice(room[from])}/${to}/${file}`);

const oneWay = {
  domain: ['application', 'http', 'messaging', 'persistence', 'read-model'],
  persistence: ['application', 'http', 'messaging', 'read-model'],
  application: ['http', 'messaging', 'read-model'],
  'read-model': ['application', 'http', 'messaging', 'persistence'],
  http: ['messaging', 'persistence'],
  messaging: ['http', 'persistence', 'read-model'],
};

const foreign = {
  domain: ['@nestjs/common', 'pg', 'node:crypto', '@city/postgres', '@city/http'],
  persistence: ['@nestjs/common', 'typeorm', '@city/eventstoredb', 'node:fs'],
  application: ['@nestjs/common', 'kafkajs', '@city/postgres', '@city/kafka'],
  'read-model': ['@city/http', '@city/kafka', 'fastify', '@nestjs/microservices'],
  http: ['typeorm', 'pg', '@city/kafka', '@city/postgres', '@nestjs/microservices'],
  messaging: ['typeorm', 'fastify', '@city/http', '@city/postgres'],
};

const rooms = [
  ...Object.entries(oneWay).flatMap(([from, closed]) => closed.map((to) => intoRoom(from, to))),
  ...Object.entries(foreign).flatMap(([from, names]) => names.map((name) => inRoom(from, name))),
  ...roomNames.map((from) => inRoom(from, `${toSlice(room[from])}/../access/domain/x.js`)),
  ...roomNames.map((from) => inRoom(from, '@city/event-sourcing-testing')),
  intoRoom('http', 'domain', 'decide.js'),
  [
    'http/ takes nothing but queries from a read model',
    room.http,
    `import { row } from '${toSlice(room.http)}/read-model/board/board.row.js'; export const x = row;`,
    layers,
  ],
];

const tags = [
  ...['@nestjs/common', 'pg', '@city/http', '@city/incidents', '@city/contracts-incidents'].map(
    (name) => crossing('the kernel', kernel, name),
  ),
  importing('node:crypto', layers)('the kernel', kernel),
  crossing('an adapter', adapter.http, '@city/incidents'),
  crossing('an adapter', adapter.http, '@city/postgres'),
  crossing('an adapter', adapter.kafka, '@city/observability'),
  crossing('an adapter', adapter.kafka, '@city/contracts-incidents'),
  crossing('an app', room.messaging, 'kafkajs'),
  crossing('the Kafka adapter', adapter.kafka, 'pg'),
  crossing('the Postgres adapter', adapter.postgres, 'kafkajs'),
  crossing('the HTTP adapter', adapter.http, 'typeorm'),
  crossing('the event store adapter', adapter.eventstoredb, '@nestjs/common'),
  crossing('the geo adapter', adapter.geo, 'fastify'),
  crossing('the observability adapter', adapter.observability, 'kafkajs'),
  crossing('a contract', contract, '@city/kafka'),
  crossing('a contract', contract, '@city/event-sourcing'),
  crossing('a contract', contract, 'uuid'),
  crossing('the envelope', envelope, '@city/contracts-incidents'),
  crossing('the test grammar', testing, '@city/postgres'),
  crossing('an app', room.http, '@eventstore/db-client'),
  crossing('an app', room.http, '../../../../../libs/http/src/index.js'),
  importing('@city/event-sourcing-testing', layers)('product code', adapter.postgres),
  importing('@city/embedded-eventstoredb', layers)('an app', 'apps/incidents/src/main.ts'),
];

const clock = [
  ['no clock (now)', 'export const x = Date.now();', syntax],
  ['no clock (new Date)', 'export const x = new Date();', syntax],
  ['no random ids', 'export const x = crypto.randomUUID();', 'no-restricted-globals'],
  ['no process', 'export const x = process.env;', 'no-restricted-globals'],
  ['no randomness', 'export const x = Math.random();', 'no-restricted-properties'],
].flatMap(([title, code, rule]) => [
  [`the domain has ${title}`, room.domain, code, rule],
  [`the kernel has ${title}`, kernel, code, rule],
]);

const tooBig = {
  'max-params': 'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1): number => a + b + c + d + e;',
  'max-lines': 'export {};\n'.repeat(201),
  'max-lines-per-function': `export const f = (): void => {\n${'  void 0;\n'.repeat(41)}};`,
  complexity: `export const f = (a: number): number => ${'a > 1 ? 1 : '.repeat(8)}0;`,
  'max-depth': `export const f = (a: number): void => {\n${'if (a > 1) {'.repeat(4)}${'}'.repeat(4)}\n};`,
};

const places = {
  ...room,
  kernel,
  testing,
  contract,
  adapter: adapter.http,
  app: 'apps/incidents/src/main.ts',
};

const sizes = Object.entries(places).flatMap(([place, file]) =>
  Object.entries(tooBig).map(([rule, code]) => [`${place} keeps to ${rule}`, file, code, rule]),
);

const habits = [
  [
    'a promise is not forgotten',
    room.http,
    'Promise.resolve(1);',
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'a switch names every case',
    room.domain,
    "export const f = (a: 'x' | 'y'): void => { switch (a) { case 'x': break; } };",
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  ['nothing is exported by default', room.http, 'export default 1;', 'no-restricted-exports'],
  [
    'a type is imported as a type',
    room.http,
    "import { ZodType } from 'zod'; export type X = ZodType;",
    '@typescript-eslint/consistent-type-imports',
  ],
  ['no module is mocked', room.http, "jest.mock('pg');", syntax],
  ['no test is focused', room.http, "it.only('x', () => 1);", syntax],
];

export const planted = [...rooms, ...tags, ...clock, ...sizes, ...habits];
