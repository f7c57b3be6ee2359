//! The register of decisions with filters in the address, one decision, and what follows from it.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use protocol::{ActionId, BodyId, DecisionId, Problem};

use super::items::{outcome_tone, votes_in_words};
use super::one::{Line, decision_line};
use super::seats::{self, SeatView};
use super::{Turn, body_of, decision_tone, keeps, today};
use crate::bodies::events::About;
use crate::bodies::lifecycle::{DecisionState, DecisionStep};
use crate::bodies::model::{Body, Decision, ToDo};
use crate::bodies::queries;
use crate::bodies::{Command as Bodies, FollowUp};
use crate::command::Command;
use crate::web::address;
use crate::web::csv::Csv;
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show, show_as, status_of};
use crate::web::visit::{At, Fault, Outcome, Visit, go};

/// What the address asks for.
struct Asked {
    search: String,
    body: Option<BodyId>,
    state: Option<DecisionState>,
    about: Option<About>,
    /// Only those the body should look at again by now.
    to_review: bool,
}

impl Asked {
    fn of(visit: &Visit) -> Self {
        let asked = &visit.asked;
        Self {
            search: asked.trimmed("q").chars().take(60).collect(),
            body: asked.read("body"),
            state: DecisionState::from_slug(asked.trimmed("state")),
            about: asked.read("about"),
            to_review: asked.trimmed("state") == "to-review",
        }
    }

    fn state(&self) -> &'static str {
        if self.to_review { "to-review" } else { self.state.map_or("", DecisionState::slug) }
    }

    fn href(&self, path: &str, page: u32) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let body = self.body.map(|id| id.to_string()).unwrap_or_default();
        let about = self.about.as_ref().map(ToString::to_string).unwrap_or_default();
        let fields = [
            ("q", self.search.as_str()),
            ("body", &body),
            ("state", self.state()),
            ("about", &about),
            ("page", &page),
        ];
        address::with(path, fields)
    }

    fn fits(&self, decision: &Decision, today: Date) -> bool {
        let text = [decision.item.title.as_str(), &decision.reasons, &decision.number()];
        let text = text.join(" ").to_lowercase();
        self.search.to_lowercase().split_whitespace().all(|word| text.contains(word))
            && self.body.is_none_or(|body| decision.body == body)
            && self.state.is_none_or(|state| decision.state == state)
            && (!self.to_review || decision.review_on.is_some_and(|day| day <= today))
    }
}

async fn chosen(
    visit: &Visit,
    asked: &Asked,
    today: Date,
) -> Result<(Vec<Decision>, Vec<Body>), Fault> {
    let mut db = visit.app.node.store.read().await?;
    let mut found = match &asked.about {
        Some(about) => queries::decisions_about(&mut db, about).await?,
        None => queries::decisions(&mut db).await?,
    };
    let bodies = queries::bodies(&mut db).await?;
    found.retain(|decision| asked.fits(decision, today));
    Ok((found, bodies))
}

fn name_of(bodies: &[Body], id: BodyId) -> String {
    let found = bodies.iter().find(|body| body.id == id);
    found.map(|body| body.profile.name.clone()).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "bodies/decisions.html")]
struct List {
    page: Page,
    keeps: bool,
    search: String,
    bodies: Vec<Group>,
    states: Vec<Group>,
    about: String,
    filtered: bool,
    csv: String,
    turn: Turn<Line>,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bodies, "decisions-title").await;
    let asked = Asked::of(&visit);
    let (found, bodies) = chosen(&visit, &asked, today(&page)).await?;
    let lines = found.iter().map(|d| decision_line(&page, d, &name_of(&bodies, d.body))).collect();
    let now = asked.body.map(|id| id.to_string()).unwrap_or_default();
    let any = Choice::new("", page.w.t("bodies-any"), &now);
    let choices = bodies.iter().map(|body| Choice::new(body.id, &body.profile.name, &now));
    let state = asked.state();
    let every = [
        Choice::new("", page.w.t("decisions-any"), state),
        Choice::new("to-review", page.w.t("decisions-to-review"), state),
    ];
    let states = DecisionState::ALL
        .iter()
        .filter(|one| **one != DecisionState::Proposed)
        .map(|one| Choice::new(one.slug(), page.w.of("decision-state", one.slug()), state));
    let template = List {
        keeps: keeps(&visit),
        bodies: vec![Group::plain([any].into_iter().chain(choices).collect())],
        states: vec![Group::plain(every.into_iter().chain(states).collect())],
        about: asked.about.as_ref().map(ToString::to_string).unwrap_or_default(),
        filtered: !asked.href("", 1).is_empty(),
        csv: asked.href("/decisions.csv", 1),
        turn: Turn::of(&visit, lines, |to| asked.href("/decisions", to)),
        search: asked.search,
        page,
    };
    show(&template)
}

