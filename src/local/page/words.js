// Every word the page says of itself, in three languages. It knows nothing of chats, people or the network.

const en = {
  title: "Local Telegram",
  skip: "Skip to the message box",
  chats: "Chats",
  who: "You are",
  language: "Language",
  dark: "Dark theme",
  desk: "Desk",
  openDesk: "Open the desk",
  closeDesk: "Close the desk",
  back: "Back to the chats",
  messages: "Messages",
  message: "Message",
  writeAs: (name) => `Write as ${name}`,
  send: "Send",
  commands: "Commands",
  reply: "Reply",
  replyTo: (name) => `Reply to ${name}`,
  cancelReply: "Cancel the reply",
  edited: "edited",
  via: (bot) => `via @${bot}`,
  older: "Earlier messages",
  newest: "To the newest",
  today: "Today",
  yesterday: "Yesterday",
  showAll: "Show all",
  showLess: "Show less",
  spoiler: "Hidden text: press to show it",
  picture: "Picture",
  noButton: "This button works in Telegram only.",
  empty: "No messages yet",
  start: "Start",
  unread: "unread",
  ok: "OK",
  close: "Close",
  gone: "The program does not answer. Trying again…",
  again: "Connected again",
  kept: "The program does not answer. Your text is kept.",
  hintFirst: "The real bot in a Telegram of your own. Write /help, or press a button.",
  hintSecond: "Be somebody else beside the chats; take Telegram down at the desk.",
  tryPrivate: "Ask in words or with a command",
  tryForum: "Name the bot, or it stays silent",
  tryGroup: "Commands, @mentions, replies",
  tryChannel: "The owner writes, all read",
  private: "private chat",
  channel: "channel",
  bot: "bot",
  members: { one: "member", other: "members" },
  administrator: "administrator",
  creator: "owner",
  member: "member",
  left: "not a member",
  kicked: "banned",
  notInGroup: "Not a member",
  join: "Join",
  notMember: "You are not a member here.",
  banned: "You have been removed from this group.",
  topicClosed: "This topic is closed.",
  closed: "closed",
  onlyAdministrators: "Only administrators write here.",
  blocked: "You have blocked the bot.",
  unblock: "Unblock",
  trouble: "Trouble with Telegram",
  down: "Telegram is down",
  downNote: "Nothing gets to the bot or from it. What you write waits.",
  slow: "Telegram is slow",
  slowNote: (seconds) => `Every call of the bot takes ${seconds} s longer.`,
  flood: "Flood wait",
  floodNote: (seconds) => `Telegram tells the bot to wait ${seconds} s before it sends.`,
  lost: "Lost replies",
  lostNote: "Telegram does what it is told, but its reply never arrives.",
  errors: "Server errors",
  errorsNote: "Telegram answers the bot with errors.",
  more: "More",
  switchOff: "Switch off",
  people: "People and rights",
  membership: (name, chat) => `${name} in “${chat}”`,
  topics: "Topics",
  topicOpen: (name) => `Topic “${name}” is open`,
  botIn: "The bot here",
  block: "Block the bot",
  upgrade: "Turn it into a supergroup",
  onlyAdministratorMay: (name) => `Administrators have tools here. To use them, be ${name}.`,
  deskEmpty: "There is nothing to set in this chat.",
  publishing: "Publishing and notices",
  publishingNote: "They come with notifications; until then there is nothing to show here.",
  results: "Results",
  searching: "Searching…",
  nothing: "Nothing found",
  suggestions: { one: "suggestion", other: "suggestions" },
  months: "January February March April May June July August September October November December",
};

