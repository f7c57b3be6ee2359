//! One activity: its meetings, who takes part, who came.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use protocol::{GatheringId, ParticipantId, PersonDetails, PersonId, Problem};

use super::{found, heads_in_words, hours, icon};
use crate::command::Command;
use crate::gatherings::Command as Gatherings;
use crate::gatherings::events::{Kind, Present};
use crate::gatherings::queries::{self, Gathering, Meeting, MeetingState};
use crate::store::vault;
use crate::web::form::Errors;
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::requests::Names;
use crate::web::visit::{At, Fault, Outcome, Visit, go};

/// A participant in the form of a meeting: ticked where they came.
struct Tick {
    id: String,
    name: String,
    heads: i64,
    came: i64,
}

struct MeetingCard {
    number: u16,
    day: String,
    hours: String,
    state: &'static str,
    state_words: String,
    tone: &'static str,
    people: i64,
    others: i64,
    entry: String,
    begun: bool,
    open: bool,
    ticks: Vec<Tick>,
}

struct Person {
    id: String,
    name: String,
    phone: String,
    heads: i64,
    waiting: bool,
    given: String,
}

#[derive(Template)]
#[template(path = "gatherings/one.html")]
struct One {
    page: Page,
    errors: Errors,
    id: String,
    icon: &'static str,
    kind: String,
    is_class: bool,
    place: String,
    organiser: String,
    heads: String,
    meetings: Vec<MeetingCard>,
    people: Vec<Person>,
    gone: usize,
    with_phones: bool,
    name: String,
    phone: String,
    number: String,
    today: String,
    command: String,
}

pub(super) async fn page(visit: Visit, At(id): At<GatheringId>) -> Outcome {
    shown(&visit, id, Errors::default(), StatusCode::OK, &BTreeMap::new()).await
}

/// Names of those who take part: the desk's own list.
pub(super) async fn names_of(
    visit: &Visit,
    known: &Gathering,
) -> Result<BTreeMap<ParticipantId, String>, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let mut names = BTreeMap::new();
    for one in &known.participants {
        let person = PersonId::new(one.id.uuid());
        let name = vault::name_of(&mut db, &node.vault, person).await?;
        let name = name.filter(|name| !name.is_empty());
        names.insert(one.id, name.unwrap_or_else(|| visit.words.t("gathering-nameless")));
    }
    Ok(names)
}

async fn shown(
    visit: &Visit,
    id: GatheringId,
    errors: Errors,
    status: StatusCode,
    phones: &BTreeMap<ParticipantId, String>,
) -> Outcome {
    let known = found(visit, id).await?;
    let page = Page::of(visit, Section::Gatherings, "gatherings-title").await;
    let page = page.titled(known.title.clone());
    let names = names_of(visit, &known).await?;
    let mut db = visit.app.node.store.read().await?;
    let attended = queries::attended(&mut db, id).await?;
    let mut given = BTreeMap::new();
    for one in &known.participants {
        let minutes = queries::given(&mut db, one.id).await?;
        given.insert(one.id, minutes.iter().map(|(_, minutes)| minutes.get()).sum::<i64>());
    }
    let organiser = Names::default().of(&mut db, Some(known.organiser)).await?;
    drop(db);
    let posted = &visit.posted;
    let waiting = known.waiting();
    let people = known.participants.iter().filter(|one| one.takes_part).map(|one| Person {
        id: one.id.to_string(),
        name: names.get(&one.id).cloned().unwrap_or_default(),
        phone: phones.get(&one.id).cloned().unwrap_or_default(),
        heads: one.heads,
        waiting: waiting.contains(&one.id),
        given: given
            .get(&one.id)
            .filter(|minutes| **minutes > 0)
            .map(|minutes| page.times.length(*minutes))
            .unwrap_or_default(),
    });
    let heads = known.participants.iter().filter(|one| one.takes_part).map(|one| one.heads).sum();
    let asked: u16 = posted.read("number").unwrap_or_default();
    let cards = known.meetings.iter().map(|meeting| {
        let ticks = known
            .participants
            .iter()
            .filter(|one| one.takes_part && !waiting.contains(&one.id))
            .map(|one| Tick {
                id: one.id.to_string(),
                name: names.get(&one.id).cloned().unwrap_or_default(),
                heads: one.heads,
                came: attended
                    .iter()
                    .find(|(number, who, _)| *number == meeting.number && *who == one.id)
                    .map_or(0, |(_, _, heads)| *heads),
            });
        meeting_card(&page, meeting, ticks.collect(), errors.any() && asked == meeting.number)
    });
    let template = One {
        id: id.to_string(),
        icon: icon(known.kind),
        kind: page.w.of("gathering-kind", known.kind.slug()),
        is_class: known.kind == Kind::Class,
        place: {
            let hood = page.neighbourhood(known.neighbourhood.as_str());
            if known.place.is_empty() { hood } else { format!("{}, {hood}", known.place) }
        },
        organiser,
        heads: heads_in_words(&page, heads, known.seats),
        meetings: cards.collect(),
        people: people.collect(),
        gone: known.participants.iter().filter(|one| !one.takes_part).count(),
        with_phones: !phones.is_empty(),
        name: posted.trimmed("name").to_owned(),
        phone: posted.trimmed("phone").to_owned(),
        number: if posted.trimmed("heads").is_empty() { "1" } else { posted.trimmed("heads") }
            .to_owned(),
        today: page.times.today(),
        command: page.fresh(),
        errors,
        page,
    };
    show_as(status, &template)
}

