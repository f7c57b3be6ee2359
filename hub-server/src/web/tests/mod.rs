//! The console as a browser meets it, without a browser: a real node, the real router, one request at a
//! time.

mod agenda;
mod bank;
mod between;
mod bodies;
mod city_and_hubs;
mod concierge;
mod custody;
mod diary;
mod files;
mod gatherings;
mod helping;
mod ideas;
mod network;
mod recurring;
mod referrals;
mod roles;
mod safety;
mod telling;
mod territory;
mod threads;
mod work;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use protocol::kiosk::{LeaveIdea, LeaveNeed, OfferTime, TimeBand, Urgency};
use protocol::{
    ActorRef, Channel, CommandId, IdeaId, OfferId, PersonDetails, PersonId, Relation, RequestId,
    StaffId,
};
use tower::ServiceExt;

use super::{WebConfig, router};
use crate::bank::offers;
use crate::command::Command;
use crate::files::Shelf;
use crate::node::Node;
use crate::people::accounts::{self, NewAccount};
use crate::people::{Role, Scope, sessions};
use crate::testing::{self, HandClock, MORNING_MS};
use crate::{desk, requests};

pub const PASSWORD: &str = "portici e glicini";

/// The first id in a page that stands behind `before`.
fn id_after(text: &str, before: &str) -> String {
    let rest = text.split_once(before).map_or("", |(_, rest)| rest);
    rest.chars().take(36).collect()
}

/// A node with its console.
pub struct Console {
    pub node: Arc<Node>,
    pub clock: Arc<HandClock>,
    pub router: Router,
    folder: tempfile::TempDir,
}

/// Somebody signed in.
#[derive(Clone)]
pub struct Browser {
    pub staff: StaffId,
    pub token: String,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Page {
    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header(header::LOCATION)
    }
}

impl Console {
    pub async fn of(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = HandClock::at(MORNING_MS);
        let url = testing::sqlite_url(folder.path(), name);
        let node = testing::node(name, &url, clock.clone()).await;
        node.keep_files(Shelf::open(folder.path(), crate::files::FilesConfig::default()).unwrap())
            .await
            .unwrap();
        let config = WebConfig { plain_loopback: true, ..WebConfig::default() };
        let router = router(node.clone(), config);
        Self { node, clock, router, folder }
    }

