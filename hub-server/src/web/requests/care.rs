//! What a request's page shows beside its next step: answers, tasks, what may be the same need, a referral,
//! how it went; and the forms for each.

use sqlx::AnyConnection;

use super::queue::{category_choices, state_tone};
use super::recurring::in_words;
use crate::people::roles::Permission;
use crate::recurring;
use crate::requests::events::{Consent, Mark, MessageKind, Privacy, ServiceAnswer, SharedField};
use crate::requests::lifecycle::next;
use crate::requests::queries::{self, Brief};
use crate::requests::referred;
use crate::requests::stems::stems;
use crate::requests::{State, Step};
use crate::store::StoreError;
use crate::store::rows::word;
use crate::web::form::{Choice, Group};
use crate::web::page::Page;
use crate::web::visit::Visit;

/// How many requests that may be the same need are shown.
const ALIKE_SHOWN: usize = 3;
/// How many tasks the form for splitting offers.
const PARTS_OFFERED: usize = 3;

/// Another request, in a line.
pub(super) struct Other {
    pub id: String,
    pub slip: String,
    pub category: String,
    pub words: String,
    pub tone: &'static str,
    pub state: String,
    pub when: String,
}

pub(super) struct PartForm {
    pub kind: String,
    pub part: String,
    pub label: String,
    pub text: String,
    pub kinds: Vec<Group>,
}

/// A referral as it stands.
pub(super) struct Sent {
    pub service: String,
    pub contact: String,
    pub shared: Vec<String>,
    pub consent: String,
    pub danger: bool,
    pub said: String,
}

/// Everything beside the next step.
pub(super) struct Care {
    pub may: May,
    pub answers: Vec<(String, String)>,
    pub parts: Vec<Other>,
    pub whole: Option<Other>,
    pub same_as: Option<Other>,
    /// The need that comes back of which it is one day: where it is, and its rule in words.
    pub comes_back: Option<(String, String)>,
    /// Where it came from, and its slip there.
    pub former: Option<(String, String)>,
    /// The hub it goes or went to, and its slip there, which may be empty.
    pub handed: Option<(String, String)>,
    /// Why that hub did not take it over the last time.
    pub hand_refused: String,
    pub hubs: Vec<Group>,
    pub hand_shared: Vec<Choice>,
    pub hand_consents: Vec<Choice>,
    pub alike: Vec<Other>,
    pub question: String,
    pub referral: Option<Sent>,
    /// How much antennae may know, where that is less than usual, in a sentence.
    pub private: String,
    pub levels: Vec<Choice>,
    pub needed_by: String,
    pub when: String,
    pub follow_up: String,
    pub follow_up_due: bool,
    pub scheduled: String,
    pub marks: Vec<(String, String)>,
    pub notes: Vec<Choice>,
    pub part_forms: Vec<PartForm>,
    pub services: Vec<Group>,
    pub shared: Vec<Choice>,
    pub consents: Vec<Choice>,
    pub said: Vec<Choice>,
    pub faces: Vec<Choice>,
    pub question_text: String,
    pub note_text: String,
    pub why: String,
    pub now: String,
}

/// Which of the other ways are open.
pub(super) struct May {
    pub ask: bool,
    pub split: bool,
    pub refer: bool,
    pub link: bool,
    pub schedule: bool,
    pub start: bool,
    pub reopen: bool,
    pub rate: bool,
    pub close: bool,
    pub privacy: bool,
    pub seats: bool,
    pub hand_over: bool,
    pub withdraw: bool,
}

impl May {
    fn of(state: State) -> Self {
        let may = |step: Step| next(state, step).is_some();
        Self {
            ask: may(Step::AskRequester),
            split: may(Step::Split),
            refer: may(Step::Refer),
            link: may(Step::LinkDuplicate),
            schedule: may(Step::Schedule),
            start: may(Step::Start),
            reopen: state == State::NotMet && may(Step::Reopen),
            rate: matches!(state, State::Done | State::Met | State::NotMet),
            close: may(Step::CloseNotMet),
            privacy: state.is_open(),
            hand_over: may(Step::HandOver),
            withdraw: state != State::Signal && may(Step::Withdraw),
            seats: state == State::Received || state.is_searched(),
        }
    }
}

/// The other hubs of the city; the one a rule names is chosen already.
fn other_hubs(page: &Page, brief: &Brief, posted: &str) -> Vec<Group> {
    let routed = brief.route.as_ref().and_then(|route| route.hub.as_ref());
    let now = if posted.is_empty() { routed.map_or("", protocol::NodeId::as_str) } else { posted };
    let hubs = page.city.iter().flat_map(|city| &city.hubs);
    let others = hubs.filter(|hub| hub.slug != brief.home.as_str());
    let none = Choice::new("", page.w.t("hand-choose"), now);
    let others = others.map(|hub| Choice::new(&hub.slug, &hub.name, now));
    vec![Group::plain([none].into_iter().chain(others).collect())]
}

