//! What can be wrong in a city file, and how it is told: file, line, column, and one sentence.
//!
//! Always true: values taken from the file are quoted with their control characters escaped and cut when long, so a
//! message stays on one line. Deliberately absent: translations; these messages go to whoever edits the file.

use std::fmt;

/// One thing wrong (or, as a warning, unwise) in a city file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file's name as the caller gave it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// What is wrong there.
    pub what: MistakeKind,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, what } = self;
        write!(f, "{file}:{line}:{column}: {what}")
    }
}

impl std::error::Error for Mistake {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.what)
    }
}

/// The kinds of mistake. Fields named `of` and `owner` hold a description such as `hub "nord"`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MistakeKind {
    /// The bytes are not UTF-8.
    #[error("the file is not UTF-8 text from here on")]
    NotUtf8,
    /// The file is too large to be a city file.
    #[error("the file has {bytes} bytes, more than the {max_bytes} a city file may have")]
    TooLarge {
        /// Size found.
        bytes: usize,
        /// Size allowed.
        max_bytes: usize,
    },
    /// Not TOML; the text is the parser's own.
    #[error("{0}")]
    Syntax(String),
    /// A key nobody reads.
    #[error("key {} of {of} is unknown{}", quoted(.key), perhaps(.near.as_ref()))]
    UnknownKey {
        /// The key.
        key: String,
        /// The table it stands in.
        of: String,
        /// The known key it resembles.
        near: Option<String>,
    },
    /// A key that must be there.
    #[error("key \"{key}\" of {of} is missing")]
    MissingKey {
        /// The key.
        key: &'static str,
        /// The table it belongs in.
        of: String,
    },
    /// A value of another type.
    #[error("\"{key}\" must be {expected}, not {found}")]
    WrongType {
        /// The key.
        key: String,
        /// The type wanted, in words.
        expected: &'static str,
        /// The type found, in words.
        found: &'static str,
    },
    /// A number outside its limits.
    #[error("\"{key}\" is {value}, which is not between {min} and {max}")]
    OutOfRange {
        /// The key.
        key: String,
        /// The number as written.
        value: String,
        /// Smallest allowed.
        min: i64,
        /// Largest allowed.
        max: i64,
    },
    /// An empty, too long or oddly spaced text.
    #[error(
        "\"{key}\" must have 1 to {max_chars} characters, no control characters, no space at either end"
    )]
    BadText {
        /// The key.
        key: String,
        /// Longest allowed, in characters.
        max_chars: usize,
    },
    /// A list with nothing in it.
    #[error("\"{key}\" of {of} is empty")]
    EmptyList {
        /// The key.
        key: &'static str,
        /// The table it stands in.
        of: String,
    },
    /// Not a slug.
    #[error("\"{key}\" must have 1 to 40 characters among a-z, 0-9 and \"-\", not {}", quoted(.value))]
    MalformedSlug {
        /// The key.
        key: String,
        /// What stands there.
        value: String,
    },
    /// Something named twice.
    #[error("{what} {} is already at line {first_line}", quoted(.value))]
    Duplicate {
        /// What must be unique.
        what: Named,
        /// The repeated value.
        value: String,
        /// Where it stood first.
        first_line: usize,
    },
    /// A reference to nothing.
    #[error("{what} {} of {owner} is unknown{}", quoted(.value), perhaps(.near.as_ref()))]
    Dangling {
        /// What was looked for.
        what: Named,
        /// The slug written.
        value: String,
        /// Who refers to it.
        owner: String,
        /// The existing slug it resembles.
        near: Option<String>,
    },
    /// A thing inside itself, directly or through others.
    #[error("{what} {} ends up inside itself", quoted(.value))]
    Loop {
        /// What sort of thing.
        what: Named,
        /// Its slug.
        value: String,
    },
    /// A word that is not in a closed list.
    #[error("\"{key}\" must be one of {known}, not {}", quoted(.value))]
    NotInList {
        /// The key.
        key: String,
        /// What stands there.
        value: String,
        /// The words allowed.
        known: String,
    },
    /// Not a CUP.
    #[error(
        "a CUP has 15 characters: capital letter, two digits, capital letter, two digits, \
         nine capital letters or digits; not {}", quoted(.value)
    )]
    BadCup {
        /// What stands there.
        value: String,
    },
    /// Not a date of the wanted form.
    #[error("\"{key}\" must be {expected}, not {}", quoted(.value))]
    BadDate {
        /// The key.
        key: String,
        /// What stands there.
        value: String,
        /// The form wanted, with an example.
        expected: &'static str,
    },
    /// A later stage holds more money than an earlier one.
    #[error("{later} is {later_cents}, more than {earlier}, which is {earlier_cents}")]
    AmountsOutOfOrder {
        /// Key of the later stage.
        later: &'static str,
        /// Its amount in cents.
        later_cents: i64,
        /// Key of the stage before it.
        earlier: &'static str,
        /// Its amount in cents.
        earlier_cents: i64,
    },
    /// Ends before it starts.
    #[error("\"{end}\" comes before \"{start}\"")]
    EndBeforeStart {
        /// Key of the end.
        end: &'static str,
        /// Key of the start.
        start: &'static str,
    },
    /// Not a span of hours.
    #[error("opening hours are written like \"09:00-12:30\", not {}", quoted(.value))]
    BadHours {
        /// What stands there.
        value: String,
    },
    /// Closes before it opens.
    #[error("opening hours {} close before they open", quoted(.value))]
    ReversedHours {
        /// What stands there.
        value: String,
    },
    /// Two spans of a day overlap.
    #[error("opening hours {} overlap with others of the same day", quoted(.value))]
    OverlappingHours {
        /// What stands there.
        value: String,
    },
    /// A hub whose doors never open: deadlines in opening hours would never come.
    #[error("{of} never opens")]
    NeverOpen {
        /// Which hub, or the file's own hours.
        of: String,
    },
    /// Weights that do not share a hundred between them.
    #[error("the weights of all criteria make 100, not {sum}")]
    WeightsNotHundred {
        /// What they make.
        sum: u16,
    },
    /// More criteria than anybody scores with care.
    #[error("there are more than {most} criteria")]
    TooManyCriteria {
        /// The most there may be.
        most: usize,
    },
    /// Not a slip prefix.
    #[error("a slip prefix is two capital letters A-Z, not {}", quoted(.value))]
    BadSlipPrefix {
        /// What stands there.
        value: String,
    },
    /// Words, or the list of languages, without Italian.
    #[error("\"{key}\" of {of} has no Italian (\"it\")")]
    NoItalian {
        /// The key.
        key: &'static str,
        /// The table it stands in.
        of: String,
    },
    /// Not a language tag.
    #[error("{} is not a language tag such as \"it\" or \"pt-BR\"", quoted(.value))]
    BadLanguage {
        /// What stands there.
        value: String,
    },
    /// A time zone this machine does not know.
    #[error("time zone {} is unknown", quoted(.value))]
    UnknownTimeZone {
        /// What stands there.
        value: String,
    },
    /// Neighbours may not walk into a home without the desk.
    #[error("{of} enters a home, so that moderation cannot be \"direct\"")]
    DirectVisit {
        /// Which category.
        of: String,
    },
    /// A rule that sends nothing anywhere.
    #[error("{of} names no \"hub\", no \"operator\" and no \"circle\"")]
    LeadsNowhere {
        /// Which rule.
        of: String,
    },
    /// A rule with a key that is looked at after something else only.
    #[error("{of} comes after \"{after}\", where \"{key}\" means nothing")]
    KeyOfAnotherCause {
        /// The key.
        key: &'static str,
        /// Which rule.
        of: String,
        /// After what it comes.
        after: &'static str,
    },
    /// A warning, never a reason to refuse the file: needs from there reach no hub by themselves.
    #[error("no hub serves neighbourhood {}", quoted(.value))]
    Unserved {
        /// Slug of the neighbourhood.
        value: String,
    },
}

