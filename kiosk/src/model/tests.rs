//! Whole visits, told as messages.

use proptest::prelude::*;
use protocol::kiosk::{
    AnsweredBy, CategoryCard, NeighbourhoodName, SimilarCard, SlipIssued, SlipKind, SlipStatus,
    SlipStep, StepWord, ThemeCard, TimeBand, Urgency, Verdict,
};
use protocol::{Problem, Relation, SlipCode};

use super::*;

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

fn words(text: &str) -> PlaceWords {
    PlaceWords::from([("it".to_owned(), text.to_owned())])
}

fn place() -> Arc<Place> {
    let category = |name: &str| CategoryCard {
        slug: slug(name),
        icon: "basket".to_owned(),
        name: words(name),
        hint: words("…"),
        home_visit: false,
        questions: vec![],
    };
    let neighbourhood = |name: &str, served_here| NeighbourhoodName {
        slug: slug(name),
        name: name.to_owned(),
        zone: "nord".to_owned(),
        served_here,
    };
    Arc::new(Place {
        as_of_ms: 0,
        city: "Brescia".to_owned(),
        hub: slug("nord"),
        hub_name: "Hub Nord".to_owned(),
        address: String::new(),
        time_zone: "Europe/Rome".to_owned(),
        open_today: Vec::new(),
        week: vec![],
        step_free: None,
        languages: vec!["it".to_owned(), "en".to_owned(), "xx".to_owned()],
        categories: vec![
            category("shopping"),
            category("company"),
            CategoryCard { questions: vec![words("Quale modulo?")], ..category("paperwork") },
            CategoryCard {
                questions: vec![words("In quale farmacia?"), words("È pronta?"), words("Altro?")],
                ..category("medicines")
            },
        ],
        neighbourhood: Some(slug("mompiano")),
        services: vec![
            service("spesa", "Spesa a casa", Some("shopping")),
            service("caffe", "Caffè in compagnia", None),
        ],
        neighbourhoods: vec![neighbourhood("mompiano", true), neighbourhood("fornaci", false)],
        idea_themes: vec![ThemeCard {
            slug: slug("green"),
            icon: "tree".to_owned(),
            name: words("Verde"),
        }],
    })
}

fn service(name: &str, title: &str, category: Option<&str>) -> protocol::kiosk::ServiceCard {
    protocol::kiosk::ServiceCard {
        slug: slug(name),
        icon: "basket".to_owned(),
        name: words(title),
        hint: words("Con chi abita vicino"),
        covered_by: words("Olga"),
        week: vec![vec![]; 7],
        category: category.map(slug),
    }
}

fn id(n: u128) -> CommandId {
    CommandId::new(uuid::Uuid::from_u128(n))
}

fn code() -> SlipCode {
    SlipCode::try_new("BN", 77).unwrap()
}

fn slip() -> SlipIssued {
    SlipIssued { code: code(), at_ms: 5 }
}

fn status() -> SlipStatus {
    SlipStatus {
        code: code(),
        kind: SlipKind::Need,
        about: slug("shopping"),
        hub_name: "Hub Nord".to_owned(),
        steps: vec![SlipStep { at_ms: 1, word: StepWord::Received }],
        goes_on: None,
        can_confirm: true,
        can_withdraw: true,
        question: None,
        appointment_ms: None,
        reasons: Vec::new(),
        follows: None,
        answers: Vec::new(),
        can_reply: false,
        can_rate: false,
        as_of_ms: 2,
        answered_by: AnsweredBy::Home,
    }
}

/// A kiosk with somebody who acts at a human pace, and an outside that makes ids.
struct Visit {
    model: Model,
    ids: u128,
    effects: Vec<Effect>,
}

impl Visit {
    fn new() -> Self {
        let mut visit = Self { model: Model::default(), ids: 0, effects: Vec::new() };
        visit.happens(Msg::CommandIdMade(id(1_000)));
        visit.happens(Msg::PlaceArrived(place()));
        visit
    }

    fn happens(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            if effect == Effect::MakeCommandId {
                self.ids += 1;
                update(&mut self.model, Msg::CommandIdMade(id(self.ids)));
            } else {
                self.effects.push(effect);
            }
        }
    }

    fn wait(&mut self, ms: u64) {
        let mono_ms = self.model.now.mono_ms + ms;
        let wall_ms = i64::try_from(mono_ms).unwrap();
        self.happens(Msg::Tick(Now { mono_ms, wall_ms }));
    }

    fn press(&mut self, msg: Msg) {
        self.wait(1_000);
        self.happens(msg);
    }

    fn flow(&self) -> &Flow {
        let screen = &self.model.session.screen;
        let Screen::Flow(flow) = screen else { panic!("not in a flow: {screen:?}") };
        flow
    }

    fn need_up_to_check(&mut self) {
        for msg in [
            Msg::Begin(Errand::Need),
            Msg::PickCategory(slug("shopping")),
            Msg::PickNeighbourhood(Some(slug("mompiano"))),
            Msg::PickUrgency(Urgency::Today),
            Msg::Write(Field::Text, Typed::new("latte e pane", 100)),
            Msg::Next,
            Msg::Open(Field::Phone),
            Msg::Write(Field::Phone, Typed::new(" 030 111 222 ", 100)),
            Msg::Next,
            Msg::Next,
        ] {
            self.press(msg);
        }
        assert_eq!(self.flow().question, Question::Check);
    }

    fn sent(&mut self) -> Leave {
        let effects = std::mem::take(&mut self.effects);
        let mut sent = effects.into_iter().filter_map(|effect| match effect {
            Effect::Leave(leave) => Some(*leave),
            Effect::MakeCommandId
            | Effect::LookUp(_)
            | Effect::LookUpKept(_)
            | Effect::SignKept(..)
            | Effect::HandKept(..)
            | Effect::TellVerdict(..)
            | Effect::TellReply(..)
            | Effect::TellRating(..)
            | Effect::LookSimilar(..)
            | Effect::LookVisits(_)
            | Effect::CallOperator(_)
            | Effect::Bank(_)
            | Effect::Wipe => None,
        });
        let first = sent.next().expect("something was sent");
        assert_eq!(sent.next(), None, "sent once");
        first
    }
}

