//! Rules of a city that make something to do (CAPABILITIES C14): after what, for whom it holds, by when, in which
//! words.
//!
//! Always true: pure; a rule that holds for nothing of its own kind is a mistake told with its place in the file.
//! Deliberately absent: who does it, and that it is made once; the diary decides both.

use protocol::antenna::ActivityKind;
use serde::{Deserialize, Serialize};

use super::fields::Fields;
use super::mistake::{MistakeKind, Named};
use super::schema::Words;
use super::values::{number, word_of};

/// What has to have happened.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// A request was closed as met.
    #[default]
    RequestMet,
    /// A request was closed as not met.
    RequestNotMet,
    /// An active antenna has given no sign for some days.
    AntennaSilent,
    /// The day on which an antenna's pledge is looked at again comes near.
    PledgeReview,
    /// An entry of the diary was handed in that says no next step of its own.
    EntryWritten,
    /// A request is overdue for long. No rule of the city file's own: how long stands under `[diary]`.
    RequestOverdue,
}

impl Cause {
    /// The word in the file, and the end of the key `task-cause-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::RequestMet => "request-met",
            Self::RequestNotMet => "request-not-met",
            Self::AntennaSilent => "antenna-silent",
            Self::PledgeReview => "pledge-review",
            Self::EntryWritten => "entry-written",
            Self::RequestOverdue => "request-overdue",
        }
    }

    /// The key of a rule that belongs to this cause alone.
    const fn own_key(self) -> &'static str {
        match self {
            Self::RequestMet | Self::RequestNotMet | Self::RequestOverdue => CATEGORIES,
            Self::AntennaSilent => SILENT_DAYS,
            Self::PledgeReview => AHEAD_DAYS,
            Self::EntryWritten => KINDS,
        }
    }
}

const CATEGORIES: &str = "categories";
const KINDS: &str = "kinds";
const SILENT_DAYS: &str = "silent_days";
const AHEAD_DAYS: &str = "ahead_days";

const CAUSES: &[(&str, Cause)] = &[
    (Cause::RequestMet.slug(), Cause::RequestMet),
    (Cause::RequestNotMet.slug(), Cause::RequestNotMet),
    (Cause::AntennaSilent.slug(), Cause::AntennaSilent),
    (Cause::PledgeReview.slug(), Cause::PledgeReview),
    (Cause::EntryWritten.slug(), Cause::EntryWritten),
];

const KINDS_OF_WORK: &[(&str, ActivityKind)] = &{
    let mut all = [("", ActivityKind::Writing); ActivityKind::ALL.len()];
    let mut nth = 0;
    while nth < all.len() {
        all[nth] = (ActivityKind::ALL[nth].slug(), ActivityKind::ALL[nth]);
        nth += 1;
    }
    all
};

/// A rule that makes something to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskRule {
    /// Slug, unique among these rules.
    pub slug: String,
    /// What is to be done, in the words of whoever does it.
    pub what: Words,
    /// After what.
    pub after: Cause,
    /// Kinds of help it holds for, headings too; empty for all.
    pub categories: Vec<String>,
    /// Kinds of diary entries it holds for; empty for all.
    pub kinds: Vec<ActivityKind>,
    /// Days without a sign, or days before the review, 1 to 366; 0 for other causes.
    pub days: u32,
    /// Days on which the hub is open until it is due, 0 to 60.
    pub within_days: u32,
}

/// The rules of `[[task_rule]]`, in their order.
pub(super) fn task_rules(f: &mut Fields<'_, '_>) -> Vec<TaskRule> {
    f.each("task_rule", |f| {
        let slug = f.slug(Named::TaskRule);
        let what = f.words("what");
        let cause = f.one_or_none("after", word_of(CAUSES));
        let categories = f.links(CATEGORIES, Named::Category);
        let kinds = f.many(KINDS, word_of(KINDS_OF_WORK));
        let days = number(1..=366_u32);
        let silent = f.maybe(SILENT_DAYS, &days);
        let ahead = f.maybe(AHEAD_DAYS, &days);
        let within_days = f.maybe("within_days", number(0..=60_u32)).unwrap_or_default();
        if let Some(cause) = cause {
            // What belongs to another cause would be read and never looked at.
            for key in [CATEGORIES, KINDS, SILENT_DAYS, AHEAD_DAYS] {
                if f.has(key) && key != cause.own_key() {
                    let (of, after) = (f.label(), cause.slug());
                    f.report_at(key, MistakeKind::KeyOfAnotherCause { key, of, after });
                }
            }
            let needed = matches!(cause, Cause::AntennaSilent | Cause::PledgeReview);
            if needed && !f.has(cause.own_key()) {
                let (key, of) = (cause.own_key(), f.label());
                f.report_here(MistakeKind::MissingKey { key, of });
            }
        }
        TaskRule {
            slug,
            what,
            after: cause.unwrap_or_default(),
            categories,
            kinds,
            days: silent.or(ahead).unwrap_or_default(),
            within_days,
        }
    })
}
