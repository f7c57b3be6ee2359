//! The showcase: the city's projects and the collective story of its territory, for everybody, at central.
//!
//! Always true: it needs no script, no cookie and no name; every page has a plain address of its own in each language,
//! says so to the other, and carries what is needed to be shared. It stands apart from the console and its gate: all that
//! can be given here is a word about a project, which somebody at central reads before anybody else does. What is shown is
//! public already: the city's file, and what was published.

mod list;
mod project;
mod rate;
mod stars;
mod story;

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::extract::{ConnectInfo, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Form, Router};
use protocol::Problem;

use self::rate::Rate;
use super::form::Posted;
use super::throttle::Key;
use super::times::Times;
use super::words::{Language, Words};
use super::{Shared, assets};
use crate::city::City;
use crate::desk;
use crate::files::queries::{self, Attached};
use crate::files::{Size, Sort, shelf};
use crate::node::problem_of;
use crate::showcase::figures::{self, Figures};
use crate::showcase::{self, Shown};
use crate::store::StoreError;

/// What giving a word costs of an address's measure: a few at once, then one in a quarter of a minute.
const A_WORD: i64 = 60;
/// How long a page may be kept by whoever gets it, in seconds; then it asks whether there is another.
const KEPT: &str = "public, max-age=120";
/// The same of a picture: one that is published no more is gone everywhere within the hour.
const PICTURE_KEPT: &str = "public, max-age=3600";
/// How long the numbers of the story are kept here.
const FIGURES_KEPT_MS: i64 = 5 * 60_000;
/// How far back the story tells of months.
const STORY_MS: i64 = 730 * 86_400_000;

/// What the pages share.
struct Front {
    app: Shared,
    rate: Rate,
    figures: Mutex<Option<(i64, Arc<Figures>)>>,
}

/// The pages.
pub(super) fn router<S: Clone + Send + Sync + 'static>(app: &Shared) -> Router<S> {
    let front =
        Arc::new(Front { app: app.clone(), rate: Rate::default(), figures: Mutex::default() });
    let mut router = Router::new()
        .route("/vetrina/immagini/{name}", get(picture))
        .route("/vetrina/documenti/{name}", get(document));
    for (language, [all, project, story]) in
        [(Language::It, paths(Language::It)), (Language::En, paths(Language::En))]
    {
        router = router
            .route(all, get(move |look: Look| list::page(look.in_language(language))))
            .route(
                &format!("{project}/{{slug}}"),
                get(move |Path(slug): Path<String>, look: Look| async move {
                    project::page(look.in_language(language), &slug).await
                })
                .post(
                    move |Path(slug): Path<String>,
                          look: Look,
                          form: Form<Vec<(String, String)>>| async move {
                        project::speak(look.in_language(language), &slug, Posted(form.0)).await
                    },
                ),
            )
            .route(story, get(move |look: Look| story::page(look.in_language(language))));
    }
    router.layer(from_fn_with_state(front.clone(), measured)).with_state(front)
}

/// Where everything is in a language: all of it, a project, the story.
const fn paths(language: Language) -> [&'static str; 3] {
    match language {
        Language::It => ["/vetrina", "/vetrina/progetti", "/vetrina/racconto"],
        Language::En => ["/showcase", "/showcase/projects", "/showcase/story"],
    }
}

/// The address of a project in the language of somebody's words.
pub(super) fn href(w: Words, slug: &str) -> String {
    format!("{}/{slug}", paths(w.language)[1])
}

async fn measured(State(front): State<Arc<Front>>, req: Request, next: Next) -> Response {
    let from = req.extensions().get::<ConnectInfo<SocketAddr>>();
    let from = from.map_or(IpAddr::from([0, 0, 0, 0]), |ConnectInfo(address)| address.ip());
    let some = if req.method() == Method::POST { A_WORD } else { 1 };
    match front.rate.take(Key::address(from), some, front.app.node.now_ms()) {
        Ok(()) => next.run(req).await,
        Err(wait_ms) => {
            let wait_s = wait_ms.div_euclid(1_000) + 1;
            let told = [(header::RETRY_AFTER, wait_s.to_string())];
            (StatusCode::TOO_MANY_REQUESTS, told).into_response()
        }
    }
}

