# Тэксты для людзей, беларуская мова. Тлумачэнні да паведамленняў — у en.ftl.

language-name = Беларуская

month-1 = студзень
    .genitive = студзеня
    .forms = студзень, студзеня, студзені, студ
month-2 = люты
    .genitive = лютага
    .forms = люты, лютага, лютым, лют
month-3 = сакавік
    .genitive = сакавіка
    .forms = сакавік, сакавіка, сакавіку, сак
month-4 = красавік
    .genitive = красавіка
    .forms = красавік, красавіка, красавіку, крас
month-5 = май
    .genitive = мая
    .forms = май, мая, маі, травень, траўня, траўні
month-6 = чэрвень
    .genitive = чэрвеня
    .forms = чэрвень, чэрвеня, чэрвені, чэр
month-7 = ліпень
    .genitive = ліпеня
    .forms = ліпень, ліпеня, ліпені, ліп
month-8 = жнівень
    .genitive = жніўня
    .forms = жнівень, жніўня, жніўні, жні
month-9 = верасень
    .genitive = верасня
    .forms = верасень, верасня, верасні, вер
month-10 = кастрычнік
    .genitive = кастрычніка
    .forms = кастрычнік, кастрычніка, кастрычніку, кас
month-11 = лістапад
    .genitive = лістапада
    .forms = лістапад, лістапада, лістападзе, ліс
month-12 = снежань
    .genitive = снежня
    .forms = снежань, снежня, снежні, сне

date-day = { $day } { $month-genitive } { $year } г.
date-early = пачатак { $month-genitive } { $year } г.
date-mid = сярэдзіна { $month-genitive } { $year } г.
date-late = канец { $month-genitive } { $year } г.
date-month = { $month } { $year } г.
date-year = { $year } г.

words-today = сёння, зараз, цяпер
words-yesterday = учора, ўчора
words-early = пачатак, пачатку
words-mid = сярэдзіна, сярэдзіне, сярэдзіны
words-late = канец, канцы
words-skip = у, ў, на, з, са, ад, г, год, года, годзе, га, дзень
words-until = да, па, і
words-stop = у, ў, на, пра, аб, з, са, да, па, ад, і, ці, або, а, не, што, хто, як, гэта, за, для, цытата, цытаты, словы

words-language = што, хто, каго, калі, дзе, куды, чаму, навошта, як, колькі, які, якая, якія, якіх, ці, гэта, гэты, быў, была, былі, ёсць, будзе, сказаў, сказала, раскажы, новага, яны, не, няма, яшчэ, ужо, дык, прывітанне, вітаю, дзякуй

number-percent = { $number } %
number-about = каля { $number }

by-speaker = { $speaker }
by-speaker-through = { $speaker } (перадае { $through })
by-headline = { $source }, загаловак
by-source = { $source }
by-desk = наша выснова
said = { $by }, { $date }
said-later = { $by }, { $date }, заяўлена { $stated }
list-and = { $first } і { $second }

command-start = што гэта за бот
command-help = пра што можна спытаць
command-status = стан спраў на любы дзень
command-quotes = хто што сказаў, даслоўна
command-timeline = што адбылося, па парадку
command-latest = самыя новыя факты
command-since = што новага з пэўнага дня
command-new = што новага з мінулага разу
command-people = хто ёсць хто
command-who = адзін чалавек: пасада і словы
command-numbers = усе лічбы і хто іх назваў
command-open = што не вырашана
command-documents = дакументы
command-explain = што значыць тэрмін і чаго не значыць
command-fact = адзін факт з доказам
command-sources = адкуль усё гэта вядома
command-language = мова гэтага чата
command-about = што гэта за бот і чым ён не з’яўляецца
command-privacy = што пра вас захоўваецца
command-ask = пытанне сваімі словамі
command-check = ці было гэта сказана, слова ў слова
command-subscribe = атрымліваць апавяшчэнні пра новае
command-unsubscribe = больш не атрымліваць апавяшчэнняў
command-settings = пра што і калі паведамляць
command-delivery = як дастаўляюцца апавяшчэнні
command-drafts = файлы, якія чакаюць публікацыі (для рэдактараў)
command-undo = адклікаць апошнюю публікацыю (для рэдактараў)

