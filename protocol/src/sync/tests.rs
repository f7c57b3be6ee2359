use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::{ActorRef, CommandId, EventId, StaffId};
use crate::record::{Body, Envelope, Record, SeriesKey};
use ed25519_dalek::SigningKey;

fn series() -> SeriesKey {
    SeriesKey { node: "nord".parse().unwrap(), epoch: 1 }
}

fn command(n: u64) -> CommandId {
    let random = [n.to_be_bytes().as_slice(), &[7, 7]].concat().try_into().unwrap();
    CommandId::new(
        uuid::Builder::from_unix_timestamp_millis(1_790_000_000_000 + n, &random).into_uuid(),
    )
}

fn fact(seq: u64, event_id: EventId, subject: &str, kind: &str, body: &str) -> Record {
    let (salt, bytes) = ([seq.to_le_bytes()[0]; 16], body.as_bytes().to_vec());
    Record {
        envelope: Envelope {
            series: series(),
            seq,
            event_id,
            at_ms: 1_790_000_000_000 + i64::try_from(seq).unwrap() * 1500,
            kind: kind.into(),
            v: 1,
            actor: ActorRef::Staff(StaffId::new(Uuid::from_u128(
                0x0192_0000_0000_7000_8000_0000_0000_0001,
            ))),
            subject: subject.into(),
            commitment: Body::commit(&salt, &bytes),
        },
        body: Body::Present { salt, bytes },
    }
}

/// A small life: a need, its words, taken in charge, and a fact whose body was withheld.
fn sample() -> Vec<Record> {
    let (one, two) = (command(1), command(2));
    let id = one.to_string();
    let mut facts = vec![
        fact(
            1,
            EventId::of_command(one, 0),
            &id,
            "requests.need-left",
            &format!("{{\"slip\":\"BN-7K2-M4QX\",\"person\":\"{id}\"}}"),
        ),
        fact(
            2,
            EventId::of_command(one, 1),
            &id,
            "requests.words-left",
            "{\"text\":\"Mi serve una mano con la spesa, perché sono al terzo piano\"}",
        ),
        fact(
            3,
            EventId::of_command(two, 0),
            &id,
            "requests.taken-in-charge",
            "{\"operator\":\"01920000-0000-7000-8000-000000000001\"}",
        ),
        fact(
            4,
            EventId::new(Uuid::from_u128(5)),
            "a subject that is no id",
            "future.unheard-of",
            "\u{1}not even JSON",
        ),
    ];
    facts[3].envelope.v = 999;
    facts[3].body = Body::Absent;
    facts
}

fn pack(records: &[Record]) -> Packed {
    let mut packer = Packer::default();
    for record in records {
        packer.push(record);
    }
    packer.take()
}

fn unpack(packed: &Packed, after: u64) -> Result<Vec<Record>, BadFrame> {
    Unpacker::default().unpack(&series(), after, packed.count, &packed.text, &packed.noise)
}

#[test]
fn facts_come_out_as_they_went_in_over_several_frames() {
    let facts = sample();
    let (mut packer, mut unpacker) = (Packer::default(), Unpacker::default());
    for (after, pair) in facts.chunks(2).enumerate() {
        for record in pair {
            packer.push(record);
        }
        let packed = packer.take();
        let after = after as u64 * 2;
        let out = unpacker.unpack(&series(), after, packed.count, &packed.text, &packed.noise);
        assert_eq!(out.unwrap(), pair);
    }
}

#[test]
fn the_columns_of_a_frame_are_the_ones_first_shipped() {
    let packed = pack(&sample());
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    let written = format!("{}\n{}\n", hex(&packed.text), hex(&packed.noise));
    assert_eq!(written, include_str!("../../golden/sync-columns-1.hex"), "written now:\n{written}");
}

