//! Offers of time: the first step of the time bank (CAPABILITIES A12, D17), as a citizen leaves it at the kiosk.
//!
//! Always true: it has one home, the hub it was left at. Its words stand in a fact that can be erased,
//! the person in the vault. Deliberately absent: accounts, exchanges and limits.

mod queries;

use protocol::kiosk::{OfferTime, SlipIssued, TEXT_MAX, TimeBand};
use protocol::{Channel, OfferId, PersonId, Problem, Record, SlipCode, Slug};
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
pub const DOMAIN: &str = "timebank";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["time_offer"];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    queries::STATEMENTS.to_vec()
}

/// The statements whose rows are written many at a time.
pub const ROWS: &[Rows] = &[OPEN, SET_WORDS, CONTACTED, WITHDRAWN];

const OPEN: Rows = Rows::new(
    "INSERT INTO time_offer (offer_id, home, slip_code, categories, neighbourhood, \
    time_bands, language, via, person_id, opened_at_ms) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);
const SET_WORDS: Rows = Rows::set(1, "UPDATE time_offer SET words = $2 WHERE offer_id = $1");
const CONTACTED: Rows =
    Rows::set(1, "UPDATE time_offer SET contacted_at_ms = CAST($2 AS BIGINT) WHERE offer_id = $1");
const WITHDRAWN: Rows =
    Rows::set(1, "UPDATE time_offer SET withdrawn_at_ms = CAST($2 AS BIGINT) WHERE offer_id = $1");

/// What can be asked of offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Leave one; it takes the command's id.
    Leave(OfferTime),
    /// The desk has been in touch with whoever left it.
    MarkContacted {
        /// Which offer.
        offer: OfferId,
    },
    /// Whoever left it takes it back.
    Withdraw {
        /// Which offer.
        offer: OfferId,
    },
}

/// What can have happened to an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody left it.
    OfferLeft {
        /// The code they came away with.
        slip: SlipCode,
        /// For which kinds of help.
        categories: Vec<Slug>,
        /// Where.
        neighbourhood: Slug,
        /// When.
        when: Vec<TimeBand>,
        /// Language of the conversation.
        language: String,
        /// How it came in.
        via: Channel,
        /// Whose data stands in the vault.
        person: PersonId,
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

/// Does a command about offers.
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
        Command::Leave(offer) => leave(node, write, ctx, offer).await,
        Command::MarkContacted { offer } => {
            let card = open_card(write, *offer).await?;
            if card.contacted_at_ms.is_none() {
                write.append(ctx, Fact::of(DOMAIN, offer, &Event::Contacted {})).await?;
            }
            Ok(Answer::Done)
        }
        Command::Withdraw { offer } => {
            open_card(write, *offer).await?;
            write.append(ctx, Fact::of(DOMAIN, offer, &Event::Withdrawn {})).await?;
            Ok(Answer::Done)
        }
    }
}

async fn open_card(write: &mut Write<'_>, offer: OfferId) -> Result<Card, Fail> {
    let card = queries::card(write.db, offer).await?;
    let card = card.ok_or_else(|| Problem::not_found("unknown-offer"))?;
    match card.withdrawn_at_ms {
        Some(_) => Err(Problem::conflict("offer-withdrawn").into()),
        None => Ok(card),
    }
}

async fn leave(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    offer: &OfferTime,
) -> Result<Answer, Fail> {
    let city = node.known_city()?;
    let missing = |field: &str| Fail::Refused(Problem::invalid("field-missing").at(field));
    if offer.categories.is_empty() {
        return Err(missing("categories"));
    }
    if offer.when.is_empty() {
        return Err(missing("when"));
    }
    if offer.person.name.trim().is_empty() || offer.person.phone.trim().is_empty() {
        return Err(missing("person"));
    }
    if offer.text.chars().count() > TEXT_MAX {
        return Err(Problem::invalid("out-of-range").at("text").with("most", TEXT_MAX).into());
    }
    details_within(&offer.person).map_err(|refusal| Fail::Refused(refusal.into()))?;
    let unknown = |slug: &&Slug| city.category(slug.as_str()).is_none();
    if offer.categories.len() > city.categories.len()
        || offer.categories.iter().any(|slug| unknown(&slug))
    {
        return Err(Problem::invalid("not-in-catalogue").at("categories").into());
    }
    if city.neighbourhood(offer.neighbourhood.as_str()).is_none() {
        return Err(Problem::invalid("not-in-catalogue").at("neighbourhood").into());
    }
    let slip = crate::requests::fresh_slip(node, write, ctx).await?;
    let person = PersonId::from(ctx.command);
    vault::put(write.db, &node.vault, ctx, person, &offer.person).await?;
    let left = Event::OfferLeft {
        slip: slip.clone(),
        categories: offer.categories.clone(),
        neighbourhood: offer.neighbourhood.clone(),
        when: offer.when.clone(),
        language: offer.language.clone(),
        via: ctx.channel,
        person,
    };
    let id = OfferId::from(ctx.command);
    write.append(ctx, Fact::of(DOMAIN, id, &left)).await?;
    let words = offer.text.trim();
    if !words.is_empty() {
        let words = Event::WordsLeft { text: words.to_owned() };
        write.append(ctx, Fact::of(DOMAIN, id, &words)).await?;
    }
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
    let joined = |words: Vec<String>| words.join(" ");
    let (rows, values) = match event {
        Event::OfferLeft { slip, categories, neighbourhood, when, language, via, person } => (
            OPEN,
            row![
                id,
                envelope.series.node.as_str(),
                slip.as_str(),
                joined(categories.into_iter().map(String::from).collect()),
                neighbourhood.as_str(),
                joined(when.iter().map(word).collect()),
                language,
                word(&via),
                person.to_string(),
                envelope.at_ms,
            ],
        ),
        Event::WordsLeft { text } => (SET_WORDS, row![id, text]),
        Event::Contacted {} => (CONTACTED, row![id, envelope.at_ms]),
        Event::Withdrawn {} => (WITHDRAWN, row![id, envelope.at_ms]),
    };
    tables.put(rows, values).await
}
