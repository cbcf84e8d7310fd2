# Texts for people, English. Every message exists in all languages with the same variables; a test keeps that.
# No HTML here: markup is made in reply/html.rs. Nothing here knows the story: names and examples come from the data.

### The language itself

language-name = English

### Dates. `forms` are what people type, folded to lower case; `genitive` is the form after a number.

month-1 = January
    .genitive = January
    .forms = january, jan
month-2 = February
    .genitive = February
    .forms = february, feb
month-3 = March
    .genitive = March
    .forms = march, mar
month-4 = April
    .genitive = April
    .forms = april, apr
month-5 = May
    .genitive = May
    .forms = may
month-6 = June
    .genitive = June
    .forms = june, jun
month-7 = July
    .genitive = July
    .forms = july, jul
month-8 = August
    .genitive = August
    .forms = august, aug
month-9 = September
    .genitive = September
    .forms = september, sept, sep
month-10 = October
    .genitive = October
    .forms = october, oct
month-11 = November
    .genitive = November
    .forms = november, nov
month-12 = December
    .genitive = December
    .forms = december, dec

date-day = { $day } { $month-genitive } { $year }
date-early = early { $month } { $year }
date-mid = mid-{ $month } { $year }
date-late = late { $month } { $year }
date-month = { $month } { $year }
date-year = { $year }

# Words of dates that people type.
words-today = today, now, latest
words-yesterday = yesterday
words-early = early, beginning, start
words-mid = mid, middle
words-late = late, end
words-skip = the, of, on, in, at, as, from, since, year, st, nd, rd, th
words-until = to, till, until, through, and
# Words that say nothing in a search.
words-stop = the, a, an, of, on, in, at, to, for, and, or, about, is, are, was, were, by, with, that, this, it, quote, quotes, quotation, words

# Words by which a question in words shows its language.
words-language = what, who, whom, when, where, why, how, many, much, which, did, does, do, is, are, was, were, has, have, the, about, tell, me, said, say, they, it, not, hello, hi, thanks, please

### Numbers

number-percent = { $number }%
number-about = about { $number }

### Who says it, and when

by-speaker = { $speaker }
by-speaker-through = { $speaker } (via { $through })
by-headline = { $source }, headline
by-source = { $source }
by-desk = derived by us
said = { $by }, { $date }
said-later = { $by }, { $date }, stated on { $stated }
list-and = { $first } and { $second }

### Commands: one line each for Telegram's menu (at most 256 characters) and for /help

command-start = what this is
command-help = what you can ask
command-status = where things stood on a day
command-quotes = who said what, word for word
command-timeline = what happened, in order
command-latest = the newest facts
command-since = what is new since a day
command-new = what is new since your last look
command-people = who is who
command-who = one person: office and words
command-numbers = every figure and who gives it
command-open = what is not settled
command-documents = the documents
command-explain = what a term means, and does not
command-fact = one fact with its proof
command-sources = where it all comes from
command-language = the language of this chat
command-about = what this bot is and is not
command-privacy = what is stored of you
command-ask = a question in your own words
command-check = whether something was said, word for word
command-subscribe = be told what is new
command-unsubscribe = stop being told
command-settings = what you are told, and when
command-delivery = how notices are delivered
command-drafts = files that wait to be published (for editors)
command-undo = withdraw what was published last (for editors)

### /start

start-buttons = Ask in your own words, or begin here. All commands: { $help }
button-status = Where things stand
button-timeline = Timeline
button-quotes = Quotations

### /help

help-title = What you can ask
help-now = Where things stand
help-news = What is new
help-told = Subscription
help-said = Who said what
help-terms = What it all means
help-proof = The proof
help-bot = This chat and this bot
help-line = { $command } — { $what }
help-words = Ask in your own words. A quotation sent to me between quotation marks, or forwarded, is looked up.
help-dates = Dates as you write them: { $examples }.
help-dates-words = yesterday
help-group = In a group I answer only when a command, a mention or a reply is addressed to me.

### /status

status-title = Where things stood: { $date }
status-title-latest = Where things stand: { $date }
status-newest-heading = Last reported
status-figures = Figures
status-done = Done
status-open = Open
status-none-done = No source in the dossier reports a completed step by then.
status-none-open = No source in the dossier names anything open by then.
status-reading = { $indicator }: { $value }
status-before = There is nothing in the dossier up to { $date }. It begins here: { $first }.
status-newest = Nothing in the dossier is newer than { $date }.
status-future = { $date } is still to come. This is what is known so far.
status-empty = There is nothing in the dossier that bears on the status.
button-first = First: { $date }
button-earlier = ‹ { $date }
button-later = { $date } ›

