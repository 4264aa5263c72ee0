// Serves the rendered style guide with the policy that the portal sends.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
export const policy = "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-styleguide'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export function serve(port = 0) {
  const server = createServer(async (request, response) => {
    const name = path.posix.normalize(new URL(request.url, "http://localhost").pathname);
    const file = name.startsWith("/assets/")
      ? path.join(root, "target/classes/META-INF/resources", name)
      : path.join(root, "target/styleguide", name.endsWith("/") ? `${name}index.html` : name);
    try {
      const body = await readFile(file);
      response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream", "content-security-policy": policy });
      response.end(body);
    } catch {
      response.writeHead(404).end("not found");
    }
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

if (process.argv[1] === import.meta.filename) {
  const server = await serve(Number(process.env.PORT ?? 4100));
  console.log(`style guide on http://localhost:${server.address().port}/`);
}
