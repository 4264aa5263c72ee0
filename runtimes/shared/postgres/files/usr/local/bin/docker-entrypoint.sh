#!/bin/bash
# Starts PostgreSQL as the official image does where Testcontainers and Compose rely on it: the same
# variables, and an initialising start on the socket before the real one, so that "database system is
# ready to accept connections" is logged twice on a new data folder.
set -euo pipefail

# The secret NAME, or the content of the file that NAME_FILE names.
setting() {
  local file=${1}_FILE
  if [[ -n ${!file:-} ]]; then cat "${!file}"; else printf '%s' "${!1:-$2}"; fi
}

# "postgres", or options only: the server. Anything else is a command of its own.
if [[ $# -eq 0 || ${1:0:1} == - ]]; then set -- postgres "$@"; fi
if [[ $1 != postgres ]]; then exec "$@"; fi

mkdir -p /run/postgresql
if [[ ! -s $PGDATA/PG_VERSION ]]; then
  user=$(setting POSTGRES_USER postgres)
  password=$(setting POSTGRES_PASSWORD '')
  database=$(setting POSTGRES_DB "$user")
  method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  if [[ -z $password && $method != trust ]]; then
    echo 'Error: Database is uninitialized and superuser password is not specified: set POSTGRES_PASSWORD.' >&2
    exit 1
  fi
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  read -ra extra <<< "${POSTGRES_INITDB_ARGS:-}"
  initdb --username="$user" --auth-local=trust --auth-host="$method" --encoding=UTF8 \
    --pwfile=<(printf '%s\n' "$password") "${extra[@]}"
  printf '\nhost all all all %s\n' "$method" >> "$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  if [[ $database != postgres ]]; then
    psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc -U "$user" -d postgres -v db="$database" <<< 'CREATE DATABASE :"db";'
  fi
  pg_ctl -D "$PGDATA" -m fast -w stop
  echo 'PostgreSQL init process complete; ready for start up.'
fi
shift
exec postgres -D "$PGDATA" -c listen_addresses='*' "$@"
