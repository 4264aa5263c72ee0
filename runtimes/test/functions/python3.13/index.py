import importlib
import os
import subprocess
import sys

calls = 0


def handler(event, context):
    global calls
    calls += 1
    return {"calls": calls, "event": event}


def chatty(event, context):
    for line in range(1, 6):
        print(f"line {line} of {event['call']}")
    os.write(2, f"stderr of {event['call']}\n".encode())
    return event["call"]


def flood(event, context):
    for _ in range(4000):
        print("x" * 250)
    print("last line")
    return "flooded"


def throws(event, context):
    raise TypeError("on purpose: ü")


def environment(event, context):
    return {
        "process": dict(os.environ),
        "child": subprocess.run(["/usr/bin/env"], capture_output=True, text=True).stdout,
        "cwd": os.getcwd(),
        "user": [os.getuid(), os.getgid()],
    }


def read(path):
    with open(path) as file:
        return file.read()


def layers(event, context):
    return {
        "module": importlib.import_module("from_layer").VALUE,
        "file": read("/opt/data.txt"),
        "link": read("/var/task/link.txt"),
        "target": os.readlink("/var/task/link.txt"),
        "executable": oct(os.stat("/var/task/tool").st_mode & 0o777)[2:],
        "tool": subprocess.run(["/var/task/tool"], capture_output=True, text=True).stdout,
    }


def big(event, context):
    return {"length": len(event["text"]), "text": event["text"]}


def restarted(event, context):
    return {"optimized": sys.flags.optimize, "options": os.environ.get("PYTHONOPTIMIZE")}


def sandbox(event, context):
    tries = {}
    for path in ["/etc/x", "/usr/lib/millirun/x", "/tmp/x", "/var/task/x"]:
        try:
            with open(path, "w") as file:
                file.write("x")
            tries[path] = "written"
        except OSError as error:
            tries[path] = os.strerror(error.errno)
    return tries
