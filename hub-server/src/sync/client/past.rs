//! The epochs a hub once wrote, where hub and central do not hold the same of them: a new machine gets them
//! back while it serves, a restored central gets them again.

use protocol::sync::{EpochHead, Writer};
use protocol::{Head, SeriesKey};

use super::Inner;
use super::heal::Shelf;
use super::round::{self, Bring, Want};
use super::talk::Failure;
use crate::store::log;
use crate::sync::apply::{self, Arrived, Taken};
use crate::sync::plan::Gap;

impl Inner {
    /// Brings every former epoch level. `theirs` is what central holds.
    pub(super) async fn past(&self, theirs: &[EpochHead]) -> Result<(), Failure> {
        for EpochHead { epoch, head } in theirs {
            self.past_epoch(*epoch, *head).await?;
        }
        Ok(())
    }

    async fn past_epoch(&self, epoch: u32, theirs: Head) -> Result<(), Failure> {
        let own_epoch = self.node.store.identity().series.epoch;
        let series = SeriesKey { node: self.node.id().clone(), epoch };
        let mine = self.head(&series).await?;
        if mine == theirs {
            return Ok(());
        }
        let mut db = self.node.store.read().await?;
        let at_theirs = log::at(&mut db, &series, theirs.seq).await?;
        drop(db);
        let theirs_is_mine = at_theirs.is_some_and(|stored| stored.hash == theirs.hash);
        if theirs == Head::EMPTY || theirs_is_mine {
            return self.bring_again(epoch, theirs, own_epoch).await;
        }
        match self.fetch_series(&series, mine, u64::MAX, Shelf::Log).await {
            Ok(_) => Ok(()),
            Err(Failure::Damaged(why)) => {
                // Either the line did it, or this copy went elsewhere: central is asked which.
                tracing::warn!(%series, why, "sync.past looks for where copies part");
                let gap = Gap { agree: 0, differ: mine.seq.min(theirs.seq) + 1 };
                let common = self.find_common(Writer::Hub, &series, gap).await?;
                if common == mine {
                    return Err(Failure::Damaged(why));
                }
                let end = self.enrolment().end_of(epoch).unwrap_or(theirs);
                self.cure_former(series, common, end, own_epoch).await
            }
            Err(failure) => Err(failure),
        }
    }

    async fn bring_again(&self, epoch: u32, from: Head, current: u32) -> Result<(), Failure> {
        let mut from = from;
        loop {
            let bring = Bring { writer: Writer::Hub, epoch, from, current, signature: None };
            let outcome = round::run(self, Want { up: Some(bring), ..Want::default() }).await?;
            match outcome.held {
                Some(held) if Some(held) != outcome.reach && held.seq > from.seq => from = held,
                _ => return Ok(()),
            }
        }
    }

    pub(super) async fn take_past(&self, arrived: Arrived) -> Result<(), Failure> {
        match apply::take_down(&self.node, arrived, None).await? {
            Taken::Held(_) => Ok(()),
            other @ (Taken::Misfit(_) | Taken::Revoked | Taken::Closed) => {
                Err(Failure::Damaged(format!("{other:?}")))
            }
        }
    }
}
