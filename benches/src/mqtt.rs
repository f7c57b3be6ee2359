//! MQTT command → commit → receipt, at one, fifty and five hundred devices, against the disk's flush,
//! `SQLite` alone with the same rows, and a bare broker echo.

use std::path::Path;
use std::time::Duration;

use protocol::antenna::Paired;

use crate::devices::{Answers, Devices, What};
use crate::hub::{HUB, Site, close, pair, teach_city};
use crate::limits::{Rows, fdatasync, sqlite_alone};
use crate::process::{Running, cpu_of};
use crate::report::{Table, Times, median, ms, per_second, ratio};
use crate::{Outcome, echo};

/// Commands the node's writer takes into one transaction at most (`store/writer.rs`).
const BATCH: u64 = 256;
const FLUSHES: u32 = 400;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// Which command.
    pub what: What,
    /// Numbers of devices, in this order.
    pub devices: &'a [usize],
    /// How long each number is measured.
    pub time: Duration,
    /// How often everything is measured.
    pub rounds: usize,
    /// Commands a second when they are paced, with fifty devices.
    pub paced: u32,
}

/// One number of devices, measured once.
struct Round {
    ours: Answers,
    echo: Answers,
    flush: Times,
    /// What `SQLite` alone would have done each second.
    sqlite_rate: f64,
    hub_cpu: Duration,
    load_cpu: Duration,
}

/// Measures everything in `root` and gives the table.
pub async fn measure(root: &Path, plan: Plan<'_>) -> Outcome<Table> {
    let most = plan.devices.iter().copied().max().unwrap_or_default().max(1);
    let site = Site::new(root, HUB)?;
    let (node, folder) = site.open().await?;
    teach_city(&node, root).await?;
    let paired = pair(&node, most).await?;
    close(node, folder).await;
    let hub = site.run()?;
    let (echo, echo_port) = echo::start(&site)?;
    let bench = Bench { site: &site, root, hub: &hub, echo: &echo, echo_port, plan };
    let mut table = Table::default();
    for devices in plan.devices {
        let some = paired.get(..*devices).unwrap_or_default();
        let mut rounds = Vec::new();
        for _ in 0..plan.rounds {
            rounds.push(bench.saturated(some).await?);
        }
        saturated_rows(&mut table, *devices, &rounds);
    }
    let some = paired.get(..50.min(most)).unwrap_or_default();
    let mut rounds = Vec::new();
    for _ in 0..plan.rounds {
        rounds.push(bench.at_a_pace(some).await?);
    }
    paced_rows(&mut table, some.len(), plan.paced, &rounds);
    let memory = hub.memory_most()?;
    hub.stop()?;
    table.row("the hub's memory at most, in all of it", crate::report::mb(memory), "", None, None);
    Ok(table)
}

struct Bench<'a> {
    site: &'a Site,
    root: &'a Path,
    hub: &'a Running,
    echo: &'a Running,
    echo_port: u16,
    plan: Plan<'a>,
}

impl Bench<'_> {
    async fn saturated(&self, paired: &[Paired]) -> Outcome<Round> {
        let (what, time) = (self.plan.what, self.plan.time);
        let ca = self.site.ca()?;
        let flush = fdatasync(self.root, FLUSHES)?;
        let warm_up = time / 4;

        let devices = Devices::connect(paired, self.echo_port, &ca).await?;
        let echo = devices.closed(what, warm_up, time / 2).await?;
        drop(devices);

        let devices = Devices::connect(paired, self.site.mqtt_port, &ca).await?;
        let before = Rows::of(&self.site.database()).await?;
        let (hub_before, load_before) = (self.hub.cpu()?, cpu_of("self")?);
        let ours = devices.closed(what, warm_up, time).await?;
        let (hub_after, load_after) = (self.hub.cpu()?, cpu_of("self")?);
        drop(devices);

        let commands = before.commands_since(&self.site.database()).await?;
        let transactions = i64::try_from(commands.div_ceil(BATCH.min(paired.len() as u64)))?;
        let line =
            sqlite_alone(&self.site.database(), &before, &[], transactions, self.root).await?;
        let sqlite_rate = crate::report::rate(commands, line);
        Ok(Round {
            ours,
            echo,
            flush,
            sqlite_rate,
            hub_cpu: hub_after.saturating_sub(hub_before),
            load_cpu: load_after.saturating_sub(load_before),
        })
    }

    async fn at_a_pace(&self, paired: &[Paired]) -> Outcome<(Answers, Times)> {
        let ca = self.site.ca()?;
        let devices = Devices::connect(paired, self.site.mqtt_port, &ca).await?;
        let flush_before = fdatasync(self.root, FLUSHES)?;
        let answers = devices.paced(self.plan.what, self.plan.paced, self.plan.time).await?;
        let flush = flush_before.with(fdatasync(self.root, FLUSHES)?);
        if self.echo.memory()? == 0 {
            return Err("the echo has ended".into());
        }
        Ok((answers, flush))
    }
}

