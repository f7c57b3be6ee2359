//! What is done to a project beside its judgement: cantieri, milestones, the steps after the promotion.

use jiff::civil::Date;
use protocol::{CommandId, Problem, ProjectId, Slug};

use super::super::form::Posted;
use super::super::visit::{At, Outcome, Visit};
use super::project_acts::{act, choose};
use crate::desk::lifecycle::Step;
use crate::desk::project::Act;

/// A day that was posted.
fn day(posted: &Posted, field: &'static str) -> Result<Date, Problem> {
    let read = posted.trimmed(field).parse().ok();
    read.ok_or_else(|| Problem::invalid("bad-date").at(field))
}

fn slugs(posted: &Posted, field: &str) -> Vec<Slug> {
    posted.all(field).into_iter().filter_map(|slug| slug.parse().ok()).collect()
}

pub(super) async fn sort(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let [sites, agencies, groups] =
        ["site", "agency", "group"].map(|field| slugs(&visit.posted, field));
    act(&visit, id, Ok(Act::Sort { sites, agencies, groups }), "project-sorted").await
}

pub(super) async fn advance(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let posted = &visit.posted;
    let step = Step::AFTER.into_iter().find(|step| step.slug() == posted.trimmed("step"));
    let words = posted.trimmed("words").to_owned();
    let advance = choose("step", step)
        .and_then(|step| day(posted, "on").map(|on| Act::Move { step, on, words }));
    act(&visit, id, advance, "project-moved").await
}

pub(super) async fn plan(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let name = visit.posted.trimmed("name").to_owned();
    let plan = day(&visit.posted, "due").map(|due| Act::PlanMilestone { name, due });
    act(&visit, id, plan, "milestone-planned").await
}

pub(super) async fn reached(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let posted = &visit.posted;
    let note = posted.trimmed("note").to_owned();
    let reached = choose("milestone", posted.read::<CommandId>("milestone"))
        .and_then(|id| day(posted, "on").map(|on| Act::ReachMilestone { id, on, note }));
    act(&visit, id, reached, "milestone-reached").await
}

pub(super) async fn dropped(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let milestone = choose("milestone", visit.posted.read::<CommandId>("milestone"));
    act(&visit, id, milestone.map(|id| Act::DropMilestone { id }), "milestone-dropped").await
}

pub(super) async fn spread(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let words = visit.posted.trimmed("spread").to_owned();
    let done = if words.is_empty() { "spread-ended" } else { "spread-asked" };
    act(&visit, id, Ok(Act::Spread { words }), done).await
}

pub(super) async fn hold_page(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let held = visit.posted.has("held", "yes");
    let done = if held { "page-held" } else { "page-shown" };
    act(&visit, id, Ok(Act::HoldPage { held }), done).await
}
