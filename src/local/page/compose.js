// The box to type in: sending, replying, suggestions of commands, results of inline mode. It knows the place it writes to
// and the calls for it; the messages themselves come as events.

import { byId, icon, make, toast, whisper } from "./dom.js";
import { get, post, Refusal } from "./net.js";
import { Options } from "./options.js";
import { count, say } from "./words.js";

/** Inline results are asked for when nobody has typed for so many ms. */
const PAUSE = 250;

const box = byId("text");

/** The message box of the page. */
export class Composer {
  constructor() {
    this.options = new Options();
    this.drafts = new Map();
    this.menus = new Map();
    this.replying = null;
    this.asked = 0;
    byId("compose").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    box.addEventListener("input", () => this.typed());
    box.addEventListener("keydown", (event) => this.keyed(event));
    box.addEventListener("blur", () => this.options.hide());
    byId("menu").addEventListener("mousedown", (event) => event.preventDefault());
    byId("menu").addEventListener("click", () => this.toggleMenu());
    byId("cancel-reply").addEventListener("click", () => this.reply(null));
  }

  /** Another place to write to: what was being written there before is back. */
  enter(world, chat, topic) {
    const key = `${world.person} ${chat.id} ${topic ?? ""}`;
    const same = key === this.key;
    if (this.key && !same) this.drafts.set(this.key, box.value);
    Object.assign(this, { world, chat, topic, key });
    if (!same) {
      box.value = this.drafts.get(key) ?? "";
      this.reply(null);
      this.options.hide();
      this.grow();
    }
    this.menu();
  }

  /** Forgets the menus: they have changed. */
  forgetMenus() {
    this.menus.clear();
    if (this.chat) this.menu();
  }

  /** The place as the calls want it. */
  get place() {
    const place = { person: this.world.person, chat: this.chat.id };
    return this.chat.is_forum ? { ...place, topic: this.topic } : place;
  }

  /** The commands offered here, fetched once. */
  async menu() {
    const key = `${this.world.person} ${this.chat.id}`;
    if (!this.menus.has(key)) {
      const asked = get(`/local/menu?person=${this.world.person}&chat=${this.chat.id}`).then((menu) => menu.commands);
      this.menus.set(key, asked.catch(() => {
        this.menus.delete(key);
        return [];
      }));
    }
    return this.menus.get(key);
  }

  /** Sends what is in the box. */
  async send() {
    const text = box.value.trim();
    if (!text) return;
    const body = { ...this.place, text };
    if (this.replying) body.reply_to = this.replying.id;
    const before = box.value;
    this.clear();
    if (!await this.say(body) && !box.value) {
      box.value = before;
      this.grow();
    }
  }

  /** Sends a command that was pressed. */
  command(text) {
    this.say({ ...this.place, text });
  }

  async say(body) {
    try {
      await post("/local/say", body);
      return true;
    } catch (error) {
      toast(error instanceof Refusal ? error.message : say("kept"), true);
      return false;
    }
  }

  clear() {
    box.value = "";
    this.reply(null);
    this.options.hide();
    this.grow();
  }

  /** Answers a message from now on, or none. */
  reply(message) {
    this.replying = message;
    byId("replying").hidden = !message;
    if (!message) return;
    byId("replying-name").textContent = say("replyTo", this.world.author(message).name);
    byId("replying-text").textContent = message.text.split("\n")[0];
    box.focus();
  }

  /** Starts an inline question. */
  inline(query) {
    box.value = `@${this.world.bot.username} ${query}`;
    box.focus();
    this.typed();
  }

  typed() {
    this.grow();
    this.asked += 1;
    clearTimeout(this.pause);
    const inline = this.inlineQuery();
    if (inline !== null) {
      this.pause = setTimeout(() => this.search(inline), PAUSE);
    } else if (/^\/[^\s]*$/.test(box.value)) {
      this.suggest(box.value.slice(1).toLowerCase());
    } else {
      this.options.hide();
    }
  }

