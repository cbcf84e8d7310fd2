//! Documents that people send, and how the bot gets what is in them.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{Call, Desk};
use crate::local::refusal::Refusal;
use crate::local::world::{Document, World};

/// The most bytes of a file that a bot can download (Bot API, `getFile`).
const BYTES_MAX: usize = 20 << 20;
/// The most documents that are kept; what is in the oldest is forgotten.
const KEPT: usize = 50;
/// The folder of the paths that `getFile` gives.
const FOLDER: &str = "documents/";

/// Keeps a document.
pub fn keep(
    world: &mut World,
    contents: &mut HashMap<String, Vec<u8>>,
    name: &str,
    bytes: Vec<u8>,
) -> Document {
    let last = world.documents.last_key_value();
    let number = last.and_then(|(id, _)| id.strip_prefix("document")?.parse::<u64>().ok());
    let document = Document {
        file_id: format!("document{:012}", number.unwrap_or(0) + 1),
        name: name.to_owned(),
        size: bytes.len(),
    };
    contents.insert(document.file_id.clone(), bytes);
    let id = document.file_id.clone();
    world.documents.insert(id, document.clone());
    while world.documents.len() > KEPT {
        if let Some((oldest, _)) = world.documents.pop_first() {
            contents.remove(&oldest);
        }
    }
    document
}

/// `getFile`.
pub fn file(desk: &Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let id = call.text("file_id");
    let photo = desk.world.photos.get(id).map(|photo| photo.size);
    let document = desk.world.documents.get(id).map(|document| document.size);
    let size = photo
        .or(document)
        .ok_or_else(|| Refusal::bad("invalid file_id"))?;
    if size > BYTES_MAX {
        return Err(Refusal::bad("file is too big"));
    }
    Ok(json!({
        "file_id": id, "file_unique_id": id, "file_size": size, "file_path": format!("{FOLDER}{id}"),
    }))
}

/// The number of the file at a path that `getFile` gave. Some client libraries write the slash in it as `%2F`, which
/// Telegram's server takes for one too.
pub fn id_of(path: &str) -> Option<&str> {
    let (folder, id) = path.split_at_checked(FOLDER.len() - 1)?;
    let slashes = ["/", "%2F", "%2f"];
    let id = slashes.iter().find_map(|slash| id.strip_prefix(slash))?;
    FOLDER.strip_prefix(folder).map(|_| id)
}
