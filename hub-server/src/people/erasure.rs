//! Erasing a person (CAPABILITIES 3.16): what is destroyed, and how other nodes follow.
//!
//! Always true: what counts stays (states, minutes, places), what tells of the person goes: their key and
//! data in the vault, and the bodies of the facts in which they, or somebody about them, used free words.
//! A person is known here by the id of what they left; one who left words and no name has it too.

use std::sync::Arc;

use protocol::{ActorRef, Channel, CommandId, NodeId, PersonId, Problem, Slug};
use sqlx::{AnyConnection, Row};

use super::events::{Event, RecordName};
use super::{Command, queries};
use crate::command;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::rows::parsed_or_none;
use crate::store::{StoreError, Write, log, vault};
use crate::sync;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    WORDS,
    CLEAR_REQUEST,
    CLEAR_MESSAGES,
    CLEAR_STEMS,
    END_RECURRENCE,
    CLEAR_IDEA,
    CLEAR_ADVICE,
    CLEAR_SAID,
    DROP_COMMENT,
    CLEAR_OFFER,
    CLEAR_LISTING,
    CLEAR_NOTE,
    CLEAR_STEPS,
    CLEAR_ARRANGEMENTS,
    CLEAR_CUSTODY,
    CLEAR_CUSTODY_NOTES,
    CLEAR_SIGNATURE,
    CLEAR_THREADS,
    CLEAR_CARD,
    CLEAR_SLIP,
    CLEAR_PHONE,
    CLEAR_TALK,
    CLEAR_TAGS,
    CLEAR_REFERENCE,
    CLEAR_WORDS,
    DROP_FILES,
    ABOUT,
    IN_VAULT,
];

/// Whoever left no data in the vault is known by the id of what they left.
const WORDS: &str = "SELECT r.node, r.epoch, r.seq FROM record r JOIN ( \
    SELECT request_id AS thing FROM request \
    WHERE (person_id = $1 OR request_id = $1) AND home = $2 UNION \
    SELECT recurrence_id AS thing FROM recurrence \
    WHERE (person_id = $1 OR recurrence_id = $1) AND home = $2 UNION \
    SELECT idea_id AS thing FROM idea WHERE (person_id = $1 OR idea_id = $1) AND home = $2 UNION \
    SELECT offer_id AS thing FROM time_offer \
    WHERE (person_id = $1 OR offer_id = $1) AND home = $2 UNION \
    SELECT l.listing_id AS thing FROM bank_listing l JOIN bank_member m ON m.member_id = l.member_id \
    WHERE m.person_id = $1 AND l.home = $2 UNION \
    SELECT x.exchange_id AS thing FROM bank_exchange x JOIN bank_member m \
    ON x.deal LIKE '%' || m.member_id || '%' \
    WHERE m.person_id = $1 AND x.home = $2 AND x.note IS NOT NULL UNION \
    SELECT about_id AS thing FROM thread WHERE about_id = $1 AND home = $2 UNION \
    SELECT item_id AS thing FROM custody_item WHERE owner = $1 AND home = $2 UNION \
    SELECT holder AS thing FROM custody_step WHERE holder = $1 AND home = $2 UNION \
    SELECT f.exchange_id AS thing FROM bank_reference f JOIN bank_member m \
    ON m.member_id = f.by_member OR m.member_id = f.about_member \
    WHERE m.person_id = $1 AND f.home = $2 UNION \
    SELECT member_id AS thing FROM bank_member WHERE person_id = $1 AND home = $2 UNION \
    SELECT a.arrangement_id AS thing FROM bank_arrangement a JOIN bank_member m \
    ON m.member_id = a.giver OR m.member_id = a.receiver \
    WHERE m.person_id = $1 AND a.home = $2 UNION \
    SELECT k.words_id AS thing FROM bank_talk k JOIN bank_member m ON m.member_id = k.ours \
    WHERE m.person_id = $1 AND k.home = $2 UNION \
    SELECT m.message_id AS thing FROM device_message m \
    LEFT JOIN request q ON q.request_id = m.request_id \
    LEFT JOIN antenna_device d ON d.device_id = m.device_id \
    LEFT JOIN antenna n ON n.antenna_id = d.antenna_id \
    WHERE (q.person_id = $1 OR q.request_id = $1 OR n.person_id = $1) AND m.home = $2 UNION \
    SELECT f.file_id AS thing FROM file_attachment f JOIN idea i ON i.idea_id = f.about_id \
    WHERE (i.person_id = $1 OR i.idea_id = $1) AND f.about_kind = 'idea' AND f.home = $2 UNION \
    SELECT antenna_id AS thing FROM antenna WHERE person_id = $1 AND home = $2) t ON t.thing = r.subject \
    WHERE r.node = $2 AND r.body IS NOT NULL AND r.kind IN ('requests.words-left', \
    'requests.answers-left', 'requests.note-written', 'requests.helper-said', \
    'requests.message-left', 'recurring.words-left', 'desk.words-left', 'desk.withdrawal-explained', 'desk.said-words', 'desk.comment-shown', 'desk.advice-written', 'timebank.words-left', \
    'bank.listing-words', 'bank.note-written', 'bank.reference-words', \
    'bank.reference-answered', 'bank.step-words', 'bank.arrangement-words', 'between.worded', 'messages.words-left', \
    'threads.worded', 'custody.described', 'custody.noted', 'custody.signature-drawn', \
    'antennae.note-written', 'files.named') ORDER BY r.epoch, r.seq";
