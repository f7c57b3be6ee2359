//! Letting a hub in with a one-time code: a key, an epoch, and where its former epochs ended.
//!
//! A code counts for one hub, for two days, and dies after five wrong tries; what is kept of it is a hash.
//! Asked again with the same code and the same key, the same answer is given: it may have been lost.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::sync::{EnrolAsk, Enrolled, read_message, write_message};
use protocol::{ActorRef, Channel, CommandId, Head, Problem, SeriesKey};

use super::{Refusal, Server, Shared, ours, unreadable, whole};
use crate::context::{Ctx, Fail};
use crate::store::{Write, log};
use crate::sync::columns::hex;
use crate::sync::facts::Event;
use crate::sync::{codes, contact, registry};

pub(super) async fn enrol(State(server): Shared, request: Request) -> Result<Response, Refusal> {
    let body = whole(request.into_body()).await?;
    let ask: EnrolAsk =
        read_message(&body, "a question to enrol").map_err(|error| unreadable(&error))?;
    let bytes = EnrolAsk::signed_bytes(&ask.code, &ask.hub);
    let key = ed25519_dalek::VerifyingKey::from_bytes(&ask.key);
    if !key.is_ok_and(|key| ask.signature.is_of(&bytes, &key)) {
        return Err(Problem::new("sync-unreadable", 400).into());
    }
    let enrolled = let_in(&server, ask).await?;
    Ok(ours(StatusCode::OK, write_message(&enrolled).into()))
}

async fn let_in(server: &Arc<Server>, ask: EnrolAsk) -> Result<Enrolled, Problem> {
    let (central, now_ms) = (server.node.key.clone(), server.node.now_ms());
    let actor = ActorRef::Node(ask.hub.clone());
    let ctx = server.node.ctx(CommandId::new(server.node.fresh_id()), actor, Channel::Sync);
    let grants = server
        .node
        .change(move |write| {
            Box::pin(async move {
                match codes::use_up(write.db, &ask.hub, &ask.code, &hex(&ask.key), now_ms).await? {
                    codes::Used::Again => {}
                    codes::Used::First => grant(write, &ctx, &central, &ask, now_ms).await?,
                    codes::Used::No(slug) => {
                        return Err(Fail::Refused(Problem::forbidden(slug)));
                    }
                }
                Ok(registry::grants(write.db, &ask.hub).await?)
            })
        })
        .await?;
    let central_key = server.node.key.verifying_key().to_bytes();
    Ok(Enrolled { grants, central_key, ca_pem: server.ca_pem.clone() })
}

async fn grant(
    write: &mut Write<'_>,
    ctx: &Ctx,
    central: &ed25519_dalek::SigningKey,
    ask: &EnrolAsk,
    now_ms: i64,
) -> Result<(), Fail> {
    let hub = &ask.hub;
    let current = registry::granted(&registry::grants(write.db, hub).await?).current;
    let end = if current > 0 {
        log::head(write.db, &SeriesKey { node: hub.clone(), epoch: current }).await?
    } else {
        // Central knows nothing of this hub, but a person vouches for it with the code: the epochs it
        // brings count as granted, and end where it says.
        let mut end = Head::EMPTY;
        for (epoch, told) in (1..).zip(&ask.heads) {
            if told.epoch != epoch {
                break;
            }
            registry::grant_next(write.db, central, hub, ask.key, end, now_ms, "told").await?;
            end = told.head;
        }
        end
    };
    let grant =
        registry::grant_next(write.db, central, hub, ask.key, end, now_ms, "enrolled").await?;
    registry::put_key(write.db, hub, &ask.key, now_ms).await?;
    registry::forget_boots(write.db, hub).await?;
    contact::fork_ended(write.db, hub).await?;
    let event = Event::HubEnrolled { hub: hub.clone(), epoch: grant.epoch };
    write.append(ctx, event.fact()).await?;
    Ok(())
}
