//! How facts travel between a hub and central.

pub mod pace;
pub mod plan;
pub mod squeeze;

#[cfg(test)]
pub(crate) mod samples;