    /// Its data.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub async fn hub() -> Self {
        Self::of("mompiano").await
    }

    pub async fn central() -> Self {
        Self::of("central").await
    }

    /// An account with a password, without waiting for one to be worked out.
    pub async fn account(&self, login: &str, role: Role, scope: Scope) -> StaffId {
        let ctx = self.node.ctx(self.fresh(), ActorRef::System, Channel::Console);
        let account = NewAccount {
            login_name: login.to_owned(),
            display_name: format!("Nome di {login}"),
            role,
            scope,
        };
        accounts::add_with_password(&self.node, ctx, account, PASSWORD, false).await.unwrap()
    }

    /// A session of somebody, opened beside the sign-in page.
    pub async fn session(&self, staff: StaffId) -> Browser {
        let token = crate::web::gate::fresh_token();
        let (key, now_ms) = (sessions::key_of(&token), self.node.now_ms());
        let limits = WebConfig::default().sessions;
        self.node
            .change(move |write| {
                Box::pin(
                    async move { Ok(sessions::open(write.db, &key, staff, now_ms, limits).await?) },
                )
            })
            .await
            .unwrap();
        Browser { staff, token }
    }

    /// Somebody with a role, signed in; operators, coordinators and privacy officers for this hub.
    pub async fn signed_in(&self, role: Role) -> Browser {
        let scope = match role {
            Role::Operator | Role::Coordinator | Role::ServiceOperator | Role::PrivacyOfficer => {
                Scope::Hub(self.node.id().clone())
            }
            Role::CentralStaff | Role::Admin => Scope::City,
        };
        let login = format!("{}-{}", role.slug(), self.node.fresh_id().simple());
        let staff = self.account(&login[..login.len().min(60)], role, scope).await;
        self.session(staff).await
    }

    pub fn fresh(&self) -> CommandId {
        CommandId::new(self.node.fresh_id())
    }

    pub async fn send(&self, req: Request<Body>) -> Page {
        let response = self.router.clone().oneshot(req).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 4 << 20).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Page { status: parts.status, headers: parts.headers, text }
    }

    pub fn builder(
        &self,
        method: &str,
        path: &str,
        who: Option<&Browser>,
    ) -> axum::http::request::Builder {
        let mut req =
            Request::builder().method(method).uri(path).header(header::ACCEPT, "text/html");
        if let Some(who) = who {
            let cookie = format!("costellazione-{}={}", self.node.id(), who.token);
            req = req.header(header::COOKIE, cookie);
        }
        req
    }

    pub async fn get(&self, path: &str, who: Option<&Browser>) -> Page {
        self.send(self.builder("GET", path, who).body(Body::empty()).unwrap()).await
    }

    /// The same as htmx asks for a part of a page.
    pub async fn fragment(&self, path: &str, who: &Browser) -> Page {
        let req = self.builder("GET", path, Some(who)).header("hx-request", "true");
        self.send(req.body(Body::empty()).unwrap()).await
    }

    /// A form of this session, with its token.
    pub async fn post(&self, path: &str, who: &Browser, fields: &[(&str, &str)]) -> Page {
        let token = sessions::csrf_of(&who.token);
        let mut all = vec![("csrf", token.as_str())];
        all.extend(fields);
        self.send(self.form(path, Some(who), &all)).await
    }

    pub fn form(
        &self,
        path: &str,
        who: Option<&Browser>,
        fields: &[(&str, &str)],
    ) -> Request<Body> {
        let body = crate::web::address::with("", fields.iter().copied());
        self.builder("POST", path, who)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.trim_start_matches('?').to_owned()))
            .unwrap()
    }

    /// A request left at the kiosk, with a telephone number.
    pub async fn leave(&self, category: &str, hood: &str, words: &str) -> RequestId {
        let id = self.fresh();
        let need = LeaveNeed {
            id,
            category: category.parse().unwrap(),
            neighbourhood: hood.parse().unwrap(),
            urgency: Urgency::ThisWeek,
            text: words.to_owned(),
            relation: Relation::Oneself,
            person: PersonDetails {
                name: "Teresa".to_owned(),
                phone: "030 123 4567".to_owned(),
                address: String::new(),
            },
            language: "it".to_owned(),
            more: protocol::kiosk::NeedDetails::default(),
        };
        let ctx = self.node.ctx(id, ActorRef::Kiosk(id.into()), Channel::Kiosk);
        let leave = requests::Command::Leave(need);
        self.node.submit(ctx, Command::Requests(leave)).await.unwrap();
        RequestId::from(id)
    }

    pub async fn leave_idea(&self) -> IdeaId {
        let id = self.fresh();
        let theme = testing::brescia().idea_themes[0].slug.parse().unwrap();
        let idea = LeaveIdea {
            id,
            theme,
            neighbourhood: Some("mompiano".parse().unwrap()),
            text: "Un orto nel cortile".to_owned(),
            person: PersonDetails { phone: "030 765".to_owned(), ..PersonDetails::default() },
            language: "it".to_owned(),
            more: protocol::kiosk::IdeaDetails::default(),
        };
        let ctx = self.node.ctx(id, ActorRef::Kiosk(id.into()), Channel::Kiosk);
        self.node.submit(ctx, Command::Desk(desk::Command::Leave(idea))).await.unwrap();
        IdeaId::from(id)
    }

    pub async fn leave_offer(&self) -> OfferId {
        let id = self.fresh();
        let offer = OfferTime {
            id,
            categories: vec!["shopping".parse().unwrap()],
            neighbourhood: "mompiano".parse().unwrap(),
            when: vec![TimeBand::Mornings],
            text: "Ho la macchina".to_owned(),
            person: PersonDetails {
                name: "Ettore".to_owned(),
                phone: "030 111".to_owned(),
                address: String::new(),
            },
            language: "it".to_owned(),
        };
        let ctx = self.node.ctx(id, ActorRef::Kiosk(id.into()), Channel::Kiosk);
        self.node.submit(ctx, Command::Timebank(offers::Command::Leave(offer))).await.unwrap();
        OfferId::from(id)
    }

    /// Whose data a request's is.
    pub fn person_of(request: RequestId) -> PersonId {
        PersonId::new(request.uuid())
    }
}

#[tokio::test]
async fn every_statement_of_the_console_and_its_domains_is_understood_by_sqlite() {
    use sqlx::{Executor, SqlSafeStr};
    let console = Console::hub().await;
    let mut db = console.node.store.read().await.unwrap();
    let all = [
        crate::web::statements(),
        crate::people::statements(),
        crate::activities::statements(),
        crate::oversight::statements(),
    ];
    for statement in all.concat() {
        let prepared = db.prepare(statement.into_sql_str()).await;
        assert!(prepared.is_ok(), "{statement}: {:?}", prepared.err());
    }
}
