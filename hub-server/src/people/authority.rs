//! Whether whoever gives a command may give it: the question asked before any domain decides.
//!
//! Always true: staff are judged by the table of roles and by their part of the city, devices and kiosks by
//! a short list of what they are for. The node itself and other nodes are trusted: they were asked there.

use protocol::{ActorRef, Problem, RequestId, Slug, StaffId};
use sqlx::AnyConnection;

use super::roles::{Permission, Scope, Target, covers, may_manage, role_may};
use super::{Command as PeopleCommand, erasure, queries};
use crate::bank::listings::ListingStep;
use crate::command::Command;
use crate::context::{Ctx, Fail};
use crate::network::antennae::Command as AntennaCommand;
use crate::node::Node;
use crate::requests::Command as RequestCommand;
use crate::store::Write;
use crate::{activities, bank, desk, files, messages, network, recurring, requests, visits, work};

/// Who may give a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Staff who have this permission; `None` for no staff at all.
    pub staff: Option<Permission>,
    /// Paired devices.
    pub device: bool,
    /// Kiosks.
    pub kiosk: bool,
}

const fn staff(permission: Permission) -> Rule {
    Rule { staff: Some(permission), device: false, kiosk: false }
}

const fn and_device(permission: Permission) -> Rule {
    Rule { staff: Some(permission), device: true, kiosk: false }
}

const fn and_kiosk(permission: Permission) -> Rule {
    Rule { staff: Some(permission), device: false, kiosk: true }
}

const NODE_ONLY: Rule = Rule { staff: None, device: false, kiosk: false };

