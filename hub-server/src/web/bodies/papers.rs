//! What is printed of a meeting, and its entry for a calendar: the convening with the agenda, the minutes with who
//! was there. Names stand on paper alone, for the body; what is published has none.

use axum::http::header;
use axum::response::IntoResponse;
use icalendar::{Calendar, Component as _, EventLike as _};
use jiff::civil::Time;
use jiff::{Timestamp, ToSpan as _};
use protocol::{MeetingId, Problem};

use super::items::votes_in_words;
use super::{hours, meeting_of, seats};
use crate::bodies::lifecycle::State;
use crate::pdf::Part;
use crate::web::page::{Page, Section};
use crate::web::paper;
use crate::web::visit::{At, Outcome, Visit};

pub(super) async fn convening(visit: Visit, At(id): At<MeetingId>) -> Outcome {
    let (meeting, body) = meeting_of(&visit, id).await?;
    if matches!(meeting.state, State::Planned | State::CalledOff) {
        return Err(Problem::conflict("session-not-convened").into());
    }
    let page = Page::of(&visit, Section::Bodies, "convening-title").await;
    let (w, plan) = (page.w, &meeting.plan);
    let views = seats::views(&visit, &page, &body, plan.day).await?;
    let day = page.times.whole_day_of(&plan.day.to_string());
    let mut parts = vec![
        Part::Large(body.profile.name.clone()),
        Part::Text(w.t("convening-says")),
        Part::Fact(w.t("session-day"), day),
        Part::Fact(w.t("session-hours"), hours(plan.from_min, plan.to_min)),
        Part::Fact(w.t("session-place"), plan.place.clone()),
        Part::Fact(w.t("body-quorum"), w.of("quorum", body.profile.quorum.slug())),
    ];
    if let Some(at_ms) = meeting.convened_at_ms {
        parts.push(Part::Fact(w.t("session-convened-on"), page.times.full_day(at_ms)));
    }
    if meeting.urgent {
        parts.push(Part::Fact(w.t("session-urgent"), meeting.why.clone()));
    }
    parts.push(Part::Heading(w.t("session-agenda")));
    for (number, item) in meeting.items() {
        let kind = w.of("item-kind", item.kind.slug());
        parts.push(Part::Text(format!("{number}. {} ({kind})", item.title)));
    }
    parts.push(Part::Heading(w.t("convening-to")));
    for view in views.iter().filter(|view| view.held) {
        parts.push(Part::Text(format!("{}, {}", seats::line(view), view.role)));
    }
    parts.push(Part::Small(w.t("convening-conflict")));
    parts.push(Part::Signature(w.t("convening-signature")));
    paper::file(&paper::sheet(&page, page.title.clone(), parts), "convocazione")
}

