# shellcheck shell=bash
# Finds a JDK of the right version, whatever "java" on the path is.

JAVA_VERSION=25

# Folders that may be a JDK, best guess first.
jdk_candidates() {
  local javac
  [[ -z ${JAVA_HOME:-} ]] || printf '%s\n' "$JAVA_HOME"
  javac=$(command -v javac) && dirname "$(dirname "$(readlink -f "$javac")")"
  printf '%s\n' /usr/lib/jvm/* /opt/* /opt/*/* /usr/local/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*
}

# Major version of the JDK in a folder; nothing if there is none.
jdk_version() {
  local home=$1 version
  [[ -x $home/bin/javac ]] || return 0
  version=$(sed -nE 's/^JAVA_VERSION="([0-9]+).*/\1/p' "$home/release" 2> /dev/null)
  [[ -n $version ]] || version=$("$home/bin/javac" -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p')
  printf '%s\n' "$version"
}

find_jdk() {
  local home
  while IFS= read -r home; do
    if [[ $(jdk_version "$home") == "$JAVA_VERSION" ]]; then
      printf '%s\n' "$home"
      return
    fi
  done < <(jdk_candidates)
  return 1
}

# Exports JAVA_HOME, or says what to do.
require_jdk() {
  local found
  found=$(find_jdk) ||
    die "no JDK $JAVA_VERSION on this machine (looked at JAVA_HOME, /usr/lib/jvm, /opt, ~/.sdkman and ~/.jdks)" \
      "Install one, for example from https://adoptium.net/, then try again." \
      "If it is in another place: JAVA_HOME=/path/to/jdk ./millirun …"
  export JAVA_HOME=$found
}
