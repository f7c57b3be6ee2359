//! The sheet that people sign on as they come, and the certificate of hours for a person or a class.

use protocol::{GatheringId, ParticipantId, Problem};

use super::found;
use super::one::{details_of, names_of};
use crate::gatherings::queries;
use crate::pdf::Part;
use crate::web::page::{Page, Section};
use crate::web::paper;
use crate::web::requests::Names;
use crate::web::visit::{At, Outcome, Visit};

/// Empty lines at the end of a sheet, for those who come without having said so.
const EMPTY_LINES: usize = 8;

pub(super) async fn sheet(visit: Visit, At(id): At<GatheringId>) -> Outcome {
    let known = found(&visit, id).await?;
    let page = Page::of(&visit, Section::Gatherings, "gatherings-title").await;
    let names = names_of(&visit, &known).await?;
    let w = page.w;
    let taking_part = known.participants.iter().filter(|one| one.takes_part);
    let mut rows: Vec<Vec<String>> = taking_part
        .map(|one| {
            let name = names.get(&one.id).cloned().unwrap_or_default();
            vec![name, one.heads.to_string(), ".".repeat(60)]
        })
        .collect();
    rows.extend((0..EMPTY_LINES).map(|_| vec![".".repeat(50), String::new(), ".".repeat(60)]));
    let head = ["name", "heads", "signature"].map(|key| w.of("gathering-sheet", key));
    let asked: Option<u16> = visit.posted.read("number");
    let meeting = known.meetings.iter().find(|meeting| Some(meeting.number) == asked);
    let mut parts = Vec::new();
    if let Some(meeting) = meeting {
        let day = page.times.whole_day_of(&meeting.day);
        let hours = super::hours(meeting.from_min, meeting.to_min);
        parts.push(Part::Fact(w.t("work-day"), format!("{day}, {hours}")));
    }
    let hood = page.neighbourhood(known.neighbourhood.as_str());
    let place = [known.place.clone(), hood].into_iter().filter(|text| !text.is_empty());
    parts.push(Part::Fact(w.t("gathering-place"), place.collect::<Vec<_>>().join(", ")));
    parts.push(Part::Space(1));
    parts.push(Part::Table(head.into_iter().collect(), rows));
    parts.push(Part::Small(w.t("gathering-sheet-note")));
    paper::file(&paper::sheet(&page, known.title, parts), "presenze")
}

pub(super) async fn certificate(visit: Visit, At(id): At<GatheringId>) -> Outcome {
    let known = found(&visit, id).await?;
    let page = Page::of(&visit, Section::Gatherings, "gatherings-title").await;
    let unknown = || Problem::not_found("unknown-person");
    let who: ParticipantId = visit.posted.read("participant").ok_or_else(unknown)?;
    let participant = known.participants.iter().find(|one| one.id == who).ok_or_else(unknown)?;
    let mut one = known.clone();
    one.participants.retain(|one| one.id == who);
    let person = details_of(&visit, &one, "gathering-certificate").await?.remove(&who);
    let person = person.ok_or_else(unknown)?;
    let mut db = visit.app.node.store.read().await?;
    let days = queries::given(&mut db, who).await?;
    let organiser = Names::default().of(&mut db, Some(known.organiser)).await?;
    drop(db);
    if days.is_empty() {
        return Err(Problem::conflict("gathering-no-hours").into());
    }
    let w = page.w;
    let total: i64 = days.iter().map(|(_, minutes)| minutes.get()).sum();
    let mut parts = vec![Part::Text(w.t("hours-certificate-says")), Part::Large(person.name)];
    if participant.heads > 1 {
        parts.push(Part::Text(w.n("gathering-certificate-group", participant.heads)));
    }
    parts.push(Part::Text(w.a("gathering-certificate-took-part", "title", &known.title)));
    parts.push(Part::Space(1));
    parts.push(Part::Fact(w.t("hours-certificate-hours"), page.times.length(total)));
    parts.push(Part::Fact(w.t("hours-certificate-days"), days.len().to_string()));
    let head = [w.t("work-day"), w.t("hours-certificate-hours")];
    let rows = days
        .iter()
        .map(|(day, minutes)| vec![page.times.whole_day_of(day), page.times.length(minutes.get())]);
    parts.push(Part::Table(head.into(), rows.collect()));
    parts.push(Part::Fact(w.t("hours-certificate-tutor"), organiser));
    parts.push(Part::Small(w.t("hours-certificate-clock")));
    parts.push(Part::Signature(w.t("hours-certificate-signature")));
    paper::file(&paper::sheet(&page, w.t("hours-certificate-title"), parts), "certificato")
}
