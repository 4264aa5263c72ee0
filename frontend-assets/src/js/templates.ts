// A radio, option or card with data-template-source="#id" puts that <template>'s text into the editor named by
// data-template-target (default: the first textarea[data-editor]). Text the reader has changed is kept unless they agree.
// data-template-language and data-template-handler set the language and the handler field ([data-handler]).
let last = "";

function apply(choice: HTMLElement): void {
  const source = document.querySelector<HTMLTemplateElement>(choice.dataset.templateSource ?? "");
  const area = document.querySelector<HTMLTextAreaElement>(choice.dataset.templateTarget ?? "textarea[data-editor]");
  if (!source || !area) return;
  const text = (source.content.textContent ?? "").replace(/^\n/, "");
  const untouched = !area.value.trim() || area.value === last || area.value === area.defaultValue;
  if (untouched || window.confirm("Replace the code you have written with this template?")) {
    area.value = last = text;
    area.dataset.language = choice.dataset.templateLanguage ?? area.dataset.language;
    area.dispatchEvent(new CustomEvent("editor:replace", { bubbles: true }));
  }
  const handler = document.querySelector<HTMLInputElement>("[data-handler]");
  if (handler && choice.dataset.templateHandler) handler.value = choice.dataset.templateHandler;
  const name = document.querySelector("[data-editor-name]");
  if (name && choice.dataset.templateFile) name.textContent = choice.dataset.templateFile;
}

document.addEventListener("change", (event) => {
  const input = event.target as HTMLInputElement | HTMLSelectElement;
  const choice = input instanceof HTMLSelectElement ? input.selectedOptions[0] : input;
  if (choice?.dataset.templateSource) apply(choice);
});
