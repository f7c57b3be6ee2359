//! What has happened to a request, step by step, with who did it.

use protocol::{ActorRef, DeviceId, Record};
use sqlx::AnyConnection;

use super::queue::Names;
use crate::people::roles::Permission;
use crate::requests::Event;
use crate::requests::events::MessageKind;
use crate::requests::queries::Brief;
use crate::store::rows::word;
use crate::store::{StoreError, log, vault};
use crate::web::antennae;
use crate::web::page::Page;
use crate::web::visit::Visit;

/// One step.
pub(super) struct Step {
    pub icon: String,
    pub tone: &'static str,
    pub text: String,
    pub who: String,
    pub when: String,
    pub more: String,
    /// Words of somebody, where there are any.
    pub said: String,
}

/// Every step of a request with its messages and who looked at personal data, the first first. The person's
/// words and the note for antennae are shown elsewhere.
pub(super) async fn thread(
    visit: &Visit,
    db: &mut AnyConnection,
    page: &Page,
    brief: &Brief,
) -> Result<Vec<Step>, StoreError> {
    let records = log::of_subject(db, &brief.request.id.to_string(), 0, 500).await?;
    let mut names = Names::default();
    let mut steps: Vec<(i64, Step)> = Vec::with_capacity(records.len());
    for stored in &records {
        let record = &stored.record;
        if !record.envelope.kind.starts_with("requests.") {
            continue;
        }
        if log::times_recorded(db, record.envelope.event_id).await? > 1
            && log::first_position(db, record.envelope.event_id).await? != Some(stored.position)
        {
            continue;
        }
        let who = actor(db, page, &mut names, &record.envelope.actor).await?;
        let Some(mut step) = step(visit, page, record, who) else { continue };
        if let (ActorRef::Staff(_), Some(device)) = (&record.envelope.actor, said_by(record)) {
            // What an operator heard on the telephone is told with who said it.
            let name = antennae::helper_name(&visit.app.node, db, device).await?;
            let told = format!("{} {name}", step.more);
            step.more = String::from(told.trim());
        }
        if let Some(Event::Assigned { operator }) = log::event_of::<Event>(record).ok().flatten() {
            step.more = names.of(db, Some(operator)).await?;
        }
        steps.push((record.envelope.at_ms, step));
    }
    if let (Some(person), false) = (brief.person, page.central) {
        for look in vault::readings(db, person).await? {
            let who = actor(db, page, &mut names, &look.actor).await?;
            let step = Step {
                icon: page.icon("eye"),
                tone: "slate",
                text: page.w.t("thread-looked"),
                who,
                when: page.times.when(look.at_ms),
                more: page.w.of("why", &look.why),
                said: String::new(),
            };
            steps.push((look.at_ms, step));
        }
    }
    steps.sort_by_key(|(at_ms, _)| *at_ms);
    Ok(steps.into_iter().map(|(_, step)| step).collect())
}

/// Somebody who did something, by name where this node knows it.
pub(crate) async fn actor(
    db: &mut AnyConnection,
    page: &Page,
    names: &mut Names,
    actor: &ActorRef,
) -> Result<String, StoreError> {
    Ok(match actor {
        ActorRef::System => page.w.t("actor-system"),
        ActorRef::Node(node) => page.node_name(node.as_str()),
        ActorRef::Staff(staff) => {
            let name = names.of(db, Some(*staff)).await?;
            if name.is_empty() { page.w.t("actor-staff") } else { name }
        }
        ActorRef::Device(device) => crate::web::antennae::name_of(db, *device)
            .await?
            .unwrap_or_else(|| page.w.t("actor-device")),
        ActorRef::Kiosk(_) => page.w.t("actor-kiosk"),
    })
}

/// Which helper a fact is said by, or for.
fn said_by(record: &Record) -> Option<DeviceId> {
    let event = log::event_of::<Event>(record).ok()??;
    if let Event::Accepted { device, companion, .. } = event {
        return Some(companion.unwrap_or(device));
    }
    if let Event::Declined { device, .. }
    | Event::SeatTaken { device, .. }
    | Event::SeatFreed { device }
    | Event::GivenBack { device } = event
    {
        return Some(device);
    }
    None
}