const CLEAR_REQUEST: &str = "UPDATE request SET words = NULL, answers = NULL, note = NULL, \
    helper_said = NULL \
    WHERE (person_id = $1 OR request_id = $1) AND home = $2";
const CLEAR_MESSAGES: &str = "DELETE FROM request_message WHERE request_id IN (SELECT request_id \
    FROM request WHERE (person_id = $1 OR request_id = $1) AND home = $2)";
const CLEAR_STEMS: &str = "DELETE FROM request_stem WHERE request_id IN (SELECT request_id \
    FROM request WHERE (person_id = $1 OR request_id = $1) AND home = $2)";
/// Nobody is left whom it would come back for.
const END_RECURRENCE: &str = "UPDATE recurrence SET words = NULL, answers = NULL, \
    state = 'ended', paused_until = NULL \
    WHERE (person_id = $1 OR recurrence_id = $1) AND home = $2";
const CLEAR_IDEA: &str = "UPDATE idea SET words = NULL, withdrawn_why = NULL WHERE (person_id = $1 OR idea_id = $1) AND home = $2";
const CLEAR_ADVICE: &str = "UPDATE desk_advice SET words = NULL, next_words = NULL WHERE idea_id IN \
    (SELECT idea_id FROM idea WHERE (person_id = $1 OR idea_id = $1) AND home = $2)";
const CLEAR_SAID: &str = "UPDATE desk_said SET words = NULL WHERE idea_id IN \
    (SELECT idea_id FROM idea WHERE (person_id = $1 OR idea_id = $1) AND home = $2)";
const DROP_COMMENT: &str = "DELETE FROM desk_comment WHERE home = $2 AND idea_id IN \
    (SELECT idea_id FROM idea WHERE (person_id = $1 OR idea_id = $1) AND home = $2)";
const CLEAR_OFFER: &str =
    "UPDATE time_offer SET words = NULL WHERE (person_id = $1 OR offer_id = $1) AND home = $2";
const CLEAR_LISTING: &str = "UPDATE bank_listing SET words = NULL WHERE home = $2 AND member_id IN \
    (SELECT member_id FROM bank_member WHERE person_id = $1)";
const CLEAR_NOTE: &str = "UPDATE bank_exchange SET note = NULL WHERE home = $2 AND note IS NOT NULL \
    AND EXISTS (SELECT 1 FROM bank_member m WHERE m.person_id = $1 \
    AND bank_exchange.deal LIKE '%' || m.member_id || '%')";
