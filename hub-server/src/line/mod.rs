//! The line between a hub and central as it runs today: signed rounds over HTTPS, the hub always calling.
//!
//! ```text
//! POST /line/v1/enrol   one-time code, public key      → epoch and central's key
//! POST /line/v1/up      records after what central has → how far central durably holds them
//! POST /line/v1/down    how far the hub holds central  → central's records, waiting for news up to 20 s
//! POST /line/v1/slip    a code                         → what central knows of it
//! ```
//!
//! Always true: nothing is acknowledged before its commit; a record sent twice is stored once; up and down
//! do not wait for each other; a body meant for one node is withheld from the others; when the two ends
//! disagree about a head, nothing is overwritten and a person is told. Deliberately absent, and to come from
//! [`crate::sync`]: streamed frames, recovery from forks and restored backups, new epochs, the sealed vault.

mod client;
pub mod server;
mod words;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use ed25519_dalek::VerifyingKey;
use protocol::NodeId;
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row};

pub use client::{Call, Line, LineState, ask_slip, enrol};
pub use server::{HubContact, contacts, new_enrolment_code, revoke, router};

use crate::folder::{DataFolder, write_secret};
use crate::store::StoreError;

/// Every statement of this part, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [server::STATEMENTS, STATEMENTS].concat()
}

const STATEMENTS: &[&str] = &[LINE];
const LINE: &str = "SELECT state, last_contact_ms FROM line WHERE line_id = 1";

/// Most records in one round.
const ROUND_RECORDS: u32 = 400;
/// Largest body of a round, packed, in bytes.
const PACKED_MAX: usize = 4 * 1024 * 1024;
/// Largest body of a round, unpacked, in bytes.
const PLAIN_MAX: usize = 16 * 1024 * 1024;
/// How long central waits for news before it answers "nothing".
const WAIT_MS: u64 = 20_000;

/// What a hub keeps of its enrolment, in `enrolment.toml` of its data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The hub's slug.
    pub hub: NodeId,
    /// The epoch it writes under.
    pub epoch: u32,
    /// Where central answers.
    pub central_url: String,
    /// Central's public key, 64 hexadecimal digits.
    pub central_key: String,
    /// Central's certificate authority, PEM, for `https`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_pem: Option<String>,
}

impl Enrolment {
    fn path(folder: &DataFolder) -> PathBuf {
        folder.file("enrolment.toml")
    }

    /// Reads it; `None` for a hub that was never enrolled.
    ///
    /// # Errors
    /// [`StoreError::Files`] when the file is damaged.
    pub fn read(folder: &DataFolder) -> Result<Option<Self>, StoreError> {
        let path = Self::path(folder);
        match std::fs::read_to_string(&path) {
            Err(_missing) => Ok(None),
            Ok(text) => toml::from_str(&text).map(Some).map_err(|error| {
                StoreError::Files(format!(
                    "{} is damaged ({}): put it back from a backup, or enrol again with a new code",
                    path.display(),
                    error.message()
                ))
            }),
        }
    }

    fn write(&self, folder: &DataFolder) -> Result<(), StoreError> {
        let text = toml::to_string(self)
            .map_err(|error| StoreError::Files(format!("enrolment.toml: {error}")))?;
        write_secret(&Self::path(folder), text.as_bytes())
    }

    /// Central's public key.
    ///
    /// # Errors
    /// [`StoreError::Files`] when it is not one.
    pub fn key(&self) -> Result<VerifyingKey, StoreError> {
        key_of(&self.central_key).ok_or_else(|| {
            StoreError::Files("central's key in enrolment.toml is damaged".to_owned())
        })
    }
}

/// What is needed to enrol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolWith {
    /// Where central answers, `https://host:port`.
    pub central_url: String,
    /// Central's certificate authority, PEM, where it is not a public one.
    pub ca_pem: Option<String>,
    /// The one-time code central gave.
    pub code: String,
}

fn key_of(hex: &str) -> Option<VerifyingKey> {
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok()?;
    VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok()
}

fn hex_of(key: &VerifyingKey) -> String {
    data_encoding::HEXLOWER.encode(key.as_bytes())
}

/// How the line looks from a hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// `never`, `up`, `down` or `stopped` (a person must look).
    pub state: String,
    /// When central last answered, UTC milliseconds.
    pub last_contact_ms: Option<i64>,
}

/// How the line looks from this hub, as last written down.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn seen(db: &mut AnyConnection) -> Result<Seen, StoreError> {
    let row = sqlx::query(LINE).fetch_one(db).await?;
    Ok(Seen { state: row.try_get("state")?, last_contact_ms: row.try_get("last_contact_ms")? })
}
