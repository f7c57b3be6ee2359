//! The data folder: who may use it, where the files stand, and the pairing with its secret.
//!
//! Always true: one process at a time holds the folder; the folder is 0700 and what stands in it 0600;
//! a file that cannot be read is moved aside with a time in its name and never deleted. Deliberately
//! absent: the outbox itself, which is a database beside these files.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use protocol::DeviceId;
use protocol::antenna::Paired;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize as _;

const LOCK: &str = "in-use.lock";
const DATABASE: &str = "antenna.sqlite";
const PAIRING: &str = "pairing.json";

/// Why the data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another process holds it.
    #[error("another antenna-app is already using {folder}: close it, or choose another --data")]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// It cannot be read or written.
    #[error("{path} cannot be used: {source}")]
    Unusable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl FolderError {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::Unusable { path: path.to_owned(), source }
    }
}

/// What a device keeps of its pairing: everything needed to speak with its hub again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    /// User name and client id.
    pub device: DeviceId,
    /// Password, as the hub gave it once.
    pub secret: String,
    /// Brokers to try in order, `mqtts://host:port`.
    pub brokers: Vec<String>,
    /// The hub's own certificate authority, PEM.
    pub ca_pem: String,
    /// Host and port where it was paired.
    pub address: String,
    /// When, UTC milliseconds by the device's clock.
    pub paired_at_ms: i64,
}

impl Pairing {
    /// What the hub answered, with where and when.
    #[must_use]
    pub fn new(paired: &Paired, address: String, paired_at_ms: i64) -> Self {
        Self {
            device: paired.device,
            secret: paired.secret.clone(),
            brokers: paired.brokers.clone(),
            ca_pem: paired.ca_pem.clone(),
            address,
            paired_at_ms,
        }
    }
}

impl std::fmt::Debug for Pairing {
    /// Never shows the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pairing").field("device", &self.device).finish_non_exhaustive()
    }
}

impl Drop for Pairing {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// The pairing as it was found on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundPairing {
    /// This device has not been paired.
    None,
    /// It has.
    Some(Box<Pairing>),
    /// The file could not be read; it now has this name.
    Damaged(PathBuf),
}

/// The folder, held by this process until it is dropped.
#[derive(Debug)]
pub struct DataFolder {
    root: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Where data stands when nobody says otherwise; `None` on a system without a home.
    #[must_use]
    pub fn usual() -> Option<PathBuf> {
        directories::ProjectDirs::from("", "", "costellazione-antenna")
            .map(|dirs| dirs.data_dir().to_owned())
    }

