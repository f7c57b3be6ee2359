//! Central's end of the line.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use ed25519_dalek::VerifyingKey;
use protocol::kiosk::AnsweredBy;
use protocol::{Body, Head, NodeId, Problem, Record, SeriesKey, SlipCode};
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Row};
use subtle::ConstantTimeEq;
use tokio_util::sync::CancellationToken;

use super::words::{
    About, Acked, Down, EnrolAsk, Enrolled, News, SlipAsk, Up, is_signed, pack, unpack,
};
use super::{PACKED_MAX, ROUND_RECORDS, WAIT_MS, hex_of, key_of};
use crate::context::Fail;
use crate::node::{Node, problem_of};
use crate::slips;
use crate::store::rows::parsed;
use crate::store::{StoreError, Write, log};

pub(super) const STATEMENTS: &[&str] = &[
    PUT_CODE,
    CODE,
    USE_CODE,
    WRONG_TRY,
    ADD_KEY,
    REVOKE_KEYS,
    KEY,
    GRANT,
    EPOCH,
    CONTACT,
    CONTACTS,
    LAST,
];

const PUT_CODE: &str = "INSERT INTO enrol_code (hub, code_hash, expires_at_ms, wrong_tries, used_by) \
    VALUES ($1, $2, $3, 0, NULL) ON CONFLICT (hub) DO UPDATE SET \
    code_hash = $2, expires_at_ms = $3, wrong_tries = 0, used_by = NULL";
const CODE: &str =
    "SELECT code_hash, expires_at_ms, wrong_tries, used_by FROM enrol_code WHERE hub = $1";
const USE_CODE: &str = "UPDATE enrol_code SET used_by = $2 WHERE hub = $1";
const WRONG_TRY: &str = "UPDATE enrol_code SET wrong_tries = wrong_tries + 1 WHERE hub = $1";
const ADD_KEY: &str = "INSERT INTO hub_key (hub, public_key, enrolled_at_ms) VALUES ($1, $2, $3) \
    ON CONFLICT (hub, public_key) DO UPDATE SET revoked_at_ms = NULL";
const REVOKE_KEYS: &str =
    "UPDATE hub_key SET revoked_at_ms = $2 WHERE hub = $1 AND revoked_at_ms IS NULL";
const KEY: &str = "SELECT public_key FROM hub_key WHERE hub = $1 AND revoked_at_ms IS NULL";
const EPOCH: &str =
    "SELECT CAST(COALESCE(MAX(epoch), 0) AS BIGINT) FROM epoch_grant WHERE hub = $1";
const GRANT: &str = "INSERT INTO epoch_grant (hub, epoch, public_key, former_seq, former_hash, \
    granted_at_ms, why, signature) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const CONTACT: &str = "INSERT INTO contact (hub, last_contact_ms, epoch, seq, backlog, skew_ms, program) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (hub) DO UPDATE SET \
    last_contact_ms = $2, epoch = $3, seq = $4, backlog = $5, skew_ms = $6, program = $7";
const CONTACTS: &str = "SELECT hub, last_contact_ms, epoch, seq, backlog, skew_ms, program FROM contact \
    ORDER BY hub";
const LAST: &str = "SELECT last_contact_ms FROM contact WHERE hub = $1";

/// How long an enrolment code is good: three days.
const CODE_LASTS_MS: i64 = 3 * 86_400_000;
/// After so many wrong tries a code is dead.
const TRIES_MAX: i64 = 10;

/// The header that carries a round's signature.
pub(super) const SIGNATURE: &str = "x-costellazione-signature";