start-buttons = Спытайце сваімі словамі або пачніце адсюль. Усе каманды: { $help }
button-status = Стан спраў
button-timeline = Храналогія
button-quotes = Цытаты

help-title = Пра што можна спытаць
help-now = Стан спраў
help-news = Што новага
help-told = Падпіска
help-said = Хто што сказаў
help-terms = Што гэта значыць
help-proof = Доказы
help-bot = Гэты чат і гэты бот
help-line = { $command } — { $what }
help-words = Пытайцеся сваімі словамі. Цытату ў двукоссі або перасланую я пашукаю ў крыніцах.
help-dates = Даты — як вы прывыклі пісаць: { $examples }.
help-dates-words = учора
help-group = У групе я адказваю, толькі калі каманда, згадка або адказ звернуты да мяне.

status-title = Стан спраў: { $date }
status-title-latest = Стан спраў: { $date }
status-newest-heading = Апошнія паведамленні
status-figures = Лічбы
status-done = Зроблена
status-open = Не вырашана
status-none-done = Ніводная крыніца ў дасье не паведамляе пра завершаныя крокі на гэты дзень.
status-none-open = Ніводная крыніца ў дасье не называе нявырашанага на гэты дзень.
status-reading = { $indicator }: { $value }
status-before = Да гэтай даты ({ $date }) у дасье нічога няма. Яно пачынаецца тут: { $first }
status-newest = Нічога навейшага за гэту дату ({ $date }) у дасье няма.
status-future = Гэты дзень яшчэ не настаў: { $date } Вось што вядома на сёння.
status-empty = У дасье няма нічога пра стан спраў.
button-first = Першы: { $date }
button-earlier = ‹ { $date }
button-later = { $date } ›

quotes-title = Хто што сказаў
quotes-title-person = { $name }: словы
quotes-title-words = Выказванні з гэтымі словамі
quotes-quotations = Цытаты, даслоўна
quotes-reported = Пераказ, не даслоўна
quotes-none-quoted = Даслоўных цытат у крыніцах няма: { $name }.
quotes-nothing = У крыніцах няма адпаведнага выказвання. Імёны можна пісаць любым алфавітам; лепш за ўсё адно-два словы.
quotes-example = Напрыклад: { $example }
translation = Наш пераклад: { $text }
speaker-office = { $name }, { $office }

timeline-title = Па парадку
timeline-title-from = Па парадку, пачынаючы з гэтага часу: { $from }
timeline-title-between = Па парадку: { $from } — { $to }
timeline-nothing = На гэтыя дні ў дасье нічога няма. Яно ахоплівае час: { $first } — { $last }
timeline-nothing-at-all = У дасье пакуль няма нічога з датай.

people-title = Хто ёсць хто
people-none = У дасье нікога няма.
person-says = Што кажа
person-did = Што робіць
person-nothing = У крыніцах няма ні слоў, ні дзеянняў гэтага чалавека.
person-also = Імёны: { $names }

numbers-title = Усе лічбы
numbers-none = У дасье няма лічбаў.
open-title = Што не вырашана
open-none = Ніводная крыніца ў дасье не называе нявырашанага.

documents-title = Дакументы
documents-none = У дасье няма дакументаў.
terms-title = Тэрміны
terms-none = У дасье няма тэрмінаў.
terms-how = Адпраўце { $example } або націсніце кнопку.
term-not = Чаго не значыць: { $text }
facts-of = Што кажуць крыніцы
no-facts-of = Пра гэта ў дасье няма фактаў.

