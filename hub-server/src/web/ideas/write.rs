//! The page where a project is written by several organisations: what it is, its sections with who wrote them, what it
//! costs, how it is measured; beside it what the three requirements still lack, and what stands near it.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use protocol::{IdeaId, OrganisationId, Problem};
use radar::{Activity, Need, Resource, Set, Target, Vocabulary};

use super::super::form::{Choice, Errors, Group};
use super::super::page::{Page, Section as Part, show_as, status_of};
use super::super::visit::{At, Fault, Outcome, Visit};
use super::near::Line;
use super::one;
use super::page::{Check, Thing, checks, euros, near_idea, thing};
use crate::desk::State;
use crate::desk::dossier::{Income, Partner, Section, YEARS_MAX};
use crate::desk::draft::{Draft, Paper, Version};
use crate::desk::lifecycle::Step;
use crate::network::organisations;

/// A version of a section, as it is shown.
struct Text {
    by: String,
    when: String,
    text: String,
}

struct Sheet {
    slug: &'static str,
    name: String,
    hint: String,
    /// Whether everybody reads it, once it is promoted.
    public: bool,
    text: String,
    base: u32,
    last: String,
    beside: Vec<Text>,
    settles: String,
    before: Vec<Text>,
}

struct MeasureRow {
    at: usize,
    name: String,
    baseline: String,
    target: String,
    how: String,
    leads: String,
}

struct IncomeRow {
    slug: &'static str,
    name: String,
    value: String,
}

struct YearRow {
    number: usize,
    cost: String,
    income: String,
    how: String,
}

struct OutlineForm {
    title: String,
    targets: Vec<Choice>,
    activities: Vec<Choice>,
    needs: Vec<Choice>,
    places: Vec<Choice>,
    whole_city: Vec<Choice>,
    from: String,
    to: String,
    offers: Vec<Choice>,
    looks_for: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "desk/write.html")]
struct Write {
    page: Page,
    thing: Thing,
    errors: Errors,
    outline: OutlineForm,
    complete: bool,
    partners: Vec<Partner>,
    organisations: Vec<Group>,
    authors: Vec<Group>,
    sheets: Vec<Sheet>,
    cost: String,
    income: Vec<IncomeRow>,
    years: Vec<YearRow>,
    /// The project's own activities, to say which of them leads to what is measured.
    leads: Vec<Choice>,
    measures: Vec<MeasureRow>,
    indicators: Vec<Group>,
    checks: Vec<Check>,
    lacks: Vec<String>,
    near: Vec<Line>,
    relate_to: String,
    favour_of: String,
    begin_for: String,
    /// What a concept still needs before central can look at it; `None` once it was shown.
    concept_lacks: Option<Vec<String>>,
    /// What central said of the concept.
    concept: String,
}

fn ticks<T: Vocabulary>(page: &Page, family: &str, now: Set<T>) -> Vec<Choice> {
    let choice = |word: &T| Choice {
        value: word.slug().to_owned(),
        label: page.w.of(family, word.slug()),
        chosen: now.has(*word),
    };
    T::ALL.iter().map(choice).collect()
}

fn outline_form(page: &Page, draft: &Draft, hood: &str) -> OutlineForm {
    let outline = &draft.outline;
    let begun = !outline.title.is_empty();
    let places = page.neighbourhoods().into_iter().map(|slug| Choice {
        label: page.neighbourhood(&slug),
        chosen: outline.places.iter().any(|place| place.as_str() == slug)
            || (!begun && slug == hood),
        value: slug,
    });
    let whole = Choice {
        value: "yes".to_owned(),
        label: page.w.t("desk-whole-city"),
        chosen: outline.whole_city,
    };
    OutlineForm {
        title: outline.title.clone(),
        targets: ticks::<Target>(page, "desk-target", outline.targets),
        activities: ticks::<Activity>(page, "desk-activity", outline.activities),
        needs: ticks::<Need>(page, "desk-need-of", outline.needs),
        places: places.collect(),
        whole_city: vec![whole],
        from: outline.from.map(|day| day.to_string()).unwrap_or_default(),
        to: outline.to.map(|day| day.to_string()).unwrap_or_default(),
        offers: ticks::<Resource>(page, "desk-resource", outline.offers),
        looks_for: ticks::<Resource>(page, "desk-resource", outline.looks_for),
    }
}

