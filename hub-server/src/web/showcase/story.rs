//! The collective story of the territory: what happened when, as a line through time, and where, as a map.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

use super::list::{Card, tone};
use super::{Face, Ground, Here, Look, PictureView, href, other, paths, stars};
use crate::catalogue;
use crate::city::Neighbourhood;
use crate::desk::lifecycle::Step;
use crate::node::problem_of;
use crate::showcase::figures::{Figures, LEAST};
use crate::showcase::{Shown, Stand};
use crate::web::address;
use crate::web::cover::{self, Spot, Zone};
use crate::web::words::Words;

/// Something that happened.
struct Moment {
    when: String,
    icon: &'static str,
    tone: &'static str,
    title: String,
    /// Whether the title is in the city's own language.
    own: bool,
    href: String,
    text: String,
    pictures: Vec<PictureView>,
}

/// What happened in a year.
struct Year {
    year: String,
    moments: Vec<Moment>,
}

/// A neighbourhood in the table that says what the map says.
struct Row {
    name: String,
    hubs: String,
    needs: String,
    projects: usize,
    /// The projects of that neighbourhood.
    href: String,
}

/// Where the projects of a neighbourhood are listed.
fn in_place(w: Words, hood: &str) -> String {
    address::with(paths(w.language)[0], [("place", hood)])
}

#[derive(Template)]
#[template(path = "showcase/story.html")]
struct Story {
    face: Face,
    stars: String,
    years: Vec<Year>,
    always: Vec<Card>,
    map: String,
    rows: Vec<(String, Vec<Row>)>,
    met: i64,
    antennae: i64,
    hubs: usize,
    projects: usize,
    least: i64,
}

pub(super) async fn page(look: Look) -> Response {
    let w = look.w;
    let ground = match look.ground().await {
        Ok(ground) => ground,
        Err(problem) => return look.refuse(problem),
    };
    let figures = match look.figures().await {
        Ok(figures) => figures,
        Err(error) => return look.refuse(problem_of(&error)),
    };
    let outlines = async {
        let mut db = look.front.app.node.store.read().await?;
        catalogue::outlines(&mut db).await
    };
    let outlines = match outlines.await {
        Ok(outlines) => outlines,
        Err(error) => return look.refuse(problem_of(&error)),
    };
    let title = w.a("story-title", "city", &ground.city.name);
    let about = w.a("story-about", "city", &ground.city.name);
    let [_, _, there] = paths(other(w.language));
    let mut face = look.face(&ground.city, Here::Story, title, about, there);
    face.image = ground.pictures.last().map(PictureView::of).map(|one| (one.large, one.alt));
    let always = ground.all.iter().filter(|one| one.starts.is_none() && one.ends.is_none());
    let names: Vec<&str> = ground.all.iter().map(|one| one.slug.as_str()).collect();
    let zones = zones(w, &ground, &figures);
    let template = Story {
        face,
        stars: stars::constellation(&names, 1_200, 240),
        years: years(w, &ground, &figures),
        always: always.map(|one| Card::of(w, &ground, one)).collect(),
        map: cover::picture(&w.t("story-map"), &zones, &outlines),
        rows: rows(w, &ground, &figures),
        met: figures.met,
        antennae: figures.antennae,
        hubs: ground.city.hubs.len(),
        projects: ground.all.len(),
        least: LEAST,
    };
    look.show(StatusCode::OK, &template)
}

/// The moments of the story by year, the last first.
fn years(w: Words, ground: &Ground, figures: &Figures) -> Vec<Year> {
    // By the day they are sorted by.
    let mut moments: Vec<(String, Moment)> = Vec::new();
    for project in &ground.all {
        moments.extend(beginning(w, ground, project));
        moments.extend(end(w, ground, project));
        moments.extend(on_the_way(w, ground, project));
    }
    moments.extend(galleries(w, ground));
    for (month, needs) in figures.by_month.iter().filter(|(_, needs)| **needs >= LEAST) {
        let moment = Moment {
            when: ground.times.month_of(month),
            icon: "hand-heart",
            tone: "green",
            title: w.n("story-met", *needs),
            own: false,
            href: String::new(),
            text: w.t("story-met-text"),
            pictures: Vec::new(),
        };
        // After everything of that month.
        moments.push((format!("{month}-99"), moment));
    }
    moments.sort_by(|a, b| b.0.cmp(&a.0));
    let mut years: Vec<Year> = Vec::new();
    for (day, moment) in moments {
        let year = day[..4].to_owned();
        match years.last_mut() {
            Some(last) if last.year == year => last.moments.push(moment),
            _ => years.push(Year { year, moments: vec![moment] }),
        }
    }
    years
}

fn day_in_words(ground: &Ground, project: &Shown, day: &str) -> String {
    if project.months_only {
        ground.times.month_of(&day[..7])
    } else {
        ground.times.whole_day_of(day)
    }
}

fn beginning(w: Words, ground: &Ground, project: &Shown) -> Option<(String, Moment)> {
    let day = project.starts?.to_string();
    let coming = project.stand(ground.times.day_at(ground.times.now_ms)) == Stand::Coming;
    let text = w.t(if coming { "story-will-begin" } else { "story-began" });
    let moment = Moment {
        when: day_in_words(ground, project, &day),
        icon: "flag-banner",
        tone: tone(project.kind),
        title: project.title.clone(),
        own: true,
        href: href(w, &project.slug),
        text,
        pictures: Vec::new(),
    };
    Some((day, moment))
}