/// Somebody looks at a page.
struct Look {
    front: Arc<Front>,
    w: Words,
    asked: Posted,
    path: String,
    host: String,
    known: Option<HeaderValue>,
}

impl axum::extract::FromRequestParts<Arc<Front>> for Look {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        front: &Arc<Front>,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self {
            front: front.clone(),
            w: Words::in_language(Language::It),
            asked: asked(&parts.uri),
            path: parts.uri.path().to_owned(),
            host: host(&parts.headers, &parts.uri),
            known: parts.headers.get(header::IF_NONE_MATCH).cloned(),
        })
    }
}

fn asked(uri: &Uri) -> Posted {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri);
    Posted(pairs.map(|Query(pairs)| pairs).unwrap_or_default())
}

/// The name somebody knows this node by; empty for one that no name can be.
fn host(headers: &HeaderMap, uri: &Uri) -> String {
    let told = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let told = told.or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    let plain = |letter: char| {
        letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | ':' | '[' | ']')
    };
    told.filter(|host| host.len() <= 255 && host.chars().all(plain)).unwrap_or_default().to_owned()
}

impl Look {
    fn in_language(mut self, language: Language) -> Self {
        self.w = Words::in_language(language);
        self
    }

    /// What everything is made of, or the problem to tell instead.
    async fn ground(&self) -> Result<Ground, Problem> {
        let node = &self.front.app.node;
        let city = node.known_city()?;
        let mut db = node.store.read().await.map_err(|error| problem_of(&error))?;
        let files = queries::shown(&mut db).await.map_err(|error| problem_of(&error))?;
        let all = showcase::all(&mut db, &city).await.map_err(|error| problem_of(&error))?;
        drop(db);
        let all: Vec<Shown> = all.into_iter().filter(Shown::is_public).collect();
        let desk = all.iter().filter_map(|one| one.desk.as_ref());
        let mut names: BTreeSet<String> = desk.map(|desk| desk.id.to_string()).collect();
        names.extend(all.iter().map(|one| one.slug.clone()));
        let files = files.into_iter().filter(|file| {
            file.about.sort == Sort::Project && names.contains(file.about.id.as_str())
        });
        let (pictures, documents) = files.partition(|file| file.content.kind.is_picture());
        let times = Times { zone: city.calendar.clock(), now_ms: node.now_ms(), words: self.w };
        Ok(Ground { city, all, pictures, documents, times })
    }

