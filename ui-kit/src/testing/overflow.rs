//! Remembers every text that does not fit the rectangle it was painted in, and every text that was cut to fit.
//!
//! Always true: costs one look into memory per text when it is off. A row may be taller than its rectangle by the
//! part of the line box where no letter reaches.

use egui::{Context, Id, Painter, Rect, Vec2};

use crate::text::Shaped;

/// A text larger than its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Overflow {
    /// The text, in reading order.
    pub text: String,
    /// What it takes, in points.
    pub needs: Vec2,
    /// What it was given.
    pub place: Rect,
}

#[derive(Clone, Default)]
struct Recorder {
    overflows: Vec<Overflow>,
    cuts: Vec<String>,
}

fn key() -> Id {
    Id::unique("ui-kit overflow recorder")
}

/// Starts recording, forgetting what was recorded before.
pub fn record_overflows(ctx: &Context) {
    ctx.data_mut(|data| data.insert_temp(key(), Recorder::default()));
}

/// What did not fit since recording started, each text once.
#[must_use]
pub fn overflows(ctx: &Context) -> Vec<Overflow> {
    ctx.data(|data| data.get_temp::<Recorder>(key())).unwrap_or_default().overflows
}

/// The texts that ended in an ellipsis since recording started, in full, each once.
#[must_use]
pub fn cut_texts(ctx: &Context) -> Vec<String> {
    ctx.data(|data| data.get_temp::<Recorder>(key())).unwrap_or_default().cuts
}

/// Called for every painted text.
pub(crate) fn check(painter: &Painter, rect: Rect, shaped: &Shaped) {
    let ctx = painter.ctx();
    if ctx.data(|data| data.get_temp::<Recorder>(key())).is_none() {
        return;
    }
    let needs = shaped.size();
    let row = needs.y / f32::from(u16::try_from(shaped.rows().max(1)).unwrap_or(u16::MAX));
    let fits = needs.x <= rect.width() + 1.0 && needs.y <= rect.height() + row * 0.2;
    let cut = shaped.is_elided();
    if fits && !cut {
        return;
    }
    let text = shaped.logical();
    ctx.data_mut(|data| {
        let recorder = data.get_temp_mut_or_default::<Recorder>(key());
        if cut && !recorder.cuts.contains(&text) {
            recorder.cuts.push(text.clone());
        }
        if !fits && !recorder.overflows.iter().any(|known| known.text == text) {
            recorder.overflows.push(Overflow { text, needs, place: rect });
        }
    });
}