fn end(w: Words, ground: &Ground, project: &Shown) -> Option<(String, Moment)> {
    let day = project.ends?.to_string();
    let over = project.stand(ground.times.day_at(ground.times.now_ms)) == Stand::Ended;
    let moment = Moment {
        when: day_in_words(ground, project, &day),
        icon: "check-circle",
        tone: "slate",
        title: project.title.clone(),
        own: true,
        href: href(w, &project.slug),
        text: w.t(if over { "story-ended" } else { "story-will-end" }),
        pictures: Vec::new(),
    };
    Some((day, moment))
}

/// What a project of the desk reached: its promotion, its milestones, what came of it, and that it is an example.
fn on_the_way(w: Words, ground: &Ground, project: &Shown) -> Vec<(String, Moment)> {
    let Some(desk) = &project.desk else { return Vec::new() };
    let moment = |on: Date, icon: &'static str, text: String| {
        let moment = Moment {
            when: ground.day(on),
            icon,
            tone: tone(project.kind),
            title: project.title.clone(),
            own: true,
            href: href(w, &project.slug),
            text,
            pictures: Vec::new(),
        };
        (on.to_string(), moment)
    };
    let told = |step: Step| matches!(step, Step::Promote | Step::Report | Step::Commend);
    let steps = desk.steps.iter().filter(|one| told(one.step));
    let steps = steps.map(|one| {
        let what = w.of("desk-happened", one.step.slug());
        let text = if one.words.is_empty() { what } else { format!("{what}. {}", one.words) };
        moment(one.on, "star", text)
    });
    let reached = desk.milestones.iter().filter_map(|one| {
        let text = w.a("story-reached", "what", &one.name);
        one.reached.map(|on| moment(on, "check", text))
    });
    steps.chain(reached).collect()
}

/// Published pictures, those of one project and month together.
fn galleries(w: Words, ground: &Ground) -> Vec<(String, Moment)> {
    let mut together: BTreeMap<(String, &str), (String, Vec<PictureView>)> = BTreeMap::new();
    for file in &ground.pictures {
        let day = ground.times.day_at(file.at_ms).to_string();
        let place = together.entry((day[..7].to_owned(), file.about.id.as_str())).or_default();
        place.0 = day;
        place.1.push(PictureView::of(file));
    }
    let moment = |((month, slug), (day, mut pictures)): ((String, &str), (String, Vec<_>))| {
        let project = ground.all.iter().find(|one| one.has_files_of(slug))?;
        let count = pictures.len();
        pictures.truncate(4);
        let moment = Moment {
            when: ground.times.month_of(&month),
            icon: "camera",
            tone: "violet",
            title: project.title.clone(),
            own: true,
            href: href(w, &project.slug),
            text: w.n("story-pictures", count),
            pictures,
        };
        Some((day, moment))
    };
    together.into_iter().filter_map(moment).collect()
}

fn hubs_in(ground: &Ground, hood: &Neighbourhood) -> Vec<String> {
    let here = ground.city.hubs.iter().filter(|hub| hub.neighbourhood == hood.slug);
    here.map(|hub| hub.name.clone()).collect()
}

fn zones(w: Words, ground: &Ground, figures: &Figures) -> Vec<Zone> {
    let spot = |hood: &Neighbourhood| {
        let hubs = hubs_in(ground, hood);
        let needs = figures.told_of(&hood.slug);
        let mut words = vec![hood.name.clone()];
        words.extend(hubs.iter().cloned());
        words.extend(needs.map(|needs| w.n("story-needs", needs)));
        let projects = ground.projects_in(&hood.slug);
        if projects > 0 {
            words.push(w.n("story-projects-here", projects));
        }
        let served = ground.city.hubs_serving(&hood.slug).next().is_some();
        Spot {
            slug: hood.slug.clone(),
            name: hood.name.clone(),
            words: words.join(", "),
            tone: match (hubs.is_empty(), served) {
                (false, _) => "many",
                (true, true) => "one",
                (true, false) => "bare",
            },
            mark: needs.map(|needs| needs.to_string()).unwrap_or_default(),
            href: if projects > 0 { in_place(w, &hood.slug) } else { String::new() },
        }
    };
    let zone = |zone: &crate::city::Zone| Zone {
        name: w.a("scope-zone", "name", &zone.name),
        spots: zone.neighbourhoods.iter().map(spot).collect(),
    };
    ground.city.zones.iter().map(zone).collect()
}

fn rows(w: Words, ground: &Ground, figures: &Figures) -> Vec<(String, Vec<Row>)> {
    let row = |hood: &Neighbourhood| {
        let hubs: Vec<&str> =
            ground.city.hubs_serving(&hood.slug).map(|hub| hub.name.as_str()).collect();
        let needs = figures.told_of(&hood.slug);
        Row {
            name: hood.name.clone(),
            hubs: hubs.join(", "),
            needs: needs.map(|needs| needs.to_string()).unwrap_or_default(),
            projects: ground.projects_in(&hood.slug),
            href: in_place(w, &hood.slug),
        }
    };
    let zone = |zone: &crate::city::Zone| {
        let name = w.a("scope-zone", "name", &zone.name);
        (name, zone.neighbourhoods.iter().map(row).collect())
    };
    ground.city.zones.iter().map(zone).collect()
}
