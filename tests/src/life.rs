//! A city that has been at work for a while: needs in every state, diaries, ideas, offers, antennae. For
//! pictures, and for tests that walk through every page.

use std::path::Path;

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use protocol::kiosk::{LeaveIdea, LeaveNeed, OfferTime, TimeBand, Urgency, Verdict};
use protocol::{PersonDetails, Relation};
use serde_json::json;

use crate::antenna::Antenna;
use crate::city::{City, Login};
use crate::console::Console;
use crate::kiosk::{Kiosk, fresh};
use crate::network::{self, Network};
use crate::projects::{self, Said};
use crate::town;

/// How far a need has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Come {
    Left,
    Taken,
    Asked,
    Accepted,
    Done,
    Met,
    NotMet(&'static str),
    Withdrawn,
    /// With a municipal service.
    Sent,
}

struct Need(&'static str, &'static str, Urgency, Relation, &'static str, Come);

const MOMPIANO: [Need; 15] = [
    Need(
        "company",
        "mompiano",
        Urgency::ThisWeek,
        Relation::Neighbour,
        "Il vicino non apre più le finestre e non risponde al citofono.",
        Come::Sent,
    ),
    Need(
        "bills-and-post",
        "mompiano",
        Urgency::NoHurry,
        Relation::Oneself,
        "Devo pagare una bolletta in posta e non riesco a stare in fila.",
        Come::Met,
    ),
    Need(
        "shopping",
        "mompiano",
        Urgency::ThisWeek,
        Relation::Family,
        "Mia mamma si è rotta il polso: le serve la spesa del sabato.",
        Come::Met,
    ),
    Need(
        "small-repairs",
        "casazza",
        Urgency::ThisWeek,
        Relation::Oneself,
        "La tapparella della cucina è bloccata a metà.",
        Come::NotMet("needs-professional"),
    ),
    Need(
        "company",
        "borgo-trento",
        Urgency::NoHurry,
        Relation::Neighbour,
        "La signora del terzo piano è sempre sola, le farebbe piacere una visita.",
        Come::Met,
    ),
    Need(
        "tool-lending",
        "mompiano",
        Urgency::NoHurry,
        Relation::Oneself,
        "Mi servirebbe una scala alta per un pomeriggio.",
        Come::Withdrawn,
    ),
    Need(
        "accompanying",
        "mompiano",
        Urgency::ThisWeek,
        Relation::Oneself,
        "Ho una visita agli Spedali Civili giovedì alle 9, da sola non riesco a prendere due autobus.",
        Come::Done,
    ),
    Need(
        "parcels",
        "mompiano",
        Urgency::ThisWeek,
        Relation::Oneself,
        "Il corriere passa quando sono al lavoro.",
        Come::Accepted,
    ),
    Need(
        "plants-and-pets",
        "mompiano",
        Urgency::NoHurry,
        Relation::Oneself,
        "Parto una settimana: qualcuno può bagnare i gerani sul balcone?",
        Come::Asked,
    ),
    Need(
        "medicines",
        "mompiano",
        Urgency::Today,
        Relation::Family,
        "Ricetta del medico già pronta in farmacia, mio padre non può scendere le scale.",
        Come::Asked,
    ),
    Need(
        "phone-and-tablet",
        "brescia-antica",
        Urgency::NoHurry,
        Relation::Oneself,
        "Il telefono nuovo non riceve più i messaggi dei nipoti.",
        Come::Taken,
    ),
    Need(
        "online-paperwork",
        "casazza",
        Urgency::ThisWeek,
        Relation::Family,
        "Domanda per l'assegno unico: non capiamo quale documento manca.",
        Come::Taken,
    ),
    Need(
        "shopping",
        "mompiano",
        Urgency::Today,
        Relation::Neighbour,
        "Spesa al mercato, due borse leggere. L'ascensore è guasto, quarto piano.",
        Come::Left,
    ),
    Need(
        "finding-carers",
        "villaggio-prealpino-stocchetta",
        Urgency::ThisWeek,
        Relation::Family,
        "Cerchiamo una persona di fiducia per tre mattine alla settimana, dopo l'intervento all'anca.",
        Come::Left,
    ),
    Need(
        "house-checks",
        "sant-eustacchio",
        Urgency::NoHurry,
        Relation::Oneself,
        "Sarò in ospedale dieci giorni: vorrei che qualcuno guardasse la cassetta della posta.",
        Come::Left,
    ),
];

const LAMARMORA: [Need; 6] = [
    Need(
        "laundry",
        "lamarmora",
        Urgency::ThisWeek,
        Relation::Oneself,
        "La lavatrice è rotta fino a venerdì.",
        Come::Met,
    ),
    Need(
        "shopping",
        "san-polo-case",
        Urgency::Today,
        Relation::Oneself,
        "Ho la febbre e il frigorifero vuoto.",
        Come::NotMet("no-offer"),
    ),
    Need(
        "medicines",
        "lamarmora",
        Urgency::NoHurry,
        Relation::Family,
        "Le medicine del martedì, come prima.",
        Come::Accepted,
    ),
    Need(
        "accompanying",
        "folzano",
        Urgency::ThisWeek,
        Relation::Neighbour,
        "Accompagnare un vicino all'anagrafe per la carta d'identità.",
        Come::Taken,
    ),
    Need(
        "medicines",
        "lamarmora",
        Urgency::Today,
        Relation::Oneself,
        "Goccine per gli occhi.",
        Come::Left,
    ),
    Need(
        "other",
        "sanpolino",
        Urgency::NoHurry,
        Relation::Oneself,
        "Vorrei imparare a leggere meglio l'italiano, la sera dopo il lavoro.",
        Come::Left,
    ),
];

/// The service one need goes to: the one whose operator works in the demo city.
const SERVICE: &str = "social-services";

/// Days ago, kind, place, minutes, people reached, next step.
struct Entry(i64, &'static str, &'static str, u16, u32, &'static str);

const DIARY: [Entry; 7] = [
    Entry(
        9,
        "presence",
        "Mercato di via Triumplina",
        120,
        34,
        "Giovedì tornare con i volantini grandi",
    ),
    Entry(8, "meeting", "Parrocchia, sala al piano terra", 75, 9, ""),
    Entry(
        6,
        "community-work",
        "Giardino di via Ambaraga",
        150,
        18,
        "Chiedere al Comune la chiave del capanno",
    ),
    Entry(
        5,
        "antenna-support",
        "Bar all'angolo",
        30,
        2,
        "Ripassare l'app insieme la settimana prossima",
    ),
    Entry(
        2,
        "networking-act",
        "Scuola primaria",
        60,
        5,
        "Mandare alla preside i nomi delle famiglie che aiutano",
    ),
    Entry(1, "animation", "Cortile delle case popolari", 90, 26, ""),
    Entry(0, "presence", "HUB, portierato", 180, 21, ""),
];

/// What somebody who cares must know of it afterwards.
pub struct Life {
    /// A request of Mompiano in each state, by what the state is called in addresses: `received`,
    /// `taken-in-charge`, `proposed`, `accepted`, `done`, `met`, `not-met`, `withdrawn`.
    pub requests: Vec<(&'static str, String)>,
    /// Pages of the time bank of Mompiano that hold something.
    pub bank: crate::bank::Pages,
    /// Pages of bodies at central that hold something.
    pub bodies: crate::bank::Pages,
    /// The antennae that stay on.
    pub antennae: Vec<Antenna>,
    /// The pages of the network of Mompiano.
    pub network: Network,
    /// A project of Mompiano in each state, by what it is called in addresses.
    pub projects: Vec<(&'static str, projects::Project)>,
}

impl Life {
    /// The request in a state.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn request(&self, state: &str) -> &str {
        let found = self.requests.iter().rev().find(|(name, _)| *name == state);
        &found.unwrap_or_else(|| panic!("no request is {state}")).1
    }
}

/// Lets a fresh demo city live for a while; `place` is a folder for the antennae's apps.
///
/// # Panics
/// When anything is refused.
pub async fn lived_in(city: &City, place: &Path) -> Life {
    let operator = Console::sign_in(&city.url(1), &city.login("mompiano", "operator")).await;
    let mut near = Antenna::start(&place.join("near"));
    near.pair(&city.pairing_link("mompiano"));
    let coordinator = city.login("mompiano", "coordinator");
    let coordinator = Console::sign_in(&city.url(1), &coordinator).await;
    for (folder, name, hood) in [
        ("edicola", "Edicola di via Triumplina", "mompiano"),
        ("farmacia", "Farmacia Casazza", "casazza"),
    ] {
        let link = pairing_link(&coordinator, name, hood).await;
        Antenna::start(&place.join(folder)).pair(&link);
    }
    let kiosk = Kiosk::new(&city.kiosk_file("mompiano"));
    let requests = needs(&MOMPIANO, &kiosk, &operator, &mut near).await;
    ideas_and_offers(&kiosk, "mompiano").await;
    diary(&operator, &DIARY, "mompiano").await;
    let mut network = network::built(&operator).await;
    network.pages.push(("recurring-one", comes_back(&operator).await));
    let sheet = requests.first().map(|(_, id)| format!("/requests/{id}/sheet"));
    network.pages.extend(sheet.map(|path| ("sheet", path)));
    network.pages.push(("messages-thread", written(&operator, &mut near).await));
    let projects = projects_of(city, &kiosk, &operator).await;
    if let Some((_, project)) = projects.iter().find(|(state, _)| *state == "running") {
        network.pages.extend(crate::desk::lived_in(&kiosk, &operator, project).await);
    }
    let mut bank = crate::bank::lived_in(&operator, &coordinator).await;

    let other = Console::sign_in(&city.url(2), &city.login("lamarmora", "operator")).await;
    let mut far = Antenna::start(&place.join("far"));
    far.pair(&city.pairing_link("lamarmora"));
    needs(&LAMARMORA, &Kiosk::new(&city.kiosk_file("lamarmora")), &other, &mut far).await;
    diary(&other, &DIARY[3..6], "lamarmora").await;
    for (state, project) in &projects {
        match *state {
            "draft" => crate::desk::shared(&operator, &other, "lamarmora", project).await,
            "running" => crate::desk::spoken(city, project).await,
            _ => {}
        }
    }
    bank.extend(crate::banks::lived_in(city).await);
    crate::showcase::lived_in(city, &operator).await;
    let bodies = crate::bodies::lived_in(city).await;
    Life { requests, bank, bodies, antennae: vec![near, far], network, projects }
}

/// An antenna writes to the desk and is answered, and writes once more; gives the address of its thread.
async fn written(operator: &Console, antenna: &mut Antenna) -> String {
    let write = |antenna: &mut Antenna, text: &str| {
        let id = fresh().to_string();
        let command = json!({"kind": "write-words", "body": {"text": text}});
        antenna.tell(&json!({"do": "say", "id": id, "command": command}));
        antenna.receipt(&id, "recorded");
    };
    write(antenna, "Buongiorno! Da lunedì il negozio apre un'ora più tardi, alle nove e mezza.");
    let page = operator.page("/messages").await;
    let path = page.split('"').find(|part| part.starts_with("/messages/"));
    let path = path.expect("the thread is on the list").to_owned();
    let answer = [("text", "Grazie, lo segniamo sulla scheda. Buon lavoro!")];
    operator.send(&path, &path, &answer).await;
    write(antenna, "E sabato c'è posto per il banchetto davanti alla vetrina?");
    path
}

async fn pairing_link(coordinator: &Console, name: &str, hood: &str) -> String {
    let form = coordinator.page("/devices/new").await;
    let fields = [("label", name), ("holder", "antenna"), ("neighbourhood", hood)];
    let (status, page) = coordinator.send_from(&form, "/devices/new", &fields).await;
    assert!(status.is_success(), "{status}: {page}");
    let at = page.find("costellazione:pair/").expect("the page shows the link");
    page[at..].split('"').next().unwrap_or_default().to_owned()
}

/// The shopping of every Tuesday, as the operator writes it down after a call; answers where it is.
async fn comes_back(operator: &Console) -> String {
    let form = operator.page("/requests/new").await;
    let day = attribute_after(&form, "name=\"from\"", "value").to_owned();
    let fields = [
        ("channel", "phone"),
        ("category", "shopping"),
        ("neighbourhood", "mompiano"),
        ("text", "La spesa grossa, le scale non le faccio più."),
        ("name", "Ida Prova"),
        ("phone", "030 000 002"),
        ("days", "tue"),
        ("every_weeks", "1"),
        ("from", day.as_str()),
        ("hours_from", "09:00"),
        ("hours_to", "11:00"),
        ("ahead_days", "7"),
    ];
    let (status, page) = operator.send_from(&form, "/requests/new", &fields).await;
    assert!(status.is_success(), "{status}: {page}");
    let list = operator.page("/recurring").await;
    let at = list.find("/recurring/0").expect("it stands in the list");
    list[at..].split('"').next().unwrap_or_default().to_owned()
}

async fn needs(
    needs: &[Need],
    kiosk: &Kiosk,
    operator: &Console,
    antenna: &mut Antenna,
) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for need in needs {
        let id = fresh();
        let left = LeaveNeed {
            id,
            category: need.0.parse().expect("a slug"),
            neighbourhood: need.1.parse().expect("a slug"),
            urgency: need.2,
            text: need.4.to_owned(),
            relation: need.3,
            person: PersonDetails {
                name: "Anna Prova".to_owned(),
                phone: "030 000 000".to_owned(),
                address: "Scala B, secondo piano".to_owned(),
            },
            language: "it".to_owned(),
            more: protocol::kiosk::NeedDetails::default(),
        };
        let slip = kiosk.leave(&left).await.expect("the hub takes a need");
        let page = format!("/requests/{id}");
        bring(need, operator, antenna, &page).await;
        if need.5 == Come::Withdrawn {
            kiosk.say(slip.code.as_str(), Verdict::Withdraw).await.expect("it can be withdrawn");
        }
        let state = match need.5 {
            Come::Left => "received",
            Come::Taken => "taken-in-charge",
            Come::Asked => "proposed",
            Come::Accepted => "accepted",
            Come::Done => "done",
            Come::Met => "met",
            Come::NotMet(_) => "not-met",
            Come::Withdrawn => "withdrawn",
            Come::Sent => "referred",
        };
        all.push((state, id.to_string()));
    }
    all
}

/// Brings a need as far as it is to come, as its operator and an antenna would.
async fn bring(need: &Need, operator: &Console, antenna: &mut Antenna, page: &str) {
    let step = |name: &str| format!("{page}/{name}");
    if matches!(need.5, Come::Left | Come::Withdrawn) {
        return;
    }
    operator.send(page, &step("take"), &[]).await;
    if let Come::NotMet(reason) = need.5 {
        operator.send(page, &step("not-met"), &[("reason", reason)]).await;
        return;
    }
    if need.5 == Come::Taken {
        return;
    }
    if need.5 == Come::Sent {
        let fields = [
            ("service", SERVICE),
            ("consent", "by-phone"),
            ("shared", "need"),
            ("shared", "words"),
            ("shared", "name"),
            ("shared", "phone"),
            ("why", "Vive solo da quando è morta la moglie; la figlia sta a Milano."),
        ];
        operator.send(page, &step("refer"), &fields).await;
        return;
    }
    if matches!(need.5, Come::Asked | Come::Accepted) {
        let fields = [("circle", "zone"), ("note", "Basta mezz'ora, in mattinata.")];
        operator.send(page, &step("propose"), &fields).await;
        if need.5 == Come::Accepted {
            let proposed = antenna.hear("proposed", |event| {
                event["event"] == "fact"
                    && event["news"]["news"] == "proposed"
                    && page.ends_with(event["news"]["request"].as_str().unwrap_or("?"))
            });
            antenna.tell(&json!({"do": "accept", "proposal": proposed["news"]["proposal"]}));
            antenna.news("assigned");
        }
        return;
    }
    operator.send(page, &step("done"), &[("minutes", "40")]).await;
    if need.5 == Come::Met {
        operator.send(page, &step("met"), &[]).await;
    }
}

async fn diary(operator: &Console, entries: &[Entry], hood: &str) {
    for entry in entries {
        let form = operator.page("/diary/new").await;
        let now = attribute_after(&form, "name=\"started_at\"", "max");
        let now: DateTime = now.parse().expect("the form says what time it is");
        let started = now - entry.0.days() - 4.hours();
        let started = started.strftime("%Y-%m-%dT%H:%M").to_string();
        let (minutes, people) = (entry.3.to_string(), entry.4.to_string());
        let fields = [
            ("what", entry.1),
            ("place", entry.2),
            ("neighbourhood", hood),
            ("started_at", started.as_str()),
            ("minutes", minutes.as_str()),
            ("people_reached", people.as_str()),
            ("next_step", entry.5),
        ];
        let (status, page) = operator.send_from(&form, "/diary/new", &fields).await;
        assert!(status.is_success(), "{status}: {page}");
    }
}

fn attribute_after<'p>(page: &'p str, field: &str, name: &str) -> &'p str {
    let rest = page.split_once(field).map_or("", |(_, rest)| rest);
    let rest = rest.split_once(&format!("{name}=\"")).map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default()
}

