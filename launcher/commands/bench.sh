# shellcheck shell=bash
# ./millirun bench: measures the running platform and its baselines; the report goes to bench/results.

command_bench() {
  platform_is_up || die "no platform runs with the data folder $MILLIRUN_DATA" "Start it first, in another terminal: ./millirun up"
  require_jdk
  require_engine
  require_maven
  work "$LOGS/bench-build.log" "building the benchmarks" maven_step \
    "$MVN" -B -pl bench -am -Dmaven.test.skip=true -Dspotless.check.skip=true package || {
    show_maven_failure "$LOGS/bench-build.log"
    die "the benchmarks could not be built"
  }
  "$JAVA_HOME/bin/java" "-Dscale=${MILLIRUN_BENCH_SCALE:-1}" -cp "bench/target/classes:bench/target/libraries/*" \
    io.millirun.bench.Benchmarks "$MILLIRUN_DATA" bench/results "$@"
}
