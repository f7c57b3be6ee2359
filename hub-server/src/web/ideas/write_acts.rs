//! What is done on the page where a project is written.

use std::collections::BTreeMap;

use askama::Template;
use jiff::civil::Date;
use protocol::{IdeaId, OrganisationId, Problem, Slug};
use radar::Set;

use super::super::form::Posted;
use super::super::page::{Page, Section as Part, show};
use super::super::visit::{At, Fault, Outcome, Visit, go};
use super::page::{Check, checks};
use super::{one, write};
use crate::command::Command as Any;
use crate::desk::Command;
use crate::desk::dossier::{
    Budget, Dossier, Income, Measure, Outline, Partner, Section, YEARS_MAX, YearAfter,
};
use crate::desk::draft::{Act, Draft};
use crate::desk::organisations as elsewhere;
use crate::network::organisations;

async fn act(visit: &Visit, idea: IdeaId, act: Result<Act, Problem>, to: &str) -> Outcome {
    one(visit, idea).await?;
    let done = match act {
        Ok(act) => visit.submit(Any::Desk(Command::Draft { idea, act })).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => go(&format!("/ideas/{idea}/write?done=written#{to}")),
        Err(problem) => write::shown(visit, idea, Some(problem)).await,
    }
}

fn chosen<T>(posted: &Posted, field: &str) -> Set<T>
where
    T: radar::Vocabulary + std::str::FromStr,
{
    posted.all(field).into_iter().filter_map(|word| word.parse().ok()).collect()
}

fn day(posted: &Posted, field: &str) -> Result<Option<Date>, Problem> {
    let text = posted.trimmed(field);
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).ok().ok_or_else(|| Problem::invalid("bad-date").at(field))
}

/// What was typed of what it is, without its days.
pub(super) fn outline_typed(posted: &Posted) -> Outline {
    let places = posted.all("place").into_iter();
    Outline {
        title: posted.trimmed("title").to_owned(),
        targets: chosen(posted, "target"),
        activities: chosen(posted, "activity"),
        needs: chosen(posted, "need"),
        places: places.filter_map(|slug| slug.parse::<Slug>().ok()).collect(),
        whole_city: posted.has("whole-city", "yes"),
        from: None,
        to: None,
        offers: chosen(posted, "offer"),
        looks_for: chosen(posted, "looks-for"),
    }
}

fn outline_posted(posted: &Posted) -> Result<Act, Problem> {
    let (from, to) = (day(posted, "from")?, day(posted, "to")?);
    Ok(Act::Outline(Outline { from, to, ..outline_typed(posted) }))
}

/// Whether what is to be replaced is what was in front of whoever replaces it.
fn unchanged<T: serde::Serialize>(visit: &Visit, now: &T) -> Result<(), Problem> {
    let seen = visit.posted.trimmed("seen");
    if seen.is_empty() || seen == write::print_of(now) {
        Ok(())
    } else {
        Err(Problem::conflict("written-meanwhile"))
    }
}

async fn draft(visit: &Visit, idea: IdeaId) -> Result<Draft, Fault> {
    let (whole, _) = one(visit, idea).await?;
    Ok(whole.draft.unwrap_or_default())
}

pub(super) async fn outline(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let same = unchanged(&visit, &draft(&visit, idea).await?.outline);
    let outline = same.and_then(|()| outline_posted(&visit.posted));
    act(&visit, idea, outline, "outline").await
}

pub(super) async fn partner(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let missing = || Problem::invalid("choose-one").at("organisation");
    let found = match visit.posted.read::<OrganisationId>("organisation") {
        Some(id) => {
            let mut db = visit.app.node.store.read().await?;
            match organisations::one(&mut db, id).await? {
                Some(kept) => Some((id, kept.organisation.profile.name)),
                None => elsewhere::one(&mut db, id).await?.map(|one| (id, one.known.name)),
            }
        }
        None => None,
    };
    let add = found
        .ok_or_else(missing)
        .map(|(organisation, name)| Act::AddPartner(Partner { organisation, name }));
    act(&visit, idea, add, "partners").await
}

pub(super) async fn partner_out(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let organisation = visit.posted.read::<OrganisationId>("organisation");
    let remove = organisation
        .map(|organisation| Act::RemovePartner { organisation })
        .ok_or_else(|| Problem::invalid("choose-one").at("organisation"));
    act(&visit, idea, remove, "partners").await
}

