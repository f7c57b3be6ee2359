//! The project desk (CAPABILITIES E, lifecycle 3.8), as far as a walk-in's first step: an idea left.
//!
//! Always true: it has one home, the hub it was left at. Its words stand in a fact that can be erased,
//! the person in the vault. Deliberately absent: everything after the first contact, which the desk does not keep yet.

mod queries;

use protocol::kiosk::{LeaveIdea, SlipIssued, TEXT_MAX};
use protocol::{Channel, IdeaId, PersonId, Problem, Record, SlipCode, Slug};
use serde::{Deserialize, Serialize};

pub use queries::{Card, by_slip, card, home, list, slip_status};

use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::projection::Arrival;
use crate::requests::decide::details_within;
use crate::store::rows::word;
use crate::store::tables::{Rows, Tables, row};
use crate::store::{Fact, StoreError, Write, log, vault};

/// How facts of this domain begin.
pub const DOMAIN: &str = "desk";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["idea"];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    queries::STATEMENTS.to_vec()
}

/// The statements whose rows are written many at a time.
pub const ROWS: &[Rows] = &[OPEN, SET_WORDS, CONTACTED, WITHDRAWN];

const OPEN: Rows = Rows::new(
    "INSERT INTO idea (idea_id, home, slip_code, theme, neighbourhood, language, \
    via, person_id, opened_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);
const SET_WORDS: Rows = Rows::set(1, "UPDATE idea SET words = $2 WHERE idea_id = $1");
const CONTACTED: Rows =
    Rows::set(1, "UPDATE idea SET contacted_at_ms = CAST($2 AS BIGINT) WHERE idea_id = $1");
const WITHDRAWN: Rows =
    Rows::set(1, "UPDATE idea SET withdrawn_at_ms = CAST($2 AS BIGINT) WHERE idea_id = $1");

/// What can be asked of ideas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Leave one; it takes the command's id.
    Leave(LeaveIdea),
    /// The desk has been in touch with whoever left it.
    MarkContacted {
        /// Which idea.
        idea: IdeaId,
    },
    /// Whoever left it takes it back.
    Withdraw {
        /// Which idea.
        idea: IdeaId,
    },
}

/// What can have happened to an idea.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody left it.
    IdeaLeft {
        /// The code they came away with.
        slip: SlipCode,
        /// What it is about.
        theme: Slug,
        /// Where, if it is about one neighbourhood.
        neighbourhood: Option<Slug>,
        /// Language of the conversation.
        language: String,
        /// How it came in.
        via: Channel,
        /// Whose data stands in the vault, when the person left any.
        person: Option<PersonId>,
    },
    /// In their own words. Erasable.
    WordsLeft {
        /// The words.
        text: String,
    },
    /// The desk has been in touch.
    Contacted {},
    /// Taken back.
    Withdrawn {},
}

/// Does a command about ideas.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    match command {
        Command::Leave(idea) => leave(node, write, ctx, idea).await,
        Command::MarkContacted { idea } => {
            let card = open_card(write, *idea).await?;
            if card.contacted_at_ms.is_none() {
                write.append(ctx, Fact::of(DOMAIN, idea, &Event::Contacted {})).await?;
            }
            Ok(Answer::Done)
        }
        Command::Withdraw { idea } => {
            open_card(write, *idea).await?;
            write.append(ctx, Fact::of(DOMAIN, idea, &Event::Withdrawn {})).await?;
            Ok(Answer::Done)
        }
    }
}

async fn open_card(write: &mut Write<'_>, idea: IdeaId) -> Result<Card, Fail> {
    let card = queries::card(write.db, idea).await?;
    let card = card.ok_or_else(|| Problem::not_found("unknown-idea"))?;
    match card.withdrawn_at_ms {
        Some(_) => Err(Problem::conflict("idea-withdrawn").into()),
        None => Ok(card),
    }
}

async fn leave(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    idea: &LeaveIdea,
) -> Result<Answer, Fail> {
    let city = node.known_city()?;
    let text = idea.text.trim();
    if text.is_empty() {
        return Err(Problem::invalid("text-missing").at("text").into());
    }
    if text.chars().count() > TEXT_MAX {
        return Err(Problem::invalid("out-of-range").at("text").with("most", TEXT_MAX).into());
    }
    details_within(&idea.person).map_err(|refusal| Fail::Refused(refusal.into()))?;
    if !city.idea_themes.iter().any(|theme| theme.slug == idea.theme.as_str()) {
        return Err(Problem::invalid("not-in-catalogue").at("theme").into());
    }
    let hood = idea.neighbourhood.as_ref();
    if hood.is_some_and(|hood| city.neighbourhood(hood.as_str()).is_none()) {
        return Err(Problem::invalid("not-in-catalogue").at("neighbourhood").into());
    }
    let slip = crate::requests::fresh_slip(node, write, ctx).await?;
    let person = (!idea.person.is_empty()).then(|| PersonId::from(ctx.command));
    if let Some(person) = person {
        vault::put(write.db, &node.vault, ctx, person, &idea.person).await?;
    }
    let left = Event::IdeaLeft {
        slip: slip.clone(),
        theme: idea.theme.clone(),
        neighbourhood: idea.neighbourhood.clone(),
        language: idea.language.clone(),
        via: ctx.channel,
        person,
    };
    let id = IdeaId::from(ctx.command);
    write.append(ctx, Fact::of(DOMAIN, id, &left)).await?;
    let words = Event::WordsLeft { text: text.to_owned() };
    write.append(ctx, Fact::of(DOMAIN, id, &words)).await?;
    Ok(Answer::Slip(SlipIssued { code: slip, at_ms: ctx.now_ms }))
}

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError`].
pub async fn project(
    tables: &mut Tables<'_>,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let envelope = &record.envelope;
    let id = envelope.subject.as_str();
    let (rows, values) = match event {
        Event::IdeaLeft { slip, theme, neighbourhood, language, via, person } => (
            OPEN,
            row![
                id,
                envelope.series.node.as_str(),
                slip.as_str(),
                theme.as_str(),
                neighbourhood.map(String::from),
                language,
                word(&via),
                person.map(|person| person.to_string()),
                envelope.at_ms,
            ],
        ),
        Event::WordsLeft { text } => (SET_WORDS, row![id, text]),
        Event::Contacted {} => (CONTACTED, row![id, envelope.at_ms]),
        Event::Withdrawn {} => (WITHDRAWN, row![id, envelope.at_ms]),
    };
    tables.put(rows, values).await
}
