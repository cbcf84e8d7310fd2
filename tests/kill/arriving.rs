//! Kills while updates arrive: `kill -9` after so many answers, with the next ones in hand and nothing traced, so that the
//! program runs at its own speed. Groups choose a language twice, and ask before, between and after. In a group an answer hangs on its
//! question, so each update can be told whether it was answered; and once a group's answers are in a later language, an
//! earlier one must not come back, as it would if a choice were applied a second time.

use std::collections::HashMap;

use super::support::program::{Home, Serving};
use super::support::telegram::{Call, Chat, Telegram, person};

/// Groups, each with the person who runs it.
pub const GROUPS: i64 = 100;
/// What is said in each; the choices are at [`CHOICES`].
pub const SAID: [&str; 7] = [
    "/numbers",
    "/language ru",
    "/numbers",
    "/open",
    "/language be",
    "/numbers",
    "/open",
];
const CHOICES: [usize; 2] = [1, 4];
/// Kills; one each time that so many more updates have come.
pub const KILLS: usize = 20;

/// After so many answers since the last kill the next one comes.
pub const AFTER: [usize; 9] = [9, 1, 28, 0, 17, 5, 33, 3, 12];

/// Kills the bot again and again while people write, and looks whether everything was done, and once.
pub async fn arriving() {
    let (telegram, home) = (Telegram::start().await, Home::new());
    let bot = under_kills(&telegram, &home, || home.serve(&telegram)).await;
    telegram
        .ask(Chat::Private(1), &person(1, "en"), "/about")
        .await;
    telegram.wait_all_confirmed().await;
    let (lost, twice, repeated) = ended(&telegram, &home, bot);
    println!(
        "arriving: kills={KILLS} updates={} lost={lost} twice={twice} repeated={repeated}",
        said().len()
    );
    assert_eq!((lost, twice), (0, 0));
}

/// People write, and the bot is killed and started with `serve` again and again: the last one.
pub async fn under_kills(telegram: &Telegram, home: &Home, serve: impl Fn() -> Serving) -> Serving {
    home.ask("/about");
    for group in 1..=GROUPS {
        telegram.promote(Chat::Group(group), group);
    }
    let said = said();
    let mut bot = serve();
    for (turn, part) in said.chunks(said.len().div_ceil(KILLS)).enumerate() {
        for (group, text) in part {
            telegram.say(Chat::Group(*group), &person(*group, "en"), text);
        }
        // With others in hand; sometimes before the first.
        further_answers(telegram, AFTER[turn % AFTER.len()]).await;
        bot.kill();
        bot = serve();
        // Every other run is killed while it takes up what the last one left. One more would be the third death in a row
        // with perhaps the same update in hand, which is then set aside, as it should be.
        if turn % 2 == 1 {
            telegram.wait_all_confirmed().await;
        }
    }
    bot
}

/// Waits for so many answers more.
pub async fn further_answers(telegram: &Telegram, more: usize) {
    let answers = telegram.count("sendMessage") + more;
    telegram
        .wait_for("answers", |calls| {
            let sent = calls.iter().filter(|call| call.method == "sendMessage");
            (sent.count() >= answers).then_some(())
        })
        .await;
}

/// Stops the bot, which has set nothing aside: what was lost, done twice, answered again.
pub fn ended(telegram: &Telegram, home: &Home, bot: Serving) -> (usize, usize, usize) {
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    let aside = home.run(&["aside"]);
    assert!(aside.out.starts_with("0 updates"), "{}", aside.out);
    judge_all(&telegram.calls())
}

/// What is said, and in which group.
pub fn said() -> Vec<(i64, &'static str)> {
    let groups = 1..=GROUPS;
    groups
        .flat_map(|group| SAID.iter().map(move |text| (group, *text)))
        .collect()
}

/// Of all groups: updates without an answer, answers in a language that had been left, and answers given again.
fn judge_all(calls: &[Call]) -> (usize, usize, usize) {
    let (mut lost, mut twice, mut repeated) = (0, 0, 0);
    for group in 1..=GROUPS {
        let judged = judge(calls, Chat::Group(group));
        lost += judged.0;
        twice += judged.1;
        repeated += judged.2;
    }
    (lost, twice, repeated)
}

/// Of one group: updates without an answer, answers in a language that had been left, and answers given again.
fn judge(calls: &[Call], chat: Chat) -> (usize, usize, usize) {
    let sent: Vec<&Call> = calls
        .iter()
        .filter(|call| call.method == "sendMessage" && call.params["chat_id"] == chat.id())
        .collect();
    let mut answers: HashMap<i64, usize> = HashMap::new();
    let (mut latest, mut twice) = (0, 0);
    // The messages of a group are numbered by Telegram, those of the bot among them; in their order they are what was said.
    let mut questions: Vec<i64> = sent.iter().map(|call| question(call)).collect();
    questions.sort_unstable();
    questions.dedup();
    for call in &sent {
        *answers.entry(question(call)).or_default() += 1;
        let nth = questions
            .iter()
            .position(|number| *number == question(call));
        let language = language(&call.plain());
        if nth.is_some_and(|nth| !CHOICES.contains(&nth)) {
            twice += usize::from(language < latest);
            latest = latest.max(language);
        }
    }
    let lost = SAID.len() - answers.len();
    // Whatever was lost, the last word is Belarusian.
    let last = usize::from(latest != 2);
    (lost + last, twice, sent.len() - answers.len())
}

fn question(call: &Call) -> i64 {
    call.params["reply_parameters"]["message_id"]
        .as_i64()
        .unwrap()
}

/// 0, 1, 2 for English, Russian, Belarusian: the order in which they are chosen.
fn language(text: &str) -> usize {
    let is_cyrillic = text.chars().any(|c| ('а'..='я').contains(&c));
    match (is_cyrillic, text.contains(['і', 'ў'])) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    }
}
