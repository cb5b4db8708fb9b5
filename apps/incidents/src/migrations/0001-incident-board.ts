import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row per incident. The version in the name lets a rebuild fill another table beside it. */
export class IncidentBoard1763900000001 implements MigrationInterface {
  readonly name = 'IncidentBoard1763900000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create extension if not exists pg_trgm');
    await runner.query(`
      create table incident_board_1 (
        id uuid primary key,
        revision bigint not null,
        status text not null,
        type text not null,
        category text not null,
        priority text not null,
        district text not null,
        summary text not null,
        longitude double precision,
        latitude double precision,
        address text,
        h3_cell text,
        channel text not null,
        reference text,
        agency text,
        opened_at timestamptz not null,
        updated_at timestamptz not null,
        next_due_clock text,
        next_due_at timestamptz,
        unit_count integer not null
      )`);
    await runner.query('create index on incident_board_1 (opened_at desc, id desc)');
    await runner.query('create index on incident_board_1 (updated_at desc, id desc)');
    await runner.query('create index on incident_board_1 (priority, opened_at, id)');
    await runner.query(
      'create index on incident_board_1 (next_due_at) where next_due_at is not null',
    );
    await runner.query('create index on incident_board_1 (district, opened_at desc)');
    await runner.query('create index on incident_board_1 (category, opened_at)');
    await runner.query('create index on incident_board_1 (longitude, latitude)');
    await runner.query('create index on incident_board_1 using gin (summary gin_trgm_ops)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table incident_board_1');
  }
}
