//! Telling people who do not come back to the kiosk: the list of whom to call with what happened, and a sheet of paper
//! with the slip and how things stand.
//!
//! Always true: numbers are shown only when somebody presses for them, and each one read is recorded. Whoever was
//! called, or got a text message, is off the list until something else happens; whom a message may not have reached
//! stays on it.

use askama::Template;
use protocol::{PersonDetails, Problem, RequestId};

use super::queue::state_tone;
use crate::command::Command;
use crate::people::roles::Permission;
use crate::requests::events::MessageKind;
use crate::requests::queries::{self, Brief};
use crate::requests::{self, State};
use crate::store::rows::word;
use crate::web::page::{Page, Section, requests_in, show};
use crate::web::visit::{At, Fault, Outcome, Visit, go};
use crate::web::words::{Language, Words};

/// How far back something somebody should hear is looked for: thirty days.
const BACK_MS: i64 = 30 * 24 * 3_600_000;
/// Why the numbers are read, as kept in the log of readings.
const WHY: &str = "call-list";
/// The same for a number a text message goes to.
const WHY_SMS: &str = "sms";

struct Row {
    id: String,
    category: String,
    place: String,
    slip: String,
    what: String,
    since: String,
    tone: &'static str,
    state: String,
    person: Option<PersonDetails>,
}

#[derive(Template)]
#[template(path = "requests/to_call.html")]
struct ToCall {
    page: Page,
    rows: Vec<Row>,
    numbers: bool,
    /// Whether text messages can be sent.
    sms: bool,
    made: String,
}

#[derive(Template)]
#[template(path = "requests/sheet.html")]
struct Sheet {
    page: Page,
    id: String,
    slip: String,
    hub: String,
    address: String,
    category: String,
    place: String,
    opened: String,
    needed_by: String,
    steps: Vec<(String, String)>,
    question: String,
    opening: Vec<(String, String)>,
    made: String,
}

async fn waiting(visit: &Visit, page: &Page) -> Result<Vec<Brief>, Fault> {
    let node = &visit.app.node;
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let mut db = node.store.read().await?;
    let mut briefs = queries::to_call(&mut db, node.id(), node.now_ms() - BACK_MS).await?;
    drop(db);
    briefs.retain(|brief| {
        let hood = brief.neighbourhood.as_str();
        within.as_ref().is_none_or(|within| within.iter().any(|one| one == hood))
    });
    Ok(briefs)
}

fn row(page: &Page, brief: &Brief, person: Option<PersonDetails>) -> Row {
    let state = brief.request.state;
    Row {
        id: brief.request.id.to_string(),
        category: page.category(brief.category.as_str()),
        place: page.neighbourhood(brief.neighbourhood.as_str()),
        slip: brief.slip.to_string(),
        what: what(page, brief),
        since: page.times.when(brief.changed_at_ms),
        tone: state_tone(state),
        state: page.w.of("request-state", word(&state)),
        person,
    }
}

/// What to tell somebody, in a sentence.
fn what(page: &Page, brief: &Brief) -> String {
    let w = page.w;
    let state = brief.request.state;
    let no = brief.referral.as_ref().is_some_and(|r| r.said.as_deref() == Some("rejected"));
    match state {
        State::TakenInCharge | State::Proposed if no => w.t("tell-rejected"),
        State::Scheduled => {
            let when = brief.scheduled_ms.map(|at| page.times.when(at)).unwrap_or_default();
            w.a("tell-scheduled", "when", when)
        }
        State::Passed => {
            let handed = brief.handed.as_ref();
            let home = handed.map(|handed| page.node_name(handed.to.as_str())).unwrap_or_default();
            w.a("tell-passed", "name", home)
        }
        State::Waiting | State::Accepted | State::Referred | State::Done | State::NotMet => {
            w.of("tell", word(&state))
        }
        State::Signal
        | State::Received
        | State::TakenInCharge
        | State::Proposed
        | State::InProgress
        | State::Split
        | State::HandedOver
        | State::Met
        | State::Withdrawn
        | State::Duplicate => w.of("request-state", word(&state)),
    }
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Requests, "to-call-title").await;
    let briefs = waiting(&visit, &page).await?;
    let rows = briefs.iter().map(|brief| row(&page, brief, None)).collect();
    let made = page.times.when(page.times.now_ms);
    show(&ToCall { rows, numbers: false, sms: visit.app.config.sms.is_some(), made, page })
}

