# shellcheck shell=bash
# A Docker Engine: the one that answers, or one that is installed and started here and stopped in the end.

DOCKERD_LOG=$LOGS/dockerd.log
DOCKERD_PID=$RUN/dockerd.pid
# Whoever uses an engine that a launcher started holds this lock shared; the last one stops it.
ENGINE_LOCK=$RUN/engine.lock
ENGINE_HELD=""

engine_answers() { command -v docker > /dev/null && timeout 10 docker version --format '{{.Server.Version}}' > /dev/null 2>&1; }

engine_socket_forbidden() { [[ -S /var/run/docker.sock && ! -w /var/run/docker.sock ]]; }
has_systemd() { [[ -d /run/systemd/system ]]; }

# Makes sure that an engine answers. It stays until release_engine if it had to be started.
require_engine() {
  mkdir -p "$RUN" "$LOGS"
  exec 8> "$ENGINE_LOCK"
  flock -s 8
  ENGINE_HELD=1
  engine_answers || obtain_engine
  use_same_engine_everywhere
}

obtain_engine() {
  local advice=("Install Docker (https://docs.docker.com/engine/install/) and start it, then try again." "./millirun doctor looks closer.")
  if [[ -n ${DOCKER_HOST:-} ]]; then
    die "the Docker Engine that DOCKER_HOST names ($DOCKER_HOST) does not answer" \
      "Start it, or unset DOCKER_HOST to use this machine's own."
  fi
  if engine_socket_forbidden; then
    die "this user may not use the Docker Engine" \
      "Join its group with 'sudo usermod -aG docker $(id -un)' and log in again, or run this as root."
  fi
  is_root || die "no Docker Engine answers, and only root could start one" "${advice[@]}"
  if ! command -v dockerd > /dev/null || ! command -v docker > /dev/null; then
    can_install || die "there is no Docker Engine on this machine" "${advice[@]}"
    install_engine
    # Installing may have started it.
    if engine_answers; then return; fi
  fi
  start_engine
}

install_engine() {
  local packages=(docker.io iptables)
  # From Debian 13 on the command line is a package of its own.
  [[ -z $(apt-cache pkgnames docker-cli 2> /dev/null) ]] || packages+=(docker-cli)
  install_packages "in whose containers functions run" "${packages[@]}" ||
    die "the Docker Engine cannot be installed" "Try it by hand: apt-get install ${packages[*]}"
}

start_engine() {
  if has_systemd; then
    say "starting the Docker Engine (systemctl start docker)"
    systemctl start docker || die "systemd could not start the Docker Engine" "See: journalctl -u docker"
    echo systemd > "$DOCKERD_PID"
  else
    mount_cgroups
    # Apart from this terminal: a Ctrl-C must reach it last.
    setsid dockerd > "$DOCKERD_LOG" 2>&1 < /dev/null 3>&- 8>&- 9>&- &
    echo $! > "$DOCKERD_PID"
    await_engine
  fi
}

await_engine() {
  local pid started=$SECONDS
  pid=$(< "$DOCKERD_PID")
  say "starting the Docker Engine (log: $DOCKERD_LOG)"
  until engine_answers; do
    if ! kill -0 "$pid" 2> /dev/null || ((SECONDS - started > 60)); then
      rm -f "$DOCKERD_PID"
      kill "$pid" 2> /dev/null || true
      show_end_of "$DOCKERD_LOG"
      die "the Docker Engine does not start: $(why_engine_fails)"
    fi
    sleep 0.3
  done
}

# A kernel without systemd may have nothing mounted there, and the engine needs it.
mount_cgroups() {
  if [[ -d /sys/fs/cgroup ]] && ! grep -q ' /sys/fs/cgroup' /proc/mounts; then
    say "mounting the control groups at /sys/fs/cgroup, which the Docker Engine needs"
    mount -t cgroup2 cgroup2 /sys/fs/cgroup || die "control groups cannot be mounted at /sys/fs/cgroup"
  fi
}

# One sentence with the mend, read from the engine's log.
why_engine_fails() {
  if grep -qiE 'iptables.*(not found|no such file)' "$DOCKERD_LOG"; then
    echo "it needs iptables. Install it: apt-get install iptables"
  elif grep -qiE 'failed to initialize nft|nf_tables|iptables failed|table does not exist' "$DOCKERD_LOG"; then
    echo "this kernel does not take iptables' rules. Try the other kind: update-alternatives --set iptables /usr/sbin/iptables-legacy"
  elif grep -qi 'cgroup' "$DOCKERD_LOG"; then
    echo "the control groups at /sys/fs/cgroup are missing or not as it needs them"
  elif grep -qiE 'permission denied|operation not permitted' "$DOCKERD_LOG"; then
    echo "this machine is a container that may not run another engine; it needs more privileges, or a DOCKER_HOST elsewhere"
  elif grep -qi 'no space left' "$DOCKERD_LOG"; then
    echo "the disk is full"
  else
    echo "see the log above"
  fi
}

# Docker contexts are known to the docker command only: name the engine for Java and the image builder too.
use_same_engine_everywhere() {
  local address
  [[ -z ${DOCKER_HOST:-} ]] || return 0
  address=$(docker context inspect --format '{{.Endpoints.docker.Host}}' 2> /dev/null) || return 0
  [[ -z $address || $address == unix:///var/run/docker.sock ]] || export DOCKER_HOST=$address
}

# Stops an engine that a launcher started, once nobody uses it any more.
release_engine() {
  local pid
  [[ -n $ENGINE_HELD ]] || return 0
  ENGINE_HELD=""
  [[ -e $DOCKERD_PID ]] || return 0
  flock -n -x 8 || return 0
  pid=$(< "$DOCKERD_PID")
  if [[ $pid != systemd && $(cat "/proc/$pid/comm" 2> /dev/null) != dockerd ]]; then
    rm -f "$DOCKERD_PID"
    return 0
  fi
  if [[ -n $(timeout 10 docker ps -q 2> /dev/null) ]]; then
    say "the Docker Engine stays up: containers of others run in it"
    return 0
  fi
  say "stopping the Docker Engine that was started for this"
  if [[ $pid == systemd ]]; then
    systemctl stop docker.socket docker.service || true
  else
    kill -TERM "$pid" 2> /dev/null || true
    timeout 30 tail --pid="$pid" -f /dev/null || true
  fi
  rm -f "$DOCKERD_PID"
}
