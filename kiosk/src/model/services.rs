//! What the hub offers and when: looked through, searched by words, asked for.
//!
//! Always true: what is searched for goes with the session; nothing here asks the hub anything, so that it works
//! without a line. Deliberately absent: what is needed, which is an errand like any other.

use protocol::Slug;
use protocol::kiosk::{Place, ServiceCard};
use ui_kit::Language;

use super::typed::Typed;

/// Longest text to search for, in characters.
pub const QUERY_MAX: usize = 40;

/// Looking through what the hub offers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Services {
    /// What is searched for.
    pub query: Typed,
    /// Whether the keyboard is open.
    pub writing: bool,
    /// The service that is read.
    pub chosen: Option<Slug>,
}

/// What can happen there.
#[derive(Debug, Clone, PartialEq)]
pub enum ServicesMsg {
    /// The card of the first screen.
    Open,
    /// "Cerca": the keyboard.
    Search,
    /// What is searched for is now this.
    Write(Typed),
    /// "Mostra": the keyboard closes.
    Found,
    /// "Vedi tutti": nothing is searched for any more.
    ShowAll,
    /// One service is read.
    Pick(Slug),
    /// "Chiedi il servizio".
    Ask,
    /// "Ritira qualcosa": where the code of a label is typed.
    Collect,
}

impl ServicesMsg {
    /// Whether a finger that meant the page before could do this by mistake.
    #[must_use]
    pub fn turns_pages(&self) -> bool {
        !matches!(self, Self::Write(_))
    }
}

impl Services {
    /// What tells one page of it from another.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match (self.writing, &self.chosen) {
            (true, _) => "search",
            (false, Some(_)) => "one",
            (false, None) => "list",
        }
    }

    /// Lets one thing happen.
    pub fn act(&mut self, msg: ServicesMsg) {
        match msg {
            ServicesMsg::Open | ServicesMsg::Ask | ServicesMsg::Collect => {}
            ServicesMsg::Search => (self.writing, self.chosen) = (true, None),
            ServicesMsg::Write(typed) => {
                if self.writing {
                    self.query = Typed::new(typed.as_str(), QUERY_MAX);
                }
            }
            ServicesMsg::Found => self.writing = false,
            ServicesMsg::ShowAll => (self.writing, self.query) = (false, Typed::default()),
            ServicesMsg::Pick(slug) => (self.writing, self.chosen) = (false, Some(slug)),
        }
    }

    /// One step back; `false` when there is none.
    pub fn back(&mut self) -> bool {
        if self.writing {
            self.writing = false;
        } else if self.chosen.is_some() {
            self.chosen = None;
        } else if !self.query.is_blank() {
            self.query = Typed::default();
        } else {
            return false;
        }
        true
    }

    /// The services in which every word that is searched for stands, in the order of the hub.
    #[must_use]
    pub fn found<'p>(&self, place: &'p Place, language: Language) -> Vec<&'p ServiceCard> {
        let query = plain(self.query.as_str());
        let words: Vec<&str> = query.split_whitespace().collect();
        let says = |card: &ServiceCard| {
            let parts = [&card.name, &card.hint, &card.covered_by];
            let languages = [language.code(), Language::It.code()];
            let text = parts.into_iter().flat_map(|part| languages.map(|code| part.get(code)));
            plain(&text.flatten().cloned().collect::<Vec<_>>().join(" "))
        };
        let fits = |card: &&ServiceCard| {
            let text = says(card);
            words.iter().all(|word| text.contains(word))
        };
        place.services.iter().filter(fits).collect()
    }

    /// The service that is read, where the hub still has it.
    #[must_use]
    pub fn read<'p>(&self, place: &'p Place) -> Option<&'p ServiceCard> {
        let chosen = self.chosen.as_ref()?;
        place.services.iter().find(|card| card.slug == *chosen)
    }
}

/// A text as it is compared: small letters without accents.
fn plain(text: &str) -> String {
    let letter = |c: char| match c {
        'à' | 'á' | 'â' => 'a',
        'è' | 'é' | 'ê' => 'e',
        'ì' | 'í' | 'î' => 'i',
        'ò' | 'ó' | 'ô' => 'o',
        'ù' | 'ú' | 'û' => 'u',
        '’' | '\'' => ' ',
        other => other,
    };
    text.to_lowercase().chars().map(letter).collect()
}