/// The rule of every command.
#[must_use]
pub fn rule_of(command: &Command) -> Rule {
    use Permission as P;
    match command {
        Command::Requests(command) => match command {
            RequestCommand::Leave(_) => {
                Rule { staff: Some(P::EnterRequests), device: true, kiosk: true }
            }
            RequestCommand::TakeInCharge { .. }
            | RequestCommand::Assign { .. }
            | RequestCommand::Propose { .. }
            | RequestCommand::Widen { .. }
            | RequestCommand::ConfirmMet { .. }
            | RequestCommand::CloseNotMet { .. }
            | RequestCommand::AskRequester { .. }
            | RequestCommand::Note { .. }
            | RequestCommand::FollowedUp { .. }
            | RequestCommand::Reopen { .. }
            | RequestCommand::Split { .. }
            | RequestCommand::LinkDuplicate { .. }
            | RequestCommand::UnlinkDuplicate { .. }
            | RequestCommand::Refer { .. }
            | RequestCommand::ServiceAnswers { .. }
            | RequestCommand::RevokeReferral { .. }
            | RequestCommand::BecomeRequest { .. }
            | RequestCommand::SetSeats { .. }
            | RequestCommand::HandOver { .. }
            | RequestCommand::SetPrivacy { .. } => staff(P::WorkOnRequests),
            RequestCommand::SamePerson { .. } => staff(P::SeeContacts),
            RequestCommand::Review { .. } => staff(P::SeeIncidents),
            // An operator writes down what an antenna says on the telephone.
            RequestCommand::Answer { .. }
            | RequestCommand::GiveBack { .. }
            | RequestCommand::ReportDone { .. }
            | RequestCommand::Schedule { .. }
            | RequestCommand::Start { .. } => and_device(P::WorkOnRequests),
            RequestCommand::EndCircle { .. }
            | RequestCommand::TakeOver { .. }
            | RequestCommand::HandOverAnswered { .. } => NODE_ONLY,
            RequestCommand::FromService { .. } => staff(P::AnswerReferrals),
            RequestCommand::AnswerSlip { .. } | RequestCommand::Reply { .. } => {
                and_kiosk(P::WorkOnRequests)
            }
            RequestCommand::Rate { .. } => {
                Rule { staff: Some(P::WorkOnRequests), device: true, kiosk: true }
            }
        },
        Command::Recurring(command) => match command {
            recurring::Command::Begin { .. } => staff(P::EnterRequests),
            recurring::Command::Raise { .. } => NODE_ONLY,
            recurring::Command::Skip { .. }
            | recurring::Command::Restore { .. }
            | recurring::Command::Move { .. }
            | recurring::Command::ChangeRule { .. }
            | recurring::Command::Pause { .. }
            | recurring::Command::Resume { .. }
            | recurring::Command::End { .. } => staff(P::WorkOnRequests),
        },
        Command::Offering(_) => staff(P::WorkOnRequests),
        // What is said on a public page comes from nobody who is known here.
        Command::Desk(
            desk::Command::Follow { .. }
            | desk::Command::FollowOrganisation { .. }
            | desk::Command::Speak { .. },
        ) => NODE_ONLY,
        Command::Desk(desk::Command::Project { act, .. }) => project_rule(act),
        Command::Desk(
            desk::Command::Macro { .. }
            | desk::Command::SetFields { .. }
            | desk::Command::AnswerSpoken { .. },
        ) => staff(P::AssessProjects),
        Command::Desk(
            desk::Command::MarkContacted { .. }
            | desk::Command::Comment { .. }
            | desk::Command::Draft { .. },
        )
        | Command::Timebank(bank::offers::Command::MarkContacted { .. }) => staff(P::WorkAtDesk),
        Command::Desk(
            desk::Command::Leave(_) | desk::Command::Withdraw { .. } | desk::Command::Say { .. },
        )
        | Command::Timebank(
            bank::offers::Command::Leave(_) | bank::offers::Command::Withdraw { .. },
        ) => and_kiosk(P::WorkAtDesk),
        Command::Bank(command) => bank_rule(command),
        Command::Phones(command) => match command {
            bank::phones::Command::Link { .. } | bank::phones::Command::Unlink { .. } => {
                staff(P::WorkAtBank)
            }
            bank::phones::Command::Say { .. } => Rule { staff: None, device: true, kiosk: false },
            bank::phones::Command::TellBoard => NODE_ONLY,
        },
        Command::Between(command) => between_rule(command),
        Command::Network(network::Command::Revoke { .. }) => staff(P::RevokeDevices),
        Command::Network(network::Command::PostNotice { .. }) => staff(P::PostNotices),
        Command::Network(network::Command::Move { .. }) => staff(P::PairDevices),
        Command::Antennae(command) => match command {
            AntennaCommand::FromDevice { .. } => Rule { staff: None, device: true, kiosk: false },
            AntennaCommand::NoticeSilence { .. } => NODE_ONLY,
            AntennaCommand::Spot { .. }
            | AntennaCommand::Describe { .. }
            | AntennaCommand::KeepContact { .. }
            | AntennaCommand::Accompany { .. }
            | AntennaCommand::Pledge { .. }
            | AntennaCommand::Clear { .. }
            | AntennaCommand::VolunteerThrough { .. }
            | AntennaCommand::HearFrom { .. }
            | AntennaCommand::TakeStep { .. }
            | AntennaCommand::BePresent { .. }
            | AntennaCommand::WriteNote { .. }
            | AntennaCommand::Support { .. }
            | AntennaCommand::Introduce { .. }
            | AntennaCommand::TellOutcome { .. }
            | AntennaCommand::LogHours { .. }
            | AntennaCommand::TakeBackHours { .. } => staff(P::KeepAntennae),
        },
        Command::Messages(command) => match command {
            messages::Command::Write { .. } => and_device(P::WorkOnRequests),
            messages::Command::MarkRead { .. } => staff(P::WorkOnRequests),
        },
        Command::Organisations(_) => staff(P::KeepOrganisations),
        Command::Activities(command) => match command {
            activities::Command::Log(_)
            | activities::Command::Correct(_)
            | activities::Command::Amend { .. } => and_device(P::KeepDiary),
            activities::Command::FinishTask { .. }
            | activities::Command::PostponeTask { .. }
            | activities::Command::HandOverTask { .. } => staff(P::KeepDiary),
            activities::Command::LookAtAntenna { .. }
            | activities::Command::LookAtRequest { .. } => NODE_ONLY,
            activities::Command::GiveBack { .. }
            | activities::Command::Accept { .. }
            | activities::Command::CloseMonth { .. }
            | activities::Command::SetGoal(_)
            | activities::Command::DropGoal { .. } => staff(P::ReviewDiaries),
        },
        Command::Work(command) => match command {
            work::Command::EnterVolunteer { .. }
            | work::Command::KeepVolunteer { .. }
            | work::Command::LeaveRegister { .. }
            | work::Command::GiveHours { .. }
            | work::Command::TakeHoursBack { .. }
            | work::Command::RecordNetworkTraining(_) => staff(P::KeepAntennae),
            work::Command::RateShift { .. }
            | work::Command::OpenPath { .. }
            | work::Command::LogHours { .. }
            | work::Command::AddSkill { .. }
            | work::Command::EndPath { .. }
            | work::Command::ClaimExpense { .. } => staff(P::KeepDiary),
            work::Command::AssignPlace(_)
            | work::Command::EndAssignment { .. }
            | work::Command::PlanShift(_)
            | work::Command::CancelShift { .. }
            | work::Command::MarkShift { .. }
            | work::Command::RecordTraining(_)
            | work::Command::OfferPost { .. }
            | work::Command::ClosePost { .. }
            | work::Command::DecideExpense { .. } => staff(P::ReviewDiaries),
        },
        Command::Custody(_) => staff(P::KeepCustody),
        Command::Visits(command) => match command {
            visits::Command::Book { .. }
            | visits::Command::Move { .. }
            | visits::Command::Cancel { .. } => and_kiosk(P::WorkAtDesk),
            visits::Command::Mark { .. } | visits::Command::Keep { .. } => staff(P::WorkAtDesk),
        },
        Command::Gatherings(_) => staff(P::KeepDiary),
        Command::Threads(_) => staff(P::ShareThreads),
        Command::Bodies(_) => staff(P::KeepBodies),
        Command::Files(command) => {
            staff(command.about().map_or(P::KeepShowcase, |about| files::to_keep(about.sort)))
        }
        Command::People(command) => match command {
            PeopleCommand::AddStaff { .. }
            | PeopleCommand::ChangeRole { .. }
            | PeopleCommand::DisableStaff { .. }
            | PeopleCommand::EnableStaff { .. } => staff(P::ManageStaff),
            PeopleCommand::Erase { .. } => staff(P::ErasePeople),
            PeopleCommand::AcknowledgeErasure { .. } => NODE_ONLY,
        },
        Command::Catalogue(_) => staff(P::PublishCity),
    }
}