fact-as-of = Дата: { $date }
fact-stated-on = Сказана: { $date }
fact-quotation = Даслоўна ({ $language }):
fact-speaker = Чые словы: { $speaker }
fact-through = Праз каго: { $through }
fact-manner = Як у крыніцы: { $manner }
manner-headline = загаловак
manner-narration = ад імя аўтара, без таго, хто кажа
manner-quotation = цытата
manner-paraphrase = пераказ, не даслоўна
manner-page = афармленне старонкі
manner-desk = там гэтага няма; наша выснова
fact-source = Крыніца:
fact-publisher = { $publisher }, { $date }
fact-publisher-derived = { $publisher }, { $date } (дата вызначана разлікам)
fact-place-headline = Месца: загаловак або афармленне старонкі
fact-place-paragraph = Месца: абзац { $paragraph }
fact-place-sentence = Месца: абзац { $paragraph }, сказ { $sentence }
fact-basis-stated = Падстава: сказана ў крыніцы
fact-basis-derived = Падстава: наша выснова. { $how }
fact-from = Абапіраецца на факты:
fact-note = Важна: { $text }
fact-topics = Тэмы: { $topics }
fact-id = Імя факта:
fact-revised = Да рэвізіі { $revision } ({ $date }) факт гучаў так: { $text }
fact-withdrawn = Факт адкліканы ў рэвізіі { $revision }, { $date } Ён гучаў так: { $text }
ownership-state = дзяржаўнае выданне
ownership-independent = незалежнае выданне
ownership-unknown = хто за ім стаіць, невядома
button-open-page = Адкрыць старонку
button-back = ‹ Назад

sources-title = Крыніцы
sources-none = У дасье няма крыніц.
sources-count = { $count ->
    [one] На ёй трымаецца { $count } факт.
    [few] На ёй трымаюцца { $count } факты.
   *[other] На ёй трымаюцца { $count } фактаў.
}

language-title = Мова гэтага чата: { $language }
language-choose = Выберыце мову:
language-set = Цяпер у гэтым чаце я адказваю па-беларуску.
language-administrators = Мову групы могуць мяняць толькі яе адміністратары.
language-unsure = Telegram не паведаміў, ці вы адміністратар. Паспрабуйце, калі ласка, праз хвіліну.
language-unknown = Я размаўляю па-англійску, па-руску і па-беларуску. Напрыклад: { $example }

about-is = Што гэта
about-is-text = Праграма, якая адказвае паводле дасье датаваных фактаў. У кожнага факта ёсць крыніца, якую можна адкрыць. Тое, што мы вылічылі самі, пазначана як наша выснова.
about-not = Чым гэта не з’яўляецца
about-not-text = Гэта не газета, не афіцыйны голас і не пошук у інтэрнэце. Чаго няма ў крыніцах дасье, таго бот не кажа.
about-data = Даныя
about-revision = Рэвізія { $revision }, { $date } У ёй { $facts ->
    [one] { $facts } факт
    [few] { $facts } факты
   *[other] { $facts } фактаў
} з { $sources ->
    [one] { $sources } крыніцы
   *[other] { $sources } крыніц
}. Самы новы факт: { $newest }
about-version = Версія праграмы: { $version }.
privacy-title = Што пра вас захоўваецца
privacy-chat = Нумар гэтага чата і мова, выбраная для яго камандай { $command }. Пакуль вы не выбралі, не захоўваецца нічога.
privacy-looked = Для чата, які адпраўляе { $command }: нумар рэвізіі, якую ён бачыў.
privacy-subscription = Для чата, падпісанага камандай { $command }: яго нумар і тэма, выбраныя налады, хто падпісаў і на якой мове, да якой рэвізіі яму ўжо паведамлена, калі адпраўлена апошняе апавяшчэнне і, калі яны не адпраўляюцца, чаму. { $end } сцірае ўсё гэта. 180 дзён захоўваецца, якія факты былі ў якім апавяшчэнні, каб яго можна было выправіць разам з фактам.
privacy-updates = Паведамленне, на якое нельга адказаць адразу, захоўваецца да адказу. Нумар паведамлення, якое змяніла наладу, захоўваецца два дні, каб нічога не прымянілася двойчы.
privacy-editors = Для рэдактара: файл, адпраўлены для публікацыі, з імем і нумарам адпраўніка, пакуль файл не апублікуюць або не адхіляць.
privacy-not = Не захоўваюцца: ваша імя, вашы паведамленні, што вы спыталі, якія кнопкі націснулі. Нікому, акрамя Telegram, які пераносіць паведамленні, нічога не перадаецца.
privacy-log = У журнале праграмы — нумары абнаўленняў і памылкі, але ніколі тое, што вы напісалі.

