//! One project: what it is, who does it, with what money, what it did, how it looks.

use std::fmt::Write as _;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::Problem;
use radar::Vocabulary as _;

use super::list::{Card, stand_tone, tone};
use super::{Face, Ground, Here, Look, PictureView, href, other, paths, stars};
use crate::city::Amounts;
use crate::files::queries::Attached;
use crate::showcase::{Done, Shown};
use crate::store::rows::word;
use crate::web::words::{Language, Words};

/// One of the four figures of a project's money.
struct Amount {
    label: String,
    text: String,
    /// Of the first figure, in percent.
    percent: i64,
}

/// An operation it draws on.
struct Linked {
    code: String,
    /// Its page, where it has one here.
    href: String,
    shares: Vec<String>,
}

/// Something to be reached.
struct MilestoneView {
    name: String,
    note: String,
    when: String,
    state: String,
    tone: &'static str,
}

/// A step of its life.
struct StepView {
    what: String,
    when: String,
    words: String,
}

/// A document that everybody may keep.
struct DocumentView {
    href: String,
    words: String,
    kind: String,
}

/// What there is more of a project of the desk.
#[derive(Default)]
struct OfDesk {
    texts: Vec<(String, String)>,
    decision: String,
    milestones: Vec<MilestoneView>,
    progress: String,
    steps: Vec<StepView>,
    partners: Vec<String>,
    targets: Vec<String>,
    activities: Vec<String>,
}

#[derive(Template)]
#[template(path = "showcase/project.html")]
struct Project {
    face: Face,
    stars: String,
    kind: String,
    tone: &'static str,
    stand: String,
    stand_tone: &'static str,
    period: String,
    project: Shown,
    did: Vec<Done>,
    places: Vec<String>,
    amounts: Vec<Amount>,
    linked: Vec<Linked>,
    holder: Option<(String, String)>,
    parts: Vec<Card>,
    desk: OfDesk,
    documents: Vec<DocumentView>,
    pictures: Vec<PictureView>,
    first: Option<PictureView>,
    mail: String,
}

pub(super) async fn page(look: Look, slug: &str) -> Response {
    let w = look.w;
    let ground = match look.ground().await {
        Ok(ground) => ground,
        Err(problem) => return look.refuse(problem),
    };
    let Some(project) = ground.all.iter().find(|one| one.slug == slug) else {
        return look.refuse(Problem::not_found("no-such-project"));
    };
    let stand = project.stand(ground.times.day_at(ground.times.now_ms));
    let dated = project.starts.is_some() || project.ends.is_some();
    let mut pictures: Vec<PictureView> = ground.pictures_of(project).map(PictureView::of).collect();
    let first = if pictures.is_empty() { None } else { Some(pictures.remove(0)) };
    let about = if project.summary.is_empty() {
        w.a("shown-about", "city", &ground.city.name)
    } else {
        short(&project.summary)
    };
    let [_, there, _] = paths(other(w.language));
    let mut face = look.face(
        &ground.city,
        Here::Project,
        project.title.clone(),
        about,
        &format!("{there}/{slug}"),
    );
    face.image = first.as_ref().map(|one| (one.large.clone(), one.alt.clone()));
    let page_address = format!("{}{}", face.origin, face.path);
    let mail = w.all("shown-mail", &[("title", project.title.as_str()), ("url", &page_address)]);
    let mail = format!("mailto:?subject={}&body={}", coded(&project.title), coded(&mail));
    let template = Project {
        stars: stars::of_one(slug, 1_200, 300),
        kind: w.of("shown-kind", project.kind.slug()),
        tone: tone(project.kind),
        stand: if dated { w.of("shown-stand", stand.slug()) } else { String::new() },
        stand_tone: stand_tone(stand),
        period: ground.period(w, project),
        did: project.did.clone(),
        places: places(&ground, project),
        amounts: project.amounts.map(|amounts| money(w, &amounts)).unwrap_or_default(),
        linked: linked(w, &ground, project),
        holder: holder(w, &ground, project),
        parts: parts(w, &ground, project),
        desk: of_desk(w, &ground, project),
        documents: ground.documents_of(project).map(|file| DocumentView::of(w, file)).collect(),
        pictures,
        first,
        mail,
        face,
        project: project.clone(),
    };
    look.show(StatusCode::OK, &template)
}

impl DocumentView {
    fn of(w: Words, file: &Attached) -> Self {
        Self {
            href: format!("/vetrina/documenti/{}", file.content.hash),
            words: file.words.clone().unwrap_or_default(),
            kind: w.of("file-kind", file.content.kind.slug()),
        }
    }
}

