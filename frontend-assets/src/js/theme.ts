// <button data-theme-choice="light|dark|system">: remembered in this browser only.
import { on, onContent } from "./on";

const root = document.documentElement;
const current = () => root.dataset.theme ?? "system";
const show = (scope: ParentNode) =>
  scope.querySelectorAll<HTMLElement>("[data-theme-choice]").forEach((button) =>
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === current())));

on("click", "[data-theme-choice]", (button) => {
  const theme = button.dataset.themeChoice ?? "system";
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem("millirun.theme");
    else localStorage.setItem("millirun.theme", theme);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  show(document);
});
onContent(show);
