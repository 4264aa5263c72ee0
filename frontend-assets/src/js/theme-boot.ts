// Loaded without defer, first in <head>: the chosen theme must be known before anything is painted.
const root = document.documentElement;
root.classList.add("js");
try {
  const theme = localStorage.getItem("millirun.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's theme then stands.
}