async fn ideas_and_offers(kiosk: &Kiosk, hood: &str) {
    let person = || PersonDetails {
        name: "Bruno Prova".to_owned(),
        phone: "030 000 001".to_owned(),
        address: String::new(),
    };
    for (theme, text) in [
        ("ambiente", "Un orto nel cortile dietro la scuola, con gli attrezzi in comune."),
        (
            "giovani-nei-quartieri",
            "Tenere aperta la palestra il sabato sera, con un adulto per turno.",
        ),
    ] {
        let idea = LeaveIdea {
            id: fresh(),
            theme: theme.parse().expect("a slug"),
            neighbourhood: Some(hood.parse().expect("a slug")),
            text: text.to_owned(),
            person: person(),
            language: "it".to_owned(),
            more: protocol::kiosk::IdeaDetails::default(),
        };
        kiosk.leave_idea(&idea).await.expect("the hub takes an idea");
    }
    for categories in [["shopping", "medicines"], ["small-repairs", "tool-lending"]] {
        let offer = OfferTime {
            id: fresh(),
            categories: categories.iter().map(|slug| slug.parse().expect("a slug")).collect(),
            neighbourhood: hood.parse().expect("a slug"),
            when: vec![TimeBand::Mornings, TimeBand::Weekend],
            text: "Ho la macchina.".to_owned(),
            person: person(),
            language: "it".to_owned(),
        };
        kiosk.offer_time(&offer).await.expect("the hub takes an offer");
    }
}

