"""The skeleton of a report that a schedule runs, say every morning.

Collect figures, put them into words, deliver them.
"""

import json
import os
import urllib.request
from datetime import datetime, timedelta, timezone


def lambda_handler(event, context):
    until = datetime.fromisoformat(event["time"]) if "time" in event else datetime.now(timezone.utc)
    since = until - timedelta(days=1)

    report = compose(collect(since, until), since, until)
    deliver(report)
    return {"delivered": True, "lines": len(report.splitlines())}


def collect(since, until):
    """Ask your own systems here."""
    return {"orders": 42, "revenue": 1234.5, "hours": (until - since) / timedelta(hours=1)}


def compose(figures, since, until):
    return "\n".join(
        [
            f"Report from {since.isoformat()} to {until.isoformat()}",
            f"{figures['orders']} orders in {figures['hours']:.0f} hours",
            f"{figures['revenue']:.2f} of revenue",
        ]
    )


def deliver(report):
    """Sends the report to the webhook in REPORT_URL (a chat, say); without one it is only printed."""
    print(report)
    url = os.environ.get("REPORT_URL")
    if url:
        body = json.dumps({"text": report}).encode()
        request = urllib.request.Request(url, body, {"content-type": "application/json"})
        # Raises an error, and so fails the call, if the answer is not a success.
        urllib.request.urlopen(request, timeout=10).close()
