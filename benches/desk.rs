//! What an operator and a coordinator wait for at a hub that has been at work for years: 200 000 requests and
//! 1 000 000 lines of the diary. The queue, a search, everybody's diary, each through the console's own router, beside
//! the same page of a hub where nothing has happened yet: the one difference is how much there is.
//!
//! `cargo bench -p benches --bench desk`. The tables are filled by bulk statements with rows as the projections leave
//! them, in a file on disk that is thrown away. `--requests` and `--entries` make it smaller, `--pages` measures less.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use clap::Parser;
use hub_server::node::Node;
use hub_server::people::accounts::{self, NewAccount};
use hub_server::people::{Role, Scope, sessions};
use hub_server::requests::stems;
use hub_server::testing::{self, HandClock, MORNING_MS};
use hub_server::web::{WebConfig, router};
use protocol::{ActorRef, Channel, CommandId};
use tower::ServiceExt as _;

#[derive(Parser)]
struct Options {
    /// How many requests the hub has had.
    #[arg(long, default_value_t = 200_000)]
    requests: u32,
    /// How many lines its diary has.
    #[arg(long, default_value_t = 1_000_000)]
    entries: u32,
    /// How often each page is opened.
    #[arg(long, default_value_t = 41)]
    times: usize,
    /// What cargo says to every bench.
    #[arg(long, hide = true)]
    bench: bool,
}

/// The most a page may take on the server, in milliseconds.
const GATE_MS: f64 = 100.0;

/// What is opened: its name, where it is, and by whom.
const PAGES: [(&str, &str, Role); 10] = [
    ("the queue, what to do now", "/requests", Role::Operator),
    ("the queue, everything open", "/requests?tab=open", Role::Operator),
    ("a search: sedia a rotelle", "/requests?q=sedia+a+rotelle", Role::Operator),
    (
        "the same among those that are over",
        "/requests?tab=closed&q=sedia+a+rotelle",
        Role::Operator,
    ),
    ("a search for the commonest word", "/requests?tab=closed&q=spesa", Role::Operator),
    (
        "two words that are common, and a filter",
        "/requests?tab=closed&q=mi+spesa&urgency=today",
        Role::Operator,
    ),
    ("all that is over", "/requests?tab=closed", Role::Operator),
    ("all there ever was", "/requests?tab=every", Role::Operator),
    ("everybody's diary", "/diary/review", Role::Coordinator),
    ("one's own diary", "/diary", Role::Operator),
];

struct Hub {
    node: Arc<Node>,
    router: Router,
    _folder: tempfile::TempDir,
}

impl Hub {
    async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = testing::sqlite_url(folder.path(), "mompiano");
        let node = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
        let config = WebConfig { plain_loopback: true, ..WebConfig::default() };
        Self { router: router(node.clone(), config), node, _folder: folder }
    }

    /// Somebody signed in: their id and the cookie of their session.
    async fn signed_in(&self, role: Role) -> (String, String) {
        let ctx =
            self.node.ctx(CommandId::new(self.node.fresh_id()), ActorRef::System, Channel::Console);
        let account = NewAccount {
            login_name: role.slug().to_owned(),
            display_name: role.slug().to_owned(),
            role,
            scope: Scope::Hub(self.node.id().clone()),
        };
        let password = "portici e glicini";
        let staff = accounts::add_with_password(&self.node, ctx, account, password, false);
        let staff = staff.await.expect("an account");
        let token = uuid::Uuid::from_u128(role as u128 + 1).simple().to_string();
        let (key, now_ms) = (sessions::key_of(&token), self.node.now_ms());
        let limits = WebConfig::default().sessions;
        let open = self.node.change(move |write| {
            Box::pin(
                async move { Ok(sessions::open(write.db, &key, staff, now_ms, limits).await?) },
            )
        });
        open.await.expect("a session");
        (staff.to_string(), format!("costellazione-{}={token}", self.node.id()))
    }

    /// How long a page takes, in milliseconds, and how long its text is.
    async fn time(&self, path: &str, cookie: &str) -> (f64, String) {
        let request = Request::builder()
            .uri(path)
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookie)
            .body(Body::empty())
            .expect("a request");
        let start = Instant::now();
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 8 << 20).await.expect("a page");
        let took = start.elapsed().as_secs_f64() * 1e3;
        assert!(status.is_success(), "{path}: {status}");
        (took, String::from_utf8_lossy(&bytes).into_owned())
    }

    async fn run(&self, statement: String) {
        let mut db = self.node.store.read().await.expect("a connection");
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut *db).await.expect("rows");
    }
}