/// A section as it was posted, and where it stands on the page.
pub(super) fn section_posted(posted: &Posted) -> (Result<Act, Problem>, String) {
    let section = posted.read::<Section>("section");
    let to = section.map(|section| format!("section-{}", section.slug())).unwrap_or_default();
    let settles = posted.trimmed("settles").split_whitespace();
    let settles = settles.filter_map(|number| number.parse().ok()).collect();
    let write = section
        .map(|section| Act::Write {
            section,
            text: posted.trimmed("text").to_owned(),
            by: posted.read("by"),
            base: posted.read("base").unwrap_or_default(),
            settles,
        })
        .ok_or_else(|| Problem::invalid("choose-one").at("section"));
    (write, to)
}

pub(super) async fn section(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let (write, to) = section_posted(&visit.posted);
    act(&visit, idea, write, &to).await
}

pub(super) async fn share(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let hub = visit.posted.read("hub").map(|hub| Act::ShareWith { hub });
    let hub = hub.ok_or_else(|| Problem::invalid("choose-one").at("hub"));
    act(&visit, idea, hub, "hubs").await
}

pub(super) async fn keep_from(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let hub = visit.posted.read("hub").map(|hub| Act::KeepFrom { hub });
    let hub = hub.ok_or_else(|| Problem::invalid("choose-one").at("hub"));
    act(&visit, idea, hub, "hubs").await
}

/// Cents of a text such as `1.250,50` or `1250`; 0 for an empty one.
pub(super) fn cents(posted: &Posted, field: &str) -> Result<i64, Problem> {
    let wrong = || Problem::invalid("bad-amount").at(field);
    let text = posted.trimmed(field).trim_end_matches('€').trim();
    if text.is_empty() {
        return Ok(0);
    }
    // A point before three figures parts thousands; otherwise it is a comma.
    let text = match text.rsplit_once('.') {
        Some((_, after)) if after.len() == 3 || text.contains(',') => text.replace('.', ""),
        Some(_) | None => text.replace('.', ","),
    };
    let (whole, part) = text.split_once(',').unwrap_or((&text, ""));
    if part.len() > 2 || !part.chars().all(|c| c.is_ascii_digit()) {
        return Err(wrong());
    }
    let whole: u32 = whole.parse().ok().ok_or_else(wrong)?;
    let part: u32 = format!("{part:0<2}").parse().ok().ok_or_else(wrong)?;
    Ok(i64::from(whole) * 100 + i64::from(part))
}

fn budget_posted(posted: &Posted) -> Result<Act, Problem> {
    let mut income_cents = BTreeMap::new();
    for income in Income::ALL {
        let amount = cents(posted, &format!("income-{}", income.slug()))?;
        if amount != 0 {
            income_cents.insert(income, amount);
        }
    }
    let mut after = Vec::new();
    for year in 1..=YEARS_MAX {
        let how = posted.trimmed(&format!("after-how-{year}")).to_owned();
        let cost_cents = cents(posted, &format!("after-cost-{year}"))?;
        let income = cents(posted, &format!("after-income-{year}"))?;
        if cost_cents != 0 || income != 0 || !how.is_empty() {
            after.push(YearAfter { cost_cents, income_cents: income, how });
        }
    }
    Ok(Act::Budget(Budget { cost_cents: cents(posted, "cost")?, income_cents, after }))
}

pub(super) async fn budget(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let same = unchanged(&visit, &draft(&visit, idea).await?.budget);
    let budget = same.and_then(|()| budget_posted(&visit.posted));
    act(&visit, idea, budget, "budget").await
}

/// A way in which it is measured, as it was posted.
fn measure_posted(visit: &Visit) -> Measure {
    let posted = &visit.posted;
    let indicator = posted.read::<Slug>("indicator");
    let city = visit.app.node.city();
    let known = indicator.as_ref().zip(city.as_deref());
    let known = known.and_then(|(slug, city)| city.indicator(slug.as_str()));
    // What is counted is the indicator's own name, where nothing else was written.
    let name = posted.trimmed("measure");
    let language = visit.words.language.code();
    let name = match known {
        Some(one) if name.is_empty() => one.name.in_language(language),
        Some(_) | None => name,
    };
    let name = name.to_owned();
    Measure {
        indicator,
        name,
        baseline: posted.trimmed("baseline").to_owned(),
        target: posted.trimmed("target-value").to_owned(),
        how: posted.trimmed("how").to_owned(),
        activities: chosen(posted, "leads"),
    }
}