unclear-text = Спытайце сваімі словамі або пачніце з { $first }, { $second } ці { $third }.
unclear-command = Такой каманды я не ведаю.
unclear-command-near = Такой каманды я не ведаю. Можа, { $command }?
unclear-command-help = Усе каманды: { $command }
unclear-date = Не зразумеў дату. Пішыце яе так, як прывыклі, напрыклад: { $example }
unclear-person = У дасье няма чалавека з такім імем.
unclear-person-near = У дасье няма чалавека з такім імем. Можа, хтосьці з іх?
unclear-person-none = Усе, хто ёсць у дасье: { $command }
unclear-several = Падыходзіць некалькі чалавек. Каго вы маеце на ўвазе?
unclear-term = Такога тэрміна ў дасье няма.
unclear-term-near = Такога тэрміна ў дасье няма. Можа, адзін з гэтых?
unclear-terms-all = Усе тэрміны: { $command }
unclear-fact-missing = Які факт? У кожнага ёсць імя, напрыклад: { $example }
unclear-fact = Факта з такім імем няма. Імя выглядае так: { $example }
unclear-fact-near = Факта з такім імем няма. Можа, адзін з гэтых?
unclear-channel = Пасля гэтай каманды не пішыце нічога або пазначце публічнае імя канала, напрыклад: { $example }
unclear-zone = Такога часавога пояса я не ведаю. Назва складаецца з рэгіёна і горада, напрыклад: { $example }

notice-stale = Гэтая кнопка састарэла. Калі ласка, адпраўце каманду яшчэ раз.
notice-failed = Зараз не атрымалася. Калі ласка, паспрабуйце праз хвіліну.
notice-too-many = Занадта шмат пытанняў адразу. Калі ласка, спытайце зноў праз { $seconds } с.

welcome = Вітаю. Я адказваю паводле датаваных фактаў з крыніцамі. Адпраўце { $status } або { $help }; у астатні час я тут маўчу.

apology = З майго боку нешта зламалася. Гэта запісана; калі ласка, паспрабуйце яшчэ раз.

page-range = { $first }–{ $last } з { $count }
button-next = Далей ›
button-previous = ‹ Раней

in-language = { $code ->
    [en] англійская
    [ru] руская
    [be] беларуская
    [uk] украінская
    [pl] польская
    [de] нямецкая
   *[other] код мовы { $code }
}

chat-welcome = Гэта { $name } у тэрмінале. Каб працаваць у Telegram, атрымайце токен у @BotFather і задайце TELOXIDE_TOKEN (README, раздзел «Telegram»).
chat-how = Набярыце { $help }; { $group } і { $private } — гаварыць як у групе або сам-насам. Кнопку націскаюць па нумары: { $press }. Выхад: { $quit }.
chat-as-group = Цяпер вы гаворыце ў групе, як яе адміністратар.
chat-as-private = Цяпер вы гаворыце ў прыватным чаце.
chat-silent = (Бот тут маўчыць.)
chat-no-button = Кнопкі з такім нумарам няма.

### Пытанні сваімі словамі

lead-yes = Так.
lead-no = Не.
lead-unknown = Крыніцы гэтага не паведамляюць.
lead-date = { $date }:
lead-number = { $number }.
untold-far = У крыніцах няма адказу на гэта пытанне.
untold-person = Пра гэтага чалавека ў крыніцах няма такіх звестак.
untold-date = На гэту дату ў крыніцах няма такіх звестак.
untold-number = Такога ліку ў крыніцах няма: звестак пра яго мы не знайшлі.
untold-kind = У крыніцах пра гэта не сказана.
untold-related = Блізка па тэме, але не адказ:
button-source = Крыніца
button-source-number = Крыніца { $number }
button-related = Па тэме