fn numbers(most: u32) -> String {
    format!("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {most})")
}

/// Everything people asked for in some years. One in five hundred is still open; one in fifty is about a wheelchair, one
/// in three about shopping.
async fn fill_requests(hub: &Hub, count: u32, operator: &str) {
    let hoods = ["mompiano", "casazza", "borgo-trento", "san-bartolomeo"];
    let hood = format!(
        "CASE i % 4 WHEN 0 THEN '{}' WHEN 1 THEN '{}' WHEN 2 THEN '{}' ELSE '{}' END",
        hoods[0], hoods[1], hoods[2], hoods[3]
    );
    let category =
        "CASE WHEN i % 3 = 0 THEN 'shopping' WHEN i % 3 = 1 THEN 'company' ELSE 'medicines' END";
    let state = "CASE WHEN i % 500 = 0 THEN 'received' WHEN i % 500 = 1 THEN 'taken-in-charge' \
        WHEN i % 500 = 2 THEN 'done' WHEN i % 10 = 3 THEN 'not-met' ELSE 'met' END";
    let words = "CASE WHEN i % 50 = 1 THEN 'Cerco due sedie a rotelle per un parente' \
        WHEN i % 3 = 0 THEN 'Mi serve la spesa del sabato' ELSE 'Vorrei un po'' di compagnia' END";
    // Two thirds of a minute lie between one request and the next; most were due two days later.
    let opened = format!("{MORNING_MS} - (CAST({count} AS INTEGER) - i) * 400000");
    hub.run(format!(
        "{} INSERT INTO request (request_id, home, slip_code, category, neighbourhood, urgency, relation, language, \
         via, words, state, operator, done_minutes, not_met_reason, reopened_times, opened_at_ms, changed_at_ms, \
         closed_at_ms, due_ms, bands, privacy, circle_ended) \
         SELECT printf('01900000-0000-7000-8000-%012x', i), 'mompiano', printf('MP-%07x', i), {category}, {hood}, \
         CASE i % 3 WHEN 0 THEN 'today' WHEN 1 THEN 'this-week' ELSE 'no-hurry' END, 'oneself', 'it', 'kiosk', {words}, \
         {state}, CASE WHEN i % 500 = 0 THEN NULL ELSE '{operator}' END, 45, \
         CASE WHEN i % 10 = 3 THEN 'no-offer' END, 0, {opened}, {opened}, \
         CASE WHEN i % 500 > 2 THEN {opened} + 86400000 END, {opened} + 172800000, '', 'ordinary', 0 FROM n",
        numbers(count)
    ))
    .await;
    for (condition, text) in [
        ("i % 50 = 1", "Cerco due sedie a rotelle per un parente"),
        ("i % 50 <> 1 AND i % 3 = 0", "Mi serve la spesa del sabato"),
        ("i % 50 <> 1 AND i % 3 <> 0", "Vorrei un po' di compagnia"),
    ] {
        for stem in stems::stems(text) {
            hub.run(format!(
                "{} INSERT INTO request_stem (stem, request_id, opened_at_ms) \
                 SELECT '{stem}', printf('01900000-0000-7000-8000-%012x', i), {opened} FROM n WHERE {condition}",
                numbers(count)
            ))
            .await;
        }
    }
    hub.run(
        "INSERT INTO request_tally (home, neighbourhood, category, state, requests, minutes) \
         SELECT home, neighbourhood, category, state, COUNT(*), SUM(done_minutes) FROM request \
         GROUP BY home, neighbourhood, category, state"
            .to_owned(),
    )
    .await;
}

