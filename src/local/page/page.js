// The page: who looks at which chat, and what each event changes on the screen. Each part has its file; this one joins them.

import { chatLine, chatName, chatSign, placeOf, showChats } from "./chats.js";
import { barrier, Composer, startButton } from "./compose.js";
import { showBanner, showFaults, showTools, tell } from "./desk.js";
import { alertBox, byId, make, toast } from "./dom.js";
import { Log } from "./log.js";
import { follow, get, post, Refusal } from "./net.js";
import { address } from "./text.js";
import { beginUpdates, showUpdates } from "./updates.js";
import { LANGUAGES, say, speak } from "./words.js";
import { GENERAL, World } from "./world.js";

/** A pressed button stops turning after so many ms without an answer. */
const PATIENCE = 15000;
const narrow = matchMedia("(max-width: 719px)");
const drawer = matchMedia("(max-width: 1179px)");

let world = null;
const view = { chat: null, topic: null };
const unread = new Set();
const waiting = new Map();
const composer = new Composer();
const log = new Log({
  command: (text) => composer.command(text),
  reply: (message) => composer.reply(message),
  jump: (message) => log.jump(message),
  inline: (query) => composer.inline(query),
  unknown: () => toast(say("noButton")),
  press,
});

// --- The place: person, chat and topic are in the address, so that a reload or a second window finds it again.

function readAddress() {
  const [person, chat, topic] = location.hash.slice(1).split("/").map(Number);
  return { person: person || Number(sessionStorage.getItem("person")), chat: chat || null, topic: topic || null };
}

function go(chat, topic, person = world.person) {
  const next = `#${[person, chat, topic].filter(Boolean).join("/")}`;
  if (location.hash === next) arrive();
  else location.hash = next;
}

/** Shows what the address says, as far as it exists. */
function arrive() {
  const asked = readAddress();
  if (world.people.has(asked.person) && asked.person !== world.person) become(asked.person);
  let chat = world.seen().find((one) => one.id === asked.chat);
  document.body.dataset.pane = chat ? "chat" : "list";
  chat ??= world.seen()[0];
  const topic = chat.is_forum ? (chat.topics.find((one) => one.id === asked.topic)?.id ?? GENERAL) : null;
  show(chat, topic);
}

function become(person) {
  world.person = person;
  sessionStorage.setItem("person", person);
  unread.clear();
  translate();
}

function show(chat, topic) {
  Object.assign(view, { chat: chat.id, topic });
  log.open(world, chat.id, topic, opening(chat));
  refresh();
  if (!narrow.matches && !document.activeElement?.closest("select, aside, dialog")) byId("text").focus();
}

/** Everything around the messages, after the chat or its settings changed. */
function refresh() {
  const chat = world.chats.get(view.chat);
  if (!listAlone()) unread.delete(key());
  list();
  byId("chat-sign").replaceChildren(chatSign(world, chat));
  byId("chat-title").textContent = chatName(world, chat);
  byId("chat-line").textContent = chatLine(world, chat, view.topic);
  byId("text").placeholder = say("writeAs", world.nameOf(world.person));
  composer.enter(world, chat, view.topic);
  gate(chat);
  showTools(world, chat);
}

/** On a phone the list hides the chat. */
const listAlone = () => narrow.matches && document.body.dataset.pane === "list";

const list = () => showChats(world, listAlone() ? {} : view, unread, go);

const key = () => (view.topic ? `${view.chat}/${view.topic}` : `${view.chat}`);

/** Closes or opens the box, with what to do about it. */
function gate(chat) {
  const why = world.hindrance(chat, view.topic);
  const ways = {
    blocked: [say("unblock"), () => tell("/local/bot", { chat: chat.id, status: "member" })],
    notMember: [say("join"), () => tell("/local/member", { chat: chat.id, person: world.person, status: "member" })],
  };
  barrier(why && say(why), ...(ways[why] ?? []));
}

/** What an empty chat shows. */
function opening(chat) {
  if (chat.type !== "private") return make("p", { className: "opening" }, say("empty"));
  const texts = world.bot.description ?? {};
  const text = texts[world.me.language_code] || texts[""] || "";
  const start = world.hindrance(chat) ? null : startButton(() => composer.command("/start"));
  return make("div", { className: "opening" }, make("p", { dir: "auto" }, text || say("empty")), start);
}

// --- Words, people, looks

function translate() {
  speak(world.me.language_code);
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", say(node.dataset.label));
    if (node.matches("button")) node.title = say(node.dataset.label);
  }
  document.title = `${world.bot.first_name} · ${say("title")}`;
  const people = [...world.people.values()].map((one) => {
    const role = say(roleOf(one.id));
    return make("option", { value: one.id, selected: one.id === world.person }, `${world.nameOf(one.id)} — ${role}`);
  });
  byId("person").replaceChildren(...people);
  byId("language").replaceChildren(...LANGUAGES.map(([code, name]) =>
    make("option", { value: code, selected: code === world.me.language_code, lang: code }, name)));
  showFaults(world.faults);
  showBanner(world.faults);
  showUpdates();
}

/** What a person is in the first group, which tells the three apart. */
function roleOf(person) {
  const group = [...world.chats.values()].find((chat) => chat.type !== "private" && chat.type !== "channel");
  return group ? world.status(group, person) : "member";
}

byId("person").addEventListener("change", (event) => {
  const person = Number(event.target.value);
  // Everybody has a private chat of their own; groups and channels are the same for all.
  const chat = world.chats.get(view.chat).type === "private" ? person : view.chat;
  go(listAlone() ? null : chat, view.topic, person);
});
byId("language").addEventListener("change", (event) =>
  tell("/local/person", { person: world.person, language_code: event.target.value }));

