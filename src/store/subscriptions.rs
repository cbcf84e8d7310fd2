//! Subscriptions: which chats and topics are told what is new, and how far they have been.

use jiff::Timestamp;

use super::chats::apply_once;
use super::records::{decode, encode};
use super::{Commit, Compare, Operation, Store, StoreError, keys};
use crate::subscription::{Recipient, Subscription};

/// Tries of a change that something else gets in the way of: settings and the delivery of notices change the same row.
const TRIES: usize = 16;

/// The subscription of a chat or topic, if it has one.
pub async fn get(
    store: &dyn Store,
    recipient: Recipient,
) -> Result<Option<Subscription>, StoreError> {
    let key = keys::subscription(recipient);
    let value = store.get(&key).await?;
    value.map(|value| decode(&key, &value)).transpose()
}

/// Changes a subscription, makes one or ends one, once per update: the same update again changes nothing. `change` is told
/// what there is and says what there is to be; it may be asked more than once. Returns what there is then.
pub async fn change(
    store: &dyn Store,
    recipient: Recipient,
    update: Option<u32>,
    now: Timestamp,
    change: impl Fn(Option<Subscription>) -> Option<Subscription>,
) -> Result<Option<Subscription>, StoreError> {
    change_with(store, recipient, (update, now), &[], change).await
}

/// The same, with more operations in the commit, if there is one.
pub async fn change_with(
    store: &dyn Store,
    recipient: Recipient,
    (update, now): (Option<u32>, Timestamp),
    more: &[Operation],
    change: impl Fn(Option<Subscription>) -> Option<Subscription>,
) -> Result<Option<Subscription>, StoreError> {
    let key = keys::subscription(recipient);
    for _ in 0..TRIES {
        let is = store.get(&key).await?;
        let old: Option<Subscription> = is.as_deref().map(|old| decode(&key, old)).transpose()?;
        let new = change(old.clone());
        if new == old && more.is_empty() {
            return Ok(old);
        }
        let operation = match &new {
            Some(new) => Operation::Put(key.clone(), encode(new)?),
            None => Operation::Delete(key.clone()),
        };
        let mut operations = vec![operation];
        operations.extend_from_slice(more);
        let commit = Commit {
            operations,
            compares: vec![Compare {
                key: key.clone(),
                is,
            }],
        };
        if apply_once(store, commit, update, now).await? {
            return get(store, recipient).await;
        }
    }
    Err(StoreError::Contended)
}

/// Some subscriptions, and where to read on.
#[derive(Debug, Default)]
pub struct Page {
    /// The subscriptions.
    pub found: Vec<(Recipient, Subscription)>,
    /// Why others are left out: one row that cannot be read must not keep notices from everybody.
    pub unreadable: Vec<StoreError>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<Place>,
}

/// A place between two subscriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place(Vec<u8>);

/// Subscriptions in the order of their keys, at most `limit` of them, beginning at a place or with the first. Reading on
/// to the end sees every subscription that there is from beginning to end.
pub async fn page(
    store: &dyn Store,
    place: Option<&Place>,
    limit: usize,
) -> Result<Page, StoreError> {
    let after = place.map(|place| place.0.as_slice());
    let rows = store.scan(keys::SUBSCRIPTIONS, after, limit).await?;
    let next = rows.last().filter(|_| rows.len() == limit);
    let mut page = Page {
        next: next.map(|(key, _)| Place(key.clone())),
        ..Page::default()
    };
    for row in rows.iter().filter_map(read) {
        match row {
            Ok(subscription) => page.found.push(subscription),
            Err(error) => page.unreadable.push(error),
        }
    }
    Ok(page)
}

/// The subscriptions of a chat and its topics.
pub async fn of_chat(
    store: &dyn Store,
    chat: i64,
) -> Result<Vec<(Recipient, Subscription)>, StoreError> {
    let rows = super::scan_all(store, &keys::subscriptions_of(chat)).await?;
    rows.iter().filter_map(read).collect()
}

fn read((key, value): &super::Row) -> Option<Result<(Recipient, Subscription), StoreError>> {
    let recipient = keys::parse_subscription(key)?;
    Some(decode(key, value).map(|subscription| (recipient, subscription)))
}
