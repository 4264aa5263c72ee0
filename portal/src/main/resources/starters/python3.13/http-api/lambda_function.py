"""A small JSON API behind the function's URL:

    GET  <url>?name=Ada          greets by name
    POST <url>  {"name": "Ada"}  does the same with a JSON body

The event is AWS Lambda's "payload format 2.0", so this code runs there unchanged.
"""

import base64
import json
from datetime import datetime, timezone


def lambda_handler(event, context):
    method = event["requestContext"]["http"]["method"]
    if method == "GET":
        return greet((event.get("queryStringParameters") or {}).get("name"))
    if method == "POST":
        body = read_json(event)
        return greet(body.get("name")) if body else answer(400, {"error": "the body is not a JSON object"})
    return answer(405, {"error": f"{method} is not allowed here"})


def greet(name):
    name = name or "world"
    print("greeting", name)
    return answer(200, {"message": f"Hello, {name}!", "at": datetime.now(timezone.utc).isoformat()})


def read_json(event):
    """The body is text, or base64 if it was sent as anything else."""
    body = event.get("body") or ""
    try:
        value = json.loads(base64.b64decode(body) if event.get("isBase64Encoded") else body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def answer(status, value):
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(value),
    }