const CLEAR_STEPS: &str = "UPDATE bank_member_step SET why = NULL WHERE member_id IN \
    (SELECT member_id FROM bank_member WHERE person_id = $1 AND home = $2)";
const CLEAR_ARRANGEMENTS: &str = "UPDATE bank_arrangement SET why = NULL WHERE home = $2 \
    AND EXISTS (SELECT 1 FROM bank_member m WHERE m.person_id = $1 \
    AND (m.member_id = bank_arrangement.giver OR m.member_id = bank_arrangement.receiver))";
const CLEAR_CUSTODY: &str = "UPDATE custody_item SET words = NULL WHERE owner = $1 AND home = $2";
const CLEAR_CUSTODY_NOTES: &str = "UPDATE custody_step SET note = NULL WHERE home = $2 AND item_id IN \
    (SELECT item_id FROM custody_item WHERE owner = $1 AND home = $2)";
const CLEAR_SIGNATURE: &str = "UPDATE custody_step SET signature = NULL WHERE home = $2 AND (holder = $1 \
    OR holder IN (SELECT antenna_id FROM antenna WHERE person_id = $1))";
const CLEAR_THREADS: &str = "UPDATE thread_message SET words = NULL WHERE home = $2 AND (about_id = $1 \
    OR about_id IN (SELECT antenna_id FROM antenna WHERE person_id = $1))";
const CLEAR_TAGS: &str = "DELETE FROM bank_tag WHERE home = $2 AND listing_id IN \
    (SELECT l.listing_id FROM bank_listing l JOIN bank_member m ON m.member_id = l.member_id \
    WHERE m.person_id = $1)";
const CLEAR_REFERENCE: &str = "UPDATE bank_reference SET words = NULL, answer = NULL \
    WHERE home = $2 AND EXISTS (SELECT 1 FROM bank_member m WHERE m.person_id = $1 \
    AND (m.member_id = bank_reference.by_member OR m.member_id = bank_reference.about_member))";
const CLEAR_CARD: &str = "DELETE FROM bank_card WHERE member_id IN \
    (SELECT member_id FROM bank_member WHERE person_id = $1 AND home = $2)";
const CLEAR_SLIP: &str = "DELETE FROM bank_slip WHERE member_id IN \
    (SELECT member_id FROM bank_member WHERE person_id = $1 AND home = $2) \
    OR slip_code IN (SELECT slip_code FROM time_offer WHERE (person_id = $1 OR offer_id = $1) AND home = $2)";
const CLEAR_PHONE: &str = "DELETE FROM bank_phone WHERE home = $2 AND member_id IN \
    (SELECT member_id FROM bank_member WHERE person_id = $1)";
const CLEAR_TALK: &str = "UPDATE bank_talk SET text = NULL WHERE home = $2 AND ours IN \
    (SELECT member_id FROM bank_member WHERE person_id = $1)";
const CLEAR_WORDS: &str = "UPDATE device_message SET body = NULL WHERE home = $2 AND (request_id IN \
    (SELECT request_id FROM request WHERE (person_id = $1 OR request_id = $1) AND home = $2) \
    OR device_id IN (SELECT d.device_id FROM antenna_device d \
    JOIN antenna a ON a.antenna_id = d.antenna_id WHERE a.person_id = $1 AND a.home = $2))";
/// What they brought: nothing refers to it any more, so it is unlinked.
const DROP_FILES: &str = "DELETE FROM file_attachment WHERE home = $2 AND about_kind = 'idea' AND about_id IN \
    (SELECT idea_id FROM idea WHERE (person_id = $1 OR idea_id = $1) AND home = $2)";
