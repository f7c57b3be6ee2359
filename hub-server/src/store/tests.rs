use std::sync::Arc;

use protocol::antenna::{ActivityKind, LogActivity};
use protocol::kiosk::{LeaveNeed, Urgency};
use protocol::{ActivityId, ActorRef, Channel, CommandId, PersonDetails, PersonId, Relation};
use sqlx::{Executor, SqlSafeStr as _};

use super::tables::{Places, for_many, of_size};
use super::{Reads, log, rebuild, vault, verify};
use crate::command::{Answer, Command};
use crate::node::Node;
use crate::testing::{self, HandClock, MORNING_MS};
use crate::{activities, projection, requests};

async fn hub(folder: &tempfile::TempDir) -> Arc<Node> {
    let url = testing::sqlite_url(folder.path(), "hub");
    testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await
}

pub(crate) fn need(id: u128, name: &str) -> LeaveNeed {
    LeaveNeed {
        id: CommandId::new(testing::uuid(id)),
        category: testing::some_category(),
        neighbourhood: "mompiano".parse().unwrap(),
        urgency: Urgency::ThisWeek,
        text: "Mi si è rotta la maniglia della finestra".to_owned(),
        relation: Relation::Oneself,
        person: PersonDetails { name: name.to_owned(), ..PersonDetails::default() },
        language: "it".to_owned(),
        more: protocol::kiosk::NeedDetails::default(),
    }
}

async fn leave(node: &Arc<Node>, need: LeaveNeed) -> Result<Answer, protocol::Problem> {
    let ctx = node.ctx(need.id, ActorRef::System, Channel::Kiosk);
    node.submit(ctx, Command::Requests(requests::Command::Leave(need))).await
}

async fn count(node: &Node, table: &str) -> usize {
    let mut db = node.store.read().await.unwrap();
    rebuild::rows_of(&mut db, table).await.unwrap().len()
}

#[tokio::test]
async fn a_command_received_twice_gets_the_same_answer_and_leaves_one_fact() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    let first = leave(&hub, need(1, "")).await.unwrap();
    let second = leave(&hub, need(1, "")).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(count(&hub, "request").await, 1);
}

#[tokio::test]
async fn a_command_whose_receipt_was_lost_is_still_not_done_again() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    let first = leave(&hub, need(1, "")).await.unwrap();
    hub.store.pool().execute("DELETE FROM receipt").await.unwrap();
    assert_eq!(leave(&hub, need(1, "")).await.unwrap(), first);
    assert_eq!(count(&hub, "request").await, 1);
}

/// A diary command about `thing` that reads only that; what it found remembered, and whether the thing was new.
async fn about(hub: &Node, id: u128, thing: &'static str, kind: Reads) -> (u32, bool) {
    let ctx = hub.ctx(CommandId::new(testing::uuid(id)), ActorRef::System, Channel::Console);
    let command = ctx.command;
    let work = hub.writer.perform(command, kind, move |write| {
        let ctx = ctx.clone();
        Box::pin(async move {
            let (new, seen) = (write.is_new(), write.memory::<u32>());
            *seen += 1;
            let seen = *seen;
            let fact = serde_json::json!({ "words-written": { "place": "", "next_step": "" } });
            let fact = super::Fact::of("activities", thing, &fact);
            write.append(&ctx, fact).await?;
            Ok((seen, new))
        })
    });
    work.await.unwrap()
}

#[tokio::test]
async fn what_was_read_is_remembered_until_anything_else_is_written_and_a_thing_is_new_once() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    let alone = |thing: &str| Reads::About(thing.to_owned());
    assert_eq!(about(&hub, 1, "a", alone("a")).await, (1, true));
    assert_eq!(about(&hub, 2, "a", alone("a")).await, (2, false), "it stands in the log now");
    assert_eq!(about(&hub, 3, "b", alone("b")).await, (3, true));
    assert_eq!(about(&hub, 4, "c", Reads::Anything).await, (4, false), "nobody asked");
    assert_eq!(about(&hub, 5, "d", alone("d")).await, (1, true), "another command was done");
    hub.writer.write(|_| Box::pin(async { Ok(()) })).await.unwrap();
    assert_eq!(about(&hub, 6, "e", alone("e")).await, (1, true), "something else was written");
    // Two about one thing at the same moment: only the first finds it new.
    let both = tokio::join!(about(&hub, 7, "f", alone("f")), about(&hub, 8, "f", alone("f")));
    assert!(both.0.1 && !both.1.1, "{both:?}");
}

