// The Kubernetes manifests against the API's own types. The validators of kubernetes-models let unknown
// fields pass; the compiler, given the same package's types, does not.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { root } from '../embedded/paths.mjs';

export const folder = path.join(root, 'deploy', 'kubernetes');

const isKustomization = (file) => path.basename(file) === 'kustomization.yaml';
const isPatch = (file) => file.endsWith('.patch.yaml');

const files = () =>
  readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.yaml'))
    .sort();

const read = (file) =>
  parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')).map((each) => each.toJS());

/** All manifests as [file, object], without the files of Kustomize itself. */
export const manifests = () =>
  files()
    .filter((file) => !isKustomization(file))
    .flatMap((file) => read(file).map((object) => [file, object]));

export const kustomizations = () =>
  files()
    .filter(isKustomization)
    .flatMap((file) => read(file).map((object) => [file, object]));

const moduleOf = ({ apiVersion }) => {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return path.posix.join('kubernetes-models', group, version);
};

/** What the validator says of one object: wrong types and missing fields. */
export const invalid = async (file, object) => {
  const models = await import(moduleOf(object)).catch(() => ({}));
  const Model = models[object.kind];
  if (Model === undefined) return [`${file}: ${object.apiVersion} ${object.kind} is not known.`];
  try {
    new Model(object).validate();
    return [];
  } catch (error) {
    return [`${file}: ${error.message}`];
  }
};

const sourceFor = (objects) =>
  objects
    .map(([, object], at) => {
      const type = `I${object.kind}`;
      const value = JSON.stringify(object);
      return `import type { ${type} as T${at} } from '${moduleOf(object)}';\nexport const o${at}: T${at} = ${value};\n`;
    })
    .join('');

/** Unknown fields and wrong types of all objects, found by the compiler in one go. */
export const misfits = (objects) => {
  const name = path.join(root, 'deploy', 'checks', 'manifests.ts');
  const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, strict: true };
  const all = { ...options, skipLibCheck: true, noEmit: true, types: [] };
  const host = ts.createCompilerHost(all);
  const { fileExists, getSourceFile } = host;
  const text = sourceFor(objects);
  host.fileExists = (file) => file === name || fileExists(file);
  host.getSourceFile = (file, language, ...more) =>
    file === name
      ? ts.createSourceFile(file, text, language)
      : getSourceFile(file, language, ...more);
  const program = ts.createProgram([name], all, host);
  const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(name));
  return found.map(({ messageText, start }) => {
    const line = text.slice(0, start).split('\n').length - 1;
    const [file] = objects[Math.floor(line / 2)];
    return `${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
};

const keysOfKustomization = [
  ...['apiVersion', 'kind', 'namespace', 'resources', 'labels', 'images', 'patches', 'components'],
  ...['configMapGenerator', 'secretGenerator', 'replicas', 'generatorOptions'],
];

const named = ({ resources = [], patches = [], configMapGenerator: maps = [] }) => [
  ...resources,
  ...patches.flatMap(({ path: file }) => (file === undefined ? [] : [file])),
  ...maps.flatMap(({ envs = [], files: own = [] }) => [...envs, ...own]),
];

/** Unknown keys of a kustomization, files that it names in vain, and files that it forgets. */
export const kustomizationFaults = (file, kustomization) => {
  const place = path.join(folder, path.dirname(file));
  const there = readdirSync(place);
  const uses = named(kustomization);
  const outside = uses.filter((use) => use.startsWith('..'));
  return [
    ...Object.keys(kustomization).filter((key) => !keysOfKustomization.includes(key)),
    ...uses.filter((use) => !outside.includes(use) && !there.includes(use)),
    ...outside.filter((use) => !readdirSync(path.join(place, use)).includes('kustomization.yaml')),
    ...there.filter((each) => !isKustomization(each) && !uses.includes(each)),
  ].map((what) => `${file}: ${what} is not known, not there or not used.`);
};

export const whole = (objects) => objects.filter(([file]) => !isPatch(file));
