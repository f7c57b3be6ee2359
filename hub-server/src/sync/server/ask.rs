//! The questions beside the exchange: a new epoch, where two copies part, a hub's own facts back, a slip.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use protocol::kiosk::AnsweredBy;
use protocol::sync::{
    EpochAsk, Grants, MAGIC, PROBES_MAX, Piece, ProbeAsk, Probed, Said, SlipFound,
};
use protocol::{ActorRef, Channel, CommandId, Head, Problem, SeriesKey, SlipCode};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::down::Feed;
use super::exchange::{hash_at, say};
use super::{Caller, Refusal, Server, Shared, ours};
use crate::context::Fail;
use crate::node::problem_of;
use crate::store::{StoreError, Write, log};
use crate::sync::facts::Event;
use crate::sync::{contact, registry, status};

pub(super) async fn epoch(State(server): Shared, request: Request) -> Result<Response, Refusal> {
    let (caller, ask) = server.question::<EpochAsk>(request, "a question for an epoch").await?;
    let grants = grant_epoch(&server, caller.clone(), ask).await.map_err(|problem| Refusal {
        problem,
        challenge: Some(server.challenge(&caller.hub, caller.boot)),
    })?;
    Ok(server.answer(&caller, &grants))
}

async fn grant_epoch(
    server: &Arc<Server>,
    caller: Caller,
    ask: EpochAsk,
) -> Result<Grants, Problem> {
    let (key, now_ms) = (server.node.key.clone(), server.node.now_ms());
    let actor = ActorRef::Node(caller.hub.clone());
    let ctx = server.node.ctx(CommandId::new(server.node.fresh_id()), actor, Channel::Sync);
    server
        .node
        .change(move |write| {
            Box::pin(async move {
                if !registry::is_good(write.db, &caller.hub, &caller.key).await? {
                    return Err(Fail::Refused(Problem::forbidden("hub-revoked")));
                }
                if registry::is_younger_twin(write.db, &caller.hub, caller.boot).await? {
                    return Err(Fail::Refused(Problem::forbidden("sync-twin")));
                }
                let grants = registry::grants(write.db, &caller.hub).await?;
                let current = registry::granted(&grants).current;
                if ask.epoch > current {
                    return Err(Fail::Refused(Problem::conflict("sync-epoch-unknown")));
                }
                if answered_before(write, &caller, &ask, current).await? {
                    return Ok(Grants { grants });
                }
                let series = SeriesKey { node: caller.hub.clone(), epoch: current };
                let end = log::head(write.db, &series).await?;
                let why = if ask.forked { "forked" } else { "restored" };
                let grant =
                    registry::grant_next(write.db, &key, &caller.hub, caller.key, end, now_ms, why)
                        .await?;
                let (hub, epoch) = (caller.hub.clone(), grant.epoch);
                let event = if ask.forked {
                    contact::fork_began(write.db, &caller.hub, now_ms).await?;
                    Event::HubForked { hub, epoch }
                } else {
                    Event::HubRestored { hub, epoch }
                };
                write.append(&ctx, event.fact()).await?;
                Ok(Grants { grants: registry::grants(write.db, &caller.hub).await? })
            })
        })
        .await
}

/// Whether this was asked before and only the answer was lost: the epoch after is there, of the same key,
/// and nobody has written in it.
async fn answered_before(
    write: &mut Write<'_>,
    caller: &Caller,
    ask: &EpochAsk,
    current: u32,
) -> Result<bool, StoreError> {
    if ask.epoch + 1 != current {
        return Ok(false);
    }
    let grants = registry::grants(write.db, &caller.hub).await?;
    let series = SeriesKey { node: caller.hub.clone(), epoch: current };
    let unused = log::head(write.db, &series).await? == Head::EMPTY;
    Ok(unused && grants.last().is_some_and(|last| last.key == caller.key))
}

pub(super) async fn probe(State(server): Shared, request: Request) -> Result<Response, Refusal> {
    let (caller, ask) = server.question::<ProbeAsk>(request, "a probe").await?;
    if ask.seqs.len() > PROBES_MAX {
        return Err(Problem::new("sync-unreadable", 400).into());
    }
    let series = SeriesKey { node: ask.writer.node(&caller.hub), epoch: ask.epoch };
    let mut db = server.node.store.read().await?;
    let mut hashes = Vec::with_capacity(ask.seqs.len());
    for seq in &ask.seqs {
        hashes.push(hash_at(&mut db, &series, *seq).await?);
    }
    let held = log::head(&mut db, &series).await?;
    Ok(server.answer(&caller, &Probed { hashes, held }))
}

pub(super) async fn series(
    State(server): Shared,
    Path((epoch, after)): Path<(u32, u64)>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, _) = request.into_parts();
    let caller = server.caller_of(&parts, &[]).await?;
    let series = SeriesKey { node: caller.hub.clone(), epoch };
    let mut db = server.node.store.read().await?;
    let hash = hash_at(&mut db, &series, after).await?;
    let at = match (after, hash) {
        (0, _) => Head::EMPTY,
        (seq, Some(hash)) => Head { seq, hash },
        (_, None) => return Err(Problem::not_found("sync-nothing-there").into()),
    };
    drop(db);
    let (mouth, ear) = mpsc::channel(8);
    let response = ours(StatusCode::OK, Body::from_stream(ReceiverStream::new(ear)));
    let response = server.said(&caller, response);
    tokio::spawn(async move {
        if mouth.send(Ok(Bytes::from_static(&MAGIC))).await.is_err() {
            return;
        }
        let mut feed = Feed::own(&server.node.store, &caller.hub, epoch, at);
        let last = loop {
            match feed.next().await {
                Ok(Some((frame, _))) => {
                    if say(&mouth, &Piece::Frame(frame)).await.is_err() {
                        return;
                    }
                }
                Ok(None) => break Said::Done,
                Err(error) => {
                    let slug = problem_of(&error).slug().to_owned();
                    break Said::Refused(protocol::sync::Refused { slug, retry: true, after_s: 0 });
                }
            }
        };
        // The hub may have gone; it asks again from where it is.
        let _ = say(&mouth, &Piece::Word(last)).await;
    });
    Ok(response)
}

pub(super) async fn slip(
    State(server): Shared,
    Path(code): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, _) = request.into_parts();
    let caller = server.caller_of(&parts, &[]).await?;
    let found = find_slip(&server, &code).await.map_err(|problem| Refusal {
        problem,
        challenge: Some(server.challenge(&caller.hub, caller.boot)),
    })?;
    Ok(server.said(&caller, Json(found).into_response()))
}

async fn find_slip(server: &Server, code: &str) -> Result<SlipFound, Problem> {
    let unknown = || Problem::not_found("unknown-slip");
    let code: SlipCode = code.parse().ok().ok_or_else(unknown)?;
    let city = server.node.known_city()?;
    let failed = |error: StoreError| problem_of(&error);
    let mut db = server.node.store.read().await.map_err(failed)?;
    let place = status::slip_place(&mut db, &code).await.map_err(failed)?.ok_or_else(unknown)?;
    // What central knows is as old as the home hub's last call.
    let as_of_ms = status::last_contact_ms(&mut db, &place.home).await.map_err(failed)?;
    let as_of_ms = as_of_ms.unwrap_or_else(|| server.node.now_ms());
    let status = crate::slips::status(&mut db, &city, &code, as_of_ms, AnsweredBy::Central).await;
    let status = status.map_err(failed)?.ok_or_else(unknown)?;
    Ok(SlipFound { subject: place.subject, home: place.home, status })
}
