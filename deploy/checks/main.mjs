// nx run deploy:test: the deployment files, as far as they can be checked without an engine. The last
// line is `N passed, N failed`.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../embedded/paths.mjs';
import { printSummary } from '../../tools/jest/summary.mjs';
import { composeFaults, composeSays, interpolated, readCompose } from './compose.mjs';
import { newCounts, note } from './counts.mjs';
import { invalid, kustomizationFaults, kustomizations, manifests } from './kubernetes.mjs';
import { misfits, whole } from './kubernetes.mjs';
import { plantedCases, plantedInCompose } from './planted.mjs';
import { plantedInDeployment, plantedInSettings } from './planted.mjs';
import { settingsFaults } from './settings.mjs';
import { versionFaults } from './versions.mjs';
import { settingsOf, workloadFaults } from './workloads.mjs';

const counts = newCounts();
const found = (faults) => (faults.length > 0 ? [] : ['It was not found.']);

const compose = readCompose();
note(counts, 'docker-compose.yml is whole', composeFaults(compose));
note(counts, 'containers run the versions of the embedded run', versionFaults(compose));
const overlay = 'deploy/compose/own-districts.yml';
const said = composeSays('docker-compose.yml', overlay);
if (said === undefined) counts.skipped += 1;
else note(counts, 'Compose accepts docker-compose.yml and its overlay', said);

const services = { incidents: ['incidents', 'incidents-migrate'] };
for (const [app, names] of Object.entries(services))
  for (const name of names) {
    const environment = interpolated(compose.services[name].environment);
    note(counts, `Compose gives ${name} its settings`, await settingsFaults(app, environment));
  }

const objects = manifests();
const faults = await Promise.all(objects.map(([file, object]) => invalid(file, object)));
note(counts, 'manifests are valid', faults.flat());
for (const [file, kustomization] of kustomizations())
  note(counts, `${file} is whole`, kustomizationFaults(file, kustomization));
note(counts, 'workloads keep to the rules', whole(objects).flatMap(workloadFaults));

const maps = kustomizations().flatMap(([file, each]) =>
  settingsOf(file, each).map(([name, values]) => ({ file, name, values })),
);
const [base] = maps;
for (const { file, values } of maps) {
  const environment = { ...base.values, ...values };
  note(counts, `${file} gives its settings`, await settingsFaults('incidents', environment));
}

for (const [title, broken] of plantedCases(plantedInCompose, compose))
  note(counts, `Compose: ${title} is found`, found(composeFaults(broken)));
for (const [title, env] of plantedCases(plantedInSettings, base.values))
  note(counts, `settings: ${title} is found`, found(await settingsFaults('incidents', env)));

// One run of the compiler for the real manifests and the planted ones.
const [, deployment] = objects.find(([, { kind }]) => kind === 'Deployment');
const planted = plantedCases(plantedInDeployment, deployment);
const misfit = misfits([...objects, ...planted]);
const isPlanted = (fault) => planted.some(([title]) => fault.startsWith(`${title}: `));
note(
  counts,
  'manifests hold no unknown field',
  misfit.filter((fault) => !isPlanted(fault)),
);
for (const [title, broken] of planted) {
  const own = misfit.filter((fault) => fault.startsWith(`${title}: `));
  note(
    counts,
    `Kubernetes: ${title} is found`,
    found([...own, ...workloadFaults([title, broken])]),
  );
}

const results = path.join(root, 'deploy', 'test-results');
mkdirSync(results, { recursive: true });
writeFileSync(path.join(results, 'unit.json'), `${JSON.stringify(counts)}\n`);
printSummary(counts);
process.exitCode = counts.failed === 0 ? 0 : 1;
