//! From the tables between banks to answers.

use jiff::civil::Date;
use protocol::{AccountId, CommandId, ExchangeId, MemberId, NodeId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::across::{Peer, Standing};
use super::dealing::{Dealing, Stand};
use super::message::{Code, Why};
use super::terms::{Pact, Sheet, Terms};
use crate::bank::minutes::Minutes;
use crate::store::StoreError;
use crate::store::rows::parsed;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    PEER, PEERS, TERMS, DEALING, HANDED_IN, SHOWN, CODE_OF, DEALINGS, COUNT, OF_ACCOUNT, DUE, OPEN,
    POSTED_AS, NAMED, CALLED, WORDS, TALK, TALKER, UNREAD, UNREAD_OF, PAIRS,
];

const PEER: &str = "SELECT * FROM bank_peer WHERE home = $1 AND peer = $2";
const PEERS: &str = "SELECT peer FROM bank_peer WHERE home = $1 ORDER BY peer";
const TERMS: &str =
    "SELECT * FROM bank_terms WHERE home = $1 AND peer = $2 ORDER BY version, terms_id";
const DEALING: &str = "SELECT * FROM bank_dealing WHERE home = $1 AND exchange_id = $2";
const POSTED_AS: &str = "SELECT exchange_id FROM bank_dealing WHERE posted_id = $1";
const HANDED_IN: &str = "SELECT * FROM bank_dealing WHERE home = $1 AND peer = $2 AND cheque = $3 \
    ORDER BY position";
const SHOWN: &str = "SELECT member_id FROM bank_shown WHERE home = $1 AND code = $2";
const CODE_OF: &str = "SELECT code FROM bank_shown WHERE home = $1 AND member_id = $2";
const DEALINGS: &str = "SELECT * FROM bank_dealing WHERE home = $1 AND ($2 = '' OR peer = $2) \
    AND ($3 = '' OR stand = $3) AND ($4 = 0 OR over_limit = 1) \
    ORDER BY position DESC LIMIT $5 OFFSET $6";
const COUNT: &str = "SELECT COUNT(*) FROM bank_dealing WHERE home = $1 AND ($2 = '' OR peer = $2) \
    AND ($3 = '' OR stand = $3) AND ($4 = 0 OR over_limit = 1)";
const OF_ACCOUNT: &str = "SELECT * FROM bank_dealing WHERE account_id = $1 \
    AND stand IN ('provisional', 'asked', 'withdrawing', 'reversing', 'back-asked') \
    ORDER BY position LIMIT 50";
const DUE: &str = "SELECT exchange_id FROM bank_dealing WHERE home = $1 AND stand = 'asked' \
    AND until_ms <= $2 ORDER BY until_ms LIMIT 100";
const OPEN: &str = "SELECT stand, COUNT(*) AS dealings FROM bank_dealing WHERE home = $1 \
    AND stand IN ('provisional', 'asked', 'withdrawing', 'reversing', 'back-asked') \
    GROUP BY stand ORDER BY stand";
const NAMED: &str = "SELECT named FROM bank_shown WHERE home = $1 AND member_id = $2";
const CALLED: &str = "SELECT name FROM bank_called_so WHERE home = $1 AND peer = $2 AND code = $3";
const WORDS: &str = "SELECT * FROM bank_talk WHERE home = $1 AND words_id = $2";
const TALK: &str = "SELECT * FROM bank_talk WHERE home = $1 AND peer = $2 AND ours = $3 \
    AND theirs = $4 ORDER BY position DESC LIMIT $5";
const TALKER: &str = "SELECT ours FROM bank_talk WHERE home = $1 AND peer = $2 AND our_code = $3 \
    AND theirs = $4 LIMIT 1";
const UNREAD: &str = "SELECT COUNT(*) FROM bank_talk WHERE home = $1 AND seen = 0";
const UNREAD_OF: &str = "SELECT COUNT(*) FROM bank_talk WHERE home = $1 AND seen = 0 \
    AND peer = $2 AND ours = $3 AND theirs = $4";
