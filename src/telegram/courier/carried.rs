//! Answers that leave in the response to a post: the same calls, as JSON with their method.

use serde::Serialize;
use teloxide::types::CallbackQueryId;

use super::{Address, Courier};
use crate::delivery::Manner;
use crate::reply::Reply;
use crate::telegram::carrier::Carrier;

/// A call as a response carries it (Bot API, "Making requests when getting updates").
#[derive(Serialize)]
struct Call<'a, P> {
    method: &'static str,
    #[serde(flatten)]
    params: &'a P,
}

fn as_json<P: Serialize>(method: &'static str, params: &P) -> Option<String> {
    serde_json::to_string(&Call { method, params }).ok()
}

impl Courier {
    /// Puts a message into the response to its post, if one waits and if the message may leave at once: how it went is
    /// never told, so what has to wait is sent. It counts like every other.
    pub fn carry_message(&self, carrier: &Carrier, to: &Address, reply: &Reply) -> bool {
        carrier.put(|| {
            let request = self.message(to, reply, Manner::default());
            let call = as_json("sendMessage", &request)?;
            self.pacer.pass_unseen(to.chat).then_some(call)
        })
    }

    /// Puts a notice on a pressed button into the response to its post, if one waits.
    pub fn carry_notice(&self, carrier: &Carrier, press: &CallbackQueryId, notice: &str) -> bool {
        carrier.put(|| {
            let request = self.settling(press, Some(notice));
            as_json("answerCallbackQuery", &request)
        })
    }
}
