//! The libraries, and whether they are installed.

use std::path::PathBuf;
use std::process::Command;

use crate::support::program::Serving;
use crate::support::project;

/// How to get what is missing.
const INSTALL: &str = "python3 -m venv target/clients && target/clients/bin/pip install -r tests/clients/requirements.txt";

/// The libraries.
pub const LIBRARIES: [Library; 2] = [
    Library {
        name: "aiogram",
        package: "aiogram",
        script: "aiogram_bot.py",
        answers_posts: true,
    },
    Library {
        name: "python-telegram-bot",
        package: "telegram",
        script: "ptb_bot.py",
        answers_posts: false,
    },
];

/// A client library.
pub struct Library {
    /// Its name in the registry.
    pub name: &'static str,
    /// Its name in a program.
    package: &'static str,
    script: &'static str,
    /// Whether it can put a call into its answer to a webhook's post.
    pub answers_posts: bool,
}

impl Library {
    /// Its version; or why it cannot run. An environment without the library is a fault and no reason.
    pub fn version(&self) -> Result<String, String> {
        if !python().exists() {
            return Err(format!("no target/clients ({INSTALL})"));
        }
        let ask = format!(
            "import {} as library; print(library.__version__)",
            self.package
        );
        let asked = Command::new(python()).args(["-c", &ask]).output().unwrap();
        assert!(
            asked.status.success(),
            "target/clients does not have {}: {INSTALL}",
            self.name
        );
        Ok(String::from_utf8(asked.stdout).unwrap().trim().to_owned())
    }

    /// Starts its bot, with nothing of this process's environment.
    pub fn start(&self, mode: &str, url: &str, token: &str) -> Serving {
        let mut command = Command::new(python());
        command
            .env_clear()
            .arg(project().join("tests/clients").join(self.script))
            .args([mode, url, token])
            .arg(picture());
        Serving::spawn(command)
    }
}

fn python() -> PathBuf {
    project().join("target/clients/bin/python")
}

/// The picture that the bots send.
pub fn picture() -> PathBuf {
    project().join("tests/browser/screenshot.png")
}
