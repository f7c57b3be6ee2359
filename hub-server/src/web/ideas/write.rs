//! The page where a project is written by several organisations: what it is, its sections with who wrote them, what it
//! costs, how it is measured; beside it what the three requirements still lack, and what stands near it.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use protocol::{ActorRef, IdeaId, NodeId, OrganisationId, Problem};
use radar::{Activity, Need, Resource, Set, Target, Vocabulary};

use super::super::form::{Choice, Errors, Group, Posted};
use super::super::page::{Page, Section as Part, show_as, status_of};
use super::super::visit::{At, Fault, Outcome, Visit};
use super::near::Line;
use super::one;
use super::page::{Check, Thing, checks, euros, near_idea, thing};
use super::project::facts;
use crate::desk::dossier::{Budget, Income, Outline, Partner, Section, YEARS_MAX, YearAfter};
use crate::desk::draft::{Draft, Paper, Version};
use crate::desk::lifecycle::Step;
use crate::desk::{self, State};
use crate::network::organisations;

/// A version of a section, as it is shown.
pub(super) struct Text {
    pub by: String,
    pub when: String,
    pub text: String,
}

pub(super) struct Sheet {
    pub slug: &'static str,
    /// Where its form goes.
    pub action: String,
    /// Where it is asked what the requirements lack while it is written; empty where that cannot be asked.
    pub checks: String,
    pub name: String,
    pub hint: String,
    /// Whether everybody reads it, once it is promoted.
    pub public: bool,
    pub text: String,
    pub base: u32,
    pub last: String,
    pub beside: Vec<Text>,
    pub settles: String,
    pub before: Vec<Text>,
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
    /// What was in front of whoever fills it in.
    seen: String,
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
    /// Hubs that write it too: id, name; and those that could.
    with: Vec<(String, String)>,
    hubs: Vec<Group>,
    /// What stands there now, when somebody else changed it meanwhile.
    stands: Vec<(String, String)>,
    sheets: Vec<Sheet>,
    budget_seen: String,
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
    /// Who must agree before it is taken back in favour of another.
    favour_consents: Vec<Choice>,
    /// Why, as it was typed and refused.
    favour_why: String,
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

/// What tells two states of a part of a draft apart; a form says which one was in front of whoever filled it in.
pub(super) fn print_of<T: serde::Serialize>(part: &T) -> String {
    let text = serde_json::to_vec(part).unwrap_or_default();
    blake3::hash(&text).to_hex()[..16].to_owned()
}

fn budget_facts(page: &Page, budget: &Budget) -> Vec<(String, String)> {
    let cost = (page.w.t("desk-cost"), euros(budget.cost_cents));
    let income = budget.income_cents.iter();
    let income = income.map(|(one, cents)| (page.w.of("desk-income", one.slug()), euros(*cents)));
    let years = budget.after.iter().enumerate().map(|(at, year)| {
        let (cost, income) = (euros(year.cost_cents), euros(year.income_cents));
        let how = if year.how.is_empty() { String::new() } else { format!(" · {}", year.how) };
        (page.w.a("desk-after-cost", "number", at + 1), format!("{cost} / {income}{how}"))
    });
    std::iter::once(cost).chain(income).chain(years).collect()
}

/// The form of what it is: as it stands, or with what was typed and refused.
fn outline_form(page: &Page, now: &Outline, typed: Option<&Posted>, hood: &str) -> OutlineForm {
    let refused = typed.map(super::write_acts::outline_typed);
    let outline = refused.as_ref().unwrap_or(now);
    let begun = !now.title.is_empty() || typed.is_some();
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
    let day = |name: &str, day: Option<Date>| match typed {
        Some(posted) => posted.trimmed(name).to_owned(),
        None => day.map(|day| day.to_string()).unwrap_or_default(),
    };
    OutlineForm {
        seen: print_of(now),
        title: outline.title.clone(),
        targets: ticks::<Target>(page, "desk-target", outline.targets),
        activities: ticks::<Activity>(page, "desk-activity", outline.activities),
        needs: ticks::<Need>(page, "desk-need-of", outline.needs),
        places: places.collect(),
        whole_city: vec![whole],
        from: day("from", outline.from),
        to: day("to", outline.to),
        offers: ticks::<Resource>(page, "desk-resource", outline.offers),
        looks_for: ticks::<Resource>(page, "desk-resource", outline.looks_for),
    }
}

/// A version; what no organisation wrote its desk did: that of the idea's hub, or of the one that sent it.
fn text(
    page: &Page,
    names: &BTreeMap<OrganisationId, String>,
    home: &NodeId,
    version: &Version,
) -> Text {
    let desk = || {
        let hub = if let ActorRef::Node(sender) = &version.actor { sender } else { home };
        if hub == page.node_id() {
            page.w.t("desk-by-desk")
        } else {
            page.w.a("desk-by-desk-of", "hub", page.node_name(hub.as_str()))
        }
    };
    Text {
        by: version.by.and_then(|by| names.get(&by).cloned()).unwrap_or_else(desk),
        when: page.times.when(version.at_ms),
        text: version.text.clone(),
    }
}

/// A section of a draft, of this hub or of another.
pub(super) fn sheet(
    page: &Page,
    names: &BTreeMap<OrganisationId, String>,
    (idea, home): (IdeaId, &NodeId),
    section: Section,
    paper: &Paper,
    typed: &Posted,
) -> Sheet {
    let shown =
        |number: &u32| paper.version(*number).map(|version| text(page, names, home, version));
    let last = shown(&paper.stands);
    let numbers: Vec<String> = paper.beside.iter().map(ToString::to_string).collect();
    let older = paper.versions.iter().rev();
    let older =
        older.filter(|one| one.number != paper.stands && !paper.beside.contains(&one.number));
    // A text that was refused stays in its field.
    let refused = typed.trimmed("section") == section.slug();
    let here = home == page.node_id();
    Sheet {
        slug: section.slug(),
        checks: if here { format!("/ideas/{idea}/checks") } else { String::new() },
        action: if here {
            format!("/ideas/{idea}/section")
        } else {
            format!("/ideas/shared/{idea}/section")
        },
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
        before: older.map(|one| text(page, names, home, one)).collect(),
    }
}

/// The organisations that could take part: of this hub, then of the others, hub by hub.
async fn organisation_choices(
    visit: &Visit,
    page: &Page,
    draft: &Draft,
) -> Result<Vec<Group>, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let mut all = organisations::all(&mut db, visit.app.node.id()).await?;
    let mut others = desk::organisations::others(&mut db, visit.app.node.id()).await?;
    drop(db);
    let there = |id| draft.partners.iter().any(|one| one.organisation == id);
    all.retain(|kept| kept.organisation.active && !there(kept.id));
    others.retain(|one| !there(one.id));
    all.sort_by_cached_key(|kept| kept.organisation.profile.name.to_lowercase());
    let choice =
        |kept: organisations::Kept| Choice::new(kept.id, &kept.organisation.profile.name, "");
    let mut groups = vec![Group::plain(all.into_iter().map(choice).collect())];
    let mut elsewhere: BTreeMap<String, Vec<Choice>> = BTreeMap::new();
    for one in others {
        let hub = page.node_name(one.home.as_str());
        elsewhere.entry(hub).or_default().push(Choice::new(one.id, &one.known.name, ""));
    }
    groups.extend(elsewhere.into_iter().map(|(label, choices)| Group { label, choices }));
    groups.retain(|group| !group.choices.is_empty());
    Ok(groups)
}

