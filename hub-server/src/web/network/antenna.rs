//! One antenna: the one step that comes next as the biggest button, what is still missing for it, what it
//! is and offers, its papers, its devices, and what has happened.

use askama::Template;
use axum::http::StatusCode;
use protocol::{AntennaId, Body, Problem};
use sqlx::AnyConnection;

use super::edit::{hours_in_words, operators};
use super::volunteers::Papers;
use super::{introductions, kind_icon, of_here, organisations, places, shown_name, tone};
use crate::network::antennae::decide::lacks;
use crate::network::antennae::events::{Heard, Reason, Support};
use crate::network::antennae::lifecycle::{Need, Step, next_step, steps_from, transition};
use crate::network::antennae::{self, Contact, Event, Kept, State};
use crate::people::roles::Permission;
use crate::store::vault::Reading;
use crate::store::{StoreError, log, vault};
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::requests::{Names, actor};
use crate::web::visit::{At, Fault, Outcome, Visit};

/// How many facts of an antenna its page tells.
const HISTORY: u32 = 500;
/// How many looks at its contact are shown.
const LOOKS_SHOWN: usize = 5;

struct View {
    id: String,
    person: String,
    icon: &'static str,
    kind: String,
    state: &'static str,
    tone: &'static str,
    state_words: String,
    since: String,
    reason: String,
    rests_until: String,
    here: bool,
    silent: String,
    places: String,
    offers: Vec<String>,
    languages: String,
    skills: String,
    hours: Vec<(String, String)>,
    step_free: String,
    reached_by: String,
    operator: String,
    last_sign: String,
    pledge: Option<PledgeView>,
    review_due: bool,
    cleared: String,
    clearance_over: bool,
    erased: bool,
    volunteer: Option<VolunteerView>,
}

impl View {
    /// What the form of the volunteer shows: entered, insured from, insured until.
    fn volunteer_inputs(&self) -> (&str, &str, &str) {
        self.volunteer.as_ref().map_or(("", "", ""), |v| (&v.inputs.0, &v.inputs.1, &v.inputs.2))
    }

    /// What the form of the pledge shows: start, review, end.
    fn pledge_inputs(&self) -> (&str, &str, &str) {
        self.pledge.as_ref().map_or(("", "", ""), |pledge| {
            (&pledge.start_input, &pledge.review_input, &pledge.end_input)
        })
    }
}

struct VolunteerView {
    organisation: String,
    tone: &'static str,
    papers: &'static str,
    entered: String,
    insured: String,
    inputs: (String, String, String),
}

struct PledgeView {
    start: String,
    review: String,
    end: String,
    start_input: String,
    review_input: String,
    end_input: String,
}

/// Something the next step needs.
struct NeedView {
    label: String,
    met: bool,
    href: String,
}

/// The step that comes next.
struct Next {
    step: &'static str,
    needs: Vec<NeedView>,
    ready: bool,
}

/// A step besides the next one.
struct Other {
    step: &'static str,
    wants_reason: bool,
    rests: bool,
}

struct DeviceView {
    id: String,
    name: String,
    heard: String,
    revoked: bool,
}

struct Told {
    icon: &'static str,
    tone: &'static str,
    text: String,
    more: String,
    when: String,
    who: String,
}

struct Look {
    who: String,
    when: String,
    why: String,
}

#[derive(Template)]
#[template(path = "network/antenna.html")]
struct AntennaPage {
    page: Page,
    a: View,
    next: Option<Next>,
    others: Vec<Other>,
    reasons: Vec<Group>,
    volunteering_for: Vec<Group>,
    introductions: Vec<introductions::Line>,
    parties: Vec<Group>,
    outcomes: Vec<Choice>,
    supports: Vec<Choice>,
    supported: String,
    today: String,
    operators: Vec<Group>,
    heard: Vec<Choice>,
    devices: Vec<DeviceView>,
    history: Vec<Told>,
    contact: Option<Contact>,
    looks: Vec<Look>,
    may_keep: bool,
    may_pair: bool,
    may_see_log: bool,
}

pub(super) async fn page(visit: Visit, At(id): At<AntennaId>) -> Outcome {
    let kept = of_here(&visit, id, Permission::SeeAntennae).await?;
    shown(&visit, &kept, None, None).await
}

