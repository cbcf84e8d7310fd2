//! What Telegram shows of the bot without being asked: the menu of commands, per language and kind of chat, and the
//! descriptions in its profile. Set at the start, and only where they differ from what Telegram has.

use teloxide::RequestError;
use teloxide::payloads::{
    GetMyCommands, GetMyCommandsSetters, GetMyDescription, GetMyShortDescription, SetMyCommands,
    SetMyCommandsSetters, SetMyDescription, SetMyDescriptionSetters, SetMyShortDescription,
    SetMyShortDescriptionSetters,
};
use teloxide::types::{BotCommand, BotCommandScope};

use super::line::Line;
use super::policy::{describe, lacks_method};
use crate::conversation::Desk;
use crate::dossier::lang::Lang;
use crate::question::command::Command;

/// The menus: private chats, groups, administrators of groups. Together they leave no chat with the default menu.
const SCOPES: [BotCommandScope; 3] = [
    BotCommandScope::AllPrivateChats,
    BotCommandScope::AllGroupChats,
    BotCommandScope::AllChatAdministrators,
];

/// For which language a text is set: English is also what Telegram shows to everybody without a text of their own.
const LANGUAGES: [(Option<Lang>, Lang); 3] = [
    (None, Lang::En),
    (Some(Lang::Ru), Lang::Ru),
    (Some(Lang::Be), Lang::Be),
];

fn code(lang: Option<Lang>) -> Option<&'static str> {
    lang.map(Lang::code)
}

/// The menu of a scope in a language.
pub fn commands(desk: &Desk, scope: &BotCommandScope, lang: Lang) -> Vec<BotCommand> {
    let for_group = matches!(scope, BotCommandScope::AllGroupChats);
    let offered = Command::ALL
        .into_iter()
        .filter(|command| command.is_in_menu());
    let offered = offered.filter(|command| !(for_group && command.is_for_administrators()));
    let voice = desk.texts().voice(lang);
    offered
        .map(|command| BotCommand::new(command.name(), voice.say(command.message())))
        .collect()
}

/// Sets whatever differs, as far as the server knows how. Returns how many texts were set.
pub async fn set_where_different(line: &Line, desk: &Desk) -> Result<usize, RequestError> {
    let mut set = 0;
    for (shown_in, lang) in LANGUAGES {
        for scope in &SCOPES {
            let done = set_commands(line, desk, scope, shown_in, lang).await;
            set += count("menu of commands", done)?;
        }
        let done = set_description(line, desk, shown_in, lang).await;
        set += count("description", done)?;
        let done = set_summary(line, desk, shown_in, lang).await;
        set += count("short description", done)?;
    }
    Ok(set)
}

/// One text more or none. What the server does not have at all is gone on without.
fn count(what: &str, set: Result<bool, RequestError>) -> Result<usize, RequestError> {
    match set {
        Err(error) if lacks_method(&error) => {
            log::warn!("this Bot API has no {what}: {}", describe(&error));
            Ok(0)
        }
        set => set.map(usize::from),
    }
}

async fn set_commands(
    line: &Line,
    desk: &Desk,
    scope: &BotCommandScope,
    shown_in: Option<Lang>,
    lang: Lang,
) -> Result<bool, RequestError> {
    let wanted = commands(desk, scope, lang);
    let mut get = GetMyCommands::new().scope(scope.clone());
    get.language_code = code(shown_in).map(str::to_owned);
    if line.call(get).await? == wanted {
        return Ok(false);
    }
    let mut set = SetMyCommands::new(wanted).scope(scope.clone());
    set.language_code = code(shown_in).map(str::to_owned);
    line.call(set).await.map(|_| true)
}

async fn set_description(
    line: &Line,
    desk: &Desk,
    shown_in: Option<Lang>,
    lang: Lang,
) -> Result<bool, RequestError> {
    let wanted = desk.library().dossier().about.description.get(lang);
    let mut get = GetMyDescription::new();
    get.language_code = code(shown_in).map(str::to_owned);
    if line.call(get).await?.description == wanted {
        return Ok(false);
    }
    let mut set = SetMyDescription::new().description(wanted);
    set.language_code = code(shown_in).map(str::to_owned);
    line.call(set).await.map(|_| true)
}

async fn set_summary(
    line: &Line,
    desk: &Desk,
    shown_in: Option<Lang>,
    lang: Lang,
) -> Result<bool, RequestError> {
    let wanted = desk.library().dossier().about.summary.get(lang);
    let mut get = GetMyShortDescription::new();
    get.language_code = code(shown_in).map(str::to_owned);
    if line.call(get).await?.short_description == wanted {
        return Ok(false);
    }
    let mut set = SetMyShortDescription::new().short_description(wanted);
    set.language_code = code(shown_in).map(str::to_owned);
    line.call(set).await.map(|_| true)
}
