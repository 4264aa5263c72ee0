// A small JSON API behind the function's URL:
//
//   GET  <url>?name=Ada          greets by name
//   POST <url>  {"name": "Ada"}  does the same with a JSON body
//
// The event is AWS Lambda's "payload format 2.0", so this code runs there unchanged.

export const handler = async (event) => {
  const { method } = event.requestContext.http;
  if (method === "GET") {
    return greet(event.queryStringParameters?.name);
  }
  if (method === "POST") {
    const body = readJson(event);
    return body ? greet(body.name) : answer(400, { error: "the body is not JSON" });
  }
  return answer(405, { error: `${method} is not allowed here` });
};

function greet(name = "world") {
  console.log("greeting", name);
  return answer(200, { message: `Hello, ${name}!`, at: new Date().toISOString() });
}

// The body is text, or base64 if it was sent as anything else.
function readJson({ body = "", isBase64Encoded }) {
  try {
    return JSON.parse(isBase64Encoded ? Buffer.from(body, "base64").toString() : body);
  } catch {
    return undefined;
  }
}

function answer(statusCode, value) {
  return {
    statusCode,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
  };
}
