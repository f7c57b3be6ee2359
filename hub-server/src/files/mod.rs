//! Documents and pictures attached to something (CAPABILITIES E25, and what a project sheet shows): what they are, to
//! what they belong, who may have them.
//!
//! Always true: the bytes are on the node's shelf under their hash, once however often they are attached, and are there
//! before the fact that refers to them; pictures are drawn again, so that nothing a camera wrote beside them is kept;
//! no name a person gave becomes a path. Deliberately absent: looking into documents for what is bad in them. They are
//! given out to be kept, never to be run by a page of ours.

pub mod content;
pub mod decide;
pub mod events;
pub mod picture;
mod projection;
pub mod queries;
pub mod shelf;
#[cfg(test)]
pub(crate) mod tests;
pub mod travel;

use std::io;
use std::sync::{Arc, Weak};

use protocol::{FileId, Problem};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use tokio::sync::broadcast;

pub use decide::Refusal;
pub use events::{About, Content, Event, Sort};
pub use projection::project;
pub use shelf::{Shelf, Size};

use self::content::{Kind, Unfit};
use self::picture::{Bad, POINTS_MAX};
use self::queries::Attached;
use self::shelf::{Draft, Held};
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::{Node, problem_of};
use crate::people::authority::maybe_place;
use crate::people::roles::{Permission, Target};
use crate::store::{Committed, Fact, Write};
use crate::{desk, gatherings, showcase};

/// How facts of this domain begin.
pub const DOMAIN: &str = "files";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["file_attachment"];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [queries::STATEMENTS, projection::STATEMENTS].concat()
}

/// What can be asked of this domain. What is attached takes the command's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Attach a file that is on the shelf of this node.
    Attach {
        /// To what.
        about: About,
        /// What it is.
        content: Content,
        /// What it was called where it comes from.
        name: String,
        /// What it shows or says, at most 300 characters; a picture needs some.
        words: String,
    },
    /// Say anew what it shows or says.
    Describe {
        /// Which file.
        file: FileId,
        /// What it is attached to.
        about: About,
        /// The words.
        words: String,
    },
    /// Take it away.
    TakeAway {
        /// Which file.
        file: FileId,
        /// What it is attached to.
        about: About,
    },
    /// Show it to everybody, or show it no more. At central.
    Show {
        /// Which file.
        file: FileId,
        /// Whether to show it.
        shown: bool,
    },
}

impl Command {
    /// The file it is about, unless that begins with it or is central's to decide about.
    #[must_use]
    pub const fn file(&self) -> Option<FileId> {
        match self {
            Self::Attach { .. } | Self::Show { .. } => None,
            Self::Describe { file, .. } | Self::TakeAway { file, .. } => Some(*file),
        }
    }

    /// What the file is attached to.
    #[must_use]
    pub const fn about(&self) -> Option<&About> {
        match self {
            Self::Attach { about, .. }
            | Self::Describe { about, .. }
            | Self::TakeAway { about, .. } => Some(about),
            Self::Show { .. } => None,
        }
    }
}

/// What somebody needs to see the files of a kind of thing.
#[must_use]
pub const fn to_see(sort: Sort) -> Permission {
    match sort {
        Sort::Project | Sort::Idea => Permission::SeeDesk,
        Sort::Gathering => Permission::KeepDiary,
    }
}

/// What somebody needs to attach files to it and take them away.
#[must_use]
pub const fn to_keep(sort: Sort) -> Permission {
    match sort {
        Sort::Project => Permission::KeepShowcase,
        Sort::Idea => Permission::WorkAtDesk,
        Sort::Gathering => Permission::KeepDiary,
    }
}

/// Does a command of this domain.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    let (subject, events) = match command {
        Command::Attach { about, content, name, words } => {
            let there = queries::of(write.db, about).await?;
            let around = decide::Around {
                subject_known: is_known(node, write, about).await?,
                on_shelf: node.shelf()?.has(content.hash),
                there: &there,
            };
            let events = decide::attach(about, *content, name, words, around)?;
            (FileId::from(ctx.command), events)
        }
        Command::Describe { file, about, words } => {
            (*file, decide::describe(&own(node, write, *file, about).await?, words)?)
        }
        Command::TakeAway { file, about } => {
            own(node, write, *file, about).await?;
            (*file, vec![Event::TakenAway {}])
        }
        Command::Show { file, shown } => {
            let known = queries::one(write.db, *file).await?.ok_or(Refusal::Unknown)?;
            (*file, decide::show(&known, *shown, node.id().is_central())?)
        }
    };
    for event in &events {
        write.append(ctx, Fact::of(DOMAIN, subject, event)).await?;
    }
    Ok(Answer::Done)
}