const ABOUT: &str = "SELECT 'request' AS kind, request_id AS thing, slip_code, category AS about, \
    neighbourhood, words, COALESCE(note, helper_said) AS note, opened_at_ms FROM request \
    WHERE (person_id = $1 OR request_id = $1) AND home = $2 UNION ALL \
    SELECT 'recurrence' AS kind, recurrence_id AS thing, '' AS slip_code, category AS about, \
    neighbourhood, words, NULL AS note, begun_at_ms AS opened_at_ms FROM recurrence \
    WHERE (person_id = $1 OR recurrence_id = $1) AND home = $2 UNION ALL \
    SELECT 'idea' AS kind, idea_id AS thing, slip_code, theme AS about, \
    neighbourhood, words, withdrawn_why AS note, opened_at_ms FROM idea \
    WHERE (person_id = $1 OR idea_id = $1) AND home = $2 UNION ALL \
    SELECT 'offer' AS kind, offer_id AS thing, slip_code, categories AS about, \
    neighbourhood, words, NULL AS note, opened_at_ms FROM time_offer \
    WHERE (person_id = $1 OR offer_id = $1) AND home = $2 UNION ALL \
    SELECT 'antenna' AS kind, a.antenna_id AS thing, '' AS slip_code, a.kind AS about, \
    p.neighbourhood AS neighbourhood, NULL AS words, NULL AS note, a.spotted_at_ms AS opened_at_ms \
    FROM antenna a LEFT JOIN antenna_place p ON p.antenna_id = a.antenna_id AND p.place = 0 \
    WHERE a.person_id = $1 AND a.home = $2 UNION ALL \
    SELECT 'custody' AS kind, item_id AS thing, code AS slip_code, kind AS about, \
    NULL AS neighbourhood, words, NULL AS note, taken_at_ms AS opened_at_ms FROM custody_item \
    WHERE (owner = $1 OR holder = $1) AND home = $2 UNION ALL \
    SELECT 'gathering' AS kind, g.gathering_id AS thing, '' AS slip_code, g.title AS about, \
    g.neighbourhood AS neighbourhood, NULL AS words, NULL AS note, p.registered_at_ms AS opened_at_ms \
    FROM gathering_participant p JOIN gathering g ON g.gathering_id = p.gathering_id \
    WHERE p.participant_id = $1 AND p.home = $2 UNION ALL \
    SELECT 'member' AS kind, member_id AS thing, '' AS slip_code, '' AS about, \
    neighbourhood, NULL AS words, NULL AS note, applied_at_ms AS opened_at_ms FROM bank_member \
    WHERE person_id = $1 AND home = $2 UNION ALL \
    SELECT 'visit' AS kind, visit_id AS thing, slip_code, '' AS about, \
    NULL AS neighbourhood, NULL AS words, NULL AS note, booked_at_ms AS opened_at_ms FROM desk_visit \
    WHERE (person_id = $1 OR visit_id = $1) AND home = $2 UNION ALL \
    SELECT 'volunteer' AS kind, volunteer_id AS thing, '' AS slip_code, '' AS about, \
    NULL AS neighbourhood, NULL AS words, NULL AS note, 0 AS opened_at_ms FROM work_volunteer \
    WHERE volunteer_id = $1 AND home = $2 UNION ALL \
    SELECT 'seat' AS kind, s.body_id AS thing, '' AS slip_code, b.name AS about, \
    NULL AS neighbourhood, NULL AS words, NULL AS note, s.taken_at_ms AS opened_at_ms \
    FROM body_seat s JOIN body b ON b.body_id = s.body_id \
    WHERE s.seat_id = $1 AND s.home = $2 UNION ALL \
    SELECT 'organisation' AS kind, organisation_id AS thing, '' AS slip_code, name AS about, \
    NULL AS neighbourhood, NULL AS words, NULL AS note, entered_at_ms AS opened_at_ms \
    FROM organisation WHERE organisation_id = $1 AND home = $2 ORDER BY opened_at_ms";
const IN_VAULT: &str = "SELECT COUNT(*) FROM person_key WHERE person_id = $1";

/// What is kept here about a person, to be shown before anything is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Whether name, telephone or address are in the vault.
    pub in_vault: bool,
    /// What they left, the oldest first.
    pub things: Vec<About>,
}

