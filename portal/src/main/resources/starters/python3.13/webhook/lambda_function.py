"""Receives a webhook and believes it only if its signature is right.

The sender signs the body with a secret that both sides know and sends the signature along:

    X-Signature-256: sha256=<HMAC-SHA-256 of the body in hexadecimal>

GitHub does the same under the name X-Hub-Signature-256. The secret is the environment variable
WEBHOOK_SECRET (Settings): give it to the sender. Anyone may call the function's URL: the signature
decides. The sample event of the test console is signed with the same secret.
"""

import base64
import hashlib
import hmac
import json
import os

SECRET = os.environ.get("WEBHOOK_SECRET", "")


def lambda_handler(event, context):
    if not SECRET:
        print("WEBHOOK_SECRET is not set")
        return answer(500, "this webhook is not set up yet")
    body = event.get("body") or ""
    body = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
    headers = event.get("headers") or {}
    signature = headers.get("x-signature-256") or headers.get("x-hub-signature-256") or ""
    if not is_signed(body, signature):
        print("refused: the signature does not match")
        return answer(401, "wrong signature")

    delivery = json.loads(body)
    print("received", delivery)
    # Do your work here. Answer soon: senders give up after some seconds.
    return answer(200, "thank you")


def is_signed(body, signature):
    """Compares in constant time, so that the right signature cannot be found byte by byte."""
    expected = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode())


def answer(status, message):
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"message": message}),
    }
