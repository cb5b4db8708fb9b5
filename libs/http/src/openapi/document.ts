import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { HTTP_OPTIONS, type HttpOptions } from '../http-options.js';
import { finished } from './finished.js';
import { jsonSchema202012 } from './schemas.js';

export interface DocumentOptions {
  readonly title: string;
  readonly description?: string;
  readonly version?: string;
  /** What links begin with (`PUBLIC_URL`); the page's own origin by default. */
  readonly publicUrl?: string;
}

/** The OpenAPI 3.1 document, from the schemas that validate. Of an application after `init`. */
export const openApiOf = (
  app: NestFastifyApplication,
  { title, description = '', version = '1', publicUrl }: DocumentOptions,
): OpenAPIObject => {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(description)
    .setVersion(version)
    .addBearerAuth({
      ...{ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      description: 'A token of the city; locally: npm run -s token -- --role dispatcher',
    });
  if (publicUrl !== undefined) builder.addServer(publicUrl);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    standardSchemaConverter: jsonSchema202012,
    autoTagControllers: false,
  });
  return finished(document, app.get<HttpOptions>(HTTP_OPTIONS).policies);
};

/** `/docs` (Swagger UI) and `/openapi.json`. */
export const serveDocuments = (app: NestFastifyApplication, options: DocumentOptions): void => {
  SwaggerModule.setup('docs', app, () => openApiOf(app, options), {
    raw: ['json'],
    jsonDocumentUrl: 'openapi.json',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true },
    customSiteTitle: options.title,
  });
};