const ru = {
  title: "Локальный Telegram",
  skip: "К полю для сообщения",
  chats: "Чаты",
  who: "Вы",
  language: "Язык",
  dark: "Тёмное оформление",
  desk: "Пульт",
  openDesk: "Открыть пульт",
  closeDesk: "Закрыть пульт",
  back: "Назад к чатам",
  messages: "Сообщения",
  message: "Сообщение",
  writeAs: (name) => `Сообщение от имени ${name}`,
  send: "Отправить",
  commands: "Команды",
  reply: "Ответить",
  replyTo: (name) => `Ответ на сообщение: ${name}`,
  cancelReply: "Не отвечать на это сообщение",
  edited: "изменено",
  via: (bot) => `через @${bot}`,
  older: "Более ранние сообщения",
  newest: "К последним",
  today: "Сегодня",
  yesterday: "Вчера",
  showAll: "Показать всё",
  showLess: "Свернуть",
  spoiler: "Скрытый текст: нажмите, чтобы показать",
  picture: "Изображение",
  noButton: "Эта кнопка работает только в Telegram.",
  empty: "Сообщений пока нет",
  start: "Начать",
  unread: "есть новые",
  ok: "Хорошо",
  close: "Закрыть",
  gone: "Программа не отвечает. Пробуем снова…",
  again: "Связь восстановлена",
  kept: "Программа не отвечает. Ваш текст сохранён.",
  hintFirst: "Настоящий бот в вашем собственном Telegram. Напишите /help или нажмите кнопку.",
  hintSecond: "Рядом с чатами можно стать другим человеком, на пульте — отключить Telegram.",
  tryPrivate: "Спросите словами или командой",
  tryForum: "Бот отвечает, только если обратиться к нему",
  tryGroup: "Команды, @упоминания, ответы",
  tryChannel: "Пишет владелец, читают все",
  private: "личный чат",
  channel: "канал",
  bot: "бот",
  members: { one: "участник", few: "участника", many: "участников", other: "участника" },
  administrator: "администратор",
  creator: "владелец",
  member: "участник",
  left: "не участник",
  kicked: "исключён",
  notInGroup: "Не участник",
  join: "Вступить",
  notMember: "Вы здесь не участник.",
  banned: "Вас исключили из этой группы.",
  topicClosed: "Эта тема закрыта.",
  closed: "закрыта",
  onlyAdministrators: "Здесь пишут только администраторы.",
  blocked: "Вы заблокировали бота.",
  unblock: "Разблокировать",
  trouble: "Неполадки в Telegram",
  down: "Telegram не работает",
  downNote: "Бот не получает и не отправляет. То, что вы напишете, подождёт.",
  slow: "Telegram работает медленно",
  slowNote: (seconds) => `Каждый вызов бота длится на ${seconds} с дольше.`,
  flood: "Просьба подождать",
  floodNote: (seconds) => `Telegram велит боту подождать ${seconds} с, прежде чем отправлять.`,
  lost: "Ответы теряются",
  lostNote: "Telegram делает, что ему велят, но его ответ не доходит.",
  errors: "Ошибки сервера",
  errorsNote: "Telegram отвечает боту ошибками.",
  more: "Ещё",
  switchOff: "Выключить",
  people: "Люди и права",
  membership: (name, chat) => `${name} в «${chat}»`,
  topics: "Темы",
  topicOpen: (name) => `Тема «${name}» открыта`,
  botIn: "Бот здесь",
  block: "Заблокировать бота",
  upgrade: "Превратить в супергруппу",
  onlyAdministratorMay: (name) => `Здесь есть инструменты для администраторов. Чтобы ими пользоваться, станьте: ${name}.`,
  deskEmpty: "В этом чате нечего настраивать.",
  publishing: "Публикация и уведомления",
  publishingNote: "Появятся вместе с уведомлениями; до тех пор показывать здесь нечего.",
  results: "Результаты",
  searching: "Поиск…",
  nothing: "Ничего не найдено",
  suggestions: { one: "подсказка", few: "подсказки", many: "подсказок", other: "подсказки" },
  months: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
};

