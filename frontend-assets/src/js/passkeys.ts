// Passkeys: makes one on the account page, logs in with one on the log-in page.
import { on } from "./on";

const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";

async function post(path: string, body?: unknown): Promise<Response> {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "text/plain", Accept: "application/json", [meta("_csrf_header")]: meta("_csrf") },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

function show(button: HTMLElement, failed: boolean): void {
  const message = document.querySelector<HTMLElement>(button.dataset.passkeyError ?? "#passkey-error");
  if (message) message.hidden = !failed;
}

if (window.PublicKeyCredential && "parseCreationOptionsFromJSON" in PublicKeyCredential) {
  document.querySelectorAll<HTMLElement>("[data-passkey]").forEach((part) => { part.hidden = false; });
}

on("click", "[data-passkey-create]", async (button) => {
  show(button, false);
  try {
    const options = PublicKeyCredential.parseCreationOptionsFromJSON(await (await post("/account/passkeys/options")).json());
    const credential = await navigator.credentials.create({ publicKey: options });
    const label = document.querySelector<HTMLInputElement>("#passkey-label")?.value ?? "";
    await post(`/account/passkeys?label=${encodeURIComponent(label)}`, (credential as PublicKeyCredential).toJSON());
    location.reload();
  } catch {
    show(button, true);
  }
});

on("click", "[data-passkey-use]", async (button) => {
  show(button, false);
  try {
    const options = PublicKeyCredential.parseRequestOptionsFromJSON(await (await post("/login/passkey/options")).json());
    const credential = await navigator.credentials.get({ publicKey: options });
    const { to } = await (await post("/login/passkey", (credential as PublicKeyCredential).toJSON())).json();
    location.assign(to);
  } catch {
    show(button, true);
  }
});
