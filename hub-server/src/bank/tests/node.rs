//! The bank on a real node: what is decided is what the tables say, live and rebuilt, on both engines.

use std::sync::Arc;

use protocol::{ExchangeId, MemberId, NodeId};

use super::{apply, declaration, order};
use crate::bank::decide::{Command, NewListing, Planned};
use crate::bank::directory::{Directory, Found};
use crate::bank::exchange::{By, State};
use crate::bank::listings::Way;
use crate::bank::members::{Stage, Step};
use crate::bank::minutes::Minutes;
use crate::bank::queries::{self, ExchangeFilter, MemberFilter, Stands, Total};
use crate::bank::{self, TABLES, reminders};
use crate::command;
use crate::node::Node;
use crate::store::rebuild;
use crate::testing::{self, HandClock, MORNING_MS};
use protocol::{ActorRef, Channel, CommandId, Problem};

async fn give(node: &Arc<Node>, command: Command) -> Result<CommandId, Problem> {
    let id = CommandId::new(node.fresh_id());
    let ctx = node.ctx(id, ActorRef::System, Channel::Console);
    node.submit(ctx, command::Command::Bank(command)).await.map(|_| id)
}

async fn admit(node: &Arc<Node>, name: &str, shares_with: Option<MemberId>) -> MemberId {
    let Command::Apply(mut application) = apply(shares_with) else { unreachable!() };
    application.person.name = name.to_owned();
    let id = MemberId::from(give(node, Command::Apply(application)).await.unwrap());
    for step in [Step::Interview, Step::BeginTrial, Step::Admit] {
        give(node, Command::moved(id, step)).await.unwrap();
    }
    id
}

async fn balance(node: &Arc<Node>, member: MemberId) -> i64 {
    let mut db = node.store.read().await.unwrap();
    let row = queries::member(&mut db, member).await.unwrap().unwrap();
    let account = queries::account(&mut db, row.member.account.unwrap()).await.unwrap().unwrap();
    account.balance.get()
}

async fn a_stranger(node: &Arc<Node>) -> MemberId {
    admit(node, "Dino Neri", None).await
}

