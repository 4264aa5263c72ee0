# shellcheck shell=bash
# Stand-ins for programs: they do as little as the launcher needs to believe them. Sourced by run.

# A program of the given name whose text comes on stdin.
stand_in() {
  { echo '#!/bin/bash'; cat; } > "bin/$1"
  chmod +x "bin/$1"
}

# A folder that looks like a JDK of the given version.
jdk_of_version() {
  mkdir -p "$1/bin"
  printf 'JAVA_VERSION="%s"\n' "$2" > "$1/release"
  printf '#!/bin/sh\necho javac %s\n' "$2" > "$1/bin/javac"
  chmod +x "$1/bin/javac"
}

# An engine that answers while the file "engine-runs" exists; "docker ps" prints the file "containers".
# Its dockerd runs until it is told to stop, as a process of the real one's name.
stand_in_engine() {
  mkdir -p program
  cp "$(readlink -f "$(command -v sleep)")" program/dockerd
  stand_in docker << TEXT
[[ -e $PWD/engine-runs ]] || exit 1
[[ \$1 != ps ]] || cat $PWD/containers 2> /dev/null
TEXT
  stand_in dockerd << TEXT
touch $PWD/engine-runs
exec $PWD/program/dockerd 60
TEXT
}

# A web server on a free port (in the file "port") that answers everything so, after some milliseconds; it writes
# requests to the file "requests".
serve() {
  local status=$1 body=$2 delay=${3:-0}
  node -e "
    const fs = require('fs');
    const server = require('http').createServer((request, response) => {
      request.on('data', (body) => fs.appendFileSync('requests', request.method + ' ' + request.url + ' ' + body + '\\n'));
      const answer = () => response.writeHead($status, { 'Content-Type': 'application/json' }).end(process.argv[1]);
      request.on('end', () => setTimeout(answer, $delay));
    });
    server.listen(0, '127.0.0.1', () => fs.writeFileSync('port', server.address().port + '\\n'));
    setTimeout(() => process.exit(), 20000);" "$body" &
  # shellcheck disable=SC2064 # the process as it is now
  trap "kill $!" EXIT
  until [[ -s port ]]; do sleep 0.02; done
}

# A port that nothing listens on.
unused_port() { node -e "const s = require('net').createServer().listen(0, () => { console.log(s.address().port); s.close(); })"; }