/// The same list as a file.
pub(super) async fn csv(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bodies, "decisions-title").await;
    let asked = Asked::of(&visit);
    let (found, bodies) = chosen(&visit, &asked, today(&page)).await?;
    let columns = [
        "number",
        "body",
        "day",
        "title",
        "outcome",
        "favour",
        "against",
        "abstained",
        "reasons",
        "state",
        "review",
    ];
    let head = columns.map(|column| page.w.of("decisions-column", column));
    let mut csv = Csv::new(&head.each_ref().map(String::as_str));
    for decision in &found {
        let tally = &decision.decided.tally;
        csv.row(&[
            &decision.number(),
            &name_of(&bodies, decision.body),
            &decision.day.to_string(),
            &decision.item.title,
            &page.w.of("outcome", decision.decided.outcome.slug()),
            &tally.favour.to_string(),
            &tally.against.to_string(),
            &tally.abstained.to_string(),
            &decision.reasons,
            &page.w.of("decision-state", decision.state.slug()),
            &decision.review_on.map(|day| day.to_string()).unwrap_or_default(),
        ]);
    }
    Ok(csv.download("decisioni.csv"))
}

/// Something to be done, as it is shown.
pub(super) struct ActionView {
    pub id: String,
    pub decision: String,
    pub title: String,
    pub text: String,
    pub owner: String,
    pub due: String,
    pub due_input: String,
    pub late: bool,
    pub done: String,
    pub mine: bool,
}

/// Something to be done, with whose it is.
pub(super) fn action_view(
    page: &Page,
    decision: &Decision,
    todo: &ToDo,
    owner: String,
    mine: bool,
) -> ActionView {
    ActionView {
        id: todo.action.action.to_string(),
        decision: decision.id.to_string(),
        title: decision.item.title.clone(),
        text: if todo.text.is_empty() { page.w.t("words-erased") } else { todo.text.clone() },
        owner,
        due: page.times.date(todo.action.due),
        due_input: todo.action.due.to_string(),
        late: todo.done_at_ms.is_none() && todo.action.due < today(page),
        done: todo.done_at_ms.map(|at| page.times.day(at)).unwrap_or_default(),
        mine,
    }
}

struct ReviewView {
    on: String,
    text: String,
    next: String,
}

#[derive(Template)]
#[template(path = "bodies/decision.html")]
struct One {
    page: Page,
    keeps: bool,
    errors: Errors,
    id: String,
    number: String,
    tone: &'static str,
    state: String,
    outcome: String,
    outcome_tone: &'static str,
    body: (String, String),
    meeting: (String, String),
    about: String,
    reasons: String,
    votes: Vec<(String, String)>,
    out: String,
    review_on: String,
    review_due: bool,
    actions: Vec<ActionView>,
    may_assign: bool,
    may_review: bool,
    owners: Vec<Group>,
    reviews: Vec<ReviewView>,
    again: String,
    text: String,
    due: String,
    command: String,
}

pub(super) async fn page(visit: Visit, At(id): At<DecisionId>) -> Outcome {
    shown(&visit, id, Errors::default(), StatusCode::OK).await
}

fn owners(page: &Page, views: &[SeatView], now: &str) -> Vec<Group> {
    let none = Choice::new("", page.w.t("action-choose-owner"), now);
    let held = views.iter().filter(|view| view.held);
    let held = held.map(|view| Choice::new(&view.id, seats::line(view), now));
    vec![Group::plain([none].into_iter().chain(held).collect())]
}

