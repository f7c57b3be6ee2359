//! Needs from a file: a try that lists every line that would be refused, then, when none is left, the recording. The
//! same line twice is one need, because its id is worked out from the line.

use askama::Template;
use axum::http::StatusCode;
use protocol::kiosk::{LeaveNeed, NeedDetails, Urgency};
use protocol::{Channel, CommandId, PersonDetails, Problem, Relation};

use crate::city::City;
use crate::command::Command;
use crate::context::Fail;
use crate::requests::{self, decide};
use crate::store::rows::word;
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{Fault, Outcome, Visit, go};

/// The columns of a file, in any order; the first two must be there.
const COLUMNS: [&str; 11] = [
    "category",
    "neighbourhood",
    "text",
    "urgency",
    "relation",
    "name",
    "phone",
    "address",
    "language",
    "needed_by",
    "channel",
];
/// How many of them must be there.
const NEEDED: usize = 2;
/// Most lines of one file.
const LINES_MAX: usize = 2_000;
const URGENCIES: [Urgency; 3] = [Urgency::Today, Urgency::ThisWeek, Urgency::NoHurry];
const RELATIONS: [Relation; 5] =
    [Relation::Oneself, Relation::Family, Relation::Neighbour, Relation::Customer, Relation::Other];
const CHANNELS: [Channel; 3] = [Channel::Paper, Channel::Phone, Channel::Console];

struct Bad {
    line: u64,
    why: String,
}

#[derive(Template)]
#[template(path = "requests/import.html")]
struct Import {
    page: Page,
    tried: bool,
    good: usize,
    bad: Vec<Bad>,
    text: String,
    columns: Vec<&'static str>,
    command: String,
}

pub(super) async fn form(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Requests, "needs-import-title").await;
    show_as(StatusCode::OK, &blank(page))
}

fn blank(page: Page) -> Import {
    Import {
        tried: false,
        good: 0,
        bad: Vec::new(),
        text: String::new(),
        columns: COLUMNS.to_vec(),
        command: page.fresh(),
        page,
    }
}

/// Tries a file, and records it when whoever sends it has seen that nothing in it is wrong.
pub(super) async fn run(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Requests, "needs-import-title").await;
    let text = match visit.file() {
        Some(file) => String::from_utf8_lossy(&file.bytes).into_owned(),
        None => visit.posted.text("text").to_owned(),
    };
    let text = text.trim_start_matches('\u{feff}').to_owned();
    if text.trim().is_empty() {
        let problem = Problem::invalid("file-missing");
        let status = status_of(&problem);
        return show_as(status, &blank(page.refusing(problem)));
    }
    let (needs, bad) = try_all(&visit, &page, &text)?;
    if bad.is_empty() && visit.posted.text("record") == "yes" {
        for (need, channel) in &needs {
            let ctx = visit.app.node.ctx(need.id, visit.actor()?, *channel);
            let leave = Command::Requests(requests::Command::Leave(need.clone()));
            visit.app.node.submit(ctx, leave).await?;
        }
        return go("/requests?done=needs-imported");
    }
    let template = Import { tried: true, good: needs.len(), bad, text, ..blank(page) };
    show_as(StatusCode::OK, &template)
}

type Tried = (Vec<(LeaveNeed, Channel)>, Vec<Bad>);

fn try_all(visit: &Visit, page: &Page, text: &str) -> Result<Tried, Fault> {
    let node = &visit.app.node;
    let city = node.known_city()?;
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut needs, mut bad) = (Vec::new(), Vec::new());
    let headers = reader.headers().cloned().unwrap_or_default();
    let place = |name: &str| headers.iter().position(|header| header.eq_ignore_ascii_case(name));
    let missing: Vec<&str> =
        COLUMNS[..NEEDED].iter().copied().filter(|name| place(name).is_none()).collect();
    if !missing.is_empty() {
        let why = page.w.a("diary-import-columns-missing", "names", missing.join(", "));
        return Ok((needs, vec![Bad { line: 1, why }]));
    }
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                bad.push(Bad { line, why: told(page, Problem::invalid("line-unreadable")) });
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if needs.len() + bad.len() >= LINES_MAX {
            let why = told(page, Problem::invalid("out-of-range").with("most", LINES_MAX));
            bad.push(Bad { line, why });
            break;
        }
        let field = |name: &str| place(name).and_then(|at| record.get(at)).unwrap_or_default();
        let id = id_of(node.id().as_str(), &record);
        let read = read(page, &city, &field, id);
        match read.and_then(|(need, channel)| checked(page, &city, need).map(|n| (n, channel))) {
            Ok(need) => needs.push(need),
            Err(why) => bad.push(Bad { line, why }),
        }
    }
    Ok((needs, bad))
}