#[test]
fn a_need_goes_to_the_hub_and_comes_back_as_a_slip() {
    let mut visit = Visit::new();
    visit.need_up_to_check();
    visit.press(Msg::Send);
    let sent = visit.sent();
    let Leave::Need(need) = &sent else { panic!("a need") };
    assert_eq!(need.category, slug("shopping"));
    assert_eq!(need.urgency, Urgency::Today);
    assert_eq!(need.text, "latte e pane");
    assert_eq!(need.person.phone, "030 111 222");
    assert_eq!(need.language, "it");
    visit.happens(Msg::Left(need.id, Ok(slip())));
    let given = Given { errand: Errand::Need, slip: slip(), can_be_called: true, visit_ms: None };
    assert_eq!(visit.model.session.screen, Screen::Given(given));
}

#[test]
fn a_double_press_sends_once_and_a_retry_keeps_the_id() {
    let mut visit = Visit::new();
    visit.need_up_to_check();
    visit.press(Msg::Send);
    visit.press(Msg::Send);
    let first = visit.sent().id();
    visit.happens(Msg::Left(first, Err(Trouble::Unreachable)));
    assert_eq!(visit.flow().sending, Sending::Failed(Trouble::Unreachable));
    assert_eq!(visit.flow().draft.text.as_str(), "latte e pane", "the answers stay");
    visit.press(Msg::Send);
    assert_eq!(visit.sent().id(), first);
}

#[test]
fn a_need_is_six_pages_and_for_whom_is_asked_only_of_who_wants_to_say_it() {
    let mut visit = Visit::new();
    visit.need_up_to_check();
    assert_eq!(visit.flow().progress(), (6, 6));
    assert_eq!(visit.flow().draft.relation, Relation::Oneself);
    visit.press(Msg::Edit(Question::Contact));
    visit.press(Msg::Edit(Question::Relation));
    assert_eq!(visit.flow().progress(), (5, 6));
    visit.press(Msg::PickRelation(Relation::Family));
    assert_eq!(visit.flow().question, Question::Contact);
    visit.press(Msg::Next);
    assert_eq!(visit.flow().question, Question::Check);
    assert_eq!(visit.flow().draft.relation, Relation::Family);
}

#[test]
fn the_questions_of_a_kind_of_help_are_pages_of_their_own_and_never_more_than_six_in_all() {
    let mut visit = Visit::new();
    for msg in [
        Msg::Begin(Errand::Need),
        Msg::PickCategory(slug("medicines")),
        Msg::PickUrgency(Urgency::Today),
        Msg::Write(Field::Answer(0), Typed::new("Quella in piazza", 99)),
        Msg::Next,
    ] {
        visit.press(msg);
    }
    assert_eq!((visit.flow().question, visit.flow().progress()), (Question::Asked(1), (4, 6)));
    for msg in [Msg::Next, Msg::Next] {
        visit.press(msg);
    }
    assert_eq!(visit.flow().progress(), (6, 6));
    // Most people live where they ask; who does not says so beside the contact.
    assert_eq!(visit.flow().draft.place, Where::In(slug("mompiano")));
    for msg in [
        Msg::Edit(Question::Contact),
        Msg::Edit(Question::Neighbourhood),
        Msg::PickNeighbourhood(Some(slug("fornaci"))),
        Msg::Next,
        Msg::Edit(Question::Text),
        Msg::Write(Field::Text, Typed::new("Ho la ricetta", 99)),
        Msg::Next,
        Msg::Send,
    ] {
        visit.press(msg);
    }
    let Leave::Need(need) = &visit.sent() else { panic!("a need") };
    assert_eq!((need.neighbourhood.as_str(), need.text.as_str()), ("fornaci", "Ho la ricetta"));
    let said: Vec<_> =
        need.more.answers.iter().map(|a| (a.question.as_str(), a.answer.as_str())).collect();
    assert_eq!(
        said,
        [("In quale farmacia?", "Quella in piazza")],
        "what was left empty is not sent"
    );

    let mut visit = Visit::new();
    for msg in [
        Msg::Begin(Errand::Need),
        Msg::PickCategory(slug("paperwork")),
        Msg::PickNeighbourhood(Some(slug("mompiano"))),
        Msg::PickUrgency(Urgency::NoHurry),
    ] {
        visit.press(msg);
    }
    assert_eq!((visit.flow().question, visit.flow().progress()), (Question::Asked(0), (4, 6)));
    for msg in [Msg::Back, Msg::Back, Msg::Back, Msg::PickCategory(slug("shopping"))] {
        visit.press(msg);
    }
    assert!(visit.flow().questions().contains(&Question::Text), "another kind, other pages");
}

#[test]
fn a_day_is_chosen_from_two_weeks_and_says_how_soon_it_is() {
    let mut visit = Visit::new();
    let today = visit.model.today();
    let in_days = |days: i64| today.checked_add(jiff::Span::new().days(days)).unwrap();
    for msg in [
        Msg::Begin(Errand::Need),
        Msg::PickCategory(slug("shopping")),
        Msg::PickNeighbourhood(Some(slug("mompiano"))),
        Msg::Edit(Question::Day),
    ] {
        visit.press(msg);
    }
    assert_eq!((visit.flow().question, visit.flow().progress()), (Question::Day, (3, 6)));
    visit.press(Msg::Back);
    assert_eq!(visit.flow().question, Question::Urgency);
    for msg in [Msg::Edit(Question::Day), Msg::PickDay(in_days(9))] {
        visit.press(msg);
    }
    assert_eq!(visit.flow().question, Question::Text);
    assert_eq!(visit.flow().draft.urgency, Some(Urgency::NoHurry));
    for msg in [Msg::Next, Msg::Next, Msg::Edit(Question::Urgency)] {
        visit.press(msg);
    }
    for msg in [Msg::Edit(Question::Day), Msg::PickDay(in_days(2))] {
        visit.press(msg);
    }
    assert_eq!(visit.flow().question, Question::Check, "changed from the last page, back to it");
    visit.press(Msg::Send);
    let Leave::Need(need) = &visit.sent() else { panic!("a need") };
    assert_eq!(need.more.needed_by, in_days(2).to_string());
    assert_eq!(need.urgency, Urgency::ThisWeek);
}