### /quotes

quotes-title = Who said what
quotes-title-person = { $name }: words
quotes-title-words = Statements with the words asked for
quotes-quotations = Quotations, word for word
quotes-reported = Reported statements, not word for word
quotes-none-quoted = No source quotes { $name } word for word.
quotes-nothing = No source in the dossier has a statement that fits. Names work in any alphabet; one or two words work best.
quotes-example = For example: { $example }
translation = Our translation: { $text }
speaker-office = { $name }, { $office }

### /timeline

timeline-title = In order
timeline-title-from = In order, from { $from }
timeline-title-between = In order, { $from } to { $to }
timeline-nothing = Nothing in the dossier is dated within these days. It reaches from { $first } to { $last }.
timeline-nothing-at-all = There is nothing dated in the dossier yet.

### /people, /who

people-title = Who is who
people-none = There are no people in the dossier.
person-says = What they said
person-did = What they did
person-nothing = No source in the dossier reports words or deeds.
person-also = Names: { $names }

### /numbers, /open

numbers-title = Every figure
numbers-none = There are no figures in the dossier.
open-title = What is not settled
open-none = No source in the dossier names anything open.

### /documents, /explain

documents-title = Documents
documents-none = There are no documents in the dossier.
terms-title = Terms
terms-none = There are no terms in the dossier.
terms-how = Send { $example } or press a button.
term-not = What it does not mean: { $text }
facts-of = What the sources say
no-facts-of = No fact in the dossier speaks of this.

### /fact

fact-as-of = Date: { $date }
fact-stated-on = Stated on: { $date }
fact-quotation = Word for word ({ $language }):
fact-speaker = Said by: { $speaker }
fact-through = Passed on by: { $through }
fact-manner = In the source: { $manner }
manner-headline = headline
manner-narration = its own narration, no speaker named
manner-quotation = a quotation
manner-paraphrase = a paraphrase, not word for word
manner-page = the page around the text
manner-desk = not stated there; concluded by us
fact-source = Source:
fact-publisher = { $publisher }, { $date }
fact-publisher-derived = { $publisher }, { $date } (date derived)
fact-place-headline = Place: the headline or the page around the text
fact-place-paragraph = Place: paragraph { $paragraph }
fact-place-sentence = Place: paragraph { $paragraph }, sentence { $sentence }
fact-basis-stated = Basis: stated in the source
fact-basis-derived = Basis: derived by us. { $how }
fact-from = It rests on:
fact-note = Mind: { $text }
fact-topics = Topics: { $topics }
fact-id = Id:
fact-revised = Worded differently until revision { $revision } ({ $date }): { $text }
fact-withdrawn = This fact was withdrawn with revision { $revision } on { $date }. It read: { $text }
ownership-state = state-run
ownership-independent = independent
ownership-unknown = who stands behind it is not known
button-open-page = Open the page
button-back = ‹ Back

### /sources

sources-title = Sources
sources-none = There are no sources in the dossier.
sources-count = { $count ->
    [one] { $count } fact rests on it.
   *[other] { $count } facts rest on it.
}

### /language

language-title = Language of this chat: { $language }
language-choose = Choose one:
language-set = From now on I answer in English in this chat.
language-administrators = Only administrators of this group can change its language.
language-unsure = Telegram did not tell me whether you are an administrator. Please try again in a minute.
language-unknown = I speak English, Russian and Belarusian. For example: { $example }

### /about, /privacy

about-is = What it is
about-is-text = A program that answers from a dossier of dated facts. Each fact has a source that you can open. Values we worked out ourselves are marked as derived.
about-not = What it is not
about-not-text = Not a newspaper, not an official voice, and not a search of the internet. What no source in the dossier says, it does not say.
about-data = The data
about-revision = Revision { $revision } of { $date }: { $facts ->
    [one] { $facts } fact
   *[other] { $facts } facts
} from { $sources ->
    [one] { $sources } source
   *[other] { $sources } sources
}. The newest fact is dated { $newest }.
about-version = Program version { $version }.
privacy-title = What is stored of you
privacy-chat = The number of this chat and the language chosen for it with { $command }. Nothing is stored until you choose.
privacy-looked = For a chat that sends { $command }: the number of the revision it has seen.
privacy-subscription = For a chat that subscribes with { $command }: its number and topic, what was chosen in the settings, who subscribed and in which language, up to which revision it has been told, when the last notice was sent, and if none is sent, why. { $end } erases all of it. Which facts stood in which notice is kept for 180 days, so that a notice can be put right when one of them is corrected.
privacy-updates = A message that cannot be answered at once is kept until it is answered. The number of a message that changed a setting is kept for two days, so that nothing is applied twice.
privacy-editors = For an editor: a file sent for publication, with the name and number of whoever sent it, until it is published or discarded.
privacy-not = Not stored: your name, your messages, what you asked, which buttons you pressed. Nothing is passed on to anybody but Telegram, which carries the messages.
privacy-log = The program's log holds numbers of updates and errors, never what you wrote.

