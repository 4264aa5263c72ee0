# shellcheck shell=bash disable=SC2317 # stand-ins are called by what they stand in for
# Whose Docker Engine is started, and whose is stopped. Sourced by run.

# As root on a machine without systemd, whatever this one is.
load_for_engine() {
  load
  is_root() { true; }
  has_systemd() { false; }
  mount_cgroups() { :; }
  engine_socket_forbidden() { false; }
  stand_in_engine
}

dockerd_runs() { kill -0 "$(cat "$1")" 2> /dev/null; }

test_an_engine_that_answers_is_used_and_left_alone() {
  load_for_engine
  touch engine-runs
  require_engine
  release_engine
  [[ ! -e $DOCKERD_PID ]] || fail_test "an engine was started"
}

test_an_engine_that_is_not_running_is_started_and_stopped() {
  load_for_engine
  require_engine
  cp "$DOCKERD_PID" pid
  dockerd_runs pid || fail_test "dockerd does not run"
  release_engine
  if dockerd_runs pid; then fail_test "dockerd still runs"; fi
}

test_an_engine_stays_while_containers_of_others_run() {
  load_for_engine
  require_engine
  cp "$DOCKERD_PID" pid
  echo 0123456789ab > containers
  exec 3> said
  release_engine
  expect_in "$(< said)" "stays up"
  dockerd_runs pid || fail_test "dockerd was stopped"
  kill "$(< pid)"
}

test_an_engine_stays_while_another_launcher_uses_it() {
  load_for_engine
  require_engine
  cp "$DOCKERD_PID" pid
  exec 7> "$ENGINE_LOCK"
  flock -s 7
  release_engine
  dockerd_runs pid || fail_test "dockerd was stopped"
  kill "$(< pid)"
}

test_an_engine_that_dies_at_start_is_explained() {
  load_for_engine
  stand_in dockerd << 'TEXT'
echo 'failed to start daemon: Error initializing network controller: Failed to Setup IP tables: iptables not found'
exit 1
TEXT
  expect_in "$(output_of_failure require_engine)" "apt-get install iptables"
}

test_an_engine_named_by_docker_host_is_not_replaced() {
  load_for_engine
  export DOCKER_HOST=tcp://127.0.0.1:1
  expect_in "$(output_of_failure require_engine)" "DOCKER_HOST names (tcp://127.0.0.1:1) does not answer"
}

test_who_is_not_root_is_told_what_to_do() {
  load_for_engine
  is_root() { false; }
  expect_in "$(output_of_failure require_engine)" "Install Docker"
}
