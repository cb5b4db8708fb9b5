// Writes openapi.json and asyncapi.json: node dist/contracts.js <folder>. No store is needed, and none is asked.
import { createHttpApp, openApiOf } from '@city/http';
import { createLogger } from '@city/observability';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { documentOptions } from './document.js';
import { asyncApi } from './documents/async-api.js';

const folder = process.argv[2] ?? 'contracts';
const nowhere = '127.0.0.1:1';
const config = readConfig({
  PUBLIC_URL: 'https://city.example',
  EVENTSTORE_URL: `esdb://${nowhere}?tls=false`,
  KAFKA_BROKERS: nowhere,
  POSTGRES_URL: `postgres://${nowhere}/none`,
  AUTH_JWKS_URL: 'file:///none',
  PERSONAL_DATA_KEY: Buffer.alloc(32).toString('base64'),
  FINGERPRINT_KEY: Buffer.alloc(32).toString('base64'),
});
const logger = createLogger({ name: 'contracts', level: 'silent' });
const options = { ...documentOptions, publicUrl: config.PUBLIC_URL };
const app = await createHttpApp(AppModule.of(config, logger), { ...options, logger });
await app.init();
await mkdir(folder, { recursive: true });
const documents = { 'openapi.json': openApiOf(app, options), 'asyncapi.json': asyncApi };
for (const [name, document] of Object.entries(documents))
  await writeFile(path.join(folder, name), `${JSON.stringify(document, null, 2)}\n`);
await app.close();
