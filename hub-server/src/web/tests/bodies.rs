//! A body from the city file to its published minutes, through its pages; what hubs and strangers may read of it; what
//! somebody has to do because of it.

use axum::http::{StatusCode, header};
use protocol::{Body, PersonId};

use super::files::{attached, upload};
use super::{Browser, Console, Page, id_after};
use crate::bodies::events::About;
use crate::bodies::queries;
use crate::command::Command;
use crate::people::{self, Role};
use crate::store::{log, rebuild};
use crate::testing;

/// What a meeting decides about, where it does not matter.
const ORCHARD: &str = "project.orto-1";

/// The id in the address of whatever stands in a list under this name.
fn id_of(page: &Page, path: &str, name: &str) -> String {
    let end = page.text.find(name).unwrap_or_else(|| panic!("{name} is not in\n{}", page.text));
    let at = page.text[..end].rfind(path).unwrap_or_else(|| panic!("no {path} before {name}"));
    page.text[at + path.len()..].chars().take(36).collect()
}

/// A body of three who vote and one who is heard; central staff, the body's page and the seats' ids in that order.
pub(super) async fn committee(console: &Console) -> (Browser, String, Vec<String>) {
    let clara = console.signed_in(Role::CentralStaff).await;
    let page = console.get("/bodies", Some(&clara)).await;
    assert!(page.text.contains("Il file della città nomina"), "{}", page.text);
    let page = console.post("/bodies/adopt", &clara, &[]).await;
    assert_eq!(page.location(), "/bodies?done=bodies-adopted", "{}", page.text);
    let page = console.get("/bodies", Some(&clara)).await;
    let body = format!("/bodies/{}", id_of(&page, "/bodies/", "Comitato Operativo"));
    let me = clara.staff.to_string();
    let from = ("from", "2026-01-01");
    for fields in [
        vec![("who", "person"), ("name", "Anna Prova"), ("role", "chair"), from],
        vec![("who", "staff"), ("staff", me.as_str()), ("role", "voting"), from],
        vec![("who", "delegate"), ("party", "partner.co-libri"), ("role", "voting"), from],
        vec![("who", "person"), ("name", "Osvaldo Prova"), ("role", "non-voting"), from],
    ] {
        let page = console.post(&format!("{body}/seat"), &clara, &fields).await;
        assert_eq!(page.location(), format!("{body}?done=seat-taken"), "{}", page.text);
        console.clock.move_by(1_000);
    }
    let id = body.trim_start_matches("/bodies/").parse().unwrap();
    let mut db = console.node.store.read().await.unwrap();
    let known = queries::body(&mut db, id).await.unwrap().unwrap();
    let seats = known.seats.iter().map(|seat| seat.id.to_string()).collect();
    (clara, body, seats)
}

