import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { MigrationClass } from '../connection/data-source.js';

/** Checkpoints of processors, and which version of a read model is in use. */
export class PlatformTables1763900000000 implements MigrationInterface {
  readonly name = 'PlatformTables1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table checkpoint (
      processor text primary key,
      position numeric(20) not null,
      updated_at timestamptz not null default now()
    )`);
    await runner.query(`create table read_model (
      name text primary key,
      version integer not null
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model');
    await runner.query('drop table checkpoint');
  }
}

/** Every app has these; they come before its own. */
export const PlatformMigrations: readonly MigrationClass[] = [PlatformTables1763900000000];
