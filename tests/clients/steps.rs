//! The conversation: what the people do, and what has to have come of it in the world. Limits hold, so each step is in a
//! chat that has room for its messages.

use serde_json::{Value, json};
use union_brief::local::world::beginning::{ADMINISTRATOR, FORUM, GROUP, MEMBER, OUTSIDER};
use union_brief::local::world::people::Saying;
use union_brief::local::world::{Message, Status};

use crate::library::picture;
use crate::talk::Talk;

/// How many messages the burst has, and how many of them a private chat takes at once.
const BURST: usize = 5;
const AT_ONCE: usize = 3;

/// A step: what it shows, and how.
pub type Step = (&'static str, fn(&Talk));

/// The half in which the bot polls.
pub const POLLED: &[Step] = &[
    ("a text with markup and buttons", start),
    ("a pressed button changes the message", more),
    ("an edit that changes nothing has its own error", same),
    ("a picture as a file and by its number", photo),
    ("an answer stays in its topic", topic),
    ("what is known of a chat can be read", chat),
    ("a flood is waited for as long as told", burst),
    ("an inline result, and its button", inline),
    ("a change of rights is told", rights),
    ("a group that moved is followed", moved),
    (
        "a person who has blocked the bot has their own error",
        blocked,
    ),
];

/// The half with a webhook.
pub const POSTED: &[Step] = &[
    ("what waited is posted, with the secret", posted),
    ("polling beside a webhook has its own error", conflict),
    ("a button is posted as well", posted_press),
];

/// What only a library shows that can put a call into its answer.
pub const ANSWERED: Step = ("a call in the answer to a post", answered);
/// What only a library shows that can put a file there too.
pub const ANSWERED_WITH_FILE: Step = ("a file in the answer to a post", answered_with_file);

/// The entities of a message, as kind and place.
fn entities(message: &Message) -> Value {
    let mut json = json!(message.entities);
    for entity in json.as_array_mut().unwrap() {
        *entity = json!([entity["type"], entity["offset"], entity["length"]]);
    }
    json
}

fn buttons(message: &Message) -> Vec<&str> {
    message.data().collect()
}

fn start(talk: &Talk) {
    let said = talk.say(ADMINISTRATOR, ADMINISTRATOR, None, "/start a<b&\u{1f642}");
    let answer = talk.answer(ADMINISTRATOR, said);
    assert_eq!(answer.text, "Hello, you wrote a<b&\u{1f642}.");
    assert_eq!(entities(&answer), json!([["bold", 0, 5], ["code", 17, 6]]));
    assert_eq!(buttons(&answer), ["more"]);
}

fn more(talk: &Talk) {
    let shown = talk.answer(ADMINISTRATOR, 0);
    let notice = talk.press(ADMINISTRATOR, ADMINISTRATOR, shown.id, "more");
    assert_eq!(notice["text"], "Here is more.");
    let changed = talk.changed(ADMINISTRATOR, shown.id, "There is more.");
    assert_eq!(entities(&changed), json!([["italic", 6, 2]]));
    assert_eq!(buttons(&changed), ["same"]);
    assert!(changed.edited.is_some());
}

fn same(talk: &Talk) {
    let shown = talk.answer(ADMINISTRATOR, 0);
    let notice = talk.press(ADMINISTRATOR, ADMINISTRATOR, shown.id, "same");
    assert_eq!(notice["text"], "Nothing to change.");
}

fn photo(talk: &Talk) {
    let said = talk.say(MEMBER, MEMBER, None, "/photo");
    let new = talk.answer(MEMBER, said);
    let again = talk.answer(MEMBER, new.id);
    assert_eq!(
        (new.text.as_str(), entities(&new)),
        ("new", json!([["bold", 0, 3]]))
    );
    assert_eq!(again.text, "again");
    assert_eq!(new.photo, again.photo);
    is_the_picture(talk, &new);
    let uploads = talk.local.calls().into_iter();
    let uploads = uploads.filter(|call| call.params.to_string().contains(" bytes>"));
    assert_eq!(
        uploads.count(),
        1,
        "the second time only the number is sent"
    );
}

fn is_the_picture(talk: &Talk, message: &Message) {
    let photo = message.photo.as_ref().expect("a picture");
    let file = std::fs::read(picture()).unwrap();
    let state = talk.local.look();
    assert!(state.pictures[&photo.file_id] == file, "another picture");
}

fn topic(talk: &Talk) {
    let topics = {
        let state = talk.local.look();
        let topics = state.world.chats[&FORUM].topics.clone().unwrap();
        topics.into_keys().collect::<Vec<_>>()
    };
    assert_eq!(topics.len(), 3, "General and two more");
    for topic in topics {
        let said = talk.say(MEMBER, FORUM, Some(topic), "/where");
        let answer = talk.answer(FORUM, said);
        assert_eq!(answer.text, "Here.");
        assert_eq!((answer.topic, answer.reply_to), (Some(topic), Some(said)));
    }
}

fn chat(talk: &Talk) {
    let answer = talk.ask("/chat");
    assert_eq!(answer.text, "Newsroom: member asks, Ana runs it, /start");
}

fn burst(talk: &Talk) {
    let said = talk.say(OUTSIDER, OUTSIDER, None, "/burst");
    let mut last = said;
    for number in 1..=BURST {
        let answer = talk.answer(OUTSIDER, last);
        assert_eq!(answer.text, number.to_string());
        last = answer.id;
    }
    let calls = talk.local.calls().into_iter();
    let sends = calls.filter(|call| call.method == "sendMessage");
    // In a form the number is a text.
    let number = OUTSIDER.to_string();
    let here = sends.filter(|call| call.params["chat_id"].to_string().trim_matches('"') == number);
    let codes: Vec<Value> = here.map(|call| call.answer["error_code"].clone()).collect();
    let mut expected = vec![Value::Null; AT_ONCE];
    for _ in AT_ONCE..BURST {
        // One refusal each: whoever waits as long as told is not refused again.
        expected.extend([json!(429), Value::Null]);
    }
    assert_eq!(codes, expected);
}

fn inline(talk: &Talk) {
    talk.wait("inline mode", |state| {
        state.world.inline_is_on().then_some(())
    });
    let asked = talk
        .local
        .change(|state, now| state.world.ask_inline(MEMBER, "a<b", "", now));
    let query = asked.unwrap();
    talk.wait("inline results", |state| {
        state
            .world
            .queries
            .answered
            .contains_key(&query)
            .then_some(())
    });
    let saying = Saying {
        person: MEMBER,
        chat: FORUM,
        topic: None,
        text: "",
        reply_to: None,
    };
    let chosen = talk
        .local
        .change(|state, now| state.world.choose(saying, &query, "one", now));
    let chosen = chosen.unwrap();
    let sent = talk.local.look().world.chats[&FORUM]
        .message(chosen)
        .cloned();
    let sent = sent.unwrap();
    assert_eq!(
        (sent.text.as_str(), entities(&sent)),
        ("a<b", json!([["underline", 0, 3]]))
    );
    talk.press(MEMBER, FORUM, chosen, "more");
    let changed = talk.changed(FORUM, chosen, "There is more.");
    assert_eq!(buttons(&changed), ["same"]);
}

fn rights(talk: &Talk) {
    let last = talk.say(MEMBER, GROUP, None, "Let us see.");
    let set = talk
        .local
        .change(|state, now| state.world.set_bot(GROUP, Status::Administrator, now));
    set.unwrap();
    let answer = talk.answer(GROUP, last);
    assert_eq!(answer.text, "From member to administrator.");
}

fn moved(talk: &Talk) {
    let moved = talk
        .local
        .change(|state, now| state.world.upgrade(GROUP, now));
    let answer = talk.answer(moved.unwrap(), 0);
    assert_eq!(answer.text, "Moved.");
}

fn blocked(talk: &Talk) {
    let shown = talk.answer(ADMINISTRATOR, 0).id;
    talk.local.change(|state, now| {
        let saying = Saying {
            person: OUTSIDER,
            chat: OUTSIDER,
            topic: None,
            text: "/later",
            reply_to: None,
        };
        state.world.say(saying, now).unwrap();
        state.world.set_bot(OUTSIDER, Status::Kicked, now).unwrap();
    });
    let answer = talk.answer(ADMINISTRATOR, shown);
    assert_eq!(answer.text, "Kim has blocked me.");
}

fn posted(talk: &Talk) {
    let answer = talk.answer_with(FORUM, 0, |message| message.text.starts_with("By "));
    let state = talk.local.look();
    let webhook = state.world.webhook.clone().expect("a webhook");
    assert!(
        webhook.secret.is_some(),
        "a post without the secret is not taken"
    );
    assert_eq!(answer.text, format!("By {}.", webhook.url));
}

fn conflict(talk: &Talk) {
    assert_eq!(talk.ask("/poll").text, "Conflict.");
}

fn posted_press(talk: &Talk) {
    let shown = talk.ask("/start");
    let notice = talk.press(MEMBER, FORUM, shown.id, "more");
    assert_eq!(notice["text"], "Here is more.");
    talk.changed(FORUM, shown.id, "There is more.");
}

fn answered(talk: &Talk) {
    let answer = talk.ask("/direct");
    assert_eq!(answer.text, "In the answer.");
    assert_eq!(entities(&answer), json!([["bold", 7, 6]]));
    assert_eq!(buttons(&answer), ["more"]);
    assert!(answer.reply_to.is_some());
}

fn answered_with_file(talk: &Talk) {
    let answer = talk.ask("/picture");
    assert_eq!(answer.text, "In the answer.");
    is_the_picture(talk, &answer);
}
