// Spring Security's token rides on every htmx request; plain forms carry it in a hidden field.
const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;

document.addEventListener("htmx:configRequest", (event) => {
  const token = meta("_csrf");
  const header = meta("_csrf_header");
  if (token && header) (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers[header] = token;
});
