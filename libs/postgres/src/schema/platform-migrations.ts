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

/** Streams that processors pass over, the stores that the database belongs to, versions of read models. */
export class PlatformProcessors1763900000010 implements MigrationInterface {
  readonly name = 'PlatformProcessors1763900000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table stream_aside (
      processor text not null,
      stream text not null,
      revision bigint not null,
      position numeric(20) not null,
      error text not null,
      set_at timestamptz not null default now(),
      retry_at timestamptz,
      primary key (processor, stream)
    )`);
    await runner.query(`create table known_store (
      singleton boolean primary key default true check (singleton),
      store_id text not null,
      head numeric(20) not null,
      kafka_cluster_id text,
      checked_at timestamptz not null default now()
    )`);
    await runner.query('alter table read_model add column stale boolean not null default false');
    await runner.query(`create table retired_table (
      name text primary key,
      read_model text not null,
      retired_at timestamptz not null default now()
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table retired_table');
    await runner.query('alter table read_model drop column stale');
    await runner.query('drop table known_store');
    await runner.query('drop table stream_aside');
  }
}

/** Every app has these; they come before its own. */
export const PlatformMigrations: readonly MigrationClass[] = [
  PlatformTables1763900000000,
  PlatformProcessors1763900000010,
];
