//! Words for things: names the city gave, problems, moments, people.

use jiff::Timestamp;
use protocol::kiosk::Urgency;
use protocol::{Problem, Relation, Slug};
use ui_kit::words::FluentValue;
use ui_kit::{Icon, Words, icons};

use super::{View, pictures};

/// What a category is called and its picture; its slug while the hub has not said.
pub fn category(view: &View<'_>, slug: &Slug) -> (String, Icon) {
    let card = view
        .model
        .ledger
        .profile
        .as_ref()
        .and_then(|profile| profile.categories.iter().find(|card| card.slug == *slug));
    match card {
        Some(card) => (in_language(view.words, &card.name, slug), pictures::named(&card.icon)),
        None => (slug.to_string(), icons::HAND_HEART),
    }
}

/// The name of a topic.
pub fn named(words: Words, name: &protocol::kiosk::Words, slug: &Slug) -> String {
    in_language(words, name, slug)
}

fn in_language(words: Words, name: &protocol::kiosk::Words, slug: &Slug) -> String {
    name.get(words.language().code())
        .or_else(|| name.get("it"))
        .cloned()
        .unwrap_or_else(|| slug.to_string())
}

/// What a neighbourhood is called.
pub fn neighbourhood(view: &View<'_>, slug: &Slug) -> String {
    view.model
        .ledger
        .profile
        .as_ref()
        .and_then(|profile| profile.neighbourhoods.iter().find(|hood| hood.slug == *slug))
        .map_or_else(|| slug.to_string(), |hood| hood.name.clone())
}

/// How soon.
pub fn urgency(words: Words, urgency: Urgency) -> String {
    words.get(match urgency {
        Urgency::Today => "antenna-urgency-today",
        Urgency::ThisWeek => "antenna-urgency-this-week",
        Urgency::NoHurry => "antenna-urgency-no-hurry",
    })
}

/// For whom.
pub fn relation(words: Words, relation: Relation) -> String {
    words.get(match relation {
        Relation::Oneself => "antenna-for-oneself",
        Relation::Family => "antenna-for-family",
        Relation::Neighbour => "antenna-for-neighbour",
        Relation::Customer => "antenna-for-customer",
        Relation::Other => "antenna-for-other",
    })
}

/// "oggi alle 18:30". `at_ms` and `now_ms` are by the same clock.
pub fn moment(view: &View<'_>, at_ms: i64, now_ms: i64) -> String {
    let zone = view.model.zone();
    let local = |ms: i64| {
        // A moment beyond the calendar is shown as its last one: nothing that comes by wire may panic.
        let limit = if ms < 0 { Timestamp::MIN } else { Timestamp::MAX };
        zone.to_datetime(Timestamp::from_millisecond(ms).unwrap_or(limit))
    };
    let (at, now) = (local(at_ms), local(now_ms));
    view.words.with(
        "antenna-when-at",
        &[
            ("day", view.words.day_near(at.date(), now.date()).into()),
            ("time", view.words.time(at.time()).into()),
        ],
    )
}

/// Why the hub said no: in our own words where we have them, otherwise in the hub's.
pub fn problem(words: Words, problem: &Problem) -> String {
    for key in
        [format!("antenna-refused-{}", problem.slug()), format!("problem-{}", problem.slug())]
    {
        if words.has(&key) {
            let values: Vec<_> = problem
                .args
                .iter()
                .map(|(name, value)| (name.as_str(), FluentValue::try_number(value)))
                .collect();
            return words.with(&key, &values);
        }
    }
    match (problem.title.trim(), problem.detail.trim()) {
        ("", _) => {
            words.with("antenna-refused-other", &[("why", problem.slug().to_owned().into())])
        }
        (title, "") => title.to_owned(),
        (title, detail) => format!("{title} {detail}"),
    }
}

/// A day written `2027-05-18` in words; the text itself when it is not one.
pub fn day(view: &View<'_>, text: &str) -> String {
    let Ok(day) = text.parse::<jiff::civil::Date>() else { return text.to_owned() };
    let now = Timestamp::from_millisecond(view.now_ms).unwrap_or_default();
    view.words.day_near(day, view.model.zone().to_datetime(now).date())
}
