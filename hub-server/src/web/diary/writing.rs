//! Writing in the diary: a new entry, one that was given back, one that cites an older one. What was done, how
//! long and how many people are at hand; everything else has an answer already.

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use protocol::antenna::{ActivityKind, LogActivity};
use protocol::{ActivityId, Problem, Slug};

use super::{entry_for, icon_of};
use crate::activities::decide::MINUTES_MAX;
use crate::activities::drafts::{self, Draft};
use crate::activities::lifecycle::{State, Step};
use crate::activities::queries::{self, Entry};
use crate::activities::{Command as Diary, decide};
use crate::command::Command;
use crate::web::form::{Choice, Errors, Group, Posted};
use crate::web::page::{Page, Section, requests_in, show_as, status_of};
use crate::web::requests::hood_choices;
use crate::web::visit::{At, Fault, Outcome, Visit, go};

/// The fields of the form that a draft keeps.
const FIELDS: [&str; 8] = [
    "what",
    "neighbourhood",
    "place",
    "started_at",
    "minutes",
    "people_reached",
    "topics",
    "next_step",
];

/// Lengths that are one tap away, in minutes.
const LENGTHS: [i64; 6] = [15, 30, 45, 60, 90, 120];

struct Kind {
    value: &'static str,
    label: String,
    icon: String,
    chosen: bool,
}

struct Length {
    minutes: i64,
    label: String,
}

/// Why somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    New,
    Correct(ActivityId),
    Amend(ActivityId),
}

#[derive(Template)]
#[template(path = "activities/new.html")]
struct Form {
    page: Page,
    errors: Errors,
    action: String,
    activity: String,
    command: String,
    kinds: Vec<Kind>,
    lengths: Vec<Length>,
    hoods: Vec<Group>,
    topics: Vec<Choice>,
    place: String,
    started_at: String,
    /// What the field of the start may not go beyond.
    latest: String,
    minutes: String,
    people_reached: String,
    next_step: String,
    is_draft: bool,
    is_new: bool,
    note: String,
    more: bool,
}

pub(super) async fn new(visit: Visit) -> Outcome {
    let draft = match visit.asked.read::<ActivityId>("draft") {
        Some(activity) => {
            let mut db = visit.app.node.store.read().await?;
            drafts::one(&mut db, visit.me()?.staff, activity).await?
        }
        None => None,
    };
    let fields = draft.as_ref().map(|draft| Posted(draft.fields.clone())).unwrap_or_default();
    let activity = draft.as_ref().map(|draft| draft.activity);
    let errors = Errors::default();
    shown(&visit, Purpose::New, &fields, activity, errors, StatusCode::OK).await
}

/// The form of an entry that is there already, filled in with what it says.
pub(super) async fn again(visit: Visit, At(id): At<ActivityId>) -> Outcome {
    let entry = entry_for(&visit, id).await?;
    let purpose = purpose_of(&entry)?;
    let page = Page::of(&visit, Section::Diary, "diary-new").await;
    let mut fields = vec![
        ("what".to_owned(), entry.what.slug().to_owned()),
        ("neighbourhood".to_owned(), entry.neighbourhood.to_string()),
        ("place".to_owned(), entry.place.clone().unwrap_or_default()),
        ("started_at".to_owned(), page.times.input(entry.started_at_ms)),
        ("minutes".to_owned(), entry.minutes.get().to_string()),
        ("people_reached".to_owned(), entry.people_reached.to_string()),
        ("next_step".to_owned(), entry.next_step.clone().unwrap_or_default()),
    ];
    fields.extend(entry.topics.iter().map(|topic| ("topics".to_owned(), topic.clone())));
    let (fields, errors) = (Posted(fields), Errors::default());
    shown(&visit, purpose, &fields, None, errors, StatusCode::OK).await
}

fn purpose_of(entry: &Entry) -> Result<Purpose, Fault> {
    if entry.state.after(Step::Correct).is_ok() {
        return Ok(Purpose::Correct(entry.activity));
    }
    match entry.state.after(Step::Amend) {
        Ok(_) => Ok(Purpose::Amend(entry.activity)),
        Err(refusal) => Err(Problem::from(refusal).into()),
    }
}

