//! Every route and every command with every role. The tables below are what is promised; the code's own
//! table is in `people::roles`.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use protocol::antenna::{ActivityKind, LogActivity, PairRequest};
use protocol::kiosk::{LeaveIdea, LeaveNeed, OfferTime, TimeBand, Urgency, Verdict};
use protocol::{
    ActivityId, ActorRef, Channel, DeviceId, ExpenseId, GoalId, KioskId, PathId, PersonDetails,
    ProposalId, Relation, ShiftId, TaskId,
};

use super::{Browser, Console};
use crate::activities::Command as Diary;
use crate::activities::events::{Goal, Measure};
use crate::bank::offers;
use crate::city::outlines::Outlines;
use crate::command::Command;
use crate::network::antennae::decide::OwnAct;
use crate::network::antennae::events::{
    Heard, Kind, Outcome, Party, Pledge, Support, Volunteering,
};
use crate::network::antennae::{Command as A, Contact, Step};
use crate::network::organisations::Command as G;
use crate::network::{self, Holder, PairingConfig};
use crate::node::Role as NodeRole;
use crate::people::{Role, Scope};
use crate::requests::events::{Consent, Mark, MessageKind, Privacy, ServiceAnswer, Side};
use crate::requests::{Circle, Command as R, NotMetReason};
use crate::web::routes::{self, Verb};
use crate::work::Command as Work;
use crate::work::events::{
    Expense, ExpenseKind, PathOpened, PlaceAssigned, Programme, Shift, ShiftMark, Skill, Training,
};
use crate::{catalogue, custody, desk, files, gatherings, messages, people, testing, threads};

