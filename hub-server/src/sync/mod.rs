//! How facts travel between a hub and central: the hub calls, each brings the other what it lacks, and what
//! was acknowledged is on disk.
//!
//! ```text
//! deciding, pure                 plan (heads in, what to do out) · pace (how much, how long to wait)
//! packing, pure                  squeeze (frames in one zstd context)
//! into the log                   apply (a frame, one transaction) · staging, settle (after a restore)
//! the hub                        enrolment · client (the line: two loops) · vault (sealed data, sent and fetched back)
//! central                        server (routes) · registry, codes, contact (keys, grants, last calls) · restored
//! for pages                      status · relay (commands on their way to their home)
//! ```
//!
//! Always true: a head is acknowledged after its commit; the cursor moves in a transaction of its own and may
//! only ever be behind; nothing is dropped when the two ends disagree, it is kept and a person is told.
//!
//! [`plan`], [`pace`] and [`squeeze`] know no socket, clock or database: `simulation` plays many hubs with them on
//! bad lines, from a seed. The real transport is the `reqwest::Client` given to [`Line::with`] and the
//! [`axum::Router`] that [`router`] returns.

mod apply;
mod client;
mod codes;
mod columns;
mod contact;
pub mod enrolment;
pub mod facts;
pub mod house;
pub mod pace;
pub mod plan;
mod registry;
pub mod relay;
mod restored;
mod server;
pub mod settle;
pub mod squeeze;
mod staging;
pub mod status;
pub mod vault;

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "the numbers of a sample are small")]
pub(crate) mod samples;
#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "the numbers of a simulation are small")]
mod simulation;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use protocol::kiosk::SlipStatus;
use protocol::{ActorRef, Channel, CommandId, NodeId, Problem, SlipCode};

pub use client::state::LineState;
pub use client::talk::client as http_client;
pub use client::{Line, LineNow, Options};
pub use codes::{LASTS_MS as CODE_LASTS_MS, new_enrolment_code};
pub use enrolment::{EnrolWith, Enrolment, enrol};
pub use facts::{DOMAIN, TABLES, project};
pub use house::{House, Restart};
pub use server::router;

use crate::node::Node;

/// Every statement of this part, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [
        client::state::STATEMENTS,
        codes::STATEMENTS,
        contact::STATEMENTS,
        facts::STATEMENTS,
        registry::STATEMENTS,
        settle::STATEMENTS,
        staging::STATEMENTS,
        status::STATEMENTS,
        vault::STATEMENTS,
        &relay::statements(),
    ]
    .concat()
}

/// Waits until this node must start again under another epoch, or for ever.
pub async fn must_restart(node: &Arc<Node>) -> Restart {
    let mut restart = node.house.restart.subscribe();
    loop {
        if let Some(restart) = restart.borrow_and_update().clone() {
            return restart;
        }
        if restart.changed().await.is_err() {
            return std::future::pending().await;
        }
    }
}

/// What central knows of a slip of another hub.
///
/// # Errors
/// `central-unreachable` while the line is down or there is none, or `unknown-slip`.
pub async fn ask_slip(node: &Arc<Node>, code: &SlipCode) -> Result<SlipStatus, Problem> {
    match node.house.line() {
        Some(line) => line.ask_slip(code).await,
        None => Err(Problem::try_later("central-unreachable")),
    }
}

/// Takes a hub's keys away at central: its next frame is refused, what was acknowledged stays.
///
/// # Errors
/// `unknown-hub` when it has no key that counts, or a failure of the store.
pub async fn revoke(central: &Arc<Node>, hub: &NodeId, by: ActorRef) -> Result<(), Problem> {
    let (hub, now_ms) = (hub.clone(), central.now_ms());
    let ctx = central.ctx(CommandId::new(central.fresh_id()), by, Channel::Console);
    central
        .change(move |write| {
            Box::pin(async move {
                if !registry::revoke_keys(write.db, &hub, now_ms).await? {
                    return Err(Problem::not_found("unknown-hub").into());
                }
                write.append(&ctx, facts::Event::HubRevoked { hub }.fact()).await?;
                Ok(())
            })
        })
        .await
}
