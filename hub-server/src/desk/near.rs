//! What the radar is told of this city: ideas, projects, and what the city's file says of projects, work sites and
//! services; and what it answers, by the names of those things.
//!
//! Always true: the index is kept beside the node and follows its commits, an idea at a time; it is made again at every
//! start. Nothing personal is told to it but words, which never come back out of it (except single words that two have
//! in common). Deliberately absent: the judgement itself, which is the crate `radar`.

use std::sync::{Arc, PoisonError, RwLock, Weak};

use jiff::civil::Date;
use protocol::{IdeaId, MacroId, NodeId, ProjectId, Slug};
use radar::{Index, Kind, Near, Place, Profile};
use sqlx::AnyConnection;
use tokio::sync::broadcast::error::RecvError;

use super::dossier::{Dossier, Outline, Picked, SECTION_MAX, Section, TITLE_MAX};
use super::glimpse;
use super::lifecycle::State;
use super::macros::{self, Macro};
use super::queries::{self, Whole};
use crate::city::City;
use crate::node::Node;
use crate::store::StoreError;

/// The radar of a node.
#[derive(Debug, Default)]
pub struct Radar(RwLock<Index>);

/// Before the names of things that the city's file knows.
pub const SHEET: &str = "sheet:";
/// Before the name of a work site.
pub const SITE: &str = "site:";
/// Before the name of a municipal service.
pub const SERVICE: &str = "service:";

impl Radar {
    /// At most `most` that stand near a profile, without the one of the name `itself`.
    #[must_use]
    pub fn near(
        &self,
        profile: &Profile,
        itself: Option<&str>,
        today: Date,
        most: usize,
    ) -> Vec<Near> {
        let index = self.0.read().unwrap_or_else(PoisonError::into_inner);
        index.near(profile, itself, days_since_1970(today), most)
    }

    /// How many it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether it knows nothing yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it knows that one.
    #[must_use]
    pub fn holds(&self, id: &str) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).holds(id)
    }

    fn put(&self, id: &str, profile: Option<&Profile>) {
        let mut index = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match profile {
            Some(profile) => index.put(id, profile),
            None => index.take_away(id),
        }
    }
}

/// Days since 1 January 1970, as the radar counts.
#[must_use]
pub fn days_since_1970(day: Date) -> i32 {
    let since = day.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
    i32::try_from(since).unwrap_or_default()
}

/// Keeps the radar of a node up to date until the node is dropped; run it once as a task beside it.
pub async fn follow(node: Weak<Node>) {
    let Some(mut commits) = node.upgrade().map(|node| node.writer.listen()) else { return };
    let mut all = true;
    let mut touched = Vec::new();
    loop {
        {
            let Some(node) = node.upgrade() else { return };
            let filled = if all { fill(&node).await } else { refresh(&node, &touched).await };
            match filled {
                Ok(()) => (all, touched) = (false, Vec::new()),
                Err(error) => tracing::error!(%error, "desk.radar cannot read"),
            }
        }
        loop {
            match commits.recv().await {
                Ok(news) => {
                    let ours = |kind: &str| {
                        kind.starts_with("desk.")
                            || kind.starts_with("macro.")
                            || kind == "people.erased"
                    };
                    let subjects = news.facts.iter().filter(|fact| ours(&fact.kind));
                    touched.extend(subjects.map(|fact| fact.subject.clone()));
                    all = all || news.facts.iter().any(|fact| fact.kind.starts_with("city."));
                    if all || !touched.is_empty() {
                        break;
                    }
                }
                Err(RecvError::Lagged(_)) => {
                    all = true;
                    break;
                }
                Err(RecvError::Closed) => return,
            }
        }
    }
}

async fn fill(node: &Arc<Node>) -> Result<(), StoreError> {
    let Some(city) = node.city() else { return Ok(()) };
    for (id, profile) in city_profiles(&city) {
        node.radar.put(&id, Some(&profile));
    }
    let mut db = node.store.read().await?;
    for idea in queries::ids(&mut db).await? {
        put_idea(node, &city, &mut db, idea).await?;
    }
    for one in macros::all(&mut db, u32::MAX).await? {
        put_macro(node, &city, &one);
    }
    Ok(())
}

