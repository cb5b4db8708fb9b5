// Finds Java and Maven, and says what to do when they are not there.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { StartFailure } from '../settings.mjs';

const oldest = 17;

export const javaProgram = () =>
  process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java';

/** The full version line of the installed Java, or undefined. */
export const javaVersion = () => {
  const { status, stderr, stdout } = spawnSync(javaProgram(), ['-version'], { encoding: 'utf8' });
  return status === 0 ? `${stderr}${stdout}`.trim() : undefined;
};

const majorOf = (version) => {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(version ?? '') ?? [];
  return first === '1' ? Number(second) : Number(first ?? 0);
};

const hasMaven = () => spawnSync('mvn', ['-v'], { stdio: 'ignore' }).status === 0;

const install =
  process.platform === 'darwin'
    ? 'brew install openjdk@17 maven'
    : 'sudo apt-get install -y openjdk-17-jre-headless maven';

const remedy = (what) => `${what}
Kafka runs on Java ${oldest} or newer, and Maven fetches it. Two ways out:
  1. install them:                    ${install}
  2. run everything in containers:    docker compose up
(Or name a Kafka that runs already:   KAFKA_BROKERS=host:9092 npm start)`;

/** Throws a StartFailure when Kafka could not be fetched and started here. */
export const checkJava = ({ needsMaven }) => {
  const version = javaVersion();
  if (version === undefined) throw new StartFailure(remedy('Java was not found.'));
  if (majorOf(version) < oldest)
    throw new StartFailure(remedy(`Java is too old: ${version.split('\n')[0]}.`));
  if (needsMaven && !hasMaven()) throw new StartFailure(remedy('Maven (mvn) was not found.'));
};
