// Receives a webhook and believes it only if its signature is right.
//
// The sender signs the body with a secret that both sides know and sends the signature along:
//
//   X-Signature-256: sha256=<HMAC-SHA-256 of the body in hexadecimal>
//
// GitHub does the same under the name X-Hub-Signature-256. The secret is the environment variable
// WEBHOOK_SECRET (Settings): give it to the sender. Anyone may call the function's URL: the signature
// decides. The sample event of the test console is signed with the same secret.

import { createHmac, timingSafeEqual } from "node:crypto";

const secret = process.env.WEBHOOK_SECRET;

export const handler = async (event) => {
  if (!secret) {
    console.error("WEBHOOK_SECRET is not set");
    return answer(500, "this webhook is not set up yet");
  }
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  const headers = event.headers ?? {};
  const signature = headers["x-signature-256"] ?? headers["x-hub-signature-256"] ?? "";
  if (!isSigned(body, signature)) {
    console.warn("refused: the signature does not match");
    return answer(401, "wrong signature");
  }

  const delivery = JSON.parse(body);
  console.log("received", delivery);
  // Do your work here. Answer soon: senders give up after some seconds.
  return answer(200, "thank you");
};

// Compares in constant time, so that the right signature cannot be found byte by byte.
function isSigned(body, signature) {
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function answer(statusCode, message) {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}
