//! Asking one thing at a time: what each errand asks, in which order, and what was answered so far.
//!
//! Always true: nothing is asked twice, every answer can be changed from the last page, and one attempt to send and
//! all its repetitions carry one command id, until an answer is changed. Deliberately absent: the hub, the screen.

use protocol::kiosk::{LeaveIdea, LeaveNeed, OfferTime, TEXT_MAX, TimeBand, Urgency};
use protocol::{CommandId, PersonDetails, Relation, Slug};

use super::message::{Leave, Trouble};
use super::typed::Typed;

/// What somebody came for and leaves at the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Errand {
    /// "Ho bisogno di aiuto".
    Need,
    /// "Offro il mio tempo".
    Offer,
    /// "Ho un'idea".
    Idea,
}

/// One page of an errand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// What kind of help is needed.
    Category,
    /// What kinds of help somebody can give.
    Skills,
    /// What an idea is about.
    Theme,
    /// Where.
    Neighbourhood,
    /// How soon.
    Urgency,
    /// When somebody is free.
    Bands,
    /// In the person's words.
    Text,
    /// For whom.
    Relation,
    /// Name, telephone, address.
    Contact,
    /// All answers, before they go.
    Check,
}

impl Errand {
    /// Its pages, in order.
    #[must_use]
    pub fn questions(self) -> &'static [Question] {
        use Question as Q;
        match self {
            Self::Need => {
                &[Q::Category, Q::Neighbourhood, Q::Urgency, Q::Text, Q::Contact, Q::Check]
            }
            Self::Offer => &[Q::Skills, Q::Neighbourhood, Q::Bands, Q::Contact, Q::Text, Q::Check],
            Self::Idea => &[Q::Theme, Q::Neighbourhood, Q::Text, Q::Contact, Q::Check],
        }
    }

    /// What stands answered beside a page and is asked only of who wants to change it: most people ask for themselves.
    #[must_use]
    pub fn asides(self, page: Question) -> &'static [Question] {
        match (self, page) {
            (Self::Need, Question::Contact) => &[Question::Relation],
            _ => &[],
        }
    }

    /// Its word in slugs and keys of words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Offer => "offer",
            Self::Idea => "idea",
        }
    }
}

impl Question {
    /// Its word in slugs and keys of words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Skills => "skills",
            Self::Theme => "theme",
            Self::Neighbourhood => "neighbourhood",
            Self::Urgency => "urgency",
            Self::Bands => "bands",
            Self::Text => "text",
            Self::Relation => "relation",
            Self::Contact => "contact",
            Self::Check => "check",
        }
    }
}

/// Something that is written with the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The person's own words.
    Text,
    /// Name.
    Name,
    /// Telephone.
    Phone,
    /// Address.
    Address,
}

impl Field {
    /// Most characters it takes.
    #[must_use]
    pub fn max_chars(self) -> usize {
        match self {
            Self::Text => TEXT_MAX,
            Self::Name | Self::Phone | Self::Address => PersonDetails::FIELD_MAX,
        }
    }

    /// Its word in keys of words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Address => "address",
        }
    }
}

/// Where something is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Where {
    /// Not answered yet.
    #[default]
    Unsaid,
    /// The whole city.
    WholeCity,
    /// One neighbourhood.
    In(Slug),
}

/// The answers so far. Gone when the session goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// What kind of help is needed.
    pub category: Option<Slug>,
    /// What kinds of help somebody can give.
    pub skills: Vec<Slug>,
    /// What an idea is about.
    pub theme: Option<Slug>,
    /// Where.
    pub place: Where,
    /// How soon.
    pub urgency: Option<Urgency>,
    /// When somebody is free.
    pub bands: Vec<TimeBand>,
    /// For whom.
    pub relation: Relation,
    /// In the person's words.
    pub text: Typed,
    /// Name.
    pub name: Typed,
    /// Telephone.
    pub phone: Typed,
    /// Address.
    pub address: Typed,
}

impl Draft {
    /// What stands in a field.
    #[must_use]
    pub fn field(&self, field: Field) -> &Typed {
        match field {
            Field::Text => &self.text,
            Field::Name => &self.name,
            Field::Phone => &self.phone,
            Field::Address => &self.address,
        }
    }

    fn field_mut(&mut self, field: Field) -> &mut Typed {
        match field {
            Field::Text => &mut self.text,
            Field::Name => &mut self.name,
            Field::Phone => &mut self.phone,
            Field::Address => &mut self.address,
        }
    }

    /// Whether the page has what this errand must know before it goes on.
    #[must_use]
    pub fn answers(&self, errand: Errand, question: Question) -> bool {
        match question {
            Question::Category => self.category.is_some(),
            Question::Skills => !self.skills.is_empty(),
            Question::Theme => self.theme.is_some(),
            Question::Neighbourhood => match self.place {
                Where::Unsaid => false,
                Where::WholeCity => errand == Errand::Idea,
                Where::In(_) => true,
            },
            Question::Urgency => self.urgency.is_some(),
            Question::Bands => !self.bands.is_empty(),
            Question::Text => errand != Errand::Idea || !self.text.is_blank(),
            Question::Contact => {
                errand != Errand::Offer || !(self.name.is_blank() || self.phone.is_blank())
            }
            Question::Relation | Question::Check => true,
        }
    }

    fn person(&self) -> PersonDetails {
        PersonDetails {
            name: self.name.trimmed(),
            phone: self.phone.trimmed(),
            address: self.address.trimmed(),
        }
    }

