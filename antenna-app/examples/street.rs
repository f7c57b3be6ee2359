//! A small street to try the app on: a hub behind a real broker on this machine, and a data folder
//! already paired with it, with requests, tasks and a diary in it.
//!
//! `cargo run -p antenna-app --example street -- DIR [antenna]` fills DIR, as an operator's device or an antenna's,
//! and answers until it is ended; then `antenna-app --data DIR` in another terminal.

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::PathBuf;

use antenna_app::data::{DataFolder, Pairing};
use antenna_app::model::ActivityDraft;
use antenna_app::outbox::{DraftName, LooseFact, Outbox};
use protocol::antenna::{
    ActivityKind, AnswerProposal, Assigned, DeviceCommand, DiaryEntry, HoursTold, LogActivity,
    MonthDone, News, ProposalClosed, Proposed, RaiseNeed, Receipt, ReportDone, Statement,
    TaskClosed, TaskMoved, WhyClosed, WordsSaid, WriteWords,
};
use protocol::kiosk::Urgency;
use protocol::{ActivityId, CommandId, PersonDetails, Problem, Relation};
use support::{FakeHub, account, profile, proposal, request, slug};
use uuid::Uuid;

const HOUR_MS: i64 = 3_600_000;

#[tokio::main]
async fn main() {
    let root = PathBuf::from(std::env::args().nth(1).expect("say which folder to fill"));
    let is_operator = std::env::args().nth(2).as_deref() != Some("antenna");
    let now_ms = jiff::Timestamp::now().as_millisecond();
    let hub = FakeHub::start().await;
    hub.serve(&slug("casazza"));
    let (device, secret) = hub.pair();
    for news in facts(now_ms, device, is_operator) {
        hub.fact(device, news);
    }
    // Puts every command off, so that something is always waiting to be looked at.
    hub.lock().manner.busy = u32::MAX;
    let facts: Vec<LooseFact> = facts(now_ms, device, is_operator)
        .iter()
        .zip(1..)
        .map(|(news, cursor)| {
            let body = serde_json::value::to_raw_value(news).expect("plain data is JSON");
            LooseFact { cursor, body }
        })
        .collect();

    let folder = DataFolder::open(&root).expect("the folder cannot be used");
    let brokers = hub.brokers();
    let pairing = Pairing {
        device,
        secret,
        brokers,
        ca_pem: String::new(),
        address: "hub-casazza.example:8443".into(),
        paired_at_ms: now_ms,
    };
    folder.keep_pairing(&pairing).expect("the pairing cannot be kept");
    let outbox = Outbox::open(&folder.database(), now_ms).await.expect("no outbox").outbox;
    outbox.keep(&facts, now_ms).await.expect("facts cannot be kept");
    fill(&outbox, now_ms, is_operator).await;
    outbox.close().await;
    drop(folder);
    println!("{}", root.display());
    std::future::pending::<()>().await;
}

fn proposed(
    number: u128,
    category: &str,
    hood: &str,
    urgency: Urgency,
    note: &str,
    relation: Relation,
    until_ms: i64,
) -> News {
    News::Proposed(Proposed {
        proposal: proposal(number),
        request: request(1_000 + number),
        category: slug(category),
        neighbourhood: slug(hood),
        urgency,
        note: note.into(),
        relation,
        until_ms,
    })
}

fn assigned(
    number: u128,
    category: &str,
    urgency: Urgency,
    note: &str,
    person: PersonDetails,
) -> News {
    News::Assigned(Assigned {
        relation: protocol::Relation::default(),
        request: request(1_000 + number),
        proposal: proposal(number),
        category: slug(category),
        neighbourhood: slug("mompiano"),
        urgency,
        note: note.into(),
        person,
    })
}

