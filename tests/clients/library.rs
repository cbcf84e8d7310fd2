//! The libraries, and whether they are installed.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::steps::{ANSWERED, ANSWERED_WITH_FILE, Step};
use crate::support::program::Serving;
use crate::support::project;

const INSTALL_PYTHON: &str = "python3 -m venv target/clients && target/clients/bin/pip install -r tests/clients/requirements.txt";
const INSTALL_NODE: &str = "npm install --prefix target/clients grammy@1.46.0";

/// The libraries.
pub const LIBRARIES: [Library; 3] = [
    Library {
        name: "aiogram",
        script: "aiogram_bot.py",
        home: Home::Python("aiogram"),
        answers: &[ANSWERED, ANSWERED_WITH_FILE],
    },
    Library {
        name: "python-telegram-bot",
        script: "ptb_bot.py",
        home: Home::Python("telegram"),
        answers: &[],
    },
    Library {
        name: "grammy",
        script: "grammy_bot.cjs",
        home: Home::Node,
        answers: &[ANSWERED],
    },
];

/// A client library.
pub struct Library {
    /// Its name in the registry.
    pub name: &'static str,
    script: &'static str,
    home: Home,
    /// What it can put into its answer to a webhook's post.
    pub answers: &'static [Step],
}

/// Where a library lives.
enum Home {
    /// In the Python environment, by this name in a program.
    Python(&'static str),
    /// Among the modules of Node.
    Node,
}

impl Library {
    /// Its version; or why it cannot run. A Python environment without the library is a fault and no reason.
    pub fn version(&self) -> Result<String, String> {
        let Home::Python(module) = self.home else {
            let file = modules().join(self.name).join("package.json");
            let about = std::fs::read_to_string(file);
            let about = about.map_err(|_| format!("not in target/clients ({INSTALL_NODE})"))?;
            let about: Value = serde_json::from_str(&about).unwrap();
            return Ok(about["version"].as_str().unwrap().to_owned());
        };
        if !python().exists() {
            return Err(format!("no target/clients ({INSTALL_PYTHON})"));
        }
        let ask = format!("import {module} as library; print(library.__version__)");
        let asked = Command::new(python()).args(["-c", &ask]).output().unwrap();
        assert!(
            asked.status.success(),
            "target/clients does not have {}: {INSTALL_PYTHON}",
            self.name
        );
        Ok(String::from_utf8(asked.stdout).unwrap().trim().to_owned())
    }

    /// Starts its bot, with nothing of this process's environment that could lead it elsewhere.
    pub fn start(&self, mode: &str, url: &str, token: &str) -> Serving {
        let mut command = match self.home {
            Home::Python(_) => Command::new(python()),
            Home::Node => Command::new("node"),
        };
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("NODE_PATH", modules())
            .arg(project().join("tests/clients").join(self.script))
            .args([mode, url, token])
            .arg(picture());
        Serving::spawn(command)
    }
}

fn python() -> PathBuf {
    project().join("target/clients/bin/python")
}

fn modules() -> PathBuf {
    project().join("target/clients/node_modules")
}

/// The picture that the bots send.
pub fn picture() -> PathBuf {
    project().join("tests/browser/screenshot.png")
}
