//! The body of an exchange as it comes in: piece by piece, never more than one in memory, and not for ever.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt as _;
use protocol::sync::{BadBytes, Piece, Pieces};
use serde::de::DeserializeOwned;

/// How long a line may be silent in the middle of something: longer than the stalls of a poor mobile line,
/// shorter than a connection that died without a word may be held.
pub(super) const SILENCE: Duration = Duration::from_secs(90);
/// How much of a body that is not wanted any more is still read, so that the answer arrives: who closes
/// with unread bytes may take the answer back.
const DRAINED_MAX: usize = 2 * 1024 * 1024;
const DRAINED_FOR: Duration = Duration::from_secs(10);

/// Why no further piece comes.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    /// The line was cut, or silent for too long.
    #[error("the line was cut")]
    Cut,
    /// What came is not ours or not allowed.
    #[error(transparent)]
    Bad(#[from] BadBytes),
}

/// A body being read.
pub(super) struct Incoming {
    stream: BodyDataStream,
    pieces: Pieces,
}

impl Incoming {
    pub fn new(body: Body) -> Self {
        Self { stream: body.into_data_stream(), pieces: Pieces::default() }
    }

    /// The next piece, or `None` at a proper end.
    pub async fn next<W: DeserializeOwned>(&mut self) -> Result<Option<Piece<W>>, Broken> {
        loop {
            if let Some(piece) = self.pieces.next()? {
                return Ok(Some(piece));
            }
            match tokio::time::timeout(SILENCE, self.stream.next()).await {
                Ok(Some(Ok(bytes))) => self.pieces.feed(&bytes),
                Ok(None) if !self.pieces.is_amid() => return Ok(None),
                Ok(None | Some(Err(_))) | Err(_) => return Err(Broken::Cut),
            }
        }
    }

    /// Reads what still comes and forgets it.
    pub async fn drain(mut self) {
        let all = async {
            let mut left = DRAINED_MAX;
            while let Some(Ok(bytes)) = self.stream.next().await {
                let Some(rest) = left.checked_sub(bytes.len()) else { return };
                left = rest;
            }
        };
        // Whether it ended or the time did, the rest is of no use.
        let _ = tokio::time::timeout(DRAINED_FOR, all).await;
    }
}
