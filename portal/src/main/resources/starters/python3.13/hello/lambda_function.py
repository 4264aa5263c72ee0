"""The smallest useful function: it gets an event and returns an answer, both of them JSON.

What it prints appears in the log of the call.
"""


def lambda_handler(event, context):
    print("called with", event)
    return {
        "message": f"Hello, {event.get('name', 'world')}!",
        "requestId": context.aws_request_id,
        "millisecondsLeft": context.get_remaining_time_in_millis(),
    }