/// For whom a section may be written: the desk, or one of those who take part.
pub(super) fn authors(page: &Page, draft: &Draft) -> Vec<Group> {
    let by_desk = Choice::new("", page.w.t("desk-by-desk"), "");
    let partners = draft.partners.iter().map(|one| Choice::new(one.organisation, &one.name, ""));
    vec![Group::plain(std::iter::once(by_desk).chain(partners).collect())]
}

/// The other hubs of the city: those that write it too, and a choice of the rest.
fn hubs(page: &Page, draft: &Draft) -> (Vec<(String, String)>, Vec<Group>) {
    let all = page.city.iter().flat_map(|city| &city.hubs);
    let others = all.filter(|hub| hub.slug != page.node_id().as_str());
    let (with, rest): (Vec<_>, Vec<_>) =
        others.partition(|hub| draft.with.iter().any(|one| one.as_str() == hub.slug));
    let with = with.into_iter().map(|hub| (hub.slug.clone(), hub.name.clone())).collect();
    let rest: Vec<Choice> =
        rest.into_iter().map(|hub| Choice::new(&hub.slug, &hub.name, "")).collect();
    (with, if rest.is_empty() { Vec::new() } else { vec![Group::plain(rest)] })
}

pub(super) async fn shown(visit: &Visit, id: IdeaId, refused: Option<Problem>) -> Outcome {
    let (whole, home) = one(visit, id).await?;
    let draft = whole.draft.clone().filter(|draft| draft.state == State::Draft);
    let Some(draft) = draft.filter(|_| home == *visit.app.node.id()) else {
        return super::super::visit::go(&format!("/ideas/{id}"));
    };
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let page = Page::of(visit, Part::Ideas, "desk-write-title").await;
    let typed =
        |part: &str| refused.as_ref().map(|_| &visit.posted).filter(|_| visit.path.ends_with(part));
    let (typed_outline, typed_budget) = (typed("/outline"), typed("/budget"));
    let stands = match (refused.as_ref().map(Problem::slug), typed_budget) {
        (Some("written-meanwhile"), Some(_)) => budget_facts(&page, &draft.budget),
        (Some("written-meanwhile"), None) => {
            let title = (page.w.t("desk-name"), draft.outline.title.clone());
            std::iter::once(title).chain(facts(&page, &draft.outline)).collect()
        }
        (Some(_) | None, _) => Vec::new(),
    };
    let (with, hubs) = hubs(&page, &draft);
    let errors = refused.as_ref().map(|problem| Errors::of(page.w, problem)).unwrap_or_default();
    let organisations = organisation_choices(visit, &page, &draft).await?;
    let mut db = visit.app.node.store.read().await?;
    let thing = thing(visit, &page, &mut db, &whole).await?;
    let near = near_idea(visit, &page, &mut db, &whole).await?;
    drop(db);
    let names = draft.partners.iter().map(|one| (one.organisation, one.name.clone())).collect();
    let dossier = draft.dossier();
    let hood = whole.card.neighbourhood.as_ref().map_or("", |hood| hood.as_str());
    let amount = |name: &str, cents: i64| match typed_budget {
        Some(posted) => posted.trimmed(name).to_owned(),
        None if cents == 0 => String::new(),
        None => plain(cents),
    };
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
        outline: outline_form(&page, &draft.outline, typed_outline, hood),
        complete: draft.outline.is_complete(),
        partners: draft.partners.clone(),
        organisations,
        authors: authors(&page, &draft),
        with,
        hubs,
        stands,
        sheets: Section::ALL
            .into_iter()
            .map(|one| sheet(&page, &names, (id, &home), one, &draft.paper(one), &visit.posted))
            .collect(),
        budget_seen: print_of(&draft.budget),
        cost: amount("cost", draft.budget.cost_cents),
        income: Income::ALL
            .into_iter()
            .map(|income| IncomeRow {
                slug: income.slug(),
                name: page.w.of("desk-income", income.slug()),
                value: amount(
                    &format!("income-{}", income.slug()),
                    draft.budget.income_cents.get(&income).copied().unwrap_or(0),
                ),
            })
            .collect(),
        years: (0..YEARS_MAX)
            .map(|at| {
                let (number, year) = (at + 1, draft.budget.after.get(at));
                let cents = |of: fn(&YearAfter) -> i64| year.map_or(0, of);
                YearRow {
                    number,
                    cost: amount(&format!("after-cost-{number}"), cents(|one| one.cost_cents)),
                    income: amount(
                        &format!("after-income-{number}"),
                        cents(|one| one.income_cents),
                    ),
                    how: match typed_budget {
                        Some(posted) => posted.trimmed(&format!("after-how-{number}")).to_owned(),
                        None => year.map(|one| one.how.clone()).unwrap_or_default(),
                    },
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
        favour_consents: Vec::new(),
        favour_why: String::new(),
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
