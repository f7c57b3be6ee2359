//! Documents and pictures on the console: those of one thing, attached, described, taken away, and at central shown to
//! everybody or not; and the projects that have some.
//!
//! Always true: whoever sees a file may see the thing it is attached to. What somebody brought is given out to be kept,
//! under a policy that lets no page run it.

use std::fmt;
use std::str::FromStr;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use protocol::{FileId, Problem};
use tokio_util::io::ReaderStream;

use super::form::Errors;
use super::ideas::must_read;
use super::page::{Page, Section, show, show_as, status_of};
use super::requests::Names;
use super::routes::{Access, Route, look, send};
use super::visit::{At, Fault, Outcome, Upload, Visit, go};
use crate::command::{Answer, Command};
use crate::files::content::Kind;
use crate::files::queries::{self, Attached};
use crate::files::shelf;
use crate::files::{self, About, Command as Files, Shelf, Size, Sort};
use crate::people::roles::{Permission as P, Target};
use crate::{bodies, desk, gatherings, showcase};

pub(super) const ROUTES: &[Route] = &[
    look("/files", Access::May(P::KeepShowcase), || get(projects)),
    look("/files/{id}", Access::May(P::SeeDesk), || get(one)),
    send("/files/{id}", Access::May(P::KeepShowcase), || post(attach)).with_large_file(),
    send("/files/{id}/words", Access::May(P::KeepShowcase), || post(describe)),
    send("/files/{id}/take-away", Access::May(P::KeepShowcase), || post(take_away)),
    send("/files/{id}/show", Access::May(P::KeepShowcase), || post(shown)).at_central(),
    look("/file/{id}", Access::May(P::SeeDesk), || get(give)),
];

/// A thing with files, as an address names it: `project.bo3-3-1-b`.
struct Of(About);

impl FromStr for Of {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (sort, id) = text.split_once('.').ok_or(())?;
        let sort = Sort::from_slug(sort).ok_or(())?;
        Ok(Self(About { sort, id: id.parse().map_err(drop)? }))
    }
}

impl fmt::Display for Of {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0.sort.slug(), self.0.id)
    }
}

/// A copy of a file, as an address names it: `0190….small`.
struct Copy(FileId, Size);

impl FromStr for Copy {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (id, size) = text.split_once('.').unwrap_or((text, "whole"));
        Ok(Self(id.parse().map_err(drop)?, Size::from_slug(size).ok_or(())?))
    }
}

struct ProjectRow {
    href: String,
    title: String,
    about: String,
    kind: String,
    files: i64,
    shown: i64,
}

#[derive(Template)]
#[template(path = "files/projects.html")]
struct Projects {
    page: Page,
    rows: Vec<ProjectRow>,
    q: String,
    all: usize,
}

struct FileView {
    id: String,
    name: String,
    words: String,
    alt: String,
    icon: &'static str,
    kind: String,
    size: String,
    meta: String,
    picture: bool,
    points: Option<(u32, u32)>,
    shown: bool,
    may_be_shown: bool,
    /// Whether its bytes are at this node.
    here: bool,
}

#[derive(Template)]
#[template(path = "files/one.html")]
struct One {
    page: Page,
    errors: Errors,
    id: String,
    about: String,
    back: (String, String),
    pictures: Vec<FileView>,
    documents: Vec<FileView>,
    may_keep: bool,
    may_show: bool,
    public: String,
    accept: String,
    limits: String,
    words: String,
    command: String,
}

async fn projects(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Showcase, "files-projects").await;
    let city = visit.app.node.known_city()?;
    let mut db = visit.app.node.store.read().await?;
    let counts = queries::counts(&mut db, Sort::Project).await?;
    let all = showcase::all(&mut db, &city).await?;
    drop(db);
    let q = visit.asked.trimmed("q").to_owned();
    let rows: Vec<ProjectRow> = all
        .iter()
        .filter(|project| project.says(&q))
        .map(|project| {
            let of = |name: &str| counts.get(name).copied().unwrap_or_default();
            let (mut files, mut shown) = of(&project.slug);
            // One whose sheet got the code of one in the city's file may have had files before.
            let id = project.desk.as_ref().map(|desk| desk.id.to_string());
            if let Some(id) = id.filter(|id| *id != project.slug) {
                let more = of(&id);
                (files, shown) = (files + more.0, shown + more.1);
            }
            ProjectRow {
                href: format!("/files/project.{}", project.slug),
                title: project.title.clone(),
                about: project.code.clone().unwrap_or_default(),
                kind: page.w.of("shown-kind", project.kind.slug()),
                files,
                shown,
            }
        })
        .collect();
    show(&Projects { page, rows, q, all: all.len() })
}

