//! What a form posted, and what was wrong with it, field by field.

use protocol::Problem;

use super::words::Words;

/// The fields of a form in the order they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posted(pub Vec<(String, String)>);

impl Posted {
    /// The first value of a field; empty when it did not come.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// The same without spaces around it.
    #[must_use]
    pub fn trimmed(&self, name: &str) -> &str {
        self.text(name).trim()
    }

    /// Every value of a field.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Whether a value of a field came; for boxes that can be ticked.
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(key, found)| key == name && found == value)
    }

    /// A field read as something; `None` when it does not read.
    #[must_use]
    pub fn read<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.trimmed(name).parse().ok()
    }
}

/// What is wrong with a form: sentences by field, in the order they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Errors(Vec<(String, String)>);

impl Errors {
    /// Adds a sentence (a key of the words) to a field.
    pub fn add(&mut self, words: Words, field: &str, key: &str) {
        self.0.push((field.to_owned(), words.t(key)));
    }

    /// Adds a sentence that is in words already.
    pub fn say(&mut self, field: &str, text: String) {
        self.0.push((field.to_owned(), text));
    }

    /// The errors that a refusal amounts to: at its field, or at the form as a whole.
    #[must_use]
    pub fn of(words: Words, problem: &Problem) -> Self {
        let mut worded = problem.clone();
        words.word(&mut worded);
        let field = problem.field.clone().unwrap_or_default();
        let text = if worded.detail.is_empty() {
            worded.title
        } else {
            format!("{} {}", worded.title, worded.detail)
        };
        Self(vec![(field, text)])
    }

    /// The sentence of a field; empty when nothing is wrong with it.
    #[must_use]
    pub fn at(&self, field: &str) -> &str {
        self.0.iter().find(|(name, _)| name == field).map_or("", |(_, text)| text.as_str())
    }

    /// Whether anything is wrong.
    #[must_use]
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// All of them: field and sentence.
    #[must_use]
    pub fn list(&self) -> &[(String, String)] {
        &self.0
    }
}

/// One thing that can be chosen in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// A choice, chosen when its value is `now`.
    #[expect(clippy::needless_pass_by_value, reason = "ids and words are given as they come")]
    pub fn new(value: impl ToString, label: impl ToString, now: &str) -> Self {
        let (value, label) = (value.to_string(), label.to_string());
        let chosen = value == now;
        Self { value, label, chosen }
    }
}

/// Choices under a heading; an empty heading shows none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The heading.
    pub label: String,
    /// What can be chosen under it.
    pub choices: Vec<Choice>,
}

impl Group {
    /// Choices without a heading.
    #[must_use]
    pub fn plain(choices: Vec<Choice>) -> Self {
        Self { label: String::new(), choices }
    }
}
