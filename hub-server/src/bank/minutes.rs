//! Minutes of reciprocity: the only unit of the time bank.
//!
//! Always true: they are on a clock of their own, so that nobody adds them to volunteering or to paid work by
//! mistake (CAPABILITIES A27). Deliberately absent: money, and any way to weigh one service more than another.

use protocol::clocks::{self, Reciprocity};
use serde::{Deserialize, Serialize};

/// Minutes in an account or in an entry of it; negative: owed.
pub type Minutes = clocks::Minutes<Reciprocity>;

/// How long one service lasted: 1 to 1440 minutes, a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Length(u16);

/// A length outside 1 to 1440 minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} minutes are not between 1 and {max}", max = Length::MOST)]
pub struct BadLength(u16);

impl Length {
    /// The longest: a day.
    pub const MOST: u16 = 1440;

    /// As an amount.
    #[must_use]
    pub fn minutes(self) -> Minutes {
        Minutes::new(i64::from(self.0))
    }
}

impl TryFrom<u16> for Length {
    type Error = BadLength;
    fn try_from(value: u16) -> Result<Self, BadLength> {
        if (1..=Self::MOST).contains(&value) { Ok(Self(value)) } else { Err(BadLength(value)) }
    }
}

impl From<Length> for u16 {
    fn from(length: Length) -> Self {
        length.0
    }
}

/// Reads a length as people type it at a desk: `90`, `1:30`, `1h30`, `1,5 h`, `2h`.
#[must_use]
pub fn read_length(text: &str) -> Option<Length> {
    let text = text.trim().to_lowercase().replace(' ', "");
    let whole = |part: &str| if part.is_empty() { Some(0) } else { part.parse::<u16>().ok() };
    let minutes = if let Some((hours, rest)) = text.split_once(['h', ':']) {
        let rest = rest.trim_end_matches("min").trim_end_matches('m');
        match hours.split_once([',', '.']) {
            Some((hours, "5")) if rest.is_empty() => {
                whole(hours)?.checked_mul(60)?.checked_add(30)?
            }
            Some(_) => return None,
            None => hours.parse::<u16>().ok()?.checked_mul(60)?.checked_add(whole(rest)?)?,
        }
    } else {
        text.trim_end_matches("min").trim_end_matches('m').parse().ok()?
    };
    Length::try_from(minutes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_as_people_type_it() {
        for (text, minutes) in
            [("90", 90), ("1:30", 90), ("1h30", 90), ("2h", 120), ("1,5h", 90), ("45 min", 45)]
        {
            assert_eq!(read_length(text).map(u16::from), Some(minutes), "{text}");
        }
        for bad in ["", "0", "1441", "25h", "un'ora", "-30", "1,3h", "99999999", "65535h"] {
            assert_eq!(read_length(bad), None, "{bad}");
        }
    }
}