fn told(page: &Page, mut problem: Problem) -> String {
    page.w.word(&mut problem);
    problem.title
}

/// A need as it would be taken, or why it would not.
fn checked(page: &Page, city: &City, need: LeaveNeed) -> Result<LeaveNeed, String> {
    let known = requests::known(city, &need).map_err(|fail| match fail {
        Fail::Refused(problem) => problem,
        Fail::Failed(error) => crate::node::problem_of(&error),
    });
    let day = || requests::day_ahead(city, &need, page.times.now_ms).map_err(Problem::from);
    let rest = || decide::check(&need).map_err(Problem::from);
    let all = known.and_then(|()| rest()).and_then(|_| day());
    all.map_err(|problem| {
        let field = problem.field.clone().unwrap_or_default();
        let why = told(page, problem);
        if field.is_empty() { why } else { format!("{field}: {why}") }
    })?;
    Ok(need)
}

fn read<'r>(
    page: &Page,
    city: &City,
    field: &impl Fn(&str) -> &'r str,
    id: CommandId,
) -> Result<(LeaveNeed, Channel), String> {
    let unknown = |column: &str| {
        let value: String = field(column).chars().take(40).collect();
        page.w.all("needs-import-word", &[("column", column), ("value", &value)])
    };
    let is = |slug: &str, name: String, text: &str| slug == text || same(&name, text);
    let category = field("category");
    let category = city
        .categories
        .iter()
        .map(|category| category.slug.as_str())
        .find(|slug| is(slug, page.category(slug), category))
        .and_then(|slug| slug.parse().ok())
        .ok_or_else(|| unknown("category"))?;
    let hood = field("neighbourhood");
    let neighbourhood = page
        .neighbourhoods()
        .into_iter()
        .find(|slug| is(slug, page.neighbourhood(slug), hood))
        .and_then(|slug| slug.parse().ok())
        .ok_or_else(|| unknown("neighbourhood"))?;
    let urgency = one(page, "urgency", field("urgency"), &URGENCIES, Urgency::ThisWeek);
    let relation = one(page, "relation", field("relation"), &RELATIONS, Relation::Oneself);
    let channel = one(page, "channel", field("channel"), &CHANNELS, Channel::Paper);
    let language = field("language");
    let language = if language.is_empty() { "it" } else { language };
    let spoken = city.languages.iter().any(|tag| tag == language);
    let need = LeaveNeed {
        id,
        category,
        neighbourhood,
        urgency: urgency.ok_or_else(|| unknown("urgency"))?,
        text: field("text").to_owned(),
        relation: relation.ok_or_else(|| unknown("relation"))?,
        person: PersonDetails {
            name: field("name").to_owned(),
            phone: field("phone").to_owned(),
            address: field("address").to_owned(),
        },
        language: if spoken { language.to_owned() } else { return Err(unknown("language")) },
        more: NeedDetails { needed_by: field("needed_by").to_owned(), ..NeedDetails::default() },
    };
    Ok((need, channel.ok_or_else(|| unknown("channel"))?))
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// One of a closed list, by its word or by what it is called; the first choice where nothing is written.
fn one<T: Copy + serde::Serialize>(
    page: &Page,
    family: &str,
    text: &str,
    all: &[T],
    unless: T,
) -> Option<T> {
    if text.is_empty() {
        return Some(unless);
    }
    let named = |value: &T| {
        let slug = word(value);
        slug == text || same(&page.w.of(family, &slug), text)
    };
    all.iter().copied().find(named)
}

/// The id of the need in a line: the same line at the same hub is the same need.
fn id_of(hub: &str, record: &csv::StringRecord) -> CommandId {
    let mut hasher = blake3::Hasher::new();
    hasher.update(hub.as_bytes());
    for field in record {
        hasher.update(&u64::try_from(field.len()).unwrap_or_default().to_be_bytes());
        hasher.update(field.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    CommandId::new(uuid::Builder::from_random_bytes(bytes).into_uuid())
}
