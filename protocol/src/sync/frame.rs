//! Facts on the wire, as small as they go without losing a byte.
//!
//! A frame is two columns. `text` is what a compressor understands: kinds, actors, bodies. `noise` is
//! what nothing compresses (salts, the random part of ids, commitments of absent bodies), kept apart so
//! that it does not disturb the rest. Series and numbers stand once in the frame's head; what the
//! receiver can work out again is left out: the commitment of a present body, the id of a command's
//! further facts, the hash of every record. The receiver computes the chain anew and compares.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{FRAME_FACTS_MAX, FRAME_MAX};
use crate::ids::{ActorRef, CommandId, EventId, NodeId};
use crate::record::{Body, Envelope, Hash, Record, SeriesKey};

/// Whose series a frame holds, seen from the two who talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Writer {
    /// The hub's.
    Hub,
    /// Central's.
    Central,
}

impl Writer {
    /// The node's name, when `hub` is the hub of this conversation.
    #[must_use]
    pub fn node(self, hub: &NodeId) -> NodeId {
        match self {
            Self::Hub => hub.clone(),
            Self::Central => NodeId::central(),
        }
    }
}

/// Facts of one series that follow each other. What `text` holds is packed by whoever sends it, in one
/// compression context for the whole conversation in that direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Whose series.
    pub writer: Writer,
    /// Which epoch.
    pub epoch: u32,
    /// The number before the first fact.
    pub after: u64,
    /// How many facts.
    pub count: u32,
    /// The chain's hash at the last fact.
    pub last: Hash,
    /// How long `text` is when it is unpacked.
    pub plain: u32,
    /// Column of text, packed.
    pub text: Vec<u8>,
    /// Column of noise, as it is.
    pub noise: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct FrameHead {
    writer: Writer,
    epoch: u32,
    after: u64,
    count: u32,
    last: Hash,
    plain: u32,
    text: u32,
}

/// Why a frame does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadFrame {
    /// It says it holds more than any frame may.
    #[error("a frame says it holds {0}, which is more than any may")]
    TooMuch(u64),
    /// It ends early, or holds more than it says.
    #[error("a frame ends where {0} should be")]
    Ends(&'static str),
    /// A part is not what it should be.
    #[error("a frame holds something that is not {0}")]
    Not(&'static str),
}

impl Frame {
    /// The number of its last fact.
    #[must_use]
    pub fn last_seq(&self) -> u64 {
        self.after.saturating_add(u64::from(self.count))
    }

    /// Its bytes.
    ///
    /// # Panics
    /// Never: a frame's head is plain data and its parts are bounded.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let head = FrameHead {
            writer: self.writer,
            epoch: self.epoch,
            after: self.after,
            count: self.count,
            last: self.last,
            plain: self.plain,
            text: u32::try_from(self.text.len()).expect("a frame is bounded"),
        };
        let bytes = Vec::with_capacity(64 + self.text.len() + self.noise.len());
        let mut bytes = postcard::to_extend(&head, bytes).expect("a head is plain data");
        bytes.extend_from_slice(&self.text);
        bytes.extend_from_slice(&self.noise);
        bytes
    }

    /// Reads a frame without unpacking it.
    ///
    /// # Errors
    /// [`BadFrame`] for anything that is not one, or is larger than any may be.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadFrame> {
        let (head, rest) =
            postcard::take_from_bytes::<FrameHead>(bytes).ok().ok_or(BadFrame::Ends("its head"))?;
        if head.count == 0 || head.count > FRAME_FACTS_MAX {
            return Err(BadFrame::TooMuch(head.count.into()));
        }
        if head.plain as usize > FRAME_MAX || rest.len() > 2 * FRAME_MAX {
            return Err(BadFrame::TooMuch(head.plain.into()));
        }
        let text = head.text as usize;
        let (text, noise) = rest.split_at_checked(text).ok_or(BadFrame::Ends("its text"))?;
        Ok(Self {
            writer: head.writer,
            epoch: head.epoch,
            after: head.after,
            count: head.count,
            last: head.last,
            plain: head.plain,
            text: text.to_vec(),
            noise: noise.to_vec(),
        })
    }
}