# Па якіх словах відаць, пра што пытаюцца. Спалучэнні важнейшыя за асобныя словы.
words-ask-who = хто, каго, каму, кім, чый, чыя, чые, чыё, чыёй, чыю, чыйго, чыйму, чыім, чыіх, чыімі
words-ask-when = калі, якога чысла, якога числа, у якіх чыслах, якое чысло, якога дня, у які дзень, які дзень, у якім месяцы, якая дата, якую дату, з якога часу, якога месяца, у якім годзе, які год, у якую дату, да якога чысла, з якіх часоў, у які час, якім днём, якім чыслом, які месяц, калі менавіта, якой датай, дата, дату
words-ask-where = дзе, куды, адкуль, у якім горадзе, які горад, у якім месцы, якое месца, у які горад, у якіх краях, якім горадзе, на якой пляцоўцы, месца сустрэчы, месца правядзення, месца
words-ask-how-many = колькі, якая колькасць, які працэнт, якая доля, якую долю, колькі працэнтаў, колькасць, якая частка, якую частку, у якой колькасці, які лік, якая лічба, колькіх, лік праграм, які адсотак, якая велічыня
words-ask-why = чаму, навошта, па якой прычыне, з якой прычыны, з-за чаго, чаго раптам, у чым прычына, па якіх прычынах, дзеля чаго, якая прычына, праз што, што перашкаджае, прычына, прычыны
words-ask-which = які, якая, якое, якія, якіх, якім, якому, якую, якімі, каторы, пералічы, пералічыце, пералічыць, назаві, назавіце, якой, якога, каторая, каторае, каторыя, каторага, каторай, імёны, прозвішчы, назвы, спіс, пералік, пайменна
words-ask-what = што, чаго, чым, як
words-ask-yes-no = ці, праўда, хіба, няўжо, ці праўда, ці не так, ці не праўда, хіба не так, ці так, ці сапраўды, ці дакладна, ці правільна, так ці не, праўда ж, так жа
words-ask-opening = ці, хіба, няўжо
words-ask-closing = так, праўда, ага, верна, не
# Words that say nothing in a question.
words-filler = калі ласка, скажы, скажыце, падкажы, падкажыце, прывітанне, ну, а, і, так, там, тут, гэта, гэты, гэтая, гэтыя, ж, жа, вось, дык, увогуле, менавіта, канкрэтна, дакладна, слухай, мне, мяне, я, ты, вы, ён, яна, яны, іх, яго, яе, у, ў, на, пра, аб, з, са, да, па, ад, за, для, пры, або, ці, але, ужо, яшчэ, бы, быў, была, было, былі, ёсць, можна, хачу, ведаць, цікава, нагадай, карацей, ладна, артыкул, артыкуле, артыкула, тэкст, паводле, верыць, назавіце, назаві, штосьці, што-небудзь, нешта, проста, сапраўды, насамрэч, дарэчы, хоць, б, быццам, раптам, нам, нас, мы, вам, вас, табе, цябе, адкажы, адкажыце, раскажы, раскажыце, растлумач, растлумачце, пакажы, дай, дайце, дапамажы, нагадайце, хацелася, хочацца, ёй, яму, ім, імі, прашу, рэальна, паясні, паясніце
words-not = не, няма, ні, без, ніколі

### /check

check-verbatim = Слова ў слова ў крыніцы:
check-translated = Гэта словы нашага перакладу. У крыніцы стаіць:
check-altered = Не даслоўна. У параўнанні з крыніцай:
check-legend = Закрэслена: гэтага няма ў крыніцы. Падкрэслена: гэтага няма ў вашым тэксце.
check-paraphrased = Такіх слоў няма ні ў адной цытаце. Бліжэй за ўсё, не даслоўна:
check-nothing = Такіх слоў у нашых крыніцах няма.
check-how = Дашліце цытату, і я яе пашукаю, напрыклад: { $example }
# Што злучае два пытанні ў адно.
words-join = і, а, таксама, плюс
# Словы паміж тым, з чаго маецца на ўвазе адно: «22 ці 23 красавіка».
words-or = ці, або, альбо
words-refer = ён, яна, яго, яе, яму, ёй, ім, ёю
words-verbatim = даслоўна, слова ў слова, цытата, цытату, цытаты, цытат, цытатай, працытуй, працытуйце, дакладныя словы, дакладнымі словамі, простая мова, простую мову, працытаваць

news-title-latest = Самае новае
news-title-since = Новае з гэтага часу: { $date }
news-title-new = Новае з мінулага разу
news-title-first = Самае новае; наступным разам пакажу тое, што з’явіцца пасля гэтага
news-none = Нічога. Самы новы факт мае дату: { $newest }
news-none-since = З гэтага часу ў дасье няма ні фактаў, ні выпраўленняў, ні адкліканняў. Дата самага новага факта: { $newest }
news-revision = Рэвізія { $revision }, апублікавана: { $date }
news-revision-why = { $why } (рэвізія { $revision }, апублікавана: { $date })
news-corrected = Выпраўлена:
news-was = Было: { $text }
news-reason = Чаму: { $text }
news-withdrawn = Адклікана:

