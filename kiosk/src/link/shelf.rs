//! The last known place, kept on disk so that the kiosk starts while its hub is off.
//!
//! Always true: only the place is kept, and it holds nothing personal; a file that cannot be read counts as none.

use std::path::PathBuf;
use std::{fs, io};

use protocol::kiosk::Place;

/// Where the place is kept.
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    /// A shelf in this folder, which is made when something is first kept.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The place as last kept, if there is one that makes sense.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        let path = self.folder.join("place.json");
        let bytes = fs::read(&path).ok()?;
        serde_json::from_slice(&bytes)
            .inspect_err(|error| tracing::warn!(%error, path = %path.display(), "not a place"))
            .ok()
    }

    /// Keeps the place. A power cut leaves the old one or the new one, never half.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(&self, place: &Place) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let beside = self.folder.join("place.json.new");
        fs::write(&beside, serde_json::to_vec(place)?)?;
        fs::File::open(&beside)?.sync_all()?;
        fs::rename(beside, self.folder.join("place.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_file_counts_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(folder.path().join("deep/er"));
        assert_eq!(shelf.place(), None);
        fs::create_dir_all(folder.path().join("deep/er")).unwrap();
        fs::write(folder.path().join("deep/er/place.json"), "{\"city\":").unwrap();
        assert_eq!(shelf.place(), None);
    }
}
