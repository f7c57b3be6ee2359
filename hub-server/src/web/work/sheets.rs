//! The sheets of paper: a certificate of hours, a letter of thanks, the month sheet of an operator's work and
//! expenses. Each is made when it is asked for and kept nowhere.

use protocol::{ActorRef, PathId, Problem, StaffId};

use super::paths::{found, people_of};
use super::{colleagues, euros, name_of};
use crate::activities::lifecycle::State;
use crate::activities::queries::{Filter, entries, sum};
use crate::pdf::Part;
use crate::people::roles::Permission;
use crate::web::page::{Page, Section};
use crate::web::paper::{file, sheet};
use crate::web::visit::{At, Outcome, Visit};
use crate::work::queries;

/// Most entries of one month sheet.
const ENTRIES_MAX: u32 = 1_000;

pub(super) async fn certificate(visit: Visit, At(id): At<PathId>) -> Outcome {
    let path = found(&visit, id).await?;
    let page = Page::of(&visit, Section::Work, "path-title").await;
    let person = people_of(&visit, vec![id], "path-certificate").await?.remove(&id);
    let person = person.ok_or_else(|| Problem::not_found("unknown-person"))?;
    let all = colleagues(&visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let days = queries::hours(&mut db, id).await?;
    drop(db);
    let w = page.w;
    let first = days.first().map_or(path.from.as_str(), |(day, _)| day);
    let last = days.last().map_or(path.to.as_str(), |(day, _)| day);
    let mut parts = vec![
        Part::Text(w.t("hours-certificate-says")),
        Part::Large(person.name),
        Part::Text(w.a(
            "hours-certificate-took-part",
            "programme",
            w.of("programme", path.programme.slug()),
        )),
        Part::Space(1),
        Part::Fact(w.t("hours-certificate-hours"), page.times.length(path.done.get())),
        Part::Fact(w.t("hours-certificate-days"), days.len().to_string()),
        Part::Fact(
            w.t("hours-certificate-span"),
            format!("{} – {}", page.times.whole_day_of(first), page.times.whole_day_of(last)),
        ),
        Part::Fact(w.t("hours-certificate-tutor"), name_of(&all, path.tutor)),
    ];
    if !path.skills.is_empty() {
        let skills: Vec<String> =
            path.skills.iter().map(|skill| w.of("learnt", skill.slug())).collect();
        parts.push(Part::Fact(w.t("hours-certificate-skills"), skills.join(", ")));
    }
    parts.push(Part::Space(1));
    parts.push(Part::Small(w.t("hours-certificate-clock")));
    parts.push(Part::Signature(w.t("hours-certificate-signature")));
    file(&sheet(&page, w.t("hours-certificate-title"), parts), "certificato")
}

pub(super) async fn thanks(visit: Visit, At(id): At<PathId>) -> Outcome {
    let path = found(&visit, id).await?;
    let page = Page::of(&visit, Section::Work, "path-title").await;
    let person = people_of(&visit, vec![id], "path-thanks").await?.remove(&id);
    let person = person.ok_or_else(|| Problem::not_found("unknown-person"))?;
    let w = page.w;
    let length = page.times.length(path.done.get());
    let parts = vec![
        Part::Large(w.a("thanks-dear", "name", &person.name)),
        Part::Text(w.a("thanks-for", "length", length)),
        Part::Text(w.a("thanks-place", "place", &page.place)),
        Part::Text(w.t("thanks-end")),
        Part::Signature(w.t("hours-certificate-signature")),
    ];
    file(&sheet(&page, w.t("thanks-title"), parts), "grazie")
}

/// The month of one operator: their own, or anybody's for whoever answers for the diary.
pub(super) async fn month(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Work, "month-sheet-title").await;
    let me = visit.me()?.staff;
    let staff: StaffId = visit.asked.read("staff").unwrap_or(me);
    if staff != me && !visit.may(Permission::ReviewDiaries) {
        return Err(Problem::forbidden("not-your-role").into());
    }
    let month = visit.asked.trimmed("month");
    let is_month = month.len() == 7 && format!("{month}-01").parse::<jiff::civil::Date>().is_ok();
    let this = page.times.month_start(0);
    let month = if is_month { month } else { this.get(..7).unwrap_or_default() };
    let author = ActorRef::Staff(staff).to_string();
    let home = visit.app.node.id().to_string();
    let (from, to) = (month.to_owned(), month.to_owned());
    let filter = Filter { home, author, from, to, ..Filter::default() };
    let all = colleagues(&visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let total = sum(&mut db, &filter).await?;
    let mut rows = entries(&mut db, &filter, ENTRIES_MAX, 0).await?;
    let (first, last) = (format!("{month}-01"), format!("{month}-31"));
    let expenses = queries::expenses(&mut db, staff, &first, &last).await?;
    drop(db);
    rows.reverse();
    let w = page.w;
    let hours = |minutes: i64| format!("{}:{:02}", minutes / 60, minutes % 60);
    let counted = rows.iter().filter(|entry| entry.state != State::Returned);
    let lines = counted.map(|entry| {
        vec![
            w.of("activity-kind", entry.what.slug()),
            page.times.short_day(&entry.day),
            page.neighbourhood(entry.neighbourhood.as_str()),
            w.of("entry-state", entry.state.slug()),
            entry.people_reached.to_string(),
            hours(entry.minutes.get()),
        ]
    });
    let head = ["what", "day", "place", "state", "people", "hours"];
    let head = head.map(|key| w.of("month-sheet", key)).into_iter().collect();
    let mut parts = vec![
        Part::Fact(w.t("review-operator"), name_of(&all, staff)),
        Part::Fact(w.t("activities-month"), page.times.month_of(month)),
        Part::Fact(w.t("diary-length"), page.times.length(total.minutes.get())),
        Part::Fact(w.t("diary-people"), total.people_reached.to_string()),
        Part::Heading(w.t("month-sheet-work")),
        Part::Table(head, lines.collect()),
        Part::Small(w.t("review-hours-note")),
    ];
    let approved: Vec<_> = expenses.iter().filter(|e| e.approved == Some(true)).collect();
    if !approved.is_empty() {
        let lines = approved.iter().map(|expense| {
            let km = if expense.km > 0 { format!("{} km", expense.km) } else { String::new() };
            let what = w.of("expense-kind", expense.kind.slug());
            vec![what, page.times.short_day(&expense.day), km, euros(expense.cents)]
        });
        let head = ["what", "day", "km", "amount"].map(|key| w.of("month-sheet", key));
        let total: i64 = approved.iter().map(|expense| expense.cents).sum();
        parts.push(Part::Heading(w.t("month-sheet-expenses")));
        parts.push(Part::Table(head.into_iter().collect(), lines.collect()));
        parts.push(Part::Fact(w.t("month-sheet-refund"), euros(total)));
    }
    parts.push(Part::Signature(w.t("month-sheet-signature")));
    let title = w.a("month-sheet-of", "month", page.times.month_of(month));
    file(&sheet(&page, title, parts), &format!("foglio-{month}"))
}