#[test]
fn a_need_of_every_week_says_its_days_and_when_it_suits() {
    use protocol::kiosk::Day;
    let mut visit = Visit::new();
    for msg in [
        Msg::Begin(Errand::Need),
        Msg::PickCategory(slug("shopping")),
        Msg::PickNeighbourhood(Some(slug("mompiano"))),
        Msg::Edit(Question::Weekdays),
        Msg::ToggleDay(Day::Thu),
        Msg::ToggleDay(Day::Tue),
    ] {
        visit.press(msg);
    }
    assert_eq!((visit.flow().question, visit.flow().progress()), (Question::Weekdays, (3, 6)));
    visit.press(Msg::Next);
    assert_eq!(visit.flow().question, Question::Text, "how soon is answered by it");
    for msg in [
        Msg::Next,
        Msg::Next,
        Msg::Edit(Question::Bands),
        Msg::ToggleBand(TimeBand::Mornings),
        Msg::Next,
        Msg::Send,
    ] {
        visit.press(msg);
    }
    let Leave::Need(need) = &visit.sent() else { panic!("a need") };
    assert_eq!(need.more.weekly, [Day::Tue, Day::Thu]);
    assert_eq!(need.more.when, [TimeBand::Mornings]);
    assert_eq!((need.urgency, need.more.needed_by.as_str()), (Urgency::ThisWeek, ""));
}

#[test]
fn who_takes_every_day_of_the_week_back_is_asked_how_soon_again() {
    use protocol::kiosk::Day;
    let mut visit = Visit::new();
    for msg in [
        Msg::Begin(Errand::Need),
        Msg::PickCategory(slug("shopping")),
        Msg::PickNeighbourhood(Some(slug("mompiano"))),
        Msg::Edit(Question::Weekdays),
        Msg::ToggleDay(Day::Tue),
        Msg::ToggleDay(Day::Tue),
        Msg::Next,
    ] {
        visit.press(msg);
    }
    assert_eq!(visit.flow().question, Question::Urgency);
    assert!(!visit.flow().may_go_on());
    visit.press(Msg::PickUrgency(Urgency::Today));
    assert!(visit.flow().draft.weekly.is_empty());
}

#[test]
fn a_service_is_found_by_a_word_and_asked_for_with_its_kind_chosen() {
    let mut visit = Visit::new();
    visit.press(Msg::Services(ServicesMsg::Open));
    visit.press(Msg::Services(ServicesMsg::Search));
    visit.press(Msg::Services(ServicesMsg::Write(Typed::new("CAFFE olga", 40))));
    visit.press(Msg::Services(ServicesMsg::Found));
    let Screen::Services(shown) = visit.model.session.screen.clone() else { panic!("services") };
    let place = place();
    let found: Vec<&str> =
        shown.found(&place, Language::It).iter().map(|card| card.slug.as_str()).collect();
    assert_eq!(found, ["caffe"]);
    // What is nobody's kind of help is not asked for here.
    visit.press(Msg::Services(ServicesMsg::Pick(slug("caffe"))));
    visit.press(Msg::Services(ServicesMsg::Ask));
    assert_eq!(visit.model.screen_slug().as_str(), "services-one");
    visit.press(Msg::Back);
    visit.press(Msg::Services(ServicesMsg::ShowAll));
    visit.press(Msg::Services(ServicesMsg::Pick(slug("spesa"))));
    visit.press(Msg::Services(ServicesMsg::Ask));
    assert_eq!(visit.flow().draft.category, Some(slug("shopping")));
    assert_eq!(visit.flow().question, Question::Neighbourhood);
}

fn waiting_here() -> protocol::kiosk::Kept {
    protocol::kiosk::Kept {
        code: code(),
        kind: slug("parcel"),
        here: true,
        due: Some("2026-12-18".to_owned()),
        can_sign: true,
        signed_at_ms: None,
        step: None,
        hands: Vec::new(),
        as_of_ms: 2,
    }
}

#[test]
fn whoever_works_here_hands_it_over_with_a_pin_and_a_repetition_is_the_same_command() {
    let hand = protocol::kiosk::Hand {
        staff: protocol::StaffId::new(uuid::Uuid::from_u128(8)),
        name: "Marta".to_owned(),
    };
    let signed = protocol::kiosk::Kept {
        signed_at_ms: Some(3),
        step: Some(protocol::kiosk::HandStep::Give),
        hands: vec![hand.clone()],
        ..waiting_here()
    };
    let mut visit = Visit::new();
    visit.model.session.screen = Screen::Kept(Box::new(KeptView::new(signed.clone())));
    visit.press(Msg::Kept(KeptMsg::Hand));
    visit.press(Msg::Kept(KeptMsg::PickHand(hand.clone())));
    let pin = |text: &str| Msg::Kept(KeptMsg::WritePin(Typed::new(text, 6)));
    visit.happens(pin("25"));
    visit.press(Msg::Kept(KeptMsg::SendPin));
    let asked = |visit: &Visit| -> Vec<protocol::kiosk::HandKept> {
        let effects = visit.effects.iter();
        effects
            .filter_map(|effect| {
                if let Effect::HandKept(_, hand) = effect { Some((**hand).clone()) } else { None }
            })
            .collect()
    };
    assert_eq!(asked(&visit), [], "too short for a PIN");
    visit.happens(pin("25x80"));
    visit.press(Msg::Kept(KeptMsg::SendPin));
    let first = asked(&visit);
    assert_eq!((first.len(), first[0].pin.as_str(), first[0].staff), (1, "2580", hand.staff));
    // The line went: what is sent again may have arrived already, and is the same command.
    visit.happens(Msg::Kept(KeptMsg::Taken(code(), Err(Trouble::Unreachable))));
    visit.happens(pin("2580"));
    visit.press(Msg::Kept(KeptMsg::SendPin));
    assert_eq!(asked(&visit)[1].id, first[0].id);
    // A wrong PIN is an answer: what follows is another attempt.
    let wrong = Trouble::Refused(Box::new(Problem::forbidden("staff-pin-wrong")));
    visit.happens(Msg::Kept(KeptMsg::Taken(code(), Err(wrong))));
    let Screen::Kept(view) = &visit.model.session.screen else { panic!("what waits") };
    assert_eq!(view.handing.as_ref().unwrap().pin.as_str(), "", "a PIN is typed anew");
    visit.happens(pin("2581"));
    visit.press(Msg::Kept(KeptMsg::SendPin));
    assert_ne!(asked(&visit)[2].id, first[0].id);
    let given = protocol::kiosk::Kept { here: false, step: None, signed_at_ms: None, ..signed };
    visit.happens(Msg::Kept(KeptMsg::Taken(code(), Ok(Box::new(given)))));
    let Screen::Kept(view) = &visit.model.session.screen else { panic!("what waits") };
    assert_eq!(view.handed, Some(protocol::kiosk::HandStep::Give));
    let called = |effect: &Effect| matches!(effect, Effect::CallOperator(_));
    assert!(!visit.effects.iter().any(called), "nobody is called: they are there");
}

