//! Who was introduced to whom and what came of it (C21, messa in rete): on the antenna's page and all together.

use askama::Template;
use protocol::{AntennaId, CommandId, OrganisationId, Problem};
use sqlx::AnyConnection;

use super::actions::{act, again};
use super::{of_here, shown_name, target};
use crate::network::antennae::events::{Introduction, Outcome as Came, Party};
use crate::network::antennae::{self, Command, Kept};
use crate::network::organisations;
use crate::node::Node;
use crate::people::roles::Permission;
use crate::store::StoreError;
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, show};
use crate::web::visit::{At, Fault, Outcome, Visit};

/// One introduction as a row shows it.
pub(super) struct Line {
    pub id: String,
    pub antenna: String,
    pub antenna_name: String,
    pub to: String,
    pub to_name: String,
    pub when: String,
    pub outcome: String,
    pub tone: &'static str,
    pub open: bool,
    at_ms: i64,
}

#[derive(Template)]
#[template(path = "network/introductions.html")]
struct List {
    page: Page,
    lines: Vec<Line>,
    open: usize,
    lasting: usize,
    may_keep: bool,
    outcomes: Vec<Choice>,
}

pub(super) fn outcomes(page: &Page) -> Vec<Choice> {
    let all = Came::ALL.iter();
    all.map(|o| Choice::new(o.slug(), page.w.of("introduction-outcome", o.slug()), "")).collect()
}

/// The introductions of an antenna, the last first.
pub(super) async fn lines(
    page: &Page,
    node: &Node,
    db: &mut AnyConnection,
    kept: &Kept,
    name: &str,
) -> Result<Vec<Line>, StoreError> {
    let mut lines = Vec::new();
    for introduction in kept.antenna.introductions.iter().rev() {
        lines.push(line(page, node, db, kept, name, introduction).await?);
    }
    Ok(lines)
}

async fn line(
    page: &Page,
    node: &Node,
    db: &mut AnyConnection,
    kept: &Kept,
    name: &str,
    introduction: &Introduction,
) -> Result<Line, StoreError> {
    let (to, to_name) = match introduction.to {
        Party::Antenna(id) => {
            let other = antennae::queries::one(db, id).await?;
            let name = match other {
                Some(other) => antennae::name_of(db, node, &other.antenna).await?,
                None => String::new(),
            };
            (format!("/antennae/{id}"), shown_name(page, &name))
        }
        Party::Organisation(id) => {
            let other = organisations::one(db, id).await?;
            let name = other.map(|other| other.organisation.profile.name).unwrap_or_default();
            (format!("/organisations/{id}"), name)
        }
    };
    let outcome = introduction.outcome;
    Ok(Line {
        id: introduction.id.to_string(),
        antenna: kept.id.to_string(),
        antenna_name: name.to_owned(),
        to,
        to_name,
        when: page.times.day(introduction.at_ms),
        outcome: outcome.map_or_else(
            || page.w.t("introduction-open"),
            |outcome| page.w.of("introduction-outcome", outcome.slug()),
        ),
        tone: match outcome {
            None => "orange",
            Some(Came::Lasting) => "green",
            Some(Came::Once) => "teal",
            Some(Came::Nothing) => "slate",
        },
        open: outcome.is_none(),
        at_ms: introduction.at_ms,
    })
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Antennae, "introductions-title").await;
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let mut all = Vec::new();
    for kept in antennae::queries::all(&mut db, node.id()).await? {
        if visit.may_on(Permission::SeeAntennae, &target(&visit, &kept)) {
            let name = antennae::name_of(&mut db, node, &kept.antenna).await?;
            let name = shown_name(&page, &name);
            all.extend(lines(&page, node, &mut db, &kept, &name).await?);
        }
    }
    drop(db);
    all.sort_by_key(|line| (!line.open, std::cmp::Reverse(line.at_ms)));
    let template = List {
        open: all.iter().filter(|line| line.open).count(),
        lasting: all.iter().filter(|line| line.tone == "green").count(),
        may_keep: visit.may(Permission::KeepAntennae),
        outcomes: outcomes(&page),
        lines: all,
        page,
    };
    show(&template)
}

/// Whom an antenna can be introduced to: the other antennae and the organisations of this hub.
pub(super) async fn parties(
    visit: &Visit,
    page: &Page,
    but: AntennaId,
) -> Result<Vec<Group>, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let mut people = Vec::new();
    for kept in antennae::queries::all(&mut db, node.id()).await? {
        let seen = visit.may_on(Permission::SeeAntennae, &target(visit, &kept));
        if kept.id != but && seen && !kept.antenna.state.is_over() {
            let name = antennae::name_of(&mut db, node, &kept.antenna).await?;
            let value = format!("antenna:{}", kept.id);
            people.push(Choice::new(value, shown_name(page, &name), ""));
        }
    }
    people.sort_by(|one, other| one.label.cmp(&other.label));
    let bodies = organisations::all(&mut db, node.id()).await?;
    drop(db);
    let bodies = bodies.iter().filter(|kept| kept.organisation.active).map(|kept| {
        let value = format!("organisation:{}", kept.id);
        Choice::new(value, &kept.organisation.profile.name, "")
    });
    Ok([
        Group { label: page.w.t("antennae-title"), choices: people },
        Group { label: page.w.t("organisations-title"), choices: bodies.collect() },
    ]
    .into_iter()
    .filter(|group| !group.choices.is_empty())
    .collect())
}

pub(super) async fn introduce(visit: Visit, At(antenna): At<AntennaId>) -> Outcome {
    of_here(&visit, antenna, Permission::KeepAntennae).await?;
    let to = match visit.posted.trimmed("to").split_once(':') {
        Some(("antenna", id)) => id.parse().ok().map(Party::Antenna),
        Some(("organisation", id)) => id.parse::<OrganisationId>().ok().map(Party::Organisation),
        _ => None,
    };
    let Some(to) = to else {
        return again(&visit, antenna, Problem::invalid("choose-one").at("to")).await;
    };
    act(&visit, antenna, Command::Introduce { antenna, to }, "antenna-introduced").await
}

pub(super) async fn outcome(visit: Visit, At(antenna): At<AntennaId>) -> Outcome {
    of_here(&visit, antenna, Permission::KeepAntennae).await?;
    let posted = &visit.posted;
    let read = posted.read::<CommandId>("introduction").zip(posted.read::<Came>("outcome"));
    let Some((introduction, outcome)) = read else {
        return again(&visit, antenna, Problem::invalid("choose-one").at("outcome")).await;
    };
    let tell = Command::TellOutcome { antenna, introduction, outcome };
    act(&visit, antenna, tell, "antenna-introduced").await
}