    /// The numbers of the story, worked out anew when they are a few minutes old.
    async fn figures(&self) -> Result<Arc<Figures>, StoreError> {
        let node = &self.front.app.node;
        let now_ms = node.now_ms();
        let kept = self.front.figures.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at_ms, figures)) = kept
            && (0..FIGURES_KEPT_MS).contains(&(now_ms - at_ms))
        {
            return Ok(figures);
        }
        let mut db = node.store.read().await?;
        let figures = Arc::new(figures::figures(&mut db, now_ms - STORY_MS).await?);
        drop(db);
        let mut place = self.front.figures.lock().unwrap_or_else(PoisonError::into_inner);
        *place = Some((now_ms, figures.clone()));
        Ok(figures)
    }

    /// What is around every page. `other` is where the same page is in the other language.
    fn face(&self, city: &City, here: Here, title: String, about: String, other: &str) -> Face {
        let scheme = if self.front.app.config.plain_loopback { "http" } else { "https" };
        let origin =
            if self.host.is_empty() { String::new() } else { format!("{scheme}://{}", self.host) };
        let [home, _, story] = paths(self.w.language);
        Face {
            w: self.w,
            city: city.name.clone(),
            title,
            about,
            here,
            origin,
            path: self.path.clone(),
            other: other.to_owned(),
            home,
            story,
            image: None,
        }
    }

    /// A page as an answer: to be kept for a while, and not sent again to whoever has it.
    fn show(&self, status: StatusCode, template: &impl Template) -> Response {
        let text = match template.render() {
            Ok(text) => text,
            Err(error) => {
                tracing::error!(%error, "web.showcase could not be rendered");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        let tag = format!("\"{}\"", &blake3::hash(text.as_bytes()).to_hex()[..24]);
        let kept = if status == StatusCode::OK { KEPT } else { "no-store" };
        let told = [
            (header::ETAG, tag.clone()),
            (header::CACHE_CONTROL, kept.to_owned()),
            (header::CONTENT_LANGUAGE, self.w.language.code().to_owned()),
            (header::VARY, "host".to_owned()),
        ];
        if self.known.as_ref().is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
            return (StatusCode::NOT_MODIFIED, told).into_response();
        }
        (status, told, Html(text)).into_response()
    }

    /// A problem in words, in the frame of the showcase.
    fn refuse(&self, mut problem: Problem) -> Response {
        self.w.word(&mut problem);
        let status = super::page::status_of(&problem);
        let city = self.front.app.node.city();
        let face = Face {
            w: self.w,
            city: city.map(|city| city.name.clone()).unwrap_or_default(),
            title: problem.title.clone(),
            about: String::new(),
            here: Here::Nowhere,
            origin: String::new(),
            path: self.path.clone(),
            other: paths(other(self.w.language))[0].to_owned(),
            home: paths(self.w.language)[0],
            story: paths(self.w.language)[2],
            image: None,
        };
        self.show(status, &Lost { face, told: problem })
    }
}

const fn other(language: Language) -> Language {
    match language {
        Language::It => Language::En,
        Language::En => Language::It,
    }
}

/// What every page is made of.
struct Ground {
    city: Arc<City>,
    all: Vec<Shown>,
    /// What is published of them.
    pictures: Vec<Attached>,
    documents: Vec<Attached>,
    times: Times,
}

impl Ground {
    /// The published pictures of a project, the first first.
    fn pictures_of<'g>(&'g self, project: &'g Shown) -> impl Iterator<Item = &'g Attached> {
        self.pictures.iter().filter(move |file| project.has_files_of(file.about.id.as_str()))
    }

    /// The published documents of a project, the first first.
    fn documents_of<'g>(&'g self, project: &'g Shown) -> impl Iterator<Item = &'g Attached> {
        self.documents.iter().filter(move |file| project.has_files_of(file.about.id.as_str()))
    }

    /// How many projects name a neighbourhood.
    fn projects_in(&self, hood: &str) -> usize {
        self.all.iter().filter(|one| one.places.iter().any(|place| place == hood)).count()
    }

    /// A day in words.
    fn day(&self, day: jiff::civil::Date) -> String {
        self.times.whole_day_of(&day.to_string())
    }

    /// When a project is, in words; empty where nothing says it.
    fn period(&self, w: Words, project: &Shown) -> String {
        let day = |day: jiff::civil::Date| {
            let text = day.to_string();
            if project.months_only {
                self.times.month_of(&text[..7])
            } else {
                self.times.whole_day_of(&text)
            }
        };
        match (project.starts, project.ends) {
            (Some(from), Some(to)) => {
                w.all("shown-from-to", &[("from", day(from).as_str()), ("to", &day(to))])
            }
            (Some(from), None) => w.a("shown-from", "from", day(from)),
            (None, Some(to)) => w.a("shown-to", "to", day(to)),
            (None, None) => String::new(),
        }
    }
}

/// Which page somebody is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Here {
    List,
    Project,
    Story,
    Nowhere,
}

/// What is around every page.
struct Face {
    w: Words,
    city: String,
    title: String,
    about: String,
    here: Here,
    /// Scheme and host; empty where they are not known, and then nothing absolute is told.
    origin: String,
    path: String,
    other: String,
    home: &'static str,
    story: &'static str,
    /// A picture of the page and what it shows.
    image: Option<(String, String)>,
}

