//! The data folder of a node: its lock, its keys, its certificates. Everything in it that is secret is
//! readable by its owner only.
//!
//! ```text
//! lock                 held by the process that works here
//! node.sqlite          the log, the tables, the vault (unless a PostgreSQL URL is configured)
//! keys/node.key        Ed25519 seed the heads are signed with
//! keys/vault.key       32 bytes that wrap every person's key; print its recovery sheet
//! keys/ca.pem ca.key   this node's own certificate authority, which devices and kiosks pin
//! keys/server.pem .key the server's certificate, made anew when it is about to expire
//! files/               documents and pictures, each once under its hash
//! ```

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use jiff::{Timestamp, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use crate::node::fresh_bytes;
use crate::store::StoreError;
use crate::store::lock::FolderLock;
use crate::store::vault::VaultKey;

/// How long a server certificate lasts, in days; it is made anew when a third of that is left.
const SERVER_DAYS: i64 = 365;
/// How long the authority lasts, in years.
const AUTHORITY_YEARS: i32 = 20;

/// An open data folder; as long as it lives nobody else can open it.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    _lock: FolderLock,
}

/// The files a TLS listener needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificates {
    /// The authority, PEM: what kiosks, devices and hubs pin.
    pub ca_pem: String,
    /// The authority, DER: what a pairing link's fingerprint is of.
    pub ca_der: Vec<u8>,
    /// Path of the server's chain, PEM.
    pub server_pem: PathBuf,
    /// Path of the server's key, PEM.
    pub server_key: PathBuf,
    /// When the server's certificate expires, UTC milliseconds.
    pub expires_at_ms: i64,
}

impl DataFolder {
    /// Opens the folder, making it where it is missing.
    ///
    /// # Errors
    /// [`StoreError::Files`] that says what is wrong and what to do.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let keys = path.join("keys");
        fs::create_dir_all(&keys).map_err(|error| {
            files(&keys, &error, "choose another folder with --data, or make this one writable")
        })?;
        let lock = FolderLock::take(path)?;
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A file in it.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The URL of the SQLite database in it.
    #[must_use]
    pub fn sqlite_url(&self) -> String {
        format!("sqlite:{}?mode=rwc", self.file("node.sqlite").display())
    }

    /// The key this node signs with, made at the first call.
    ///
    /// # Errors
    /// [`StoreError::Files`].
    pub fn node_key(&self) -> Result<SigningKey, StoreError> {
        Ok(SigningKey::from_bytes(&self.secret("node.key")?))
    }

    /// The key of the vault, made at the first call.
    ///
    /// # Errors
    /// [`StoreError::Files`].
    pub fn vault_key(&self) -> Result<VaultKey, StoreError> {
        Ok(VaultKey::new(self.secret("vault.key")?))
    }

    /// Puts the vault key of a recovery sheet in place, before the vault is used.
    ///
    /// # Errors
    /// [`StoreError::Files`] also when another key is there already.
    pub fn put_vault_key(&self, key: &VaultKey) -> Result<(), StoreError> {
        let path = self.file("keys/vault.key");
        if path.exists() {
            let text = format!("{} exists: a vault key is never written over", path.display());
            return Err(StoreError::Files(text));
        }
        write_secret(&path, data_encoding::HEXLOWER.encode(key.bytes()).as_bytes())
    }

    fn secret(&self, name: &str) -> Result<[u8; 32], StoreError> {
        let path = self.file("keys").join(name);
        if !path.exists() {
            write_secret(&path, data_encoding::HEXLOWER.encode(&fresh_bytes()).as_bytes())?;
        }
        let text = fs::read_to_string(&path)
            .map_err(|error| files(&path, &error, "it must be readable by this user"))?;
        data_encoding::HEXLOWER
            .decode(text.trim().as_bytes())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| {
                StoreError::Files(format!(
                    "{} is damaged: put it back from a backup; do not delete it, what it opens cannot be \
                     opened by another key",
                    path.display()
                ))
            })
    }

    /// The node's certificates for these host names and addresses; made where missing, and the server's
    /// made anew when little of its time is left or a name is new.
    ///
    /// # Errors
    /// [`StoreError::Files`].
    pub fn certificates(&self, names: &[String], now_ms: i64) -> Result<Certificates, StoreError> {
        let keys = self.file("keys");
        let (ca_path, ca_key_path) = (keys.join("ca.pem"), keys.join("ca.key"));
        if !ca_path.exists() {
            make_authority(&ca_path, &ca_key_path, now_ms)?;
        }
        let ca_pem = read(&ca_path)?;
        let ca_der = CertificateDer::from_pem_slice(ca_pem.as_bytes())
            .map_err(|error| damaged(&ca_path, &error))?
            .to_vec();
        let (server_pem, server_key) = (keys.join("server.pem"), keys.join("server.key"));
        let note = keys.join("server.txt");
        let kept = fs::read_to_string(&note).ok().and_then(|text| kept_until(&text, names));
        let third_ms = SERVER_DAYS * 86_400_000 / 3;
        let expires_at_ms = match kept {
            Some(until) if until - now_ms > third_ms && reads(&server_pem, &server_key) => until,
            _ => {
                let key = KeyPair::from_pem(&read(&ca_key_path)?)
                    .map_err(|error| damaged(&ca_key_path, &error))?;
                let issuer = Issuer::from_ca_cert_pem(&ca_pem, key)
                    .map_err(|error| damaged(&ca_path, &error))?;
                let until = now_ms + SERVER_DAYS * 86_400_000;
                make_server(&issuer, names, now_ms, until, &server_pem, &server_key)?;
                write_secret(&note, format!("{until} {}", names.join(" ")).as_bytes())?;
                until
            }
        };
        Ok(Certificates { ca_pem, ca_der, server_pem, server_key, expires_at_ms })
    }
}

