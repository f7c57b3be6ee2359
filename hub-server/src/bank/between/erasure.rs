//! An erasure at a member's bank reaches what other banks keep about them (DESIGN.md 6): the words between the desks and
//! what they are called there; each of those banks answers when nothing is kept any more.
//!
//! Always true: what travels is the member's code, numbered like every other message, so that words written before are
//! there to be emptied; from then on nobody finds the member. Deliberately absent: exchanges, which count and name nobody.

use protocol::{MemberId, NodeId, PersonId};
use sqlx::{AnyConnection, Row};

use super::decide::{Counter, Outcome};
use super::events::Event;
use super::message::{Code, Message};
use super::{Across, Reader, carry};
use crate::bank::Loader;
use crate::bank::books::Books;
use crate::context::{Ctx, Fail};
use crate::node::{Node, Role};
use crate::store::rows::parsed;
use crate::store::{StoreError, Write};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[MEMBERS, TOLD_TO, ANSWERS];

const MEMBERS: &str =
    "SELECT member_id FROM bank_member WHERE person_id = $1 AND home = $2 ORDER BY member_id";
/// Whoever is to be found may be known to every bank; of anybody else only those know who wrote about them.
const TOLD_TO: &str = "SELECT p.peer FROM bank_peer p WHERE p.home = $1 AND (EXISTS \
    (SELECT 1 FROM bank_shown s WHERE s.home = $1 AND s.member_id = $2) OR EXISTS \
    (SELECT 1 FROM bank_talk k WHERE k.home = $1 AND k.peer = p.peer AND k.ours = $2)) ORDER BY p.peer";
const ANSWERS: &str = "SELECT e.peer, e.done_at_ms FROM bank_erasure e \
    JOIN bank_member m ON m.member_id = e.member_id WHERE m.person_id = $1 ORDER BY e.peer";

/// Another bank that was told of an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Which.
    pub peer: NodeId,
    /// When it answered that nothing is kept there any more, UTC milliseconds.
    pub done_at_ms: Option<i64>,
}

/// The other banks that were told of a person's erasure.
///
/// # Errors
/// [`StoreError`].
pub async fn answers(db: &mut AnyConnection, person: PersonId) -> Result<Vec<Answer>, StoreError> {
    let rows = sqlx::query(ANSWERS).bind(person.to_string()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(Answer { peer: parsed(row, "peer")?, done_at_ms: row.try_get("done_at_ms")? })
        })
        .collect()
}

/// Follows the erasure of a person at their home, in the same transaction: facts, and messages to other banks.
///
/// # Errors
/// A failure of the store.
pub async fn follow(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    person: PersonId,
) -> Result<(), Fail> {
    if node.role != Role::Hub {
        return Ok(());
    }
    let home = write.node().clone();
    let rows = sqlx::query(MEMBERS)
        .bind(person.to_string())
        .bind(home.as_str())
        .fetch_all(&mut *write.db)
        .await?;
    let mut reader =
        Reader { loader: Loader::open(node, write, ctx).await?, across: Across::default() };
    let mut known = Vec::new();
    for row in &rows {
        let member: MemberId = parsed(row, "member_id")?;
        reader.shown(member).await?;
        let told = sqlx::query(TOLD_TO)
            .bind(home.as_str())
            .bind(member.to_string())
            .fetch_all(&mut *reader.loader.write.db)
            .await?;
        let mut peers = Vec::with_capacity(told.len());
        for row in &told {
            let peer: NodeId = parsed(row, "peer")?;
            reader.peer(&peer).await?;
            peers.push(peer);
        }
        known.push((member, peers));
    }
    let outcome = decide(&reader.loader.books, &reader.across, &known, ctx);
    carry(write, ctx, outcome).await
}

/// What comes of an erasure of members, each with the banks that may know them.
#[must_use]
pub(super) fn decide(
    books: &Books,
    across: &Across,
    known: &[(MemberId, Vec<NodeId>)],
    ctx: &Ctx,
) -> Outcome {
    let mut counter = Counter::open(books, across, ctx);
    for (member, peers) in known {
        if counter.is_shown(*member) {
            counter.push(Event::Hidden { member: *member });
        }
        for peer in peers {
            let code = Code::of(*member);
            counter.push(Event::ErasureTold { member: *member, peer: peer.clone() });
            counter.tell(peer, Message::MemberErased { code });
        }
    }
    counter.outcome
}

impl Counter {
    pub(super) fn hear_erased(&mut self, peer: &NodeId, code: &Code) {
        self.push(Event::MemberErased { peer: peer.clone(), code: code.clone() });
        self.tell(peer, Message::ErasureDone { code: code.clone() });
    }

    pub(super) fn hear_erasure_done(&mut self, peer: &NodeId, code: &Code) {
        self.push(Event::ErasureDone { peer: peer.clone(), code: code.clone() });
    }
}
