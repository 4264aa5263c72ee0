// Answers piece by piece, as server-sent events; "While the handler writes" in the function's settings
// lets its URL do so:
//
//   curl -N <url>?steps=5
//
// awslambda is there in AWS Lambda's Node.js runtimes too, so this code runs there unchanged.

export const handler = awslambda.streamifyResponse(async (event, answer) => {
  const steps = Math.min(Number(event.queryStringParameters?.steps ?? 5), 50);
  answer.setContentType("text/event-stream");
  for (let step = 1; step <= steps; step++) {
    answer.write(`data: ${JSON.stringify({ step, of: steps, at: new Date().toISOString() })}\n\n`);
    console.log("wrote step", step);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  answer.end();
});