fn text(page: &Page, names: &BTreeMap<OrganisationId, String>, version: &Version) -> Text {
    let desk = || page.w.t("desk-by-desk");
    Text {
        by: version.by.and_then(|by| names.get(&by).cloned()).unwrap_or_else(desk),
        when: page.times.when(version.at_ms),
        text: version.text.clone(),
    }
}

fn sheet(
    page: &Page,
    names: &BTreeMap<OrganisationId, String>,
    section: Section,
    paper: &Paper,
    typed: &super::super::form::Posted,
) -> Sheet {
    let shown = |number: &u32| paper.version(*number).map(|version| text(page, names, version));
    let last = shown(&paper.stands);
    let numbers: Vec<String> = paper.beside.iter().map(ToString::to_string).collect();
    let older = paper.versions.iter().rev();
    let older =
        older.filter(|one| one.number != paper.stands && !paper.beside.contains(&one.number));
    // A text that was refused stays in its field.
    let refused = typed.trimmed("section") == section.slug();
    Sheet {
        slug: section.slug(),
        name: page.w.of("desk-section", section.slug()),
        hint: page.w.of("desk-section-hint", section.slug()),
        public: crate::showcase::PUBLIC_PARTS.contains(&section),
        text: if refused { typed.text("text").to_owned() } else { paper.text().to_owned() },
        base: paper.stands,
        last: last
            .map(|one| page.w.all("desk-written-by", &[("who", &one.by), ("when", &one.when)]))
            .unwrap_or_default(),
        beside: paper.beside.iter().filter_map(shown).collect(),
        settles: numbers.join(" "),
        before: older.map(|one| text(page, names, one)).collect(),
    }
}

async fn organisation_choices(visit: &Visit, draft: &Draft) -> Result<Vec<Group>, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let mut all = organisations::all(&mut db, visit.app.node.id()).await?;
    drop(db);
    all.retain(|kept| {
        let there = draft.partners.iter().any(|one| one.organisation == kept.id);
        kept.organisation.active && !there
    });
    all.sort_by_cached_key(|kept| kept.organisation.profile.name.to_lowercase());
    let choice =
        |kept: organisations::Kept| Choice::new(kept.id, &kept.organisation.profile.name, "");
    Ok(vec![Group::plain(all.into_iter().map(choice).collect())])
}

