//! What may be attached, and how much of it: by the node's configuration, `[files]`.

use serde::{Deserialize, Serialize};

use super::content::Kind;

/// How long, how many, which kinds. Defaults in code; a hub on a small disk sets less.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FilesConfig {
    /// The most of a picture before it is drawn again, in megabytes of 1024 × 1024 bytes, 1 to 50.
    pub picture_max_mb: u64,
    /// The most of a document, in the same, 1 to 500.
    pub document_max_mb: u64,
    /// The most files of one thing, 1 to 500.
    pub each_most: usize,
    /// The most files of one form, 1 to 50.
    pub at_once_most: usize,
    /// Which kinds may be attached: `jpeg`, `png`, `webp`, `pdf`, `text`, `odt`, `ods`, `odp`, `docx`, `xlsx`, `pptx`.
    pub kinds: Vec<String>,
}

impl Default for FilesConfig {
    fn default() -> Self {
        Self {
            picture_max_mb: 10,
            document_max_mb: 25,
            each_most: 60,
            at_once_most: 10,
            kinds: Kind::ALL.iter().map(|kind| kind.slug().to_owned()).collect(),
        }
    }
}

impl FilesConfig {
    /// The most bytes of a picture.
    #[must_use]
    pub const fn picture_max(&self) -> u64 {
        self.picture_max_mb * 1024 * 1024
    }

    /// The most bytes of a document.
    #[must_use]
    pub const fn document_max(&self) -> u64 {
        self.document_max_mb * 1024 * 1024
    }

    /// The most bytes of anything.
    #[must_use]
    pub fn file_max(&self) -> u64 {
        self.picture_max().max(self.document_max())
    }

    /// Whether a kind may be attached.
    #[must_use]
    pub fn takes(&self, kind: Kind) -> bool {
        self.kinds.iter().any(|slug| slug == kind.slug())
    }

    /// What is wrong with it, each with its key.
    #[must_use]
    pub fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        let mut within = |key: &str, value: u64, most: u64| {
            if !(1..=most).contains(&value) {
                mistakes.push(format!("files.{key} = {value} is not between 1 and {most}"));
            }
        };
        within("picture_max_mb", self.picture_max_mb, 50);
        within("document_max_mb", self.document_max_mb, 500);
        within("each_most", self.each_most.try_into().unwrap_or(u64::MAX), 500);
        within("at_once_most", self.at_once_most.try_into().unwrap_or(u64::MAX), 50);
        for kind in &self.kinds {
            if Kind::from_slug(kind).is_none() {
                mistakes.push(format!("files.kinds holds \"{kind}\", which is no kind of file"));
            }
        }
        if self.kinds.is_empty() {
            mistakes.push("files.kinds is empty: nothing could be attached".to_owned());
        }
        mistakes
    }
}