    /// The message to the hub, or `None` while an answer is missing.
    #[must_use]
    pub fn message(&self, errand: Errand, id: CommandId, language: &str) -> Option<Leave> {
        let neighbourhood = match &self.place {
            Where::In(slug) => Some(slug.clone()),
            Where::Unsaid | Where::WholeCity => None,
        };
        if !errand.questions().iter().all(|question| self.answers(errand, *question)) {
            return None;
        }
        let (text, person, language) = (self.text.trimmed(), self.person(), language.to_owned());
        Some(match errand {
            Errand::Need => Leave::Need(LeaveNeed {
                id,
                category: self.category.clone()?,
                neighbourhood: neighbourhood?,
                urgency: self.urgency?,
                text,
                relation: self.relation,
                person,
                language,
                more: protocol::kiosk::NeedDetails::default(),
            }),
            Errand::Offer => Leave::Offer(OfferTime {
                id,
                categories: self.skills.clone(),
                neighbourhood: neighbourhood?,
                when: self.bands.clone(),
                text,
                person,
                language,
            }),
            Errand::Idea => Leave::Idea(LeaveIdea {
                id,
                theme: self.theme.clone()?,
                neighbourhood,
                text,
                person,
                language,
            }),
        })
    }
}

/// How something sent to the hub stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sending {
    /// Not sent, or changed since.
    #[default]
    No,
    /// On its way.
    Waiting,
    /// It did not work.
    Failed(Trouble),
}

/// An errand under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// What for.
    pub errand: Errand,
    /// The page shown.
    pub question: Question,
    /// The page to come back to, when this one was opened to change an answer.
    pub back_to: Option<Question>,
    /// The field the keyboard writes into; the page of the own words always writes.
    pub writing: Option<Field>,
    /// Whether the neighbourhoods of other hubs are shown too.
    pub all_neighbourhoods: bool,
    /// The answers so far.
    pub draft: Draft,
    /// How the message to the hub stands.
    pub sending: Sending,
    /// The id of the message, once it was sent.
    pub command_id: Option<CommandId>,
}

impl Flow {
    /// The first page of an errand.
    #[must_use]
    pub fn new(errand: Errand) -> Self {
        Self {
            errand,
            question: errand.questions()[0],
            back_to: None,
            writing: None,
            all_neighbourhoods: false,
            draft: Draft::default(),
            sending: Sending::No,
            command_id: None,
        }
    }

    /// Number of the page, from 1, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let questions = self.errand.questions();
        (self.position() + 1, questions.len())
    }

    /// Whether "Avanti" leads on from this page.
    #[must_use]
    pub fn may_go_on(&self) -> bool {
        self.draft.answers(self.errand, self.question)
    }

    fn position(&self) -> usize {
        let holds = |page: &Question| {
            *page == self.question || self.errand.asides(*page).contains(&self.question)
        };
        self.errand.questions().iter().position(holds).unwrap_or_default()
    }

    fn show(&mut self, question: Question) {
        self.question = question;
        self.writing = (question == Question::Text).then_some(Field::Text);
        self.all_neighbourhoods = false;
    }

    /// One page on, or back to where an answer was changed from. A field that is open closes first.
    pub fn next(&mut self) {
        if self.question == Question::Contact && self.writing.is_some() {
            self.writing = None;
        } else if self.may_go_on() {
            let next = self.errand.questions().get(self.position() + 1).copied();
            if let Some(target) = self.back_to.take().or(next) {
                self.show(target);
            }
        }
    }

    /// One page back; `false` when this was the first one.
    pub fn back(&mut self) -> bool {
        if self.question == Question::Contact && self.writing.is_some() {
            self.writing = None;
        } else if self.question == Question::Neighbourhood && self.all_neighbourhoods {
            self.all_neighbourhoods = false;
        } else if let Some(from) = self.back_to.filter(|_| self.may_go_on()) {
            self.back_to = None;
            self.show(from);
        } else if let Some(before) = self.position().checked_sub(1) {
            self.back_to = None;
            self.show(self.errand.questions()[before]);
        } else {
            return false;
        }
        true
    }

    /// Opens a page of this errand to change its answer.
    pub fn edit(&mut self, question: Question) {
        let pages = self.errand.questions();
        let known = pages.contains(&question)
            || pages.iter().any(|page| self.errand.asides(*page).contains(&question));
        if known && question != Question::Check && question != self.question {
            self.back_to = Some(self.question);
            self.show(question);
        }
    }

    /// Opens a field of the page for writing.
    pub fn open(&mut self, field: Field) {
        if self.question == Question::Contact && field != Field::Text {
            self.writing = Some(field);
        }
    }

    /// Changes answers. What was sent before is another message then, with another id: the hub answers a repeated
    /// id with the first slip, and the change would be lost.
    pub fn change(&mut self, change: impl FnOnce(&mut Draft)) {
        if self.sending == Sending::Waiting {
            return;
        }
        let before = self.draft.clone();
        change(&mut self.draft);
        if before != self.draft {
            self.command_id = None;
            self.sending = Sending::No;
        }
    }

    /// Replaces what stands in a field.
    pub fn write(&mut self, field: Field, typed: &Typed) {
        let kept = Typed::new(typed.as_str(), field.max_chars());
        self.change(|draft| *draft.field_mut(field) = kept);
    }
}

/// Adds a thing to a choice of several, or takes it back.
pub(super) fn toggle<T: PartialEq>(chosen: &mut Vec<T>, thing: T) {
    if let Some(at) = chosen.iter().position(|it| *it == thing) {
        chosen.remove(at);
    } else {
        chosen.push(thing);
    }
}
