// The list of messages on the screen: it grows by one node per event, keeps its place, and shows older ones on demand.

import { byId, make } from "./dom.js";
import { messageNode, nodeId } from "./message.js";
import { day, dayKey, say } from "./words.js";

/** So many messages are shown at first, and with each step back. */
const STEP = 40;
/** Messages of one author within so many seconds stand together. */
const CLOSE = 300;
/** So near to the end, in pixels, one is at the end. */
const NEAR = 60;

const log = byId("log");
const newest = byId("newest");

/** The log of one chat or topic. */
export class Log {
  /** `act` says what presses do. */
  constructor(act) {
    this.act = act;
    this.fresh = 0;
    this.following = true;
    this.set = 0;
    log.addEventListener("scroll", () => this.scrolled(), { passive: true });
    log.addEventListener("keydown", (event) => this.keyed(event));
    log.addEventListener("focusin", (event) => this.stand(event.target.closest("article")));
    newest.addEventListener("click", () => {
      this.toEnd();
      log.lastElementChild?.focus({ preventScroll: true });
    });
    new ResizeObserver(() => this.following && this.toEnd()).observe(log);
  }

  /** Shows a chat from its newest messages. */
  open(world, chat, topic, opening) {
    this.world = world;
    this.older = world.in(chat, topic);
    const shown = this.older.splice(-STEP);
    // Nobody wants all of it read out: only what comes from now on.
    log.setAttribute("aria-live", "off");
    log.replaceChildren();
    log.classList.toggle("is-private", world.chats.get(chat).type === "private");
    this.opening = shown.length ? null : opening;
    if (this.opening) log.append(this.opening);
    this.earlier = make("button", { type: "button", className: "earlier", on: { click: () => this.stepBack()?.focus({ preventScroll: true }) } }, say("older"));
    if (this.older.length) log.append(this.earlier);
    for (const message of shown) this.place(message);
    this.standAtEnd();
    this.toEnd();
    requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
  }

  /** Appends a message, below a date where a day begins. */
  place(message) {
    this.opening?.remove();
    this.opening = null;
    const node = messageNode(message, this.world, this.act);
    const before = log.lastElementChild?.message;
    if (!before || dayKey(before.date) !== dayKey(message.date)) log.append(this.date(message));
    else if (joined(before, message)) node.classList.add("joined");
    node.message = message;
    reach(node, false);
    log.append(node);
    return node;
  }

  /** Tab stops at the controls of one message only, else it would take hundreds of steps past the list. */
  stand(node) {
    if (!node || node === this.current) return;
    if (this.current) reach(this.current, false);
    reach(node, true);
    this.current = node;
  }

  standAtEnd() {
    if (log.lastElementChild?.message) this.stand(log.lastElementChild);
  }

  date(message) {
    return make("h3", { className: "day" }, make("span", {}, day(message.date)));
  }

  /** A new message has come. */
  append(message) {
    const node = this.place(message);
    if (!log.contains(document.activeElement)) this.standAtEnd();
    if (this.following || this.world.author(message).own) {
      this.reveal(node);
    } else {
      this.fresh += 1;
      this.tellNewest();
    }
  }

  /** A message has changed: its node is replaced, and who was on one of its buttons stays there. */
  change(message) {
    const old = byId(nodeId(message));
    if (!old) {
      this.older = this.older.map((one) => (one.id === message.id ? message : one));
      return;
    }
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const node = messageNode(message, this.world, this.act);
    node.message = message;
    node.classList.toggle("joined", old.classList.contains("joined"));
    reach(node, false);
    old.replaceWith(node);
    if (old === this.current) this.stand(node);
    if (focused) sameButton(node, focused).focus({ preventScroll: true });
    if (this.following && node === log.lastElementChild) this.reveal(node);
  }

  /** A message is gone. */
  remove(message) {
    const node = byId(nodeId(message));
    if (!node) return;
    const lone = node.previousElementSibling?.classList.contains("day") && !node.nextElementSibling?.message;
    if (lone) node.previousElementSibling.remove();
    node.remove();
  }

  /** Shows older messages above, without moving what is read; returns the newest of them. */
  stepBack() {
    const from = log.scrollHeight - log.scrollTop;
    const step = this.older.splice(-STEP);
    const first = this.earlier.nextElementSibling;
    const rest = [];
    for (let next = first; next; next = next.nextElementSibling) rest.push(next);
    log.setAttribute("aria-live", "off");
    rest.forEach((node) => node.remove());
    const nodes = step.map((message) => this.place(message));
    if (rest[1]?.message && dayKey(rest[1].message.date) === dayKey(step.at(-1).date)) rest.shift();
    log.append(...rest);
    if (!this.older.length) this.earlier.remove();
    log.scrollTop = log.scrollHeight - from;
    requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
    return nodes.at(-1);
  }

  /** Scrolls to a message and marks it for a moment. */
  jump(message) {
    while (!byId(nodeId(message)) && this.older.length) this.stepBack();
    const node = byId(nodeId(message));
    if (!node) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    node.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    node.focus({ preventScroll: true });
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 1600);
  }

  /** Shows a new message: its end, or its beginning where it is higher than the window. */
  reveal(node) {
    const end = log.scrollHeight - log.clientHeight;
    this.scrollTo(Math.min(end, node.offsetTop - 12));
    this.following = true;
  }

  toEnd() {
    this.scrollTo(log.scrollHeight - log.clientHeight);
    this.following = true;
    this.fresh = 0;
    this.tellNewest();
  }

  scrollTo(top) {
    log.scrollTop = top;
    this.set = log.scrollTop;
  }

  scrolled() {
    const away = log.scrollHeight - log.clientHeight - log.scrollTop;
    // What the page scrolled itself says nothing about where the reader wants to be.
    const byReader = Math.abs(log.scrollTop - this.set) > 2;
    if (byReader) this.following = away < NEAR;
    if (byReader && log.scrollTop < NEAR && this.older.length) this.stepBack();
    if (away < NEAR) this.fresh = 0;
    this.tellNewest(away);
  }

  tellNewest(away = log.scrollHeight - log.clientHeight - log.scrollTop) {
    newest.hidden = away < NEAR && !this.fresh;
    byId("fresh").textContent = this.fresh || "";
  }

  /** With the list focused, arrows go from message to message. */
  keyed(event) {
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    if (!(event.key in steps)) return;
    const all = [...log.querySelectorAll("article")];
    const at = all.indexOf(event.target.closest("article"));
    const next = at < 0 ? all.at(-1) : all[at + steps[event.key]];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

/** Whether Tab stops at the controls of a message. */
function reach(node, yes) {
  for (const control of node.querySelectorAll("a, button, [role=button]")) control.tabIndex = yes ? 0 : -1;
}

/** Whether two messages stand together as one turn of the same author. */
function joined(before, message) {
  const same = JSON.stringify(before.from) === JSON.stringify(message.from);
  return same && !before.service && !message.service && message.date - before.date < CLOSE;
}

/** The button of a changed message that corresponds to one of the old: of the same text, or the message itself. */
function sameButton(node, focused) {
  const buttons = [...node.querySelectorAll("button, a")];
  return buttons.find((button) => button.className === focused.className && button.textContent === focused.textContent) ?? node;
}
