// What every workload of the cluster keeps to, and the settings that its pods are given.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { folder } from './kubernetes.mjs';
import { clearSecrets } from './settings.mjs';

const probes = ['startupProbe', 'readinessProbe', 'livenessProbe'];

const podOf = ({ kind, spec }) =>
  ['Deployment', 'Job', 'StatefulSet'].includes(kind) ? spec.template.spec : undefined;

const given = (faults) =>
  Object.entries(faults)
    .filter(([, holds]) => !holds)
    .map(([fault]) => fault);

const isSized = ({ requests, limits } = {}) =>
  requests !== undefined && limits?.memory !== undefined;

const isConfined = (context) =>
  context.allowPrivilegeEscalation === false && context.capabilities?.drop?.includes('ALL');

const ofContainer = ({ securityContext: context = {}, volumeMounts: mounts = [], resources }) =>
  given({
    'has no requests or no memory limit': isSized(resources),
    'may gain privileges or keeps capabilities': isConfined(context),
    'may write to its root': context.readOnlyRootFilesystem === true,
    'has no /tmp to write to': mounts.some(({ mountPath }) => mountPath === '/tmp'),
  });

const literals = ({ env = [] }) =>
  Object.fromEntries(
    env.filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value]),
  );

const namesOfVolumes = (pod) => new Set((pod.volumes ?? []).map(({ name }) => name));

const ofPod = (kind, pod) => [
  ...given({
    'may run as root': pod.securityContext?.runAsNonRoot === true,
    'gets variables of other Services': pod.enableServiceLinks === false,
    'gets a token of the cluster': pod.automountServiceAccountToken === false,
  }),
  ...pod.containers.flatMap((container) => [
    ...ofContainer(container),
    ...clearSecrets(literals(container)),
    ...(container.volumeMounts ?? [])
      .filter(({ name }) => !namesOfVolumes(pod).has(name))
      .map(({ name }) => `mounts ${name}, which is no volume`),
    ...(kind === 'Deployment' ? probes : [])
      .filter((probe) => container[probe] === undefined)
      .map((probe) => `has no ${probe}`),
  ]),
];

/** What a manifest breaks of the rules of this page. */
export const workloadFaults = ([file, object]) => {
  if (object.kind === 'Secret') return [`${file}: a Secret lies in the repository.`];
  const pod = podOf(object);
  return pod === undefined ? [] : ofPod(object.kind, pod).map((fault) => `${file}: ${fault}`);
};

const pairs = (lines) =>
  Object.fromEntries(
    lines
      .filter((line) => /^[^#\s]/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

/** The settings that a kustomization generates, by the name of their map. */
export const settingsOf = (file, { configMapGenerator: maps = [] }) =>
  maps.map(({ name, envs = [], literals: own = [] }) => {
    const texts = envs.map((env) =>
      readFileSync(path.join(folder, path.dirname(file), env), 'utf8'),
    );
    return [name, pairs([...texts.join('\n').split('\n'), ...own])];
  });
