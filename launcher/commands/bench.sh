# shellcheck shell=bash
# ./millirun bench: the benchmarks; arguments are theirs.

command_bench() {
  [[ -d bench/src/main/java ]] || die "this version of Millirun has no benchmarks yet"
  require_jdk
  require_engine
  require_maven
  work "$LOGS/bench-build.log" "building the benchmarks" maven_step \
    "$MVN" -B -pl bench -am -Dmaven.test.skip=true -Dspotless.check.skip=true package || {
    show_maven_failure "$LOGS/bench-build.log"
    die "the benchmarks could not be built"
  }
  "$JAVA_HOME/bin/java" -cp "bench/target/classes:bench/target/libraries/*" io.millirun.bench.Benchmarks "$@"
}