/// What a thing is called, and where its own page is: address and name.
struct Subject {
    title: String,
    back: (String, String),
    public: String,
}

/// Refuses whoever may not do `need` with a thing, as if it were not there.
async fn must(visit: &Visit, about: &About, need: P) -> Result<(), Fault> {
    let node = &visit.app.node;
    let may = visit.may(need)
        && match about.sort {
            Sort::Project | Sort::Gathering => true,
            Sort::Meeting => node.id().is_central(),
            Sort::Idea => {
                let mut db = node.store.read().await?;
                let target = files::target(node, &mut db, about).await?;
                // Whoever may not read a project may not read what its authors attached.
                let project = match about.id.as_str().parse() {
                    Ok(idea) => desk::queries::project_of(&mut db, idea).await?,
                    Err(_) => None,
                };
                if let Some(project) = project {
                    must_read(visit, &project)?;
                }
                target.is_some_and(|target| visit.may_on(need, &target))
            }
        };
    if may { Ok(()) } else { Err(Problem::not_found("file-unknown-subject").into()) }
}

/// The thing, for whoever may do `need` with it.
async fn subject(visit: &Visit, page: &Page, about: &About, need: P) -> Result<Subject, Fault> {
    must(visit, about, need).await?;
    let nowhere = || Fault(Problem::not_found("file-unknown-subject"));
    let node = &visit.app.node;
    let id = about.id.as_str();
    match about.sort {
        Sort::Project => {
            let city = node.known_city()?;
            let mut db = node.store.read().await?;
            let all = showcase::all(&mut db, &city).await?;
            let found = all.into_iter().find(|one| one.has_files_of(id)).ok_or_else(nowhere)?;
            let public = if page.central && found.is_public() {
                super::showcase::href(page.w, &found.slug)
            } else {
                String::new()
            };
            let title = found.title;
            let back = ("/files".to_owned(), page.w.t("files-projects"));
            Ok(Subject { title, back, public })
        }
        Sort::Idea => {
            let back = (format!("/ideas/{id}"), page.w.t("thing-idea"));
            Ok(Subject { title: page.w.t("files-of-idea"), back, public: String::new() })
        }
        Sort::Meeting => {
            let id = id.parse().ok().ok_or_else(nowhere)?;
            let mut db = node.store.read().await?;
            let found = bodies::queries::meeting(&mut db, id).await?.ok_or_else(nowhere)?;
            drop(db);
            let day = page.times.whole_day_of(&found.plan.day.to_string());
            let title = page.w.a("files-of-meeting", "day", day);
            let back = (format!("/meetings/{id}"), title.clone());
            Ok(Subject { title, back, public: String::new() })
        }
        Sort::Gathering => {
            let id = id.parse().ok().ok_or_else(nowhere)?;
            let mut db = node.store.read().await?;
            let found = gatherings::queries::gathering(&mut db, id).await?;
            let found = found.filter(|one| one.home == *node.id()).ok_or_else(nowhere)?;
            let back = (format!("/gatherings/{id}"), found.title.clone());
            Ok(Subject { title: found.title, back, public: String::new() })
        }
    }
}

async fn one(visit: Visit, At(Of(about)): At<Of>) -> Outcome {
    page_of(&visit, &about, Errors::default(), StatusCode::OK).await
}

