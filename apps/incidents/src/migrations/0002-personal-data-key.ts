import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys of personal data, wrapped by the master key. Not a read model: must be backed up. */
export class PersonalDataKey1763900000002 implements MigrationInterface {
  readonly name = 'PersonalDataKey1763900000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table personal_data_key (
        key_id uuid primary key,
        wrapped_key bytea,
        created_at timestamptz not null default now(),
        erased_at timestamptz,
        check ((wrapped_key is null) = (erased_at is not null))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table personal_data_key');
  }
}
