# shellcheck shell=bash
# ./millirun verify-invoice <invoice.json> <usage.csv|usage.jsonl>: recomputes an invoice from its files, without the platform.

command_verify-invoice() {
  local jar
  require_jdk
  # What a running platform works from is good for this too, whatever its sources are by now.
  for jar in "$MILLIRUN_DATA"/application/*/millirun.jar; do :; done
  if [[ ! -e $jar ]]; then
    require_application
    jar=$APPLICATION/millirun.jar
  fi
  cd "$CALLER" || die "this folder is gone" "Go to one that is there."
  exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -cp "$jar" io.millirun.billing.verify.VerifyInvoice "$@"
}
