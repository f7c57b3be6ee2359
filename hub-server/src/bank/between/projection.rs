//! From facts between banks to their tables, and to what waits in the accounts of the bank.

use protocol::{ExchangeId, MemberId, NodeId, Record};
use sqlx::{AnyConnection, Row};

use super::dealing::{Dealing, Stand};
use super::events::Event;
use super::message::Code;
use super::queries;
use super::terms::Terms;
use crate::bank::minutes::Minutes;
use crate::projection::Arrival;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    SIGNED,
    PEER_SIGNED,
    PEER,
    ENDED,
    TOLD,
    HEARD,
    SHOWN,
    HIDDEN,
    NAMED,
    CALLED,
    NOT_CALLED,
    WROTE,
    WORDED,
    REFUSED,
    SEEN,
    FORGOTTEN,
    OF_PAIR,
    OF_CODE,
    FORGET_CODE,
    ERASURE_TOLD,
    ERASURE_DONE,
    BEGUN,
    TURNED,
    HOLD,
];

const SIGNED: &str = "INSERT INTO bank_terms (home, peer, terms_id, version, from_day, until_day, \
    ceiling_min, ours_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (home, peer, terms_id) DO UPDATE SET ours_at_ms = $8";
const PEER_SIGNED: &str = "INSERT INTO bank_terms (home, peer, terms_id, version, from_day, \
    until_day, ceiling_min, theirs_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (home, peer, terms_id) DO UPDATE SET theirs_at_ms = $8";
const PEER: &str = "INSERT INTO bank_peer (home, peer, told, heard) VALUES ($1, $2, 0, 0) \
    ON CONFLICT (home, peer) DO NOTHING";
const ENDED: &str = "UPDATE bank_peer SET ended = $3, ended_by = $4, ended_at_ms = $5 \
    WHERE home = $1 AND peer = $2";
const TOLD: &str = "UPDATE bank_peer SET told = $3 WHERE home = $1 AND peer = $2";
const HEARD: &str = "UPDATE bank_peer SET heard = $3 WHERE home = $1 AND peer = $2";
const SHOWN: &str = "INSERT INTO bank_shown (home, member_id, code) VALUES ($1, $2, $3) \
    ON CONFLICT (home, member_id) DO UPDATE SET code = $3";
const HIDDEN: &str = "DELETE FROM bank_shown WHERE home = $1 AND member_id = $2";
const NAMED: &str = "UPDATE bank_shown SET named = $3 WHERE home = $1 AND member_id = $2";
const CALLED: &str = "INSERT INTO bank_called_so (home, peer, code, name) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (home, peer, code) DO UPDATE SET name = $4";
const NOT_CALLED: &str = "DELETE FROM bank_called_so WHERE home = $1 AND peer = $2 AND code = $3";
const WROTE: &str = "INSERT INTO bank_talk (home, words_id, peer, ours, our_code, theirs, by_us, \
    seen, refused, actor, at_ms, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0, $8, $9, $10)";
const WORDED: &str = "UPDATE bank_talk SET text = $3 WHERE home = $1 AND words_id = $2";
const REFUSED: &str = "UPDATE bank_talk SET refused = 1 WHERE home = $1 AND words_id = $2";
const SEEN: &str =
    "UPDATE bank_talk SET seen = 1 WHERE home = $1 AND peer = $2 AND ours = $3 AND theirs = $4";
const FORGOTTEN: &str = "UPDATE bank_talk SET text = NULL, seen = 1 \
    WHERE home = $1 AND peer = $2 AND ours = $3 AND theirs = $4";
const OF_PAIR: &str = "SELECT words_id FROM bank_talk \
    WHERE home = $1 AND peer = $2 AND ours = $3 AND theirs = $4 ORDER BY position";
const OF_CODE: &str =
    "SELECT words_id FROM bank_talk WHERE home = $1 AND peer = $2 AND theirs = $3";
const FORGET_CODE: &str =
    "UPDATE bank_talk SET text = NULL, seen = 1 WHERE home = $1 AND peer = $2 AND theirs = $3";
const ERASURE_TOLD: &str = "INSERT INTO bank_erasure (home, member_id, code, peer, told_at_ms) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (home, code, peer) DO NOTHING";
const ERASURE_DONE: &str =
    "UPDATE bank_erasure SET done_at_ms = $4 WHERE home = $1 AND code = $2 AND peer = $3";
const BEGUN: &str = "INSERT INTO bank_dealing (home, exchange_id, peer, account_id, posted_id, \
    dealing, stand, over_limit, cheque, until_ms, actor, begun_at_ms, turned_at_ms, position) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, $11, $12)";
const TURNED: &str = "UPDATE bank_dealing SET stand = $3, why = $4, over_limit = $5, \
    turned_at_ms = $6 WHERE home = $1 AND exchange_id = $2";
