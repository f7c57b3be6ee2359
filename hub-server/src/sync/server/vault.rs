//! Keeping hubs' sealed vaults: changes in, pages out, to the hub whose they are and nobody else.

use axum::extract::{Path, Request, State};
use axum::response::Response;
use protocol::sync::{VaultKept, VaultPage, VaultPut};
use protocol::{ActorRef, Channel, CommandId, PersonId, Problem};

use super::{Refusal, Shared};
use crate::context::Fail;
use crate::sync::{registry, vault};

/// Most people in a page.
const PAGE: u32 = 200;

pub(super) async fn put(State(server): Shared, request: Request) -> Result<Response, Refusal> {
    let (caller, changes) = server.question::<VaultPut>(request, "sealed data").await?;
    let who = caller.clone();
    let actor = ActorRef::Node(who.hub.clone());
    let ctx = server.node.ctx(CommandId::new(server.node.fresh_id()), actor, Channel::Sync);
    let count = server
        .node
        .change(move |write| {
            Box::pin(async move {
                if !registry::is_good(write.db, &who.hub, &who.key).await? {
                    return Err(Fail::Refused(Problem::forbidden("hub-revoked")));
                }
                for sealed in &changes.keep {
                    vault::keep(write.db, &who.hub, sealed).await?;
                }
                for person in &changes.forget {
                    vault::forget(write, &ctx, &who.hub, *person).await?;
                }
                Ok(vault::count(write.db, &who.hub).await?)
            })
        })
        .await?;
    Ok(server.answer(&caller, &VaultKept { count }))
}

pub(super) async fn page(
    State(server): Shared,
    Path(after): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, _) = request.into_parts();
    let caller = server.caller_of(&parts, &[]).await?;
    let after: Option<PersonId> = after.parse().ok();
    let mut db = server.node.store.read().await?;
    let people = vault::page(&mut db, &caller.hub, after, PAGE).await?;
    Ok(server.answer(&caller, &VaultPage { people }))
}
