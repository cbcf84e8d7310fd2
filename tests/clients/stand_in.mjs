// Telegram as `telegram-test-api` plays it, for `tests/stand_in.rs`: a line of JSON in is what somebody does, a line out
// is what the bot has done. It ends when its input does.
//
//   node stand_in.mjs FOLDER TOKEN      FOLDER holds the node_modules
//   in   {"say": "/help", "chat": 5}    {"press": DATA, "chat": 5, "message": 7}    {"knows": ["getMe", …]}
//   out  {"ready": URL, "version": …}   {"sent": {…}}   {"edited": {…}}   {"lacks": ["getChat", …]}

import { createRequire } from "node:module";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { join } from "node:path";

const [folder, token] = process.argv.slice(2);
const require = createRequire(join(folder, "node_modules", "anything.js"));
const { TelegramServer } = require("telegram-test-api/lib/telegramServer.js");
const { version } = require("telegram-test-api/package.json");

const told = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

// It wants a port and takes no 0.
const port = await new Promise((free, failed) => {
  const probe = createServer().once("error", failed);
  probe.listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => free(port));
  });
});

// The Bot API gives every pressed button a chat_instance; it does not.
const format = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = (update) => {
  const made = format(update);
  if (made.callback_query) made.callback_query.chat_instance = "1";
  return made;
};

const server = new TelegramServer({ host: "127.0.0.1", port });
await server.start();

const shown = new Map();
const ours = (message) => message.botToken === token;
const written = ({ message, messageId }) => JSON.stringify({
  number: messageId,
  chat: Number(message.chat_id),
  text: message.text,
  buttons: message.reply_markup?.inline_keyboard?.flat() ?? [],
  answers: message.reply_parameters?.message_id,
});
const show = (what) => {
  for (const message of server.storage.botMessages.filter(ours)) {
    const now = written(message);
    if (shown.get(message.messageId) === now) continue;
    shown.set(message.messageId, now);
    told({ [what]: JSON.parse(now) });
  }
};
server.on("AddedBotMessage", () => show("sent"));
server.on("EditedMessageText", () => show("edited"));
told({ ready: server.config.apiURL, version });

const client = (chat) => server.getClient(token, {
  userId: Math.abs(chat), chatId: chat, type: chat < 0 ? "group" : "private", firstName: "Ana",
});
const from = { language_code: "en" };

async function act({ say, press, chat, message, knows }) {
  if (knows) {
    const lacks = [];
    for (const method of knows) {
      const answer = await fetch(`${server.config.apiURL}/bot0:probe/${method}`, { method: "POST" });
      if (/not supported/.test(await answer.text())) lacks.push(method);
    }
    return told({ lacks });
  }
  const person = client(chat);
  if (press) {
    const pressed = { message_id: message, date: Math.floor(Date.now() / 1000), text: "pressed" };
    return person.sendCallback(person.makeCallbackQuery(press, { from, message: pressed }));
  }
  return say.startsWith("/")
    ? person.sendCommand(person.makeCommand(say, { from }))
    : person.sendMessage(person.makeMessage(say, { from }));
}

for await (const line of createInterface({ input: process.stdin })) await act(JSON.parse(line));
await server.stop();
