//! The lanes in which updates are lined up: a chat's stay in their order, chats do not wait for each other.
//!
//! A group and the supergroup it becomes share a lane as long as anything of them is in hand: what is asked in the
//! supergroup waits for what the group was told last, and for its settings to have moved.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::incoming::{Lane, Upgrade, lane, upgrade};
use super::update::Update;

/// Lanes in which an update is handled just now, and what is lined up behind it.
#[derive(Default)]
pub struct Lanes {
    queues: HashMap<Lane, VecDeque<Arc<Update>>>,
    /// From a supergroup to the group it was.
    joined: HashMap<Lane, Lane>,
}

impl Lanes {
    /// Lines an update up. Where nothing is before it, its lane is returned: it is to be started now.
    pub fn line_up(&mut self, update: &Arc<Update>) -> Option<Lane> {
        if let Some(Upgrade { from, to }) = upgrade(update)
            // Two updates of a chat are never handled at once: what goes on in the supergroup goes on where it is.
            && !self.queues.contains_key(&Lane::Chat(to))
        {
            self.joined.insert(Lane::Chat(to), Lane::Chat(from));
        }
        let own = lane(update);
        let lane = self.joined.get(&own).copied().unwrap_or(own);
        match self.queues.get_mut(&lane) {
            Some(queue) => {
                queue.push_back(update.clone());
                None
            }
            None => {
                self.queues.insert(lane, VecDeque::new());
                Some(lane)
            }
        }
    }

    /// Whether an update would have to wait behind another.
    pub fn is_busy(&self, update: &Update) -> bool {
        let own = lane(update);
        let lane = self.joined.get(&own).copied().unwrap_or(own);
        self.queues.contains_key(&lane)
    }

    /// What is to be started in a lane after one is done. A lane with nothing left is forgotten.
    pub fn next(&mut self, lane: Lane) -> Option<Arc<Update>> {
        let next = self.queues.get_mut(&lane).and_then(VecDeque::pop_front);
        if next.is_none() {
            self.queues.remove(&lane);
            self.joined.retain(|_, to| *to != lane);
        }
        next
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use serde_json::{Value, json};

    use super::*;

    const OLD: i64 = -7;
    const NEW: i64 = -1_000_000_000_007;

    fn message(number: u32, chat: i64, more: (&str, Value)) -> Arc<Update> {
        let kind = if chat == OLD { "group" } else { "supergroup" };
        let chat = json!({"id": chat, "type": kind, "title": "Desk"});
        let mut message = json!({"message_id": number, "date": 1_700_000_000, "chat": chat});
        message[more.0] = more.1;
        let update = json!({"update_id": number, "message": message});
        Arc::new(serde_json::from_str(&update.to_string()).unwrap())
    }

    fn asked(number: u32, chat: i64) -> Arc<Update> {
        message(number, chat, ("text", json!("/open")))
    }

    fn moved_to(number: u32) -> Arc<Update> {
        message(number, OLD, ("migrate_to_chat_id", json!(NEW)))
    }

    fn moved_from(number: u32) -> Arc<Update> {
        message(number, NEW, ("migrate_from_chat_id", json!(OLD)))
    }

    fn numbers(lanes: &mut Lanes, lane: Lane) -> Vec<u32> {
        std::iter::from_fn(|| lanes.next(lane).map(|update| update.update_id)).collect()
    }

    #[test]
    fn a_group_and_its_supergroup_share_a_lane_until_nothing_of_them_is_in_hand() {
        for (first, second) in [(moved_to(2), moved_from(3)), (moved_from(2), moved_to(3))] {
            let mut lanes = Lanes::default();
            let old = lanes.line_up(&asked(1, OLD));
            assert_eq!(old, Some(Lane::Chat(OLD)));
            for update in [first, second, asked(4, NEW)] {
                assert_eq!(lanes.line_up(&update), None, "{}", update.update_id);
            }
            assert_eq!(numbers(&mut lanes, Lane::Chat(OLD)), [2, 3, 4]);
            let new = lanes.line_up(&asked(5, NEW));
            assert_eq!(new, Some(Lane::Chat(NEW)), "they part again");
        }
    }

    #[test]
    fn what_goes_on_in_the_supergroup_keeps_its_order() {
        let mut lanes = Lanes::default();
        assert_eq!(lanes.line_up(&asked(1, NEW)), Some(Lane::Chat(NEW)));
        assert_eq!(lanes.line_up(&moved_to(2)), Some(Lane::Chat(OLD)));
        assert_eq!(lanes.line_up(&moved_from(3)), None);
        assert_eq!(lanes.line_up(&asked(4, NEW)), None);
        assert_eq!(numbers(&mut lanes, Lane::Chat(NEW)), [3, 4]);
    }
}
