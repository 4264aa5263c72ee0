// HX-Trigger: {"toast":{"level":"ok|error|info|warn","text":"Deployed version 7"}} becomes a toast; network trouble makes one too.
import { icon } from "./on";

const marks: Record<string, string> = { ok: "circle-check", error: "circle-alert", warn: "triangle-alert", info: "info" };

function region(): HTMLElement {
  const found = document.getElementById("toasts");
  if (found) return found;
  const made = Object.assign(document.createElement("div"), { id: "toasts", className: "toasts" });
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
}

export function toast(text: string, level = "info"): void {
  const box = Object.assign(document.createElement("div"), { className: `toast is-${level}` });
  const close = Object.assign(document.createElement("button"), { type: "button" });
  close.setAttribute("aria-label", "Dismiss");
  close.append(icon("x"));
  close.addEventListener("click", () => box.remove());
  box.append(icon(marks[level] ?? "info"), Object.assign(document.createElement("p"), { textContent: text }), close);
  region().append(box);
  // An error stays until it is read; a success may leave by itself.
  if (level !== "error") setTimeout(() => box.remove(), 6000);
}

document.addEventListener("toast", (event) => {
  const detail = (event as CustomEvent<{ text?: string; value?: string; level?: string }>).detail;
  toast(detail.text ?? detail.value ?? "", detail.level);
});
document.addEventListener("htmx:sendError", () => toast("The platform did not answer. Check your connection and try again.", "error"));
document.addEventListener("htmx:responseError", (event) => {
  const status = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.status;
  if (status === 401 || status === 403) toast("Your session has ended or lacks the right to do this. Reload the page to log in again.", "error");
  else if (status === 429) toast("Too many requests at once. Wait a moment and try again.", "warn");
  else if (status !== 422) toast(`That did not work (status ${status}). Reload the page to see how things stand, then try again.`, "error");
});
