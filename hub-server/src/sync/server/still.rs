//! A hub that has nothing to say and hears that central has nothing either: some two hundred bytes a call instead of
//! six hundred (docs/decisions/0061-a-call-with-nothing-to-say.md). Anything out of the ordinary is answered with
//! "not still", and the hub makes a whole exchange, which settles it.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::sync::{Boot, Challenge, Still, TICKET_HEADER, read_message};
use protocol::{NodeId, Problem, SeriesKey};

use super::{CHALLENGE_LASTS_MS, Caller, Refusal, Server, Shared, unreadable, whole, with_header};
use crate::store::log;
use crate::sync::registry::KeyState;
use crate::sync::{contact, registry};

impl Server {
    /// A ticket is a challenge under a secret of its own, one for each key of a hub.
    fn ticket(&self, key: &[u8; 32], hub: &NodeId, boot: Boot, issued_at_ms: i64) -> Challenge {
        let secret = blake3::keyed_hash(&self.ticket_secret, key);
        Challenge::issue(secret.as_bytes(), hub, boot, issued_at_ms)
    }

    /// The answer with the ticket for the next call that has nothing to say.
    pub(super) fn with_ticket(&self, caller: &Caller, response: Response) -> Response {
        let ticket = self.ticket(&caller.key, &caller.hub, caller.boot, self.node.now_ms());
        with_header(response, TICKET_HEADER, Some(ticket))
    }
}

pub(super) async fn still(State(server): Shared, request: Request) -> Result<StatusCode, Refusal> {
    let body = whole(request.into_body()).await?;
    let asked: Still = read_message(&body, "a call").map_err(|error| unreadable(&error))?;
    let now_ms = server.node.now_ms();
    let age_ms = now_ms.saturating_sub(asked.ticket.issued_at_ms);
    if !(0..=CHALLENGE_LASTS_MS).contains(&age_ms) {
        return Ok(StatusCode::CONFLICT);
    }
    let mut db = server.node.store.read().await?;
    let keys = registry::keys(&mut db, &asked.hub).await?;
    drop(db);
    let mut good = keys.iter().filter(|(_, state)| *state == KeyState::Good);
    let issued = asked.ticket.issued_at_ms;
    let is_for = |key| server.ticket(key, &asked.hub, asked.boot, issued) == asked.ticket;
    if !good.any(|(key, _)| is_for(key.as_bytes())) {
        return Err(Problem::forbidden("hub-unknown").into());
    }
    let still = server.node.change(move |write| {
        Box::pin(async move {
            let hub = &asked.hub;
            let current = registry::granted(&registry::grants(write.db, hub).await?).current;
            let series = SeriesKey { node: hub.clone(), epoch: asked.epoch };
            let still = current == asked.epoch
                && registry::is_newest_boot(write.db, hub, asked.boot).await?
                && log::head(write.db, &series).await? == asked.at;
            if still {
                contact::told(write.db, hub, asked.epoch, asked.at, 0, now_ms).await?;
            }
            Ok(still)
        })
    });
    Ok(if still.await? { StatusCode::NO_CONTENT } else { StatusCode::CONFLICT })
}
