//! What a decision is told from outside: who, when, how, and a little chance. Nothing in a domain
//! reads a clock or makes an id by itself.

use protocol::{ActorRef, Channel, CommandId};

/// The circumstances of one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ctx {
    /// The command's id, made by its sender.
    pub command: CommandId,
    /// Who gives it.
    pub actor: ActorRef,
    /// How it came in.
    pub channel: Channel,
    /// This node's clock, UTC milliseconds.
    pub now_ms: i64,
    /// 32 random bytes: salts, slip codes and one-time codes are made from them.
    pub chance: [u8; 32],
}

impl Ctx {
    /// Sixteen bytes of chance for purpose `label`, number `index`; different for each pair.
    #[must_use]
    pub fn chance_for(&self, label: &str, index: u32) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new_keyed(&self.chance);
        hasher.update(label.as_bytes());
        hasher.update(&index.to_be_bytes());
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        bytes
    }
}

/// How handling a command can end badly: with a no for the person, or with a failure.
#[derive(Debug, thiserror::Error)]
pub enum Fail {
    /// An expected no; it is the command's answer and is recorded as its receipt.
    #[error("refused: {0}")]
    Refused(protocol::Problem),
    /// A failure; nothing is recorded and the same command may be sent again.
    #[error(transparent)]
    Failed(#[from] crate::store::StoreError),
}

impl From<sqlx::Error> for Fail {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<protocol::Problem> for Fail {
    fn from(problem: protocol::Problem) -> Self {
        Self::Refused(problem)
    }
}