/// Makes the one-time code with which a hub enrols, or with which a new machine takes a lost one's place.
///
/// # Errors
/// A problem with `retry` when central cannot write.
pub async fn new_enrolment_code(central: &Arc<Node>, hub: &NodeId) -> Result<String, Problem> {
    let chance = crate::node::fresh_bytes();
    let code = data_encoding::BASE32_NOPAD.encode(&chance[..10]);
    let (hub, kept) = (hub.to_string(), hash(&code));
    let until = central.now_ms() + CODE_LASTS_MS;
    central
        .change(move |write| {
            Box::pin(async move {
                let put = sqlx::query(PUT_CODE).bind(hub).bind(kept).bind(until);
                put.execute(&mut *write.db).await?;
                Ok(())
            })
        })
        .await?;
    Ok(code)
}

/// Takes a hub's key away; its next round is refused.
///
/// # Errors
/// A problem with `retry` when central cannot write.
pub async fn revoke(central: &Arc<Node>, hub: &NodeId) -> Result<(), Problem> {
    let (hub, now_ms) = (hub.to_string(), central.now_ms());
    central
        .change(move |write| {
            Box::pin(async move {
                let revoke = sqlx::query(REVOKE_KEYS).bind(hub).bind(now_ms);
                revoke.execute(&mut *write.db).await?;
                Ok(())
            })
        })
        .await
}

/// What central knows of a hub's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubContact {
    /// Which hub.
    pub hub: NodeId,
    /// When it last called, UTC milliseconds.
    pub last_contact_ms: i64,
    /// Under which epoch.
    pub epoch: i64,
    /// How far central holds its series.
    pub seq: i64,
    /// How many records it had still to send.
    pub backlog: i64,
    /// Its clock minus central's, milliseconds.
    pub skew_ms: i64,
    /// Its program's version.
    pub program: String,
}

/// Every hub that ever called, by name.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn contacts(db: &mut AnyConnection) -> Result<Vec<HubContact>, StoreError> {
    let rows = sqlx::query(CONTACTS).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(HubContact {
                hub: parsed(row, "hub")?,
                last_contact_ms: row.try_get("last_contact_ms")?,
                epoch: row.try_get("epoch")?,
                seq: row.try_get("seq")?,
                backlog: row.try_get("backlog")?,
                skew_ms: row.try_get("skew_ms")?,
                program: row.try_get("program")?,
            })
        })
        .collect()
}

#[derive(Clone)]
struct Desk {
    node: Arc<Node>,
    stop: CancellationToken,
}

struct Refused(Problem);

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self(problem_of(&error))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, axum::Json(self.0)).into_response()
    }
}

type Reply = Result<Vec<u8>, Refused>;

/// Central's routes for its hubs.
pub fn router(node: Arc<Node>, stop: CancellationToken) -> Router {
    Router::new()
        .route("/line/v1/enrol", post(take_in))
        .route("/line/v1/up", post(up))
        .route("/line/v1/down", post(down))
        .route("/line/v1/slip", post(slip))
        .layer(DefaultBodyLimit::max(PACKED_MAX))
        .with_state(Desk { node, stop })
}

fn hash(code: &str) -> Vec<u8> {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256::digest(plain.to_ascii_uppercase().as_bytes()).to_vec()
}

async fn take_in(State(desk): State<Desk>, body: Bytes) -> Reply {
    let ask: EnrolAsk = unpack(&body)?;
    let key = key_of(&ask.key).ok_or_else(|| Problem::new("message-malformed", 400))?;
    let (node, now_ms) = (desk.node.clone(), desk.node.now_ms());
    let outcome = node
        .change(move |write| Box::pin(async move { grant(write, &ask, &key, now_ms).await }))
        .await?;
    // A wrong try must be counted, so it is an answer of the transaction and not its failure.
    let epoch = outcome.ok_or_else(|| Problem::forbidden("enrol-code-wrong"))?;
    let central_key = hex_of(&desk.node.key.verifying_key());
    Ok(pack(&Enrolled { epoch, central_key })?)
}

