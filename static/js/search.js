// Offers names while one types: a combobox with a list, as the ARIA patterns describe it. Without
// this file the server offers them once the text is sent.
const WAIT = 200;
const LEAST = 2;
let count = 0;

export function initSearch(scope) {
  scope.querySelectorAll(".search-box[data-search]:not([data-ready])").forEach((box) => {
    if (box.dataset.search) start(box);
  });
}

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.textContent = text;
  return made;
}

function start(box) {
  const input = box.querySelector("input");
  const id = `search-names-${(count += 1)}`;
  const list = element("ul", { id, role: "listbox", class: "search-box__names", "aria-label": "Names found" });
  const status = element("div", { role: "status", class: "govuk-visually-hidden" });
  let active = -1;
  let waiting = 0;
  let request = null;

  const options = () => [...list.children];
  const isOpen = () => !list.hidden;

  function close() {
    clearTimeout(waiting);
    request?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function show({ names, more }) {
    list.replaceChildren(
      ...names.map((name, index) =>
        element("li", { id: `${id}-${index}`, role: "option", class: "search-box__name", "aria-selected": "false" }, name)),
    );
    list.hidden = names.length === 0;
    active = -1;
    input.setAttribute("aria-expanded", String(isOpen()));
    input.removeAttribute("aria-activedescendant");
    if (!names.length) status.textContent = "No name found";
    else if (more) status.textContent = `The first ${names.length} names are listed: type more to find others`;
    else status.textContent = `${names.length} ${names.length === 1 ? "name" : "names"} found`;
  }

  async function ask() {
    request?.abort();
    request = new AbortController();
    const address = new URL(box.dataset.search, window.location.href);
    address.searchParams.set("q", input.value);
    try {
      const answer = await fetch(address, { signal: request.signal });
      show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close(); // signed out, or no network: it is sent as typed
    }
  }

  function mark(index) {
    active = (index + options().length) % options().length;
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    options()[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options()[active].id);
  }

  function choose(option) {
    const name = option.textContent;
    const ticks = box.closest(".search-ticks");
    input.value = ticks ? "" : name;
    if (ticks) addTick(ticks, name, `${id}-${(count += 1)}`);
    close();
    status.textContent = `${name} ${ticks ? "added" : "chosen"}`;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  const keys = {
    ArrowDown: () => (isOpen() ? mark(active + 1) : ask()),
    ArrowUp: () => isOpen() && mark(active < 0 ? -1 : active - 1),
    Enter: () => isOpen() && active >= 0 && choose(options()[active]),
    Escape: () => isOpen() && close(),
  };

  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })
    .forEach(([key, value]) => input.setAttribute(key, value));
  input.addEventListener("input", () => {
    close();
    if (input.value.trim().length >= LEAST) waiting = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (act && act() !== false) event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the box
  list.addEventListener("click", (event) => {
    if (event.target.closest("[role=option]")) choose(event.target.closest("[role=option]"));
  });
  list.hidden = true;
  box.append(list, status);
  box.dataset.ready = "true";
}

function addTick(ticks, name, id) {
  const item = element("div", { class: "govuk-checkboxes__item" });
  const tick = element("input", { class: "govuk-checkboxes__input", type: "checkbox", id, name: ticks.dataset.name, value: name });
  tick.checked = true;
  item.append(tick, element("label", { class: "govuk-label govuk-checkboxes__label", for: id }, name));
  ticks.querySelector(".search-ticks__chosen").append(item);
}