#[test]
fn a_label_s_code_tells_what_waits_and_a_signature_calls_whoever_works_here() {
    let mut visit = Visit::new();
    visit.press(Msg::AskStatus);
    visit.press(Msg::WriteCode(Typed::new(code().as_str(), 32)));
    visit.press(Msg::LookUp);
    let custody = Trouble::Refused(Box::new(Problem::conflict("code-of-custody")));
    visit.happens(Msg::LookedUp(code(), Err(custody)));
    assert_eq!(visit.effects.last(), Some(&Effect::LookUpKept(code())));
    visit.happens(Msg::KeptFound(code(), Ok(Box::new(waiting_here()))));
    visit.press(Msg::Kept(KeptMsg::Sign));
    // A tap is no signature.
    visit.press(Msg::Kept(KeptMsg::Draw { at: (10, 10), begins: true }));
    visit.press(Msg::Kept(KeptMsg::Send));
    for (at, begins) in [((100, 120), true), ((300, 90), false), ((500, 200), false)] {
        visit.happens(Msg::Kept(KeptMsg::Draw { at, begins }));
    }
    visit.press(Msg::Kept(KeptMsg::Send));
    let sent = visit.effects.last().cloned();
    let Some(Effect::SignKept(signed, strokes)) = sent else { panic!("{sent:?}") };
    assert_eq!(signed, code());
    assert_eq!(strokes.as_str(), "10 10;100 120,300 90,500 200");
    let taken = protocol::kiosk::Kept { signed_at_ms: Some(3), ..waiting_here() };
    visit.happens(Msg::Kept(KeptMsg::Taken(code(), Ok(Box::new(taken)))));
    assert!(matches!(visit.effects.last(), Some(Effect::CallOperator(_))));
    let Screen::Kept(view) = &visit.model.session.screen else { panic!("what waits") };
    assert!(view.strokes.all().is_empty() && !view.signing, "nothing drawn stays");
}

#[test]
fn a_signature_for_the_person_before_does_not_reach_the_next_one() {
    let mut visit = Visit::new();
    visit.model.session.screen = Screen::Kept(Box::new(KeptView::new(waiting_here())));
    let other = SlipCode::try_new("BN", 78).unwrap();
    let taken = protocol::kiosk::Kept { signed_at_ms: Some(3), ..waiting_here() };
    visit.happens(Msg::Kept(KeptMsg::Taken(other, Ok(Box::new(taken.clone())))));
    visit.happens(Msg::Kept(KeptMsg::Taken(code(), Ok(Box::new(taken)))));
    let Screen::Kept(view) = &visit.model.session.screen else { panic!("what waits") };
    assert_eq!(view.kept, waiting_here());
}

#[test]
fn what_was_changed_after_a_failed_attempt_is_another_message() {
    let mut visit = Visit::new();
    visit.need_up_to_check();
    visit.press(Msg::Send);
    let first = visit.sent().id();
    visit.happens(Msg::Left(first, Err(Trouble::Unreachable)));
    visit.press(Msg::Edit(Question::Urgency));
    visit.press(Msg::PickUrgency(Urgency::NoHurry));
    assert_eq!(visit.flow().question, Question::Check, "back to the last page at once");
    visit.press(Msg::Send);
    assert_ne!(visit.sent().id(), first);
}

#[test]
fn looking_at_an_answer_without_changing_it_keeps_the_message_the_same() {
    let mut visit = Visit::new();
    visit.need_up_to_check();
    visit.press(Msg::Send);
    let first = visit.sent().id();
    visit.happens(Msg::Left(first, Err(Trouble::Unreachable)));
    visit.press(Msg::Edit(Question::Urgency));
    visit.press(Msg::PickUrgency(Urgency::Today));
    visit.press(Msg::Send);
    assert_eq!(visit.sent().id(), first);
}

#[test]
fn the_second_half_of_a_double_tap_does_not_answer_the_next_page() {
    let mut visit = Visit::new();
    visit.press(Msg::Begin(Errand::Need));
    visit.press(Msg::PickCategory(slug("shopping")));
    visit.wait(120);
    visit.happens(Msg::PickNeighbourhood(Some(slug("mompiano"))));
    assert_eq!(visit.flow().question, Question::Neighbourhood);
    assert_eq!(visit.flow().draft.place, Where::Unsaid);
}

#[test]
fn an_offer_cannot_be_sent_without_a_name_and_a_phone() {
    let mut visit = Visit::new();
    for msg in [
        Msg::Begin(Errand::Offer),
        Msg::Next,
        Msg::ToggleSkill(slug("company")),
        Msg::Next,
        Msg::PickNeighbourhood(Some(slug("fornaci"))),
        Msg::ToggleBand(TimeBand::Weekend),
        Msg::ToggleBand(TimeBand::Mornings),
        Msg::Next,
        Msg::Open(Field::Name),
        Msg::Write(Field::Name, Typed::new("Lei", 9)),
        Msg::Next,
        Msg::Next,
    ] {
        visit.press(msg);
    }
    assert_eq!(visit.flow().question, Question::Contact);
    for msg in [
        Msg::Open(Field::Phone),
        Msg::Write(Field::Phone, Typed::new("1", 9)),
        Msg::Next,
        Msg::Next,
        Msg::Next,
        Msg::Send,
    ] {
        visit.press(msg);
    }
    let Leave::Offer(offer) = &visit.sent() else { panic!("an offer") };
    assert_eq!(offer.when, [TimeBand::Mornings, TimeBand::Weekend]);
    assert_eq!(offer.categories, [slug("company")]);
}

