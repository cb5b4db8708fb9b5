// The same versions in the containers as on a developer's machine.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../embedded/paths.mjs';

const textOf = (...file) => readFileSync(path.join(root, ...file), 'utf8');

const differs = (what, one, other) =>
  one === other ? [] : [`${what}: ${one} here, ${other} there.`];

export const versionFaults = ({ services }) => {
  const pom = textOf('deploy', 'embedded', 'kafka', 'pom.xml');
  const [, kafka] = /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>(.*?)</.exec(pom);
  const [, node] = /FROM node:([\d.]+)-/.exec(textOf('deploy', 'docker', 'Dockerfile'));
  return [
    ...differs('Kafka', services.kafka.image, `apache/kafka:${kafka}`),
    ...differs('Node', node, textOf('.nvmrc').trim()),
    ...differs('Postgres', services.databases.image, services.postgres.image),
  ];
};