### What was not understood. None of these repeats what was typed.

unclear-text = Ask me in your own words, or begin with { $first }, { $second } or { $third }.
unclear-command = I do not know this command.
unclear-command-near = I do not know this command. Did you mean { $command }?
unclear-command-help = All commands: { $command }
unclear-date = I could not read that as a date. Dates as people write them work, for example: { $example }
unclear-person = Nobody in the dossier has this name.
unclear-person-near = Nobody in the dossier has this name. Did you mean one of these?
unclear-person-none = Everybody in the dossier: { $command }
unclear-several = That fits several people. Whom do you mean?
unclear-term = This is not a term of the dossier.
unclear-term-near = This is not a term of the dossier. Did you mean one of these?
unclear-terms-all = All terms: { $command }
unclear-fact-missing = Which fact? Each has an id, for example: { $example }
unclear-fact = There is no fact with this id. An id looks like this: { $example }
unclear-fact-near = There is no fact with this id. Did you mean one of these?
unclear-channel = After this command write nothing, or the public name of a channel, for example: { $example }
unclear-zone = I do not know this time zone. Its name is made up of a region and a city, for example: { $example }

### Notices on a button (at most 200 characters)

notice-stale = This button is out of date. Please send the command again.
notice-failed = That did not work just now. Please try again in a minute.
notice-too-many = Too many questions at once. Please ask again in { $seconds } s.

### Groups

welcome = Hello. I answer from dated, sourced facts. Send { $status } or { $help }; apart from that I keep silent here.

### When something breaks

apology = Something went wrong on my side. It is noted; please try again.

### Pages

page-range = { $first }–{ $last } of { $count }
button-next = Next ›
button-previous = ‹ Previous

### Names of languages that quotations may be in

in-language = { $code ->
    [en] English
    [ru] Russian
    [be] Belarusian
    [uk] Ukrainian
    [pl] Polish
    [de] German
   *[other] language code { $code }
}

### The terminal

chat-welcome = This is { $name } in a terminal. To run it in Telegram, get a token from @BotFather and set TELOXIDE_TOKEN (README, “Telegram”).
chat-how = Type { $help }, or { $group } and { $private } to speak as in a group or alone. Press a button by its number: { $press }. Leave with { $quit }.
chat-as-group = You now speak in a group, as its administrator.
chat-as-private = You now speak in a private chat.
chat-silent = (The bot says nothing here.)
chat-no-button = There is no button with this number.

### Questions in words

lead-yes = Yes.
lead-no = No.
lead-unknown = The sources do not tell.
lead-date = { $date }:
lead-number = { $number }.
untold-far = No source in the dossier answers that.
untold-person = No source in the dossier says that of this person.
untold-date = No source in the dossier says that for this date.
untold-number = No source in the dossier gives this number.
untold-kind = No source in the dossier says that.
untold-related = Related, but not the answer:
button-source = Source
button-source-number = Source { $number }
button-related = Related