async fn shown(
    visit: &Visit,
    purpose: Purpose,
    fields: &Posted,
    activity: Option<ActivityId>,
    errors: Errors,
    status: StatusCode,
) -> Outcome {
    let title = match purpose {
        Purpose::New => "diary-new",
        Purpose::Correct(_) => "diary-correct",
        Purpose::Amend(_) => "diary-amend",
    };
    let page = Page::of(visit, Section::Diary, title).await;
    let hub = page.city.as_deref().and_then(|city| city.hub(visit.app.node.id().as_str()));
    let own = hub.map(|hub| hub.neighbourhood.clone()).unwrap_or_default();
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let or = |field: &str, first: String| {
        let text = fields.text(field);
        if text.is_empty() && fields.0.is_empty() { first } else { text.to_owned() }
    };
    let hood = or("neighbourhood", own.clone());
    let what = fields.trimmed("what");
    let kinds = ActivityKind::ALL.map(|kind| Kind {
        value: kind.slug(),
        label: page.w.of("activity-kind", kind.slug()),
        icon: page.icon(icon_of(kind)),
        chosen: kind.slug() == what,
    });
    let lengths = LENGTHS.map(|minutes| Length { minutes, label: page.times.length(minutes) });
    let language = page.w.language.code();
    let topics = page.city.iter().flat_map(|city| &city.activity_topics).map(|topic| {
        let chosen = fields.has("topics", &topic.slug);
        let label = topic.name.in_language(language).to_owned();
        Choice { value: topic.slug.clone(), label, chosen }
    });
    let topics = topics.collect();
    let action = match purpose {
        Purpose::New => "/diary/new".to_owned(),
        Purpose::Correct(id) | Purpose::Amend(id) => format!("/diary/entries/{id}/write"),
    };
    let id = match purpose {
        Purpose::Correct(id) => Some(id),
        Purpose::New | Purpose::Amend(_) => activity,
    };
    let note = match purpose {
        Purpose::New => String::new(),
        Purpose::Correct(id) => reason_of(visit, id).await?,
        Purpose::Amend(_) => page.w.t("diary-amend-note"),
    };
    let started_at = fields.text("started_at").to_owned();
    let said_more = !started_at.is_empty()
        || !fields.text("place").is_empty()
        || !fields.all("topics").is_empty()
        || (!hood.is_empty() && hood != own);
    let template = Form {
        action,
        activity: id.map_or_else(|| page.fresh(), |id| id.to_string()),
        command: page.fresh(),
        kinds: kinds.into_iter().collect(),
        lengths: lengths.into_iter().collect(),
        hoods: hood_choices(&page, &hood, "", within.as_deref()),
        topics,
        place: fields.text("place").to_owned(),
        started_at,
        latest: format!("max=\"{}\"", page.times.input(page.times.now_ms)),
        minutes: fields.text("minutes").to_owned(),
        people_reached: fields.text("people_reached").to_owned(),
        next_step: fields.text("next_step").to_owned(),
        is_draft: activity.is_some(),
        is_new: purpose == Purpose::New,
        more: said_more || errors.any(),
        note,
        page,
        errors,
    };
    show_as(status, &template)
}

/// Why an entry was given back, in the words of who did.
async fn reason_of(visit: &Visit, id: ActivityId) -> Result<String, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let entry = queries::entry(&mut db, id).await?;
    Ok(entry.and_then(|entry| entry.reason).unwrap_or_default())
}

/// Reads the form as an entry. Nobody who has just finished writes when it began: it is worked out.
fn read(visit: &Visit, page: &Page, activity: Option<ActivityId>) -> Result<LogActivity, Problem> {
    let posted = &visit.posted;
    let invalid = |slug: &str, field: &str| Problem::invalid(slug).at(field);
    let what = posted.trimmed("what");
    let what = ActivityKind::ALL.into_iter().find(|kind| kind.slug() == what);
    let number = |field: &'static str, most: usize| {
        move || invalid("out-of-range", field).with("most", most)
    };
    let people = match posted.trimmed("people_reached") {
        "" => 0,
        text => {
            text.parse().ok().ok_or_else(number("people_reached", decide::PEOPLE_MAX as usize))?
        }
    };
    let topics = posted.all("topics");
    let topics = topics.iter().map(|topic| topic.parse::<Slug>()).collect::<Result<_, _>>();
    let what = what.ok_or_else(|| invalid("kind-missing", "what"))?;
    if posted.trimmed("minutes").is_empty() {
        return Err(invalid("minutes-missing", "minutes"));
    }
    let minutes: u16 = posted
        .trimmed("minutes")
        .parse()
        .ok()
        .ok_or_else(number("minutes", usize::from(MINUTES_MAX)))?;
    let started_at_ms = match posted.trimmed("started_at") {
        "" => just_ended(page.times.now_ms, minutes),
        text => page
            .times
            .read_input(text)
            .ok_or_else(|| invalid("started-at-unreadable", "started_at"))?,
    };
    Ok(LogActivity {
        activity: activity
            .or_else(|| posted.read("activity"))
            .unwrap_or_else(|| ActivityId::new(visit.app.node.fresh_id())),
        what,
        neighbourhood: posted
            .read("neighbourhood")
            .ok_or_else(|| invalid("not-in-catalogue", "neighbourhood"))?,
        place: posted.trimmed("place").to_owned(),
        started_at_ms,
        minutes,
        people_reached: people,
        topics: topics.ok().ok_or_else(|| invalid("not-in-catalogue", "topics"))?,
        next_step: posted.trimmed("next_step").to_owned(),
    })
}

