// Asks the browser for a passkey and sends what it says with the form. Without this file, or where
// the browser knows no passkeys, the page offers the other ways.
const passkeys = globalThis.webauthnJSON;

async function options(button) {
  if (button.dataset.passkey !== "sign-in") {
    return JSON.parse(document.getElementById("js_data").textContent);
  }
  const answer = await fetch(button.form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  return answer.json();
}

function wanted(button, asked) {
  if (button.dataset.passkey !== "create") {
    return passkeys.get(asked.request_options);
  }
  const alone = button.form.elements.passwordless?.checked;
  const selection = asked.creation_options.publicKey.authenticatorSelection;
  selection.residentKey = alone ? "required" : "discouraged";
  selection.requireResidentKey = Boolean(alone);
  if (alone) {
    selection.userVerification = "required";
  }
  return passkeys.create(asked.creation_options);
}

async function ask(button) {
  const said = button.form.querySelector("[data-passkey-said]");
  said.textContent = "";
  try {
    const credential = await wanted(button, await options(button));
    button.form.elements.credential.value = JSON.stringify(credential);
    button.form.submit();
  } catch {
    said.textContent = said.dataset.passkeySaid;
  }
}

if (passkeys?.supported()) {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", () => ask(button));
  }
} else {
  for (const said of document.querySelectorAll("[data-passkey-said]")) {
    said.textContent = "This browser knows no passkeys. Use another way.";
  }
}
