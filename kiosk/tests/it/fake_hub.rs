//! A hub that is not one: the kiosk's side of the wire on a loopback port, kept in memory.
//!
//! It answers as the protocol says, remembers every command it got, gives the same slip for the same id, and can be
//! switched off, made to lose its answers, or told to refuse.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

use axum::body::Body;
use axum::extract::{Path as UrlPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use protocol::kiosk::{
    AnsweredBy, BookVisit, CallOperator, CategoryCard, FreeDay, FreeVisits, LeaveIdea, LeaveNeed,
    MoveVisit, NeighbourhoodName, OfferTime, Place, ServiceCard, SimilarCard, SlipAnswer,
    SlipIssued, SlipKind, SlipStatus, SlipStep, StepWord, ThemeCard, Verdict,
};
use protocol::{CommandId, Problem, SlipCode, Slug};
use tokio::sync::oneshot;

use crate::fake_bank::{self, FakeBank};

/// The token of the only kiosk this hub knows.
pub const TOKEN: &str = "token-of-the-test-kiosk";
/// Slips that begin like this belong to a hub that cannot be asked.
pub const ELSEWHERE: &str = "LM";
const HOUR_MS: i64 = 3_600_000;
/// The day on which its project desk has time, and when: 9:00, 9:30 and 10:00 by the city's clock.
pub const VISITS_DAY: &str = "2036-11-18";
/// The same, as they travel.
pub const VISITS_MS: [i64; 3] = [2_110_608_000_000, 2_110_609_800_000, 2_110_611_600_000];

/// What the hub remembers, and how it behaves.
#[derive(Default)]
pub struct Memory {
    /// Needs as they came, repetitions included.
    pub needs: Vec<LeaveNeed>,
    /// Ideas as they came.
    pub ideas: Vec<LeaveIdea>,
    /// What it says is like any idea.
    pub similar: Vec<SimilarCard>,
    /// Offers as they came.
    pub offers: Vec<OfferTime>,
    /// Visits to the project desk as they came.
    pub visits: Vec<BookVisit>,
    /// Calls for an operator as they came.
    pub calls: Vec<CallOperator>,
    /// Verdicts as they came.
    pub answers: Vec<SlipAnswer>,
    /// `Accept-Language` of the last thing left.
    pub language: String,
    /// Records what comes and then breaks the answer off.
    pub loses_answers: bool,
    /// Refuses everything that is left with this.
    pub refuses: Option<Problem>,
    /// The time bank.
    pub bank: FakeBank,
    slips: BTreeMap<String, SlipStatus>,
    receipts: BTreeMap<CommandId, SlipIssued>,
}

/// What the routes share.
pub type Shared = Arc<Mutex<Memory>>;

/// A hub on a loopback port. Stops when dropped.
pub struct FakeHub {
    memory: Shared,
    address: SocketAddr,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl FakeHub {
    /// A hub on a port of its own.
    pub fn start() -> Self {
        Self::start_on(0)
    }

    /// A hub on this port; 0 for any.
    pub fn start_on(port: u16) -> Self {
        let mut hub = Self {
            memory: Shared::default(),
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            running: None,
        };
        hub.switch_on();
        hub
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it remembers.
    pub fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap()
    }

    /// Lets it answer again, at the same address.
    pub fn switch_on(&mut self) {
        if self.running.is_some() {
            return;
        }
        let listener = std::net::TcpListener::bind(self.address).unwrap();
        listener.set_nonblocking(true).unwrap();
        self.address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let router = router(Arc::clone(&self.memory));
        let thread = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                tokio::select! {
                    served = axum::serve(listener, router) => served.unwrap(),
                    _ = stopped => {}
                }
            });
            runtime.shutdown_background();
        });
        self.running = Some((stop, thread));
    }

    /// Pulls the plug: from now on nobody answers at its address.
    pub fn switch_off(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            let _ = stop.send(());
            thread.join().unwrap();
        }
    }

    /// Writes the credential of its kiosk.
    pub fn write_credential(&self, path: &Path) {
        let text = format!(
            "hub_url = \"{}\"\ntoken = \"{TOKEN}\"\nkiosk_id = \"01920000-0000-7000-8000-00000000000a\"\n",
            self.url()
        );
        std::fs::write(path, text).unwrap();
    }
}

impl Drop for FakeHub {
    fn drop(&mut self) {
        self.switch_off();
    }
}