const PAIRS: &str = "SELECT peer, ours, theirs, COUNT(CASE WHEN seen = 0 THEN 1 END) AS unread, \
    MAX(at_ms) AS last_ms FROM bank_talk WHERE home = $1 AND ($2 = '' OR peer = $2) \
    GROUP BY peer, ours, theirs \
    ORDER BY CASE WHEN COUNT(CASE WHEN seen = 0 THEN 1 END) > 0 THEN 0 ELSE 1 END, \
    MAX(at_ms) DESC, theirs LIMIT $3";

/// The word a stand is kept and filtered by.
#[must_use]
pub const fn stand_word(stand: Stand) -> &'static str {
    match stand {
        Stand::Provisional => "provisional",
        Stand::Asked => "asked",
        Stand::Withdrawing => "withdrawing",
        Stand::Withdrawn => "withdrawn",
        Stand::Declined(_) => "declined",
        Stand::Settled => "settled",
        Stand::Reversing => "reversing",
        Stand::BackAsked => "back-asked",
        Stand::Reversed => "reversed",
    }
}

/// Every word of [`stand_word`], in the order they are shown.
pub const STAND_WORDS: [&str; 9] = [
    "provisional",
    "asked",
    "withdrawing",
    "settled",
    "reversing",
    "back-asked",
    "reversed",
    "declined",
    "withdrawn",
];

fn corrupt(what: &str, why: &impl ToString) -> StoreError {
    StoreError::Corrupt { what: what.to_owned(), why: why.to_string() }
}

fn read_json<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| corrupt(what, &error))
}

fn number<T: TryFrom<i64>>(row: &AnyRow, column: &str) -> Result<T, StoreError>
where
    T::Error: ToString,
{
    T::try_from(row.try_get::<i64, _>(column)?).map_err(|error| corrupt(column, &error))
}

/// How the conversation with another bank stands; a fresh one for a bank that was never spoken to.
///
/// # Errors
/// [`StoreError`].
pub async fn peer(
    db: &mut AnyConnection,
    home: &NodeId,
    peer: &NodeId,
) -> Result<Peer, StoreError> {
    let row =
        sqlx::query(PEER).bind(home.as_str()).bind(peer.as_str()).fetch_optional(&mut *db).await?;
    let Some(row) = row else { return Ok(Peer::default()) };
    let ended: Option<String> = row.try_get("ended")?;
    let ended = ended.map(|text| read_json("ended", &text)).transpose()?;
    let rows = sqlx::query(TERMS).bind(home.as_str()).bind(peer.as_str()).fetch_all(db).await?;
    let sheets = rows.iter().map(read_sheet).collect::<Result<Vec<_>, _>>()?;
    Ok(Peer {
        pact: Pact { sheets, ended },
        told: number(&row, "told")?,
        heard: number(&row, "heard")?,
    })
}