pub(super) async fn measure(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let mut all = draft(&visit, idea).await?.measures;
    all.push(measure_posted(&visit));
    act(&visit, idea, Ok(Act::Measures(all)), "measures").await
}

#[derive(Template)]
#[template(path = "desk/checks.html")]
struct Checks {
    page: Page,
    checks: Vec<Check>,
}

/// What the requirements lack with what is being typed. Nothing is kept; what cannot be read yet stands as it was.
pub(super) async fn checked(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let mut dossier = draft(&visit, idea).await?.dossier();
    as_typed(&mut dossier, &visit.posted);
    let measure = measure_posted(&visit);
    if !measure.name.is_empty() {
        dossier.measures.push(measure);
    }
    let page = Page::of(&visit, Part::Ideas, "desk-write-title").await;
    show(&Checks { checks: checks(&page, &dossier), page })
}

/// With what stands in the fields of one form.
fn as_typed(dossier: &mut Dossier, posted: &Posted) {
    let has = |field: &str| !posted.all(field).is_empty();
    if let Some(section) = posted.read::<Section>("section") {
        dossier.sections.insert(section, posted.trimmed("text").to_owned());
    } else if has("title") {
        if let Ok(Act::Outline(outline)) = outline_posted(posted) {
            dossier.outline = outline;
        }
    } else if has("cost")
        && let Ok(Act::Budget(budget)) = budget_posted(posted)
    {
        dossier.budget = budget;
    }
}

pub(super) async fn measure_out(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let mut all = draft(&visit, idea).await?.measures;
    if let Some(at) = visit.posted.read::<usize>("at").filter(|at| *at < all.len()) {
        all.remove(at);
    }
    act(&visit, idea, Ok(Act::Measures(all)), "measures").await
}

/// Begins to write from a project that is over, or from a sheet of the city's file (E25).
pub(super) async fn again(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    one(&visit, idea).await?;
    let from = visit.posted.trimmed("from").to_owned();
    let city = visit.app.node.known_city()?;
    let dossier = {
        let mut db = visit.app.node.store.read().await?;
        crate::desk::near::dossier_of(&mut db, &city, &from).await?
    };
    let Some(dossier) = dossier else {
        return Err(Problem::not_found("unknown-project").into());
    };
    let act = Act::BeginFrom { from, dossier: Box::new(dossier) };
    match visit.submit(Any::Desk(Command::Draft { idea, act })).await {
        Ok(_) => go(&format!("/ideas/{idea}/write?done=begun-again")),
        Err(problem) => {
            let whole = one(&visit, idea).await?;
            super::page::shown(&visit, whole, Some(problem), None).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        let posted = |text: &str| Posted(vec![("cost".to_owned(), text.to_owned())]);
        for (text, amount) in [
            ("1.250,50", 125_050),
            ("1250", 125_000),
            ("12.5 €", 1_250),
            ("", 0),
            ("412.248,84", 41_224_884),
        ] {
            assert_eq!(cents(&posted(text), "cost"), Ok(amount), "{text}");
        }
        assert!(cents(&posted("tanto"), "cost").is_err());
    }

    #[test]
    fn what_is_being_typed_is_checked_and_what_cannot_be_read_yet_stands() {
        let posted = |fields: &[(&str, &str)]| {
            let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            Posted(fields.iter().map(own).collect())
        };
        let mut dossier = Dossier::default();
        as_typed(&mut dossier, &posted(&[("section", "need"), ("text", "Tanti anziani soli")]));
        assert_eq!(dossier.sections[&Section::Need], "Tanti anziani soli");
        as_typed(&mut dossier, &posted(&[("cost", "1.000"), ("income-own", "")]));
        assert_eq!(dossier.budget.cost_cents, 100_000);
        as_typed(&mut dossier, &posted(&[("cost", "1.000,")]));
        as_typed(&mut dossier, &posted(&[("cost", "mille")]));
        assert_eq!(dossier.budget.cost_cents, 100_000);
        as_typed(&mut dossier, &posted(&[("title", "La spesa"), ("target", "older")]));
        assert!(dossier.outline.targets.has(radar::Target::Older));
        assert_eq!(dossier.sections.len(), 1, "the rest stays");
    }
}
