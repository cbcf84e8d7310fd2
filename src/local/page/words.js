// Every word the page says of itself, in English, Russian and Belarusian. It knows nothing of chats, people or the network.

/** Each text in the order of `CODES`. `{}` is a gap to fill; `|` parts the forms for one, few and many. */
const texts = {
  title: ["Local Telegram", "Локальный Telegram", "Лакальны Telegram"],
  skip: ["Skip to the message box", "К полю для сообщения", "Да поля для паведамлення"],
  chats: ["Chats", "Чаты", "Чаты"],
  who: ["You are", "Вы", "Вы"],
  language: ["Language", "Язык", "Мова"],
  dark: ["Dark theme", "Тёмная тема", "Цёмная тэма"],
  desk: ["Desk", "Пульт", "Пульт"],
  closeDesk: ["Close the desk", "Закрыть пульт", "Закрыць пульт"],
  back: ["Back to the chats", "Назад к чатам", "Назад да чатаў"],
  messages: ["Messages: arrow keys", "Сообщения: стрелки", "Паведамленні: стрэлкі"],
  message: ["Message", "Сообщение", "Паведамленне"],
  writeAs: ["Write as {}", "Сообщение от имени {}", "Паведамленне ад імя {}"],
  send: ["Send", "Отправить", "Адправіць"],
  commands: ["Commands", "Команды", "Каманды"],
  reply: ["Reply", "Ответить", "Адказаць"],
  replyTo: ["Reply to {}", "Ответ на сообщение: {}", "Адказ на паведамленне: {}"],
  cancelReply: ["Cancel the reply", "Не отвечать на это сообщение", "Не адказваць на гэта паведамленне"],
  edited: ["edited", "изменено", "зменена"],
  via: ["via @{}", "через @{}", "праз @{}"],
  older: ["Earlier messages", "Более ранние сообщения", "Ранейшыя паведамленні"],
  newest: ["To the newest", "К последним", "Да апошніх"],
  today: ["Today", "Сегодня", "Сёння"],
  yesterday: ["Yesterday", "Вчера", "Учора"],
  showAll: ["Show all", "Показать всё", "Паказаць усё"],
  showLess: ["Show less", "Свернуть", "Згарнуць"],
  spoiler: [
    "Hidden text: press to show it",
    "Скрытый текст: нажмите, чтобы показать",
    "Схаваны тэкст: націсніце, каб паказаць",
  ],
  picture: ["Picture", "Изображение", "Выява"],
  noButton: [
    "This button works in Telegram only.",
    "Эта кнопка работает только в Telegram.",
    "Гэтая кнопка працуе толькі ў Telegram.",
  ],
  empty: ["No messages yet", "Сообщений пока нет", "Паведамленняў пакуль няма"],
  start: ["Start", "Начать", "Пачаць"],
  unread: ["unread", "есть новые", "ёсць новыя"],
  ok: ["OK", "OK", "OK"],
  close: ["Close", "Закрыть", "Закрыць"],
  gone: [
    "The program does not answer. Trying again…",
    "Программа не отвечает. Пробуем снова…",
    "Праграма не адказвае. Спрабуем зноў…",
  ],
  again: ["Connected again", "Связь восстановлена", "Сувязь адноўлена"],
  kept: [
    "The program does not answer. Your text is kept.",
    "Программа не отвечает. Ваш текст сохранён.",
    "Праграма не адказвае. Ваш тэкст захаваны.",
  ],
  hintFirst: [
    "The real bot in a Telegram of your own. Write /help, or press a button.",
    "Настоящий бот в вашем собственном Telegram. Напишите /help или нажмите кнопку.",
    "Сапраўдны бот у вашым уласным Telegram. Напішыце /help або націсніце кнопку.",
  ],
  hintSecond: [
    "Be somebody else beside the chats; take Telegram down at the desk.",
    "Рядом с чатами можно стать другим человеком, на пульте — отключить Telegram.",
    "Побач з чатамі можна стаць іншым чалавекам, на пульце — адключыць Telegram.",
  ],
  tryPrivate: ["Ask in words or with a command", "Спросите словами или командой", "Спытайце словамі або камандай"],
  tryForum: [
    "Name the bot, or it stays silent",
    "Бот отвечает, только если обратиться к нему",
    "Бот адказвае, толькі калі звярнуцца да яго",
  ],
  tryGroup: ["Commands, @mentions, replies", "Команды, @упоминания, ответы", "Каманды, @згадкі, адказы"],
  tryChannel: ["The owner writes, all read", "Пишет владелец, читают все", "Піша ўладальнік, чытаюць усе"],
  channel: ["channel", "канал", "канал"],
  bot: ["bot", "бот", "бот"],
  members: ["member|members", "участник|участника|участников", "удзельнік|удзельнікі|удзельнікаў"],
  administrator: ["administrator", "администратор", "адміністратар"],
  creator: ["owner", "владелец", "уладальнік"],
  member: ["member", "участник", "удзельнік"],
  left: ["not a member", "не участник", "не ўдзельнік"],
  kicked: ["removed", "удалён", "выдалены"],
  join: ["Join", "Вступить", "Далучыцца"],
  notMember: ["You are not a member here.", "Вы здесь не участник.", "Вы тут не ўдзельнік."],
  banned: ["You have been removed from this group.", "Вас удалили из этой группы.", "Вас выдалілі з гэтай групы."],
  topicClosed: ["This topic is closed.", "Эта тема закрыта.", "Гэтая тэма закрыта."],
  closed: ["closed", "закрыта", "закрыта"],
  onlyAdministrators: [
    "Only administrators write here.",
    "Здесь пишут только администраторы.",
    "Тут пішуць толькі адміністратары.",
  ],
  blocked: ["You have blocked the bot.", "Вы заблокировали бота.", "Вы заблакіравалі бота."],
  unblock: ["Unblock", "Разблокировать", "Разблакіраваць"],
  joined: ["{} is here now", "{} теперь здесь", "{} цяпер тут"],
  wentAway: ["{} is not here any more", "{} здесь больше нет", "{} тут больш няма"],
  topicMade: ["New topic: {}", "Новая тема: {}", "Новая тэма: {}"],
  topicShut: ["The topic was closed", "Тема закрыта", "Тэма закрыта"],
  topicBack: ["The topic is open again", "Тема снова открыта", "Тэма зноў адкрыта"],
  upgraded: ["The group has become a supergroup", "Группа стала супергруппой", "Група стала супергрупай"],
  trouble: ["Trouble with Telegram", "Неполадки в Telegram", "Непаладкі ў Telegram"],
  down: ["Telegram is down", "Telegram не работает", "Telegram не працуе"],
  downNote: [
    "Nothing gets to the bot or from it. What you write waits.",
    "Бот не получает и не отправляет. То, что вы напишете, подождёт.",
    "Бот не атрымлівае і не адпраўляе. Тое, што вы напішаце, пачакае.",
  ],
  slow: ["Telegram is slow", "Telegram работает медленно", "Telegram працуе павольна"],
  slowNote: [
    "Every call of the bot takes {} s longer.",
    "Каждый вызов бота длится на {} с дольше.",
    "Кожны выклік бота доўжыцца на {} с даўжэй.",
  ],
  flood: ["Flood wait", "Просьба подождать", "Просьба пачакаць"],
  floodNote: [
    "For {} s Telegram takes nothing from the bot, which has to try again.",
    "{} с Telegram ничего не принимает от бота, и тот должен повторить.",
    "{} с Telegram нічога не прымае ад бота, і той мусіць паўтарыць.",
  ],
  lost: ["Lost replies", "Ответы теряются", "Адказы губляюцца"],
  lostNote: [
    "Telegram does what it is told, but its reply never arrives.",
    "Telegram делает, что ему велят, но его ответ не доходит.",
    "Telegram робіць, што яму загадана, але яго адказ не даходзіць.",
  ],
  errors: ["Server errors", "Ошибки сервера", "Памылкі сервера"],
  errorsNote: [
    "Telegram answers the bot with errors.",
    "Telegram отвечает боту ошибками.",
    "Telegram адказвае боту памылкамі.",
  ],
  more: ["More", "Ещё", "Яшчэ"],
  switchOff: ["Switch off", "Выключить", "Выключыць"],
  people: ["People and rights", "Люди и права", "Людзі і правы"],
  membership: ["{} in “{}”", "{} в «{}»", "{} у «{}»"],
  topics: ["Topics", "Темы", "Тэмы"],
  topicOpen: ["Topic “{}” is open", "Тема «{}» открыта", "Тэма «{}» адкрыта"],
  botIn: ["The bot here", "Бот здесь", "Бот тут"],
  block: ["Block the bot", "Заблокировать бота", "Заблакіраваць бота"],
  upgrade: ["Turn it into a supergroup", "Превратить в супергруппу", "Ператварыць у супергрупу"],
  onlyAdministratorMay: [
    "Administrators have tools here. To use them, be {}.",
    "Здесь есть инструменты для администраторов. Чтобы ими пользоваться, станьте: {}.",
    "Тут ёсць інструменты для адміністратараў. Каб імі карыстацца, станьце: {}.",
  ],
  publishing: ["Updates and notices", "Обновления и уведомления", "Абнаўленні і апавяшчэнні"],
  notReady: ["The bot is starting…", "Бот запускается…", "Бот запускаецца…"],
  updateNext: ["Next: {}", "Следующее: {}", "Наступнае: {}"],
  noUpdate: [
    "Every update of the data folder is published.",
    "Все обновления из папки данных опубликованы.",
    "Усе абнаўленні з папкі даных апублікаваны.",
  ],
  publishNext: ["Publish the next update", "Опубликовать следующее обновление", "Апублікаваць наступнае абнаўленне"],
  publishedAs: ["Published as revision {}", "Опубликовано: ревизия {}", "Апублікавана: рэвізія {}"],
  notPublished: ["Not published", "Не опубликовано", "Не апублікавана"],
  correcting: ["Edit or withdraw a fact", "Исправить или отозвать факт", "Выправіць або адклікаць факт"],
  fact: ["Fact", "Факт", "Факт"],
  reason: ["Reason, as readers see it", "Причина, которую увидят читатели", "Прычына, якую ўбачаць чытачы"],
  revise: ["Publish this wording", "Опубликовать эту формулировку", "Апублікаваць гэтую фармулёўку"],
  withdraw: ["Withdraw the fact", "Отозвать факт", "Адклікаць факт"],
  told: ["Who has been told", "Кто уже знает", "Хто ўжо ведае"],
  nobodySubscribed: [
    "Nobody has subscribed. Write /subscribe in a chat.",
    "Никто не подписан. Напишите в чате /subscribe.",
    "Ніхто не падпісаны. Напішыце ў чаце /subscribe.",
  ],
  toldAll: ["Knows everything", "Знает всё", "Ведае ўсё"],
  toldLeaving: ["Being sent", "Отправляется", "Адпраўляецца"],
  toldSoon: ["Waits for its turn", "Ждёт своей очереди", "Чакае сваёй чаргі"],
  toldWaiting: ["Waits until {}", "Ждёт до {}", "Чакае да {}"],
  toldPaused: ["Paused: {}", "Приостановлено: {}", "Прыпынена: {}"],
  toldUntil: ["next try at {}", "следующая попытка: {}", "наступная спроба: {}"],
  toldUpTo: ["Told up to revision {} of {}", "Знает ревизии до {} из {}", "Ведае рэвізіі да {} з {}"],
  toldLast: ["last notice {}", "последнее уведомление: {}", "апошняе апавяшчэнне: {}"],
  toldNever: ["no notice yet", "уведомлений ещё не было", "апавяшчэнняў яшчэ не было"],
  "why-flood": ["Telegram asked to wait", "Telegram просит подождать", "Telegram просіць пачакаць"],
  "why-trouble": ["trouble with Telegram", "неполадки в Telegram", "непаладкі ў Telegram"],
  "why-unknown": ["it may or may not have arrived", "неизвестно, дошло ли", "невядома, ці дайшло"],
  "why-blocked": ["the bot is blocked", "бот заблокирован", "бот заблакіраваны"],
  "why-removed": ["the bot is not a member", "бота нет в чате", "бота няма ў чаце"],
  "why-deactivated": ["the account is gone", "учётной записи больше нет", "уліковага запісу больш няма"],
  "why-no-rights": ["the bot may not write here", "боту нельзя писать в чат", "боту нельга пісаць у чат"],
  "why-topic-closed": ["the topic is closed", "тема закрыта", "тэма закрыта"],
  "why-topic-gone": ["the topic is gone", "темы больше нет", "тэмы больш няма"],
  "why-chat-gone": ["the chat is gone", "чата больше нет", "чата больш няма"],
  "why-slow-mode": ["slow mode", "медленный режим", "павольны рэжым"],
  "why-refused": ["Telegram refused it", "Telegram не принял уведомление", "Telegram не прыняў апавяшчэнне"],
  results: ["Results", "Результаты", "Вынікі"],
  searching: ["Searching…", "Поиск…", "Пошук…"],
  nothing: ["Nothing found", "Ничего не найдено", "Нічога не знойдзена"],
  suggestions: ["suggestion|suggestions", "подсказка|подсказки|подсказок", "падказка|падказкі|падказак"],
  months: [
    "January February March April May June July August September October November December",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
  ],
};