#[test]
fn an_idea_may_be_about_the_whole_city_and_needs_words_or_pictures() {
    let mut visit = Visit::new();
    for msg in [
        Msg::Begin(Errand::Idea),
        Msg::PickTheme(slug("green")),
        Msg::PickNeighbourhood(None),
        Msg::Next,
    ] {
        visit.press(msg);
    }
    assert_eq!(visit.flow().question, Question::Text, "an idea that says nothing is none");
    visit.press(Msg::Write(Field::Text, Typed::new("più panchine", 99)));
    for msg in [Msg::Next, Msg::Next, Msg::Send] {
        visit.press(msg);
    }
    let Leave::Idea(idea) = &visit.sent() else { panic!("an idea") };
    assert_eq!((idea.neighbourhood.clone(), idea.text.as_str()), (None, "più panchine"));
}

#[test]
fn an_idea_is_chosen_from_pictures_without_a_word_written() {
    let mut visit = Visit::new();
    for msg in [
        Msg::Begin(Errand::Idea),
        Msg::PickTheme(slug("green")),
        Msg::PickNeighbourhood(None),
        Msg::Edit(Question::ForWhom),
    ] {
        visit.press(msg);
    }
    assert_eq!(visit.flow().progress(), (3, 5), "beside the words, not one page more");
    visit.press(Msg::TogglePicked(slug("older")));
    visit.press(Msg::Next);
    assert_eq!(visit.flow().question, Question::What);
    visit.press(Msg::TogglePicked(slug("home-help")));
    visit.press(Msg::TogglePicked(slug("sport")));
    visit.press(Msg::TogglePicked(slug("sport")));
    visit.press(Msg::Next);
    visit.press(Msg::Back);
    assert_eq!(visit.flow().question, Question::What, "one picture page back");
    visit.press(Msg::Next);
    assert_eq!(visit.flow().question, Question::Why);
    visit.press(Msg::TogglePicked(slug("loneliness")));
    visit.press(Msg::Next);
    assert_eq!(visit.flow().question, Question::Text);
    visit.wait(1_000);
    let asked = visit.effects.iter().find_map(|effect| {
        if let Effect::LookSimilar(_, asked) = effect { Some(asked.0.picked.clone()) } else { None }
    });
    assert_eq!(asked.map(|picked| picked.targets), Some(vec![slug("older")]), "it is compared");
    visit.press(Msg::Next);
    assert_eq!(visit.flow().question, Question::Contact, "words are not needed any more");
    visit.press(Msg::Next);
    visit.press(Msg::Edit(Question::What));
    visit.press(Msg::TogglePicked(slug("food")));
    visit.press(Msg::Next);
    assert_eq!(visit.flow().question, Question::Check, "one answer was changed");
    visit.press(Msg::Send);
    let Leave::Idea(idea) = &visit.sent() else { panic!("an idea") };
    let picked = &idea.more.picked;
    assert_eq!((idea.text.as_str(), picked.targets.as_slice()), ("", &[slug("older")][..]));
    assert_eq!(picked.activities, [slug("home-help"), slug("food")]);
    assert_eq!(picked.needs, [slug("loneliness")]);
}

#[test]
fn whoever_goes_to_the_pictures_while_changing_their_words_comes_back_to_the_last_page() {
    let mut visit = Visit::new();
    for msg in [
        Msg::Begin(Errand::Idea),
        Msg::PickTheme(slug("green")),
        Msg::PickNeighbourhood(None),
        Msg::Write(Field::Text, Typed::new("più panchine", 99)),
        Msg::Next,
        Msg::Next,
        Msg::Edit(Question::Text),
        Msg::Edit(Question::ForWhom),
        Msg::Next,
        Msg::Next,
        Msg::Next,
    ] {
        visit.press(msg);
    }
    assert_eq!(visit.flow().question, Question::Text);
    visit.press(Msg::Next);
    assert_eq!(visit.flow().question, Question::Check);
}

/// The number under which it was asked what is like the idea, with the words that were compared.
fn compared(visit: &mut Visit) -> Option<(u64, String)> {
    let effects = std::mem::take(&mut visit.effects);
    effects.into_iter().find_map(|effect| {
        let Effect::LookSimilar(number, asked) = effect else { return None };
        Some((number, asked.0.text.clone()))
    })
}

fn card(id: &str, title: &str) -> SimilarCard {
    let (id, title) = (id.to_owned(), title.to_owned());
    SimilarCard { id, title, about: "In corso".to_owned(), why: "Si sovrappone".to_owned() }
}

#[test]
fn whoever_writes_an_idea_sees_what_is_like_it_and_joins_it() {
    let mut visit = Visit::new();
    for msg in [
        Msg::Begin(Errand::Idea),
        Msg::PickTheme(slug("green")),
        Msg::PickNeighbourhood(None),
        Msg::Write(Field::Text, Typed::new("più", 99)),
    ] {
        visit.press(msg);
    }
    visit.wait(2_000);
    assert_eq!(compared(&mut visit), None, "too little to compare");
    visit.happens(Msg::Write(Field::Text, Typed::new("più panchine al parco", 99)));
    visit.wait(300);
    assert_eq!(compared(&mut visit), None, "somebody is still writing");
    visit.wait(500);
    let (first, text) = compared(&mut visit).expect("it is asked");
    assert_eq!(text, "più panchine al parco");
    visit.happens(Msg::Write(Field::Text, Typed::new("più panchine al parco Ducos", 99)));
    visit.wait(800);
    let (second, _) = compared(&mut visit).expect("asked again");
    visit.happens(Msg::SimilarFound(first, Ok(vec![card("old", "Vecchia")])));
    assert_eq!(visit.flow().progress(), (3, 5), "an answer nobody waits for any more");
    visit.happens(Msg::SimilarFound(second, Ok(vec![card("p1", "Panchine")])));
    assert_eq!(visit.flow().progress(), (3, 6));
    visit.press(Msg::Next);
    assert_eq!(visit.flow().question, Question::Similar);
    visit.press(Msg::Join("p1".to_owned()));
    assert_eq!(visit.flow().question, Question::Contact);
    for msg in [Msg::Next, Msg::Send] {
        visit.press(msg);
    }
    let Leave::Idea(idea) = &visit.sent() else { panic!("an idea") };
    assert_eq!(idea.more.joins, "p1");
    visit.press(Msg::Finish);
    visit.happens(Msg::SimilarFound(second, Ok(vec![card("p1", "Panchine")])));
    assert_eq!(visit.model.session.screen, Screen::Home, "nothing reaches the next person");
}