async fn grant(
    write: &mut Write<'_>,
    ask: &EnrolAsk,
    key: &VerifyingKey,
    now_ms: i64,
) -> Result<Option<u32>, Fail> {
    let hub = ask.hub.as_str().to_owned();
    let row = sqlx::query(CODE).bind(hub.clone()).fetch_optional(&mut *write.db).await?;
    let Some(row) = row else { return Ok(None) };
    let (kept, expires): (Vec<u8>, i64) =
        (row.try_get("code_hash")?, row.try_get("expires_at_ms")?);
    let (tries, used): (i64, Option<String>) =
        (row.try_get("wrong_tries")?, row.try_get("used_by")?);
    let right = bool::from(kept.ct_eq(&hash(&ask.code)));
    let key_hex = hex_of(key);
    if !right
        || expires < now_ms
        || tries >= TRIES_MAX
        || used.as_ref().is_some_and(|by| *by != key_hex)
    {
        sqlx::query(WRONG_TRY).bind(hub).execute(&mut *write.db).await?;
        return Ok(None);
    }
    let last: i64 = sqlx::query_scalar(EPOCH).bind(hub.clone()).fetch_one(&mut *write.db).await?;
    let last = u32::try_from(last).unwrap_or(u32::MAX);
    if used.is_some() {
        // The answer was lost on the way: the same machine gets it again.
        return Ok(Some(last));
    }
    let series = SeriesKey { node: ask.hub.clone(), epoch: last };
    let former = log::head(write.db, &series).await?;
    sqlx::query(REVOKE_KEYS).bind(hub.clone()).bind(now_ms).execute(&mut *write.db).await?;
    sqlx::query(ADD_KEY)
        .bind(hub.clone())
        .bind(key_hex.clone())
        .bind(now_ms)
        .execute(&mut *write.db)
        .await?;
    sqlx::query(GRANT)
        .bind(hub.clone())
        .bind(i64::from(last + 1))
        .bind(key_hex.clone())
        .bind(i64::try_from(former.seq).unwrap_or(i64::MAX))
        .bind(former.hash.0.to_vec())
        .bind(now_ms)
        .bind("enrolled")
        .bind(Vec::<u8>::new())
        .execute(&mut *write.db)
        .await?;
    sqlx::query(USE_CODE).bind(hub).bind(key_hex).execute(&mut *write.db).await?;
    Ok(Some(last + 1))
}

