// <section data-follow="/…/live"> with a [data-follow-lines] list: appends lines as they are written, by server-sent events.
import { announce, onContent } from "./on";

interface Line { id: string; time: string; level: string; text: string; style: string; late: boolean }

const MOST = 2_000;
const clock = new Intl.DateTimeFormat(document.documentElement.lang || "en",
  { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hourCycle: "h23" });

function element<K extends keyof HTMLElementTagNameMap>(name: K, text: string, className = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function row(line: Line, page: string): HTMLLIElement {
  const item = element("li", "", `log__line log__line--new ${line.style}${line.late ? " log__line--late" : ""}`);
  const then = new Date(line.time);
  const time = element("time", Number.isNaN(then.getTime()) ? line.time : clock.format(then));
  time.dateTime = line.time;
  const text = element("span", line.level === "START" ? "" : line.text);
  if (line.level === "START") {
    const link = element("a", line.text);
    link.href = page + line.id;
    text.append(link);
  }
  item.append(time, element("span", line.level, "log__level"), text);
  return item;
}

function follow(section: HTMLElement): void {
  const list = section.querySelector<HTMLElement>("[data-follow-lines]");
  const state = section.querySelector<HTMLElement>("[data-follow-state]");
  const toggle = section.querySelector<HTMLButtonElement>("[data-follow-toggle]");
  if (!list || !state || !toggle || section.dataset.following) return;
  section.dataset.following = "true";
  const label = toggle.querySelector<HTMLElement>("[data-pause]");
  // A call whose end is on the page already has nothing more to say.
  const known = new Set<string>();
  for (const item of list.querySelectorAll<HTMLElement>(".log__line--platform[data-call]")) {
    if (item.querySelector(".log__level")?.textContent === "REPORT") known.add(item.dataset.call ?? "");
  }
  const held: Line[] = [];
  let paused = false;

  function show(lines: Line[]): void {
    const atEnd = list!.scrollHeight - list!.scrollTop - list!.clientHeight < 40;
    list!.hidden = false;
    section.querySelector("[data-follow-empty]")?.remove();
    list!.append(...lines.map((line) => row(line, section.dataset.callPage ?? "")));
    while (list!.childElementCount > MOST) list!.firstElementChild?.remove();
    if (atEnd) list!.scrollTop = list!.scrollHeight;
  }
  function say(kind: "live" | "paused" | "away"): void {
    state!.textContent = state!.dataset[kind] ?? "";
    state!.className = `status ${kind === "live" ? "is-ok" : kind === "paused" ? "is-idle" : "is-warn"} js-only`;
  }

  list.scrollTop = list.scrollHeight;
  const source = new EventSource(section.dataset.follow ?? "");
  source.addEventListener("open", () => say(paused ? "paused" : "live"));
  source.addEventListener("error", () => say("away"));
  source.addEventListener("lines", (event) => {
    const lines = (JSON.parse((event as MessageEvent<string>).data) as Line[]).filter((line) => line.late || !known.has(line.id));
    if (paused) held.push(...lines);
    else show(lines);
  });
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    paused = !paused;
    if (label) label.textContent = (paused ? label.dataset.resume : label.dataset.pause) ?? "";
    say(paused ? "paused" : "live");
    announce(state!.textContent ?? "");
    if (!paused) show(held.splice(0));
  });
  window.addEventListener("pagehide", () => source.close());
}

onContent((root) => root.querySelectorAll<HTMLElement>("[data-follow]").forEach(follow));
