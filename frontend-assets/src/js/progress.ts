// A thin line at the top while any htmx request is under way.
let pending = 0;
const line = Object.assign(document.createElement("div"), { className: "page-progress" });
line.setAttribute("aria-hidden", "true");
document.body.append(line);
document.addEventListener("htmx:beforeRequest", () => { pending++; line.toggleAttribute("data-active", true); });
document.addEventListener("htmx:afterRequest", () => { pending = Math.max(0, pending - 1); line.toggleAttribute("data-active", pending > 0); });
