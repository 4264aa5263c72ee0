# shellcheck shell=bash
# How a root file system is made and becomes an image. Sourced by ../build; part of every recipe hash,
# because what is written here decides what is in the images.

# Files get no later time than this, so that equal packages make equal layers (2026-01-01 UTC).
export SOURCE_DATE_EPOCH=1767225600

# The unprivileged user of every runtime image, with the numbers that AWS Lambda uses.
SANDBOX_UID=993
SANDBOX_GID=990

# The overlay of a runtime image: entry point, stem, client, description of the runtime, CA bundle.
# $1 folder to fill, $2 recipe folder, $3 tar of the client, $4 folder of a recipe with the same stem, or nothing.
write_runtime_overlay() {
  local overlay=$1 recipe=$2 client=$3 library=$1/usr/lib/millirun file
  mkdir -p "$library/client"
  install -m 755 "$SHARED/launch" "$library/launch"
  for file in ${4:+"$4"/stem.*} "$recipe"/stem.* "$recipe/runtime.json"; do
    if [[ -e $file ]]; then install -m 644 "$file" "$library/"; fi
  done
  tar -C "$library/client" --no-same-owner -xf "$client"
  write_ca_overlay "$overlay"
}

# Functions must speak TLS through whatever this host does: its bundle replaces Debian's.
write_ca_overlay() {
  local ca
  ca=$(host_ca_bundle)
  mkdir -p "$1/etc/ssl/certs"
  if [[ -n $ca ]]; then install -m 644 "$ca" "$1/etc/ssl/certs/ca-certificates.crt"; fi
}

# Makes the root file system $1 (a tar file) of packages $2 with overlay folder $3.
# $4 is a shell script run inside it at the end.
make_rootfs() {
  local tarball=$1 packages=$2 overlay=$3 finish=$4 hooks=$WORK/hooks pocket option mirror security
  local -a sources options=()
  mkdir -p "$hooks"
  tar -C "$overlay" --owner=0 --group=0 --sort=name --mtime="@$SOURCE_DATE_EPOCH" -cf "$hooks/overlay.tar" .
  {
    echo 'set -eu'
    printf '%s\n' "$finish"
    # What installing needs and running does not. The mirror's address is nobody's business inside.
    echo 'mkdir -p /usr/share/millirun'
    # shellcheck disable=SC2016,SC2028 # for the shell inside, and for dpkg-query
    echo "dpkg-query -W -f '\${Package} \${Version}\n' > /usr/share/millirun/manifest"
    echo 'if [ -e /usr/lib/millirun/client/manifest ]; then'
    echo '  cat /usr/lib/millirun/client/manifest >> /usr/share/millirun/manifest; rm /usr/lib/millirun/client/manifest'
    echo 'fi'
    echo 'rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /etc/apt/apt.conf.d/99mmdebstrap /etc/apt/auth.conf*'
    echo 'rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/lib/dpkg/*-old /var/log/*'
    echo 'rm -rf /usr/share/doc/* /usr/share/man/* /usr/share/info/* /usr/share/locale/* /usr/share/lintian /usr/share/bug'
  } > "$hooks/finish"

  mirror=$(debian_mirror)
  security=$(debian_security_mirror)
  sources=("deb $mirror $SUITE main")
  for pocket in $POCKETS; do
    case $pocket in
      security) [[ $security == none ]] || sources+=("deb $security $SUITE-security main") ;;
      *) sources+=("deb $mirror $SUITE-$pocket main") ;;
    esac
  done
  while IFS= read -r option; do
    [[ -n $option ]] && options+=("--aptopt=$option")
  done < <(host_apt_options)
  if [[ -r /etc/apt/auth.conf ]]; then options+=("--setup-hook=copy-in /etc/apt/auth.conf /etc/apt/"); fi

  # Documentation is left out while unpacking, which is also faster than deleting it.
  for option in man doc locale info; do options+=("--dpkgopt=path-exclude=/usr/share/$option/*"); done
  # update-alternatives wants the folder of the manual pages that it would link (Java, PostgreSQL).
  # shellcheck disable=SC2016 # the hooks are expanded by mmdebstrap's shell
  # The essential variant keeps bash, coreutils, tar, perl-base: what functions written for Lambda expect.
  run_mmdebstrap --variant=essential --format=tar \
    --include="$(tr ' ' ',' <<< "$packages")" "${options[@]}" \
    '--essential-hook=mkdir -p "$1/usr/share/man/man1"' \
    "--customize-hook=tar-in $hooks/overlay.tar /" \
    "--customize-hook=copy-in $hooks/finish /" \
    '--customize-hook=chroot "$1" /bin/sh /finish' \
    '--customize-hook=rm "$1/finish"' \
    "$SUITE" "$tarball" "${sources[@]}"
}

# mmdebstrap of this host; where it has none and is not Debian, the one in a container from a registry.
run_mmdebstrap() {
  local mode=root
  [[ $(id -u) == 0 ]] || mode=unshare
  if command -v mmdebstrap >/dev/null; then
    mmdebstrap --mode="$mode" "$@"
    return
  fi
  docker run --rm --privileged --network host --label "io.millirun.build=$BUILD_ID" \
    -e SOURCE_DATE_EPOCH -v "$WORK:$WORK" debian:trixie-slim \
    sh -c 'apt-get -qq update && apt-get -qq -y install mmdebstrap >/dev/null && exec mmdebstrap --mode=root "$@"' mmdebstrap "$@"
}

# The shell script that prepares a runtime's root file system for its unprivileged user.
runtime_finish() {
  cat <<SCRIPT
echo 'sandbox:x:$SANDBOX_GID:' >> /etc/group
echo 'sandbox:x:$SANDBOX_UID:$SANDBOX_GID:Millirun function:/tmp:/usr/sbin/nologin' >> /etc/passwd
mkdir -p /var/task /opt /tmp
chown $SANDBOX_UID:$SANDBOX_GID /var/task /opt /tmp
chmod 755 /var/task /opt
chmod 1777 /tmp
${FINISH:-}
SCRIPT
}

# The image's settings as "docker import" wants them: $1 runtime.json, written one variable a line.
runtime_changes() {
  local json=$1 command name value
  command=$(sed -nE 's/^  "command": (\[.*\]),?$/\1/p' "$json")
  [[ -n $command ]] || { echo "$json: no \"command\" in one line" >&2; return 1; }
  sed -nE '/^  "environment": \{$/,/^  \}/s/^    "([A-Z0-9_]+)": "(.*)",?$/\1 \2/p' "$json" |
    while read -r name value; do
      printf 'ENV %s="%s"\n' "$name" "$value"
    done
  printf '%s\n' 'ENTRYPOINT ["/usr/lib/millirun/launch"]' "CMD $command" "USER $SANDBOX_UID:$SANDBOX_GID" 'WORKDIR /var/task'
}

# Imports tar file $1 as image $2; the remaining arguments are settings, each one line.
import_image() {
  local tarball=$1 image=$2 change
  local -a changes=()
  shift 2
  for change in "$@"; do changes+=(--change "$change"); done
  docker import "${changes[@]}" "$tarball" "$image"
}