# Notices to chats that have subscribed.
notice-title = Што змянілася
notice-moved = { $indicator }: { $was } → { $is }
notice-corrected-on = Выпраўлена { $date }
notice-withdrawn-on = Адклікана { $date }
button-full-status = Стан спраў цалкам
button-more-news = { $count ->
    [one] Яшчэ { $count } змена
    [few] Яшчэ { $count } змены
   *[other] Яшчэ { $count } змен
}
notice-paused = Я не магу адпраўляць апавяшчэнні ў чат, які вы падпісалі. { $why } Неадпраўленае я захаваю і прышлю, калі гэта зменіцца; больш пакажа каманда /delivery у тым чаце.
unclear-number = Не ўдалося прачытаць гэта як лік. Напрыклад: { $example }

### /subscribe, /unsubscribe, /settings, /delivery

button-subscribe = Падпісацца
button-subscribe-again = Падпісацца зноў
button-unsubscribe = Адпісацца
button-settings = Налады
button-delivery = Дастаўка
button-resume = Аднавіць
button-topics = Тэмы
button-people = Людзі
button-indicators = Лічбы
button-when = Калі
button-quiet = Ціхія гадзіны
button-zone = Часавы пояс
button-language = Мова
button-silent = Без гуку
button-with-sound = З гукам
button-everything = Усё
button-at-once = Адразу
button-quiet-off = Без ціхіх гадзін
moment = { $day }, { $time }
settings-title = { $place ->
    [channel] Падпіска канала «{ $title }»
    [topic] Падпіска гэтай тэмы
   *[other] Падпіска гэтага чата
}
settings-none = Падпіскі няма. Падпішыцеся, і я буду паведамляць, калі факты дадаюць, выпраўляюць або адклікаюць.
settings-follows-all = Пра што: пра ўсё
settings-follows = Пра што: { $names }
settings-more = { $names } і яшчэ { $count }
settings-at-once = Калі: адразу
settings-daily = Калі: раз на дзень, а { $hour }
settings-quiet = Ціхія гадзіны: { $hours }
settings-quiet-none = Ціхія гадзіны: няма
settings-silent = Гук: выключаны
settings-sound = Гук: уключаны
settings-zone = Часавы пояс: { $zone }, там цяпер { $time }
settings-language = Мова: { $language }
settings-choose-follows = Выберыце, пра што паведамляць. Калі не выбрана нічога, паведамляю пра ўсё.
settings-choose-when = Адразу або раз на дзень, у выбраную гадзіну:
settings-choose-quiet = Пра тое, што з’явіцца ў ціхія гадзіны, паведамлю, калі яны скончацца.
settings-choose-zone = Выберыце часавы пояс або адпраўце іншы: { $example }
settings-choose-zone-channel = Выберыце часавы пояс:
settings-end = Адпісацца? Выбраныя налады не захаваюцца.
subscription-begun = Падпіска аформлена: цяпер я паведамляю пра новае.
subscription-ended = Падпіскі больш няма: я не паведамляю пра новае.
subscription-administrators = Вырашаць, пра што паведамляць групе, могуць толькі яе адміністратары.
channel-administrators = Гэта могуць рабіць толькі адміністратары канала.
channel-unknown = Не знаходжу канала з такім імем. Ці правільна яно напісана і ці публічны гэта канал?
channel-none = Гэта не канал. Для групы адпраўце каманду ў самой групе.
channel-posting = Спачатку зрабіце мяне адміністратарам канала з правам публікаваць паведамленні. Потым адпраўце каманду яшчэ раз.
channel-elsewhere = Каналы наладжваюць у прыватным чаце са мной у Telegram.
delivery-last = Апошняе апавяшчэнне: { $moment }
delivery-last-none = Апавяшчэнняў пакуль не было
delivery-waiting = { $count ->
    [one] Чакае адпраўкі { $count } рэвізія.
    [few] Чакаюць адпраўкі { $count } рэвізіі.
   *[other] Чакаюць адпраўкі { $count } рэвізій.
}
delivery-waiting-none = Нішто не чакае адпраўкі.
delivery-on = Дастаўцы нішто не замінае.
delivery-paused = Прыпынена з гэтага часу: { $moment }
delivery-until = Паспрабую зноў сам: { $moment }
delivery-until-resumed = Паспрабую зноў, калі вы націснеце «Аднавіць» або Telegram паведаміць, што ўсё выпраўлена.
why-flood = Telegram пакуль нічога не дае мне адпраўляць. Рабіць нічога не трэба.
why-trouble = Telegram недаступны або няспраўны. Рабіць нічога не трэба.
why-unknown = Telegram не сказаў, ці дайшло апошняе апавяшчэнне. Паглядзіце, ці ёсць яно ў чаце, і аднавіце дастаўку.
why-blocked = Я заблакіраваны. Разблакіруйце мяне, і я працягну.
why-removed = Мяне больш няма ў чаце. Дадайце мяне зноў, і я працягну.
why-deactivated = Telegram паведамляе, што гэтага ўліковага запісу больш няма.
why-no-rights = Мне нельга пісаць у чат. Дайце мне права адпраўляць паведамленні.
why-topic-closed = Тэма закрыта. Адкрыйце яе або зрабіце мяне адміністратарам з правам кіраваць тэмамі, потым аднавіце дастаўку.
why-topic-gone = Тэмы больш няма. Падпішыцеся ў іншай тэме.
why-chat-gone = Telegram паведамляе, што чата няма. Дадайце мяне зноў, і я працягну.
why-slow-mode = Замінае павольны рэжым. Зрабіце мяне адміністратарам (на іх ён не дзейнічае) або выключыце яго.
why-refused = Telegram не прыняў апавяшчэнне, прычыны я не ведаю. Праверце, што мне там дазволена, і аднавіце дастаўку.

