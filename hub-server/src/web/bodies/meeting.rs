//! One meeting, from its convening to its published minutes: its next step first, then its agenda.

use askama::Template;
use axum::http::StatusCode;
use protocol::{MeetingId, Problem, SeatId};

use super::items::{self, ItemView, Tick, tally_in_words};
use super::one::{Line, meeting_line};
use super::seats::{self, SeatView};
use super::{hours, meeting_of, today, tone};
use crate::bodies::events::{Approval, ItemKind, Level};
use crate::bodies::lifecycle::{State, Step};
use crate::bodies::model::{Body, Meeting, Roll};
use crate::bodies::queries;
use crate::bodies::{Act, Command as Bodies};
use crate::command::Command;
use crate::files::{self, About, Sort};
use crate::people::roles::Permission;
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{At, Outcome, Visit, go};

struct RollView {
    at: String,
    words: String,
    who: Vec<String>,
}

struct CorrectionView {
    cites: String,
    text: String,
    on: String,
}

#[derive(Template)]
#[template(path = "bodies/meeting.html")]
struct One {
    page: Page,
    keeps: bool,
    errors: Errors,
    id: String,
    state: &'static str,
    state_words: String,
    tone: &'static str,
    body: String,
    body_href: String,
    day: String,
    hours: String,
    place: String,
    why: String,
    convened: String,
    urgent: bool,
    /// Whether convening it today comes later than the body's notice allows.
    short: bool,
    notice: i64,
    /// Whether its day has come.
    begun: bool,
    roll: Vec<Tick>,
    quorum: String,
    needed: usize,
    entitled: usize,
    rolls: Vec<RollView>,
    items: Vec<ItemView>,
    undecided: usize,
    minutes: String,
    draft: String,
    approved: String,
    level: String,
    levels: Vec<Choice>,
    corrections: Vec<CorrectionView>,
    /// What lies before it, in words; empty for whoever may not see files.
    files: String,
    sessions: Vec<Group>,
    /// Earlier meetings of the body whose minutes wait for approval.
    waiting: Vec<Line>,
    asked_why: String,
    cites: String,
    correction: String,
    command: String,
}

pub(super) async fn page(visit: Visit, At(id): At<MeetingId>) -> Outcome {
    shown(&visit, id, Errors::default(), StatusCode::OK).await
}

/// The same page with what was refused, and what was typed.
pub(super) async fn refused(visit: &Visit, id: MeetingId, problem: &Problem) -> Outcome {
    shown(visit, id, Errors::of(visit.words, problem), status_of(problem)).await
}

/// Seats that were ticked.
pub(super) fn seats_posted(visit: &Visit, field: &str) -> Vec<SeatId> {
    visit.posted.all(field).iter().filter_map(|text| text.parse().ok()).collect()
}

fn roll_in_words(page: &Page, roll: &Roll) -> String {
    let numbers = [("voters", roll.voters), ("entitled", roll.entitled), ("needed", roll.needed)]
        .map(|(name, number)| (name, number.to_string()));
    let numbers: Vec<(&str, &str)> = numbers.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let key = if roll.has_quorum() { "roll-enough" } else { "roll-short" };
    page.w.all(key, &numbers)
}

/// A first draft of the minutes: what the roll calls and votes say already, without a name.
fn draft(page: &Page, meeting: &Meeting, body_name: &str) -> String {
    let day = page.times.whole_day_of(&meeting.plan.day.to_string());
    let head = [("body", body_name), ("day", &day), ("place", &meeting.plan.place)];
    let mut lines = vec![page.w.all("minutes-draft-head", &head), String::new()];
    for roll in &meeting.rolls {
        let at = page.times.time(roll.at_ms);
        let words = roll_in_words(page, roll);
        lines.push(page.w.all("minutes-draft-roll", &[("at", &at), ("words", &words)]));
    }
    for (number, item) in meeting.items() {
        lines.push(String::new());
        lines.push(format!("{number}. {}", item.title));
        let Some(decided) = meeting.decided_on(number) else {
            let key = if item.kind == ItemKind::Information {
                "minutes-draft-heard"
            } else {
                "minutes-draft-open"
            };
            lines.push(page.w.t(key));
            continue;
        };
        let number = format!("{}/{}", decided.number, meeting.plan.day.year());
        let outcome = page.w.of("outcome", decided.outcome.slug());
        lines.push(page.w.all("minutes-draft-item", &[("number", &number), ("outcome", &outcome)]));
        if decided.outcome != crate::bodies::events::Outcome::Adjourned {
            lines.push(tally_in_words(page, &decided.tally));
        }
        if let Some(reasons) = meeting.reasons.get(&decided.decision) {
            lines.push(page.w.a("minutes-draft-why", "reasons", reasons));
        }
    }
    lines.join("\n")
}

