// A thin line at the top while any htmx request is under way, but for those of [data-quiet], which come by themselves.
let pending = 0;
const line = Object.assign(document.createElement("div"), { className: "page-progress" });
line.setAttribute("aria-hidden", "true");
document.body.append(line);
const quiet = (event: Event) => event.target instanceof Element && event.target.closest("[data-quiet]") !== null;
document.addEventListener("htmx:beforeRequest", (event) => { if (quiet(event)) return; pending++; line.toggleAttribute("data-active", true); });
document.addEventListener("htmx:afterRequest", (event) => { if (quiet(event)) return; pending = Math.max(0, pending - 1); line.toggleAttribute("data-active", pending > 0); });
