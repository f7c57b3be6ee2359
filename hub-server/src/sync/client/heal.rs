//! What a hub does when central holds something else: find where the copies part, get its own back, ask for
//! a new epoch; give a restored central back what it lost. Nothing is dropped on any of these roads.

use std::collections::BTreeMap;

use protocol::sync::{
    DownState, EpochAsk, Frame, Grants, Piece, Pieces, ProbeAsk, Probed, Said, Signature64, Unlike,
    Why, Writer, path,
};
use protocol::{Hash, Head, NodeId, Problem, SeriesKey};
use reqwest::{Method, Response};

use super::Inner;
use super::round::{self, Bring, Want};
use super::state::{self, VaultState};
use super::talk::Failure;
use crate::store::{StoreError, log};
use crate::sync::apply::Arrived;
use crate::sync::house::Restart;
use crate::sync::plan::{self, Gap, Step};
use crate::sync::squeeze::Opener;
use crate::sync::staging::{self, Cure, State};

/// Whether central has forgotten what it granted.
pub(super) fn wants_grants(unlike: &Unlike) -> bool {
    matches!(unlike.why, Why::HubUnknown | Why::EpochUnknown)
}

/// Where facts that are fetched go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shelf {
    /// Beside the log, until the next start.
    Aside,
    /// Into the log.
    Log,
}

impl Inner {
    fn own_series(&self, epoch: u32) -> SeriesKey {
        SeriesKey { node: self.node.id().clone(), epoch }
    }

    /// Settles a disagreement about this hub's own series, as far as that can be done without a restart.
    pub(super) async fn resolve(&self, unlike: &Unlike) -> Result<(), Failure> {
        let series = self.own_series(unlike.epoch);
        let mine = self.head(&series).await?;
        let hashes = self.hashes(&series, &[unlike.held.seq]).await?;
        let step = plan::react(unlike, mine, |seq| hashes.get(&seq).copied());
        tracing::warn!(?unlike, ?step, "sync.resolve");
        match step {
            Step::Send { after } => self.central_is_behind(unlike.epoch, after).await,
            Step::Rejoin { common } => self.rejoin(series, common).await,
            Step::Probe(gap) => {
                let common = self.find_common(Writer::Hub, &series, gap).await?;
                self.rejoin(series, common).await
            }
            Step::ShowGrants => Err(Failure::Refused(Box::new(Problem::forbidden("hub-unknown")))),
            Step::AskPerson => Err(Failure::Refused(Box::new(Problem::forbidden("sync-twin")))),
        }
    }

    /// Central was restored: it gets again what it lost, and is asked about the sealed vault.
    async fn central_is_behind(&self, epoch: u32, after: Head) -> Result<(), Failure> {
        let done = self.node.writer.write(move |write| {
            Box::pin(async move {
                state::set_cursor(write.db, epoch, after).await?;
                let kept = state::load(write.db).await?;
                if kept.vault == VaultState::Level {
                    state::set_vault(write.db, VaultState::Check).await?;
                }
                Ok(())
            })
        });
        Ok(done.await?)
    }

    pub(super) async fn head(&self, series: &SeriesKey) -> Result<Head, StoreError> {
        let mut db = self.node.store.read().await?;
        log::head(&mut db, series).await
    }

    async fn hashes(
        &self,
        series: &SeriesKey,
        seqs: &[u64],
    ) -> Result<BTreeMap<u64, Hash>, StoreError> {
        let mut db = self.node.store.read().await?;
        let mut hashes = BTreeMap::new();
        for seq in seqs {
            if let Some(stored) = log::at(&mut db, series, *seq).await? {
                hashes.insert(*seq, stored.hash);
            }
        }
        Ok(hashes)
    }

    async fn probe(&self, writer: Writer, epoch: u32, seqs: Vec<u64>) -> Result<Probed, Failure> {
        let asked = seqs.len();
        let ask = ProbeAsk { writer, epoch, seqs };
        let probed: Probed =
            self.talk.message(Method::POST, path::PROBE, &ask, "answers to a probe").await?;
        if probed.hashes.len() == asked {
            Ok(probed)
        } else {
            Err(Failure::Damaged("a probe was answered with another number of hashes".to_owned()))
        }
    }

