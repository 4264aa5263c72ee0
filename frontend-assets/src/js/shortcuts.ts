// Any link or button with data-shortcut="g f" answers to those keys; "?" opens #shortcuts; Ctrl+Enter presses [data-run].
let first = "";
let timer = 0;
const typing = (target: EventTarget | null) => target instanceof Element && target.closest("input:not([type=radio],[type=checkbox],[type=range]), textarea, select, [contenteditable], .cm-editor") !== null;

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const run = document.querySelector<HTMLElement>("[data-run]");
    if (run) { event.preventDefault(); run.click(); }
    return;
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    const primary = (event.target as Element).closest("form")?.querySelector<HTMLElement>("[data-primary]");
    if (primary) { event.preventDefault(); primary.click(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    document.querySelector<HTMLDialogElement>("dialog#shortcuts")?.showModal();
    return;
  }
  const keys = first ? `${first} ${event.key}` : event.key;
  const target = [...document.querySelectorAll<HTMLElement>("[data-shortcut]")].find((element) => element.dataset.shortcut === keys);
  clearTimeout(timer);
  first = "";
  if (target) {
    event.preventDefault();
    if (target instanceof HTMLInputElement) target.focus();
    else target.click();
  } else if (event.key === "g") {
    first = "g";
    timer = window.setTimeout(() => { first = ""; }, 1200);
  }
});
