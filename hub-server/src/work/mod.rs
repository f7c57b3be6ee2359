//! The work around the diary (CAPABILITIES C18, C19, C24–C28): shifts, paths of people who learn or give their
//! time, training, expenses.
//!
//! Always true: hours of a path are `Minutes<Volunteering>` and are never added to paid work; money is whole cents;
//! whose path it is stands in the vault and nowhere else. Deliberately absent: payments.

pub mod decide;
pub mod events;
pub mod feeds;
pub mod posts;
mod projection;
pub mod queries;
pub mod register;
#[cfg(test)]
mod tests;

use protocol::{
    ActorRef, AssignmentId, CommandId, ExpenseId, PathId, PersonDetails, PersonId, PostId, ShiftId,
    StaffId, TrainingId, VolunteerId,
};
use serde::{Deserialize, Serialize};

pub use decide::Refusal;
pub use events::Event;
pub use projection::project;

use self::decide::Around;
use self::events::{
    Expense, NetworkTraining, PathOpened, PlaceAssigned, PostOffered, Shift, ShiftMark, Skill,
    Trainee, Training,
};
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::network;
use crate::network::antennae::events::Volunteering;
use crate::node::Node;
use crate::people;
use crate::people::roles::{Permission, role_may};
use crate::store::{Write, vault};

/// How facts of this domain begin.
pub const DOMAIN: &str = "work";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &[
    "work_shift",
    "work_path",
    "work_path_hours",
    "work_training",
    "work_expense",
    "assignment",
    "work_shift_word",
    "work_volunteer",
    "work_volunteer_hours",
    "work_network_training",
    "work_post",
];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [
        queries::STATEMENTS,
        register::STATEMENTS,
        posts::STATEMENTS,
        projection::STATEMENTS,
        feeds::STATEMENTS,
    ]
    .concat()
}

/// What can be asked of this domain. What is made takes the command's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Plan a shift.
    PlanShift(Shift),
    /// Call a shift off.
    CancelShift {
        /// Which.
        shift: ShiftId,
    },
    /// Say whether whoever had a shift came.
    MarkShift {
        /// Which.
        shift: ShiftId,
        /// Whether they came.
        came: bool,
    },
    /// Say how a shift went: whoever had it, and whoever planned it. Said again, the last word counts.
    RateShift {
        /// Which.
        shift: ShiftId,
        /// How it went.
        mark: ShiftMark,
        /// In words, at most 300 characters; may be empty.
        words: String,
    },
    /// Enter a volunteer who is no antenna.
    EnterVolunteer {
        /// Through whom, and the insurance.
        papers: Volunteering,
        /// Who they are; goes into the vault.
        person: PersonDetails,
    },
    /// Renew a volunteer's papers, or put them right.
    KeepVolunteer {
        /// Who.
        volunteer: VolunteerId,
        /// The papers as they are now.
        papers: Volunteering,
    },
    /// Take a volunteer off the register.
    LeaveRegister {
        /// Who.
        volunteer: VolunteerId,
        /// Since when, `2026-11-18`.
        on: String,
    },
    /// Write down hours that a volunteer of the register gave.
    GiveHours {
        /// Who.
        volunteer: VolunteerId,
        /// The day, `2026-11-18`.
        day: String,
        /// How long, 1 to 1440 minutes.
        minutes: u16,
    },
    /// Take back hours that were written down by mistake.
    TakeHoursBack {
        /// Whose.
        volunteer: VolunteerId,
        /// The command that wrote them down.
        entry: CommandId,
    },
    /// Write down training that an antenna or a volunteer had.
    RecordNetworkTraining(NetworkTraining),
    /// Offer a post to people who learn or give their time.
    OfferPost {
        /// What counts of it.
        post: PostOffered,
        /// What one does there, at most 300 characters; may be empty.
        words: String,
    },
    /// Offer it no more; who is there goes on.
    ClosePost {
        /// Which.
        post: PostId,
    },
    /// Let an operator look after a place.
    AssignPlace(PlaceAssigned),
    /// Say that they no longer do.
    EndAssignment {
        /// Which.
        assignment: AssignmentId,
        /// The last day they do, `2026-11-18`.
        last_day: String,
    },
    /// Open somebody's path.
    OpenPath {
        /// What counts of it.
        path: PathOpened,
        /// Who it is for; goes into the vault.
        person: PersonDetails,
    },
    /// Write down hours of a path.
    LogHours {
        /// Which.
        path: PathId,
        /// The day, `2026-11-18`.
        day: String,
        /// How long, 1 to 1440 minutes.
        minutes: u16,
    },
    /// Say that somebody has learnt something on their path.
    AddSkill {
        /// Which path.
        path: PathId,
        /// What they can do now.
        skill: Skill,
    },
    /// End a path.
    EndPath {
        /// Which.
        path: PathId,
    },
    /// Write down training that an operator had.
    RecordTraining(Training),
    /// Ask for a refund of one's own.
    ClaimExpense {
        /// What counts of it.
        expense: Expense,
        /// For what, at most 300 characters.
        words: String,
    },
    /// Approve or refuse an expense of somebody else.
    DecideExpense {
        /// Which.
        expense: ExpenseId,
        /// Whether it is refunded.
        approve: bool,
    },
}

