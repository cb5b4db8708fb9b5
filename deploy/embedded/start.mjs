// npm start. Runs before anything is installed, on nothing but Node; this file is plain enough for
// an old Node to read and say so.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old; Node 20.19 or newer is needed.`);
  process.exit(1);
}
const { launch } = await import('./launcher.mjs');
await launch(process.argv.slice(2));
