//! Reading a hub's frames: open, check against the chain, commit, acknowledge. While frames are being
//! committed the next is already being read, and a frame is acknowledged as soon as it is on disk: a hub that
//! sends one at a time waits for exactly that.

use std::sync::Arc;

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesOrdered;
use protocol::sync::{Opening, Piece, Reach, Refused, Said, Signature64, Unlike, Why, Writer};
use protocol::{Head, Problem, SeriesKey};

use super::Server;
use super::exchange::{Gone, Mouth, hash_at, say};
use super::incoming::{Broken, Incoming};
use crate::node::problem_of;
use crate::store::{StoreError, log};
use crate::sync::apply::{self, Arrived, Bringer, Taken};
use crate::sync::plan::Misfit;
use crate::sync::{plan, restored, squeeze::Opener};

/// Frames on their way to the disk, in order; those that wait go in with one flush.
type Commits<'a> = FuturesOrdered<BoxFuture<'a, Result<Taken, StoreError>>>;

/// Most frames of one upload on their way to the disk.
const COMMITS_AT_ONCE: usize = 3;

pub(super) async fn read(
    server: &Arc<Server>,
    who: &Bringer,
    held: Option<Head>,
    body: Incoming,
    mouth: &Mouth,
) -> Result<(), Gone> {
    if who.up.writer == Writer::Central && !is_our_own_word(server, who) {
        let refused = Refused { slug: "sync-forged".into(), retry: false, after_s: 0 };
        return say(mouth, &Piece::Word(Said::Refused(refused))).await;
    }
    let mut reader = Reader {
        server,
        who,
        mouth,
        series: SeriesKey { node: who.up.writer.node(&who.hub), epoch: who.up.epoch },
        chain: who.up.from,
        held,
        opener: Opener::default(),
        turn: server.house.turn_of(&who.hub),
    };
    match reader.all(body).await {
        Ok(()) => reader.finish().await,
        Err(Stop::Gone) => Err(Gone),
        Err(Stop::Say(said)) => say(mouth, &Piece::Word(*said)).await,
    }
}

/// Central's facts come back to it only under central's own signature.
fn is_our_own_word(server: &Server, who: &Bringer) -> bool {
    let series = SeriesKey { node: server.node.id().clone(), epoch: who.up.epoch };
    who.up.reach.as_ref().is_some_and(|Reach { head, signature }| {
        head.is_signed(&series, &server.node.key.verifying_key(), &signature.0)
    })
}

/// Why reading ends before the body does.
enum Stop {
    Gone,
    Say(Box<Said>),
}

impl From<Gone> for Stop {
    fn from(Gone: Gone) -> Self {
        Self::Gone
    }
}

fn refuse(slug: &str, retry: bool) -> Stop {
    Stop::Say(Box::new(Said::Refused(Refused { slug: slug.to_owned(), retry, after_s: 0 })))
}

fn refuse_for(problem: &Problem) -> Stop {
    refuse(problem.slug(), problem.retry)
}

struct Reader<'a> {
    server: &'a Arc<Server>,
    who: &'a Bringer,
    mouth: &'a Mouth,
    series: SeriesKey,
    /// The chain as it came in this conversation, checked or on its way to be.
    chain: Head,
    /// What the hub was told is held, until the first frame came: a hub that waited for it goes on there.
    held: Option<Head>,
    opener: Opener,
    turn: crate::sync::house::Turn,
}

impl<'a> Reader<'a> {
    async fn all(&mut self, mut body: Incoming) -> Result<(), Stop> {
        let mut commits = Commits::new();
        loop {
            let piece = tokio::select! {
                biased;
                Some(taken) = commits.next() => {
                    self.settle(taken).await?;
                    continue;
                }
                piece = body.next::<Opening>(), if commits.len() < COMMITS_AT_ONCE => piece,
            };
            match self.arrived(piece) {
                Ok(Some(arrived)) => {
                    let (server, who) = (self.server, self.who);
                    let commit: BoxFuture<'a, _> =
                        Box::pin(apply::take_up(&server.node, who, arrived));
                    commits.push_back(commit);
                }
                // The frames before this are settled first, whatever came now.
                other => {
                    while let Some(taken) = commits.next().await {
                        self.settle(taken).await?;
                    }
                    return other.map(|_end| ());
                }
            }
        }
    }