async fn lives(url: String) {
    let clock = HandClock::at(MORNING_MS);
    let node = testing::node("mompiano", &url, clock.clone()).await;
    let anna = admit(&node, "Anna Bianchi", None).await;
    let bruno = admit(&node, "Bruno Verdi", None).await;
    let carla = admit(&node, "Carla Verdi", Some(bruno)).await;
    let one = |giver, receivers: &[MemberId], minutes| {
        let orders = vec![order(giver, receivers, minutes)];
        Command::Record { orders, by_the_body: false }
    };
    give(&node, one(anna, &[bruno], 90)).await.unwrap();
    let group = give(&node, one(anna, &[bruno, carla], 30)).await.unwrap();
    assert_eq!((balance(&node, anna).await, balance(&node, bruno).await), (120, -150));
    assert_eq!(balance(&node, carla).await, -150, "a household has one account");

    let declared = ExchangeId::from(give(&node, declaration(bruno, true, anna, 60)).await.unwrap());
    let own = Command::Answer { exchange: declared, by: By::Member(carla), yes: true };
    assert_eq!(give(&node, own).await.unwrap_err().slug(), "bank-own-declaration");
    let yes = Command::Answer { exchange: declared, by: By::Member(anna), yes: true };
    give(&node, yes).await.unwrap();
    assert_eq!((balance(&node, anna).await, balance(&node, bruno).await), (60, -90));

    let reverse = Command::Reverse { exchange: ExchangeId::from(group), note: "Era ieri".into() };
    give(&node, reverse.clone()).await.unwrap();
    assert_eq!(give(&node, reverse).await.unwrap_err().slug(), "bank-exchange-state");
    assert_eq!((balance(&node, anna).await, balance(&node, bruno).await), (30, -30));

    let planned = |length| {
        Command::Arrange(Planned {
            by: By::Member(anna),
            gives: true,
            other: bruno,
            length: super::length(length),
            category: super::slug("company"),
            meet_at_ms: MORNING_MS + 86_400_000,
        })
    };
    let kept = ExchangeId::from(give(&node, planned(45)).await.unwrap());
    let off = ExchangeId::from(give(&node, planned(30)).await.unwrap());
    let open = give(&node, planned(15)).await.unwrap();
    let stranger = Command::CallOff {
        arrangement: off,
        by: By::Member(a_stranger(&node).await),
        missed: false,
        why: String::new(),
    };
    assert_eq!(give(&node, stranger).await.unwrap_err().slug(), "bank-not-yours");
    let off = |why: &str| Command::CallOff {
        arrangement: off,
        by: By::Member(carla),
        missed: false,
        why: why.to_owned(),
    };
    give(&node, off("Non ce n'è più bisogno")).await.unwrap();
    let early = Command::CallOff {
        arrangement: ExchangeId::from(open),
        by: By::Member(anna),
        missed: true,
        why: String::new(),
    };
    assert_eq!(give(&node, early).await.unwrap_err().slug(), "bank-out-of-range");
    let Command::Declare(mut said) = declaration(bruno, false, anna, 45) else { unreachable!() };
    said.agreed = Some(kept);
    give(&node, Command::Declare(said)).await.unwrap();
    let mut db = node.store.read().await.unwrap();
    let agreed = queries::arrangements_of(&mut db, bruno).await.unwrap();
    let agreed: Vec<_> = agreed.iter().map(|row| row.arrangement.arrangement).collect();
    assert_eq!(agreed, [ExchangeId::from(open)], "one was kept, one called off");
    let not_done = queries::arrangements_not_done(&mut db, node.id(), 20).await.unwrap();
    let why: Vec<_> = not_done.iter().map(|row| row.why.as_deref()).collect();
    assert_eq!(why, [Some("Non ce n'è più bisogno")]);
    drop(db);
    let late = Command::CallOff {
        arrangement: kept,
        by: By::Member(anna),
        missed: false,
        why: String::new(),
    };
    assert_eq!(give(&node, late).await.unwrap_err().slug(), "bank-arrangement-kept");

    give(&node, Command::IssueCheques { member: anna, first: 1, last: 20 }).await.unwrap();
    let mut paid = order(bruno, &[anna], 30);
    paid.cheque = Some(7);
    let cheque = Command::Record { orders: vec![paid], by_the_body: false };
    give(&node, cheque.clone()).await.unwrap();
    let again = give(&node, cheque).await.unwrap_err();
    assert_eq!((again.slug(), again.args["day"].as_str()), ("bank-cheque-used", "2026-11-18"));

    let mut db = node.store.read().await.unwrap();
    let home = node.id();
    assert_eq!(queries::sum(&mut db, home).await.unwrap(), Minutes::ZERO);
    let account = queries::member(&mut db, anna).await.unwrap().unwrap().member.account.unwrap();
    let lines = queries::statement(&mut db, account, 50, 0).await.unwrap();
    let balances: Vec<i64> = lines.iter().map(|line| line.balance.get()).collect();
    assert_eq!(balances, [0, 30, 60, 120, 90], "the newest first, each with what was left");
    let reversed = ExchangeFilter { standing: Stands::In(State::Reversed), ..Default::default() };
    assert_eq!(
        queries::count_exchanges(&mut db, home, &reversed).await.unwrap(),
        Total::Exactly(1)
    );
    every_filter_counts_what_it_lists(&mut db, home).await;
    let tallies = queries::tallies(&mut db, home, "2026-11", "2026-11").await.unwrap();
    let sums = tallies.iter().fold((0, 0), |(n, m), t| (n + t.exchanges, m + t.of.minutes));
    assert_eq!(sums, (3, 180), "what was taken back does not count");
    let book = Directory::of(&mut db, &node.vault, home).await.unwrap();
    assert!(matches!(book.meant("carla"), Found::One(known) if known.member == carla));
    let stage = MemberFilter { stage: Some(Stage::Member), ..MemberFilter::default() };
    assert_eq!(queries::count_members(&mut db, home, &stage).await.unwrap(), 4);

    let mut live = Vec::new();
    for table in TABLES {
        live.push(rebuild::rows_of(&mut db, table).await.unwrap());
    }
    drop(db);
    rebuild::rebuild(&node.store, |_| {}).await.unwrap();
    let mut db = node.store.read().await.unwrap();
    for (table, live) in TABLES.iter().zip(live) {
        assert_eq!(rebuild::rows_of(&mut db, table).await.unwrap(), live, "{table}");
    }
    let ours = TABLES.len() + bank::between::TABLES.len() + bank::phones::TABLES.len();
    assert_eq!(crate::projection::tables().iter().filter(|t| t.starts_with("bank")).count(), ours);
    let other = crate::store::vault::VaultKey::new([9; 32]);
    let names = Directory::of(&mut db, &other, home).await.unwrap();
    assert!(names.0.iter().all(|known| known.name.is_empty()), "another's key");
}

