// The list above the message box: suggestions or results, moved through with the arrow keys while the focus stays in the
// box (the listbox pattern). What is in it, and what choosing means, is for others to say.

import { byId, make } from "./dom.js";

const panel = byId("panel");
const list = byId("options");
const box = byId("text");

/** The one list there is. */
export class Options {
  constructor() {
    this.items = [];
    this.active = -1;
    this.choose = null;
    // The focus stays in the box.
    panel.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** Whether it shows something to choose. */
  get isOpen() {
    return !panel.hidden && this.items.length > 0;
  }

  /** The item one has moved to. */
  get chosen() {
    return this.items[this.active];
  }

  /** Shows items, each with `title` and `note`; `choose` gets the one that is pressed. */
  show(label, items, choose) {
    this.items = items;
    this.choose = choose;
    this.active = -1;
    list.setAttribute("aria-label", label);
    list.replaceChildren(...items.map((item, index) => this.option(item, index)));
    list.hidden = false;
    byId("panel-note").hidden = true;
    panel.hidden = false;
    list.scrollTop = 0;
    this.mark();
  }

  /** Shows one sentence instead. */
  tell(sentence) {
    this.items = [];
    this.active = -1;
    list.replaceChildren();
    list.hidden = true;
    const note = byId("panel-note");
    note.textContent = sentence;
    note.hidden = false;
    panel.hidden = false;
    this.mark();
  }

  /** Takes it away. */
  hide() {
    if (panel.hidden) return;
    this.items = [];
    this.active = -1;
    panel.hidden = true;
    list.replaceChildren();
    this.mark();
  }

  /** Moves by one, from the last around to the first. */
  move(step) {
    const size = this.items.length;
    this.active = this.active < 0 && step < 0 ? size - 1 : (this.active + step + size) % size;
    this.mark();
    list.children[this.active].scrollIntoView({ block: "nearest" });
  }

  option(item, index) {
    const title = make("span", { className: "option-title", dir: "auto" }, item.title);
    const note = make("span", { className: "option-note", dir: "auto" }, item.note ?? "");
    return make("li", {
      id: `option-${index}`, className: "option",
      attr: { role: "option", "aria-selected": "false" },
      on: { click: () => this.choose(item) },
    }, title, note);
  }

  mark() {
    [...list.children].forEach((node, index) => node.setAttribute("aria-selected", index === this.active));
    if (this.active >= 0) box.setAttribute("aria-activedescendant", `option-${this.active}`);
    else box.removeAttribute("aria-activedescendant");
  }
}
