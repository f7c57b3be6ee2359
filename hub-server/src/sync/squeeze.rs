//! Frames in one zstd context for each direction of a conversation, flushed frame by frame: what was said
//! before makes what comes next smaller, and no frame waits for another.
//!
//! Nothing secret shares the context (signatures and challenges travel outside it). What a frame unpacks
//! to is bounded by what it says in its head, and that by `FRAME_MAX`, so that no packed kilobyte becomes
//! a gigabyte.

use std::io;

use protocol::sync::{BadFrame, FRAME_MAX, Frame, Packer, Unpacker, Writer};
use protocol::{Hash, Record, SeriesKey};
use zstd::stream::raw::{CParameter, DParameter, Decoder, Encoder, InBuffer, Operation, OutBuffer};

use crate::store::StoreError;

/// zstd's own default: three times as fast as the line of any hub even on a small machine.
const LEVEL: i32 = 3;
/// A megabyte of memory of what was said before, at both ends.
const WINDOW_LOG: u32 = 20;

/// Words that most facts are made of, so that also the first fact of a conversation is small. What it
/// holds is part of the wire: it never changes, a better one would be `words-2`.
const WORDS: &[u8] = include_bytes!("words-1.txt");

/// Packs facts into frames.
pub struct Squeezer {
    packer: Packer,
    zstd: Encoder<'static>,
    packed: Vec<u8>,
}

impl Squeezer {
    /// Begins a direction of a conversation.
    ///
    /// # Errors
    /// When zstd has no memory.
    pub fn try_new() -> io::Result<Self> {
        let mut zstd = Encoder::with_dictionary(LEVEL, WORDS)?;
        zstd.set_parameter(CParameter::WindowLog(WINDOW_LOG))?;
        zstd.set_parameter(CParameter::ChecksumFlag(false))?;
        Ok(Self { packer: Packer::default(), zstd, packed: Vec::new() })
    }

    /// Adds the next fact of the series to the frame.
    pub fn push(&mut self, record: &Record) {
        self.packer.push(record);
    }

    /// How much the frame holds so far, plain, and how many facts.
    #[must_use]
    pub fn holds(&self) -> (usize, u32) {
        (self.packer.len(), self.packer.count())
    }

    /// Ends the frame. `after` is the number before its first fact, `last` the chain's hash at its last.
    ///
    /// # Errors
    /// When zstd fails.
    pub fn frame(
        &mut self,
        writer: Writer,
        epoch: u32,
        after: u64,
        last: Hash,
    ) -> io::Result<Frame> {
        let columns = self.packer.take();
        self.pack(&columns.text)?;
        let plain = u32::try_from(columns.text.len()).map_err(io::Error::other)?;
        let text = std::mem::take(&mut self.packed);
        let (count, noise) = (columns.count, columns.noise);
        Ok(Frame { writer, epoch, after, count, last, plain, text, noise })
    }

    fn pack(&mut self, plain: &[u8]) -> io::Result<()> {
        let mut input = InBuffer::around(plain);
        let mut piece = [0; 16 * 1024];
        while input.pos() < plain.len() {
            let mut output = OutBuffer::around(&mut piece[..]);
            self.zstd.run(&mut input, &mut output)?;
            self.packed.extend_from_slice(output.as_slice());
        }
        loop {
            let mut output = OutBuffer::around(&mut piece[..]);
            let left = self.zstd.flush(&mut output)?;
            self.packed.extend_from_slice(output.as_slice());
            if left == 0 {
                return Ok(());
            }
        }
    }
}

/// Unpacks the frames of one direction, in the order they were packed.
#[derive(Default)]
pub struct Opener {
    unpacker: Unpacker,
    zstd: Option<Decoder<'static>>,
}

impl Opener {
    /// The facts of a frame of `series`.
    ///
    /// # Errors
    /// [`BadFrame`]; no later frame of the conversation can be opened after it.
    pub fn open(&mut self, series: &SeriesKey, frame: &Frame) -> Result<Vec<Record>, BadFrame> {
        let text = self.unpack(frame)?;
        self.unpacker.unpack(series, frame.after, frame.count, &text, &frame.noise)
    }