# How questions show what they ask for. Folded words; phrases count before single words.
words-ask-who = who, whom, whose, whos
words-ask-when = when, whens, what date, which date, what day, which day, which month, what month, since when, how long ago, on what day, on which day, at what time, what time, at what point, how soon, what year, which year, date of, dates of
words-ask-where = where, wheres, whereabouts, what city, which city, what place, which place, what town, which town, in what city, in which city, what venue, which venue, what location, at which place, place of, location of, venue of, venue
words-ask-how-many = how many, how much, how big, how large, number of, count of, amount of, what share, which share, what percentage, what percent, what proportion, percentage of, share of, what number, how great a share, what fraction, quantity of, how numerous, total number, what part, which part, what amount, size of, total of
words-ask-why = why, how come, what for, for what reason, reason why, what caused, what causes, on what grounds, what is the reason, what was the reason, due to what, how so, reason for, reasons for, cause of, reason of
words-ask-which = which, list, list all, enumerate, name the, what kind, what sort, names of, name of, titles of, title of, list of
words-ask-what = what, whats, how
words-ask-yes-no = is it true, is it true that, true that, am i right that, do i understand correctly, do i get it right, i heard that, i read that, they say that, people say that, really, whether, wasn't it, isn't it, isn't he, isn't she, wasn't he, didn't he, didn't they, am i right, correct that, is it so, is it right, is it correct, aren't they, weren't they, haven't they, doesn't it, doesn't he, hasn't he, hasn't it, aren't there, isn't that right, isn't that so, don't they, won't they, did he not
words-ask-opening = did, is, are, was, were, has, have, had, do, does, will, would, can, could, should, isnt, arent, didnt, wasnt, werent, hasnt, havent, doesnt, dont, wont
words-ask-closing = right, correct, yes, yeah, true, no
# Words that say nothing in a question.
words-filler = please, tell, me, hey, hi, hello, so, well, um, umm, uh, lol, ok, okay, can, could, u, you, the, a, an, there, actually, now, again, just, really, exactly, precisely, remind, know, wonder, wondering, like, that, this, these, those, of, in, at, to, for, on, by, and, or, but, it, its, its, him, her, them, they, he, she, i, im, id, my, your, do, does, did, is, are, was, were, be, been, has, have, had, with, as, from, about, according, article, source, sources, here, guys, guy, folks, ppl, bro, man, dude, wait, quick, question, one, thing, stuff, some, any, gonna, got, kind, sort, right, correct, isnt, didnt, sorry, curious, explain, mention, mentioned, named, per, if, listen, trust, anything, something, somebody, someone, anyone, anybody, basically, apparently, supposedly, already, yet, pls, plz, then, such, whole, would, should, btw, honestly, simply, kindly
words-not = not, no, nothing, never, isnt, arent, didnt, wasnt, werent, hasnt, havent, doesnt, dont, wont, without

### /check

check-verbatim = Word for word in the source:
check-translated = These are the words of our translation. In the source they read:
check-altered = Not word for word. Compared with the source:
check-legend = Struck out: not in the source. Underlined: missing from your text.
check-paraphrased = No source quotes these words. What comes nearest, not word for word:
check-nothing = These words are not in our sources.
check-how = Send me a quotation and I look it up, for example: { $example }
# What joins two questions into one.
words-join = and, also, plus
# Words between things of which one is meant: “on the 22nd or 23rd of April”.
words-or = or
words-refer = he, she, him, her, his, hers
# What joins what somebody says to who says it, behind a comma.
words-that = that
words-verbatim = verbatim, word for word, exact words, exact wording, quote, quotes, quotation, quotations, own words, literally said, the very words

### /latest, /since, /new

news-title-latest = The newest
news-title-since = Since { $date }
news-title-new = New since your last look
news-title-first = The newest; from now on I show what is new since your last look
news-none = Nothing. The newest fact is dated { $newest }.
news-none-since = Nothing in the dossier is dated, corrected or withdrawn since then. The newest fact is dated { $newest }.
news-revision = Revision { $revision }, published on { $date }
news-revision-why = { $why } (revision { $revision }, published on { $date })
news-corrected = Corrected:
news-was = It read: { $text }
news-reason = Why: { $text }
news-withdrawn = Withdrawn:

# Notices to chats that have subscribed.
notice-title = What has changed
notice-moved = { $indicator }: { $was } → { $is }
notice-corrected-on = Corrected on { $date }
notice-withdrawn-on = Withdrawn on { $date }
button-full-status = Full status
button-more-news = { $count ->
    [one] { $count } more change
   *[other] { $count } more changes
}
notice-paused = I cannot send notices to a chat that you subscribed. { $why } I keep what was not sent and send it when that has changed; /delivery there shows more.
unclear-number = I could not read that as a number. For example: { $example }

### /subscribe, /unsubscribe, /settings, /delivery

