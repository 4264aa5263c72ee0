# shellcheck shell=bash
# Finds Maven: the machine's own, the wrapper's if it was fetched before, Debian's, the wrapper's at last.

MAVEN_LEAST=3.8

maven_on_path() {
  local version
  command -v mvn > /dev/null || return 1
  version=$(mvn --version 2> /dev/null | sed -nE 's/.*Apache Maven ([0-9.]+).*/\1/p')
  [[ -n $version && $(printf '%s\n' "$MAVEN_LEAST" "$version" | sort -V | head -n 1) == "$MAVEN_LEAST" ]]
}

wrapper_is_cached() {
  local distribution
  distribution=$(sed -nE 's/^distributionUrl=.*\/(apache-maven-[0-9.]+)-bin\.zip$/\1/p' .mvn/wrapper/maven-wrapper.properties)
  compgen -G "${MAVEN_USER_HOME:-$HOME/.m2}/wrapper/dists/$distribution/*/bin/mvn" > /dev/null
}

# Sets MVN. Needs JAVA_HOME.
# shellcheck disable=SC2034 # for whoever builds
require_maven() {
  if maven_on_path; then
    MVN=mvn
  elif wrapper_is_cached; then
    MVN=./mvnw
  elif can_install && install_packages "which builds Millirun" maven && maven_on_path; then
    MVN=mvn
  else
    MVN=./mvnw
    say "there is no Maven $MAVEN_LEAST or newer here: fetching the one that .mvn/wrapper names"
    ./mvnw --version > /dev/null ||
      die "Maven cannot be fetched; install Maven $MAVEN_LEAST or newer and try again"
  fi
}