async fn page_of(visit: &Visit, about: &About, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Showcase, "files-title").await;
    let subject = subject(visit, &page, about, files::to_see(about.sort)).await?;
    let node = &visit.app.node;
    let shelf = node.shelf()?;
    let mut db = node.store.read().await?;
    let mut names = Names::default();
    let (mut pictures, mut documents) = (Vec::new(), Vec::new());
    for file in queries::of(&mut db, about).await? {
        let by = names.of(&mut db, file.by).await?;
        let view = view(&page, &shelf, &file, &by);
        if view.picture { pictures.push(view) } else { documents.push(view) }
    }
    drop(db);
    let may_be = &shelf.limits;
    let kinds = Kind::ALL.iter().filter(|kind| may_be.takes(**kind));
    let kinds: Vec<&str> = kinds.map(|kind| kind.extension()).collect();
    let limits = page.w.all(
        "files-limits",
        &[
            ("picture", may_be.picture_max_mb.to_string().as_str()),
            ("document", &may_be.document_max_mb.to_string()),
            ("most", &may_be.at_once_most.to_string()),
            ("kinds", &kinds.join(", ")),
        ],
    );
    let accept: Vec<String> = kinds.iter().map(|end| format!(".{end}")).collect();
    let accept = format!("{},.jpeg", accept.join(","));
    let template = One {
        errors,
        id: Of(about.clone()).to_string(),
        about: subject.title.clone(),
        back: subject.back,
        pictures,
        documents,
        may_keep: visit.may(files::to_keep(about.sort)),
        may_show: page.central
            && about.sort == Sort::Project
            && visit.may_on(P::KeepShowcase, &Target::City),
        public: subject.public,
        accept,
        limits,
        words: visit.posted.text("words").to_owned(),
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

fn view(page: &Page, shelf: &Shelf, file: &Attached, by: &str) -> FileView {
    let kind = file.content.kind;
    let words = file.words.clone().unwrap_or_default();
    let name = file.name.clone().filter(|name| !name.is_empty());
    let kind_words = page.w.of("file-kind", kind.slug());
    let when = page.times.when(file.at_ms);
    let who = if file.home == *page.node_id() {
        by.to_owned()
    } else {
        page.node_name(file.home.as_str())
    };
    FileView {
        id: file.id.to_string(),
        alt: if words.is_empty() { kind_words.clone() } else { words.clone() },
        name: name.unwrap_or_else(|| page.w.t("file-nameless")),
        icon: icon(kind),
        size: size_in_words(page, file.content.bytes),
        meta: if who.is_empty() { when } else { format!("{who} · {when}") },
        kind: kind_words,
        picture: kind.is_picture(),
        points: file.content.points,
        shown: file.shown,
        may_be_shown: file.may_be_shown(),
        here: shelf.has(file.content.hash),
        words,
    }
}

const fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Jpeg | Kind::Png | Kind::Webp => "images",
        Kind::Pdf => "file-pdf",
        Kind::Text => "file-text",
        Kind::Odt | Kind::Docx => "file-doc",
        Kind::Ods | Kind::Xlsx => "file-xls",
        Kind::Odp | Kind::Pptx => "presentation-chart",
    }
}

/// A length as people say it: whole kilobytes, or megabytes with one decimal.
fn size_in_words(page: &Page, bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1_000);
    if kilobytes < 1_000 {
        return page.w.a("file-kb", "size", kilobytes);
    }
    let tenths = bytes.div_ceil(100_000);
    let point = page.w.t("file-decimal");
    page.w.a("file-mb", "size", format!("{}{point}{}", tenths / 10, tenths % 10))
}

async fn attach(visit: Visit, At(Of(about)): At<Of>) -> Outcome {
    let page = Page::of(&visit, Section::Showcase, "files-title").await;
    subject(&visit, &page, &about, files::to_keep(about.sort)).await?;
    let most = visit.app.node.shelf()?.limits.at_once_most;
    let refuse = async |problem: Problem| {
        let errors = Errors::of(visit.words, &problem);
        page_of(&visit, &about, errors, status_of(&problem)).await
    };
    if visit.uploads.is_empty() {
        return refuse(Problem::invalid("no-file-chosen").at("file")).await;
    }
    if visit.uploads.len() > most {
        return refuse(Problem::invalid("file-too-many-at-once").with("most", most).at("file"))
            .await;
    }
    let mut refused: Vec<(&str, Problem)> = Vec::new();
    for (nth, upload) in (0..).zip(&visit.uploads) {
        if let Err(problem) = attach_one(&visit, &about, upload, nth).await {
            refused.push((&upload.name, problem));
        }
    }
    let Some((_, first)) = refused.first().cloned() else {
        return go(&format!("/files/{}?done=file-attached", Of(about)));
    };
    if visit.uploads.len() == 1 {
        return refuse(first).await;
    }
    // Those that could be attached are; each of the others is told by its name.
    let mut errors = Errors::default();
    for (name, problem) in &refused {
        for (_, text) in Errors::of(visit.words, problem).list() {
            errors.say("file", format!("{}: {text}", files::decide::as_words(name)));
        }
    }
    page_of(&visit, &about, errors, status_of(&first)).await
}

