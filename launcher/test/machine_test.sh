# shellcheck shell=bash disable=SC2317 # stand-ins are called by what they stand in for
# Finding a JDK, noticing taken ports and folders. Sourced by run.

test_a_jdk_of_the_right_version_is_found_whatever_java_home_says() {
  load
  jdk_of_version "$PWD/old" 17.0.1
  jdk_of_version "$PWD/new" 25.0.3
  jdk_candidates() { printf '%s\n' "$PWD/old" "$PWD/missing" "$PWD/new"; }
  expect "$(find_jdk)" "$PWD/new"
}

test_java_home_goes_first() {
  load
  jdk_of_version "$PWD/mine" 25.0.9
  expect "$(JAVA_HOME=$PWD/mine find_jdk)" "$PWD/mine"
}

test_a_jdk_without_release_file_is_asked() {
  load
  jdk_of_version "$PWD/bare" 25
  rm bare/release
  expect "$(jdk_version "$PWD/bare")" 25
}

test_a_missing_jdk_is_explained() {
  load
  jdk_candidates() { printf '%s\n' "$PWD/missing"; }
  expect_in "$(output_of_failure require_jdk)" "no JDK 25"
}

test_an_old_maven_is_not_taken() {
  load
  stand_in mvn <<< 'echo "Apache Maven 3.6.3 (abc)"'
  if maven_on_path; then fail_test "3.6.3 was taken"; fi
  stand_in mvn <<< 'echo "Apache Maven 3.10.0"'
  maven_on_path
}

test_a_taken_port_is_refused_by_name() {
  serve 200 ''
  export MILLIRUN_PORTAL_PORT MILLIRUN_MANAGEMENT_PORT MILLIRUN_GATEWAY_PORT
  MILLIRUN_PORTAL_PORT=$(unused_port) MILLIRUN_MANAGEMENT_PORT=$(unused_port) MILLIRUN_GATEWAY_PORT=$(< port)
  load commands/up
  expect_in "$(output_of_failure require_free_ports)" "port $(< port) is in use"
}

test_a_second_platform_on_the_same_data_folder_is_refused() {
  load
  jdk_of_version "$PWD/jdk" 25.0.3
  exec 9> "$RUN/up.lock"
  flock -n 9
  expect_in "$(JAVA_HOME=$PWD/jdk output_of_failure "$ROOT/millirun" up)" "already runs with the data folder $MILLIRUN_DATA"
}

test_an_unknown_command_shows_the_usage() {
  expect_in "$(output_of_failure "$ROOT/millirun" upp)" 'there is no command "upp"'
  expect_in "$(output_of_failure "$ROOT/millirun" upp)" "usage:"
}
