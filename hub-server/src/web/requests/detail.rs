//! One request: what is known of it, what has happened, and the one step that comes next as the biggest
//! button.
//!
//! Always true: name, telephone and address are shown only when somebody presses for them and says why,
//! and each time is recorded. A form that is refused comes back with what was typed in it.

use askama::Template;
use axum::http::StatusCode;
use protocol::kiosk::Verdict;
use protocol::{DeviceId, PersonDetails, PersonId, Problem, RequestId};

use super::care::{self, Care};
use super::known::{self, Known};
use super::queue::{Names, state_tone};
use super::steps::{self, Step};
use crate::city::Moderation;
use crate::command::{Answer, Command};
use crate::network;
use crate::node::Node;
use crate::people::roles::Permission;
use crate::requests::decide::REOPEN_WITHIN_MS;
use crate::requests::matching::{self, LeftOut, Ranking, Reason};
use crate::requests::queries::{self, Brief};
use crate::requests::{self, Circle, NotMetReason, State, candidates};
use crate::store::StoreError;
use crate::store::rows::word;
use crate::sync::relay;
use crate::web::antennae::{self, Askable};
use crate::web::contact::{self, Contact, ContactFragment, Owner};
use crate::web::form::{Choice, Errors, Posted};
use crate::web::messages;
use crate::web::page::{Page, Section, show, show_as, status_of};
use crate::web::visit::{At, Fault, Outcome, Visit, Wants, go};

/// How many antennae are suggested.
const SUGGESTED: usize = 8;
/// Of how many who were asked an answer can be written down.
const NAMED_SHOWN: usize = 12;
/// How many steps sent to the request's home are looked at.
const SENT_SHOWN: u32 = 10;

struct View {
    id: String,
    slip: String,
    icon: String,
    category: String,
    place: String,
    zone: String,
    home: String,
    state: &'static str,
    state_words: String,
    urgency: String,
    urgent: bool,
    relation: String,
    language: String,
    via: String,
    opened: String,
    due: String,
    overdue: bool,
    words: String,
    note: String,
    said: String,
    operator: String,
    helper: String,
    minutes: String,
    reason: String,
    reopened: i64,
    home_visit: bool,
    mode: String,
    route: String,
    route_because: String,
    companion: String,
    questions: Vec<String>,
}

/// Somebody who could be asked, with what speaks for them.
struct Suggestion {
    device: String,
    name: String,
    reasons: String,
    /// Whether an operator calls them.
    by_desk: bool,
}

/// Somebody who was asked and has not answered, or who helps.
struct Asked {
    device: String,
    name: String,
}

/// Somebody who would be asked if they were cleared to enter a home.
struct Uncleared {
    name: String,
    href: String,
}

/// The forms of the next step.
struct Next {
    step: &'static str,
    may_work: bool,
    circles: Vec<Choice>,
    one_by_one: bool,
    /// Whether two people go, and who of them said yes already.
    two: bool,
    first_yes: String,
    ranked: Vec<Suggestion>,
    nobody: Vec<String>,
    uncleared: Vec<Uncleared>,
    /// Who may still answer, for an operator who hears it on the telephone.
    waiting_for: Vec<Asked>,
    /// Who said yes and may be let go.
    helpers: Vec<Asked>,
    /// Why, as typed.
    free_why: String,
    note: String,
    circle_words: String,
    asked: i64,
    silent: i64,
    until: String,
    until_in: String,
    minutes: String,
    reasons: Vec<Choice>,
    may_reopen: bool,
    errors: Errors,
}

/// A step asked for here that the request's home decides about.
struct Sent {
    text: String,
    when: String,
    refused: bool,
}

#[derive(Template)]
#[template(path = "requests/detail.html")]
struct Detail {
    page: Page,
    r: View,
    sent: Vec<Sent>,
    next: Next,
    care: Care,
    contact: Contact,
    known: Known,
    steps: Vec<Step>,
    /// The messages with its helper, a part of the page already made.
    talk: String,
}