    /// The last head both copies have, asked for in a few rounds however long the series is.
    pub(super) async fn find_common(
        &self,
        writer: Writer,
        series: &SeriesKey,
        mut gap: Gap,
    ) -> Result<Head, Failure> {
        loop {
            let probes = gap.probes();
            if probes.is_empty() {
                let hashes = self.hashes(series, &[gap.agree]).await?;
                let hash = hashes.get(&gap.agree).copied().unwrap_or(Hash::ZERO);
                return Ok(Head { seq: gap.agree, hash });
            }
            let theirs = self.probe(writer, series.epoch, probes.clone()).await?.hashes;
            let mine = self.hashes(series, &probes).await?;
            gap = gap.narrowed(&probes, &theirs, |seq| mine.get(&seq).copied());
        }
    }

    /// This epoch cannot go on: a new one is asked for, what central has of the old one is fetched, and the
    /// node starts again to put everything in its place.
    async fn rejoin(&self, series: SeriesKey, common: Head) -> Result<(), Failure> {
        let forked = self.head(&series).await?.seq > common.seq;
        let ask = EpochAsk { epoch: series.epoch, common, forked };
        let granted: Grants = self.talk.message(Method::POST, path::EPOCH, &ask, "grants").await?;
        let enrolment = self.enrolment().with_grants(granted.grants)?;
        let grant = enrolment.grants.last().cloned();
        let end = enrolment.end_of(series.epoch);
        let (Some(grant), Some(end)) = (grant, end) else {
            return Err(Failure::NotCentral("it granted no new epoch".to_owned()));
        };
        let into = grant.epoch;
        let cure = Cure { series, common, end, into, grant: Some(grant), state: State::Fetching };
        self.begin_cure(&cure).await?;
        self.keep_enrolment(enrolment)?;
        self.fetch_cure(&cure).await
    }

    async fn begin_cure(&self, cure: &Cure) -> Result<(), StoreError> {
        let cure = cure.clone();
        self.node
            .writer
            .write(move |write| {
                Box::pin(async move {
                    staging::clear(write.db, &cure.series).await?;
                    state::set_vault(write.db, VaultState::Unknown).await?;
                    staging::begin(write.db, &cure).await
                })
            })
            .await
    }

    /// Goes on with what an earlier run of the program began, and looks whether the epochs that ended did so
    /// here where central says.
    pub(super) async fn continue_cures(&self) -> Result<(), Failure> {
        let mut db = self.node.store.read().await?;
        let cures = staging::open(&mut db).await?;
        drop(db);
        for cure in &cures {
            if let Some(grant) = &cure.grant {
                let enrolment = self.enrolment();
                if enrolment.epoch < grant.epoch {
                    let grants = enrolment.grants.iter().cloned().chain([grant.clone()]).collect();
                    self.keep_enrolment(enrolment.with_grants(grants)?)?;
                }
            }
            match cure.state {
                State::Fetching => self.fetch_cure(cure).await?,
                State::Ready | State::Moved => return Err(self.restart_for(cure)),
                State::Done => {}
            }
        }
        let own_epoch = self.node.store.identity().series.epoch;
        for epoch in 1..own_epoch {
            if let Some(end) = self.enrolment().end_of(epoch) {
                self.check_end(epoch, end, own_epoch).await?;
            }
        }
        Ok(())
    }

    /// A hub that was enrolled again with its old data may have written more than central has: that moves to
    /// the epoch it writes now.
    async fn check_end(&self, epoch: u32, end: Head, own_epoch: u32) -> Result<(), Failure> {
        let series = self.own_series(epoch);
        let mine = self.head(&series).await?;
        if mine.seq < end.seq || mine == end {
            return Ok(());
        }
        let hashes = self.hashes(&series, &[end.seq]).await?;
        let ends_here = end.seq == 0 || hashes.get(&end.seq) == Some(&end.hash);
        let common = if ends_here {
            end
        } else {
            self.find_common(Writer::Hub, &series, Gap { agree: 0, differ: end.seq }).await?
        };
        self.cure_former(series, common, end, own_epoch).await
    }