/// Sends one person a text message that says where to look, with the code of the slip and nothing else about them;
/// what may not have arrived leaves them on the list.
pub(super) async fn sms(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let brief = visit.request(id, Permission::WorkOnRequests).await?;
    let Some(gateway) = visit.app.config.sms.clone() else {
        return Err(Problem::conflict("sms-off").into());
    };
    let page = Page::of(&visit, Section::Requests, "to-call-title").await;
    // Pressed twice, or told meanwhile by somebody else: once is enough.
    if !waiting(&visit, &page).await?.iter().any(|one| one.request.id == id) {
        return go("/to-call?done=sms-sent");
    }
    let read: Option<PersonDetails> = match brief.person {
        Some(person) => visit.person(person, WHY_SMS).await?,
        None => None,
    };
    let number = read.map(|person| person.phone).unwrap_or_default();
    // In the person's own language where the console has it.
    let own = Language::ALL.into_iter().find(|language| language.code() == brief.language);
    let words = own.map_or(page.w, Words::in_language);
    let (hub, slip) = (page.node_name(brief.home.as_str()), brief.slip.to_string());
    let text = words.all("sms-text", &[("hub", hub.as_str()), ("slip", slip.as_str())]);
    gateway.send(page.times.now_ms, &number, &text).await.map_err(Problem::from)?;
    let (about, text) = (MessageKind::Message, page.w.t("sms-noted"));
    let note = requests::Command::Note { request: id, about, text, follow_up_ms: None };
    visit.submit(Command::Requests(note)).await?;
    go("/to-call?done=sms-sent")
}

/// The same with names and numbers, to call from or to print; each one read is recorded.
pub(super) async fn numbers(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Requests, "to-call-title").await;
    let briefs = waiting(&visit, &page).await?;
    let people = briefs.iter().filter_map(|brief| brief.person).collect();
    let mut read = visit.people::<PersonDetails>(people, WHY).await?.into_iter();
    // Whoever left nothing about themselves was not asked for.
    let rows = briefs
        .iter()
        .map(|brief| row(&page, brief, brief.person.and_then(|_| read.next().flatten())))
        .collect();
    let made = page.times.when(page.times.now_ms);
    show(&ToCall { rows, numbers: true, sms: visit.app.config.sms.is_some(), made, page })
}

/// Notes that somebody was called and told; they are off the list.
pub(super) async fn told(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let brief = visit.request(id, Permission::WorkOnRequests).await?;
    let page = Page::of(&visit, Section::Requests, "to-call-title").await;
    let reached = visit.posted.trimmed("reached") != "no";
    let text = if reached {
        page.w.a("told-said", "what", what(&page, &brief))
    } else {
        page.w.t("told-nobody")
    };
    // Who did not answer is called again tomorrow: the queue reminds of what is open, and what is closed stays
    // on this list.
    let open = !brief.request.state.is_closed();
    let again = (!reached && open).then(|| page.times.now_ms + 20 * 3_600_000);
    let about = if reached { MessageKind::Call } else { MessageKind::Note };
    let note = requests::Command::Note { request: id, about, text, follow_up_ms: again };
    visit.submit(Command::Requests(note)).await?;
    go(if reached { "/to-call?done=told" } else { "/to-call?done=told-nobody" })
}

/// A page to print and give to somebody: the slip in large letters, what happened in plain words, when to come back.
pub(super) async fn sheet(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let brief = visit.request(id, Permission::SeeRequests).await?;
    let page = Page::of(&visit, Section::Requests, "sheet-title").await;
    let city = visit.app.node.known_city()?;
    let hub = city.hub(brief.home.as_str());
    let name = hub.map(|hub| hub.name.clone()).unwrap_or_default();
    let mut db = visit.app.node.store.read().await?;
    let by = protocol::kiosk::AnsweredBy::Home;
    let now_ms = page.times.now_ms;
    let status = queries::slip_status(&mut db, &brief, name.clone(), now_ms, by).await?;
    drop(db);
    let opening = hub.map(|hub| super::offering::week_in_words(&page, &hub.opening));
    let template = Sheet {
        id: id.to_string(),
        slip: brief.slip.to_string(),
        hub: name,
        address: hub.map(|hub| hub.address.clone()).unwrap_or_default(),
        category: page.category(brief.category.as_str()),
        place: page.neighbourhood(brief.neighbourhood.as_str()),
        opened: page.times.when(brief.opened_at_ms),
        needed_by: brief.needed_by.as_deref().map(|day| page.times.day_of(day)).unwrap_or_default(),
        steps: status
            .steps
            .iter()
            .map(|step| (page.w.of("slip-step", word(&step.word)), page.times.when(step.at_ms)))
            .collect(),
        question: status.question.filter(|_| visit.may(Permission::ReadWords)).unwrap_or_default(),
        opening: opening.unwrap_or_default(),
        made: page.times.when(now_ms),
        page,
    };
    show(&template)
}
