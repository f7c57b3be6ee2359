//! What the radar answered, in words: what stands near, how, why, and what can be done about it.

use std::collections::BTreeMap;

use radar::{Near, Placing, Reason, Verdict, Vocabulary as _};
use sqlx::AnyConnection;

use super::super::page::Page;
use super::super::words::Words;
use crate::city::City;
use crate::desk::dossier::Partner;
use crate::desk::near::{self, Named};
use crate::store::StoreError;

/// How many a page shows.
pub(super) const SHOWN: usize = 5;

/// One that stands near.
pub(crate) struct Line {
    /// Its name for the radar.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it is, or what it is, in a few words.
    pub about: String,
    /// Its page; empty where there is none.
    pub href: String,
    /// Whether an idea can be taken back in favour of it.
    pub takes_in: bool,
    /// How the two stand to each other, and the word of it.
    pub verdict: String,
    pub verdict_slug: &'static str,
    pub tone: &'static str,
    /// Why.
    pub why: Vec<String>,
    /// The same in one sentence, to begin a reason with.
    pub because: String,
    /// What can be done.
    pub action: String,
    pub action_slug: &'static str,
    /// Whether a project can begin anew from it.
    pub again: bool,
}

impl Line {
    /// Whether that is how the two stand to each other.
    pub(super) fn is_verdict(&self, slug: &str) -> bool {
        self.verdict_slug == slug
    }

    /// Whether that is what can be done.
    pub(super) fn is_action(&self, slug: &str) -> bool {
        self.action_slug == slug
    }
}

/// The lines of what the radar answered, for a page.
pub(super) async fn lines(
    page: &Page,
    db: &mut AnyConnection,
    near: Vec<Near>,
    partners: &[Partner],
) -> Result<Vec<Line>, StoreError> {
    match page.city.as_deref() {
        Some(city) => in_words(page.w, city, db, near, partners).await,
        None => Ok(Vec::new()),
    }
}

/// The lines of what the radar answered; what is not known any more is left out.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn in_words(
    w: Words,
    city: &City,
    db: &mut AnyConnection,
    near: Vec<Near>,
    partners: &[Partner],
) -> Result<Vec<Line>, StoreError> {
    let names: BTreeMap<String, &str> =
        partners.iter().map(|one| (one.organisation.to_string(), one.name.as_str())).collect();
    let mut lines = Vec::new();
    for one in near {
        let language = w.language.code();
        let Some(named) = near::named(db, city, language, &one.id).await? else { continue };
        let judgement = &one.judgement;
        let (verdict, action) = (judgement.verdict, judgement.action);
        let why: Vec<String> =
            judgement.reasons.iter().filter_map(|why| worded(w, &names, why)).collect();
        lines.push(Line {
            title: title(w, city, &named),
            about: about(w, city, &one, &named),
            href: href(&named),
            takes_in: named.state.is_some() || named.of_macro.is_some(),
            verdict: w.of("desk-verdict", verdict.slug()),
            verdict_slug: verdict.slug(),
            tone: match verdict {
                Verdict::Overlaps => "orange",
                Verdict::Completes => "green",
                Verdict::Follows => "blue",
                Verdict::Elsewhere => "slate",
            },
            because: why.join(". "),
            why,
            action: w.of("desk-action", action.slug()),
            action_slug: action.slug(),
            again: one.id.starts_with(near::SHEET)
                || named.state.is_some_and(crate::desk::State::is_promoted),
            id: one.id,
        });
    }
    Ok(lines)
}

/// Its page: an idea kept here, or a project that is known everywhere.
pub(super) fn href(named: &Named) -> String {
    if let Some(id) = named.of_macro {
        return format!("/projects/macro/{id}");
    }
    match (named.project, named.idea) {
        (Some(project), _) => format!("/projects/{project}"),
        (None, Some(idea)) => format!("/ideas/{idea}"),
        (None, None) => String::new(),
    }
}

/// What it is called; an idea without a title by its theme and place.
pub(super) fn title(w: Words, city: &City, named: &Named) -> String {
    if !named.title.is_empty() {
        return named.title.clone();
    }
    let theme = named.theme.as_deref().unwrap_or_default();
    let known = city.idea_themes.iter().find(|one| one.slug == theme);
    let theme = known.map_or(theme, |one| one.name.in_language(w.language.code()));
    match &named.neighbourhood {
        Some(hood) => {
            let place = city.neighbourhood(hood).map_or(hood.as_str(), |(_, one)| &one.name);
            w.all("desk-idea-at", &[("theme", theme), ("place", place)])
        }
        None => w.a("desk-idea-about", "theme", theme),
    }
}

fn about(w: Words, city: &City, near: &Near, named: &Named) -> String {
    let kind = match named.state {
        Some(state) => w.of("desk-state", state.slug()),
        None => w.of("desk-kind", kind_slug(near.kind)),
    };
    let hub = named.hub.as_ref().and_then(|hub| city.hub(hub.as_str()));
    match hub {
        Some(hub) => format!("{kind} · {}", hub.name),
        None => kind,
    }
}

const fn kind_slug(kind: radar::Kind) -> &'static str {
    match kind {
        radar::Kind::Idea => "idea",
        radar::Kind::Project => "project",
        radar::Kind::Running => "running",
        radar::Kind::Past => "past",
        radar::Kind::Macro => "macro",
        radar::Kind::Service => "service",
    }
}

/// A reason in words; what says nothing to a person is left out.
fn worded(w: Words, names: &BTreeMap<String, &str>, why: &Reason) -> Option<String> {
    Some(match why {
        Reason::Target(one) => w.a("desk-why-target", "what", w.of("desk-target", one.slug())),
        Reason::Activity(one) => {
            w.a("desk-why-activity", "what", w.of("desk-activity", one.slug()))
        }
        Reason::OtherActivity(here, there) => {
            let (here, there) =
                (w.of("desk-activity", here.slug()), w.of("desk-activity", there.slug()));
            w.all("desk-why-other-activity", &[("here", &here), ("there", &there)])
        }
        Reason::Need(one) => w.a("desk-why-need", "what", w.of("desk-need-of", one.slug())),
        Reason::Placing(placing) => w.of(
            "desk-why-place",
            match placing {
                Placing::SameNeighbourhood => "same",
                Placing::WithinZone => "zone",
                Placing::NextDoor => "next-door",
                Placing::WholeCity => "city",
                Placing::Unsaid => return None,
                Placing::Elsewhere => "elsewhere",
            },
        ),
        Reason::SameTime => w.t("desk-why-same-time"),
        Reason::EndedBefore(_) => w.t("desk-why-ended-before"),
        Reason::BeginsAfter(_) => w.t("desk-why-begins-after"),
        Reason::Gives(one) => w.a("desk-why-gives", "what", w.of("desk-resource", one.slug())),
        Reason::Lacks(one) => w.a("desk-why-lacks", "what", w.of("desk-resource", one.slug())),
        Reason::Partner(id) => w.a("desk-why-partner", "who", names.get(id)?),
        Reason::Words(words) => w.a("desk-why-words", "words", words.join(", ")),
    })
}