/// Looks again at the ideas that facts were about; a project's facts, and what is told of an idea, are about its idea.
async fn refresh(node: &Arc<Node>, subjects: &[String]) -> Result<(), StoreError> {
    let Some(city) = node.city() else { return Ok(()) };
    let mut db = node.store.read().await?;
    for subject in subjects {
        let subject = subject.strip_prefix(glimpse::NAMED).unwrap_or(subject);
        if let Ok(id) = subject.parse()
            && let Some(one) = macros::one(&mut db, id).await?
        {
            put_macro(node, &city, &one);
            continue;
        }
        let project = match subject.parse() {
            Ok(id) => queries::project(&mut db, id).await?,
            Err(_) => None,
        };
        let idea = project.map_or_else(|| subject.parse().ok(), |project| Some(project.idea));
        if let Some(idea) = idea {
            put_idea(node, &city, &mut db, idea).await?;
        }
    }
    Ok(())
}

fn put_macro(node: &Node, city: &City, one: &Macro) {
    let name = format!("{}{}", macros::NAMED, one.id);
    node.radar.put(&name, one.profile(city).as_ref());
}

async fn put_idea(
    node: &Node,
    city: &City,
    db: &mut AnyConnection,
    idea: IdeaId,
) -> Result<(), StoreError> {
    let whole = queries::whole(db, idea).await?;
    let profile = match whole {
        Some(whole) => of_whole(&whole, city),
        // Of another hub's idea the project is known here, or before it is one what central tells of it.
        None => match queries::project_of(db, idea).await? {
            Some(project) if shown(project.state) => {
                Some(of_dossier(&project.dossier, project.state, city))
            }
            Some(_) => None,
            None => glimpse::one(db, idea).await?.map(|(_, told)| told.profile(city)),
        },
    };
    node.radar.put(&idea.to_string(), profile.as_ref());
    Ok(())
}

/// Whether something in that state is compared with.
pub(super) const fn shown(state: State) -> bool {
    !matches!(state, State::Withdrawn | State::Merged | State::NotAdmissible | State::NotPromoted)
}

/// What the radar is told of an idea; `None` for one that is not compared with any more.
#[must_use]
pub fn of_whole(whole: &Whole, city: &City) -> Option<Profile> {
    let state = whole.state();
    if !shown(state) {
        return None;
    }
    if let Some(project) = &whole.project {
        return Some(of_dossier(&project.dossier, state, city));
    }
    let words = whole.card.words.as_deref().unwrap_or_default();
    let hood = whole.card.neighbourhood.as_ref().map(protocol::Slug::as_str);
    let mut profile = of_words(words, whole.card.picked, whole.card.theme.as_str(), hood, city);
    if let Some(draft) = whole.draft.as_ref().filter(|draft| !draft.outline.title.is_empty()) {
        let written = of_dossier(&draft.dossier(), state, city);
        let places =
            if written.places.is_empty() { profile.places } else { written.places.clone() };
        profile = Profile { text: format!("{} {words}", written.text), places, ..written };
    }
    Some(profile)
}

/// What the radar is told of words somebody is writing and pictures they chose, with a theme and a neighbourhood where
/// they are known.
#[must_use]
pub fn of_words(
    words: &str,
    picked: Picked,
    theme: &str,
    hood: Option<&str>,
    city: &City,
) -> Profile {
    let theme = theme_in_words(theme, city);
    let mut profile = Profile::of_words(Kind::Idea, &format!("{words} {theme}"));
    profile.places = hood.and_then(|hood| place(hood, city)).into_iter().collect();
    let Picked { targets, activities, needs } = picked;
    Profile { targets, activities, needs, ..profile }
}

/// What a theme is called in the language the radar reads.
pub(super) fn theme_in_words<'a>(theme: &str, city: &'a City) -> &'a str {
    let theme = city.idea_themes.iter().find(|one| one.slug == theme);
    theme.map_or("", |theme| theme.name.in_language("it"))
}

