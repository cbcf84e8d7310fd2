# Тексты для людей, русский. Пояснения к сообщениям — в en.ftl.

language-name = Русский

month-1 = январь
    .genitive = января
    .forms = январь, января, январе, янв
month-2 = февраль
    .genitive = февраля
    .forms = февраль, февраля, феврале, фев, февр
month-3 = март
    .genitive = марта
    .forms = март, марта, марте, мар
month-4 = апрель
    .genitive = апреля
    .forms = апрель, апреля, апреле, апр
month-5 = май
    .genitive = мая
    .forms = май, мая, мае
month-6 = июнь
    .genitive = июня
    .forms = июнь, июня, июне, июн
month-7 = июль
    .genitive = июля
    .forms = июль, июля, июле, июл
month-8 = август
    .genitive = августа
    .forms = август, августа, августе, авг
month-9 = сентябрь
    .genitive = сентября
    .forms = сентябрь, сентября, сентябре, сен, сент
month-10 = октябрь
    .genitive = октября
    .forms = октябрь, октября, октябре, окт
month-11 = ноябрь
    .genitive = ноября
    .forms = ноябрь, ноября, ноябре, ноя, нояб
month-12 = декабрь
    .genitive = декабря
    .forms = декабрь, декабря, декабре, дек

date-day = { $day } { $month-genitive } { $year } г.
date-early = начало { $month-genitive } { $year } г.
date-mid = середина { $month-genitive } { $year } г.
date-late = конец { $month-genitive } { $year } г.
date-month = { $month } { $year } г.
date-year = { $year } г.

words-today = сегодня, сейчас
words-yesterday = вчера
words-early = начало, начале, началу
words-mid = середина, середине, середины
words-late = конец, конце, концу
words-skip = в, во, на, с, со, от, г, год, года, году, го, число, числа
words-until = до, по, и
words-stop = в, во, на, о, об, обо, про, с, со, к, по, из, от, до, и, или, а, не, что, кто, как, это, за, для, цитата, цитаты, слова

words-language = что, кто, кого, когда, где, куда, почему, зачем, как, сколько, какой, какая, какие, каких, который, ли, это, этот, был, была, были, есть, будет, сказал, сказала, расскажи, нового, они, не, нет, ещё, уже, привет, спасибо, пожалуйста

number-percent = { $number } %
number-about = около { $number }

by-speaker = { $speaker }
by-speaker-through = { $speaker } (передаёт { $through })
by-headline = { $source }, заголовок
by-source = { $source }
by-desk = наш вывод
said = { $by }, { $date }
said-later = { $by }, { $date }, заявлено { $stated }
list-and = { $first } и { $second }

command-start = что это за бот
command-help = о чём можно спросить
command-status = положение дел на любой день
command-quotes = кто что сказал, дословно
command-timeline = что произошло, по порядку
command-latest = самые новые факты
command-since = что нового с указанного дня
command-new = что нового с прошлого раза
command-people = кто есть кто
command-who = один человек: должность и слова
command-numbers = все цифры и кто их назвал
command-open = что не решено
command-documents = документы
command-explain = что значит термин и чего не значит
command-fact = один факт с доказательством
command-sources = откуда всё это известно
command-language = язык этого чата
command-about = что это за бот и чем он не является
command-privacy = что о вас хранится
command-ask = вопрос своими словами
command-check = было ли это сказано, слово в слово
command-subscribe = получать уведомления о новом
command-unsubscribe = больше не получать уведомлений
command-settings = о чём и когда сообщать
command-delivery = как доставляются уведомления
command-drafts = файлы, которые ждут публикации (для редакторов)
command-undo = отозвать последнюю публикацию (для редакторов)

start-buttons = Спросите своими словами или начните отсюда. Все команды: { $help }
button-status = Положение дел
button-timeline = Хронология
button-quotes = Цитаты

help-title = О чём можно спросить
help-now = Положение дел
help-news = Что нового
help-told = Подписка
help-said = Кто что сказал
help-terms = Что это значит
help-proof = Доказательства
help-bot = Этот чат и этот бот
help-line = { $command } — { $what }
help-words = Спрашивайте своими словами. Цитату в кавычках или пересланную я поищу в источниках.
help-dates = Даты — как вы привыкли писать: { $examples }.
help-dates-words = вчера
help-group = В группе я отвечаю, только если команда, упоминание или ответ обращены ко мне.

