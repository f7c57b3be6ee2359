//! What an outside Mosquitto needs to serve this hub: its access list, its passwords, and a configuration
//! to start from.
//!
//! Always true: the access list is made from `protocol::topic`, the same rule that the embedded broker asks;
//! the password file holds hashes only. Deliberately absent: starting or signalling Mosquitto, except by the
//! command that the configuration names.

use std::fmt::Write as _;
use std::io::Write as _;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use protocol::topic;
use ring::pbkdf2;

use crate::network;
use crate::node::fresh_bytes;
use crate::store::{Store, StoreError};

/// What `mosquitto_passwd` uses. Our passwords are 32 random bytes: no number of rounds would add anything.
const ROUNDS: NonZeroU32 = NonZeroU32::new(101).expect("101 is not zero");
const SALT_LEN: usize = 12;

/// The access list and the passwords, as Mosquitto reads them.
#[derive(Clone, PartialEq, Eq)]
pub struct MosquittoFiles {
    /// For `acl_file`.
    pub acl: String,
    /// For `password_file`.
    pub passwords: String,
}

impl std::fmt::Debug for MosquittoFiles {
    /// Never shows the hashes.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MosquittoFiles").finish_non_exhaustive()
    }
}

/// A password as a Mosquitto password file has it, after the user name: PBKDF2 with SHA-512, in the form
/// `$7$rounds$salt$hash`, which Mosquitto has read since 2.0.
#[must_use]
pub fn password_hash(password: &[u8], chance: &[u8; 32]) -> String {
    let salt = &chance[..SALT_LEN];
    let mut hash = [0; 64];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA512, ROUNDS, salt, password, &mut hash);
    format!("$7${ROUNDS}${}${}", BASE64.encode(salt), BASE64.encode(&hash))
}

/// The files for all devices of this hub that may connect now, and for the hub itself.
///
/// # Errors
/// [`StoreError`].
pub async fn mosquitto_files(
    store: &Store,
    hub_user: &str,
    hub_password: &str,
) -> Result<MosquittoFiles, StoreError> {
    let mut db = store.read().await?;
    let devices: Vec<_> = network::credentials(&mut db)
        .await?
        .into_iter()
        .map(|credential| (credential.device, credential.neighbourhoods))
        .collect();
    let hub_hash = password_hash(hub_password.as_bytes(), &fresh_bytes());
    let mut passwords = format!("{hub_user}:{hub_hash}\n");
    for (device, hash) in network::mosquitto_hashes(&mut db).await? {
        let _ = writeln!(passwords, "{device}:{hash}");
    }
    Ok(MosquittoFiles { acl: topic::mosquitto_acl(hub_user, &devices), passwords })
}

/// Where the two files go, and what makes Mosquitto read them again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MosquittoPlace {
    /// For `acl_file`.
    pub acl: PathBuf,
    /// For `password_file`.
    pub passwords: PathBuf,
    /// A program and its arguments that make Mosquitto read both again (it does on SIGHUP) and close the
    /// connections of users that are gone; empty when somebody else sees to it.
    pub reload: Vec<String>,
}

impl MosquittoPlace {
    /// Both files in one folder, under the names that [`lay_configuration`] gives them.
    #[must_use]
    pub fn in_folder(folder: &Path, reload: Vec<String>) -> Self {
        Self { acl: folder.join("acl"), passwords: folder.join("passwords"), reload }
    }
}

/// Puts `mosquitto.conf` into a folder, unless one is there already, which may have been changed by hand.
/// `url` is where devices and the hub will find the broker; `tls` is certificate chain and key.
///
/// # Errors
/// What the disk said, with the file's name.
pub fn lay_configuration(
    folder: &Path,
    url: &str,
    place: &MosquittoPlace,
    tls: (&Path, &Path),
) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let file = folder.join("mosquitto.conf");
    if file.exists() {
        return Ok(());
    }
    let port = url.trim_end_matches('/').rsplit(':').next().unwrap_or_default();
    let text = match url.split_once("://") {
        Some(("mqtts", _)) => example_configuration(port, place, Some(tls)),
        _ => example_configuration(&format!("{port} 127.0.0.1"), place, None),
    };
    write_whole(&file, &text)
}

impl MosquittoFiles {
    /// Writes both files, each whole or not at all, readable by their owner and group only.
    ///
    /// # Errors
    /// What the disk said, with the file's name.
    pub fn write(&self, place: &MosquittoPlace) -> std::io::Result<()> {
        // In this order nobody is let in whom the access list does not know yet.
        write_whole(&place.acl, &self.acl)?;
        write_whole(&place.passwords, &self.passwords)
    }
}

fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let named = |error: std::io::Error| {
        std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
    };
    let fresh = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
    let mut file = options.open(&fresh).map_err(named)?;
    file.write_all(text.as_bytes()).map_err(named)?;
    file.sync_all().map_err(named)?;
    std::fs::rename(&fresh, path).map_err(named)
}

/// A Mosquitto configuration that keeps the hub's promises: nobody without a password, the user name as
/// client id (or another device could take over a session), our message size, no retained messages. `tls`
/// is certificate chain and key; without it `listener` should be on loopback.
#[must_use]
pub fn example_configuration(
    listener: &str,
    place: &MosquittoPlace,
    tls: Option<(&Path, &Path)>,
) -> String {
    let mut file = format!(
        "listener {listener}\nset_tcp_nodelay true\nallow_anonymous false\n\
         use_username_as_clientid true\npassword_file {}\nacl_file {}\n\
         message_size_limit {}\nretain_available false\n\
         max_queued_messages 10000\nmax_inflight_messages 1000\npersistence false\n",
        place.passwords.display(),
        place.acl.display(),
        protocol::antenna::MESSAGE_MAX,
    );
    if let Some((chain, key)) = tls {
        let _ = writeln!(file, "certfile {}\nkeyfile {}", chain.display(), key.display());
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_hashed_as_mosquitto_expects_it() {
        // Worked out with Python's hashlib.pbkdf2_hmac("sha512", b"secret", bytes(12), 101).
        let known = "$7$101$AAAAAAAAAAAAAAAA$GKi4qDyk9y4EWmYPwoG2Z68xDS4geZItBOL+r9OzoRFUOftyza0bBNYPi\
            42rbBMws2OTLsfxYvabe/4weVE1LQ==";
        assert_eq!(password_hash(b"secret", &[0; 32]), known);
    }

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = MosquittoPlace {
            acl: folder.path().join("acl"),
            passwords: folder.path().join("passwords"),
            reload: Vec::new(),
        };
        for text in ["long at first", "short"] {
            let files = MosquittoFiles { acl: text.to_owned(), passwords: text.to_owned() };
            files.write(&place).unwrap();
            assert_eq!(std::fs::read_to_string(&place.acl).unwrap(), text);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left over");
    }
}