impl Holding {
    /// Whether nothing is known of them here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.in_vault && self.things.is_empty()
    }

    /// The neighbourhood of what they left first, where it has one.
    #[must_use]
    pub fn neighbourhood(&self) -> Option<Slug> {
        self.things.first().and_then(|thing| thing.neighbourhood.clone())
    }
}

/// One thing a person left: a request, an idea, an offer of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// `request`, `recurrence`, `idea`, `offer`, `antenna`, `custody`, `gathering`, `member`, `visit`, `volunteer`, `seat`
    /// or `organisation`.
    pub kind: String,
    /// Its id.
    pub thing: String,
    /// Its slip.
    pub slip: String,
    /// Slug of its category, theme or first category.
    pub about: String,
    /// Where, if it has a place.
    pub neighbourhood: Option<Slug>,
    /// Whether words of the person are kept.
    pub has_words: bool,
    /// Whether a note about it is kept.
    pub has_note: bool,
}

/// What this node, as their home, keeps about a person.
///
/// # Errors
/// [`StoreError`].
pub async fn holding(
    db: &mut AnyConnection,
    home: &NodeId,
    person: PersonId,
) -> Result<Holding, StoreError> {
    let keys: i64 =
        sqlx::query_scalar(IN_VAULT).bind(person.to_string()).fetch_one(&mut *db).await?;
    let rows =
        sqlx::query(ABOUT).bind(person.to_string()).bind(home.as_str()).fetch_all(db).await?;
    let things = rows
        .iter()
        .map(|row| {
            let about: String = row.try_get("about")?;
            let kind: String = row.try_get("kind")?;
            // An offer names several categories; an organisation and an activity have a name, which is one thing.
            let first = about.split_whitespace().next().unwrap_or_default();
            let named = matches!(kind.as_str(), "organisation" | "gathering" | "seat");
            let about = if named { about.as_str() } else { first };
            Ok(About {
                about: about.to_owned(),
                kind,
                thing: row.try_get("thing")?,
                slip: row.try_get("slip_code")?,
                neighbourhood: parsed_or_none(row, "neighbourhood")?,
                has_words: row.try_get::<Option<String>, _>("words")?.is_some(),
                has_note: row.try_get::<Option<String>, _>("note")?.is_some(),
            })
        })
        .collect::<Result<_, StoreError>>()?;
    Ok(Holding { in_vault: keys > 0, things })
}

/// Decides about an erasure at the person's home. Asked again, nothing more happens.
pub(super) async fn decide(write: &mut Write<'_>, person: PersonId) -> Result<Vec<Event>, Fail> {
    if queries::erasure(write.db, person).await?.is_some() {
        return Ok(vec![]);
    }
    let home = write.node().clone();
    let holding = holding(write.db, &home, person).await?;
    if holding.is_empty() {
        return Err(Problem::not_found("unknown-person").into());
    }
    let rows = sqlx::query(WORDS)
        .bind(person.to_string())
        .bind(home.as_str())
        .fetch_all(&mut *write.db)
        .await?;
    let mut records = Vec::with_capacity(rows.len());
    for row in &rows {
        records.push(RecordName {
            node: home.clone(),
            epoch: number(row.try_get("epoch")?)?,
            seq: number(row.try_get("seq")?)?,
        });
    }
    Ok(vec![Event::Erased { person, records }])
}

fn number<T: TryFrom<i64>>(value: i64) -> Result<T, StoreError> {
    T::try_from(value).ok().ok_or_else(|| StoreError::Corrupt {
        what: "record".to_owned(),
        why: format!("{value} is no number of a record"),
    })
}

