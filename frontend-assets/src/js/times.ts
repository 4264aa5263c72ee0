// <time datetime="2026-11-24T09:14:03Z" data-local="datetime|date|time|ms|ago">UTC text</time>: shown in the reader's zone, UTC in title.
import { onContent } from "./on";

const formats: Record<string, Intl.DateTimeFormatOptions> = {
  datetime: { dateStyle: "medium", timeStyle: "short" },
  date: { dateStyle: "medium" },
  time: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  ms: { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hourCycle: "h23" },
};
const language = document.documentElement.lang || "en";
const steps: [Intl.RelativeTimeFormatUnit, number][] = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function ago(then: Date): string {
  const seconds = (then.getTime() - Date.now()) / 1000;
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" }).format(Math.trunc(seconds / size), unit);
}

function show(scope: ParentNode): void {
  for (const element of scope.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    const then = new Date(element.dateTime);
    if (Number.isNaN(then.getTime())) continue;
    element.title = `${then.toISOString().replace("T", " ").replace("Z", "")} UTC`;
    const kind = element.dataset.local ?? "datetime";
    const old = Math.abs(Date.now() - then.getTime()) > 7 * 86400_000;
    element.textContent = kind === "ago" && !old ? ago(then) : new Intl.DateTimeFormat(language, formats[kind] ?? formats.datetime).format(then);
  }
}
onContent(show);
setInterval(() => show(document), 60_000);