/// Who may use each route: O operator, C coordinator, S central staff, M service operator of
/// the municipality, A admin, P privacy officer; `*`
/// anybody, also without signing in. The second column is for hubs, the third for central; `.` where the
/// route is not there.
const ROUTES: &str = "
GET  /                             OCSMAP OCSMAP
GET  /more                         OCSMAP OCSMAP
GET  /live                         OCSMAP OCSMAP
GET  /sign-in                      *      *
POST /sign-in                      *      *
POST /sign-out                     OCSMAP OCSMAP
GET  /account                      OCSMAP OCSMAP
POST /account/password             OCSMAP OCSMAP
POST /account/preferences          OCSMAP OCSMAP
GET  /calls                        OC     .
POST /calls/{id}                   OC     .
GET  /requests                     OCSP   OCSP
GET  /requests/unread              OCSP   .
GET  /requests/new                 OC     .
POST /requests/new                 OC     .
GET  /requests/{id}                OCSP   OCSP
POST /requests/{id}/take           OC     OC
POST /requests/{id}/propose        OC     OC
POST /requests/{id}/done           OC     OC
POST /requests/{id}/met            OC     OC
POST /requests/{id}/not-met        OC     OC
POST /requests/{id}/reopen         OC     OC
POST /requests/several            OC     .
POST /requests/{id}/widen          OC     OC
POST /requests/{id}/ask            OC     OC
POST /requests/{id}/reply          OC     OC
POST /requests/{id}/note           OC     OC
POST /requests/{id}/followed-up    OC     OC
POST /requests/{id}/schedule       OC     OC
POST /requests/{id}/start          OC     OC
POST /requests/{id}/open-again     OC     OC
POST /requests/{id}/rate           OC     OC
POST /requests/{id}/split          OC     OC
POST /requests/{id}/link           OC     OC
POST /requests/{id}/unlink         OC     OC
POST /requests/{id}/refer          OC     OC
POST /requests/{id}/service        OC     OC
POST /requests/{id}/revoke         OC     OC
POST /requests/{id}/become         OC     OC
POST /requests/{id}/put-aside      OC     OC
POST /requests/{id}/hand-over      OC     OC
POST /requests/{id}/seats          OC     OC
POST /requests/{id}/privacy        OC     OC
POST /requests/{id}/contact        OC     .
GET  /to-call                      OC     .
POST /to-call/numbers              OC     .
POST /to-call/{id}                 OC     .
GET  /requests/{id}/sheet          OCSP   .
GET  /offering                     OCSP   .
GET  /offering/new                 OC     .
GET  /offering/{id}                OC     .
POST /offering                     OC     .
POST /offering/drop                OC     .
POST /offering/restore             OC     .
GET  /recurring                    OCSP   .
GET  /recurring/{id}               OCSP   .
POST /recurring/{id}/skip          OC     .
POST /recurring/{id}/restore       OC     .
POST /recurring/{id}/move          OC     .
POST /recurring/{id}/rule          OC     .
POST /recurring/{id}/pause         OC     .
POST /recurring/{id}/resume        OC     .
POST /recurring/{id}/end           OC     .
POST /recurring/{id}/contact       OC     .
GET  /messages                     OC     .
GET  /messages/{id}                OC     .
POST /messages/{id}                OC     .
POST /messages/{id}/read           OC     .
GET  /ideas                        OCS    OCS
GET  /ideas/{id}                   OCS    OCS
POST /ideas/{id}/contacted         OC     .
POST /ideas/{id}/contact           OC     .
GET  /offers                       OCS    OCS
GET  /offers/{id}                  OCS    OCS
POST /offers/{id}/contacted        OC     .
POST /offers/{id}/contact          OC     .
GET  /bank                         OCS    .
POST /bank/record                  OC     .
GET  /bank/members                 OCS    .
GET  /bank/members/new             OC     .
POST /bank/members/new             OC     .
GET  /bank/members/{id}            OCS    .
POST /bank/members/{id}/step       OC     .
POST /bank/members/{id}/limits     C      .
POST /bank/members/{id}/contact    OC     .
GET  /bank/accounts/{id}           OCS    .
GET  /bank/accounts/{id}/csv       OC     .
GET  /bank/accounts/{id}/pdf       OC     .
GET  /bank/accounts/{id}/roll      OC     .
POST /bank/members/{id}/card       OC     .
GET  /bank/members/{id}/card/pdf   OC     .
POST /bank/members/{id}/card/pin   OC     .
POST /bank/members/{id}/card/back  OC     .
GET  /bank/exchanges               OCS    .
GET  /bank/exchanges/{id}          OCS    .
POST /bank/exchanges/{id}/answer   OC     .
POST /bank/exchanges/{id}/withdraw OC     .
POST /bank/exchanges/{id}/dispute  OC     .
POST /bank/exchanges/{id}/uphold   OC     .
POST /bank/exchanges/{id}/reverse  OC     .
GET  /bank/declare                 OC     .
POST /bank/declare                 OC     .
GET  /bank/lists                   OC     .
POST /bank/lists                   OC     .
POST /bank/group                   OC     .
GET  /bank/cheques                 OCS    .
POST /bank/cheques                 OC     .
GET  /bank/catalogue               OCS    .
GET  /bank/catalogue/new           OC     .
POST /bank/catalogue/new           OC     .
POST /bank/catalogue/{id}/step     OC     .
GET  /bank/others                  OCS    .
GET  /bank/others/{id}             OCS    .
POST /bank/others/{id}/sign        C      .
POST /bank/others/{id}/end         C      .
POST /bank/others/{id}/exchange    OC     .
GET  /bank/across/{id}             OCS    .
POST /bank/across/{id}/answer      OC     .
POST /bank/across/{id}/withdraw    OC     .
POST /bank/across/{id}/back        OC     .
POST /bank/members/{id}/shown      OC     .
GET  /bank/rules                   OCS    .
POST /bank/rules                   C      .
POST /bank/agreement               C      .
GET  /bank/figures                 OCS    OCS
GET  /bank/figures/csv             OCS    OCS
GET  /bank/figures/xlsx            OCS    OCS
GET  /bank/figures/wants           OCS    .
GET  /bank/calls                   OCS    .
POST /bank/calls                   OC     .
GET  /bank/import                  C      .
POST /bank/import                  C      .
POST /bank/exchanges/{id}/expenses OC     .
POST /bank/exchanges/{id}/hide     C      .
POST /bank/exchanges/{id}/refer    OC     .
POST /bank/exchanges/{id}/reference OC     .
GET  /antennae                     OCSMA  .
GET  /antennae/board               OCSMA  .
GET  /antennae/support             OCSMA  .
GET  /antennae/support.csv         C      .
GET  /antennae/new                 OC     .
POST /antennae/new                 OC     .
GET  /antennae/{id}                OCSMA  .
GET  /antennae/{id}/edit           OC     .
POST /antennae/{id}/edit           OC     .
POST /antennae/{id}/step           OC     .
POST /antennae/{id}/contact        OC     .
POST /antennae/{id}/keep-contact   OC     .
POST /antennae/{id}/accompany      OC     .
POST /antennae/{id}/pledge         OC     .
POST /antennae/{id}/clearance      OC     .
POST /antennae/{id}/heard          OC     .
POST /antennae/{id}/note           OC     .
POST /antennae/{id}/present        OC     .
POST /antennae/{id}/pair           OCA    .
POST /antennae/{id}/volunteer      OC     .
GET  /volunteers                   OCSMA  .
POST /volunteers                   OC     .
POST /volunteers/{id}/papers       OC     .
POST /volunteers/{id}/leave        OC     .
POST /antennae/{id}/support        OC     .
POST /antennae/{id}/introduce      OC     .
POST /antennae/{id}/outcome        OC     .
GET  /introductions                OCSMA  .
GET  /antennae/handover            C      .
POST /antennae/handover            C      .
POST /antennae/places              C      .
POST /antennae/places/{id}/end     C      .
GET  /antennae/import              C      .
POST /antennae/import              C      .
POST /antennae/export              C      .
GET  /organisations/import         OCS    OCS
POST /organisations/import         OCS    OCS
GET  /organisations.csv            OCSMA  OCSMA
GET  /notices                      OCS    OCS
POST /notices                      OCS    OCS
GET  /territory                    OCSMA  OCSMA
GET  /organisations                OCSMA  OCSMA
GET  /organisations/new            OCS    OCS
POST /organisations/new            OCS    OCS
GET  /organisations/{id}           OCSMA  OCSMA
GET  /organisations/{id}/edit      OCS    OCS
POST /organisations/{id}/edit      OCS    OCS
POST /organisations/{id}/contact   OCS    OCS
POST /organisations/{id}/keep-contact OCS OCS
POST /organisations/{id}/active    OCS    OCS
GET  /devices                      OCSMA  .
GET  /devices/new                  OCA    .
POST /devices/new                  OCA    .
GET  /devices/{id}                 OCSMA  .
POST /devices/{id}/move            OCA    .
POST /devices/{id}/revoke          OCA    .
GET  /diary                        OC     .
GET  /diary/new                    OC     .
POST /diary/new                    OC     .
POST /diary/draft                  OC     .
POST /diary/drafts/{id}/discard    OC     .
GET  /diary/entries/{id}           OC     .
GET  /diary/entries/{id}/write     OC     .
POST /diary/entries/{id}/write     OC     .
POST /diary/entries/{id}/accept    C      .
POST /diary/entries/{id}/return    C      .
GET  /diary/import                 OC     .
POST /diary/import                 OC     .
GET  /diary/export.csv             OC     .
GET  /shifts                       OC     .
POST /shifts                       C      .
POST /shifts/{id}/cancel           C      .
POST /shifts/{id}/came             C      .
POST /shifts/{id}/missed           C      .
POST /shifts/{id}/word             OC     .
POST /shifts/address               OC     .
POST /shifts/address/revoke        OC     .
GET  /calendar/{id}                *      .
GET  /paths                        OC     .
POST /paths                        OC     .
GET  /paths/{id}                   OC     .
POST /paths/{id}/hours             OC     .
POST /paths/{id}/skill             OC     .
POST /paths/{id}/end               OC     .
POST /paths/{id}/certificate       OC     .
POST /paths/{id}/thanks            OC     .
GET  /training                     OC     .
POST /training                     C      .
GET  /expenses                     OC     .
POST /expenses                     OC     .
POST /expenses/{id}/approve        C      .
POST /expenses/{id}/refuse         C      .
GET  /month-sheet.pdf              OC     .
GET  /custody                      OC     .
GET  /custody.csv                  OC     .
GET  /custody/new                  OC     .
POST /custody/new                  OC     .
GET  /custody/{id}                 OC     .
POST /custody/{id}/step            OC     .
POST /custody/{id}/contact         OC     .
GET  /custody/{id}/label           OC     .
POST /custody/{id}/receipt         OC     .
GET  /gatherings                   OC     .
GET  /gatherings/new               OC     .
POST /gatherings/new               OC     .
GET  /gatherings/{id}              OC     .
POST /gatherings/{id}/meeting      OC     .
POST /gatherings/{id}/cancel       OC     .
POST /gatherings/{id}/register     OC     .
POST /gatherings/{id}/withdraw     OC     .
POST /gatherings/{id}/attendance   OC     .
POST /gatherings/{id}/sheet        OC     .
POST /gatherings/{id}/certificate  OC     .
POST /gatherings/{id}/phones       OC     .
GET  /files                        OCS    OCS
GET  /files/{id}                   OCS    OCS
POST /files/{id}                   OCS    OCS
POST /files/{id}/words             OCS    OCS
POST /files/{id}/take-away         OCS    OCS
POST /files/{id}/show              .      OCS
GET  /file/{id}                    OCS    OCS
GET  /threads                      OCSM   OCSM
POST /threads                      OCSM   OCSM
GET  /threads/{id}                 OCSM   OCSM
POST /threads/{id}                 OCSM   OCSM
GET  /diary/review                 C      .
POST /diary/review                 C      .
GET  /diary/review.csv             C      .
POST /diary/review/close           C      .
GET  /diary/goals                  OC     .
POST /diary/goals                  C      .
POST /diary/goals/{id}/drop        C      .
GET  /tasks                        OC     .
GET  /tasks/due                    OC     .
POST /tasks/{id}/done              OC     .
POST /tasks/{id}/later             OC     .
POST /tasks/{id}/hand-over         OC     .
GET  /activities                   CS     CS
GET  /activities.csv               .      S
GET  /staff                        CA     CA
GET  /staff/new                    CA     CA
POST /staff/new                    CA     CA
GET  /staff/{id}                   CA     CA
POST /staff/{id}/role              CA     CA
POST /staff/{id}/reset             CA     CA
POST /staff/{id}/close             CA     CA
POST /staff/{id}/open              CA     CA
GET  /privacy                      CP     CP
GET  /people/{id}                  CP     CP
POST /people/{id}/erase            CP     CP
GET  /people/{id}/certificate      CP     CP
GET  /overview                     .      SAP
GET  /overview/places              .      SAP
GET  /requests.csv                 .      S
GET  /overview.csv                 .      S
GET  /parked                       SA     SA
GET  /city                         CSA    CSA
GET  /city/new                     .      A
POST /city/new                     .      A
GET  /city/outlines                .      A
POST /city/outlines                .      A
GET  /hubs                         .      SA
GET  /hubs/{id}                    .      SA
POST /hubs/{id}/code               .      A
POST /hubs/{id}/revoke             .      A
POST /hubs/{id}/seen               .      A
";

