# shellcheck shell=bash
# ./millirun doctor: what of this machine is as it should be, what is not, and how to mend it.

FAILURES=0
LEAST_MEMORY_MB=2048
LEAST_DISK_MB=10240

ok() { printf 'ok    %s\n' "$1"; }

# warn <what> <mend>: Millirun runs, but something is slower or missing.
warn() { printf 'warn  %s\n      → %s\n' "$1" "$2"; }

# fail <what> <mend>: Millirun does not run like this.
fail() {
  FAILURES=$((FAILURES + 1))
  printf 'FAIL  %s\n      → %s\n' "$1" "$2"
}

command_doctor() {
  check_jdk
  check_maven
  check_node
  check_engine
  check_cgroups
  check_iptables
  check_image_tools
  check_ports
  check_memory
  check_disk
  check_reachability
  check_services
  if ((FAILURES > 0)); then
    printf '\n%s to mend before ./millirun up can work.\n' "$( ((FAILURES == 1)) && echo "One thing" || echo "$FAILURES things")"
    exit 1
  fi
  printf '\nNothing stands in the way of ./millirun up.\n'
}

check_jdk() {
  local home
  if home=$(find_jdk); then
    export JAVA_HOME=$home
    ok "JDK $JAVA_VERSION in $home"
  else
    fail "no JDK $JAVA_VERSION found" "install one, for example from https://adoptium.net/, or set JAVA_HOME"
  fi
}

check_maven() {
  if [[ -n ${JAVA_HOME:-} ]] && maven_on_path; then
    ok "Maven on the path"
  elif wrapper_is_cached; then
    ok "Maven, fetched before by ./mvnw"
  elif can_install; then
    ok "Maven will be installed from this machine's packages"
  else
    warn "no Maven $MAVEN_LEAST or newer" "./mvnw will fetch it from archive.apache.org; without a way there, install Maven"
  fi
}

check_node() {
  local version
  if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
    fail "no Node.js with npm, which build the portal's styles and scripts" "install nodejs and npm"
    return
  fi
  version=$(node --version | sed -nE 's/^v([0-9]+).*/\1/p')
  if ((version >= 20)); then
    ok "Node.js $(node --version), npm $(npm --version)"
  else
    fail "Node.js $(node --version) is too old to build the portal's styles and scripts" "install Node.js 20 or newer"
  fi
}

check_engine() {
  local version api driver
  if engine_answers; then
    version=$(docker version --format '{{.Server.Version}}')
    api=$(docker version --format '{{.Server.APIVersion}}')
    driver=$(docker info --format '{{.Driver}}' 2> /dev/null)
    if [[ $(printf '%s\n' 1.41 "$api" | sort -V | head -n 1) == 1.41 ]]; then
      ok "Docker Engine $version (API $api, storage driver $driver)"
    else
      fail "Docker Engine $version speaks API $api only" "install Docker Engine 20.10 or newer"
    fi
    [[ $driver != vfs ]] || warn "the engine's storage driver is vfs: every container copies its image" "move its data folder to a disk that overlay2 can use"
  elif [[ -n ${DOCKER_HOST:-} ]]; then
    fail "no Docker Engine answers at DOCKER_HOST=$DOCKER_HOST" "start it, or unset DOCKER_HOST"
  elif engine_socket_forbidden; then
    fail "this user may not use the Docker Engine" "sudo usermod -aG docker $(id -un), then log in again"
  elif is_root && command -v dockerd > /dev/null; then
    ok "Docker Engine installed; ./millirun up will start it"
  elif can_install; then
    ok "no Docker Engine yet; ./millirun up will install and start docker.io"
  else
    fail "no Docker Engine answers" "install it (https://docs.docker.com/engine/install/) and start it"
  fi
}

# Freezer and memory limit are written directly where that is possible; asking the engine takes far longer.
check_cgroups() {
  local freezer kind
  if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then
    kind="version 2" freezer=/sys/fs/cgroup
  elif [[ -d /sys/fs/cgroup/freezer ]]; then
    kind="version 1" freezer=/sys/fs/cgroup/freezer
    [[ ! -d /sys/fs/cgroup/unified ]] || kind="version 1 and 2 (hybrid)"
    [[ -d /sys/fs/cgroup/memory ]] || warn "no memory controller: memory limits do not hold" "mount it, or start the kernel with cgroup_enable=memory"
  elif is_root; then
    ok "no control groups mounted; ./millirun up will mount them"
    return
  else
    fail "no control groups at /sys/fs/cgroup" "mount them: mount -t cgroup2 cgroup2 /sys/fs/cgroup"
    return
  fi
  if [[ -w $freezer ]]; then
    ok "control groups $kind, freezer writable"
  else
    warn "control groups $kind, but this user cannot write them: freezing goes through the engine, about 18 ms instead of 0.1" "run as root, or mount them writable"
  fi
}