/// What the radar is told of something that is written.
#[must_use]
pub fn of_dossier(dossier: &Dossier, state: State, city: &City) -> Profile {
    let Outline { title, targets, activities, needs, offers, looks_for, .. } = &dossier.outline;
    let outline = &dossier.outline;
    let sections: Vec<&str> = dossier.sections.values().map(String::as_str).collect();
    let mut places: Vec<Place> =
        outline.places.iter().filter_map(|hood| place(hood.as_str(), city)).collect();
    if outline.whole_city {
        places.push(whole_city(city));
    }
    let kind = match state {
        State::Left | State::Contacted => Kind::Idea,
        State::Promoted | State::Funded | State::Agreed | State::Running | State::Suspended => {
            Kind::Running
        }
        State::Finished | State::Reported | State::Closed | State::GoodPractice => Kind::Past,
        State::Draft
        | State::Concept
        | State::Submitted
        | State::Admissibility
        | State::Integration
        | State::NotAdmissible
        | State::Review
        | State::Merged
        | State::Evaluation
        | State::NotPromoted
        | State::Deferred
        | State::Withdrawn => Kind::Project,
    };
    Profile {
        kind,
        text: format!("{title}. {}", sections.join(" ")),
        targets: *targets,
        activities: *activities,
        needs: *needs,
        places,
        from_day: outline.from.map(days_since_1970),
        to_day: outline.to.map(days_since_1970),
        partners: dossier.partners.iter().map(|one| one.organisation.to_string()).collect(),
        offers: *offers,
        looks_for: *looks_for,
    }
}

fn place(hood: &str, city: &City) -> Option<Place> {
    let (zone, hood) = city.neighbourhood(hood)?;
    Some(Place {
        city: city.slug.clone(),
        zone: Some(zone.slug.clone()),
        neighbourhood: Some(hood.slug.clone()),
    })
}

fn whole_city(city: &City) -> Place {
    Place { city: city.slug.clone(), zone: None, neighbourhood: None }
}

/// What the city's file says of projects, work sites and services.
fn city_profiles(city: &City) -> Vec<(String, Profile)> {
    let everywhere = |kind: Kind, text: String| Profile {
        places: vec![whole_city(city)],
        ..Profile::of_words(kind, &text)
    };
    let sheets = city.project_sheets.iter().map(|sheet| {
        let text = format!("{}. {}", sheet.name, sheet.summary);
        let mut profile = everywhere(Kind::Running, text);
        profile.from_day = Some(days_since_1970(sheet.starts));
        profile.to_day = Some(days_since_1970(sheet.ends));
        (format!("{SHEET}{}", sheet.code), profile)
    });
    let sites = city.work_sites.iter().map(|site| {
        let groups = city.target_groups.iter();
        let groups = groups.filter(|group| site.targets.contains(&group.slug));
        let groups: Vec<&str> = groups.map(|group| group.name.as_str()).collect();
        let text = format!("{}. {} {}", site.name, site.aim, groups.join(" "));
        (format!("{SITE}{}", site.slug), everywhere(Kind::Macro, text))
    });
    let services = city.services.iter().map(|service| {
        let text =
            format!("{}. {}", service.name.in_language("it"), service.hint.in_language("it"));
        (format!("{SERVICE}{}", service.slug), everywhere(Kind::Service, text))
    });
    sheets.chain(sites).chain(services).collect()
}

/// What something near is called and where it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it is called; empty for an idea nobody gave a title, of which only theme and place are told.
    pub title: String,
    /// The theme of such an idea.
    pub theme: Option<String>,
    /// Its neighbourhood.
    pub neighbourhood: Option<String>,
    /// Where it stands; `None` for what the city's file says.
    pub state: Option<State>,
    /// The hub it belongs to.
    pub hub: Option<NodeId>,
    /// The idea, when it is one that is kept here.
    pub idea: Option<IdeaId>,
    /// The project it became, when it did.
    pub project: Option<ProjectId>,
    /// The macro-project, when it is one.
    pub of_macro: Option<MacroId>,
}

