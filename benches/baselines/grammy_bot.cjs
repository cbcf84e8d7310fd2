// `node grammy_bot.cjs API_URL TOKEN`: by webhook, with the reply in the answer to the post (`webhookReply`).

const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { Bot, InlineKeyboard, webhookCallback } = require("grammy");

const [apiRoot, token] = process.argv.slice(2);
const rows = new Map(
  fs.readFileSync(path.join(__dirname, "rows.tsv"), "utf8").trimEnd().split("\n").map((line) => {
    const [number, name, value, day] = line.split("\t");
    return [Number(number), { name, value, day }];
  }),
);

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function status() {
  let html = "<b>Where things stand</b>\n";
  for (const { name, value, day } of [...rows.values()].slice(0, 12)) {
    html += `<b>${escape(name)}</b>: ${escape(value)} — <i>as known on ${day}</i>\n`;
  }
  return html;
}

function quotes() {
  let html = "<b>Who said what</b>\n";
  for (const [number, { name, value, day }] of rows) {
    html += `${number}. ${escape(name)}: <i>${escape(value)}</i>, on ${day}\n`;
  }
  return html;
}

const bot = new Bot(token, { client: { apiRoot, canUseWebhookReply: (method) => method === "sendMessage" } });
const buttons = () => new InlineKeyboard().text("Next", "next:2").text("Sources", "sources:1");
const reply = (ctx, html) => ctx.reply(html, { parse_mode: "HTML", reply_markup: buttons() });
bot.command("status", (ctx) => reply(ctx, status()));
bot.command("quotes", (ctx) => reply(ctx, quotes()));

const server = http.createServer(webhookCallback(bot, "http"));
server.listen(0, "127.0.0.1", async () => {
  await bot.init();
  await bot.api.setWebhook(`http://127.0.0.1:${server.address().port}/hook`);
});
