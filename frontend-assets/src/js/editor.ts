// <textarea data-editor data-language="javascript|python|java|go|json|yaml|text"> becomes CodeMirror. The textarea stays in the
// form and is kept in step, so a plain post carries the code. data-language-from="#select" follows that select's
// data-language; Ctrl/Cmd-S presses the form's [data-primary] button, Ctrl/Cmd-Enter the page's [data-run].
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { linter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

// Each language comes when it is first used; what is not used is not loaded.
const languages: Record<string, () => Promise<Extension>> = {
  javascript: async () => (await import("@codemirror/lang-javascript")).javascript(),
  typescript: async () => (await import("@codemirror/lang-javascript")).javascript({ typescript: true }),
  python: async () => [(await import("@codemirror/lang-python")).python(), indentUnit.of("    ")],
  java: async () => [(await import("@codemirror/lang-java")).java(), indentUnit.of("    ")],
  go: async () => [(await import("@codemirror/lang-go")).go(), indentUnit.of("\t")],
  json: async () => { const { json, jsonParseLinter } = await import("@codemirror/lang-json"); return [json(), linter(jsonParseLinter())]; },
  yaml: async () => (await import("@codemirror/lang-yaml")).yaml(),
};

// The colours are the page's tokens, so that a change of theme needs no new editor.
const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent", fontSize: "var(--t-sm)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", fontVariantLigatures: "none" },
  ".cm-content": { caretColor: "var(--accent)", padding: "12px 0" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-3)", border: "none", paddingLeft: "6px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--hover) 60%, transparent)" },
  ".cm-activeLineGutter": { color: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--code-select)" },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--code-select) 60%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--code-select)", outline: "1px solid var(--line-strong)" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", border: "1px solid var(--line)", borderRadius: "7px", overflow: "hidden" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-textfield": { backgroundColor: "var(--surface)", border: "1px solid var(--control-line)", borderRadius: "5px" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--surface)", border: "1px solid var(--line-strong)", borderRadius: "5px" },
});
const colours = HighlightStyle.define([
  { tag: [t.keyword, t.modifier, t.operatorKeyword, t.controlKeyword], color: "var(--code-keyword)" },
  { tag: [t.string, t.special(t.string), t.regexp], color: "var(--code-string)" },
  { tag: [t.number, t.bool, t.null, t.atom, t.self], color: "var(--code-number)" },
  { tag: [t.comment, t.meta], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [t.function(t.variableName), t.function(t.propertyName), t.definition(t.function(t.variableName))], color: "var(--code-function)" },
  { tag: [t.typeName, t.className, t.namespace, t.annotation], color: "var(--code-type)" },
  { tag: t.propertyName, color: "var(--ink-2)" },
]);

function mount(area: HTMLTextAreaElement): void {
  if (area.dataset.editorMounted) return;
  area.dataset.editorMounted = "true";
  const language = new Compartment();
  const press = (selector: string, scope: ParentNode | null) => () => {
    const button = scope?.querySelector<HTMLElement>(selector);
    button?.click();
    return Boolean(button);
  };
  const label = area.labels?.[0]?.textContent?.trim() || area.getAttribute("aria-label") || "Code";
  const attributes: Record<string, string> = { "aria-label": `${label}. Press Escape, then Tab to leave the editor.`, spellcheck: "false", tabindex: "0" };
  const describedBy = area.getAttribute("aria-describedby");
  if (describedBy) attributes["aria-describedby"] = describedBy;
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        lineNumbers(), foldGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(),
        autocompletion(), highlightActiveLine(), highlightActiveLineGutter(), highlightSelectionMatches(),
        EditorState.tabSize.of(4), EditorState.readOnly.of(area.readOnly),
        syntaxHighlighting(colours), theme, language.of([]), EditorView.contentAttributes.of(attributes),
        keymap.of([
          { key: "Mod-s", preventDefault: true, run: press("[data-primary]", area.form) },
          { key: "Mod-Enter", preventDefault: true, run: press("[data-run]", document) },
          ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab,
        ]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          area.value = update.state.doc.toString();
          area.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      ],
    }),
  });
  const speak = async () => {
    const name = area.dataset.language ?? "text";
    const extension = await (languages[name]?.() ?? []);
    if (name === (area.dataset.language ?? "text")) view.dispatch({ effects: language.reconfigure(extension) });
  };
  void speak();
  area.hidden = true;
  // Line heights measured before the font has come would be wrong.
  void document.fonts.ready.then(() => view.requestMeasure());
  area.after(view.dom);
  area.labels?.forEach((element) => element.addEventListener("click", () => view.focus()));

  area.addEventListener("editor:replace", () => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: area.value } });
    void speak();
  });
  const select = document.querySelector<HTMLSelectElement>(area.dataset.languageFrom ?? "no-select");
  select?.addEventListener("change", () => {
    area.dataset.language = select.selectedOptions[0]?.dataset.language ?? select.value;
    void speak();
  });
  area.form?.addEventListener("reset", () => setTimeout(() => area.dispatchEvent(new CustomEvent("editor:replace"))));
}

const mountAll = (root: ParentNode) => root.querySelectorAll<HTMLTextAreaElement>("textarea[data-editor]").forEach(mount);
// The script is async, so that the page can be used before the editor has come; it may also come before all of the page.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => mountAll(document));
else mountAll(document);
document.addEventListener("htmx:load", (event) => mountAll((event as CustomEvent<{ elt: Element }>).detail.elt));

// A picked saved event, or a formatted one: <button data-format-json="#event">.
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-format-json]");
  const area = button && document.querySelector<HTMLTextAreaElement>(button.dataset.formatJson ?? "");
  if (!area) return;
  try {
    area.value = JSON.stringify(JSON.parse(area.value), null, 2);
    area.dispatchEvent(new CustomEvent("editor:replace"));
  } catch {
    // The linter already shows where it does not parse.
  }
});
