// node tools/contracts-schemas.mjs <contract>: writes json-schema/<type>.json of every type of event, and
// removes those of types that are no more.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './install.mjs';

const builtIn = (folder) => import(pathToFileURL(path.join(root, folder, 'dist', 'index.js')).href);

const [contract] = process.argv.slice(2);
const { jsonSchemaOf } = await builtIn('libs/contracts/envelope');
const { topicContracts } = await builtIn(contract);

const url = (file) => `https://city.example/schemas/${file}`;
const schemas = new Map(
  topicContracts
    .flatMap(({ events }) => events)
    .map((event) => [`${event.type}.json`, jsonSchemaOf(event, url(`${event.type}.json`))]),
);

const folder = path.join(root, contract, 'json-schema');
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) if (!schemas.has(file)) rmSync(path.join(folder, file));
for (const [file, schema] of schemas)
  writeFileSync(path.join(folder, file), `${JSON.stringify(schema, null, 2)}\n`);