status-title = Положение дел: { $date }
status-title-latest = Положение дел: { $date }
status-newest-heading = Последние сообщения
status-figures = Цифры
status-done = Сделано
status-open = Не решено
status-none-done = Ни один источник в досье не сообщает о завершённых шагах на этот день.
status-none-open = Ни один источник в досье не называет нерешённого на этот день.
status-reading = { $indicator }: { $value }
status-before = До этой даты ({ $date }) в досье ничего нет. Оно начинается здесь: { $first }
status-newest = Ничего новее этой даты ({ $date }) в досье нет.
status-future = Этот день ещё не наступил: { $date } Вот что известно на сегодня.
status-empty = В досье нет ничего о положении дел.
button-first = Первый: { $date }
button-earlier = ‹ { $date }
button-later = { $date } ›

quotes-title = Кто что сказал
quotes-title-person = { $name }: слова
quotes-title-words = Высказывания с этими словами
quotes-quotations = Цитаты, дословно
quotes-reported = Пересказ, не дословно
quotes-none-quoted = Дословных цитат в источниках нет: { $name }.
quotes-nothing = В источниках нет подходящего высказывания. Имена можно писать любым алфавитом; лучше всего одно-два слова.
quotes-example = Например: { $example }
translation = Наш перевод: { $text }
speaker-office = { $name }, { $office }

timeline-title = По порядку
timeline-title-from = По порядку, начиная с этого времени: { $from }
timeline-title-between = По порядку: { $from } — { $to }
timeline-nothing = На эти дни в досье ничего нет. Оно охватывает время: { $first } — { $last }
timeline-nothing-at-all = В досье пока нет ничего с датой.

people-title = Кто есть кто
people-none = В досье никого нет.
person-says = Что говорит
person-did = Что делает
person-nothing = В источниках нет ни слов, ни действий этого человека.
person-also = Имена: { $names }

numbers-title = Все цифры
numbers-none = В досье нет цифр.
open-title = Что не решено
open-none = Ни один источник в досье не называет нерешённого.

documents-title = Документы
documents-none = В досье нет документов.
terms-title = Термины
terms-none = В досье нет терминов.
terms-how = Отправьте { $example } или нажмите кнопку.
term-not = Чего не значит: { $text }
facts-of = Что говорят источники
no-facts-of = Об этом в досье нет фактов.

fact-as-of = Дата: { $date }
fact-stated-on = Сказано: { $date }
fact-quotation = Дословно ({ $language }):
fact-speaker = Чьи слова: { $speaker }
fact-through = Через кого: { $through }
fact-manner = Как в источнике: { $manner }
manner-headline = заголовок
manner-narration = от лица автора, без говорящего
manner-quotation = цитата
manner-paraphrase = пересказ, не дословно
manner-page = оформление страницы
manner-desk = там этого нет; наш вывод
fact-source = Источник:
fact-publisher = { $publisher }, { $date }
fact-publisher-derived = { $publisher }, { $date } (дата установлена расчётом)
fact-place-headline = Место: заголовок или оформление страницы
fact-place-paragraph = Место: абзац { $paragraph }
fact-place-sentence = Место: абзац { $paragraph }, предложение { $sentence }
fact-basis-stated = Основание: сказано в источнике
fact-basis-derived = Основание: наш вывод. { $how }
fact-from = Опирается на факты:
fact-note = Важно: { $text }
fact-topics = Темы: { $topics }
fact-id = Имя факта:
fact-revised = До ревизии { $revision } ({ $date }) факт звучал так: { $text }
fact-withdrawn = Факт отозван в ревизии { $revision }, { $date } Он звучал так: { $text }
ownership-state = государственное издание
ownership-independent = независимое издание
ownership-unknown = кто за ним стоит, неизвестно
button-open-page = Открыть страницу
button-back = ‹ Назад

sources-title = Источники
sources-none = В досье нет источников.
sources-count = { $count ->
    [one] На нём держится { $count } факт.
    [few] На нём держатся { $count } факта.
   *[other] На нём держатся { $count } фактов.
}

