//! Files on their way from a hub to central and, where a hub has lost one, back: in pieces, by their hash.
//!
//! Always true: central takes only what a fact of the hub told of, at most as many bytes, and keeps it when it is what
//! its hash says; a line that is cut loses one piece. A hub's file is asked back by the hub itself.

use std::io;
use std::sync::Arc;

use protocol::sync::{FilePiece, FileReach, FileWanted, PIECE_MAX};
use protocol::{Hash, NodeId, Problem};

use super::content::Kind;
use super::shelf::{self, Shelf, Size};
use super::{has_copies, picture, queries};
use crate::node::{Node, problem_of};

/// The most files that are asked for at once.
const WANTED_MAX: usize = 64;

/// What this node, central, lacks of a hub's files.
///
/// # Errors
/// The store's, as a problem.
pub async fn wanted(node: &Node, hub: &NodeId) -> Result<Vec<FileWanted>, Problem> {
    let shelf = node.shelf()?;
    let told = told(node, hub).await?;
    let lacking = told.into_iter().filter(|(hash, _, _)| !shelf.has(*hash));
    Ok(lacking
        .take(WANTED_MAX)
        .map(|(hash, size, _)| FileWanted { hash, size, have: shelf.part_size(hash).min(size) })
        .collect())
}

async fn told(node: &Node, home: &NodeId) -> Result<Vec<(Hash, u64, Kind)>, Problem> {
    let mut db = node.store.read().await.map_err(|error| problem_of(&error))?;
    queries::of_node(&mut db, home).await.map_err(|error| problem_of(&error))
}

/// Takes a piece of a file that this node wants of `home`.
///
/// # Errors
/// `file-unknown` for one that nothing told of, `file-damaged` for a piece that does not fit, the disk's fault.
pub async fn take(node: &Node, home: &NodeId, piece: FilePiece) -> Result<FileReach, Problem> {
    let shelf = node.shelf()?;
    let told = told(node, home).await?;
    let known = told.into_iter().find(|(hash, _, _)| *hash == piece.hash);
    let (hash, size, kind) = known.ok_or_else(|| Problem::not_found("file-unknown"))?;
    if shelf.has(hash) {
        return Ok(FileReach { have: size, whole: true });
    }
    let end = piece.from.saturating_add(piece.bytes.len() as u64);
    if piece.bytes.len() > PIECE_MAX || end > size {
        return Err(Problem::invalid("file-damaged"));
    }
    let taken = tokio::task::spawn_blocking(move || add(&shelf, &piece, size, kind));
    taken.await.unwrap_or_else(|_panicked| Err(Problem::invalid("file-damaged")))
}

fn add(shelf: &Arc<Shelf>, piece: &FilePiece, size: u64, kind: Kind) -> Result<FileReach, Problem> {
    let fail = |error: io::Error| shelf::problem_of(&error);
    let hash = piece.hash;
    let have = shelf.add_piece(hash, piece.from, &piece.bytes).map_err(fail)?;
    if have < size {
        return Ok(FileReach { have, whole: false });
    }
    let Some(whole) = shelf.assembled(hash).map_err(fail)? else {
        return Ok(FileReach { have: 0, whole: false });
    };
    let mut copies = Vec::new();
    if has_copies(kind) {
        let (large, small) = picture::smaller(&shelf::whole(&whole).map_err(fail)?, kind)?;
        copies.push((Size::Large, shelf.draft(&large).map_err(fail)?));
        copies.push((Size::Small, shelf.draft(&small).map_err(fail)?));
    }
    shelf.keep(&whole, &copies).map_err(fail)?;
    Ok(FileReach { have, whole: true })
}

/// A piece of a file that is here and that `home` attached, for whoever asks it back.
///
/// # Errors
/// `file-unknown`, or the disk's fault.
pub async fn give(node: &Node, home: &NodeId, hash: Hash, from: u64) -> Result<FilePiece, Problem> {
    let shelf = node.shelf()?;
    let known = told(node, home).await?.into_iter().any(|(told, _, _)| told == hash);
    if !known || !shelf.has(hash) {
        return Err(Problem::not_found("file-unknown"));
    }
    let read = tokio::task::spawn_blocking(move || shelf.piece(hash, from, PIECE_MAX));
    let bytes = read.await.unwrap_or_else(|_panicked| Ok(Vec::new()));
    let bytes = bytes.map_err(|error| shelf::problem_of(&error))?;
    Ok(FilePiece { hash, from, bytes })
}

/// Of this node's own files those that are not on its shelf: hash and length.
///
/// # Errors
/// The store's, as a problem.
pub async fn lost(node: &Node) -> Result<Vec<(Hash, u64)>, Problem> {
    let shelf = node.shelf()?;
    let own = told(node, node.id()).await?;
    let lost = own.into_iter().filter(|(hash, _, _)| !shelf.has(*hash));
    Ok(lost.map(|(hash, size, _)| (hash, size)).collect())
}