/// The banks this one has ever had something to do with.
///
/// # Errors
/// [`StoreError`].
pub async fn peers(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<NodeId>, StoreError> {
    let rows = sqlx::query(PEERS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(|row| parsed(row, "peer")).collect()
}

fn read_sheet(row: &AnyRow) -> Result<Sheet, StoreError> {
    let day = |column: &str| -> Result<Date, StoreError> {
        let text: String = row.try_get(column)?;
        text.parse().map_err(|error| corrupt(column, &error))
    };
    let signed = |column: &str| -> Result<bool, StoreError> {
        Ok(row.try_get::<Option<i64>, _>(column)?.is_some())
    };
    let terms = Terms {
        id: parsed(row, "terms_id")?,
        version: number(row, "version")?,
        from: day("from_day")?,
        until: day("until_day")?,
        ceiling: Minutes::new(row.try_get("ceiling_min")?),
    };
    Ok(Sheet { terms, ours: signed("ours_at_ms")?, theirs: signed("theirs_at_ms")? })
}

/// An exchange between banks in lists and on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealingRow {
    /// What it is and where it stands.
    pub standing: Standing,
    /// Since when it stands so, UTC milliseconds.
    pub turned_at_ms: i64,
    /// Who wrote it down here.
    pub actor: String,
}

fn read_dealing(row: &AnyRow) -> Result<DealingRow, StoreError> {
    let dealing: Dealing = read_json("dealing", &row.try_get::<String, _>("dealing")?)?;
    let why: Option<String> = row.try_get("why")?;
    let why: Option<Why> = why.map(|text| read_json("why", &text)).transpose()?;
    let word: String = row.try_get("stand")?;
    let stand = match (word.as_str(), why) {
        ("provisional", _) => Stand::Provisional,
        ("asked", _) => Stand::Asked,
        ("withdrawing", _) => Stand::Withdrawing,
        ("withdrawn", _) => Stand::Withdrawn,
        ("declined", Some(why)) => Stand::Declined(why),
        ("settled", _) => Stand::Settled,
        ("reversing", _) => Stand::Reversing,
        ("back-asked", _) => Stand::BackAsked,
        ("reversed", _) => Stand::Reversed,
        (other, _) => return Err(corrupt("stand", &other)),
    };
    let over = row.try_get::<i64, _>("over_limit")? != 0;
    let begun_at_ms = row.try_get("begun_at_ms")?;
    Ok(DealingRow {
        standing: Standing { dealing, stand, over, begun_at_ms },
        turned_at_ms: row.try_get("turned_at_ms")?,
        actor: row.try_get("actor")?,
    })
}

/// An exchange as one of the two banks has it, or `None`.
///
/// # Errors
/// [`StoreError`].
pub async fn dealing(
    db: &mut AnyConnection,
    home: &NodeId,
    exchange: ExchangeId,
) -> Result<Option<DealingRow>, StoreError> {
    let query = sqlx::query(DEALING).bind(home.as_str()).bind(exchange.to_string());
    query.fetch_optional(db).await?.as_ref().map(read_dealing).transpose()
}

/// The exchange between banks that an exchange in the books of one of them belongs to.
///
/// # Errors
/// [`StoreError`].
pub async fn posted_as(
    db: &mut AnyConnection,
    posted: ExchangeId,
) -> Result<Option<ExchangeId>, StoreError> {
    let row = sqlx::query(POSTED_AS).bind(posted.to_string()).fetch_optional(db).await?;
    row.as_ref().map(|row| parsed(row, "exchange_id")).transpose()
}

/// The exchanges in which a cheque of another bank was handed in here.
pub(super) async fn handed_in(
    db: &mut AnyConnection,
    home: &NodeId,
    peer: &NodeId,
    cheque: u32,
) -> Result<Vec<DealingRow>, StoreError> {
    let query = sqlx::query(HANDED_IN).bind(home.as_str()).bind(peer.as_str());
    query.bind(i64::from(cheque)).fetch_all(db).await?.iter().map(read_dealing).collect()
}

/// The member who lets themselves be found under a code.
///
/// # Errors
/// [`StoreError`].
pub async fn shown(
    db: &mut AnyConnection,
    home: &NodeId,
    code: &Code,
) -> Result<Option<MemberId>, StoreError> {
    let query = sqlx::query(SHOWN).bind(home.as_str()).bind(code.as_str());
    query.fetch_optional(db).await?.as_ref().map(|row| parsed(row, "member_id")).transpose()
}

/// The code under which a member lets themselves be found; `None` when they do not.
///
/// # Errors
/// [`StoreError`].
pub async fn code_of(
    db: &mut AnyConnection,
    home: &NodeId,
    member: MemberId,
) -> Result<Option<Code>, StoreError> {
    let query = sqlx::query(CODE_OF).bind(home.as_str()).bind(member.to_string());
    query.fetch_optional(db).await?.as_ref().map(|row| parsed(row, "code")).transpose()
}

/// Which exchanges between banks to list. Whatever is empty filters nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DealingFilter {
    /// With members of that bank.
    pub peer: String,
    /// Standing so, by [`stand_word`].
    pub stand: String,
    /// Only those that went past a limit.
    pub over: bool,
}