/// Decides about an acknowledgement by this node: only of an erasure it knows, and once. The copy that
/// central keeps sealed for the person's home goes with it.
pub(super) async fn acknowledge(
    write: &mut Write<'_>,
    ctx: &Ctx,
    person: PersonId,
) -> Result<Vec<Event>, Fail> {
    let Some(erasure) = queries::erasure(write.db, person).await? else {
        return Err(Problem::not_found("unknown-person").into());
    };
    sync::vault::forget(write, ctx, &erasure.home, person).await?;
    let acks = queries::acknowledgements(write.db, person).await?;
    let done = acks.iter().any(|ack| ack.node == *write.node());
    Ok(if done { vec![] } else { vec![Event::ErasureAcknowledged { person }] })
}

/// Destroys every copy this node holds. Done again it finds nothing.
pub(super) async fn destroy(
    db: &mut AnyConnection,
    home: &NodeId,
    person: PersonId,
    records: &[&RecordName],
) -> Result<(), StoreError> {
    vault::forget(db, person).await?;
    for name in records {
        log::erase_body(db, &name.series(), name.seq).await?;
    }
    for clear in [
        CLEAR_REQUEST,
        CLEAR_MESSAGES,
        CLEAR_STEMS,
        END_RECURRENCE,
        CLEAR_IDEA,
        CLEAR_ADVICE,
        CLEAR_SAID,
        DROP_COMMENT,
        CLEAR_OFFER,
        CLEAR_LISTING,
        CLEAR_NOTE,
        CLEAR_STEPS,
        CLEAR_ARRANGEMENTS,
        CLEAR_CUSTODY,
        CLEAR_CUSTODY_NOTES,
        CLEAR_SIGNATURE,
        CLEAR_THREADS,
        CLEAR_CARD,
        CLEAR_SLIP,
        CLEAR_PHONE,
        CLEAR_TALK,
        CLEAR_TAGS,
        CLEAR_REFERENCE,
        CLEAR_WORDS,
        DROP_FILES,
    ] {
        sqlx::query(clear).bind(person.to_string()).bind(home.as_str()).execute(&mut *db).await?;
    }
    Ok(())
}

/// Acknowledges every erasure of other nodes that this node has followed and not yet acknowledged.
/// Returns how many.
///
/// # Errors
/// The problem of the first that could not be recorded; the others wait for the next time.
pub async fn acknowledge_pending(node: &Arc<Node>) -> Result<usize, Problem> {
    let own = node.id().clone();
    let waiting = {
        let mut db = node.store.read().await.map_err(|error| crate::node::problem_of(&error))?;
        queries::unacknowledged(&mut db, &own)
            .await
            .map_err(|error| crate::node::problem_of(&error))?
    };
    let count = waiting.len();
    for person in waiting {
        let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::System, Channel::Clock);
        let acknowledge = Command::AcknowledgeErasure { person };
        node.submit(ctx, command::Command::People(acknowledge)).await?;
    }
    Ok(count)
}

/// How long to wait when somebody still reads what was erased.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(1);

/// Follows the log: what an erasure destroyed leaves the database's write-ahead log too, and only then is it
/// acknowledged. Runs until the node is dropped; run it once as a task beside the node.
pub async fn follow(node: std::sync::Weak<Node>) {
    use tokio::sync::broadcast::error::RecvError;
    let mut commits = match node.upgrade() {
        Some(node) => node.writer.listen(),
        None => return,
    };
    let mut look = true;
    loop {
        if look {
            let Some(node) = node.upgrade() else { return };
            let emptied = node.store.empty_write_ahead_log().await;
            if let Err(error) = &emptied {
                tracing::error!(%error, "people.erase: the write-ahead log stays");
            }
            if !emptied.unwrap_or(false) {
                drop(node);
                tokio::time::sleep(AGAIN).await;
                continue;
            }
            if let Err(problem) = acknowledge_pending(&node).await {
                tracing::warn!(%problem, "people.acknowledge-erasure waits");
            }
        }
        look = match commits.recv().await {
            Ok(news) => news.facts.iter().any(|fact| fact.kind == "people.erased"),
            Err(RecvError::Lagged(_)) => true,
            Err(RecvError::Closed) => return,
        };
    }
}
