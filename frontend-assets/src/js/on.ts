// One listener per event on the document, so that parts swapped in by htmx behave without being wired again.
export function on<K extends keyof DocumentEventMap>(
  type: K, selector: string, handle: (element: HTMLElement, event: DocumentEventMap[K]) => void,
): void {
  document.addEventListener(type, (event) => {
    const element = (event.target as Element | null)?.closest?.<HTMLElement>(selector);
    if (element) handle(element, event);
  });
}

/** Runs now for the whole page and again for each part that htmx brings in. */
export function onContent(run: (root: ParentNode) => void): void {
  run(document);
  document.addEventListener("htmx:load", (event) => run((event as CustomEvent<{ elt: Element }>).detail.elt.parentElement ?? document));
}

/** Says something to screen readers without moving the focus. */
export function announce(text: string): void {
  let region = document.getElementById("announcer");
  if (!region) {
    region = Object.assign(document.createElement("div"), { id: "announcer", className: "sr-only" });
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = text;
}

export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/assets/icons.svg#${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}