/// One page of the exchanges with other banks, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn dealings(
    db: &mut AnyConnection,
    home: &NodeId,
    filter: &DealingFilter,
    most: u32,
    skip: u32,
) -> Result<Vec<DealingRow>, StoreError> {
    let query = sqlx::query(DEALINGS)
        .bind(home.as_str())
        .bind(filter.peer.as_str())
        .bind(filter.stand.as_str())
        .bind(i64::from(filter.over))
        .bind(i64::from(most))
        .bind(i64::from(skip));
    query.fetch_all(db).await?.iter().map(read_dealing).collect()
}

/// How many exchanges a filter finds.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    db: &mut AnyConnection,
    home: &NodeId,
    filter: &DealingFilter,
) -> Result<i64, StoreError> {
    let query = sqlx::query_scalar(COUNT)
        .bind(home.as_str())
        .bind(filter.peer.as_str())
        .bind(filter.stand.as_str())
        .bind(i64::from(filter.over));
    Ok(query.fetch_one(db).await?)
}

/// What waits in one account, the oldest first, at most fifty.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting_in(
    db: &mut AnyConnection,
    account: AccountId,
) -> Result<Vec<DealingRow>, StoreError> {
    let query = sqlx::query(OF_ACCOUNT).bind(account.to_string());
    query.fetch_all(db).await?.iter().map(read_dealing).collect()
}

/// How many wait for what.
///
/// # Errors
/// [`StoreError`].
pub async fn open(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = sqlx::query(OPEN).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(|row| Ok((row.try_get("stand")?, row.try_get("dealings")?))).collect()
}

/// Exchanges whose time to answer is over, the oldest first, at most a hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn due(
    db: &mut AnyConnection,
    home: &NodeId,
    now_ms: i64,
) -> Result<Vec<ExchangeId>, StoreError> {
    let rows = sqlx::query(DUE).bind(home.as_str()).bind(now_ms).fetch_all(db).await?;
    rows.iter().map(|row| parsed(row, "exchange_id")).collect()
}

/// Whether a member who lets themselves be found lets their first name be known too.
///
/// # Errors
/// [`StoreError`].
pub async fn is_named(
    db: &mut AnyConnection,
    home: &NodeId,
    member: MemberId,
) -> Result<bool, StoreError> {
    let query = sqlx::query_scalar::<_, i64>(NAMED).bind(home.as_str()).bind(member.to_string());
    Ok(query.fetch_optional(db).await?.is_some_and(|named| named != 0))
}

/// What a member of another bank is called, where they let it be known.
///
/// # Errors
/// [`StoreError`].
pub async fn called(
    db: &mut AnyConnection,
    home: &NodeId,
    peer: &NodeId,
    code: &Code,
) -> Result<Option<String>, StoreError> {
    let query = sqlx::query_scalar(CALLED).bind(home.as_str()).bind(peer.as_str());
    Ok(query.bind(code.as_str()).fetch_optional(db).await?)
}

/// Words between two desks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkRow {
    /// Their name.
    pub words: CommandId,
    /// The other bank.
    pub peer: NodeId,
    /// Whether this desk wrote.
    pub by_us: bool,
    /// The words; `None` once they were forgotten.
    pub text: Option<String>,
    /// Whether they reached nobody.
    pub refused: bool,
    /// Who wrote them down here.
    pub actor: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