/// What a page shows beside the request itself.
#[derive(Default)]
pub(super) struct Shown {
    /// Why what was asked did not happen.
    pub refused: Option<Problem>,
    /// The person's data, just read.
    pub details: Option<PersonDetails>,
    /// Who was found, where somebody was looked for.
    pub found: Option<Vec<known::Line>>,
}

pub(super) async fn page(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let brief = visit.request(id, Permission::SeeRequests).await?;
    shown(&visit, brief, Shown::default()).await
}

pub(super) async fn shown(visit: &Visit, brief: Brief, with: Shown) -> Outcome {
    let Shown { refused, details, found } = with;
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let errors = match &refused {
        Some(problem) if problem.field.is_some() => Errors::of(visit.words, problem),
        _ => Errors::default(),
    };
    let mut page = Page::of(visit, Section::Requests, "request-title").await;
    let title = format!("{} · {}", page.category(brief.category.as_str()), brief.slip);
    page = page.titled(title);
    if let Some(problem) = refused.filter(|_| !errors.any()) {
        page = page.refusing(problem);
    }
    let mut db = visit.app.node.store.read().await?;
    let steps = steps::thread(visit, &mut db, &page, &brief).await?;
    let care = care::care(visit, &page, &mut db, &brief).await?;
    let mut names = Names::default();
    let operator = names.of(&mut db, brief.operator).await?;
    let helper = match brief.request.helper {
        Some(device) => {
            let name = antennae::helper_name(&visit.app.node, &mut db, device).await?;
            if name.is_empty() { page.w.t("actor-device") } else { name }
        }
        None => String::new(),
    };
    let companion = match brief.request.companion {
        Some(device) => antennae::helper_name(&visit.app.node, &mut db, device).await?,
        None => String::new(),
    };
    let route = route(&page, &mut db, &mut names, &brief).await?;
    let sent = sent(&page, &mut db, &brief).await?;
    let next = next(visit, &page, &mut db, &brief, errors).await?;
    let contact = contact::card(visit, &page, &mut db, &owner(&brief), details).await?;
    let known = known::card(visit, &page, &mut db, &brief, found).await?;
    let (id, helper_of) = (brief.request.id, brief.request.helper);
    let talk = messages::card(visit, &page, &mut db, id, helper_of).await?;
    drop(db);
    let r = view(visit, &page, &brief, operator, helper, companion, route);
    show_as(status, &Detail { page, r, sent, next, care, contact, known, steps, talk })
}

fn view(
    visit: &Visit,
    page: &Page,
    brief: &Brief,
    operator: String,
    helper: String,
    companion: String,
    route: (String, String),
) -> View {
    let due = brief.due_ms.filter(|_| brief.request.state.is_open());
    let words = visit.may(Permission::ReadWords);
    let text = |text: &Option<String>| text.clone().filter(|_| words).unwrap_or_default();
    let city = page.city.as_deref();
    let category = city.and_then(|city| city.category(brief.category.as_str()));
    let zone = city.and_then(|city| city.neighbourhood(brief.neighbourhood.as_str()));
    let language = page.w.language.code();
    View {
        id: brief.request.id.to_string(),
        slip: brief.slip.to_string(),
        icon: page.category_icon(brief.category.as_str()),
        category: page.category(brief.category.as_str()),
        place: page.neighbourhood(brief.neighbourhood.as_str()),
        zone: zone.map(|(zone, _)| zone.name.clone()).unwrap_or_default(),
        home: page.node_name(brief.home.as_str()),
        state: state_tone(brief.request.state),
        state_words: page.w.of("request-state", word(&brief.request.state)),
        urgency: page.w.of("urgency", word(&brief.urgency)),
        urgent: brief.urgency == protocol::kiosk::Urgency::Today,
        relation: page.w.of("relation", word(&brief.relation)),
        language: language_name(page, &brief.language),
        via: page.w.of("channel", &brief.via),
        opened: page.times.when(brief.opened_at_ms),
        due: due.map(|due| page.times.when(due)).unwrap_or_default(),
        overdue: due.is_some_and(|due| due < page.times.now_ms),
        words: text(&brief.words),
        note: text(&brief.note),
        said: text(&brief.helper_said),
        operator,
        helper,
        minutes: brief.done_minutes.map(|m| page.times.length(m)).unwrap_or_default(),
        reason: brief
            .not_met_reason
            .as_ref()
            .map(|reason| page.w.of("not-met", reason))
            .unwrap_or_default(),
        reopened: brief.reopened_times,
        home_visit: category.is_some_and(|category| category.home_visit),
        mode: category
            .map(|category| page.w.of("moderation", word(&category.moderation)))
            .unwrap_or_default(),
        route: route.0,
        route_because: route.1,
        companion,
        questions: category
            .map(|c| c.questions.iter().map(|q| q.in_language(language).to_owned()).collect())
            .unwrap_or_default(),
    }
}

