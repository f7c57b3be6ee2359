//! Asking one thing at a time: what each errand asks, in which order, and what was answered so far.
//!
//! Always true: nothing is asked twice, every answer can be changed from the last page, and one attempt to send and
//! all its repetitions carry one command id, until an answer is changed. Deliberately absent: the hub, the screen.

use jiff::civil::Date;
use protocol::kiosk::{
    BookVisit, CategoryAnswer, Day, FreeDay, FreeVisits, IdeaDetails, LeaveIdea, LeaveNeed,
    NeedDetails, OfferTime, Picked, SimilarCard, TEXT_MAX, TimeBand, Urgency, Words as PlaceWords,
};
use protocol::{CommandId, PersonDetails, Relation, SlipCode, Slug};

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
    /// A visit to the project desk.
    Visit,
}

/// Most questions of a kind of help that are asked here; the desk asks the others. With two of them a need is still
/// six pages: the neighbourhood of the hub is taken and can be changed beside the contact.
pub const ASKED_MAX: usize = 2;
/// Longest answer to one of them, in characters.
const ANSWER_MAX: usize = 500;

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
    /// By which day, asked only of who has one.
    Day,
    /// On which days of the week, asked only of who needs it again and again.
    Weekdays,
    /// A question of the kind of help, by its place.
    Asked(usize),
    /// When somebody is free.
    Bands,
    /// On which day somebody comes to the project desk.
    VisitDay,
    /// At what time.
    VisitHour,
    /// In the person's words.
    Text,
    /// Whom an idea is for, from pictures.
    ForWhom,
    /// What would be done, from pictures.
    What,
    /// Which need it meets, from pictures.
    Why,
    /// What is like it already, asked only when there is something.
    Similar,
    /// For whom.
    Relation,
    /// Name, telephone, address.
    Contact,
    /// All answers, before they go.
    Check,
}

