//! Every key in the store. Values are versioned JSON records, see [`super::records`].
//!
//! | key | value | written |
//! |---|---|---|
//! | `meta/schema` | the form of the keyspace ([`SCHEMA`]) | with the first seeding |
//! | `meta/head` | the number of the current revision | last, with each revision: what has a higher number does not count |
//! | `rev/<number>` | [`crate::dossier::revision::Revision`] | with `meta/head` |
//! | `rec/<kind>/<id>/<number>` | an entry as of that revision, or that it was withdrawn | before `meta/head`, never changed |
//! | `update/<number>` | the file of the update that this revision published | with `meta/head` |
//! | `undone/<number>` | [`super::dossiers::Undone`]: the same file, once it was withdrawn | in place of `update/<number>`, with the revision that withdrew it |
//! | `draft/<number>` | [`super::drafts::DraftRecord`]: a file that an editor has sent, or what became of it | when it came; in place of the file what became of it, so that no number is used twice |
//! | `chat/<chat>` | the settings of a chat | by its commands |
//! | `sub/<chat><topic>` | [`Subscription`](crate::subscription::Subscription): what a chat or topic follows, and up to which revision it has been told | by its commands, before and after each notice |
//! | `sent/<chat><topic><message>` | [`super::ledger::Carried`]: a notice, and which facts are in it | when it has left; swept after 180 days |
//! | `told/<fact>/<chat><topic><message>` | nothing: the notice carried the fact | with `sent` |
//! | `meta/amended` | the revision up to which notices that were sent have been put right | when they all have been |
//! | `meta/running` | when the bot began to serve | at its start; removed at a good end, so that one that is found tells of a bad one |
//! | `meta/webhook` | a seal of the webhook that was set last: nothing can be read from it | when it has been set |
//! | `inbox/<update>` | an update that was accepted but not yet answered | before Telegram is told, removed when done |
//! | `seen/<update>` | when an update that changed something was applied | with its effect; swept after two days |
//! | `tried/<update>` | in how many runs it was taken in hand after one that died | before it is handled, removed when done |
//! | `aside/<update>` | [`super::aside::Aside`]: an update that is not handled any more | in place of `inbox` and `tried`; removed by the operator |
//!
//! Numbers are big-endian, so that rows are in their order; those of chats have the sign bit turned, so that negative ones
//! come first. A topic is 0 where there is none. Kinds and ids hold no `/`.

use super::ledger::Message;
use crate::dossier::id::Id;
use crate::dossier::revision::EntryKey;
use crate::subscription::Recipient;

/// The form of the keyspace. The second has updates: a program that does not know them would take them for withdrawn.
pub const SCHEMA: u32 = 2;

/// The key of the form of the keyspace.
pub const META_SCHEMA: &[u8] = b"meta/schema";
/// The key of the number of the current revision.
pub const META_HEAD: &[u8] = b"meta/head";
/// The key of the word that the bot serves.
pub const META_RUNNING: &[u8] = b"meta/running";
/// The prefix of revisions.
pub const REVISIONS: &[u8] = b"rev/";
/// The prefix of entries.
pub const ENTRIES: &[u8] = b"rec/";
/// The prefix of the files of updates.
pub const UPDATES: &[u8] = b"update/";
/// The prefix of the files of updates that were withdrawn.
pub const UNDONE: &[u8] = b"undone/";
/// The prefix of files that editors have sent.
pub const DRAFTS: &[u8] = b"draft/";
/// The prefix of chats.
pub const CHATS: &[u8] = b"chat/";
/// The prefix of subscriptions.
pub const SUBSCRIPTIONS: &[u8] = b"sub/";
/// The prefix of notices that were sent.
pub const CARRIED: &[u8] = b"sent/";
/// The prefix of what leads from a fact to the notices that carried it.
const CARRIERS: &[u8] = b"told/";
/// The key of the revision up to which notices have been put right.
pub const META_AMENDED: &[u8] = b"meta/amended";
/// The key of the webhook that was set last.
pub const META_WEBHOOK: &[u8] = b"meta/webhook";
/// The prefix of accepted updates.
pub const INBOX: &[u8] = b"inbox/";
/// The prefix of applied updates.
pub const SEEN: &[u8] = b"seen/";
/// The prefix of updates that were in hand after a run that died.
pub const TRIED: &[u8] = b"tried/";
/// The prefix of updates set aside.
pub const ASIDE: &[u8] = b"aside/";

/// `rev/<number>`
pub fn revision(number: u64) -> Vec<u8> {
    [REVISIONS, &number.to_be_bytes()].concat()
}

/// `rec/<kind>/<id>/<number>`
pub fn entry(key: &EntryKey, number: u64) -> Vec<u8> {
    [
        ENTRIES,
        key.kind.as_bytes(),
        b"/",
        key.id.as_bytes(),
        b"/",
        &number.to_be_bytes(),
    ]
    .concat()
}

/// The kind, id and number in a key of an entry.
pub fn parse_entry(key: &[u8]) -> Option<(&str, &str, u64)> {
    let rest = key.strip_prefix(ENTRIES)?;
    let (named, number) = rest.split_at_checked(rest.len().checked_sub(8)?)?;
    let named = std::str::from_utf8(named).ok()?.strip_suffix('/')?;
    let (kind, id) = named.split_once('/')?;
    Some((kind, id, u64::from_be_bytes(number.try_into().ok()?)))
}

/// `update/<number>`
pub fn update_file(number: u64) -> Vec<u8> {
    [UPDATES, &number.to_be_bytes()].concat()
}

