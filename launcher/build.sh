# shellcheck shell=bash
# Builds the executable jar when its sources have changed, and lays it out for a quick start.

BUILD_LOG=$LOGS/build.log
# What the jar is made of. Tests and documents are not in it.
SOURCES=(pom.xml .mvn db '*/pom.xml' '*/src/main/*' frontend-assets)

# Digest of everything the jar is made of, and of the JDK that compiles it.
sources_digest() {
  {
    source_files | LC_ALL=C sort -z | xargs -0 sha256sum 2> /dev/null || true
    printf '%s\n' "$JAVA_HOME"
  } | sha256sum | cut -c1-16
}

source_files() {
  if git rev-parse --is-inside-work-tree > /dev/null 2>&1; then
    git ls-files -z --cached --others --exclude-standard -- "${SOURCES[@]}"
  else
    find . \( -name target -o -name node_modules -o -name test -o -path ./data \) -prune -o \
      -type f \( -path './pom.xml' -o -path './.mvn/*' -o -path './db/*' -o -path './*/pom.xml' \
      -o -path './*/src/main/*' -o -path './frontend-assets/*' \) -print0
  fi
}

# Sets APPLICATION to a folder with millirun.jar and lib/, built from the sources as they are now.
# The running process works from this copy, so that a build meanwhile takes nothing from under it.
require_application() {
  local digest
  digest=$(sources_digest)
  APPLICATION=$MILLIRUN_DATA/application/$digest
  [[ ! -e $APPLICATION/millirun.jar ]] || return 0
  require_maven
  build_jar
  # Nothing runs from older ones: the platform that would holds this data folder.
  rm -rf "$MILLIRUN_DATA/application"
  lay_out "$(executable_jar)" "$APPLICATION"
}

build_jar() {
  local started=$SECONDS
  say "building: the sources are new or have changed; the first time libraries are downloaded, which takes minutes"
  # Tests and formatting are for ./millirun test: leaving them out here saves a third of the time.
  work "$BUILD_LOG" "building" maven_step \
    "$MVN" -B -pl portal -am -Dmaven.test.skip=true -Dspotless.check.skip=true package || {
    show_maven_failure "$BUILD_LOG"
    die "the build failed; all of its output is in $BUILD_LOG"
  }
  say "built after $((SECONDS - started)) s"
}

# What Maven is at: the module and its longest steps, or how many files it has fetched by now.
maven_step() {
  awk '
    /^\[INFO\] Building [^ ]+ .*\[[0-9]+\/[0-9]+\]$/ { module = $3; place = $NF; gsub(/[][]/, "", place); what = "" }
    /--- [a-z-]*compiler[a-z-]*:[^ ]*:compile/ { what = ", compiling and checking" }
    /--- exec[a-z-]*:/ { what = ", styles and scripts with npm" }
    /--- spring-boot[a-z-]*:/ { what = ", packing" }
    /^(\[INFO\] )?Downloaded from / { fetched++ }
    END {
      if (module) printf "%s (module %s)%s", module, place, what
      else printf "starting Maven"
      if (fetched >= 100) printf ", more than %d files downloaded", fetched - fetched % 100
    }' "$1"
}

# What a failed run of Maven says, the compiler's words first.
show_maven_failure() {
  printf 'millirun: from %s:\n' "$1" >&2
  grep -E '^\[(ERROR\] .|WARNING\] .*\.java:)' "$1" |
    grep -vE 'Help 1|[Rr]e-run Maven|For more information|After correcting|mvn <args>|dump files|failsafe-reports|surefire-reports' |
    head -n "$PROGRESS_LINES" | sed 's/^/  /' >&2
}

executable_jar() { compgen -G 'portal/target/*-exec.jar' || die "the build made no executable jar in portal/target"; }

# Spring Boot starts faster from separate jars than from one nested jar: lay_out <jar> <folder>.
lay_out() {
  local jar=$1 folder=$2
  rm -rf "$folder.new" "$folder"
  "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$jar" extract \
    --destination "$folder.new" --application-filename millirun.jar > /dev/null ||
    die "the executable jar $jar cannot be laid out in $folder"
  mv "$folder.new" "$folder"
}
