// A small bot in the idiom of grammY, for the conversation in steps.rs.
//
// grammy_bot.cjs poll|webhook BASE_URL TOKEN PICTURE

const http = require("node:http");
const { setTimeout: sleep } = require("node:timers/promises");
const { Bot, GrammyError, InlineKeyboard, InlineQueryResultBuilder, InputFile, webhookCallback } = require("grammy");

const [mode, apiRoot, token, picture] = process.argv.slice(2);
const SECRET = "grammy_Secret-1";
const OWNER = 101;
const HTML = { parse_mode: "HTML" };
const UPDATES = ["message", "callback_query", "inline_query", "my_chat_member"];

// Texts go into the answer to a webhook's post, where there is one.
const client = { apiRoot, canUseWebhookReply: (method) => method === "sendMessage" };
const bot = new Bot(token, { client });

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const keyboard = (text, data) => new InlineKeyboard().text(text, data).row().url("Link", "https://example.org/");
const again = { ...HTML, reply_markup: keyboard("Again", "same") };

/** What comes of a call, or of its refusal with this code. */
async function unless(code, call, refused) {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== code) throw error;
    return refused(error);
  }
}

bot.command("start", (ctx) =>
  ctx.reply(`<b>Hello</b>, you wrote <code>${escape(ctx.match)}</code>.`, {
    ...HTML,
    reply_markup: keyboard("More", "more"),
  }));

bot.callbackQuery("more", async (ctx) => {
  await ctx.answerCallbackQuery("Here is more.");
  await ctx.editMessageText("There <i>is</i> more.", again);
});

bot.callbackQuery("same", (ctx) =>
  unless(400, () => ctx.editMessageText("There <i>is</i> more.", again), (error) => {
    if (!error.description.includes("message is not modified")) throw error;
    return ctx.answerCallbackQuery({ text: "Nothing to change.", show_alert: true });
  }));

bot.command("photo", async (ctx) => {
  const sent = await ctx.replyWithPhoto(new InputFile(picture), { ...HTML, caption: "<b>new</b>" });
  await ctx.replyWithPhoto(sent.photo.at(-1).file_id, { caption: "again" });
});

bot.command("where", (ctx) => ctx.reply("Here.", { reply_parameters: { message_id: ctx.msgId } }));

bot.command("burst", async (ctx) => {
  for (let number = 1; number <= 5; ) {
    const send = () => ctx.reply(String(number)).then(() => 0);
    const wait = await unless(429, send, (error) => error.parameters.retry_after);
    if (wait === 0) number += 1;
    else await sleep(wait * 1000);
  }
});

bot.command("chat", async (ctx) => {
  const known = await ctx.getChat();
  const asker = await ctx.getAuthor();
  const [runner] = await ctx.getChatAdministrators();
  await ctx.api.setMyCommands([{ command: "start", description: "Begins" }]);
  const [{ command }] = await ctx.api.getMyCommands();
  await ctx.reply(`${known.title}: ${asker.status} asks, ${runner.user.first_name} runs it, /${command}`);
});

bot.command("later", (ctx) =>
  unless(403, () => ctx.reply("At last."), () => ctx.api.sendMessage(OWNER, `${ctx.from.first_name} has blocked me.`)));

bot.on("my_chat_member", async (ctx) => {
  const change = ctx.myChatMember;
  if (change.chat.type === "private") return;
  await ctx.reply(`From ${change.old_chat_member.status} to ${change.new_chat_member.status}.`);
});

bot.on("message:migrate_to_chat_id", (ctx) =>
  unless(400, () => ctx.reply("Lost."), (error) => ctx.api.sendMessage(error.parameters.migrate_to_chat_id, "Moved.")));

bot.on("inline_query", (ctx) => {
  const article = InlineQueryResultBuilder.article("one", "One", { reply_markup: keyboard("More", "more") });
  const result = article.text(`<u>${escape(ctx.inlineQuery.query)}</u>`, HTML);
  return ctx.answerInlineQuery([result], { cache_time: 0, is_personal: true });
});

bot.command("hook", async (ctx) => ctx.reply(`By ${(await ctx.api.getWebhookInfo()).url}.`));

bot.command("poll", (ctx) => unless(409, () => ctx.api.getUpdates({ timeout: 0 }), () => ctx.reply("Conflict.")));

bot.command("direct", (ctx) =>
  ctx.reply("In the <b>answer</b>.", {
    ...HTML,
    reply_markup: keyboard("More", "more"),
    reply_parameters: { message_id: ctx.msgId },
  }));

async function serve() {
  const server = http.createServer(webhookCallback(bot, "http", { secretToken: SECRET }));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${server.address().port}/hook`;
  await bot.api.setWebhook(url, { secret_token: SECRET, allowed_updates: UPDATES });
  await new Promise((told) => process.once("SIGTERM", told));
  await bot.api.deleteWebhook();
  if ((await bot.api.getWebhookInfo()).url !== "") throw new Error("the webhook is still there");
  server.close();
  server.closeAllConnections();
}

async function poll() {
  process.once("SIGTERM", () => bot.stop());
  await bot.start({ allowed_updates: UPDATES });
}

(mode === "poll" ? poll() : serve()).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
