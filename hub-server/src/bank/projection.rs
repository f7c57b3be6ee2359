//! From facts to the tables of the bank, with running totals: an account's balance, a month's exchanges.

use protocol::{AccountId, ExchangeId, MemberId, Record};
use sqlx::{AnyConnection, Row};

use super::account::{Agreement, Purpose};
use super::arrangements::ArrangementState;
use super::events::{Applied, Event, Transfer};
use super::exchange::{Deal, Entries, State};
use super::listings::{self, Listed, ListingState};
use super::members::Stage;
use super::minutes::Minutes;
use super::queries;
use crate::projection::Arrival;
use crate::store::rows::{from_word, word};
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    SET_RULES,
    APPLIED,
    CORRECTED,
    MOVED,
    BEGAN,
    STEP,
    STEP_WHY,
    OPENED,
    GIVEN,
    SET_LIMITS,
    SET_DETAILS,
    CLOSED,
    EXCHANGE,
    SET_STATE,
    SET_POSTED,
    REVERSED_BY,
    SET_NOTE,
    ENTRY,
    SET_BALANCE,
    TOOK_PART,
    TALLY,
    BOOK,
    CHEQUE,
    AGREED,
    LISTED,
    LISTING_WORDS,
    LISTING_MOVED,
    COUNT_LISTINGS,
    BOARD_CHANGED,
    TAG,
    REFERENCE,
    REFERENCE_WORDS,
    REFERENCE_ANSWER,
    REFERENCE_HIDDEN,
    EXPENSE,
    NO_EXPENSE,
    CALLED,
    ARRANGED,
    ARRANGEMENT_TURNED,
    ARRANGEMENT_WHY,
    ABSENT,
    LISTING_OF,
    DIMENSIONS,
];

const SET_RULES: &str = "INSERT INTO bank (home, rules, changed_at_ms) VALUES ($1, $2, $3) \
    ON CONFLICT (home) DO UPDATE SET rules = $2, changed_at_ms = $3";
const APPLIED: &str = "INSERT INTO bank_member (member_id, home, number, person_id, shares_with, \
    stage, neighbourhood, age, reach, language, via, applied_at_ms, listings) \
    VALUES ($1, $2, $3, $4, $5, 'applicant', $6, $7, $8, $9, $10, $11, 0)";
const CORRECTED: &str = "UPDATE bank_member SET neighbourhood = $2, age = $3, reach = $4, \
    language = $5, shares_with = $6 WHERE member_id = $1";
const MOVED: &str = "UPDATE bank_member SET stage = $2, until_day = $3, suspended_from = $4, \
    leaving_from = $5 WHERE member_id = $1";
const BEGAN: &str =
    "UPDATE bank_member SET began_at_ms = COALESCE(began_at_ms, $2) WHERE member_id = $1";
const STEP: &str = "INSERT INTO bank_member_step (member_id, position, at_ms, step, actor) \
    VALUES ($1, $2, $3, $4, $5)";
const STEP_WHY: &str = "UPDATE bank_member_step SET why = $2 WHERE member_id = $1 AND position = \
    (SELECT MAX(s.position) FROM bank_member_step s WHERE s.member_id = $1)";
const OPENED: &str = "INSERT INTO bank_account (account_id, home, purpose, details, limits, \
    balance_min, given_min, received_min, exchanges, standing, opened_at_ms) \
    VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0, 'fine', $6)";
const GIVEN: &str = "UPDATE bank_member SET account_id = $2 WHERE member_id = $1";
const SET_LIMITS: &str = "UPDATE bank_account SET limits = $2, standing = $3 WHERE account_id = $1";
const SET_DETAILS: &str = "UPDATE bank_account SET details = $2 WHERE account_id = $1";
const CLOSED: &str = "UPDATE bank_account SET closed_at_ms = $2 WHERE account_id = $1";
const EXCHANGE: &str = "INSERT INTO bank_exchange (exchange_id, home, state, source, deal, giver, \
    receiver, people, minutes, category, neighbourhood, age, day, cheque, declared_by, until_ms, \
    over_limit, actor, at_ms, position) \
    VALUES ($1, $2, 'declared', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, \
    $17, $18)";