    /// Makes the folder if needed and takes hold of it.
    ///
    /// # Errors
    /// [`FolderError::InUse`] when another process holds it, [`FolderError::Unusable`] when it cannot be written.
    pub fn open(root: &Path) -> Result<Self, FolderError> {
        fs::create_dir_all(root).map_err(FolderError::at(root))?;
        keep_private(root, 0o700).map_err(FolderError::at(root))?;
        let path = root.join(LOCK);
        let lock = private_file(&path, false).map_err(FolderError::at(&path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { root: root.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(FolderError::InUse { folder: root.to_owned() }),
            Err(TryLockError::Error(source)) => Err(FolderError::Unusable { path, source }),
        }
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The outbox's database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.root.join(DATABASE)
    }

    /// The pairing, if there is one. A file that cannot be understood is moved aside.
    ///
    /// # Errors
    /// [`FolderError::Unusable`] when the file is there and cannot be read or moved.
    pub fn pairing(&self, now_ms: i64) -> Result<FoundPairing, FolderError> {
        let path = self.root.join(PAIRING);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(FoundPairing::None),
            Err(source) => return Err(FolderError::Unusable { path, source }),
        };
        match serde_json::from_slice(&text) {
            Ok(pairing) => Ok(FoundPairing::Some(Box::new(pairing))),
            Err(error) => {
                tracing::error!(line = error.line(), "the pairing file cannot be understood");
                move_aside(&path, now_ms).map(FoundPairing::Damaged).map_err(FolderError::at(&path))
            }
        }
    }

    /// Writes the pairing so that either the old or the new one is there after a power cut.
    ///
    /// # Errors
    /// [`FolderError::Unusable`] when the disk refuses.
    pub fn keep_pairing(&self, pairing: &Pairing) -> Result<(), FolderError> {
        let path = self.root.join(PAIRING);
        let fresh = self.root.join(format!("{PAIRING}.new"));
        let write = || -> io::Result<()> {
            let mut text = serde_json::to_vec_pretty(pairing)?;
            let written = private_file(&fresh, true)
                .and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()));
            text.zeroize();
            written?;
            fs::rename(&fresh, &path)?;
            File::open(&self.root)?.sync_all()
        };
        write().map_err(FolderError::at(&path))
    }

    /// Forgets the pairing; not being paired is fine too.
    ///
    /// # Errors
    /// [`FolderError::Unusable`] when the disk refuses.
    pub fn forget_pairing(&self) -> Result<(), FolderError> {
        let path = self.root.join(PAIRING);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(FolderError::Unusable { path, source: error })
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

/// Gives `path` and its companions (`-wal`, `-shm`) a name with the time in it, and answers that name.
///
/// # Errors
/// What the system said, when the file itself cannot be renamed.
pub fn move_aside(path: &Path, now_ms: i64) -> io::Result<PathBuf> {
    let stamp = jiff::Timestamp::from_millisecond(now_ms)
        .map_or_else(|_| now_ms.to_string(), |at| at.strftime("%Y%m%dT%H%M%SZ").to_string());
    let named = |suffix: &str| PathBuf::from(format!("{}{suffix}", path.display()));
    let mut aside = named(&format!(".damaged-{stamp}"));
    let mut again = 1_u32;
    while aside.exists() {
        aside = named(&format!(".damaged-{stamp}-{again}"));
        again += 1;
    }
    fs::rename(path, &aside)?;
    for suffix in ["-wal", "-shm"] {
        let companion = named(suffix);
        if companion.exists() {
            fs::rename(companion, format!("{}{suffix}", aside.display()))?;
        }
    }
    Ok(aside)
}

/// Makes a file that only its owner may read, or opens the one that is there.
///
/// # Errors
/// What the system said.
pub fn private_file(path: &Path, empty: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).read(true).write(true).truncate(empty);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    keep_private(path, 0o600)?;
    Ok(file)
}

#[cfg(unix)]
fn keep_private(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_private(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn pairing() -> Pairing {
        Pairing {
            device: DeviceId::new(Uuid::from_u128(7)),
            secret: "not-a-real-secret".into(),
            brokers: vec!["mqtts://127.0.0.1:8883".into()],
            ca_pem: String::new(),
            address: "127.0.0.1:8443".into(),
            paired_at_ms: 1,
        }
    }

    #[test]
    fn a_second_holder_is_refused_until_the_first_lets_go() {
        let place = tempfile::tempdir().unwrap();
        let first = DataFolder::open(place.path()).unwrap();
        let refused = DataFolder::open(place.path()).unwrap_err();
        assert!(matches!(refused, FolderError::InUse { .. }), "{refused}");
        assert!(refused.to_string().contains(&place.path().display().to_string()));
        drop(first);
        DataFolder::open(place.path()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn the_secret_can_be_read_by_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(place.path()).unwrap();
        folder.keep_pairing(&pairing()).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&place.path().join(PAIRING)), 0o600);
        assert_eq!(mode(place.path()), 0o700);
    }

    #[test]
    fn a_pairing_reads_back_and_can_be_forgotten() {
        let place = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(place.path()).unwrap();
        assert_eq!(folder.pairing(0).unwrap(), FoundPairing::None);
        folder.keep_pairing(&pairing()).unwrap();
        assert_eq!(folder.pairing(0).unwrap(), FoundPairing::Some(Box::new(pairing())));
        folder.forget_pairing().unwrap();
        folder.forget_pairing().unwrap();
        assert_eq!(folder.pairing(0).unwrap(), FoundPairing::None);
    }

    #[test]
    fn a_damaged_pairing_is_moved_aside_and_never_deleted() {
        let place = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(place.path()).unwrap();
        for _ in 0..2 {
            fs::write(place.path().join(PAIRING), b"{half a fi").unwrap();
            let FoundPairing::Damaged(aside) = folder.pairing(0).unwrap() else {
                panic!("a damaged pairing was read");
            };
            assert_eq!(fs::read(aside).unwrap(), b"{half a fi");
        }
        assert_eq!(folder.pairing(0).unwrap(), FoundPairing::None);
    }

    #[test]
    fn a_debug_print_never_shows_the_secret() {
        assert!(!format!("{:?}", pairing()).contains("not-a-real-secret"));
    }
}
