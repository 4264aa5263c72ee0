// The smallest useful function: it gets an event and returns an answer, both of them JSON.
// What it prints appears in the log of the call.

export const handler = async (event, context) => {
  console.log("called with", event);
  return {
    message: `Hello, ${event.name ?? "world"}!`,
    requestId: context.awsRequestId,
    millisecondsLeft: context.getRemainingTimeInMillis(),
  };
};
