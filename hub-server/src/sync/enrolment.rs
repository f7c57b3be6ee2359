//! What a hub knows of central once it is enrolled, and how it gets there: one file in the data folder,
//! written whole or not at all.

use std::path::{Path, PathBuf};

use ed25519_dalek::{SigningKey, VerifyingKey};
use protocol::sync::{
    EnrolAsk, Enrolled, EpochHead, Grant, Signature64, path, read_message, write_message,
};
use protocol::{Head, NodeId, Problem};
use serde::{Deserialize, Serialize};

use super::client::talk::{self, Failure};
use crate::folder::{DataFolder, write_secret};
use crate::store::StoreError;

/// Its name in the data folder.
pub const FILE: &str = "enrolment.json";

/// A hub's standing with central.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Which hub this is.
    pub hub: NodeId,
    /// Where central answers, without a slash at the end.
    pub central_url: String,
    /// The authority of central's certificate, PEM, where it is not a public one.
    pub ca_pem: Option<String>,
    /// Central's public key.
    pub central_key: [u8; 32],
    /// The epoch this hub writes.
    pub epoch: u32,
    /// Every grant it ever had, by epoch; a central that was restored believes its own signature.
    pub grants: Vec<Grant>,
}

impl Enrolment {
    /// Reads the file; `None` before the hub is enrolled.
    ///
    /// # Errors
    /// [`StoreError::Files`] when it is there and does not read.
    pub fn read(folder: &DataFolder) -> Result<Option<Self>, StoreError> {
        let path = folder.file(FILE);
        let damaged = |why: &dyn std::fmt::Display| {
            StoreError::Files(format!(
                "{} cannot be used ({why}): put it back from a backup, or enrol the hub again",
                path.display()
            ))
        };
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| damaged(&error)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(damaged(&error)),
        }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// [`StoreError::Files`].
    pub fn save(&self, folder: &DataFolder) -> Result<(), StoreError> {
        self.save_at(&folder.file(FILE))
    }

    pub(super) fn save_at(&self, path: &Path) -> Result<(), StoreError> {
        let bytes = serde_json::to_vec_pretty(self)
            .map_err(|error| StoreError::Files(format!("{}: {error}", path.display())))?;
        write_secret(path, &bytes)
    }

    pub(super) fn file(folder: &DataFolder) -> PathBuf {
        folder.file(FILE)
    }

    /// Central's key as a key.
    pub(super) fn central(&self) -> Result<VerifyingKey, StoreError> {
        VerifyingKey::from_bytes(&self.central_key)
            .map_err(|error| StoreError::Files(format!("{FILE}: central's key: {error}")))
    }

    /// Where a former epoch ended.
    pub(super) fn end_of(&self, epoch: u32) -> Option<Head> {
        self.grants.iter().find(|grant| grant.epoch == epoch + 1).map(|grant| grant.former)
    }

    /// The same with these grants, when central signed them all for this hub.
    pub(super) fn with_grants(&self, grants: Vec<Grant>) -> Result<Self, Failure> {
        let central = self.central()?;
        let ours = |grant: &Grant| grant.hub == self.hub && grant.is_of(&central);
        match grants.last() {
            Some(last) if grants.iter().all(ours) && last.epoch >= self.epoch => {
                Ok(Self { epoch: last.epoch, grants, ..self.clone() })
            }
            Some(_) | None => {
                Err(Failure::NotCentral("its grants are not signed by it".to_owned()))
            }
        }
    }
}

/// What a person types at the hub.
#[derive(Debug, Clone)]
pub struct EnrolWith {
    /// Where central answers: `https://host:port`, or `http://` on this machine.
    pub central_url: String,
    /// Central's certificate authority, PEM, where it is not a public one.
    pub ca_pem: Option<String>,
    /// The one-time code.
    pub code: String,
}

/// Enrols this data folder as a hub, for the first time or in place of a machine that is gone. Keeps the
/// folder's key; the store is opened afterwards, under the epoch that comes back.
///
/// # Errors
/// `enrol-code-wrong`, `enrol-code-over`, `central-unreachable`, or a problem of the files.
pub async fn enrol(
    folder: &DataFolder,
    hub: &NodeId,
    with: EnrolWith,
) -> Result<Enrolment, Problem> {
    let files = |error: StoreError| crate::node::problem_of(&error);
    let key = folder.node_key().map_err(files)?;
    let heads = heads_of(folder, hub).await.map_err(files)?;
    let enrolment = ask(&key, hub, &with, heads).await?;
    enrolment.save(folder).map_err(files)?;
    Ok(enrolment)
}

/// What the folder holds of the hub's own epochs; nothing on a new machine.
async fn heads_of(folder: &DataFolder, hub: &NodeId) -> Result<Vec<EpochHead>, StoreError> {
    if !folder.file("node.sqlite").exists() {
        return Ok(Vec::new());
    }
    let (pool, _) = crate::store::open::connect(&folder.sqlite_url(), 1).await?;
    let mut db = pool.acquire().await?;
    let heads = crate::store::log::heads(&mut db).await?;
    drop(db);
    pool.close().await;
    let own = heads.into_iter().filter(|(series, _)| series.node == *hub);
    Ok(own.map(|(series, head)| EpochHead { epoch: series.epoch, head }).collect())
}

/// Asks central to let this key in as this hub.
///
/// # Errors
/// As [`enrol`].
pub async fn ask(
    key: &SigningKey,
    hub: &NodeId,
    with: &EnrolWith,
    heads: Vec<EpochHead>,
) -> Result<Enrolment, Problem> {
    let central_url = with.central_url.trim().trim_end_matches('/').to_owned();
    let http = talk::client(&central_url, with.ca_pem.as_deref())
        .map_err(|error| crate::node::problem_of(&error))?;
    let question = EnrolAsk {
        code: with.code.clone(),
        hub: hub.clone(),
        key: key.verifying_key().to_bytes(),
        heads,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        signature: Signature64::of(&EnrolAsk::signed_bytes(&with.code, hub), key),
    };
    let sent = http.post(format!("{central_url}{}", path::ENROL)).body(write_message(&question));
    let unreachable = |why: &dyn std::fmt::Display| {
        tracing::warn!(%why, "sync.enrol failed");
        Problem::try_later("central-unreachable")
    };
    let response = sent.send().await.map_err(|error| unreachable(&error))?;
    let response = talk::checked(response).await.map_err(|failure| {
        if let Failure::Refused(problem) = failure { *problem } else { unreachable(&failure) }
    })?;
    let bytes = response.bytes().await.map_err(|error| unreachable(&error))?;
    let enrolled: Enrolled =
        read_message(&bytes, "an enrolment").map_err(|error| unreachable(&error))?;
    let epoch = enrolled.grants.last().map_or(0, |last| last.epoch);
    let enrolment = Enrolment {
        hub: hub.clone(),
        central_url,
        ca_pem: with.ca_pem.clone().or(enrolled.ca_pem),
        central_key: enrolled.central_key,
        epoch,
        grants: Vec::new(),
    };
    let key = key.verifying_key().to_bytes();
    match enrolment.with_grants(enrolled.grants) {
        Ok(enrolment) if enrolment.grants.last().is_some_and(|last| last.key == key) => {
            Ok(enrolment)
        }
        Ok(_) => Err(unreachable(&"central granted another key")),
        Err(error) => Err(unreachable(&error)),
    }
}