fn router(memory: Shared) -> Router {
    Router::new()
        .route("/kiosk/v1/place", get(async || Json(place())))
        .route("/kiosk/v1/needs", post(need))
        .route("/kiosk/v1/ideas", post(idea))
        .route("/kiosk/v1/ideas/similar", post(similar))
        .route("/kiosk/v1/offers", post(offer))
        .route("/kiosk/v1/desk/visits", get(visits).post(visit))
        .route("/kiosk/v1/slips/{code}/visit", post(move_visit))
        .route("/kiosk/v1/slips/{code}", get(slip))
        .route("/kiosk/v1/slips/{code}/answer", post(answer))
        .route("/kiosk/v1/operator", post(operator))
        .merge(fake_bank::routes())
        .layer(from_fn_with_state(Arc::clone(&memory), door))
        .with_state(memory)
}

async fn door(State(memory): State<Shared>, request: Request, next: Next) -> Response {
    if text(&request, &header::AUTHORIZATION) != format!("Bearer {TOKEN}") {
        return refuse(&Problem::new("unauthorised", 401));
    }
    let writes = request.method() == axum::http::Method::POST;
    if writes {
        memory.lock().unwrap().language = text(&request, &header::ACCEPT_LANGUAGE);
    }
    let refusal = memory.lock().unwrap().refuses.clone();
    if let Some(problem) = refusal.filter(|_| writes) {
        return refuse(&problem);
    }
    let response = next.run(request).await;
    if writes && memory.lock().unwrap().loses_answers {
        let broken = futures_util::stream::iter([Err::<Vec<u8>, _>(std::io::Error::other("cut"))]);
        return Response::new(Body::from_stream(broken));
    }
    response
}

