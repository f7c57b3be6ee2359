//! A machine that fails when told to: full disk, read-only disk, slow disk, wrong clock, through the real
//! programs and without being root. `faults.c` says how.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What goes wrong, for the programs that were started under it.
pub struct Faults {
    folder: PathBuf,
    library: PathBuf,
}

impl Faults {
    /// Prepares a machine with its files in `place`.
    ///
    /// # Panics
    /// When there is no C compiler, which building SQLite needs too.
    #[must_use]
    pub fn new(place: &Path) -> Self {
        let folder = place.join("faults");
        std::fs::create_dir_all(&folder).expect("a folder");
        let library = place.join("faults.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/faults.c");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .args([&library, &source])
            .arg("-ldl")
            .status()
            .expect("a C compiler");
        assert!(built.success(), "{} does not compile", source.display());
        Self { folder, library }
    }

    /// A command whose program will live on this machine.
    #[must_use]
    pub fn under(&self, mut command: Command) -> Command {
        command.env("LD_PRELOAD", &self.library).env("FAULTS", &self.folder);
        command
    }

    /// From now on this is wrong.
    ///
    /// # Panics
    /// When the test's own disk fails.
    pub fn begin(&self, what: &str) {
        std::fs::write(self.folder.join(what), "").expect("a file");
    }

    /// From now on the clock is wrong by so many seconds.
    ///
    /// # Panics
    /// When the test's own disk fails.
    pub fn move_clock(&self, by_secs: i64) {
        // Whole or not at all: the programs read it at every look at the clock.
        let draft = self.folder.join("draft");
        std::fs::write(&draft, by_secs.to_string()).expect("a file");
        std::fs::rename(draft, self.folder.join("clock")).expect("a file");
    }

    /// From now on it is right again.
    pub fn end(&self, what: &str) {
        let _ = std::fs::remove_file(self.folder.join(what));
    }
}
