//! The threads between this antenna and its hub: what was said by both sides, what is new in them.

use std::collections::BTreeMap;

use protocol::antenna::{DeviceCommand, WORDS_MAX};
use protocol::{CommandId, Problem, RequestId};
use serde::{Deserialize, Serialize};

use super::Model;
use super::cards::SentMark;
use super::ledger::{Ledger, SentState};

/// A thread: about a request, or in general.
pub type About = Option<RequestId>;

/// One message as a thread shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The command that wrote it.
    pub id: CommandId,
    /// Who wrote it at the hub; `None` for this antenna.
    pub from_hub: Option<String>,
    /// The words; empty once they were erased.
    pub text: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Where it stands, for what was written here.
    pub mark: SentMark,
    /// Why the hub did not take it.
    pub refused: Option<Problem>,
}

/// One thread on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// About what.
    pub about: About,
    /// The last message in it.
    pub last: Option<Line>,
    /// Messages of the hub that were not read here.
    pub unread: usize,
}

/// What is being written, by thread, and how far each was read, as both are kept on disk.
pub type ByThread<T> = BTreeMap<String, T>;

/// The name of a thread in [`ByThread`].
#[must_use]
pub fn key(about: About) -> String {
    about.map(|request| request.to_string()).unwrap_or_default()
}

/// Messages being written, cut to what the hub takes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WordsDraft(pub ByThread<String>);

impl WordsDraft {
    /// What is being written in a thread.
    #[must_use]
    pub fn of(&self, about: About) -> &str {
        self.0.get(&key(about)).map_or("", String::as_str)
    }

    /// What would be sent; `None` while there is nothing.
    #[must_use]
    pub fn text(&self, about: About) -> Option<String> {
        let text: String = self.of(about).trim().chars().take(WORDS_MAX).collect();
        (!text.is_empty()).then_some(text)
    }
}

impl Ledger {
    /// The messages of a thread, the oldest first; what waits here stands last.
    #[must_use]
    pub fn lines(&self, about: About) -> Vec<Line> {
        let told = self.words.iter().filter(|(_, told)| told.it.about == about);
        let mut lines: Vec<(u64, u64, Line)> = told
            .map(|(id, told)| {
                let line = Line {
                    id: *id,
                    from_hub: told.it.from_hub.clone(),
                    text: told.it.text.clone(),
                    at_ms: told.it.at_ms,
                    mark: SentMark::Recorded,
                    refused: None,
                };
                (told.cursor, 0, line)
            })
            .collect();
        for (id, sent) in &self.sent {
            let Some(DeviceCommand::WriteWords(it)) = &sent.command else { continue };
            if it.about != about || self.words.contains_key(id) {
                continue;
            }
            let refused = match &sent.state {
                SentState::Refused(problem) => Some(problem.clone()),
                SentState::Waiting | SentState::Recorded => None,
            };
            let line = Line {
                id: *id,
                from_hub: None,
                text: it.text.clone(),
                at_ms: sent.at_ms,
                mark: SentMark::from(&sent.state),
                refused,
            };
            lines.push((u64::MAX, sent.n.unwrap_or(u64::MAX), line));
        }
        lines.sort_by_key(|(cursor, n, line)| (*cursor, *n, line.id));
        lines.into_iter().map(|(_, _, line)| line).collect()
    }

    /// The last fact in a thread; 0 for none.
    #[must_use]
    pub fn thread_cursor(&self, about: About) -> u64 {
        let told = self.words.values().filter(|told| told.it.about == about);
        told.map(|told| told.cursor).max().unwrap_or(0)
    }
}

impl Model {
    /// The threads there are: the general one first, then those with something new, then the rest by their last word.
    #[must_use]
    pub fn threads(&self) -> Vec<Thread> {
        let mut about: Vec<About> = vec![None];
        about.extend(self.ledger.tasks.keys().map(|request| Some(*request)));
        for told in self.ledger.words.values() {
            if !about.contains(&told.it.about) {
                about.push(told.it.about);
            }
        }
        let mut threads: Vec<Thread> = about.into_iter().map(|it| self.thread(it)).collect();
        threads.sort_by_key(|thread| {
            let last = thread.last.as_ref().map_or(i64::MIN, |line| line.at_ms);
            let new = thread.unread == 0;
            (thread.about.is_some(), new, std::cmp::Reverse(last), thread.about)
        });
        threads
    }

    fn thread(&self, about: About) -> Thread {
        let read = self.read.get(&key(about)).copied().unwrap_or(0);
        let words = self.ledger.words.values();
        let new = words.filter(|told| {
            told.it.about == about && told.it.from_hub.is_some() && told.cursor > read
        });
        Thread { about, unread: new.count(), last: self.ledger.lines(about).pop() }
    }

    /// Messages of the hub that were not read here, in all threads.
    #[must_use]
    pub fn unread_words(&self) -> usize {
        self.threads().iter().map(|thread| thread.unread).sum()
    }
}
