//! What the figures were measured on, and how busy it was meanwhile.

use std::fs;

fn first_line_with(file: &str, start: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(start)).unwrap_or_default();
    line.split_once([':', '=']).map_or("", |(_, value)| value).trim().trim_matches('"').to_owned()
}

/// Processor, memory, system: one line.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kib: u64 = first_line_with("/proc/meminfo", "MemTotal")
        .split_whitespace()
        .next()
        .and_then(|kib| kib.parse().ok())
        .unwrap_or_default();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "{}, {cores} cores, {} GiB, {}, Linux {}",
        first_line_with("/proc/cpuinfo", "model name"),
        kib / (1024 * 1024),
        first_line_with("/etc/os-release", "PRETTY_NAME"),
        kernel.trim(),
    )
}

/// The load average of the last minute, as the system says it.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("?").to_owned()
}
