//! The exchange between a hub and central: real programs, a line between them that is far, slow or cut, and
//! the floor of the same run: the line alone plus `SQLite` alone with the log's rows, 500 a transaction.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use hub_server::testing;

use crate::Outcome;
use crate::fill::fill;
use crate::hub::{HUB, Site, close};
use crate::limits::{Rows, open, sqlite_alone};
use crate::process::{Running, free_port};
use crate::raw;
use crate::relay::{Line, Relay};
use crate::report::{Table, float, mb, median, ms, per_second, rate, ratio};

const HELD: &str = "SELECT COALESCE(MAX(seq), 0) FROM head WHERE node = $1";
const PROJECTED: &str = "SELECT (SELECT COUNT(*) FROM request) + (SELECT COUNT(*) FROM activity) \
    + (SELECT COUNT(*) FROM idea) + (SELECT COUNT(*) FROM time_offer)";
pub const LOOK: Duration = Duration::from_millis(4);
pub const PATIENCE: Duration = Duration::from_mins(4);
/// How long a line must be silent to count as having nothing to say.
const QUIET: Duration = Duration::from_millis(1_500);

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Facts the hub brings.
    pub facts: u64,
    /// Facts it brings afterwards.
    pub more: u64,
    /// How often.
    pub rounds: usize,
}

/// A line with a name and the gates of what is done over it.
struct Case {
    name: &'static str,
    line: Line,
}

fn cases() -> Vec<Case> {
    let far = Duration::from_millis(100);
    vec![
        Case { name: "loopback", line: Line::default() },
        Case { name: "100 ms", line: Line::far(far) },
        Case {
            name: "100 ms, 1 Mbit/s up",
            line: Line { up_bits: Some(1_000_000), down_bits: Some(8_000_000), ..Line::far(far) },
        },
        Case {
            name: "100 ms, 4 Mbit/s up, up 2 s at a time",
            line: Line {
                up_bits: Some(4_000_000),
                down_bits: Some(20_000_000),
                up_for: Some(Duration::from_secs(2)),
                ..Line::far(far)
            },
        },
    ]
}

/// A city of one central and one hub that is enrolled through the relay's port, with its facts not yet
/// sent; kept aside, so that every round begins from the same.
pub struct Town {
    central: Site,
    hub: Site,
    /// Port at which the hub calls central.
    line_port: u16,
    kept: PathBuf,
    /// Facts in the hub's series.
    facts: u64,
    /// How many rows central has to have made from them.
    projected: i64,
}

impl Town {
    /// Makes it, with the real program's own enrolment.
    pub async fn make(root: &Path, facts: u64) -> Outcome<Self> {
        let central = Site::new(root, "central")?;
        let hub = Site::new(root, HUB)?;
        let line_port = free_port()?;
        let (node, folder) = central.open().await?;
        testing::publish(&node).await;
        close(node, folder).await;
        let said = central.task(&["enrol-code", HUB])?;
        let code = said.lines().last().unwrap_or_default().to_owned();
        let running = central.run()?;
        let relay = Relay::start(line_port, central.tls_port, Line::default())?;
        let url = format!("https://127.0.0.1:{line_port}");
        let ca = central.folder.join("keys/ca.pem").display().to_string();
        hub.task(&["enrol", "--central", &url, "--ca", &ca, "--code", &code])?;
        running.stop()?;
        drop(relay);
        let (central_node, central_folder) = central.open().await?;
        let (node, folder) = hub.open().await?;
        testing::hand_over(&central_node, &node).await;
        close(central_node, central_folder).await;
        while node.city().is_none() {
            tokio::task::yield_now().await;
        }
        let facts = fill(&node, facts).await?;
        close(node, folder).await;
        let projected = projected(&hub.database()).await?;
        let kept = root.join("kept");
        std::fs::create_dir(&kept)?;
        let town = Self { central, hub, line_port, kept, facts, projected };
        for site in [&town.central, &town.hub] {
            copy(&site.folder, &town.kept.join(name(site)))?;
        }
        Ok(town)
    }

    /// Everything as it was made.
    fn reset(&self) -> Outcome<()> {
        for site in [&self.central, &self.hub] {
            std::fs::remove_dir_all(&site.folder)?;
            copy(&self.kept.join(name(site)), &site.folder)?;
        }
        Ok(())
    }

    fn relay(&self, line: Line) -> Outcome<Relay> {
        Relay::start(self.line_port, self.central.tls_port, line)
    }

    /// Waits until central holds so many facts of the hub and so many rows made from them.
    async fn level(&self, facts: u64, rows: i64) -> Outcome<Instant> {
        level(&self.central.database(), facts, rows).await
    }
}