#[tokio::test]
async fn many_commands_at_once_are_all_kept_in_one_unbroken_chain() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    let all = (1..=200).map(|n| {
        let hub = hub.clone();
        tokio::spawn(async move { leave(&hub, need(n, "")).await })
    });
    for one in all.collect::<Vec<_>>() {
        one.await.unwrap().unwrap();
    }
    assert_eq!(count(&hub, "request").await, 200);
    let report = verify::verify(&hub.store, &hub.key.verifying_key()).await.unwrap();
    assert_eq!(report.findings, []);
    assert!(report.records >= 400, "two facts a need: {}", report.records);
}

#[tokio::test]
async fn a_log_that_is_being_written_is_verified_as_it_stood_when_verify_began() {
    let folder = tempfile::tempdir().unwrap();
    for url in [testing::sqlite_url(folder.path(), "hub"), testing::postgres_url().await] {
        let hub = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
        let stop = tokio_util::sync::CancellationToken::new();
        let writing = tokio::spawn({
            let (hub, stop) = (hub.clone(), stop.clone());
            async move {
                for n in (1..).take_while(|_| !stop.is_cancelled()) {
                    leave(&hub, need(n, "")).await.unwrap();
                }
            }
        });
        let mut seen = std::collections::BTreeSet::new();
        while seen.len() < 20 {
            let report = verify::verify(&hub.store, &hub.key.verifying_key()).await.unwrap();
            assert_eq!(report.findings, []);
            seen.insert(report.records);
        }
        stop.cancel();
        writing.await.unwrap();
    }
}

#[tokio::test]
async fn verify_finds_a_flipped_byte_and_names_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    for n in 1..=5 {
        leave(&hub, need(n, "")).await.unwrap();
    }
    let flip = "UPDATE record SET body = CAST(REPLACE(CAST(body AS TEXT), 'maniglia', 'manigliA') \
        AS BLOB) WHERE node = 'mompiano' AND seq = 4";
    hub.store.pool().execute(flip).await.unwrap();
    let report = verify::verify(&hub.store, &hub.key.verifying_key()).await.unwrap();
    let named: Vec<_> = report.findings.iter().map(|f| (f.series.to_string(), f.seq)).collect();
    assert_eq!(named, [("mompiano/1".to_owned(), Some(4))]);
}

#[tokio::test]
async fn rebuilt_equals_live_table_by_table() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    for n in 1..=20 {
        leave(&hub, need(n, "Anna")).await.unwrap();
    }
    let mut live = Vec::new();
    for table in projection::tables() {
        let mut db = hub.store.read().await.unwrap();
        live.push((table, rebuild::rows_of(&mut db, table).await.unwrap()));
    }
    rebuild::rebuild(&hub.store, |_| {}).await.unwrap();
    for (table, rows) in live {
        let mut db = hub.store.read().await.unwrap();
        assert_eq!(rebuild::rows_of(&mut db, table).await.unwrap(), rows, "{table}");
    }
}

#[tokio::test]
async fn a_name_is_in_the_vault_only_and_reading_it_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    leave(&hub, need(1, "Anna Rossi")).await.unwrap();
    let person = PersonId::from(CommandId::new(testing::uuid(1)));
    let reader = hub.clone();
    let ctx = hub.ctx(CommandId::new(testing::uuid(9)), ActorRef::System, Channel::Console);
    let (details, readings) = hub
        .change(move |write| {
            Box::pin(async move {
                let details = vault::read(write.db, &reader.vault, &ctx, person, "a-test").await?;
                Ok((details, vault::readings(write.db, person).await?))
            })
        })
        .await
        .unwrap();
    assert_eq!(details.unwrap().name, "Anna Rossi");
    assert_eq!(readings.len(), 1);
    hub.store.pool().execute("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    let bytes = std::fs::read(folder.path().join("hub.sqlite")).unwrap();
    assert!(!bytes.windows(10).any(|window| window == b"Anna Rossi"));
}

