"""The Python stem: brings the language up, waits for an assignment (environment and code of one
function version), then becomes that function under the official Runtime Interface Client.

The protocol is described in ../README.md.
"""

import http.client
import importlib
import json
import os
import posixpath
import socket
import sys
import tempfile
import time

LIBRARY = "/usr/lib/millirun"
CLIENT = LIBRARY + "/client"
ALLOWED = ("/var/task/", "/opt/")
PIECE = 1 << 20
MAX_FAILURES = 10
EX_SOFTWARE = 70


class AssignmentError(Exception):
    """The platform gave something unusable; nothing of the tenant has run."""


def set_module_path():
    """sys.path as AWS Lambda has it: the function, its layers, the client, the standard library."""
    site = f"/opt/python/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    # The first entry is the folder of this program; what PYTHONPATH added stays behind the layers.
    sys.path[:1] = ["/var/task", site, "/opt/python", CLIENT]


def warm_up():
    """Walks the code path of the first call, so that its modules are loaded."""
    for name in (
        "awslambdaric.bootstrap", "base64", "collections", "dataclasses", "datetime", "decimal", "email.message",
        "enum", "functools", "hashlib", "hmac", "io", "itertools", "logging", "math", "random", "re", "signal",
        "ssl", "subprocess", "threading",
        "traceback", "typing", "urllib.parse", "urllib.request", "uuid", "zoneinfo",
    ):  # fmt: skip
        importlib.import_module(name)
    bootstrap = sys.modules["awslambdaric.bootstrap"]
    with tempfile.TemporaryDirectory(prefix=".millirun-", dir="/tmp") as folder:
        with open(f"{folder}/millirun_warm_up.py", "w") as file:
            file.write("import json\ndef handler(event, context):\n    return json.loads(json.dumps(event))\n")
        sys.path.insert(0, folder)
        try:
            bootstrap._get_handler("millirun_warm_up.handler")({"a": [1, "b", None]}, None)
        finally:
            sys.path.remove(folder)
            sys.modules.pop("millirun_warm_up", None)
            sys.path_importer_cache.pop(folder, None)


def read_exactly(response, size):
    """Bytes of the answer; an end before `size` bytes is an error."""
    data = response.read(size)
    if len(data) != size:
        raise AssignmentError("the assignment ended too early")
    return data


def check_path(path):
    if not path.startswith(ALLOWED) or posixpath.normpath(path) != path or "\0" in path:
        raise AssignmentError(f"refused path {path!r}")


def receive(response):
    """Writes the files of an assignment as they come, and returns its header.

    Never holds more than a piece of a file: packages are larger than the memory of a small function.
    """
    header = json.loads(read_exactly(response, int.from_bytes(read_exactly(response, 4))))
    buffer = memoryview(bytearray(PIECE))
    made, links = set(), []
    umask = os.umask(0)
    for entry in header["files"]:
        path = entry["path"]
        check_path(path)
        parent = posixpath.dirname(path)
        if parent not in made:
            os.makedirs(parent, mode=0o755, exist_ok=True)
            made.add(parent)
        if entry.get("link") is not None:
            # Made last, so that no file of the package is written through a link.
            links.append(entry)
            continue
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, entry["mode"] & 0o777)
        left = entry["size"]
        while left:
            got = response.readinto(buffer[: min(left, PIECE)])
            if got == 0:
                raise AssignmentError("the assignment ended too early")
            written = 0
            while written < got:
                written += os.write(file, buffer[written:got])
            left -= got
        os.close(file)
    if response.read(1):
        raise AssignmentError("more bytes than files")
    for entry in links:
        os.symlink(entry["link"], entry["path"])
    os.umask(umask)
    return header


def next_assignment(api):
    """Long-polls until there is an assignment; ends the process when there will be none."""
    failures = 0
    while failures < MAX_FAILURES:
        connection = http.client.HTTPConnection(api)
        try:
            connection.connect()
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 30)
            connection.request("GET", "/millirun/v1/assignment")
            response = connection.getresponse()
        except (OSError, http.client.HTTPException):
            status = None
        else:
            status = response.status
        if status == 200:
            # From here on there is no way back: part of the code may be written.
            header = receive(response)
            connection.close()
            return header
        connection.close()
        if status == 410:
            break
        # 204: the server ended an idle poll; that is no failure.
        failures = 0 if status == 204 else failures + 1
        if failures:
            time.sleep(min(0.05 * 2**failures, 1))
    sys.exit(0)


def abandon(api, error):
    """Tells the platform that its assignment could not be carried out, and ends."""
    body = json.dumps({"errorType": "Millirun.AssignmentFailed", "errorMessage": str(error), "stackTrace": []})
    try:
        connection = http.client.HTTPConnection(api, timeout=10)
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Function-Error-Type": "Millirun.AssignmentFailed",
        }
        connection.request("POST", "/2018-06-01/runtime/init/error", body, headers)
        connection.getresponse().read()
    finally:
        os._exit(EX_SOFTWARE)


def needs_fresh_start(environment):
    """Whether a variable that the language reads only at its start differs from what this process started with."""
    with open(f"{LIBRARY}/runtime.json") as file:
        patterns = json.load(file)["readAtStart"]

    def concerns(name):
        return any(name.startswith(p[:-1]) if p.endswith("*") else name == p for p in patterns)

    return any(environment.get(n) != os.environ.get(n) for n in {*environment, *os.environ} if concerns(n))


def start_afresh(environment):
    """Starts Python afresh in this process."""
    command = [sys.executable, f"{LIBRARY}/stem.py", "--assigned"]
    wrapper = environment.get("AWS_LAMBDA_EXEC_WRAPPER")
    if wrapper:
        command.insert(0, wrapper)
    os.execve(command[0], command, environment)


def become(environment):
    """Turns this process into the function: its environment, and nothing of the stem's."""
    # Through os.environ, which also changes what native libraries see; a new mapping would not.
    for name in [name for name in os.environ if name not in environment]:
        del os.environ[name]
    os.environ.update(environment)
    time.tzset()
    # The stem looked into the code's folders while they were empty.
    # (importlib.invalidate_caches would forget more, and loads importlib.metadata for 9 ms.)
    for folder in [folder for folder in sys.path_importer_cache if folder.startswith(("/var/task", "/opt"))]:
        del sys.path_importer_cache[folder]
    if "AWS_LAMBDA_LOG_FORMAT" in environment or "AWS_LAMBDA_LOG_LEVEL" in environment:
        # The client reads these two when it is loaded.
        importlib.reload(sys.modules["awslambdaric.bootstrap"])


def run_client():
    """Runs the official client for ever."""
    from awslambdaric.bootstrap import run
    from awslambdaric.lambda_runtime_client import LambdaRuntimeClient

    sys.argv = [CLIENT + "/awslambdaric/__main__.py", os.environ["_HANDLER"]]
    run(os.environ["_HANDLER"], LambdaRuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"]))


def main():
    set_module_path()
    # The code lives as long as this process: compiled files beside it would only cost time and disk.
    sys.dont_write_bytecode = True
    if sys.argv[1:] != ["--assigned"]:
        api = os.environ["AWS_LAMBDA_RUNTIME_API"]
        warm_up()
        try:
            header = next_assignment(api)
            environment = header["environment"]
            os.chdir(environment["LAMBDA_TASK_ROOT"])
            if header["reexec"] or needs_fresh_start(environment):
                start_afresh(environment)
        except Exception as error:
            abandon(api, error)
        become(environment)
    run_client()


if __name__ == "__main__":
    main()
