"""A small bot in the idiom of aiogram, for the conversation in steps.rs.

aiogram_bot.py poll|webhook BASE_URL TOKEN PICTURE
"""

import asyncio
import html
import logging
import signal
import sys

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ChatType, ParseMode
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.filters import Command, CommandObject
from aiogram.types import (
    BotCommand,
    CallbackQuery,
    ChatMemberUpdated,
    FSInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

MODE, BASE_URL, TOKEN, PICTURE = sys.argv[1:]
SECRET = "aiogram_Secret-1"
OWNER = 101
router = Router()


def keyboard(**buttons: str) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text=text, callback_data=data) for data, text in buttons.items()]
    link = InlineKeyboardButton(text="Link", url="https://example.org/")
    return InlineKeyboardMarkup(inline_keyboard=[row, [link]])


@router.message(Command("start"))
async def start(message: Message, command: CommandObject) -> None:
    typed = html.escape(command.args or "")
    await message.answer(f"<b>Hello</b>, you wrote <code>{typed}</code>.", reply_markup=keyboard(more="More"))


@router.callback_query(F.data == "more")
async def more(query: CallbackQuery) -> None:
    await query.answer("Here is more.")
    text, buttons = "There <i>is</i> more.", keyboard(same="Again")
    if query.inline_message_id:
        await query.bot.edit_message_text(text, inline_message_id=query.inline_message_id, reply_markup=buttons)
    else:
        await query.message.edit_text(text, reply_markup=buttons)


@router.callback_query(F.data == "same")
async def same(query: CallbackQuery) -> None:
    try:
        await query.message.edit_text("There <i>is</i> more.", reply_markup=keyboard(same="Again"))
    except TelegramBadRequest as error:
        if "message is not modified" not in error.message:
            raise
        await query.answer("Nothing to change.", show_alert=True)


@router.message(Command("photo"))
async def photo(message: Message) -> None:
    sent = await message.answer_photo(FSInputFile(PICTURE), caption="<b>new</b>")
    await message.answer_photo(sent.photo[-1].file_id, caption="again")


@router.message(Command("where"))
async def where(message: Message) -> None:
    await message.reply("Here.")


@router.message(Command("burst"))
async def burst(message: Message) -> None:
    for number in range(1, 6):
        while True:
            try:
                await message.answer(str(number))
                break
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)


@router.message(Command("chat"))
async def chat(message: Message, bot: Bot) -> None:
    known = await bot.get_chat(message.chat.id)
    asker = await bot.get_chat_member(message.chat.id, message.from_user.id)
    runners = await bot.get_chat_administrators(message.chat.id)
    await bot.set_my_commands([BotCommand(command="start", description="Begins")])
    commands = await bot.get_my_commands()
    await message.answer(
        f"{known.title}: {asker.status} asks, {runners[0].user.first_name} runs it, /{commands[0].command}"
    )


@router.message(Command("later"))
async def later(message: Message, bot: Bot) -> None:
    try:
        await message.answer("At last.")
    except TelegramForbiddenError:
        await bot.send_message(OWNER, f"{message.from_user.first_name} has blocked me.")


@router.my_chat_member(F.chat.type != ChatType.PRIVATE)
async def my_status(change: ChatMemberUpdated) -> None:
    await change.answer(f"From {change.old_chat_member.status} to {change.new_chat_member.status}.")


@router.message(F.migrate_to_chat_id)
async def migrated(message: Message, bot: Bot) -> None:
    try:
        await message.answer("Lost.")
    except TelegramMigrateToChat as error:
        await bot.send_message(error.migrate_to_chat_id, "Moved.")


@router.inline_query()
async def inline(query: InlineQuery) -> None:
    content = InputTextMessageContent(message_text=f"<u>{html.escape(query.query)}</u>")
    article = InlineQueryResultArticle(
        id="one", title="One", input_message_content=content, reply_markup=keyboard(more="More")
    )
    await query.answer([article], cache_time=0, is_personal=True)


@router.message(Command("hook"))
async def hook(message: Message, bot: Bot) -> None:
    info = await bot.get_webhook_info()
    await message.answer(f"By {info.url}.")


@router.message(Command("poll"))
async def poll(message: Message, bot: Bot) -> None:
    try:
        await bot.get_updates(timeout=0)
    except TelegramConflictError:
        await message.answer("Conflict.")


# What a handler returns goes into the answer to the webhook's post.
@router.message(Command("direct"))
async def direct(message: Message):
    return message.reply("In the <b>answer</b>.", reply_markup=keyboard(more="More"))


@router.message(Command("picture"))
async def picture(message: Message):
    return message.answer_photo(FSInputFile(PICTURE), caption="In the answer.")


async def serve(bot: Bot, dispatcher: Dispatcher) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=SECRET).register(app, path="/hook")
    setup_application(app, dispatcher, bot=bot)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await bot.set_webhook(url, secret_token=SECRET, allowed_updates=dispatcher.resolve_used_update_types())
    await stop.wait()
    await bot.delete_webhook()
    assert not (await bot.get_webhook_info()).url
    await runner.cleanup()


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(BASE_URL))
    bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    async with bot:
        if MODE == "poll":
            # One after the other: an update that is confirmed is handled, and nothing is cut off at the end.
            await dispatcher.start_polling(bot, handle_as_tasks=False, close_bot_session=False)
        else:
            await serve(bot, dispatcher)


logging.basicConfig(level=logging.WARNING)
asyncio.run(main())