/// Whatever is asked, by totals, by an index or row by row: as many are counted as are listed, and each fits.
async fn every_filter_counts_what_it_lists(db: &mut sqlx::AnyConnection, home: &NodeId) {
    let all = queries::exchanges(db, home, &ExchangeFilter::default(), 1000, 0).await.unwrap();
    let first = all.iter().find(|row| row.deal.is_some()).unwrap();
    let day: jiff::civil::Date = first.day.parse().unwrap();
    let counts = |row: &queries::ExchangeRow| {
        row.state.counts() && row.deal.as_ref().is_some_and(|deal| deal.reverses.is_none())
    };
    for standing in [Stands::Any, Stands::Counted, Stands::In(State::Posted)] {
        for category in [None, Some(first.category.clone())] {
            for days in [None, Some((day, day)), Some((day.first_of_month(), day.last_of_month()))]
            {
                for unsaid in [false, true] {
                    let filter = ExchangeFilter {
                        standing,
                        category: category.clone(),
                        from: days.map(|(from, _)| from),
                        until: days.map(|(_, until)| until),
                        age: unsaid.then(String::new),
                        ..ExchangeFilter::default()
                    };
                    let rows = queries::exchanges(db, home, &filter, 1000, 0).await.unwrap();
                    let total = queries::count_exchanges(db, home, &filter).await.unwrap();
                    let listed = i64::try_from(rows.len()).unwrap();
                    assert_eq!(total, Total::Exactly(listed), "{filter:?}");
                    let within = |row: &&queries::ExchangeRow| {
                        let on: jiff::civil::Date = row.day.parse().unwrap();
                        days.is_none_or(|(from, until)| from <= on && on <= until)
                            && category.as_ref().is_none_or(|category| *category == row.category)
                            && match standing {
                                Stands::Any => true,
                                Stands::Counted => counts(row),
                                Stands::In(state) => row.state == state,
                            }
                    };
                    let fit = all.iter().filter(within).count();
                    // Nothing of the row says how old the giver is.
                    assert!(rows.len() == fit || (unsaid && rows.len() < fit), "{filter:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_bank_on_sqlite_is_what_its_facts_say_live_and_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    lives(testing::sqlite_url(folder.path(), "bank")).await;
}

#[tokio::test]
async fn a_bank_on_postgresql_is_what_its_facts_say_live_and_rebuilt() {
    lives(testing::postgres_url().await).await;
}

#[tokio::test]
async fn central_has_no_bank_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(folder.path(), "central");
    let central = testing::node("central", &url, HandClock::at(MORNING_MS)).await;
    let refused = give(&central, apply(None)).await.unwrap_err();
    assert_eq!(refused.slug(), "bank-at-hubs-only");
    assert!(bank::statements().len() > 50);
}

#[tokio::test]
async fn a_declaration_nobody_answers_lapses_when_its_time_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let clock = HandClock::at(MORNING_MS);
    let url = testing::sqlite_url(folder.path(), "bank");
    let node = testing::node("mompiano", &url, clock.clone()).await;
    let anna = admit(&node, "Anna", None).await;
    let bruno = admit(&node, "Bruno", None).await;
    let id = ExchangeId::from(give(&node, declaration(anna, true, bruno, 60)).await.unwrap());
    assert_eq!(bank::waiting::end_what_is_over(&node).await.unwrap(), 0);
    clock.move_by(7 * 86_400_000);
    assert_eq!(bank::waiting::end_what_is_over(&node).await.unwrap(), 1);
    let mut db = node.store.read().await.unwrap();
    let row = queries::exchange_row(&mut db, id).await.unwrap().unwrap();
    assert_eq!(row.state, State::Lapsed);
}

#[tokio::test]
async fn a_member_whose_year_is_over_is_asked_to_renew_and_may_exchange_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let clock = HandClock::at(MORNING_MS);
    let url = testing::sqlite_url(folder.path(), "bank");
    let node = testing::node("mompiano", &url, clock.clone()).await;
    let anna = admit(&node, "Anna", None).await;
    clock.move_by(365 * 86_400_000);
    assert_eq!(bank::waiting::end_what_is_over(&node).await.unwrap(), 0, "on the last day");
    clock.move_by(86_400_000);
    assert_eq!(bank::waiting::end_what_is_over(&node).await.unwrap(), 1);
    assert_eq!(bank::waiting::end_what_is_over(&node).await.unwrap(), 0, "once");
    let mut db = node.store.read().await.unwrap();
    let row = queries::member(&mut db, anna).await.unwrap().unwrap();
    assert_eq!(row.member.stage, Stage::RenewalDue);
    assert!(row.member.stage.may_exchange());
}

#[tokio::test]
async fn whom_to_call_follows_from_limits_answers_notices_and_memberships_until_they_were_called() {
    let folder = tempfile::tempdir().unwrap();
    let clock = HandClock::at(MORNING_MS);
    let url = testing::sqlite_url(folder.path(), "bank");
    let node = testing::node("mompiano", &url, clock.clone()).await;
    let (anna, bruno) = (admit(&node, "Anna", None).await, admit(&node, "Bruno", None).await);
    let why = async || {
        let mut db = node.store.read().await.unwrap();
        let calls = reminders::calls(&mut db, &node).await.unwrap();
        calls.into_iter().map(|call| (call.member, call.why.about())).collect::<Vec<_>>()
    };
    assert_eq!(why().await, []);
    give(&node, declaration(anna, true, bruno, 60)).await.unwrap();
    let listing = NewListing {
        member: anna,
        way: Way::Offer,
        category: testing::some_category(),
        until: Some(jiff::civil::date(2026, 11, 25)),
        text: String::new(),
        tags: vec!["Orli".to_owned()],
    };
    let listing = give(&node, Command::List(listing)).await.unwrap();
    let first = (anna, format!("notice:{}:7", listing.uuid()));
    assert_eq!(why().await, std::slice::from_ref(&first), "seven days before its end");
    give(&node, Command::Called { member: anna, about: first.1.clone() }).await.unwrap();
    assert_eq!(why().await, [], "once is enough");
    clock.move_by(6 * 86_400_000);
    let told = why().await;
    assert_eq!(told[0].0, bruno, "the other side has a day left to answer");
    assert_eq!(told[1], (anna, format!("notice:{}:1", listing.uuid())), "and again at the end");
    let rules = {
        let mut db = node.store.read().await.unwrap();
        queries::rules(&mut db, node.id()).await.unwrap()
    };
    let limits = crate::bank::account::Limits { soft_floor: Minutes::new(-30), ..rules.limits };
    let account = {
        let mut db = node.store.read().await.unwrap();
        queries::member(&mut db, bruno).await.unwrap().unwrap().member.account.unwrap()
    };
    give(&node, Command::SetLimits { account, limits }).await.unwrap();
    let orders = vec![order(anna, &[bruno], 60)];
    give(&node, Command::Record { orders, by_the_body: false }).await.unwrap();
    assert!(why().await.contains(&(bruno, "limit:low".to_owned())));
    clock.move_by(355 * 86_400_000);
    assert!(
        why().await.iter().any(|(member, about)| *member == anna && about.starts_with("renewal:"))
    );
}

#[tokio::test]
async fn a_trial_that_ends_is_spoken_of_and_what_is_over_or_nobody_s_crowds_nothing_out() {
    let folder = tempfile::tempdir().unwrap();
    let clock = HandClock::at(MORNING_MS);
    let url = testing::sqlite_url(folder.path(), "bank");
    let node = testing::node("mompiano", &url, clock.clone()).await;
    let anna = admit(&node, "Anna", None).await;
    let bruno = MemberId::from(give(&node, apply(None)).await.unwrap());
    for step in [Step::Interview, Step::BeginTrial] {
        give(&node, Command::moved(bruno, step)).await.unwrap();
    }
    let why = async || {
        let mut db = node.store.read().await.unwrap();
        let calls = reminders::calls(&mut db, &node).await.unwrap();
        calls.into_iter().map(|call| (call.member, call.why.about())).collect::<Vec<_>>()
    };
    let list = async |day| {
        let listing = NewListing {
            member: anna,
            way: Way::Offer,
            category: testing::some_category(),
            until: Some(day),
            text: String::new(),
            tags: Vec::new(),
        };
        give(&node, Command::List(listing)).await.unwrap()
    };
    list(jiff::civil::date(2026, 11, 19)).await;
    let ends = list(jiff::civil::date(2027, 2, 12)).await;
    clock.move_by(84 * 86_400_000);
    let trial = (bruno, "trial:2027-02-16".to_owned());
    let notice = (anna, format!("notice:{}:7", ends.uuid()));
    assert_eq!(
        why().await,
        [notice, trial.clone()],
        "what is over since November is not spoken of"
    );
    give(&node, super::because(anna, Step::Suspend)).await.unwrap();
    assert_eq!(why().await, [trial], "nobody asks somebody suspended");
    let mut db = node.store.read().await.unwrap();
    let over = queries::ListingFilter { which: queries::Which::Over, ..Default::default() };
    let today = bank::today(&node, node.now_ms());
    let over = queries::listings(&mut db, node.id(), &over, today, 10, 0).await.unwrap();
    assert!(over.is_empty(), "nor are theirs listed");
}

#[tokio::test]
async fn a_bank_of_another_program_is_brought_whole_once_and_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(folder.path(), "bank");
    let node = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
    let import = bank::import::tests::brought().0;
    let command = Command::Import(Box::new(import.clone()));
    give(&node, command.clone()).await.unwrap();
    give(&node, command).await.unwrap();
    let proof = bank::import::proof(&import);
    for (member, minutes) in proof.members {
        assert_eq!(balance(&node, member).await, minutes.get());
    }
    let mut db = node.store.read().await.unwrap();
    assert_eq!(queries::sum(&mut db, node.id()).await.unwrap(), Minutes::ZERO);
    let all = ExchangeFilter::default();
    let total = queries::count_exchanges(&mut db, node.id(), &all).await.unwrap();
    assert_eq!(total, Total::Exactly(5), "once");
    every_filter_counts_what_it_lists(&mut db, node.id()).await;
    let book = Directory::of(&mut db, &node.vault, node.id()).await.unwrap();
    assert!(matches!(book.meant("livia conti"), Found::One(_)));
    let before = rebuild::rows_of(&mut db, "bank_account").await.unwrap();
    drop(db);
    rebuild::rebuild(&node.store, |_| {}).await.unwrap();
    let mut db = node.store.read().await.unwrap();
    assert_eq!(rebuild::rows_of(&mut db, "bank_account").await.unwrap(), before);
}