/// What something near is called; `None` when it is not known here any more.
///
/// # Errors
/// [`StoreError`].
pub async fn named(
    db: &mut AnyConnection,
    city: &City,
    language: &str,
    id: &str,
) -> Result<Option<Named>, StoreError> {
    let of_city = |title: String| Named {
        title,
        theme: None,
        neighbourhood: None,
        state: None,
        hub: None,
        idea: None,
        project: None,
        of_macro: None,
    };
    if let Some(code) = id.strip_prefix(SHEET) {
        let sheet = city.project_sheets.iter().find(|sheet| sheet.code == code);
        return Ok(sheet.map(|sheet| of_city(sheet.name.clone())));
    }
    if let Some(slug) = id.strip_prefix(SITE) {
        let site = city.work_sites.iter().find(|site| site.slug == slug);
        return Ok(site.map(|site| of_city(site.name.clone())));
    }
    if let Some(slug) = id.strip_prefix(SERVICE) {
        let service = city.service(slug);
        return Ok(service.map(|one| of_city(one.name.in_language(language).to_owned())));
    }
    if let Some(id) = id.strip_prefix(macros::NAMED) {
        let Ok(id) = id.parse() else { return Ok(None) };
        let one = macros::one(db, id).await?;
        return Ok(one.map(|one| Named { of_macro: Some(one.id), ..of_city(one.theme) }));
    }
    let Ok(idea) = id.parse::<IdeaId>() else { return Ok(None) };
    // A project may be named by its own id as well as by its idea's.
    let by_project = queries::project(db, ProjectId::new(idea.uuid())).await?;
    let idea = by_project.map_or(idea, |project| project.idea);
    if let Some(whole) = queries::whole(db, idea).await? {
        let state = whole.state();
        let title = match (&whole.project, &whole.draft) {
            (Some(project), _) => project.dossier.outline.title.clone(),
            (None, Some(draft)) => draft.outline.title.clone(),
            (None, None) => String::new(),
        };
        return Ok(Some(Named {
            title,
            theme: Some(whole.card.theme.to_string()),
            neighbourhood: whole.card.neighbourhood.map(|hood| hood.to_string()),
            state: Some(state),
            hub: queries::home(db, idea).await?,
            idea: Some(idea),
            project: whole.project.map(|project| project.id),
            of_macro: None,
        }));
    }
    if let Some(project) = queries::project_of(db, idea).await? {
        return Ok(Some(Named {
            title: project.dossier.outline.title,
            theme: None,
            neighbourhood: None,
            state: Some(project.state),
            hub: Some(project.hub),
            idea: None,
            project: Some(project.id),
            of_macro: None,
        }));
    }
    let told = glimpse::one(db, idea).await?;
    Ok(told.map(|(home, told)| Named {
        theme: Some(told.theme.to_string()),
        neighbourhood: told.neighbourhood().map(Slug::to_string),
        title: told.outline.title,
        state: Some(told.state),
        hub: Some(home),
        idea: None,
        project: None,
        of_macro: None,
    }))
}

/// The text of a project that is over or promoted, or of a sheet of the city's file, to begin anew from (E25); `None`
/// for anything else.
///
/// # Errors
/// [`StoreError`].
pub async fn dossier_of(
    db: &mut AnyConnection,
    city: &City,
    id: &str,
) -> Result<Option<Dossier>, StoreError> {
    if let Some(code) = id.strip_prefix(SHEET) {
        let sheet = city.project_sheets.iter().find(|sheet| sheet.code == code);
        return Ok(sheet.map(of_sheet));
    }
    let Ok(id) = id.parse::<IdeaId>() else { return Ok(None) };
    let project = match queries::project_of(db, id).await? {
        Some(project) => Some(project),
        None => queries::project(db, ProjectId::new(id.uuid())).await?,
    };
    let project = project.filter(|project| project.state.is_promoted());
    Ok(project.map(|project| project.dossier))
}

/// What a sheet of the city's file says, as a text to begin from.
fn of_sheet(sheet: &crate::city::ProjectSheet) -> Dossier {
    let done = sheet.interventions.iter();
    let done: Vec<String> = done.map(|one| format!("{}: {}", one.name, one.summary)).collect();
    let mut dossier = Dossier::default();
    dossier.outline.title.clone_from(&sheet.name);
    dossier.outline.title = dossier.outline.title.chars().take(TITLE_MAX).collect();
    dossier.outline.whole_city = true;
    let action = format!("{}\n{}", sheet.summary, done.join("\n"));
    dossier.sections.insert(Section::Action, action.chars().take(SECTION_MAX).collect());
    if !sheet.governance.is_empty() {
        dossier.sections.insert(Section::Sustainability, sheet.governance.clone());
    }
    dossier
}
