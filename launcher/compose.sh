# shellcheck shell=bash
# Docker Compose 2: the machine's own, else the one of Debian 13, unpacked into the data folder.

COMPOSE_FOLDER=$MILLIRUN_DATA/tools/compose

# Sets COMPOSE, the command as an array, or says what to do.
require_compose() {
  if docker compose version > /dev/null 2>&1; then
    COMPOSE=(docker compose)
  elif command -v docker-compose > /dev/null && docker-compose version --short 2> /dev/null | grep -qE '^v?2'; then
    COMPOSE=(docker-compose)
  else
    [[ -x $COMPOSE_FOLDER/docker-compose ]] || fetch_compose
    # shellcheck disable=SC2034 # for commands/*.sh
    COMPOSE=("$COMPOSE_FOLDER/docker-compose")
  fi
}

fetch_compose() {
  local advice="Install it: https://docs.docker.com/compose/install/linux/"
  command -v apt-get > /dev/null || die "there is no Docker Compose 2 on this machine" "$advice"
  work "$LOGS/compose.log" "fetching Docker Compose 2 from Debian 13, as this machine has none" "" unpack_debian_compose || {
    show_end_of "$LOGS/compose.log"
    die "Docker Compose 2 cannot be fetched" "$advice"
  }
}

# Debian 12 has only the first Compose. The program of 13 needs nothing but the C library, and is not installed.
unpack_debian_compose() (
  set -eu
  source runtimes/shared/host.sh
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  chmod 755 "$folder"
  mkdir -p "$folder"/{sources,lists/partial,cache/archives/partial,unpacked}
  printf 'deb [signed-by=%s] %s trixie main\n' "$keyring" "$(debian_mirror)" > "$folder/sources/trixie.list"
  apt=(apt-get -q -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$folder/sources"
    -o "Dir::State::Lists=$folder/lists" -o "Dir::Cache=$folder/cache" -o APT::Sandbox::User= -o Debug::NoLocking=true)
  "${apt[@]}" update
  cd "$folder"
  "${apt[@]}" download docker-compose
  dpkg-deb -x docker-compose_*.deb unpacked
  mkdir -p "$COMPOSE_FOLDER"
  install -m 755 unpacked/usr/libexec/docker/cli-plugins/docker-compose "$COMPOSE_FOLDER/docker-compose"
)
