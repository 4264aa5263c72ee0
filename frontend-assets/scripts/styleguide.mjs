// Renders styleguide/ into target/styleguide: layouts around pages, {{icon x}}, {{runtime x}}, {{bars …}}, {{spark …}} and
// {{waterfall …}} replaced by exactly the markup that the Thymeleaf fragments of the same names produce.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const from = path.join(root, "styleguide");
const to = path.join(root, "target/styleguide");

const round = (value) => String(Math.round(value * 100) / 100);
const icon = (name, ...classes) => `<svg class="${["icon", ...classes].join(" ")}" aria-hidden="true"><use href="/assets/icons.svg#${name}"/></svg>`;
const runtime = (id, ...classes) => `<svg class="${["runtime", ...classes].join(" ")}" data-runtime="${id}" aria-hidden="true"><use href="/assets/icons.svg#runtime-${/^[a-z]+/.exec(id)[0]}"/></svg>`;
function bars(values, max, unit, month) {
  const width = 100 / values.length;
  const rects = values.map((value, i) => {
    const height = (value / max) * 100;
    const tip = `${month} ${i + 1}: ${unit.replace("#", value.toFixed(2))}`;
    return `<g data-tip="${tip}"><rect class="bar${i === values.length - 1 ? " bar--soft" : ""}" x="${round(i * width + width * .14)}" y="${round(100 - height)}" width="${round(width * .72)}" height="${round(height)}"/><rect class="hit" x="${round(i * width)}" y="0" width="${round(width)}" height="100"/></g>`;
  });
  const grid = [0, 25, 50, 75, 100].map((y) => `<line class="grid" x1="0" x2="100" y1="${y}" y2="${y}"/>`);
  return `<svg class="bars" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">${grid.join("")}${rects.join("")}</svg>`;
}
function spark(values, label) {
  const max = Math.max(...values.map((v) => Math.abs(v)), 1);
  const rects = values.map((v, i) => `<rect${v < 0 ? ' class="bad"' : ""} x="${i * 4}" y="${round(24 - Math.max(1, (Math.abs(v) / max) * 24))}" width="3" height="${round(Math.max(1, (Math.abs(v) / max) * 24))}"/>`);
  return `<svg class="spark" viewBox="0 0 ${values.length * 4} 24" preserveAspectRatio="none" role="img" aria-label="${label}">${rects.join("")}</svg>`;
}
function waterfall(queue, init, run) {
  const total = queue + init + run;
  const part = (name, start, length) => length === 0 ? "" : `<rect class="${name}" x="${round(start / total * 100)}%" y="0" width="${round(Math.max(length / total * 100, .4))}%" height="22" rx="2"/>`;
  const ticks = Array.from({ length: 21 }, (_, i) => `<line class="axis" x1="${i * 5}%" x2="${i * 5}%" y1="27" y2="${i % 5 ? 30 : 34}"/>`);
  return `<svg class="waterfall__bar" aria-hidden="true">${part("queue", 0, queue)}${part("init", queue, init)}${part("run", queue + init, run)}${ticks.join("")}</svg>`;
}

const tokens = [...(await readFile(path.join(root, "src/css/tokens.css"), "utf8")).matchAll(/--([\w-]+): light-dark\(#/g)].map((match) => match[1]);
const swatches = () => tokens.map((name) => `<li><svg viewBox="0 0 10 10" preserveAspectRatio="none" aria-hidden="true"><rect width="10" height="10" fill="var(--${name})"/></svg>${name}</li>`).join("");
const lucide = (await readFile(path.join(root, "src/icons/lucide.txt"), "utf8")).trim().split("\n");
const allIcons = () => lucide.map((name) => `<li>${icon(name, "icon--lg")}${name}</li>`).join("");

const expand = (text) => text
  .replace("{{swatches}}", swatches)
  .replace("{{allicons}}", allIcons)
  .replace(/\{\{icon ([^}]+)\}\}/g, (_, a) => icon(...a.split(" ")))
  .replace(/\{\{runtime ([^}]+)\}\}/g, (_, a) => runtime(...a.split(" ")))
  .replace(/\{\{bars ([^|]+)\|([^|]+)\|([^|]+)\|([^}]+)\}\}/g, (_, v, max, unit, month) => bars(v.split(",").map(Number), Number(max), unit, month))
  .replace(/\{\{spark ([^|]+)\|([^}]+)\}\}/g, (_, v, label) => spark(v.split(",").map(Number), label))
  .replace(/\{\{waterfall ([^}]+)\}\}/g, (_, v) => waterfall(...v.split(",").map(Number)));

const layouts = Object.fromEntries(await Promise.all(["head", "app", "auth", "plain"].map(async (name) => [name, await readFile(path.join(from, "layout", `${name}.html`), "utf8")])));
const parts = Object.fromEntries(await Promise.all((await readdir(path.join(from, "parts"))).map(async (name) => [name.replace(".html", ""), (await readFile(path.join(from, "parts", name), "utf8")).trim()])));

async function render(source, file) {
  const text = await readFile(source, "utf8");
  const settings = Object.fromEntries(/^<!--(.*?)-->/.exec(text)[1].split(";").map((pair) => pair.split(":").map((word) => word.trim())));
  const content = text.replace(/^<!--.*?-->\s*/, "").replace(/\{\{part ([\w-]+)(?: ([\w-]+))?\}\}/g, (_, name, tab) =>
    parts[name].replace(/\{\{tab ([\w-]+)\}\}/g, (_, id) => (id === tab ? 'aria-current="page"' : "")));
  const html = expand(layouts[settings.layout]
    .replace("{{head}}", () => layouts.head.trim())
    .replaceAll("{{title}}", settings.title)
    .replace("{{editor}}", settings.editor ? '<script type="module" src="/assets/editor.js"></script>' : "")
    .replace("{{inner}}", settings.inner ?? "")
    .replace(/\{\{current (\w+)\}\}/g, (_, id) => (id === settings.nav ? 'aria-current="page"' : ""))
    .replace("{{content}}", () => content));
  const left = /\{\{(?!i\})[^}]*\}\}/.exec(html);
  if (left) throw new Error(`${source}: ${left[0]} is not known`);
  await writeFile(file, html);
}

await rm(to, { recursive: true, force: true });
await mkdir(path.join(to, "pages"), { recursive: true });
await render(path.join(from, "index.html"), path.join(to, "index.html"));
for (const page of await readdir(path.join(from, "pages"))) await render(path.join(from, "pages", page), path.join(to, "pages", page));
console.log("styleguide rendered to target/styleguide");
