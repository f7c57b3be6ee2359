//! From facts around the diary to their tables.

use protocol::Record;
use sqlx::AnyConnection;

use super::events::Event;
use super::staff_in;
use crate::network::antennae::events::Volunteering;
use crate::projection::Arrival;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    PLAN,
    TURN_SHIFT,
    RATE,
    SHIFT_WORDS,
    ENTER,
    KEEP,
    LEAVE,
    GIVE,
    TAKE_BACK,
    OFFER,
    POST_WORDS,
    CLOSE_POST,
    TRAIN_NETWORK,
    ASSIGN,
    END_ASSIGNMENT,
    OPEN_PATH,
    ADD_HOURS,
    COUNT_HOURS,
    ADD_SKILL,
    END_PATH,
    TRAIN,
    CLAIM,
    WORD,
    DECIDE,
];

const PLAN: &str = "INSERT INTO work_shift (shift_id, home, staff, neighbourhood, day, from_min, to_min, \
    state, changed_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, 'planned', $8)";
const TURN_SHIFT: &str = "UPDATE work_shift SET state = $2, changed_at_ms = $3 WHERE shift_id = $1";
const RATE: &str = "INSERT INTO work_shift_word (shift_id, side, home, mark, at_ms) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (shift_id, side) DO UPDATE SET mark = $4, at_ms = $5";
const SHIFT_WORDS: &str = "UPDATE work_shift_word SET words = $3 WHERE shift_id = $1 AND side = $2";
const ENTER: &str = "INSERT INTO work_volunteer (volunteer_id, home, organisation, entered_on, insured_from, \
    insured_until) VALUES ($1, $2, $3, $4, $5, $6)";
const KEEP: &str = "UPDATE work_volunteer SET organisation = $3, entered_on = $4, insured_from = $5, \
    insured_until = $6 WHERE volunteer_id = $1 AND home = $2";
const LEAVE: &str = "UPDATE work_volunteer SET left_on = $2 WHERE volunteer_id = $1";
const GIVE: &str = "INSERT INTO work_volunteer_hours (entry_id, volunteer_id, home, day, minutes, logged_by) \
    VALUES ($1, $2, $3, $4, $5, $6)";
const TAKE_BACK: &str =
    "DELETE FROM work_volunteer_hours WHERE entry_id = $1 AND volunteer_id = $2";
const OFFER: &str = "INSERT INTO work_post (post_id, home, programme, neighbourhood, places, tutor, agreed_min, \
    first_day, last_day, state, offered_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10)";
const POST_WORDS: &str = "UPDATE work_post SET words = $2 WHERE post_id = $1 AND home = $3";
const CLOSE_POST: &str = "UPDATE work_post SET state = 'closed' WHERE post_id = $1";
const TRAIN_NETWORK: &str = "INSERT INTO work_network_training (training_id, home, trainee, topic, day, minutes, \
    valid_until) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const ASSIGN: &str = "INSERT INTO assignment (assignment_id, home, staff, neighbourhood, first_day) \
    VALUES ($1, $2, $3, $4, $5)";
const END_ASSIGNMENT: &str = "UPDATE assignment SET last_day = $2 WHERE assignment_id = $1";
const OPEN_PATH: &str = "INSERT INTO work_path (path_id, home, programme, tutor, agreed_min, done_min, \
    first_day, last_day, skills, state, opened_at_ms, post_id) \
    VALUES ($1, $2, $3, $4, $5, 0, $6, $7, '', 'running', $8, $9)";
const ADD_HOURS: &str = "INSERT INTO work_path_hours (hours_id, path_id, day, minutes, logged_by) \
    VALUES ($1, $2, $3, $4, $5)";