/// What both ends remember from fact to fact, so that little has to be said again.
#[derive(Debug, Clone, Default)]
struct Memory {
    command: Option<CommandId>,
    index: u32,
    at_ms: i64,
    subject: String,
    voices: Vec<Voice>,
}

/// What kind of thing was said, by whom: few of these make up nearly all of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Voice {
    kind: String,
    v: u16,
    actor: ActorRef,
}

/// Most voices that are remembered; the others are said in full.
const VOICES_MAX: usize = 4096;

impl Memory {
    fn next_of_command(&self) -> Option<EventId> {
        Some(EventId::of_command(self.command?, self.index.checked_add(1)?))
    }

    fn learn(&mut self, event: EventId, follows: bool, at_ms: i64, subject: &str) {
        if follows {
            self.index += 1;
        } else {
            (self.command, self.index) = (Some(CommandId::new(event.uuid())), 0);
        }
        self.at_ms = at_ms;
        subject.clone_into(&mut self.subject);
    }
}

// The flags of a fact. Two bits say how its id is written, two how its subject is.
const ID_FOLLOWS: u8 = 0;
const ID_TIMED: u8 = 1;
const ID_BARE: u8 = 2;
const SUBJECT_IS_ID: u8 = 0 << 2;
const SUBJECT_AGAIN: u8 = 1 << 2;
const SUBJECT_UUID: u8 = 2 << 2;
const SUBJECT_TEXT: u8 = 3 << 2;
const HAS_BODY: u8 = 1 << 4;
const BODY_FOLDED: u8 = 1 << 5;
const KNOWN_FLAGS: u8 = 0b0011_1111;

/// In a folded body: sixteen bytes of a UUID follow.
const FOLDED_UUID: u8 = 0xff;
/// In a folded body: the fact's own id.
const FOLDED_ID: u8 = 0xfe;
/// In a folded body: the fact's subject.
const FOLDED_SUBJECT: u8 = 0xfd;

/// The columns of one frame, before the text is packed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Packed {
    /// How many facts.
    pub count: u32,
    /// Column of text.
    pub text: Vec<u8>,
    /// Column of noise.
    pub noise: Vec<u8>,
}

/// Writes facts into columns, fact after fact and frame after frame.
#[derive(Debug, Default)]
pub struct Packer {
    memory: Memory,
    /// Where each voice stands in the memory, by kind.
    places: BTreeMap<String, Vec<usize>>,
    count: u32,
    numbers: Vec<u8>,
    text: Vec<u8>,
    noise: Vec<u8>,
}

impl Packer {
    /// Adds a fact. Facts must be added in the order of their series.
    pub fn push(&mut self, record: &Record) {
        let envelope = &record.envelope;
        let event = envelope.event_id;
        let subject = uuid_of(&envelope.subject);
        let mut flags = 0;
        let follows = self.memory.next_of_command() == Some(event);
        let mut id_delta = None;
        if follows {
            flags |= ID_FOLLOWS;
        } else if is_timed(event.uuid()) {
            flags |= ID_TIMED;
            id_delta = Some(envelope.at_ms.wrapping_sub(millis_of(event.uuid())));
            self.noise.extend_from_slice(&event.uuid().as_bytes()[6..]);
        } else {
            flags |= ID_BARE;
            self.noise.extend_from_slice(event.uuid().as_bytes());
        }
        if subject == Some(event.uuid()) {
            flags |= SUBJECT_IS_ID;
        } else if envelope.subject == self.memory.subject {
            flags |= SUBJECT_AGAIN;
        } else if let Some(subject) = subject {
            flags |= SUBJECT_UUID;
            self.text.extend_from_slice(subject.as_bytes());
        } else {
            flags |= SUBJECT_TEXT;
            put_bytes(&mut self.text, envelope.subject.as_bytes());
        }
        match &record.body {
            Body::Absent => self.noise.extend_from_slice(&envelope.commitment.0),
            Body::Present { salt, bytes } => {
                flags |= HAS_BODY;
                self.noise.extend_from_slice(salt);
                if let Some(folded) = fold(bytes, event.uuid(), subject) {
                    flags |= BODY_FOLDED;
                    put_bytes(&mut self.text, &folded);
                } else {
                    put_bytes(&mut self.text, bytes);
                }
            }
        }
        self.numbers.push(flags);
        self.push_voice(envelope);
        put_signed(&mut self.numbers, envelope.at_ms.wrapping_sub(self.memory.at_ms));
        if let Some(delta) = id_delta {
            put_signed(&mut self.numbers, delta);
        }
        self.memory.learn(event, follows, envelope.at_ms, &envelope.subject);
        self.count += 1;
    }

