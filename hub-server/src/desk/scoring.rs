//! Scores of a project and the signature that ends its evaluation.
//!
//! Always true: whoever scores has declared to be in no conflict; a score is given once a round; an outcome rests on the
//! decision of a panel where the rules it was scored by name one. Pure.

use protocol::{ActorRef, DecisionId};

use super::central::{Around, said, stands, step};
use super::events::Event;
use super::lifecycle::{State, Step};
use super::project::{Evaluator, Project, Score};
use super::refusal::Refusal;
use crate::context::Ctx;

/// Whoever acts, when they are to score it and are in no conflict.
pub(super) fn evaluator<'p>(project: &'p Project, ctx: &Ctx) -> Result<&'p Evaluator, Refusal> {
    let ActorRef::Staff(staff) = ctx.actor else { return Err(Refusal::NotAnEvaluator) };
    project.evaluator(staff).ok_or(Refusal::NotAnEvaluator)
}

pub(super) fn score(
    project: &Project,
    scores: &[Score],
    no_conflict: bool,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    stands(project, State::Evaluation)?;
    let by = evaluator(project, ctx)?;
    if !by.scores.is_empty() {
        return Err(Refusal::ScoredAlready);
    }
    if !(no_conflict || by.declared) {
        return Err(Refusal::NotDeclared);
    }
    let mut all = Vec::new();
    for criterion in &project.rules.criteria {
        let found = scores.iter().find(|score| score.criterion.as_str() == criterion.slug);
        let score = found.ok_or(Refusal::Missing("scores"))?;
        if score.points > project.rules.score_max {
            return Err(Refusal::OutOfRange("scores", usize::from(project.rules.score_max)));
        }
        all.push(score.clone());
    }
    let staff = by.staff;
    let declared = (!by.declared).then_some(Event::NoConflictDeclared { staff });
    Ok(declared.into_iter().chain([Event::Scored { staff, scores: all }]).collect())
}

pub(super) fn sign(
    project: &Project,
    how: Step,
    reason: &str,
    by: Option<DecisionId>,
    around: &Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    if !Step::OUTCOMES.contains(&how) {
        return Err(Refusal::NotInCatalogue("outcome"));
    }
    step(project, how)?;
    let reason = said("reason", project.state, how, reason)?;
    by_panel(project, how, by, around)?;
    let mean_tenths = project.mean_and_spread_tenths().map(|(mean, _)| mean);
    Ok(vec![Event::DecisionSigned { step: how, reason, mean_tenths, by }])
}

/// Whether an outcome rests on what it must: what a body adopted about this project; the panel's, where the rules it was
/// scored by name one. To put it off nobody needs a panel.
fn by_panel(
    project: &Project,
    how: Step,
    by: Option<DecisionId>,
    around: &Around<'_>,
) -> Result<(), Refusal> {
    let panel = project.rules.panel.as_deref().filter(|_| how != Step::Defer);
    let Some(by) = by else {
        return if panel.is_some() { Err(Refusal::PanelMissing) } else { Ok(()) };
    };
    let found = around.of_body.filter(|one| one.id == by && one.adopted);
    let found = found.filter(|one| one.about == Some(project.id)).ok_or(Refusal::NotOfPanel)?;
    let its = |panel| found.body.as_ref().is_some_and(|body| body.as_str() == panel);
    if panel.is_none_or(its) { Ok(()) } else { Err(Refusal::NotOfPanel) }
}
