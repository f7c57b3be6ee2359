//! Two hubs and central with a week of made-up requests, on loopback, for looking at the console: central on
//! port 8100, the hubs on 8101 and 8102. Everything stands in a temporary folder and is gone afterwards.
//!
//! Sign in as `operatrice`, `coordina`, `admin`, `privacy` at a hub, `centrale`, `admin`, `privacy` at central,
//! always with the password `portici e glicini`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hub_server::bank::offers;
use hub_server::command::Command;
use hub_server::network::{self, Holder, PairingConfig};
use hub_server::node::Node;
use hub_server::people::accounts::{self, NewAccount};
use hub_server::people::{Role, Scope};
use hub_server::requests::{self, NotMetReason};
use hub_server::testing::{self, HandClock, MORNING_MS};
use hub_server::web::{self, Pairing, WebConfig};
use hub_server::{activities, desk, people};
use protocol::antenna::{ActivityKind, LogActivity, PairRequest};
use protocol::kiosk::{LeaveIdea, LeaveNeed, OfferTime, TimeBand, Urgency};
use protocol::{
    ActivityId, ActorRef, Channel, CommandId, PersonDetails, Relation, RequestId, StaffId,
};

const HOUR_MS: i64 = 3_600_000;
const PASSWORD: &str = "portici e glicini";

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let clock = HandClock::at(MORNING_MS - 7 * 24 * HOUR_MS);
    let url = |name: &str| testing::sqlite_url(folder.path(), name);
    let central = testing::node("central", &url("central"), clock.clone()).await;
    let north = testing::node("mompiano", &url("mompiano"), clock.clone()).await;
    let south = testing::node("lamarmora", &url("lamarmora"), clock.clone()).await;
    for hub in [&north, &south] {
        staff_of_hub(hub).await;
        antennae(hub).await;
        desk(hub).await;
    }
    staff(&central, "centrale", "Carla Serio", Role::CentralStaff, Scope::City).await;
    staff(&central, "admin", "Ada Ferri", Role::Admin, Scope::City).await;
    staff(&central, "privacy", "Piero Lodi", Role::PrivacyOfficer, Scope::City).await;
    seed(&north, &clock, 0).await;
    clock.move_by(MORNING_MS - 7 * 24 * HOUR_MS - north.now_ms());
    seed(&south, &clock, 5).await;
    clock.move_by(MORNING_MS - north.now_ms());
    testing::hand_over(&north, &central).await;
    testing::hand_over(&south, &central).await;

    let ticking = clock.clone();
    tokio::spawn(async move {
        let mut last = Instant::now();
        loop {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let passed = last.elapsed();
            last = Instant::now();
            ticking.move_by(i64::try_from(passed.as_millis()).unwrap_or_default());
        }
    });
    for node in [&central, &north, &south] {
        tokio::spawn(people::erasure::follow(Arc::downgrade(node)));
    }
    let (up, one, two) = (central.clone(), north.clone(), south.clone());
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            testing::hand_over(&one, &up).await;
            testing::hand_over(&two, &up).await;
        }
    });
    let serve = |node: Arc<Node>, port: u16| async move {
        let pairing =
            Some(Pairing { config: pairing_config(), address: "192.168.1.10:8443".into() });
        let config = WebConfig { plain_loopback: true, pairing, ..WebConfig::default() };
        let app = web::router(node, config).into_make_service_with_connect_info::<SocketAddr>();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let listener = tokio::net::TcpListener::bind(address).await.expect("the port is free");
        println!("http://{address}");
        axum::serve(listener, app).await.expect("the server runs");
    };
    tokio::join!(serve(central, 8100), serve(north, 8101), serve(south, 8102));
}

async fn staff(node: &Arc<Node>, login: &str, name: &str, role: Role, scope: Scope) -> StaffId {
    let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::System, Channel::Console);
    let account =
        NewAccount { login_name: login.to_owned(), display_name: name.to_owned(), role, scope };
    accounts::add_with_password(node, ctx, account, PASSWORD, false).await.expect("an account")
}

async fn staff_of_hub(hub: &Arc<Node>) {
    let here = Scope::Hub(hub.id().clone());
    staff(hub, "operatrice", "Olga Riva", Role::Operator, here.clone()).await;
    staff(hub, "coordina", "Corrado Piana", Role::Coordinator, here.clone()).await;
    staff(hub, "admin", "Ada Ferri", Role::Admin, Scope::City).await;
    staff(hub, "privacy", "Piero Lodi", Role::PrivacyOfficer, here).await;
}

/// Category, neighbourhood north, neighbourhood south, urgency, words, how far it gets.
type Need = (&'static str, &'static str, &'static str, Urgency, &'static str, u8);

