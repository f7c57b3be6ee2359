//! The time bank: exchanges posted a second against `SQLite` alone with the same rows, and what is asked of a bank of a
//! million exchanges: the figures of a year, a balance, a page of a long statement.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use hub_server::bank::decide::{Application, Command as Bank, Order, Whom};
use hub_server::bank::members::{Reach, Step};
use hub_server::bank::minutes::Length;
use hub_server::bank::queries::{self, MemberFilter, Only};
use hub_server::command::Command;
use hub_server::node::Node;
use hub_server::testing;
use protocol::{AccountId, ActorRef, Channel, CommandId, MemberId, NodeId, PersonDetails, Slug};
use sqlx::AnyConnection;

use crate::Outcome;
use crate::devices::fresh;
use crate::hub::{HUB, Site, close, teach_city};
use crate::limits::{Rows, sqlite_alone};
use crate::report::{Table, Times, ms, per_second, rate};

/// Members of the bank.
const MEMBERS: usize = 200;
/// Exchanges given to the writer at once: as many as one commit takes.
const AT_ONCE: usize = 256;
/// How often a question is asked.
const ASKED: u32 = 50;
/// Lines of a page of a statement.
const PAGE: u32 = 50;

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Exchanges to post.
    pub exchanges: usize,
    /// Exchanges of the bank that is asked.
    pub held: i64,
    /// How often.
    pub rounds: usize,
}

async fn give(hub: &Arc<Node>, command: Bank) -> Outcome<CommandId> {
    let id = CommandId::new(fresh());
    let ctx = hub.ctx(id, ActorRef::System, Channel::Console);
    let done = hub.submit(ctx, Command::Bank(command)).await;
    done.map_err(|problem| format!("the hub refused: {}", problem.slug()))?;
    Ok(id)
}

async fn admit(hub: &Arc<Node>, number: usize) -> Outcome<MemberId> {
    let application = Application {
        person: PersonDetails { name: format!("Persona {number}"), ..PersonDetails::default() },
        neighbourhood: "mompiano".parse()?,
        age: None,
        reach: Reach::Desk,
        language: "it".to_owned(),
        shares_with: None,
        brings: None,
    };
    let member = MemberId::from(give(hub, Bank::Apply(application)).await?);
    for step in [Step::Interview, Step::BeginTrial, Step::Admit] {
        give(hub, Bank::moved(member, step)).await?;
    }
    Ok(member)
}

/// One exchange: each gives to the next, round and round, so that nobody goes far from zero.
fn order(members: &[MemberId], category: &Slug, n: usize) -> Outcome<Bank> {
    let who = |n: usize| Whom::Member(members[n % members.len()]);
    let order = Order {
        giver: who(n),
        receivers: vec![who(n + 1)],
        length: Length::try_from(60)?,
        category: category.clone(),
        day: "2026-11-18".parse()?,
        cheque: None,
    };
    Ok(Bank::Record { orders: vec![order], by_the_body: false })
}

/// Posts exchanges, so many at once, and answers how long it took.
async fn post(
    hub: &Arc<Node>,
    members: &[MemberId],
    from: usize,
    count: usize,
) -> Outcome<Duration> {
    let category = testing::some_category();
    let begun = Instant::now();
    for first in (from..from + count).step_by(AT_ONCE) {
        let some =
            (first..(first + AT_ONCE).min(from + count)).map(|n| order(members, &category, n));
        let some: Vec<Bank> = some.collect::<Outcome<_>>()?;
        try_join_all(some.into_iter().map(|command| give(hub, command))).await?;
    }
    Ok(begun.elapsed())
}

/// A million exchanges as the ledger would have left them, written straight into the tables: through the ledger it
/// would take the better part of an hour.
const FILL: &[&str] = &[
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) \
    INSERT INTO bank_exchange (exchange_id, home, state, source, deal, giver, receiver, people, \
    minutes, category, neighbourhood, age, day, over_limit, actor, at_ms, posted_at_ms, position) \
    SELECT printf('01900000-0000-7000-8000-%012x', i), $2, 'posted', 'desk', '', \
    printf('01900000-0000-7000-9000-%012x', i % 2000), \
    printf('01900000-0000-7000-9000-%012x', (i + 7) % 2000), 1, \
    30 + i % 90, 'c' || (i % 12), 'h' || (i % 33), 'from65-to74', \
    '2026-' || substr('0' || (1 + i % 12), -2) || '-' || substr('0' || (1 + i % 28), -2), \
    0, 'system', 1790000000000 + i, 1790000000000 + i, 1000000 + i FROM n",
    "INSERT INTO bank_tally (home, month, category, neighbourhood, age, exchanges, minutes) \
    SELECT home, substr(day, 1, 7), category, neighbourhood, age, COUNT(*), SUM(minutes) \
    FROM bank_exchange WHERE source = 'desk' AND exchange_id LIKE '01900000-0000-7000-8%' AND home = $2 AND $1 > 0 \
    GROUP BY home, substr(day, 1, 7), category, neighbourhood, age",
    "INSERT INTO bank_entry (account_id, position, exchange_id, minutes, balance_min, at_ms) \
    SELECT $2, position, exchange_id, minutes, minutes, at_ms FROM bank_exchange \
    WHERE exchange_id LIKE '01900000-0000-7000-8%' AND $1 > 0 ORDER BY position LIMIT 36500",
];