async fn shown(visit: &Visit, id: DecisionId, errors: Errors, status: StatusCode) -> Outcome {
    let mut db = visit.app.node.store.read().await?;
    let decision = queries::decision(&mut db, id).await?;
    let decision = decision.ok_or_else(|| Problem::not_found("unknown-decision"))?;
    let meeting = queries::meeting(&mut db, decision.meeting).await?;
    drop(db);
    let body = body_of(visit, decision.body).await?;
    let page = Page::of(visit, Section::Bodies, "decisions-title").await;
    let page = page.titled(decision.item.title.clone());
    let (w, now) = (page.w, today(&page));
    let views = seats::views(visit, &page, &body, now).await?;
    let names = seats::by_id(&views);
    let name = |seat| names.get(&seat).cloned().unwrap_or_default();
    let decided = &decision.decided;
    let out = meeting.as_ref().map(|meeting| meeting.recused_from(decided.item).to_vec());
    let out: Vec<String> = out.unwrap_or_default().into_iter().map(name).collect();
    let mine = visit.me()?.staff;
    let actions = decision.actions.iter().map(|todo| {
        let own = body
            .seat(todo.action.owner)
            .is_some_and(|seat| seat.who == crate::bodies::events::Who::Staff(mine));
        action_view(&page, &decision, todo, name(todo.action.owner), own)
    });
    let reviews = decision.reviews.iter().map(|review| ReviewView {
        on: page.times.day(review.at_ms),
        text: if review.text.is_empty() { w.t("words-erased") } else { review.text.clone() },
        next: review.next.map(|day| page.times.date(day)).unwrap_or_default(),
    });
    let again = [
        ("title", decision.item.title.as_str()),
        ("about", &decision.item.about.as_ref().map(ToString::to_string).unwrap_or_default()),
    ];
    let again = address::with(&format!("/bodies/{}/meeting", body.id), again);
    let posted = &visit.posted;
    let template = One {
        keeps: keeps(visit),
        id: id.to_string(),
        number: w.a("decision-number", "number", decision.number()),
        tone: decision_tone(decision.state),
        state: w.of("decision-state", decision.state.slug()),
        outcome: w.of("outcome", decided.outcome.slug()),
        outcome_tone: outcome_tone(decided.outcome),
        body: (format!("/bodies/{}", body.id), body.profile.name.clone()),
        meeting: (format!("/meetings/{}", decision.meeting), page.times.date(decision.day)),
        about: decision.item.about.as_ref().map(ToString::to_string).unwrap_or_default(),
        reasons: if decision.reasons.is_empty() {
            w.t("words-erased")
        } else {
            decision.reasons.clone()
        },
        votes: votes_in_words(&page, decided.outcome, &decided.tally, &decided.ballot, &names),
        out: out.join(", "),
        review_on: decision.review_on.map(|day| page.times.date(day)).unwrap_or_default(),
        review_due: decision.review_on.is_some_and(|day| day <= now),
        actions: actions.collect(),
        may_assign: decision.state.after(DecisionStep::Assign).is_ok(),
        may_review: decision.state.after(DecisionStep::Review).is_ok(),
        owners: owners(&page, &views, posted.trimmed("owner")),
        reviews: reviews.collect(),
        again: if decision.state == DecisionState::Adjourned { again } else { String::new() },
        text: posted.text("text").to_owned(),
        due: posted.trimmed("due").to_owned(),
        command: page.fresh(),
        errors,
        page,
    };
    show_as(status, &template)
}

fn act_posted(visit: &Visit) -> Result<(FollowUp, &'static str), Problem> {
    let posted = &visit.posted;
    let text = posted.trimmed("text").to_owned();
    let day = |field: &'static str| -> Result<Date, Problem> {
        posted.read(field).ok_or_else(|| Problem::invalid("no-day").at(field))
    };
    let action = || -> Result<ActionId, Problem> {
        posted.read("action").ok_or_else(|| Problem::not_found("unknown-action"))
    };
    Ok(match posted.trimmed("act") {
        "assign" => {
            let owner = posted.read("owner");
            let owner = owner.ok_or_else(|| Problem::invalid("choose-one").at("owner"))?;
            (FollowUp::Assign { owner, due: day("due")?, text }, "action-assigned")
        }
        "move" => (FollowUp::Move { action: action()?, due: day("due")? }, "action-moved"),
        "finish" => (FollowUp::Finish { action: action()? }, "action-finished"),
        "reopen" => (FollowUp::Reopen { action: action()? }, "action-reopened"),
        _ => {
            let next = match posted.trimmed("next") {
                "" => None,
                _ => Some(day("next")?),
            };
            (FollowUp::Review { text, next }, "decision-reviewed")
        }
    })
}

/// Something that follows: a thing to do, its end, looking at the decision again.
pub(super) async fn step(visit: Visit, At(id): At<DecisionId>) -> Outcome {
    let (act, done) = match act_posted(&visit) {
        Ok(found) => found,
        Err(problem) => {
            return shown(&visit, id, Errors::of(visit.words, &problem), status_of(&problem)).await;
        }
    };
    let back = if visit.posted.has("from", "actions") {
        "/actions".to_owned()
    } else {
        format!("/decisions/{id}")
    };
    match visit.submit(Command::Bodies(Bodies::Decision { decision: id, act })).await {
        Ok(_) => go(&format!("{back}?done={done}")),
        Err(problem) => {
            shown(&visit, id, Errors::of(visit.words, &problem), status_of(&problem)).await
        }
    }
}