fn middle(rounds: &[Round], of: impl Fn(&Round) -> f64) -> f64 {
    median(rounds.iter().map(of).collect())
}

fn seconds(value: f64) -> Duration {
    Duration::from_secs_f64(value)
}

fn saturated_rows(table: &mut Table, devices: usize, rounds: &[Round]) {
    let rate = middle(rounds, |round| round.ours.rate);
    let sqlite = middle(rounds, |round| round.sqlite_rate);
    let echo = middle(rounds, |round| round.echo.rate);
    let p = |percent| seconds(middle(rounds, |r| r.ours.times.percentile(percent).as_secs_f64()));
    let echo_p = |n| seconds(middle(rounds, |r| r.echo.times.percentile(n).as_secs_f64()));
    let flush = |n| seconds(middle(rounds, |r| r.flush.percentile(n).as_secs_f64()));
    let gate = (devices >= 500).then_some(("≥ 5 000/s", rate >= 5_000.0));
    table.row(
        format!("{devices} devices, each sends on its receipt: commands"),
        per_second(rate),
        format!("SQLite alone, same rows {}", per_second(sqlite)),
        Some(rate / sqlite.max(1.0)),
        gate,
    );
    table.row(
        format!("{devices} devices: the same"),
        per_second(rate),
        format!("broker echo {}", per_second(echo)),
        Some(rate / echo.max(1.0)),
        None,
    );
    for percent in [50, 99] {
        table.row(
            format!("{devices} devices: p{percent} of a receipt"),
            ms(p(percent)),
            format!("echo {}, flush {}", ms(echo_p(percent)), ms(flush(percent))),
            Some(ratio(p(percent), echo_p(percent))),
            None,
        );
    }
    let cpu = middle(rounds, |r| r.hub_cpu.as_secs_f64() / f64::from(r.ours.count()));
    let load_cpu = middle(rounds, |r| r.load_cpu.as_secs_f64() / f64::from(r.ours.count()));
    table.row(
        format!("{devices} devices: processor time a command"),
        format!("{:.0} µs", cpu * 1e6),
        format!("the devices themselves {:.0} µs", load_cpu * 1e6),
        Some(cpu / load_cpu.max(1e-9)),
        None,
    );
}

fn paced_rows(table: &mut Table, devices: usize, pace: u32, rounds: &[(Answers, Times)]) {
    let middle = |of: &dyn Fn(&(Answers, Times)) -> Duration| {
        seconds(median(rounds.iter().map(|round| of(round).as_secs_f64()).collect()))
    };
    let p50 = middle(&|(ours, _)| ours.times.percentile(50));
    let p99 = middle(&|(ours, _)| ours.times.percentile(99));
    let (flush50, flush99) =
        (middle(&|(_, flush)| flush.percentile(50)), middle(&|(_, flush)| flush.percentile(99)));
    let three = Duration::from_millis(3);
    let fifty = Duration::from_millis(50);
    let gated = |text, held| (devices == 50).then_some((text, held));
    table.row(
        format!("{devices} devices, {pace} commands a second: p50 of a receipt"),
        ms(p50),
        format!("flush {}", ms(flush50)),
        Some(ratio(p50, flush50)),
        gated("≤ 3 ms", p50 <= three),
    );
    table.row(
        "the same: p99",
        ms(p99),
        format!("flush {}", ms(flush99)),
        Some(ratio(p99, flush99)),
        gated("≤ 2 × flush and ≤ 50 ms", p99 <= 2 * flush99 && p99 <= fifty),
    );
}