/// A meeting of today with two items to decide, the first about something, going on with everybody there.
pub(super) async fn meeting(
    console: &Console,
    clara: &Browser,
    (body, seats): (&str, &[String]),
    about: &str,
) -> String {
    let command = console.fresh().to_string();
    let plan = [
        ("command", command.as_str()),
        ("day", "2026-11-18"),
        ("from", "17:00"),
        ("to", "19:00"),
        ("place", "Sala civica"),
        ("title_1", "Orto di quartiere"),
        ("kind_1", "decision"),
        ("about_1", about),
        ("title_3", "Festa di primavera"),
        ("kind_3", "decision"),
    ];
    let page = console.post(&format!("{body}/meeting"), clara, &plan).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let here = format!("/meetings/{}", id_after(page.location(), "/meetings/"));
    let step = format!("{here}/step");
    let late = console.post(&step, clara, &[("step", "convene")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{here} {}", late.text);
    assert!(late.text.contains("si convoca almeno 5 giorni prima"), "{}", late.text);
    let urgent = [("step", "convene"), ("why", "Scade il bando")];
    let page = console.post(&step, clara, &urgent).await;
    assert_eq!(page.location(), format!("{here}?done=session-convened"), "{}", page.text);
    let paper = console.get(&format!("{here}/convening"), Some(clara)).await;
    assert!(paper.header(header::CONTENT_TYPE) == "application/pdf", "{}", paper.text);
    let calendar = console.get(&format!("{here}/ics"), Some(clara)).await;
    for line in ["DTSTART:20261118T160000Z", "SUMMARY:Comitato Operativo", "LOCATION:Sala civica"] {
        assert!(calendar.text.contains(line), "{line} is not in\n{}", calendar.text);
    }
    // One of three is not enough; with everybody there is a quorum.
    console.post(&step, clara, &[("step", "open"), ("present", &seats[0])]).await;
    let page = console.get(&here, Some(clara)).await;
    assert!(page.text.contains("Senza numero legale: solo appunti"), "{}", page.text);
    let mut roll = vec![("step", "open")];
    roll.extend(seats.iter().map(|seat| ("present", seat.as_str())));
    console.post(&step, clara, &roll).await;
    let page = console.get(&here, Some(clara)).await;
    assert!(page.text.contains("Seduta in corso") && page.text.contains("Anna Prova"));
    here
}

/// The meeting is decided, written down and approved.
pub(super) async fn approved(console: &Console, clara: &Browser, here: &str, seats: &[String]) {
    let item = format!("{here}/item");
    let recuse = [("act", "recuse"), ("item", "1"), ("recused", seats[2].as_str())];
    console.post(&item, clara, &recuse).await;
    let (chair, mine, out) =
        (format!("vote-{}", seats[0]), format!("vote-{}", seats[1]), format!("vote-{}", seats[2]));
    let vote = [
        ("act", "vote"),
        ("item", "1"),
        (chair.as_str(), "favour"),
        ("reasons", "Serve al quartiere"),
        ("review_on", "2027-05-01"),
    ];
    let page = console.post(&item, clara, &vote).await;
    assert!(page.text.contains("Manca un voto."), "{}", page.text);
    // What whoever is in conflict would vote is not even read.
    let mut all = vote.to_vec();
    all.extend([(mine.as_str(), "abstained"), (out.as_str(), "against")]);
    let page = console.post(&item, clara, &all).await;
    assert_eq!(page.location(), format!("{here}?done=item-voted#item-1"), "{}", page.text);
    let step = format!("{here}/step");
    let early = console.post(&step, clara, &[("step", "close")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "an item is undecided");
    let adjourn = [("act", "adjourn"), ("item", "2"), ("reasons", "Mancano i costi")];
    console.post(&item, clara, &adjourn).await;
    console.post(&step, clara, &[("step", "close")]).await;
    let page = console.get(here, Some(clara)).await;
    assert!(page.text.contains("1 favorevoli, 0 contrari, 1 astenuti"), "{}", page.text);
    let write = [("step", "write"), ("text", "Il comitato approva l'orto e rinvia la festa.")];
    console.post(&step, clara, &write).await;
    let early = console.post(&step, clara, &[("step", "publish"), ("level", "public")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "nothing is told before it is approved");
    let approve = [("step", "approve"), ("how", "written")];
    let page = console.post(&step, clara, &approve).await;
    assert_eq!(page.location(), format!("{here}?done=minutes-approved"), "{}", page.text);
    let late = console.post(&step, clara, &write).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "approved minutes are not edited");
    let paper = console.get(&format!("{here}/minutes"), Some(clara)).await;
    assert!(paper.text.starts_with("%PDF-"));
}

/// Brings to a hub what central wrote, as sync does: without the bodies that are not for it.
pub(super) async fn told(central: &Console, hub: &Console) {
    let series = central.node.store.identity().series.clone();
    let mut db = central.node.store.read().await.unwrap();
    let mut records = log::series_after(&mut db, &series, 0, 100_000).await.unwrap();
    drop(db);
    for stored in &mut records {
        if stored.audience.as_ref().is_some_and(|audience| audience != hub.node.id()) {
            stored.record.body = Body::Absent;
        }
    }
    let now_ms = hub.node.now_ms();
    hub.node
        .writer
        .write(move |write| {
            Box::pin(async move {
                let mut head = log::head(write.db, &series).await?;
                let held = head.seq;
                for stored in records.iter().filter(|s| s.record.envelope.seq > held) {
                    head = write.accept(&series, head, &stored.record, now_ms).await?;
                }
                write.set_head(&series, head, None).await
            })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_body_of_the_city_file_meets_decides_and_publishes_its_minutes_through_its_pages() {
    let console = Console::central().await;
    let (clara, body, seats) = committee(&console).await;
    let here = meeting(&console, &clara, (&body, &seats), ORCHARD).await;
    approved(&console, &clara, &here, &seats).await;
    let minutes = here.replace("/meetings/", "/minutes/");
    let public = format!("/public{minutes}");
    let operator = console.signed_in(Role::Operator).await;
    assert_eq!(console.get(&public, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(console.get(&minutes, Some(&operator)).await.status, StatusCode::NOT_FOUND);
    let step = format!("{here}/step");
    console.post(&step, &clara, &[("step", "publish"), ("level", "network")]).await;
    let page = console.get(&minutes, Some(&operator)).await;
    assert!(page.text.contains("approva l&#39;orto") || page.text.contains("approva l'orto"));
    assert!(page.text.contains("Serve al quartiere") && !page.text.contains("Anna Prova"));
    assert_eq!(console.get(&public, None).await.status, StatusCode::NOT_FOUND);
    console.post(&step, &clara, &[("step", "publish"), ("level", "public")]).await;
    let page = console.get(&public, None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Presenti 3 su 3") && !page.text.contains("Anna Prova"));
    assert!(console.get("/public/minutes", None).await.text.contains("Comitato Operativo"));
    let wrong = [("step", "correct"), ("cites", "boccia l'orto"), ("text", "…")];
    let page = console.post(&step, &clara, &wrong).await;
    assert!(page.text.contains("queste parole non ci sono"), "{}", page.text);
    let right = [("step", "correct"), ("cites", "rinvia la festa"), ("text", "Rinvia a marzo")];
    console.post(&step, &clara, &right).await;
    assert!(console.get(&public, None).await.text.contains("Rinvia a marzo"));

    let mut db = console.node.store.read().await.unwrap();
    let mut live = Vec::new();
    for table in crate::bodies::TABLES {
        live.push(rebuild::rows_of(&mut db, table).await.unwrap());
        assert!(!live.last().unwrap().is_empty() || ["body_action", "body_cell"].contains(table));
    }
    drop(db);
    rebuild::rebuild(&console.node.store, |_| {}).await.unwrap();
    let mut db = console.node.store.read().await.unwrap();
    for (table, live) in crate::bodies::TABLES.iter().zip(live) {
        assert_eq!(rebuild::rows_of(&mut db, table).await.unwrap(), live, "{table}");
    }
}

#[tokio::test]
async fn a_hub_reads_who_sits_where_and_published_minutes_and_nothing_before() {
    let (central, hub) = (Console::central().await, Console::hub().await);
    let (clara, body, seats) = committee(&central).await;
    let here = meeting(&central, &clara, (&body, &seats), ORCHARD).await;
    approved(&central, &clara, &here, &seats).await;
    let operator = hub.signed_in(Role::Operator).await;
    told(&central, &hub).await;
    let page = hub.get(&body, Some(&operator)).await;
    assert!(page.text.contains("Presidente") && page.text.contains("Una persona esterna"));
    assert!(!page.text.contains("Anna Prova"), "names stay at central");
    let minutes = here.replace("/meetings/", "/minutes/");
    assert_eq!(hub.get(&minutes, Some(&operator)).await.status, StatusCode::NOT_FOUND);
    for table in ["body_meeting", "body_decision", "body_sheet"] {
        let mut db = hub.node.store.read().await.unwrap();
        assert!(rebuild::rows_of(&mut db, table).await.unwrap().is_empty(), "{table}");
    }
    let step = format!("{here}/step");
    central.post(&step, &clara, &[("step", "publish"), ("level", "internal")]).await;
    told(&central, &hub).await;
    assert_eq!(hub.get(&minutes, Some(&operator)).await.status, StatusCode::NOT_FOUND);
    central.post(&step, &clara, &[("step", "publish"), ("level", "network")]).await;
    let right = [("step", "correct"), ("cites", "rinvia la festa"), ("text", "Rinvia a marzo")];
    central.post(&step, &clara, &right).await;
    told(&central, &hub).await;
    let page = hub.get(&minutes, Some(&operator)).await;
    assert!(page.text.contains("Rinvia a marzo") && page.text.contains("Serve al quartiere"));
    assert!(hub.get("/minutes", Some(&operator)).await.text.contains("Comitato Operativo"));
    // A hub decides nothing about bodies.
    let adopt = Command::Bodies(crate::bodies::Command::Adopt {});
    let refused = testing::submit(&hub.node, adopt).await.unwrap_err();
    assert_eq!(refused.slug(), "bodies-at-central");
}

#[tokio::test]
async fn what_a_decision_asks_for_stands_among_the_things_to_do_until_it_is_done() {
    let console = Console::central().await;
    let (clara, body, seats) = committee(&console).await;
    let here = meeting(&console, &clara, (&body, &seats), ORCHARD).await;
    approved(&console, &clara, &here, &seats).await;
    let page = console.get("/decisions?q=orto", Some(&clara)).await;
    let one = format!("/decisions/{}", id_of(&page, "/decisions/", "Orto di quartiere"));
    let step = format!("{one}/step");
    let assign = [
        ("act", "assign"),
        ("text", "Scrivere alla scuola"),
        ("owner", seats[1].as_str()),
        ("due", "2026-11-18"),
    ];
    let page = console.post(&step, &clara, &assign).await;
    assert_eq!(page.location(), format!("{one}?done=action-assigned"), "{}", page.text);
    let page = console.get("/actions", Some(&clara)).await;
    assert!(page.text.contains("Scrivere alla scuola"), "{}", page.text);
    assert!(page.text.contains("Una cosa da fare oggi o in ritardo"), "the section counts it");
    let action = id_after(&page.text, "name=\"action\" value=\"");
    let done = [("act", "finish"), ("action", action.as_str()), ("from", "actions")];
    let page = console.post(&step, &clara, &done).await;
    assert_eq!(page.location(), "/actions?done=action-finished", "{}", page.text);
    let page = console.get("/actions", Some(&clara)).await;
    assert!(page.text.contains("Niente da fare") && !page.text.contains("Scrivere alla scuola"));
    assert!(console.get(&one, Some(&clara)).await.text.contains("Attuata"));
    let review = [("act", "review"), ("text", "L'orto è partito"), ("next", "2027-11-01")];
    console.post(&step, &clara, &review).await;
    assert!(console.get(&one, Some(&clara)).await.text.contains("Riesaminata"));

    // Other parts of the program ask for what was decided about a thing of theirs.
    let mut db = console.node.store.read().await.unwrap();
    let about: About = "project.orto-1".parse().unwrap();
    let found = queries::decisions_about(&mut db, &about).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].number(), found[0].reasons.as_str()),
        ("1/2026".to_owned(), "Serve al quartiere")
    );
    drop(db);
    let csv = console.get("/decisions.csv", Some(&clara)).await;
    assert!(csv.text.contains("1/2026,Comitato Operativo,2026-11-18,Orto di quartiere,Approvata"));

    // Whoever sat there has a right over their name; that somebody presided stays.
    let person: PersonId = seats[0].parse().unwrap();
    let erase = Command::People(people::Command::Erase { person });
    testing::submit(&console.node, erase).await.unwrap();
    let page = console.get(&body, Some(&clara)).await;
    assert!(!page.text.contains("Anna Prova") && page.text.contains("Persona senza nome"));
}

#[tokio::test]
async fn the_matrix_shows_the_city_s_six_sites_and_five_agencies_and_what_each_does() {
    let console = Console::central().await;
    let clara = console.signed_in(Role::CentralStaff).await;
    let page = console.get("/matrix", Some(&clara)).await;
    assert_eq!(page.text.matches("<th scope=\"row\">").count(), 6);
    assert_eq!(page.text.matches("/matrix/cell?").count(), 30);
    let cell = [
        ("site", "prima-infanzia"),
        ("agency", "comunicazione-e-raccolta"),
        ("standing", "running"),
        ("text", "Racconta i nidi aperti il sabato"),
    ];
    let page = console.post("/matrix/cell", &clara, &cell).await;
    assert_eq!(page.location(), "/matrix?done=matrix-set#site-prima-infanzia", "{}", page.text);
    let page = console.get("/matrix", Some(&clara)).await;
    assert!(page.text.contains("Racconta i nidi aperti il sabato"), "{}", page.text);
}

#[tokio::test]
async fn documents_of_a_meeting_stay_at_central() {
    let console = Console::central().await;
    let (clara, body, seats) = committee(&console).await;
    let here = meeting(&console, &clara, (&body, &seats), ORCHARD).await;
    let to = format!("meeting.{}", here.trim_start_matches("/meetings/"));
    let page =
        upload(&console, &clara, &to, "La relazione", "relazione.txt", b"Prima bozza\n").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let page = console.get(&here, Some(&clara)).await;
    assert!(page.text.contains("1 documento allegato"), "{}", page.text);
    let page = console.get(&format!("/files/{to}"), Some(&clara)).await;
    assert!(page.text.contains("relazione.txt"), "{}", page.text);
    let file = attached(&console, &to).await.remove(0);
    let mut db = console.node.store.read().await.unwrap();
    let facts = log::of_subject(&mut db, &file.id.to_string(), 0, 9).await.unwrap();
    let central = console.node.id();
    assert!(facts.len() == 2 && facts.iter().all(|one| one.audience.as_ref() == Some(central)));
    drop(db);
    // Not for everybody either, and of no meeting at a hub.
    let show = [("file", file.id.to_string()), ("shown", "yes".to_owned())];
    let show = show.each_ref().map(|(name, value)| (*name, value.as_str()));
    let page = console.post(&format!("/files/{to}/show"), &clara, &show).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text);
    let hub = Console::hub().await;
    let olga = hub.signed_in(Role::Operator).await;
    assert_eq!(hub.get(&format!("/files/{to}"), Some(&olga)).await.status, StatusCode::NOT_FOUND);
}