fn read_talk(row: &AnyRow) -> Result<TalkRow, StoreError> {
    Ok(TalkRow {
        words: parsed(row, "words_id")?,
        peer: parsed(row, "peer")?,
        by_us: row.try_get::<i64, _>("by_us")? != 0,
        text: row.try_get("text")?,
        refused: row.try_get::<i64, _>("refused")? != 0,
        actor: row.try_get("actor")?,
        at_ms: row.try_get("at_ms")?,
    })
}

/// Words by name.
///
/// # Errors
/// [`StoreError`].
pub async fn words(
    db: &mut AnyConnection,
    home: &NodeId,
    words: CommandId,
) -> Result<Option<TalkRow>, StoreError> {
    let query = sqlx::query(WORDS).bind(home.as_str()).bind(words.to_string());
    query.fetch_optional(db).await?.as_ref().map(read_talk).transpose()
}

/// The last words about a member of each, the oldest of them first.
///
/// # Errors
/// [`StoreError`].
pub async fn talk(
    db: &mut AnyConnection,
    home: &NodeId,
    peer: &NodeId,
    (ours, theirs): (MemberId, &Code),
    most: u32,
) -> Result<Vec<TalkRow>, StoreError> {
    let query = sqlx::query(TALK).bind(home.as_str()).bind(peer.as_str()).bind(ours.to_string());
    let rows = query.bind(theirs.as_str()).bind(i64::from(most)).fetch_all(db).await?;
    rows.iter().rev().map(read_talk).collect()
}

/// Our member in the conversation about these two codes, ours first, if there ever was one.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn talker(
    db: &mut AnyConnection,
    home: &NodeId,
    peer: &NodeId,
    (ours, theirs): (&Code, &Code),
) -> Result<Option<MemberId>, StoreError> {
    let query = sqlx::query(TALKER).bind(home.as_str()).bind(peer.as_str()).bind(ours.as_str());
    let row = query.bind(theirs.as_str()).fetch_optional(db).await?;
    row.as_ref().map(|row| parsed(row, "ours")).transpose()
}

/// How much of what other desks wrote nobody has read.
///
/// # Errors
/// [`StoreError`].
pub async fn unread(db: &mut AnyConnection, home: &NodeId) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(UNREAD).bind(home.as_str()).fetch_one(db).await?)
}

/// How much of it about a member of each.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn unread_of(
    db: &mut AnyConnection,
    home: &NodeId,
    peer: &NodeId,
    ours: MemberId,
    theirs: &Code,
) -> Result<u64, StoreError> {
    let query = sqlx::query_scalar(UNREAD_OF).bind(home.as_str()).bind(peer.as_str());
    let count: i64 = query.bind(ours.to_string()).bind(theirs.as_str()).fetch_one(db).await?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// A conversation about a member of each bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRow {
    /// The other bank.
    pub peer: NodeId,
    /// Our member.
    pub ours: MemberId,
    /// Theirs.
    pub theirs: Code,
    /// How much of it nobody here has read.
    pub unread: i64,
    /// When something was last written, UTC milliseconds.
    pub last_ms: i64,
}

/// The conversations with one bank, or with all where `peer` is empty: what is to be read first, then the latest.
///
/// # Errors
/// [`StoreError`].
pub async fn pairs(
    db: &mut AnyConnection,
    home: &NodeId,
    peer: &str,
    most: u32,
) -> Result<Vec<PairRow>, StoreError> {
    let query = sqlx::query(PAIRS).bind(home.as_str()).bind(peer).bind(i64::from(most));
    query
        .fetch_all(db)
        .await?
        .iter()
        .map(|row| {
            let theirs: String = row.try_get("theirs")?;
            Ok(PairRow {
                peer: parsed(row, "peer")?,
                ours: parsed(row, "ours")?,
                theirs: theirs.parse().map_err(|error| corrupt("theirs", &error))?,
                unread: row.try_get("unread")?,
                last_ms: row.try_get("last_ms")?,
            })
        })
        .collect()
}
