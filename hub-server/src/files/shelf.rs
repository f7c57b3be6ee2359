//! Where the bytes of files are: a folder in the node's data, each file once, under its hash.
//!
//! ```text
//! files/ab/ab34…           the whole file; ab34….large and ab34….small of a picture
//! files/coming/….new       what is being received; emptied at every start
//! files/coming/ab34….part  what has come so far of a file from a hub
//! ```
//!
//! Always true: a path here is made of a hash and of nothing a person wrote; a file is there whole or not at all (it is
//! written beside, brought to the disk, and only then given its name); nothing that a fact refers to is unlinked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use protocol::{Hash, Problem};
use tokio::io::AsyncWriteExt as _;
use tokio::sync::Semaphore;

use super::limits::FilesConfig;
use crate::node::fresh_bytes;

/// Which copy of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// The file itself.
    Whole,
    /// A picture to fill a page.
    Large,
    /// A picture among others.
    Small,
}

impl Size {
    /// Its word in an address.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Large => "large",
            Self::Small => "small",
        }
    }

    /// Reads such a word.
    #[must_use]
    pub fn from_slug(text: &str) -> Option<Self> {
        [Self::Whole, Self::Large, Self::Small].into_iter().find(|size| size.slug() == text)
    }
}

/// The folder.
#[derive(Debug)]
pub struct Shelf {
    root: PathBuf,
    /// What may be put on it.
    pub limits: FilesConfig,
    busy: Mutex<Busy>,
    /// Pictures are drawn one after the other: each takes much memory.
    pub(super) drawing: Semaphore,
}

/// What must not be unlinked although no fact refers to it yet.
#[derive(Debug, Default)]
struct Busy {
    held: BTreeMap<Hash, usize>,
    since_sweep: BTreeSet<Hash>,
}

/// Something received that is no file of ours yet; dropped, it is gone.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    /// How long it is, in bytes.
    pub size: u64,
    /// BLAKE3 of its bytes.
    pub hash: Hash,
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Where it was kept it has another name by now.
        let _ = fs::remove_file(&self.path);
    }
}

impl Draft {
    /// Reads it.
    ///
    /// # Errors
    /// The disk's.
    pub fn open(&self) -> io::Result<File> {
        File::open(&self.path)
    }
}

/// A file that is on the shelf and stays there while this lives.
#[derive(Debug)]
pub struct Held {
    shelf: Arc<Shelf>,
    /// Its name.
    pub hash: Hash,
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut busy = self.shelf.busy();
        if let Some(count) = busy.held.get_mut(&self.hash) {
            *count -= 1;
            if *count == 0 {
                busy.held.remove(&self.hash);
            }
        }
    }
}

/// Why something could not be received.
#[derive(Debug)]
pub enum Unreceived {
    /// It is longer than may be; the most, in bytes.
    TooLong(u64),
    /// It stopped coming.
    Broken,
    /// The disk's fault.
    Disk(io::Error),
}

impl From<io::Error> for Unreceived {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// The problem a fault of the disk is for whoever waits; the cause is logged here.
#[must_use]
#[expect(clippy::wildcard_enum_match_arm, reason = "the standard library's list is open")]
pub fn problem_of(error: &io::Error) -> Problem {
    let slug = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "disk-full",
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => "disk-read-only",
        _ => "disk-failed",
    };
    tracing::error!(%error, "files.shelf failed: {slug}");
    Problem::try_later(slug)
}