pub(super) fn other(page: &Page, visit: &Visit, brief: &Brief) -> Other {
    let words = brief.words.as_deref().filter(|_| visit.may(Permission::ReadWords));
    Other {
        id: brief.request.id.to_string(),
        slip: brief.slip.to_string(),
        category: page.category(brief.category.as_str()),
        words: words.unwrap_or_default().chars().take(90).collect(),
        tone: state_tone(brief.request.state),
        state: page.w.of("request-state", word(&brief.request.state)),
        when: page.times.when(brief.opened_at_ms),
    }
}

/// Whether two requests of one place and kind may be the same need: one person, or words that are much alike.
fn is_alike(one: &Brief, other: &Brief) -> bool {
    if one.person.is_some() && one.person == other.person {
        return true;
    }
    let (mine, theirs) = (stems(one.words.as_deref().unwrap_or_default()), {
        stems(other.words.as_deref().unwrap_or_default())
    });
    let shared = mine.intersection(&theirs).count();
    // Two words that say something are enough, or half of what the shorter one says: a person looks at it anyway.
    shared >= 2 || shared > 0 && shared * 2 >= mine.len().min(theirs.len())
}

pub(super) async fn care(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    brief: &Brief,
) -> Result<Care, StoreError> {
    let (w, posted, state) = (page.w, &visit.posted, brief.request.state);
    let words = visit.may(Permission::ReadWords);
    let work = visit.may(Permission::WorkOnRequests);
    let mut may = May::of(state);
    may.seats = may.seats && brief.request.first.is_none();
    let mut alike = Vec::new();
    if may.link && work {
        let near = queries::alike(db, brief).await?;
        let same = near.iter().filter(|found| is_alike(brief, found)).take(ALIKE_SHOWN);
        alike = same.map(|found| other(page, visit, found)).collect();
    }
    let parts = queries::parts(db, brief.request.id).await?;
    let whole = match brief.part_of {
        Some(id) => queries::brief(db, id).await?,
        None => None,
    };
    let same_as = match brief.duplicate_of {
        Some(id) => queries::brief(db, id).await?,
        None => None,
    };
    let comes_back = match brief.recurrence {
        Some(id) => recurring::queries::one(db, id).await?.map(|kept| {
            let href = if page.central { String::new() } else { format!("/recurring/{id}") };
            (href, in_words(page, &kept.recurrence.rule))
        }),
        None => None,
    };
    let messages = if words { queries::messages(db, brief.request.id).await? } else { Vec::new() };
    let question = messages.iter().rev().find(|message| message.about == MessageKind::Question);
    let city = page.city.as_deref();
    let language = w.language.code();
    let service_choices = city.iter().flat_map(|city| &city.services).map(|service| {
        let label = format!(
            "{} · {}",
            service.name.in_language(language),
            service.hint.in_language(language)
        );
        Choice::new(&service.slug, label, posted.trimmed("service"))
    });
    let no_service = Choice::new("", w.t("refer-choose"), posted.trimmed("service"));
    let referral = brief.referral.as_ref().map(|referral| {
        let found = city.and_then(|city| city.service(referral.service.as_str()));
        Sent {
            service: found.map_or_else(
                || referral.service.to_string(),
                |service| service.name.in_language(language).to_owned(),
            ),
            contact: found.map(|service| service.contact.clone()).unwrap_or_default(),
            shared: referral.shared.iter().map(|field| w.of("shared", word(field))).collect(),
            consent: w.of("consent", word(&referral.consent)),
            danger: referral.consent == Consent::Danger,
            said: referral
                .said
                .as_ref()
                .map_or_else(|| w.t("service-said-nothing"), |said| w.of("service-said", said)),
        }
    });
    let said = brief.referral.as_ref().and_then(|referral| referral.said.as_deref());
    let stands = referred::State::of(said);
    let answers = ServiceAnswer::ALL.iter().copied();
    let answers: Vec<ServiceAnswer> =
        answers.filter(|answer| referred::next(stands, (*answer).into()).is_some()).collect();
    let choices = |family: &str, all: Vec<String>, now: &str| -> Vec<Choice> {
        all.into_iter().map(|slug| Choice::new(&slug, w.of(family, &slug), now)).collect()
    };
    let shared = SharedField::ALL.iter().map(|field| {
        let slug = word(field);
        let chosen = *field == SharedField::Need || posted.has("shared", &slug);
        Choice { label: w.of("shared", &slug), value: slug, chosen }
    });
    let mut marks = Vec::new();
    for (key, mark) in [
        ("mark-of-requester", brief.requester_mark),
        ("mark-of-helper", brief.helper_mark),
        ("mark-of-desk", brief.desk_mark),
    ] {
        marks.extend(mark.map(|mark| (w.t(key), w.of("mark", word(&mark)))));
    }
    let kinds = [&MessageKind::BY_HAND[..], &[MessageKind::Incident]].concat();
    let posted_or = |field: &str, first: &str| {
        let text = posted.trimmed(field);
        if text.is_empty() { first.to_owned() } else { text.to_owned() }
    };
    Ok(Care {
        may,
        answers: brief
            .answers
            .iter()
            .filter(|_| words)
            .map(|answer| (answer.question.clone(), answer.answer.clone()))
            .collect(),
        parts: parts.iter().map(|part| other(page, visit, part)).collect(),
        whole: whole.as_ref().map(|whole| other(page, visit, whole)),
        same_as: same_as.as_ref().map(|same| other(page, visit, same)),
        comes_back,
        former: brief
            .former
            .as_ref()
            .map(|(home, slip)| (page.node_name(home.as_str()), slip.to_string())),
        handed: brief.handed.as_ref().filter(|handed| handed.refused.is_none()).map(|handed| {
            let slip = handed.slip.as_ref().map(ToString::to_string).unwrap_or_default();
            (page.node_name(handed.to.as_str()), slip)
        }),
        hand_refused: match brief.handed.as_ref().and_then(|handed| handed.refused.as_ref()) {
            Some(why) => w.told(&protocol::Problem::conflict(why)),
            None => String::new(),
        },
        hubs: other_hubs(page, brief, posted.trimmed("to")),
        hand_shared: SharedField::ALL
            .iter()
            .map(|field| {
                let slug = word(field);
                let chosen = *field == SharedField::Need || posted.has("hand_shared", &slug);
                Choice { label: w.of("shared", &slug), value: slug, chosen }
            })
            .collect(),
        hand_consents: choices(
            "consent",
            Consent::ALL.iter().filter(|c| **c != Consent::Danger).map(word).collect(),
            posted.trimmed("hand_consent"),
        ),
        alike,
        question: question.map(|question| question.body.clone()).unwrap_or_default(),
        referral,
        private: match brief.privacy {
            Privacy::Ordinary => String::new(),
            Privacy::Masked => w.t("privacy-masked"),
            Privacy::Reserved => w.t("privacy-reserved"),
        },
        levels: choices(
            "privacy-level",
            Privacy::ALL.iter().map(word).collect(),
            &word(&brief.privacy),
        ),
        needed_by: brief.needed_by.as_deref().map(|day| page.times.day_of(day)).unwrap_or_default(),
        when: brief.when.iter().map(|band| w.of("band", word(band))).collect::<Vec<_>>().join(", "),
        follow_up: brief.follow_up_ms.map(|at| page.times.day(at)).unwrap_or_default(),
        follow_up_due: brief.follow_up_ms.is_some_and(|at| at <= page.times.now_ms),
        scheduled: brief.scheduled_ms.map(|at| page.times.when(at)).unwrap_or_default(),
        marks,
        notes: choices("message", kinds.iter().map(word).collect(), &posted_or("about", "call")),
        part_forms: (0..PARTS_OFFERED)
            .map(|place| {
                let kind = format!("kind_{place}");
                let part = format!("part_{place}");
                let now = posted_or(&kind, brief.category.as_str());
                PartForm {
                    label: w.a("split-part", "number", (place + 1).to_string()),
                    text: posted.text(&part).to_owned(),
                    kinds: category_choices(page, &now, ""),
                    kind,
                    part,
                }
            })
            .collect(),
        services: vec![Group::plain([no_service].into_iter().chain(service_choices).collect())],
        shared: shared.collect(),
        consents: choices(
            "consent",
            Consent::ALL.iter().map(word).collect(),
            posted.trimmed("consent"),
        ),
        said: choices(
            "service-answer",
            answers.iter().map(word).collect(),
            &posted_or("service-answer", &answers.first().map(word).unwrap_or_default()),
        ),
        faces: choices("mark", Mark::ALL.iter().map(word).collect(), "good"),
        question_text: posted.text("question").to_owned(),
        note_text: posted.text("said").to_owned(),
        why: posted.text("why").to_owned(),
        now: page.times.input(page.times.now_ms),
    })
}