button-subscribe = Subscribe
button-subscribe-again = Subscribe again
button-unsubscribe = Unsubscribe
button-settings = Settings
button-delivery = Delivery
button-resume = Resume
button-topics = Topics
button-people = People
button-indicators = Figures
button-when = When
button-quiet = Quiet hours
button-zone = Time zone
button-language = Language
button-silent = Without sound
button-with-sound = With sound
button-everything = Everything
button-at-once = At once
button-quiet-off = None
moment = { $day }, { $time }
settings-title = { $place ->
    [channel] Subscription of the channel “{ $title }”
    [topic] Subscription of this topic
   *[other] Subscription of this chat
}
settings-none = There is none. With one, I send a notice when facts are added, corrected or withdrawn.
settings-follows-all = About: everything
settings-follows = About: { $names }
settings-more = { $names } and { $count } more
settings-at-once = When: at once
settings-daily = When: daily at { $hour }
settings-quiet = Quiet hours: { $hours }
settings-quiet-none = Quiet hours: none
settings-silent = Sound: off
settings-sound = Sound: on
settings-zone = Time zone: { $zone }, where it is { $time } now
settings-language = Language: { $language }
settings-choose-follows = Choose what to be told about. Nothing chosen is everything.
settings-choose-when = At once, or once a day at the hour you choose:
settings-choose-quiet = What comes in quiet hours is told when they end.
settings-choose-zone = Choose one, or send any other: { $example }
settings-choose-zone-channel = Choose one:
settings-end = Unsubscribe? What was chosen will be forgotten.
subscription-begun = It has begun: from now on I tell what is new.
subscription-ended = It has ended: I no longer tell what is new.
subscription-administrators = Only administrators of this group can change what it is told.
channel-administrators = Only administrators of this channel can do that.
channel-unknown = I find no channel of this name. Is it spelt right, and is it public?
channel-none = This is not a channel. For a group, send the command in the group.
channel-posting = First make me an administrator of this channel with the right to post messages. Then send the command again.
channel-elsewhere = Channels are set up in a private chat with me in Telegram.
delivery-last = Last notice: { $moment }
delivery-last-none = Last notice: none so far
delivery-waiting = { $count ->
    [one] { $count } revision waits to be told.
   *[other] { $count } revisions wait to be told.
}
delivery-waiting-none = Nothing waits to be told.
delivery-on = Nothing is in the way.
delivery-paused = Paused since { $moment }.
delivery-until = I try again by myself: { $moment }
delivery-until-resumed = I try again once you press “Resume”, or Telegram tells me that it is put right.
why-flood = Telegram lets me send no more for a while. There is nothing you need to do.
why-trouble = Telegram cannot be reached, or has trouble. There is nothing you need to do.
why-unknown = Telegram did not say whether the last notice arrived. Look whether it is there, then resume.
why-blocked = I am blocked. Unblock me, and I go on.
why-removed = I am not a member of the chat any more. Add me again, and I go on.
why-deactivated = Telegram says that this account is gone.
why-no-rights = I may not write in the chat. Give me the right to send messages.
why-topic-closed = The topic is closed. Open it or make me an administrator who may manage topics, then resume.
why-topic-gone = The topic is gone. Subscribe in another one.
why-chat-gone = Telegram says that the chat does not exist. Add me again, and I go on.
why-slow-mode = Slow mode holds me up. Make me an administrator (it does not apply to them), or switch it off.
why-refused = Telegram refused the notice, for a reason that I do not know. Check what I may do there, then resume.

### Publishing, for editors

button-publish = Publish
button-discard = Discard
button-undo = Undo
button-show = Show
editors-only = Only editors can publish.
draft-not-toml = To publish, send a file whose name ends in .toml.
draft-too-large = The file is too large: an update can have at most 1 MiB.
draft-not-fetched = I could not fetch the file from Telegram. Please send it again.
draft-faults = The file has faults. Nothing has changed.
draft-no-fit = This does not fit what is published now. Nothing has changed.
draft-more-faults = and { $count } more
draft-from = { $who }, { $moment }
draft-added = Added: { $kind } { $id }
draft-corrected = Corrected: { $kind } { $id }
draft-around = The wording stays; what stands around it changes: { $kind } { $id }
draft-withdrawn = Withdrawn: { $kind } { $id }
draft-kind = { $kind ->
    [fact] fact
    [topic] topic
    [source] source
    [person] person
    [body] body
    [document] document
    [term] term
    [indicator] indicator
    [inquiry] question
   *[other] { $kind }
}
draft-says = { $text }
draft-was = Was: { $text }
draft-is = Now: { $text }
draft-why = Why: { $text }
draft-known = This was published before, as revision { $revision }.
draft-published = Published as revision { $revision }. It can be withdrawn within ten minutes.
draft-discarded = Discarded. Nothing was published.
draft-gone = There is no such draft.
drafts-none = No file waits to be published.
drafts-title = Waiting to be published
undo-done = Revision { $revision } is withdrawn; revision { $by } restores what was before.
undo-nothing = There is nothing to withdraw: no update has been published.
undo-overtaken = Revision { $revision } can no longer be withdrawn, since something else was published after it. Send a file that puts it right.
undo-late = Revision { $revision } can no longer be withdrawn, since more than ten minutes have passed. Send a file that puts it right.
undo-why = Revision { $revision } was withdrawn. Everything reads again as it did before.
