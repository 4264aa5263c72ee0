"""A Runtime API of one process for trying runtime images: instances are real containers, hardened as
the platform hardens them, and their callers are test code."""

import json
import queue
import secrets
import socket
import struct
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WAIT = 30  # seconds for anything that is to happen; far above what is normal
LABEL = "io.millirun.test"


class Outcome:
    """What an instance said: kind (response, error, init), body, headers, trailers, log lines until then."""

    def __init__(self, kind, body, headers, trailers, logs):
        self.kind, self.body, self.headers, self.trailers, self.logs = kind, body, headers, trailers, logs
        self.at = time.monotonic()

    def json(self):
        return json.loads(self.body)


class Instance:
    """One container and the state of its conversation."""

    def __init__(self, api):
        self.api = api
        self.token = secrets.token_hex(16)
        self.waiting = threading.Event()
        self.assignment = queue.Queue()
        self.invocations = queue.Queue()
        self.outcomes = queue.Queue()
        self.connections = {}
        self.log_socket = None
        self.log_lock = threading.Lock()
        self.log_data = b""
        self.container = None
        self.calls = 0

    def start(self, image, memory=128):
        run = [
            "docker", "run", "--detach", "--rm", "--network", "bridge", "--label", LABEL,
            "--add-host", f"{self.token}.instance:{self.api.address}",
            "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--pids-limit", "128",
            "--memory", f"{memory}m", "--memory-swap", f"{memory}m", "--log-driver", "none",
            "--volume", "/var/task", "--volume", "/opt", "--volume", "/tmp",
            "--env", f"AWS_LAMBDA_RUNTIME_API={self.token}.instance:{self.api.port}",
            "--env", f"MILLIRUN_LOG_PORT={self.api.log_port}", image,
        ]  # fmt: skip
        self.container = subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip()
        if not self.waiting.wait(WAIT):
            raise TimeoutError(f"no poll for an assignment; log: {self.logs()}")
        return self

    def assign(self, handler, files=(), environment=None, reexec=False):
        """Files are (path, bytes or link target as str, mode)."""
        variables = {
            **self.api.runtime["environment"],
            "AWS_LAMBDA_RUNTIME_API": f"{self.token}.instance:{self.api.port}",
            "_HANDLER": handler,
            "AWS_LAMBDA_FUNCTION_NAME": "trial",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
            "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/trial",
            "AWS_LAMBDA_LOG_STREAM_NAME": "2026/01/01/[$LATEST]0",
            **(environment or {}),
        }
        entries, contents = [], []
        for path, content, mode in files:
            link = content if isinstance(content, str) else None
            entries.append({"path": path, "mode": mode, "size": 0 if link else len(content), "link": link})
            contents.append(b"" if link else content)
        header = json.dumps({"environment": variables, "files": entries, "reexec": reexec}).encode()
        self.assignment.put(struct.pack(">I", len(header)) + header + b"".join(contents))

    def send(self, event):
        self.calls += 1
        self.invocations.put((f"{self.calls:08d}-0000-4000-8000-000000000000", json.dumps(event).encode()))

    def invoke(self, event):
        self.send(event)
        return self.outcome()

    def outcome(self):
        return self.outcomes.get(timeout=WAIT)

    def drain(self):
        """Takes what has arrived on the log connection: what was printed before is there by now."""
        with self.log_lock:
            while self.log_socket is not None:
                try:
                    data = self.log_socket.recv(1 << 16, socket.MSG_DONTWAIT)
                except BlockingIOError:
                    return
                except OSError:
                    data = b""
                if not data:
                    self.log_socket.close()
                    self.log_socket = None
                self.log_data += data

    def logs(self):
        """Log lines since the last look."""
        self.drain()
        with self.log_lock:
            data, self.log_data = self.log_data, b""
        return data.decode().splitlines()

    def exit_code(self):
        wait = subprocess.run(["docker", "wait", self.container], capture_output=True, text=True, timeout=WAIT)
        return int(wait.stdout) if wait.returncode == 0 else None

    def remove(self):
        if self.container:
            subprocess.run(["docker", "rm", "--force", "--volumes", self.container], capture_output=True)


