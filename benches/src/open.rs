//! A line that was up: what one exchange costs in which neither side has anything to say, and how soon everything is at
//! central when the line comes back with a little more to bring. Central is the real program; the hub runs in this process, because its patience has to be shorter than five minutes.

use std::path::Path;
use std::time::{Duration, Instant};

use hub_server::folder::DataFolder;
use hub_server::sync::enrolment::ask;
use hub_server::sync::{
    EnrolWith, Line as HubLine, LineState, Options, http_client, new_enrolment_code,
};
use hub_server::testing;
use tokio_util::sync::CancellationToken;

use crate::Outcome;
use crate::fill::fill;
use crate::hub::{HUB, Site, close};
use crate::process::free_port;
use crate::relay::{Line, Relay};
use crate::report::{Table, float, median, ms};
use crate::sync::{LOOK, PATIENCE, level, projected};

/// How often the hub asks although nothing has happened.
const REST: Duration = Duration::from_millis(800);
/// How long a line is silent between two of its questions, at least.
const SILENT: Duration = Duration::from_millis(350);

/// Facts that are written while the line is down.
const MORE: u64 = 100;

/// What was seen over one line.
#[derive(Default)]
struct Seen {
    /// Time and bytes of each exchange with nothing to say.
    nothing: Vec<(Duration, u64)>,
    /// From the first byte after the line was down until central held everything, with the bytes up.
    back: Vec<(Duration, u64)>,
}

/// Measures `times` exchanges over a near and a far line.
pub async fn measure(root: &Path, times: usize) -> Outcome<Table> {
    let mut table = Table::default();
    for (name, trip) in [("loopback", Duration::ZERO), ("100 ms", Duration::from_millis(100))] {
        let root = root.join(name.replace(' ', "-"));
        std::fs::create_dir(&root)?;
        let seen = over(&root, trip, times).await?;
        let (took, bytes) = middle(&seen.nothing);
        table.row(
            format!("{name}: nothing to do, open connection"),
            ms(took),
            format!("1 round trip {}", ms(trip)),
            None,
            Some(("≤ 1 round trip + 5 ms", took <= trip + Duration::from_millis(5))),
        );
        table.row(
            format!("{name}: the same, bytes both ways, TLS and all"),
            format!("{bytes:.0} B"),
            "",
            None,
            Some(("≤ 250 B", bytes <= 250.0)),
        );
        let (took, bytes) = middle(&seen.back);
        let most = 2 * trip + Duration::from_millis(25);
        table.row(
            format!("{name}: {MORE} facts more when the line is back"),
            ms(took),
            format!("2 round trips {}", ms(2 * trip)),
            None,
            Some(("≤ 2 round trips + 25 ms", took <= most)),
        );
        table.row(
            format!("{name}: the same, bytes up, TLS and all"),
            format!("{:.1} kB", bytes / 1e3),
            "",
            None,
            Some(("≤ 11.5 kB", bytes <= 11_500.0)),
        );
    }
    Ok(table)
}

fn middle(seen: &[(Duration, u64)]) -> (Duration, f64) {
    let took = median(seen.iter().map(|(took, _)| took.as_secs_f64()).collect());
    (Duration::from_secs_f64(took), median(seen.iter().map(|(_, bytes)| float(*bytes)).collect()))
}

async fn over(root: &Path, trip: Duration, times: usize) -> Outcome<Seen> {
    let (central, hub) = (Site::new(root, "central")?, Site::new(root, HUB)?);
    let (line_port, id) = (free_port()?, HUB.parse()?);
    let (node, folder) = central.open().await?;
    testing::publish(&node).await;
    let code = new_enrolment_code(&node, &id).await;
    let code = code.map_err(|problem| problem.slug().to_owned())?;
    close(node, folder).await;
    let running = central.run()?;
    let start = || Relay::start(line_port, central.tls_port, Line::far(trip));
    let mut relay = start()?;
    let central_url = format!("https://127.0.0.1:{line_port}");
    let with = EnrolWith { central_url, ca_pem: Some(central.ca()?), code };
    let folder = DataFolder::open(&hub.folder)?;
    let enrolment = ask(&folder.node_key()?, &id, &with, Vec::new()).await;
    let enrolment = enrolment.map_err(|problem| problem.slug().to_owned())?;
    drop(folder);
    let (node, folder) = hub.open().await?;
    let http = http_client(&enrolment.central_url, enrolment.ca_pem.as_deref())?;
    let options = Options { rest: REST, ..Options::default() };
    let stop = CancellationToken::new();
    let line = HubLine::with(node.clone(), enrolment, None, http, options, &stop);
    wait_until("the line is up", || {
        line.watch().borrow().state == LineState::Up && node.city().is_some()
    })
    .await?;
    let mut seen = Seen::default();
    // The first may still be the end of coming up.
    for n in 0..=times {
        let before = silent(&relay).await;
        relay.watch();
        wait_until("the hub asks again", || relay.begun().is_some()).await?;
        let after = silent(&relay).await;
        let (Some(first), Some(last)) = (relay.begun(), relay.last()) else { continue };
        if n > 0 {
            // The answer still has the way from the relay to the hub before it.
            let took = last.saturating_duration_since(first) + trip / 2;
            seen.nothing.push((took, after - before));
        }
    }
    let mut facts = 0;
    for n in 0..=times {
        silent(&relay).await;
        relay.hang_up();
        facts = fill(&node, facts + MORE).await?;
        let rows = projected(&hub.database()).await?;
        relay = start()?;
        wait_until("the hub calls again", || relay.first().is_some()).await?;
        let first = relay.first().ok_or("no call")?;
        let level = level(&central.database(), facts, rows).await?;
        if n > 0 {
            seen.back.push((level.saturating_duration_since(first), relay.up()));
        }
    }
    line.stop().await;
    close(node, folder).await;
    running.stop()?;
    Ok(seen)
}

async fn wait_until(what: &str, mut look: impl FnMut() -> bool) -> Outcome<()> {
    let deadline = Instant::now() + PATIENCE;
    while !look() {
        if Instant::now() > deadline {
            return Err(format!("not in time: {what}").into());
        }
        tokio::time::sleep(LOOK).await;
    }
    Ok(())
}

/// Waits until nothing crosses the line; gives the bytes that have.
async fn silent(relay: &Relay) -> u64 {
    loop {
        let before = relay.up() + relay.down();
        tokio::time::sleep(SILENT).await;
        if before == relay.up() + relay.down() {
            return before;
        }
    }
}
