//! The one shape of every refusal and failure that leaves a program: RFC 9457, on HTTP as
//! `application/problem+json`, on MQTT as the same JSON inside a receipt.
//!
//! `type` is `urn:costellazione:problem:<slug>`; the slug is also the key of the words shown
//! (`problem-<slug>` in `locales/*/problems.ftl`). What a person typed never stands in a problem.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

const PREFIX: &str = "urn:costellazione:problem:";

/// A refusal or a failure, in words a machine can act on and a person can read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:costellazione:problem:<slug>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// One sentence for the person, in the language they asked for; empty until somebody words it.
    #[serde(default)]
    pub title: String,
    /// HTTP status; on MQTT only a hint.
    pub status: u16,
    /// What to do next, in the same language; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The field of the message that is wrong, where it is one field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Whether sending the same thing again later may succeed.
    #[serde(default)]
    pub retry: bool,
    /// Values the words mention: ids, numbers, limits; never anything personal.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Problem {
    /// A problem with this slug (`[a-z-]`, a key of `problems.ftl`) and HTTP status.
    #[must_use]
    pub fn new(slug: &str, status: u16) -> Self {
        Self {
            kind: format!("{PREFIX}{slug}"),
            title: String::new(),
            status,
            detail: String::new(),
            field: None,
            retry: false,
            args: BTreeMap::new(),
        }
    }

    /// 404: no such thing here.
    #[must_use]
    pub fn not_found(slug: &str) -> Self {
        Self::new(slug, 404)
    }

    /// 403: not for this person or role.
    #[must_use]
    pub fn forbidden(slug: &str) -> Self {
        Self::new(slug, 403)
    }

    /// 409: the thing is not in a state for that.
    #[must_use]
    pub fn conflict(slug: &str) -> Self {
        Self::new(slug, 409)
    }

    /// 422: the message is well formed and what it says is not acceptable.
    #[must_use]
    pub fn invalid(slug: &str) -> Self {
        Self::new(slug, 422)
    }

    /// 503: not now; the same again later.
    #[must_use]
    pub fn try_later(slug: &str) -> Self {
        Self { retry: true, ..Self::new(slug, 503) }
    }

    /// Adds a value that the words mention.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl fmt::Display) -> Self {
        self.args.insert(key.to_owned(), value.to_string());
        self
    }

    /// Names the field that is wrong.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// The slug, or the whole type where another program made it.
    #[must_use]
    pub fn slug(&self) -> &str {
        self.kind.strip_prefix(PREFIX).unwrap_or(&self.kind)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.slug(), self.status)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_rfc_9457_json_with_our_extensions() {
        let problem = Problem::conflict("already-taken").with("minutes", 5).at("answer");
        let json = serde_json::to_value(&problem).unwrap();
        assert_eq!(json["type"], "urn:costellazione:problem:already-taken");
        assert_eq!(json["status"], 409);
        assert_eq!(json["args"]["minutes"], "5");
        assert_eq!(serde_json::from_value::<Problem>(json).unwrap(), problem);
    }
}