#[test]
fn without_the_hub_an_idea_is_left_as_before() {
    let mut visit = Visit::new();
    for msg in [
        Msg::Begin(Errand::Idea),
        Msg::PickTheme(slug("green")),
        Msg::PickNeighbourhood(None),
        Msg::Write(Field::Text, Typed::new("più panchine al parco", 99)),
    ] {
        visit.press(msg);
    }
    visit.wait(1_000);
    let (number, _) = compared(&mut visit).expect("it is asked");
    visit.happens(Msg::SimilarFound(number, Err(Trouble::Unreachable)));
    visit.press(Msg::Next);
    assert_eq!(visit.flow().question, Question::Contact);
}

#[test]
fn after_a_minute_of_stillness_we_ask_and_after_twenty_seconds_everything_is_gone() {
    let mut visit = Visit::new();
    visit.press(Msg::Speak(Language::En));
    visit.press(Msg::Toggle(Aid::HighContrast));
    visit.need_up_to_check();
    visit.wait(STILL_MS - 1);
    assert_eq!(visit.model.presence(), Presence::Fine);
    visit.wait(1);
    assert_eq!(visit.model.presence(), Presence::Asking(QUESTION_MS));
    visit.happens(Msg::Touched);
    assert_eq!(visit.model.presence(), Presence::Asking(QUESTION_MS), "a button decides");
    visit.wait(QUESTION_MS - 1);
    assert_ne!(visit.model.session, Session::default());
    visit.wait(1);
    assert_eq!(visit.model.session, Session::default());
    assert_eq!(visit.model.prefs, Prefs::default());
    assert!(visit.effects.contains(&Effect::Wipe));
}

#[test]
fn who_says_to_be_there_keeps_everything_as_often_as_they_like() {
    let mut visit = Visit::new();
    visit.need_up_to_check();
    for _ in 0..12 {
        visit.wait(STILL_MS);
        assert_eq!(visit.model.presence(), Presence::Asking(QUESTION_MS));
        visit.wait(QUESTION_MS / 2);
        visit.happens(Msg::Stay);
        assert_eq!(visit.model.presence(), Presence::Fine);
    }
    assert_eq!(visit.flow().draft.text.as_str(), "latte e pane");
}

#[test]
fn large_text_gives_twice_the_time() {
    let mut visit = Visit::new();
    visit.press(Msg::Toggle(Aid::LargeText));
    visit.wait(STILL_LARGE_TEXT_MS - 1);
    assert_eq!(visit.model.presence(), Presence::Fine);
    visit.wait(1);
    assert_eq!(visit.model.presence(), Presence::Asking(QUESTION_MS));
}

#[test]
fn an_untouched_kiosk_asks_nobody_and_only_the_minute_wakes_it() {
    let mut visit = Visit::new();
    visit.wait(10 * STILL_MS);
    assert_eq!(visit.model.presence(), Presence::Fine);
    assert_eq!(visit.effects, []);
    assert_eq!(visit.model.next_change_ms(), 60_000);
    visit.wait(59_990);
    assert_eq!(visit.model.next_change_ms(), 10);
}

#[test]
fn a_wall_clock_that_jumps_wipes_nobody() {
    let mut visit = Visit::new();
    visit.need_up_to_check();
    let mono_ms = visit.model.now.mono_ms + 1;
    visit.happens(Msg::Tick(Now { mono_ms, wall_ms: i64::MAX }));
    visit.happens(Msg::Tick(Now { mono_ms: 0, wall_ms: i64::MIN }));
    assert_eq!(visit.model.presence(), Presence::Fine);
    assert!(visit.model.next_change_ms() > 0);
}

#[test]
fn an_answer_for_the_person_before_does_not_reach_the_next_one() {
    let mut visit = Visit::new();
    visit.need_up_to_check();
    visit.press(Msg::Send);
    let sent = visit.sent().id();
    visit.press(Msg::Finish);
    visit.happens(Msg::Left(sent, Ok(slip())));
    assert_eq!(visit.model.session.screen, Screen::Home);
    visit.need_up_to_check();
    visit.happens(Msg::Left(sent, Ok(slip())));
    assert_eq!(visit.flow().question, Question::Check);
}

#[test]
fn leaving_with_something_written_asks_first() {
    let mut visit = Visit::new();
    visit.press(Msg::Begin(Errand::Need));
    visit.press(Msg::PickCategory(slug("shopping")));
    visit.press(Msg::GoHome);
    assert!(visit.model.session.leaving);
    visit.press(Msg::KeepWriting);
    assert_eq!(visit.flow().question, Question::Neighbourhood);
    visit.press(Msg::GoHome);
    visit.press(Msg::ThrowAway);
    assert_eq!(visit.model.session, Session::default());
}

#[test]
fn going_home_keeps_the_language_and_finishing_does_not() {
    let mut visit = Visit::new();
    visit.press(Msg::Speak(Language::En));
    visit.press(Msg::AskStatus);
    visit.press(Msg::GoHome);
    assert_eq!(visit.model.prefs.language, Language::En);
    visit.press(Msg::Finish);
    assert_eq!(visit.model.prefs.language, Language::It);
}

#[test]
fn a_code_is_typed_with_spaces_and_small_letters_and_mistakes_are_told() {
    let mut visit = Visit::new();
    visit.press(Msg::AskStatus);
    let plain = code().as_str().replace('-', "");
    let mut wrong = plain.clone();
    wrong.replace_range(8..9, if plain.ends_with('2') { "3" } else { "2" });
    visit.press(Msg::WriteCode(Typed::new(&wrong, 40)));
    let Screen::Code(entry) = &visit.model.session.screen else { panic!("typing") };
    assert!(entry.mistake().is_some());
    visit.press(Msg::LookUp);
    assert_eq!(visit.effects, [], "the hub is not asked about a miscopied code");
    let loose = format!(" {} ", code().as_str().to_lowercase().replace('-', " - "));
    visit.press(Msg::WriteCode(Typed::new(&loose, 40)));
    visit.press(Msg::LookUp);
    assert_eq!(visit.effects, [Effect::LookUp(code())]);
    visit.happens(Msg::LookedUp(code(), Ok(Box::new(status()))));
    assert!(matches!(visit.model.session.screen, Screen::Status(_)));
}

fn scan(visit: &mut Visit, text: &str) {
    visit.wait(5_000);
    for c in text.chars() {
        visit.wait(10);
        visit.happens(Msg::Key(c));
    }
    visit.happens(Msg::Enter);
}

