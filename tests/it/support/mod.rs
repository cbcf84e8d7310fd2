//! What the tests stand on: the local Bot API, a strict reader of Telegram's HTML, the official schema, the
//! program as a child process.

pub mod desk;
#[cfg(feature = "local")]
pub mod exposition;
pub mod html;
#[cfg(feature = "local")]
pub mod inside;
#[cfg(feature = "local")]
pub mod panel;
#[cfg(feature = "local")]
pub mod program;
pub mod schema;
#[cfg(feature = "local")]
pub mod telegram;
#[cfg(feature = "local")]
pub mod webhook;

use std::path::{Path, PathBuf};

/// A port of this machine where nobody listens.
pub fn free_port() -> u16 {
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    free.unwrap().port()
}

/// The folder of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the shipped data in a folder of its own, to be changed.
pub fn copy_of_data(into: &Path) -> PathBuf {
    let data = into.join("data");
    copy(&project().join("data"), &data);
    data
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// A small update that adds a fact with this id.
pub fn adding(id: &str, said: &str) -> String {
    adding_in_each_language(id, [said, "Ру.", "Бе."])
}

/// The same with what is said in English, Russian and Belarusian.
pub fn adding_in_each_language(id: &str, [en, ru, be]: [&str; 3]) -> String {
    format!(
        "why.en = \"News.\"\nwhy.ru = \"Новости.\"\nwhy.be = \"Навіны.\"\n\n[[fact]]\nid = \"{id}\"\nkind = \"event\"\n\
         as_of = \"2021-04-28\"\ntopics = [\"status\"]\ntimeline = true\ntext.en = \"{en}\"\ntext.ru = \"{ru}\"\n\
         text.be = \"{be}\"\n\n[[fact.evidence]]\nsource = \"article\"\nparagraph = 1\nmanner = \"narration\"\n\
         basis = \"stated\"\n"
    )
}

/// A field of a process's status, as `VmRSS:`, in kibibytes; 0 where the system does not tell.
pub fn kib(pid: u32, field: &str) -> u32 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    kib.unwrap_or(0)
}