const CODES = ["en", "ru", "be"];
let current = 0;

/** The languages one can choose, each by its own name. */
export const LANGUAGES = [["en", "English"], ["ru", "Русский"], ["be", "Беларуская"]];

/** Chooses the language of the page; one it does not know becomes English. */
export function speak(language) {
  current = Math.max(0, CODES.indexOf(language));
  document.documentElement.lang = CODES[current];
}

/** The code of the language of now. */
export const code = () => CODES[current];

/** A text by its key, its gaps filled. */
export function say(key, ...gaps) {
  return texts[key][current].replaceAll("{}", () => gaps.shift());
}

/** A number with the right form of its noun. */
export function count(key, number) {
  const forms = say(key).split("|");
  // Whole numbers follow the same rules in Russian and Belarusian, and not every browser has the latter.
  const rule = new Intl.PluralRules(current === 0 ? "en" : "ru").select(number);
  const form = { one: 0, few: 1, many: 2 }[rule] ?? 1;
  return `${number} ${forms[form]}`;
}

const two = (number) => String(number).padStart(2, "0");

/** The time of day of a moment in seconds; with the second where somebody waits for it. */
export function clock(seconds, exact = false) {
  const date = new Date(seconds * 1000);
  return [date.getHours(), date.getMinutes(), ...(exact ? [date.getSeconds()] : [])].map(two).join(":");
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