/// Where a rule of the city sends it, and why, in words; empty where none does.
async fn route(
    page: &Page,
    db: &mut sqlx::AnyConnection,
    names: &mut Names,
    brief: &Brief,
) -> Result<(String, String), StoreError> {
    let (Some(routed), w) = (&brief.route, page.w) else {
        return Ok((String::new(), String::new()));
    };
    let mut to = Vec::new();
    if let Some(hub) = &routed.hub {
        to.push(page.node_name(hub.as_str()));
    }
    if routed.operator.is_some() {
        to.push(names.of(db, routed.operator).await?);
    }
    if let Some(circle) = &routed.circle {
        to.push(w.a("route-circle", "circle", w.of("circle", word(circle))));
    }
    to.retain(|name| !name.is_empty());
    let mut why: Vec<String> =
        routed.because.iter().map(|because| w.of("route-because", word(because))).collect();
    let city = page.city.as_deref();
    let rule = city.and_then(|city| city.routes.iter().find(|r| r.slug == routed.rule.as_str()));
    let reason = rule.map(|rule| rule.reason.in_language(w.language.code()).to_owned());
    why.extend(reason);
    Ok((to.join(" · "), why.join(" · ")))
}

/// A language by its name where the words have one, else its tag.
fn language_name(page: &Page, tag: &str) -> String {
    let key = format!("language-{tag}");
    if page.w.has(&key) { page.w.t(&key) } else { tag.to_owned() }
}

/// What was asked of the request's home and has no answer yet, and what it refused last.
async fn sent(
    page: &Page,
    db: &mut sqlx::AnyConnection,
    brief: &Brief,
) -> Result<Vec<Sent>, StoreError> {
    let about = relay::about(db, &brief.request.id.to_string(), SENT_SHOWN).await?;
    let last = about.first().map(|one| one.command_id);
    let mut sent = Vec::new();
    for one in about {
        let home = page.node_name(one.home.as_str());
        let text = match &one.answer {
            None => page.w.a("sent-waiting", "name", home),
            Some(Err(problem)) if last == Some(one.command_id) => {
                format!("{} {}", page.w.a("sent-refused", "name", home), page.w.told(problem))
            }
            Some(_) => continue,
        };
        let when = page.times.when(one.sent_at_ms);
        sent.push(Sent { text, when, refused: one.answer.is_some() });
    }
    Ok(sent)
}