    /// A former epoch's copy here went elsewhere after `common`.
    pub(super) async fn cure_former(
        &self,
        series: SeriesKey,
        common: Head,
        end: Head,
        into: u32,
    ) -> Result<(), Failure> {
        let cure = Cure { series, common, end, into, grant: None, state: State::Fetching };
        self.begin_cure(&cure).await?;
        self.fetch_cure(&cure).await
    }

    fn restart_for(&self, cure: &Cure) -> Failure {
        let own = self.node.store.identity().series.epoch;
        let reason = format!("what was written in {} takes its place again", cure.series);
        Failure::Restart(Restart { epoch: cure.into.max(own), reason })
    }

    /// Fetches what central has of a series to the side, from wherever an earlier try stopped.
    async fn fetch_cure(&self, cure: &Cure) -> Result<(), Failure> {
        let mut chain = cure.common;
        loop {
            let mut db = self.node.store.read().await?;
            let page = staging::page(&mut db, &cure.series, chain.seq, 500).await?;
            if page.is_empty() {
                break;
            }
            for record in &page {
                chain = chain
                    .after(&cure.series, record)
                    .map_err(|error| Failure::Damaged(error.to_string()))?;
            }
        }
        if chain.seq < cure.end.seq {
            chain = self.fetch_series(&cure.series, chain, cure.end.seq, Shelf::Aside).await?;
        }
        if chain != cure.end {
            return Err(Failure::Damaged(format!("{} does not end where it should", cure.series)));
        }
        let series = cure.series.clone();
        let ready = self.node.writer.write(move |write| {
            Box::pin(async move { staging::set_state(write.db, &series, State::Ready).await })
        });
        ready.await?;
        Err(self.restart_for(cure))
    }

    async fn stage(&self, arrived: Arrived) -> Result<(), Failure> {
        let put = self.node.writer.write(move |write| {
            Box::pin(async move {
                for fact in &arrived.facts {
                    staging::put(write.db, fact).await?;
                }
                Ok(())
            })
        });
        Ok(put.await?)
    }

    /// Fetches this hub's own facts from central, after `chain` and at most to number `to`, frame by frame.
    pub(super) async fn fetch_series(
        &self,
        series: &SeriesKey,
        mut chain: Head,
        to: u64,
        shelf: Shelf,
    ) -> Result<Head, Failure> {
        let from = format!("{}/{}/{}", path::SERIES, series.epoch, chain.seq);
        let mut response = self.talk.ask(Method::GET, &from, Vec::new(), None).await?;
        let (mut pieces, mut opener) = (Pieces::default(), Opener::default());
        loop {
            match self.next_piece(&mut response, &mut pieces).await? {
                Piece::Frame(frame) => {
                    let arrived = opened(&mut opener, series, chain, &frame)?;
                    chain = arrived.last();
                    match shelf {
                        Shelf::Aside => self.stage(arrived).await?,
                        Shelf::Log => self.take_past(arrived).await?,
                    }
                    if chain.seq >= to {
                        return Ok(chain);
                    }
                }
                Piece::Word(Said::Done) => return Ok(chain),
                Piece::Word(Said::Refused(refused)) => {
                    return Err(Failure::Refused(Box::new(Problem::try_later(&refused.slug))));
                }
                Piece::Word(_) => return Err(Failure::Damaged("an unexpected word".to_owned())),
            }
        }
    }

