# shellcheck shell=bash
# What the launcher tells people, and long work shown while it runs.

# Progress goes here; a command whose stdout is a result points it at stderr.
exec 3>&1
PROGRESS_LINES=30
CHILD=""

say() { printf 'millirun: %s\n' "$*" >&3; }

die() {
  printf 'millirun: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '          %s\n' "$@" >&2
  exit 1
}

# Runs a command with its output in a log, and shows what it is at and for how long.
# work <log> <what it is> <function that reads the step from the log, or ""> <command…>
work() {
  local log=$1 title=$2 step_of=$3 started=$SECONDS shown="" step status=0
  shift 3
  mkdir -p "$(dirname "$log")"
  : > "$log"
  # A process group of its own: a Ctrl-C ends it through stop_child, together with all that it started.
  set -m
  "$@" > "$log" 2>&1 < /dev/null 3>&- &
  CHILD=$!
  set +m
  while kill -0 "$CHILD" 2>/dev/null; do
    step=${step_of:+$("$step_of" "$log")}
    show_step "$title${step:+: $step}" "$shown" $((SECONDS - started))
    shown=$title${step:+: $step}
    sleep 0.5
  done
  wait "$CHILD" || status=$?
  CHILD=""
  [[ ! -t 3 ]] || printf '\r\033[K' >&3
  return "$status"
}

# On a terminal one line that counts the seconds; elsewhere a line for every new step.
show_step() {
  local text=$1 shown=$2 seconds=$3
  if [[ -t 3 ]]; then
    printf '\r\033[Kmillirun: %s (%s s)' "${text:0:$((${COLUMNS:-100} - 20))}" "$seconds" >&3
  elif [[ $text != "$shown" ]]; then
    say "$text"
  fi
}

# The end of a log, for whoever has to find out why.
show_end_of() {
  printf 'millirun: the last lines of %s:\n' "$1" >&2
  tail -n "$PROGRESS_LINES" "$1" | sed 's/^/  /' >&2
}

# Ends the work that is going on, with everything it started, and waits for it.
stop_child() {
  [[ -n $CHILD ]] || return 0
  [[ ! -t 3 ]] || printf '\n' >&3
  kill -TERM -- "-$CHILD" 2>/dev/null || true
  wait "$CHILD" 2>/dev/null || true
  CHILD=""
}

# Every end of the launcher goes through here, so that nothing it started stays behind.
at_exit() {
  local status=$?
  trap '' INT TERM HUP
  stop_child
  release_engine
  exit "$status"
}
trap at_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