### Публікацыя, для рэдактараў

button-publish = Апублікаваць
button-discard = Адхіліць
button-undo = Адклікаць
button-show = Паказаць
editors-only = Публікаваць могуць толькі рэдактары.
draft-not-toml = Каб апублікаваць, адпраўце файл, імя якога заканчваецца на .toml.
draft-too-large = Файл занадта вялікі: абнаўленне можа быць не больш за 1 МіБ.
draft-not-fetched = Не ўдалося атрымаць файл з Telegram. Адпраўце яго яшчэ раз.
draft-faults = У файле ёсць памылкі. Нічога не змянілася.
draft-no-fit = Гэта не ўзгадняецца з тым, што апублікавана цяпер. Нічога не змянілася.
draft-more-faults = і яшчэ { $count }
draft-from = { $who }, { $moment }
draft-added = Дадаецца: { $kind } { $id }
draft-corrected = Выпраўляецца: { $kind } { $id }
draft-around = Фармулёўка ранейшая, мяняецца астатняе: { $kind } { $id }
draft-withdrawn = Адклікаецца: { $kind } { $id }
draft-kind = { $kind ->
    [fact] факт
    [topic] тэма
    [source] крыніца
    [person] чалавек
    [body] арганізацыя
    [document] дакумент
    [term] тэрмін
    [indicator] паказчык
    [inquiry] пытанне
   *[other] { $kind }
}
draft-says = { $text }
draft-was = Было: { $text }
draft-is = Стала: { $text }
draft-why = Чаму: { $text }
draft-known = Гэта ўжо апублікавана: рэвізія { $revision }.
draft-published = Апублікавана: рэвізія { $revision }. Яе можна адклікаць на працягу дзесяці хвілін.
draft-discarded = Адхілена. Нічога не апублікавана.
draft-gone = Такога чарнавіка няма.
drafts-none = Няма файлаў, якія чакаюць публікацыі.
drafts-title = Чакаюць публікацыі
undo-done = Рэвізія { $revision } адклікана; рэвізія { $by } вяртае тое, што было да яе.
undo-nothing = Адклікаць няма чаго: ніводнае абнаўленне не апублікавана.
undo-overtaken = Рэвізію { $revision } ужо нельга адклікаць: пасля яе апублікавана нешта яшчэ. Адпраўце файл, які яе выправіць.
undo-late = Рэвізію { $revision } ужо нельга адклікаць: прайшло больш за дзесяць хвілін. Адпраўце файл, які яе выправіць.
undo-why = Рэвізія { $revision } адклікана. Усё зноў гучыць так, як да яе.
