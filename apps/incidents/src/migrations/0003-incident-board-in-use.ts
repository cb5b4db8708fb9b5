import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The board is read in its first version until a rebuild puts another one in use. */
export class IncidentBoardInUse1763900000011 implements MigrationInterface {
  readonly name = 'IncidentBoardInUse1763900000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`insert into read_model (name, version)
      values ('incidents.incident-board', 1) on conflict (name) do nothing`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from read_model where name = 'incidents.incident-board'`);
  }
}
