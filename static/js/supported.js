// Tells the stylesheet that scripts run, before the components start.
document.body?.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body?.classList.add("govuk-frontend-supported");
}
