//! One process a data folder: a second one is told so before it opens anything.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::Path;

use super::StoreError;

/// Holds the folder until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the folder.
    ///
    /// # Errors
    /// [`StoreError::Files`] when another process has it, or when the folder cannot be written.
    pub fn take(folder: &Path) -> Result<Self, StoreError> {
        let shown = folder.display();
        let path = folder.join("lock");
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| {
                StoreError::Files(format!(
                    "the data folder {shown} cannot be written ({error}); check that the disk is not \
                     read-only and that this user owns the folder"
                ))
            })?;
        match file.try_lock() {
            Ok(()) => {
                // The number is for people who look; the lock itself does not rest on it.
                let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
                Ok(Self { _file: file })
            }
            Err(TryLockError::WouldBlock) => {
                let owner = std::fs::read_to_string(&path).unwrap_or_default();
                Err(StoreError::Files(format!(
                    "another process{} already works on {shown}; stop it first, or give this one a \
                     data folder of its own with --data",
                    owner.trim().parse::<u32>().map(|id| format!(" ({id})")).unwrap_or_default()
                )))
            }
            Err(TryLockError::Error(error)) => {
                Err(StoreError::Files(format!("the lock in {shown} cannot be taken: {error}")))
            }
        }
    }
}