    /// Zero, then the voice in full; or its place in the memory, counted from one.
    fn push_voice(&mut self, envelope: &Envelope) {
        let places = self.places.get(&envelope.kind).map_or(&[][..], Vec::as_slice);
        let known = places.iter().copied().find(|place| {
            let voice = &self.memory.voices[*place];
            voice.v == envelope.v && voice.actor == envelope.actor
        });
        if let Some(place) = known {
            put(&mut self.numbers, place as u64 + 1);
            return;
        }
        put(&mut self.numbers, 0);
        put_bytes(&mut self.text, envelope.kind.as_bytes());
        put(&mut self.text, envelope.v.into());
        put_bytes(&mut self.text, envelope.actor.to_string().as_bytes());
        if self.memory.voices.len() < VOICES_MAX {
            let (kind, actor) = (envelope.kind.clone(), envelope.actor.clone());
            self.places.entry(kind.clone()).or_default().push(self.memory.voices.len());
            self.memory.voices.push(Voice { kind, v: envelope.v, actor });
        }
    }

    /// How much stands in the columns.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len() + self.text.len() + self.noise.len()
    }

    /// How many facts stand in the columns.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Whether no fact was added since the last frame.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Ends a frame; the next fact begins another.
    #[must_use]
    pub fn take(&mut self) -> Packed {
        let mut text = Vec::with_capacity(self.numbers.len() + self.text.len() + 4);
        put_bytes(&mut text, &self.numbers);
        text.append(&mut self.text);
        self.numbers.clear();
        let (count, noise) = (self.count, std::mem::take(&mut self.noise));
        self.count = 0;
        Packed { count, text, noise }
    }
}

/// Reads facts out of columns, in the order they were written.
#[derive(Debug, Default)]
pub struct Unpacker {
    memory: Memory,
}

impl Unpacker {
    /// The facts of one frame: `count` of them, after number `after` of `series`. Nothing is taken on
    /// trust but what the receiver then checks against the chain.
    ///
    /// # Errors
    /// [`BadFrame`]; the conversation cannot go on after it.
    pub fn unpack(
        &mut self,
        series: &SeriesKey,
        after: u64,
        count: u32,
        text: &[u8],
        noise: &[u8],
    ) -> Result<Vec<Record>, BadFrame> {
        if count > FRAME_FACTS_MAX {
            return Err(BadFrame::TooMuch(count.into()));
        }
        let mut text = Column { rest: text };
        let mut numbers = Column { rest: text.bytes("the numbers")? };
        let mut noise = Column { rest: noise };
        // The count was only claimed: room is made as facts really come. And little text can ask for much
        // room (a folded id, a subject said again), so what comes out is counted too.
        let (mut records, mut room) = (Vec::new(), FRAME_MAX);
        for place in 0..u64::from(count) {
            let seq = after.checked_add(place + 1).ok_or(BadFrame::Not("a number"))?;
            let fact = self.fact(series, seq, &mut numbers, &mut text, &mut noise)?;
            let size = size_of(&fact);
            room = room.checked_sub(size).ok_or(BadFrame::TooMuch(size as u64))?;
            records.push(fact);
        }
        for (column, name) in [(numbers, "the numbers"), (text, "the text"), (noise, "the noise")] {
            if !column.rest.is_empty() {
                return Err(BadFrame::Ends(name));
            }
        }
        Ok(records)
    }

