export * from './health/health-registry.js';
export * from './logging/logger.js';
export * from './logging/nest-logger.js';
export * from './observability.module.js';