async fn next(
    visit: &Visit,
    page: &Page,
    db: &mut sqlx::AnyConnection,
    brief: &Brief,
    errors: Errors,
) -> Result<Next, Fault> {
    let posted = &visit.posted;
    let (state, w) = (brief.request.state, page.w);
    let step = match state {
        State::Signal => "signal",
        State::Received => "take",
        State::Waiting => "asked",
        State::Referred => "service",
        State::Split => "parts",
        State::HandedOver => "on-its-way",
        State::TakenInCharge => "propose",
        State::Proposed => "waiting",
        State::Accepted | State::Scheduled | State::InProgress => "accepted",
        State::Done => "confirm",
        State::Met => "met",
        State::NotMet | State::Withdrawn | State::Duplicate | State::Passed => "closed",
    };
    let may_work = visit.may(Permission::WorkOnRequests);
    let two = match page.city.as_deref() {
        Some(city) if state.is_searched() || state == State::Received => {
            brief.request.two || candidates::two_at_first(db, city, brief).await?
        }
        _ => brief.request.two,
    };
    let node = &visit.app.node;
    let (mut askable, mut ranking) = (Askable::default(), Ranking::default());
    let mut uncleared = Vec::new();
    if let (Some(city), State::TakenInCharge, true) = (&page.city, state, may_work) {
        let declined = queries::declined(db, brief.request.id).await?;
        askable = antennae::askable(db, city, brief.neighbourhood.as_str(), &declined).await?;
        if let Some(need) = candidates::need(city, brief, two) {
            let now_ms = page.times.now_ms;
            let all = candidates::candidates(db, city, brief, &declined, now_ms).await?;
            ranking = matching::rank(&need, &all, &city.matching, SUGGESTED);
            let kept_out = all.iter().filter(|candidate| {
                matching::excluded(&need, candidate) == Some(LeftOut::NotCleared)
            });
            for candidate in kept_out.take(SUGGESTED) {
                let kept = network::antennae::queries::of_device(db, candidate.device).await?;
                let Some(kept) = kept else { continue };
                let name = antennae::helper_name(node, db, candidate.device).await?;
                uncleared
                    .push(Uncleared { name, href: format!("/antennae/{}#clearance", kept.id) });
            }
        }
    }
    let mut ranked = Vec::with_capacity(ranking.best.len());
    for one in &ranking.best {
        let name = antennae::helper_name(node, db, one.device).await?;
        let reasons: Vec<String> = one.reasons.iter().map(|r| reason(page, r)).collect();
        let (device, reasons) = (one.device.to_string(), reasons.join(" · "));
        let by_desk = network::device(db, one.device).await?.is_none();
        ranked.push(Suggestion { device, name, reasons, by_desk });
    }
    let nobody = ranking.left_out.iter().map(|(why, count)| {
        let count = i64::try_from(*count).unwrap_or(i64::MAX);
        format!("{}: {}", w.of("left-out", word(why)), w.n("antennae-count", count))
    });
    let nobody: Vec<String> = nobody.collect();
    let open = brief.request.open.as_ref();
    let silent = open.map(|open| open.silent.as_slice()).unwrap_or_default();
    let waiting_for = named(node, db, silent).await?;
    let first = brief.request.first.map(|(first, _)| first);
    let holders = [brief.request.helper, brief.request.companion, first];
    let holders: Vec<DeviceId> = holders.into_iter().flatten().collect();
    let helpers = named(node, db, &holders).await?;
    let asked = match open {
        Some(open) => queries::asked(db, open.id).await?.len(),
        None => 0,
    };
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let closed_at = brief.request.closed_at_ms.unwrap_or_default();
    let chosen = |field: &str, first: &str| {
        let text = posted.trimmed(field);
        if text.is_empty() { first.to_owned() } else { text.to_owned() }
    };
    let routed = brief.route.as_ref().and_then(|route| route.circle);
    let first_circle = match routed {
        Some(Circle::Zone) => "zone",
        _ if askable.near > 0 => "neighbourhood",
        _ => "zone",
    };
    let mode = page.city.as_deref().and_then(|city| city.category(brief.category.as_str()));
    let mode = mode.map(|category| category.moderation).unwrap_or_default();
    let one_by_one = mode == Moderation::Dispatcher;
    let first_yes = match brief.request.first {
        Some((device, _)) => antennae::helper_name(node, db, device).await?,
        None => String::new(),
    };
    Ok(Next {
        step,
        may_work,
        circles: if one_by_one {
            Vec::new()
        } else {
            circles(page, brief, &askable, &chosen("circle", first_circle))
        },
        one_by_one,
        two,
        first_yes,
        ranked,
        nobody,
        uncleared,
        waiting_for,
        helpers,
        free_why: posted.text("free_why").to_owned(),
        note: posted.text("note").to_owned(),
        circle_words: open.map(|open| w.of("circle", word(&open.circle))).unwrap_or_default(),
        asked: count(asked),
        silent: count(open.map_or(0, |open| open.silent.len())),
        until: open.map(|open| page.times.when(open.until_ms)).unwrap_or_default(),
        until_in: open.map(|open| page.times.until(open.until_ms)).unwrap_or_default(),
        minutes: posted.text("minutes").to_owned(),
        reasons: NotMetReason::ALL
            .iter()
            .map(|reason| {
                let slug = word(reason);
                let label = w.of("not-met", &slug);
                Choice::new(slug, label, posted.trimmed("reason"))
            })
            .collect(),
        may_reopen: page.times.now_ms - closed_at <= REOPEN_WITHIN_MS,
        errors,
    })
}