fn facts(now_ms: i64, device: protocol::DeviceId, is_operator: bool) -> Vec<News> {
    use Relation::{Customer, Family, Neighbour, Oneself};
    use Urgency::{NoHurry, ThisWeek, Today};
    let closed =
        |number, why| News::ProposalClosed(ProposalClosed { proposal: proposal(number), why });
    let mut all = vec![
        profile(device, is_operator),
        proposed(
            2,
            "compagnia",
            "mompiano",
            ThisWeek,
            "Una passeggiata o due chiacchiere, meglio al pomeriggio. Ha un cane tranquillo.",
            Neighbour,
            now_ms + 26 * HOUR_MS,
        ),
        proposed(
            1,
            "spesa",
            "casazza",
            Today,
            "Una borsa leggera e le medicine in farmacia, entro sera.",
            Oneself,
            now_ms + 2 * HOUR_MS,
        ),
        proposed(
            3,
            "digitale",
            "villaggio-prealpino",
            NoHurry,
            "Impostare il telefono nuovo con i numeri dei nipoti.",
            Family,
            now_ms + 50 * HOUR_MS,
        ),
        proposed(
            4,
            "documenti",
            "casazza",
            ThisWeek,
            "Compilare il modulo per l'abbonamento dell'autobus.",
            Customer,
            now_ms + 20 * HOUR_MS,
        ),
        closed(4, WhyClosed::Taken),
        proposed(
            5,
            "visite",
            "casazza",
            ThisWeek,
            "Accompagnare a una visita giovedì mattina.",
            Oneself,
            now_ms + 20 * HOUR_MS,
        ),
        assigned(
            11,
            "visite",
            Today,
            "Visita alle 15:30. Cammina con il bastone, ci vuole un quarto d'ora.",
            PersonDetails {
                name: "Signora del secondo piano".into(),
                phone: "030 000 0000".into(),
                address: "Via di prova 12, citofono 4, secondo piano con ascensore".into(),
            },
        ),
        assigned(
            12,
            "piccole-riparazioni",
            NoHurry,
            "Una tapparella che non sale.",
            PersonDetails {
                name: "Signore con il cappello".into(),
                phone: String::new(),
                address: "Cortile di prova 3, porta verde".into(),
            },
        ),
        assigned(13, "spesa", ThisWeek, "", PersonDetails::default()),
        News::TaskClosed(TaskClosed { request: request(1_013), met: true }),
        News::TaskMoved(TaskMoved {
            request: request(1_011),
            at_ms: Some(now_ms + 22 * HOUR_MS),
            begun: false,
        }),
    ];
    all.extend(if is_operator { entries(now_ms) } else { talk(now_ms) });
    all.push(News::Statement(statement(now_ms, is_operator)));
    if !is_operator {
        all.push(account(now_ms));
    }
    all
}

/// What both sides wrote.
fn talk(now_ms: i64) -> Vec<News> {
    let said = |number, about: Option<u128>, from_hub: Option<&str>, text: &str, hours| {
        News::WordsSaid(WordsSaid {
            message: CommandId::new(Uuid::from_u128(number)),
            about: about.map(request),
            from_hub: from_hub.map(str::to_owned),
            text: text.into(),
            at_ms: now_ms - hours * HOUR_MS,
        })
    };
    vec![
        said(901, Some(1_011), None, "La signora chiede se posso passare con la macchina.", 20),
        said(
            902,
            Some(1_011),
            Some("Sara"),
            "Sì, certo: davanti al portone c'è il posto per fermarsi. Grazie!",
            19,
        ),
        said(903, None, Some("Sara"), "Giovedì alle 17 ci vediamo in sede per un tè. Ci sei?", 3),
    ]
}

/// Entries of the diary as the hub has them.
fn entries(now_ms: i64) -> Vec<News> {
    let entry =
        |number: u128, what, place: &str, days: i64, minutes, people, state: &str| DiaryEntry {
            entry: LogActivity {
                activity: ActivityId::new(Uuid::from_u128(number)),
                what,
                neighbourhood: slug("casazza"),
                place: place.into(),
                started_at_ms: now_ms - days * 24 * HOUR_MS,
                minutes,
                people_reached: people,
                topics: vec![slug("casa")],
                next_step: String::new(),
            },
            state: slug(state),
            reason: String::new(),
            late_days: 0,
        };
    let returned = DiaryEntry {
        reason: "Quante persone sono arrivate dopo le undici?".into(),
        ..entry(601, ActivityKind::Animation, "Parco Castelli", 2, 180, 25, "returned")
    };
    let late = DiaryEntry {
        late_days: 4,
        ..entry(603, ActivityKind::NetworkingAct, "Oratorio", 9, 60, 3, "submitted")
    };
    let accepted = entry(602, ActivityKind::Presence, "Mercato", 5, 120, 14, "accepted");
    [returned, accepted, late].into_iter().map(News::DiaryEntry).collect()
}

