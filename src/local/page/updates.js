// Updates at the desk: publishing the next one, another wording of a fact, a fact withdrawn, and how far each subscription
// has been told. It asks every few seconds, as long as somebody can see it.

import { byId, make, toast } from "./dom.js";
import { get, post, Refusal } from "./net.js";
import { clock, code, day, LANGUAGES, say } from "./words.js";
import { GENERAL } from "./world.js";

const EVERY = 2000;

/** What was asked last: how things stand, and the facts. */
let overview = null;
let facts = [];
/** The world of now, to name chats by. */
let worldOf = () => null;

const seen = () => !document.hidden && byId("desk").checkVisibility();
const correcting = byId("correcting");
const choice = byId("fact-choice");
const reason = byId("fact-reason");
const fieldOf = (lang) => byId(`fact-${lang}`);

/** Begins to look after the panel. `world` tells the world of now. */
export function beginUpdates(world) {
  worldOf = world;
  byId("publish-next").addEventListener("click", (event) => publish(event.currentTarget, "/local/publish", () => ({})));
  byId("correct").addEventListener("submit", (event) => {
    event.preventDefault();
    publish(byId("revise"), "/local/revise", () => ({ ...chosen(), text: wording() }));
  });
  byId("withdraw").addEventListener("click", (event) => publish(event.currentTarget, "/local/withdraw", chosen));
  choice.addEventListener("change", fill);
  correcting.addEventListener("toggle", () => correcting.open && loadFacts());
  setInterval(() => seen() && look(), EVERY);
  byId("desk-open").addEventListener("click", () => requestAnimationFrame(look));
}

/** Shows it again, in the language of now. */
export function showUpdates() {
  if (overview) show();
  else if (seen()) look();
  list();
}

/** Asks how things stand. Where nothing answers, the page says so already. */
async function look() {
  try {
    const { done } = await get("/local/updates");
    if (JSON.stringify(done) === JSON.stringify(overview)) return;
    const moved = done?.head !== overview?.head;
    overview = done;
    show();
    if (moved && correcting.open) await loadFacts();
  } catch (error) {
    if (error instanceof Refusal) byId("update-next").textContent = error.message;
  }
}

function show() {
  const next = overview?.next;
  const why = next?.why?.[code()] ?? next?.file;
  const button = byId("publish-next");
  if (!next && document.activeElement === button) byId("published").querySelector("summary")?.focus();
  button.hidden = !next;
  byId("update-next").textContent = overview ? (next ? say("updateNext", why) : say("noUpdate")) : say("notReady");
  const rows = (overview?.deliveries ?? []).map(delivery);
  if (overview?.more) rows.push(make("li", { className: "note" }, "…"));
  if (rows.length === 0) rows.push(make("li", { className: "note" }, say("nobodySubscribed")));
  byId("deliveries").replaceChildren(...rows);
}

/** A subscription: where it is, how far it has been told, and what is the matter. */
function delivery(one) {
  const matter = {
    told: () => say("toldAll"),
    leaving: () => say("toldLeaving"),
    waiting: () => (one.until ? say("toldWaiting", moment(one.until)) : say("toldSoon")),
    paused: () => [say("toldPaused", say(`why-${one.why}`)), one.until && say("toldUntil", moment(one.until))].filter(Boolean).join(" · "),
  };
  const last = one.last ? say("toldLast", moment(one.last)) : say("toldNever");
  return make("li", { className: `delivery is-${one.state}` },
    make("span", { className: "delivery-name", dir: "auto" }, nameOf(one)),
    make("span", { className: "delivery-state" }, matter[one.state]()),
    make("span", { className: "note" }, `${say("toldUpTo", one.told, overview.head)} · ${last}`));
}

function nameOf({ chat, topic }) {
  const world = worldOf();
  const known = world?.chats.get(chat);
  if (!known) return String(chat);
  if (known.type === "private") return world.nameOf(known.person);
  const name = known.topics?.find((one) => one.id === (topic ?? GENERAL))?.name;
  return name ? `${known.title} › ${name}` : known.title;
}

const moment = (seconds) => (day(seconds) === say("today") ? clock(seconds, true) : `${day(seconds)}, ${clock(seconds)}`);

// --- Another wording

const chosen = () => ({ fact: choice.value, reason: reason.value });
const wording = () => Object.fromEntries(LANGUAGES.map(([lang]) => [lang, fieldOf(lang).value]));

/** Asks for the facts. What somebody is writing stays, unless its fact reads differently now. */
async function loadFacts() {
  const before = facts.find((fact) => fact.id === choice.value);
  try {
    facts = (await get("/local/facts")).done;
  } catch (error) {
    toast(error instanceof Refusal ? error.message : say("gone"), true);
    return;
  }
  list();
  const now = facts.find((fact) => fact.id === choice.value);
  if (now?.id !== before?.id || JSON.stringify(now?.text) !== JSON.stringify(before?.text)) fill();
}

/** Lists the facts in the language of now; the same one stays chosen. */
function list() {
  const before = choice.value;
  choice.replaceChildren(...facts.map((fact) =>
    make("option", { value: fact.id, selected: fact.id === before }, `${fact.date} · ${fact.text[code()]}`)));
}

function fill() {
  const fact = facts.find((one) => one.id === choice.value);
  for (const [lang] of LANGUAGES) fieldOf(lang).value = fact?.text[lang] ?? "";
}

// --- Publishing

async function publish(button, path, body) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    result((await post(path, body())).done);
    await look();
  } catch (error) {
    toast(error instanceof Refusal ? error.message : say("gone"), true);
  }
  button.removeAttribute("aria-busy");
}

/** What became of an update: the revision and what it changes, or its faults. */
function result({ revision, lines }) {
  const title = revision ? say("publishedAs", revision) : say("notPublished");
  const list = make("ul", { className: "note", lang: "en" }, ...lines.map((line) => make("li", { dir: "auto" }, line.trim())));
  byId("published").replaceChildren(make("details", { open: !revision }, make("summary", {}, title), list));
  if (revision) reason.value = "";
}