/// The names of those who may still answer, or who help; at most a dozen.
async fn named(
    node: &Node,
    db: &mut sqlx::AnyConnection,
    devices: &[DeviceId],
) -> Result<Vec<Asked>, StoreError> {
    let mut named = Vec::new();
    for device in devices.iter().take(NAMED_SHOWN) {
        let name = antennae::helper_name(node, db, *device).await?;
        named.push(Asked { device: device.to_string(), name });
    }
    Ok(named)
}

fn circles(page: &Page, brief: &Brief, askable: &Askable, now: &str) -> Vec<Choice> {
    let w = page.w;
    let hood = page.neighbourhood(brief.neighbourhood.as_str());
    let near = format!(
        "{} · {}",
        w.a("circle-neighbourhood-of", "name", hood),
        w.n("antennae-count", askable.near)
    );
    let wide = format!("{} · {}", w.t("circle-zone"), w.n("antennae-count", askable.wide));
    // A circle with nobody in it could only keep the person waiting.
    let circles = [("neighbourhood", near, askable.near), ("zone", wide, askable.wide)];
    let circles = circles.into_iter().filter(|(_, _, asked)| *asked > 0);
    circles.map(|(slug, label, _)| Choice::new(slug, label, now)).collect()
}

/// What speaks for somebody, in words.
fn reason(page: &Page, reason: &Reason) -> String {
    let w = page.w;
    match reason {
        Reason::Skill => w.t("reason-skill"),
        Reason::SameNeighbourhood => w.t("reason-neighbourhood"),
        Reason::SameZone => w.t("reason-zone"),
        // To the nearest fifty metres: nobody lives at a number.
        Reason::Distance(metres) if *metres < 1_000 => {
            w.a("reason-metres", "metres", (metres / 50 * 50).to_string())
        }
        Reason::Distance(metres) => {
            w.a("reason-km", "km", format!("{},{}", metres / 1_000, metres % 1_000 / 100))
        }
        Reason::Language(tag) => w.a("reason-language", "language", language_name(page, tag)),
        Reason::Free(band) => w.a("reason-free", "when", w.of("band", word(band))),
        Reason::Present => w.t("reason-present"),
        Reason::Known(times) => w.n("reason-known", i64::from(*times)),
        Reason::Trust(trust) => w.of("reason-trust", word(trust)),
        Reason::Usual => w.t("reason-usual"),
        Reason::Load(times) => w.n("reason-load", i64::from(*times)),
    }
}

fn owner(brief: &Brief) -> Owner {
    Owner {
        // Who left nothing and is known already is reached as whom they are known.
        person: brief.person.or(brief.known),
        thing: PersonId::new(brief.request.id.uuid()),
        home: brief.home.clone(),
        action: format!("/requests/{}/contact", brief.request.id),
    }
}

