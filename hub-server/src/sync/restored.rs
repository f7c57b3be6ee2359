//! A central that was restored gets its own facts back from the hubs that hold them: under its own
//! signature, to the side, until it starts again under a new epoch.

use std::sync::Arc;

use protocol::SeriesKey;
use protocol::sync::Up;

use super::house::{House, Restart};
use super::staging::{self, Cure, State};
use super::{columns, plan};
use crate::node::Node;
use crate::store::{StoreError, log};

/// A hub has given back all it holds of one of central's epochs. What came for a closed epoch is in the log
/// already; for the one being written it waits for a new start.
pub(super) async fn given_back(node: &Arc<Node>, house: &House, up: &Up) -> Result<(), StoreError> {
    let own = node.store.identity().series.clone();
    if up.epoch < own.epoch {
        return Ok(());
    }
    let series = SeriesKey { node: own.node.clone(), epoch: up.epoch };
    let (common, end) = (up.from, plan::reach_of(up));
    let into = 1 + own.epoch.max(up.epoch).max(up.current);
    let into = node
        .writer
        .write(move |write| {
            Box::pin(async move {
                let at = log::at(write.db, &series, common.seq).await?.map(|stored| stored.hash);
                if common.seq > 0 && at != Some(common.hash) {
                    let why = "a hub gave back what does not follow what is held";
                    return Err(columns::corrupt("recovered", why));
                }
                let known = staging::open(write.db).await?;
                let before = known.iter().find(|cure| cure.series == series);
                // Several hubs may give back the same epoch: the longest counts, from where all agree.
                let common = before.map_or(common, |cure| least(cure.common, common));
                let end = before.map_or(end, |cure| longest(cure.end, end));
                let into = known.iter().map(|cure| cure.into).max().unwrap_or(0).max(into);
                let cure = Cure { series, common, end, into, grant: None, state: State::Ready };
                staging::begin(write.db, &cure).await?;
                Ok(into)
            })
        })
        .await?;
    let reason = "central was restored from an older copy; a hub gave back what it had lost";
    tracing::warn!(epoch = into, "sync.restart {reason}");
    house.restart.send_replace(Some(Restart { epoch: into, reason: reason.to_owned() }));
    Ok(())
}

fn least(one: protocol::Head, other: protocol::Head) -> protocol::Head {
    if other.seq < one.seq { other } else { one }
}

fn longest(one: protocol::Head, other: protocol::Head) -> protocol::Head {
    if other.seq > one.seq { other } else { one }
}