#[test]
fn a_scanned_slip_opens_from_home_and_from_another_slip() {
    let mut visit = Visit::new();
    scan(&mut visit, code().as_str());
    assert_eq!(visit.effects, [Effect::LookUp(code())]);
    visit.happens(Msg::LookedUp(code(), Ok(Box::new(status()))));
    let other = SlipCode::try_new("BN", 99).unwrap();
    scan(&mut visit, other.as_str());
    assert_eq!(visit.effects.last(), Some(&Effect::LookUp(other)));
}

#[test]
fn a_scanned_slip_does_not_throw_away_what_somebody_is_writing() {
    let mut visit = Visit::new();
    visit.need_up_to_check();
    scan(&mut visit, code().as_str());
    assert_eq!(visit.flow().question, Question::Check);
}

#[test]
fn a_slip_of_a_hub_that_cannot_be_asked_now_is_told_as_such() {
    let mut visit = Visit::new();
    scan(&mut visit, code().as_str());
    let problem = Problem::try_later("central-unreachable");
    visit.happens(Msg::LookedUp(code(), Err(Trouble::Refused(Box::new(problem)))));
    let Screen::Code(entry) = &visit.model.session.screen else { panic!("typing") };
    let Looking::Failed(_, trouble) = &entry.looking else { panic!("failed") };
    assert_eq!(trouble.slug(), Some("central-unreachable"));
    visit.press(Msg::Back);
    assert!(
        matches!(&visit.model.session.screen, Screen::Code(entry) if entry.looking == Looking::No)
    );
}

#[test]
fn a_verdict_is_told_once_and_withdrawing_asks_first() {
    let mut visit = Visit::new();
    scan(&mut visit, code().as_str());
    visit.happens(Msg::LookedUp(code(), Ok(Box::new(status()))));
    visit.effects.clear();
    visit.press(Msg::Say(Verdict::Withdraw));
    assert_eq!(visit.effects, []);
    visit.press(Msg::ConfirmWithdraw);
    visit.press(Msg::ConfirmWithdraw);
    let [Effect::TellVerdict(_, answer)] = &visit.effects[..] else { panic!("told once") };
    let answer = answer.clone();
    visit.happens(Msg::VerdictTaken(answer.id, Err(Trouble::Unreachable)));
    visit.effects.clear();
    visit.press(Msg::Say(Verdict::Withdraw));
    visit.press(Msg::ConfirmWithdraw);
    let [Effect::TellVerdict(_, again)] = &visit.effects[..] else { panic!("told again") };
    assert_eq!(again.id, answer.id);
    let after = SlipStatus { can_withdraw: false, can_confirm: false, ..status() };
    visit.happens(Msg::VerdictTaken(answer.id, Ok(Box::new(after))));
    let Screen::Status(view) = &visit.model.session.screen else { panic!("status") };
    assert_eq!(view.taken(), Some(Said::Verdict(Verdict::Withdraw)));
}

#[test]
fn calling_an_operator_keeps_its_id_until_somebody_knows() {
    let mut visit = Visit::new();
    visit.press(Msg::CallOperator);
    visit.press(Msg::CallOperator);
    let [Effect::CallOperator(call)] = &visit.effects[..] else { panic!("called once") };
    let first = call.id;
    assert_eq!(call.screen, slug("home"));
    visit.happens(Msg::OperatorCalled(first, Err(Trouble::Unreachable)));
    visit.press(Msg::CallOperator);
    let Some(Effect::CallOperator(again)) = visit.effects.last() else { panic!("called") };
    assert_eq!(again.id, first);
    visit.happens(Msg::OperatorCalled(first, Ok(())));
    assert_eq!(visit.model.session.call, Call::Coming);
}

#[test]
fn only_languages_whose_words_are_complete_are_offered() {
    let mut visit = Visit::new();
    assert_eq!(visit.model.languages(), [Language::It, Language::En]);
    visit.press(Msg::Speak(Language::Ro));
    assert_eq!(visit.model.prefs.language, Language::It);
}

const MARK: &str = "segreto";

fn any_slug() -> impl Strategy<Value = Slug> {
    prop_oneof![Just("shopping"), Just("company"), Just("mompiano"), Just("green")].prop_map(slug)
}

fn any_trouble() -> impl Strategy<Value = Trouble> {
    prop_oneof![
        Just(Trouble::Unreachable),
        Just(Trouble::Busy),
        Just(Trouble::Garbled),
        Just(Trouble::Refused(Box::new(Problem::not_found("unknown-slip")))),
    ]
}

fn result<T: Clone + std::fmt::Debug + 'static>(
    ok: T,
) -> impl Strategy<Value = Result<T, Trouble>> {
    prop_oneof![Just(Ok(ok)), any_trouble().prop_map(Err)]
}

fn from_outside() -> impl Strategy<Value = Msg> {
    prop_oneof![
        8 => (0_u64..30_000, any::<i64>())
            .prop_map(|(mono_ms, wall_ms)| Msg::Tick(Now { mono_ms, wall_ms })),
        2 => (1_u128..6).prop_map(|n| Msg::CommandIdMade(id(n))),
        1 => Just(Msg::PlaceArrived(place())),
        2 => ((1_u128..6), result(slip())).prop_map(|(n, r)| Msg::Left(id(n), r)),
        2 => result(Box::new(status())).prop_map(|r| Msg::LookedUp(code(), r)),
        2 => ((1_u128..6), result(Box::new(status()))).prop_map(|(n, r)| Msg::VerdictTaken(id(n), r)),
        1 => ((1_u128..6), result(())).prop_map(|(n, r)| Msg::OperatorCalled(id(n), r)),
    ]
}