impl Errand {
    /// Its pages, in order, where its kind of help asks so many questions: never more than six.
    #[must_use]
    pub fn questions(self, asked: usize) -> &'static [Question] {
        use Question as Q;
        match (self, asked) {
            (Self::Need, 0) => {
                &[Q::Category, Q::Neighbourhood, Q::Urgency, Q::Text, Q::Contact, Q::Check]
            }
            (Self::Need, 1) => {
                &[Q::Category, Q::Neighbourhood, Q::Urgency, Q::Asked(0), Q::Contact, Q::Check]
            }
            (Self::Need, _) => {
                &[Q::Category, Q::Urgency, Q::Asked(0), Q::Asked(1), Q::Contact, Q::Check]
            }
            (Self::Offer, _) => {
                &[Q::Skills, Q::Neighbourhood, Q::Bands, Q::Contact, Q::Text, Q::Check]
            }
            (Self::Idea, _) => &[Q::Theme, Q::Neighbourhood, Q::Text, Q::Contact, Q::Check],
            (Self::Visit, _) => &[Q::VisitDay, Q::VisitHour, Q::Contact, Q::Check],
        }
    }

    /// What stands answered beside a page and is asked only of who wants to change it: most people ask for themselves
    /// and live where they ask.
    #[must_use]
    pub fn asides(self, page: Question, asked: usize) -> &'static [Question] {
        use Question as Q;
        match (self, page, asked) {
            (Self::Need, Q::Contact, 0 | 1) => &[Q::Relation],
            (Self::Need, Q::Contact, _) => &[Q::Neighbourhood, Q::Relation],
            (Self::Need, Q::Urgency, _) => &[Q::Day, Q::Weekdays],
            // Any time of the day suits most people; who answered questions may still add words.
            (Self::Need, Q::Check, 0) => &[Q::Bands],
            (Self::Need, Q::Check, _) => &[Q::Bands, Q::Text],
            (Self::Idea, Q::Text, _) => &[Q::ForWhom, Q::What, Q::Why],
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
            Self::Visit => "visit",
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
            Self::Day => "day",
            Self::Weekdays => "weekdays",
            Self::Asked(0) => "asked",
            Self::Asked(_) => "asked-more",
            Self::Bands => "bands",
            Self::VisitDay => "visit-day",
            Self::VisitHour => "visit-hour",
            Self::Text => "text",
            Self::ForWhom => "for-whom",
            Self::What => "what",
            Self::Why => "why",
            Self::Similar => "similar",
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
    /// The answer to a question of the kind of help, by its place.
    Answer(usize),
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
            Self::Answer(_) => ANSWER_MAX,
            Self::Name | Self::Phone | Self::Address => PersonDetails::FIELD_MAX,
        }
    }

    /// Its word in keys of words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Answer(_) => "answer",
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
    /// By which day, where there is one.
    pub day: Option<Date>,
    /// On which days of the week, where it is needed again and again.
    pub weekly: Vec<Day>,
    /// What was answered to the questions of the kind of help.
    pub answers: [Typed; ASKED_MAX],
    /// When somebody is free.
    pub bands: Vec<TimeBand>,
    /// For whom.
    pub relation: Relation,
    /// In the person's words.
    pub text: Typed,
    /// On which day somebody comes to the project desk, `2026-11-24`.
    pub visit_day: Option<String>,
    /// When the visit begins, UTC milliseconds.
    pub visit_ms: Option<i64>,
    /// What an idea joins, by the hub's name for it; empty for nothing.
    pub joins: String,
    /// What an idea is, chosen from pictures.
    pub picked: Picked,
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
            Field::Answer(place) => &self.answers[place.min(ASKED_MAX - 1)],
            Field::Name => &self.name,
            Field::Phone => &self.phone,
            Field::Address => &self.address,
        }
    }

    fn field_mut(&mut self, field: Field) -> &mut Typed {
        match field {
            Field::Text => &mut self.text,
            Field::Answer(place) => &mut self.answers[place.min(ASKED_MAX - 1)],
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
            Question::Bands => errand == Errand::Need || !self.bands.is_empty(),
            Question::VisitDay => self.visit_day.is_some(),
            Question::VisitHour => self.visit_ms.is_some(),
            Question::Text => {
                errand != Errand::Idea || !(self.text.is_blank() && self.picked.is_empty())
            }
            Question::Contact => {
                errand != Errand::Offer || !(self.name.is_blank() || self.phone.is_blank())
            }
            Question::Day
            | Question::Weekdays
            | Question::Asked(_)
            | Question::ForWhom
            | Question::What
            | Question::Why
            | Question::Similar
            | Question::Relation
            | Question::Check => true,
        }
    }

    /// What was chosen on a page of pictures; nothing on any other.
    #[must_use]
    pub fn picked(&self, page: Question) -> &[Slug] {
        if page == Question::ForWhom {
            &self.picked.targets
        } else if page == Question::What {
            &self.picked.activities
        } else if page == Question::Why {
            &self.picked.needs
        } else {
            &[]
        }
    }

    fn picked_mut(&mut self, page: Question) -> Option<&mut Vec<Slug>> {
        if page == Question::ForWhom {
            Some(&mut self.picked.targets)
        } else if page == Question::What {
            Some(&mut self.picked.activities)
        } else {
            (page == Question::Why).then_some(&mut self.picked.needs)
        }
    }

    fn person(&self) -> PersonDetails {
        PersonDetails {
            name: self.name.trimmed(),
            phone: self.phone.trimmed(),
            address: self.address.trimmed(),
        }
    }

    /// What else was said about a need: the day, the answers to the questions of its kind.
    fn details(&self, asked: &[PlaceWords]) -> NeedDetails {
        let answers = asked.iter().zip(&self.answers).filter(|(_, answer)| !answer.is_blank());
        let answers = answers.map(|(question, answer)| CategoryAnswer {
            question: question.get("it").cloned().unwrap_or_default(),
            answer: answer.trimmed(),
        });
        NeedDetails {
            needed_by: self.day.map(|day| day.to_string()).unwrap_or_default(),
            answers: answers.collect(),
            when: self.bands.clone(),
            weekly: self.weekly.clone(),
            ..NeedDetails::default()
        }
    }

    /// The message to the hub, with the questions that were asked, or `None` while an answer is missing.
    #[must_use]
    pub fn message(
        &self,
        errand: Errand,
        asked: &[PlaceWords],
        id: CommandId,
        language: &str,
    ) -> Option<Leave> {
        let neighbourhood = match &self.place {
            Where::In(slug) => Some(slug.clone()),
            Where::Unsaid | Where::WholeCity => None,
        };
        if !errand.questions(asked.len()).iter().all(|question| self.answers(errand, *question)) {
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
                more: self.details(asked),
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
                more: IdeaDetails {
                    joins: self.joins.clone(),
                    picked: self.picked.clone(),
                    ..IdeaDetails::default()
                },
            }),
            Errand::Visit => {
                Leave::Visit(BookVisit { id, at_ms: self.visit_ms?, about: None, person, language })
            }
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
    /// The questions of the chosen kind of help that are asked here.
    pub asked: Vec<PlaceWords>,
    /// The page to come back to, when this one was opened to change an answer.
    pub back_to: Option<Question>,
    /// The same for the page of how soon, while the days are shown, and for that of the words, while pictures are.
    beyond: Option<Question>,
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
    /// What is like the idea so far.
    pub likeness: Likeness,
    /// When one can come to the project desk.
    pub visits: Visits,
    /// The slip of the idea a visit is about.
    pub about: Option<SlipCode>,
    /// The slip of the visit that is moved.
    pub moving: Option<SlipCode>,
}

