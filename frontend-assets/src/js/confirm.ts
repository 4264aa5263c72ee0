// data-confirm="question" on a form or htmx element asks in a <dialog> first; data-confirm-title and data-confirm-action name
// it; data-confirm-phrase="word" must be typed. data-dialog-open="#id" opens one written in the page.
import { on } from "./on";

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, text = ""): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

function ask(from: HTMLElement): Promise<boolean> {
  const { confirm = "", confirmTitle = "Are you sure?", confirmAction = "Continue", confirmPhrase } = from.dataset;
  const dialog = element("dialog", "dialog");
  const form = element("form", "");
  form.method = "dialog";
  const body = element("div", "dialog__body");
  const title = element("h2", "", confirmTitle);
  title.id = "confirm-title";
  dialog.setAttribute("aria-labelledby", title.id);
  body.append(title, element("p", "", confirm));
  const cancel = element("button", "btn", "Cancel");
  cancel.value = "no";
  cancel.type = "submit";
  cancel.formNoValidate = true;
  const go = element("button", "btn btn--danger-fill", confirmAction);
  go.value = "yes";
  if (confirmPhrase) {
    const label = element("label", "field");
    const text = element("span", "label", `Type ${confirmPhrase} to confirm`);
    const input = element("input", "input input--mono");
    input.autocomplete = "off";
    go.disabled = true;
    input.addEventListener("input", () => { go.disabled = input.value !== confirmPhrase; });
    input.addEventListener("keydown", (event) => { if (event.key === "Enter" && go.disabled) event.preventDefault(); });
    label.append(text, input);
    body.append(label);
  }
  const foot = element("div", "dialog__foot");
  foot.append(cancel, go);
  form.append(body, foot);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  (confirmPhrase ? dialog.querySelector("input") : cancel)?.focus();
  // Enter in the phrase field must mean the action, not the first button, which is Cancel.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) { event.preventDefault(); if (!go.disabled) dialog.close("yes"); }
  });
  return new Promise((resolve) => dialog.addEventListener("close", () => { resolve(dialog.returnValue === "yes"); dialog.remove(); }));
}

const agreed = new WeakSet<HTMLElement>();
document.addEventListener("submit", (event) => {
  const submitter = (event as SubmitEvent).submitter;
  const form = event.target as HTMLFormElement;
  const from = submitter?.dataset.confirm ? submitter : form;
  if (!from.dataset.confirm || agreed.delete(from)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void ask(from).then((yes) => {
    if (!yes) return;
    agreed.add(from);
    form.requestSubmit(submitter);
  });
}, true);
document.addEventListener("htmx:confirm", (event) => {
  const from = event.target as HTMLElement;
  if (!from.dataset.confirm || from instanceof HTMLFormElement) return;
  event.preventDefault();
  void ask(from).then((yes) => { if (yes) (event as CustomEvent<{ issueRequest: (skip: boolean) => void }>).detail.issueRequest(true); });
});

on("click", "[data-dialog-open]", (button) => document.querySelector<HTMLDialogElement>(button.dataset.dialogOpen ?? "")?.showModal());
on("click", "[data-dialog-close]", (button) => button.closest("dialog")?.close());
