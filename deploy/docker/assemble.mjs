// Puts together what a service needs at run time besides node_modules: its own compiled files and those
// of the libraries that it imports, at the places where the workspace links expect them.
// Usage, after a build: node deploy/docker/assemble.mjs <app> <target folder>
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');
const groups = ['apps', 'libs', 'libs/contracts'];
const forTests = /(^|[/\\])(e2e|testing)([/\\]|$)/;

const packages = () =>
  new Map(
    groups
      .flatMap((group) => readdirSync(path.join(root, group)).map((name) => `${group}/${name}`))
      .filter((folder) => existsSync(path.join(root, folder, 'package.json')))
      .map((folder) => [
        JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')).name,
        folder,
      ]),
  );

const compiled = (folder) => {
  const dist = path.join(root, folder, 'dist');
  if (!existsSync(dist)) throw new Error(`${folder} is not built.`);
  return readdirSync(dist, { recursive: true })
    .filter((file) => /\.js(\.map)?$/.test(file) && !forTests.test(file))
    .map((file) => path.join(folder, 'dist', file));
};

const importsOf = (files) =>
  files
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => [
      ...readFileSync(path.join(root, file), 'utf8').matchAll(/from ['"](@city\/[\w-]+)['"]/g),
    ])
    .map(([, name]) => name);

const filesOf = (app) => {
  const folders = packages();
  const wanted = new Set([`@city/${app}`]);
  const files = [];
  // A set is walked to its end, also through what is added on the way.
  for (const name of wanted) {
    const folder = folders.get(name);
    if (folder === undefined) throw new Error(`There is no package ${name}.`);
    const own = compiled(folder);
    files.push(path.join(folder, 'package.json'), ...own);
    for (const imported of importsOf(own)) wanted.add(imported);
  }
  return files;
};

const copy = (from, to) => {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to);
};

const [app, target] = process.argv.slice(2);
if (app === undefined || target === undefined)
  throw new Error('Usage: assemble.mjs <app> <folder>');
const files = filesOf(app);
for (const file of files) copy(path.join(root, file), path.resolve(target, file));
copy(path.join(import.meta.dirname, 'healthy.mjs'), path.resolve(target, 'healthy.mjs'));
console.log(`${app}: ${files.length} files`);