/// What the year's figures ask, all of it.
async fn figures(db: &mut AnyConnection, home: &NodeId) -> Outcome<i64> {
    let tallies = queries::tallies(db, home, "2026-01", "2026-12").await?;
    queries::stages(db, home).await?;
    queries::standings(db, home).await?;
    queries::sum(db, home).await?;
    for only in [Only::Inactive(1_790_000_000_000), Only::Silent("2026-11-18".parse()?)] {
        let filter = MemberFilter { only, ..MemberFilter::default() };
        queries::count_members(db, home, &filter).await?;
    }
    queries::first_exchanges(db, home).await?;
    queries::wants(db, home, (0, i64::MAX), 10_000, 0).await?;
    Ok(tallies.iter().map(|tally| tally.exchanges).sum())
}

async fn times<T>(mut ask: impl AsyncFnMut() -> Outcome<T>) -> Outcome<Times> {
    let mut taken = Vec::new();
    for _ in 0..ASKED {
        let begun = Instant::now();
        ask().await?;
        taken.push(begun.elapsed());
    }
    Ok(Times::new(taken))
}

/// Posts and asks, and prints each figure beside its limit.
pub async fn measure(root: &std::path::Path, plan: Plan) -> Outcome<Table> {
    let site = Site::new(root, HUB)?;
    let (hub, folder) = site.open().await?;
    teach_city(&hub, root).await?;
    let mut members = Vec::new();
    for number in 0..MEMBERS {
        members.push(admit(&hub, number).await?);
    }
    let mut table = Table::default();
    let mut posted = 0;
    for round in 1..=plan.rounds {
        let before = Rows::of(&site.database()).await?;
        let took = post(&hub, &members, posted, plan.exchanges).await?;
        posted += plan.exchanges;
        let commits = i64::try_from(plan.exchanges.div_ceil(AT_ONCE))?;
        let alone = sqlite_alone(&site.database(), &before, &[], commits, root).await?;
        let count = u64::try_from(plan.exchanges)?;
        let (ours, theirs) = (rate(count, took), rate(count, alone));
        table.row(
            format!("exchanges posted, {AT_ONCE} at once, round {round}"),
            per_second(ours),
            format!("SQLite alone, the same rows and commits: {}", per_second(theirs)),
            Some(ours / theirs),
            None,
        );
    }
    let home = hub.id().clone();
    let account = AccountId::new(testing::uuid(77));
    let mut db = hub.store.read().await?;
    for statement in FILL {
        let who =
            if statement.contains("bank_entry") { account.to_string() } else { home.to_string() };
        let fill = sqlx::query(*statement).bind(plan.held).bind(who);
        fill.execute(hub.store.pool()).await?;
    }
    let year = times(async || figures(&mut db, &home).await).await?;
    let held = figures(&mut db, &home).await?;
    let limit = Duration::from_millis(200);
    table.row(
        format!("the year's figures over {held} exchanges, middle of {ASKED}"),
        ms(year.percentile(50)),
        String::new(),
        None,
        Some(("≤ 200 ms", year.percentile(95) <= limit)),
    );
    let member = queries::member(&mut db, members[0]).await?.and_then(|row| row.member.account);
    let member = member.ok_or("a member without an account")?;
    let balance = times(async || Ok(queries::account(&mut db, member).await?)).await?;
    table.row("one balance, middle of 50", ms(balance.percentile(50)), "", None, None);
    for (name, skip) in [("first", 0), ("last", 36_450)] {
        let page =
            times(async || Ok(queries::statement(&mut db, account, PAGE, skip).await?)).await?;
        table.row(
            format!("{name} page of a statement of 36 500 lines"),
            ms(page.percentile(50)),
            "",
            None,
            None,
        );
    }
    drop(db);
    close(hub, folder).await;
    Ok(table)
}
