//! The measuring itself still works: a few commands and a few facts through the real programs. No figure is
//! judged here, because a test may run on a machine that is busy.

use std::process::Command;

fn load(args: &[&str]) -> String {
    let program = env!("CARGO_BIN_EXE_load");
    let output = Command::new(program)
        .args(["--rounds", "1", "--work", env!("CARGO_TARGET_TMPDIR")])
        .args(args)
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{args:?} failed:\n{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

#[test]
fn commands_of_a_few_devices_are_measured() {
    let said = load(&["mqtt", "--devices", "2", "--time-ms", "400", "--pace", "10"]);
    assert!(said.contains("2 devices: p99 of a receipt"), "{said}");
}

#[test]
fn a_few_facts_are_brought_over_a_cut_line_and_measured() {
    let said = load(&["sync", "--facts", "60", "--more", "5", "--line", "up 2 s"]);
    assert!(said.contains("facts into an empty central"), "{said}");
}

#[test]
fn a_few_hubs_call_at_once_and_are_measured() {
    let said = load(&["storm", "--hubs", "3", "--facts", "5"]);
    assert!(said.contains("3 hubs with 5 facts each at once: all level"), "{said}");
}

#[test]
fn a_few_exchanges_are_posted_and_counted_and_measured() {
    let said = load(&["bank", "--exchanges", "20", "--held", "500"]);
    assert!(said.contains("the year's figures over 5"), "{said}");
}