const NEEDS: [Need; 14] = [
    (
        "shopping",
        "mompiano",
        "lamarmora",
        Urgency::ThisWeek,
        "Non riesco a portare la spesa su per le scale, abito al quarto piano senza ascensore.",
        6,
    ),
    (
        "medicines",
        "casazza",
        "don-bosco",
        Urgency::Today,
        "Ho finito le gocce per gli occhi e la farmacia vicina è chiusa.",
        6,
    ),
    (
        "company",
        "borgo-trento",
        "fornaci",
        Urgency::NoHurry,
        "Mia mamma passa da sola tutti i pomeriggi.",
        7,
    ),
    (
        "online-paperwork",
        "sant-eustacchio",
        "folzano",
        Urgency::ThisWeek,
        "Devo iscrivere mio figlio alla mensa e non so usare il sito.",
        6,
    ),
    (
        "small-repairs",
        "mompiano",
        "villaggio-sereno",
        Urgency::ThisWeek,
        "La tapparella della cucina non sale più.",
        7,
    ),
    (
        "accompanying",
        "casazza",
        "lamarmora",
        Urgency::ThisWeek,
        "Giovedì ho una visita all'ospedale e non guido.",
        5,
    ),
    ("plants-and-pets", "san-bartolomeo", "fornaci", Urgency::NoHurry, "", 6),
    (
        "shopping",
        "casazza",
        "don-bosco",
        Urgency::ThisWeek,
        "Solo l'acqua, le bottiglie pesano troppo.",
        4,
    ),
    (
        "bills-and-post",
        "mompiano",
        "lamarmora",
        Urgency::ThisWeek,
        "Ho una raccomandata da ritirare.",
        3,
    ),
    (
        "company",
        "san-bartolomeo",
        "folzano",
        Urgency::NoHurry,
        "Vorrei qualcuno con cui giocare a carte il mercoledì.",
        2,
    ),
    (
        "phone-and-tablet",
        "villaggio-prealpino-stocchetta",
        "fornaci",
        Urgency::ThisWeek,
        "Il telefono nuovo non mi fa più le videochiamate con mia figlia.",
        1,
    ),
    (
        "medicines",
        "mompiano",
        "lamarmora",
        Urgency::Today,
        "La ricetta è pronta dal medico, ma con la gamba così non riesco a uscire. La farmacia è quella di via Triumplina e chiude a mezzogiorno e mezza.",
        0,
    ),
    (
        "shopping",
        "borgo-trento",
        "villaggio-sereno",
        Urgency::ThisWeek,
        "Una spesa piccola, pane e latte.",
        0,
    ),
    ("other", "casazza", "don-bosco", Urgency::NoHurry, "", 0),
];

async fn seed(hub: &Arc<Node>, clock: &Arc<HandClock>, skip: usize) {
    let south = hub.id().as_str() == "lamarmora";
    let mut db = hub.store.read().await.expect("a connection");
    let staff = people::queries::members(&mut db, hub.id()).await.expect("staff");
    drop(db);
    let operator = staff.iter().find(|m| m.role == Role::Operator).expect("an operator").staff;
    for (index, need) in NEEDS.iter().enumerate().skip(skip) {
        let (category, north_hood, south_hood, urgency, words, far) = *need;
        let hood = if south { south_hood } else { north_hood };
        let id = leave(hub, category, hood, urgency, words, index).await;
        clock.move_by(HOUR_MS);
        let request = |command: requests::Command| Command::Requests(command);
        if far >= 1 {
            act(hub, operator, request(requests::Command::TakeInCharge { request: id, operator }))
                .await;
        }
        if far == 2 {
            let (circle, note) =
                (requests::Circle::Neighbourhood, "Il mercoledì dopo pranzo.".to_owned());
            let propose = requests::Command::Propose { request: id, circle, named: None, note };
            act(hub, operator, request(propose)).await;
        }
        if far >= 4 {
            let minutes = Some(u16::try_from(20 + 15 * index).unwrap_or(30));
            let done = requests::Command::ReportDone {
                request: id,
                device: None,
                minutes,
                said: String::new(),
            };
            act(hub, operator, request(done)).await;
        }
        if far == 5 || far == 6 {
            act(hub, operator, request(requests::Command::ConfirmMet { request: id })).await;
        }
        if far == 7 {
            let reason = NotMetReason::ALL[index % 7];
            act(hub, operator, request(requests::Command::CloseNotMet { request: id, reason }))
                .await;
        }
        diary(hub, operator, hood, index).await;
        clock.move_by(10 * HOUR_MS);
    }
}

fn pairing_config() -> PairingConfig {
    let names = vec!["localhost".to_owned()];
    let certified = rcgen::generate_simple_self_signed(names).expect("a certificate");
    PairingConfig { brokers: Vec::new(), ca_pem: certified.cert.pem() }
}

