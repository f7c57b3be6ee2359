//! The radar: which ideas, projects and services stand near another one, how, and what to do about it
//! (CAPABILITIES E4, E5, E6).
//!
//! Always true: two profiles are judged by what stands in the two and by today's date, by nothing else, so a project
//! that comes or goes never changes what is said of others; the judgement is the same from either side; the
//! [`Index`] answers what judging one by one would answer. Why a judgement was made comes as typed [`Reason`]s,
//! which whoever shows them puts into words. Deliberately absent: files, databases, clocks, words of any screen, and
//! any step that a person has to take: the radar only suggests.

mod index;
mod judge;
mod lexicon;
mod profile;
mod vocabulary;
mod words;

pub use index::{Index, Near};
pub use judge::{Action, Judgement, Placing, Reason, Verdict, judge};
pub use lexicon::{Found, found_in};
pub use profile::{Kind, Place, Profile, Sketch};
pub use vocabulary::{Activity, Need, Resource, Set, Target, Vocabulary};
pub use words::{Words, stem};