/// What the hub said of free visits to the project desk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Visits {
    /// Not asked.
    #[default]
    No,
    /// The question under way, by its number.
    Asking(u64),
    /// It could not be told.
    Failed(Trouble),
    /// The free ones.
    Free(FreeVisits),
}

impl Visits {
    /// The free days, where they are known.
    #[must_use]
    pub fn days(&self) -> &[FreeDay] {
        match self {
            Self::Free(free) => &free.days,
            Self::No | Self::Asking(_) | Self::Failed(_) => &[],
        }
    }
}

/// What the hub said is like an idea that is being written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Likeness {
    /// The cards, the nearest first.
    pub cards: Vec<SimilarCard>,
    /// The question under way, by its number.
    pub asking: Option<u64>,
    /// Since when nothing was written any more, while what is written was not asked about.
    pub since_ms: Option<u64>,
}

/// The pages of an idea when something is like it.
const IDEA_BESIDE_OTHERS: &[Question] = &[
    Question::Theme,
    Question::Neighbourhood,
    Question::Text,
    Question::Similar,
    Question::Contact,
    Question::Check,
];

/// The pages of pictures, in the order they are shown to whoever would rather choose than write.
const PICTURES: [Question; 3] = [Question::ForWhom, Question::What, Question::Why];

/// The pages of a visit that is moved: who comes is known.
const VISIT_MOVED: &[Question] = &[Question::VisitDay, Question::VisitHour, Question::Check];

impl Flow {
    /// The first page of an errand.
    #[must_use]
    pub fn new(errand: Errand) -> Self {
        Self {
            errand,
            question: errand.questions(0)[0],
            asked: Vec::new(),
            back_to: None,
            beyond: None,
            writing: None,
            all_neighbourhoods: false,
            draft: Draft::default(),
            sending: Sending::No,
            command_id: None,
            likeness: Likeness::default(),
            visits: Visits::No,
            about: None,
            moving: None,
        }
    }

