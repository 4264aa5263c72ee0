# shellcheck shell=bash
# ./millirun test: every test there is, and first what they need.
# ./millirun test --failures [N]: only those in which something breaks or attacks, N times in a row (default 10).

TEST_LOG=$LOGS/test.log
IMAGES_LOG=$LOGS/test-images.log
TEST_RUNTIMES=(nodejs24.x java25 provided python3.13 python3.14)
TEST_BASES=(postgres java)
FAILURE_TESTS=EngineIT,FailureIT,IsolationIT,KilledWorkersIT

command_test() {
  local started=$SECONDS failed=0
  case ${1:-} in
    '') ;;
    --failures)
      run_failure_tests "${2:-10}"
      return
      ;;
    *) die "./millirun test knows no \"$1\"" "It takes nothing, or --failures and how often." ;;
  esac
  require_jdk
  require_maven
  check_scripts || failed=1
  require_engine
  require_chromium
  require_test_images
  run_maven_tests || failed=1
  remove_test_containers
  ((failed == 0)) || die "the tests failed after $((SECONDS - started)) s"
  say "all tests passed after $((SECONDS - started)) s"
}

# What breaks must be survived every time, not most times.
run_failure_tests() {
  local times=$1 round started=$SECONDS
  [[ $times =~ ^[1-9][0-9]{0,3}$ ]] || die "--failures takes how often, not \"$times\""
  require_jdk
  require_maven
  require_engine
  require_test_images
  export TESTCONTAINERS_HOST_OVERRIDE=${TESTCONTAINERS_HOST_OVERRIDE:-localhost}
  export TESTCONTAINERS_RYUK_DISABLED=${TESTCONTAINERS_RYUK_DISABLED:-true}
  for ((round = 1; round <= times; round++)); do
    work "$TEST_LOG" "failure tests, round $round of $times" test_step "$MVN" -B -pl runtime-manager -am verify \
      -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
      -Dit.test="$FAILURE_TESTS" -Dfailsafe.failIfNoSpecifiedTests=false || {
      show_maven_failure "$TEST_LOG"
      remove_test_containers
      die "the failure tests failed in round $round of $times; all output is in $TEST_LOG"
    }
  done
  remove_test_containers
  say "the failure tests passed $times times in a row, after $((SECONDS - started)) s"
}

# All shell scripts of the repository, by name or first line.
scripts() {
  git ls-files | while IFS= read -r file; do
    if [[ $file == *.sh || $file == */recipe ]] || head -n 1 "$file" 2> /dev/null | grep -qE '^#!.*\b(ba)?sh\b'; then
      [[ $file == mvnw ]] || printf '%s\n' "$file"
    fi
  done
}

check_scripts() {
  command -v shellcheck > /dev/null || { can_install && install_packages "which checks the shell scripts" shellcheck; } || {
    say "no shellcheck here: the shell scripts are not checked"
    return 0
  }
  if ! scripts | xargs shellcheck --external-sources --source-path=SCRIPTDIR; then
    say "shellcheck found something in the scripts"
    return 1
  fi
  "$LAUNCHER/test/run"
}

# Sets MILLIRUN_CHROMIUM, the browser of the browser tests.
require_chromium() {
  local name
  # shellcheck disable=SC2034 # Playwright shall use this browser, not fetch its own
  export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  [[ -z ${MILLIRUN_CHROMIUM:-} ]] || return 0
  if ! find_chromium > /dev/null && can_install; then
    install_packages "the browser of the browser tests" chromium || true
  fi
  name=$(find_chromium) ||
    die "the browser tests need Chromium or Chrome" "Install one, or name its program in MILLIRUN_CHROMIUM."
  export MILLIRUN_CHROMIUM=$name
}

find_chromium() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    # Ubuntu's package only asks for a snap.
    if command -v "$name" > /dev/null && "$name" --version > /dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  return 1
}

require_test_images() {
  work "$IMAGES_LOG" "images for the tests (the first time some minutes)" last_line build_test_images || {
    show_end_of "$IMAGES_LOG"
    die "an image that the tests need could not be built"
  }
}

# Two at a time: each keeps one core and the network busy.
build_test_images() {
  printf '%s\n' "${TEST_BASES[@]/#/--base }" "${TEST_RUNTIMES[@]}" | xargs -P 2 -L 1 runtimes/build
}

last_line() { tail -n 1 "$1" | sed 's/^millirun: //'; }

run_maven_tests() {
  # Older engines report no address of their own, and the helper that cleans up may not be to be had.
  export TESTCONTAINERS_HOST_OVERRIDE=${TESTCONTAINERS_HOST_OVERRIDE:-localhost}
  export TESTCONTAINERS_RYUK_DISABLED=${TESTCONTAINERS_RYUK_DISABLED:-true}
  local status=0
  work "$TEST_LOG" "testing" test_step "$MVN" -B verify || status=$?
  test_summary "$TEST_LOG"
  if ((status > 0)); then
    show_maven_failure "$TEST_LOG"
    say "all output of the tests is in $TEST_LOG"
  fi
  return "$status"
}

# The module and the test class that runs, or what else Maven is at.
test_step() {
  local running
  running=$(awk '
    /^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]$/ { module = $3 " (module " $NF ")"; gsub(/[][]/, "", module); class = "" }
    /^\[INFO\] Running / { class = $NF; sub(/.*\./, "", class) }
    END { if (class) print module ", " class }' "$1")
  if [[ -n $running ]]; then printf '%s' "$running"; else maven_step "$1"; fi
}

# One line a module and kind of test.
test_summary() {
  awk '
    /^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]$/ { module = $3 }
    /--- .*surefire.*:/ { kind = "unit tests" }
    /--- .*failsafe.*:/ { kind = "integration tests" }
    /^\[(INFO|WARNING|ERROR)\].*Tests run: .*Skipped: [0-9]+$/ && !/Time elapsed/ {
      line = $0; sub(/^.*Tests run/, "tests run", line); key = module ", " kind
      if (!(key in seen)) order[++count] = key
      seen[key] = line
    }
    END { for (i = 1; i <= count; i++) printf "millirun: %s: %s\n", order[i], seen[order[i]] }' "$1" >&3
}

# On an engine of our own nobody else has containers; tests that were killed may have left theirs.
remove_test_containers() {
  local containers
  [[ -e $DOCKERD_PID ]] || return 0
  containers=$(docker ps -aq --filter label=org.testcontainers; docker ps -aq --filter label=io.millirun.installation)
  # shellcheck disable=SC2086 # one argument per container
  [[ -z $containers ]] || docker rm -fv $containers > /dev/null
}