language-title = Язык этого чата: { $language }
language-choose = Выберите язык:
language-set = Теперь в этом чате я отвечаю по-русски.
language-administrators = Язык группы могут менять только её администраторы.
language-unsure = Telegram не сообщил, администратор ли вы. Попробуйте, пожалуйста, через минуту.
language-unknown = Я говорю по-английски, по-русски и по-белорусски. Например: { $example }

about-is = Что это
about-is-text = Программа, которая отвечает по досье датированных фактов. У каждого факта есть источник, который можно открыть. То, что мы вычислили сами, помечено как наш вывод.
about-not = Чем это не является
about-not-text = Это не газета, не официальный голос и не поиск по интернету. Чего нет в источниках досье, того бот не говорит.
about-data = Данные
about-revision = Ревизия { $revision }, { $date } В ней { $facts ->
    [one] { $facts } факт
    [few] { $facts } факта
   *[other] { $facts } фактов
} из { $sources ->
    [one] { $sources } источника
   *[other] { $sources } источников
}. Самый новый факт: { $newest }
about-version = Версия программы: { $version }.
privacy-title = Что о вас хранится
privacy-chat = Номер этого чата и язык, выбранный для него командой { $command }. Пока вы не выбрали, не хранится ничего.
privacy-looked = Для чата, который отправляет { $command }: номер ревизии, которую он видел.
privacy-subscription = Для чата, подписанного командой { $command }: его номер и тема, выбранные настройки, кто подписал и на каком языке, до какой ревизии ему уже сообщено, когда отправлено последнее уведомление и, если они не отправляются, почему. { $end } стирает всё это. 180 дней хранится, какие факты были в каком уведомлении, чтобы его можно было исправить вместе с фактом.
privacy-updates = Сообщение, на которое нельзя ответить сразу, хранится до ответа. Номер сообщения, изменившего настройку, хранится два дня, чтобы ничего не применилось дважды.
privacy-editors = Для редактора: файл, отправленный для публикации, с именем и номером отправителя, пока файл не опубликуют или не отклонят.
privacy-not = Не хранятся: ваше имя, ваши сообщения, что вы спросили, какие кнопки нажали. Никому, кроме Telegram, который переносит сообщения, ничего не передаётся.
privacy-log = В журнале программы — номера обновлений и ошибки, но никогда то, что вы написали.

unclear-text = Спросите своими словами или начните с { $first }, { $second } или { $third }.
unclear-command = Такой команды я не знаю.
unclear-command-near = Такой команды я не знаю. Может быть, { $command }?
unclear-command-help = Все команды: { $command }
unclear-date = Не понял дату. Пишите её так, как привыкли, например: { $example }
unclear-person = В досье нет человека с таким именем.
unclear-person-near = В досье нет человека с таким именем. Может быть, кто-то из них?
unclear-person-none = Все, кто есть в досье: { $command }
unclear-several = Подходит несколько человек. Кого вы имеете в виду?
unclear-term = Такого термина в досье нет.
unclear-term-near = Такого термина в досье нет. Может быть, один из этих?
unclear-terms-all = Все термины: { $command }
unclear-fact-missing = Какой факт? У каждого есть имя, например: { $example }
unclear-fact = Факта с таким именем нет. Имя выглядит так: { $example }
unclear-fact-near = Факта с таким именем нет. Может быть, один из этих?
unclear-channel = После этой команды не пишите ничего или укажите публичное имя канала, например: { $example }
unclear-zone = Такого часового пояса я не знаю. Название состоит из региона и города, например: { $example }

notice-stale = Эта кнопка устарела. Пожалуйста, отправьте команду ещё раз.
notice-failed = Сейчас не получилось. Пожалуйста, попробуйте через минуту.
notice-too-many = Слишком много вопросов сразу. Пожалуйста, спросите снова через { $seconds } с.

welcome = Здравствуйте. Я отвечаю по датированным фактам с источниками. Отправьте { $status } или { $help }; в остальное время я здесь молчу.

apology = С моей стороны что-то сломалось. Это записано; пожалуйста, попробуйте ещё раз.

page-range = { $first }–{ $last } из { $count }
button-next = Дальше ›
button-previous = ‹ Раньше

in-language = { $code ->
    [en] английский
    [ru] русский
    [be] белорусский
    [uk] украинский
    [pl] польский
    [de] немецкий
   *[other] код языка { $code }
}

