//! Every route and every command with every role. The tables below are what is promised; the code's own
//! table is in `people::roles`.

mod commands;
mod numbers;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use axum::http::StatusCode;
use protocol::antenna::PairRequest;
use protocol::{ActorRef, Channel, DeviceId, KioskId, ProposalId, StaffId};

use self::commands::commands;
use self::numbers::number;
use super::{Browser, Console};
use crate::command::Command;
use crate::network::{self, Holder, PairingConfig};
use crate::node::Role as NodeRole;
use crate::people::{self, Role};
use crate::requests::Command as R;
use crate::testing;
use crate::web::routes::{self, Verb};

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
POST /account/pin                  OC     .
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
POST /requests/{id}/tell-service   OC     OC
POST /requests/{id}/revoke         OC     OC
GET  /referrals                    M      M
GET  /referrals/{id}               M      M
POST /referrals/{id}               M      M
POST /referrals/{id}/contact       M      .
POST /requests/{id}/become         OC     OC
POST /requests/{id}/put-aside      OC     OC
POST /requests/{id}/hand-over      OC     OC
POST /requests/{id}/seats          OC     OC
POST /requests/{id}/privacy        OC     OC
POST /requests/{id}/contact        OC     .
POST /requests/{id}/answered       OC     OC
GET  /reviews                      C      .
GET  /requests/export.csv          C      .
GET  /requests/import              OC     .
POST /requests/import              OC     .
POST /requests/{id}/reviewed       C      .
POST /requests/{id}/free           OC     OC
POST /requests/{id}/withdraw       OC     OC
POST /requests/new/known           OC     .
POST /requests/{id}/known          OC     .
POST /requests/{id}/known/find     OC     .
GET  /to-call                      OC     .
POST /to-call/numbers              OC     .
POST /to-call/{id}/sms             OC     .
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
GET  /agenda                       OC     .
POST /agenda                       OC     .
POST /agenda/keep                  OC     .
GET  /agenda/{id}                  OC     .
POST /agenda/{id}/contact         OC     .
POST /agenda/{id}/move             OC     .
POST /agenda/{id}/cancel           OC     .
POST /agenda/{id}/mark             OC     .
GET  /ideas                        OCS    OCS
GET  /ideas/new                    OC     .
POST /ideas/new                    OC     .
POST /ideas/similar                OC     .
GET  /ideas/{id}                   OCS    OCS
POST /ideas/{id}/contacted         OC     .
POST /ideas/{id}/contact          OC     .
POST /ideas/{id}/advise            OC     .
POST /ideas/{id}/comment           OC     .
POST /ideas/{id}/say               OC     .
POST /ideas/{id}/begin             OC     .
POST /ideas/{id}/submit            OC     .
POST /ideas/{id}/withdraw          OC     .
POST /ideas/{id}/additions         OC     .
POST /ideas/{id}/consent           OC     .
GET  /ideas/{id}/write             OC     .
POST /ideas/{id}/outline           OC     .
POST /ideas/{id}/partner           OC     .
POST /ideas/{id}/partner-out       OC     .
POST /ideas/{id}/section           OC     .
POST /ideas/{id}/checks            OC     .
POST /ideas/{id}/budget            OC     .
POST /ideas/{id}/measure           OC     .
POST /ideas/{id}/measure-out       OC     .
POST /ideas/{id}/again             OC     .
POST /ideas/{id}/concept           OC     .
POST /ideas/{id}/share             OC     .
GET  /projects/comments            .      S
POST /projects/comments/{id}       .      S
POST /projects/{id}/spread         .      S
POST /ideas/{id}/keep-from         OC     .
GET  /ideas/shared/{id}            OC     .
POST /ideas/shared/{id}/section    OC     .
GET  /projects                     OCS    OCS
GET  /projects/partners            OCS    OCS
GET  /projects/evaluations         .      S
POST /projects/fields              .      S
GET  /projects/macro               OCS    OCS
POST /projects/macro               .      S
GET  /projects/macro/{id}          OCS    OCS
POST /projects/macro/{id}/answer   .      S
POST /projects/macro/{id}/goal     .      S
POST /projects/macro/{id}/join     .      S
POST /projects/macro/{id}/leave    .      S
POST /projects/macro/{id}/monitor  .      S
POST /projects/macro/{id}/conclude .      S
GET  /projects/{id}                OCS    OCS
GET  /projects/{id}/packet         .      S
GET  /projects/{id}/sheet          .      S
POST /projects/{id}/sheet          .      S
POST /projects/{id}/concept        .      S
POST /projects/{id}/judge          .      S
POST /projects/{id}/ask            .      S
POST /projects/{id}/sign           .      S
POST /projects/{id}/relate         .      S
POST /projects/{id}/merge          .      S
POST /projects/{id}/close          .      S
POST /projects/{id}/evaluator      .      S
POST /projects/{id}/declare        .      S
POST /projects/{id}/recuse         .      S
POST /projects/{id}/score          .      S
POST /projects/{id}/decide         .      S
POST /projects/{id}/resume         .      S
POST /projects/{id}/sort           .      S
POST /projects/{id}/move           .      S
POST /projects/{id}/page           .      S
POST /projects/{id}/milestone      .      S
POST /projects/{id}/reached        .      S
POST /projects/{id}/dropped        .      S
GET  /offers                       OCS    OCS
GET  /offers/{id}                  OCS    OCS
POST /offers/{id}/contacted        OC     .
POST /offers/{id}/contact          OC     .
POST /offers/{id}/member           OC     .
GET  /bank                         OCS    .
POST /bank/record                  OC     .
GET  /bank/members                 OCS    .
GET  /bank/members/new             OC     .
POST /bank/members/new             OC     .
GET  /bank/members/{id}            OCS    .
POST /bank/members/{id}/step       OC     .
GET  /bank/members/{id}/edit       OC     .
POST /bank/members/{id}/edit       OC     .
POST /bank/members/{id}/limits     C      .
POST /bank/members/{id}/contact    OC     .
GET  /bank/accounts/{id}           OCS    .
GET  /bank/accounts/{id}/csv       OC     .
GET  /bank/accounts/{id}/pdf       OC     .
GET  /bank/accounts/{id}/roll      OC     .
POST /bank/members/{id}/card       OC     .
GET  /bank/members/{id}/card/pdf   OC     .
POST /bank/members/{id}/card/pin   OC     .
POST /bank/members/{id}/card/chip  OC     .
POST /bank/members/{id}/card/back  OC     .
POST /bank/members/{id}/phone      OC     .
POST /bank/members/{id}/phone/off  OC     .
GET  /bank/agreed                  OCS    .
POST /bank/agreed                  OC     .
POST /bank/agreed/{id}/off         OC     .
GET  /bank/exchanges               OCS    .
GET  /bank/exchanges/{id}          OCS    .
GET  /bank/exchanges/{id}/roll     OC     .
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
GET  /bank/cheques/{id}/pdf        OC     .
GET  /bank/catalogue               OCS    .
GET  /bank/catalogue/new           OC     .
POST /bank/catalogue/new           OC     .
POST /bank/catalogue/{id}/step     OC     .
GET  /bank/others                  OCS    .
GET  /bank/others/{id}             OCS    .
GET  /bank/others/{id}/words       OCS    .
POST /bank/others/{id}/words       OC     .
POST /bank/others/{id}/words/forget OC     .
POST /bank/members/{id}/named      OC     .
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
GET  /bank/exchanges/csv           OCS    .
GET  /bank/exchanges/xlsx          OCS    .
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
GET  /antennae/{id}/certificate    OC     .
GET  /antennae/{id}/thanks         OC     .
GET  /volunteers/{id}              OCSMA  .
POST /volunteers/{id}/hours        OC     .
POST /volunteers/{id}/hours-back   OC     .
GET  /volunteers/{id}/certificate  OC     .
GET  /volunteers/{id}/thanks       OC     .
GET  /volunteers.csv               C      .
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
POST /training                     OC     .
GET  /posts                        OC     .
POST /posts                        C      .
POST /posts/{id}/close             C      .
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
GET  /bodies                       OCSMA  OCSMA
POST /bodies/adopt                 .      SA
GET  /bodies/new                   .      SA
POST /bodies/new                   .      SA
GET  /bodies/{id}                  OCSMA  OCSMA
GET  /bodies/{id}/edit             .      SA
POST /bodies/{id}/edit             .      SA
POST /bodies/{id}/active           .      SA
POST /bodies/{id}/seat             .      SA
POST /bodies/{id}/seat-end         .      SA
GET  /bodies/{id}/meeting          .      SA
POST /bodies/{id}/meeting          .      SA
GET  /meetings                     .      SA
GET  /meetings/{id}                .      SA
GET  /meetings/{id}/edit           .      SA
POST /meetings/{id}/edit           .      SA
POST /meetings/{id}/step           .      SA
POST /meetings/{id}/item           .      SA
GET  /meetings/{id}/convening      .      SA
GET  /meetings/{id}/minutes        .      SA
GET  /meetings/{id}/ics            .      SA
GET  /decisions                    .      SA
GET  /decisions.csv                .      SA
GET  /decisions/{id}               .      SA
POST /decisions/{id}/step          .      SA
GET  /actions                      .      SA
GET  /matrix                       OCSMA  OCSMA
GET  /matrix/cell                  .      SA
POST /matrix/cell                  .      SA
GET  /minutes                      OCSMA  OCSMA
GET  /minutes/{id}                 OCSMA  OCSMA
GET  /public/minutes               .      *
GET  /public/minutes/{id}          .      *
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
GET  /overview/diaries             .      SAP
GET  /overview/diaries.csv         .      S
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
    let mut ids = if hub { Ids::at_a_hub(&console).await } else { Ids::nowhere(&console).await };
    let mut browsers: BTreeMap<char, Browser> = BTreeMap::new();
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
            let letter = letter(role);
            if let Entry::Vacant(free) = browsers.entry(letter) {
                free.insert(console.signed_in(role).await);
            }
            let path = ids.fill(route.path);
            let status = ask(&console, route.verb, &path, browsers.get(&letter)).await;
            assert!(!status.is_server_error(), "{method} {path} as {role:?}: {status}");
            let refused = status == StatusCode::FORBIDDEN || status == StatusCode::UNAUTHORIZED;
            let may = who.contains(letter);
            assert_eq!(!refused, may, "{method} {} as {role:?}: {status}", route.path);
            if may && route.verb == Verb::Post {
                // It may have changed what it was about, or who is signed in.
                if hub {
                    ids = Ids::at_a_hub(&console).await;
                }
                browsers.remove(&letter);
            }
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
        .chain(100..111)
        .chain(120..136)
        .chain(200..208)
        .chain(300..306)
        .chain(310..314)
        .chain(400..411)
        .chain(1_000..1_026)
        .chain(1_900..1_905)
        .collect();
    assert_eq!(numbers.into_iter().collect::<Vec<_>>(), every);
}

#[tokio::test]
async fn every_command_is_taken_from_the_roles_it_promises_and_no_other() {
    let console = Console::hub().await;
    let request = console.leave("shopping", "mompiano", "Per favore").await;
    let device = device(&console).await;
    let mut staff: BTreeMap<char, StaffId> = BTreeMap::new();
    let others = [
        ('D', ActorRef::Device(device)),
        ('K', ActorRef::Kiosk(KioskId::new(testing::uuid(3)))),
        ('?', ActorRef::Staff(StaffId::new(testing::uuid(404)))),
    ];
    for index in 0..commands(&console, request, device).len() {
        for role in Role::ALL {
            if let Entry::Vacant(free) = staff.entry(letter(role)) {
                free.insert(console.signed_in(role).await.staff);
            }
        }
        let members: Vec<_> = staff.iter().map(|(who, id)| (*who, ActorRef::Staff(*id))).collect();
        for (who, actor) in members.into_iter().chain(others.clone()) {
            let (command, promised) = commands(&console, request, device).swap_remove(index);
            if matches!(command, Command::People(_)) {
                staff.clear();
            }
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
