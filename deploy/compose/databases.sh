#!/bin/sh
# A role and a database of its own for each service, on the server that PGHOST names. Repeatable;
# also sets the passwords anew. Secrets come as files, so that no process list shows them.
set -eu
secrets="${SECRETS_FOLDER:-/run/secrets}"
PGPASSWORD="$(cat "$secrets/postgres-password")"
export PGPASSWORD

for name in incidents risk security operations; do
  echo "database $name"
  export SERVICE="$name" PASSWORD_FILE="$secrets/postgres-$name-password"
  psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 <<'SQL'
\set name `echo "$SERVICE"`
\set password `cat "$PASSWORD_FILE"`
SELECT format('CREATE ROLE %I LOGIN', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
ALTER ROLE :"name" PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
-- No service reads the database of another.
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
