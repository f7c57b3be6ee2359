//! All projects, to be looked through: by words, kind, where they stand and what they are part of.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use radar::{Target, Vocabulary as _};

use super::{Face, Ground, Here, Look, PictureView, href, other, paths, stars};
use crate::showcase::{Kind, Shown, Stand};
use crate::web::address;
use crate::web::form::Choice;
use crate::web::words::Words;

/// Projects on a page.
const ON_A_PAGE: usize = 24;

/// A project among others.
pub(super) struct Card {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) kind: String,
    pub(super) tone: &'static str,
    pub(super) code: String,
    pub(super) stand: String,
    pub(super) stand_tone: &'static str,
    pub(super) period: String,
    pub(super) body: String,
    pub(super) picture: Option<PictureView>,
    pub(super) stars: String,
}

impl Card {
    pub(super) fn of(w: Words, ground: &Ground, project: &Shown) -> Self {
        let stand = project.stand(ground.times.day_at(ground.times.now_ms));
        let dated = project.starts.is_some() || project.ends.is_some();
        Self {
            href: href(w, &project.slug),
            title: project.title.clone(),
            summary: project.summary.clone(),
            kind: w.of("shown-kind", project.kind.slug()),
            tone: tone(project.kind),
            code: project.code.clone().unwrap_or_default(),
            stand: if dated { w.of("shown-stand", stand.slug()) } else { String::new() },
            stand_tone: stand_tone(stand),
            period: ground.period(w, project),
            body: project.body.clone().unwrap_or_default(),
            picture: ground.pictures_of(project).next().map(PictureView::of),
            stars: stars::of_one(&project.slug, 480, 200),
        }
    }
}

/// The colour a kind goes with, which its word stands beside.
pub(super) const fn tone(kind: Kind) -> &'static str {
    match kind {
        Kind::Project => "blue",
        Kind::Programme => "violet",
        Kind::WorkSite => "teal",
        Kind::Action => "orange",
    }
}

pub(super) const fn stand_tone(stand: Stand) -> &'static str {
    match stand {
        Stand::Coming => "orange",
        Stand::Running => "green",
        Stand::Ended => "slate",
    }
}

#[derive(Template)]
#[template(path = "showcase/list.html")]
struct List {
    face: Face,
    stars: String,
    cards: Vec<Card>,
    found: usize,
    all: usize,
    filtered: bool,
    q: String,
    kinds: Vec<Choice>,
    stands: Vec<Choice>,
    programmes: Vec<Choice>,
    targets: Vec<Choice>,
    place_choices: Vec<Choice>,
    orders: Vec<Choice>,
    before: String,
    after: String,
    hubs: usize,
    met: i64,
    antennae: i64,
}

