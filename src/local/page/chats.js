// The left side: the chats that the chosen person sees, each with a line on what to try, and what is unread.

import { avatar, byId, make } from "./dom.js";
import { GENERAL } from "./world.js";
import { count, say } from "./words.js";

/** The places one can open: a chat, or a topic of one. */
export const placeKey = (chat, topic) => (topic ? `${chat}/${topic}` : `${chat}`);

/** What to try in a chat. */
function hint(chat) {
  if (chat.type === "private") return say("tryPrivate");
  if (chat.type === "channel") return say("tryChannel");
  return say(chat.is_forum ? "tryForum" : "tryGroup");
}

/** The name of a chat as a person sees it: with the bot, the bot's. */
export const chatName = (world, chat) => (chat.type === "private" ? world.bot.first_name : chat.title);

/** The picture of a chat's sign, or its letter. */
export function chatSign(world, chat) {
  const kinds = { private: "bot", channel: "channel" };
  return avatar(chatName(world, chat), chat.type === "private" ? world.bot.id : chat.id, kinds[chat.type]);
}

/** The line below a chat's name at the top. */
export function chatLine(world, chat, topic) {
  if (chat.type === "private") return say("bot");
  const inside = (chat.members ?? []).filter((one) => world.isInside(one.status)).length;
  const members = count("members", inside);
  const name = chat.topics?.find((one) => one.id === topic)?.name;
  if (name) return `${name} · ${members}`;
  return chat.type === "channel" ? `${say("channel")} · ${members}` : members;
}

/** Shows the list. `open` is called with a chat and topic that is pressed. */
export function showChats(world, view, unread, open) {
  const list = byId("chat-list");
  const focused = list.contains(document.activeElement) ? document.activeElement.id : null;
  list.replaceChildren(...world.seen().map((chat) => entry(world, chat, view, unread, open)));
  if (focused) byId(focused)?.focus();
}

function entry(world, chat, view, unread, open) {
  const names = make("span", { className: "chat-words" },
    make("span", { className: "chat-name", dir: "auto" }, chatName(world, chat)),
    make("span", { className: "chat-hint" }, hint(chat)));
  if (!chat.is_forum) {
    return make("li", {}, place(chat.id, null, [chatSign(world, chat), names], view, unread, open));
  }
  const topics = chat.topics.map((topic) => make("li", {}, place(chat.id, topic.id, [
    make("span", { className: "topic-name", dir: "auto" }, topic.name),
    topic.closed ? make("span", { className: "note" }, say("closed")) : null,
  ], view, unread, open)));
  return make("li", { className: "forum" },
    make("div", { className: "chat-head" }, chatSign(world, chat), names),
    make("ul", { attr: { "aria-label": `${chat.title}: ${say("topics")}` } }, ...topics));
}

function place(chat, topic, children, view, unread, open) {
  const here = view.chat === chat && (!topic || view.topic === topic);
  const key = placeKey(chat, topic);
  const dot = unread.has(key) ? make("span", { className: "dot" }, make("span", { className: "hidden" }, say("unread"))) : null;
  return make("button", {
    type: "button", id: `chat${key}`, className: topic ? "place topic" : "place",
    attr: { "aria-current": here ? "true" : null },
    on: { click: () => open(chat, topic) },
  }, ...children, dot);
}

/** The place of a message, for the dots. */
export function placeOf(world, message) {
  const forum = world.chats.get(message.chat)?.is_forum;
  return placeKey(message.chat, forum ? message.topic ?? GENERAL : null);
}
