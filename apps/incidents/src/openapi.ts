// Writes the OpenAPI document: node dist/openapi.js <file>. No store is needed, and none is asked.
import { createHttpApp, openApiOf } from '@city/http';
import { createLogger } from '@city/observability';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { documentOptions } from './document.js';

const file = process.argv[2] ?? 'openapi.json';
const nowhere = '127.0.0.1:1';
const config = readConfig({
  EVENTSTORE_URL: `esdb://${nowhere}?tls=false`,
  KAFKA_BROKERS: nowhere,
  POSTGRES_URL: `postgres://${nowhere}/none`,
  AUTH_JWKS_URL: 'file:///none',
  PERSONAL_DATA_KEY: Buffer.alloc(32).toString('base64'),
  FINGERPRINT_KEY: Buffer.alloc(32).toString('base64'),
});
const logger = createLogger({ name: 'openapi', level: 'silent' });
const app = await createHttpApp(AppModule.of(config, logger), { ...documentOptions, logger });
await app.init();
await mkdir(path.dirname(file), { recursive: true });
await writeFile(file, `${JSON.stringify(openApiOf(app, documentOptions), null, 2)}\n`);
await app.close();