pub(super) async fn page(look: Look) -> Response {
    let w = look.w;
    let ground = match look.ground().await {
        Ok(ground) => ground,
        Err(problem) => return look.refuse(problem),
    };
    let figures = look.figures().await.unwrap_or_default();
    let asked = |name: &str| look.asked.trimmed(name);
    let (q, kind, stand) = (asked("q"), asked("kind"), asked("stand"));
    let (programme, order) = (asked("in"), asked("order"));
    let (target, place) = (asked("for"), asked("place"));
    let today = ground.times.day_at(ground.times.now_ms);
    let mut found: Vec<&Shown> = ground
        .all
        .iter()
        .filter(|one| kind.is_empty() || one.kind.slug() == kind)
        .filter(|one| stand.is_empty() || one.stand(today).slug() == stand)
        .filter(|one| {
            programme.is_empty()
                || one.slug == programme
                || one.part_of.as_deref() == Some(programme)
        })
        .filter(|one| target.is_empty() || targets(one).any(|one| one.slug() == target))
        .filter(|one| place.is_empty() || one.places.iter().any(|slug| slug == place))
        .filter(|one| one.says(q))
        .collect();
    match order {
        "name" => found.sort_by_cached_key(|one| one.title.to_lowercase()),
        "start" => found.sort_by_key(|one| std::cmp::Reverse(one.starts)),
        // As the city has them: what holds others first.
        _ => {}
    }
    let from = asked("from").parse::<usize>().unwrap_or(0) / ON_A_PAGE * ON_A_PAGE;
    let there = |from: usize| {
        let from = from.to_string();
        let fields = [("q", q), ("kind", kind), ("stand", stand), ("in", programme)];
        let fields = fields.into_iter().chain([("for", target), ("place", place)]);
        let fields = fields.chain([("order", order), ("from", from.as_str())]);
        address::with(paths(w.language)[0], fields)
    };
    let cards =
        found.iter().skip(from).take(ON_A_PAGE).map(|one| Card::of(w, &ground, one)).collect();
    let names: Vec<&str> = ground.all.iter().map(|one| one.slug.as_str()).collect();
    let title = w.a("shown-title", "city", &ground.city.name);
    let about = w.a("shown-about", "city", &ground.city.name);
    let mut face = look.face(&ground.city, Here::List, title, about, paths(other(w.language))[0]);
    face.image = ground.pictures.first().map(PictureView::of).map(|one| (one.large, one.alt));
    let template = List {
        face,
        stars: stars::constellation(&names, 1_200, 320),
        before: if from > 0 { there(from - ON_A_PAGE) } else { String::new() },
        after: if from + ON_A_PAGE < found.len() { there(from + ON_A_PAGE) } else { String::new() },
        cards,
        found: found.len(),
        all: ground.all.len(),
        filtered: [q, kind, stand, programme, target, place].iter().any(|field| !field.is_empty()),
        q: q.to_owned(),
        kinds: choices(w, "shown-any-kind", "shown-kind", kind, kinds(&ground).map(Kind::slug)),
        stands: choices(
            w,
            "shown-any-stand",
            "shown-stand",
            stand,
            Stand::ALL.iter().map(|stand| stand.slug()),
        ),
        programmes: programmes(w, &ground, programme),
        targets: target_choices(w, &ground, target),
        place_choices: place_choices(w, &ground, place),
        orders: ["", "start", "name"]
            .map(|one| {
                let key = if one.is_empty() { "city" } else { one };
                Choice::new(one, w.of("shown-order", key), order)
            })
            .to_vec(),
        hubs: ground.city.hubs.len(),
        met: figures.met,
        antennae: figures.antennae,
    };
    look.show(StatusCode::OK, &template)
}

/// The kinds there are.
fn kinds(ground: &Ground) -> impl Iterator<Item = Kind> {
    let there = |kind: &Kind| ground.all.iter().any(|one| one.kind == *kind);
    Kind::ALL.iter().copied().filter(there)
}

fn choices(
    w: Words,
    any: &str,
    family: &str,
    now: &str,
    all: impl Iterator<Item = &'static str>,
) -> Vec<Choice> {
    let first = Choice::new("", w.t(any), now);
    std::iter::once(first)
        .chain(all.map(|slug| Choice::new(slug, w.of(family, slug), now)))
        .collect()
}

/// Whom a project of the desk is for.
fn targets(project: &Shown) -> impl Iterator<Item = Target> {
    project.desk.iter().flat_map(|desk| desk.targets.iter().copied())
}

/// Whom projects are for (E26); nothing where none says it.
fn target_choices(w: Words, ground: &Ground, now: &str) -> Vec<Choice> {
    let there = |one: &Target| ground.all.iter().any(|project| targets(project).any(|t| t == *one));
    let slugs = Target::ALL.iter().copied().filter(there).map(Target::slug);
    let all = choices(w, "shown-any-people", "desk-target", now, slugs);
    if all.len() > 1 { all } else { Vec::new() }
}

/// Neighbourhoods that projects are for; nothing where none says it.
fn place_choices(w: Words, ground: &Ground, now: &str) -> Vec<Choice> {
    let hoods = ground.city.zones.iter().flat_map(|zone| &zone.neighbourhoods);
    let there = hoods.filter(|hood| ground.projects_in(&hood.slug) > 0);
    let there = there.map(|hood| Choice::new(&hood.slug, &hood.name, now));
    let all: Vec<Choice> =
        std::iter::once(Choice::new("", w.t("shown-any-place"), now)).chain(there).collect();
    if all.len() > 1 { all } else { Vec::new() }
}

/// What holds others; nothing where nothing does.
fn programmes(w: Words, ground: &Ground, now: &str) -> Vec<Choice> {
    let holds =
        |one: &&Shown| ground.all.iter().any(|other| other.part_of.as_ref() == Some(&one.slug));
    let holders: Vec<Choice> = ground
        .all
        .iter()
        .filter(holds)
        .map(|one| Choice::new(&one.slug, &one.title, now))
        .collect();
    if holders.is_empty() {
        return holders;
    }
    std::iter::once(Choice::new("", w.t("shown-any-programme"), now)).chain(holders).collect()
}
