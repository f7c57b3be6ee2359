//! One idea at a desk: what must be done now, what was said, what stands near it, who left it, and what became of it.

use askama::Template;
use axum::http::StatusCode;
use protocol::{ActorRef, IdeaId, NodeId, PersonDetails, Problem, ProjectId};
use radar::{Action, Set, Vocabulary};
use sqlx::AnyConnection;

use super::super::contact::{self, Contact};
use super::super::form::{Choice, Group};
use super::super::page::{Page, Section, show_as, status_of};
use super::super::visit::{At, Fault, Outcome, Visit};
use super::near::{self, Line, SHOWN};
use super::{one, owner, tone};
use crate::desk::check::check;
use crate::desk::dossier::Picked;
use crate::desk::draft::Meeting;
use crate::desk::lifecycle::{Step, transition};
use crate::desk::project::Project;
use crate::desk::queries::{self, Whole};
use crate::desk::{self, State};
use crate::people;
use crate::people::roles::Permission;

/// Most projects to begin from.
const EXAMPLES_MAX: u32 = 300;

/// What the page shows of an idea.
pub(super) struct Thing {
    pub id: String,
    pub icon: String,
    pub title: String,
    pub theme: String,
    pub words: String,
    pub place: String,
    pub slip: String,
    pub state: String,
    pub state_slug: &'static str,
    pub tone: &'static str,
    pub opened: String,
    pub contacted: String,
    pub withdrawn: String,
    /// Why it was.
    pub withdrawn_why: String,
    pub can_come: String,
    pub awaited: String,
    /// Whom it is for, what would be done, why: what was chosen from pictures.
    pub picked: Vec<(&'static str, String)>,
    pub joins: String,
    pub joins_href: String,
}

struct AdviceLine {
    when: String,
    how: String,
    who: String,
    words: String,
    next: String,
    next_day: String,
}

/// A signed reason: of what, and why.
pub(super) struct Told {
    pub what: String,
    pub tag: String,
    pub tone: &'static str,
    pub why: String,
}

/// A question whether two become one, or whether somebody takes part in the other.
struct Ask {
    invites: bool,
    other: String,
    title: String,
    why: String,
    project: String,
    authors_of: String,
    organisation: String,
    who: String,
}

/// A requirement with what is still missing.
pub(super) struct Check {
    pub name: String,
    pub missing: Vec<String>,
}

#[derive(Template)]
#[template(path = "desk/idea.html")]
struct Detail {
    page: Page,
    thing: Thing,
    contact: Contact,
    near: Vec<Line>,
    advice: Vec<AdviceLine>,
    meetings: Vec<Choice>,
    checks: Vec<Check>,
    lacks: Vec<String>,
    told: Vec<Told>,
    asks: Vec<Ask>,
    asked: String,
    asked_until: String,
    project: String,
    here: bool,
    said: Vec<SaidLine>,
    /// Who would join it: page, slip, when and where from.
    joining: Vec<(String, String, String)>,
    /// At which other hubs people would: hub, how many.
    joining_elsewhere: Vec<(String, i64)>,
    /// What everybody reads of it beside what it joins.
    comment: String,
    comment_max: usize,
    /// How many files are attached to it.
    files: usize,
    may_begin: bool,
    may_withdraw: bool,
    relate_to: String,
    favour_of: String,
    begin_for: String,
    /// Who must agree before it is taken back in favour of another.
    favour_consents: Vec<Choice>,
    /// Why, as it was typed and refused.
    favour_why: String,
    /// What it can begin from anew.
    examples: Vec<Group>,
    concept: String,
}

/// Words between the desk and whoever left the idea.
struct SaidLine {
    by_desk: bool,
    who: String,
    when: String,
    words: String,
}

pub(super) async fn thing(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    whole: &Whole,
) -> Result<Thing, Fault> {
    let card = &whole.card;
    let words = card.words.clone().filter(|_| visit.may(Permission::ReadWords));
    let when = |at_ms: Option<i64>| at_ms.map(|at_ms| page.times.when(at_ms)).unwrap_or_default();
    let theme = page.theme(card.theme.as_str());
    let project = whole.project.as_ref().map(|project| project.dossier.outline.title.clone());
    let draft = whole.draft.as_ref().map(|draft| draft.outline.title.clone());
    let title = project.or(draft).unwrap_or_default();
    let hood = card.neighbourhood.as_ref();
    let bands = card.appointment.iter().map(crate::store::rows::word);
    let bands: Vec<String> = bands.map(|band| page.w.of("time-band", band)).collect();
    let (mut joins, mut joins_href) = (String::new(), String::new());
    if let (Some(id), Some(city)) = (&card.joins, &page.city) {
        let named = desk::near::named(db, city, page.w.language.code(), id).await?;
        if let Some(named) = named {
            joins_href = near::href(&named);
            joins = near::title(page.w, city, &named);
            // One without a page here is spoken of with the desk it is at.
            if let Some(hub) = named.hub.filter(|_| joins_href.is_empty()) {
                joins = format!("{joins} · {}", page.node_name(hub.as_str()));
            }
        }
    }
    let state = whole.state();
    let booked = crate::visits::queries::of_idea(db, card.id, page.times.now_ms).await?;
    let visit_ms = booked.map(|booked| booked.at_ms);
    Ok(Thing {
        id: card.id.to_string(),
        icon: page.icon("lightbulb"),
        title: if title.is_empty() { theme.clone() } else { title },
        theme,
        words: words.unwrap_or_default(),
        place: hood.map(|hood| page.neighbourhood(hood.as_str())).unwrap_or_default(),
        slip: card.slip.to_string(),
        state: page.w.of("desk-state", state.slug()),
        state_slug: state.slug(),
        tone: tone(state),
        opened: page.times.when(card.opened_at_ms),
        contacted: when(card.contacted_at_ms),
        withdrawn: when(card.withdrawn_at_ms),
        withdrawn_why: card
            .withdrawn_why
            .clone()
            .filter(|_| visit.may(Permission::ReadWords))
            .unwrap_or_default(),
        can_come: bands.join(", "),
        picked: picked(page, card.picked),
        awaited: when(visit_ms.or(whole.draft.as_ref().and_then(|draft| draft.appointment_ms))),
        joins,
        joins_href,
    })
}

/// What was chosen from pictures, by the key of what it says, without what nobody chose.
fn picked(page: &Page, picked: Picked) -> Vec<(&'static str, String)> {
    fn words<T: Vocabulary>(page: &Page, list: &str, set: Set<T>) -> String {
        let words: Vec<String> = set.iter().map(|one| page.w.of(list, one.slug())).collect();
        words.join(", ")
    }
    let all = [
        ("desk-for-whom", words(page, "desk-target", picked.targets)),
        ("desk-what", words(page, "desk-activity", picked.activities)),
        ("desk-which-need", words(page, "desk-need-of", picked.needs)),
    ];
    all.into_iter().filter(|(_, words)| !words.is_empty()).collect()
}

/// Who would join an idea, so that the desk can bring them together (E23).
pub(super) async fn joining(
    page: &Page,
    db: &mut AnyConnection,
    name: &str,
) -> Result<Vec<(String, String, String)>, Fault> {
    let all = desk::talk::joining(db, name).await?.into_iter();
    let line = |one: desk::talk::Joining| {
        let place = one.neighbourhood.map(|hood| page.neighbourhood(hood.as_str()));
        let when = page.times.when(one.at_ms);
        let when = place.map_or_else(|| when.clone(), |place| format!("{when} · {place}"));
        (format!("/ideas/{}", one.idea), one.slip.to_string(), when)
    };
    Ok(all.map(line).collect())
}

/// What stands near an idea.
pub(super) async fn near_idea(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    whole: &Whole,
) -> Result<Vec<Line>, Fault> {
    let Some(city) = page.city.clone() else { return Ok(Vec::new()) };
    let Some(profile) = desk::near::of_whole(whole, &city) else { return Ok(Vec::new()) };
    let today = crate::network::antennae::today(&city, visit.app.node.now_ms());
    let id = whole.card.id.to_string();
    let found = visit.app.node.radar.near(&profile, Some(&id), today, SHOWN);
    let project = whole.project.as_ref().map(|project| &project.dossier.partners);
    let partners = project.or(whole.draft.as_ref().map(|draft| &draft.partners));
    Ok(near::lines(page, db, found, partners.map(Vec::as_slice).unwrap_or_default()).await?)
}

/// The three requirements with what is still missing, in words.
pub(super) fn checks(page: &Page, dossier: &desk::dossier::Dossier) -> Vec<Check> {
    use desk::check::Missing;
    let w = page.w;
    let worded = |missing: &Missing| {
        let key = format!("desk-missing-{}", missing.slug());
        match missing {
            Missing::Words(section, has, least) => w.all(
                &key,
                &[
                    ("section", &w.of("desk-section", section.slug())),
                    ("has", &has.to_string()),
                    ("least", &least.to_string()),
                ],
            ),
            Missing::Uncovered(cents) => w.a(&key, "amount", euros(*cents)),
            Missing::OneSource(income) => w.a(&key, "source", w.of("desk-income", income.slug())),
            Missing::Baseline(count)
            | Missing::Target(count)
            | Missing::How(count)
            | Missing::AfterUncovered(count)
            | Missing::WithoutResult(count) => w.n(&key, *count),
            Missing::SecondPartner
            | Missing::Cost
            | Missing::Days
            | Missing::After
            | Missing::NoMeasure => w.t(&key),
        }
    };
    let line = |(requirement, missing): (desk::check::Requirement, Vec<Missing>)| Check {
        name: w.of("desk-requirement", requirement.slug()),
        missing: missing.iter().map(worded).collect(),
    };
    check(dossier).into_iter().map(line).collect()
}

/// Whole euros and cents: `1.250,50 €`.
pub(super) fn euros(cents: i64) -> String {
    let whole = (cents / 100).to_string();
    let groups: Vec<&str> = whole
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    format!("{},{:02} €", groups.join("."), cents % 100)
}

/// What was signed, with its reasons.
pub(super) fn told(page: &Page, project: &Project) -> Vec<Told> {
    let w = page.w;
    let answers = project.admissibility.iter().flatten().map(|(requirement, judged)| Told {
        what: w.of("desk-requirement", requirement.slug()),
        tag: w.of("desk-answer", judged.answer.slug()),
        tone: match judged.answer {
            desk::project::Answer::Yes => "green",
            desk::project::Answer::Partly => "orange",
            desk::project::Answer::No => "slate",
        },
        why: judged.reason.clone(),
    });
    let signed = project.signed.iter().map(|signed| Told {
        what: w.t("desk-decision"),
        tag: w.of("desk-outcome", signed.step.slug()),
        tone: if signed.step == Step::Promote { "green" } else { "slate" },
        why: signed.reason.clone(),
    });
    answers.chain(signed).collect()
}

/// What this hub's authors have to answer to, one question for each of them: mergers asked of this project, or by
/// another for this one, and invitations to take part in another.
async fn asks(db: &mut AnyConnection, project: &Project) -> Result<Vec<Ask>, Fault> {
    let mine = [project.id.to_string(), project.idea.to_string()];
    let mut all = queries::put_beside(db, project).await?;
    all.push(project.clone());
    let mut asks = Vec::new();
    for one in all {
        let own = one.id == project.id;
        for beside in one.beside.iter().filter(|beside| beside.waits(one.state)) {
            if !own && !mine.contains(&beside.related.other) {
                continue;
            }
            let title = match (own, beside.related.other.parse()) {
                (true, Ok(other)) => queries::project(db, other).await?.map(|other| other.dossier),
                (true, Err(_)) => None,
                (false, _) => Some(one.dossier.clone()),
            };
            let title = title.map(|dossier| dossier.outline.title).unwrap_or_default();
            let open = beside.authors.iter().filter(|author| author.project == project.id);
            let open = open.filter(|one| !beside.consents.contains_key(&one.organisation));
            asks.extend(open.map(|author| Ask {
                invites: beside.related.action == Action::InvitePartner,
                other: beside.related.other.clone(),
                title: title.clone(),
                why: beside.related.why.clone(),
                project: one.id.to_string(),
                authors_of: project.id.to_string(),
                organisation: author.organisation.to_string(),
                who: author.name.clone(),
            }));
        }
    }
    Ok(asks)
}

/// What a project can begin from anew (E25): good practices and promoted projects, and the sheets of the city's file.
async fn examples(page: &Page, db: &mut AnyConnection) -> Result<Vec<Group>, Fault> {
    let promoted = queries::examples(db, EXAMPLES_MAX).await?;
    let choice = |(id, title, state): (ProjectId, String, State)| {
        Choice::new(id, format!("{title} ({})", page.w.of("desk-state", state.slug())), "")
    };
    let sheets = page.city.iter().flat_map(|city| &city.project_sheets);
    let sheet = |sheet: &crate::city::ProjectSheet| {
        Choice::new(format!("{}{}", desk::near::SHEET, sheet.code), &sheet.name, "")
    };
    let groups = [
        Group {
            label: page.w.t("desk-again-promoted"),
            choices: promoted.into_iter().map(choice).collect(),
        },
        Group { label: page.w.t("desk-again-sheets"), choices: sheets.map(sheet).collect() },
    ];
    Ok(groups.into_iter().filter(|group| !group.choices.is_empty()).collect())
}

pub(super) async fn shown(
    visit: &Visit,
    (whole, home): (Whole, NodeId),
    refused: Option<Problem>,
    details: Option<PersonDetails>,
) -> Outcome {
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let mut page = Page::of(visit, Section::Ideas, "idea-title").await;
    if let Some(problem) = refused {
        page = page.refusing(problem);
    }
    let mut db = visit.app.node.store.read().await?;
    let contact = contact::card(visit, &page, &mut db, &owner(&whole, &home), details).await?;
    let thing = thing(visit, &page, &mut db, &whole).await?;
    let near = near_idea(visit, &page, &mut db, &whole).await?;
    let mut advice = Vec::new();
    for one in queries::advice(&mut db, whole.card.id).await? {
        let who = match one.actor {
            ActorRef::Staff(staff) => people::queries::name_of(&mut db, staff).await?,
            ActorRef::System | ActorRef::Node(_) | ActorRef::Device(_) | ActorRef::Kiosk(_) => None,
        };
        advice.push(AdviceLine {
            when: page.times.when(one.at_ms),
            how: page.w.of("desk-meeting", one.meeting.slug()),
            who: who.unwrap_or_default(),
            words: one.words.filter(|_| visit.may(Permission::ReadWords)).unwrap_or_default(),
            next: one.next.filter(|_| visit.may(Permission::ReadWords)).unwrap_or_default(),
            next_day: one.next_day.map(|day| page.times.date(day)).unwrap_or_default(),
        });
    }
    let mut said = Vec::new();
    for one in desk::talk::said(&mut db, whole.card.id).await? {
        let who = match one.actor {
            ActorRef::Staff(staff) => people::queries::name_of(&mut db, staff).await?,
            ActorRef::System | ActorRef::Node(_) | ActorRef::Device(_) | ActorRef::Kiosk(_) => None,
        };
        said.push(SaidLine {
            by_desk: one.by_desk,
            who: who.unwrap_or_default(),
            when: page.times.when(one.at_ms),
            words: one.words.filter(|_| visit.may(Permission::ReadWords)).unwrap_or_default(),
        });
    }
    let joining = joining(&page, &mut db, &whole.card.id.to_string()).await?;
    // At central they all stand in the list, one by one.
    let elsewhere = if page.central {
        Vec::new()
    } else {
        desk::joined::elsewhere(&mut db, whole.card.id).await?
    };
    let comment = desk::talk::comment_of(&mut db, whole.card.id).await?.unwrap_or_default();
    let about = crate::files::About::of_idea(whole.card.id);
    let files = match &about {
        Some(about) => crate::files::queries::of(&mut db, about).await?.len(),
        None => 0,
    };
    let asks = match &whole.project {
        // One in evaluation may be asked to take another in, one that runs to take part in another.
        Some(project) if !project.state.is_over() => asks(&mut db, project).await?,
        Some(_) | None => Vec::new(),
    };
    let state = whole.state();
    let begins = home == *visit.app.node.id() && transition(state, Step::Begin).is_some();
    let examples = if begins { examples(&page, &mut db).await? } else { Vec::new() };
    drop(db);
    let here = home == *visit.app.node.id()
        && visit.may(Permission::WorkAtDesk)
        && state != State::Withdrawn;
    let project = whole.project.as_ref();
    let open = project.and_then(|project| project.additions.last());
    let open = open.filter(|_| state == State::Integration);
    let draft = whole.draft.as_ref();
    let meetings = Meeting::ALL.into_iter().zip(["in-person"; 4]);
    page = page.titled(format!("{} · {}", thing.title, thing.slip));
    let template = Detail {
        contact,
        said,
        joining,
        joining_elsewhere: elsewhere
            .iter()
            .map(|(hub, many)| (page.node_name(hub.as_str()), *many))
            .collect(),
        comment,
        comment_max: desk::talk::COMMENT_MAX,
        files,
        advice,
        meetings: meetings
            .map(|(meeting, now)| {
                Choice::new(meeting.slug(), page.w.of("desk-meeting", meeting.slug()), now)
            })
            .collect(),
        checks: draft
            .filter(|draft| draft.state == State::Draft)
            .map(|draft| checks(&page, &draft.dossier()))
            .unwrap_or_default(),
        lacks: draft
            .map(|draft| draft.lacks(Step::Submit))
            .unwrap_or_default()
            .iter()
            .map(|need| page.w.of("desk-need", need.slug()))
            .collect(),
        told: project.map(|project| told(&page, project)).unwrap_or_default(),
        asks,
        asked: open.map(|additions| additions.asked.clone()).unwrap_or_default(),
        asked_until: open.map(|one| page.times.date(one.until)).unwrap_or_default(),
        project: project.map(|project| project.id.to_string()).unwrap_or_default(),
        here,
        may_begin: here && begins,
        may_withdraw: here && transition(state, Step::Withdraw).is_some(),
        relate_to: String::new(),
        favour_consents: whole
            .partners()
            .iter()
            .map(|one| Choice {
                value: one.organisation.to_string(),
                label: one.name.clone(),
                chosen: visit.posted.has("agreed", &one.organisation.to_string()),
            })
            .collect(),
        favour_why: visit.posted.text("why").to_owned(),
        favour_of: if here && project.is_none() && transition(state, Step::Withdraw).is_some() {
            whole.card.id.to_string()
        } else {
            String::new()
        },
        begin_for: if here && begins { whole.card.id.to_string() } else { String::new() },
        examples,
        concept: project
            .and_then(|one| one.concept.as_ref())
            .map(|one| one.words.clone())
            .unwrap_or_default(),
        near,
        thing,
        page,
    };
    show_as(status, &template)
}

pub(super) async fn look(visit: Visit, At(id): At<IdeaId>) -> Outcome {
    let whole = one(&visit, id).await?;
    shown(&visit, whole, None, None).await
}
