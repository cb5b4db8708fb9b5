// Ports: free ones, taken ones, and who holds them.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

const listen = async (port, host) => {
  const server = createServer().listen({ port, host, exclusive: true });
  await once(server, 'listening');
  const found = server.address().port;
  server.close();
  await once(server, 'close');
  return found;
};

export const freePort = () => listen(0, '127.0.0.1');

/** Why the port cannot be had, or undefined when it can. */
export const refusalOf = (port, host) =>
  listen(port, host).then(
    () => undefined,
    (error) => error.code,
  );

/** The first free port after this one. */
export const freePortAfter = async (port, host) => {
  for (let next = port + 1; next < 65_536; next += 1)
    if ((await refusalOf(next, host)) === undefined) return next;
  return freePort();
};

// Linux tells which socket listens on a port (/proc/net/tcp) and which process holds the socket.
const socketsOn = (port) => {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    readFileSync(table, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === '0A')
      .map((fields) => `socket:[${fields[9]}]`),
  );
};

const holds = (pid, sockets) => {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => {
      try {
        return sockets.includes(readlinkSync(`/proc/${pid}/fd/${descriptor}`));
      } catch {
        return false;
      }
    });
  } catch {
    return false; // another user's process
  }
};

const nameOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, 2).join(' ').trim();
  } catch {
    return '';
  }
};

const linuxOwner = (port) => {
  const sockets = socketsOn(port);
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holds(name, sockets));
  return pid === undefined ? undefined : `process ${pid}, ${nameOf(pid).slice(0, 80)}`;
};

const lsofOwner = (port) => {
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], {
    encoding: 'utf8',
  });
  const pid = stdout?.trim().split('\n')[0];
  return pid ? `process ${pid}` : undefined;
};

/** The process that listens on the port, as far as it can be told. */
export const ownerOf = (port) => {
  try {
    return process.platform === 'linux' ? linuxOwner(port) : lsofOwner(port);
  } catch {
    return undefined;
  }
};
