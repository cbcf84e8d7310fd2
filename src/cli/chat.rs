//! `chat`: the conversation at a terminal prompt, with line editing and a history.

use std::io::Write;

use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Config as EditorConfig, Editor};

use super::CliError;
use super::args::ChatKind;
use super::local::{LocalChat, Spoken, What, reply_of, stored_turn, views};
use super::opening::{Opened, open};
use crate::clock::now;
use crate::config::Config;
use crate::conversation::Desk;
use crate::dossier::lang::Lang;
use crate::question::View;
use crate::question::command::Command;
use crate::store::{StoreError, chats};

/// Lines of history that are kept.
const HISTORY: usize = 500;

/// Talks at the terminal until end of input or `/quit`.
pub async fn chat(config: &Config) -> Result<(), CliError> {
    let opened = open(config).await?;
    let mut talk = Talk {
        desk: opened.local_desk(),
        opened,
        chat: LocalChat {
            kind: ChatKind::Private,
        },
        buttons: Vec::new(),
    };
    let history = config.state.join("history");
    let mut editor = editor()?;
    // There is no history before the first conversation.
    drop(editor.load_history(&history));
    writeln!(std::io::stdout(), "{}\n", talk.hello().await?)?;
    loop {
        let line = match editor.readline(talk.prompt()) {
            Ok(line) => line,
            Err(ReadlineError::Eof | ReadlineError::Interrupted) => break,
            Err(error) => return Err(CliError::Terminal(error.to_string())),
        };
        if line.trim().is_empty() {
            continue;
        }
        editor
            .add_history_entry(&line)
            .map_err(|error| CliError::Terminal(error.to_string()))?;
        match talk.take(line.trim()).await? {
            Some(answer) => writeln!(std::io::stdout(), "{answer}\n")?,
            None => break,
        }
    }
    if let Err(error) = editor.save_history(&history) {
        log::warn!("the history was not saved: {error}");
    }
    Ok(())
}

fn editor() -> Result<Editor<(), FileHistory>, CliError> {
    let terminal = |error: ReadlineError| CliError::Terminal(error.to_string());
    let config = EditorConfig::builder()
        .max_history_size(HISTORY)
        .map_err(terminal)?
        .auto_add_history(false)
        .build();
    Editor::with_config(config).map_err(terminal)
}

/// A conversation at the terminal.
struct Talk {
    opened: Opened,
    desk: Desk,
    chat: LocalChat,
    buttons: Vec<View>,
}

impl Talk {
    fn prompt(&self) -> &'static str {
        match self.chat.kind {
            ChatKind::Private => "> ",
            ChatKind::Group => "group> ",
        }
    }

    async fn lang(&self) -> Result<Lang, StoreError> {
        let settings = chats::settings(&*self.opened.store, self.chat.id()).await?;
        Ok(settings.lang.unwrap_or(Lang::En))
    }

    async fn hello(&self) -> Result<String, StoreError> {
        let voice = self.desk.texts().voice(self.lang().await?);
        let name = format!("@{}", self.desk.bot().as_str());
        let how = [
            ("help", Command::Help.with("").into()),
            ("group", "/as group".into()),
            ("private", "/as private".into()),
            ("press", "#1".into()),
            ("quit", "/quit".into()),
        ];
        Ok(format!(
            "{}\n{}",
            voice.fill("chat-welcome", &[("name", name.into())]),
            voice.fill("chat-how", &how)
        ))
    }

    /// What to print for a line; `None` to leave.
    async fn take(&mut self, line: &str) -> Result<Option<String>, StoreError> {
        let lang = self.lang().await?;
        let say = |id: &str| self.desk.texts().voice(lang).say(id).into_owned();
        Ok(match line {
            "/quit" | "/exit" => None,
            "/as private" => {
                let said = say("chat-as-private");
                self.chat.kind = ChatKind::Private;
                Some(said)
            }
            "/as group" => {
                let said = say("chat-as-group");
                self.chat.kind = ChatKind::Group;
                Some(said)
            }
            _ => match line
                .strip_prefix('#')
                .map(|number| number.trim().parse::<usize>())
            {
                None => Some(self.speak(What::Text(line), lang).await?),
                Some(number) => {
                    let view = number
                        .ok()
                        .and_then(|number| self.buttons.get(number.checked_sub(1)?))
                        .cloned();
                    match view {
                        None => Some(say("chat-no-button")),
                        Some(view) => Some(self.speak(What::Press(&view), lang).await?),
                    }
                }
            },
        })
    }

    async fn speak(&mut self, what: What<'_>, lang: Lang) -> Result<String, StoreError> {
        let spoken = Spoken {
            chat: self.chat,
            lang: None,
            now: now(),
            what,
        };
        let turn = stored_turn(&self.desk, &*self.opened.store, &spoken).await?;
        let Some(reply) = reply_of(turn, lang) else {
            return Ok(self
                .desk
                .texts()
                .voice(lang)
                .say("chat-silent")
                .into_owned());
        };
        let buttons = views(&reply);
        let labels = buttons
            .iter()
            .enumerate()
            .map(|(index, (label, _))| format!("#{} {label}", index + 1));
        let labels = labels.collect::<Vec<_>>().join("   ");
        let mut text = reply.html.plain().to_owned();
        if !labels.is_empty() {
            text.push_str("\n\n");
            text.push_str(&labels);
        }
        self.buttons = buttons.into_iter().map(|(_, view)| view.clone()).collect();
        Ok(text)
    }
}
