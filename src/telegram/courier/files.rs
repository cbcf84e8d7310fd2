//! Files that people have sent: fetched whole, of a limited size.
//!
//! The address of a file holds the token, and so do the texts of errors of its download. None of them is ever shown.

use futures_util::TryStreamExt;
use teloxide::RequestError;
use teloxide::net::Download;
use teloxide::payloads::GetFile;
use teloxide::types::FileId;

use super::super::policy::{Verdict, describe, verdict};
use super::Courier;

/// Tries of a download: fetching twice does no harm, and somebody waits.
const TRIES: u32 = 3;

/// Why a file was not fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotFetched {
    /// It is larger than was said to be read.
    TooLarge,
    /// Telegram does not give it.
    Refused,
}

impl Courier {
    /// What is in a file, at most so many bytes.
    pub async fn fetch(
        &self,
        update: u32,
        file: &FileId,
        most: usize,
    ) -> Result<Vec<u8>, NotFetched> {
        let mut tries = 0;
        loop {
            let error = match self.fetch_once(file, most).await {
                Ok(Some(bytes)) => return Ok(bytes),
                Ok(None) => return Err(NotFetched::TooLarge),
                Err(error) => error,
            };
            let wait = match verdict(&error, tries) {
                Verdict::Again(wait) => Some(wait),
                _ => None,
            };
            tries += 1;
            let Some(wait) = wait.filter(|_| tries < TRIES) else {
                log::warn!(
                    "update {update}: a file was not fetched: {}",
                    describe(&error)
                );
                return Err(NotFetched::Refused);
            };
            tokio::time::sleep(wait).await;
        }
    }

    /// `None` if it is too large.
    async fn fetch_once(
        &self,
        file: &FileId,
        most: usize,
    ) -> Result<Option<Vec<u8>>, RequestError> {
        let found = self.counted("getFile", GetFile::new(file.clone())).await?;
        let Some(client) = self.line.client() else {
            let none = std::io::Error::from(std::io::ErrorKind::Unsupported);
            return Err(RequestError::Io(none.into()));
        };
        let broken = |error: reqwest::Error| RequestError::Network(error.without_url().into());
        let mut pieces = Box::pin(client.download_file_stream(&found.path));
        let mut bytes = Vec::new();
        while let Some(piece) = pieces.try_next().await.map_err(broken)? {
            if bytes.len() + piece.len() > most {
                return Ok(None);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(Some(bytes))
    }
}
