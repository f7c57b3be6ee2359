//! One exchange: the hub's facts in, acknowledgements and central's facts out, both while the other still
//! runs.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use protocol::sync::{
    BadBytes, DownState, EpochHead, Grant, Hello, MAGIC, OLDEST_VERSION, Opening, Piece, Proof,
    Refused, Said, Unlike, Up, VERSION, Welcome, Why, Writer, former_digest, path,
};
use protocol::{ActorRef, Channel, CommandId, Hash, Head, NodeId, Problem, SeriesKey};
use sqlx::AnyConnection;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::incoming::{Broken, Incoming};
use super::{Caller, Refusal, Server, Shared, TURN_WAIT, down, ours, unreadable, up};
use crate::context::Fail;
use crate::store::{StoreError, log};
use crate::sync::apply::Bringer;
use crate::sync::contact;
use crate::sync::facts::Event;
use crate::sync::plan::{self, Held};
use crate::sync::registry::{self, Presence};

/// Pieces of the answer on their way to the socket.
pub(super) type Mouth = mpsc::Sender<Result<Bytes, std::convert::Infallible>>;

/// The hub has gone; whatever is left to say, nobody hears it.
#[derive(Debug)]
pub(super) struct Gone;

/// Says one thing.
pub(super) async fn say(mouth: &Mouth, piece: &Piece<Said>) -> Result<(), Gone> {
    mouth.send(Ok(piece.to_bytes().into())).await.ok().ok_or(Gone)
}

pub(super) async fn exchange(State(server): Shared, request: Request) -> Response {
    let mut body = Incoming::new(request.into_body());
    match begin(&server, &mut body).await {
        Ok((caller, hello, Ok(greeting))) => {
            let (mouth, ear) = mpsc::channel(8);
            let response = ours(StatusCode::OK, Body::from_stream(ReceiverStream::new(ear)));
            let response = server.with_ticket(&caller, server.said(&caller, response));
            tokio::spawn(async move {
                // The hub may go at any moment; what was acknowledged is kept, the rest comes again.
                let _ = run(&server, &caller, &hello, greeting, body, &mouth).await;
            });
            response
        }
        Ok((caller, _, Err(unlike))) => {
            tokio::spawn(body.drain());
            let piece = Piece::Word(Said::Unlike(unlike)).to_bytes();
            let body = Body::from([MAGIC.as_slice(), &piece].concat());
            server.said(&caller, ours(StatusCode::CONFLICT, body))
        }
        Err(refusal) => {
            tokio::spawn(body.drain());
            refusal.into_response()
        }
    }
}

/// What central answers a hub it takes in.
pub(super) struct Greeting {
    held: Option<Head>,
    former: Option<Vec<EpochHead>>,
    down: DownState,
}

type Begun = (Caller, Hello, Result<Greeting, Unlike>);

async fn begin(server: &Arc<Server>, body: &mut Incoming) -> Result<Begun, Refusal> {
    let opening = match body.next::<Opening>().await {
        Ok(Some(Piece::Word(opening))) => opening,
        Ok(_) => return Err(unreadable(&BadBytes::Unreadable("an exchange")).into()),
        Err(Broken::Bad(error)) => return Err(unreadable(&error).into()),
        Err(Broken::Cut) => return Err(Problem::new("sync-unreadable", 400).into()),
    };
    let proof = &opening.proof;
    if !(OLDEST_VERSION..=VERSION).contains(&opening.version) {
        let problem = Problem::new("sync-version", 426)
            .with("oldest", OLDEST_VERSION)
            .with("newest", VERSION);
        return Err(server.refuse(proof, problem));
    }
    let hello: Hello = match postcard::take_from_bytes(&opening.hello) {
        Ok((hello, [])) => hello,
        Ok(_) | Err(_) => return Err(unreadable(&BadBytes::Unreadable("a hello")).into()),
    };
    let caller = caller_of(server, proof, &opening.hello, &hello.grants).await?;
    let greeting = greet(server, &caller, &hello).await.map_err(|problem| {
        let challenge = Some(server.challenge(&caller.hub, caller.boot));
        Refusal { problem, challenge }
    })?;
    Ok((caller, hello, greeting))
}

