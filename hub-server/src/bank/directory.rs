//! Who is who: the members of a bank by name and number, for lists, searches and fields that complete a name.
//!
//! Always true: only the hub that keeps the vault can read names. The names of its members are the desk's own
//! book of members, so that showing one is not a reading; telephone and address are, one by one.

use protocol::{AccountId, MemberId, NodeId, PersonId};
use sqlx::{AnyConnection, Row};

use super::members::Stage;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none};
use crate::store::vault::{self, VaultKey};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ALL];

const ALL: &str = "SELECT m.member_id, m.number, m.stage, m.account_id, m.person_id, \
    k.wrapped_key, d.sealed FROM bank_member m \
    LEFT JOIN person_key k ON k.person_id = m.person_id \
    LEFT JOIN person_data d ON d.person_id = m.person_id \
    WHERE m.home = $1 ORDER BY m.number";

/// One member as the desk knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who.
    pub member: MemberId,
    /// Their number.
    pub number: u32,
    /// Their name; empty where it was erased or stays at another hub.
    pub name: String,
    /// Where they stand.
    pub stage: Stage,
    /// Their account.
    pub account: Option<AccountId>,
}

impl Known {
    /// As fields that complete a name show them: `Livia Conti · 12`.
    #[must_use]
    pub fn label(&self) -> String {
        if self.name.is_empty() {
            format!("n. {}", self.number)
        } else {
            format!("{} · {}", self.name, self.number)
        }
    }
}

/// Everybody of a bank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory(pub Vec<Known>);

/// What somebody typed, looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'d> {
    /// Exactly one.
    One(&'d Known),
    /// Several: which.
    Several(Vec<&'d Known>),
    /// Nobody.
    Nobody,
}

impl Directory {
    /// Everybody of a bank, by number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn of(
        db: &mut AnyConnection,
        vault: &VaultKey,
        home: &NodeId,
    ) -> Result<Self, StoreError> {
        let rows = sqlx::query(ALL).bind(home.as_str()).fetch_all(db).await?;
        let known = rows.iter().map(|row| {
            let person: PersonId = parsed(row, "person_id")?;
            let key: Option<Vec<u8>> = row.try_get("wrapped_key")?;
            let sealed: Option<Vec<u8>> = row.try_get("sealed")?;
            // The copies that central keeps of a hub's people do not open there.
            let name = key
                .zip(sealed)
                .and_then(|(key, sealed)| vault::name(vault, person, &key, &sealed).ok())
                .unwrap_or_default();
            let number: i64 = row.try_get("number")?;
            Ok(Known {
                member: parsed(row, "member_id")?,
                number: u32::try_from(number).unwrap_or_default(),
                name,
                stage: from_word("stage", &row.try_get::<String, _>("stage")?)?,
                account: parsed_or_none(row, "account_id")?,
            })
        });
        known.collect::<Result<_, StoreError>>().map(Self)
    }

    /// A member by id.
    #[must_use]
    pub fn get(&self, member: MemberId) -> Option<&Known> {
        self.0.iter().find(|known| known.member == member)
    }

    /// Those who use an account.
    pub fn users(&self, account: AccountId) -> impl Iterator<Item = &Known> {
        self.0.iter().filter(move |known| known.account == Some(account))
    }

    /// Those who may exchange.
    pub fn exchanging(&self) -> impl Iterator<Item = &Known> {
        self.0.iter().filter(|known| known.stage.may_exchange())
    }

    /// Everybody whose name or number holds what was typed, word by word and whatever the accents.
    #[must_use]
    pub fn search(&self, typed: &str) -> Vec<&Known> {
        let words: Vec<String> = plain(typed).split_whitespace().map(str::to_owned).collect();
        let fits = |known: &&Known| {
            let name = plain(&known.name);
            let number = known.number.to_string();
            words.iter().all(|word| name.contains(word.as_str()) || number == *word)
        };
        self.0.iter().filter(fits).collect()
    }

    /// Who is meant in a field: by the number at the end of a label, by a whole name, or by a part of one name
    /// alone. Those who left are meant by nobody.
    #[must_use]
    pub fn meant(&self, typed: &str) -> Found<'_> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Found::Nobody;
        }
        let last = typed.rsplit(['·', ' ', '.']).next().unwrap_or_default();
        let here = |known: &&Known| !matches!(known.stage, Stage::Closed | Stage::Declined);
        if let Ok(number) = last.parse::<u32>() {
            let found = self.0.iter().filter(here).find(|known| known.number == number);
            return found.map_or(Found::Nobody, Found::One);
        }
        let some: Vec<&Known> = self.search(typed).into_iter().filter(here).collect();
        let whole: Vec<&Known> =
            some.iter().copied().filter(|known| plain(&known.name) == plain(typed)).collect();
        match (whole.as_slice(), some.as_slice()) {
            ([one], _) | (_, [one]) => Found::One(one),
            (_, []) => Found::Nobody,
            _ => Found::Several(some),
        }
    }
}

/// How somebody is called where others look on: given name and the first letter of what follows.
#[must_use]
pub fn short_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    match words.next_back().and_then(|last| last.chars().next()) {
        Some(letter) => format!("{first} {}.", letter.to_uppercase()),
        None => first.to_owned(),
    }
}

/// Small letters without accents, so that "Niccolo" finds "Niccolò".
fn plain(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|c| *c != '·' && *c != '\'' && *c != '’')
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' | 'ă' => 'a',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ò' | 'ó' | 'ô' | 'ö' | 'õ' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            'ș' | 'ş' => 's',
            'ț' | 'ţ' => 't',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::uuid;

    fn directory(names: &[&str]) -> Directory {
        let known = names.iter().zip(1_u32..).map(|(name, number)| Known {
            member: MemberId::new(uuid(u128::from(number))),
            number,
            name: (*name).to_owned(),
            stage: Stage::Member,
            account: None,
        });
        Directory(known.collect())
    }

    #[test]
    fn a_short_name_says_who_without_saying_all() {
        for (name, short) in
            [("Livia Conti", "Livia C."), ("Maria Pia de Santis", "Maria S."), ("Bruno", "Bruno")]
        {
            assert_eq!(short_name(name), short);
        }
        assert_eq!(short_name("  "), "");
    }

    #[test]
    fn a_name_is_found_by_its_label_its_number_its_parts_and_without_accents() {
        let book = directory(&["Niccolò Bianchi", "Maria Rossi", "Maria Rossini"]);
        let number = |typed: &str| match book.meant(typed) {
            Found::One(known) => Some(known.number),
            Found::Several(_) | Found::Nobody => None,
        };
        for (typed, expected) in [
            ("Niccolò Bianchi · 1", Some(1)),
            ("niccolo", Some(1)),
            ("2", Some(2)),
            ("n. 3", Some(3)),
            ("maria rossi", Some(2)),
            ("rossini maria", Some(3)),
            ("maria", None),
            ("9", None),
            ("", None),
            ("Teresa", None),
        ] {
            assert_eq!(number(typed), expected, "{typed}");
        }
        assert!(matches!(book.meant("maria"), Found::Several(some) if some.len() == 2));
    }
}
