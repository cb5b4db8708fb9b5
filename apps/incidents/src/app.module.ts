import { genericProblems, HttpModule } from '@city/http';
import { ObservabilityModule, type Logger } from '@city/observability';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from './config.js';
import { AsyncApiController } from './documents/async-api.controller.js';
import { SchemasController } from './documents/schemas.controller.js';
import { TopicsPageController } from './documents/topics-page.controller.js';
import { incidentProblemTypes } from './incident/http/incident.problems.js';
import { INCIDENT_PROCESSORS, IncidentModule } from './incident/incident.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { ProcessorsModule } from './platform/processors.module.js';
import { policies } from './policies.js';
import { PortsModule } from './ports.module.js';

/** The composition root: conventions, stores, slices, processors. */
@Module({})
export class AppModule {
  static of(config: Config, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ObservabilityModule.forRoot(logger),
        HttpModule.forRoot({
          auth: {
            issuer: config.AUTH_ISSUER,
            audience: config.AUTH_AUDIENCE,
            jwksUrl: config.AUTH_JWKS_URL,
          },
          policies,
          fingerprintKey: config.FINGERPRINT_KEY,
          problems: Object.values(incidentProblemTypes),
          errors: { DatabaseUnavailable: genericProblems.unavailable },
          rateLimit: { perSecond: config.RATE_LIMIT_PER_SECOND, burst: config.RATE_LIMIT_BURST },
        }),
        PlatformModule.forRoot(config),
        PortsModule,
        IncidentModule,
        ProcessorsModule.of(IncidentModule, INCIDENT_PROCESSORS),
      ],
      controllers: [AsyncApiController, SchemasController, TopicsPageController],
    };
  }
}