/// `undone/<number>`
pub fn undone(number: u64) -> Vec<u8> {
    [UNDONE, &number.to_be_bytes()].concat()
}

/// `draft/<number>`
pub fn draft(number: u64) -> Vec<u8> {
    [DRAFTS, &number.to_be_bytes()].concat()
}

/// The number in a key below `prefix`: one of [`UPDATES`], [`UNDONE`] or [`DRAFTS`].
pub fn parse_number(key: &[u8], prefix: &[u8]) -> Option<u64> {
    let number = key.strip_prefix(prefix)?;
    Some(u64::from_be_bytes(number.try_into().ok()?))
}

/// `chat/<chat>`
pub fn chat(chat: i64) -> Vec<u8> {
    [CHATS, &ordered(chat)].concat()
}

/// The bytes of a chat's number that sort as the number does.
fn ordered(chat: i64) -> [u8; 8] {
    (chat ^ i64::MIN).to_be_bytes()
}

/// `sent/<chat><topic><message>`
pub fn carried(message: Message) -> Vec<u8> {
    [
        CARRIED,
        &place(message.recipient),
        &message.number.to_be_bytes(),
    ]
    .concat()
}

/// `told/<fact>/`
pub fn carriers(fact: &Id) -> Vec<u8> {
    [CARRIERS, fact.as_str().as_bytes(), b"/"].concat()
}

/// `told/<fact>/<chat><topic>`
pub fn carriers_in(fact: &Id, recipient: Recipient) -> Vec<u8> {
    [carriers(fact).as_slice(), &place(recipient)].concat()
}

/// `told/<fact>/<chat><topic><message>`
pub fn carrier(fact: &Id, message: Message) -> Vec<u8> {
    let number = message.number.to_be_bytes();
    [carriers_in(fact, message.recipient).as_slice(), &number].concat()
}

/// The number of the message at the end of a key.
pub fn last_number(key: &[u8]) -> Option<i32> {
    let (_, number) = key.split_at_checked(key.len().checked_sub(4)?)?;
    Some(i32::from_be_bytes(number.try_into().ok()?))
}

/// The message in what follows a prefix.
pub fn parse_message(rest: &[u8]) -> Option<Message> {
    let (recipient, number) = rest.split_at_checked(12)?;
    Some(Message {
        recipient: parse_place(recipient)?,
        number: i32::from_be_bytes(number.try_into().ok()?),
    })
}

fn place(recipient: Recipient) -> [u8; 12] {
    let mut place = [0; 12];
    place[..8].copy_from_slice(&ordered(recipient.chat));
    place[8..].copy_from_slice(&recipient.topic.unwrap_or(0).to_be_bytes());
    place
}

fn parse_place(place: &[u8]) -> Option<Recipient> {
    let (chat, topic) = place.split_at_checked(8)?;
    let topic = i32::from_be_bytes(topic.try_into().ok()?);
    Some(Recipient {
        chat: i64::from_be_bytes(chat.try_into().ok()?) ^ i64::MIN,
        topic: (topic != 0).then_some(topic),
    })
}

/// `sub/<chat>`, the beginning of the keys of a chat's subscriptions.
pub fn subscriptions_of(chat: i64) -> Vec<u8> {
    [SUBSCRIPTIONS, &ordered(chat)].concat()
}

/// `sub/<chat><topic>`
pub fn subscription(recipient: Recipient) -> Vec<u8> {
    [SUBSCRIPTIONS, &place(recipient)].concat()
}

/// The chat and topic in a key of [`SUBSCRIPTIONS`].
pub fn parse_subscription(key: &[u8]) -> Option<Recipient> {
    key.strip_prefix(SUBSCRIPTIONS).and_then(parse_place)
}

/// `inbox/<update>`
pub fn inbox(update: u32) -> Vec<u8> {
    [INBOX, &update.to_be_bytes()].concat()
}

/// `seen/<update>`
pub fn seen(update: u32) -> Vec<u8> {
    [SEEN, &update.to_be_bytes()].concat()
}

/// `tried/<update>`
pub fn tried(update: u32) -> Vec<u8> {
    [TRIED, &update.to_be_bytes()].concat()
}

/// `aside/<update>`
pub fn aside(update: u32) -> Vec<u8> {
    [ASIDE, &update.to_be_bytes()].concat()
}

/// The number of the update in a key below `prefix`, one of those of updates.
pub fn parse_update(key: &[u8], prefix: &[u8]) -> Option<u32> {
    let number = key.strip_prefix(prefix)?;
    Some(u32::from_be_bytes(number.try_into().ok()?))
}

/// A key as a person can read it.
pub fn printable(key: &[u8]) -> String {
    key.escape_ascii().to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn keys_sort_by_their_numbers_and_are_read_back() {
        assert!(chat(-1_001_234) < chat(-1) && chat(-1) < chat(0) && chat(0) < chat(5));
        assert!(inbox(255) < inbox(256));
        let key = EntryKey {
            kind: "fact",
            id: "seed-figure-26".to_owned(),
        };
        assert_eq!(
            parse_entry(&entry(&key, 0x2f_2f2f)).unwrap(),
            ("fact", "seed-figure-26", 0x2f_2f2f)
        );
        assert_eq!(parse_update(&seen(7), SEEN), Some(7));
        for topic in [None, Some(7)] {
            let recipient = Recipient { chat: -12, topic };
            assert_eq!(
                parse_subscription(&subscription(recipient)),
                Some(recipient)
            );
        }
        assert_eq!(parse_entry(b"rec/fact"), None);
        assert_eq!(parse_update(b"seen/", SEEN), None);
    }
}