    fn unpack(&mut self, frame: &Frame) -> Result<Vec<u8>, BadFrame> {
        let bad = BadFrame::Not("packed by us");
        let plain = frame.plain as usize;
        if plain > FRAME_MAX {
            return Err(BadFrame::TooMuch(frame.plain.into()));
        }
        let zstd = match &mut self.zstd {
            Some(zstd) => zstd,
            none => none.insert(decoder().map_err(|error| {
                tracing::warn!(%error, "sync.open failed");
                bad.clone()
            })?),
        };
        let mut input = InBuffer::around(&frame.text[..]);
        let mut text = Vec::new();
        let mut piece = [0; 16 * 1024];
        loop {
            let mut output = OutBuffer::around(&mut piece[..]);
            zstd.run(&mut input, &mut output).ok().ok_or_else(|| bad.clone())?;
            let came = output.as_slice();
            text.extend_from_slice(came);
            if text.len() > plain {
                return Err(BadFrame::TooMuch(text.len() as u64));
            }
            if came.is_empty() && input.pos() == frame.text.len() {
                break;
            }
        }
        if text.len() == plain { Ok(text) } else { Err(BadFrame::Ends("its text")) }
    }
}

/// What a failure to pack is to whoever sends.
#[expect(clippy::needless_pass_by_value, reason = "it is used as a function in map_err")]
pub(super) fn memory(error: io::Error) -> StoreError {
    StoreError::Corrupt { what: "a frame being packed".to_owned(), why: error.to_string() }
}

fn decoder() -> io::Result<Decoder<'static>> {
    let mut zstd = Decoder::with_dictionary(WORDS)?;
    zstd.set_parameter(DParameter::WindowLogMax(WINDOW_LOG + 1))?;
    Ok(zstd)
}

#[cfg(test)]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "sizes in these tests are small"
)]
mod tests {
    use super::*;
    use crate::sync::samples;
    use protocol::Head;
    use protocol::sync::FRAME_TARGET;

    fn squeezed(facts: &[Record]) -> Vec<Frame> {
        let series = facts[0].envelope.series.clone();
        let (mut squeezer, mut frames, mut head) =
            (Squeezer::try_new().unwrap(), vec![], Head::EMPTY);
        let mut after = 0;
        for fact in facts {
            squeezer.push(fact);
            head = head.after(&series, fact).unwrap();
            if squeezer.holds().0 >= FRAME_TARGET || fact.envelope.seq == facts.len() as u64 {
                frames.push(squeezer.frame(Writer::Hub, 1, after, head.hash).unwrap());
                after = head.seq;
            }
        }
        frames
    }

    #[test]
    fn facts_come_out_of_frames_as_they_went_in() {
        let facts = samples::lives(3, 2_000);
        let series = facts[0].envelope.series.clone();
        let mut opener = Opener::default();
        let out: Vec<Record> = squeezed(&facts)
            .iter()
            .flat_map(|frame| {
                let again = Frame::from_bytes(&frame.to_bytes()).unwrap();
                opener.open(&series, &again).unwrap()
            })
            .collect();
        assert_eq!(out, facts);
    }

    #[test]
    fn a_fact_costs_at_most_72_bytes_in_bulk() {
        let facts = samples::lives(1, 20_000);
        let bytes: usize = squeezed(&facts).iter().map(|frame| frame.to_bytes().len() + 5).sum();
        let json: usize = facts.iter().map(|f| serde_json::to_vec(f).unwrap().len()).sum();
        let each = bytes as f64 / facts.len() as f64;
        println!("{each:.1} bytes a fact ({} as JSON)", json / facts.len());
        assert!(each <= 72.0, "{each:.1} bytes a fact");
    }

    #[test]
    fn a_frame_that_unpacks_to_more_than_it_says_is_refused() {
        let facts = samples::lives(1, 50);
        let series = facts[0].envelope.series.clone();
        let mut frame = squeezed(&facts).remove(0);
        frame.plain -= 1;
        assert!(matches!(Opener::default().open(&series, &frame), Err(BadFrame::TooMuch(_))));
        // A bomb: megabytes of zeros in a few bytes.
        let mut bomb = Squeezer::try_new().unwrap();
        bomb.pack(&vec![0; 64 << 20]).unwrap();
        let text = std::mem::take(&mut bomb.packed);
        assert!(text.len() < 64 * 1024);
        frame = Frame { plain: FRAME_MAX as u32, text, ..frame };
        assert!(matches!(Opener::default().open(&series, &frame), Err(BadFrame::TooMuch(_))));
    }

    #[test]
    fn rubbish_in_place_of_a_frame_is_refused() {
        let facts = samples::lives(1, 50);
        let series = facts[0].envelope.series.clone();
        let frame = squeezed(&facts).remove(0);
        for place in 0..frame.text.len() {
            let mut other = frame.clone();
            other.text[place] ^= 0x55;
            if let Ok(out) = Opener::default().open(&series, &other) {
                let head = out.iter().try_fold(Head::EMPTY, |head, f| head.after(&series, f));
                assert!(head.map_or(true, |head| head.hash != frame.last));
            }
        }
    }
}