const COUNT_HOURS: &str = "UPDATE work_path SET done_min = done_min + $2 WHERE path_id = $1";
const ADD_SKILL: &str = "UPDATE work_path SET skills = skills || ' ' || $2 WHERE path_id = $1";
const END_PATH: &str = "UPDATE work_path SET state = 'ended' WHERE path_id = $1";
const TRAIN: &str = "INSERT INTO work_training (training_id, home, staff, topic, day, minutes, valid_until) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const CLAIM: &str = "INSERT INTO work_expense (expense_id, home, staff, kind, day, km, cents, state) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'claimed')";
const WORD: &str = "UPDATE work_expense SET words = $2 WHERE expense_id = $1 AND home = $3";
const DECIDE: &str = "UPDATE work_expense SET state = $2, decided_by = $3 WHERE expense_id = $1";

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let (subject, home) = (envelope.subject.as_str(), envelope.series.node.as_str());
    // Only words are ever erased, and then there is nothing to keep.
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let query = match &event {
        Event::ShiftPlanned(shift) => sqlx::query(PLAN)
            .bind(subject)
            .bind(home)
            .bind(shift.staff.to_string())
            .bind(shift.neighbourhood.as_str())
            .bind(shift.day.as_str())
            .bind(i64::from(shift.from_min))
            .bind(i64::from(shift.to_min))
            .bind(envelope.at_ms),
        Event::ShiftCancelled {} => {
            sqlx::query(TURN_SHIFT).bind(subject).bind("cancelled").bind(envelope.at_ms)
        }
        Event::ShiftMarked { came } => sqlx::query(TURN_SHIFT)
            .bind(subject)
            .bind(if *came { "came" } else { "missed" })
            .bind(envelope.at_ms),
        Event::ShiftRated { side, mark } => sqlx::query(RATE)
            .bind(subject)
            .bind(side.slug())
            .bind(home)
            .bind(mark.slug())
            .bind(envelope.at_ms),
        Event::ShiftWorded { side, text } => {
            sqlx::query(SHIFT_WORDS).bind(subject).bind(side.slug()).bind(text.as_str())
        }
        Event::VolunteerEntered(papers) => papers_of(ENTER, subject, home, papers),
        Event::VolunteerKept(papers) => papers_of(KEEP, subject, home, papers),
        Event::VolunteerLeft { on } => sqlx::query(LEAVE).bind(subject).bind(on.as_str()),
        Event::VolunteerGave { entry, day, minutes } => sqlx::query(GIVE)
            .bind(entry.to_string())
            .bind(subject)
            .bind(home)
            .bind(day.as_str())
            .bind(i64::from(*minutes))
            .bind(envelope.actor.to_string()),
        Event::VolunteerHoursTakenBack { entry } => {
            sqlx::query(TAKE_BACK).bind(entry.to_string()).bind(subject)
        }
        Event::PlaceAssigned(place) => sqlx::query(ASSIGN)
            .bind(subject)
            .bind(home)
            .bind(place.staff.to_string())
            .bind(place.neighbourhood.as_str())
            .bind(place.from.as_str()),
        Event::AssignmentEnded { last_day } => {
            sqlx::query(END_ASSIGNMENT).bind(subject).bind(last_day.as_str())
        }
        Event::PathOpened(path) => sqlx::query(OPEN_PATH)
            .bind(subject)
            .bind(home)
            .bind(path.programme.slug())
            .bind(path.tutor.to_string())
            .bind(i64::from(path.agreed_min))
            .bind(path.from.as_str())
            .bind(path.to.as_str())
            .bind(envelope.at_ms)
            .bind(path.post.map(|post| post.to_string())),
        Event::PostOffered(post) => sqlx::query(OFFER)
            .bind(subject)
            .bind(home)
            .bind(post.programme.slug())
            .bind(post.neighbourhood.as_str())
            .bind(i64::from(post.places))
            .bind(post.tutor.to_string())
            .bind(i64::from(post.agreed_min))
            .bind(post.from.as_str())
            .bind(post.to.as_str())
            .bind(envelope.at_ms),
        Event::PostWorded { text } => {
            sqlx::query(POST_WORDS).bind(subject).bind(text.as_str()).bind(home)
        }
        Event::PostClosed {} => sqlx::query(CLOSE_POST).bind(subject),
        Event::HoursLogged { day, minutes } => {
            sqlx::query(ADD_HOURS)
                .bind(envelope.event_id.to_string())
                .bind(subject)
                .bind(day.as_str())
                .bind(i64::from(*minutes))
                .bind(envelope.actor.to_string())
                .execute(&mut *db)
                .await?;
            sqlx::query(COUNT_HOURS).bind(subject).bind(i64::from(*minutes))
        }
        Event::SkillGained { skill } => sqlx::query(ADD_SKILL).bind(subject).bind(skill.slug()),
        Event::PathEnded {} => sqlx::query(END_PATH).bind(subject),
        Event::TrainingHeld(training) => sqlx::query(TRAIN)
            .bind(subject)
            .bind(home)
            .bind(training.staff.to_string())
            .bind(training.topic.slug())
            .bind(training.day.as_str())
            .bind(i64::from(training.minutes))
            .bind(training.valid_until.clone()),
        Event::NetworkTrained(training) => sqlx::query(TRAIN_NETWORK)
            .bind(subject)
            .bind(home)
            .bind(training.who.to_string())
            .bind(training.topic.slug())
            .bind(training.day.as_str())
            .bind(i64::from(training.minutes))
            .bind(training.valid_until.clone()),
        Event::ExpenseClaimed(expense) => sqlx::query(CLAIM)
            .bind(subject)
            .bind(home)
            .bind(staff_in(&envelope.actor))
            .bind(expense.kind.slug())
            .bind(expense.day.as_str())
            .bind(i64::from(expense.km))
            .bind(i64::from(expense.cents)),
        Event::ExpenseWorded { words } => {
            sqlx::query(WORD).bind(subject).bind(words.as_str()).bind(home)
        }
        Event::ExpenseDecided { approved } => sqlx::query(DECIDE)
            .bind(subject)
            .bind(if *approved { "approved" } else { "refused" })
            .bind(envelope.actor.to_string()),
    };
    query.execute(db).await?;
    Ok(())
}

fn papers_of<'q>(
    statement: &'static str,
    subject: &str,
    home: &str,
    papers: &Volunteering,
) -> sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments> {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    sqlx::query(statement)
        .bind(subject.to_owned())
        .bind(home.to_owned())
        .bind(papers.organisation.to_string())
        .bind(day(papers.entered_on))
        .bind(day(papers.insured_from))
        .bind(day(papers.insured_until))
}