/// Waits until a central holds so many facts of the hub and so many rows made from them.
pub async fn level(central: &Path, facts: u64, rows: i64) -> Outcome<Instant> {
    let mut db = open(central, false).await?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        let held: i64 = sqlx::query_scalar(HELD).bind(HUB).fetch_one(&mut db).await?;
        if u64::try_from(held)? >= facts {
            let made: i64 = sqlx::query_scalar(PROJECTED).fetch_one(&mut db).await?;
            if made >= rows {
                return Ok(Instant::now());
            }
        }
        if Instant::now() > deadline {
            return Err(format!("central holds {held} of {facts} facts").into());
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn name(site: &Site) -> String {
    site.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    let done = Command::new("cp").arg("-a").arg(from).arg(to).status()?;
    if done.success() { Ok(()) } else { Err("the folder could not be copied".into()) }
}

/// How many rows a node has made from facts of the kinds that [`fill`] writes.
pub async fn projected(database: &Path) -> Outcome<i64> {
    let mut db = open(database, false).await?;
    Ok(sqlx::query_scalar(PROJECTED).fetch_one(&mut db).await?)
}

/// Something brought over a line.
#[derive(Debug, Clone, Copy)]
struct Brought {
    took: Duration,
    up: u64,
    down: u64,
    cuts: u64,
    central_memory: u64,
    hub_memory: u64,
}

/// Both programs and the line between them.
struct Up {
    central: Running,
    hub: Running,
    relay: Relay,
}

impl Up {
    fn start(town: &Town, line: Line) -> Outcome<Self> {
        let central = town.central.run()?;
        let relay = town.relay(line)?;
        Ok(Self { central, relay, hub: town.hub.run()? })
    }

    /// Waits until the hub calls.
    async fn called(&self) -> Outcome<Instant> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(first) = self.relay.first() {
                return Ok(first);
            }
            if Instant::now() > deadline {
                return Err("the hub never called".into());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Waits until nothing has crossed the line for a while.
    async fn quiet(&self) -> (u64, u64) {
        loop {
            let before = (self.relay.up(), self.relay.down());
            tokio::time::sleep(QUIET).await;
            if before == (self.relay.up(), self.relay.down()) {
                return before;
            }
        }
    }

    fn brought(&self, from: Instant, to: Instant) -> Outcome<Brought> {
        Ok(Brought {
            took: to.saturating_duration_since(from),
            up: self.relay.up(),
            down: self.relay.down(),
            cuts: self.relay.cuts(),
            central_memory: self.central.memory_most()?,
            hub_memory: self.hub.memory_most()?,
        })
    }

    fn stop(self) -> Outcome<()> {
        self.hub.stop()?;
        self.central.stop()
    }
}

async fn bring(town: &Town, line: Line, facts: u64, rows: i64) -> Outcome<(Brought, Up)> {
    let up = Up::start(town, line)?;
    let from = up.called().await?;
    let level = town.level(facts, rows).await?;
    let brought = up.brought(from, level)?;
    Ok((brought, up))
}

/// One round over one line.
struct Round {
    bulk: Brought,
    /// Bytes up over the same line when it is not cut, where it otherwise is.
    uncut: Option<u64>,
    /// Starting both again with nothing new: bytes until the line is silent.
    nothing: Brought,
    more: Brought,
    floor: Duration,
    sqlite: Duration,
    raw: raw::Sent,
}

async fn round(town: &Town, plan: Plan, line: Line, root: &Path) -> Outcome<Round> {
    town.reset()?;
    let json = raw::facts(&town.hub.database(), HUB, 0).await?;
    // The floor is not cut: it could not begin again where it was.
    let whole = Line { up_for: None, ..line };
    let raw = raw::send(&json, whole, root).await?;
    let nothing_yet = Rows::default();
    let transactions = i64::try_from(town.facts.div_ceil(500))?;
    let hub_db = town.hub.database();
    let sqlite = sqlite_alone(&hub_db, &nothing_yet, &["record"], transactions, root).await?;

    let uncut = if line.up_for.is_some() {
        let (uncut, up) = bring(town, whole, town.facts, town.projected).await?;
        up.stop()?;
        town.reset()?;
        Some(uncut.up)
    } else {
        None
    };
    let (bulk, up) = bring(town, line, town.facts, town.projected).await?;
    up.quiet().await;
    up.stop()?;

    let (_, up) = bring(town, line, town.facts, town.projected).await?;
    up.quiet().await;
    let (first, last) = (up.relay.first(), up.relay.last());
    let nothing = up.brought(first.ok_or("no call")?, last.ok_or("no call")?)?;
    up.stop()?;

    let (node, folder) = town.hub.open().await?;
    let facts = fill(&node, town.facts + plan.more).await?;
    close(node, folder).await;
    let rows = projected(&town.hub.database()).await?;
    let (more, up) = bring(town, line, facts, rows).await?;
    up.stop()?;
    Ok(Round { bulk, uncut, nothing, more, floor: raw.took + sqlite, sqlite, raw })
}

/// Measures every line whose name contains `only` and gives the table.
pub async fn measure(root: &Path, plan: Plan, only: &str) -> Outcome<Table> {
    let town = Town::make(root, plan.facts).await?;
    let mut table = Table::default();
    for case in cases().iter().filter(|case| case.name.contains(only)) {
        let mut rounds = Vec::new();
        for _ in 0..plan.rounds {
            rounds.push(round(&town, plan, case.line, root).await?);
        }
        rows(&mut table, &town, case, &rounds);
    }
    Ok(table)
}

fn rows(table: &mut Table, town: &Town, case: &Case, rounds: &[Round]) {
    let middle = |of: &dyn Fn(&Round) -> f64| median(rounds.iter().map(of).collect());
    let time = |of: &dyn Fn(&Round) -> Duration| {
        Duration::from_secs_f64(middle(&|round| of(round).as_secs_f64()))
    };
    let name = case.name;
    let facts = town.facts;
    let trip = case.line.round_trip;
    let (bulk, floor) = (time(&|round| round.bulk.took), time(&|round| round.floor));
    let raw = time(&|round| round.raw.took);
    let sqlite = time(&|round| round.sqlite);
    let a_fact = middle(&|round| float(round.bulk.up)) / float(facts);
    let raw_fact = middle(&|round| float(round.raw.bytes)) / float(facts);
    let gate = if case.line.up_for.is_some() {
        ("≤ 8 s", bulk <= Duration::from_secs(8))
    } else if case.line.up_bits.is_some() {
        ("≤ 1.05 × the raw line", ratio(bulk, raw) <= 1.05)
    } else if trip.is_zero() {
        ("≤ 1.5 F", ratio(bulk, floor) <= 1.5)
    } else {
        ("≤ F + 3 round trips", bulk <= floor + 3 * trip)
    };
    let limit = if case.line.up_bits.is_some() { raw } else { floor };
    table.row(
        format!("{name}: {facts} facts into an empty central"),
        format!("{} ({})", ms(bulk), per_second(rate(facts, bulk))),
        format!("F {} = line {} + SQLite {}", ms(floor), ms(raw), ms(sqlite)),
        Some(ratio(bulk, limit)),
        Some(gate),
    );
    table.row(
        format!("{name}: the same, bytes up"),
        format!("{a_fact:.1} B a fact"),
        format!("JSON in zstd-3 {raw_fact:.1} B"),
        Some(a_fact / raw_fact),
        Some(("≤ 105 B a fact", a_fact <= 105.0)),
    );
    if case.line.up_for.is_some() {
        let cuts = middle(&|round| float(round.bulk.cuts));
        let again = middle(&|round| {
            round.uncut.map_or(0.0, |uncut| float(round.bulk.up) / float(uncut) - 1.0)
        });
        table.row(
            format!("{name}: sent again, with {cuts:.0} cuts"),
            format!("{:.1} %", again * 100.0),
            "the same line uncut",
            None,
            Some(("≤ 10 %", again <= 0.1)),
        );
        return;
    }
    let nothing = middle(&|round| float(round.nothing.up + round.nothing.down));
    table.row(
        format!("{name}: coming back with nothing to do, TLS and all"),
        format!("{nothing:.0} B"),
        "",
        None,
        None,
    );
    let more = time(&|round| round.more.took);
    let up = middle(&|round| float(round.more.up));
    table.row(
        format!("{name}: both started anew, with 100 facts more"),
        ms(more),
        format!("2 round trips {}", ms(2 * trip)),
        None,
        None,
    );
    table.row(
        format!("{name}: the same, bytes up, TLS and all"),
        format!("{:.1} kB", up / 1e3),
        "",
        None,
        Some(("≤ 11.5 kB", up <= 11_500.0)),
    );
    let memory = |of: &dyn Fn(&Round) -> u64| rounds.iter().map(of).max().unwrap_or_default();
    table.row(
        format!("{name}: most memory, central and hub"),
        format!(
            "{} and {}",
            mb(memory(&|round| round.bulk.central_memory)),
            mb(memory(&|round| round.bulk.hub_memory))
        ),
        "",
        None,
        None,
    );
}
