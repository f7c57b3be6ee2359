//! Needs from a file: a try that lists every line that would be refused, then, when none is left, the recording. The
//! same line twice is one need, because its id is worked out from the line.

use protocol::kiosk::{LeaveNeed, NeedDetails, Urgency};
use protocol::{Channel, CommandId, PersonDetails, Problem, Relation};

use crate::city::City;
use crate::command::Command;
use crate::context::Fail;
use crate::requests::{self, decide};
use crate::store::rows::word;
use crate::web::lines::{self, Line, Sort};
use crate::web::page::{Page, Section};
use crate::web::visit::{Outcome, Visit, go};

const SORT: Sort = Sort {
    section: Section::Requests,
    family: "needs-import",
    action: "/requests/import",
    back: ("/requests/new", "intake-title"),
    columns: &[
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
    ],
    needed: 2,
};
const URGENCIES: [Urgency; 3] = [Urgency::Today, Urgency::ThisWeek, Urgency::NoHurry];
const RELATIONS: [Relation; 5] =
    [Relation::Oneself, Relation::Family, Relation::Neighbour, Relation::Customer, Relation::Other];
const CHANNELS: [Channel; 3] = [Channel::Paper, Channel::Phone, Channel::Console];

pub(super) async fn form(visit: Visit) -> Outcome {
    SORT.blank(SORT.page(&visit).await)
}

/// Tries a file, and records it when whoever sends it has seen that nothing in it is wrong.
pub(super) async fn run(visit: Visit) -> Outcome {
    let page = SORT.page(&visit).await;
    let Some(text) = lines::sent(&visit) else { return SORT.nothing_sent(page) };
    let node = &visit.app.node;
    let city = node.known_city()?;
    let tried = SORT.read(&page, &text, |line| {
        let (need, channel) = read(&page, &city, line, id_of(node.id().as_str(), line))?;
        checked(&page, &city, need).map(|need| (need, channel))
    });
    if lines::wants_recorded(&visit, &tried) {
        for (need, channel) in &tried.good {
            let ctx = node.ctx(need.id, visit.actor()?, *channel);
            let leave = Command::Requests(requests::Command::Leave(need.clone()));
            node.submit(ctx, leave).await?;
        }
        return go("/requests?done=needs-imported");
    }
    SORT.tried(page, tried, text)
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
        let why = page.w.told(&problem);
        if field.is_empty() { why } else { format!("{field}: {why}") }
    })?;
    Ok(need)
}

fn read(
    page: &Page,
    city: &City,
    line: &Line<'_>,
    id: CommandId,
) -> Result<(LeaveNeed, Channel), String> {
    let field = |name: &str| line.field(name);
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
fn id_of(hub: &str, line: &Line<'_>) -> CommandId {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&line.print(hub)[..16]);
    CommandId::new(uuid::Builder::from_random_bytes(bytes).into_uuid())
}