#[tokio::test]
async fn forgetting_a_person_leaves_nothing_that_opens() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    leave(&hub, need(1, "Anna Rossi")).await.unwrap();
    let person = PersonId::from(CommandId::new(testing::uuid(1)));
    let reader = hub.clone();
    let ctx = hub.ctx(CommandId::new(testing::uuid(9)), ActorRef::System, Channel::Console);
    let after = hub
        .change(move |write| {
            Box::pin(async move {
                vault::forget(write.db, person).await?;
                Ok(vault::read(write.db, &reader.vault, &ctx, person, "a-test").await?)
            })
        })
        .await
        .unwrap();
    assert_eq!(after, None);
}

#[tokio::test]
async fn a_piece_of_work_that_fails_takes_nothing_else_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    let bad = hub.writer.write(|write| {
        Box::pin(async move {
            write.db.execute("INSERT INTO receipt VALUES ('x', 1, 'y')").await?;
            write.db.execute("INSERT INTO nowhere VALUES (1)").await?;
            Ok(())
        })
    });
    let (bad, good) = tokio::join!(bad, leave(&hub, need(1, "")));
    assert!(bad.is_err());
    good.unwrap();
    let mut db = hub.store.read().await.unwrap();
    let receipts = rebuild::rows_of(&mut db, "receipt").await.unwrap();
    assert_eq!(receipts.len(), 1);
    assert_eq!(log::heads(&mut db).await.unwrap().len(), 2, "its own and central's");
}

#[tokio::test]
async fn a_command_that_fails_takes_no_other_of_its_batch_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    let id = CommandId::new(testing::uuid(7));
    let bad = hub.writer.perform(id, Reads::Anything, move |write| {
        Box::pin(async move {
            write.keep_receipt(id, 1, "\"done\"".to_owned());
            write.db.execute("INSERT INTO nowhere VALUES (1)").await?;
            Ok(())
        })
    });
    let (first, bad, same, other) = tokio::join!(
        leave(&hub, need(1, "")),
        bad,
        leave(&hub, need(1, "")),
        leave(&hub, need(2, "")),
    );
    assert!(bad.is_err());
    assert_eq!(first.unwrap(), same.unwrap());
    other.unwrap();
    assert_eq!((count(&hub, "request").await, count(&hub, "receipt").await), (2, 2));
}

#[tokio::test]
async fn many_commands_at_once_each_keep_their_own_answer() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    let all = || futures_util::future::join_all((1..=40).map(|n| leave(&hub, need(n, ""))));
    let first = all().await;
    assert!(first.iter().all(Result::is_ok));
    assert_eq!(all().await, first);
    assert_eq!((count(&hub, "request").await, count(&hub, "receipt").await), (40, 40));
}

fn diary(n: u128, minutes: u16, next_step: &str) -> LogActivity {
    LogActivity {
        activity: ActivityId::new(testing::uuid(0x700 + n)),
        what: ActivityKind::Meeting,
        neighbourhood: "mompiano".parse().unwrap(),
        place: "Sala civica".to_owned(),
        started_at_ms: MORNING_MS - 3_600_000,
        minutes,
        people_reached: 4,
        topics: vec![],
        next_step: next_step.to_owned(),
    }
}

/// Entries whose facts wait for each other, one of which comes twice, one is refused and one opens a task, and needs
/// between them that read everything.
#[tokio::test]
async fn commands_that_are_written_together_leave_what_the_log_says() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    let log_entry = |id: u128, entry: LogActivity| {
        let hub = hub.clone();
        async move {
            let id = CommandId::new(testing::uuid(id));
            let ctx = hub.ctx(id, ActorRef::System, Channel::Console);
            hub.submit(ctx, Command::Activities(activities::Command::Log(entry))).await
        }
    };
    let entries = (1..=60_u128).map(|n| {
        let next_step = if n == 7 { "Richiamare la signora" } else { "" };
        // The same entry twice under two command ids, and one that lasts no time at all.
        let entry = diary(if n == 9 { 8 } else { n }, if n == 30 { 0 } else { 45 }, next_step);
        log_entry(n, entry)
    });
    let needs = (101..=105).map(|n| leave(&hub, need(n, "Anna")));
    let (entries, needs) = tokio::join!(
        futures_util::future::join_all(entries),
        futures_util::future::join_all(needs)
    );
    let refused: Vec<_> = entries.iter().filter_map(|answer| answer.as_ref().err()).collect();
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(needs.iter().all(Result::is_ok));
    assert_eq!((count(&hub, "activity").await, count(&hub, "receipt").await), (58, 65));
    let report = verify::verify(&hub.store, &hub.key.verifying_key()).await.unwrap();
    assert_eq!(report.findings, []);
    let tables = projection::tables();
    let mut live = Vec::new();
    for table in &tables {
        live.push(rebuild::rows_of(&mut hub.store.read().await.unwrap(), table).await.unwrap());
    }
    rebuild::rebuild(&hub.store, |_| {}).await.unwrap();
    for (table, live) in tables.iter().zip(live) {
        let mut db = hub.store.read().await.unwrap();
        assert_eq!(rebuild::rows_of(&mut db, table).await.unwrap(), live, "{table}");
    }
}