/// Who sent this, or a refusal: unknown, revoked, or not signed by the hub's key.
async fn sender(
    desk: &Desk,
    hub: &NodeId,
    path: &str,
    body: &[u8],
    headers: &HeaderMap,
) -> Result<VerifyingKey, Refused> {
    let refused = || Refused(Problem::forbidden("hub-unknown"));
    let mut db = desk.node.store.read().await?;
    let key: Option<String> = sqlx::query_scalar(KEY)
        .bind(hub.as_str())
        .fetch_optional(&mut *db)
        .await
        .map_err(StoreError::from)?;
    let key = key.as_deref().and_then(key_of).ok_or_else(refused)?;
    let header = headers.get(SIGNATURE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if is_signed(&key, path, body, header) { Ok(key) } else { Err(refused()) }
}

async fn up(State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> Reply {
    let up: Up = unpack(&body)?;
    let key = sender(&desk, &up.about.hub, "/line/v1/up", &body, &headers).await?;
    let now_ms = desk.node.now_ms();
    let held = desk
        .node
        .writer
        .write(move |write| Box::pin(async move { take(write, &up, &key, now_ms).await }))
        .await?;
    Ok(pack(&Acked { held })?)
}

/// Stores what follows; what is held already is passed over, and at the first record that does not
/// follow it stops. The answer is always how far central durably holds the series.
async fn take(
    write: &mut Write<'_>,
    up: &Up,
    key: &VerifyingKey,
    now_ms: i64,
) -> Result<Head, StoreError> {
    let series = SeriesKey { node: up.about.hub.clone(), epoch: up.about.epoch };
    let begun = log::head(write.db, &series).await?;
    let mut head = begun;
    for record in up.records.iter().skip_while(|record| record.envelope.seq <= begun.seq) {
        if head.after(&series, record).is_err() {
            tracing::warn!(%series, seq = record.envelope.seq, "line.up: a record does not follow");
            break;
        }
        head = write.accept(&series, head, record, now_ms).await?;
    }
    if head != begun {
        let signature =
            up.reach.as_ref().filter(|(reach, _)| *reach == head).and_then(|(_, bytes)| {
                let bytes: [u8; 64] = bytes.as_slice().try_into().ok()?;
                head.is_signed(&series, key, &bytes).then_some(bytes)
            });
        write.set_head(&series, head, signature).await?;
    }
    note_contact(write.db, &up.about, head, now_ms).await?;
    Ok(head)
}

async fn note_contact(
    db: &mut AnyConnection,
    about: &About,
    held: Head,
    now_ms: i64,
) -> Result<(), StoreError> {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    sqlx::query(CONTACT)
        .bind(about.hub.as_str())
        .bind(now_ms)
        .bind(i64::from(about.epoch))
        .bind(number(held.seq))
        .bind(number(about.backlog))
        .bind(about.clock_ms.saturating_sub(now_ms))
        .bind(about.program.chars().take(40).collect::<String>())
        .execute(db)
        .await?;
    Ok(())
}

async fn down(State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> Reply {
    let ask: Down = unpack(&body)?;
    sender(&desk, &ask.about.hub, "/line/v1/down", &body, &headers).await?;
    let mut commits = desk.node.writer.listen();
    let deadline = tokio::time::Instant::now() + Duration::from_millis(WAIT_MS);
    loop {
        let news = news_after(&desk, &ask).await?;
        if !news.follows || !news.records.is_empty() {
            return Ok(pack(&news)?);
        }
        let own = desk.node.id().clone();
        let something_new = async {
            loop {
                match commits.recv().await {
                    Ok(news) if news.facts.iter().any(|fact| fact.node == own) => return,
                    Ok(_) => {}
                    // Lagged: something was missed, so look. Closed: the stop below ends it.
                    Err(_) => return,
                }
            }
        };
        tokio::select! {
            () = something_new => {}
            () = tokio::time::sleep_until(deadline) => return Ok(pack(&news)?),
            () = desk.stop.cancelled() => return Ok(pack(&news)?),
        }
    }
}

async fn news_after(desk: &Desk, ask: &Down) -> Result<News, StoreError> {
    let series = desk.node.store.identity().series.clone();
    let mut db = desk.node.store.read().await?;
    let follows = ask.at == Head::EMPTY
        || log::at(&mut db, &series, ask.at.seq)
            .await?
            .is_some_and(|held| held.hash == ask.at.hash);
    if !follows {
        return Ok(News { follows, records: Vec::new() });
    }
    let stored = log::series_after(&mut db, &series, ask.at.seq, ROUND_RECORDS).await?;
    let records = stored
        .into_iter()
        .map(|stored| match stored.audience {
            Some(only) if only != ask.about.hub => Record { body: Body::Absent, ..stored.record },
            Some(_) | None => stored.record,
        })
        .collect();
    Ok(News { follows, records })
}

async fn slip(
    State(desk): State<Desk>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refused> {
    let ask: SlipAsk = unpack(&body)?;
    sender(&desk, &ask.hub, "/line/v1/slip", &body, &headers).await?;
    let unknown = || Problem::not_found("unknown-slip");
    let code: SlipCode = ask.code.parse().ok().ok_or_else(unknown)?;
    let city = desk.node.known_city()?;
    let home = slips::home_of(&city, &code).ok_or_else(unknown)?;
    let mut db = desk.node.store.read().await?;
    let as_of: Option<i64> = sqlx::query_scalar(LAST)
        .bind(home.as_str())
        .fetch_optional(&mut *db)
        .await
        .map_err(StoreError::from)?;
    let as_of = as_of.unwrap_or_default();
    let status = slips::status(&mut db, &city, &code, as_of, AnsweredBy::Central).await?;
    Ok(axum::Json(status.ok_or_else(unknown)?).into_response())
}