chat-welcome = Это { $name } в терминале. Для работы в Telegram получите токен у @BotFather и задайте TELOXIDE_TOKEN (README, раздел «Telegram»).
chat-how = Наберите { $help }; { $group } и { $private } — говорить как в группе или наедине. Кнопку нажимают по номеру: { $press }. Выход: { $quit }.
chat-as-group = Теперь вы говорите в группе, как её администратор.
chat-as-private = Теперь вы говорите в личном чате.
chat-silent = (Бот здесь молчит.)
chat-no-button = Кнопки с таким номером нет.

### Вопросы своими словами

lead-yes = Да.
lead-no = Нет.
lead-unknown = Источники этого не сообщают.
lead-date = { $date }:
lead-number = { $number }.
untold-far = В источниках нет ответа на этот вопрос.
untold-person = Об этом человеке в источниках нет таких сведений.
untold-date = На эту дату в источниках нет таких сведений.
untold-number = Такого числа в источниках нет: сведений о нём мы не нашли.
untold-kind = В источниках об этом не сказано.
untold-related = Близко по теме, но не ответ:
button-source = Источник
button-source-number = Источник { $number }
button-related = По теме

# По каким словам видно, о чём спрашивают. Сочетания важнее отдельных слов.
words-ask-who = кто, кого, кому, кем, ком, чей, чья, чьи, чьё, чьей, чью, чьего, чьему, чьим, чьих, чьими
words-ask-when = когда, какого числа, какое число, в какой день, какой день, каким числом, в каком месяце, какая дата, какую дату, с какого времени, давно ли, в какую дату, к какому числу, какого дня, какого месяца, в каком году, какой год, который день, какой месяц, во сколько, с каких пор, какая датировка, в какое время, какой датой, дата, дату
words-ask-where = где, куда, откуда, в каком городе, какой город, в каком месте, какое место, в какой город, на какой площадке, в каких краях, в какой точке, место встречи, место проведения, место
words-ask-how-many = сколько, какое количество, какой процент, какая доля, каков процент, какова доля, какую долю, сколько процентов, количество, число программ, скольких, скольким, какова численность, какая часть, какую часть, какая часть, в каком количестве, какое число программ, число
words-ask-why = почему, зачем, отчего, по какой причине, из-за чего, с чего, вследствие чего, в чём причина, по каким причинам, чего ради, ради чего, с какой стати, какова причина, какая причина, причина, причины
words-ask-which = какой, какая, какое, какие, каких, каким, какому, каком, какую, какими, каков, какова, каковы, который, которая, которые, перечисли, перечислите, перечислить, назови, назовите, какого, которого, которой, которую, которому, которым, котором, которых, имена, фамилии, названия, список, перечень, поимённо
words-ask-what = что, чего, чем, чему, чём, как
words-ask-yes-no = ли, правда, верно, разве, неужели, неужто, правда ли, не так ли, не правда ли, так ведь, верно ли, так ли, действительно ли, правильно ли, точно ли, верно ведь, да ведь, да или нет, или нет
words-ask-opening = правда, разве, неужели
words-ask-closing = да, верно, правда, так, нет
# Words that say nothing in a question.
words-filler = пожалуйста, скажи, скажите, подскажи, подскажите, привет, здравствуйте, ну, а, и, так, там, тут, это, этот, эта, эти, же, ведь, вот, вообще, именно, конкретно, точно, слушай, слушайте, мне, меня, я, ты, вы, он, она, они, их, его, её, в, во, на, о, об, про, с, со, к, по, из, от, до, за, для, у, при, или, но, уже, ещё, бы, был, была, было, были, есть, можно, хочу, знать, узнать, интересно, напомни, короче, типа, ладно, ок, статья, статье, статьи, тексту, тексте, согласно, если, верить, назовите, назови, приведите, то, либо, нибудь, просто, действительно, реально, собственно, кстати, хоть, таки, б, вроде, будто, вдруг, нам, нас, мы, вам, вас, тебе, тебя, ответь, ответьте, расскажи, расскажите, объясни, объясните, покажи, дай, дайте, пж, плиз, пожалуй, помоги, напомните, хотелось, хочется, ей, ему, им, ними, ней, нем
words-not = не, нет, ни, без, никогда

### /check