/// What the demo calls whoever works at central.
const STAFF_NAME: &str = "central-staff (central)";

/// Projects in several states: one left, one being written, and at central one in each hand.
async fn projects_of(
    city: &City,
    kiosk: &Kiosk,
    operator: &Console,
) -> Vec<(&'static str, projects::Project)> {
    let login = city.login("central", "central-staff");
    let staff = Console::sign_in(&city.url(0), &login).await;
    let admin = Console::sign_in(&city.url(0), &city.login("central", "admin")).await;
    let second =
        Login { name: "valutatrice".to_owned(), password: town::PASSWORD.to_owned(), ..login };
    let deadline = std::time::Instant::now() + crate::PATIENCE;
    let named = ("Chiara Verdi", "central-staff");
    town::open_account(&admin, &city.url(0), &second, named, "city", deadline).await;
    let evaluator = Console::sign_in(&city.url(0), &second).await;
    projects::organisation(operator, "Circolo Arci Casazza", "01234567897").await;
    let mut all = Vec::new();
    for (state, title, words, facets) in [
        (
            "draft",
            "Il sabato in palestra",
            "Tenere aperta la palestra il sabato sera per i ragazzi",
            ["youth", "sport", "places"],
        ),
        (
            "admissibility",
            "La spesa a casa",
            "Portare la spesa agli anziani soli di Mompiano",
            ["frail-older", "home-help", "loneliness"],
        ),
        (
            "review",
            "Compagnia e spesa",
            "Andare a trovare gli anziani soli e portare la spesa",
            ["frail-older", "home-help", "loneliness"],
        ),
        (
            "evaluation",
            "Pranzo del giovedì",
            "Un pranzo insieme ogni giovedì per chi è solo",
            ["older", "food", "loneliness"],
        ),
        (
            "running",
            "Orto della scuola",
            "Un orto nel cortile della scuola con gli attrezzi in comune",
            ["children", "green", "environment"],
        ),
        (
            "not-admissible",
            "Concerto in piazza",
            "Un concerto in piazza a giugno",
            ["everyone", "culture", "places"],
        ),
    ] {
        let said = Said {
            theme: "giovani-nei-quartieri",
            hood: "mompiano",
            words,
            title,
            facets,
            days: ["2027-01-01", "2027-12-31"],
            exchange: ["staff", "space"],
        };
        let project = projects::left(kiosk, &said).await;
        projects::begun(operator, &project, &said).await;
        projects::written(operator, &project, &["Auser Mompiano", "Circolo Arci Casazza"]).await;
        if state != "draft" {
            projects::handed_in(operator, &staff, &project).await;
        }
        match state {
            "not-admissible" => {
                let why = "Un concerto solo non dice che cosa migliora dopo.";
                projects::judged(&staff, &project, Some(why)).await;
            }
            "review" => projects::judged(&staff, &project, None).await,
            "evaluation" | "running" => {
                projects::judged(&staff, &project, None).await;
                projects::to_evaluate(&staff, &project, &[STAFF_NAME, "Chiara Verdi"]).await;
                projects::scored(&staff, &project, "9").await;
            }
            _ => {}
        }
        if state == "running" {
            projects::scored(&evaluator, &project, "5").await;
            running(&staff, &project).await;
        }
        all.push((state, project));
    }
    all
}