/// A project's: its hub speaks for the authors, central staff decide.
fn project_rule(act: &desk::project::Act) -> Rule {
    if *act == desk::project::Act::LetLapse {
        NODE_ONLY
    } else if act.is_of_hub() {
        staff(Permission::WorkAtDesk)
    } else {
        staff(Permission::AssessProjects)
    }
}

/// The bank's: what moves hours past a rule, or changes one, is for whoever answers for the hub.
fn bank_rule(command: &bank::Command) -> Rule {
    use Permission as P;
    use bank::Command as B;
    match command {
        B::HideReference { .. }
        | B::Import(_)
        | B::SetRules { .. }
        | B::SetLimits { .. }
        | B::SetAgreement { .. }
        | B::Record { by_the_body: true, .. }
        | B::Move { step: bank::members::Step::CloseToFund, .. } => staff(P::GovernBank),
        B::Apply(_)
        | B::Correct(_)
        | B::Move { .. }
        | B::Record { .. }
        | B::Uphold { .. }
        | B::Reverse { .. }
        | B::IssueCheques { .. }
        | B::Dispute { .. }
        | B::NoteExpenses { .. }
        | B::Arrange(_)
        | B::CallOff { .. }
        | B::MoveListing { step: ListingStep::Hide | ListingStep::Show, .. }
        | B::Called { .. } => staff(P::WorkAtBank),
        // A kiosk speaks for a member who has shown card and PIN.
        B::Declare(_)
        | B::Answer { .. }
        | B::Withdraw { .. }
        | B::List(_)
        | B::MoveListing { .. }
        | B::Refer { .. }
        | B::AnswerReference { .. } => and_kiosk(P::WorkAtBank),
        B::EndWaiting { .. } => NODE_ONLY,
    }
}