  /** What is asked inline, if the bot is called by its name at the beginning. */
  inlineQuery() {
    const name = `@${this.world.bot.username} `.toLowerCase();
    return box.value.toLowerCase().startsWith(name) ? box.value.slice(name.length) : null;
  }

  async suggest(typed) {
    const asked = this.asked;
    const commands = (await this.menu()).filter((one) => one.command.startsWith(typed));
    if (asked !== this.asked) return;
    // Telegram's clients add the bot's name in groups, where several bots may know a command.
    const end = this.chat.type === "private" ? "" : `@${this.world.bot.username}`;
    const items = commands.map((one) => ({ title: `/${one.command}`, note: one.description, text: `/${one.command}${end}` }));
    if (!items.length) {
      this.options.hide();
      return;
    }
    this.options.show(say("commands"), items, (item) => {
      this.clear();
      this.command(item.text);
    });
    whisper(count("suggestions", items.length));
  }

  async search(query) {
    const asked = this.asked;
    this.options.tell(say("searching"));
    let found;
    try {
      found = await post("/local/inline", { person: this.world.person, query });
    } catch (error) {
      if (asked === this.asked) this.options.tell(error instanceof Refusal ? error.message : say("gone"));
      return;
    }
    if (asked !== this.asked) return;
    const items = found.results.map((result) => ({ title: result.title, note: result.description, result: result.id, query: found.query ?? query }));
    if (!items.length) this.options.tell(say("nothing"));
    else this.options.show(say("results"), items, (item) => this.choose(item));
    whisper(items.length ? count("suggestions", items.length) : say("nothing"));
  }

  async choose({ query, result }) {
    this.clear();
    try {
      await post("/local/choose", { ...this.place, query, result });
    } catch (error) {
      toast(error instanceof Refusal ? error.message : say("gone"), true);
    }
  }

  toggleMenu() {
    box.focus();
    if (this.options.isOpen) {
      this.options.hide();
      if (box.value === "/") box.value = "";
      this.grow();
    } else {
      if (!box.value) box.value = "/";
      this.grow();
      this.asked += 1;
      this.suggest(/^\/[^\s]*$/.test(box.value) ? box.value.slice(1).toLowerCase() : "");
    }
  }

  keyed(event) {
    if (event.isComposing) return;
    if (this.options.isOpen && this.keyedInOptions(event)) {
      event.preventDefault();
    } else if (event.key === "Escape" && !byId("panel").hidden) {
      this.options.hide();
    } else if (event.key === "Escape" && this.replying) {
      this.reply(null);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  /** The keys of the list; answers whether it was one. */
  keyedInOptions(event) {
    const chosen = this.options.chosen;
    switch (event.key) {
      case "ArrowDown": this.options.move(1); return true;
      case "ArrowUp": this.options.move(-1); return true;
      case "Escape": this.options.hide(); return true;
      case "Tab":
        if (event.shiftKey) {
          this.options.hide();
          return false;
        }
        this.complete(chosen ?? this.options.items[0]);
        return true;
      case "Enter":
        // Enter takes what one has moved to; else it sends what is typed.
        if (!chosen || event.shiftKey) return false;
        this.complete(chosen);
        return true;
      default: return false;
    }
  }

  complete(item) {
    if (item.result) {
      this.choose(item);
      return;
    }
    box.value = `${item.text} `;
    this.options.hide();
    this.grow();
  }

  /** The box is as high as its text; newer browsers do that by themselves. */
  grow() {
    byId("send").disabled = !box.value.trim();
    if (CSS.supports("field-sizing", "content")) return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
  }
}

/** What stands in place of the box where one cannot write: why, and what to do about it. */
export function barrier(text, action, act) {
  const place = byId("barrier");
  place.hidden = !text;
  byId("compose").hidden = Boolean(text);
  place.replaceChildren();
  if (!text) return;
  place.append(make("p", {}, text));
  if (action) place.append(make("button", { type: "button", className: "primary", on: { click: act } }, action));
}

/** The big button that a new private chat has in Telegram. */
export function startButton(act) {
  return make("button", { type: "button", className: "primary", on: { click: act } }, icon("send"), say("start"));
}