    async fn next_piece(
        &self,
        response: &mut Response,
        pieces: &mut Pieces,
    ) -> Result<Piece<Said>, Failure> {
        loop {
            if let Some(piece) = pieces.next()? {
                return Ok(piece);
            }
            match tokio::time::timeout(self.options.silence, response.chunk()).await {
                Ok(Ok(Some(bytes))) => pieces.feed(&bytes),
                Ok(Ok(None)) => return Err(Failure::Cut("the answer ended early".to_owned())),
                Ok(Err(error)) => return Err(error.into()),
                Err(_) => return Err(Failure::Cut("silence".to_owned())),
            }
        }
    }

    /// Settles what is wrong with this hub's copy of central's series. Returns whether nothing was.
    pub(super) async fn down_is_well(&self, down: &DownState) -> Result<bool, Failure> {
        match down {
            DownState::Follows => Ok(true),
            DownState::CentralLost { epoch, .. } => {
                self.give_back(*epoch).await?;
                Ok(false)
            }
            DownState::Forked { epoch, .. } => Err(self.cut_copy(*epoch).await?),
        }
    }

    /// Central was restored: it gets its own facts back, epoch by epoch, under its own signature.
    async fn give_back(&self, last: u32) -> Result<(), Failure> {
        for epoch in 1..=last {
            let series = SeriesKey { node: NodeId::central(), epoch };
            let mine = self.head(&series).await?;
            if mine == Head::EMPTY {
                continue;
            }
            let probed = self.probe(Writer::Central, epoch, vec![mine.seq]).await?;
            if probed.hashes.first() == Some(&Some(mine.hash)) {
                continue;
            }
            let held = probed.held;
            let hashes = self.hashes(&series, &[held.seq]).await?;
            let common = if held == Head::EMPTY || hashes.get(&held.seq) == Some(&held.hash) {
                held
            } else {
                let gap = Gap { agree: 0, differ: mine.seq.min(held.seq) };
                self.find_common(Writer::Central, &series, gap).await?
            };
            let mut db = self.node.store.read().await?;
            let signature = log::head_signature(&mut db, &series).await?.map(Signature64);
            drop(db);
            let Some(signature) = signature else {
                return Err(Failure::Refused(Box::new(Problem::conflict("sync-unsigned"))));
            };
            let bring = Bring {
                writer: Writer::Central,
                epoch,
                from: common,
                current: last,
                signature: Some(signature),
            };
            match round::run(self, Want { up: Some(bring), ..Want::default() }).await {
                Ok(_) => {}
                // The epoch is closed and central has it otherwise: this copy left the original.
                Err(Failure::Unlike(_)) => return Err(self.cut_copy(epoch).await?),
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }

    /// This hub's copy of central's series left the original, as after a central that was restored wrote on
    /// before it knew. Central is the writer: its word counts, the rest of the copy goes.
    async fn cut_copy(&self, epoch: u32) -> Result<Failure, Failure> {
        let series = SeriesKey { node: NodeId::central(), epoch };
        let mine = self.head(&series).await?;
        let held = self.probe(Writer::Central, epoch, vec![]).await?.held;
        let hashes = self.hashes(&series, &[held.seq]).await?;
        let common = if hashes.get(&held.seq) == Some(&held.hash) {
            held
        } else {
            let differ = mine.seq.min(held.seq);
            self.find_common(Writer::Central, &series, Gap { agree: 0, differ }).await?
        };
        let cure = Cure { series, common, end: common, into: 0, grant: None, state: State::Ready };
        self.begin_cure(&cure).await?;
        Ok(self.restart_for(&cure))
    }
}

fn opened(
    opener: &mut Opener,
    series: &SeriesKey,
    chain: Head,
    frame: &Frame,
) -> Result<Arrived, Failure> {
    let damaged = |why: String| Failure::Damaged(why);
    if frame.epoch != series.epoch || frame.after != chain.seq || frame.writer != Writer::Hub {
        return Err(damaged("facts that do not follow".to_owned()));
    }
    let facts = opener.open(series, frame).map_err(|error| damaged(error.to_string()))?;
    Arrived::check(series, chain, facts, frame.last)
        .map_err(|misfit| damaged(format!("{misfit:?}")))
}
