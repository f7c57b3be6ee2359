//! The program around a node: its command line, what it listens on, the demo city, and care of its data.

pub mod care;
pub mod cli;
pub mod demo;
pub mod serve;

use crate::broker;
use crate::config::BadConfig;
use crate::store::StoreError;

/// Why the program could not do what it was asked; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// The configuration is wrong.
    #[error("the configuration is wrong:\n{0}")]
    Config(#[from] BadConfig),
    /// The store could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// MQTT could not be started.
    #[error("MQTT did not start: {0}")]
    Broker(#[from] broker::StartError),
    /// An address could not be listened on.
    #[error(
        "{address} cannot be listened on ({source}); if another program has it, stop that one or \
         choose another port in the configuration"
    )]
    Listen {
        /// The address.
        address: String,
        /// Why.
        source: std::io::Error,
    },
    /// The city file has mistakes.
    #[error("the city file has mistakes, nothing was loaded:\n{0}")]
    City(String),
    /// The node refused.
    #[error("the node refused: {0}")]
    Refused(#[from] protocol::Problem),
    /// Something else, in words.
    #[error("{0}")]
    Said(String),
}