const HOLD: &str = "UPDATE bank_account SET to_come_min = to_come_min + $2, \
    to_go_min = to_go_min + $3 WHERE account_id = $1";

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    arrival: Arrival,
) -> Result<(), StoreError> {
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let (home, at_ms) = (&record.envelope.series.node, record.envelope.at_ms);
    match &event {
        Event::Signed { peer, terms } => sign(db, SIGNED, [home, peer], terms, at_ms).await?,
        Event::PeerSigned { peer, terms } => {
            sign(db, PEER_SIGNED, [home, peer], terms, at_ms).await?;
        }
        Event::Ended { peer, age, by_peer } => {
            know(db, home, peer).await?;
            let kept = queries::peer(db, home, peer).await?.pact.ended;
            let by = if *by_peer { peer } else { home };
            if Some(*age) > kept {
                sqlx::query(ENDED)
                    .bind(home.as_str())
                    .bind(peer.as_str())
                    .bind(json(age)?)
                    .bind(by.as_str())
                    .bind(at_ms)
                    .execute(db)
                    .await?;
            }
        }
        Event::Told { peer, number } => count(db, TOLD, home, peer, *number).await?,
        Event::Heard { peer, number } => count(db, HEARD, home, peer, *number).await?,
        Event::Shown { member, code } => {
            let query = sqlx::query(SHOWN).bind(home.as_str()).bind(member.to_string());
            query.bind(code.as_str()).execute(db).await?;
        }
        Event::Hidden { member } => {
            let query = sqlx::query(HIDDEN).bind(home.as_str()).bind(member.to_string());
            query.execute(db).await?;
        }
        Event::NamedSet { member, named } => {
            let query = sqlx::query(NAMED).bind(home.as_str()).bind(member.to_string());
            query.bind(i64::from(*named)).execute(db).await?;
        }
        Event::Called { peer, code, name: Some(name) } => {
            let query = sqlx::query(CALLED).bind(home.as_str()).bind(peer.as_str());
            query.bind(code.as_str()).bind(name.as_str()).execute(db).await?;
        }
        Event::Called { peer, code, name: None } => call_no_more(db, home, peer, code).await?,
        Event::MemberErased { peer, code } => {
            call_no_more(db, home, peer, code).await?;
            let of_code = |statement: &'static str| {
                sqlx::query(statement)
                    .bind(home.to_string())
                    .bind(peer.to_string())
                    .bind(code.as_str().to_owned())
            };
            of_code(FORGET_CODE).execute(&mut *db).await?;
            for row in &of_code(OF_CODE).fetch_all(&mut *db).await? {
                let words: String = row.try_get("words_id")?;
                log::erase_bodies(db, &words, home, "between.worded").await?;
            }
        }
        Event::ErasureTold { member, peer } => {
            sqlx::query(ERASURE_TOLD)
                .bind(home.as_str())
                .bind(member.to_string())
                .bind(Code::of(*member).as_str())
                .bind(peer.as_str())
                .bind(at_ms)
                .execute(db)
                .await?;
        }
        Event::ErasureDone { peer, code } => {
            let query = sqlx::query(ERASURE_DONE).bind(home.as_str()).bind(code.as_str());
            query.bind(peer.as_str()).bind(at_ms).execute(db).await?;
        }
        Event::Wrote { words, peer, ours, theirs, by_us } => {
            sqlx::query(WROTE)
                .bind(home.as_str())
                .bind(words.to_string())
                .bind(peer.as_str())
                .bind(ours.to_string())
                .bind(Code::of(*ours).as_str())
                .bind(theirs.as_str())
                .bind(i64::from(*by_us))
                .bind(record.envelope.actor.to_string())
                .bind(at_ms)
                .bind(arrival.position)
                .execute(db)
                .await?;
        }
        Event::Worded { words, text } => {
            let query = sqlx::query(WORDED).bind(home.as_str()).bind(words.to_string());
            query.bind(text.as_str()).execute(db).await?;
        }
        Event::WordsRefused { words } => {
            let query = sqlx::query(REFUSED).bind(home.as_str()).bind(words.to_string());
            query.execute(db).await?;
        }
        Event::TalkRead { peer, ours, theirs } => {
            of_pair(SEEN, home, peer, *ours, theirs).execute(db).await?;
        }
        Event::WordsForgotten { peer, ours, theirs } => {
            of_pair(FORGOTTEN, home, peer, *ours, theirs).execute(&mut *db).await?;
            let rows = of_pair(OF_PAIR, home, peer, *ours, theirs).fetch_all(&mut *db).await?;
            for row in &rows {
                let words: String = row.try_get("words_id")?;
                log::erase_bodies(db, &words, home, "between.worded").await?;
            }
        }
        Event::Begun(dealing) => begin(db, record, arrival, dealing).await?,
        Event::Turned { exchange, to, over } => {
            turn(db, home, *exchange, (*to, *over), at_ms).await?;
        }
    }
    Ok(())
}