fn text(request: &Request, name: &header::HeaderName) -> String {
    let value = request.headers().get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// A refusal on its way to the kiosk.
pub fn refuse(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap();
    let headers = [(header::CONTENT_TYPE, "application/problem+json")];
    (status, headers, serde_json::to_string(problem).unwrap()).into_response()
}

async fn need(State(memory): State<Shared>, Json(need): Json<LeaveNeed>) -> Response {
    let mut memory = memory.lock().unwrap();
    let (id, about) = (need.id, need.category.clone());
    memory.needs.push(need);
    let words = [
        StepWord::Received,
        StepWord::TakenInCharge,
        StepWord::Searching,
        StepWord::HelperFound,
        StepWord::Done,
    ];
    memory.issue(id, SlipKind::Need, about, &words)
}

async fn idea(State(memory): State<Shared>, Json(idea): Json<LeaveIdea>) -> Response {
    let mut memory = memory.lock().unwrap();
    let (id, about) = (idea.id, idea.theme.clone());
    memory.ideas.push(idea);
    memory.issue(id, SlipKind::Idea, about, &[StepWord::Received])
}

async fn similar(State(memory): State<Shared>) -> Response {
    Json(memory.lock().unwrap().similar.clone()).into_response()
}

/// Three times on one day; what somebody has is gone.
async fn visits(State(memory): State<Shared>) -> Response {
    let memory = memory.lock().unwrap();
    let taken = |at_ms: &i64| memory.visits.iter().any(|visit| visit.at_ms == *at_ms);
    let starts_ms: Vec<i64> = VISITS_MS.into_iter().filter(|at_ms| !taken(at_ms)).collect();
    let day = FreeDay { day: VISITS_DAY.to_owned(), starts_ms };
    Json(FreeVisits { as_of_ms: 0, length_min: 30, days: vec![day] }).into_response()
}

async fn visit(State(memory): State<Shared>, Json(visit): Json<BookVisit>) -> Response {
    let mut memory = memory.lock().unwrap();
    let known = memory.visits.iter().any(|one| one.id == visit.id);
    if !known && memory.visits.iter().any(|one| one.at_ms == visit.at_ms) {
        return refuse(&Problem::conflict("visit-taken"));
    }
    let (id, at_ms) = (visit.id, visit.at_ms);
    memory.visits.push(visit);
    let about = "project-desk".parse().unwrap();
    let answer = memory.issue(id, SlipKind::Visit, about, &[StepWord::Received]);
    for status in memory.slips.values_mut().filter(|one| one.kind == SlipKind::Visit) {
        status.appointment_ms = Some(at_ms);
        status.can_withdraw = true;
    }
    answer
}

async fn move_visit(
    State(memory): State<Shared>,
    UrlPath(code): UrlPath<SlipCode>,
    Json(moved): Json<MoveVisit>,
) -> Response {
    let mut memory = memory.lock().unwrap();
    for visit in &mut memory.visits {
        visit.at_ms = moved.at_ms;
    }
    if let Some(status) = memory.slips.get_mut(code.as_str()) {
        status.appointment_ms = Some(moved.at_ms);
    }
    Json(SlipIssued { code, at_ms: 0 }).into_response()
}

async fn offer(State(memory): State<Shared>, Json(offer): Json<OfferTime>) -> Response {
    let mut memory = memory.lock().unwrap();
    let (id, about) = (offer.id, offer.categories[0].clone());
    memory.offers.push(offer);
    memory.issue(id, SlipKind::Offer, about, &[StepWord::Received])
}

async fn slip(State(memory): State<Shared>, UrlPath(code): UrlPath<SlipCode>) -> Response {
    if code.prefix() == ELSEWHERE {
        return refuse(&Problem::try_later("central-unreachable"));
    }
    match memory.lock().unwrap().slips.get(code.as_str()) {
        Some(status) => Json(status.clone()).into_response(),
        None => refuse(&Problem::not_found("unknown-slip")),
    }
}

async fn answer(
    State(memory): State<Shared>,
    UrlPath(code): UrlPath<SlipCode>,
    Json(answer): Json<SlipAnswer>,
) -> Response {
    let mut memory = memory.lock().unwrap();
    memory.answers.push(answer.clone());
    let Some(status) = memory.slips.get_mut(code.as_str()) else {
        return refuse(&Problem::not_found("unknown-slip"));
    };
    let word = match answer.verdict {
        Verdict::Solved => StepWord::Met,
        Verdict::NotSolved => StepWord::Reopened,
        Verdict::Withdraw => StepWord::Withdrawn,
    };
    status.steps.push(SlipStep { at_ms: now_ms(), word });
    status.can_confirm = false;
    status.can_withdraw = answer.verdict == Verdict::NotSolved;
    Json(status.clone()).into_response()
}

async fn operator(State(memory): State<Shared>, Json(call): Json<CallOperator>) -> StatusCode {
    memory.lock().unwrap().calls.push(call);
    StatusCode::NO_CONTENT
}

impl Memory {
    fn issue(
        &mut self,
        id: CommandId,
        kind: SlipKind,
        about: Slug,
        words: &[StepWord],
    ) -> Response {
        let given = u32::try_from(self.receipts.len()).unwrap();
        let issued = self.receipts.entry(id).or_insert_with(|| SlipIssued {
            code: SlipCode::try_new("MP", 7_919 * (given + 13)).unwrap(),
            at_ms: now_ms(),
        });
        let issued = issued.clone();
        let first_ms = issued.at_ms - 30 * HOUR_MS;
        let steps = (0..)
            .zip(words)
            .map(|(n, word)| SlipStep { at_ms: first_ms + n * 7 * HOUR_MS, word: *word });
        let status = SlipStatus {
            code: issued.code.clone(),
            kind,
            about,
            hub_name: place().hub_name,
            steps: steps.collect(),
            can_confirm: words.contains(&StepWord::Done),
            can_withdraw: true,
            question: None,
            appointment_ms: None,
            reasons: Vec::new(),
            follows: None,
            answers: Vec::new(),
            can_reply: false,
            can_rate: false,
            goes_on: None,
            as_of_ms: issued.at_ms,
            answered_by: AnsweredBy::Home,
        };
        self.slips.insert(issued.code.as_str().to_owned(), status);
        Json(issued).into_response()
    }
}

fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

fn words(it: &str, en: &str) -> BTreeMap<String, String> {
    BTreeMap::from([("it".to_owned(), it.to_owned()), ("en".to_owned(), en.to_owned())])
}

/// The place this hub describes: a real city's neighbourhoods and the usual kinds of help.
pub fn place() -> Place {
    let category =
        |(name, icon, it, en, home_visit): (&str, &str, &str, &str, bool)| CategoryCard {
            slug: slug(name),
            icon: icon.to_owned(),
            name: words(it, en),
            hint: words("", ""),
            home_visit,
            questions: if name == "medicines" {
                vec![
                    words("In quale farmacia?", "Which pharmacy?"),
                    words("La ricetta è già pronta?", "Is the prescription ready?"),
                ]
            } else {
                vec![]
            },
        };
    let theme = |(name, icon, it, en): (&str, &str, &str, &str)| ThemeCard {
        slug: slug(name),
        icon: icon.to_owned(),
        name: words(it, en),
    };
    Place {
        as_of_ms: now_ms(),
        city: "Brescia".to_owned(),
        hub: slug("mompiano"),
        hub_name: "HUB di quartiere Mompiano".to_owned(),
        address: "Piazza di prova 1".to_owned(),
        time_zone: "Europe/Rome".to_owned(),
        open_today: vec!["09:00–12:30".to_owned(), "14:30–18:00".to_owned()],
        languages: vec!["it".to_owned(), "en".to_owned(), "ro".to_owned()],
        categories: CATEGORIES.into_iter().map(category).collect(),
        neighbourhood: Some(slug("mompiano")),
        week: week("09:00–12:30"),
        step_free: Some(true),
        services: SERVICES.into_iter().map(service).collect(),
        neighbourhoods: NEIGHBOURHOODS.into_iter().flat_map(in_zone).collect(),
        idea_themes: THEMES.into_iter().map(theme).collect(),
    }
}

fn week(spans: &str) -> Vec<Vec<String>> {
    let closed = Vec::new();
    let open = vec![spans.to_owned()];
    (0..7).map(|day| if day < 6 { open.clone() } else { closed.clone() }).collect()
}

fn service(
    (slug_of, icon, name, hint, who, category): (&str, &str, &str, &str, &str, &str),
) -> ServiceCard {
    ServiceCard {
        slug: slug(slug_of),
        icon: icon.to_owned(),
        name: words(name, name),
        hint: words(hint, hint),
        covered_by: words(who, who),
        week: week("09:00–11:00"),
        category: category.parse().ok(),
    }
}

const SERVICES: [(&str, &str, &str, &str, &str, &str); 3] = [
    (
        "spesa",
        "basket",
        "Spesa e farmacia",
        "Per chi non riesce a uscire",
        "Volontari del quartiere",
        "shopping",
    ),
    (
        "digitale",
        "phone",
        "Sportello digitale",
        "Telefono, SPID, pratiche",
        "Olga",
        "online-paperwork",
    ),
    ("caffe", "chats", "Caffè in compagnia", "Si chiacchiera, basta venire", "Olga e Ugo", ""),
];

fn in_zone(
    (zone, names): (&'static str, &'static [&'static str]),
) -> impl Iterator<Item = NeighbourhoodName> {
    names.iter().map(move |name| NeighbourhoodName {
        slug: slug(&name.to_lowercase().replace(" - ", "-").replace([' ', '\''], "-")),
        name: (*name).to_owned(),
        zone: zone.to_owned(),
        served_here: zone == "Nord",
    })
}

const CATEGORIES: [(&str, &str, &str, &str, bool); 12] = [
    ("shopping", "basket", "Fare la spesa", "Shopping", true),
    ("medicines", "first-aid", "Ricette e medicine", "Prescriptions and medicines", true),
    (
        "parcels",
        "shopping-bag",
        "Ritirare e tenere pacchi",
        "Collecting and keeping parcels",
        false,
    ),
    ("bills-and-post", "envelope", "Posta e bollette", "Post and bills", false),
    ("small-repairs", "wrench", "Piccole riparazioni", "Small repairs", true),
    ("plants-and-pets", "plant", "Piante e animali", "Plants and pets", true),
    ("phone-and-tablet", "phone", "Usare telefono e tablet", "Using phone and tablet", false),
    ("online-paperwork", "identification-card", "Pratiche online", "Online paperwork", false),
    ("company", "chats", "Un po' di compagnia", "Some company", true),
    ("accompanying", "users", "Farsi accompagnare", "Somebody to go with", true),
    ("finding-carers", "heart", "Trovare chi assiste", "Finding a carer", false),
    ("other", "question", "Altro", "Something else", false),
];

const THEMES: [(&str, &str, &str, &str); 6] = [
    ("courses", "book-open", "Corsi e laboratori", "Courses and workshops"),
    ("culture", "music-notes", "Cultura e letture", "Culture and reading"),
    ("movement", "bicycle", "Movimento e passeggiate", "Exercise and walks"),
    ("families", "baby", "Famiglie e bambini", "Families and children"),
    (
        "green-care",
        "tree",
        "Verde e cura del quartiere",
        "Green spaces and care of the neighbourhood",
    ),
    ("meetings", "users", "Stare insieme", "Being together"),
];

const NEIGHBOURHOODS: [(&str, &[&str]); 3] = [
    (
        "Nord",
        &[
            "Borgo Trento",
            "Casazza",
            "Mompiano",
            "San Bartolomeo",
            "San Rocchino - Costalunga",
            "Sant'Eustacchio",
            "Villaggio Prealpino - Stocchetta",
        ],
    ),
    (
        "Centro",
        &[
            "Brescia Antica",
            "Centro Storico Nord",
            "Centro Storico Sud",
            "Crocifissa di Rosa",
            "Porta Milano",
            "Porta Venezia",
        ],
    ),
    (
        "Sud",
        &[
            "Chiesanuova - Noce - Girelli",
            "Don Bosco",
            "Folzano",
            "Fornaci",
            "Lamarmora",
            "Porta Cremona - Volta",
            "Villaggio Sereno",
        ],
    ),
];
