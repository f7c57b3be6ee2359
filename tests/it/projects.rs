//! The whole path of a project: an idea left at a kiosk, written at its hub, judged, scored by two and signed at central,
//! with the figures of the sheets that Bologna and Venezia published; and the ways on which it ends earlier, with its reasons.

use protocol::kiosk::StepWord;
use town::console::Console;
use town::projects::{self, Project, Said, sees};
use town::town::{Engine, Town};

const BOLOGNA: &str = include_str!("../../cities/bologna.toml");
const VENEZIA: &str = include_str!("../../cities/venezia.toml");
/// The city's source names no hubs; one is needed to leave an idea at.
const HUB: &str = "\n[[hub]]\nslug = \"hub-1\"\nname = \"HUB 1\"\nneighbourhood = \"comune\"\n\
    slip_prefix = \"HA\"\n";

/// The sheet of the city's file, as it was published.
fn published() -> toml::Table {
    let file: toml::Table = BOLOGNA.parse().unwrap();
    file["project_sheet"][0].as_table().unwrap().clone()
}

fn text(table: &toml::Table, key: &str) -> String {
    let value = &table[key];
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Everything of the published sheet but its CUP and its amounts, as somebody types it into the form.
fn typed(sheet: &toml::Table) -> Vec<(String, String)> {
    let mut fields = vec![("body".to_owned(), "Comune di Bologna".to_owned())];
    for (field, key) in [
        ("code", "code"),
        ("name", "name"),
        ("programme", "funded_by"),
        ("action", "action"),
        ("officer", "responsible_officer"),
        ("starts", "starts"),
        ("ends", "ends"),
        ("summary", "summary"),
        ("governance", "governance"),
    ] {
        fields.push((field.to_owned(), text(sheet, key)));
    }
    for one in sheet["intervention"].as_array().unwrap() {
        let one = one.as_table().unwrap();
        fields.push(("intervention".to_owned(), text(one, "name")));
        fields.push(("intervention-summary".to_owned(), text(one, "summary")));
    }
    for (at, one) in sheet["linked"].as_array().unwrap().iter().enumerate() {
        fields.push(("linked".to_owned(), text(one.as_table().unwrap(), "code")));
        for shared in one["shares"].as_array().unwrap() {
            fields.push((format!("shares-{at}"), shared.as_str().unwrap().to_owned()));
        }
    }
    fields
}

/// The published sheet in the form in which central keeps sheets.
fn as_kept(sheet: &toml::Table) -> serde_json::Value {
    let of = |key: &str| text(sheet, key);
    serde_json::json!({
        "code": of("code"),
        "name": of("name"),
        "programme": of("funded_by"),
        "action": of("action"),
        "implementing_body": "Comune di Bologna",
        "cup": of("cup"),
        "responsible_officer": of("responsible_officer"),
        "starts": of("starts"),
        "ends": of("ends"),
        "amounts": sheet["amounts"],
        "summary": of("summary"),
        "governance": of("governance"),
        "interventions": sheet["intervention"],
        "linked": sheet["linked"],
    })
}

/// The sheet of a project as central keeps it.
async fn kept_sheet(town: &Town, page: &str) -> serde_json::Value {
    let id = page.trim_start_matches("/projects/");
    let project = town::log::project(&town.central, id).await;
    project["sheet"].clone()
}

struct People {
    operator: Console,
    staff: Console,
    evaluator: Console,
}

async fn people(town: &Town, hub: &str) -> People {
    People {
        operator: town.at(town.hub(hub), "operator").await,
        staff: town.at(&town.central, "central-staff").await,
        evaluator: town.at(&town.central, "evaluator").await,
    }
}

/// From the kiosk to the promotion.
async fn promoted(town: &Town, people: &People, hub: &str, said: &Said) -> Project {
    let People { operator, staff, evaluator } = people;
    let project = projects::left(&town.kiosk(hub), said).await;
    projects::begun(operator, &project, said).await;
    projects::organisation(operator, "Rete delle scuole", "00743110157").await;
    projects::organisation(operator, "Terzo settore in rete", "01234567897").await;
    let organisations = ["Rete delle scuole", "Terzo settore in rete"];
    projects::written(operator, &project, &organisations).await;
    projects::handed_in(operator, staff, &project).await;
    projects::judged(staff, &project, None).await;
    projects::to_evaluate(staff, &project, &["central-staff", "evaluator"]).await;
    projects::scored(staff, &project, "8").await;
    // With one score there is nothing to sign yet.
    let page = staff.page(&project.page).await;
    assert!(!page.contains("Firma: promosso"), "{page}");
    projects::scored(evaluator, &project, "7").await;
    projects::decided(staff, &project, "promote", "Fa sistema con le scuole e le imprese").await;
    let told = town.kiosk(hub).ask_until(&project.slip, StepWord::Promoted).await;
    assert!(told.reasons.iter().any(|reason| reason.contains("Fa sistema")), "{told:?}");
    project
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_that_bologna_published_goes_the_whole_path_and_comes_out_equal() {
    let town = Town::of(Engine::Sqlite, &format!("{BOLOGNA}{HUB}"), &["hub-1"]).await;
    let people = people(&town, "hub-1").await;
    let said = Said {
        theme: "rigenerazione-civica",
        hood: "comune",
        words: "Mettere insieme scuole, imprese e Comune per i ragazzi",
        title: "Accelerazione civica e collaborazione civica - Azioni di supporto",
        facets: ["youth", "networking", "fragmentation"],
        days: ["2016-11-01", "2021-03-30"],
        exchange: ["skills", "space"],
    };
    let project = promoted(&town, &people, "hub-1", &said).await;
    let staff = &people.staff;
    let page = &project.page;

    // A CUP that is none, and amounts in the wrong order, are told; what was typed stays.
    let sheet = format!("{page}/sheet");
    let form = staff.page(&sheet).await;
    let published = published();
    let lines = typed(&published);
    let lines: Vec<(&str, &str)> =
        lines.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let amounts = [
        ("programmed", "412.248,84"),
        ("admitted", "412.248,84"),
        ("binding", "412.248,84"),
        ("disbursed", "412.248,83"),
    ];
    let wrong = [&lines[..], &amounts[..], &[("cup", "F39G1600035000")]].concat();
    let (status, refused) = staff.send_from(&form, &sheet, &wrong).await;
    assert_eq!(status.as_u16(), 422, "{refused}");
    assert!(
        refused.contains("Questo non è un CUP") && refused.contains("Miriam Pepe"),
        "{refused}"
    );
    let right = [&lines[..], &amounts[..], &[("cup", "F39G16000350007")]].concat();
    let (status, kept) = staff.send_from(&refused, &sheet, &right).await;
    assert!(status.is_success(), "{status}\n{kept}");
    assert_eq!(kept_sheet(&town, page).await, as_kept(&published), "all of it, word for word");

    // The page says what the published sheet says, at central and at the hub.
    for (name, value) in [
        ("Codice progetto", "BO3.3.1.b"),
        ("Azione", "Azione 3.3.1"),
        ("Soggetto attuatore", "Comune di Bologna"),
        ("CUP", "F39G16000350007"),
        ("R.U.P.", "Miriam Pepe"),
        ("Importo programmato", "412.248,84 €"),
        ("Importo ammesso a finanziamento", "412.248,84 €"),
        ("Importo giuridicamente vincolante", "412.248,84 €"),
        ("Importo erogato", "412.248,83 €"),
    ] {
        let line = format!("<dt>{name}</dt><dd dir=\"auto\">{value}</dd>");
        sees(staff, page, &line).await;
        sees(&people.operator, page, &line).await;
    }

    // Every hub is asked to make it known, and begins a notice to its antennae from there.
    let spread = [("spread", "Ragazzi e imprese si incontrano")];
    staff.send(page, &format!("{page}/spread"), &spread).await;
    let listed = sees(&people.operator, "/projects", "Ragazzi e imprese si incontrano").await;
    assert!(listed.contains("Da far conoscere") && listed.contains("/notices?text="), "{listed}");

    // From the money to a good practice, with its milestones.
    for (step, on, words) in [
        ("fund", "2016-11-01", ""),
        ("agree", "2016-11-01", "Convenzione"),
        ("start", "2016-11-01", ""),
    ] {
        projects::moved(staff, &project, step, on, words).await;
    }
    let milestone = [("name", "Studio preliminare"), ("due", "2017-06-30")];
    staff.send(page, &format!("{page}/milestone"), &milestone).await;
    let late = staff.page(page).await;
    assert!(late.contains("In ritardo") && late.contains("Raggiunte 0 tappe su 1"), "{late}");
    let id = late.split("name=\"milestone\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    let reached = [("milestone", id.as_str()), ("on", "2017-06-01"), ("note", "Consegnato")];
    staff.send(page, &format!("{page}/reached"), &reached).await;
    assert!(staff.page(page).await.contains("Raggiunte 1 tappe su 1"));
    for (step, words) in
        [("finish", ""), ("report", "Scuole e imprese lavorano insieme"), ("close", "")]
    {
        projects::moved(staff, &project, step, "2021-03-30", words).await;
    }
    projects::moved(staff, &project, "commend", "2021-04-30", "Si può fare altrove").await;
    let told = town.kiosk("hub-1").ask_until(&project.slip, StepWord::GoodPractice).await;
    assert!(!told.can_withdraw, "{told:?}");
    // Somebody joins it at the kiosk, and what they say of it is read by everybody once the desk lets it.
    let (joining, slip) =
        town::desk::joined(&town.kiosk("hub-1"), &project, said.theme, said.hood).await;
    let comment = [("comment", "Sarebbe utile anche il pomeriggio.")];
    people.operator.send(&joining, &format!("{joining}/comment"), &comment).await;
    let follows = town.kiosk("hub-1").ask(&slip).await.unwrap().follows.expect("it is followed");
    assert_eq!(follows.title, said.title);
    assert_eq!(follows.steps.last().unwrap().word, StepWord::GoodPractice);
    sees(staff, "/vetrina/progetti/bo3-3-1-b", "Sarebbe utile anche il pomeriggio.").await;
    public_page(&town, staff, page).await;
    let packet = staff.page(&format!("{page}/packet")).await;
    assert!(packet.starts_with("%PDF"), "{}", &packet.chars().take(40).collect::<String>());
}

/// What everybody reads of the project of Bologna: all that was published of it, in both languages, and nobody who left,
/// counselled or scored it; and nothing any more while central keeps the page back.
async fn public_page(town: &Town, staff: &Console, page: &str) {
    let read = async |path: &str| {
        let answer = reqwest::get(format!("{}{path}", town.central.url)).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let italian = [
        "Comune di Bologna",
        "Raggiunte 1 tappe su 1",
        "Studio preliminare",
        "Fa sistema con le scuole e le imprese",
        "Scuole e imprese lavorano insieme",
        "Si può fare altrove",
        "412.248,83 €",
        "Giovani 14-29 anni",
    ];
    let english = ["Young people", "€412,248.83", "Good practice", "Why it was promoted"];
    for (path, said) in [
        ("/vetrina/progetti/bo3-3-1-b", &italian[..]),
        ("/showcase/projects/bo3-3-1-b", &english[..]),
    ] {
        let (status, text) = read(path).await;
        assert_eq!(status, 200, "{text}");
        let both = ["BO3.3.1.b", "F39G16000350007", "Miriam Pepe", "BO4.1.1a", "Rete delle scuole"];
        for words in said.iter().chain(&both) {
            assert!(text.contains(words), "{words}\n{text}");
        }
        for never in [
            "Bruno Prova",
            "central-staff",
            "evaluator",
            "Bello! Sarebbe",
            "Mettere insieme scuole, imprese",
        ] {
            assert!(!text.contains(never), "{never}\n{text}");
        }
        assert!(!text.contains("<script") && text.contains("og:title"), "{text}");
    }
    assert!(read("/vetrina/racconto").await.1.contains("Tappa raggiunta: Studio preliminare"));
    let list = read("/vetrina?for=youth&place=comune").await.1;
    assert_eq!(list.matches("href=\"/vetrina/progetti/").count(), 1, "{list}");
    let hold = format!("{page}/page");
    staff.send(page, &hold, &[("held", "yes")]).await;
    // The one of the city's file does not come up in its place.
    assert_eq!(read("/vetrina/progetti/bo3-3-1-b").await.0, 404);
    staff.send(page, &hold, &[("held", "no")]).await;
    assert_eq!(read("/vetrina/progetti/bo3-3-1-b").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operation_of_venezia_goes_the_whole_path_with_what_its_presentation_says() {
    let town = Town::of(Engine::Sqlite, VENEZIA, &["hub-1"]).await;
    let people = people(&town, "hub-1").await;
    let said = Said {
        theme: "reti-di-supporto",
        hood: "comune",
        words: "Luoghi dove chi è solo trova qualcuno",
        title: "Costellazioni civiche",
        facets: ["everyone", "networking", "loneliness"],
        days: ["2024-01-01", "2026-12-31"],
        exchange: ["space", "funds"],
    };
    let project = promoted(&town, &people, "hub-1", &said).await;
    let (staff, page) = (&people.staff, &project.page);
    let file: toml::Table = VENEZIA.parse().unwrap();
    let actions = file["macro_action"].as_array().unwrap();
    let actions: Vec<String> =
        actions.iter().map(|one| text(one.as_table().unwrap(), "name")).collect();
    assert_eq!(actions.len(), 5);
    // Nobody types again what the city's file says already.
    let sheet = format!("{page}/sheet");
    let form = staff.page(&format!("{sheet}?from=VE4.4.11.2.a")).await;
    let fields = town::console::fields_of(&form, &sheet);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (status, answer) = staff.send_from(&form, &sheet, &fields).await;
    assert!(status.is_success(), "{status}\n{answer}");
    let kept = kept_sheet(&town, page).await;
    let names: Vec<&str> = kept["interventions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, actions);
    let programme = file["programme"][0].as_table().unwrap();
    for (key, said) in
        [("code", "code"), ("name", "name"), ("programme", "funded_by"), ("summary", "mission")]
    {
        assert_eq!(kept[key], text(programme, said), "{key}");
    }
    assert!(kept["amounts"].is_null() && kept["starts"].is_null(), "no source says them: {kept}");
    let text = staff.page(page).await;
    for said in ["VE4.4.11.2.a", "PN Metro Plus", "Comune di Venezia"]
        .into_iter()
        .chain(actions.iter().map(String::as_str))
    {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // What no source says stands nowhere, and what needs it waits.
    assert!(!text.contains("<dt>CUP</dt>") && !text.contains("Importo programmato"), "{text}");
    assert!(text.contains("Nella scheda mancano gli importi"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_badly_says_why_and_whoever_is_in_conflict_reads_nothing() {
    let town = Town::open(Engine::Sqlite).await;
    let people = people(&town, "mompiano").await;
    let People { operator, staff, evaluator } = &people;
    let said = |title, words| Said {
        theme: "salute-e-welfare",
        hood: "mompiano",
        words,
        title,
        facets: ["frail-older", "home-help", "loneliness"],
        days: ["2027-01-01", "2027-12-31"],
        exchange: ["staff", "space"],
    };
    projects::organisation(operator, "Auser Mompiano", "00743110157").await;
    projects::organisation(operator, "Oratorio San Gottardo", "01234567897").await;
    let kiosk = town.kiosk("mompiano");
    let (mut all, both) = (Vec::new(), ["Auser Mompiano", "Oratorio San Gottardo"]);
    for (title, words) in [
        ("La spesa a casa", "Portare la spesa agli anziani soli"),
        ("Compagnia e spesa", "Andare a trovare gli anziani soli con la spesa"),
    ] {
        let said = said(title, words);
        let project = projects::left(&kiosk, &said).await;
        projects::begun(operator, &project, &said).await;
        projects::written(operator, &project, &both).await;
        all.push(project);
    }
    let [first, second] = all.as_slice() else { panic!("two") };

    // Each is told of the other, with reasons.
    let near = sees(operator, &first.idea, "Compagnia e spesa").await;
    assert!(near.contains("Si sovrappone") && near.contains("Stesso quartiere"), "{near}");
    for project in [first, second] {
        projects::handed_in(operator, staff, project).await;
    }

    // Nothing of a no is to be seen before it is signed; then the slip says why.
    let judge = [
        ("requirement", "measurable"),
        ("answer-measurable", "no"),
        ("reason-measurable", "Nessun valore di partenza"),
    ];
    staff.send(&first.page, &format!("{}/judge", first.page), &judge).await;
    let open = operator.page(&first.page).await;
    assert!(!open.contains("Nessun valore di partenza"), "{open}");
    projects::judged(staff, first, Some("Nessun valore di partenza")).await;
    let told = kiosk.ask_until(&first.slip, StepWord::NotAdmitted).await;
    assert_eq!(told.reasons, ["Nessun valore di partenza"]);
    sees(operator, &first.idea, "Nessun valore di partenza").await;

    // Whoever recuses themselves reads neither project nor packet, and does not score.
    projects::judged(staff, second, None).await;
    projects::to_evaluate(staff, second, &["central-staff", "evaluator"]).await;
    let files = second.idea.replace("/ideas/", "/files/idea.");
    let unsaid = evaluator.page(&second.page).await;
    assert!(unsaid.contains("Auser Mompiano") && unsaid.contains("Lo dichiaro"), "{unsaid}");
    for path in [&second.page, &format!("{}/packet", second.page), &second.idea, &files] {
        let page = evaluator.page(path).await;
        assert!(page.contains("Prima di leggere"), "{path}: {page}");
        assert!(!page.contains("medici di base"), "before they declared: {path}: {page}");
    }
    let recuse = [("conflict", "Sono socia di un ente del progetto")];
    evaluator.send(&second.page, &format!("{}/recuse", second.page), &recuse).await;
    let hidden = evaluator.page(&second.page).await;
    assert!(hidden.contains("Ti sei astenuta") && !hidden.contains("medici di base"), "{hidden}");
    for path in [format!("{}/packet", second.page), second.idea.clone(), files] {
        let page = evaluator.page(&path).await;
        assert!(page.contains("Ti sei astenuta"), "{path}: {page}");
        assert!(!page.contains("medici di base") && !page.starts_with("%PDF"), "{path}: {page}");
    }
    projects::scored(staff, second, "8").await;
    let page = staff.page(&second.page).await;
    assert!(page.contains("Mancano punteggi"), "one score is no quorum\n{page}");
    let defer = [("outcome", "defer"), ("reason", "")];
    let (status, bare) = staff.send_from(&page, &format!("{}/decide", second.page), &defer).await;
    assert_eq!(status.as_u16(), 422, "put off without a word\n{bare}");
}
