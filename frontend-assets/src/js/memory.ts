// [data-memory] ties a slider to a number and says what the size buys. data-price-gb-second and data-currency come from the
// rate card; the sum is for orientation only (money itself is never computed here).
import { on, onContent } from "./on";

const MEGABYTES_PER_CPU = 1769;

function show(box: HTMLElement, megabytes: number): void {
  const cpu = box.querySelector("[data-memory-cpu]");
  const price = box.querySelector("[data-memory-price]");
  if (!Number.isFinite(megabytes) || megabytes <= 0) return;
  if (cpu) cpu.textContent = `${(megabytes / MEGABYTES_PER_CPU).toFixed(2)} vCPU`;
  if (price) {
    const perSecond = (megabytes / 1024) * Number(box.dataset.priceGbSecond);
    price.textContent = new Intl.NumberFormat(document.documentElement.lang || "en", {
      style: "currency", currency: box.dataset.currency ?? "USD", maximumSignificantDigits: 6, minimumSignificantDigits: 2,
    }).format(perSecond);
  }
}

on("input", "[data-memory] input", (input) => {
  const box = input.closest<HTMLElement>("[data-memory]");
  const value = (input as HTMLInputElement).value;
  box?.querySelectorAll<HTMLInputElement>("input").forEach((other) => { if (other !== input) other.value = value; });
  if (box) show(box, Number(value));
});
onContent((scope) => scope.querySelectorAll<HTMLElement>("[data-memory]").forEach((box) =>
  show(box, Number(box.querySelector<HTMLInputElement>('input[type="number"]')?.value))));