/// The page, with what was just refused, or with the contact that was just read.
pub(super) async fn shown(
    visit: &Visit,
    kept: &Kept,
    refused: Option<Problem>,
    contact: Option<Contact>,
) -> Outcome {
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let mut page = Page::of(visit, Section::Antennae, "antennae-title").await;
    if let Some(problem) = refused {
        page = page.refusing(problem);
    }
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let name = antennae::name_of(&mut db, node, &kept.antenna).await?;
    let erased = name.is_empty();
    let title = shown_name(&page, &name);
    page = page.titled(title);
    let mut names = Names::default();
    let operator = names.of(&mut db, kept.antenna.operator).await?;
    let now = kept.antenna.operator.map(|staff| staff.to_string()).unwrap_or_default();
    let mut choices = vec![Choice::new("", page.w.t("antenna-nobody-yet"), &now)];
    choices.extend(operators(visit, &mut db, &now).await?);
    let devices = devices(&page, &mut db, kept).await?;
    let history = history(&page, &mut db, &mut names, kept).await?;
    let title = page.title.clone();
    let introductions = introductions::lines(&page, node, &mut db, kept, &title).await?;
    let looks = looks(&page, &mut db, &mut names, kept).await?;
    drop(db);
    let through = kept.antenna.volunteering.map(|through| through.organisation);
    let chosen = through.map(|id| id.to_string()).unwrap_or_default();
    let mut volunteering_for = vec![Choice::new("", page.w.t("volunteer-nobody"), &chosen)];
    volunteering_for.extend(organisations::with_volunteers(visit, &chosen).await?);
    let volunteer = volunteering_for.iter().find(|choice| choice.chosen && through.is_some());
    let organisation = volunteer.map(|choice| choice.label.clone()).unwrap_or_default();
    let a = View {
        volunteer: volunteer_view(&page, kept, organisation),
        ..view(&page, kept, operator, erased)?
    };
    let may_keep = visit.may(Permission::KeepAntennae) && kept.antenna.state != State::Archived;
    let template = AntennaPage {
        next: next(&page, kept),
        others: others(kept),
        reasons: reasons(&page),
        volunteering_for: vec![Group::plain(volunteering_for)],
        parties: introductions::parties(visit, &page, kept.id).await?,
        outcomes: introductions::outcomes(&page),
        supports: Support::ALL
            .iter()
            .map(|how| Choice::new(how.slug(), page.w.of("support", how.slug()), "visit"))
            .collect(),
        supported: page.times.length(kept.antenna.supported_min),
        today: page.times.today(),
        introductions,
        operators: vec![Group::plain(choices)],
        heard: Heard::ALL
            .iter()
            .map(|how| Choice::new(how.slug(), page.w.of("heard", how.slug()), "call"))
            .collect(),
        may_pair: visit.may(Permission::PairDevices) && kept.antenna.state.belongs(),
        may_see_log: visit.may(Permission::SeeReadings),
        a,
        devices,
        history,
        contact,
        looks,
        may_keep,
        page,
    };
    show_as(status, &template)
}

fn view(page: &Page, kept: &Kept, operator: String, erased: bool) -> Result<View, Fault> {
    let (w, antenna) = (page.w, &kept.antenna);
    let profile = &antenna.profile;
    let city = page.city.as_deref().ok_or_else(|| Problem::try_later("city-unknown"))?;
    let today = antennae::today(city, page.times.now_ms);
    let day = |date: jiff::civil::Date| page.times.date(date);
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let hours = &profile.hours;
    let week = [&hours.mon, &hours.tue, &hours.wed, &hours.thu, &hours.fri, &hours.sat, &hours.sun];
    let hours = days.iter().zip(week).filter(|(_, spans)| !spans.is_empty());
    Ok(View {
        id: kept.id.to_string(),
        person: antenna.person.to_string(),
        icon: kind_icon(profile.kind),
        kind: w.of("antenna-kind", profile.kind.slug()),
        state: antenna.state.slug(),
        tone: tone(antenna.state),
        state_words: w.of("antenna-state", antenna.state.slug()),
        since: page.times.day(antenna.state_since_ms),
        reason: antenna.reason.map(|r| w.of("antenna-reason", r.slug())).unwrap_or_default(),
        rests_until: antenna.rests_until.map(day).unwrap_or_default(),
        here: kept.is_here(page.times.now_ms),
        silent: antenna.silence_since_ms.map(|ms| page.times.day(ms)).unwrap_or_default(),
        places: places(page, kept),
        offers: profile.offers.iter().map(|slug| page.category(slug.as_str())).collect(),
        languages: profile
            .languages
            .iter()
            .map(|language| w.of("spoken", language.as_str()))
            .collect::<Vec<_>>()
            .join(", "),
        skills: profile
            .skills
            .iter()
            .map(|skill| w.of("skill", skill.slug()))
            .collect::<Vec<_>>()
            .join(", "),
        hours: hours.map(|(day, spans)| (w.of("weekday", day), hours_in_words(spans))).collect(),
        step_free: match profile.step_free {
            Some(true) => w.t("step-free-yes"),
            Some(false) => w.t("step-free-no"),
            None => w.t("step-free-unknown"),
        },
        reached_by: w.of("reached-by", profile.reached_by.slug()),
        operator,
        last_sign: page.times.when(kept.last_sign_ms()),
        pledge: antenna.pledge.map(|pledge| PledgeView {
            start: day(pledge.start),
            review: day(pledge.review),
            end: pledge.end.map(day).unwrap_or_default(),
            start_input: pledge.start.to_string(),
            review_input: pledge.review.to_string(),
            end_input: pledge.end.map(|end| end.to_string()).unwrap_or_default(),
        }),
        review_due: antenna.pledge.is_some_and(|pledge| pledge.review <= today)
            && antenna.state.belongs(),
        cleared: antenna
            .clearance
            .map(|given| match given.until {
                Some(until) => {
                    w.all("cleared-from-to", &[("from", &day(given.on)), ("to", &day(until))])
                }
                None => w.a("cleared-from", "from", day(given.on)),
            })
            .unwrap_or_default(),
        clearance_over: antenna.clearance.is_some_and(|given| !given.holds_on(today)),
        erased,
        volunteer: None,
    })
}