fn of_desk(w: Words, ground: &Ground, project: &Shown) -> OfDesk {
    let Some(desk) = &project.desk else { return OfDesk::default() };
    let today = ground.times.day_at(ground.times.now_ms);
    let milestones = desk.milestones.iter().map(|one| {
        let (tone, state) = match one.reached {
            Some(_) => ("green", "reached"),
            None if one.due < today => ("orange", "late"),
            None => ("blue", "open"),
        };
        MilestoneView {
            name: one.name.clone(),
            note: one.note.clone(),
            when: ground.day(one.reached.unwrap_or(one.due)),
            state: w.of("desk-milestone", state),
            tone,
        }
    });
    let reached = desk.milestones.iter().filter(|one| one.reached.is_some()).count().to_string();
    let all = desk.milestones.len().to_string();
    OfDesk {
        texts: desk
            .texts
            .iter()
            .map(|(section, text)| (w.of("desk-section", section.slug()), text.clone()))
            .collect(),
        decision: desk.decision.clone(),
        progress: if desk.milestones.is_empty() {
            String::new()
        } else {
            w.all("desk-progress", &[("reached", &reached), ("all", &all)])
        },
        milestones: milestones.collect(),
        steps: desk
            .steps
            .iter()
            .map(|one| StepView {
                what: w.of("desk-happened", one.step.slug()),
                when: ground.day(one.on),
                words: one.words.clone(),
            })
            .collect(),
        partners: desk.partners.clone(),
        targets: desk.targets.iter().map(|one| w.of("desk-target", one.slug())).collect(),
        activities: desk.activities.iter().map(|one| w.of("desk-activity", one.slug())).collect(),
    }
}

/// The first sentences of a text, as much as is shown where a page is shared.
fn short(text: &str) -> String {
    if text.chars().count() <= 200 {
        return text.to_owned();
    }
    let cut: String = text.chars().take(197).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.']))
}

/// A text as it stands in a letter's address.
fn coded(text: &str) -> String {
    let mut coded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            coded.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(coded, "%{byte:02X}");
        }
    }
    coded
}

fn money(w: Words, amounts: &Amounts) -> Vec<Amount> {
    let all = [
        ("programmed", amounts.programmed_cents),
        ("admitted", amounts.admitted_cents),
        ("binding", amounts.binding_cents),
        ("disbursed", amounts.disbursed_cents),
    ];
    let whole = amounts.programmed_cents.max(1);
    all.iter()
        .map(|(slug, cents)| Amount {
            label: w.of("shown-amount", slug),
            text: euros(w.language, *cents),
            percent: cents.saturating_mul(100) / whole,
        })
        .collect()
}

/// An amount as it is written in a language: `412.248,84 €`, `€412,248.84`.
pub(super) fn euros(language: Language, cents: i64) -> String {
    let (thousands, point) = match language {
        Language::It => ('.', ','),
        Language::En => (',', '.'),
    };
    let digits = (cents / 100).abs().to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(thousands);
        }
        grouped.push(digit);
    }
    let sign = if cents < 0 { "-" } else { "" };
    let number = format!("{sign}{grouped}{point}{:02}", (cents % 100).abs());
    match language {
        Language::It => format!("{number} €"),
        Language::En => format!("€{number}"),
    }
}

fn linked(w: Words, ground: &Ground, project: &Shown) -> Vec<Linked> {
    let one = |(code, shares): &(String, Vec<crate::city::Shared>)| {
        let here = ground.all.iter().find(|other| other.code.as_ref() == Some(code));
        Linked {
            code: code.clone(),
            href: here.map(|other| href(w, &other.slug)).unwrap_or_default(),
            shares: shares.iter().map(|share| w.of("shown-shares", word(share))).collect(),
        }
    };
    project.linked.iter().map(one).collect()
}

fn places(ground: &Ground, project: &Shown) -> Vec<String> {
    let named = |slug: &String| {
        let found = ground.city.neighbourhood(slug);
        found.map_or_else(|| slug.clone(), |(_, hood)| hood.name.clone())
    };
    project.places.iter().map(named).collect()
}

fn holder(w: Words, ground: &Ground, project: &Shown) -> Option<(String, String)> {
    let slug = project.part_of.as_ref()?;
    let found = ground.all.iter().find(|one| one.slug == *slug)?;
    Some((href(w, slug), found.title.clone()))
}

fn parts(w: Words, ground: &Ground, project: &Shown) -> Vec<Card> {
    let mut parts: Vec<&Shown> =
        ground.all.iter().filter(|one| one.part_of.as_ref() == Some(&project.slug)).collect();
    parts.sort_by_key(|one| one.order);
    parts.into_iter().map(|one| Card::of(w, ground, one)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_each_language_writes_it() {
        assert_eq!(euros(Language::It, 41_224_884), "412.248,84 €");
        assert_eq!(euros(Language::En, 41_224_884), "€412,248.84");
        assert_eq!(euros(Language::It, 5), "0,05 €");
        assert_eq!(euros(Language::It, 12_345_678_900), "123.456.789,00 €");
    }

    #[test]
    fn what_is_shared_is_short_and_what_is_mailed_is_safe() {
        let long = "parola ".repeat(80);
        assert!(short(&long).chars().count() <= 200 && short(&long).ends_with('…'));
        assert_eq!(short("Breve."), "Breve.");
        assert_eq!(coded("a&b=è"), "a%26b%3D%C3%A8");
    }
}