check-verbatim = Слово в слово в источнике:
check-translated = Это слова нашего перевода. В источнике стоит:
check-altered = Не дословно. В сравнении с источником:
check-legend = Зачёркнуто: этого нет в источнике. Подчёркнуто: этого нет в вашем тексте.
check-paraphrased = Таких слов нет ни в одной цитате. Ближе всего, не дословно:
check-nothing = Таких слов в наших источниках нет.
check-how = Пришлите цитату, и я её поищу, например: { $example }
# Что соединяет два вопроса в один.
words-join = и, а, также, плюс
words-refer = он, она, его, её, ему, ей, нём, ней, ним, нею

news-title-latest = Самое новое
news-title-since = Новое с этого времени: { $date }
news-title-new = Новое с прошлого раза
news-title-first = Самое новое; в следующий раз покажу то, что появится после этого
news-none = Ничего. Самый новый факт имеет дату: { $newest }
news-none-since = С этого времени в досье нет ни фактов, ни исправлений, ни отзывов. Дата самого нового факта: { $newest }
news-revision = Ревизия { $revision }, опубликована: { $date }
news-revision-why = { $why } (ревизия { $revision }, опубликована: { $date })
news-corrected = Исправлено:
news-was = Было: { $text }
news-reason = Почему: { $text }
news-withdrawn = Отозвано:

# Notices to chats that have subscribed.
notice-title = Что изменилось
notice-moved = { $indicator }: { $was } → { $is }
notice-corrected-on = Исправлено { $date }
notice-withdrawn-on = Отозвано { $date }
button-full-status = Положение дел целиком
button-more-news = { $count ->
    [one] Ещё { $count } изменение
    [few] Ещё { $count } изменения
   *[other] Ещё { $count } изменений
}
notice-paused = Я не могу отправлять уведомления в чат, который вы подписали. { $why } Неотправленное я сохраню и пришлю, когда это изменится; подробнее — команда /delivery в том чате.
unclear-number = Не удалось прочитать это как число. Например: { $example }

### /subscribe, /unsubscribe, /settings, /delivery

button-subscribe = Подписаться
button-subscribe-again = Подписаться снова
button-unsubscribe = Отписаться
button-settings = Настройки
button-delivery = Доставка
button-resume = Возобновить
button-topics = Темы
button-people = Люди
button-indicators = Цифры
button-when = Когда
button-quiet = Тихие часы
button-zone = Часовой пояс
button-language = Язык
button-silent = Без звука
button-with-sound = Со звуком
button-everything = Всё
button-at-once = Сразу
button-quiet-off = Без тихих часов
moment = { $day }, { $time }
settings-title = { $place ->
    [channel] Подписка канала «{ $title }»
    [topic] Подписка этой темы
   *[other] Подписка этого чата
}
settings-none = Подписки нет. Подпишитесь, и я буду сообщать, когда факты добавляют, исправляют или отзывают.
settings-follows-all = О чём: обо всём
settings-follows = О чём: { $names }
settings-more = { $names } и ещё { $count }
settings-at-once = Когда: сразу
settings-daily = Когда: раз в день, в { $hour }
settings-quiet = Тихие часы: { $hours }
settings-quiet-none = Тихие часы: нет
settings-silent = Звук: выключен
settings-sound = Звук: включён
settings-zone = Часовой пояс: { $zone }, там сейчас { $time }
settings-language = Язык: { $language }
settings-choose-follows = Выберите, о чём сообщать. Если не выбрано ничего, сообщаю обо всём.
settings-choose-when = Сразу или раз в день, в выбранный час:
settings-choose-quiet = О том, что появится в тихие часы, сообщу, когда они закончатся.
settings-choose-zone = Выберите часовой пояс или отправьте другой: { $example }
settings-choose-zone-channel = Выберите часовой пояс:
settings-end = Отписаться? Выбранные настройки не сохранятся.
subscription-begun = Подписка оформлена: теперь я сообщаю о новом.
subscription-ended = Подписки больше нет: я не сообщаю о новом.
subscription-administrators = Решать, о чём сообщать группе, могут только её администраторы.
channel-administrators = Это могут делать только администраторы канала.
channel-unknown = Не нахожу канала с таким именем. Верно ли оно написано и публичный ли это канал?
channel-none = Это не канал. Для группы отправьте команду в самой группе.
channel-posting = Сначала сделайте меня администратором канала с правом публиковать сообщения. Потом отправьте команду ещё раз.
channel-elsewhere = Каналы настраивают в личном чате со мной в Telegram.
delivery-last = Последнее уведомление: { $moment }
delivery-last-none = Уведомлений пока не было
delivery-waiting = { $count ->
    [one] Ждёт отправки { $count } ревизия.
    [few] Ждут отправки { $count } ревизии.
   *[other] Ждут отправки { $count } ревизий.
}
delivery-waiting-none = Ничто не ждёт отправки.
delivery-on = Доставке ничто не мешает.
delivery-paused = Приостановлено с этого времени: { $moment }
delivery-until = Попробую снова сам: { $moment }
delivery-until-resumed = Попробую снова, когда вы нажмёте «Возобновить» или Telegram сообщит, что всё исправлено.
why-flood = Telegram пока ничего не даёт мне отправлять. Делать ничего не нужно.
why-trouble = Telegram недоступен или неисправен. Делать ничего не нужно.
why-unknown = Telegram не сказал, дошло ли последнее уведомление. Посмотрите, есть ли оно в чате, и возобновите доставку.
why-blocked = Я заблокирован. Разблокируйте меня, и я продолжу.
why-removed = Меня больше нет в чате. Добавьте меня снова, и я продолжу.
why-deactivated = Telegram сообщает, что этой учётной записи больше нет.
why-no-rights = Мне нельзя писать в чат. Дайте мне право отправлять сообщения.
why-topic-closed = Тема закрыта. Откройте её или сделайте меня администратором с правом управлять темами, потом возобновите доставку.
why-topic-gone = Темы больше нет. Подпишитесь в другой теме.
why-chat-gone = Telegram сообщает, что чата нет. Добавьте меня снова, и я продолжу.
why-slow-mode = Мешает медленный режим. Сделайте меня администратором (на них он не действует) или выключите его.
why-refused = Telegram не принял уведомление, причины я не знаю. Проверьте, что мне там разрешено, и возобновите доставку.