impl MistakeKind {
    /// Whether this can be judged from one value alone. The others depend on the rest of the file, and say nothing
    /// reliable while a syntax error may have swallowed a part of it.
    pub(super) fn is_local(&self) -> bool {
        match self {
            Self::MissingKey { .. }
            | Self::Dangling { .. }
            | Self::Loop { .. }
            | Self::EmptyList { .. }
            | Self::NeverOpen { .. }
            | Self::NoItalian { .. }
            | Self::AmountsOutOfOrder { .. }
            | Self::EndBeforeStart { .. }
            | Self::DirectVisit { .. }
            | Self::LeadsNowhere { .. }
            | Self::KeyOfAnotherCause { .. }
            | Self::WeightsNotHundred { .. }
            | Self::TooManyCriteria { .. }
            | Self::Unserved { .. } => false,
            Self::NotUtf8
            | Self::TooLarge { .. }
            | Self::Syntax(_)
            | Self::UnknownKey { .. }
            | Self::WrongType { .. }
            | Self::OutOfRange { .. }
            | Self::BadText { .. }
            | Self::MalformedSlug { .. }
            | Self::Duplicate { .. }
            | Self::NotInList { .. }
            | Self::BadCup { .. }
            | Self::BadDate { .. }
            | Self::BadHours { .. }
            | Self::ReversedHours { .. }
            | Self::OverlappingHours { .. }
            | Self::BadSlipPrefix { .. }
            | Self::BadLanguage { .. }
            | Self::UnknownTimeZone { .. } => true,
        }
    }
}