fn letter(role: Role) -> char {
    match role {
        Role::Operator => 'O',
        Role::Coordinator => 'C',
        Role::CentralStaff => 'S',
        Role::ServiceOperator => 'M',
        Role::Admin => 'A',
        Role::PrivacyOfficer => 'P',
    }
}

/// Method and path to who may, for a kind of node.
fn promised(role: NodeRole) -> BTreeMap<(String, String), String> {
    let column = if role == NodeRole::Hub { 2 } else { 3 };
    ROUTES
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|words| words[column] != ".")
        .map(|words| ((words[0].to_owned(), words[1].to_owned()), words[column].to_owned()))
        .collect()
}

async fn walk(console: Console) {
    let promised = promised(console.node.role);
    let mut found = 0;
    let hub = console.node.role == NodeRole::Hub;
    let ids = if hub { Ids::at_a_hub(&console).await } else { Ids::nowhere(&console).await };
    for route in routes::all().filter(|route| route.served_at(console.node.role)) {
        found += 1;
        let method = if route.verb == Verb::Get { "GET" } else { "POST" };
        let key = (method.to_owned(), route.path.to_owned());
        let who =
            promised.get(&key).unwrap_or_else(|| panic!("{method} {}: not promised", route.path));
        let path = ids.fill(route.path);
        let stranger = ask(&console, route.verb, &path, None).await;
        if who == "*" {
            assert!(
                stranger.is_success()
                    || stranger == StatusCode::FORBIDDEN
                    || stranger == StatusCode::NOT_FOUND,
                "{method} {path}"
            );
            continue;
        }
        let kept_out = stranger == StatusCode::SEE_OTHER || stranger == StatusCode::FORBIDDEN;
        assert!(kept_out, "{method} {path} without signing in: {stranger}");
        for role in Role::ALL {
            let browser = console.signed_in(role).await;
            let ids = if hub { Ids::at_a_hub(&console).await } else { ids.clone() };
            let path = ids.fill(route.path);
            let status = ask(&console, route.verb, &path, Some(&browser)).await;
            assert!(!status.is_server_error(), "{method} {path} as {role:?}: {status}");
            let refused = status == StatusCode::FORBIDDEN || status == StatusCode::UNAUTHORIZED;
            let may = who.contains(letter(role));
            assert_eq!(!refused, may, "{method} {} as {role:?}: {status}", route.path);
        }
    }
    assert_eq!(found, promised.len(), "a promised route is missing");
}

async fn ask(console: &Console, verb: Verb, path: &str, who: Option<&Browser>) -> StatusCode {
    match (verb, who) {
        // The stream of news never ends, so only its beginning is asked for.
        (Verb::Get, _) if path == "/live" => {
            use tower::ServiceExt;
            let mut req = axum::http::Request::builder().uri(path).header("accept", "text/html");
            if let Some(who) = who {
                let cookie = format!("costellazione-{}={}", console.node.id(), who.token);
                req = req.header("cookie", cookie);
            }
            let req = req.body(axum::body::Body::empty()).unwrap();
            console.router.clone().oneshot(req).await.unwrap().status()
        }
        (Verb::Get, who) => console.get(path, who).await.status,
        (Verb::Post, Some(who)) => console.post(path, who, &[]).await.status,
        (Verb::Post, None) => console.send(console.form(path, None, &[])).await.status,
    }
}