fn volunteer_view(page: &Page, kept: &Kept, organisation: String) -> Option<VolunteerView> {
    let through = kept.antenna.volunteering?;
    let papers = Papers::of(&through, organisations::today(page));
    let day =
        |date: Option<jiff::civil::Date>| date.map(|d| page.times.date(d)).unwrap_or_default();
    let input = |date: Option<jiff::civil::Date>| date.map(|d| d.to_string()).unwrap_or_default();
    Some(VolunteerView {
        organisation,
        tone: papers.tone(),
        papers: papers.slug(),
        entered: day(through.entered_on),
        insured: day(through.insured_until),
        inputs: (
            input(through.entered_on),
            input(through.insured_from),
            input(through.insured_until),
        ),
    })
}

fn next(page: &Page, kept: &Kept) -> Option<Next> {
    let step = next_step(kept.antenna.state)?;
    let line = transition(kept.antenna.state, step)?;
    let city = page.city.as_deref()?;
    let missing = lacks(&kept.antenna, line.needs, antennae::today(city, page.times.now_ms));
    let needs = line.needs.iter().filter(|need| {
        // Whoever volunteers through nobody needs no papers of an organisation.
        kept.antenna.volunteering.is_some()
            || !matches!(need, Need::VolunteerEntry | Need::Insurance)
    });
    let id = kept.id;
    let needs = needs.map(|need| NeedView {
        label: page.w.of("antenna-need", need.slug()),
        met: !missing.contains(need),
        href: match need {
            Need::Offers | Need::Times => format!("/antennae/{id}/edit"),
            Need::ContactPerson => "#contact".to_owned(),
            Need::Operator => "#operator".to_owned(),
            Need::Pledge => "#pledge".to_owned(),
            Need::VolunteerEntry | Need::Insurance => "#volunteer".to_owned(),
        },
    });
    Some(Next { step: step.slug(), needs: needs.collect(), ready: missing.is_empty() })
}

fn others(kept: &Kept) -> Vec<Other> {
    let next = next_step(kept.antenna.state);
    steps_from(kept.antenna.state)
        .filter(|line| Some(line.step) != next)
        .map(|line| Other {
            step: line.step.slug(),
            wants_reason: line.wants_reason,
            rests: line.step == Step::Rest,
        })
        .collect()
}

fn reasons(page: &Page) -> Vec<Group> {
    let first = Choice::new("", page.w.t("antenna-reason-choose"), "");
    let all = Reason::ALL
        .iter()
        .map(|reason| Choice::new(reason.slug(), page.w.of("antenna-reason", reason.slug()), ""));
    vec![Group::plain([first].into_iter().chain(all).collect())]
}

async fn devices(
    page: &Page,
    db: &mut AnyConnection,
    kept: &Kept,
) -> Result<Vec<DeviceView>, StoreError> {
    let mut found = Vec::new();
    for id in &kept.antenna.devices {
        let Some(device) = crate::network::device(db, *id).await? else { continue };
        let heard = device.heard_at_ms.map(|ms| page.times.since(ms));
        found.push(DeviceView {
            id: id.to_string(),
            name: device.device_name.unwrap_or_default(),
            heard: heard.unwrap_or_else(|| page.w.t("device-never-heard")),
            revoked: device.revoked_at_ms.is_some(),
        });
    }
    Ok(found)
}

async fn looks(
    page: &Page,
    db: &mut AnyConnection,
    names: &mut Names,
    kept: &Kept,
) -> Result<Vec<Look>, StoreError> {
    let readings: Vec<Reading> = vault::readings(db, kept.antenna.person).await?;
    let mut looks = Vec::new();
    for reading in readings.iter().rev().take(LOOKS_SHOWN) {
        let who = actor(db, page, names, &reading.actor).await?;
        let when = page.times.when(reading.at_ms);
        looks.push(Look { who, when, why: page.w.of("why", &reading.why) });
    }
    Ok(looks)
}

