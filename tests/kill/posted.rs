//! Kills while updates are posted: as in [`super::arriving`], by webhook. Part of the answers leave in the responses to the
//! posts, part are sent; a post that a kill leaves without its response comes again. First as the local Bot API posts;
//! then by hand, what is carried in a response being carried out and counted. Both post one update of each chat at a time and
//! chats side by side.

use std::time::Duration;

use super::arriving::{AFTER, GROUPS, KILLS, SAID, ended, further_answers, said, under_kills};
use super::support::program::Home;
use super::support::telegram::{Chat, TOKEN, Telegram, person};
use super::support::webhook::{Hook, says};

/// The number of the first update that is not the local Bot API's.
const FIRST: i64 = 500_000;

/// Kills the bot again and again while people write, and looks whether everything was done, and once.
pub async fn posted() {
    let (telegram, home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    let bot = under_kills(&telegram, &home, || hook.serve(&home, &telegram)).await;
    telegram.wait_all_confirmed().await;
    telegram
        .ask(Chat::Private(1), &person(1, "en"), "/about")
        .await;
    telegram.wait_all_confirmed().await;
    let (lost, twice, repeated) = ended(&telegram, &home, bot);
    assert_eq!(telegram.count("setWebhook"), 1, "once over all starts");
    println!(
        "webhook: kills={KILLS} updates={} lost={lost} twice={twice} repeated={repeated} set_webhook=1",
        said().len()
    );
    assert_eq!((lost, twice), (0, 0));
}

/// The same with all groups side by side.
pub async fn posted_at_once() {
    let (telegram, home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    home.ask("/about");
    let mut bot = hook.serve(&home, &telegram);
    let posting: Vec<_> = (1..=GROUPS)
        .map(|group| tokio::spawn(post_in_order(telegram.clone(), hook.clone(), group)))
        .collect();
    for turn in 0..KILLS {
        // Every other run gets somewhere, so that nothing is in hand at three deaths in a row.
        let after = AFTER[turn % AFTER.len()] + 10 * (turn % 2);
        further_answers(&telegram, after).await;
        bot.kill();
        bot = hook.serve(&home, &telegram);
    }
    let mut carried = 0;
    for posting in posting {
        carried += posting.await.unwrap();
    }
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    // What was kept for later is answered by now, or at the next start.
    let bot = hook.serve(&home, &telegram);
    telegram
        .ask(Chat::Private(1), &person(1, "en"), "/about")
        .await;
    let (lost, twice, repeated) = ended(&telegram, &home, bot);
    let updates = said().len();
    println!(
        "webhook: chats={GROUPS} at_once kills={KILLS} updates={updates} lost={lost} twice={twice} repeated={repeated} carried={carried}"
    );
    assert_eq!((lost, twice), (0, 0));
}

/// Posts what is said in a group, each once the one before is done, again until it is; and carries out what a response
/// holds, before the next. How many did.
async fn post_in_order(telegram: Telegram, hook: Hook, group: i64) -> usize {
    let chat = Chat::Group(group);
    telegram.promote(chat, 5);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let numbers = (FIRST + group..).step_by(usize::try_from(GROUPS).unwrap());
    let said = SAID.iter().zip(numbers);
    let updates: Vec<_> = said
        .map(|(text, number)| says(&telegram, number, chat, text))
        .collect();
    let mut carried = 0;
    for update in updates {
        let answer = loop {
            match hook.try_post(&update).await {
                Some(answer) if answer.code == 200 => break answer,
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        };
        if !answer.body.is_empty() {
            let mut call = answer.call();
            let params = call.as_object_mut().unwrap();
            let method = params.remove("method").unwrap();
            let url = format!("{}/bot{TOKEN}/{}", telegram.url, method.as_str().unwrap());
            client.post(url).json(params).send().await.unwrap();
            carried += 1;
        }
    }
    carried
}
