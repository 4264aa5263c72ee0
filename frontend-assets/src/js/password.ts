// <button data-password-for="#id" hidden>: shows and hides what is typed; stays hidden without JavaScript.
import { on, onContent } from "./on";

onContent((scope) => scope.querySelectorAll<HTMLElement>("[data-password-for]").forEach((button) => { button.hidden = false; }));
on("click", "[data-password-for]", (button) => {
  const input = document.querySelector<HTMLInputElement>(button.dataset.passwordFor ?? "");
  if (!input) return;
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
  button.querySelector("use")?.setAttribute("href", `/assets/icons.svg#${shown ? "eye-off" : "eye"}`);
});