pub(super) async fn shown(visit: &Visit, id: IdeaId, refused: Option<Problem>) -> Outcome {
    let (whole, home) = one(visit, id).await?;
    let draft = whole.draft.clone().filter(|draft| draft.state == State::Draft);
    let Some(draft) = draft.filter(|_| home == *visit.app.node.id()) else {
        return super::super::visit::go(&format!("/ideas/{id}"));
    };
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let page = Page::of(visit, Part::Ideas, "desk-write-title").await;
    let errors = refused.map(|problem| Errors::of(page.w, &problem)).unwrap_or_default();
    let organisations = organisation_choices(visit, &draft).await?;
    let mut db = visit.app.node.store.read().await?;
    let thing = thing(visit, &page, &mut db, &whole).await?;
    let near = near_idea(visit, &page, &mut db, &whole).await?;
    drop(db);
    let names = draft.partners.iter().map(|one| (one.organisation, one.name.clone())).collect();
    let by_desk = Choice::new("", page.w.t("desk-by-desk"), "");
    let authors = draft.partners.iter().map(|one| Choice::new(one.organisation, &one.name, ""));
    let authors = vec![Group::plain(std::iter::once(by_desk).chain(authors).collect())];
    let dossier = draft.dossier();
    let hood = whole.card.neighbourhood.as_ref().map_or("", |hood| hood.as_str());
    let amount = |cents: i64| if cents == 0 { String::new() } else { plain(cents) };
    let language = page.w.language.code();
    let own = Choice::new("", page.w.t("desk-own-indicator"), "");
    let indicators = page.city.iter().flat_map(|city| &city.indicators);
    let indicators = indicators.map(|one| {
        let (name, unit) = (one.name.in_language(language), one.unit.in_language(language));
        Choice::new(&one.slug, format!("{name} ({unit})"), "")
    });
    let indicators = vec![Group::plain(std::iter::once(own).chain(indicators).collect())];
    let template = Write {
        errors,
        outline: outline_form(&page, &draft, hood),
        complete: draft.outline.is_complete(),
        partners: draft.partners.clone(),
        organisations,
        authors,
        sheets: Section::ALL
            .into_iter()
            .map(|one| sheet(&page, &names, one, &draft.paper(one), &visit.posted))
            .collect(),
        cost: amount(draft.budget.cost_cents),
        income: Income::ALL
            .into_iter()
            .map(|income| IncomeRow {
                slug: income.slug(),
                name: page.w.of("desk-income", income.slug()),
                value: amount(draft.budget.income_cents.get(&income).copied().unwrap_or(0)),
            })
            .collect(),
        years: (0..YEARS_MAX)
            .map(|at| {
                let year = draft.budget.after.get(at);
                YearRow {
                    number: at + 1,
                    cost: year.map(|one| amount(one.cost_cents)).unwrap_or_default(),
                    income: year.map(|one| amount(one.income_cents)).unwrap_or_default(),
                    how: year.map(|one| one.how.clone()).unwrap_or_default(),
                }
            })
            .collect(),
        leads: ticks::<Activity>(&page, "desk-activity", Set::EMPTY)
            .into_iter()
            .zip(Activity::ALL)
            .filter(|(_, activity)| draft.outline.activities.has(**activity))
            .map(|(choice, _)| choice)
            .collect(),
        measures: draft
            .measures
            .iter()
            .enumerate()
            .map(|(at, one)| MeasureRow {
                at,
                name: one.name.clone(),
                baseline: one.baseline.clone(),
                target: one.target.clone(),
                how: one.how.clone(),
                leads: activities(&page, one.activities),
            })
            .collect(),
        indicators,
        checks: checks(&page, &dossier),
        lacks: draft
            .lacks(Step::Submit)
            .iter()
            .map(|need| page.w.of("desk-need", need.slug()))
            .collect(),
        near,
        relate_to: String::new(),
        favour_of: String::new(),
        begin_for: String::new(),
        concept_lacks: (!draft.shown).then(|| {
            let lacks = draft.lacks(Step::ShowConcept);
            lacks.iter().map(|need| page.w.of("desk-need", need.slug())).collect()
        }),
        concept: whole
            .project
            .and_then(|project| project.concept)
            .map(|concept| concept.words)
            .unwrap_or_default(),
        page: page.titled(thing.title.clone()),
        thing,
    };
    show_as(status, &template)
}

/// Activities in words.
pub(super) fn activities(page: &Page, set: Set<Activity>) -> String {
    let all: Vec<String> = set.iter().map(|one| page.w.of("desk-activity", one.slug())).collect();
    all.join(", ")
}

/// An amount as it is typed: `1250,50`.
pub(super) fn plain(cents: i64) -> String {
    let text = euros(cents).replace(['.', ' ', '€'], "");
    text.strip_suffix(",00").map_or(text.clone(), str::to_owned)
}

pub(super) async fn look(visit: Visit, At(id): At<IdeaId>) -> Outcome {
    shown(&visit, id, None).await
}