    fn fact(
        &mut self,
        series: &SeriesKey,
        seq: u64,
        numbers: &mut Column<'_>,
        text: &mut Column<'_>,
        noise: &mut Column<'_>,
    ) -> Result<Record, BadFrame> {
        let flags = numbers.byte("the flags")?;
        if flags & !KNOWN_FLAGS != 0 {
            return Err(BadFrame::Not("a known set of flags"));
        }
        let voice = numbers.number("a voice")?;
        let at_ms = self.memory.at_ms.wrapping_add(numbers.signed("an instant")?);
        let (event, follows) = self.event(flags, at_ms, numbers, noise)?;
        let subject = match flags & SUBJECT_TEXT {
            SUBJECT_IS_ID => event.to_string(),
            SUBJECT_AGAIN => self.memory.subject.clone(),
            SUBJECT_UUID => Uuid::from_bytes(text.array("a subject")?).as_hyphenated().to_string(),
            _ => text.string("a subject")?,
        };
        let (commitment, body) = if flags & HAS_BODY == 0 {
            (Hash(noise.array("a commitment")?), Body::Absent)
        } else {
            let salt = noise.array("a salt")?;
            let kept = text.bytes("a body")?;
            let bytes = if flags & BODY_FOLDED == 0 {
                kept.to_vec()
            } else {
                unfold(kept, event.uuid(), &subject)?
            };
            (Body::commit(&salt, &bytes), Body::Present { salt, bytes })
        };
        let Voice { kind, v, actor } = self.voice(voice, text)?;
        self.memory.learn(event, follows, at_ms, &subject);
        let series = series.clone();
        let envelope =
            Envelope { series, seq, event_id: event, at_ms, kind, v, actor, subject, commitment };
        Ok(Record { envelope, body })
    }

    fn event(
        &self,
        flags: u8,
        at_ms: i64,
        numbers: &mut Column<'_>,
        noise: &mut Column<'_>,
    ) -> Result<(EventId, bool), BadFrame> {
        match flags & 0b11 {
            ID_FOLLOWS => {
                let event = self.memory.next_of_command().ok_or(BadFrame::Not("an event id"))?;
                Ok((event, true))
            }
            ID_TIMED => {
                let millis = at_ms.wrapping_sub(numbers.signed("an event's instant")?);
                let mut bytes = [0; 16];
                bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
                bytes[6..].copy_from_slice(&noise.array::<10>("an event id")?);
                Ok((EventId::new(Uuid::from_bytes(bytes)), false))
            }
            ID_BARE => Ok((EventId::new(Uuid::from_bytes(noise.array("an event id")?)), false)),
            _ => Err(BadFrame::Not("an event id")),
        }
    }

    fn voice(&mut self, place: u64, text: &mut Column<'_>) -> Result<Voice, BadFrame> {
        if let Some(place) = place.checked_sub(1) {
            let place = usize::try_from(place).ok();
            let voice = place.and_then(|place| self.memory.voices.get(place));
            return voice.cloned().ok_or(BadFrame::Not("a voice"));
        }
        let kind = text.string("a kind")?;
        let v = u16::try_from(text.number("a version")?).ok().ok_or(BadFrame::Not("a version"))?;
        let actor = text.string("an actor")?.parse().ok().ok_or(BadFrame::Not("an actor"))?;
        let voice = Voice { kind, v, actor };
        if self.memory.voices.len() < VOICES_MAX {
            self.memory.voices.push(voice.clone());
        }
        Ok(voice)
    }
}

fn size_of(record: &Record) -> usize {
    let body = match &record.body {
        Body::Absent => 0,
        Body::Present { bytes, .. } => bytes.len(),
    };
    record.envelope.kind.len() + record.envelope.subject.len() + body
}

/// The UUID a text is, when it is one as this program writes them; any other spelling stays text.
fn uuid_of(text: &str) -> Option<Uuid> {
    uuid_at(text.as_bytes()).filter(|_| text.len() == 36)
}

/// The UUID at the beginning of some bytes: lower case, with hyphens.
fn uuid_at(bytes: &[u8]) -> Option<Uuid> {
    let candidate = bytes.get(..36)?;
    if [8, 13, 18, 23].iter().any(|place| candidate[*place] != b'-')
        || candidate.iter().any(u8::is_ascii_uppercase)
    {
        return None;
    }
    let text = std::str::from_utf8(candidate).ok()?;
    Uuid::try_parse(text).ok()
}

fn is_timed(uuid: Uuid) -> bool {
    uuid.get_version_num() == 7
}

