// Starts the components and lets htmx send the CSRF token. Every page works without this file.
import { initAll } from "../govuk/govuk-frontend.min.js";
import { initSearch } from "./search.js";

initAll();
initSearch(document);

document.body.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token && event.detail.verb !== "get") {
    event.detail.headers["X-CSRFToken"] = token.value;
  }
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  initAll({ scope: event.detail.elt });
  initSearch(event.detail.elt);
});

// A folded explanation opens on paper and closes again on the screen.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  opened.forEach((details) => { details.open = true; });
});
window.addEventListener("afterprint", () => {
  opened.forEach((details) => { details.open = false; });
});
