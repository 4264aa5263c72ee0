# shellcheck shell=bash
# ./millirun compose: the secret files that docker-compose.yml names, made once and kept.

SECRETS=$MILLIRUN_DATA/compose

command_compose() {
  mkdir -p "$SECRETS"
  # The folder keeps other users out; in the containers another user than its owner reads the files.
  chmod 700 "$SECRETS"
  make_secret master-secret
  make_secret database-password
  say "the secrets of docker-compose.yml are in $SECRETS; keep a copy of master-secret in a safe place"
  say "next: ./millirun images && docker compose up"
}

make_secret() {
  local file=$SECRETS/$1
  [[ ! -s $file ]] || return 0
  (
    umask 077
    head -c 36 /dev/urandom | base64 | tr '+/' '-_' > "$file.new"
  )
  chmod 444 "$file.new"
  mv "$file.new" "$file"
}
