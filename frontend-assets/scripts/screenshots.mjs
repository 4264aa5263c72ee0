// Every page at 390 and 1440 px, light and dark, into target/screenshots; fails on sideways scrolling, on a violation of the
// content security policy or an error in the console, and on what axe finds. Names given as arguments narrow it down.
import { mkdir, readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const root = path.resolve(import.meta.dirname, "..");
const out = path.join(root, "target/screenshots");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
await mkdir(out, { recursive: true });
const wanted = process.argv.slice(2);
const pages = ["index", ...(await readdir(path.join(root, "target/styleguide/pages"))).map((name) => `pages/${name.replace(".html", "")}`)]
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)));

const server = await serve();
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let faults = 0;
const fault = (text) => { faults++; console.error(`  ✗ ${text}`); };
for (const colorScheme of ["light", "dark"]) {
  for (const width of [390, 1440]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: false, timezoneId: "Europe/Berlin", locale: "en-GB", reducedMotion: "reduce" });
    for (const name of pages) {
      const page = await context.newPage();
      const said = [];
      page.on("console", (message) => { if (message.type() === "error") said.push(message.text()); });
      page.on("pageerror", (error) => said.push(error.message));
      await page.clock.setFixedTime("2026-11-24T09:20:00Z");
      await page.goto(`${base}/${name}.html`, { waitUntil: "load" });
      await page.evaluate(() => document.fonts.ready);
      const height = await page.evaluate(() => Math.max(900, document.documentElement.scrollHeight));
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: path.join(out, `${name.replace("pages/", "")}-${width}-${colorScheme}.png`), fullPage: true, animations: "disabled" });
      const label = `${name} ${width} ${colorScheme}`;
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) fault(`${label}: ${over} px too wide`);
      said.forEach((text) => fault(`${label}: ${text}`));
      await page.evaluate(axe);
      const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      for (const violation of found.violations) fault(`${label}: ${violation.id}: ${violation.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
server.close();
console.log(`${pages.length * 4} screenshots in target/screenshots, ${faults} faults`);
process.exitCode = faults ? 1 : 0;
