// [data-tip] inside a chart shows its text beside the pointer or the focus; the same text is in the chart's table.
import { on } from "./on";

const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
tip.setAttribute("aria-hidden", "true");
document.body.append(tip);
const show = (target: Element) => {
  tip.textContent = target.getAttribute("data-tip");
  tip.hidden = false;
  const box = target.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left + box.width / 2 - tip.offsetWidth / 2), innerWidth - tip.offsetWidth - 8);
  tip.style.left = `${left}px`;
  tip.style.top = `${Math.max(8, box.top - tip.offsetHeight - 6)}px`;
};
on("mouseover", "[data-tip]", show);
on("focusin", "[data-tip]", show);
on("mouseout", "[data-tip]", () => { tip.hidden = true; });
on("focusout", "[data-tip]", () => { tip.hidden = true; });