    /// Number of the page, from 1, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.position() + 1, self.questions().len())
    }

    /// The pages of this errand, in order.
    #[must_use]
    pub fn questions(&self) -> &'static [Question] {
        if self.errand == Errand::Idea && !self.likeness.cards.is_empty() {
            return IDEA_BESIDE_OTHERS;
        }
        if self.moving.is_some() {
            return VISIT_MOVED;
        }
        self.errand.questions(self.asked.len())
    }

    /// What the hub says is like the idea. What was chosen to join stays only while it is shown.
    pub fn found(&mut self, cards: Vec<SimilarCard>) {
        // The page of it is not taken from under the person's finger.
        if self.sending == Sending::Waiting || self.question == Question::Similar {
            return;
        }
        if !cards.iter().any(|card| card.id == self.draft.joins) {
            self.change(|draft| draft.joins.clear());
        }
        self.likeness.cards = cards;
    }

    /// What stands answered beside a page of this errand.
    #[must_use]
    pub fn asides(&self, page: Question) -> &'static [Question] {
        self.errand.asides(page, self.asked.len())
    }

    /// Notes the kind of help, the questions it asks here, and where the hub stands: with two questions most people
    /// are not asked where.
    pub fn pick(&mut self, category: Slug, asked: Vec<PlaceWords>, here: Option<Slug>) {
        if self.sending == Sending::Waiting {
            return;
        }
        // Where the hub does not say where it stands, the place is a page of its own and one question less is asked.
        let most = if here.is_some() { ASKED_MAX } else { 1 };
        let asked: Vec<PlaceWords> = asked.into_iter().take(most).collect();
        let another = self.draft.category.as_ref() != Some(&category);
        let taken = asked.len() == ASKED_MAX;
        self.change(|draft| {
            draft.category = Some(category);
            if another {
                draft.answers = <[Typed; ASKED_MAX]>::default();
            }
            let unsaid = draft.place == Where::Unsaid;
            if let (true, true, Some(here)) = (taken, unsaid, here) {
                draft.place = Where::In(here);
            }
        });
        if another {
            self.asked = asked;
        }
        self.next();
    }

    /// Notes the day, and how soon that is; goes on from the page of how soon.
    pub fn pick_day(&mut self, day: Date, today: Date) {
        if self.question != Question::Day || self.sending == Sending::Waiting {
            return;
        }
        let days = (day - today).get_days();
        self.change(|draft| {
            draft.day = Some(day);
            draft.weekly.clear();
            draft.urgency = Some(match days {
                ..=0 => Urgency::Today,
                1..=7 => Urgency::ThisWeek,
                8.. => Urgency::NoHurry,
            });
        });
        self.past_urgency();
    }

    /// Adds a day of the week or takes it back. What is needed every week is needed in these days.
    pub fn toggle_day(&mut self, day: Day) {
        if self.question != Question::Weekdays {
            return;
        }
        self.change(|draft| {
            toggle(&mut draft.weekly, day);
            draft.weekly.sort();
            draft.day = None;
            draft.urgency = (!draft.weekly.is_empty()).then_some(Urgency::ThisWeek);
        });
    }

    /// Adds something from the pictures of this page, or takes it back.
    pub fn toggle_picked(&mut self, slug: Slug) {
        let page = self.question;
        self.change(|draft| {
            if let Some(chosen) = draft.picked_mut(page) {
                toggle(chosen, slug);
            }
        });
    }

    /// The page of pictures that many further on, for whoever goes through them from the page of the words.
    fn picture(&self, further: isize) -> Option<Question> {
        let at = PICTURES.iter().position(|page| *page == self.question)?;
        let from_words = self.back_to == Some(Question::Text);
        let at = at.checked_add_signed(further).filter(|_| from_words)?;
        PICTURES.get(at).copied()
    }

    /// Goes on from the page of how soon, which was answered beside it.
    fn past_urgency(&mut self) {
        self.question = Question::Urgency;
        self.back_to = self.beyond.take();
        self.next();
    }

    /// Whether "Avanti" leads on from this page.
    #[must_use]
    pub fn may_go_on(&self) -> bool {
        self.draft.answers(self.errand, self.question)
    }

    fn position(&self) -> usize {
        let holds =
            |page: &Question| *page == self.question || self.asides(*page).contains(&self.question);
        self.questions().iter().position(holds).unwrap_or_default()
    }

    fn show(&mut self, question: Question) {
        self.question = question;
        self.writing = match question {
            Question::Text => Some(Field::Text),
            Question::Asked(place) => Some(Field::Answer(place)),
            Question::Category
            | Question::Skills
            | Question::Theme
            | Question::Neighbourhood
            | Question::Urgency
            | Question::Day
            | Question::Weekdays
            | Question::Bands
            | Question::VisitDay
            | Question::VisitHour
            | Question::ForWhom
            | Question::What
            | Question::Why
            | Question::Similar
            | Question::Relation
            | Question::Contact
            | Question::Check => None,
        };
        self.all_neighbourhoods = false;
    }

    /// One page on, or back to where an answer was changed from. A field that is open closes first.
    pub fn next(&mut self) {
        if self.question == Question::Contact && self.writing.is_some() {
            self.writing = None;
        } else if self.question == Question::Weekdays && !self.draft.weekly.is_empty() {
            self.past_urgency();
        } else if let Some(further) = self.picture(1) {
            self.show(further);
        } else if self.may_go_on() {
            let next = self.questions().get(self.position() + 1).copied();
            if let Some(target) = self.back_to.take().or(next) {
                self.back_to = self.beyond.take();
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
        } else if let Some(before) = self.picture(-1) {
            self.show(before);
        } else if let Some(from) = self.back_to.filter(|_| self.may_go_on()) {
            self.back_to = self.beyond.take();
            self.show(from);
        } else if let Some(before) = self.position().checked_sub(1) {
            self.back_to = None;
            self.show(self.questions()[before]);
        } else {
            return false;
        }
        true
    }

    /// Opens a page of this errand to change its answer.
    pub fn edit(&mut self, question: Question) {
        let pages = self.questions();
        let known = pages.contains(&question)
            || pages.iter().any(|page| self.asides(*page).contains(&question));
        if known && question != Question::Check && question != self.question {
            let pictures = self.question == Question::Text && PICTURES.contains(&question);
            if pictures || matches!(question, Question::Day | Question::Weekdays) {
                self.beyond = self.back_to;
            }
            self.back_to = Some(self.question);
            self.show(question);
        }
    }

    /// Opens a field of the page for writing.
    pub fn open(&mut self, field: Field) {
        if self.question == Question::Contact
            && matches!(field, Field::Name | Field::Phone | Field::Address)
        {
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
