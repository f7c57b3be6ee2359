//! What the hub and its operators want to reach, and how far they are, from the running totals.

use askama::Template;
use axum::http::StatusCode;
use protocol::antenna::ActivityKind;
use protocol::{GoalId, Problem, StaffId};

use crate::activities::Command as Diary;
use crate::activities::events::{Goal, Measure};
use crate::activities::queries::{self, Sum};
use crate::command::Command;
use crate::people;
use crate::people::roles::{Permission, role_may};
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::requests::{Names, actor};
use crate::web::visit::{At, Outcome, Visit, go};

struct Card {
    id: String,
    whose: String,
    what: String,
    span: String,
    reached: String,
    percent: i64,
    width: i64,
}

#[derive(Template)]
#[template(path = "activities/goals.html")]
struct Goals {
    page: Page,
    cards: Vec<Card>,
    may_set: bool,
    staff: Vec<Group>,
    kinds: Vec<Group>,
    measures: Vec<Choice>,
    from: String,
    to: String,
    target: String,
    errors: Errors,
    command: String,
}

pub(super) async fn page(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Diary, "goals-title").await;
    let this = page.times.month_start(0).get(..7).unwrap_or_default().to_owned();
    let home = visit.app.node.id().clone();
    let may_set = visit.may(Permission::ReviewDiaries);
    let me = visit.me()?.staff;
    let mut db = visit.app.node.store.read().await?;
    let mut names = Names::default();
    let mut cards = Vec::new();
    for (id, goal) in queries::goals(&mut db, &home, &page.times.month_start(2)[..7]).await? {
        // An operator sees the hub's goals and their own.
        if !may_set && goal.staff.is_some_and(|staff| staff != me) {
            continue;
        }
        let whose = match goal.staff {
            Some(staff) => {
                let staff = protocol::ActorRef::Staff(staff);
                actor(&mut db, &page, &mut names, &staff).await?
            }
            None => page.place.clone(),
        };
        let sum = queries::reached(&mut db, &home, &goal).await?;
        cards.push(card(&page, id, &goal, sum, whose));
    }
    let members = people::queries::members(&mut db, &home).await?;
    drop(db);
    let posted = &visit.posted;
    let or = |field: &str, first: &str| {
        let text = posted.trimmed(field);
        if text.is_empty() { first.to_owned() } else { text.to_owned() }
    };
    let (now, kind) = (posted.trimmed("staff"), posted.trimmed("what"));
    let hub = Choice::new("", page.w.t("goal-whole-hub"), now);
    let staff = members
        .iter()
        .filter(|m| m.active && role_may(m.role, Permission::KeepDiary))
        .map(|m| Choice::new(m.staff, m.display_name.clone().unwrap_or_default(), now));
    let any = Choice::new("", page.w.t("activities-any-kind"), kind);
    let kinds = ActivityKind::ALL
        .map(|k| Choice::new(k.slug(), page.w.of("activity-kind", k.slug()), kind));
    let measure = or("measure", Measure::Hours.slug());
    let measures =
        Measure::ALL.map(|m| Choice::new(m.slug(), page.w.of("goal-measure", m.slug()), &measure));
    let template = Goals {
        cards,
        may_set,
        staff: vec![Group::plain([hub].into_iter().chain(staff).collect())],
        kinds: vec![Group::plain([any].into_iter().chain(kinds).collect())],
        measures: measures.into_iter().collect(),
        from: or("from", &this),
        to: or("to", &this),
        target: posted.trimmed("target").to_owned(),
        errors,
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

fn card(page: &Page, id: GoalId, goal: &Goal, sum: Sum, whose: String) -> Card {
    let have = match goal.measure {
        Measure::Hours => sum.minutes.get() / 60,
        Measure::Entries => sum.entries,
        Measure::People => sum.people_reached,
    };
    let percent = have.max(0) * 100 / goal.target.max(1);
    let kind = goal.what.map(|kind| page.w.of("activity-kind", kind.slug()));
    let measure = page.w.of("goal-measure", goal.measure.slug());
    let values = [("have", have.to_string()), ("target", goal.target.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let months = [page.times.month_of(&goal.from), page.times.month_of(&goal.to)];
    Card {
        id: id.to_string(),
        whose,
        what: kind.map_or(measure.clone(), |kind| format!("{measure} · {kind}")),
        span: if goal.from == goal.to { months[0].clone() } else { months.join(" – ") },
        reached: page.w.all("goal-reached", &values),
        percent,
        width: percent.min(100),
    }
}

pub(super) async fn set(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let staff: Option<StaffId> = posted.read("staff");
    let what = posted.trimmed("what");
    let measure = posted.trimmed("measure");
    let measure = Measure::ALL.into_iter().find(|m| m.slug() == measure);
    let target: Option<i64> = posted.read("target");
    let goal = target.map(|target| Goal {
        staff,
        what: ActivityKind::ALL.into_iter().find(|kind| kind.slug() == what),
        measure: measure.unwrap_or(Measure::Hours),
        target,
        from: posted.trimmed("from").to_owned(),
        to: posted.trimmed("to").to_owned(),
    });
    let outcome = match goal {
        Some(goal) => visit.submit(Command::Activities(Diary::SetGoal(goal))).await,
        None => Err(Problem::invalid("target-missing").at("target")),
    };
    match outcome {
        Ok(_) => go("/diary/goals?done=goal-set"),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, errors, status_of(&problem)).await
        }
    }
}

pub(super) async fn drop_goal(visit: Visit, At(goal): At<GoalId>) -> Outcome {
    visit.submit(Command::Activities(Diary::DropGoal { goal })).await?;
    go("/diary/goals?done=goal-dropped")
}