class FakeRuntimeApi:
    """Listens on the Docker bridge's gateway only."""

    def __init__(self, runtime):
        self.runtime = runtime
        inspect = ["docker", "network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}"]
        gateway = subprocess.run(inspect, check=True, capture_output=True, text=True).stdout.strip()
        # Old engines do not report the default bridge's gateway; then the interface knows it.
        self.address = gateway or interface_address("docker0")
        self.instances = {}
        self.stopped = False
        self.http = ThreadingHTTPServer((self.address, 0), type("Handler", (Handler,), {"api": self}))
        self.http.daemon_threads = True
        self.port = self.http.server_port
        self.log_server = socket.create_server((self.address, 0), backlog=64)
        self.log_port = self.log_server.getsockname()[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        threading.Thread(target=self.accept_logs, daemon=True).start()

    def instance(self):
        instance = Instance(self)
        self.instances[instance.token] = instance
        return instance

    def accept_logs(self):
        while True:
            try:
                connection, _ = self.log_server.accept()
            except OSError:
                return
            token = b""
            while not token.endswith(b"\n"):
                token += connection.recv(1)
            instance = self.instances[token.decode().strip()]
            instance.log_socket = connection
            threading.Thread(target=self.keep_draining, args=(instance,), daemon=True).start()

    def keep_draining(self, instance):
        """So that a talkative function is not held up."""
        while instance.log_socket is not None and not self.stopped:
            instance.drain()
            time.sleep(0.002)

    def close(self):
        self.stopped = True
        for instance in self.instances.values():
            instance.remove()
        self.http.shutdown()
        self.http.server_close()
        self.log_server.close()


def interface_address(name):
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        siocgifaddr = 0x8915
        answer = fcntl.ioctl(probe.fileno(), siocgifaddr, struct.pack("256s", name.encode()))
    return socket.inet_ntoa(answer[20:24])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one write, hence one packet, for head and body
    disable_nagle_algorithm = True
    api = None

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass  # an instance that is removed or restarts drops its connections

    def caller(self):
        host = self.headers["Host"]
        token, _, rest = host.partition(".")
        assert rest == f"instance:{self.api.port}", f"unexpected Host {host}"
        instance = self.api.instances[token]
        instance.connections.setdefault(self.client_address, []).append(f"{self.command} {self.path.rsplit('/', 1)[1]}")
        return instance

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def do_GET(self):
        instance = self.caller()
        if self.path == "/millirun/v1/assignment":
            instance.waiting.set()
            body = instance.assignment.get()
            if body is None:
                self.answer(410)
            elif isinstance(body, int):
                instance.waiting.clear()
                self.answer(body)
            else:
                self.answer(200, body, [("Content-Type", "application/vnd.millirun.assignment")])
        elif self.path == "/2018-06-01/runtime/invocation/next":
            request_id, body = instance.invocations.get()
            deadline = str(int(time.time() * 1000) + 3000)
            headers = [
                ("Content-Type", "application/json"),
                ("Lambda-Runtime-Aws-Request-Id", request_id),
                ("Lambda-Runtime-Deadline-Ms", deadline),
                ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:millirun-1:000000000000:function:trial"),
                ("Lambda-Runtime-Trace-Id", "Root=1-0-0"),
            ]
            self.answer(200, body, headers)
        else:
            self.answer(404)

    def do_POST(self):
        instance = self.caller()
        body, trailers = self.read_body()
        # The function's prints were sent before its answer: they have arrived.
        kind = "init" if self.path.endswith("/init/error") else self.path.rsplit("/", 1)[1]
        instance.outcomes.put(Outcome(kind, body, dict(self.headers), trailers, instance.logs()))
        self.answer(202, b'{"status":"OK"}', [("Content-Type", "application/json")])

    def read_body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0))), {}
        body, trailers = b"", {}
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while line := self.rfile.readline().strip():
            name, _, value = line.decode().partition(":")
            trailers[name] = value.strip()
        return body, trailers