impl Shelf {
    /// The shelf in a data folder; what was being received when the program last ended is thrown away.
    ///
    /// # Errors
    /// The disk's.
    pub fn open(data: &Path, limits: FilesConfig) -> io::Result<Arc<Self>> {
        let root = data.join("files");
        let coming = root.join("coming");
        fs::create_dir_all(&coming)?;
        for entry in fs::read_dir(&coming)? {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == "new") {
                fs::remove_file(path)?;
            }
        }
        Ok(Arc::new(Self { root, limits, busy: Mutex::default(), drawing: Semaphore::new(1) }))
    }

    /// Where a copy of a file is, or would be.
    #[must_use]
    pub fn path(&self, hash: Hash, size: Size) -> PathBuf {
        let name = hash.to_string();
        let folder = self.root.join(&name[..2]);
        match size {
            Size::Whole => folder.join(name),
            Size::Large | Size::Small => folder.join(format!("{name}.{}", size.slug())),
        }
    }

    /// Whether a file is here.
    #[must_use]
    pub fn has(&self, hash: Hash) -> bool {
        self.path(hash, Size::Whole).is_file()
    }

    fn fresh(&self) -> PathBuf {
        let name = data_encoding::HEXLOWER.encode(&fresh_bytes()[..16]);
        self.root.join("coming").join(format!("{name}.new"))
    }

    /// Receives what comes, at most `most` bytes of it; the rest of what is longer is let pass, so that whoever sends
    /// it reads the answer.
    ///
    /// # Errors
    /// [`Unreceived`]; nothing is left behind.
    pub async fn receive<E>(
        &self,
        mut coming: impl Stream<Item = Result<Bytes, E>> + Unpin,
        most: u64,
    ) -> Result<Draft, Unreceived> {
        let mut draft = Draft { path: self.fresh(), size: 0, hash: Hash::ZERO };
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut file = options.open(&draft.path).await?;
        let mut hasher = blake3::Hasher::new();
        while let Some(piece) = coming.next().await {
            let Ok(piece) = piece else { return Err(Unreceived::Broken) };
            draft.size = draft.size.saturating_add(piece.len() as u64);
            if draft.size > most {
                drop(file);
                while let Some(Ok(_)) = coming.next().await {}
                return Err(Unreceived::TooLong(most));
            }
            hasher.update(&piece);
            file.write_all(&piece).await?;
        }
        file.flush().await?;
        draft.hash = Hash(*hasher.finalize().as_bytes());
        Ok(draft)
    }

    /// A draft of bytes that are in hand.
    ///
    /// # Errors
    /// The disk's.
    pub fn draft(&self, bytes: &[u8]) -> io::Result<Draft> {
        let hash = Hash(*blake3::hash(bytes).as_bytes());
        let draft = Draft { path: self.fresh(), size: bytes.len() as u64, hash };
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(&draft.path)?;
        file.write_all(bytes)?;
        Ok(draft)
    }

    /// Keeps a draft under its hash, with its smaller copies where it is a picture. What is here already is not
    /// written again. It stays at least as long as what comes back lives.
    ///
    /// # Errors
    /// The disk's; nothing is left behind.
    pub fn keep(self: &Arc<Self>, whole: &Draft, smaller: &[(Size, Draft)]) -> io::Result<Held> {
        let held = self.hold(whole.hash);
        // The whole one last: when it is there, its copies are.
        for (size, draft) in smaller {
            self.place(draft, &self.path(whole.hash, *size))?;
        }
        self.place(whole, &self.path(whole.hash, Size::Whole))?;
        Ok(held)
    }

    fn hold(self: &Arc<Self>, hash: Hash) -> Held {
        let mut busy = self.busy();
        *busy.held.entry(hash).or_default() += 1;
        busy.since_sweep.insert(hash);
        drop(busy);
        Held { shelf: self.clone(), hash }
    }

    fn place(&self, draft: &Draft, to: &Path) -> io::Result<()> {
        if to.is_file() {
            return Ok(());
        }
        let folder = to.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        File::open(&draft.path)?.sync_all()?;
        fs::rename(&draft.path, to)?;
        File::open(folder)?.sync_all()?;
        File::open(&self.root)?.sync_all()
    }

    /// Every file here, once each.
    ///
    /// # Errors
    /// The disk's.
    pub fn all(&self) -> io::Result<BTreeSet<Hash>> {
        let mut found = BTreeSet::new();
        for folder in fs::read_dir(&self.root)? {
            let folder = folder?;
            if folder.file_name().len() != 2 || !folder.file_type()?.is_dir() {
                continue;
            }
            for entry in fs::read_dir(folder.path())? {
                let name = entry?.file_name();
                let hash = name.to_str().and_then(|name| name.get(..64)).and_then(hash_of);
                found.extend(hash);
            }
        }
        Ok(found)
    }

    /// From now on it is remembered what is kept, so that [`Self::unlink`] can be told what was referred to at this
    /// moment or later.
    pub fn begin_sweep(&self) {
        let mut busy = self.busy();
        busy.since_sweep = busy.held.keys().copied().collect();
    }

    /// Unlinks a file with its copies, unless somebody began to keep it since [`Self::begin_sweep`]. Whether it did.
    ///
    /// # Errors
    /// The disk's.
    pub fn unlink(&self, hash: Hash) -> io::Result<bool> {
        let busy = self.busy();
        if busy.held.contains_key(&hash) || busy.since_sweep.contains(&hash) {
            return Ok(false);
        }
        for size in [Size::Whole, Size::Large, Size::Small] {
            match fs::remove_file(self.path(hash, size)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        drop(busy);
        Ok(true)
    }

    /// Whether a file is here and its bytes are those its name says.
    ///
    /// # Errors
    /// The disk's.
    pub fn is_whole(&self, hash: Hash) -> io::Result<bool> {
        let mut file = match File::open(self.path(hash, Size::Whole)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        Ok(digest(&mut file)? == hash)
    }

    fn part(&self, hash: Hash) -> PathBuf {
        self.root.join("coming").join(format!("{hash}.part"))
    }

    /// How many bytes have come of a file from another node.
    #[must_use]
    pub fn part_size(&self, hash: Hash) -> u64 {
        fs::metadata(self.part(hash)).map_or(0, |metadata| metadata.len())
    }

    /// Adds a piece to what has come of a file from another node, where it goes on from there. How many bytes there
    /// are then.
    ///
    /// # Errors
    /// The disk's.
    pub fn add_piece(&self, hash: Hash, from: u64, bytes: &[u8]) -> io::Result<u64> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true).mode(0o600);
        let mut file = options.open(self.part(hash))?;
        let have = file.metadata()?.len();
        if from > have {
            return Ok(have);
        }
        file.seek(io::SeekFrom::Start(from))?;
        file.write_all(bytes)?;
        file.sync_data()?;
        Ok(have.max(from + bytes.len() as u64))
    }

    /// Everything that has come of a file, as a draft; `None`, and nothing of it is left, when it is not what its name
    /// says.
    ///
    /// # Errors
    /// The disk's.
    pub fn assembled(&self, hash: Hash) -> io::Result<Option<Draft>> {
        let draft = Draft { path: self.fresh(), size: self.part_size(hash), hash };
        fs::rename(self.part(hash), &draft.path)?;
        Ok((digest(&mut draft.open()?)? == hash).then_some(draft))
    }

    /// A piece of a file that is here, at most `most` bytes.
    ///
    /// # Errors
    /// The disk's.
    pub fn piece(&self, hash: Hash, from: u64, most: usize) -> io::Result<Vec<u8>> {
        let mut file = File::open(self.path(hash, Size::Whole))?;
        file.seek(io::SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(most as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn busy(&self) -> MutexGuard<'_, Busy> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All of a draft.
///
/// # Errors
/// The disk's.
pub fn whole(draft: &Draft) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    draft.open()?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn digest(file: &mut File) -> io::Result<Hash> {
    let mut hasher = blake3::Hasher::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(Hash(*hasher.finalize().as_bytes())),
            held => hasher.update(&piece[..held]),
        };
    }
}

/// Reads a hash from its 64 digits.
#[must_use]
pub fn hash_of(text: &str) -> Option<Hash> {
    let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok()?;
    Hash::from_slice(&bytes)
}
