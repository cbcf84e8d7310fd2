// From a text with its entities to nodes, as Telegram's clients show it. Offsets count UTF-16 units, as strings do here.

import { make } from "./dom.js";
import { say } from "./words.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
/** Kinds that only get a colour. */
const MARKED = ["mention", "text_mention", "hashtag", "cashtag", "email", "phone_number"];
/** A quotation folds beyond so many characters or lines: about the three lines that Telegram shows. */
const FOLD = { characters: 150, lines: 3 };

/** What cannot be shown becomes a mark of the same length, so that offsets stay right. */
const visible = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "\ufffd");

/** An address that may be followed, or nothing: web pages only. */
export function address(text) {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens beside the page, or plain text where the address is none. */
export function link(text, target, properties = {}) {
  const href = address(target);
  if (!href) return make("span", properties, text);
  return make("a", { ...properties, href, target: "_blank", rel: "noopener noreferrer" }, text);
}

function spoiler(children) {
  const inside = make("span", { inert: true }, ...children);
  const cover = make("span", {
    className: "spoiler",
    tabIndex: 0,
    attr: { role: "button", "aria-label": say("spoiler") },
  }, inside);
  const show = () => {
    inside.inert = false;
    cover.replaceWith(inside);
  };
  cover.addEventListener("click", show);
  cover.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show();
  });
  return cover;
}

function foldable(children, text) {
  if (text.length <= FOLD.characters && text.split("\n").length <= FOLD.lines) {
    return make("blockquote", {}, ...children);
  }
  const words = make("div", { className: "folded" }, ...children);
  const button = make("button", { type: "button", className: "fold", attr: { "aria-expanded": "false" } }, say("showAll"));
  const turn = (open) => {
    words.classList.toggle("folded", !open);
    button.setAttribute("aria-expanded", open);
    button.textContent = say(open ? "showLess" : "showAll");
  };
  button.addEventListener("click", () => turn(button.getAttribute("aria-expanded") !== "true"));
  // Whoever comes to a link in the folded part with the keyboard has to see it.
  words.addEventListener("focusin", () => turn(true));
  return make("blockquote", {}, words, button);
}

function wrap(entity, children, text, act) {
  switch (entity.type) {
    case "url": return link(text, text);
    case "text_link": {
      const node = link("", entity.url ?? "");
      node.append(...children);
      return node;
    }
    case "bot_command":
      return make("button", { type: "button", className: "command", on: { click: () => act.command(text) } }, text);
    case "spoiler": return spoiler(children);
    case "expandable_blockquote": return foldable(children, text);
    default:
      if (MARKED.includes(entity.type)) return make("span", { className: "marked" }, ...children);
      return make(TAGS[entity.type] ?? "span", {}, ...children);
  }
}

/**
 * The nodes of a text. Entities may nest; one that crosses another's end is cut there. `act.command` is called with a
 * command that is pressed.
 */
export function render(text, entities, act) {
  const shown = visible(text);
  const ordered = entities
    .map((entity) => ({ ...entity, end: entity.offset + entity.length }))
    .sort((a, b) => a.offset - b.offset || b.end - a.end);
  let next = 0;
  const span = (from, to) => {
    const nodes = [];
    let at = from;
    while (next < ordered.length && ordered[next].offset < to) {
      const entity = ordered[next];
      next += 1;
      const start = Math.max(entity.offset, at);
      const end = Math.min(entity.end, to);
      if (end <= start) continue;
      if (start > at) nodes.push(shown.slice(at, start));
      nodes.push(wrap(entity, span(start, end), shown.slice(start, end), act));
      at = end;
    }
    if (at < to) nodes.push(shown.slice(at, to));
    return nodes;
  };
  return span(0, shown.length);
}
