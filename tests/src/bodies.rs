//! Bodies that have met for a while: the register of the city file, a committee with members, a meeting whose minutes
//! are public, one that is going on, one being prepared; decisions, things to do, a line of the matrix.

use crate::bank::{Pages, path_of};
use crate::city::City;
use crate::console::Console;

/// Who sits: the fields of the form for each.
const SEATS: [[(&str, &str); 4]; 5] = [
    [
        ("who", "person"),
        ("name", "Anna Prova"),
        ("party", "partner.auser-volontariato-brescia"),
        ("role", "chair"),
    ],
    [("who", "person"), ("name", "Bruno Prova"), ("party", ""), ("role", "voting")],
    [
        ("who", "person"),
        ("name", "Carla Prova"),
        ("party", "partner.centro-studi-socialis"),
        ("role", "voting"),
    ],
    [("who", "delegate"), ("name", ""), ("party", "partner.co-libri"), ("role", "voting")],
    [("who", "person"), ("name", "Davide Prova"), ("party", ""), ("role", "non-voting")],
];

/// Everything after `before`, up to the next quotation mark.
fn quoted<'p>(page: &'p str, before: &str) -> &'p str {
    let rest = page.split_once(before).map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default()
}

/// A decision that something can be done about, with its page.
async fn to_carry_out(clara: &Console) -> (String, String) {
    for rest in clara.page("/decisions").await.split("/decisions/0").skip(1) {
        let path = format!("/decisions/0{}", rest.get(..35).unwrap_or_default());
        let page = clara.page(&path).await;
        if page.contains(&format!("{path}/step")) {
            return (path, page);
        }
    }
    panic!("nothing was decided that can be carried out");
}

/// Lets the bodies of a city live for a while at central.
///
/// # Panics
/// When anything is refused.
pub async fn lived_in(city: &City) -> Pages {
    let clara = Console::sign_in(&city.url(0), &city.login("central", "central-staff")).await;
    clara.send("/bodies", "/bodies/adopt", &[]).await;
    let register = clara.page("/bodies?q=Comitato+Operativo").await;
    let body = path_of(&register, "/bodies/0");
    let today = quoted(&clara.page(&body).await, "name=\"from\" type=\"date\" value=\"").to_owned();
    for seat in SEATS {
        let mut fields = seat.to_vec();
        fields.push(("from", "2026-01-01"));
        clara.send(&body, &format!("{body}/seat"), &fields).await;
    }
    let published = met(&clara, &body, &today).await;
    decided(&clara, &published).await;
    minuted(&clara, &published).await;
    let going_on = met(&clara, &body, &today).await;
    let planned = planned(&clara, &body, "").await;
    let (decision, page) = to_carry_out(&clara).await;
    let owner = page.split_once("name=\"owner\"").map_or("", |(_, rest)| rest);
    let owner = quoted(owner, "<option value=\"0").to_owned();
    let owner = format!("0{owner}");
    let assign = [
        ("act", "assign"),
        ("text", "Scrivere alle scuole del quartiere"),
        ("owner", owner.as_str()),
        ("due", today.as_str()),
    ];
    clara.send(&decision, &format!("{decision}/step"), &assign).await;
    let cell = [
        ("site", "prima-infanzia"),
        ("agency", "comunicazione-e-raccolta"),
        ("standing", "running"),
        ("text", "Racconta alle famiglie i servizi aperti anche il sabato."),
    ];
    let form = "/matrix/cell?site=prima-infanzia&agency=comunicazione-e-raccolta";
    clara.send(form, "/matrix/cell", &cell).await;
    vec![
        ("body", body.clone()),
        ("body-edit", format!("{body}/edit")),
        ("session-new", format!("{body}/meeting")),
        ("session-published", published.clone()),
        ("session-open", going_on),
        ("session-planned", planned.clone()),
        ("session-edit", format!("{planned}/edit")),
        ("decision", decision),
        ("minutes", published.replace("/meetings/", "/minutes/")),
        ("matrix-cell", form.to_owned()),
    ]
}

/// A meeting that is being prepared, on a day or on the first that the form offers.
async fn planned(clara: &Console, body: &str, day: &str) -> String {
    let path = format!("{body}/meeting");
    let form = clara.page(&path).await;
    let first = quoted(&form, "name=\"day\" type=\"date\" value=\"");
    let fields = [
        ("day", if day.is_empty() { first } else { day }),
        ("from", "17:00"),
        ("to", "19:00"),
        ("place", "Sala civica di via Farfengo"),
        ("title_1", "Comunicazioni di chi presiede"),
        ("kind_1", "information"),
        ("title_2", "Orto di quartiere a San Bartolomeo"),
        ("kind_2", "decision"),
        ("title_3", "Festa di primavera dei cortili"),
        ("kind_3", "decision"),
    ];
    let (status, page) = clara.send_from(&form, &path, &fields).await;
    assert!(status.is_success(), "{status}: {page}");
    path_of(&page, "/meetings/0")
}

/// A meeting that is going on, with four of the five there.
async fn met(clara: &Console, body: &str, today: &str) -> String {
    let here = planned(clara, body, today).await;
    let step = format!("{here}/step");
    let convene = [("step", "convene"), ("why", "Il bando scade prima della prossima seduta.")];
    clara.send(&here, &step, &convene).await;
    let page = clara.page(&here).await;
    let ticks: Vec<&str> = page
        .split("name=\"present\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .take(4)
        .collect();
    let mut roll = vec![("step", "open")];
    roll.extend(ticks.iter().map(|seat| ("present", *seat)));
    clara.send(&here, &step, &roll).await;
    here
}

/// Both items that ask for it are decided.
async fn decided(clara: &Console, here: &str) {
    let item = format!("{here}/item");
    let vote = [
        ("item", "2"),
        ("act", "unanimous"),
        ("reasons", "Completa il progetto della scuola e non costa niente al primo anno."),
        ("review_on", "2027-11-01"),
    ];
    clara.send(here, &item, &vote).await;
    let adjourn =
        [("item", "3"), ("act", "adjourn"), ("reasons", "Manca il preventivo del palco.")];
    clara.send(here, &item, &adjourn).await;
}

/// The minutes are written, approved, published and corrected.
async fn minuted(clara: &Console, here: &str) {
    let step = format!("{here}/step");
    let text = "Il comitato apre alle 17.\nApprova l'orto e rinvia la festa.";
    for fields in [
        vec![("step", "close")],
        vec![("step", "write"), ("text", text)],
        vec![("step", "approve"), ("how", "written")],
        vec![("step", "publish"), ("level", "public")],
        vec![("step", "correct"), ("cites", "alle 17"), ("text", "Alle 17 e un quarto.")],
    ] {
        clara.send(here, &step, &fields).await;
    }
}