### Публикация, для редакторов

button-publish = Опубликовать
button-discard = Отклонить
button-undo = Отозвать
button-show = Показать
editors-only = Публиковать могут только редакторы.
draft-not-toml = Чтобы опубликовать, отправьте файл, имя которого заканчивается на .toml.
draft-too-large = Файл слишком большой: обновление может быть не больше 1 МиБ.
draft-not-fetched = Не удалось получить файл из Telegram. Отправьте его ещё раз.
draft-faults = В файле есть ошибки. Ничего не изменилось.
draft-no-fit = Это не согласуется с тем, что опубликовано сейчас. Ничего не изменилось.
draft-more-faults = и ещё { $count }
draft-from = { $who }, { $moment }
draft-added = Добавляется: { $kind } { $id }
draft-corrected = Исправляется: { $kind } { $id }
draft-around = Формулировка прежняя, меняется остальное: { $kind } { $id }
draft-withdrawn = Отзывается: { $kind } { $id }
draft-kind = { $kind ->
    [fact] факт
    [topic] тема
    [source] источник
    [person] человек
    [body] организация
    [document] документ
    [term] термин
    [indicator] показатель
    [inquiry] вопрос
   *[other] { $kind }
}
draft-says = { $text }
draft-was = Было: { $text }
draft-is = Стало: { $text }
draft-why = Почему: { $text }
draft-known = Это уже опубликовано: ревизия { $revision }.
draft-published = Опубликовано: ревизия { $revision }. Её можно отозвать в течение десяти минут.
draft-discarded = Отклонено. Ничего не опубликовано.
draft-gone = Такого черновика нет.
drafts-none = Нет файлов, которые ждут публикации.
drafts-title = Ждут публикации
undo-done = Ревизия { $revision } отозвана; ревизия { $by } возвращает то, что было до неё.
undo-nothing = Отзывать нечего: ни одно обновление не опубликовано.
undo-overtaken = Ревизию { $revision } уже нельзя отозвать: после неё опубликовано что-то ещё. Отправьте файл, который её исправит.
undo-late = Ревизию { $revision } уже нельзя отозвать: прошло больше десяти минут. Отправьте файл, который её исправит.
undo-why = Ревизия { $revision } отозвана. Всё снова звучит так, как до неё.