/// When something began that has just ended: at a whole five minutes.
fn just_ended(now_ms: i64, minutes: u16) -> i64 {
    let began = now_ms - i64::from(minutes) * 60_000;
    began.div_euclid(300_000) * 300_000
}

pub(super) async fn log(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Diary, "diary-new").await;
    let logged = match read(&visit, &page, None) {
        Ok(entry) => visit.submit(Command::Activities(Diary::Log(entry))).await,
        Err(problem) => Err(problem),
    };
    match logged {
        Ok(_) => go("/diary?done=logged"),
        Err(problem) => {
            let activity = visit.posted.read("activity");
            refused(&visit, Purpose::New, activity, &problem).await
        }
    }
}

/// Writes an entry again, or hands in the one that cites it, whichever its state allows.
pub(super) async fn write_again(visit: Visit, At(id): At<ActivityId>) -> Outcome {
    let old = entry_for(&visit, id).await?;
    let purpose = purpose_of(&old)?;
    let page = Page::of(&visit, Section::Diary, "diary-new").await;
    let activity = (purpose == Purpose::Correct(id)).then_some(id);
    let written = match read(&visit, &page, activity) {
        Ok(entry) => {
            let command = match purpose {
                Purpose::Amend(cites) => Diary::Amend { cites, entry },
                Purpose::Correct(_) | Purpose::New => Diary::Correct(entry),
            };
            visit.submit(Command::Activities(command)).await
        }
        Err(problem) => Err(problem),
    };
    match written {
        Ok(_) if old.state == State::Returned => go("/diary?done=corrected"),
        Ok(_) if activity.is_some() => go("/diary?done=logged"),
        Ok(_) => go("/diary?done=amended"),
        Err(problem) => refused(&visit, purpose, activity, &problem).await,
    }
}

async fn refused(
    visit: &Visit,
    purpose: Purpose,
    activity: Option<ActivityId>,
    problem: &Problem,
) -> Outcome {
    let errors = Errors::of(visit.words, problem);
    shown(visit, purpose, &visit.posted, activity, errors, status_of(problem)).await
}

/// Keeps what is typed so far and says so.
pub(super) async fn keep_draft(visit: Visit) -> Outcome {
    let staff = visit.me()?.staff;
    let activity = visit.posted.read::<ActivityId>("activity");
    let activity = activity.ok_or_else(|| Problem::invalid("form-unreadable"))?;
    let kept = visit.posted.0.iter().filter(|(name, _)| FIELDS.contains(&name.as_str()));
    let now_ms = visit.app.node.now_ms();
    let draft = Draft { activity, fields: kept.cloned().collect(), saved_at_ms: now_ms };
    visit
        .app
        .node
        .change(move |write| {
            Box::pin(async move {
                // What is recorded already has no draft any more, however late this arrives.
                if queries::entry(write.db, activity).await?.is_none() {
                    drafts::keep(write.db, staff, &draft).await?;
                }
                Ok(())
            })
        })
        .await?;
    let page = Page::of(&visit, Section::Diary, "diary-new").await;
    let said = page.w.a("diary-draft-kept", "time", page.times.time(now_ms));
    Ok(said.into_response())
}

pub(super) async fn discard(visit: Visit, At(activity): At<ActivityId>) -> Outcome {
    let staff = visit.me()?.staff;
    visit
        .app
        .node
        .change(move |write| {
            Box::pin(async move { Ok(drafts::discard_own(write.db, staff, activity).await?) })
        })
        .await?;
    go("/diary?done=draft-discarded")
}
