// What the page knows: people, chats, messages, and how an event changes them. No nodes, no network.

/** The topic that a forum calls General; messages without a topic are in it. */
export const GENERAL = 1;

/** Statuses of those who may write, and of those who may do more. */
const INSIDE = ["creator", "administrator", "member", "restricted"];
const RULING = ["creator", "administrator"];

/** The world as the program last told it, and whose eyes it is seen with. */
export class World {
  /** `person` is the one whose view it is. */
  constructor(data, person) {
    this.at = data.at;
    this.bot = data.bot;
    this.faults = data.faults;
    this.people = new Map(data.people.map((one) => [one.id, one]));
    this.chats = new Map(data.chats.map((chat) => [chat.id, chat]));
    this.messages = new Map();
    for (const message of data.messages) this.add(message);
    this.person = this.people.has(person) ? person : data.people[0].id;
  }

  /** The one whose view it is. */
  get me() {
    return this.people.get(this.person);
  }

  /** Adds or replaces a message; answers whether it is new. */
  add(message) {
    const chat = this.messages.get(message.chat) ?? new Map();
    this.messages.set(message.chat, chat);
    const known = chat.has(message.id);
    if (message.deleted) chat.delete(message.id);
    else chat.set(message.id, message);
    return !known;
  }

  /** A message, if it is known. */
  message(chat, id) {
    return this.messages.get(chat)?.get(id);
  }

  /** The messages of a chat, or of one of its topics, oldest first. */
  in(chat, topic) {
    const all = [...(this.messages.get(chat)?.values() ?? [])];
    return all.filter((message) => this.isIn(message, chat, topic));
  }

  /** Whether a message belongs to a chat or topic. */
  isIn(message, chat, topic) {
    if (message.chat !== chat) return false;
    return !this.chats.get(chat)?.is_forum || (message.topic ?? GENERAL) === topic;
  }

  /** The chats that a person sees: their own with the bot, and all groups and channels. */
  seen() {
    const order = ["private", "supergroup", "group", "channel"];
    return [...this.chats.values()]
      .filter((chat) => (chat.type === "private" ? chat.person === this.person : !this.chats.has(chat.upgraded_to)))
      .sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  }

  /** Who wrote a message. */
  author(message) {
    const from = message.from;
    if (from === "bot") return { name: this.bot.first_name, id: this.bot.id, bot: true, own: false };
    if (typeof from === "number") return { name: this.nameOf(from), id: from, bot: false, own: from === this.person };
    const chat = this.chats.get(from?.chat ?? message.chat);
    return { name: chat?.title ?? "", id: chat?.id ?? 0, bot: false, own: false };
  }

  /** The name of a person. */
  nameOf(id) {
    const one = this.people.get(id);
    return one ? [one.first_name, one.last_name].filter(Boolean).join(" ") : String(id);
  }

  /** What a person is in a chat. */
  status(chat, person = this.person) {
    if (chat.type === "private") return "member";
    return chat.members?.find((one) => one.person === person)?.status ?? "left";
  }

  /** Whether somebody with this status is in the chat. */
  isInside(status) {
    return INSIDE.includes(status);
  }

  /** Whether somebody with this status may set things. */
  isRuling(status) {
    return RULING.includes(status);
  }

  /** The first administrator of a chat. */
  administrator(chat) {
    return chat.members?.find((one) => this.isRuling(one.status))?.person;
  }

  /** Why one cannot write here, as a key of a text; or nothing. */
  hindrance(chat, topic) {
    if (chat.type === "private") return ["blocked", "kicked"].includes(chat.bot_status) ? "blocked" : null;
    const status = this.status(chat);
    if (status === "kicked") return "banned";
    if (chat.type === "channel") return this.isRuling(status) ? null : "onlyAdministrators";
    if (!this.isInside(status)) return "notMember";
    const closed = chat.topics?.find((one) => one.id === topic)?.closed;
    return closed && !this.isRuling(status) ? "topicClosed" : null;
  }
}
