//! What has happened to a request, step by step, with who did it.

use protocol::{ActorRef, Record, RequestId};
use sqlx::AnyConnection;

use super::queue::Names;
use crate::requests::Event;
use crate::store::rows::word;
use crate::store::{StoreError, log};
use crate::web::page::Page;

/// One step.
pub(super) struct Step {
    pub icon: String,
    pub tone: &'static str,
    pub text: String,
    pub who: String,
    pub when: String,
    pub more: String,
}

/// Every step of a request, the first first. Words and notes are shown elsewhere.
pub(super) async fn thread(
    db: &mut AnyConnection,
    page: &Page,
    id: RequestId,
) -> Result<Vec<Step>, StoreError> {
    let records = log::of_subject(db, &id.to_string(), 0, 500).await?;
    let mut names = Names::default();
    let mut steps = Vec::with_capacity(records.len());
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
        steps.extend(step(page, record, who));
    }
    Ok(steps)
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

fn step(page: &Page, record: &Record, who: String) -> Option<Step> {
    // A fact that does not read is parked elsewhere; here it is only not told.
    let event = log::event_of::<Event>(record).ok()??;
    let w = page.w;
    let at_ms = record.envelope.at_ms;
    let mut more = String::new();
    let (icon, tone) = match &event {
        Event::NeedLeft(need) => {
            if !matches!(record.envelope.actor, ActorRef::Kiosk(_)) {
                more = w.of("channel", word(&need.via));
            }
            ("hand-heart", "blue")
        }
        Event::WordsLeft { .. } | Event::NoteWritten { .. } | Event::HelperSaid { .. } => {
            return None;
        }
        Event::TakenInCharge { .. } => ("user-circle", "orange"),
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
        Event::Withdrawn {} => ("prohibit", "slate"),
        Event::GivenBack { .. } | Event::Reopened {} => ("arrow-counter-clockwise", "orange"),
    };
    let kind = record.envelope.kind.split_once('.').map_or("", |(_, tag)| tag);
    Some(Step {
        icon: page.icon(icon),
        tone,
        text: w.of("thread", kind),
        who,
        when: page.times.when(at_ms),
        more,
    })
}
