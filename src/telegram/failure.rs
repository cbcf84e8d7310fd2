//! What a failed call of the Bot API means for a notice. Telegram says most of it in words only, and in more than one way.

use teloxide::{ApiError, RequestError};

use super::policy::{is_of_servers, says_ok};
use crate::delivery::fate::Failure;

/// What an error means. An answer that says "ok" and cannot be read otherwise is none, see [`says_ok`]; for those that
/// have to know the number of a message it is as if there was no answer.
pub fn failure(error: &RequestError) -> Failure {
    match error {
        RequestError::RetryAfter(seconds) => Failure::Flood(seconds.duration()),
        RequestError::MigrateToChatId(chat) => Failure::Moved(chat.0),
        RequestError::Network(cause) if cause.is_connect() => Failure::NoConnection,
        RequestError::Network(_) | RequestError::Io(_) => Failure::NoAnswer,
        // A page of a proxy: the call has not come through.
        RequestError::InvalidJson { raw, .. } if !says_ok(raw) && is_of_servers(raw) => {
            Failure::Trouble
        }
        RequestError::InvalidJson { .. } => Failure::NoAnswer,
        RequestError::Api(error) => of_api(error),
    }
}

fn of_api(error: &ApiError) -> Failure {
    match error {
        ApiError::BotBlocked | ApiError::CantInitiateConversation => Failure::Blocked,
        ApiError::BotKicked
        | ApiError::BotKickedFromSupergroup
        | ApiError::BotKickedFromChannel => Failure::Removed,
        ApiError::UserDeactivated => Failure::Deactivated,
        ApiError::ChatNotFound | ApiError::GroupDeactivated | ApiError::UserNotFound => {
            Failure::ChatGone
        }
        ApiError::NotEnoughRightsToPostMessages => Failure::NoRights,
        ApiError::MessageNotModified => Failure::NotModified,
        ApiError::MessageToEditNotFound
        | ApiError::MessageToReplyNotFound
        | ApiError::MessageCantBeEdited
        | ApiError::MessageIdInvalid => Failure::MessageGone,
        ApiError::MessageIsTooLong | ApiError::EditedMessageIsTooLong => Failure::TooLong,
        ApiError::CantParseEntities(_) => Failure::Markup,
        ApiError::InvalidToken => Failure::Token,
        other => of_text(&other.to_string()),
    }
}

/// Texts of Telegram's servers by a part of them, in any case, and what they mean. The first that fits counts.
const TEXTS: [(&str, Failure); 22] = [
    ("topic_closed", Failure::TopicClosed),
    ("message thread not found", Failure::TopicGone),
    ("topic_deleted", Failure::TopicGone),
    ("bot is not a member", Failure::Removed),
    ("bot was kicked", Failure::Removed),
    ("bot was blocked", Failure::Blocked),
    ("bot can't initiate conversation", Failure::Blocked),
    ("user is deactivated", Failure::Deactivated),
    ("group chat was deleted", Failure::ChatGone),
    ("chat not found", Failure::ChatGone),
    ("peer_id_invalid", Failure::ChatGone),
    ("not enough rights", Failure::NoRights),
    ("have no rights to send", Failure::NoRights),
    ("need administrator rights", Failure::NoRights),
    ("chat_write_forbidden", Failure::NoRights),
    ("chat_restricted", Failure::NoRights),
    ("chat_admin_required", Failure::NoRights),
    ("channel_private", Failure::Removed),
    ("message is not modified", Failure::NotModified),
    ("message can't be edited", Failure::MessageGone),
    ("message to be replied not found", Failure::MessageGone),
    ("message is too long", Failure::TooLong),
];

fn of_text(text: &str) -> Failure {
    if is_of_servers(text) {
        return Failure::Trouble;
    }
    let text = text.to_lowercase();
    let known = TEXTS.iter().find(|(part, _)| text.contains(part));
    known.map_or(Failure::Unknown, |(_, failure)| *failure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use teloxide::types::{ChatId, Seconds};

    #[test]
    fn every_error_is_known_for_what_it_is() {
        let seconds = Seconds::from_seconds(43_200);
        let wait = Failure::Flood(Duration::from_secs(43_200));
        assert_eq!(failure(&RequestError::RetryAfter(seconds)), wait);
        let moved = RequestError::MigrateToChatId(ChatId(-100));
        assert_eq!(failure(&moved), Failure::Moved(-100));
        for (text, expected) in [
            ("Forbidden: bot was blocked by the user", Failure::Blocked),
            (
                "Forbidden: bot can't initiate conversation with a user",
                Failure::Blocked,
            ),
            ("Forbidden: user is deactivated", Failure::Deactivated),
            (
                "Forbidden: bot was kicked from the group chat",
                Failure::Removed,
            ),
            (
                "Forbidden: bot was kicked from the supergroup chat",
                Failure::Removed,
            ),
            (
                "Forbidden: bot was kicked from the channel chat",
                Failure::Removed,
            ),
            (
                "Forbidden: bot is not a member of the channel chat",
                Failure::Removed,
            ),
            ("Forbidden: the group chat was deleted", Failure::ChatGone),
            ("Bad Request: chat not found", Failure::ChatGone),
            ("Bad Request: group is deactivated", Failure::ChatGone),
            ("Bad Request: CHAT_WRITE_FORBIDDEN", Failure::NoRights),
            (
                "Bad Request: need administrator rights in the channel chat",
                Failure::NoRights,
            ),
            (
                "Bad Request: not enough rights to send text messages to the chat",
                Failure::NoRights,
            ),
            (
                "Bad Request: have no rights to send a message",
                Failure::NoRights,
            ),
            ("Bad Request: TOPIC_CLOSED", Failure::TopicClosed),
            ("Bad Request: message thread not found", Failure::TopicGone),
            ("Bad Request: message is too long", Failure::TooLong),
            ("Bad Request: MESSAGE_TOO_LONG", Failure::TooLong),
            (
                "Bad Request: can't parse entities: Unexpected end tag",
                Failure::Markup,
            ),
            (
                "Bad Request: message to edit not found",
                Failure::MessageGone,
            ),
            ("Bad Request: message can't be edited", Failure::MessageGone),
            (
                "Bad Request: message to be replied not found",
                Failure::MessageGone,
            ),
            ("Internal Server Error: restart", Failure::Trouble),
            ("Bad Gateway", Failure::Trouble),
            ("Unauthorized", Failure::Token),
            ("Bad Request: something of tomorrow", Failure::Unknown),
        ] {
            let json = serde_json::Value::String(text.to_owned());
            let error = serde_json::from_value(json).map(RequestError::Api);
            assert_eq!(error.as_ref().map(failure).ok(), Some(expected), "{text}");
        }
    }
}