const SET_STATE: &str = "UPDATE bank_exchange SET state = $2 WHERE exchange_id = $1";
const SET_POSTED: &str = "UPDATE bank_exchange SET state = 'posted', posted_at_ms = $2, \
    over_limit = $3, position = $4 WHERE exchange_id = $1";
const REVERSED_BY: &str =
    "UPDATE bank_exchange SET state = 'reversed', reversed_by = $2 WHERE exchange_id = $1";
const SET_NOTE: &str = "UPDATE bank_exchange SET note = $2 WHERE exchange_id = $1";
const ENTRY: &str = "INSERT INTO bank_entry (account_id, position, exchange_id, minutes, \
    balance_min, at_ms) VALUES ($1, $2, $3, $4, $5, $6)";
const SET_BALANCE: &str = "UPDATE bank_account SET balance_min = $2, given_min = $3, \
    received_min = $4, exchanges = exchanges + 1, standing = $5 WHERE account_id = $1";
const TOOK_PART: &str = "UPDATE bank_member SET \
    first_exchange_at_ms = COALESCE(first_exchange_at_ms, $2), last_exchange_at_ms = $2 \
    WHERE member_id = $1";
const DIMENSIONS: &str = "SELECT neighbourhood, age FROM bank_member WHERE member_id = $1";
const TALLY: &str = "INSERT INTO bank_tally (home, month, category, neighbourhood, age, exchanges, \
    minutes) VALUES ($1, $2, $3, $4, $5, $6, $7) \
    ON CONFLICT (home, month, category, neighbourhood, age) DO UPDATE SET \
    exchanges = bank_tally.exchanges + $6, minutes = bank_tally.minutes + $7";
const BOOK: &str = "INSERT INTO bank_cheque_book (home, first, last, account_id, issued_at_ms) \
    VALUES ($1, $2, $3, $4, $5)";
const CHEQUE: &str = "INSERT INTO bank_cheque (home, number, exchange_id, posted_at_ms) \
    VALUES ($1, $2, $3, $4)";
const AGREED: &str = "INSERT INTO bank_agreement (home, title, from_day, until_day, scope, \
    position, set_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (home, title) DO UPDATE SET \
    from_day = $3, until_day = $4, scope = $5, position = $6, set_at_ms = $7";
const LISTED: &str = "INSERT INTO bank_listing (listing_id, home, member_id, way, category, state, \
    until_day, listed_at_ms, changed_at_ms) \
    VALUES ($1, $2, $3, $4, $5, 'published', $6, $7, $7)";
const LISTING_WORDS: &str = "UPDATE bank_listing SET words = $2 WHERE listing_id = $1";
const LISTING_OF: &str = "SELECT member_id, state FROM bank_listing WHERE listing_id = $1";
const LISTING_MOVED: &str = "UPDATE bank_listing SET state = $2, until_day = $3, \
    changed_at_ms = $4 WHERE listing_id = $1";
const BOARD_CHANGED: &str = "UPDATE bank_listing SET changed_at_ms = $2 \
    WHERE member_id = $1 AND state = 'published'";
const TAG: &str = "INSERT INTO bank_tag (listing_id, tag, home) VALUES ($1, $2, $3)";
const REFERENCE: &str = "INSERT INTO bank_reference (exchange_id, by_member, about_member, home, \
    liked, answered, hidden, at_ms) VALUES ($1, $2, $3, $4, $5, 0, 0, $6)";
const REFERENCE_WORDS: &str =
    "UPDATE bank_reference SET words = $3 WHERE exchange_id = $1 AND by_member = $2";
const REFERENCE_ANSWER: &str = "UPDATE bank_reference SET answer = $3, answered = 1 \
    WHERE exchange_id = $1 AND by_member = $2";
const REFERENCE_HIDDEN: &str =
    "UPDATE bank_reference SET hidden = $3 WHERE exchange_id = $1 AND by_member = $2";
const EXPENSE: &str = "INSERT INTO bank_expense (exchange_id, home, amount_cents, what, actor, \
    at_ms) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (exchange_id) DO UPDATE SET \
    amount_cents = $3, what = $4, actor = $5, at_ms = $6";