/// The diary of twelve operators over some years; what is older than last month is signed.
async fn fill_diary(hub: &Hub, count: u32, me: &str) {
    let author = format!(
        "CASE WHEN i % 12 = 0 THEN 'staff:{me}' \
         ELSE printf('staff:01900000-0000-7000-9000-%012x', i % 12) END"
    );
    let day =
        format!("date('2026-11-18', printf('-%d days', (CAST({count} AS INTEGER) - 1 - i) / 550))");
    let state = format!("CASE WHEN i + 60 >= {count} THEN 'submitted' ELSE 'accepted' END");
    hub.run(format!(
        "{} INSERT INTO activity (activity_id, home, author, state, kind, neighbourhood, day, booked, started_at_ms, \
         minutes, people_reached, counted_entries, counted_minutes, counted_people, topics, late_days, place, \
         logged_at_ms) SELECT printf('01900000-0000-7000-a000-%012x', i), 'mompiano', {author}, {state}, \
         CASE i % 5 WHEN 0 THEN 'presence' WHEN 1 THEN 'community-work' WHEN 2 THEN 'animation' WHEN 3 THEN 'meeting' \
         ELSE 'writing' END, CASE i % 3 WHEN 0 THEN 'mompiano' WHEN 1 THEN 'casazza' ELSE 'borgo-trento' END, {day}, \
         substr({day}, 1, 7), {MORNING_MS} - (CAST({count} AS INTEGER) - i) * 157000, 45, i % 7, 1, 45, i % 7, '', 0, \
         'Mercato', {MORNING_MS} FROM n",
        numbers(count)
    ))
    .await;
    for statement in [
        "INSERT INTO activity_tally (home, month, kind, neighbourhood, entries, minutes, people_reached) \
         SELECT home, booked, kind, neighbourhood, COUNT(*), SUM(minutes), SUM(people_reached) FROM activity \
         GROUP BY home, booked, kind, neighbourhood",
        "INSERT INTO activity_author_tally (home, month, author, kind, state, entries, minutes, people_reached) \
         SELECT home, booked, author, kind, state, COUNT(*), SUM(minutes), SUM(people_reached) FROM activity \
         GROUP BY home, booked, author, kind, state",
        "INSERT INTO activity_author (home, author, last_day) SELECT home, author, MAX(day) FROM activity \
         GROUP BY home, author",
    ] {
        hub.run(statement.to_owned()).await;
    }
}

fn median(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() - 1])
}

#[tokio::main]
async fn main() {
    let options = Options::parse();
    let (empty, full) = (Hub::open().await, Hub::open().await);
    let mut cookies = Vec::new();
    for role in [Role::Operator, Role::Coordinator] {
        let (_, idle) = empty.signed_in(role).await;
        cookies.push((role, idle, full.signed_in(role).await));
    }
    let me = cookies[0].2.0.clone();
    let start = Instant::now();
    fill_requests(&full, options.requests, &me).await;
    fill_diary(&full, options.entries, &me).await;
    println!(
        "{} requests and {} lines of the diary, filled in {:.0} s; each page {} times, median and longest",
        options.requests,
        options.entries,
        start.elapsed().as_secs_f64(),
        options.times
    );
    println!("| page | full hub | longest | the same page, empty hub | ratio | gate |");
    println!("|---|--:|--:|--:|--:|---|");
    for (name, path, role) in PAGES {
        let found = cookies.iter().find(|(known, _, _)| *known == role);
        let (_, idle, (_, busy)) = found.expect("somebody with this role");
        let (mut theirs, mut ours) = (Vec::new(), Vec::new());
        // By turns, so that what else the machine does meets both.
        for _ in 0..options.times {
            ours.push(full.time(path, busy).await.0);
            theirs.push(empty.time(path, idle).await.0);
        }
        if path.contains("sedia") {
            let (_, text) = full.time(path, busy).await;
            assert!(text.contains("sedie a rotelle"), "the plural is found by the singular");
        }
        let ((ours, longest), (theirs, _)) = (median(ours), median(theirs));
        let met = if ours < GATE_MS { "met" } else { "**missed**" };
        println!(
            "| {name} | {ours:.1} ms | {longest:.1} ms | {theirs:.1} ms | {:.1} | < {GATE_MS:.0} ms: {met} |",
            ours / theirs
        );
    }
}
