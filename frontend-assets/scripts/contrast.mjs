// Checks pairs of ink and ground in tokens.css against WCAG 2.2 AA in both themes.
import { readFile } from "node:fs/promises";
import path from "node:path";

const css = await readFile(path.resolve(import.meta.dirname, "../src/css/tokens.css"), "utf8");
const tokens = Object.fromEntries([...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [name, [light, dark]]));
const luminance = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
  .map((c) => (c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
const ratio = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };

const grounds = ["bg", "surface", "sunken", "raised", "hover"];
const pairs = [
  ...["ink", "ink-2", "ink-3", "accent", "error", "ok"].flatMap((ink) => grounds.map((ground) => [ink, ground, 4.5])),
  ...["ok", "error", "warn", "info", "cold", "violet", "accent"].flatMap((name) => [[name, `${name}-soft`, 4.5], ["ink-2", `${name}-soft`, 4.5], [name, "surface", 4.5]]),
  ...["keyword", "string", "number", "comment", "function", "type"].flatMap((name) => [[`code-${name}`, "surface", 4.5], [`code-${name}`, "sunken", 4.5]]),
  ["ink", "code-select", 4.5], ["on-accent", "accent-fill", 4.5], ["on-accent", "accent-fill-hover", 4.5], ["on-error", "error-fill", 4.5],
  ["control-line", "surface", 3], ["control-line", "bg", 3], ["accent-mark", "surface", 3], ["accent-mark", "bg", 3], ["accent-mark", "sunken", 3], ["accent", "bg", 3],
];
let failed = 0;
for (const [ink, ground, least] of pairs) {
  ["light", "dark"].forEach((theme, i) => {
    const value = ratio(tokens[ink][i], tokens[ground][i]);
    if (value < least) { failed++; console.error(`${theme}: ${ink} on ${ground} is ${value.toFixed(2)}, needs ${least}`); }
  });
}
console.log(`${pairs.length * 2} contrast pairs, ${failed} too low`);
process.exitCode = failed ? 1 : 0;
