//! "The same person as…" (CAPABILITIES B7, B25; docs/decisions/0105): looking among those who left a request at this hub
//! for somebody who comes back.
//!
//! Always true: names and telephones are compared here and shown nowhere; whoever shows one reads it from the vault, which
//! is recorded. Somebody who is known as somebody else is found once, as whom they are known. Deliberately absent: any
//! guess; that two are the same is for a person to say.

use protocol::{NodeId, PersonDetails, PersonId, RequestId};
use sqlx::{AnyConnection, Row};

use super::events::Event;
use super::{DOMAIN, queries};
use crate::context::Ctx;
use crate::store::rows::parsed;
use crate::store::vault::{self, VaultKey};
use crate::store::{StoreError, Write};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[PEOPLE];

const PEOPLE: &str = "SELECT q.person_id, q.last_ms, k.wrapped_key, d.sealed FROM (SELECT person_id, \
    MAX(opened_at_ms) AS last_ms FROM request WHERE home = $1 AND person_id IS NOT NULL \
    GROUP BY person_id) q JOIN person_key k ON k.person_id = q.person_id \
    JOIN person_data d ON d.person_id = q.person_id \
    ORDER BY q.last_ms DESC, q.person_id LIMIT $2";

/// How many people are looked at, the latest first: all those of a hub for years.
const LOOKED_AT: i64 = 20_000;
/// Most people found.
const FOUND_MAX: usize = 6;
/// From how many digits a number is a telephone, and from how many letters a name is one.
const DIGITS: usize = 5;
const LETTERS: usize = 3;

/// Somebody who may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// As whom they are known.
    pub person: PersonId,
    /// Whose data was found.
    pub whose: PersonId,
    /// When they last left something, UTC milliseconds.
    pub last_ms: i64,
}

/// What was typed, as it is compared: the end of a telephone number, or words of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// Digits of a telephone.
    Phone(String),
    /// Words of a name, in small letters.
    Name(Vec<String>),
}

impl Sought {
    /// Reads what was typed; `None` for too little to look for.
    #[must_use]
    pub fn of(typed: &str) -> Option<Self> {
        let digits = digits_of(typed);
        if digits.len() >= DIGITS {
            return Some(Self::Phone(digits));
        }
        let words: Vec<String> =
            typed.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let letters: usize = words.iter().map(|word| word.chars().count()).sum();
        (letters >= LETTERS).then_some(Self::Name(words))
    }

    /// Whether somebody is meant by it: by the end of the number, whatever the country's prefix, or by every word.
    #[must_use]
    pub fn fits(&self, details: &PersonDetails) -> bool {
        match self {
            Self::Phone(typed) => {
                let kept = digits_of(&details.phone);
                kept.len() >= DIGITS && (kept.ends_with(typed) || typed.ends_with(&kept))
            }
            Self::Name(words) => {
                let name = details.name.to_lowercase();
                words.iter().all(|word| name.contains(word.as_str()))
            }
        }
    }
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Who may be meant among those who left a request at a home, the latest first; nobody known as `but`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn find(
    db: &mut AnyConnection,
    vault: &VaultKey,
    home: &NodeId,
    sought: &Sought,
    but: Option<PersonId>,
) -> Result<Vec<Found>, StoreError> {
    let rows = sqlx::query(PEOPLE).bind(home.as_str()).bind(LOOKED_AT).fetch_all(&mut *db).await?;
    let mut found: Vec<Found> = Vec::new();
    for row in &rows {
        let person: PersonId = parsed(row, "person_id")?;
        let key: Vec<u8> = row.try_get("wrapped_key")?;
        let sealed: Vec<u8> = row.try_get("sealed")?;
        // What another key sealed is nobody's who could be found.
        let opened = vault::opened::<PersonDetails>(vault, person, &key, &sealed);
        if !opened.is_ok_and(|details| sought.fits(&details)) {
            continue;
        }
        let (whose, person) = (person, queries::known_as(db, person).await?);
        if Some(person) != but && found.iter().all(|other| other.person != person) {
            found.push(Found { person, whose, last_ms: row.try_get("last_ms")? });
        }
        if found.len() == FOUND_MAX {
            break;
        }
    }
    Ok(found)
}

/// Notes as whom somebody is known who leaves a need that comes back; nothing where nobody is known by that id.
///
/// # Errors
/// [`StoreError`].
pub async fn note(
    write: &mut Write<'_>,
    ctx: &Ctx,
    person: PersonId,
    known: PersonId,
) -> Result<(), StoreError> {
    let home = write.node().clone();
    if !queries::left_here(write.db, &home, known).await? {
        return Ok(());
    }
    let known = queries::known_as(write.db, known).await?;
    // Of none of its days yet: it is the person's.
    let about = RequestId::new(person.uuid());
    write.record(ctx, DOMAIN, about, &[Event::PersonKnown { person, known }]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn teresa() -> PersonDetails {
        PersonDetails {
            name: "Teresa Bonomi".to_owned(),
            phone: "+39 030 123 4567".to_owned(),
            address: String::new(),
        }
    }

    #[test]
    fn somebody_is_found_by_the_end_of_a_number_or_by_the_words_of_a_name() {
        for typed in ["030 1234567", "1234567", "bonomi", "Teresa  Bon", "0039 030 123 4567"] {
            assert!(Sought::of(typed).unwrap().fits(&teresa()), "{typed}");
        }
        for typed in ["030 1234568", "Teresina", "bonomi anna"] {
            assert!(!Sought::of(typed).unwrap().fits(&teresa()), "{typed}");
        }
        let without = PersonDetails { phone: String::new(), ..teresa() };
        assert!(!Sought::of("1234567").unwrap().fits(&without));
    }

    #[test]
    fn too_little_finds_nobody() {
        for typed in ["", " ", "te", "03"] {
            assert_eq!(Sought::of(typed), None, "{typed}");
        }
    }
}