/// What a member of another bank was called goes out of the table and of the log, wherever it stands.
async fn call_no_more(
    db: &mut AnyConnection,
    home: &NodeId,
    peer: &NodeId,
    code: &Code,
) -> Result<(), StoreError> {
    let query = sqlx::query(NOT_CALLED).bind(home.as_str()).bind(peer.as_str());
    query.bind(code.as_str()).execute(&mut *db).await?;
    log::erase_bodies(db, code.as_str(), home, "between.called").await?;
    Ok(())
}

/// A statement about the words about one member of each bank.
fn of_pair<'q>(
    statement: &'static str,
    home: &NodeId,
    peer: &NodeId,
    ours: MemberId,
    theirs: &Code,
) -> sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments> {
    sqlx::query(statement)
        .bind(home.to_string())
        .bind(peer.to_string())
        .bind(ours.to_string())
        .bind(theirs.as_str().to_owned())
}

async fn know(db: &mut AnyConnection, home: &NodeId, peer: &NodeId) -> Result<(), StoreError> {
    sqlx::query(PEER).bind(home.as_str()).bind(peer.as_str()).execute(db).await?;
    Ok(())
}

async fn sign(
    db: &mut AnyConnection,
    statement: &'static str,
    [home, peer]: [&NodeId; 2],
    terms: &Terms,
    at_ms: i64,
) -> Result<(), StoreError> {
    know(db, home, peer).await?;
    sqlx::query(statement)
        .bind(home.as_str())
        .bind(peer.as_str())
        .bind(terms.id.to_string())
        .bind(i64::from(terms.version))
        .bind(terms.from.to_string())
        .bind(terms.until.to_string())
        .bind(terms.ceiling.get())
        .bind(at_ms)
        .execute(db)
        .await?;
    Ok(())
}

async fn count(
    db: &mut AnyConnection,
    statement: &'static str,
    home: &NodeId,
    peer: &NodeId,
    number: u64,
) -> Result<(), StoreError> {
    know(db, home, peer).await?;
    sqlx::query(statement)
        .bind(home.as_str())
        .bind(peer.as_str())
        .bind(i64::try_from(number).unwrap_or(i64::MAX))
        .execute(db)
        .await?;
    Ok(())
}

async fn begin(
    db: &mut AnyConnection,
    record: &Record,
    arrival: Arrival,
    dealing: &Dealing,
) -> Result<(), StoreError> {
    let stand = if dealing.began_here { Stand::Provisional } else { Stand::Asked };
    sqlx::query(BEGUN)
        .bind(record.envelope.series.node.as_str())
        .bind(dealing.exchange.to_string())
        .bind(dealing.peer.as_str())
        .bind(dealing.ours.account.to_string())
        .bind(dealing.in_books_of(&record.envelope.series.node).to_string())
        .bind(json(dealing)?)
        .bind(queries::stand_word(stand))
        .bind(dealing.cheque.map(i64::from))
        .bind(dealing.until_ms)
        .bind(record.envelope.actor.to_string())
        .bind(record.envelope.at_ms)
        .bind(arrival.position)
        .execute(&mut *db)
        .await?;
    hold(db, dealing, stand, 1).await
}

async fn turn(
    db: &mut AnyConnection,
    home: &NodeId,
    exchange: ExchangeId,
    (to, over): (Stand, bool),
    at_ms: i64,
) -> Result<(), StoreError> {
    let Some(row) = queries::dealing(db, home, exchange).await? else {
        let why = format!("no dealing {exchange}");
        return Err(StoreError::Projection { kind: "between.turned".to_owned(), why });
    };
    let standing = row.standing;
    let why = if let Stand::Declined(why) = to { Some(json(&why)?) } else { None };
    sqlx::query(TURNED)
        .bind(home.as_str())
        .bind(exchange.to_string())
        .bind(queries::stand_word(to))
        .bind(why)
        .bind(i64::from(standing.over || over))
        .bind(at_ms)
        .execute(&mut *db)
        .await?;
    hold(db, &standing.dealing, standing.stand, -1).await?;
    hold(db, &standing.dealing, to, 1).await
}

/// Counts what waits in a stand, or takes it away again.
async fn hold(
    db: &mut AnyConnection,
    dealing: &Dealing,
    stand: Stand,
    times: i64,
) -> Result<(), StoreError> {
    if !stand.holds() {
        return Ok(());
    }
    for (account, minutes) in dealing.held(stand) {
        let (to_come, to_go) =
            if minutes > Minutes::ZERO { (minutes.get(), 0) } else { (0, minutes.get()) };
        sqlx::query(HOLD)
            .bind(account.to_string())
            .bind(to_come * times)
            .bind(to_go * times)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Corrupt { what: "between".into(), why: error.to_string() })
}