    /// The facts of a frame, checked; `None` at a proper end.
    fn arrived(
        &mut self,
        piece: Result<Option<Piece<Opening>>, Broken>,
    ) -> Result<Option<Arrived>, Stop> {
        let frame = match piece {
            Ok(Some(Piece::Frame(frame))) => frame,
            Ok(None) => return Ok(None),
            Ok(Some(Piece::Word(_))) => return Err(refuse("sync-unreadable", false)),
            Err(Broken::Cut) => return Err(Stop::Gone),
            Err(Broken::Bad(error)) => {
                tracing::warn!(hub.id = %self.who.hub, %error, "sync.read stopped");
                return Err(refuse("sync-unreadable", true));
            }
        };
        if !self.turn.is_newest() {
            return Err(refuse("sync-superseded", true));
        }
        if let Some(held) = self.held.take()
            && frame.after == held.seq
        {
            self.chain = held;
        }
        let up = &self.who.up;
        let fits = frame.writer == up.writer
            && frame.epoch == up.epoch
            && frame.after == self.chain.seq
            && frame.last_seq() <= plan::reach_of(up).seq;
        if !fits {
            return Err(refuse("sync-unreadable", true));
        }
        let facts = self.opener.open(&self.series, &frame).map_err(|error| {
            tracing::warn!(hub.id = %self.who.hub, %error, "sync.open stopped");
            refuse("sync-damaged", true)
        })?;
        let arrived = Arrived::check(&self.series, self.chain, facts, frame.last)
            .ok()
            .ok_or_else(|| refuse("sync-damaged", true))?;
        self.chain = arrived.last();
        Ok(Some(arrived))
    }

    async fn settle(&self, taken: Result<Taken, StoreError>) -> Result<(), Stop> {
        let taken = taken.map_err(|error| refuse_for(&problem_of(&error)))?;
        match taken {
            Taken::Held(head) => {
                let ack = Said::Ack { epoch: self.who.up.epoch, head };
                Ok(say(self.mouth, &Piece::Word(ack)).await?)
            }
            Taken::Revoked => Err(refuse("hub-revoked", false)),
            Taken::Closed => Err(self.unlike(Why::EpochClosed).await),
            Taken::Misfit(Misfit::Damaged) => Err(refuse("sync-damaged", true)),
            Taken::Misfit(Misfit::Gap | Misfit::Fork) => Err(self.unlike(Why::NotHeld).await),
        }
    }

    /// Tells the hub what is held instead, for it to decide.
    async fn unlike(&self, why: Why) -> Stop {
        let read = async {
            let mut db = self.server.node.store.read().await?;
            let held = log::head(&mut db, &self.series).await?;
            let reach = plan::reach_of(&self.who.up).seq;
            let at_reach = hash_at(&mut db, &self.series, reach).await?;
            let (epoch, current) = (self.who.up.epoch, self.who.up.current);
            Ok::<_, StoreError>(Unlike { why, epoch, held, at_reach, current })
        };
        match read.await {
            Ok(unlike) => Stop::Say(Box::new(Said::Unlike(unlike))),
            Err(error) => refuse_for(&problem_of(&error)),
        }
    }

    /// The whole upload is in: a receipt for it, or, when it was central's own, what follows from it.
    async fn finish(&self) -> Result<(), Gone> {
        let server = self.server;
        if self.who.up.writer == Writer::Central {
            if let Err(error) =
                restored::given_back(&server.node, &server.house, &self.who.up).await
            {
                tracing::error!(%error, "sync.give-back failed");
            }
            return Ok(());
        }
        let held = match self.head().await {
            Ok(head) => head,
            Err(error) => {
                tracing::error!(%error, "sync.receipt failed");
                return Ok(());
            }
        };
        let signature = Signature64(held.sign(&self.series, &server.node.key));
        let reach = Reach { head: held, signature };
        let receipt = Said::Receipt { epoch: self.who.up.epoch, reach };
        say(self.mouth, &Piece::Word(receipt)).await
    }

    async fn head(&self) -> Result<Head, StoreError> {
        let mut db = self.server.node.store.read().await?;
        log::head(&mut db, &self.series).await
    }
}
