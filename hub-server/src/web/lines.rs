//! Things that come in as a file of lines: a try that lists every line that would be refused, then, when none is left,
//! the recording of all of them.
//!
//! Always true: a try changes nothing, and what is recorded is what was tried. The same line twice is one thing, because
//! its id is worked out from [`Line::print`]. Deliberately absent: what a line means, which is the page's that reads it.

use askama::Template;
use axum::http::StatusCode;
use protocol::Problem;

use super::page::{Page, Section, show_as, status_of};
use super::visit::{Outcome, Visit};

/// Most lines of one file.
const LINES_MAX: usize = 2_000;

/// What such a page is for.
pub struct Sort {
    /// Where it stands in the console.
    pub section: Section,
    /// How its words begin: `<family>-title`, `-help`, `-columns`, `-good`, `-record`, `-bad`, `-nothing-recorded`.
    pub family: &'static str,
    /// Where the file is sent.
    pub action: &'static str,
    /// Where one came from: address and key of its title.
    pub back: (&'static str, &'static str),
    /// The columns, in any order in the file; as many of the first as `needed` must be there.
    pub columns: &'static [&'static str],
    /// How many.
    pub needed: usize,
}

/// A line that would be refused.
pub struct Bad {
    line: u64,
    why: String,
}

/// What was tried: what could be recorded, and what not.
pub struct Tried<T> {
    /// In the order of the file.
    pub good: Vec<T>,
    /// Likewise.
    pub bad: Vec<Bad>,
}

/// One line of a file.
pub struct Line<'f> {
    headers: &'f csv::StringRecord,
    record: &'f csv::StringRecord,
}

impl Line<'_> {
    /// What stands in a column; empty where nothing does.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        place(self.headers, name).and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    /// What tells this line of somebody, or of some place, from every other.
    #[must_use]
    pub fn print(&self, of: &str) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(of.as_bytes());
        for field in self.record {
            hasher.update(&u64::try_from(field.len()).unwrap_or_default().to_be_bytes());
            hasher.update(field.as_bytes());
        }
        *hasher.finalize().as_bytes()
    }
}

fn place(headers: &csv::StringRecord, name: &str) -> Option<usize> {
    headers.iter().position(|header| header.eq_ignore_ascii_case(name))
}

#[derive(Template)]
#[template(path = "web/lines.html")]
struct Lines<'s> {
    page: Page,
    sort: &'s Sort,
    tried: bool,
    good: usize,
    bad: Vec<Bad>,
    text: String,
    command: String,
}

impl Lines<'_> {
    fn key(&self, what: &str) -> String {
        format!("{}-{what}", self.sort.family)
    }
}

impl Sort {
    /// The page around it.
    pub async fn page(&self, visit: &Visit) -> Page {
        Page::of(visit, self.section, &format!("{}-title", self.family)).await
    }

    /// The page before a file was sent.
    ///
    /// # Errors
    /// When it cannot be rendered.
    pub fn blank(&self, page: Page) -> Outcome {
        self.show(StatusCode::OK, page, None, String::new())
    }

    /// The page after a file was tried.
    ///
    /// # Errors
    /// When it cannot be rendered.
    pub fn tried<T>(&self, page: Page, tried: Tried<T>, text: String) -> Outcome {
        self.show(StatusCode::OK, page, Some((tried.good.len(), tried.bad)), text)
    }

    /// The page when nothing was sent.
    ///
    /// # Errors
    /// When it cannot be rendered.
    pub fn nothing_sent(&self, page: Page) -> Outcome {
        let problem = Problem::invalid("file-missing");
        let status = status_of(&problem);
        self.show(status, page.refusing(problem), None, String::new())
    }

    fn show(
        &self,
        status: StatusCode,
        page: Page,
        tried: Option<(usize, Vec<Bad>)>,
        text: String,
    ) -> Outcome {
        let command = page.fresh();
        let (tried, (good, bad)) = (tried.is_some(), tried.unwrap_or_default());
        show_as(status, &Lines { page, sort: self, tried, good, bad, text, command })
    }

    /// Reads every line of a text; `read` says what it is, or why it would be refused.
    pub fn read<T>(
        &self,
        page: &Page,
        text: &str,
        mut read: impl FnMut(&Line<'_>) -> Result<T, String>,
    ) -> Tried<T> {
        let first = text.lines().next().unwrap_or_default();
        let delimiter = if first.contains(';') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut tried = Tried { good: Vec::new(), bad: Vec::new() };
        let headers = reader.headers().cloned().unwrap_or_default();
        let needed = self.columns[..self.needed].iter().copied();
        let missing: Vec<&str> = needed.filter(|name| place(&headers, name).is_none()).collect();
        if !missing.is_empty() {
            let why = page.w.a("diary-import-columns-missing", "names", missing.join(", "));
            tried.bad.push(Bad { line: 1, why });
            return tried;
        }
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    let why = page.w.told(&Problem::invalid("line-unreadable"));
                    tried.bad.push(Bad { line, why });
                    continue;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            if tried.good.len() + tried.bad.len() >= LINES_MAX {
                let why = page.w.told(&Problem::invalid("out-of-range").with("most", LINES_MAX));
                tried.bad.push(Bad { line, why });
                break;
            }
            match read(&Line { headers: &headers, record: &record }) {
                Ok(good) => tried.good.push(good),
                Err(why) => tried.bad.push(Bad { line, why }),
            }
        }
        tried
    }
}

/// The text that was sent, as a file or as what came back from the try; `None` when there is nothing in it.
#[must_use]
pub fn sent(visit: &Visit) -> Option<String> {
    let text = match visit.file() {
        Some(file) => String::from_utf8_lossy(&file.bytes).into_owned(),
        None => visit.posted.text("text").to_owned(),
    };
    let text = text.trim_start_matches('\u{feff}').to_owned();
    Some(text).filter(|text| !text.trim().is_empty())
}

/// Whether whoever sends it has seen that nothing in it is wrong, and wants it recorded.
#[must_use]
pub fn wants_recorded<T>(visit: &Visit, tried: &Tried<T>) -> bool {
    tried.bad.is_empty() && visit.posted.text("record") == "yes"
}