fn from_person() -> impl Strategy<Value = Msg> {
    let errand = prop_oneof![Just(Errand::Need), Just(Errand::Offer), Just(Errand::Idea)];
    let field = || {
        prop_oneof![Just(Field::Text), Just(Field::Name), Just(Field::Phone), Just(Field::Address)]
    };
    let question =
        prop_oneof![Just(Question::Text), Just(Question::Contact), Just(Question::Check)];
    let verdict =
        prop_oneof![Just(Verdict::Solved), Just(Verdict::NotSolved), Just(Verdict::Withdraw)];
    prop_oneof![
        Just(Msg::Touched),
        Just(Msg::Stay),
        Just(Msg::Speak(Language::En)),
        prop_oneof![Just(Aid::LargeText), Just(Aid::HighContrast), Just(Aid::LowReach)]
            .prop_map(Msg::Toggle),
        Just(Msg::CallOperator),
        Just(Msg::CloseCall),
        errand.prop_map(Msg::Begin),
        Just(Msg::AskStatus),
        Just(Msg::Back),
        Just(Msg::Next),
        Just(Msg::GoHome),
        Just(Msg::ThrowAway),
        Just(Msg::KeepWriting),
        any_slug().prop_map(Msg::PickCategory),
        any_slug().prop_map(Msg::ToggleSkill),
        any_slug().prop_map(Msg::PickTheme),
        proptest::option::of(any_slug()).prop_map(Msg::PickNeighbourhood),
        any::<bool>().prop_map(Msg::ShowAllNeighbourhoods),
        Just(Msg::PickUrgency(Urgency::Today)),
        Just(Msg::ToggleBand(TimeBand::Weekend)),
        Just(Msg::Edit(Question::Weekdays)),
        Just(Msg::ToggleDay(protocol::kiosk::Day::Tue)),
        Just(Msg::Edit(Question::ForWhom)),
        any_slug().prop_map(Msg::TogglePicked),
        Just(Msg::Services(ServicesMsg::Open)),
        Just(Msg::Services(ServicesMsg::Search)),
        Just(Msg::Services(ServicesMsg::Write(Typed::new("spesa", 40)))),
        Just(Msg::Services(ServicesMsg::Pick(slug("spesa")))),
        Just(Msg::Services(ServicesMsg::Ask)),
        Just(Msg::PickRelation(Relation::Family)),
        field().prop_map(Msg::Open),
        (field(), "\\PC{0,20}")
            .prop_map(|(f, text)| Msg::Write(f, Typed::new(&format!("{MARK}{text}"), 4_000))),
        question.prop_map(Msg::Edit),
        Just(Msg::Send),
        "\\PC{0,12}".prop_map(|text| Msg::WriteCode(Typed::new(&text, 40))),
        Just(Msg::WriteCode(Typed::new(code().as_str(), 40))),
        Just(Msg::LookUp),
        any::<char>().prop_map(Msg::Key),
        Just(Msg::Enter),
        verdict.prop_map(Msg::Say),
        Just(Msg::ConfirmWithdraw),
        Just(Msg::KeepIt),
    ]
}

/// Half of what happens comes from the person, and ticks go forward by what they say.
fn happenings() -> impl Strategy<Value = Vec<Msg>> {
    proptest::collection::vec(prop_oneof![from_outside(), from_person()], 0..120)
}

fn play(model: &mut Model, happenings: Vec<Msg>) {
    for msg in happenings {
        let msg = if let Msg::Tick(now) = msg {
            let mono_ms = model.now.mono_ms + now.mono_ms;
            Msg::Tick(Now { mono_ms, ..now })
        } else {
            msg
        };
        for effect in update(model, msg) {
            assert!(!format!("{effect:?}").contains(MARK), "an effect shows what was typed");
        }
        assert!(!format!("{model:?}").contains(MARK), "the model shows what was typed");
        assert!(model.next_change_ms() > 0, "a kiosk never spins");
        let _ = model.screen_slug();
    }
}

proptest! {
    #[test]
    fn whatever_happened_finishing_leaves_nothing_of_the_person(happenings in happenings()) {
        let mut model = Model::default();
        play(&mut model, happenings);
        let later = Now { mono_ms: model.now.mono_ms + SETTLE_MS, wall_ms: 0 };
        let effects = update(&mut model, Msg::Tick(later));
        let mut wiped = effects.contains(&Effect::Wipe);
        wiped |= update(&mut model, Msg::Finish).contains(&Effect::Wipe);
        prop_assert!(wiped);
        let fresh = Model {
            place: model.place.clone(),
            line: model.line,
            now: model.now,
            touched_ms: model.touched_ms,
            page_since_ms: model.page_since_ms,
            spare_id: model.spare_id,
            // A number, so that a late answer is not taken for one to somebody else's question.
            compared: model.compared,
            ..Model::default()
        };
        prop_assert_eq!(model, fresh);
    }

    #[test]
    fn whatever_happened_stillness_ends_in_an_untouched_kiosk(happenings in happenings()) {
        let mut model = Model::default();
        play(&mut model, happenings);
        for _ in 0..2 {
            let mono_ms = model.now.mono_ms + STILL_LARGE_TEXT_MS;
            update(&mut model, Msg::Tick(Now { mono_ms, wall_ms: 0 }));
        }
        prop_assert!(model.is_untouched());
        prop_assert_eq!(model.session, Session::default());
    }
}

#[test]
fn a_question_is_answered_once_and_the_answer_is_sent_again_under_the_same_id() {
    let asked = SlipStatus { question: Some("A che ora?".to_owned()), ..status() };
    let mut visit = Visit::new();
    scan(&mut visit, code().as_str());
    visit.happens(Msg::LookedUp(code(), Ok(Box::new(asked.clone()))));
    visit.press(Msg::OpenReply);
    visit.press(Msg::WriteReply(Typed::new("Alle dieci", 1_000)));
    visit.press(Msg::SendReply);
    visit.press(Msg::SendReply);
    let told = |effects: &[Effect]| {
        let mut told = effects.iter().filter_map(|effect| {
            let Effect::TellReply(_, id, reply) = effect else { return None };
            Some((*id, reply.as_str().to_owned()))
        });
        let first = told.next();
        assert_eq!(told.next(), None, "told once");
        first
    };
    let (id, text) = told(&visit.effects).expect("the answer goes out");
    assert_eq!(text, "Alle dieci");
    visit.effects.clear();
    visit.happens(Msg::VerdictTaken(id, Err(Trouble::Unreachable)));
    visit.press(Msg::SendReply);
    assert_eq!(told(&visit.effects), Some((id, text)));
    let after = SlipStatus { question: None, ..asked };
    visit.happens(Msg::VerdictTaken(id, Ok(Box::new(after))));
    let Screen::Status(view) = &visit.model.session.screen else { panic!("status") };
    assert_eq!((view.taken(), view.reply.is_none()), (Some(Said::Reply), true));
}