fn step(visit: &Visit, page: &Page, record: &Record, who: String) -> Option<Step> {
    // A fact that does not read is parked elsewhere; here it is only not told.
    let event = log::event_of::<Event>(record).ok()??;
    let w = page.w;
    let at_ms = record.envelope.at_ms;
    let (mut more, mut said, mut key) = (String::new(), String::new(), None);
    let (icon, tone) = match &event {
        Event::NeedLeft(need) => {
            if !matches!(record.envelope.actor, ActorRef::Kiosk(_)) {
                more = w.of("channel", word(&need.via));
            }
            ("hand-heart", "blue")
        }
        Event::WordsLeft { .. }
        | Event::AnswersLeft { .. }
        | Event::NoteWritten { .. }
        | Event::HelperSaid { .. }
        // What they say stands in the message beside them.
        | Event::RequesterAsked {}
        | Event::RequesterReplied {} => return None,
        Event::MessageLeft { about: MessageKind::Incident, .. }
            if !visit.may(Permission::SeeIncidents) =>
        {
            key = Some(w.t("message-incident-hidden"));
            ("warning-circle", "red")
        }
        Event::MessageLeft { about: MessageKind::Review, .. }
            if !visit.may(Permission::SeeIncidents) =>
        {
            return None;
        }
        Event::MessageLeft { about, text } => {
            said = Some(text.clone()).filter(|_| visit.may(Permission::ReadWords)).unwrap_or_default();
            key = Some(w.of("message", word(about)));
            match about {
                MessageKind::Question => ("question", "orange"),
                MessageKind::Answer => ("chats", "blue"),
                MessageKind::Call => ("phone-call", "blue"),
                MessageKind::Message => ("envelope-simple", "blue"),
                MessageKind::Visit => ("person-simple-walk", "blue"),
                MessageKind::Note => ("note-pencil", "slate"),
                MessageKind::Feedback => ("heart", "teal"),
                MessageKind::Referral => ("buildings", "violet"),
                MessageKind::Incident => ("warning-circle", "red"),
                MessageKind::Review => ("eye", "slate"),
            }
        }
        Event::FollowUpSet { at_ms } => {
            more = page.times.day(*at_ms);
            ("flag", "orange")
        }
        Event::FollowedUp {} => ("flag", "green"),
        Event::Scheduled { at_ms } => {
            more = page.times.when(*at_ms);
            ("calendar-blank", "teal")
        }
        Event::Started {} => ("person-simple-walk", "teal"),
        Event::Rated { side, mark } => {
            more = format!("{} · {}", w.of("side", word(side)), w.of("mark", word(mark)));
            ("heart", "teal")
        }
        Event::SplitInto { parts } => {
            more = w.n("thread-parts", i64::try_from(parts.len()).unwrap_or(i64::MAX));
            ("share-network", "violet")
        }
        Event::PartsClosed {} => ("check", "violet"),
        Event::FoundDuplicate { .. } => ("link-simple", "slate"),
        Event::Referred { service, shared, consent } => {
            let city = page.city.as_deref();
            let found = city.and_then(|city| city.service(service.as_str()));
            let name = found.map_or_else(
                || service.to_string(),
                |service| service.name.in_language(w.language.code()).to_owned(),
            );
            let shared: Vec<String> = shared.iter().map(|f| w.of("shared", word(f))).collect();
            let consent = w.of("consent", word(consent));
            more = format!("{name} · {} · {consent}", shared.join(", "));
            ("buildings", "violet")
        }
        Event::ServiceAnswered { answer } => {
            more = w.of("service-answer", word(answer));
            ("buildings", "violet")
        }
        Event::BecameRequest { .. } => ("hand-heart", "blue"),
        Event::PersonKnown { .. } => ("user-circle", "blue"),
        Event::Reviewed { .. } => ("eye", "green"),
        Event::PrivacySet { level } => {
            more = w.of("privacy-level", word(level));
            ("lock-simple", "slate")
        }
        Event::SeatsSet { two } => {
            key = Some(w.t(if *two { "thread-two" } else { "thread-one" }));
            ("users", "slate")
        }
        Event::SeatTaken { .. } => ("handshake", "orange"),
        Event::HandedOver { to, shared, consent, .. } => {
            let mut told: Vec<String> = shared.iter().map(|f| w.of("shared", word(f))).collect();
            told.extend(consent.iter().map(|consent| w.of("consent", word(consent))));
            more = format!("{} · {}", page.node_name(to.as_str()), told.join(", "));
            ("paper-plane-tilt", "violet")
        }
        Event::TakenOver { slip } => {
            more = slip.to_string();
            ("check", "violet")
        }
        Event::HandOverRefused { why } => {
            more = w.told(&protocol::Problem::conflict(why));
            ("x", "red")
        }
        Event::Routed(routed) => {
            let why = routed.because.iter().map(|because| w.of("route-because", word(because)));
            more = why.collect::<Vec<_>>().join(" · ");
            ("share-network", "slate")
        }
        Event::TakenInCharge { .. } | Event::Assigned { .. } => ("user-circle", "orange"),
        Event::Proposed(proposal) => {
            let asked = i64::try_from(proposal.devices.len()).unwrap_or(i64::MAX);
            let circle = w.of("circle", word(&proposal.circle));
            let until = page.times.when(proposal.until_ms);
            let asked = w.n("thread-asked", asked);
            more = format!("{circle} · {asked} · {}", w.a("thread-until", "when", until));
            ("broadcast", "orange")
        }
        Event::Declined { .. } => ("x", "slate"),
        Event::Accepted { .. } => ("handshake", "teal"),
        Event::CircleEnded { .. } => ("hourglass-medium", "slate"),
        Event::ReportedDone { minutes } => {
            more = minutes.map(|m| page.times.length(i64::from(m))).unwrap_or_default();
            ("check", "violet")
        }
        Event::Met {} => ("check-circle", "green"),
        Event::NotMet { reason } => {
            more = w.of("not-met", word(reason));
            ("x-circle", "red")
        }
        Event::ReferralRevoked {} | Event::Withdrawn {} => ("prohibit", "slate"),
        Event::GivenBack { .. }
        | Event::Reopened { .. }
        | Event::SeatFreed { .. }
        | Event::PersonUnknown { .. }
        | Event::DuplicateUndone {} => ("arrow-counter-clockwise", "orange"),
    };
    let kind = record.envelope.kind.split_once('.').map_or("", |(_, tag)| tag);
    Some(Step {
        icon: page.icon(icon),
        tone,
        text: key.unwrap_or_else(|| w.of("thread", kind)),
        who,
        when: page.times.when(at_ms),
        more,
        said,
    })
}
