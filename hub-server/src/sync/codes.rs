//! One-time codes with which a hub is enrolled: made by a person at central, typed once at the hub.

use data_encoding::Encoding;
use protocol::{NodeId, Problem};
use sqlx::{AnyConnection, Row};
use subtle::ConstantTimeEq as _;

use crate::node::{Node, Role, fresh_bytes};
use crate::store::StoreError;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[PUT, GET, WRONG, USE];

const PUT: &str = "INSERT INTO enrol_code (hub, code_hash, expires_at_ms, wrong_tries) \
    VALUES ($1, $2, $3, 0) ON CONFLICT (hub) DO UPDATE SET \
    code_hash = $2, expires_at_ms = $3, wrong_tries = 0, used_by = NULL";
const GET: &str = "SELECT code_hash, expires_at_ms, wrong_tries, used_by FROM enrol_code \
    WHERE hub = $1";
const WRONG: &str = "UPDATE enrol_code SET wrong_tries = wrong_tries + 1 WHERE hub = $1";
const USE: &str = "UPDATE enrol_code SET used_by = $2 WHERE hub = $1";

/// How long a code counts.
pub const LASTS_MS: i64 = 48 * 3_600_000;
/// How many wrong tries end it.
pub const WRONG_MAX: i64 = 5;

/// No 0, O, 1 or I: what people mix up when they copy by hand.
const ALPHABET: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A new code for a hub, in place of one that was not used; only central has them. Twelve characters, sixty
/// bits. It is shown once and never again.
///
/// # Errors
/// `only-central` on a hub, or a failure of the store.
pub async fn new_enrolment_code(node: &Node, hub: &NodeId) -> Result<String, Problem> {
    if node.role != Role::Central {
        return Err(Problem::forbidden("only-central"));
    }
    if hub.is_central() {
        return Err(Problem::invalid("not-a-hub").at("hub"));
    }
    let code = grouped(&encoding().encode(&fresh_bytes()[..10]));
    let (hub, hash, expires_at_ms) = (hub.clone(), hash_of(&code), node.now_ms() + LASTS_MS);
    node.change(move |write| {
        Box::pin(async move {
            sqlx::query(PUT)
                .bind(hub.as_str())
                .bind(hash.to_vec())
                .bind(expires_at_ms)
                .execute(&mut *write.db)
                .await?;
            Ok(())
        })
    })
    .await?;
    Ok(code)
}

fn encoding() -> Encoding {
    let mut specification = data_encoding::Specification::new();
    specification.symbols.push_str(ALPHABET);
    specification.encoding().expect("thirty-two different symbols")
}

fn grouped(code: &str) -> String {
    let groups: Vec<&str> =
        [code.get(..4), code.get(4..8), code.get(8..12)].into_iter().flatten().collect();
    groups.join("-")
}

/// The hash of a code as people type it: any case, with or without dashes and spaces.
fn hash_of(code: &str) -> [u8; 32] {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    *blake3::hash(plain.to_ascii_uppercase().as_bytes()).as_bytes()
}

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Used {
    /// It is used now.
    First,
    /// It was used before by the same key, which asks again.
    Again,
    /// It does not count; the slug says why.
    No(&'static str),
}

/// Uses a code up for a key.
pub(super) async fn use_up(
    db: &mut AnyConnection,
    hub: &NodeId,
    code: &str,
    key: &str,
    now_ms: i64,
) -> Result<Used, StoreError> {
    let row = sqlx::query(GET).bind(hub.as_str()).fetch_optional(&mut *db).await?;
    let Some(row) = row else { return Ok(Used::No("enrol-code-wrong")) };
    let hash: Vec<u8> = row.try_get("code_hash")?;
    let wrong_tries: i64 = row.try_get("wrong_tries")?;
    let used_by: Option<String> = row.try_get("used_by")?;
    if wrong_tries >= WRONG_MAX || row.try_get::<i64, _>("expires_at_ms")? < now_ms {
        return Ok(Used::No("enrol-code-over"));
    }
    if !bool::from(hash.ct_eq(&hash_of(code))) {
        sqlx::query(WRONG).bind(hub.as_str()).execute(db).await?;
        return Ok(Used::No("enrol-code-wrong"));
    }
    match used_by {
        Some(other) if other == key => Ok(Used::Again),
        Some(_) => Ok(Used::No("enrol-code-over")),
        None => {
            sqlx::query(USE).bind(hub.as_str()).bind(key).execute(db).await?;
            Ok(Used::First)
        }
    }
}
