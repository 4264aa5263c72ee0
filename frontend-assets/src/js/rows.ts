// [data-rows] holds a list and a <template>; [data-row-add] copies the template, [data-row-remove] removes a row. The server
// sends blank spare rows for readers without JavaScript and ignores those left empty.
import { announce, on } from "./on";

on("click", "[data-row-add]", (button) => {
  const rows = button.closest("[data-rows]");
  const template = rows?.querySelector("template");
  const list = rows?.querySelector("[data-row-list]");
  if (!template || !list) return;
  const index = String(Number(list.getAttribute("data-next") ?? list.children.length));
  list.setAttribute("data-next", String(Number(index) + 1));
  const copy = template.content.cloneNode(true) as DocumentFragment;
  for (const node of copy.querySelectorAll("*")) {
    for (const attribute of [...node.attributes]) {
      if (attribute.value.includes("__i__")) attribute.value = attribute.value.replaceAll("__i__", index);
    }
  }
  list.append(copy);
  list.lastElementChild?.querySelector("input")?.focus();
});

on("click", "[data-row-remove]", (button) => {
  const row = button.closest("[data-row]");
  const next = (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector<HTMLElement>("input")
    ?? row?.closest("[data-rows]")?.querySelector<HTMLElement>("[data-row-add]");
  row?.remove();
  next?.focus();
  announce("Row removed");
});

// Pasting a whole .env file fills one row per line.
on("paste", "[data-rows] input", (input, event) => {
  const text = event.clipboardData?.getData("text") ?? "";
  const pairs = [...text.matchAll(/^(?:export\s+)?([A-Za-z_]\w*)=(.*)$/gm)];
  const rows = input.closest("[data-rows]");
  if (pairs.length < 2 || !rows) return;
  event.preventDefault();
  for (const [, name = "", value = ""] of pairs) {
    const blank = () => [...rows.querySelectorAll("[data-row]")].find((row) => [...row.querySelectorAll("input")].every((field) => !field.value));
    if (!blank()) rows.querySelector<HTMLElement>("[data-row-add]")?.click();
    const [key, content] = blank()?.querySelectorAll("input") ?? [];
    if (key && content) { key.value = name; content.value = value.replace(/^(["'])(.*)\1$/, "$2"); }
  }
});
