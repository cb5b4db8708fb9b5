import { createHttpApp } from '@city/http';
import { createLogger } from '@city/observability';
import { AppModule } from './app.module.js';
import { documentOptions } from './document.js';
import { readConfig } from './config.js';

const config = readConfig(process.env);
const logger = createLogger({ name: 'incidents', level: config.LOG_LEVEL });
const options = { ...documentOptions, publicUrl: config.PUBLIC_URL, logger };
const app = await createHttpApp(AppModule.of(config, logger), options);
await app.listen(config.PORT, config.HOST);
logger.info({ url: config.PUBLIC_URL }, 'incidents is listening');
