# shellcheck shell=bash
# ./millirun demo: the demo organization of the running platform, as one JSON object on stdout.

command_demo() {
  local token
  exec 3>&2
  platform_is_up || die "no platform runs with the data folder $MILLIRUN_DATA" "Start it first, in another terminal: ./millirun up"
  # Only who may read the data folder has the token.
  token=$(cat "$RUN/demo-token" 2> /dev/null) || die "this user may not read $RUN/demo-token" "Run this as the user who runs the platform."
  say "making the demo organization and its sample functions"
  ask_platform POST "$(platform_value management)" /internal/demo "$token" || die "the demo could not be made"
}