/// Things of every kind to put into paths.
#[derive(Clone)]
struct Ids(BTreeMap<&'static str, String>);

impl Ids {
    async fn at_a_hub(console: &Console) -> Self {
        let request = console.leave("shopping", "mompiano", "Per favore").await;
        let idea = console.leave_idea().await;
        let offer = console.leave_offer().await;
        let device = device(console).await;
        let antenna =
            network::antennae::tests::active_at(&console.node, "Edicola", "mompiano").await;
        let operator = console.signed_in(Role::Operator).await.staff;
        Self(BTreeMap::from([
            ("/requests", request.to_string()),
            ("/ideas", idea.to_string()),
            ("/offers", offer.to_string()),
            ("/antennae", antenna.to_string()),
            ("/devices", device.to_string()),
            ("/staff", operator.to_string()),
            ("/people", Console::person_of(request).to_string()),
        ]))
    }

    /// At central nothing was left; whoever may gets "not there".
    async fn nowhere(console: &Console) -> Self {
        let operator = console.signed_in(Role::Operator).await.staff;
        Self(BTreeMap::from([("/staff", operator.to_string()), ("/hubs", "mompiano".to_owned())]))
    }

    fn fill(&self, path: &str) -> String {
        let known = self.0.iter().find(|(prefix, _)| path.starts_with(**prefix));
        let id = known.map_or_else(|| testing::uuid(77).to_string(), |(_, id)| id.clone());
        path.replace("{id}", &id)
    }
}

pub async fn device(console: &Console) -> DeviceId {
    let hood = "mompiano".parse().unwrap();
    let by = ActorRef::System;
    let code = network::new_pairing_code(&console.node, "Bar", hood, Holder::Antenna, by);
    let code = code.await.unwrap().code;
    let config = PairingConfig { brokers: Vec::new(), ca_pem: String::new() };
    let request = PairRequest { code, device_name: "a phone".to_owned() };
    network::pair(&console.node, &config, request, None).await.unwrap().device
}

#[tokio::test]
async fn every_route_of_a_hub_lets_in_the_roles_it_promises_and_no_other() {
    walk(Console::hub().await).await;
}

#[tokio::test]
async fn every_route_of_central_lets_in_the_roles_it_promises_and_no_other() {
    walk(Console::central().await).await;
}

/// Who may give each command: roles by letter, D devices, K kiosks.
fn commands(
    console: &Console,
    request: protocol::RequestId,
    device: DeviceId,
) -> Vec<(Command, &'static str)> {
    let id = console.fresh();
    let (hood, category) = ("mompiano".parse().unwrap(), testing::some_category());
    let need = LeaveNeed {
        id,
        category,
        neighbourhood: hood,
        urgency: Urgency::NoHurry,
        text: String::new(),
        relation: Relation::Oneself,
        person: PersonDetails::default(),
        language: "it".to_owned(),
        more: protocol::kiosk::NeedDetails::default(),
    };
    let hood = need.neighbourhood.clone();
    let idea = LeaveIdea {
        id,
        theme: testing::brescia().idea_themes[0].slug.parse().unwrap(),
        neighbourhood: None,
        text: "Un'idea".to_owned(),
        person: PersonDetails::default(),
        language: "it".to_owned(),
    };
    let offer = OfferTime {
        id,
        categories: vec![need.category.clone()],
        neighbourhood: hood.clone(),
        when: vec![TimeBand::Weekend],
        text: String::new(),
        person: PersonDetails::default(),
        language: "it".to_owned(),
    };
    let entry = LogActivity {
        activity: ActivityId::from(id),
        what: ActivityKind::Meeting,
        neighbourhood: hood.clone(),
        place: String::new(),
        started_at_ms: console.node.now_ms(),
        minutes: 30,
        people_reached: 1,
        topics: vec![],
        next_step: String::new(),
    };
    let proposal = ProposalId::new(testing::uuid(5));
    let operator = protocol::StaffId::new(testing::uuid(6));
    let here = Scope::Hub(console.node.id().clone());
    let person = Console::person_of(request);
    let (idea_id, offer_id) = (testing::uuid(8), testing::uuid(9));
    // Nobody has spotted it: whoever may, hears that it is not there.
    let antenna = protocol::AntennaId::new(testing::uuid(10));
    let profile = network::antennae::tests::profile(Kind::Citizen, "mompiano");
    let contact = Contact { name: "Elda".to_owned(), ..Contact::default() };
    let (spot_profile, today) = (profile.clone(), jiff::civil::date(2026, 11, 18));
    let spot = A::Spot { profile: spot_profile, contact, operator: None };
    let spot = Command::Antennae(spot);
    let act = OwnAct::TakeStep { step: Step::Rest };
    let organisation = protocol::OrganisationId::new(testing::uuid(11));
    let papers =
        Volunteering { organisation, entered_on: None, insured_from: None, insured_until: None };
    let public = network::organisations::tests::profile("Auser", "");
    let enter = G::Enter { profile: public.clone(), contact: Contact::default() };
    let step = A::TakeStep { antenna, step: Step::Rest, reason: None, until: None };
    let pledge = Pledge { start: today, review: today, end: None };
    vec![
        (Command::Requests(R::Leave(need.clone())), "OCDK"),
        (Command::Requests(R::TakeInCharge { request, operator }), "OC"),
        (
            Command::Requests(R::Propose {
                request,
                circle: Circle::Zone,
                named: None,
                note: String::new(),
            }),
            "OC",
        ),
        (Command::Requests(R::Answer { proposal, device, accept: false }), "D"),
        (Command::Requests(R::EndCircle { proposal }), ""),
        (Command::Requests(R::Widen { request }), "OC"),
        (Command::Requests(R::AskRequester { request, text: String::new() }), "OC"),
        (Command::Requests(R::Reply { request, text: String::new() }), "OCK"),
        (
            Command::Requests(R::Note {
                request,
                about: MessageKind::Call,
                text: String::new(),
                follow_up_ms: None,
            }),
            "OC",
        ),
        (Command::Requests(R::FollowedUp { request }), "OC"),
        (Command::Requests(R::Schedule { request, at_ms: 0 }), "OCD"),
        (Command::Requests(R::Start { request }), "OCD"),
        (Command::Requests(R::Reopen { request }), "OC"),
        (
            Command::Requests(R::Rate {
                request,
                side: Side::Requester,
                mark: Mark::Good,
                text: String::new(),
            }),
            "OCDK",
        ),
        (Command::Requests(R::Split { request, parts: vec![] }), "OC"),
        (Command::Requests(R::LinkDuplicate { request, of: request }), "OC"),
        (Command::Requests(R::UnlinkDuplicate { request }), "OC"),
        (
            Command::Requests(R::Refer {
                request,
                service: "home-care".parse().unwrap(),
                shared: vec![],
                consent: Consent::InPerson,
                text: String::new(),
            }),
            "OC",
        ),
        (
            Command::Requests(R::ServiceAnswers {
                request,
                answer: ServiceAnswer::Done,
                text: String::new(),
            }),
            "OC",
        ),
        (Command::Requests(R::RevokeReferral { request }), "OC"),
        (Command::Requests(R::BecomeRequest { request, person: PersonDetails::default() }), "OC"),
        (
            Command::Requests(R::HandOver {
                request,
                to: "lamarmora".parse().unwrap(),
                shared: vec![],
                consent: None,
            }),
            "OC",
        ),
        (Command::Requests(R::HandOverAnswered { request, answer: Err("busy".to_owned()) }), ""),
        (
            Command::Requests(R::TakeOver {
                to: "mompiano".parse().unwrap(),
                slip: protocol::SlipCode::try_new("LM", 7).unwrap(),
                need: Box::new(need.clone()),
            }),
            "",
        ),
        (Command::Requests(R::SetSeats { request, two: true }), "OC"),
        (Command::Requests(R::SetPrivacy { request, level: Privacy::Reserved }), "OC"),
        (Command::Requests(R::GiveBack { request, device }), "D"),
        (
            Command::Requests(R::ReportDone {
                request,
                device: None,
                minutes: None,
                said: String::new(),
            }),
            "OCD",
        ),
        (Command::Requests(R::ConfirmMet { request }), "OC"),
        (Command::Requests(R::CloseNotMet { request, reason: NotMetReason::NoOffer }), "OC"),
        (Command::Requests(R::AnswerSlip { request, verdict: Verdict::Withdraw }), "OCK"),
        (Command::Desk(desk::Command::Leave(idea)), "OCK"),
        (
            Command::Desk(desk::Command::MarkContacted { idea: protocol::IdeaId::new(idea_id) }),
            "OC",
        ),
        (Command::Desk(desk::Command::Withdraw { idea: protocol::IdeaId::new(idea_id) }), "OCK"),
        (Command::Timebank(offers::Command::Leave(offer)), "OCK"),
        (
            Command::Timebank(offers::Command::MarkContacted {
                offer: protocol::OfferId::new(offer_id),
            }),
            "OC",
        ),
        (
            Command::Timebank(offers::Command::Withdraw {
                offer: protocol::OfferId::new(offer_id),
            }),
            "OCK",
        ),
        (Command::Network(network::Command::Move { device, neighbourhoods: vec![hood] }), "OCA"),
        (Command::Network(network::Command::Revoke { device }), "OCA"),
        (spot, "OC"),
        (Command::Antennae(step), "OC"),
        (Command::Antennae(A::Describe { antenna, profile }), "OC"),
        (Command::Antennae(A::KeepContact { antenna, contact: Contact::default() }), "OC"),
        (Command::Antennae(A::Accompany { antenna, operator: None }), "OC"),
        (Command::Antennae(A::Pledge { antenna, pledge }), "OC"),
        (Command::Antennae(A::Clear { antenna, clearance: None }), "OC"),
        (Command::Antennae(A::VolunteerThrough { antenna, volunteering: None }), "OC"),
        (Command::Antennae(A::HearFrom { antenna, how: Heard::Call }), "OC"),
        (Command::Antennae(A::NoticeSilence { antenna }), ""),
        (Command::Antennae(A::WriteNote { antenna, text: "Gentile".to_owned() }), "OC"),
        (Command::Antennae(A::BePresent { antenna, until_ms: None }), "OC"),
        (Command::Antennae(A::FromDevice { device, act }), "D"),
        (
            Command::Antennae(A::Support { antenna, how: Support::Visit, day: today, minutes: 30 }),
            "OC",
        ),
        (Command::Antennae(A::Introduce { antenna, to: Party::Organisation(organisation) }), "OC"),
        (
            Command::Antennae(A::TellOutcome { antenna, introduction: id, outcome: Outcome::Once }),
            "OC",
        ),
        (
            Command::Network(network::Command::PostNotice {
                neighbourhoods: vec!["mompiano".parse().unwrap()],
                text: "Sabato si festeggia".to_owned(),
                hours: 24,
            }),
            "OCS",
        ),
        (
            Command::Messages(messages::Command::Write {
                device,
                about: None,
                text: "Grazie".to_owned(),
            }),
            "OCD",
        ),
        (Command::Messages(messages::Command::MarkRead { device }), "OC"),
        (
            Command::Antennae(A::LogHours {
                antenna,
                day: "2026-11-17".parse().unwrap(),
                minutes: 60,
                category: None,
            }),
            "OC",
        ),
        (Command::Antennae(A::TakeBackHours { antenna, entry: id }), "OC"),
        (Command::Organisations(enter), "OCS"),
        (Command::Organisations(G::Describe { organisation, profile: public.clone() }), "OCS"),
        (
            Command::Organisations(G::KeepContact { organisation, contact: Contact::default() }),
            "OCS",
        ),
        (Command::Organisations(G::SetActive { organisation, active: true }), "OCS"),
        (Command::Activities(Diary::Log(entry.clone())), "OCD"),
        (Command::Activities(Diary::Correct(entry.clone())), "OCD"),
        (
            Command::Activities(Diary::Amend { cites: ActivityId::new(testing::uuid(60)), entry }),
            "OCD",
        ),
        (
            Command::Activities(Diary::GiveBack {
                entry: ActivityId::new(testing::uuid(61)),
                reason: "Mancano i minuti".to_owned(),
            }),
            "C",
        ),
        (Command::Activities(Diary::Accept { entry: ActivityId::new(testing::uuid(61)) }), "C"),
        (Command::Activities(Diary::CloseMonth { month: "2026-10".to_owned() }), "C"),
        (Command::Activities(Diary::FinishTask { task: TaskId::new(testing::uuid(62)) }), "OC"),
        (
            Command::Activities(Diary::PostponeTask {
                task: TaskId::new(testing::uuid(62)),
                to: "2026-12-01".to_owned(),
            }),
            "OC",
        ),
        (
            Command::Activities(Diary::HandOverTask {
                task: TaskId::new(testing::uuid(62)),
                to: operator,
            }),
            "OC",
        ),
        (
            Command::Activities(Diary::SetGoal(Goal {
                staff: None,
                what: None,
                measure: Measure::Hours,
                target: 10,
                from: "2026-11".to_owned(),
                to: "2026-12".to_owned(),
            })),
            "C",
        ),
        (Command::Activities(Diary::DropGoal { goal: GoalId::new(testing::uuid(63)) }), "C"),
        (
            Command::Work(Work::PlanShift(Shift {
                staff: operator,
                neighbourhood: "mompiano".parse().unwrap(),
                day: "2026-11-20".to_owned(),
                from_min: 540,
                to_min: 600,
            })),
            "C",
        ),
        (Command::Work(Work::CancelShift { shift: ShiftId::new(testing::uuid(64)) }), "C"),
        (
            Command::Work(Work::MarkShift { shift: ShiftId::new(testing::uuid(64)), came: true }),
            "C",
        ),
        (
            Command::Work(Work::OpenPath {
                path: PathOpened {
                    programme: Programme::School,
                    tutor: operator,
                    agreed_min: 600,
                    from: "2026-11-01".to_owned(),
                    to: "2026-12-01".to_owned(),
                },
                person: PersonDetails::default(),
            }),
            "OC",
        ),
        (
            Command::Work(Work::LogHours {
                path: PathId::new(testing::uuid(65)),
                day: "2026-11-17".to_owned(),
                minutes: 60,
            }),
            "OC",
        ),
        (
            Command::Work(Work::AddSkill {
                path: PathId::new(testing::uuid(65)),
                skill: Skill::Welcome,
            }),
            "OC",
        ),
        (
            Command::Work(Work::RateShift {
                shift: ShiftId::new(testing::uuid(64)),
                mark: ShiftMark::Well,
                words: String::new(),
            }),
            "OC",
        ),
        (Command::Work(Work::EnterVolunteer { papers, person: PersonDetails::default() }), "OC"),
        (
            Command::Work(Work::KeepVolunteer {
                volunteer: protocol::VolunteerId::new(testing::uuid(69)),
                papers,
            }),
            "OC",
        ),
        (
            Command::Work(Work::LeaveRegister {
                volunteer: protocol::VolunteerId::new(testing::uuid(69)),
                on: "2026-11-17".to_owned(),
            }),
            "OC",
        ),
        (
            Command::Work(Work::AssignPlace(PlaceAssigned {
                staff: operator,
                neighbourhood: "casazza".parse().unwrap(),
                from: "2026-11-18".to_owned(),
            })),
            "C",
        ),
        (
            Command::Work(Work::EndAssignment {
                assignment: protocol::AssignmentId::new(testing::uuid(68)),
                last_day: "2026-11-18".to_owned(),
            }),
            "C",
        ),
        (Command::Work(Work::EndPath { path: PathId::new(testing::uuid(65)) }), "OC"),
        (
            Command::Work(Work::RecordTraining(Training {
                staff: operator,
                topic: Skill::Safety,
                day: "2026-11-17".to_owned(),
                minutes: 60,
                valid_until: None,
            })),
            "C",
        ),
        (
            Command::Work(Work::ClaimExpense {
                expense: Expense {
                    kind: ExpenseKind::Ticket,
                    day: "2026-11-17".to_owned(),
                    km: 0,
                    cents: 250,
                },
                words: String::new(),
            }),
            "OC",
        ),
        (
            Command::Work(Work::DecideExpense {
                expense: ExpenseId::new(testing::uuid(66)),
                approve: true,
            }),
            "C",
        ),
        (
            Command::Threads(threads::Command::Write {
                thread: "mompiano.neighbourhood.casazza".parse().unwrap(),
                text: "Chi chiama il circolo?".to_owned(),
            }),
            "OCSM",
        ),
        (
            Command::Gatherings(gatherings::Command::CancelMeeting {
                gathering: protocol::GatheringId::new(testing::uuid(67)),
                number: 1,
            }),
            "OC",
        ),
        (
            Command::Files(files::Command::Describe {
                file: protocol::FileId::new(testing::uuid(68)),
                about: about(files::Sort::Project),
                words: String::new(),
            }),
            "OCS",
        ),
        (
            Command::Files(files::Command::TakeAway {
                file: protocol::FileId::new(testing::uuid(68)),
                about: about(files::Sort::Idea),
            }),
            "OC",
        ),
        (
            Command::Files(files::Command::Show {
                file: protocol::FileId::new(testing::uuid(68)),
                shown: true,
            }),
            "S",
        ),
        (
            Command::Custody(custody::Command::TakeIn {
                kind: custody::Kind::Tool,
                due: None,
                text: "Trapano".to_owned(),
                owner: PersonDetails::default(),
            }),
            "OC",
        ),
        (
            Command::People(people::Command::AddStaff {
                role: Role::Operator,
                scope: here.clone(),
            }),
            "CA",
        ),
        (
            Command::People(people::Command::AddStaff {
                role: Role::Coordinator,
                scope: here.clone(),
            }),
            "A",
        ),
        (
            Command::People(people::Command::ChangeRole {
                staff: operator,
                role: Role::Operator,
                scope: here,
            }),
            "CA",
        ),
        (Command::People(people::Command::DisableStaff { staff: operator }), "CA"),
        (Command::People(people::Command::EnableStaff { staff: operator }), "CA"),
        (Command::People(people::Command::Erase { person }), "CP"),
        (Command::People(people::Command::AcknowledgeErasure { person }), ""),
        (Command::Catalogue(catalogue::Command::Publish(Box::new(testing::brescia()))), "A"),
        (Command::Catalogue(catalogue::Command::DrawOutlines(Outlines::default())), "A"),
    ]
    .into_iter()
    .chain(super::recurring::offering_commands().into_iter().map(|c| (Command::Offering(c), "OC")))
    .chain(super::recurring::commands().into_iter().map(|(c, who)| (Command::Recurring(c), who)))
    .chain(super::bank::commands().into_iter().map(|(c, who)| (Command::Bank(c), who)))
    .chain(super::between::commands().into_iter().map(|(c, who)| (Command::Between(c), who)))
    .collect()
}

/// Something of a kind that files can be attached to.
fn about(sort: files::Sort) -> files::About {
    files::About { sort, id: "bresciapiu".parse().unwrap() }
}

/// A number for each kind of command. A new kind does not compile until it has one, and then the table
/// above must have a line for it.
fn number(command: &Command) -> usize {
    match command {
        Command::Requests(R::Leave(_)) => 0,
        Command::Requests(R::TakeInCharge { .. }) => 1,
        Command::Requests(R::Propose { .. }) => 2,
        Command::Requests(R::Answer { .. }) => 3,
        Command::Requests(R::EndCircle { .. }) => 4,
        Command::Requests(R::GiveBack { .. }) => 5,
        Command::Requests(R::ReportDone { .. }) => 6,
        Command::Requests(R::ConfirmMet { .. }) => 7,
        Command::Requests(R::CloseNotMet { .. }) => 8,
        Command::Requests(R::AnswerSlip { .. }) => 9,
        // The later kinds of requests have their own numbers, so that other domains keep theirs.
        Command::Requests(R::Widen { .. }) => 1_000,
        Command::Requests(R::AskRequester { .. }) => 1_001,
        Command::Requests(R::Reply { .. }) => 1_002,
        Command::Requests(R::Note { .. }) => 1_003,
        Command::Requests(R::FollowedUp { .. }) => 1_004,
        Command::Requests(R::Schedule { .. }) => 1_005,
        Command::Requests(R::Start { .. }) => 1_006,
        Command::Requests(R::Reopen { .. }) => 1_007,
        Command::Requests(R::Rate { .. }) => 1_008,
        Command::Requests(R::Split { .. }) => 1_009,
        Command::Requests(R::LinkDuplicate { .. }) => 1_010,
        Command::Requests(R::UnlinkDuplicate { .. }) => 1_011,
        Command::Requests(R::Refer { .. }) => 1_012,
        Command::Requests(R::ServiceAnswers { .. }) => 1_013,
        Command::Requests(R::RevokeReferral { .. }) => 1_014,
        Command::Requests(R::BecomeRequest { .. }) => 1_015,
        Command::Requests(R::SetPrivacy { .. }) => 1_016,
        Command::Requests(R::SetSeats { .. }) => 1_017,
        Command::Requests(R::HandOver { .. }) => 1_018,
        Command::Requests(R::HandOverAnswered { .. }) => 1_019,
        Command::Requests(R::TakeOver { .. }) => 1_020,
        Command::Desk(desk::Command::Leave(_)) => 10,
        Command::Desk(desk::Command::MarkContacted { .. }) => 11,
        Command::Desk(desk::Command::Withdraw { .. }) => 12,
        Command::Timebank(offers::Command::Leave(_)) => 13,
        Command::Timebank(offers::Command::MarkContacted { .. }) => 14,
        Command::Timebank(offers::Command::Withdraw { .. }) => 15,
        Command::Network(network::Command::Revoke { .. }) => 16,
        Command::Network(network::Command::Move { .. }) => 17,
        Command::Activities(Diary::Log(_)) => 18,
        Command::People(people::Command::AddStaff { .. }) => 19,
        Command::People(people::Command::ChangeRole { .. }) => 20,
        Command::People(people::Command::DisableStaff { .. }) => 21,
        Command::People(people::Command::EnableStaff { .. }) => 22,
        Command::People(people::Command::Erase { .. }) => 23,
        Command::People(people::Command::AcknowledgeErasure { .. }) => 24,
        Command::Catalogue(catalogue::Command::Publish(_)) => 25,
        Command::Catalogue(catalogue::Command::DrawOutlines(_)) => 303,
        Command::Antennae(A::Spot { .. }) => 26,
        Command::Antennae(A::TakeStep { .. }) => 27,
        Command::Antennae(A::Describe { .. }) => 28,
        Command::Antennae(A::KeepContact { .. }) => 29,
        Command::Antennae(A::Accompany { .. }) => 30,
        Command::Antennae(A::Pledge { .. }) => 31,
        Command::Antennae(A::Clear { .. }) => 32,
        Command::Antennae(A::VolunteerThrough { .. }) => 33,
        Command::Antennae(A::HearFrom { .. }) => 34,
        Command::Antennae(A::NoticeSilence { .. }) => 35,
        Command::Antennae(A::WriteNote { .. }) => 36,
        Command::Antennae(A::BePresent { .. }) => 37,
        Command::Antennae(A::FromDevice { .. }) => 42,
        Command::Antennae(A::Support { .. }) => 43,
        Command::Antennae(A::Introduce { .. }) => 44,
        Command::Antennae(A::TellOutcome { .. }) => 45,
        Command::Network(network::Command::PostNotice { .. }) => 46,
        Command::Antennae(A::LogHours { .. }) => 310,
        Command::Antennae(A::TakeBackHours { .. }) => 311,
        Command::Messages(messages::Command::Write { .. }) => 312,
        Command::Messages(messages::Command::MarkRead { .. }) => 313,
        Command::Organisations(G::Enter { .. }) => 38,
        Command::Organisations(G::Describe { .. }) => 39,
        Command::Organisations(G::KeepContact { .. }) => 40,
        Command::Organisations(G::SetActive { .. }) => 41,
        Command::Activities(Diary::Correct(_)) => 100,
        Command::Activities(Diary::Amend { .. }) => 101,
        Command::Activities(Diary::GiveBack { .. }) => 102,
        Command::Activities(Diary::Accept { .. }) => 103,
        Command::Activities(Diary::CloseMonth { .. }) => 104,
        Command::Activities(Diary::FinishTask { .. }) => 105,
        Command::Activities(Diary::PostponeTask { .. }) => 106,
        Command::Activities(Diary::HandOverTask { .. }) => 107,
        Command::Activities(Diary::SetGoal(_)) => 108,
        Command::Activities(Diary::DropGoal { .. }) => 109,
        // Every kind of these has a line of its own in `recurring`.
        Command::Recurring(_) => 201,
        Command::Offering(_) => 202,
        // Every kind of the bank's has a line of its own in `bank`.
        Command::Bank(_) => 200,
        // All of custody is for the same people.
        Command::Custody(_) => 300,
        // So are activities of a group.
        Command::Gatherings(_) => 301,
        Command::Threads(_) => 302,
        // Of files each kind of thing has its own people.
        Command::Files(_) => 304,
        Command::Between(_) => 203,
        Command::Work(Work::PlanShift(_)) => 120,
        Command::Work(Work::CancelShift { .. }) => 121,
        Command::Work(Work::MarkShift { .. }) => 122,
        Command::Work(Work::OpenPath { .. }) => 123,
        Command::Work(Work::LogHours { .. }) => 124,
        Command::Work(Work::AddSkill { .. }) => 125,
        Command::Work(Work::EndPath { .. }) => 126,
        Command::Work(Work::RecordTraining(_)) => 127,
        Command::Work(Work::ClaimExpense { .. }) => 128,
        Command::Work(Work::DecideExpense { .. }) => 129,
        Command::Work(Work::RateShift { .. }) => 132,
        Command::Work(Work::EnterVolunteer { .. }) => 133,
        Command::Work(Work::KeepVolunteer { .. }) => 134,
        Command::Work(Work::LeaveRegister { .. }) => 135,
        Command::Work(Work::AssignPlace(_)) => 130,
        Command::Work(Work::EndAssignment { .. }) => 131,
    }
}

#[tokio::test]
async fn the_table_of_commands_has_a_line_for_every_kind() {
    let console = Console::hub().await;
    let request = console.leave("shopping", "mompiano", "Per favore").await;
    let device = device(&console).await;
    let lines = commands(&console, request, device);
    let numbers: std::collections::BTreeSet<usize> =
        lines.iter().map(|(command, _)| number(command)).collect();
    // Each domain that came later has numbers of its own.
    let every: Vec<usize> = (0..47)
        .chain(100..110)
        .chain(120..136)
        .chain([200, 201, 202, 203, 300, 301, 302, 303, 304])
        .chain(310..314)
        .chain(1_000..1_021)
        .collect();
    assert_eq!(numbers.into_iter().collect::<Vec<_>>(), every);
}

#[tokio::test]
async fn every_command_is_taken_from_the_roles_it_promises_and_no_other() {
    let console = Console::hub().await;
    let request = console.leave("shopping", "mompiano", "Per favore").await;
    let device = device(&console).await;
    for index in 0..commands(&console, request, device).len() {
        let mut actors: Vec<(char, ActorRef)> = Vec::new();
        for role in Role::ALL {
            let staff = console.signed_in(role).await.staff;
            actors.push((letter(role), ActorRef::Staff(staff)));
        }
        actors.push(('D', ActorRef::Device(device)));
        actors.push(('K', ActorRef::Kiosk(KioskId::new(testing::uuid(3)))));
        actors.push(('?', ActorRef::Staff(protocol::StaffId::new(testing::uuid(404)))));
        for (who, actor) in actors {
            let (command, promised) = commands(&console, request, device).swap_remove(index);
            let ctx = console.node.ctx(console.fresh(), actor, Channel::Console);
            let answer = console.node.submit(ctx, command.clone()).await;
            let refused = answer.as_ref().is_err_and(|problem| {
                matches!(problem.slug(), "not-your-role" | "not-your-area" | "account-closed")
            });
            assert_eq!(!refused, promised.contains(who), "{command:?} as {who}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn the_node_itself_is_not_asked_for_a_role() {
    let console = Console::hub().await;
    let end = R::EndCircle { proposal: ProposalId::new(testing::uuid(5)) };
    let ctx = console.node.ctx(console.fresh(), ActorRef::System, Channel::Clock);
    let answer = console.node.submit(ctx, Command::Requests(end)).await;
    assert_eq!(answer.unwrap_err().slug(), "unknown-request");
}

#[tokio::test]
async fn somebody_of_a_zone_sees_and_touches_that_zone_only() {
    let console = Console::hub().await;
    let near = console.leave("shopping", "mompiano", "Vicino").await;
    let far = console.leave("shopping", "brescia-antica", "Lontano").await;
    let staff = console.account("zona", Role::Operator, "zone:nord".parse().unwrap()).await;
    let browser = console.session(staff).await;
    let queue = console.get("/requests", Some(&browser)).await;
    assert!(queue.text.contains("Vicino") && !queue.text.contains("Lontano"));
    assert_eq!(console.get(&format!("/requests/{near}"), Some(&browser)).await.status, 200);
    assert_eq!(console.get(&format!("/requests/{far}"), Some(&browser)).await.status, 404);
    let take = console.post(&format!("/requests/{far}/take"), &browser, &[]).await;
    assert_eq!(take.status, 404);
    let ctx = console.node.ctx(console.fresh(), ActorRef::Staff(staff), Channel::Console);
    let take = R::TakeInCharge { request: far, operator: staff };
    let refused = console.node.submit(ctx, Command::Requests(take)).await.unwrap_err();
    assert_eq!(refused.slug(), "not-your-area");
}

#[tokio::test]
async fn whoever_loses_their_account_loses_it_at_once_everywhere() {
    let console = Console::hub().await;
    let browser = console.signed_in(Role::Operator).await;
    assert_eq!(console.get("/requests", Some(&browser)).await.status, 200);
    let close = people::Command::DisableStaff { staff: browser.staff };
    testing::submit(&console.node, Command::People(close)).await.unwrap();
    assert_eq!(console.get("/requests", Some(&browser)).await.status, 303);
    let request = console.leave("shopping", "mompiano", "").await;
    let actor = ActorRef::Staff(browser.staff);
    let ctx = console.node.ctx(console.fresh(), actor, Channel::Console);
    let take = R::TakeInCharge { request, operator: browser.staff };
    let refused = console.node.submit(ctx, Command::Requests(take)).await.unwrap_err();
    assert_eq!(refused.slug(), "account-closed");
}