const NO_EXPENSE: &str = "DELETE FROM bank_expense WHERE exchange_id = $1";
const CALLED: &str = "INSERT INTO bank_called (member_id, about, actor, at_ms) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (member_id, about) DO UPDATE SET actor = $3, at_ms = $4";
const ARRANGED: &str = "INSERT INTO bank_arrangement (arrangement_id, home, giver, receiver, \
    minutes, category, meet_at_ms, state, by_member, actor, arranged_at_ms) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'agreed', $8, $9, $10)";
const ARRANGEMENT_TURNED: &str = "UPDATE bank_arrangement SET state = $2, exchange_id = $3 \
    WHERE arrangement_id = $1";
const ABSENT: &str = "UPDATE bank_arrangement SET absent = $2 WHERE arrangement_id = $1";
const ARRANGEMENT_WHY: &str = "UPDATE bank_arrangement SET why = $2 WHERE arrangement_id = $1";
const COUNT_LISTINGS: &str = "UPDATE bank_member SET listings = listings + $2 WHERE member_id = $1";

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    arrival: Arrival,
) -> Result<(), StoreError> {
    // Only words are ever erased, and an erasure empties their columns itself.
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    Fold { record, arrival }.fold(db, &event).await
}

struct Fold<'r> {
    record: &'r Record,
    arrival: Arrival,
}

