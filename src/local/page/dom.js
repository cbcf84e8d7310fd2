// Making nodes. Text becomes text and never markup; there is no other way to put words on the page.

/** The element with an id. */
export const byId = (id) => document.getElementById(id);

/** A new element: properties as they are, `on` for listeners, `attr` for attributes, then children (nodes or text). */
export function make(tag, { on = {}, attr = {}, ...properties } = {}, ...children) {
  const node = document.createElement(tag);
  Object.assign(node, properties);
  for (const [name, value] of Object.entries(attr)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A picture from the sprite in the page; it says nothing to those who hear the page. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** The round sign of a person or chat: its first letter on one of six colours. */
export function avatar(name, id, kind = null) {
  const letter = [...name.replace(/[^\p{L}\p{N}]/gu, "")][0] ?? "?";
  const sign = kind ? icon(kind) : letter.toUpperCase();
  return make("span", { className: `avatar hue-${Math.abs(id) % 6}`, attr: { "aria-hidden": "true" } }, sign);
}

let clearing = 0;

/** Says something shortly in the corner; `urgent` stays longer. */
export function toast(text, urgent = false) {
  const place = byId("toasts");
  const note = make("p", { className: urgent ? "toast urgent" : "toast", dir: "auto" }, text);
  place.append(note);
  while (place.children.length > 3) place.firstChild.remove();
  setTimeout(() => note.remove(), urgent ? 9000 : 5000);
}

/** Tells those who hear the page something that others see. */
export function whisper(text) {
  const place = byId("whisper");
  clearTimeout(clearing);
  place.textContent = text;
  clearing = setTimeout(() => { place.textContent = ""; }, 3000);
}

/** Shows a text that has to be acknowledged. */
export function alertBox(text) {
  const box = byId("alert");
  byId("alert-text").textContent = text;
  if (!box.open) box.showModal();
}
