//! The time bank of the hub that is not one: two members with cards, one exchange that waits, in memory.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use protocol::card::CardCode;
use protocol::kiosk::bank::{
    Account, Declare, Movement, Named, Other, Refer, Reply, SESSION_HEADER, Said, Shown, ShownSlip,
    SignedIn, TakeBack,
};
use protocol::{ExchangeId, Problem, SlipCode};

use crate::fake_hub::{Shared, refuse};

/// The only session there is.
const SESSION: &str = "session-of-livia";

/// Livia's card and its PIN.
pub fn livia() -> (CardCode, &'static str) {
    (CardCode::of(271_828), "2580")
}

/// What a reader types when Livia's card is held to it.
pub const CHIP: &str = "04A2B3C4D5E680";

/// Bruno's card and its PIN.
pub fn bruno() -> (CardCode, &'static str) {
    (CardCode::of(314_159), "1947")
}

/// What Livia's statement from the slip printer bears.
pub fn slip() -> SlipCode {
    SlipCode::try_new("MP", 271_828).unwrap()
}

/// What it remembers.
#[derive(Default)]
pub struct FakeBank {
    /// What was declared, as it came.
    pub declared: Vec<Declare>,
    /// What was answered, as it came.
    pub answers: Vec<Reply>,
    /// What was taken back, as it came.
    pub taken_back: Vec<TakeBack>,
    /// What was said of exchanges, as it came.
    pub refers: Vec<Refer>,
    /// How often somebody signed out.
    pub signed_out: u32,
    /// Whether nobody is signed in any more, whatever the kiosk thinks.
    pub forgets: bool,
    balance_min: i64,
    answered: bool,
}

impl FakeBank {
    fn account(&self) -> Account {
        let waiting = Said {
            exchange: ExchangeId::new(uuid::Uuid::from_u128(9)),
            with: "Bruno N.".to_owned(),
            gave: true,
            minutes: 30,
            category: "company".parse().unwrap(),
            day: "2026-11-21".to_owned(),
            until: "2026-11-28".to_owned(),
        };
        let own = Said {
            exchange: ExchangeId::new(uuid::Uuid::from_u128(7)),
            gave: false,
            ..waiting.clone()
        };
        Account {
            name: "Livia C.".to_owned(),
            number: 12,
            language: "it".to_owned(),
            balance_min: self.balance_min,
            may_exchange: true,
            movements: vec![Movement {
                day: "2026-11-18".to_owned(),
                minutes: 60,
                category: Some("company".parse().unwrap()),
                with: "Anna B.".to_owned(),
                to_refer: self.refers.is_empty().then(|| ExchangeId::new(uuid::Uuid::from_u128(8))),
            }],
            to_answer: if self.answered { vec![] } else { vec![waiting] },
            declared: if self.taken_back.is_empty() { vec![own] } else { vec![] },
            people: vec![Named { number: 7, name: "Bruno N.".to_owned() }],
            ..Account::default()
        }
    }
}

/// The routes of `protocol::kiosk::bank` that the stories walk.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/kiosk/v1/bank/session", post(sign_in).delete(sign_out))
        .route("/kiosk/v1/bank/session/slip", post(sign_in_by_slip))
        .route("/kiosk/v1/bank/exchanges/{id}/reference", post(refer))
        .route("/kiosk/v1/bank", get(look))
        .route("/kiosk/v1/bank/exchanges", post(declare))
        .route("/kiosk/v1/bank/exchanges/{id}/answer", post(answer))
        .route("/kiosk/v1/bank/exchanges/{id}/withdrawal", post(take_back))
}

fn right(shown: &Shown, (card, pin): (CardCode, &str)) -> bool {
    let by_chip = card == livia().0 && CardCode::of_chip(CHIP) == Some(shown.card.clone());
    (shown.card == card || by_chip) && shown.pin == pin
}

fn over(memory: &FakeBank, headers: &HeaderMap) -> Option<Response> {
    let session = headers.get(SESSION_HEADER).and_then(|value| value.to_str().ok());
    let fine = session == Some(SESSION) && !memory.forgets;
    (!fine).then(|| refuse(&Problem::forbidden("bank-session-over")))
}

async fn sign_in(State(memory): State<Shared>, Json(shown): Json<Shown>) -> Response {
    let memory = memory.lock().unwrap();
    if right(&shown, livia()) {
        let account = memory.bank.account();
        Json(SignedIn { session: SESSION.to_owned(), account }).into_response()
    } else {
        refuse(&Problem::forbidden("bank-pin-wrong").with("left", 4))
    }
}

async fn sign_in_by_slip(State(memory): State<Shared>, Json(shown): Json<ShownSlip>) -> Response {
    if shown.slip != slip() {
        return refuse(&Problem::not_found("bank-slip-unknown"));
    }
    sign_in(State(memory), Json(Shown { card: livia().0, pin: shown.pin })).await
}

async fn refer(
    State(memory): State<Shared>,
    headers: HeaderMap,
    Json(said): Json<Refer>,
) -> Response {
    let mut memory = memory.lock().unwrap();
    if let Some(refused) = over(&memory.bank, &headers) {
        return refused;
    }
    memory.bank.refers.push(said);
    Json(memory.bank.account()).into_response()
}

async fn sign_out(State(memory): State<Shared>) -> StatusCode {
    memory.lock().unwrap().bank.signed_out += 1;
    StatusCode::NO_CONTENT
}

async fn look(State(memory): State<Shared>, headers: HeaderMap) -> Response {
    let memory = memory.lock().unwrap();
    over(&memory.bank, &headers).unwrap_or_else(|| Json(memory.bank.account()).into_response())
}

async fn declare(
    State(memory): State<Shared>,
    headers: HeaderMap,
    Json(said): Json<Declare>,
) -> Response {
    let mut memory = memory.lock().unwrap();
    if let Some(refused) = over(&memory.bank, &headers) {
        return refused;
    }
    if let Other::Here(shown) = &said.other {
        if !right(shown, bruno()) {
            return refuse(&Problem::forbidden("bank-pin-wrong").with("left", 4));
        }
        let minutes = i64::from(said.minutes);
        memory.bank.balance_min += if said.gave { minutes } else { -minutes };
    }
    memory.bank.declared.push(said);
    Json(memory.bank.account()).into_response()
}

async fn take_back(
    State(memory): State<Shared>,
    headers: HeaderMap,
    Path(_exchange): Path<ExchangeId>,
    Json(said): Json<TakeBack>,
) -> Response {
    let mut memory = memory.lock().unwrap();
    if let Some(refused) = over(&memory.bank, &headers) {
        return refused;
    }
    memory.bank.taken_back.push(said);
    Json(memory.bank.account()).into_response()
}

async fn answer(
    State(memory): State<Shared>,
    headers: HeaderMap,
    Path(_exchange): Path<ExchangeId>,
    Json(reply): Json<Reply>,
) -> Response {
    let mut memory = memory.lock().unwrap();
    if let Some(refused) = over(&memory.bank, &headers) {
        return refused;
    }
    if reply.yes {
        memory.bank.balance_min += 30;
    }
    memory.bank.answered = true;
    memory.bank.answers.push(reply);
    Json(memory.bank.account()).into_response()
}
