// Builds everything under META-INF/resources/assets, from where the portal's jar serves it at /assets/**.
import { build } from "esbuild";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { gzipSync } from "node:zlib";

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, "..");
const out = path.join(root, "target/classes/META-INF/resources/assets");
await rm(out, { recursive: true, force: true });
await mkdir(path.join(out, "fonts"), { recursive: true });

const target = ["chrome123", "firefox121", "safari17.5"];
await build({
  absWorkingDir: root, outdir: out, bundle: true, minify: true, target, format: "iife", legalComments: "linked", logLevel: "warning",
  entryPoints: { millirun: "src/js/main.ts", theme: "src/js/theme-boot.ts" },
});
// A module, so that the languages are files of their own.
await build({
  absWorkingDir: root, outdir: out, bundle: true, minify: true, target, format: "esm", splitting: true, chunkNames: "editor-[name]-[hash]", legalComments: "linked", logLevel: "warning",
  entryPoints: { editor: "src/js/editor.ts" },
});
await build({
  absWorkingDir: root, outfile: path.join(out, "millirun.css"), bundle: true, minify: true, target, logLevel: "warning",
  entryPoints: ["src/css/index.css"], external: ["/assets/*"],
});

const font = (name, file) => cp(path.join(root, "node_modules/@fontsource-variable", name, "files", file), path.join(out, "fonts", `${name}.woff2`));
await font("inter", "inter-latin-wght-normal.woff2");
await font("jetbrains-mono", "jetbrains-mono-latin-wght-normal.woff2");

// Documents are printed with these; they are not served.
const print = path.join(root, "target/classes/print-fonts");
await mkdir(print, { recursive: true });
for (const [weight, name] of [["400Regular", "inter-400"], ["600SemiBold", "inter-600"]]) {
  await cp(path.join(root, "node_modules/@expo-google-fonts/inter", weight, `Inter_${weight}.ttf`), path.join(print, `${name}.ttf`));
}

// One sprite: the names in lucide.txt, then our own drawings.
const symbol = (id, svg, attributes = "") => {
  const viewBox = /viewBox="([^"]+)"/.exec(svg)[1];
  const body = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="${id}" viewBox="${viewBox}"${attributes}>${body}</symbol>`;
};
const lucide = path.join(path.dirname(require.resolve("lucide-static/package.json")), "icons");
const names = (await readFile(path.join(root, "src/icons/lucide.txt"), "utf8")).split("\n").map((line) => line.trim()).filter(Boolean);
const symbols = await Promise.all(names.map(async (name) => symbol(name, await readFile(path.join(lucide, `${name}.svg`), "utf8"))));
for (const file of (await readdir(path.join(root, "src/icons"))).filter((name) => name.endsWith(".svg")).sort()) {
  symbols.push(symbol(file.slice(0, -4), await readFile(path.join(root, "src/icons", file), "utf8")));
}
await writeFile(path.join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
for (const file of ["favicon.svg", "logo.svg"]) await cp(path.join(root, "src/brand", file), path.join(out, file));

const budgets = { "millirun.css": 25, "millirun.js": 30, "editor.js": 170, "icons.svg": 12 };
for (const file of (await readdir(out)).sort()) {
  if (!/\.(css|js|svg)$/.test(file)) continue;
  const small = gzipSync(await readFile(path.join(out, file)), { level: 9 });
  await writeFile(path.join(out, `${file}.gz`), small);
  const kilobytes = small.length / 1024;
  console.log(`${file.padEnd(16)} ${kilobytes.toFixed(1).padStart(6)} KB gz${budgets[file] ? ` of ${budgets[file]}` : ""}`);
  if (kilobytes > (budgets[file] ?? Infinity)) { console.error(`${file} is over its budget`); process.exitCode = 1; }
}
