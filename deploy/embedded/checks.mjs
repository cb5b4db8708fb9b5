// What can be known before anything long runs: that Java is there and the ports are free.
import { listenHost } from './apps.mjs';
import { freePortAfter, ownerOf, refusalOf } from './ports.mjs';
import { StartFailure } from './settings.mjs';

const explain = async ({ name, portVariable, port, host }) => {
  const code = await refusalOf(port, host);
  if (code === undefined) return undefined;
  const owner = code === 'EADDRINUSE' ? ownerOf(port) : undefined;
  const why =
    code === 'EADDRINUSE' ? `is taken${owner ? ` by ${owner}` : ''}` : `is refused (${code})`;
  const next = await freePortAfter(Math.max(port, 1_024), host);
  return { line: `Port ${port} for ${name} ${why}.`, setting: `${portVariable}=${next}` };
};

const sameTwice = (wanted) => {
  const twin = wanted.find(({ port }, at) =>
    wanted.some((other, i) => i < at && other.port === port),
  );
  if (twin !== undefined)
    throw new StartFailure(`Port ${twin.port} is wanted twice; set ${twin.portVariable}.`);
};

/** Throws a StartFailure that names each taken port, its holder and the way out. */
export const checkPorts = async (stores, apps) => {
  const wanted = [
    ...apps.map((app) => ({ ...app, host: listenHost() })),
    ...stores.filter(({ given }) => given === undefined).map((s) => ({ ...s, host: '127.0.0.1' })),
  ];
  sameTwice(wanted);
  const taken = (await Promise.all(wanted.map(explain))).filter((each) => each !== undefined);
  if (taken.length === 0) return;
  throw new StartFailure(
    `${taken.map(({ line }) => line).join('\n')}\nStop what holds it, or take another port:\n  ` +
      `${taken.map((each) => each.setting).join(' ')} npm start`,
  );
};

export const checkPrograms = (stores) => {
  for (const { given, check } of stores) if (given === undefined) check?.();
};