/// Sends a command about a request and goes back to it, or shows it again with the refusal.
pub(super) async fn act(
    visit: &Visit,
    id: RequestId,
    command: requests::Command,
    done: &str,
) -> Outcome {
    visit.request(id, Permission::WorkOnRequests).await?;
    match visit.submit(Command::Requests(command)).await {
        Ok(Answer::Forwarded) => go(&format!("/requests/{id}?done=sent")),
        Ok(Answer::Done | Answer::Slip(_)) => go(&format!("/requests/{id}?done={done}")),
        Err(problem) => again(visit, id, problem).await,
    }
}

pub(super) async fn again(visit: &Visit, id: RequestId, problem: Problem) -> Outcome {
    let brief = visit.request(id, Permission::SeeRequests).await?;
    shown(visit, brief, Shown { refused: Some(problem), ..Shown::default() }).await
}

pub(super) async fn take(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let operator = visit.me()?.staff;
    let take = requests::Command::TakeInCharge { request: id, operator };
    act(&visit, id, take, "taken").await
}

pub(super) async fn propose(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let named = visit.posted.read("named");
    let circle = match visit.posted.trimmed("circle") {
        _ if named.is_some() => Circle::Named,
        "named" => Circle::Named,
        "zone" => Circle::Zone,
        _ => Circle::Neighbourhood,
    };
    if circle == Circle::Named && named.is_none() {
        let problem = Problem::invalid("choose-an-antenna").at("named");
        return again(&visit, id, problem).await;
    }
    let note = visit.posted.text("note").to_owned();
    let propose = requests::Command::Propose { request: id, circle, named, note };
    act(&visit, id, propose, "proposed").await
}

/// Minutes as typed: nothing, or a number; anything else is told at its field.
fn minutes(posted: &Posted) -> Result<Option<u16>, Problem> {
    match posted.trimmed("minutes") {
        "" => Ok(None),
        text => text
            .parse()
            .ok()
            .map(Some)
            .ok_or_else(|| Problem::invalid("out-of-range").at("minutes").with("most", 1440)),
    }
}

pub(super) async fn done(visit: Visit, At(id): At<RequestId>) -> Outcome {
    match minutes(&visit.posted) {
        Ok(minutes) => {
            let report = requests::Command::ReportDone {
                request: id,
                device: None,
                minutes,
                said: String::new(),
            };
            act(&visit, id, report, "reported").await
        }
        Err(problem) => again(&visit, id, problem).await,
    }
}

pub(super) async fn met(visit: Visit, At(id): At<RequestId>) -> Outcome {
    act(&visit, id, requests::Command::ConfirmMet { request: id }, "met").await
}

pub(super) async fn not_met(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let posted = visit.posted.trimmed("reason");
    let reason = NotMetReason::ALL.into_iter().find(|reason| word(reason) == posted);
    let Some(reason) = reason else {
        let problem = Problem::invalid("choose-a-reason").at("reason");
        return again(&visit, id, problem).await;
    };
    act(&visit, id, requests::Command::CloseNotMet { request: id, reason }, "not-met").await
}

pub(super) async fn reopen(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let verdict = Verdict::NotSolved;
    act(&visit, id, requests::Command::AnswerSlip { request: id, verdict }, "reopened").await
}

/// Shows name, telephone and address once, and records who looked and why.
pub(super) async fn reveal(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let brief = visit.request(id, Permission::SeeContacts).await?;
    let details = contact::reveal(&visit, &owner(&brief)).await?;
    if visit.wants == Wants::Fragment {
        let page = Page::of(&visit, Section::Requests, "request-title").await;
        let mut db = visit.app.node.store.read().await?;
        let contact = contact::card(&visit, &page, &mut db, &owner(&brief), details).await?;
        drop(db);
        return show(&ContactFragment { page, contact });
    }
    shown(&visit, brief, Shown { details, ..Shown::default() }).await
}
