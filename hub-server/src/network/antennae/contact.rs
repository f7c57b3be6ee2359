//! Who an antenna is: kept in the vault of its hub and nowhere else.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What the vault holds about an antenna. Name, telephone and address stand under the same names as for
/// everybody else, so that a person's rights are looked after in one place. At most 200 characters a field.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// What the antenna is called: a person, a shop, a group.
    pub name: String,
    /// Whom to speak with, where that is not the name itself.
    pub contact_person: String,
    /// Telephone as typed.
    pub phone: String,
    /// Electronic mail as typed.
    pub email: String,
    /// Street, number, doorbell.
    pub address: String,
    /// Tax code of a volunteer, for the register (DM 6 October 2021).
    pub tax_code: String,
}

impl Contact {
    /// Longest text of one field, in characters.
    pub const FIELD_MAX: usize = 200;

    /// Its fields with their names, for limits.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, &str); 6] {
        [
            ("name", &self.name),
            ("contact_person", &self.contact_person),
            ("phone", &self.phone),
            ("email", &self.email),
            ("address", &self.address),
            ("tax_code", &self.tax_code),
        ]
    }

    /// Whether somebody is named and there is a way to reach them.
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        !self.name.trim().is_empty()
            && [&self.phone, &self.email, &self.address].iter().any(|way| !way.trim().is_empty())
    }
}

impl fmt::Debug for Contact {
    /// Never shows what it holds: a debug print may end in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(…)")
    }
}