const be = {
  title: "Лакальны Telegram",
  skip: "Да поля для паведамлення",
  chats: "Чаты",
  who: "Вы",
  language: "Мова",
  dark: "Цёмнае афармленне",
  desk: "Пульт",
  openDesk: "Адкрыць пульт",
  closeDesk: "Закрыць пульт",
  back: "Назад да чатаў",
  messages: "Паведамленні",
  message: "Паведамленне",
  writeAs: (name) => `Паведамленне ад імя ${name}`,
  send: "Адправіць",
  commands: "Каманды",
  reply: "Адказаць",
  replyTo: (name) => `Адказ на паведамленне: ${name}`,
  cancelReply: "Не адказваць на гэта паведамленне",
  edited: "зменена",
  via: (bot) => `праз @${bot}`,
  older: "Ранейшыя паведамленні",
  newest: "Да апошніх",
  today: "Сёння",
  yesterday: "Учора",
  showAll: "Паказаць усё",
  showLess: "Згарнуць",
  spoiler: "Схаваны тэкст: націсніце, каб паказаць",
  picture: "Выява",
  noButton: "Гэтая кнопка працуе толькі ў Telegram.",
  empty: "Паведамленняў пакуль няма",
  start: "Пачаць",
  unread: "ёсць новыя",
  ok: "Добра",
  close: "Закрыць",
  gone: "Праграма не адказвае. Спрабуем зноў…",
  again: "Сувязь адноўлена",
  kept: "Праграма не адказвае. Ваш тэкст захаваны.",
  hintFirst: "Сапраўдны бот у вашым уласным Telegram. Напішыце /help або націсніце кнопку.",
  hintSecond: "Побач з чатамі можна стаць іншым чалавекам, на пульце — адключыць Telegram.",
  tryPrivate: "Спытайце словамі або камандай",
  tryForum: "Бот адказвае, толькі калі звярнуцца да яго",
  tryGroup: "Каманды, @згадкі, адказы",
  tryChannel: "Піша ўладальнік, чытаюць усе",
  private: "асабісты чат",
  channel: "канал",
  bot: "бот",
  members: { one: "удзельнік", few: "удзельнікі", many: "удзельнікаў", other: "удзельніка" },
  administrator: "адміністратар",
  creator: "уладальнік",
  member: "удзельнік",
  left: "не ўдзельнік",
  kicked: "выключаны",
  notInGroup: "Не ўдзельнік",
  join: "Далучыцца",
  notMember: "Вы тут не ўдзельнік.",
  banned: "Вас выключылі з гэтай групы.",
  topicClosed: "Гэтая тэма закрыта.",
  closed: "закрыта",
  onlyAdministrators: "Тут пішуць толькі адміністратары.",
  blocked: "Вы заблакіравалі бота.",
  unblock: "Разблакіраваць",
  trouble: "Непаладкі ў Telegram",
  down: "Telegram не працуе",
  downNote: "Бот не атрымлівае і не адпраўляе. Тое, што вы напішаце, пачакае.",
  slow: "Telegram працуе павольна",
  slowNote: (seconds) => `Кожны выклік бота доўжыцца на ${seconds} с даўжэй.`,
  flood: "Просьба пачакаць",
  floodNote: (seconds) => `Telegram загадвае боту пачакаць ${seconds} с, перш чым адпраўляць.`,
  lost: "Адказы губляюцца",
  lostNote: "Telegram робіць, што яму загадана, але яго адказ не даходзіць.",
  errors: "Памылкі сервера",
  errorsNote: "Telegram адказвае боту памылкамі.",
  more: "Яшчэ",
  switchOff: "Выключыць",
  people: "Людзі і правы",
  membership: (name, chat) => `${name} у «${chat}»`,
  topics: "Тэмы",
  topicOpen: (name) => `Тэма «${name}» адкрыта`,
  botIn: "Бот тут",
  block: "Заблакіраваць бота",
  upgrade: "Ператварыць у супергрупу",
  onlyAdministratorMay: (name) => `Тут ёсць прылады для адміністратараў. Каб імі карыстацца, станьце: ${name}.`,
  deskEmpty: "У гэтым чаце няма чаго наладжваць.",
  publishing: "Публікацыя і апавяшчэнні",
  publishingNote: "З’явяцца разам з апавяшчэннямі; да таго часу паказваць тут няма чаго.",
  results: "Вынікі",
  searching: "Пошук…",
  nothing: "Нічога не знойдзена",
  suggestions: { one: "падказка", few: "падказкі", many: "падказак", other: "падказкі" },
  months: "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
};

const tables = { en, ru, be };
let current = "en";

/** The languages one can choose, each by its own name. */
export const LANGUAGES = [["en", "English"], ["ru", "Русский"], ["be", "Беларуская"]];

/** Chooses the language of the page; one it does not know becomes English. */
export function speak(language) {
  current = language in tables ? language : "en";
  document.documentElement.lang = current;
}

/** A text by its key; texts with a gap take what fills it. */
export function say(key, ...gaps) {
  const text = tables[current][key];
  return typeof text === "function" ? text(...gaps) : text;
}

/** A number with the right form of its noun. */
export function count(key, number) {
  // Whole numbers follow the same rules in Russian and Belarusian, and not every browser has the latter.
  const rules = new Intl.PluralRules(current === "en" ? "en" : "ru");
  const forms = tables[current][key];
  return `${number} ${forms[rules.select(number)] ?? forms.other}`;
}

const two = (number) => String(number).padStart(2, "0");

/** The time of day of a moment in seconds. */
export function clock(seconds) {
  const date = new Date(seconds * 1000);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The local day of a moment in seconds, as a key to compare by. */
export function dayKey(seconds) {
  return new Date(seconds * 1000).toDateString();
}

/** A day as one says it. */
export function day(seconds) {
  const date = new Date(seconds * 1000);
  const now = new Date();
  if (date.toDateString() === now.toDateString()) return say("today");
  now.setDate(now.getDate() - 1);
  if (date.toDateString() === now.toDateString()) return say("yesterday");
  const month = say("months").split(" ")[date.getMonth()];
  const year = date.getFullYear();
  return `${date.getDate()} ${month}${year === new Date().getFullYear() ? "" : ` ${year}`}`;
}

/** The language a text is probably written in, for those who hear it; or nothing. */
export function guess(text) {
  const cyrillic = (text.match(/[Ѐ-ӿ]/g) ?? []).length;
  const latin = (text.match(/[A-Za-z]/g) ?? []).length;
  if (cyrillic + latin < 3) return null;
  if (latin > cyrillic) return "en";
  return /[ўі]/i.test(text) && !/[иъщ]/i.test(text) ? "be" : "ru";
}
