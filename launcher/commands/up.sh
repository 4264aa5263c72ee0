# shellcheck shell=bash
# ./millirun up: everything in the foreground, until Ctrl-C.

APPLICATION_LOG=$LOGS/millirun.log
JAVA=""

command_up() {
  require_jdk
  hold_data_folder
  require_free_ports
  require_engine
  require_application
  run_application "$@"
}

# One platform per data folder. The lock lives as long as the application, even if this shell dies.
hold_data_folder() {
  mkdir -p "$RUN" "$LOGS"
  exec 9> "$RUN/up.lock"
  flock -n 9 ||
    die "Millirun already runs with the data folder $MILLIRUN_DATA$(platform_is_up && echo " (portal: $(platform_value portal))")" \
      "Stop that one first, or choose another folder and other ports with" \
      "MILLIRUN_DATA, MILLIRUN_PORTAL_PORT, MILLIRUN_GATEWAY_PORT and MILLIRUN_MANAGEMENT_PORT."
}

require_free_ports() {
  local setting port
  for setting in MILLIRUN_PORTAL_PORT=$PORTAL_PORT MILLIRUN_GATEWAY_PORT=$GATEWAY_PORT MILLIRUN_MANAGEMENT_PORT=$MANAGEMENT_PORT; do
    port=${setting#*=}
    ! port_taken "$port" ||
      die "port $port is in use$(port_owner "$port")" "Stop that program, or choose another port: ${setting%%=*}=… ./millirun up"
  done
}

run_application() {
  local status=0
  say "starting (log: $APPLICATION_LOG)"
  trap 'stop_application' INT TERM HUP
  # In a process group of its own: a Ctrl-C reaches it, and the image builds it runs, only through us and in order.
  set -m
  launch "$@" &
  JAVA=$!
  set +m
  # A signal ends "wait" early: the application is still on its way down then.
  while kill -0 "$JAVA" 2> /dev/null; do
    status=0
    wait "$JAVA" || status=$?
  done
  # 143: ended by our signal, as it should.
  ((status == 0 || status == 143)) ||
    die "Millirun ended with status $status" "The log says why: $APPLICATION_LOG"
  say "stopped"
}

launch() {
  # The first run leaves an archive of its loaded classes when it ends; later ones start in half the time with it.
  local command=("$JAVA_HOME/bin/java" "${JVM_OPTIONS[@]}"
    -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$APPLICATION/millirun.jsa" -Xlog:cds=off -Xlog:cds+dynamic=off
    -jar "$APPLICATION/millirun.jar" "$@")
  # The console shows what people wait for; times, threads and stack traces are in the file.
  export LOGGING_FILE_NAME=$APPLICATION_LOG
  export LOGGING_PATTERN_CONSOLE='millirun: %replace(%level: ){"INFO: ", ""}%m%n%nopex'
  # Not even a killed launcher leaves the application, and its containers, behind.
  if setpriv --pdeathsig TERM true 2> /dev/null; then command=(setpriv --pdeathsig TERM "${command[@]}"); fi
  exec "${command[@]}" < /dev/null 3>&- 8>&-
}

# The parallel collector: with two cores and half a gigabyte, G1's concurrent marking costs a tenth of a call's CPU.
JVM_OPTIONS=(
  -Xms256m -Xmx512m -XX:+UseParallelGC
  -XX:+UseCompactObjectHeaders
  -XX:+ExitOnOutOfMemoryError
  --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow
)

stop_application() {
  say "stopping; instances and the database are shut down"
  kill -TERM "$JAVA" 2> /dev/null || true
}
