# shellcheck shell=bash
# The platform's process on this data folder, and how to talk to it from this machine.

# Written by the process once it is up, as lines of key=value, and removed when it ends.
PLATFORM_FILE=$RUN/platform

# The value of a key: pid, portal, gateway, management.
platform_value() { sed -n "s/^$1=//p" "$PLATFORM_FILE" 2> /dev/null; }

platform_is_up() {
  local pid
  pid=$(platform_value pid)
  [[ -n $pid ]] && kill -0 "$pid" 2> /dev/null
}

# Sends a request with the demo token to a loopback port and prints the body of a 200.
# Neither curl nor a credential in a list of processes is needed for that.
# ask_platform <method> <port> <path> <token>
ask_platform() {
  local method=$1 port=$2 path=$3 body="{\"token\":\"$4\"}" status line
  exec 5<> "/dev/tcp/127.0.0.1/$port" || return 1
  printf '%s %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \
    "$method" "$path" "$port" "${#body}" "$body" >&5
  IFS=$' \r' read -r _ status _ <&5 || return 1
  while IFS= read -r line <&5 && [[ $line != $'\r' && -n $line ]]; do :; done
  if [[ $status == 200 ]]; then
    cat <&5
  else
    printf 'millirun: the platform answered with status %s: ' "$status" >&2
    cat <&5 >&2
    printf '\n' >&2
  fi
  exec 5>&-
  [[ $status == 200 ]]
}