/// Who calls: by central's book, or, where central has lost that page of it, by its own signature.
async fn caller_of(
    server: &Arc<Server>,
    proof: &Proof,
    hello: &[u8],
    grants: &[Grant],
) -> Result<Caller, Refusal> {
    let what = format!("POST {}", path::EXCHANGE);
    let digest = Hash(*blake3::hash(hello).as_bytes());
    let refusal = match server.caller(proof, &what, digest).await {
        Ok(caller) if grants.is_empty() => return Ok(caller),
        Ok(caller) => {
            remember(server, &caller, grants).await?;
            return Ok(caller);
        }
        Err(refusal) if refusal.problem.slug() == "hub-unknown" => refusal,
        Err(refusal) => return Err(refusal),
    };
    let Some(last) = grants.last() else { return Err(refusal) };
    let key = ed25519_dalek::VerifyingKey::from_bytes(&last.key);
    if key.is_ok_and(|key| proof.is_of(&key, &what, digest)) {
        let caller = Caller::with(proof, last.key);
        if remember(server, &caller, grants).await? {
            return Ok(caller);
        }
    }
    Err(refusal)
}

/// Writes grants that central made and has forgotten into its book again. Only a hub that is ahead of the
/// book is believed, so that a revoked one does not come back with an old grant.
async fn remember(
    server: &Arc<Server>,
    caller: &Caller,
    grants: &[Grant],
) -> Result<bool, Refusal> {
    let central = server.node.key.verifying_key();
    let (hub, key) = (caller.hub.clone(), caller.key);
    let theirs = |grant: &Grant| grant.hub == hub && grant.is_of(&central);
    let in_order = (1..).zip(grants).all(|(epoch, grant)| grant.epoch == epoch);
    if !in_order || !grants.iter().all(theirs) || grants.last().map(|last| last.key) != Some(key) {
        return Ok(false);
    }
    let (grants, now_ms) = (grants.to_vec(), server.node.now_ms());
    let ctx = server.node.ctx(
        CommandId::new(server.node.fresh_id()),
        ActorRef::Node(hub.clone()),
        Channel::Sync,
    );
    let remembered = server
        .node
        .change(move |write| {
            Box::pin(async move {
                let known = registry::granted(&registry::grants(write.db, &hub).await?).current;
                let epoch = grants.last().map_or(0, |last| last.epoch);
                if epoch <= known {
                    return Ok(registry::is_good(write.db, &hub, &key).await?);
                }
                for grant in &grants {
                    registry::keep_grant(write.db, grant, "remembered").await?;
                }
                registry::put_key(write.db, &hub, &key, now_ms).await?;
                write.append(&ctx, Event::HubRemembered { hub, epoch }.fact()).await?;
                Ok(true)
            })
        })
        .await?;
    Ok(remembered)
}

/// Notes the call and decides about it, in one transaction.
async fn greet(
    server: &Arc<Server>,
    caller: &Caller,
    hello: &Hello,
) -> Result<Result<Greeting, Unlike>, Problem> {
    let (caller, hello, now_ms) = (caller.clone(), hello.clone(), server.node.now_ms());
    let own_epoch = server.node.store.identity().series.epoch;
    let ctx = server.node.ctx(
        CommandId::new(server.node.fresh_id()),
        ActorRef::Node(caller.hub.clone()),
        Channel::Sync,
    );
    server
        .node
        .change(move |write| {
            Box::pin(async move {
                let hub = &caller.hub;
                let skew_ms = hello.clock_ms.saturating_sub(now_ms);
                contact::seen(write.db, hub, now_ms, skew_ms, &hello.program).await?;
                let grants = registry::grants(write.db, hub).await?;
                let granted = registry::granted(&grants);
                let twin = || Unlike {
                    why: Why::Twin,
                    epoch: granted.current,
                    held: Head::EMPTY,
                    at_reach: None,
                    current: granted.current,
                };
                let presence =
                    registry::greet_boot(write.db, hub, caller.boot, caller.challenged_ms, now_ms);
                match presence.await? {
                    Presence::Known => {}
                    Presence::Stale => {
                        return Err(Fail::Refused(Problem {
                            retry: true,
                            ..Problem::new("sync-challenge", 401)
                        }));
                    }
                    Presence::Refused => return Ok(Err(twin())),
                    Presence::Twin => {
                        contact::fork_began(write.db, hub, now_ms).await?;
                        let event = Event::HubTwin { hub: hub.clone() };
                        write.append(&ctx, event.fact()).await?;
                    }
                }
                let down = down_state(write.db, &hello, own_epoch).await?;
                let Some(up) = &hello.up else {
                    return Ok(Ok(Greeting { held: None, former: None, down }));
                };
                if up.writer == Writer::Central {
                    let own = given_back_to(write.db, up, own_epoch).await?;
                    return Ok(own.map(|held| Greeting { held: Some(held), former: None, down }));
                }
                let held = held(write.db, hub, up).await?;
                if let Err(unlike) = plan::judge(up, &granted, held) {
                    return Ok(Err(unlike));
                }
                if up.epoch == up.current {
                    let backlog = plan::reach_of(up).seq.saturating_sub(held.head.seq);
                    contact::told(write.db, hub, up.epoch, held.head, backlog, now_ms).await?;
                }
                let former = former(write.db, hub, up.current).await?;
                let former = (former_digest(&former) != up.former).then_some(former);
                Ok(Ok(Greeting { held: Some(held.head), former, down }))
            })
        })
        .await
}