/// Attaches one of the files of a form, the n-th.
async fn attach_one(
    visit: &Visit,
    about: &About,
    upload: &Upload,
    nth: u32,
) -> Result<(), Problem> {
    let draft = upload.draft.clone()?;
    let taken = files::take_in(&visit.app.node, draft, &upload.name).await?;
    let command = Files::Attach {
        about: about.clone(),
        content: taken.content,
        name: upload.name.clone(),
        words: visit.posted.trimmed("words").to_owned(),
    };
    let answer = visit.submit_nth(nth, Command::Files(command)).await;
    // On the shelf until the fact is there; what was refused goes at the next sweep.
    drop(taken);
    let Err(problem) = answer else { return Ok(()) };
    if !problem.retry
        && let Err(problem) = files::sweep(&visit.app.node).await
    {
        tracing::warn!(%problem, "files.sweep failed");
    }
    Err(problem)
}

/// Which file a form is about.
fn file_of(visit: &Visit) -> Result<FileId, Fault> {
    visit.posted.read("file").ok_or_else(|| Fault(Problem::not_found("file-unknown")))
}

async fn done(visit: &Visit, about: About, command: Files, done: &str) -> Outcome {
    match visit.submit(Command::Files(command)).await {
        Ok(Answer::Forwarded) => go(&format!("/files/{}?done=file-forwarded", Of(about))),
        Ok(_) => go(&format!("/files/{}?done={done}", Of(about))),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            page_of(visit, &about, errors, status_of(&problem)).await
        }
    }
}

async fn describe(visit: Visit, At(Of(about)): At<Of>) -> Outcome {
    let words = visit.posted.trimmed("words").to_owned();
    let command = Files::Describe { file: file_of(&visit)?, about: about.clone(), words };
    done(&visit, about, command, "file-described").await
}

async fn take_away(visit: Visit, At(Of(about)): At<Of>) -> Outcome {
    let command = Files::TakeAway { file: file_of(&visit)?, about: about.clone() };
    done(&visit, about, command, "file-taken-away").await
}

async fn shown(visit: Visit, At(Of(about)): At<Of>) -> Outcome {
    let shown = visit.posted.has("shown", "yes");
    let command = Files::Show { file: file_of(&visit)?, shown };
    done(&visit, about, command, if shown { "file-shown" } else { "file-hidden" }).await
}

async fn give(visit: Visit, headers: HeaderMap, At(Copy(id, size)): At<Copy>) -> Outcome {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let file = queries::one(&mut db, id).await?;
    drop(db);
    let file = file.ok_or_else(|| Problem::not_found("file-unknown"))?;
    must(&visit, &file.about, files::to_see(file.about.sort)).await?;
    let shelf = node.shelf()?;
    let answer = served(&shelf, &file, size, &headers, "private, no-cache").await;
    answer.map_err(Fault)
}

/// A copy of a file as an answer. `kept` says how long it may be kept by whoever gets it.
///
/// # Errors
/// `file-not-here-yet` while its bytes are still on their way, or the disk's fault.
pub(super) async fn served(
    shelf: &Shelf,
    file: &Attached,
    size: Size,
    headers: &HeaderMap,
    kept: &'static str,
) -> Result<Response, Problem> {
    let kind = file.content.kind;
    let size = if kind.is_picture() { size } else { Size::Whole };
    let tag = format!("\"{}-{}\"", file.content.hash, size.slug());
    let known =
        headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    if known {
        let told = [(header::ETAG, tag), (header::CACHE_CONTROL, kept.to_owned())];
        return Ok((StatusCode::NOT_MODIFIED, told).into_response());
    }
    let opened = tokio::fs::File::open(shelf.path(file.content.hash, size)).await;
    let bytes = match opened {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Problem::try_later("file-not-here-yet"));
        }
        Err(error) => return Err(shelf::problem_of(&error)),
    };
    let length = bytes.metadata().await.map_err(|error| shelf::problem_of(&error))?.len();
    let how = if kind.is_picture() { "inline" } else { "attachment" };
    let told = [
        (header::CONTENT_TYPE, kind.media_type().to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::CONTENT_DISPOSITION, format!("{how}; filename=\"{}\"", given_name(file))),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::ETAG, tag),
        (header::CACHE_CONTROL, kept.to_owned()),
    ];
    let mut response = Body::from_stream(ReaderStream::new(bytes)).into_response();
    for (name, value) in told {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

/// What a file is called on the disk of whoever takes it away: letters, digits and lines of its name, with the end
/// that its kind has.
fn given_name(file: &Attached) -> String {
    let name = file.name.as_deref().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain: String = stem
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    let stem = parts.join("-");
    let stem = if stem.is_empty() {
        format!("file-{}", &file.content.hash.to_string()[..8])
    } else {
        stem
    };
    format!("{stem}.{}", file.content.kind.extension())
}