/// Does a command of this domain.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    let city = node.known_city()?;
    let around = Around { city: &city, ctx };
    match command {
        Command::PlanShift(shift) => {
            works_here(write, shift.staff, "staff").await?;
            let same_day =
                queries::shifts_of(write.db, shift.staff, &shift.day, &shift.day).await?;
            let events = decide::plan(shift, &same_day, around).map_err(refused)?;
            write.record(ctx, DOMAIN, ShiftId::from(ctx.command), &events).await?;
        }
        Command::CancelShift { shift } => {
            let old = queries::shift(write.db, *shift).await?;
            let events = decide::cancel(old.as_ref()).map_err(refused)?;
            write.record(ctx, DOMAIN, shift, &events).await?;
        }
        Command::MarkShift { shift, came } => {
            let old = queries::shift(write.db, *shift).await?;
            let events = decide::mark(old.as_ref(), *came, around).map_err(refused)?;
            write.record(ctx, DOMAIN, shift, &events).await?;
        }
        Command::RateShift { shift, mark, words } => {
            let old = queries::shift(write.db, *shift).await?;
            let me = match staff_of(ctx) {
                Some(staff) => people::queries::member(write.db, staff).await?,
                None => None,
            };
            let plans = me.is_some_and(|me| role_may(me.role, Permission::ReviewDiaries));
            let events = decide::rate(old.as_ref(), *mark, words, plans, ctx).map_err(refused)?;
            write.record(ctx, DOMAIN, shift, &events).await?;
        }
        Command::EnterVolunteer { papers, person } => {
            let known = network::organisations::one(write.db, papers.organisation).await?;
            let events =
                decide::enter_volunteer(*papers, person, known.is_some()).map_err(refused)?;
            let whose = PersonId::from(ctx.command);
            vault::put(write.db, &node.vault, ctx, whose, person).await?;
            write.record(ctx, DOMAIN, VolunteerId::from(ctx.command), &events).await?;
        }
        Command::KeepVolunteer { volunteer, papers } => {
            let known = network::organisations::one(write.db, papers.organisation).await?;
            let old = queries::volunteer(write.db, *volunteer).await?;
            let old = old.filter(|old| old.home == *node.id());
            let events =
                decide::keep_volunteer(old.as_ref(), *papers, known.is_some()).map_err(refused)?;
            write.record(ctx, DOMAIN, volunteer, &events).await?;
        }
        Command::LeaveRegister { volunteer, on } => {
            let old = queries::volunteer(write.db, *volunteer).await?;
            let old = old.filter(|old| old.home == *node.id());
            let events = decide::leave_register(old.as_ref(), on, around).map_err(refused)?;
            write.record(ctx, DOMAIN, volunteer, &events).await?;
        }
        Command::GiveHours { volunteer, day, minutes } => {
            let old = queries::volunteer(write.db, *volunteer).await?;
            let old = old.filter(|old| old.home == *node.id());
            let events =
                decide::give(old.as_ref(), ctx.command, day, *minutes, around).map_err(refused)?;
            write.record(ctx, DOMAIN, volunteer, &events).await?;
        }
        Command::TakeHoursBack { volunteer, entry } => {
            let old = queries::volunteer(write.db, *volunteer).await?;
            let here = old.is_some_and(|old| old.home == *node.id());
            let stands = here && register::stands(write.db, *volunteer, *entry).await?;
            let events = decide::take_back(*entry, stands).map_err(refused)?;
            write.record(ctx, DOMAIN, volunteer, &events).await?;
        }
        Command::RecordNetworkTraining(training) => {
            let home = match training.who {
                Trainee::Antenna(id) => {
                    network::antennae::queries::one(write.db, id).await?.map(|kept| kept.home)
                }
                Trainee::Volunteer(id) => {
                    queries::volunteer(write.db, id).await?.map(|kept| kept.home)
                }
            };
            let known = home.is_some_and(|home| home == *node.id());
            let events = decide::train_network(training, known, around).map_err(refused)?;
            write.record(ctx, DOMAIN, TrainingId::from(ctx.command), &events).await?;
        }
        Command::OfferPost { post, words } => {
            works_here(write, post.tutor, "tutor").await?;
            let events = decide::offer_post(post, words, around).map_err(refused)?;
            write.record(ctx, DOMAIN, PostId::from(ctx.command), &events).await?;
        }
        Command::ClosePost { post } => {
            let old = posts::post(write.db, *post).await?;
            let old = old.filter(|old| old.home == *node.id());
            let events = decide::close_post(old.as_ref()).map_err(refused)?;
            write.record(ctx, DOMAIN, post, &events).await?;
        }
        Command::AssignPlace(place) => {
            works_here(write, place.staff, "staff").await?;
            let there = queries::assignments(write.db, node.id()).await?;
            let events = decide::assign(place, &there, around).map_err(refused)?;
            write.record(ctx, DOMAIN, AssignmentId::from(ctx.command), &events).await?;
        }
        Command::EndAssignment { assignment, last_day } => {
            let there = queries::assignments(write.db, node.id()).await?;
            let old = there.iter().find(|one| one.id == *assignment);
            let events = decide::end_assignment(old, last_day).map_err(refused)?;
            write.record(ctx, DOMAIN, assignment, &events).await?;
        }
        Command::OpenPath { path, person } => {
            works_here(write, path.tutor, "staff").await?;
            let post = match path.post {
                Some(post) => posts::post(write.db, post).await?,
                None => None,
            };
            let post = post.filter(|post| post.home == *node.id());
            let events = decide::open_path(path, person, post.as_ref()).map_err(refused)?;
            let whose = PersonId::from(ctx.command);
            vault::put(write.db, &node.vault, ctx, whose, person).await?;
            write.record(ctx, DOMAIN, PathId::from(ctx.command), &events).await?;
        }
        Command::LogHours { path, day, minutes } => {
            let old = queries::path(write.db, *path).await?;
            let events = decide::log_hours(old.as_ref(), day, *minutes, around).map_err(refused)?;
            write.record(ctx, DOMAIN, path, &events).await?;
        }
        Command::AddSkill { path, skill } => {
            let old = queries::path(write.db, *path).await?;
            let events = decide::add_skill(old.as_ref(), *skill).map_err(refused)?;
            write.record(ctx, DOMAIN, path, &events).await?;
        }
        Command::EndPath { path } => {
            let old = queries::path(write.db, *path).await?;
            let events = decide::end_path(old.as_ref()).map_err(refused)?;
            write.record(ctx, DOMAIN, path, &events).await?;
        }
        Command::RecordTraining(training) => {
            works_here(write, training.staff, "staff").await?;
            let events = decide::train(training, around).map_err(refused)?;
            write.record(ctx, DOMAIN, TrainingId::from(ctx.command), &events).await?;
        }
        Command::ClaimExpense { expense, words } => {
            let events = decide::claim(expense, words, around).map_err(refused)?;
            write.record(ctx, DOMAIN, ExpenseId::from(ctx.command), &events).await?;
        }
        Command::DecideExpense { expense, approve } => {
            let old = queries::expense(write.db, *expense).await?;
            let events = decide::decide_expense(old.as_ref(), *approve, ctx).map_err(refused)?;
            write.record(ctx, DOMAIN, expense, &events).await?;
        }
    }
    Ok(Answer::Done)
}

