# shellcheck shell=bash
# When something is built, and what is shown of it. Sourced by run.

sources_in_git() {
  git init -q .
  printf 'target/\n/data/\n/bin/\n/output\n' > .gitignore
  mkdir -p kernel/src/main kernel/src/test docs
  touch pom.xml kernel/pom.xml kernel/src/main/A.java kernel/src/test/ATests.java docs/a.md
}

test_a_changed_source_changes_the_digest() {
  local before
  load
  sources_in_git
  before=$(JAVA_HOME=/jdk sources_digest)
  echo change > kernel/src/main/A.java
  [[ $(JAVA_HOME=/jdk sources_digest) != "$before" ]] || fail_test "the digest stayed"
}

test_a_new_source_changes_the_digest() {
  local before
  load
  sources_in_git
  before=$(JAVA_HOME=/jdk sources_digest)
  touch kernel/src/main/B.java
  [[ $(JAVA_HOME=/jdk sources_digest) != "$before" ]] || fail_test "the digest stayed"
}

test_a_changed_test_or_document_leaves_the_digest() {
  local before
  load
  sources_in_git
  before=$(JAVA_HOME=/jdk sources_digest)
  echo change | tee kernel/src/test/ATests.java > docs/a.md
  expect "$(JAVA_HOME=/jdk sources_digest)" "$before"
}

test_a_source_folder_without_git_has_a_digest_too() {
  local before
  load
  sources_in_git
  rm -rf .git
  before=$(JAVA_HOME=/jdk GIT_CEILING_DIRECTORIES=/ sources_digest)
  echo change > kernel/src/main/A.java
  [[ $(JAVA_HOME=/jdk GIT_CEILING_DIRECTORIES=/ sources_digest) != "$before" ]] || fail_test "the digest stayed"
}

test_a_build_log_tells_the_module_and_its_step() {
  load
  cat > log << 'TEXT'
[INFO] Building Millirun 0.1.0-SNAPSHOT                                   [1/7]
[INFO] --- maven-surefire-plugin:3.5.3:test (default-test) @ kernel ---
[INFO] Building billing 0.1.0-SNAPSHOT                                    [4/7]
[INFO] --- maven-compiler-plugin:3.15.0:compile (default-compile) @ billing ---
TEXT
  expect "$(maven_step log)" "billing (module 4/7), compiling and checking"
}

test_a_failed_command_leaves_its_status_and_log() {
  local status=0
  load
  work log "trying" "" bash -c 'echo reason; exit 3' || status=$?
  expect "$status" 3
  expect "$(< log)" reason
}

test_the_image_of_the_composition_is_the_one_that_is_built() {
  load commands/images
  cd "$ROOT" || return
  expect_in "$(grep 'image: millirun/millirun' docker-compose.yml)" "$(product_image | sed 's/.*:/:-/')}"
}