fn approved_in_words(page: &Page, meeting: &Meeting) -> String {
    let Some((approval, on)) = meeting.approval.zip(meeting.approved_on) else {
        return String::new();
    };
    let key = match approval {
        Approval::Written => "minutes-approved-written",
        Approval::Session(_) => "minutes-approved-session",
    };
    page.w.a(key, "day", page.times.date(on))
}

/// Later meetings of the body that had a quorum: those in which the minutes can have been approved.
fn sessions(page: &Page, meeting: &Meeting, all: &[Meeting], now: &str) -> Vec<Group> {
    let later = |other: &&Meeting| {
        other.id != meeting.id
            && other.plan.day >= meeting.plan.day
            && other.rolls.iter().any(Roll::has_quorum)
    };
    let choices: Vec<Choice> = all
        .iter()
        .filter(later)
        .map(|other| Choice::new(other.id, page.times.date(other.plan.day), now))
        .collect();
    if choices.is_empty() { Vec::new() } else { vec![Group::plain(choices)] }
}

async fn shown(visit: &Visit, id: MeetingId, errors: Errors, status: StatusCode) -> Outcome {
    let (meeting, body) = meeting_of(visit, id).await?;
    let page = Page::of(visit, Section::Bodies, "sessions-title").await;
    let title = format!("{}, {}", body.profile.name, page.times.date(meeting.plan.day));
    let page = page.titled(title);
    let views = seats::views(visit, &page, &body, meeting.plan.day).await?;
    let mut db = visit.app.node.store.read().await?;
    let of_body = queries::meetings(&mut db, Some(body.id)).await?;
    let about = id.to_string().parse().map(|id| About { sort: Sort::Meeting, id });
    let files = match about {
        Ok(about) if page.central && visit.may(Permission::SeeDesk) => {
            page.w.n("files-of-meeting-count", files::queries::of(&mut db, &about).await?.len())
        }
        Ok(_) | Err(_) => String::new(),
    };
    drop(db);
    let one = template(visit, page, &meeting, &body, &views, &of_body, errors);
    show_as(status, &One { files, ..one })
}

