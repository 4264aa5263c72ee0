# shellcheck shell=bash
# Talking to the platform that runs, and the composition's secrets. Sourced by run.

# A platform that runs as far as the launcher can see: this shell.
running_platform() {
  load
  printf 'pid=%s\nportal=http://localhost:8080\nmanagement=%s\n' $$ "$(< port)" > "$RUN/platform"
  printf 'the-token' > "$RUN/demo-token"
}

test_the_demo_prints_the_answer_and_nothing_else() {
  serve 200 '{"portalUrl":"http://localhost:8080"}'
  running_platform
  expect "$("$ROOT/millirun" demo 2> /dev/null)" '{"portalUrl":"http://localhost:8080"}'
  expect "$(< requests)" 'POST /internal/demo {"token":"the-token"}'
}

test_the_demo_fails_with_what_the_platform_says() {
  serve 503 '{"detail":"no runtime is ready yet"}'
  running_platform
  expect_in "$(output_of_failure "$ROOT/millirun" demo)" "no runtime is ready yet"
}

test_the_demo_needs_a_running_platform() {
  expect_in "$(output_of_failure "$ROOT/millirun" demo)" "./millirun up"
}

test_an_interrupt_is_heard_in_the_background_of_a_script() {
  local launcher status=0
  serve 200 'never' 60000
  running_platform
  "$ROOT/millirun" demo &
  launcher=$!
  until [[ -s requests ]]; do sleep 0.02; done
  kill -INT "$launcher"
  wait "$launcher" || status=$?
  expect "$status" 130
}

test_the_secrets_are_made_once() {
  local first
  load commands/compose
  require_secrets
  first=$(cat "$MILLIRUN_COMPOSE_FOLDER"/*)
  require_secrets
  expect "$(cat "$MILLIRUN_COMPOSE_FOLDER"/*)" "$first"
  expect "$(stat -c %a "$MILLIRUN_COMPOSE_FOLDER")" 700
}