/// What binds the bank to another is for whoever answers for the hub; what comes from another bank for nodes.
fn between_rule(command: &bank::between::Command) -> Rule {
    use Permission as P;
    use bank::between::Command as B;
    match command {
        B::Sign { .. } | B::Countersign { .. } | B::End { .. } => staff(P::GovernBank),
        B::Show { .. }
        | B::LetBeNamed { .. }
        | B::Write { .. }
        | B::MarkRead { .. }
        | B::ForgetWords { .. }
        | B::Propose(_)
        | B::Answer { .. }
        | B::Withdraw { .. }
        | B::AskBack { .. }
        | B::AnswerBack { .. } => staff(P::WorkAtBank),
        B::EndWaiting { .. } | B::Hear { .. } => NODE_ONLY,
    }
}

/// Refuses a command that is not for whoever gives it.
///
/// # Errors
/// `not-your-role`, `not-your-area` or `account-closed` (403), or a failure of the store.
pub async fn authorise(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<(), Fail> {
    let rule = rule_of(command);
    let refused = || Err(Problem::forbidden("not-your-role").into());
    match &ctx.actor {
        ActorRef::System | ActorRef::Node(_) => Ok(()),
        ActorRef::Device(_) if rule.device => Ok(()),
        ActorRef::Kiosk(_) if rule.kiosk => Ok(()),
        ActorRef::Device(_) | ActorRef::Kiosk(_) => refused(),
        ActorRef::Staff(id) => match rule.staff {
            None => refused(),
            Some(permission) => staff_may(node, write, *id, permission, command).await,
        },
    }
}

async fn staff_may(
    node: &Node,
    write: &mut Write<'_>,
    id: StaffId,
    permission: Permission,
    command: &Command,
) -> Result<(), Fail> {
    let Some(member) = queries::member(write.db, id).await? else {
        return Err(Problem::forbidden("not-your-role").into());
    };
    if !member.active {
        return Err(Problem::forbidden("account-closed").into());
    }
    if !role_may(member.role, permission) {
        return Err(Problem::forbidden("not-your-role").into());
    }
    if let Command::People(command) = command {
        manages(write.db, &member, command).await?;
    }
    match target_of(node, write.db, command).await? {
        Some(target) if !covers(&member.scope, &target) => {
            Err(Problem::forbidden("not-your-area").into())
        }
        _ => Ok(()),
    }
}

/// A coordinator looks after operators of their own part of the city; an admin after everybody.
async fn manages(
    db: &mut AnyConnection,
    me: &queries::Member,
    command: &PeopleCommand,
) -> Result<(), Fail> {
    let mut touched = Vec::new();
    match command {
        PeopleCommand::AddStaff { role, scope } => touched.push((*role, scope.clone())),
        PeopleCommand::ChangeRole { staff, role, scope } => {
            touched.push((*role, scope.clone()));
            touched.extend(queries::member(db, *staff).await?.map(|m| (m.role, m.scope)));
        }
        PeopleCommand::DisableStaff { staff } | PeopleCommand::EnableStaff { staff } => {
            touched.extend(queries::member(db, *staff).await?.map(|m| (m.role, m.scope)));
        }
        PeopleCommand::Erase { .. } | PeopleCommand::AcknowledgeErasure { .. } => {}
    }
    for (role, scope) in touched {
        if !may_manage(me.role, role) {
            return Err(Problem::forbidden("not-your-role").into());
        }
        if me.scope != Scope::City && me.scope != scope {
            return Err(Problem::forbidden("not-your-area").into());
        }
    }
    Ok(())
}

/// What a command is about; `None` when the thing is not known here, which the domain will say.
async fn target_of(
    node: &Node,
    db: &mut AnyConnection,
    command: &Command,
) -> Result<Option<Target>, Fail> {
    let here = |neighbourhood: &Slug| place(node, node.id().clone(), neighbourhood);
    Ok(match command {
        Command::Requests(RequestCommand::Leave(need)) => Some(here(&need.neighbourhood)),
        Command::Requests(RequestCommand::FromService { request, .. }) => {
            requests::queries::brief(db, *request).await?.and_then(|brief| sent(&brief))
        }
        Command::Requests(command) => match request_of(db, command).await? {
            Some(id) => request_target(node, db, id).await?,
            None => None,
        },
        Command::Recurring(recurring::Command::Begin { need, .. }) => {
            Some(here(&need.neighbourhood))
        }
        Command::Recurring(command) => match command.recurrence() {
            Some(id) => recurring::queries::one(db, id)
                .await?
                .map(|kept| place(node, kept.home, &kept.neighbourhood)),
            None => None,
        },
        Command::Activities(command) => diary_target(node, db, command).await?,
        Command::People(PeopleCommand::Erase { person }) => {
            let holding = erasure::holding(db, node.id(), *person).await?;
            Some(maybe_place(node, node.id().clone(), holding.neighbourhood().as_ref()))
        }
        Command::Desk(command) => desk_target(node, db, command).await?,
        Command::Timebank(command) => offer_target(node, db, command).await?,
        Command::Bank(_) | Command::Phones(_) | Command::Between(_) => {
            Some(Target::Thing { home: node.id().clone(), zone: None })
        }
        Command::Network(command) => {
            let device = match command {
                network::Command::Revoke { device } | network::Command::Move { device, .. } => {
                    device
                }
                network::Command::PostNotice { neighbourhoods, .. } => {
                    let first = neighbourhoods.first();
                    return Ok(Some(maybe_place(node, node.id().clone(), first)));
                }
            };
            let found = network::device(db, *device).await?;
            found.map(|device| maybe_place(node, device.home, device.neighbourhoods.first()))
        }
        Command::Messages(command) => {
            let found = network::device(db, command.device()).await?;
            found.map(|device| maybe_place(node, device.home, device.neighbourhoods.first()))
        }
        Command::Antennae(command) => antenna_target(node, db, command).await?,
        Command::Offering(_) | Command::Organisations(_) => {
            Some(maybe_place(node, node.id().clone(), None))
        }
        // Of the hub as a whole: whoever works here may, in whichever part of it.
        Command::Work(_)
        | Command::Custody(_)
        | Command::Gatherings(_)
        | Command::Visits(_)
        | Command::Threads(_)
        | Command::People(_) => None,
        Command::Files(command) => file_target(node, db, command).await?,
        Command::Catalogue(_) | Command::Bodies(_) => Some(Target::City),
    })
}

async fn antenna_target(
    node: &Node,
    db: &mut AnyConnection,
    command: &AntennaCommand,
) -> Result<Option<Target>, Fail> {
    if let AntennaCommand::Spot { profile, .. } = command {
        return Ok(Some(maybe_place(node, node.id().clone(), profile.neighbourhoods.first())));
    }
    let Some(antenna) = command.antenna() else { return Ok(None) };
    let kept = network::antennae::queries::one(db, antenna).await?;
    Ok(kept.map(|kept| maybe_place(node, kept.home, kept.antenna.profile.neighbourhoods.first())))
}

/// Entries are where they were written about; tasks, months and goals are the hub's as a whole.
async fn diary_target(
    node: &Node,
    db: &mut AnyConnection,
    command: &activities::Command,
) -> Result<Option<Target>, Fail> {
    use activities::Command as A;
    let entry = match command {
        A::Log(entry) | A::Correct(entry) | A::Amend { entry, .. } => {
            return Ok(Some(place(node, node.id().clone(), &entry.neighbourhood)));
        }
        A::GiveBack { entry, .. } | A::Accept { entry } => Some(*entry),
        A::CloseMonth { .. } | A::SetGoal(_) | A::DropGoal { .. } => {
            let hub = node.city().and_then(|city| city.hub(node.id().as_str()).cloned());
            let hood = hub.and_then(|hub| hub.neighbourhood.parse().ok());
            return Ok(Some(maybe_place(node, node.id().clone(), hood.as_ref())));
        }
        A::FinishTask { .. }
        | A::PostponeTask { .. }
        | A::HandOverTask { .. }
        | A::LookAtAntenna { .. }
        | A::LookAtRequest { .. } => None,
    };
    let Some(entry) = entry else { return Ok(None) };
    let found = activities::queries::entry(db, entry).await?;
    Ok(found.map(|entry| place(node, entry.home, &entry.neighbourhood)))
}

async fn desk_target(
    node: &Node,
    db: &mut AnyConnection,
    command: &desk::Command,
) -> Result<Option<Target>, Fail> {
    let idea = match command {
        desk::Command::Leave(idea) => {
            let here = node.id().clone();
            return Ok(Some(maybe_place(node, here, idea.neighbourhood.as_ref())));
        }
        desk::Command::MarkContacted { idea }
        | desk::Command::Withdraw { idea, .. }
        | desk::Command::Say { idea, .. }
        | desk::Command::Comment { idea, .. }
        | desk::Command::Draft { idea, .. }
        | desk::Command::Follow { idea } => *idea,
        desk::Command::Macro { .. }
        | desk::Command::SetFields { .. }
        | desk::Command::FollowOrganisation { .. }
        | desk::Command::Speak { .. }
        | desk::Command::AnswerSpoken { .. } => {
            return Ok(Some(Target::City));
        }
        desk::Command::Project { project, act } => {
            // Its place is its hub: whoever works there may speak for it, and whoever sees the city. What an author
            // answers to another project is said at the hub of their own.
            let of = if let desk::project::Act::Consent { authors_of, .. } = act.as_ref() {
                *authors_of
            } else {
                *project
            };
            let found = desk::queries::project(db, of).await?;
            return Ok(found.map(|project| Target::Thing { home: project.hub, zone: None }));
        }
    };
    let (card, home) = (desk::card(db, idea).await?, desk::home(db, idea).await?);
    if card.is_none() && desk::sharing::home(db, idea, node.id()).await?.is_some() {
        // A draft of another hub that is shared with this one is written here like those of the place itself.
        return Ok(Some(maybe_place(node, node.id().clone(), None)));
    }
    let found = card.zip(home);
    Ok(found.map(|(card, home)| maybe_place(node, home, card.neighbourhood.as_ref())))
}

/// Files are where the thing is they are attached to; what everybody sees is the whole city's.
async fn file_target(
    node: &Node,
    db: &mut AnyConnection,
    command: &files::Command,
) -> Result<Option<Target>, Fail> {
    match command.about() {
        None => Ok(Some(Target::City)),
        Some(about) => files::target(node, db, about).await,
    }
}

async fn offer_target(
    node: &Node,
    db: &mut AnyConnection,
    command: &bank::offers::Command,
) -> Result<Option<Target>, Fail> {
    let offer = match command {
        bank::offers::Command::Leave(offer) => {
            return Ok(Some(place(node, node.id().clone(), &offer.neighbourhood)));
        }
        bank::offers::Command::MarkContacted { offer }
        | bank::offers::Command::Withdraw { offer } => *offer,
    };
    let (card, home) = (bank::offers::card(db, offer).await?, bank::offers::home(db, offer).await?);
    Ok(card.zip(home).map(|(card, home)| place(node, home, &card.neighbourhood)))
}

async fn request_of(
    db: &mut AnyConnection,
    command: &RequestCommand,
) -> Result<Option<RequestId>, Fail> {
    Ok(match (command.request(), command.proposal()) {
        (Some(request), _) => Some(request),
        (None, Some(proposal)) => requests::queries::request_of(db, proposal).await?,
        (None, None) => None,
    })
}

/// Where a request is, for scopes.
///
/// # Errors
/// A failure of the store.
pub async fn request_target(
    node: &Node,
    db: &mut AnyConnection,
    id: RequestId,
) -> Result<Option<Target>, Fail> {
    let brief = requests::queries::brief(db, id).await?;
    Ok(brief.map(|brief| place(node, brief.home, &brief.neighbourhood)))
}

/// A request as the service sees that it was sent to, while it is there.
#[must_use]
pub fn sent(brief: &requests::queries::Brief) -> Option<Target> {
    let there = brief.request.state == requests::State::Referred;
    let referral = brief.referral.as_ref().filter(|_| there)?;
    Some(Target::Referral(referral.service.clone()))
}

/// A thing that may be in no neighbourhood, for scopes.
#[must_use]
pub fn maybe_place(node: &Node, home: protocol::NodeId, neighbourhood: Option<&Slug>) -> Target {
    match neighbourhood {
        Some(neighbourhood) => place(node, home, neighbourhood),
        None => Target::Thing { home, zone: None },
    }
}

/// A thing in a neighbourhood, for scopes.
#[must_use]
pub fn place(node: &Node, home: protocol::NodeId, neighbourhood: &Slug) -> Target {
    let city = node.city();
    let zone = city.as_deref().and_then(|city| city.zone_holding(neighbourhood.as_str()));
    let zone = zone.and_then(|zone| zone.parse().ok());
    Target::Thing { home, zone }
}