async fn antennae(hub: &Arc<Node>) {
    let south = hub.id().as_str() == "lamarmora";
    let places = if south { ["lamarmora", "don-bosco"] } else { ["mompiano", "casazza"] };
    for (index, label) in
        ["Bar Centrale", "Farmacia San Rocco", "Edicola di Gino"].iter().enumerate()
    {
        let hood = places[index % 2].parse().expect("a slug");
        let by = ActorRef::System;
        let code = network::new_pairing_code(hub, label, hood, Holder::Antenna, by).await;
        let code = code.expect("a code").code;
        let request = PairRequest { code, device_name: "Telefono".to_owned() };
        network::pair(hub, &pairing_config(), request, None).await.expect("a device");
    }
}

async fn desk(hub: &Arc<Node>) {
    let south = hub.id().as_str() == "lamarmora";
    let hood: protocol::Slug =
        (if south { "lamarmora" } else { "mompiano" }).parse().expect("a slug");
    let theme = testing::brescia().idea_themes.first().map(|t| t.slug.clone()).expect("a theme");
    let id = CommandId::new(hub.fresh_id());
    let idea = LeaveIdea {
        id,
        theme: theme.parse().expect("a slug"),
        neighbourhood: Some(hood.clone()),
        text: "Un banco degli attrezzi nel cortile della scuola, aperto il sabato.".to_owned(),
        person: PersonDetails {
            name: "Livia".into(),
            phone: "030 000 0001".into(),
            ..PersonDetails::default()
        },
        language: "it".to_owned(),
        more: protocol::kiosk::IdeaDetails::default(),
    };
    let ctx = hub.ctx(id, ActorRef::Kiosk(id.into()), Channel::Kiosk);
    hub.submit(ctx, Command::Desk(desk::Command::Leave(idea))).await.expect("an idea");
    let id = CommandId::new(hub.fresh_id());
    let offer = OfferTime {
        id,
        categories: vec!["shopping".parse().expect("a slug"), "company".parse().expect("a slug")],
        neighbourhood: hood,
        when: vec![TimeBand::Mornings, TimeBand::Weekend],
        text: "Ho la macchina.".to_owned(),
        person: PersonDetails {
            name: "Ettore".into(),
            phone: "030 000 0002".into(),
            ..PersonDetails::default()
        },
        language: "it".to_owned(),
    };
    let ctx = hub.ctx(id, ActorRef::Kiosk(id.into()), Channel::Kiosk);
    hub.submit(ctx, Command::Timebank(offers::Command::Leave(offer))).await.expect("an offer");
}

async fn act(hub: &Arc<Node>, operator: StaffId, command: Command) {
    let id = CommandId::new(hub.fresh_id());
    let ctx = hub.ctx(id, ActorRef::Staff(operator), Channel::Console);
    if let Err(problem) = hub.submit(ctx, command).await {
        eprintln!("{problem}");
    }
}

async fn leave(
    hub: &Arc<Node>,
    category: &str,
    hood: &str,
    urgency: Urgency,
    words: &str,
    index: usize,
) -> RequestId {
    let id = CommandId::new(hub.fresh_id());
    let channel = if index.is_multiple_of(3) { Channel::Phone } else { Channel::Kiosk };
    let actor = ActorRef::Kiosk(id.into());
    let named = index % 2 == 1;
    let person = PersonDetails {
        name: if named { "Teresa B.".to_owned() } else { String::new() },
        phone: if named { "030 000 0000".to_owned() } else { String::new() },
        address: String::new(),
    };
    let need = LeaveNeed {
        id,
        category: category.parse().expect("a slug"),
        neighbourhood: hood.parse().expect("a slug"),
        urgency,
        text: words.to_owned(),
        relation: if index % 4 == 2 { Relation::Family } else { Relation::Oneself },
        person,
        language: "it".to_owned(),
        more: protocol::kiosk::NeedDetails::default(),
    };
    let ctx = hub.ctx(id, actor, channel);
    let leave = Command::Requests(requests::Command::Leave(need));
    hub.submit(ctx, leave).await.expect("a request is left");
    RequestId::from(id)
}

async fn diary(hub: &Arc<Node>, operator: StaffId, hood: &str, index: usize) {
    let kinds = ActivityKind::ALL;
    let entry = LogActivity {
        activity: ActivityId::new(hub.fresh_id()),
        what: kinds[index % kinds.len()],
        neighbourhood: hood.parse().expect("a slug"),
        place: ["Piazzetta del mercato", "Bar Centrale", "", "Sala parrocchiale"][index % 4]
            .to_owned(),
        started_at_ms: hub.now_ms() - HOUR_MS,
        minutes: u16::try_from(30 + 10 * index).unwrap_or(60),
        people_reached: u32::try_from(index * 3 % 17).unwrap_or(0),
        topics: if index.is_multiple_of(2) {
            vec!["culture".parse().expect("a slug")]
        } else {
            vec![]
        },
        next_step: if index.is_multiple_of(3) {
            "Richiamare il gruppo lettura".to_owned()
        } else {
            String::new()
        },
    };
    act(hub, operator, Command::Activities(activities::Command::Log(entry))).await;
}