pub(super) async fn minutes(visit: Visit, At(id): At<MeetingId>) -> Outcome {
    let (meeting, body) = meeting_of(&visit, id).await?;
    if meeting.minutes.is_empty() {
        return Err(Problem::conflict("minutes-not-written").into());
    }
    let page = Page::of(&visit, Section::Bodies, "minutes-paper").await;
    let (w, plan) = (page.w, &meeting.plan);
    let views = seats::views(&visit, &page, &body, plan.day).await?;
    let names = seats::by_id(&views);
    let held = meeting.approved_on.is_some();
    let day = page.times.whole_day_of(&plan.day.to_string());
    let mut parts = vec![
        Part::Large(body.profile.name.clone()),
        Part::Fact(w.t("session-day"), format!("{day}, {}", hours(plan.from_min, plan.to_min))),
        Part::Fact(w.t("session-place"), plan.place.clone()),
        Part::Fact(w.t("minutes-standing"), w.of("session-state", meeting.state.slug())),
    ];
    if let Some(on) = meeting.approved_on {
        let on = page.times.whole_day_of(&on.to_string());
        parts.push(Part::Fact(w.t("minutes-approved-on"), on));
    }
    if !held {
        parts.push(Part::Small(w.t("minutes-draft-note")));
    }
    parts.push(Part::Heading(w.t("session-attendance")));
    let present: std::collections::BTreeSet<_> = meeting
        .rolls
        .iter()
        .flat_map(|roll| roll.present.iter().map(ToString::to_string))
        .collect();
    let rows = views.iter().filter(|view| view.held).map(|view| {
        let key = if present.contains(&view.id) { "attendance-there" } else { "attendance-away" };
        vec![seats::line(view), format!("{}, {}", view.role, w.t(key))]
    });
    let head = vec![w.t("seat-who-head"), w.t("session-attendance")];
    parts.push(Part::Table(head, rows.collect()));
    for line in meeting.minutes.lines().filter(|line| !line.trim().is_empty()) {
        parts.push(Part::Text(line.to_owned()));
    }
    if !meeting.decided.is_empty() {
        parts.push(Part::Heading(w.t("decisions-title")));
    }
    for decided in &meeting.decided {
        let title = meeting.item(decided.item).map(|item| item.title.clone()).unwrap_or_default();
        let number = format!("{}/{}", decided.number, plan.day.year());
        let outcome = w.of("outcome", decided.outcome.slug());
        let number = w.a("decision-number", "number", number);
        parts.push(Part::Text(format!("{number}: {title}. {outcome}.")));
        for (side, who) in
            votes_in_words(&page, decided.outcome, &decided.tally, &decided.ballot, &names)
        {
            parts.push(Part::Fact(side, who));
        }
        if decided.tally.excluded > 0 {
            let out = meeting.recused_from(decided.item).iter();
            let out: Vec<String> = out.filter_map(|seat| names.get(seat).cloned()).collect();
            parts.push(Part::Fact(w.t("item-recused"), out.join(", ")));
        }
        if let Some(reasons) = meeting.reasons.get(&decided.decision) {
            parts.push(Part::Fact(w.t("decision-reasons"), reasons.clone()));
        }
    }
    if !meeting.corrections.is_empty() {
        parts.push(Part::Heading(w.t("minutes-corrections")));
    }
    for one in &meeting.corrections {
        let on = page.times.whole_day_of(&one.on.to_string());
        parts.push(Part::Fact(on, format!("«{}» → {}", one.cites, one.text)));
    }
    parts.push(Part::Signature(w.t("minutes-signature-chair")));
    parts.push(Part::Signature(w.t("minutes-signature-secretary")));
    paper::file(&paper::sheet(&page, page.title.clone(), parts), "verbale")
}

/// The meeting as a calendar reads it (RFC 5545).
pub(super) async fn calendar(visit: Visit, At(id): At<MeetingId>) -> Outcome {
    let (meeting, body) = meeting_of(&visit, id).await?;
    let page = Page::of(&visit, Section::Bodies, "sessions-title").await;
    let plan = &meeting.plan;
    let instant = |minute: u16| {
        let at = plan.day.to_datetime(Time::midnight()).checked_add(i64::from(minute).minutes());
        let at = at.ok().and_then(|at| page.times.zone.to_timestamp(at).ok());
        at.unwrap_or_default().strftime("%Y%m%dT%H%M%SZ").to_string()
    };
    let changed = meeting.convened_at_ms.unwrap_or(page.times.now_ms);
    let changed = Timestamp::from_millisecond(changed).unwrap_or_default();
    let agenda: Vec<String> =
        meeting.items().map(|(number, item)| format!("{number}. {}", item.title)).collect();
    let mut event = icalendar::Event::new();
    event.uid(&format!("{id}@costellazione"));
    event.summary(&body.profile.name);
    event.location(&plan.place);
    event.description(&agenda.join("\n"));
    event.add_property("DTSTART", instant(plan.from_min));
    event.add_property("DTEND", instant(plan.to_min));
    event.add_property("DTSTAMP", changed.strftime("%Y%m%dT%H%M%SZ").to_string());
    if meeting.state == State::CalledOff {
        event.add_property("STATUS", "CANCELLED");
    }
    let mut calendar = Calendar::new();
    calendar.name(&page.place);
    calendar.push(event.done());
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"seduta.ics\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, calendar.done().to_string()).into_response())
}
