//! Files, beside the facts that tell of them: central says what it lacks, the hub sends it piece by piece and asks
//! back what it has lost itself. A cut loses one piece; what is large holds up no fact.

use std::io;

use protocol::Hash;
use protocol::sync::{FileAsked, FilePiece, FileReach, FileWanted, FilesWanted, PIECE_MAX, path};
use reqwest::Method;

use super::Inner;
use super::talk::Failure;
use crate::files::travel;

impl Inner {
    /// Brings central's shelf and this hub's level. What cannot be brought now is left for the next time.
    pub(super) async fn bring_files(&self) -> Result<(), Failure> {
        // A node without a shelf has no files.
        let Ok(shelf) = self.node.shelf() else { return Ok(()) };
        loop {
            let wanted: FilesWanted = self.talk.get(path::FILES, "files wanted").await?;
            let mut brought = false;
            for file in wanted.files.iter().filter(|file| shelf.has(file.hash)) {
                brought |= self.bring_file(file).await?;
            }
            if !brought {
                break;
            }
        }
        let lost = travel::lost(&self.node).await.map_err(|problem| refused(&problem))?;
        for (hash, size) in lost {
            self.fetch_back(hash, size).await?;
        }
        Ok(())
    }

    /// Sends one file from where central has it on; whether central has all of it then.
    async fn bring_file(&self, file: &FileWanted) -> Result<bool, Failure> {
        let (mut from, mut damaged) = (file.have, false);
        loop {
            let shelf = self.node.shelf().map_err(|problem| refused(&problem))?;
            let hash = file.hash;
            let read = tokio::task::spawn_blocking(move || shelf.piece(hash, from, PIECE_MAX));
            let bytes = match read.await.unwrap_or_else(|_panicked| Ok(Vec::new())) {
                Ok(bytes) if !bytes.is_empty() || from == file.size => bytes,
                Ok(_) => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
                Err(error) => return Err(refused(&crate::files::shelf::problem_of(&error))),
            };
            let piece = FilePiece { hash, from, bytes };
            let reach: FileReach =
                self.talk.message(Method::PUT, path::FILES, &piece, "what has come").await?;
            if reach.whole {
                return Ok(true);
            }
            // Begun again once where what had come was damaged, not for ever.
            if reach.have <= from {
                if damaged {
                    tracing::warn!(file = %file.hash, "sync.files: central does not take it");
                    return Ok(false);
                }
                damaged = true;
            }
            from = reach.have;
        }
    }

    /// Fetches a file of this hub that is not on its shelf, where central has it.
    async fn fetch_back(&self, hash: Hash, size: u64) -> Result<(), Failure> {
        let shelf = self.node.shelf().map_err(|problem| refused(&problem))?;
        let mut from = shelf.part_size(hash).min(size.saturating_sub(1));
        loop {
            let asked = FileAsked { hash, from };
            let answer = self.talk.message(Method::POST, path::FILES, &asked, "a piece").await;
            let piece: FilePiece = match answer {
                Err(Failure::Refused(problem)) if problem.slug() == "file-unknown" => {
                    tracing::warn!(file = %hash, "sync.files: central does not have it either");
                    return Ok(());
                }
                other => other?,
            };
            if piece.bytes.is_empty() {
                return Ok(());
            }
            let reach = travel::take(&self.node, self.node.id(), piece).await;
            let reach = reach.map_err(|problem| refused(&problem))?;
            if reach.whole || reach.have <= from {
                return Ok(());
            }
            from = reach.have;
        }
    }
}

fn refused(problem: &protocol::Problem) -> Failure {
    Failure::Refused(Box::new(problem.clone()))
}
