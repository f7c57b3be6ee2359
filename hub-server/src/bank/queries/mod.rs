//! From the tables of the bank to answers. A balance is one row; everything else is a page at a time.

mod accounts;
mod after;
mod arrangements;
mod cheques;
mod exchanges;
mod figures;
mod found;
mod members;
mod notices;

use jiff::civil::Date;
use protocol::NodeId;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

pub use accounts::{
    ALWAYS, Instants, StatementLine, account, agreements, count_entries, purpose_word, received,
    standing_so, standings, statement, statement_between, sum,
};
pub use after::{ReferenceRow, called, expenses, references, references_about, tags, tags_of};
pub use arrangements::{
    ArrangementRow, arrangement, arrangements, arrangements_not_done, arrangements_of,
};
pub use cheques::{BookRow, books, books_with, cheque};
pub use exchanges::{
    Dimensions, ExchangeRow, Tally, deal, dimensions, due, exchange, exchange_is_here,
    exchange_row, latest, tallies, waiting, waiting_for, years,
};
pub use figures::{Want, first_exchanges, wants};
pub use found::{
    ExchangeFilter, MOST as EXCHANGES_COUNTED, Stands, Total, count_exchanges, days_of, exchanges,
};
pub use members::{
    MemberFilter, MemberRow, Only, StepRow, by_number, count_members, member, members, members_of,
    next_number, numbers, renewals, stages, steps, to_renew, trials, users,
};
pub use notices::{
    ListingFilter, ListingRow, Which, listing, listings, listings_of, listings_without_end,
};

use super::account::Rules;
use crate::store::StoreError;

/// Every statement of this module, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [
        &[RULES],
        accounts::STATEMENTS,
        members::STATEMENTS,
        exchanges::STATEMENTS,
        found::STATEMENTS,
        cheques::STATEMENTS,
        notices::STATEMENTS,
        after::STATEMENTS,
        arrangements::STATEMENTS,
        figures::STATEMENTS,
    ]
    .concat()
}

const RULES: &str = "SELECT rules FROM bank WHERE home = $1";

fn corrupt(what: &str, why: &impl ToString) -> StoreError {
    StoreError::Corrupt { what: what.to_owned(), why: why.to_string() }
}

fn read_json<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| corrupt(what, &error))
}

fn read_day(row: &AnyRow, column: &str) -> Result<Option<Date>, StoreError> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| text.parse().map_err(|error| corrupt(column, &error))).transpose()
}

/// The rules of a bank; the usual ones while it has set none.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn rules(db: &mut AnyConnection, home: &NodeId) -> Result<Rules, StoreError> {
    let text: Option<String> =
        sqlx::query_scalar(RULES).bind(home.as_str()).fetch_optional(db).await?;
    text.map_or_else(|| Ok(Rules::default()), |text| read_json("rules", &text))
}
