mod central;
mod glimpses;
mod life;
mod merging;
mod nodes;
mod taking_back;
mod themes;
mod writing;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;
use protocol::kiosk::{AnsweredBy, IdeaDetails, LeaveIdea, StepWord};
use protocol::{
    ActorRef, Channel, CommandId, DecisionId, IdeaId, NodeId, OrganisationId, ProjectId, StaffId,
};
use radar::{Action, Activity, Need as Want, Set, Target, Verdict};

use super::check::{Missing, Requirement, check};
use super::dossier::{Budget, Income, Measure, Outline, Partner, Picked, Section, YearAfter};
use super::draft::{self, Act, Draft};
use super::lifecycle::{Need, State, Step};
use super::project::{
    self, Act as On, Answer, Around, Judged, OfBody, Outcome, Project, Related, Score,
};
use super::sheet::Sheet;
use super::{Command, Event, Refusal, macros, queries, sharing, talk, telling};
use crate::city::{Amounts, City};
use crate::command::{Answer as Told, Command as Any};
use crate::context::Ctx;
use crate::node::Node;
use crate::store::{log, rebuild};
use crate::testing::{self, HandClock, MORNING_MS, uuid};

fn acting(actor: ActorRef) -> Ctx {
    Ctx {
        command: CommandId::new(uuid(1)),
        actor,
        channel: Channel::Console,
        now_ms: MORNING_MS,
        chance: [0; 32],
    }
}

fn operator() -> Ctx {
    acting(ActorRef::Staff(StaffId::new(uuid(2))))
}

fn organisation(n: u128) -> Partner {
    Partner { organisation: OrganisationId::new(uuid(0x70 + n)), name: format!("Ente {n}") }
}

fn outline() -> Outline {
    Outline {
        title: "La spesa a casa".to_owned(),
        targets: Set::EMPTY.with(Target::FrailOlder),
        activities: Set::EMPTY.with(Activity::HomeHelp),
        needs: Set::EMPTY.with(Want::Loneliness),
        places: vec!["mompiano".parse().unwrap()],
        ..Outline::default()
    }
}

/// A draft after some acts, each of which is taken.
fn after(acts: &[Act]) -> Draft {
    let city = testing::brescia();
    let mut draft = Draft { state: State::Draft, ..Draft::default() };
    for act in acts {
        let events = draft::decide(&draft, act, &city, &operator()).unwrap();
        for event in &events {
            draft.apply(event);
        }
    }
    draft
}

fn write(section: Section, text: &str, base: u32) -> Act {
    Act::Write { section, text: text.to_owned(), by: None, base, settles: vec![] }
}

fn complete() -> Vec<Act> {
    let mut acts = vec![Act::Outline(outline()), Act::AddPartner(organisation(1))];
    acts.extend(Section::ALL.map(|section| write(section, "Parole abbastanza lunghe.", 0)));
    acts
}

fn received(n: u128) -> Project {
    let idea = IdeaId::new(uuid(0x100 + n));
    let event = Event::Received {
        idea,
        hub: "mompiano".parse().unwrap(),
        dossier: after(&complete()).dossier(),
    };
    Project::begin(ProjectId::of_idea(idea), &event).unwrap()
}

fn today() -> jiff::civil::Date {
    "2026-11-18".parse().unwrap()
}

static CITY: LazyLock<City> = LazyLock::new(testing::brescia);

/// What is known besides a project, when no other one matters.
fn around() -> Around<'static> {
    Around { city: &CITY, today: today(), other: None, of_macro: None, of_body: None }
}

/// A project after some acts, each of which is taken by whoever it is for.
fn on(project: &Project, acts: &[(ActorRef, On)]) -> Project {
    let mut project = project.clone();
    for (actor, act) in acts {
        let ctx = acting(actor.clone());
        let events = project::decide(&project, act, &around(), &ctx).unwrap();
        for event in &events {
            project.apply(event);
        }
    }
    project
}

fn hub(name: &str) -> ActorRef {
    ActorRef::Node(name.parse::<NodeId>().unwrap())
}

fn staff(n: u128) -> ActorRef {
    ActorRef::Staff(StaffId::new(uuid(0x40 + n)))
}

fn judge(requirement: Requirement, answer: Answer, reason: &str) -> (ActorRef, On) {
    let judged = Judged { answer, reason: reason.to_owned() };
    (staff(1), On::Judge { requirement, judged })
}

fn reviewed(n: u128) -> Project {
    let yes = Requirement::ALL.map(|requirement| judge(requirement, Answer::Yes, ""));
    let admitted = on(&received(n), &yes);
    on(&admitted, &[(staff(1), On::SignAdmissibility)])
}

fn scores(points: u8) -> On {
    let score =
        |one: &crate::city::Criterion| Score { criterion: one.slug.parse().unwrap(), points };
    On::Score { scores: CITY.evaluation.criteria.iter().map(score).collect(), no_conflict: true }
}

fn evaluated() -> Project {
    let named = |n: u128| (staff(9), On::NameEvaluator { staff: StaffId::new(uuid(0x40 + n)) });
    on(&reviewed(1), &[(staff(9), On::CloseReview), named(1), named(2), named(3)])
}

fn promoted() -> Project {
    let scored = [(staff(1), scores(8)), (staff(2), scores(7))];
    let promote = On::Decide { step: Step::Promote, reason: String::new(), by: None };
    on(&on(&evaluated(), &scored), &[(staff(9), promote)])
}
