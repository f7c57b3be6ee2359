//! Reads what the hub says. A fact that this version does not understand still has its cursor read, so
//! that it can be kept and one new word never stops everything after it. Pure; any bytes may come.

use protocol::antenna::{BoardNotice, MESSAGE_MAX, Receipt, Seen};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::outbox::LooseFact;

/// One message from the hub.
#[derive(Debug)]
pub struct Word {
    /// The hub's clock, UTC milliseconds.
    pub at_ms: i64,
    /// What it says.
    pub heard: Heard,
}

/// What the hub can say, as far as this version understands it.
#[derive(Debug)]
pub enum Heard {
    /// The answer to a command.
    Receipt(Box<Receipt>),
    /// A fact, its news unread.
    Fact(LooseFact),
    /// Nothing more waits up to this cursor.
    CaughtUp(u64),
    /// A notice for the neighbourhood.
    Board(BoardNotice),
    /// A kind this version does not know.
    Strange(String),
}

/// Why bytes are not a message.
#[derive(Debug, thiserror::Error)]
pub enum Unheard {
    /// Longer than a message may be.
    #[error("{0} bytes are more than a message may have")]
    TooLarge(usize),
    /// Not the JSON that a hub sends.
    #[error("not a message of a hub: {0}")]
    Malformed(#[from] serde_json::Error),
}

#[derive(Deserialize)]
struct Outer<'a> {
    at_ms: i64,
    kind: String,
    #[serde(borrow)]
    body: &'a RawValue,
}

#[derive(Deserialize)]
struct LooseBody {
    cursor: u64,
    news: Box<RawValue>,
}

/// Reads one message.
///
/// # Errors
/// [`Unheard`]; the message is then dropped, and what mattered in it is sent again.
pub fn hear(bytes: &[u8]) -> Result<Word, Unheard> {
    if bytes.len() > MESSAGE_MAX {
        return Err(Unheard::TooLarge(bytes.len()));
    }
    let outer: Outer<'_> = serde_json::from_slice(bytes)?;
    let body = outer.body.get();
    let heard = match outer.kind.as_str() {
        "receipt" => Heard::Receipt(Box::new(serde_json::from_str(body)?)),
        "fact" => {
            let LooseBody { cursor, news } = serde_json::from_str(body)?;
            Heard::Fact(LooseFact { cursor, body: news })
        }
        "caught-up" => Heard::CaughtUp(serde_json::from_str::<Seen>(body)?.cursor),
        "board" => Heard::Board(serde_json::from_str(body)?),
        other => Heard::Strange(other.chars().take(60).collect()),
    };
    Ok(Word { at_ms: outer.at_ms, heard })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use protocol::antenna::{DeviceFact, HubEnvelope, HubMessage, News, ProposalClosed, WhyClosed};
    use protocol::{CommandId, ProposalId};
    use uuid::Uuid;

    fn said(message: HubMessage) -> Vec<u8> {
        serde_json::to_vec(&HubEnvelope { v: 1, at_ms: 42, message }).unwrap()
    }

    #[test]
    fn every_message_of_a_hub_is_understood() {
        let re = CommandId::new(Uuid::from_u128(3));
        let receipt = hear(&said(HubMessage::Receipt(Receipt { re, problem: None }))).unwrap();
        assert_eq!(receipt.at_ms, 42);
        assert!(matches!(receipt.heard, Heard::Receipt(it) if it.re == re));

        let news = News::ProposalClosed(ProposalClosed {
            proposal: ProposalId::new(Uuid::from_u128(4)),
            why: WhyClosed::Taken,
        });
        let fact = DeviceFact { cursor: 9, news: news.clone() };
        let Heard::Fact(fact) = hear(&said(HubMessage::Fact(fact))).unwrap().heard else {
            panic!("not a fact");
        };
        assert_eq!(fact.cursor, 9);
        assert_eq!(serde_json::from_str::<News>(fact.body.get()).unwrap(), news);

        let caught_up = hear(&said(HubMessage::CaughtUp(Seen { cursor: 8 }))).unwrap();
        assert!(matches!(caught_up.heard, Heard::CaughtUp(8)));
        let board = BoardNotice { text: "Mercato sabato".into(), until_ms: 5 };
        assert!(matches!(
            hear(&said(HubMessage::Board(board.clone()))).unwrap().heard,
            Heard::Board(it) if it == board
        ));
    }

    #[test]
    fn news_of_a_later_version_keep_their_cursor() {
        let bytes =
            br#"{"v":9,"at_ms":1,"kind":"fact","body":{"cursor":5,"news":{"news":"dance"}}}"#;
        assert!(matches!(hear(bytes).unwrap().heard, Heard::Fact(fact) if fact.cursor == 5));
        let bytes = br#"{"v":1,"at_ms":1,"kind":"song","body":{}}"#;
        assert!(matches!(hear(bytes).unwrap().heard, Heard::Strange(kind) if kind == "song"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes: Vec<u8>) {
            let _ = hear(&bytes);
        }
    }
}