/// Whether certificate and key are there and whole; what is not is made again by the authority.
fn reads(server_pem: &Path, server_key: &Path) -> bool {
    CertificateDer::from_pem_file(server_pem).is_ok()
        && PrivateKeyDer::from_pem_file(server_key).is_ok()
}

fn kept_until(note: &str, names: &[String]) -> Option<i64> {
    let (until, kept) = note.trim().split_once(' ')?;
    (kept == names.join(" ")).then(|| until.parse().ok()).flatten()
}

fn make_authority(ca_path: &Path, key_path: &Path, now_ms: i64) -> Result<(), StoreError> {
    let failed = |error: rcgen::Error| damaged(ca_path, &error);
    let mut params = CertificateParams::new(Vec::<String>::new()).map_err(failed)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
    params.distinguished_name.push(DnType::CommonName, "Costellazione");
    let (year, month, day) = date_of(now_ms - 86_400_000);
    params.not_before = rcgen::date_time_ymd(year, month, day);
    params.not_after = rcgen::date_time_ymd(year + AUTHORITY_YEARS, month, day.min(28));
    let key = KeyPair::generate().map_err(failed)?;
    let certificate = params.self_signed(&key).map_err(failed)?;
    write_secret(key_path, key.serialize_pem().as_bytes())?;
    write_secret(ca_path, certificate.pem().as_bytes())
}

fn make_server(
    issuer: &Issuer<'_, KeyPair>,
    names: &[String],
    now_ms: i64,
    until_ms: i64,
    pem_path: &Path,
    key_path: &Path,
) -> Result<(), StoreError> {
    let failed = |error: rcgen::Error| damaged(pem_path, &error);
    let mut params = CertificateParams::new(names.to_vec()).map_err(failed)?;
    params.distinguished_name.push(DnType::CommonName, "Costellazione");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let (year, month, day) = date_of(now_ms - 86_400_000);
    params.not_before = rcgen::date_time_ymd(year, month, day);
    let (year, month, day) = date_of(until_ms);
    params.not_after = rcgen::date_time_ymd(year, month, day);
    let key = KeyPair::generate().map_err(failed)?;
    let certificate = params.signed_by(&key, issuer).map_err(failed)?;
    write_secret(key_path, key.serialize_pem().as_bytes())?;
    write_secret(pem_path, certificate.pem().as_bytes())
}

/// Year, month and day of an instant, in UTC.
fn date_of(at_ms: i64) -> (i32, u8, u8) {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    let date = at.to_zoned(TimeZone::UTC).date();
    let part = |n: i8| u8::try_from(n).unwrap_or(1);
    (i32::from(date.year()), part(date.month()), part(date.day()))
}

/// Days from now until an instant, rounded down; negative once it has passed.
#[must_use]
pub fn days_until(at_ms: i64, now_ms: i64) -> i64 {
    at_ms.saturating_sub(now_ms).div_euclid(86_400_000)
}

fn read(path: &Path) -> Result<String, StoreError> {
    fs::read_to_string(path).map_err(|error| files(path, &error, "put it back from a backup"))
}

/// Writes a file that only its owner can read, whole or not at all.
///
/// # Errors
/// [`StoreError::Files`].
pub fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let draft = path.with_extension("new");
    let write = || -> std::io::Result<()> {
        let mut file = fs::OpenOptions::new()
            .create(true)
            .truncate(true)
            .write(true)
            .mode(0o600)
            .open(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&draft, path)
    };
    write().map_err(|error| files(path, &error, "check the disk's free space and who owns it"))
}

fn files(path: &Path, error: &std::io::Error, then: &str) -> StoreError {
    StoreError::Files(format!("{} cannot be used ({error}): {then}", path.display()))
}

fn damaged(path: &Path, error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Files(format!("{} is damaged ({error}): put it back from a backup", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::MORNING_MS;

    #[test]
    fn keys_are_made_once_and_are_the_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(place.path()).unwrap();
        let first = folder.node_key().unwrap();
        assert_eq!(folder.node_key().unwrap(), first);
        let mode = fs::metadata(folder.file("keys/node.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_key_is_named_and_not_replaced() {
        let place = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(place.path()).unwrap();
        fs::write(folder.file("keys/node.key"), "zzz").unwrap();
        let error = folder.node_key().unwrap_err().to_string();
        assert!(error.contains("node.key is damaged"), "{error}");
        assert_eq!(fs::read_to_string(folder.file("keys/node.key")).unwrap(), "zzz");
    }

    #[test]
    fn a_certificate_is_kept_until_a_third_of_its_time_is_left_or_a_name_is_new() {
        let place = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(place.path()).unwrap();
        let names = ["localhost".to_owned()];
        let first = folder.certificates(&names, MORNING_MS).unwrap();
        let day = 86_400_000;
        assert_eq!(folder.certificates(&names, MORNING_MS + 100 * day).unwrap(), first);
        let renewed = folder.certificates(&names, MORNING_MS + 300 * day).unwrap();
        assert!(renewed.expires_at_ms > first.expires_at_ms);
        assert_eq!(renewed.ca_pem, first.ca_pem);
        assert_eq!(days_until(first.expires_at_ms, MORNING_MS), SERVER_DAYS);
    }
}
