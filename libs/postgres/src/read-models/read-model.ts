import type { Tx } from '../connection/postgres-database.js';
import { tableOf, versionInUse } from './read-model-version.js';
import type { ReadModelName } from './version-switch.js';

const UNDEFINED_TABLE = '42P01';
/** Switches do not follow one another that fast. */
const MOST_TRIES = 5;

/** One version of a read model, for a statement that reads it. */
export interface ReadModelInUse {
  /** Its table. */
  readonly table: string;
  /** SQL condition, to be put into the statement: whether this version is still the one in use. */
  readonly isInUse: string;
}

export interface ReadModelStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The error, when the table is dropped by now: a process that has not read since the switch gets it. */
const missingTable = (error: unknown): Error => {
  if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) return error;
  throw error;
};

/** Reads a read model in whatever version is in use. */
export class ReadModel {
  private version: number | undefined;

  constructor(
    private readonly database: Tx,
    private readonly model: ReadModelName,
  ) {}

  /** Rows of the statement that `build` makes for a version. It must hold the condition `isInUse` so that it
   *  gives no row in another version: then it is built again.
   *  @throws DatabaseUnavailable */
  async query<Row>(build: (inUse: ReadModelInUse) => ReadModelStatement): Promise<Row[]> {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      this.version ??= await this.current();
      const { version } = this;
      const { sql, parameters } = build(this.inUse(version));
      const answer = await this.database.query<Row>(sql, parameters).catch(missingTable);
      if (!(answer instanceof Error) && answer.length > 0) return answer;
      this.version = await this.current();
      if (this.version !== version) continue;
      if (answer instanceof Error) throw answer;
      return answer;
    }
    throw new Error(`${this.model.name}: its version does not rest`);
  }

  private async current(): Promise<number> {
    return (await versionInUse(this.database, this.model.name)).version;
  }

  private inUse(version: number): ReadModelInUse {
    return {
      table: tableOf(this.model.table, version),
      isInUse: `(select version from read_model where name = ${literal(this.model.name)}) = ${String(version)}`,
    };
  }

  /** The position that the version in use has passed; undefined = it has read nothing yet.
   *  @throws DatabaseUnavailable */
  async position(): Promise<bigint | undefined> {
    const [row] = await this.database.query<{ position: string }>(
      `select c.position::text as position from read_model m join checkpoint c
         on c.processor = case m.version when 1 then m.name else m.name || '@' || m.version end
       where m.name = $1 and not m.stale`,
      [this.model.name],
    );
    return row === undefined ? undefined : BigInt(row.position);
  }
}