impl Fold<'_> {
    fn home(&self) -> &str {
        self.record.envelope.series.node.as_str()
    }

    fn at_ms(&self) -> i64 {
        self.record.envelope.at_ms
    }

    async fn fold(&self, db: &mut AnyConnection, event: &Event) -> Result<(), StoreError> {
        match event {
            Event::RulesSet { rules, .. } => {
                let query = sqlx::query(SET_RULES).bind(self.home()).bind(json(rules)?);
                query.bind(self.at_ms()).execute(db).await?;
            }
            Event::Applied(applied) => self.applied(db, applied).await?,
            Event::Corrected(to) => {
                sqlx::query(CORRECTED)
                    .bind(to.member.to_string())
                    .bind(to.neighbourhood.as_str())
                    .bind(to.age.as_ref().map(word).unwrap_or_default())
                    .bind(word(&to.reach))
                    .bind(to.language.as_str())
                    .bind(to.shares_with.map(|id| id.to_string()))
                    .execute(&mut *db)
                    .await?;
                self.step(db, to.member, "correct").await?;
            }
            Event::Moved { member, step, until, back } => {
                let Some(row) = queries::member(db, *member).await? else { return Ok(()) };
                let mut now = row.member;
                let could = now.stage.may_exchange();
                now.moved(*step, *until, *back);
                sqlx::query(MOVED)
                    .bind(member.to_string())
                    .bind(word(&now.stage))
                    .bind(until.map(|day| day.to_string()))
                    .bind(now.suspended_from.as_ref().map(word))
                    .bind(now.leaving_from.as_ref().map(word))
                    .execute(&mut *db)
                    .await?;
                if could != now.stage.may_exchange() {
                    // Their notices come or go with them: the phones are told of another board.
                    let query = sqlx::query(BOARD_CHANGED).bind(member.to_string());
                    query.bind(self.at_ms()).execute(&mut *db).await?;
                }
                if matches!(now.stage, Stage::Member | Stage::Trial) {
                    let query = sqlx::query(BEGAN).bind(member.to_string()).bind(self.at_ms());
                    query.execute(&mut *db).await?;
                }
                self.step(db, *member, &word(step)).await?;
            }
            Event::StepWords { member, text, .. } => {
                let query = sqlx::query(STEP_WHY).bind(member.to_string());
                query.bind(text.as_str()).execute(db).await?;
            }
            Event::AccountOpened { account, purpose, limits } => {
                let kind = super::queries::purpose_word(purpose);
                sqlx::query(OPENED)
                    .bind(account.to_string())
                    .bind(self.home())
                    .bind(kind)
                    .bind(json(purpose)?)
                    .bind(limits.as_ref().map(json).transpose()?)
                    .bind(self.at_ms())
                    .execute(&mut *db)
                    .await?;
                if let Purpose::Municipality(agreement) = purpose {
                    self.agreed(db, agreement).await?;
                }
            }
            Event::AccountGiven { member, account } => {
                let query = sqlx::query(GIVEN).bind(member.to_string()).bind(account.to_string());
                query.execute(db).await?;
            }
            Event::AgreementSet { account, agreement } => {
                let purpose = Purpose::Municipality(agreement.clone());
                let query = sqlx::query(SET_DETAILS).bind(account.to_string());
                query.bind(json(&purpose)?).execute(&mut *db).await?;
                self.agreed(db, agreement).await?;
            }
            Event::LimitsChanged { account, limits } => {
                let Some(mut found) = queries::account(db, *account).await? else { return Ok(()) };
                found.limits = Some(*limits);
                sqlx::query(SET_LIMITS)
                    .bind(account.to_string())
                    .bind(json(limits)?)
                    .bind(word(&found.standing()))
                    .execute(db)
                    .await?;
            }
            Event::AccountClosed { account } => {
                let query = sqlx::query(CLOSED).bind(account.to_string()).bind(self.at_ms());
                query.execute(db).await?;
            }
            Event::ChequesIssued { account, first, last } => {
                sqlx::query(BOOK)
                    .bind(self.home())
                    .bind(i64::from(*first))
                    .bind(i64::from(*last))
                    .bind(account.to_string())
                    .bind(self.at_ms())
                    .execute(db)
                    .await?;
            }
            Event::Listed(listed) => self.listed(db, listed).await?,
            Event::ListingWords { listing, text, tags } => {
                let words = Some(text.as_str()).filter(|text| !text.is_empty());
                let query = sqlx::query(LISTING_WORDS).bind(listing.to_string());
                query.bind(words).execute(&mut *db).await?;
                for tag in tags {
                    let query = sqlx::query(TAG).bind(listing.to_string()).bind(tag.as_str());
                    query.bind(self.home()).execute(&mut *db).await?;
                }
            }
            Event::ListingMoved { listing, step, until } => {
                let row =
                    sqlx::query(LISTING_OF).bind(listing.to_string()).fetch_one(&mut *db).await?;
                let member: String = row.try_get("member_id")?;
                let was: ListingState = from_word("state", &row.try_get::<String, _>("state")?)?;
                let now = listings::after(was, *step).unwrap_or(was);
                sqlx::query(LISTING_MOVED)
                    .bind(listing.to_string())
                    .bind(word(&now))
                    .bind(until.map(|day| day.to_string()))
                    .bind(self.at_ms())
                    .execute(&mut *db)
                    .await?;
                let counts = |state| i64::from(state == ListingState::Published);
                let query = sqlx::query(COUNT_LISTINGS).bind(member);
                query.bind(counts(now) - counts(was)).execute(db).await?;
            }
            Event::Declared { deal, by, until_ms } => {
                self.begun(db, deal, Some(*by), Some(*until_ms)).await?;
            }
            Event::Recorded { deal } => self.begun(db, deal, None, None).await?,
            Event::Transferred(transfer) => self.transferred(db, transfer).await?,
            Event::Posted { exchange, entries, over } => {
                self.posted(db, *exchange, entries, over.len()).await?;
            }
            Event::Refused { exchange, .. } => set(db, *exchange, State::Refused).await?,
            Event::Withdrawn { exchange } => set(db, *exchange, State::Withdrawn).await?,
            Event::Lapsed { exchange } => set(db, *exchange, State::Lapsed).await?,
            Event::Disputed { exchange, .. } => set(db, *exchange, State::Disputed).await?,
            Event::Upheld { exchange } => set(db, *exchange, State::Posted).await?,
            Event::Reversed { exchange, by } => {
                let query = sqlx::query(REVERSED_BY).bind(exchange.to_string());
                query.bind(by.to_string()).execute(&mut *db).await?;
                self.tally(db, *exchange, -1).await?;
            }
            Event::NoteWritten { exchange, text } => {
                let query = sqlx::query(SET_NOTE).bind(exchange.to_string());
                query.bind(text.as_str()).execute(db).await?;
            }
            Event::Arranged(agreed) => {
                sqlx::query(ARRANGED)
                    .bind(agreed.arrangement.to_string())
                    .bind(self.home())
                    .bind(agreed.giver.to_string())
                    .bind(agreed.receiver.to_string())
                    .bind(agreed.length.minutes().get())
                    .bind(agreed.category.as_str())
                    .bind(agreed.meet_at_ms)
                    .bind(agreed.by.to_string())
                    .bind(self.record.envelope.actor.to_string())
                    .bind(self.at_ms())
                    .execute(db)
                    .await?;
            }
            Event::CalledOff { arrangement, .. } => {
                turned(db, *arrangement, ArrangementState::CalledOff, None).await?;
            }
            Event::Missed { arrangement, absent, .. } => {
                turned(db, *arrangement, ArrangementState::Missed, None).await?;
                let query = sqlx::query(ABSENT).bind(arrangement.to_string());
                query.bind(absent.to_string()).execute(db).await?;
            }
            Event::ArrangementWords { arrangement, text } => {
                let query = sqlx::query(ARRANGEMENT_WHY).bind(arrangement.to_string());
                query.bind(text.as_str()).execute(db).await?;
            }
            Event::ArrangementKept { arrangement, exchange } => {
                turned(db, *arrangement, ArrangementState::Kept, Some(*exchange)).await?;
            }
            Event::ReferenceGiven { .. }
            | Event::ReferenceWords { .. }
            | Event::ReferenceAnswered { .. }
            | Event::ReferenceHidden { .. }
            | Event::ExpensesNoted(_)
            | Event::Called { .. } => self.followed(db, event).await?,
            // The posting that goes with it says what changes.
            Event::Confirmed { .. } => {}
        }
        Ok(())
    }

    async fn agreed(
        &self,
        db: &mut AnyConnection,
        agreement: &Agreement,
    ) -> Result<(), StoreError> {
        sqlx::query(AGREED)
            .bind(self.home())
            .bind(agreement.title.as_str())
            .bind(agreement.from.to_string())
            .bind(agreement.until.to_string())
            .bind(json(&agreement.scope)?)
            .bind(self.arrival.position)
            .bind(self.at_ms())
            .execute(db)
            .await?;
        Ok(())
    }

    /// What follows an exchange.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the other facts are told above")]
    async fn followed(&self, db: &mut AnyConnection, event: &Event) -> Result<(), StoreError> {
        let query = match event {
            Event::ReferenceGiven { exchange, by, about, liked } => sqlx::query(REFERENCE)
                .bind(exchange.to_string())
                .bind(by.to_string())
                .bind(about.to_string())
                .bind(self.home())
                .bind(i64::from(*liked))
                .bind(self.at_ms()),
            Event::ReferenceWords { exchange, by, text } => sqlx::query(REFERENCE_WORDS)
                .bind(exchange.to_string())
                .bind(by.to_string())
                .bind(text.as_str()),
            Event::ReferenceAnswered { exchange, of, text } => sqlx::query(REFERENCE_ANSWER)
                .bind(exchange.to_string())
                .bind(of.to_string())
                .bind(text.as_str()),
            Event::ReferenceHidden { exchange, of, hidden } => sqlx::query(REFERENCE_HIDDEN)
                .bind(exchange.to_string())
                .bind(of.to_string())
                .bind(i64::from(*hidden)),
            Event::ExpensesNoted(expenses) if expenses.amount_cents == 0 => {
                sqlx::query(NO_EXPENSE).bind(expenses.exchange.to_string())
            }
            Event::ExpensesNoted(expenses) => sqlx::query(EXPENSE)
                .bind(expenses.exchange.to_string())
                .bind(self.home())
                .bind(i64::from(expenses.amount_cents))
                .bind(word(&expenses.what))
                .bind(self.record.envelope.actor.to_string())
                .bind(self.at_ms()),
            Event::Called { member, about } => sqlx::query(CALLED)
                .bind(member.to_string())
                .bind(about.as_str())
                .bind(self.record.envelope.actor.to_string())
                .bind(self.at_ms()),
            _ => return Ok(()),
        };
        query.execute(db).await?;
        Ok(())
    }

    async fn applied(&self, db: &mut AnyConnection, new: &Applied) -> Result<(), StoreError> {
        sqlx::query(APPLIED)
            .bind(new.member.to_string())
            .bind(self.home())
            .bind(i64::from(new.number))
            .bind(new.person.to_string())
            .bind(new.shares_with.map(|id| id.to_string()))
            .bind(new.neighbourhood.as_str())
            .bind(new.age.as_ref().map(word).unwrap_or_default())
            .bind(word(&new.reach))
            .bind(new.language.as_str())
            .bind(word(&new.via))
            .bind(self.at_ms())
            .execute(&mut *db)
            .await?;
        self.step(db, new.member, "apply").await
    }

    async fn step(
        &self,
        db: &mut AnyConnection,
        member: MemberId,
        step: &str,
    ) -> Result<(), StoreError> {
        sqlx::query(STEP)
            .bind(member.to_string())
            .bind(self.arrival.position)
            .bind(self.at_ms())
            .bind(step)
            .bind(self.record.envelope.actor.to_string())
            .execute(db)
            .await?;
        Ok(())
    }

    async fn listed(&self, db: &mut AnyConnection, new: &Listed) -> Result<(), StoreError> {
        sqlx::query(LISTED)
            .bind(new.listing.to_string())
            .bind(self.home())
            .bind(new.member.to_string())
            .bind(word(&new.way))
            .bind(new.category.as_str())
            .bind(new.until.map(|day| day.to_string()))
            .bind(self.at_ms())
            .execute(&mut *db)
            .await?;
        let query = sqlx::query(COUNT_LISTINGS).bind(new.member.to_string()).bind(1_i64);
        query.execute(db).await?;
        Ok(())
    }

    async fn begun(
        &self,
        db: &mut AnyConnection,
        deal: &Deal,
        by: Option<MemberId>,
        until_ms: Option<i64>,
    ) -> Result<(), StoreError> {
        let (hood, age) = match deal.giver.member {
            None => (String::new(), String::new()),
            Some(member) => {
                let row =
                    sqlx::query(DIMENSIONS).bind(member.to_string()).fetch_one(&mut *db).await?;
                (row.try_get("neighbourhood")?, row.try_get("age")?)
            }
        };
        let receiver = deal.receivers.first().map(|party| party.account.to_string());
        sqlx::query(EXCHANGE)
            .bind(deal.exchange.to_string())
            .bind(self.home())
            .bind(word(&deal.source))
            .bind(json(deal)?)
            .bind(deal.giver.account.to_string())
            .bind(receiver.unwrap_or_default())
            .bind(i64::try_from(deal.receivers.len()).unwrap_or(i64::MAX))
            .bind(deal.length.minutes().get())
            .bind(deal.category.as_str())
            .bind(hood)
            .bind(age)
            .bind(deal.day.to_string())
            .bind(deal.cheque.map(i64::from))
            .bind(by.map(|id| id.to_string()))
            .bind(until_ms)
            .bind(self.record.envelope.actor.to_string())
            .bind(self.at_ms())
            .bind(self.arrival.position)
            .execute(db)
            .await?;
        Ok(())
    }

    async fn transferred(
        &self,
        db: &mut AnyConnection,
        moved: &Transfer,
    ) -> Result<(), StoreError> {
        sqlx::query(EXCHANGE)
            .bind(moved.exchange.to_string())
            .bind(self.home())
            .bind(word(&moved.why))
            .bind(String::new())
            .bind(moved.to.to_string())
            .bind(moved.from.to_string())
            .bind(1_i64)
            .bind(moved.minutes.get())
            .bind(String::new())
            .bind(String::new())
            .bind(String::new())
            .bind(moved.day.to_string())
            .bind(None::<i64>)
            .bind(None::<String>)
            .bind(None::<i64>)
            .bind(self.record.envelope.actor.to_string())
            .bind(self.at_ms())
            .bind(self.arrival.position)
            .execute(db)
            .await?;
        Ok(())
    }

    async fn posted(
        &self,
        db: &mut AnyConnection,
        exchange: ExchangeId,
        entries: &Entries,
        over: usize,
    ) -> Result<(), StoreError> {
        sqlx::query(SET_POSTED)
            .bind(exchange.to_string())
            .bind(self.at_ms())
            .bind(i64::try_from(over).unwrap_or(i64::MAX))
            .bind(self.arrival.position)
            .execute(&mut *db)
            .await?;
        let deal = queries::deal(db, exchange).await?;
        for (account, minutes) in entries.iter() {
            self.entry(db, exchange, account, minutes, deal.as_ref()).await?;
        }
        let Some(deal) = deal else { return Ok(()) };
        if let Some(number) = deal.cheque {
            sqlx::query(CHEQUE)
                .bind(self.home())
                .bind(i64::from(number))
                .bind(exchange.to_string())
                .bind(self.at_ms())
                .execute(&mut *db)
                .await?;
        }
        if deal.reverses.is_some() {
            return Ok(());
        }
        for member in deal.receivers.iter().chain([&deal.giver]).filter_map(|party| party.member) {
            let query = sqlx::query(TOOK_PART).bind(member.to_string()).bind(self.at_ms());
            query.execute(&mut *db).await?;
        }
        self.tally(db, exchange, 1).await
    }

    async fn entry(
        &self,
        db: &mut AnyConnection,
        exchange: ExchangeId,
        account: AccountId,
        minutes: Minutes,
        deal: Option<&Deal>,
    ) -> Result<(), StoreError> {
        let Some(mut found) = queries::account(db, account).await? else {
            let kind = self.record.envelope.kind.clone();
            return Err(StoreError::Projection { kind, why: format!("no account {account}") });
        };
        found.balance += minutes;
        // A counter-entry takes back what was given or received; hours without a service are neither.
        let mut received = queries::received(db, account).await?;
        if let Some(deal) = deal {
            let back = deal.reverses.is_some();
            let (gave, got) = if back {
                (minutes < Minutes::ZERO, minutes > Minutes::ZERO)
            } else {
                (minutes > Minutes::ZERO, minutes < Minutes::ZERO)
            };
            if gave {
                found.given += minutes;
            } else if got {
                received = received - minutes;
            }
        }
        sqlx::query(SET_BALANCE)
            .bind(account.to_string())
            .bind(found.balance.get())
            .bind(found.given.get())
            .bind(received.get())
            .bind(word(&found.standing()))
            .execute(&mut *db)
            .await?;
        sqlx::query(ENTRY)
            .bind(account.to_string())
            .bind(self.arrival.position)
            .bind(exchange.to_string())
            .bind(minutes.get())
            .bind(found.balance.get())
            .bind(self.at_ms())
            .execute(db)
            .await?;
        Ok(())
    }

    async fn tally(
        &self,
        db: &mut AnyConnection,
        exchange: ExchangeId,
        times: i64,
    ) -> Result<(), StoreError> {
        let Some(found) = queries::dimensions(db, exchange).await? else { return Ok(()) };
        sqlx::query(TALLY)
            .bind(self.home())
            .bind(found.month)
            .bind(found.category)
            .bind(found.neighbourhood)
            .bind(found.age)
            .bind(times)
            .bind(times * found.minutes)
            .execute(db)
            .await?;
        Ok(())
    }
}

async fn turned(
    db: &mut AnyConnection,
    arrangement: ExchangeId,
    to: ArrangementState,
    exchange: Option<ExchangeId>,
) -> Result<(), StoreError> {
    sqlx::query(ARRANGEMENT_TURNED)
        .bind(arrangement.to_string())
        .bind(word(&to))
        .bind(exchange.map(|exchange| exchange.to_string()))
        .execute(db)
        .await?;
    Ok(())
}

async fn set(db: &mut AnyConnection, exchange: ExchangeId, state: State) -> Result<(), StoreError> {
    sqlx::query(SET_STATE).bind(exchange.to_string()).bind(word(&state)).execute(db).await?;
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Corrupt { what: "bank".into(), why: error.to_string() })
}
