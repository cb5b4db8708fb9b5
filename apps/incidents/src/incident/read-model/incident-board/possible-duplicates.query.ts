import { ReadModel, type Tx } from '@city/postgres';
import { conditionsOf, statement, where, type Condition } from './incident-board.filter.js';
import { incidentBoardModel } from './incident-board.row.js';

/** An open incident that may be the same one. */
export interface PossibleDuplicate {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly summary: string;
  readonly distanceMetres: number;
  readonly openedAt: string;
}

/** The incident that duplicates are looked for. */
export interface Original {
  readonly id: string;
  readonly category: string;
  readonly longitude: number;
  readonly latitude: number;
  readonly openedAt: string;
}

export interface DuplicateReach {
  readonly radiusMetres: number;
  readonly windowMinutes: number;
}

const openStatuses = ['reported', 'triaged', 'responding'];
const mostShown = 10;
const metresPerDegree = 111_195;

/** Great-circle distance in metres (haversine, mean radius of the earth). */
const distance = ({ longitude, latitude }: Original, p: (value: unknown) => string): string =>
  `2 * 6371008.8 * asin(least(1, sqrt(
     power(sin(radians(latitude - ${p(latitude)}::float8) / 2), 2) +
     cos(radians(${p(latitude)}::float8)) * cos(radians(latitude)) *
     power(sin(radians(longitude - ${p(longitude)}::float8) / 2), 2))))`;

/** A cheap box first, so that the index on the points is of use. */
const near = ({ longitude, latitude }: Original, radiusMetres: number): Condition => {
  const latitudes = radiusMetres / metresPerDegree;
  const longitudes = latitudes / Math.max(0.01, Math.cos((latitude * Math.PI) / 180));
  return {
    sql: (p) =>
      `longitude between ${p(longitude - longitudes)} and ${p(longitude + longitudes)}
       and latitude between ${p(latitude - latitudes)} and ${p(latitude + latitudes)}`,
  };
};

const aboutThen = ({ openedAt }: Original, minutes: number): Condition => ({
  sql: (p) => {
    const [time, window] = [
      `${p(openedAt)}::timestamptz`,
      `make_interval(secs => ${p(minutes * 60)})`,
    ];
    return `opened_at between ${time} - ${window} and ${time} + ${window}`;
  },
});

const isAnother = ({ id }: Original): Condition => ({ sql: (p) => `id <> ${p(id)}::uuid` });

/** Looks for open incidents of the same category near by and at about the same time, nearest first. */
export class PossibleDuplicatesQuery {
  private readonly board: ReadModel;

  constructor(
    database: Tx,
    private readonly reach: DuplicateReach,
  ) {
    this.board = new ReadModel(database, incidentBoardModel);
  }

  /** Only those in districts that the caller may see. @throws DatabaseUnavailable */
  async of(
    original: Original,
    visibleIn: '*' | readonly string[],
  ): Promise<readonly PossibleDuplicate[]> {
    const conditions = [
      ...conditionsOf({ visibleIn, status: openStatuses, category: [original.category] }),
      near(original, this.reach.radiusMetres),
      aboutThen(original, this.reach.windowMinutes),
      isAnother(original),
    ];
    const rows = await this.board.query<CandidateRow>(({ table, isInUse }) =>
      statement(
        (p) => `select * from (
            select id, type, status, summary, opened_at, ${distance(original, p)} as distance
            from ${table} ${where([{ sql: () => isInUse }, ...conditions], p)}) as candidate
          where distance <= ${p(this.reach.radiusMetres)}
          order by distance, id limit ${p(mostShown)}`,
      ),
    );
    return rows.map(({ opened_at: openedAt, distance: metres, ...row }) => ({
      ...row,
      distanceMetres: Math.round(metres * 10) / 10,
      openedAt: openedAt.toISOString(),
    }));
  }
}

interface CandidateRow {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly summary: string;
  readonly opened_at: Date;
  readonly distance: number;
}