/// Promoted, with its sheet, under way with two milestones.
async fn running(staff: &Console, project: &projects::Project) {
    let page = &project.page;
    projects::decided(staff, project, "promote", "Unisce scuola, famiglie e quartiere.").await;
    let sheet = [
        ("code", "BS-2027-04"),
        ("name", project.title),
        ("programme", "Brescia Città del Noi"),
        ("body", "Comune di Brescia"),
        ("cup", "F39G16000350007"),
        ("officer", "Una funzionaria"),
        ("starts", "2027-01-01"),
        ("ends", "2027-12-31"),
        ("programmed", "18.500"),
        ("admitted", "18.500"),
        ("binding", "12.000"),
        ("disbursed", "4.000"),
        ("summary", "Un orto curato da classi e vicini."),
        ("intervention", "Preparare il terreno"),
        ("intervention-summary", "Aiuole rialzate, raggiungibili in carrozzina."),
    ];
    staff.send(&format!("{page}/sheet"), &format!("{page}/sheet"), &sheet).await;
    let day = staff.page(page).await;
    let day = attribute_after(&day, "name=\"on\"", "value").to_owned();
    for (step, words) in [("fund", "Bando di quartiere"), ("agree", "Repertorio 12"), ("start", "")]
    {
        projects::moved(staff, project, step, &day, words).await;
    }
    for (name, due) in [("Le aiuole sono pronte", "2025-03-01"), ("Primo raccolto", "2027-06-01")] {
        staff.send(page, &format!("{page}/milestone"), &[("name", name), ("due", due)]).await;
    }
}
