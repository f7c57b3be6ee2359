//! Messages as they were first shipped still read.

use jiff::civil::date;
use protocol::{CommandId, ExchangeId};

use crate::bank::between::message::{Message, Proposed, Why, Words};
use crate::bank::between::terms::Terms;
use crate::bank::minutes::Minutes;
use crate::bank::tests::{length, slug};
use crate::testing::uuid;

const SHIPPED: &str = include_str!("messages.jsonl");

fn all() -> Vec<Message> {
    let exchange = ExchangeId::new(uuid(7));
    let terms = Terms {
        id: CommandId::new(uuid(1)),
        version: 2,
        from: date(2026, 11, 1),
        until: date(2027, 10, 31),
        ceiling: Minutes::hours(100),
    };
    let proposed = |cheque| Proposed {
        exchange,
        from: "K7M4-QX2B".parse().unwrap(),
        to: "0123-4567".parse().unwrap(),
        gave: true,
        length: length(90),
        category: slug("company"),
        day: date(2026, 11, 18),
        cheque,
    };
    let why = [
        Why::Member,
        Why::Silence,
        Why::Withdrawn,
        Why::NoPact,
        Why::UnknownMember,
        Why::Excluded,
        Why::BadDay,
        Why::ChequeUnknown,
        Why::ChequeUsed { at_ms: 1_795_000_000_000 },
    ];
    let declined = why.map(|why| Message::Declined { exchange, why });
    let mut all = vec![
        Message::Ended(terms.age()),
        Message::Signed(terms),
        Message::Proposed(proposed(None)),
        Message::Proposed(proposed(Some(12))),
        Message::Withdrawn { exchange },
        Message::Settled { exchange, over: true },
        Message::BackAsked { exchange },
        Message::BackGiven { exchange, over: false },
        Message::BackRefused { exchange },
    ];
    all.extend(declined);
    let (from, to) = ("K7M4-QX2B".parse().unwrap(), "0123-4567".parse().unwrap());
    let words = CommandId::new(uuid(8));
    all.extend([
        Message::WordsRefused { words },
        Message::Words(Words { words, from, to, text: "Giovedì dopo le tre".to_owned() }),
        Message::WordsForgotten {
            from: "K7M4-QX2B".parse().unwrap(),
            to: "0123-4567".parse().unwrap(),
        },
        Message::Called { code: "K7M4-QX2B".parse().unwrap(), name: Some("Anna".to_owned()) },
        Message::Called { code: "K7M4-QX2B".parse().unwrap(), name: None },
        Message::MemberErased { code: "K7M4-QX2B".parse().unwrap() },
        Message::ErasureDone { code: "K7M4-QX2B".parse().unwrap() },
    ]);
    all
}

#[test]
fn messages_between_banks_read_and_write_as_they_were_shipped() {
    let written: Vec<String> =
        all().iter().map(|message| serde_json::to_string(message).unwrap()).collect();
    assert_eq!(written.join("\n"), SHIPPED.trim_end());
    for (line, message) in SHIPPED.lines().zip(all()) {
        assert_eq!(serde_json::from_str::<Message>(line).unwrap(), message);
    }
}