fn statement(now_ms: i64, is_operator: bool) -> Statement {
    let day = |days: i64| {
        let at = jiff::Timestamp::from_millisecond(now_ms - days * 24 * HOUR_MS);
        at.unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
    };
    let month = |days: i64| day(days).chars().take(7).collect::<String>();
    if is_operator {
        let paid =
            |days, paid_min| MonthDone { month: month(days), paid_min, ..MonthDone::default() };
        return Statement { months: vec![paid(0, 3_120), paid(31, 6_480)], hours: Vec::new() };
    }
    let done = |days, helps, helping_min, told_min| MonthDone {
        month: month(days),
        helps,
        helping_min,
        told_min,
        ..MonthDone::default()
    };
    let told = |number, days, minutes, category: Option<&str>| HoursTold {
        entry: CommandId::new(Uuid::from_u128(number)),
        day: day(days),
        minutes,
        category: category.map(slug),
    };
    Statement {
        months: vec![done(0, 3, 105, 90), done(31, 5, 260, 0)],
        hours: vec![told(701, 1, 60, Some("compagnia")), told(702, 8, 30, None)],
    }
}

async fn fill(outbox: &Outbox, now_ms: i64, is_operator: bool) {
    let id = |number| CommandId::new(Uuid::from_u128(number));
    let log = |number, what, place: &str, hours_ago: i64, minutes, people| {
        DeviceCommand::LogActivity(LogActivity {
            activity: ActivityId::new(Uuid::from_u128(number)),
            what,
            neighbourhood: slug("casazza"),
            place: place.into(),
            started_at_ms: now_ms - hours_ago * HOUR_MS,
            minutes,
            people_reached: people,
            topics: vec![slug("solitudine")],
            next_step: String::new(),
        })
    };
    let said = [
        (id(501), log(501, ActivityKind::Presence, "Mercato", 26, 120, 14), Some(None)),
        (id(502), log(502, ActivityKind::Meeting, "Sala civica", 7, 90, 8), Some(None)),
        (
            id(503),
            log(503, ActivityKind::Training, "", 50, 60, 0),
            Some(Some(Problem::invalid("starts-too-long-ago"))),
        ),
        (id(504), log(504, ActivityKind::AntennaSupport, "Bar della piazza", 2, 45, 2), None),
        (
            id(505),
            DeviceCommand::RaiseNeed(RaiseNeed {
                category: slug("compagnia"),
                neighbourhood: slug("casazza"),
                urgency: Urgency::ThisWeek,
                text: String::new(),
                relation: Relation::Customer,
            }),
            Some(None),
        ),
        (
            id(506),
            DeviceCommand::AnswerProposal(AnswerProposal { proposal: proposal(5), accept: true }),
            Some(Some(Problem::conflict("already-taken"))),
        ),
        (
            id(507),
            DeviceCommand::ReportDone(ReportDone {
                request: request(1_012),
                minutes: Some(30),
                note: String::new(),
            }),
            Some(None),
        ),
    ];
    let own =
        |command: &DeviceCommand| is_operator || !matches!(command, DeviceCommand::LogActivity(_));
    for (id, command, answer) in said.into_iter().filter(|(_, command, _)| own(command)) {
        outbox.put(id, &command, now_ms - HOUR_MS, 99).await.expect("cannot be kept");
        if let Some(problem) = answer {
            outbox.settle(&Receipt { re: id, problem }).await.expect("cannot be settled");
        }
    }
    if !is_operator {
        let text = "Arrivo cinque minuti prima.".to_owned();
        let write = DeviceCommand::WriteWords(WriteWords { about: Some(request(1_011)), text });
        outbox.put(id(508), &write, now_ms, 99).await.expect("cannot be kept");
        return;
    }
    let draft = ActivityDraft {
        what: Some(ActivityKind::CommunityWork),
        place: "Cortile di via di prova".into(),
        minutes: 75,
        people: 6,
        topics: vec![slug("casa"), slug("giovani")],
        next_step: "Portare i moduli per la richiesta del parcheggio".into(),
        ..ActivityDraft::default()
    };
    let body = serde_json::to_string(&draft).expect("plain data is JSON");
    outbox.keep_draft(DraftName::Activity, &body, now_ms).await.expect("cannot be kept");
}
