// <button data-copy="text"> or <button data-copy-from="#id">: copies, and says so.
import { announce, on } from "./on";

on("click", "[data-copy], [data-copy-from]", async (button) => {
  const source = button.dataset.copyFrom ? document.querySelector(button.dataset.copyFrom) : null;
  const text = button.dataset.copy ?? (source instanceof HTMLInputElement ? source.value : source?.textContent?.trim()) ?? "";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Plain http on a foreign host has no clipboard: select the text, so that Ctrl+C is one key away.
    if (source) getSelection()?.selectAllChildren(source);
    announce("Copying is not allowed here; the text is selected");
    return;
  }
  const label = button.querySelector<HTMLElement>("[data-copy-label]");
  const before = label?.textContent ?? "";
  const use = button.querySelector("use");
  const mark = use?.getAttribute("href") ?? "";
  if (button.hasAttribute("data-copied")) return;
  button.setAttribute("data-copied", "");
  if (label) label.textContent = "Copied";
  use?.setAttribute("href", "/assets/icons.svg#check");
  announce("Copied");
  setTimeout(() => {
    button.removeAttribute("data-copied");
    if (label) label.textContent = before;
    use?.setAttribute("href", mark);
  }, 1600);
});
