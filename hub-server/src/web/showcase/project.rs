//! One project: what it is, who does it, with what money, what it did, how it looks.

use std::fmt::Write as _;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use protocol::{ActorRef, Channel, CommandId, Problem};
use radar::Vocabulary as _;

use super::list::{Card, stand_tone, tone};
use super::{Face, Ground, Here, Look, PictureView, href, other, paths, stars};
use crate::city::Amounts;
use crate::command::Command;
use crate::desk::near::SHEET;
use crate::desk::{self, talk};
use crate::files::queries::Attached;
use crate::node::problem_of;
use crate::showcase::{Done, Shown};
use crate::store::StoreError;
use crate::store::rows::word;
use crate::web::form::{Choice, Posted};
use crate::web::page::status_of;
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
    /// What people say of it: words, and from where and when.
    comments: Vec<(String, String)>,
    /// What whoever writes there is told: thanks, or why not.
    told: String,
    refused: String,
    typed: String,
    hoods: Vec<Choice>,
    may_speak: bool,
    comment_max: usize,
    trap: &'static str,
    pictures: Vec<PictureView>,
    first: Option<PictureView>,
    mail: String,
}

pub(super) async fn page(look: Look, slug: &str) -> Response {
    page_with(look, slug, &Posted::default(), None).await
}

/// What a project is called by the radar; `None` for what nobody can speak about.
fn about(project: &Shown) -> Option<String> {
    match (&project.desk, &project.code) {
        (Some(desk), _) => Some(desk.idea.to_string()),
        (None, Some(code)) => Some(format!("{SHEET}{code}")),
        (None, None) => None,
    }
}

/// Somebody says something of a project: it waits to be read at central.
pub(super) async fn speak(look: Look, slug: &str, posted: Posted) -> Response {
    let ground = match look.ground().await {
        Ok(ground) => ground,
        Err(problem) => return look.refuse(problem),
    };
    let project = ground.all.iter().find(|one| one.slug == slug);
    let Some(about) = project.and_then(about) else {
        return look.refuse(Problem::not_found("no-such-project"));
    };
    let thanks = format!("{}?said=yes#comments", href(look.w, slug));
    // A field no person sees: what fills it in is a program.
    if !posted.text(TRAP).is_empty() {
        return Redirect::to(&thanks).into_response();
    }
    let node = look.front.app.node.clone();
    let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::System, Channel::Console);
    let text = posted.trimmed("comment").to_owned();
    let neighbourhood = posted.read("neighbourhood");
    let command = Command::Desk(desk::Command::Speak { about, text, neighbourhood });
    match node.submit(ctx, command).await {
        Ok(_) => Redirect::to(&thanks).into_response(),
        Err(problem) => page_with(look, slug, &posted, Some(problem)).await,
    }
}

/// The page; with what was typed and why it was not taken, when something was.
async fn page_with(look: Look, slug: &str, typed: &Posted, refused: Option<Problem>) -> Response {
    let w = look.w;
    let ground = match look.ground().await {
        Ok(ground) => ground,
        Err(problem) => return look.refuse(problem),
    };
    let Some(project) = ground.all.iter().find(|one| one.slug == slug) else {
        return look.refuse(Problem::not_found("no-such-project"));
    };
    let comments = match comments(&look, &ground, project).await {
        Ok(comments) => comments,
        Err(error) => return look.refuse(problem_of(&error)),
    };
    let stand = project.stand(ground.times.day_at(ground.times.now_ms));
    let dated = project.starts.is_some() || project.ends.is_some();
    let mut pictures: Vec<PictureView> = ground.pictures_of(project).map(PictureView::of).collect();
    let first = if pictures.is_empty() { None } else { Some(pictures.remove(0)) };
    let told = if project.summary.is_empty() {
        w.a("shown-about", "city", &ground.city.name)
    } else {
        short(&project.summary)
    };
    let [_, there, _] = paths(other(w.language));
    let mut face = look.face(
        &ground.city,
        Here::Project,
        project.title.clone(),
        told,
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
        comments,
        told: if look.asked.has("said", "yes") { w.t("shown-said") } else { String::new() },
        refused: refused.as_ref().map(|problem| w.told(problem)).unwrap_or_default(),
        typed: typed.text("comment").to_owned(),
        hoods: hoods(w, &ground, typed.trimmed("neighbourhood")),
        may_speak: about(project).is_some(),
        comment_max: talk::COMMENT_MAX,
        trap: TRAP,
        documents: ground.documents_of(project).map(|file| DocumentView::of(w, file)).collect(),
        pictures,
        first,
        mail,
        face,
        project: project.clone(),
    };
    look.show(refused.as_ref().map_or(StatusCode::OK, status_of), &template)
}

/// Where somebody who writes may say they live.
fn hoods(w: Words, ground: &Ground, now: &str) -> Vec<Choice> {
    let all = ground.city.zones.iter().flat_map(|zone| &zone.neighbourhoods);
    let all = all.map(|hood| Choice::new(&hood.slug, &hood.name, now));
    std::iter::once(Choice::new("", w.t("shown-no-place"), now)).chain(all).collect()
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

/// A field that only programs fill in.
const TRAP: &str = "website";
/// Most comments of one page.
const COMMENTS_MAX: u32 = 50;

/// What people said of it that the desks let everybody read; never by whom.
async fn comments(
    look: &Look,
    ground: &Ground,
    project: &Shown,
) -> Result<Vec<(String, String)>, StoreError> {
    let Some(about) = about(project) else { return Ok(Vec::new()) };
    let mut db = look.front.app.node.store.read().await?;
    let all = talk::comments(&mut db, &about, COMMENTS_MAX).await?;
    let line = |one: talk::Comment| {
        let day = ground.day(ground.times.day_at(one.at_ms));
        let hood = one.neighbourhood.as_ref();
        let hood = hood.and_then(|slug| ground.city.neighbourhood(slug.as_str()));
        let from = hood.map_or_else(|| day.clone(), |(_, hood)| format!("{} · {day}", hood.name));
        (one.words, from)
    };
    Ok(all.into_iter().map(line).collect())
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
