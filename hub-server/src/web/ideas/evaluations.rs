//! Who has yet to score which project, and who has (CAPABILITIES E9): one's own first.

use askama::Template;
use protocol::{Problem, Slug, StaffId};

use super::super::form::Choice;
use super::super::page::{Page, Section, show};
use super::super::visit::{Outcome, Visit, go};
use super::project::tenths;
use crate::command::Command as Any;
use crate::desk::Command;
use crate::desk::State;
use crate::desk::project::{Evaluator, Project};
use crate::desk::queries;
use crate::people;
use crate::people::roles::{Permission, role_may};

struct Row {
    id: String,
    title: String,
    hub: String,
    /// Names of who has yet to score.
    open: String,
    /// Names of who has.
    done: String,
    /// Names of who recused themselves.
    out: String,
    quorum: String,
    mean: String,
    mine: bool,
}

/// Somebody who can score, with the themes they score.
struct Person {
    id: String,
    name: String,
    themes: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "desk/evaluations.html")]
struct List {
    page: Page,
    mine: usize,
    rows: Vec<Row>,
    people: Vec<Person>,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Projects, "evaluations-title").await;
    let me = visit.me()?.staff;
    let mut db = visit.app.node.store.read().await?;
    let projects = queries::in_state(&mut db, State::Evaluation).await?;
    let staff = people::queries::members(&mut db, visit.app.node.id()).await?;
    let fields = queries::fields(&mut db).await?;
    drop(db);
    let name = |id: StaffId| {
        let found = staff.iter().find(|one| one.staff == id);
        found.and_then(|one| one.display_name.clone()).unwrap_or_default()
    };
    let names = |project: &Project, which: fn(&Evaluator) -> bool| {
        let all = project.evaluators.iter().filter(|one| which(one));
        all.map(|one| name(one.staff)).collect::<Vec<_>>().join(", ")
    };
    // Whoever recused themselves does not even find it here.
    let shown = projects.iter().filter(|one| !one.evaluator(me).is_some_and(|mine| mine.recused));
    let mut rows: Vec<Row> = shown
        .map(|project| {
            let mine = project.evaluator(me).is_some_and(|one| one.scores.is_empty());
            let shows = project.shows_scores_to(me);
            let counted = project.means_tenths().len().to_string();
            let mean = project.mean_and_spread_tenths().filter(|_| shows);
            Row {
                id: project.id.to_string(),
                title: project.dossier.outline.title.clone(),
                hub: page.node_name(project.hub.as_str()),
                open: names(project, |one| !one.recused && one.scores.is_empty()),
                done: names(project, |one| !one.recused && !one.scores.is_empty()),
                out: names(project, |one| one.recused),
                quorum: page.w.all(
                    "desk-quorum",
                    &[("has", counted.as_str()), ("least", &project.rules.quorum.to_string())],
                ),
                mean: mean.map(|(mean, _)| tenths(mean)).unwrap_or_default(),
                mine,
            }
        })
        .collect();
    rows.sort_by_key(|row| !row.mine);
    let mine = rows.iter().filter(|row| row.mine).count();
    let language = page.w.language.code();
    let able =
        staff.iter().filter(|one| one.active && role_may(one.role, Permission::AssessProjects));
    let people = able.map(|one| {
        let chosen = fields.iter().find(|(id, _)| *id == one.staff);
        let chosen = chosen.map(|(_, themes)| themes.as_slice()).unwrap_or_default();
        let themes = page.city.iter().flat_map(|city| &city.idea_themes);
        let themes = themes.map(|theme| Choice {
            value: theme.slug.clone(),
            label: theme.name.in_language(language).to_owned(),
            chosen: chosen.contains(&theme.slug),
        });
        Person {
            id: one.staff.to_string(),
            name: one.display_name.clone().unwrap_or_default(),
            themes: themes.collect(),
        }
    });
    let people = people.collect();
    show(&List { page, mine, rows, people })
}

/// Keeps which themes somebody scores.
pub(super) async fn fields(visit: Visit) -> Outcome {
    let staff = visit.posted.read::<StaffId>("staff");
    let staff = staff.ok_or_else(|| Problem::invalid("choose-one").at("staff"))?;
    let themes = visit.posted.all("theme").into_iter();
    let themes = themes.filter_map(|slug| slug.parse::<Slug>().ok()).collect();
    visit.submit(Any::Desk(Command::SetFields { staff, themes })).await?;
    go("/projects/evaluations?done=fields-set")
}
