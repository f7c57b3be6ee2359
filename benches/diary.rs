//! What the view of whoever answers for the diary asks of a hub with a million entries, in all: who wrote how
//! much of what this month, what waits, what is open, who has gone silent, the months that are closed.
//!
//! `cargo bench -p benches --bench diary`.

use std::sync::{Arc, LazyLock};

use divan::Bencher;
use hub_server::activities::lifecycle::State;
use hub_server::activities::queries;
use hub_server::node::Node;
use hub_server::testing::{self, HandClock, MORNING_MS};
use tokio::runtime::Runtime;

fn main() {
    divan::main();
}

/// Ten years of twenty operators, one entry in a thousand waiting to be accepted.
const FILL: [&str; 4] = [
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999999) \
    INSERT INTO activity SELECT printf('%08x-0000-7000-8000-000000000000', i), 'mompiano', \
    printf('staff:%08x-0000-7000-8000-000000000000', i % 20), \
    CASE WHEN i % 1000 = 0 THEN 'submitted' ELSE 'locked' END, \
    CASE i % 3 WHEN 0 THEN 'meeting' WHEN 1 THEN 'presence' ELSE 'writing' END, 'mompiano', \
    printf('%04d-%02d-15', 2017 + (i / 8400) / 12, 1 + (i / 8400) % 12), \
    printf('%04d-%02d', 2017 + (i / 8400) / 12, 1 + (i / 8400) % 12), \
    1484000000000 + i * 300000, 60, 5, 1, 60, 5, '', 0, NULL, NULL, NULL, NULL, NULL, 0 FROM n",
    "INSERT INTO activity_tally SELECT home, booked, kind, neighbourhood, COUNT(*), SUM(minutes), \
    SUM(people_reached) FROM activity GROUP BY home, booked, kind, neighbourhood",
    "INSERT INTO activity_author_tally SELECT home, booked, author, kind, 'accepted', COUNT(*), \
    SUM(minutes), SUM(people_reached) FROM activity GROUP BY home, booked, author, kind",
    "INSERT INTO activity_author SELECT home, author, MAX(day) FROM activity GROUP BY home, author",
];

struct Hub {
    runtime: Runtime,
    node: Arc<Node>,
    _folder: tempfile::TempDir,
}

static HUB: LazyLock<Hub> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let runtime = Runtime::new().expect("a runtime");
    let url = testing::sqlite_url(folder.path(), "hub");
    let node = runtime.block_on(async {
        let node = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
        for statement in FILL {
            sqlx::query(statement).execute(node.store.pool()).await.expect("the diary fills");
        }
        node
    });
    Hub { runtime, node, _folder: folder }
});

#[divan::bench]
fn everybody_s_diary_with_a_million_entries(bencher: Bencher<'_, '_>) {
    let hub = &*HUB;
    bencher.bench_local(|| {
        hub.runtime.block_on(async {
            let home = hub.node.id();
            let mut db = hub.node.store.read().await.expect("a connection");
            let month = "2026-11";
            let tallies = queries::by_author(&mut db, home, month).await.expect("tallies");
            let waiting =
                queries::waiting(&mut db, home, State::Submitted, 51).await.expect("what waits");
            let back = queries::waiting(&mut db, home, State::Returned, 50).await.expect("rows");
            let open = queries::open_in(&mut db, home, month).await.expect("a count");
            let closed = queries::closed_months(&mut db, home, 24).await.expect("months");
            let months = queries::months(&mut db, home, 24).await.expect("months");
            let authors = queries::authors(&mut db, home).await.expect("authors");
            (tallies, waiting, back, open, closed, months, authors)
        })
    });
}
