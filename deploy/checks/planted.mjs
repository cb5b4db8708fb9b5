// Faults planted into the real files: each must be found, or the check would prove nothing.
const changed = (object, change) => {
  const copy = structuredClone(object);
  change(copy);
  return copy;
};

/** [title, change of the Compose file] */
export const plantedInCompose = [
  ['an unknown key of a service', ({ services }) => (services.kafka.imagge = 'x')],
  ['a port for everybody', ({ services }) => (services.kafka.ports = ['9092:9092'])],
  ['a secret without a file', (compose) => delete compose.secrets['postgres-password']],
  ['an image without a version', ({ services }) => (services.postgres.image = 'postgres')],
  [
    'a password in clear',
    ({ services }) => (services.postgres.environment = { POSTGRES_PASSWORD: 'secret' }),
  ],
  ['a wait for a check that is not there', ({ services }) => delete services.kafka.healthcheck],
];

/** [title, change of the Deployment] */
export const plantedInDeployment = [
  ['an unknown field', ({ spec }) => (spec.template.spec.containers[0].readinesProbe = {})],
  ['a wrong type', ({ spec }) => (spec.replicas = 'two')],
  ['a missing probe', ({ spec }) => delete spec.template.spec.containers[0].livenessProbe],
  ['a pod that runs as root', ({ spec }) => delete spec.template.spec.securityContext],
];

/** [title, change of the environment of a service] */
export const plantedInSettings = [
  ['a setting that the service does not know', (env) => (env.KAFKA_BROKER = 'kafka:9092')],
  ['a missing setting', (env) => delete env.KAFKA_BROKERS],
  ['a URL with a password', (env) => (env.EVENTSTORE_URL = 'esdb://admin:x@store:2113')],
];

export const plantedCases = (planted, object) =>
  planted.map(([title, change]) => [title, changed(object, change)]);
