//! Figures as they are printed: each beside the limit measured in the same run, their ratio, and the gate
//! it is held to.

use std::fmt::Write as _;
use std::time::Duration;

/// Many times of the same thing.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Takes them in any order.
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The value that `percent` of them do not exceed; zero when there are none.
    pub fn percentile(&self, percent: usize) -> Duration {
        let at = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(at).copied().unwrap_or_default()
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// These and those together.
    pub fn with(mut self, mut others: Self) -> Self {
        self.0.append(&mut others.0);
        Self::new(self.0)
    }
}

/// The middle one of several figures; zero when there are none.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_unstable_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// Milliseconds with as many digits as mean something.
pub fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    if ms < 10.0 { format!("{ms:.2} ms") } else { format!("{ms:.0} ms") }
}

/// A rate for people.
pub fn per_second(rate: f64) -> String {
    format!("{rate:.0}/s")
}

/// A count to calculate with.
#[expect(clippy::cast_precision_loss, reason = "what is counted here stays far below 2⁵³")]
pub fn float(count: u64) -> f64 {
    count as f64
}

/// So many in a time, each second.
pub fn rate(count: u64, took: Duration) -> f64 {
    float(count) / took.as_secs_f64().max(1e-9)
}

/// Bytes as megabytes of a million.
pub fn mb(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// How much time is how many times another.
pub fn ratio(time: Duration, limit: Duration) -> f64 {
    time.as_secs_f64() / limit.as_secs_f64().max(1e-9)
}

/// A table that grows line by line.
#[derive(Debug, Default)]
pub struct Table {
    lines: Vec<[String; 5]>,
    gates: Vec<(String, bool)>,
}

impl Table {
    /// A figure beside its limit. `gate` is what was promised and whether it was held; `None` for a figure
    /// that nothing was promised about.
    pub fn row(
        &mut self,
        what: impl Into<String>,
        measured: impl Into<String>,
        limit: impl Into<String>,
        ratio: Option<f64>,
        gate: Option<(&str, bool)>,
    ) {
        let (what, measured) = (what.into(), measured.into());
        if let Some((text, held)) = gate {
            self.gates.push((format!("{what}: {measured} ({text})"), held));
        }
        let ratio = ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        let gate = gate.map_or_else(String::new, |(text, held)| {
            format!("{text}: {}", if held { "met" } else { "**missed**" })
        });
        self.lines.push([what, measured, limit.into(), ratio, gate]);
    }

    /// The gates, each with what was measured and whether it was held.
    pub fn gates(&self) -> &[(String, bool)] {
        &self.gates
    }

    /// Everything as Markdown.
    pub fn text(&self) -> String {
        let mut text = String::from("| what | measured | limit in the same run | ratio | gate |\n");
        text.push_str("|---|---|---|--:|---|\n");
        for [what, measured, limit, ratio, gate] in &self.lines {
            let _ = writeln!(text, "| {what} | {measured} | {limit} | {ratio} | {gate} |");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let times = Times::new((1..=200).rev().map(Duration::from_millis).collect());
        assert_eq!(times.percentile(50), Duration::from_millis(100));
        assert_eq!(times.percentile(99), Duration::from_millis(198));
        assert_eq!(Times::default().percentile(99), Duration::ZERO);
    }

    #[test]
    fn a_missed_gate_says_so() {
        let mut table = Table::default();
        table.row("memory", "61.0 MB", "", None, Some(("≤ 60 MB", false)));
        assert!(table.text().contains("| ≤ 60 MB: **missed** |"));
    }
}
