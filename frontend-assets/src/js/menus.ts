// Menus are <details>; here they learn to close on Escape and on a click elsewhere, and the drawer to close on Escape.
document.addEventListener("click", (event) => {
  document.querySelectorAll<HTMLDetailsElement>("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target as Node)) menu.open = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll<HTMLDetailsElement>("details.menu[open]").forEach((menu) => {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
  });
  const drawer = document.querySelector<HTMLInputElement>(".nav-toggle:checked");
  if (drawer) { drawer.checked = false; drawer.focus(); }
});
