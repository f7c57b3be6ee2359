//! A signature drawn with a finger: strokes of points, small enough for a fact and nothing but a drawing.
//!
//! As text `x y,x y;x y,x y`: points with commas between, strokes with semicolons; x from 0 to 1000 to the right, y
//! from 0 to 300 downwards.

use std::fmt::Write as _;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Width of the field that is signed in.
pub const WIDTH: u16 = 1_000;
/// Its height.
pub const HEIGHT: u16 = 300;
/// Most strokes of a signature.
const STROKES_MAX: usize = 60;
/// Most points of a signature, in all strokes.
const POINTS_MAX: usize = 1_500;
/// A signature narrower and lower than this is a slip of the finger.
const LEAST: u16 = 20;

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Signature(Vec<Vec<(u16, u16)>>);

/// A text that is no signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no signature: points out of the field, too many of them, or hardly any")]
pub struct NoSignature;

impl FromStr for Signature {
    type Err = NoSignature;
    fn from_str(text: &str) -> Result<Self, NoSignature> {
        let mut points = 0;
        let mut strokes = Vec::new();
        for stroke in text.split(';').take(STROKES_MAX + 1) {
            let mut line = Vec::new();
            for point in stroke.split(',') {
                points += 1;
                if points > POINTS_MAX {
                    return Err(NoSignature);
                }
                let (x, y) = point.split_once(' ').ok_or(NoSignature)?;
                let number = |text: &str| text.parse::<u16>().ok().ok_or(NoSignature);
                let (x, y) = (number(x)?, number(y)?);
                if x > WIDTH || y > HEIGHT {
                    return Err(NoSignature);
                }
                line.push((x, y));
            }
            strokes.push(line);
        }
        if strokes.len() > STROKES_MAX {
            return Err(NoSignature);
        }
        let span = |axis: fn(&(u16, u16)) -> u16| {
            let all = strokes.iter().flatten().map(axis);
            all.clone().max().unwrap_or(0) - all.min().unwrap_or(0)
        };
        let drawn = span(|point| point.0) >= LEAST || span(|point| point.1) >= LEAST;
        if drawn { Ok(Self(strokes)) } else { Err(NoSignature) }
    }
}

impl TryFrom<String> for Signature {
    type Error = NoSignature;
    fn try_from(text: String) -> Result<Self, NoSignature> {
        text.parse()
    }
}

impl From<Signature> for String {
    fn from(signature: Signature) -> Self {
        let strokes = signature.0.iter().map(|stroke| {
            let points: Vec<Self> = stroke.iter().map(|(x, y)| format!("{x} {y}")).collect();
            points.join(",")
        });
        strokes.collect::<Vec<_>>().join(";")
    }
}

impl Signature {
    /// Its strokes, for a sheet of paper.
    #[must_use]
    pub fn strokes(&self) -> &[Vec<(u16, u16)>] {
        &self.0
    }

    /// The `d` of an SVG path; a dot is drawn as a short line.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for stroke in &self.0 {
            for (number, (x, y)) in stroke.iter().enumerate() {
                let _ = write!(path, "{}{x} {y}", if number == 0 { 'M' } else { 'L' });
            }
            if stroke.len() == 1 {
                path.push_str("h1");
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_reads_back_as_drawn_and_is_nothing_but_numbers() {
        let text = "10 20,300 140,310 141;500 10";
        let signature: Signature = text.parse().unwrap();
        assert_eq!(String::from(signature.clone()), text);
        assert_eq!(signature.path(), "M10 20L300 140L310 141M500 10h1");
        let many = vec!["1 1"; POINTS_MAX + 1].join(",");
        for bad in ["", "10 20", "10 20,11 21", "1001 0,0 0", "0 301,0 0", "<svg>", "1 2,3", &many]
        {
            assert_eq!(bad.parse::<Signature>(), Err(NoSignature), "{bad}");
        }
    }
}