#[test]
fn the_messages_are_the_ones_first_shipped() {
    let (hub, key) = ("nord".parse().unwrap(), SigningKey::from_bytes(&[3; 32]));
    let head = Head { seq: 300, hash: Hash([9; 32]) };
    let signature = Signature64([5; 64]);
    let reach = Reach { head, signature };
    let hello = Hello {
        program: "0.1.0".into(),
        clock_ms: 1_790_000_000_000,
        up: Some(Up {
            writer: Writer::Hub,
            epoch: 2,
            current: 2,
            from: head,
            reach: Some(reach.clone()),
            former: [1; 8],
        }),
        down: Some(Down { epoch: 1, at: head, wait_ms: 25_000 }),
        grants: vec![Grant::sign(&key, &hub, [4; 32], 2, head, 1_790_000_000_000)],
    };
    let challenge = Challenge { issued_at_ms: 1_790_000_000_000, mark: [6; 16] };
    let proof =
        Proof::sign(&key, &hub, Boot([8; 8]), challenge, "POST /sync/v1/exchange", Hash::ZERO);
    let opening = Opening { version: 1, proof, hello: postcard::to_stdvec(&hello).unwrap() };
    let unlike = Unlike { why: Why::NotHeld, epoch: 2, held: head, at_reach: None, current: 2 };
    let welcome = Welcome {
        clock_ms: 1_790_000_000_000,
        held: Some(head),
        former: Some(vec![EpochHead { epoch: 1, head }]),
        down: DownState::Follows,
    };
    let said = [
        Said::Welcome(welcome),
        Said::Unlike(unlike),
        Said::Ack { epoch: 2, head },
        Said::Receipt { epoch: 2, reach: reach.clone() },
        Said::Reaches { epoch: 1, reach },
        Said::Refused(Refused { slug: "disk-full".into(), retry: true, after_s: 30 }),
        Said::Done,
    ];
    let mut lines = data_encoding::HEXLOWER.encode(&Piece::Word(opening).to_bytes());
    for word in said {
        lines.push('\n');
        lines.push_str(&data_encoding::HEXLOWER.encode(&Piece::Word(word).to_bytes()));
    }
    lines.push('\n');
    assert_eq!(lines, include_str!("../../golden/sync-words-1.hex"), "written now:\n{lines}");
}

#[test]
fn a_no_op_exchange_fits_in_250_bytes() {
    let (hub, key) = ("san-rocchino".parse().unwrap(), SigningKey::from_bytes(&[3; 32]));
    let head = Head { seq: 3_000_000, hash: Hash([9; 32]) };
    let hello = Hello {
        program: "0.1.0".into(),
        clock_ms: 1_790_000_000_000,
        up: Some(Up {
            writer: Writer::Hub,
            epoch: 2,
            current: 2,
            from: head,
            reach: None,
            former: [1; 8],
        }),
        down: Some(Down { epoch: 1, at: head, wait_ms: 0 }),
        grants: vec![],
    };
    let challenge = Challenge { issued_at_ms: 1_790_000_000_000, mark: [6; 16] };
    let proof =
        Proof::sign(&key, &hub, Boot([8; 8]), challenge, "POST /sync/v1/exchange", Hash::ZERO);
    let opening = Opening { version: 1, proof, hello: postcard::to_stdvec(&hello).unwrap() };
    let bytes = MAGIC.len() + Piece::Word(opening).to_bytes().len();
    assert!(bytes <= 250, "{bytes} bytes");
}

#[test]
fn a_signature_and_a_challenge_speak_for_one_request_only() {
    let (hub, key): (NodeId, _) = ("nord".parse().unwrap(), SigningKey::from_bytes(&[3; 32]));
    let challenge = Challenge::issue(&[1; 32], &hub, Boot([8; 8]), 5);
    assert!(challenge.is_for(&[1; 32], &hub, Boot([8; 8])));
    assert!(!challenge.is_for(&[1; 32], &hub, Boot([9; 8])));
    assert!(!Challenge { issued_at_ms: 6, ..challenge }.is_for(&[1; 32], &hub, Boot([8; 8])));
    assert_eq!(Challenge::from_base64(&challenge.to_base64()), Some(challenge));
    let proof = Proof::sign(&key, &hub, Boot([8; 8]), challenge, "GET /a", Hash::ZERO);
    assert!(proof.is_of(&key.verifying_key(), "GET /a", Hash::ZERO));
    assert!(!proof.is_of(&key.verifying_key(), "GET /b", Hash::ZERO));
    assert!(!proof.is_of(&key.verifying_key(), "GET /a", Hash([1; 32])));
    assert_eq!(Proof::from_base64(&proof.to_base64()), Some(proof));
}

#[test]
fn a_frame_that_would_fill_the_memory_is_refused() {
    let long = "x".repeat(1 << 20);
    let facts: Vec<_> = (1..=8)
        .map(|seq| fact(seq, EventId::of_command(command(seq), 0), &long, "requests.met", "{}"))
        .collect();
    // A megabyte of subject is said once and meant eight times.
    assert!(matches!(unpack(&pack(&facts), 0), Err(BadFrame::TooMuch(_))));
}

#[test]
fn an_answer_of_somebody_else_is_told_from_ours() {
    let mut pieces = Pieces::default();
    pieces.feed(b"<html>Please log in");
    assert_eq!(pieces.next::<Said>(), Err(BadBytes::NotOurs));
    let mut pieces = Pieces::default();
    pieces.feed(&MAGIC[..2]);
    assert_eq!(pieces.next::<Said>(), Ok(None));
    pieces.feed(&[MAGIC[2], MAGIC[3], 0, 255, 255, 255, 255]);
    assert!(matches!(pieces.next::<Said>(), Err(BadBytes::TooLong(_))));
}

