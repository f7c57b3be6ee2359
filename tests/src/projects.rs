//! A project, from an idea left at a kiosk to what central decides about it, by the forms of the console.

use protocol::kiosk::{IdeaDetails, LeaveIdea};
use protocol::{IdeaId, PersonDetails, ProjectId};

use crate::PATIENCE;
use crate::console::Console;
use crate::kiosk::{Kiosk, fresh};

/// What a project says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    /// A theme of ideas of the city.
    pub theme: &'static str,
    /// A neighbourhood.
    pub hood: &'static str,
    /// What whoever left the idea wrote.
    pub words: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Whom it is for, what is done, which need it meets: words of the closed lists.
    pub facets: [&'static str; 3],
    /// First and last day.
    pub days: [&'static str; 2],
    /// What it offers and what it looks for.
    pub exchange: [&'static str; 2],
}

/// An idea and the project it becomes.
#[derive(Debug, Clone)]
pub struct Project {
    /// The idea's page.
    pub idea: String,
    /// The project's page.
    pub page: String,
    /// What it is called.
    pub title: &'static str,
    /// The code of its slip.
    pub slip: String,
}

/// Every section with words enough to say something.
const SECTIONS: [(&str, &str); 5] = [
    (
        "need",
        "Chi ha più di settantacinque anni e vive solo esce poco: lo dicono i medici di base e le parrocchie del quartiere.",
    ),
    (
        "action",
        "Due volte alla settimana volontari formati portano la spesa e si fermano a parlare; una volta al mese si pranza insieme.",
    ),
    (
        "system",
        "Lavoriamo con il portierato, i servizi sociali e le farmacie: ognuno segnala e nessuno fa due volte la stessa cosa.",
    ),
    (
        "sustainability",
        "Gli enti mettono ore e mezzi propri; il contributo serve solo il primo anno, poi bastano quote e donazioni.",
    ),
    (
        "measure",
        "Meno persone si sentono sole e più persone escono almeno una volta alla settimana: lo chiediamo a tutti ogni tre mesi.",
    ),
];

/// Leaves the idea at the kiosk.
///
/// # Panics
/// When the hub does not take it.
pub async fn left(kiosk: &Kiosk, said: &Said) -> Project {
    let id = fresh();
    let idea = LeaveIdea {
        id,
        theme: said.theme.parse().expect("a slug"),
        neighbourhood: Some(said.hood.parse().expect("a slug")),
        text: said.words.to_owned(),
        person: PersonDetails { name: "Bruno Prova".to_owned(), ..PersonDetails::default() },
        language: "it".to_owned(),
        more: IdeaDetails::default(),
    };
    let slip = kiosk.leave_idea(&idea).await.expect("the hub takes an idea");
    let project = ProjectId::of_idea(IdeaId::from(id));
    Project {
        idea: format!("/ideas/{id}"),
        page: format!("/projects/{project}"),
        title: said.title,
        slip: slip.code.as_str().to_owned(),
    }
}

/// The value of the option of a select that reads so.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn option(page: &str, field: &str, label: &str) -> String {
    let select = page.split_once(&format!("name=\"{field}\"")).map_or("", |(_, rest)| rest);
    let select = select.split("</select>").next().unwrap_or_default();
    let before = select.split(&format!(">{label}</option>")).next().unwrap_or_default();
    assert!(before.len() < select.len(), "no {label} in {field}: {select}");
    let value = before.rsplit("value=\"").next().unwrap_or_default();
    value.split('"').next().unwrap_or_default().to_owned()
}

/// The values of a select, in order.
#[must_use]
pub fn option_values(page: &str, field: &str) -> Vec<String> {
    let select = page.split_once(&format!("<select class=\"input\" id=\"field-{field}\""));
    let select = select.map_or("", |(_, rest)| rest.split("</select>").next().unwrap_or_default());
    let values = select.split("<option value=\"").skip(1);
    let values = values.filter_map(|rest| rest.split('"').next()).filter(|text| !text.is_empty());
    values.map(str::to_owned).collect()
}

/// Enters an organisation into the register.
///
/// # Panics
/// When it is refused.
pub async fn organisation(operator: &Console, name: &str, tax_code: &str) {
    let form = operator.page("/organisations/new").await;
    let fields = [
        ("name", name),
        ("kind", "ets"),
        ("tax_code", tax_code),
        ("roles", "activities"),
        ("section", "odv"),
        ("runts_number", "12345"),
        ("checked_on", "2026-01-15"),
        ("contact_name", "La segreteria"),
        ("phone", "030 000 001"),
    ];
    let (status, page) = operator.send_from(&form, "/organisations/new", &fields).await;
    assert!(status.is_success(), "{status}: {page}");
}

/// Begins to write it, with its outline.
pub async fn begun(operator: &Console, project: &Project, said: &Said) {
    let idea = &project.idea;
    operator.send(idea, &format!("{idea}/begin"), &[]).await;
    let outline = [
        ("title", said.title),
        ("target", said.facets[0]),
        ("activity", said.facets[1]),
        ("need", said.facets[2]),
        ("place", said.hood),
        ("from", said.days[0]),
        ("to", said.days[1]),
        ("offer", said.exchange[0]),
        ("looks-for", said.exchange[1]),
    ];
    operator.send(&format!("{idea}/write"), &format!("{idea}/outline"), &outline).await;
}

/// Writes all of it, for these organisations of the register.
pub async fn written(operator: &Console, project: &Project, organisations: &[&str]) {
    let (write, act) =
        (format!("{}/write", project.idea), |what: &str| format!("{}/{what}", project.idea));
    for name in organisations {
        let page = operator.page(&write).await;
        let id = option(&page, "organisation", name);
        operator.send(&write, &act("partner"), &[("organisation", &id)]).await;
    }
    for (section, text) in SECTIONS {
        let fields = [("section", section), ("base", "0"), ("settles", ""), ("text", text)];
        operator.send(&write, &act("section"), &fields).await;
    }
    let budget = [
        ("cost", "18.500,00"),
        ("income-own", "6.500"),
        ("income-grant", "12.000"),
        ("after-cost-1", "5.000"),
        ("after-income-1", "5.000"),
        ("after-how-1", "Quote e donazioni"),
    ];
    operator.send(&write, &act("budget"), &budget).await;
    let measure = [
        ("indicator", "elders-visited"),
        ("baseline", "12"),
        ("target-value", "60"),
        ("how", "registro delle visite, ogni mese"),
    ];
    operator.send(&write, &act("measure"), &measure).await;
}

/// Hands it in and waits until central has it.
pub async fn handed_in(operator: &Console, staff: &Console, project: &Project) {
    let (idea, write) = (&project.idea, format!("{}/write", project.idea));
    operator.send(&write, &format!("{idea}/submit"), &[]).await;
    sees(staff, &project.page, project.title).await;
}

/// Answers the three requirements and signs; `no` is the reason of a no to the last one.
pub async fn judged(staff: &Console, project: &Project, no: Option<&str>) {
    let page = &project.page;
    for requirement in ["of-system", "sustainable", "measurable"] {
        let (answer, reason) = match no {
            Some(reason) if requirement == "measurable" => ("no", reason),
            Some(_) | None => ("yes", ""),
        };
        let (answer_field, reason_field) =
            (format!("answer-{requirement}"), format!("reason-{requirement}"));
        let fields = [
            ("requirement", requirement),
            (answer_field.as_str(), answer),
            (reason_field.as_str(), reason),
        ];
        staff.send(page, &format!("{page}/judge"), &fields).await;
    }
    staff.send(page, &format!("{page}/sign"), &[]).await;
}

/// Goes on to the evaluation, and names who is to score it.
pub async fn to_evaluate(staff: &Console, project: &Project, evaluators: &[&str]) {
    let page = &project.page;
    staff.send(page, &format!("{page}/close"), &[]).await;
    for name in evaluators {
        let text = staff.page(page).await;
        let id = option(&text, "evaluator", name);
        staff.send(page, &format!("{page}/evaluator"), &[("evaluator", &id)]).await;
    }
}

/// Scores it, with the same points for every criterion; whoever has not yet declared to be in no conflict does so first.
pub async fn scored(evaluator: &Console, project: &Project, points: &str) {
    let declare = format!("{}/declare", project.page);
    if evaluator.page(&project.page).await.contains(&declare) {
        evaluator.send(&project.page, &declare, &[]).await;
    }
    let fields = [
        ("score-of-system", points),
        ("score-sustainable", points),
        ("score-measurable", points),
        ("score-impact", points),
    ];
    evaluator.send(&project.page, &format!("{}/score", project.page), &fields).await;
}

/// Signs what becomes of it.
pub async fn decided(staff: &Console, project: &Project, outcome: &str, reason: &str) {
    let fields = [("outcome", outcome), ("reason", reason)];
    staff.send(&project.page, &format!("{}/decide", project.page), &fields).await;
}

/// Takes a step of its life after it was promoted.
pub async fn moved(staff: &Console, project: &Project, step: &str, on: &str, words: &str) {
    let fields = [("step", step), ("on", on), ("words", words)];
    staff.send(&project.page, &format!("{}/move", project.page), &fields).await;
}

/// Waits until a page says something; gives the page.
///
/// # Panics
/// When it does not in time.
pub async fn sees(console: &Console, path: &str, text: &str) -> String {
    let deadline = std::time::Instant::now() + PATIENCE;
    loop {
        let page = console.page(path).await;
        if page.contains(text) {
            return page;
        }
        assert!(std::time::Instant::now() < deadline, "not in time: {text} on {path}\n{page}");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}
