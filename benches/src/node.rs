//! What a hub costs when nothing happens: memory, processor time, the program's size on disk.

use std::path::Path;
use std::time::Duration;

use crate::Outcome;
use crate::hub::{HUB, Site, close, teach_city};
use crate::process::program;
use crate::report::{Table, float, mb, median};

const MEMORY_MAX: u64 = 60_000_000;
const PROGRAM_MAX: u64 = 40_000_000;

/// Starts a hub that knows its city, lets it rest for `time`, `rounds` times, and gives the table.
pub async fn measure(root: &Path, time: Duration, rounds: usize) -> Outcome<Table> {
    let site = Site::new(root, HUB)?;
    let (node, folder) = site.open().await?;
    teach_city(&node, root).await?;
    close(node, folder).await;
    let (mut memory, mut cpu) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let hub = site.run()?;
        tokio::time::sleep(time / 2).await;
        let before = hub.cpu_exact()?;
        tokio::time::sleep(time / 2).await;
        let used = hub.cpu_exact()?.saturating_sub(before);
        cpu.push(used.as_secs_f64() / (time / 2).as_secs_f64());
        memory.push(hub.memory()?);
        hub.stop()?;
    }
    memory.sort_unstable();
    let memory = memory.get(memory.len() / 2).copied().unwrap_or_default();
    let bytes = std::fs::metadata(program("hub-server")?)?.len();
    let mut table = Table::default();
    let of = |bytes: u64, most: u64| Some(float(bytes) / float(most));
    table.row(
        "hub at rest: memory",
        mb(memory),
        mb(MEMORY_MAX),
        of(memory, MEMORY_MAX),
        Some(("≤ 60 MB", memory <= MEMORY_MAX)),
    );
    table.row(
        "hub at rest: processor",
        format!("{:.2} % of a core", median(cpu) * 100.0),
        "",
        None,
        None,
    );
    table.row(
        "hub-server: size of the program",
        mb(bytes),
        mb(PROGRAM_MAX),
        of(bytes, PROGRAM_MAX),
        Some(("≤ 40 MB", bytes <= PROGRAM_MAX)),
    );
    Ok(table)
}
