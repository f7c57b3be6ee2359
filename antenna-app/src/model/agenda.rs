//! What was taken on, by day and time: pure, from the ledger and the city's clock.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use protocol::RequestId;
use serde::{Deserialize, Serialize};

use super::Ledger;
use super::bank::AgreedCard;
use super::cards::TaskCard;

/// How many days from today on can be looked at one by one.
pub const WEEK: u8 = 7;

/// Which part of the agenda is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Span {
    /// All of it.
    #[default]
    All,
    /// The day so many days from today, 0 to 6.
    Day(u8),
}

/// One heading of the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// Agreed for a time that is over, and not said to be done.
    Past,
    /// A day within reach.
    Day(Date),
    /// Taken on, and no time agreed.
    ToAgree,
    /// A day beyond tomorrow.
    Later(Date),
    /// Done, given back, closed.
    Over,
}

/// The agenda under its headings, in the order a person needs them: what was forgotten, today, tomorrow, what
/// has no time yet, the days after, what is over.
#[must_use]
pub fn agenda(
    ledger: &Ledger,
    now_ms: i64,
    zone: &TimeZone,
    span: Span,
) -> Vec<(Heading, Vec<TaskCard>)> {
    let today = date_of(now_ms, zone);
    let mut parts: Vec<(Heading, Vec<TaskCard>)> = Vec::new();
    for card in ledger.task_cards() {
        let heading = heading_of(&card, today, zone);
        if !shows(span, heading, today) {
            continue;
        }
        match parts.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, cards)) => cards.push(card),
            None => parts.push((heading, vec![card])),
        }
    }
    parts.sort_by_key(|(heading, _)| *heading);
    for (heading, cards) in &mut parts {
        if *heading != Heading::ToAgree && *heading != Heading::Over {
            cards.sort_by_key(|card| (card.appointment.map(|it| it.at_ms), card.it.request));
        }
    }
    parts
}

fn shows(span: Span, heading: Heading, today: Date) -> bool {
    match (span, heading) {
        (Span::All, _) => true,
        (Span::Day(ahead), Heading::Day(day) | Heading::Later(day)) => {
            (day - today).get_days() == i32::from(ahead)
        }
        (Span::Day(_), Heading::Past | Heading::ToAgree | Heading::Over) => false,
    }
}

fn heading_of(card: &TaskCard, today: Date, zone: &TimeZone) -> Heading {
    if !card.state.is_mine() {
        return Heading::Over;
    }
    let Some(appointment) = card.appointment else { return Heading::ToAgree };
    let day = date_of(appointment.at_ms, zone);
    match (day - today).get_days() {
        ..0 => Heading::Past,
        0 | 1 => Heading::Day(day),
        _ => Heading::Later(day),
    }
}

/// What was agreed with others of the time bank in this part of the agenda, the soonest first.
#[must_use]
pub fn agreed_on(ledger: &Ledger, now_ms: i64, zone: &TimeZone, span: Span) -> Vec<AgreedCard> {
    let today = date_of(now_ms, zone);
    let mut cards = ledger.agreed_cards();
    cards.retain(|card| match span {
        Span::All => true,
        Span::Day(ahead) => (date_of(card.at_ms, zone) - today).get_days() == i32::from(ahead),
    });
    cards
}

/// How many appointments there are on the day so many days from today.
#[must_use]
pub fn count_on(ledger: &Ledger, now_ms: i64, zone: &TimeZone, ahead: u8) -> usize {
    let parts = agenda(ledger, now_ms, zone, Span::Day(ahead));
    let helps: usize = parts.iter().map(|(_, cards)| cards.len()).sum();
    helps + agreed_on(ledger, now_ms, zone, Span::Day(ahead)).len()
}

fn date_of(at_ms: i64, zone: &TimeZone) -> Date {
    zone.to_datetime(Timestamp::from_millisecond(at_ms).unwrap_or_default()).date()
}

/// When helper and person meet, half filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhenForm {
    /// Which request.
    pub request: RequestId,
    /// How many days from today, 0 to [`Self::DAYS_AHEAD`].
    pub ahead: u8,
    /// Minutes after midnight, on a quarter of an hour.
    pub minute: u16,
}

impl WhenForm {
    /// How far ahead an appointment can be written down here, in days.
    pub const DAYS_AHEAD: u8 = 60;
    /// The last quarter of an hour of a day, in minutes after midnight.
    pub const LAST_MINUTE: u16 = 1_425;

    /// Tomorrow at ten, or as it stands.
    #[must_use]
    pub fn new(request: RequestId, at_ms: Option<i64>, now_ms: i64, zone: &TimeZone) -> Self {
        let usual = Self { request, ahead: 1, minute: 600 };
        let Some(at_ms) = at_ms else { return usual };
        let at = zone.to_datetime(Timestamp::from_millisecond(at_ms).unwrap_or_default());
        let ahead = (at.date() - date_of(now_ms, zone)).get_days();
        let minute = i32::from(at.hour()) * 60 + i32::from(at.minute()) / 15 * 15;
        Self {
            request,
            ahead: u8::try_from(ahead).unwrap_or_default().min(Self::DAYS_AHEAD),
            minute: u16::try_from(minute).unwrap_or(600),
        }
    }

    /// The day it stands for.
    #[must_use]
    pub fn day(&self, now_ms: i64, zone: &TimeZone) -> Date {
        let today = date_of(now_ms, zone);
        let days = jiff::Span::new().days(i64::from(self.ahead));
        today.checked_add(days).unwrap_or(today)
    }

    /// The instant it stands for, UTC milliseconds.
    #[must_use]
    pub fn at_ms(&self, now_ms: i64, zone: &TimeZone) -> i64 {
        let part = |number: u16| i8::try_from(number).unwrap_or(0);
        let minute = self.minute.min(Self::LAST_MINUTE);
        let time = jiff::civil::Time::new(part(minute / 60), part(minute % 60), 0, 0);
        let at = self.day(now_ms, zone).to_datetime(time.unwrap_or_default());
        let zoned = zone.to_ambiguous_zoned(at).compatible();
        zoned.map_or(now_ms, |zoned| zoned.timestamp().as_millisecond())
    }
}
