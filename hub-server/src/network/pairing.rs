//! Pairing: a one-time code read off the console becomes a device with a secret of its own.
//!
//! Always true: a code works once, for ten minutes, and stands in the table only as a keyed hash; the
//! secret is shown once. An address that guessed wrong five times waits. A device whose answer was lost on
//! the way is paired again with a new code: the secret is not kept anywhere to be shown twice.

use std::net::IpAddr;
use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use protocol::antenna::{PairRequest, Paired, PairingLink};
use protocol::{ActorRef, AntennaId, Channel, CommandId, DeviceId, Problem, Slug, StaffId};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Row};

use super::events::{Event, Holder};
use super::queries::{NewCredential, add_credential};
use super::{DOMAIN, antennae, places_exist};
use crate::broker::mosquitto;
use crate::context::{Ctx, Fail};
use crate::node::{Node, fresh_bytes};
use crate::store::rows::{parsed, parsed_or_none};
use crate::store::{Fact, StoreError, Write};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    ADD_CODE,
    TAKE_CODE,
    USE_CODE,
    DROP_OLD_CODES,
    GUESSES,
    GUESSED_WRONG,
    FORGIVE,
    DROP_OLD_GUESSES,
];

const ADD_CODE: &str = "INSERT INTO pairing_code (code_hash, label, neighbourhood, holder, \
    staff_id, made_by, expires_at_ms, antenna_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const TAKE_CODE: &str = "SELECT label, neighbourhood, holder, staff_id, made_by, antenna_id \
    FROM pairing_code WHERE code_hash = $1 AND expires_at_ms > $2";
const USE_CODE: &str = "DELETE FROM pairing_code WHERE code_hash = $1";
const DROP_OLD_CODES: &str = "DELETE FROM pairing_code WHERE expires_at_ms <= $1";
const GUESSES: &str = "SELECT wrong, last_at_ms FROM pairing_guess WHERE address = $1";
const GUESSED_WRONG: &str = "INSERT INTO pairing_guess (address, wrong, last_at_ms) \
    VALUES ($1, 1, $2) ON CONFLICT (address) DO UPDATE SET \
    wrong = pairing_guess.wrong + 1, last_at_ms = $2";
const FORGIVE: &str = "DELETE FROM pairing_guess WHERE address = $1";
const DROP_OLD_GUESSES: &str = "DELETE FROM pairing_guess WHERE last_at_ms <= $1";

/// How long a code can be used.
pub const CODE_LASTS_MS: i64 = 10 * 60_000;
/// Wrong codes one address may send before it has to wait.
pub const GUESSES_MAX: i64 = 5;
/// How long it waits then, from its last wrong code.
pub const GUESS_WAIT_MS: i64 = 10 * 60_000;
/// Longest label and longest name a device gives itself, in characters.
pub const LABEL_MAX: usize = 60;

const CODE_LEN: usize = 8;
/// The letters and digits of a slip: nothing that people mix up.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A code that was just made; it cannot be shown again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCode {
    /// Eight letters and digits.
    pub code: String,
    /// Until when it can be used, UTC milliseconds.
    pub expires_at_ms: i64,
}

/// What a newly paired device is told of this hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingConfig {
    /// Brokers to try in order, `mqtts://host:port` (`mqtt://` on loopback only).
    pub brokers: Vec<String>,
    /// The hub's certificate authority, PEM.
    pub ca_pem: String,
}

impl PairingConfig {
    /// What the console shows as QR and as text, `address` being host and port of the hub's HTTPS; `None`
    /// when `ca_pem` holds no certificate.
    #[must_use]
    pub fn link(&self, address: &str, code: &str) -> Option<PairingLink> {
        let ca = CertificateDer::from_pem_slice(self.ca_pem.as_bytes()).ok()?;
        Some(PairingLink {
            address: address.to_owned(),
            code: code.to_owned(),
            fingerprint: PairingLink::fingerprint_of(&ca),
        })
    }
}

/// Makes a code with which one device can be paired as `label` in `neighbourhood`.
///
/// # Errors
/// `out-of-range` for a label that is empty or longer than [`LABEL_MAX`], `not-in-catalogue` for an unknown
/// neighbourhood, or a problem with `retry`.
pub async fn new_pairing_code(
    node: &Arc<Node>,
    label: &str,
    neighbourhood: Slug,
    holder: Holder,
    by: ActorRef,
) -> Result<NewCode, Problem> {
    code_for(node, label, neighbourhood, holder, None, by).await
}