const remembered = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};
const remember = (name, value) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
};

function look(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  byId("dark").setAttribute("aria-pressed", dark);
  return dark;
}
look(remembered("theme"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => look(remembered("theme")));
byId("dark").addEventListener("click", () => {
  const theme = look(document.documentElement.dataset.theme) ? "light" : "dark";
  remember("theme", theme);
  look(theme);
});

byId("hint").hidden = remembered("hint") === "seen";
function hintSeen() {
  byId("hint").hidden = true;
  remember("hint", "seen");
}
byId("hint-close").addEventListener("click", () => {
  hintSeen();
  byId("text").focus();
});

// --- The desk: a column where there is room, else a drawer

function openDesk(open) {
  document.body.classList.toggle("desk-open", open);
  byId("desk-open").setAttribute("aria-expanded", open);
  for (const part of document.querySelectorAll("main")) part.inert = open && drawer.matches;
  if (open && drawer.matches) byId("desk-close").focus();
  else if (drawer.matches) byId("desk-open").focus();
}
byId("desk-open").addEventListener("click", () => openDesk(!document.body.classList.contains("desk-open")));
byId("desk-close").addEventListener("click", () => openDesk(false));
byId("shade").addEventListener("click", () => openDesk(false));
byId("desk").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drawer.matches) openDesk(false);
});
drawer.addEventListener("change", () => openDesk(false));

byId("back").addEventListener("click", () => {
  go(null, null);
  requestAnimationFrame(() => byId(`chat${key()}`)?.focus());
});
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("text").focus();
});
byId("alert-close").addEventListener("click", () => byId("alert").close());

// A link to the bot itself needs no Telegram: it opens the bot here, as it would there.
byId("log").addEventListener("click", (event) => {
  const href = address(event.target.closest("a")?.href ?? ":");
  const url = href && new URL(href);
  const own = url && ["t.me", "telegram.me"].includes(url.hostname)
    && url.pathname.toLowerCase() === `/${world.bot.username.toLowerCase()}`;
  if (!own) return;
  event.preventDefault();
  go(world.person, null);
  const start = url.searchParams.get("start");
  if (start !== null) tell("/local/say", { person: world.person, chat: world.person, text: `/start ${start}` });
});

// --- Buttons under messages

async function press(message, data, button) {
  if (button.getAttribute("aria-busy") === "true") return;
  busy(button, true);
  try {
    const pressed = await post("/local/press", { person: world.person, chat: message.chat, message: message.id, data });
    waiting.set(pressed.query, button);
    setTimeout(() => settle(pressed.query), PATIENCE);
    // The answer may have been here before the number of the question.
    if (early.has(pressed.query)) settle(pressed.query);
  } catch (error) {
    busy(button, false);
    toast(error instanceof Refusal ? error.message : say("gone"), true);
  }
}

const early = new Set();

function busy(button, on) {
  button.classList.toggle("busy", on);
  if (on) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}

function settle(query) {
  early.delete(query);
  const button = waiting.get(query);
  if (button) busy(button, false);
  waiting.delete(query);
}

// --- Events

const changes = {
  message({ message }) {
    if (message.from === world.person) hintSeen();
    if (!world.add(message)) {
      changes.edited({ message });
    } else if (world.isIn(message, view.chat, view.topic)) {
      log.append(message);
      if (listAlone()) mark(message);
    } else {
      mark(message);
    }
  },
  edited({ message }) {
    world.add(message);
    if (world.isIn(message, view.chat, view.topic)) log.change(message);
  },
  deleted({ message }) {
    world.add({ ...message, deleted: true });
    if (world.isIn(message, view.chat, view.topic)) log.remove(message);
  },
  notice({ person, query, text, alert }) {
    if (!waiting.has(query)) early.add(query);
    settle(query);
    if (person !== world.person || !text) return;
    if (alert) alertBox(text);
    else toast(text);
  },
  faults({ faults }) {
    world.faults = faults;
    showFaults(faults);
    showBanner(faults);
  },
  chat({ chat }) {
    const known = world.chats.has(chat.id);
    world.chats.set(chat.id, chat);
    const moved = world.chats.get(view.chat).upgraded_to;
    if (world.chats.has(moved)) go(moved, null);
    else if (!known || chat.id !== view.chat) list();
    else refresh();
    composer.forgetMenus();
    translate();
  },
  person({ person }) {
    world.people.set(person.id, person);
    composer.forgetMenus();
    translate();
    if (person.id === world.person) arrive();
  },
  menu() {
    composer.forgetMenus();
  },
};

function mark(message) {
  if (message.from === world.person || message.service) return;
  if (world.chats.get(message.chat)?.type === "private" && message.chat !== world.person) return;
  unread.add(placeOf(world, message));
  list();
}

narrow.addEventListener("change", () => world && list());
window.addEventListener("hashchange", () => world && arrive());

beginUpdates(() => world);

let known = false;
follow({
  async load() {
    const data = await get("/local/world");
    world = new World(data, readAddress().person);
    translate();
    if (!known && !location.hash && !narrow.matches) history.replaceState(null, "", `#${world.person}/${world.person}`);
    known = true;
    arrive();
    return world.at;
  },
  take: (event) => changes[event.kind]?.(event),
  lost: () => {
    byId("gone").hidden = false;
    byId("gone").textContent = say("gone");
  },
  found: () => {
    if (!byId("gone").hidden) toast(say("again"));
    byId("gone").hidden = true;
  },
});
