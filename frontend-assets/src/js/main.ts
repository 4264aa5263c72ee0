// Everything here improves pages that already work without it.
import htmx from "htmx.org";
import "./csrf";
import "./theme";
import "./copy";
import "./confirm";
import "./rows";
import "./times";
import "./password";
import "./passkeys";
import "./memory";
import "./templates";
import "./toasts";
import "./progress";
import "./menus";
import "./tips";
import "./shortcuts";
import "./follow";

declare global { interface Window { htmx: typeof htmx } }
window.htmx = htmx;