/// What a name in a city file can name. Slugs are unique within each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A zone.
    Zone,
    /// A neighbourhood.
    Neighbourhood,
    /// A hub.
    Hub,
    /// The first letters of a hub's slip codes.
    SlipPrefix,
    /// A category.
    Category,
    /// A topic of activities.
    ActivityTopic,
    /// An indicator.
    Indicator,
    /// A theme of ideas.
    IdeaTheme,
    /// A criterion projects are scored by.
    Criterion,
    /// A programme.
    Programme,
    /// A requirement.
    Requirement,
    /// A municipal service.
    Service,
    /// A rule where requests go.
    Route,
    /// A rule that makes something to do.
    TaskRule,
    /// A service of a hub.
    HubService,
    /// A partner.
    Partner,
    /// A target group.
    TargetGroup,
    /// A work site.
    WorkSite,
    /// An agency.
    Agency,
    /// A body.
    Body,
    /// A macro-action.
    MacroAction,
    /// The number of a macro-action.
    MacroActionNumber,
    /// A project sheet, by its code.
    ProjectSheet,
    /// A language.
    Language,
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Zone => "zone",
            Self::Neighbourhood => "neighbourhood",
            Self::Hub => "hub",
            Self::SlipPrefix => "slip prefix",
            Self::Category => "category",
            Self::ActivityTopic => "activity topic",
            Self::Indicator => "indicator",
            Self::IdeaTheme => "idea theme",
            Self::Criterion => "criterion",
            Self::Programme => "programme",
            Self::Requirement => "requirement",
            Self::Service => "service",
            Self::Route => "route",
            Self::TaskRule => "task rule",
            Self::HubService => "hub service",
            Self::Partner => "partner",
            Self::TargetGroup => "target group",
            Self::WorkSite => "work site",
            Self::Agency => "agency",
            Self::Body => "body",
            Self::MacroAction => "macro-action",
            Self::MacroActionNumber => "macro-action number",
            Self::ProjectSheet => "project sheet",
            Self::Language => "language",
        })
    }
}

/// `value` between quotes, escaped, at most 60 characters of it.
pub(super) fn quoted(value: &str) -> String {
    const SHOWN_CHARS: usize = 60;
    match value.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{:?}…", &value[..end]),
        None => format!("{value:?}"),
    }
}

fn perhaps(near: Option<&String>) -> String {
    near.map_or_else(String::new, |near| format!("; did you mean {}?", quoted(near)))
}