async fn held(db: &mut AnyConnection, hub: &NodeId, up: &Up) -> Result<Held, StoreError> {
    let series = SeriesKey { node: hub.clone(), epoch: up.epoch };
    Ok(Held {
        head: log::head(db, &series).await?,
        at_from: hash_at(db, &series, up.from.seq).await?,
        at_reach: hash_at(db, &series, plan::reach_of(up).seq).await?,
    })
}

/// Whether what a hub gives back of central's own facts follows what central still has.
async fn given_back_to(
    db: &mut AnyConnection,
    up: &Up,
    current: u32,
) -> Result<Result<Head, Unlike>, StoreError> {
    let series = SeriesKey { node: NodeId::central(), epoch: up.epoch };
    let at_from = hash_at(db, &series, up.from.seq).await?;
    if up.from == Head::EMPTY || at_from == Some(up.from.hash) {
        return Ok(Ok(up.from));
    }
    let held = log::head(db, &series).await?;
    let at_reach = hash_at(db, &series, plan::reach_of(up).seq).await?;
    Ok(Err(Unlike { why: Why::NotHeld, epoch: up.epoch, held, at_reach, current }))
}

/// The chain's hash at a number, or `None` where nothing is held.
pub(super) async fn hash_at(
    db: &mut AnyConnection,
    series: &SeriesKey,
    seq: u64,
) -> Result<Option<Hash>, StoreError> {
    Ok(log::at(db, series, seq).await?.map(|stored| stored.hash))
}

/// The heads of a hub's epochs before `current`, as central holds them.
async fn former(
    db: &mut AnyConnection,
    hub: &NodeId,
    current: u32,
) -> Result<Vec<EpochHead>, StoreError> {
    let mut former = Vec::new();
    for epoch in 1..current {
        let head = log::head(db, &SeriesKey { node: hub.clone(), epoch }).await?;
        former.push(EpochHead { epoch, head });
    }
    Ok(former)
}

async fn down_state(
    db: &mut AnyConnection,
    hello: &Hello,
    own_epoch: u32,
) -> Result<DownState, StoreError> {
    let Some(down) = &hello.down else { return Ok(DownState::Follows) };
    let series = SeriesKey { node: NodeId::central(), epoch: down.epoch };
    let held = log::head(db, &series).await?;
    let at = hash_at(db, &series, down.at.seq).await?;
    Ok(plan::judge_down(down, own_epoch, held, at))
}

async fn run(
    server: &Arc<Server>,
    caller: &Caller,
    hello: &Hello,
    greeting: Greeting,
    body: Incoming,
    mouth: &Mouth,
) -> Result<(), Gone> {
    mouth.send(Ok(Bytes::from_static(&MAGIC))).await.ok().ok_or(Gone)?;
    let welcome = Welcome {
        clock_ms: server.node.now_ms(),
        held: greeting.held,
        former: greeting.former,
        down: greeting.down.clone(),
    };
    say(mouth, &Piece::Word(Said::Welcome(welcome))).await?;
    let bring = async {
        let Some(up) = hello.up.clone() else { return Ok(()) };
        let waiting = tokio::time::timeout(TURN_WAIT, server.house.uploads.acquire());
        let Ok(Ok(_permit)) = waiting.await else {
            let refused = Refused { slug: "busy".into(), retry: true, after_s: 5 };
            return say(mouth, &Piece::Word(Said::Refused(refused))).await;
        };
        let who = Bringer { hub: caller.hub.clone(), key: caller.key, up };
        up::read(server, &who, greeting.held, body, mouth).await
    };
    let fetch = async {
        match (&hello.down, &greeting.down) {
            (Some(down), DownState::Follows) => down::send(server, caller, down, mouth).await,
            _ => Ok(()),
        }
    };
    let (brought, fetched) = tokio::join!(bring, fetch);
    brought.and(fetched)?;
    say(mouth, &Piece::Word(Said::Done)).await
}