fn millis_of(uuid: Uuid) -> i64 {
    let mut bytes = [0; 8];
    bytes[2..].copy_from_slice(&uuid.as_bytes()[..6]);
    i64::from_be_bytes(bytes)
}

/// A body with its UUIDs as sixteen bytes, or `None` when there is none or when it holds one of the
/// marks itself, which no UTF-8 does.
fn fold(bytes: &[u8], event: Uuid, subject: Option<Uuid>) -> Option<Vec<u8>> {
    if bytes.iter().any(|byte| *byte >= FOLDED_SUBJECT) {
        return None;
    }
    let mut folded = Vec::with_capacity(bytes.len());
    let (mut rest, mut found) = (bytes, false);
    while let Some(byte) = rest.first() {
        // Only a hexadecimal digit can begin one.
        let uuid = if byte.is_ascii_hexdigit() { uuid_at(rest) } else { None };
        let Some(uuid) = uuid else {
            folded.push(*byte);
            rest = &rest[1..];
            continue;
        };
        found = true;
        if uuid == event {
            folded.push(FOLDED_ID);
        } else if Some(uuid) == subject {
            folded.push(FOLDED_SUBJECT);
        } else {
            folded.push(FOLDED_UUID);
            folded.extend_from_slice(uuid.as_bytes());
        }
        rest = &rest[36..];
    }
    found.then_some(folded)
}

fn unfold(folded: &[u8], event: Uuid, subject: &str) -> Result<Vec<u8>, BadFrame> {
    let mut bytes = Vec::with_capacity(folded.len() + 64);
    let mut column = Column { rest: folded };
    let subject = uuid_of(subject);
    while let Some((byte, rest)) = column.rest.split_first() {
        column.rest = rest;
        let uuid = match *byte {
            FOLDED_ID => event,
            FOLDED_SUBJECT => subject.ok_or(BadFrame::Not("a body"))?,
            FOLDED_UUID => Uuid::from_bytes(column.array("a body")?),
            other => {
                bytes.push(other);
                continue;
            }
        };
        bytes.extend_from_slice(uuid.as_hyphenated().encode_lower(&mut [0; 36]).as_bytes());
        // A mark is one byte and becomes 36: what comes out is bounded too.
        if bytes.len() > FRAME_MAX {
            return Err(BadFrame::TooMuch(bytes.len() as u64));
        }
    }
    Ok(bytes)
}

fn put(column: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        column.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    column.push((number & 0x7f) as u8);
}

fn put_signed(column: &mut Vec<u8>, number: i64) {
    put(column, (number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
}

fn put_bytes(column: &mut Vec<u8>, bytes: &[u8]) {
    put(column, bytes.len() as u64);
    column.extend_from_slice(bytes);
}

/// What is left to read of a column.
struct Column<'a> {
    rest: &'a [u8],
}

impl<'a> Column<'a> {
    fn byte(&mut self, what: &'static str) -> Result<u8, BadFrame> {
        let (first, rest) = self.rest.split_first().ok_or(BadFrame::Ends(what))?;
        self.rest = rest;
        Ok(*first)
    }

    fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], BadFrame> {
        let (first, rest) = self.rest.split_first_chunk::<N>().ok_or(BadFrame::Ends(what))?;
        self.rest = rest;
        Ok(*first)
    }

    fn number(&mut self, what: &'static str) -> Result<u64, BadFrame> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte(what)?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(BadFrame::Not("a number"))
    }

    fn signed(&mut self, what: &'static str) -> Result<i64, BadFrame> {
        let folded = self.number(what)?;
        Ok((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed())
    }

    fn bytes(&mut self, what: &'static str) -> Result<&'a [u8], BadFrame> {
        let length = usize::try_from(self.number(what)?).ok().ok_or(BadFrame::Ends(what))?;
        let (first, rest) = self.rest.split_at_checked(length).ok_or(BadFrame::Ends(what))?;
        self.rest = rest;
        Ok(first)
    }

    fn string(&mut self, what: &'static str) -> Result<String, BadFrame> {
        let bytes = self.bytes(what)?;
        let text = std::str::from_utf8(bytes).ok().ok_or(BadFrame::Not("text"))?;
        Ok(text.to_owned())
    }
}
