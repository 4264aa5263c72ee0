# shellcheck shell=bash
# ./millirun compose: docker compose on docker-compose.yml, with its secret files made first and Compose found.

# shellcheck source=launcher/compose.sh
source "$LAUNCHER/compose.sh"
export MILLIRUN_COMPOSE_FOLDER=${MILLIRUN_COMPOSE_FOLDER:-$MILLIRUN_DATA/compose}

command_compose() {
  require_secrets
  require_engine
  require_compose
  "${COMPOSE[@]}" --file "$ROOT/docker-compose.yml" "$@"
}

# Made once and kept: the database is encrypted with one and opened with the other.
require_secrets() {
  mkdir -p "$MILLIRUN_COMPOSE_FOLDER"
  # The folder keeps other users out; in the containers another user than its owner reads the files.
  chmod 700 "$MILLIRUN_COMPOSE_FOLDER"
  make_secret master-secret
  make_secret database-password
}

make_secret() {
  local file=$MILLIRUN_COMPOSE_FOLDER/$1
  [[ ! -s $file ]] || return 0
  (
    umask 077
    head -c 36 /dev/urandom | base64 | tr '+/' '-_' > "$file.new"
  )
  chmod 444 "$file.new"
  mv "$file.new" "$file"
  say "made the secret file $file; without a copy of it a backup of the database is worth little"
}