impl Face {
    #[expect(clippy::unused_self, reason = "pages ask their face for it")]
    fn asset(&self, name: &str) -> String {
        assets::href(name)
    }

    #[expect(clippy::unused_self, reason = "pages ask their face for it")]
    fn icon(&self, name: &str) -> String {
        format!("{}#{name}", assets::href("icons.svg"))
    }

    fn is(&self, here: &str) -> bool {
        match self.here {
            Here::List | Here::Project => here == "list",
            Here::Story => here == "story",
            Here::Nowhere => false,
        }
    }

    fn other_language(&self) -> Language {
        other(self.w.language)
    }

    /// Mark of the language that the city's own texts are in, on pages in another.
    fn own_language(&self) -> &'static str {
        if self.w.language == Language::It { "" } else { " lang=\"it\"" }
    }

    fn locale(&self) -> &'static str {
        match self.w.language {
            Language::It => "it_IT",
            Language::En => "en_GB",
        }
    }

    fn kind(&self) -> &'static str {
        if self.here == Here::Project { "article" } else { "website" }
    }
}

#[derive(Template)]
#[template(path = "showcase/lost.html")]
struct Lost {
    face: Face,
    told: Problem,
}

/// A picture as a page shows it.
struct PictureView {
    small: String,
    large: String,
    whole: String,
    alt: String,
    width: u32,
    height: u32,
}

impl PictureView {
    fn of(file: &Attached) -> Self {
        let at = |size: Size| format!("/vetrina/immagini/{}.{}", file.content.hash, size.slug());
        let (width, height) = file.content.points.unwrap_or((4, 3));
        Self {
            small: at(Size::Small),
            large: at(Size::Large),
            whole: at(Size::Whole),
            alt: file.words.clone().unwrap_or_default(),
            width,
            height,
        }
    }
}

/// A published picture; one that is not, or no more, is not there.
async fn picture(
    State(front): State<Arc<Front>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    match name.split_once('.').map(|(hash, size)| (hash, Size::from_slug(size))) {
        Some((hash, Some(size))) => published(&front, hash, size, true, &headers).await,
        Some((_, None)) | None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A published document, to be kept by whoever wants it.
async fn document(
    State(front): State<Arc<Front>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    published(&front, &name, Size::Whole, false, &headers).await
}

async fn published(
    front: &Front,
    hash: &str,
    size: Size,
    picture: bool,
    headers: &HeaderMap,
) -> Response {
    let nowhere = || StatusCode::NOT_FOUND.into_response();
    let Some(hash) = shelf::hash_of(hash) else { return nowhere() };
    let node = &front.app.node;
    let found = async {
        let mut db = node.store.read().await?;
        let file = queries::shown_by_hash(&mut db, hash).await?;
        let file = file.filter(|file| file.content.kind.is_picture() == picture);
        let Some(file) = file else { return Ok(None) };
        // What belongs to a project of the desk is there as long as its page is.
        let Ok(id) = file.about.id.as_str().parse() else { return Ok(Some(file)) };
        let project = desk::queries::project(&mut db, id).await?;
        let there = project.is_none_or(|one| one.state.is_promoted() && !one.page_held);
        Ok::<_, StoreError>(Some(file).filter(|_| there))
    };
    match (found.await, node.shelf()) {
        (Ok(Some(file)), Ok(shelf)) => {
            let answer = super::files::served(&shelf, &file, size, headers, PICTURE_KEPT).await;
            answer.unwrap_or_else(|problem| super::page::status_of(&problem).into_response())
        }
        (Ok(None), _) => nowhere(),
        (Ok(Some(_)), Err(problem)) => super::page::status_of(&problem).into_response(),
        (Err(error), _) => super::page::status_of(&problem_of(&error)).into_response(),
    }
}