check_iptables() {
  if ! is_root; then
    warn "only root can set the firewall rules that keep functions away from this host" "run as root, or set such rules yourself (docs/operating.md)"
  elif ! command -v iptables > /dev/null; then
    if can_install; then ok "iptables will be installed with docker.io"; else fail "no iptables" "install it"; fi
  elif iptables -w 5 -nL > /dev/null 2>&1; then
    ok "$(iptables --version)"
  else
    fail "iptables does not work here: $(iptables -w 5 -nL 2>&1 | head -n 1)" "update-alternatives --set iptables /usr/sbin/iptables-legacy"
  fi
}

check_image_tools() {
  if command -v mmdebstrap > /dev/null; then
    ok "mmdebstrap, which makes the runtime images"
  elif can_install; then
    ok "mmdebstrap will be installed when the first image is built"
  else
    warn "no mmdebstrap: runtime images are made in a debian:trixie-slim container, from a registry" "install mmdebstrap where none is reachable"
  fi
}

check_ports() {
  local setting port
  if platform_is_up; then
    ok "Millirun is running (process $(platform_value pid), portal $(platform_value portal))"
    return
  fi
  for setting in MILLIRUN_PORTAL_PORT=$PORTAL_PORT MILLIRUN_GATEWAY_PORT=$GATEWAY_PORT MILLIRUN_MANAGEMENT_PORT=$MANAGEMENT_PORT; do
    port=${setting#*=}
    if port_taken "$port"; then
      fail "port $port is in use$(port_owner "$port")" "stop that program, or set ${setting%%=*}"
    else
      ok "port $port is free"
    fi
  done
}

check_memory() {
  local available
  available=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
  if ((available >= LEAST_MEMORY_MB)); then
    ok "$available MB of memory available"
  else
    warn "only $available MB of memory available" "the platform itself takes about 700 MB, each instance what its function is given"
  fi
}

check_disk() {
  local place available
  place=$MILLIRUN_DATA
  while [[ ! -d $place ]]; do place=$(dirname "$place"); done
  available=$(df -Pm "$place" | awk 'NR == 2 { print $4 }')
  if ((available >= LEAST_DISK_MB)); then
    ok "$((available / 1024)) GB of disk free for $MILLIRUN_DATA"
  else
    warn "only $available MB of disk free for $MILLIRUN_DATA" "runtime images and the build need about $((LEAST_DISK_MB / 1024)) GB"
  fi
  [[ -w $place ]] || fail "this user cannot write to $place" "set MILLIRUN_DATA to another folder"
}

# By the tools that will ask, so that their proxies, mirrors and certificates are tried too.
check_reachability() {
  local mirror
  mirror=$(bash -c 'source runtimes/shared/host.sh; debian_mirror' 2> /dev/null) || mirror=""
  if ! command -v apt-get > /dev/null; then
    warn "no apt here: whether the Debian mirror $mirror can be reached is not known" "if runtimes cannot be built, MILLIRUN_DEBIAN_MIRROR names another"
  elif mirror_answers "$mirror"; then
    ok "Debian mirror $mirror"
  else
    fail "the Debian mirror $mirror does not answer" "check the network and apt's proxy, or set MILLIRUN_DEBIAN_MIRROR"
  fi
  if timeout 20 npm view --fetch-retries=0 aws-lambda-ric version > /dev/null 2>&1; then
    ok "npm registry"
  else
    fail "the npm registry does not answer" "check 'npm ping' and 'npm config get registry'"
  fi
  if ! command -v pip3 > /dev/null; then
    ok "no pip on this machine: the image builder brings its own"
  elif timeout 20 pip3 --disable-pip-version-check index versions awslambdaric > /dev/null 2>&1; then
    ok "Python package index"
  else
    warn "the Python package index does not answer" "the Python runtime cannot be built; check 'pip config list'"
  fi
  if [[ -z ${JAVA_HOME:-} ]] || ! maven_on_path; then
    ok "no Maven on this machine: the image builder brings its own"
  elif timeout 60 mvn -q -B dependency:get -Dtransitive=false -Dartifact=com.amazonaws:aws-lambda-java-core:1.4.0:pom > /dev/null 2>&1; then
    ok "Maven repository"
  else
    warn "the Maven repository does not answer" "the Java runtime cannot be built; check ~/.m2/settings.xml"
  fi
}

# apt's own transport fetches one small file.
mirror_answers() {
  local folder status=0
  folder=$(mktemp -d)
  timeout 20 /usr/lib/apt/apt-helper -o Acquire::Retries=0 \
    download-file "$1/dists/trixie/InRelease" "$folder/InRelease" > /dev/null 2>&1 || status=1
  rm -r "$folder"
  return "$status"
}

check_services() {
  if [[ -n ${SPRING_MAIL_HOST:-} ]]; then
    ok "mail through $SPRING_MAIL_HOST"
  else
    ok "no SMTP server set (SPRING_MAIL_HOST): e-mail addresses are not verified"
  fi
  if [[ -n ${STRIPE_API_KEY:-} ]]; then
    ok "Stripe collects payments (STRIPE_API_KEY is set)"
  else
    ok "no STRIPE_API_KEY: invoices are made, payments are not collected"
  fi
}