fn template(
    visit: &Visit,
    page: Page,
    meeting: &Meeting,
    body: &Body,
    views: &[SeatView],
    of_body: &[Meeting],
    errors: Errors,
) -> One {
    let (now, plan, posted) = (today(&page), &meeting.plan, &visit.posted);
    let names = seats::by_id(views);
    let present = meeting.present();
    let first = meeting.rolls.is_empty();
    let roll = views.iter().filter(|view| view.held).map(|view| Tick {
        id: view.id.clone(),
        name: seats::line(view),
        ticked: !first && present.iter().any(|seat| seat.to_string() == view.id),
    });
    let rolls = meeting.rolls.iter().map(|roll| RollView {
        at: page.times.time(roll.at_ms),
        words: roll_in_words(&page, roll),
        who: roll.present.iter().filter_map(|seat| names.get(seat).cloned()).collect(),
    });
    let level = posted.trimmed("level");
    let levels = Level::ALL
        .iter()
        .filter(|one| meeting.level.is_none_or(|now| **one > now))
        .map(|one| Choice::new(one.slug(), page.w.of("level-choose", one.slug()), level));
    let entitled = body.voters_on(plan.day).count();
    let short = (plan.day - now).get_days() < i32::from(body.profile.notice_days);
    let waiting = of_body
        .iter()
        .filter(|other| other.id != meeting.id && other.plan.day <= plan.day)
        .filter(|other| other.state == State::Drafted);
    let typed = |field: &str, step: &str| {
        if posted.trimmed("step") == step { posted.text(field).to_owned() } else { String::new() }
    };
    let written = typed("text", "write");
    let draft = match (written.is_empty(), meeting.minutes.is_empty()) {
        (false, _) => written,
        (true, false) => meeting.minutes.clone(),
        (true, true) => draft(&page, meeting, &body.profile.name),
    };
    One {
        keeps: super::keeps(visit),
        id: meeting.id.to_string(),
        state: meeting.state.slug(),
        state_words: page.w.of("session-state", meeting.state.slug()),
        tone: tone(meeting.state),
        body: body.profile.name.clone(),
        body_href: format!("/bodies/{}", body.id),
        day: page.times.whole_day_of(&plan.day.to_string()),
        hours: hours(plan.from_min, plan.to_min),
        place: plan.place.clone(),
        why: meeting.why.clone(),
        convened: meeting.convened_at_ms.map(|at| page.times.when(at)).unwrap_or_default(),
        urgent: meeting.urgent,
        short,
        notice: i64::from(body.profile.notice_days),
        begun: now >= plan.day,
        roll: roll.collect(),
        quorum: page.w.of("quorum", body.profile.quorum.slug()),
        needed: body.profile.quorum.needed(entitled),
        entitled,
        rolls: rolls.collect(),
        items: items::views(visit, &page, meeting, body, views),
        undecided: meeting.undecided().count(),
        minutes: meeting.minutes.clone(),
        draft,
        approved: approved_in_words(&page, meeting),
        level: meeting.level.map(|l| page.w.of("level", l.slug())).unwrap_or_default(),
        levels: levels.collect(),
        files: String::new(),
        corrections: meeting
            .corrections
            .iter()
            .map(|one| CorrectionView {
                cites: one.cites.clone(),
                text: one.text.clone(),
                on: page.times.date(one.on),
            })
            .collect(),
        sessions: sessions(&page, meeting, of_body, posted.trimmed("session")),
        waiting: waiting.map(|other| meeting_line(&page, other, "")).collect(),
        asked_why: posted.text("why").to_owned(),
        cites: typed("cites", "correct"),
        correction: typed("text", "correct"),
        command: page.fresh(),
        errors,
        page,
    }
}

fn act_posted(visit: &Visit) -> Result<(Act, &'static str), Problem> {
    let posted = &visit.posted;
    let text = |field: &str| posted.trimmed(field).to_owned();
    let step = Step::from_slug(posted.trimmed("step"));
    let act = match step.ok_or_else(|| Problem::invalid("choose-one").at("step"))? {
        Step::Convene => (Act::Convene { why: text("why") }, "session-convened"),
        Step::Recall => (Act::Recall {}, "session-recalled"),
        Step::CallOff => (Act::CallOff { why: text("why") }, "session-called-off"),
        Step::Open | Step::OpenWithoutQuorum => {
            (Act::CallRoll { present: seats_posted(visit, "present") }, "roll-called")
        }
        Step::Close => (Act::Close {}, "session-closed"),
        // A browser sends lines that end in two letters.
        Step::Write => (Act::Write { text: text("text").replace("\r\n", "\n") }, "minutes-written"),
        Step::Approve => {
            let approval = match posted.trimmed("how") {
                "session" => Approval::Session(
                    posted
                        .read("session")
                        .ok_or_else(|| Problem::invalid("minutes-no-session").at("session"))?,
                ),
                _ => Approval::Written,
            };
            (Act::Approve { approval }, "minutes-approved")
        }
        Step::Publish => {
            let level = Level::from_slug(posted.trimmed("level"));
            let level = level.ok_or_else(|| Problem::invalid("choose-one").at("level"))?;
            (Act::Publish { level }, "minutes-published")
        }
        Step::Correct => {
            (Act::Correct { cites: text("cites"), text: text("text") }, "minutes-corrected")
        }
        // These have pages and forms of their own.
        Step::Plan | Step::Replan | Step::Recuse | Step::Vote | Step::Adjourn => {
            return Err(Problem::invalid("choose-one").at("step"));
        }
    };
    Ok(act)
}

pub(super) async fn step(visit: Visit, At(id): At<MeetingId>) -> Outcome {
    let (act, done) = match act_posted(&visit) {
        Ok(found) => found,
        Err(problem) => return refused(&visit, id, &problem).await,
    };
    match visit.submit(Command::Bodies(Bodies::Meeting { meeting: id, act })).await {
        Ok(_) => go(&format!("/meetings/{id}?done={done}")),
        Err(problem) => refused(&visit, id, &problem).await,
    }
}
