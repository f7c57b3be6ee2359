//! The hubs side by side, at central only: what each has done, as of when, complete until when, with the
//! rows behind every figure (CAPABILITIES I, DESIGN 8).
//!
//! Always true: figures come from running totals that the same facts keep as the rows behind them; time
//! given in requests, time worked and hours of the time bank are three clocks and never added. A fact that
//! could not be understood is in no figure and is counted as left out. Deliberately absent: tables of its own.

pub mod figures;
pub mod routes;

#[cfg(test)]
mod tests;

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    figures::STATEMENTS.to_vec()
}