#[tokio::test]
async fn a_second_process_on_the_same_folder_is_told_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let _first = super::lock::FolderLock::take(folder.path()).unwrap();
    let second = super::lock::FolderLock::take(folder.path()).unwrap_err().to_string();
    assert!(second.contains("another process") && second.contains("--data"), "{second}");
}

fn every_statement() -> Vec<&'static str> {
    [
        log::STATEMENTS.to_vec(),
        vault::STATEMENTS.to_vec(),
        crate::store::receipts::STATEMENTS.to_vec(),
        projection::STATEMENTS.to_vec(),
        crate::catalogue::STATEMENTS.to_vec(),
        crate::slips::STATEMENTS.to_vec(),
        crate::kiosk_api::STATEMENTS.to_vec(),
        requests::statements(),
        crate::desk::statements(),
        crate::bank::statements(),
        crate::network::statements(),
        crate::messages::statements(),
        crate::activities::statements(),
        crate::work::statements(),
        crate::custody::statements(),
        crate::gatherings::statements(),
        crate::visits::statements(),
        crate::threads::statements(),
        crate::bodies::statements(),
        crate::files::statements(),
        crate::showcase::figures::STATEMENTS.to_vec(),
        crate::recurring::statements(),
        crate::offering::STATEMENTS.to_vec(),
        crate::people::statements(),
        crate::sync::statements(),
    ]
    .concat()
}

#[tokio::test]
async fn every_statement_prepares_on_both_engines() {
    let folder = tempfile::tempdir().unwrap();
    for url in [testing::sqlite_url(folder.path(), "s"), testing::postgres_url().await] {
        let (pool, engine) = super::open::connect(&url, 2).await.unwrap();
        let mut db = pool.acquire().await.unwrap();
        for statement in every_statement() {
            let prepared = (&mut *db).prepare(statement.into_sql_str()).await;
            assert!(prepared.is_ok(), "{engine:?}: {statement}\n{:?}", prepared.err());
        }
        let places = Places::of(&db);
        for rows in projection::rows() {
            assert!(for_many(rows.sql, 3).is_some(), "not for many rows: {}", rows.sql);
            for size in [1, 3] {
                let many = of_size(rows.sql, size, places).sql;
                let text = many.as_str().to_owned();
                let prepared = (&mut *db).prepare(many).await;
                assert!(prepared.is_ok(), "{engine:?}: {text}\n{:?}", prepared.err());
            }
        }
    }
}

/// Opening a database that nobody has open writes files anew, and a disk may have no room for them.
#[tokio::test]
async fn a_store_that_lost_all_its_connections_is_still_open() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(&folder).await;
    leave(&hub, need(1, "")).await.unwrap();
    while hub.store.pool().size() > 0 {
        hub.store.read().await.unwrap().close().await.unwrap();
    }
    let beside = folder.path().join("hub.sqlite-shm");
    assert!(beside.exists());
    hub.store.close().await;
    assert!(!beside.exists());
}

#[tokio::test]
async fn central_on_postgresql_keeps_verifies_and_rebuilds_like_sqlite() {
    let url = testing::postgres_url().await;
    let hub = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
    for n in 1..=10 {
        leave(&hub, need(n, "Anna")).await.unwrap();
    }
    let report = verify::verify(&hub.store, &hub.key.verifying_key()).await.unwrap();
    assert_eq!(report.findings, []);
    let mut db = hub.store.read().await.unwrap();
    let live = rebuild::rows_of(&mut db, "request").await.unwrap();
    drop(db);
    rebuild::rebuild(&hub.store, |_| {}).await.unwrap();
    let mut db = hub.store.read().await.unwrap();
    assert_eq!(rebuild::rows_of(&mut db, "request").await.unwrap(), live);
    assert_eq!(live.len(), 10);
}
