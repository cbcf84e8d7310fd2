"""A small bot in the idiom of python-telegram-bot, for the conversation in steps.rs.

ptb_bot.py poll|webhook BASE_URL TOKEN PICTURE
"""

import asyncio
import html
import logging
import os
import socket
import sys
from pathlib import Path

# Times as the library's next major version gives them.
os.environ["PTB_TIMEDELTA"] = "true"

from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

MODE, BASE_URL, TOKEN, PICTURE = sys.argv[1:]
SECRET = "ptb_Secret-1"
OWNER = 101
Context = ContextTypes.DEFAULT_TYPE


def keyboard(**buttons: str) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text, callback_data=data) for data, text in buttons.items()]
    return InlineKeyboardMarkup([row, [InlineKeyboardButton("Link", url="https://example.org/")]])


async def start(update: Update, context: Context) -> None:
    typed = html.escape(" ".join(context.args))
    await update.message.reply_html(
        f"<b>Hello</b>, you wrote <code>{typed}</code>.", reply_markup=keyboard(more="More")
    )


async def more(update: Update, context: Context) -> None:
    query = update.callback_query
    await query.answer("Here is more.")
    await query.edit_message_text("There <i>is</i> more.", reply_markup=keyboard(same="Again"))


async def same(update: Update, context: Context) -> None:
    query = update.callback_query
    try:
        await query.edit_message_text("There <i>is</i> more.", reply_markup=keyboard(same="Again"))
    except BadRequest as error:
        if "message is not modified" not in error.message.lower():
            raise
        await query.answer("Nothing to change.", show_alert=True)


async def photo(update: Update, context: Context) -> None:
    sent = await update.message.reply_photo(Path(PICTURE), caption="<b>new</b>")
    await update.message.reply_photo(sent.photo[-1], caption="again")


async def where(update: Update, context: Context) -> None:
    await update.message.reply_text("Here.", do_quote=True)


async def burst(update: Update, context: Context) -> None:
    for number in range(1, 6):
        while True:
            try:
                await update.message.reply_text(str(number))
                break
            except RetryAfter as error:
                await asyncio.sleep(error.retry_after.total_seconds())


async def chat(update: Update, context: Context) -> None:
    known = await context.bot.get_chat(update.effective_chat.id)
    asker = await known.get_member(update.effective_user.id)
    runners = await known.get_administrators()
    await context.bot.set_my_commands([BotCommand("start", "Begins")])
    commands = await context.bot.get_my_commands()
    await update.message.reply_text(
        f"{known.title}: {asker.status} asks, {runners[0].user.first_name} runs it, /{commands[0].command}"
    )


async def later(update: Update, context: Context) -> None:
    try:
        await update.message.reply_text("At last.")
    except Forbidden:
        await context.bot.send_message(OWNER, f"{update.effective_user.first_name} has blocked me.")


async def my_status(update: Update, context: Context) -> None:
    change = update.my_chat_member
    if change.chat.type != "private":
        await change.chat.send_message(
            f"From {change.old_chat_member.status} to {change.new_chat_member.status}."
        )


async def migrated(update: Update, context: Context) -> None:
    try:
        await update.message.reply_text("Lost.")
    except ChatMigrated as error:
        await context.bot.send_message(error.new_chat_id, "Moved.")


async def inline(update: Update, context: Context) -> None:
    content = InputTextMessageContent(f"<u>{html.escape(update.inline_query.query)}</u>")
    article = InlineQueryResultArticle("one", "One", content, reply_markup=keyboard(more="More"))
    await update.inline_query.answer([article], cache_time=0, is_personal=True)


async def hook(update: Update, context: Context) -> None:
    info = await context.bot.get_webhook_info()
    await update.message.reply_text(f"By {info.url}.")


async def poll(update: Update, context: Context) -> None:
    try:
        await context.bot.get_updates(timeout=0)
    except Conflict:
        await update.message.reply_text("Conflict.")


async def unhook(application: Application) -> None:
    if MODE == "webhook":
        await application.bot.delete_webhook()
        assert not (await application.bot.get_webhook_info()).url


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def main() -> None:
    builder = Application.builder().token(TOKEN).base_url(f"{BASE_URL}/bot")
    application = builder.defaults(Defaults(parse_mode=ParseMode.HTML)).post_stop(unhook).build()
    for command in (start, photo, where, burst, chat, later, hook, poll):
        application.add_handler(CommandHandler(command.__name__, command))
    application.add_handler(CallbackQueryHandler(more, pattern="^more$"))
    application.add_handler(CallbackQueryHandler(same, pattern="^same$"))
    application.add_handler(ChatMemberHandler(my_status, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, migrated))
    application.add_handler(InlineQueryHandler(inline))
    if MODE == "poll":
        application.run_polling(allowed_updates=Update.ALL_TYPES)
    else:
        port = free_port()
        application.run_webhook(
            listen="127.0.0.1",
            port=port,
            url_path="hook",
            webhook_url=f"http://127.0.0.1:{port}/hook",
            secret_token=SECRET,
            allowed_updates=Update.ALL_TYPES,
        )


logging.basicConfig(level=logging.WARNING)
main()
