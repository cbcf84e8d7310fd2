// The desk: trouble with Telegram at a switch, and what an administrator sets in a group. Each control is a call; what it
// changes comes back as an event.

import { byId, make, toast } from "./dom.js";
import { post, Refusal } from "./net.js";
import { GENERAL } from "./world.js";
import { say } from "./words.js";

/** What the switches set: a call takes so long, a flood wait is so long. */
const SLOW_MS = 2000;
const FLOOD_SECONDS = 10;

/** The faults: the field of the call, its values for on and off, its texts. */
const FAULTS = [
  { field: "down", on: true, off: false, title: "down", note: () => say("downNote") },
  { field: "slow_ms", on: SLOW_MS, off: 0, title: "slow", note: (value) => say("slowNote", (value || SLOW_MS) / 1000) },
  { field: "flood_seconds", on: FLOOD_SECONDS, off: 0, title: "flood", note: (value) => say("floodNote", value || FLOOD_SECONDS) },
  { field: "lost_replies", on: true, off: false, title: "lost", note: () => say("lostNote"), more: true },
  { field: "errors_5xx", on: true, off: false, title: "errors", note: () => say("errorsNote"), more: true },
];

/** Tells the program something, and the reader when it refuses. */
export async function tell(path, body) {
  try {
    return await post(path, body);
  } catch (error) {
    toast(error instanceof Refusal ? error.message : say("gone"), true);
    return null;
  }
}

/** A row with a switch. */
function toggle(id, title, note, on, change) {
  const input = make("input", { type: "checkbox", id, checked: on, attr: { role: "switch", "aria-describedby": note ? `${id}-note` : null } });
  input.addEventListener("change", () => change(input.checked));
  const words = make("span", { className: "switch-words" }, make("label", { htmlFor: id, dir: "auto" }, title));
  if (note) words.append(make("span", { className: "note", id: `${id}-note` }, note));
  return make("div", { className: "switch" }, words, input);
}

/** A row with a choice. */
function choice(id, title, about, options, value, change) {
  const select = make("select", { id, attr: { "aria-label": about } },
    ...options.map(([key, text]) => make("option", { value: key, selected: key === value }, text)));
  select.addEventListener("change", () => change(select.value));
  return make("div", { className: "choice" }, make("span", { dir: "auto" }, title), select);
}

/** The banner above the messages: which trouble is on, and how to end it. */
export function showBanner(faults) {
  const on = FAULTS.filter((fault) => faults[fault.field]);
  const banner = byId("banner");
  banner.hidden = on.length === 0;
  const words = on.map((fault) => make("p", {},
    make("strong", {}, say(fault.title)), " ", make("span", {}, fault.note(faults[fault.field]))));
  const off = make("button", { type: "button", on: { click: () => tell("/local/faults", ends(on)) } }, say("switchOff"));
  banner.replaceChildren(make("div", { className: "banner-words" }, ...words), off);
}

const ends = (faults) => Object.fromEntries(faults.map((fault) => [fault.field, fault.off]));

/** The switches for trouble. */
export function showFaults(faults) {
  const row = (fault) => toggle(`fault-${fault.title}`, say(fault.title), fault.note(faults[fault.field]), Boolean(faults[fault.field]),
    (on) => tell("/local/faults", { [fault.field]: on ? fault.on : fault.off }));
  keepFocus(byId("trouble"), () => {
    byId("faults").replaceChildren(...FAULTS.filter((fault) => !fault.more).map(row));
    byId("faults-more").replaceChildren(...FAULTS.filter((fault) => fault.more).map(row));
  });
}

/** What can be set in a chat by the one who looks at it. */
export function showTools(world, chat) {
  const tools = byId("tools");
  keepFocus(tools, () => tools.replaceChildren(...rows(world, chat)));
}

/** Rebuilds a part without taking the focus from whoever is in it. */
function keepFocus(place, rebuild) {
  const id = place.contains(document.activeElement) ? document.activeElement.id : null;
  rebuild();
  if (id) byId(id)?.focus();
}

function rows(world, chat) {
  if (chat.type === "private") {
    const blocked = world.hindrance(chat) === "blocked";
    return [toggle("tool-block", say("block"), null, blocked,
      (on) => tell("/local/bot", { chat: chat.id, status: on ? "blocked" : "member" }))];
  }
  if (!world.isRuling(world.status(chat))) {
    const ruler = world.administrator(chat);
    return ruler ? [make("p", { className: "note" }, say("onlyAdministratorMay", world.nameOf(ruler)))] : [];
  }
  const parts = [...people(world, chat)];
  if (chat.topics) parts.push(...topics(chat));
  if (chat.type === "group") {
    parts.push(make("button", {
      type: "button", id: "tool-upgrade", on: { click: () => tell("/local/upgrade", { chat: chat.id }) },
    }, say("upgrade")));
  }
  return parts;
}

const roles = (keys) => keys.map((key) => [key, say(key)]);

function people(world, chat) {
  const others = [...world.people.values()].filter((one) => one.id !== world.person);
  const row = (one) => choice(`tool-person-${one.id}`, world.nameOf(one.id), say("membership", world.nameOf(one.id), chat.title),
    roles(["administrator", "member", "left", "kicked"]), world.status(chat, one.id),
    (status) => tell("/local/member", { chat: chat.id, person: one.id, status }));
  const bot = choice("tool-bot", world.bot.first_name, say("botIn"),
    roles(["administrator", "member", "left", "kicked"]), chat.bot_status,
    (status) => tell("/local/bot", { chat: chat.id, status }));
  return [...others.map(row), bot];
}

function topics(chat) {
  const own = chat.topics.filter((topic) => topic.id !== GENERAL);
  return own.map((topic) => toggle(`tool-topic-${topic.id}`, say("topicOpen", topic.name), null, !topic.closed,
    (open) => tell("/local/topic", { chat: chat.id, topic: topic.id, closed: !open })));
}