fn any_record() -> impl Strategy<Value = Record> {
    let body = prop_oneof![
        Just("{}".to_owned()),
        "[ -~]{0,80}",
        Just("{\"id\":\"01920000-0000-7000-8000-00000000000a\"}".to_owned()),
    ];
    (
        any::<u128>(),
        any::<bool>(),
        any::<i64>(),
        "[a-z.]{0,12}",
        any::<u16>(),
        0..4_u8,
        body,
        0..3_u8,
    )
        .prop_map(|(id, timed, at_ms, kind, v, subject, body, shape)| {
            let mut bytes = id.to_be_bytes();
            if timed {
                bytes[6] = 0x70 | (bytes[6] & 0x0f);
                bytes[8] = 0x80 | (bytes[8] & 0x3f);
            }
            let event = EventId::new(Uuid::from_bytes(bytes));
            let subject = match subject {
                0 => event.to_string(),
                1 => event.to_string().to_uppercase(),
                2 => String::new(),
                _ => "01920000-0000-7000-8000-00000000000a".to_owned(),
            };
            let bytes = match shape {
                0 => body.replace("\"id\"", &format!("\"{event}\"")).into_bytes(),
                1 => vec![0xff, 0xfe, 0xfd, 0x80],
                _ => format!("{body}{event}{subject}").into_bytes(),
            };
            let mut record = fact(1, event, &subject, &kind, "");
            (record.envelope.at_ms, record.envelope.v) = (at_ms, v);
            record.envelope.commitment = Body::commit(&[v.to_le_bytes()[0]; 16], &bytes);
            record.body = if shape == 2 {
                Body::Absent
            } else {
                Body::Present { salt: [v.to_le_bytes()[0]; 16], bytes }
            };
            record
        })
}

proptest! {
    #[test]
    fn any_facts_travel_byte_for_byte(mut facts in prop::collection::vec(any_record(), 1..20)) {
        for (seq, record) in (1..).zip(&mut facts) {
            record.envelope.seq = seq;
        }
        prop_assert_eq!(unpack(&pack(&facts), 0).unwrap(), facts);
    }

    #[test]
    fn rubbish_is_refused_and_never_panics(
        count in 0..20_u32,
        text in prop::collection::vec(any::<u8>(), 0..200),
        noise in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let _ = Unpacker::default().unpack(&series(), 0, count, &text, &noise);
        let _ = Frame::from_bytes(&text);
        let mut pieces = Pieces::default();
        pieces.feed(&MAGIC);
        pieces.feed(&text);
        while let Ok(Some(_)) = pieces.next::<Said>() {}
    }

    #[test]
    fn a_changed_byte_never_brings_other_facts_in_silence(place in 0..400_usize, flip in 1..=255_u8) {
        let facts = sample();
        let mut packed = pack(&facts);
        let (text, all) = (packed.text.len(), packed.text.len() + packed.noise.len());
        let place = place % all;
        let byte = if place < text { &mut packed.text[place] } else { &mut packed.noise[place - text] };
        *byte ^= flip;
        let head = |facts: &[Record]| facts.iter().try_fold(Head::EMPTY, |head, fact| head.after(&series(), fact));
        if let Ok(out) = unpack(&packed, 0) {
            prop_assert!(head(&out).map_or(true, |other| other != head(&facts).unwrap()));
        }
    }

    #[test]
    fn pieces_are_the_same_however_the_line_cuts_them(cuts in prop::collection::vec(1..40_usize, 1..30)) {
        let frame = Frame {
            writer: Writer::Central, epoch: 3, after: 9, count: 2, last: Hash([2; 32]), plain: 5,
            text: vec![1, 2, 3], noise: vec![4; 40],
        };
        let sent = [Piece::Word(Said::Done), Piece::Frame(frame), Piece::Word(Said::Ack { epoch: 1, head: Head::EMPTY })];
        let bytes: Vec<u8> = MAGIC.into_iter().chain(sent.iter().flat_map(Piece::to_bytes)).collect();
        let (mut pieces, mut got, mut rest, mut cuts) = (Pieces::default(), vec![], &bytes[..], cuts.iter().cycle());
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(*cuts.next().unwrap()));
            pieces.feed(now);
            rest = later;
            while let Some(piece) = pieces.next::<Said>().unwrap() { got.push(piece); }
        }
        prop_assert_eq!(&got[..], &sent[..]);
        prop_assert!(!pieces.is_amid());
    }
}