/// The same for a device of an antenna that is in the register.
///
/// # Errors
/// As [`new_pairing_code`].
pub async fn new_antenna_code(
    node: &Arc<Node>,
    antenna: AntennaId,
    label: &str,
    neighbourhood: Slug,
    by: ActorRef,
) -> Result<NewCode, Problem> {
    code_for(node, label, neighbourhood, Holder::Antenna, Some(antenna), by).await
}

async fn code_for(
    node: &Arc<Node>,
    label: &str,
    neighbourhood: Slug,
    holder: Holder,
    antenna: Option<AntennaId>,
    by: ActorRef,
) -> Result<NewCode, Problem> {
    let label = label.trim().to_owned();
    if !(1..=LABEL_MAX).contains(&label.chars().count()) {
        return Err(Problem::invalid("out-of-range").at("label").with("most", LABEL_MAX));
    }
    places_exist(node, std::slice::from_ref(&neighbourhood))?;
    let code = code_of(&fresh_bytes());
    let hash = hash_of(node, &code);
    let now_ms = node.now_ms();
    let expires_at_ms = now_ms + CODE_LASTS_MS;
    node.change(move |write| {
        Box::pin(async move {
            sqlx::query(DROP_OLD_CODES).bind(now_ms).execute(&mut *write.db).await?;
            let (word, staff) = holder.columns();
            sqlx::query(ADD_CODE)
                .bind(hash)
                .bind(label)
                .bind(neighbourhood.as_str())
                .bind(word)
                .bind(staff)
                .bind(by.to_string())
                .bind(expires_at_ms)
                .bind(antenna.map(|antenna| antenna.to_string()))
                .execute(&mut *write.db)
                .await?;
            Ok(())
        })
    })
    .await?;
    Ok(NewCode { code, expires_at_ms })
}

/// Pairs a device that shows a code. `address` is whoever asks, `None` where the server does not know.
///
/// # Errors
/// `pairing-code-unknown` for a code that is wrong, used or too old, `pairing-wait` after too many of
/// those, `out-of-range` for a name that is too long, or a problem with `retry`.
pub async fn pair(
    node: &Arc<Node>,
    config: &PairingConfig,
    request: PairRequest,
    address: Option<IpAddr>,
) -> Result<Paired, Problem> {
    let device_name = request.device_name.trim().to_owned();
    if device_name.chars().count() > LABEL_MAX {
        return Err(Problem::invalid("out-of-range").at("device_name").with("most", LABEL_MAX));
    }
    let code = read_code(&request.code);
    let code_hash = code.map(|code| hash_of(node, &code));
    let secret = BASE64URL_NOPAD.encode(&fresh_bytes());
    let mosquitto_hash = mosquitto::password_hash(secret.as_bytes(), &fresh_bytes());
    let secret_hash = secret_hash(secret.as_bytes());
    let command = CommandId::new(node.fresh_id());
    let device = DeviceId::from(command);
    let ctx = node.ctx(command, ActorRef::System, Channel::Antenna);
    let address = address_bucket(address);
    node.change(move |write| {
        Box::pin(async move {
            let guess = Guess { address: &address, now_ms: ctx.now_ms };
            guess.may_try(write.db).await?;
            let invitation = match &code_hash {
                Some(hash) => take_code(write.db, hash, ctx.now_ms).await?,
                None => None,
            };
            let Some(invitation) = invitation else {
                guess.was_wrong(write.db).await?;
                return Err(Problem::not_found("pairing-code-unknown").into());
            };
            sqlx::query(FORGIVE).bind(address.clone()).execute(&mut *write.db).await?;
            let credential = NewCredential {
                device,
                label: &invitation.label,
                device_name: &device_name,
                secret_hash,
                mosquitto_hash: &mosquitto_hash,
            };
            add_credential(write.db, &credential).await?;
            invitation.accept(write, &ctx, device).await
        })
    })
    .await?;
    Ok(Paired { device, secret, brokers: config.brokers.clone(), ca_pem: config.ca_pem.clone() })
}

/// SHA-256 of a secret as a device sends it. It has full entropy, so a slow hash would buy nothing.
pub(crate) fn secret_hash(secret: &[u8]) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// What a code stands for.
struct Invitation {
    label: String,
    neighbourhood: Slug,
    holder: Holder,
    made_by: ActorRef,
    antenna: Option<AntennaId>,
}

