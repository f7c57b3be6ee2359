//! What is done to one idea from its page: each a form, a command, and the page again.

use jiff::civil::Date;
use protocol::{IdeaId, OrganisationId, Problem, ProjectId};
use radar::Action;

use super::super::contact::{self, ContactFragment};
use super::super::page::{Page, Section, show};
use super::super::visit::{At, Fault, Outcome, Visit, Wants, go};
use super::{one, owner, page};
use crate::command::{Answer, Command as Any};
use crate::desk::draft::{Act, Meeting};
use crate::desk::{Command, Refusal, project, queries};

/// Gives the command and shows the idea again: what was done, or why not.
async fn act(visit: &Visit, id: IdeaId, command: Command, done: &str) -> Outcome {
    let whole = one(visit, id).await?;
    match visit.submit(Any::Desk(command)).await {
        Ok(answer) => {
            let done = if answer == Answer::Forwarded { "sent" } else { done };
            go(&format!("/ideas/{id}?done={done}"))
        }
        Err(problem) => page::shown(visit, whole, Some(problem), None).await,
    }
}

async fn again(visit: &Visit, id: IdeaId, problem: Problem) -> Outcome {
    let whole = one(visit, id).await?;
    page::shown(visit, whole, Some(problem), None).await
}

pub(super) async fn contacted(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    act(&visit, idea, Command::MarkContacted { idea }, "contacted").await
}

pub(super) async fn withdraw(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let posted = &visit.posted;
    let in_favour = posted.trimmed("in-favour").to_owned();
    let why = posted.trimmed("why").to_owned();
    let agreed = posted.all("agreed").into_iter().filter_map(|id| id.parse().ok()).collect();
    let command = Command::Withdraw { idea, in_favour, why, agreed };
    act(&visit, idea, command, "idea-withdrawn").await
}

pub(super) async fn begin(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    one(&visit, idea).await?;
    match visit.submit(Any::Desk(Command::Draft { idea, act: Act::Begin })).await {
        Ok(_) => go(&format!("/ideas/{idea}/write")),
        Err(problem) => again(&visit, idea, problem).await,
    }
}

pub(super) async fn submit(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let command = Command::Draft { idea, act: Act::Submit };
    act(&visit, idea, command, "project-submitted").await
}

pub(super) async fn concept(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let command = Command::Draft { idea, act: Act::ShowConcept };
    act(&visit, idea, command, "concept-shown").await
}

pub(super) async fn say(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let text = visit.posted.trimmed("answer").to_owned();
    act(&visit, idea, Command::Say { idea, text }, "said").await
}

pub(super) async fn comment(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let text = visit.posted.trimmed("comment").to_owned();
    let done = if text.is_empty() { "comment-hidden" } else { "comment-shown" };
    act(&visit, idea, Command::Comment { idea, text }, done).await
}

pub(super) async fn advise(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let posted = &visit.posted;
    let how = posted.trimmed("meeting");
    let meeting = Meeting::ALL.into_iter().find(|meeting| meeting.slug() == how);
    let Some(meeting) = meeting else {
        return again(&visit, idea, Problem::invalid("choose-one").at("meeting")).await;
    };
    let day = posted.trimmed("next-day");
    let next_day: Option<Date> = match (day.is_empty(), day.parse()) {
        (true, _) => None,
        (false, Ok(day)) => Some(day),
        (false, Err(_)) => {
            return again(&visit, idea, Problem::invalid("bad-date").at("next-day")).await;
        }
    };
    let act_ = Act::Advise {
        meeting,
        text: posted.trimmed("said").to_owned(),
        next: posted.trimmed("next").to_owned(),
        next_day,
    };
    act(&visit, idea, Command::Draft { idea, act: act_ }, "advised").await
}

pub(super) async fn additions(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let text = visit.posted.trimmed("told").to_owned();
    let act_ = Box::new(project::Act::AnswerAdditions { text });
    let command = Command::Project { project: ProjectId::of_idea(idea), act: act_ };
    act(&visit, idea, command, "additions-told").await
}

pub(super) async fn consent(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    let posted = &visit.posted;
    let ids = posted.read::<ProjectId>("project").zip(posted.read::<ProjectId>("authors-of"));
    let Some((project, authors_of)) = ids.filter(|(_, of)| *of == ProjectId::of_idea(idea)) else {
        return again(&visit, idea, Problem::conflict("consent-not-asked")).await;
    };
    let Some(organisation) = posted.read::<OrganisationId>("organisation") else {
        return again(&visit, idea, Problem::conflict("consent-not-asked")).await;
    };
    let other = posted.trimmed("other").to_owned();
    let agreed = posted.trimmed("agreed") == "yes";
    let why = posted.trimmed("why").to_owned();
    // Central would say so, too, but only once the answer is back.
    if !agreed && why.is_empty() && invites(&visit, project, &other).await? {
        return again(&visit, idea, Refusal::Missing("why").into()).await;
    }
    let act_ = Box::new(project::Act::Consent { other, authors_of, organisation, agreed, why });
    act(&visit, idea, Command::Project { project, act: act_ }, "consent-told").await
}

/// Whether a project invites another to take part, as far as this hub knows.
async fn invites(visit: &Visit, project: ProjectId, other: &str) -> Result<bool, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let project = queries::project(&mut db, project).await?;
    let beside = project.iter().flat_map(|one| &one.beside);
    let mut invited = beside.filter(|one| one.related.action == Action::InvitePartner);
    Ok(invited.any(|one| one.related.other == other))
}

pub(super) async fn reveal(visit: Visit, At(id): At<IdeaId>) -> Outcome {
    let (whole, home) = one(&visit, id).await?;
    let owner = owner(&whole, &home);
    let details = contact::reveal(&visit, &owner).await?;
    if visit.wants == Wants::Fragment {
        let page = Page::of(&visit, Section::Ideas, "ideas-title").await;
        let mut db = visit.app.node.store.read().await?;
        let contact = contact::card(&visit, &page, &mut db, &owner, details).await?;
        drop(db);
        return show(&ContactFragment { page, contact });
    }
    page::shown(&visit, (whole, home), None, details).await
}
