//! Hubs' files: what central lacks, piece by piece, and what a hub asks back of its own.

use axum::extract::{Request, State};
use axum::response::Response;
use protocol::sync::{FileAsked, FilePiece, FilesWanted};

use super::{Refusal, Shared};
use crate::files::travel;

pub(super) async fn wanted(State(server): Shared, request: Request) -> Result<Response, Refusal> {
    let (parts, _) = request.into_parts();
    let caller = server.caller_of(&parts, &[]).await?;
    let files = travel::wanted(&server.node, &caller.hub).await?;
    Ok(server.answer(&caller, &FilesWanted { files }))
}

pub(super) async fn put(State(server): Shared, request: Request) -> Result<Response, Refusal> {
    let (caller, piece) = server.question::<FilePiece>(request, "a piece of a file").await?;
    let reach = travel::take(&server.node, &caller.hub, piece).await?;
    Ok(server.answer(&caller, &reach))
}

pub(super) async fn give(State(server): Shared, request: Request) -> Result<Response, Refusal> {
    let (caller, asked) = server.question::<FileAsked>(request, "a piece asked back").await?;
    let piece = travel::give(&server.node, &caller.hub, asked.hash, asked.from).await?;
    Ok(server.answer(&caller, &piece))
}
