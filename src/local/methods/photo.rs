//! Pictures that come with a call, or that were sent before.

use serde_json::Value;

use super::{Call, Desk};
use crate::local::refusal::Refusal;
use crate::local::world::Photo;

/// The most bytes of a picture (Bot API, `sendPhoto`).
const BYTES_MAX: usize = 10 << 20;
/// The most pixels of width and height together (Bot API, `sendPhoto`).
const SIDES_MAX: u32 = 10_000;
/// The most pictures that are kept; the oldest are forgotten.
const KEPT: usize = 50;

/// The picture of a call, kept.
pub fn given(desk: &mut Desk<'_>, call: &mut Call) -> Result<Photo, Refusal> {
    let none = || Refusal::bad("there is no photo in the request");
    let named = match call.params.get("photo") {
        Some(Value::String(named)) => named.clone(),
        _ => return Err(none()),
    };
    let part = named.strip_prefix("attach://").unwrap_or("photo");
    let Some(bytes) = call.files.remove(part) else {
        return match desk.world.photos.get(&named) {
            Some(known) => Ok(known.clone()),
            None if named.starts_with("attach://") => Err(none()),
            None if named.starts_with("http") => Err(Refusal::bad(
                "the local Bot API fetches nothing from the network; send the picture itself",
            )),
            None => Err(Refusal::bad("wrong file identifier/HTTP URL specified")),
        };
    };
    if bytes.is_empty() {
        return Err(Refusal::bad("file must be non-empty"));
    }
    if bytes.len() > BYTES_MAX {
        return Err(Refusal::bad("file is too big"));
    }
    let Some((width, height)) = sides(&bytes) else {
        return Err(Refusal::bad("IMAGE_PROCESS_FAILED"));
    };
    let longer = f64::from(width.max(height)) / f64::from(width.min(height).max(1));
    if width.saturating_add(height) > SIDES_MAX || longer > 20.0 || width.min(height) == 0 {
        return Err(Refusal::bad("PHOTO_INVALID_DIMENSIONS"));
    }
    let photo = Photo {
        file_id: format!("photo{:012}", next(desk)),
        width,
        height,
        size: bytes.len(),
    };
    desk.pictures.insert(photo.file_id.clone(), bytes);
    desk.world
        .photos
        .insert(photo.file_id.clone(), photo.clone());
    while desk.world.photos.len() > KEPT {
        if let Some((oldest, _)) = desk.world.photos.pop_first() {
            desk.pictures.remove(&oldest);
        }
    }
    Ok(photo)
}

fn next(desk: &Desk<'_>) -> u64 {
    let last = desk.world.photos.last_key_value();
    let number = last.and_then(|(id, _)| id.strip_prefix("photo")?.parse::<u64>().ok());
    number.unwrap_or(0) + 1
}

/// Width and height of a PNG or JPEG picture.
fn sides(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize, length: usize| {
        let bytes = bytes.get(at..at + length)?;
        let shifted = bytes
            .iter()
            .fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
        Some(shifted)
    };
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some((number(16, 4)?, number(20, 4)?));
    }
    if !bytes.starts_with(b"\xff\xd8") {
        return None;
    }
    // A JPEG is a row of segments, each with a mark and a length; one of these marks has the size.
    let mut at = 2;
    loop {
        let mark = number(at, 2)?;
        let is_frame = matches!(mark, 0xffc0..=0xffcf) && !matches!(mark, 0xffc4 | 0xffc8 | 0xffcc);
        if is_frame {
            return Some((number(at + 7, 2)?, number(at + 5, 2)?));
        }
        at += 2 + usize::try_from(number(at + 2, 2)?).ok()?;
    }
}

/// What kind of picture this is, for a browser.
pub fn mime(bytes: &[u8]) -> &'static str {
    match bytes.starts_with(b"\x89PNG") {
        true => "image/png",
        false => "image/jpeg",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_picture_is_read_from_its_head() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 1, 0, 0, 0, 0, 7]);
        assert_eq!(sides(&png), Some((256, 7)));
        let jpeg = [
            0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xc0, 0, 11, 8, 0, 3, 0, 5, 1,
        ];
        assert_eq!(sides(&jpeg), Some((5, 3)));
        for broken in [&b"GIF89a"[..], b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"] {
            assert_eq!(sides(broken), None);
        }
    }
}