async fn history(
    page: &Page,
    db: &mut AnyConnection,
    names: &mut Names,
    kept: &Kept,
) -> Result<Vec<Told>, StoreError> {
    let mut told = Vec::new();
    for stored in log::of_subject(db, &kept.id.to_string(), 0, HISTORY).await? {
        let envelope = &stored.record.envelope;
        let who = actor(db, page, names, &envelope.actor).await?;
        let when = page.times.when(envelope.at_ms);
        let erased = matches!(stored.record.body, Body::Absent);
        // A fact that does not read is parked elsewhere; here it is only not told.
        let event = log::event_of::<Event>(&stored.record).ok().flatten();
        let Some(event) = event else {
            if erased {
                let text = page.w.t("antenna-told-erased");
                let (icon, tone) = ("eraser", "slate");
                told.push(Told { icon, tone, text, more: String::new(), when, who });
            }
            continue;
        };
        let (icon, tone, text, more) = in_words(page, db, names, &event).await?;
        told.push(Told { icon, tone, text, more, when, who });
    }
    told.reverse();
    Ok(told)
}

type InWords = (&'static str, &'static str, String, String);

async fn in_words(
    page: &Page,
    db: &mut AnyConnection,
    names: &mut Names,
    event: &Event,
) -> Result<InWords, StoreError> {
    let w = page.w;
    let nothing = String::new;
    Ok(match event {
        Event::Spotted { .. } => ("sparkle", "slate", w.t("antenna-told-spotted"), nothing()),
        Event::StepTaken { to, reason, until, .. } => {
            let reason = reason.map(|reason| w.of("antenna-reason", reason.slug()));
            let until = until.map(|day| w.a("register-until", "day", page.times.date(day)));
            let more = reason.or(until).unwrap_or_default();
            ("flag", tone(*to), w.of("antenna-told-step", to.slug()), more)
        }
        Event::Described(_) => ("pencil-simple", "blue", w.t("antenna-told-described"), nothing()),
        Event::ContactKept { .. } => {
            ("identification-card", "blue", w.t("antenna-told-contact"), nothing())
        }
        Event::Accompanied { operator: None } => {
            ("user-circle", "orange", w.t("antenna-told-alone"), nothing())
        }
        Event::Accompanied { operator } => {
            let name = names.of(db, *operator).await?;
            ("user-circle", "blue", w.t("antenna-told-accompanied"), name)
        }
        Event::Pledged(pledge) => {
            let review = w.a("antenna-review-on", "day", page.times.date(pledge.review));
            ("handshake", "teal", w.t("antenna-told-pledged"), review)
        }
        Event::Cleared { clearance: Some(_) } => {
            ("shield-check", "green", w.t("antenna-told-cleared"), nothing())
        }
        Event::Cleared { clearance: None } => {
            ("shield-check", "orange", w.t("antenna-told-not-cleared"), nothing())
        }
        Event::VolunteersThrough { .. } => {
            ("certificate", "teal", w.t("antenna-told-volunteer"), nothing())
        }
        Event::DeviceGiven { .. } => {
            ("device-mobile", "blue", w.t("antenna-told-device"), nothing())
        }
        Event::HeardFrom { how } => {
            ("phone-call", "green", w.t("antenna-told-heard"), w.of("heard", how.slug()))
        }
        Event::Supported { how, minutes, .. } => {
            let more = w.of("support", how.slug());
            let more = format!("{more}, {}", page.times.length(i64::from(*minutes)));
            ("hand-heart", "green", w.t("antenna-told-supported"), more)
        }
        Event::HoursTold { day, minutes, .. } => {
            let length = page.times.length(i64::from(*minutes));
            let more = format!("{}, {length}", page.times.date(*day));
            ("clock", "teal", w.t("antenna-told-hours"), more)
        }
        Event::HoursTakenBack { .. } => {
            ("clock", "slate", w.t("antenna-told-hours-back"), nothing())
        }
        Event::Introduced { .. } => {
            ("share-network", "teal", w.t("antenna-told-introduced"), nothing())
        }
        Event::OutcomeTold { outcome, .. } => {
            let more = w.of("introduction-outcome", outcome.slug());
            ("share-network", "green", w.t("antenna-told-outcome"), more)
        }
        Event::SilenceNoticed { since_ms } => {
            let since = w.a("antenna-silent-since", "day", page.times.day(*since_ms));
            ("clock-countdown", "orange", w.t("antenna-told-silence"), since)
        }
        Event::NoteWritten { text } => {
            ("note-pencil", "violet", w.t("antenna-told-note"), text.clone())
        }
    })
}