impl Invitation {
    async fn accept(self, write: &mut Write<'_>, ctx: &Ctx, device: DeviceId) -> Result<(), Fail> {
        let ctx = Ctx { actor: self.made_by, ..ctx.clone() };
        let event =
            Event::DevicePaired { neighbourhoods: vec![self.neighbourhood], holder: self.holder };
        write.append(&ctx, Fact::of(DOMAIN, device, &event)).await?;
        if let Some(antenna) = self.antenna {
            antennae::give_device(write, &ctx, antenna, device).await?;
        }
        Ok(())
    }
}

async fn take_code(
    db: &mut AnyConnection,
    code_hash: &[u8],
    now_ms: i64,
) -> Result<Option<Invitation>, StoreError> {
    let row = sqlx::query(TAKE_CODE)
        .bind(code_hash.to_vec())
        .bind(now_ms)
        .fetch_optional(&mut *db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    sqlx::query(USE_CODE).bind(code_hash.to_vec()).execute(db).await?;
    let staff: Option<StaffId> = parsed_or_none(&row, "staff_id")?;
    Ok(Some(Invitation {
        label: row.try_get("label")?,
        neighbourhood: parsed(&row, "neighbourhood")?,
        holder: Holder::from_columns(&row.try_get::<String, _>("holder")?, staff)?,
        made_by: parsed(&row, "made_by")?,
        antenna: parsed_or_none(&row, "antenna_id")?,
    }))
}

/// How one address has been guessing.
struct Guess<'a> {
    address: &'a str,
    now_ms: i64,
}

impl Guess<'_> {
    async fn may_try(&self, db: &mut AnyConnection) -> Result<(), Fail> {
        let row =
            sqlx::query(GUESSES).bind(self.address.to_owned()).fetch_optional(&mut *db).await?;
        let Some(row) = row else { return Ok(()) };
        let wrong: i64 = row.try_get("wrong")?;
        let waited = self.now_ms - row.try_get::<i64, _>("last_at_ms")?;
        // A clock that was put back must not lock anybody out for longer.
        if !(0..GUESS_WAIT_MS).contains(&waited) {
            sqlx::query(FORGIVE).bind(self.address.to_owned()).execute(db).await?;
        } else if wrong >= GUESSES_MAX {
            let minutes = (GUESS_WAIT_MS - waited + 59_999) / 60_000;
            let wait = Problem { retry: true, ..Problem::new("pairing-wait", 429) };
            return Err(wait.with("minutes", minutes).into());
        }
        Ok(())
    }

    async fn was_wrong(&self, db: &mut AnyConnection) -> Result<(), StoreError> {
        let long_ago = self.now_ms - GUESS_WAIT_MS;
        sqlx::query(DROP_OLD_GUESSES).bind(long_ago).execute(&mut *db).await?;
        sqlx::query(GUESSED_WRONG)
            .bind(self.address.to_owned())
            .bind(self.now_ms)
            .execute(db)
            .await?;
        Ok(())
    }
}

/// The address by which guesses are counted: one IPv4 address, or the network that one IPv6 customer gets.
pub(crate) fn address_bucket(address: Option<IpAddr>) -> String {
    match address.map(|address| address.to_canonical()) {
        None => "unknown".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

fn code_of(chance: &[u8; 32]) -> String {
    chance[..CODE_LEN].iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

/// A code as people type it, in any case, with or without spaces and dashes; `None` when it cannot be one.
fn read_code(text: &str) -> Option<String> {
    let code: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .take(CODE_LEN + 1)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let whole = code.len() == CODE_LEN && code.bytes().all(|byte| ALPHABET.contains(&byte));
    whole.then_some(code)
}

/// A code has only forty bits, so a copy of the table must not be enough to find it: the hash is keyed.
fn hash_of(node: &Node, code: &str) -> Vec<u8> {
    let key = blake3::derive_key("costellazione 2026 pairing code", node.vault.bytes());
    blake3::keyed_hash(&key, code.as_bytes()).as_bytes().to_vec()
}

#[cfg(test)]
mod pure_tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = code_of(&[255; 32]);
        assert_eq!(code, "ZZZZZZZZ");
        assert_eq!(read_code("zzzz-zzzz "), Some(code));
        for bad in ["", "ZZZZZZZ", "ZZZZZZZZZ", "ZZZZ0ZZZ", "ZZZZÈZZZ"] {
            assert_eq!(read_code(bad), None, "{bad}");
        }
    }

    #[test]
    fn guesses_are_counted_by_customer_and_not_by_every_address_one_can_have() {
        let of = |text: &str| address_bucket(Some(text.parse().unwrap()));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }
}
