// One message as a node: who, what, when, and its buttons. What a press does is for others to say (`act`).

import { avatar, icon, make } from "./dom.js";
import { link, render } from "./text.js";
import { clock, guess, say } from "./words.js";

/** What the program calls the things that happen in a chat, and how the page says them. */
const SERVICES = {
  joined: "joined", "bot joined": "joined", left: "wentAway", "bot left": "wentAway", "topic created": "topicMade",
  "topic closed": "topicShut", "topic reopened": "topicBack", "became a supergroup": "upgraded", "was a basic group": "upgraded",
};

/** The id of a message's node. */
export const nodeId = (message) => `m${message.id}`;

function quote(message, world, act) {
  if (!message.reply_to) return null;
  const replied = world.message(message.chat, message.reply_to);
  if (!replied) return null;
  const first = replied.text.split("\n")[0] || say("picture");
  const name = make("bdi", { className: "quoted-name" }, world.author(replied).name);
  const words = make("span", { className: "quoted-text", dir: "auto" }, [...first].slice(0, 120).join(""));
  return make("button", { type: "button", className: "quoted", on: { click: () => act.jump(replied) } }, name, words);
}

function picture(message) {
  const photo = message.photo;
  if (!photo || !/^(\/|blob:|data:image\/)/.test(photo.url)) return null;
  return make("img", {
    className: "photo", src: photo.url, alt: say("picture"), loading: "lazy",
    width: photo.width, height: photo.height,
  });
}

function words(message, act) {
  if (!message.text) return null;
  const lang = guess(message.text);
  return make("div", { className: "text", dir: "auto", attr: { lang } }, ...render(message.text, message.entities ?? [], act));
}

function meta(message, world) {
  const time = make("time", { dateTime: new Date(message.date * 1000).toISOString() }, clock(message.date));
  const parts = [];
  if (message.via_bot) parts.push(make("span", {}, say("via", world.bot.username)));
  if (message.edited) parts.push(make("span", {}, say("edited")));
  return make("p", { className: "meta" }, ...parts, time);
}

function key(button, message, act) {
  if (button.url) return link(button.text, button.url, { className: "key", dir: "auto" });
  const press = (event) => {
    const pressed = event.currentTarget;
    if (button.data !== undefined) act.press(message, button.data, pressed);
    else if (button.switch_inline !== undefined) act.inline(button.switch_inline);
    else act.unknown();
  };
  return make("button", { type: "button", className: "key", dir: "auto", on: { click: press } }, button.text);
}

function keys(message, act) {
  if (!message.buttons?.length) return null;
  const rows = message.buttons.map((row) => make("div", { className: "keys-row" }, ...row.map((one) => key(one, message, act))));
  return make("div", { className: "keys" }, ...rows);
}

/** What happened, in the page's words where it knows them; a name may follow a colon. */
function happened(message, world) {
  const [what, name = ""] = message.service.split(": ");
  const key = SERVICES[what];
  if (!key) return message.service;
  const who = what.startsWith("bot") ? world.bot.first_name : world.author(message).name;
  return say(key, key === "topicMade" ? name : who);
}

function service(message, world) {
  const text = make("p", { className: "service", dir: "auto" }, happened(message, world));
  return make("article", { id: nodeId(message), className: "message is-service", tabIndex: -1 }, text);
}

/** The node of a message. `world` knows people and messages, `act` what presses do. */
export function messageNode(message, world, act) {
  if (message.service) return service(message, world);
  const author = world.author(message);
  const sides = `message ${author.own ? "own" : "other"}${author.bot ? " by-bot" : ""}`;
  const name = author.own ? null : make("p", { className: `name hue-${Math.abs(author.id) % 6}` },
    make("bdi", {}, author.name), author.bot ? make("span", { className: "badge" }, say("bot")) : null);
  const bubble = make("div", { className: "bubble" },
    name, quote(message, world, act), picture(message),
    make("div", { className: "said" }, words(message, act), meta(message, world)));
  const answer = make("button", {
    type: "button", className: "answer", title: say("reply"),
    attr: { "aria-label": say("replyTo", author.name) }, on: { click: () => act.reply(message) },
  }, icon("reply"));
  const body = make("div", { className: "body" }, make("div", { className: "line" }, bubble, answer), keys(message, act));
  const sign = author.own ? null : avatar(author.name, author.id, author.bot ? "bot" : null);
  return make("article", {
    id: nodeId(message), className: sides, tabIndex: -1,
    attr: { "aria-label": `${author.name}, ${clock(message.date)}` },
  }, sign, body);
}