impl From<Refusal> for Fail {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

/// A file of this node that is attached to what the command says.
async fn own(
    node: &Node,
    write: &mut Write<'_>,
    file: FileId,
    about: &About,
) -> Result<Attached, Fail> {
    let known = queries::one(write.db, file).await?;
    let known = known.filter(|known| known.home == *node.id() && known.about == *about);
    known.ok_or_else(|| Refusal::Unknown.into())
}

/// Whether there is such a thing at this node.
async fn is_known(node: &Node, write: &mut Write<'_>, about: &About) -> Result<bool, Fail> {
    let id = about.id.as_str();
    let home = match about.sort {
        Sort::Project => {
            let city = node.known_city()?;
            let all = showcase::all(write.db, &city).await?;
            return Ok(all.iter().any(|one| one.has_files_of(id)));
        }
        Sort::Idea => match id.parse() {
            Ok(idea) => desk::home(write.db, idea).await?,
            Err(_) => None,
        },
        Sort::Gathering => match id.parse() {
            Ok(id) => gatherings::queries::gathering(write.db, id).await?.map(|one| one.home),
            Err(_) => None,
        },
    };
    Ok(home.is_some_and(|home| home == *node.id()))
}

/// Where a thing is that files are attached to, for scopes; `None` when it is nowhere in particular.
///
/// # Errors
/// A failure of the store.
pub async fn target(
    node: &Node,
    db: &mut AnyConnection,
    about: &About,
) -> Result<Option<Target>, Fail> {
    if about.sort != Sort::Idea {
        return Ok(None);
    }
    let Ok(idea) = about.id.as_str().parse() else { return Ok(None) };
    let (card, home) = (desk::card(db, idea).await?, desk::home(db, idea).await?);
    Ok(card.zip(home).map(|(card, home)| maybe_place(node, home, card.neighbourhood.as_ref())))
}

/// A file that is on the shelf and that nothing refers to yet; it stays there while this lives.
#[derive(Debug)]
pub struct Taken {
    /// What it is.
    pub content: Content,
    _held: Held,
}

/// Puts what was received on the shelf, if it may be there: tells what it is, draws a picture again, keeps it under
/// its hash. `name` is what it was called where it comes from.
///
/// # Errors
/// What is wrong with it, at the field `file`, or the disk's fault.
pub async fn take_in(node: &Node, draft: Arc<Draft>, name: &str) -> Result<Taken, Problem> {
    let shelf = node.shelf()?;
    let turn = shelf.drawing.acquire().await;
    let (on, name) = (shelf.clone(), name.to_owned());
    let taken = tokio::task::spawn_blocking(move || put_on(&on, &draft, &name)).await;
    drop(turn);
    taken.unwrap_or_else(|_panicked| Err(Problem::invalid("file-damaged").at("file")))
}

fn put_on(shelf: &Arc<Shelf>, draft: &Draft, name: &str) -> Result<Taken, Problem> {
    let fail = |error: io::Error| shelf::problem_of(&error);
    let mut file = draft.open().map_err(fail)?;
    let told = content::tell(&mut file, draft.size, name).map_err(fail)?;
    let kind = told.map_err(Problem::from)?;
    if !kind.is_picture() {
        let held = shelf.keep(draft, &[]).map_err(fail)?;
        let content = Content { hash: draft.hash, bytes: draft.size, kind, points: None };
        return Ok(Taken { content, _held: held });
    }
    if draft.size > shelf::PICTURE_MAX {
        return Err(too_long(shelf::PICTURE_MAX));
    }
    let bytes = shelf::whole(draft).map_err(fail)?;
    let drawn = picture::redraw(&bytes, kind)?;
    let whole = shelf.draft(&drawn.whole).map_err(fail)?;
    let smaller = [
        (Size::Large, shelf.draft(&drawn.large).map_err(fail)?),
        (Size::Small, shelf.draft(&drawn.small).map_err(fail)?),
    ];
    let held = shelf.keep(&whole, &smaller).map_err(fail)?;
    let points = Some((drawn.width, drawn.height));
    let content = Content { hash: whole.hash, bytes: whole.size, kind: drawn.kind, points };
    Ok(Taken { content, _held: held })
}

/// The refusal of a file that is longer than may be.
#[must_use]
pub fn too_long(most_bytes: u64) -> Problem {
    Problem::new("file-too-long", 413).with("most", most_bytes / (1024 * 1024)).at("file")
}

impl From<Unfit> for Problem {
    fn from(unfit: Unfit) -> Self {
        let problem = match unfit {
            Unfit::Empty => Self::invalid("file-empty"),
            Unfit::UnknownKind => Self::invalid("file-unknown-kind"),
            Unfit::NotWhatItSays(kind) => {
                Self::invalid("file-not-what-it-says").with("kind", kind.slug())
            }
            Unfit::Damaged(_) => Self::invalid("file-damaged"),
            Unfit::HasMacros => Self::invalid("file-has-macros"),
        };
        problem.at("file")
    }
}

impl From<Bad> for Problem {
    fn from(bad: Bad) -> Self {
        let problem = match bad {
            Bad::TooManyPoints(_) => {
                Self::invalid("file-too-many-points").with("most", POINTS_MAX / 1_000_000)
            }
            Bad::Damaged => Self::invalid("file-damaged"),
        };
        problem.at("file")
    }
}

/// Unlinks what nothing refers to; how many files. Where facts could not be read that may refer to more, nothing is.
///
/// # Errors
/// The store's or the disk's, as a problem.
pub async fn sweep(node: &Node) -> Result<usize, Problem> {
    let shelf = node.shelf()?;
    shelf.begin_sweep();
    let mut db = node.store.read().await.map_err(|error| problem_of(&error))?;
    let referred = queries::referred(&mut db).await.map_err(|error| problem_of(&error))?;
    drop(db);
    let Some(referred) = referred else { return Ok(0) };
    let swept = tokio::task::spawn_blocking(move || -> io::Result<usize> {
        let mut gone = 0;
        for hash in shelf.all()?.difference(&referred) {
            gone += usize::from(shelf.unlink(*hash)?);
        }
        Ok(gone)
    });
    let swept = swept.await.unwrap_or(Ok(0)).map_err(|error| shelf::problem_of(&error))?;
    if swept > 0 {
        tracing::info!(files = swept, "files.sweep");
    }
    Ok(swept)
}

/// Sweeps whenever something may no longer be referred to, for ever.
pub async fn follow(node: Weak<Node>, mut commits: broadcast::Receiver<Arc<Committed>>) {
    use broadcast::error::RecvError;
    loop {
        let due = match commits.recv().await {
            Ok(news) => news
                .facts
                .iter()
                .any(|fact| matches!(fact.kind.as_str(), "files.taken-away" | "people.erased")),
            Err(RecvError::Lagged(_)) => true,
            Err(RecvError::Closed) => return,
        };
        let Some(node) = node.upgrade() else { return };
        if due && let Err(problem) = sweep(&node).await {
            tracing::warn!(%problem, "files.sweep failed");
        }
    }
}

/// What a look at the files of a node finds: how many there should be, which are missing or damaged, how many nothing
/// refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Files that this node attached.
    pub own: usize,
    /// Of these, those that are not here, or not as they were written.
    pub lost: Vec<String>,
    /// Files here that nothing refers to.
    pub orphans: usize,
}

/// Looks at every file of a node.
///
/// # Errors
/// The store's or the disk's, as a problem.
pub async fn look(node: &Node) -> Result<Look, Problem> {
    let shelf = node.shelf()?;
    let mut db = node.store.read().await.map_err(|error| problem_of(&error))?;
    let own = queries::of_node(&mut db, node.id()).await.map_err(|error| problem_of(&error))?;
    let referred = queries::referred(&mut db).await.map_err(|error| problem_of(&error))?;
    drop(db);
    let looked = tokio::task::spawn_blocking(move || -> io::Result<Look> {
        let mut look = Look { own: own.len(), ..Look::default() };
        for (hash, _, _) in own {
            if !shelf.is_whole(hash)? {
                look.lost.push(hash.to_string());
            }
        }
        if let Some(referred) = referred {
            look.orphans = shelf.all()?.difference(&referred).count();
        }
        Ok(look)
    });
    let looked = looked.await.unwrap_or_else(|_panicked| Ok(Look::default()));
    looked.map_err(|error| shelf::problem_of(&error))
}

/// Whether a kind of picture needs its smaller copies made here.
const fn has_copies(kind: Kind) -> bool {
    kind.is_picture()
}