fn refused(refusal: Refusal) -> Fail {
    Fail::Refused(refusal.into())
}

/// Whether somebody keeps a diary here.
///
/// # Errors
/// `unknown-staff`, at the field that names them.
pub async fn works_here(
    write: &mut Write<'_>,
    staff: StaffId,
    field: &'static str,
) -> Result<(), Fail> {
    let member = people::queries::member(write.db, staff).await?;
    let works = member.is_some_and(|m| m.active && role_may(m.role, Permission::KeepDiary));
    if works { Ok(()) } else { Err(protocol::Problem::invalid("unknown-staff").at(field).into()) }
}

/// Whoever gives a command, where it is somebody who signed in.
#[must_use]
pub fn staff_of(ctx: &Ctx) -> Option<StaffId> {
    match &ctx.actor {
        ActorRef::Staff(staff) => Some(*staff),
        ActorRef::System | ActorRef::Node(_) | ActorRef::Device(_) | ActorRef::Kiosk(_) => None,
    }
}

/// The staff id of an actor as a column keeps it; the node itself stands for nobody in particular.
fn staff_in(actor: &ActorRef) -> String {
    match actor {
        ActorRef::Staff(staff) => staff.to_string(),
        ActorRef::System | ActorRef::Node(_) | ActorRef::Device(_) | ActorRef::Kiosk(_) => {
            StaffId::new(uuid::Uuid::nil()).to_string()
        }
    }
}