fn meeting_card(page: &Page, meeting: &Meeting, ticks: Vec<Tick>, open: bool) -> MeetingCard {
    let (state, tone) = match meeting.state {
        MeetingState::Planned => ("planned", "blue"),
        MeetingState::Held => ("held", "green"),
        MeetingState::Cancelled => ("cancelled", "slate"),
    };
    let today = page.times.today();
    MeetingCard {
        number: meeting.number,
        day: page.times.day_of(&meeting.day),
        hours: hours(meeting.from_min, meeting.to_min),
        state,
        state_words: page.w.of("meeting-state", state),
        tone,
        people: meeting.named + meeting.others,
        others: meeting.others,
        entry: meeting.entry.map(|entry| entry.to_string()).unwrap_or_default(),
        begun: meeting.day <= today,
        // Today's meeting is what the page is opened for.
        open: open || (meeting.state == MeetingState::Planned && meeting.day == today),
        ticks,
    }
}

async fn done(
    visit: &Visit,
    id: GatheringId,
    command: Result<Gatherings, Problem>,
    what: &str,
) -> Outcome {
    found(visit, id).await?;
    let outcome = match command {
        Ok(command) => visit.submit(Command::Gatherings(command)).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => go(&format!("/gatherings/{id}?done={what}")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(visit, id, errors, status_of(&problem), &BTreeMap::new()).await
        }
    }
}

pub(super) async fn meeting(visit: Visit, At(gathering): At<GatheringId>) -> Outcome {
    let when = super::list::when(&visit);
    let command = when.map(|when| Gatherings::AddMeeting { gathering, when });
    done(&visit, gathering, command, "meeting-added").await
}

pub(super) async fn cancel(visit: Visit, At(gathering): At<GatheringId>) -> Outcome {
    let number = visit.posted.read("number").unwrap_or_default();
    let command = Ok(Gatherings::CancelMeeting { gathering, number });
    done(&visit, gathering, command, "meeting-cancelled").await
}

pub(super) async fn register(visit: Visit, At(gathering): At<GatheringId>) -> Outcome {
    let posted = &visit.posted;
    let person = PersonDetails {
        name: posted.trimmed("name").to_owned(),
        phone: posted.trimmed("phone").to_owned(),
        address: String::new(),
    };
    let heads = if posted.trimmed("heads").is_empty() { Some(1) } else { posted.read("heads") };
    let command = heads
        .map(|heads| Gatherings::Register { gathering, person, heads })
        .ok_or_else(|| Problem::invalid("out-of-range").at("heads").with("most", 2_000));
    done(&visit, gathering, command, "registered").await
}

pub(super) async fn withdraw(visit: Visit, At(gathering): At<GatheringId>) -> Outcome {
    let participant = visit.posted.read("participant");
    let command = participant
        .map(|participant| Gatherings::Withdraw { participant })
        .ok_or_else(|| Problem::not_found("gathering-unknown"));
    done(&visit, gathering, command, "withdrawn").await
}

pub(super) async fn attendance(visit: Visit, At(gathering): At<GatheringId>) -> Outcome {
    let posted = &visit.posted;
    let number = posted.read("number").unwrap_or_default();
    let others = match posted.trimmed("others") {
        "" => Some(0),
        text => text.parse().ok(),
    };
    let present = posted.all("present").into_iter().filter_map(|id| {
        let participant: ParticipantId = id.parse().ok()?;
        let heads = posted.trimmed(&format!("heads-{id}"));
        let heads = if heads.is_empty() { 1 } else { heads.parse().unwrap_or(u16::MAX) };
        Some(Present { participant, heads })
    });
    let present = present.collect();
    let command = others
        .map(|others| Gatherings::TakeAttendance { gathering, number, present, others })
        .ok_or_else(|| Problem::invalid("out-of-range").at("others").with("most", 2_000));
    done(&visit, gathering, command, "attendance-taken").await
}

/// Telephones of those who take part, each reading recorded.
pub(super) async fn phones(visit: Visit, At(id): At<GatheringId>) -> Outcome {
    let known = found(&visit, id).await?;
    let people = details_of(&visit, &known, "gathering-phones").await?;
    let phones = people.into_iter().map(|(id, person)| (id, person.phone)).collect();
    shown(&visit, id, Errors::default(), StatusCode::OK, &phones).await
}

/// What the vault knows of those who take part, read once and recorded.
pub(super) async fn details_of(
    visit: &Visit,
    known: &Gathering,
    why: &'static str,
) -> Result<BTreeMap<ParticipantId, PersonDetails>, Fault> {
    let ids: Vec<ParticipantId> =
        known.participants.iter().filter(|one| one.takes_part).map(|one| one.id).collect();
    let people = ids.iter().map(|id| PersonId::new(id.uuid())).collect();
    let read = ids.into_iter().zip(visit.people(people, why).await?);
    Ok(read.filter_map(|(id, details)| Some((id, details?))).collect())
}
