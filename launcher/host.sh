# shellcheck shell=bash
# The machine: who we are on it, its packages, its ports.

is_root() { [[ $(id -u) == 0 ]]; }

# Whether packages can be installed here without asking anybody: root on Debian, Ubuntu or a relative.
can_install() { is_root && command -v apt-get > /dev/null && grep -qsE '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release; }

APT_UPDATED=""

# install_packages <why> <package…>; its output is in the log of the same name.
install_packages() {
  local why=$1 log=$LOGS/apt.log
  shift
  work "$log" "installing $* with apt-get, $why" "" run_apt "$@" || {
    show_end_of "$log"
    return 1
  }
  APT_UPDATED=1
  say "installed $*"
}

run_apt() {
  export DEBIAN_FRONTEND=noninteractive
  # A package source that does not answer need not be the one that has the package.
  [[ -n $APT_UPDATED ]] || apt-get -q -y update || true
  apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install "$@"
}

# Whether something on this machine listens on a TCP port.
port_taken() { (exec 4<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# The program that listens on a port, as far as one can tell.
port_owner() {
  command -v ss > /dev/null || return 0
  ss -Hltnp "sport = :$1" 2> /dev/null | sed -nE 's/.*users:\(\("([^"]+)",pid=([0-9]+).*/ by \1 (process \2)/p' | head -n 1
}

# shellcheck disable=SC2034 # for commands/*.sh
readonly PORTAL_PORT=${MILLIRUN_PORTAL_PORT:-8080} \
  GATEWAY_PORT=${MILLIRUN_GATEWAY_PORT:-8081} \
  MANAGEMENT_PORT=${MILLIRUN_MANAGEMENT_PORT:-8082}
