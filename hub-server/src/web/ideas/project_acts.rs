//! What is done to one project at central.

use jiff::civil::Date;
use protocol::{DecisionId, IdeaId, Problem, ProjectId, StaffId};
use radar::{Action, Verdict};

use super::super::form::Posted;
use super::super::visit::{At, Fault, Outcome, Visit, go};
use super::project;
use crate::command::Command as Any;
use crate::desk::Command;
use crate::desk::check::Requirement;
use crate::desk::lifecycle::Step;
use crate::desk::project::{Act, Answer, Judged, Related, Score};
use crate::desk::queries;

pub(super) async fn act(
    visit: &Visit,
    id: ProjectId,
    act: Result<Act, Problem>,
    done: &str,
) -> Outcome {
    project::one(visit, id).await?;
    let done_ = match act {
        Ok(act) => {
            visit.submit(Any::Desk(Command::Project { project: id, act: Box::new(act) })).await
        }
        Err(problem) => Err(problem),
    };
    match done_ {
        Ok(_) => go(&format!("/projects/{id}?done={done}")),
        Err(problem) => project::shown(visit, id, Some(problem)).await,
    }
}

pub(super) fn choose<T>(field: &'static str, found: Option<T>) -> Result<T, Problem> {
    found.ok_or_else(|| Problem::invalid("choose-one").at(field))
}

pub(super) async fn concept(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let posted = &visit.posted;
    let goes_on = posted.trimmed("goes-on") == "yes";
    let words = posted.trimmed("words").to_owned();
    act(&visit, id, Ok(Act::AnswerConcept { goes_on, words }), "concept-answered").await
}

fn judged(posted: &Posted) -> Result<Act, Problem> {
    let requirement = choose("requirement", posted.read::<Requirement>("requirement"))?;
    let slug = posted.trimmed(&format!("answer-{}", requirement.slug())).to_owned();
    let answer = Answer::ALL.into_iter().find(|answer| answer.slug() == slug);
    let judged = Judged {
        answer: choose("requirement", answer)?,
        reason: posted.trimmed(&format!("reason-{}", requirement.slug())).to_owned(),
    };
    Ok(Act::Judge { requirement, judged })
}

pub(super) async fn judge(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let judged = judged(&visit.posted);
    act(&visit, id, judged, "requirement-judged").await
}

pub(super) async fn ask(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let posted = &visit.posted;
    let until = posted.trimmed("until").parse::<Date>().ok();
    let ask = until
        .map(|until| Act::AskAdditions { text: posted.trimmed("asked").to_owned(), until })
        .ok_or_else(|| Problem::invalid("bad-date").at("until"));
    act(&visit, id, ask, "additions-asked").await
}

pub(super) async fn sign(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    act(&visit, id, Ok(Act::SignAdmissibility), "admissibility-signed").await
}

/// What is said of another. The radar names ideas; what was handed in is a project, and what was not stays an idea.
async fn related(visit: &Visit) -> Result<Act, Fault> {
    let posted = &visit.posted;
    let verdict = Verdict::ALL.into_iter().find(|one| one.slug() == posted.trimmed("verdict"));
    let all = [Action::Link, Action::Merge, Action::JoinMacro, Action::InvitePartner];
    let action = all.into_iter().find(|one| one.slug() == posted.trimmed("action"));
    let other = posted.trimmed("other");
    let project = match other.parse::<IdeaId>() {
        Ok(idea) => {
            let mut db = visit.app.node.store.read().await?;
            queries::project_of(&mut db, idea).await?
        }
        Err(_) => None,
    };
    let named = project.map_or_else(|| other.to_owned(), |project| project.id.to_string());
    Ok(Act::Relate(Related {
        other: named,
        verdict: choose("verdict", verdict)?,
        action: choose("action", action)?,
        why: posted.trimmed("why").to_owned(),
    }))
}

pub(super) async fn relate(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let related = related(&visit).await.map_err(|Fault(problem)| problem);
    act(&visit, id, related, "project-related").await
}

pub(super) async fn merge(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let into = choose("project", visit.posted.read::<ProjectId>("project"));
    let merge = into.map(|project| Act::MergeInto { project });
    act(&visit, id, merge, "project-merged").await
}

pub(super) async fn close(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    act(&visit, id, Ok(Act::CloseReview), "review-closed").await
}

pub(super) async fn evaluator(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let staff = choose("evaluator", visit.posted.read::<StaffId>("evaluator"));
    act(&visit, id, staff.map(|staff| Act::NameEvaluator { staff }), "evaluator-named").await
}

pub(super) async fn declare(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    act(&visit, id, Ok(Act::DeclareNoConflict), "no-conflict").await
}

pub(super) async fn recuse(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let reason = visit.posted.trimmed("conflict").to_owned();
    act(&visit, id, Ok(Act::Recuse { reason }), "recused").await
}

pub(super) async fn score(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let posted = &visit.posted;
    let rules = project::one(&visit, id).await?.rules;
    let score = |criterion: &crate::city::Criterion| {
        let points = posted.read(&format!("score-{}", criterion.slug))?;
        Some(Score { criterion: criterion.slug.parse().ok()?, points })
    };
    let scores = rules.criteria.iter().filter_map(score).collect();
    let no_conflict = posted.has("no-conflict", "yes");
    act(&visit, id, Ok(Act::Score { scores, no_conflict }), "scored").await
}

pub(super) async fn decide(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let posted = &visit.posted;
    let step = Step::OUTCOMES.into_iter().find(|step| step.slug() == posted.trimmed("outcome"));
    let reason = posted.trimmed("reason").to_owned();
    let by = posted.read::<DecisionId>("by");
    let decide = choose("outcome", step).map(|step| Act::Decide { step, reason, by });
    act(&visit, id, decide, "decision-signed").await
}

pub(super) async fn resume(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    act(&visit, id, Ok(Act::Resume), "project-resumed").await
}
