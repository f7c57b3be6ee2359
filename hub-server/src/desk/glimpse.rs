//! What every hub is told of an idea before it is handed in (CAPABILITIES E4, E5), so that two who think of the same thing
//! in two neighbourhoods hear of each other while they write.
//!
//! Always true: central tells it, of what the home wrote; it is made of words of closed lists, places and days, and of
//! the title once an organisation takes part, whose name for its project it then is. What somebody wrote, and who they
//! are, is never in it. What is handed in or taken back is glimpsed no more. Deliberately absent: a page of it; whoever
//! wants to know more speaks with the desk where it was left.

use std::collections::BTreeSet;

use protocol::{IdeaId, NodeId, OrganisationId, Slug};
use radar::Profile;
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row};

use super::DOMAIN;
use super::dossier::{Dossier, Outline, Partner};
use super::events::Event;
use super::lifecycle::State;
use super::near;
use super::queries::{self, Whole, read_doc};
use crate::city::City;
use crate::context::{Ctx, Fail};
use crate::store::rows::parsed;
use crate::store::{Fact, StoreError, Write};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ONE, OPEN];

const ONE: &str = "SELECT home, doc FROM desk_glimpse WHERE idea_id = $1 AND doc <> ''";
// What may have to be told of, and what was.
const OPEN: &str = "SELECT i.idea_id FROM idea i LEFT JOIN desk_project p ON p.idea_id = i.idea_id \
    WHERE i.withdrawn_at_ms IS NULL AND p.idea_id IS NULL \
    UNION SELECT idea_id FROM desk_glimpse WHERE doc <> '' ORDER BY idea_id";

/// Before the idea, in the subject of what central tells: the idea itself has another home.
pub(super) const NAMED: &str = "outline:";

/// What is told of an idea.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glimpse {
    /// Where it stands.
    pub state: State,
    /// What it is about.
    pub theme: Slug,
    /// For whom, what, why, where and when: as chosen, or read from the words by the lists of the radar. Without a title
    /// while no organisation takes part.
    pub outline: Outline,
    /// Who takes part.
    pub organisations: Vec<OrganisationId>,
}

impl Glimpse {
    /// What is told of an idea; `None` for nothing, or no more.
    #[must_use]
    pub fn of(whole: &Whole) -> Option<Self> {
        let state = whole.state();
        if whole.project.is_some() || !near::shown(state) {
            return None;
        }
        let card = &whole.card;
        let mut words = card.words.clone().unwrap_or_default();
        let mut outline = Outline::of_picked(card.picked, card.neighbourhood.as_ref());
        let mut organisations = Vec::new();
        if let Some(draft) = whole.draft.as_ref().filter(|draft| !draft.outline.title.is_empty()) {
            let written = draft.dossier();
            let sections: Vec<&str> = written.sections.values().map(String::as_str).collect();
            words = format!("{}. {} {words}", written.outline.title, sections.join(" "));
            let unsaid = written.outline.places.is_empty() && !written.outline.whole_city;
            let places = if unsaid { outline.places } else { written.outline.places.clone() };
            outline = Outline { places, ..written.outline };
            organisations = written.partners.iter().map(|one| one.organisation).collect();
        }
        if organisations.is_empty() {
            outline.title.clear();
        }
        let read = radar::found_in(&words);
        if outline.targets.is_empty() {
            outline.targets = read.targets;
        }
        if outline.activities.is_empty() {
            outline.activities = read.activities;
        }
        if outline.needs.is_empty() {
            outline.needs = read.needs;
        }
        Some(Self { state, theme: card.theme.clone(), outline, organisations })
    }

    /// What the radar of another hub is told of it.
    #[must_use]
    pub fn profile(&self, city: &City) -> Profile {
        let partner = |id: &OrganisationId| Partner { organisation: *id, name: String::new() };
        let partners = self.organisations.iter().map(partner).collect();
        let dossier = Dossier { outline: self.outline.clone(), partners, ..Dossier::default() };
        let told = near::of_dossier(&dossier, self.state, city);
        let theme = near::theme_in_words(self.theme.as_str(), city);
        Profile { text: format!("{} {theme}", told.text), ..told }
    }

    /// Its neighbourhood, where it is about one.
    #[must_use]
    pub fn neighbourhood(&self) -> Option<&Slug> {
        match self.outline.places.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}

/// By central: tells every hub what may be known of an idea now, when that is something else than they were told.
pub(super) async fn tell(
    write: &mut Write<'_>,
    ctx: &Ctx,
    idea: IdeaId,
    home: &NodeId,
) -> Result<(), Fail> {
    let (now, told) = now_and_told(write.db, idea).await?;
    if now != told {
        let glimpsed = Event::Glimpsed { idea, home: home.clone(), glimpse: now.map(Box::new) };
        write.append(ctx, Fact::of(DOMAIN, format!("{NAMED}{idea}"), &glimpsed)).await?;
    }
    Ok(())
}

/// Of which ideas hubs know something else than they may: of some, or of all for `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub(super) async fn due(
    db: &mut AnyConnection,
    some: Option<&BTreeSet<IdeaId>>,
) -> Result<Vec<IdeaId>, StoreError> {
    let open: Vec<IdeaId> = if let Some(some) = some {
        some.iter().copied().collect()
    } else {
        let rows = sqlx::query(OPEN).fetch_all(&mut *db).await?;
        rows.iter().map(|row| parsed(row, "idea_id")).collect::<Result<_, _>>()?
    };
    let mut due = Vec::new();
    for idea in open {
        let (now, told) = now_and_told(db, idea).await?;
        if now != told {
            due.push(idea);
        }
    }
    Ok(due)
}

async fn now_and_told(
    db: &mut AnyConnection,
    idea: IdeaId,
) -> Result<(Option<Glimpse>, Option<Glimpse>), StoreError> {
    let whole = queries::whole(db, idea).await?;
    let told = one(db, idea).await?.map(|(_, glimpse)| glimpse);
    Ok((whole.as_ref().and_then(Glimpse::of), told))
}

/// What is told of an idea, with its home; `None` for nothing.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn one(
    db: &mut AnyConnection,
    idea: IdeaId,
) -> Result<Option<(NodeId, Glimpse)>, StoreError> {
    let Some(row) = sqlx::query(ONE).bind(idea.to_string()).fetch_optional(db).await? else {
        return Ok(None);
    };
    Ok(Some((parsed(&row, "home")?, read_doc(&row.try_get::<String, _>("doc")?)?)))
}
