//! The console: pages for operators at a hub and for staff at central, served by the node itself.
//!
//! Always true: every route stands in [`routes::all`] with who may use it, and that list is what the router
//! is made from; every form carries its session's token; every word on a page comes from `locales/`. Pages
//! work without scripts; with them, what others do shows within a second. Deliberately absent: anything
//! from another server.

pub mod address;
pub mod agenda;
mod antennae;
pub mod assets;
mod bank;
mod bodies;
mod calls;
pub(crate) mod chart;
mod city;
pub(crate) mod contact;
mod cover;
pub mod csv;
mod custody;
mod diary;
mod files;
pub mod form;
pub(crate) mod gate;
mod gatherings;
mod headers;
mod hubs;
pub(crate) mod ideas;
mod lines;
mod live;
mod messages;
mod network;
mod offers;
pub mod page;
pub(crate) mod pager;
pub(crate) mod paper;
mod referrals;
pub mod requests;
pub mod routes;
mod showcase;
pub(crate) mod spreadsheet;
mod start;
mod threads;
pub mod throttle;
pub mod times;
pub mod visit;
pub mod words;
mod work;

#[cfg(test)]
pub(crate) mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

use crate::network::PairingConfig;
use crate::node::Node;
use crate::people::sessions::Limits;
use crate::sms::Gateway;

/// Largest form, in bytes: several times the longest that can be filled in.
const FORM_MAX: usize = 64 * 1024;
/// Largest form with files in it: ten years of a large time bank; a city file too large gets its own answer.
const UPLOAD_MAX: usize = 12 * 1024 * 1024;
/// The most of any form that is read at all; of a file that is too large the rest is let pass, so that whoever sends it
/// reads why it was not taken.
const BODY_MAX: usize = 96 * 1024 * 1024;
/// How many passwords are worked out at the same time; each takes 19 MiB.
const PASSWORDS_AT_ONCE: usize = 2;

/// Every statement of the console, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [requests::list::STATEMENTS, requests::found::STATEMENTS].concat()
}

/// What the console must be told from outside.
#[derive(Debug, Clone)]
pub struct WebConfig {
    /// Whether pages come over plain HTTP, which only the machine itself may ask for: cookies then travel
    /// without `Secure`.
    pub plain_loopback: bool,
    /// How long a session may last.
    pub sessions: Limits,
    /// Ends the streams of live news, so that the program can stop.
    pub stop: CancellationToken,
    /// The city file that central publishes from, where there is one.
    pub city_file: Option<PathBuf>,
    /// How new devices reach this hub, where they can; without it pairing shows the code alone.
    pub pairing: Option<Pairing>,
    /// The way text messages go, where there is one.
    pub sms: Option<Arc<Gateway>>,
}

/// How new devices reach this hub.
#[derive(Debug, Clone)]
pub struct Pairing {
    /// Brokers and certificate authority.
    pub config: PairingConfig,
    /// Host and port of the hub's HTTPS, as devices reach it.
    pub address: String,
}

impl Default for WebConfig {
    /// TLS, two hours of pause, twelve hours in all.
    fn default() -> Self {
        Self {
            plain_loopback: false,
            sessions: Limits { idle_ms: 2 * 3_600_000, whole_ms: 12 * 3_600_000 },
            stop: CancellationToken::new(),
            city_file: None,
            pairing: None,
            sms: None,
        }
    }
}

/// What every page can reach.
pub struct App {
    /// The node.
    pub node: Arc<Node>,
    /// What it was told.
    pub config: WebConfig,
    /// Tries at signing in.
    pub throttle: throttle::Throttle,
    /// Turns for working out passwords.
    pub passwords: Semaphore,
}

/// The same, shared.
pub type Shared = Arc<App>;

/// The console's routes. Serve it with `into_make_service_with_connect_info::<SocketAddr>()`, or sign-in
/// cannot tell one address from another.
pub fn router(node: Arc<Node>, config: WebConfig) -> Router {
    let app: Shared = Arc::new(App {
        node,
        config,
        throttle: throttle::Throttle::default(),
        passwords: Semaphore::new(PASSWORDS_AT_ONCE),
    });
    let mut router: Router<Shared> =
        Router::new().route("/assets/{version}/{name}", get(assets::serve));
    for route in routes::all() {
        if route.served_at(app.node.role) {
            router = router.route(route.path, gate::guarded(&app, route));
        }
    }
    // For everybody, without a session: what it shows is public, and nothing can be changed there.
    if app.node.role == crate::node::Role::Central {
        router = router.merge(showcase::router(&app));
    }
    router
        .fallback_service(gate::nowhere(&app))
        .layer(DefaultBodyLimit::max(FORM_MAX))
        .layer(RequestBodyLimitLayer::new(BODY_MAX))
        .layer(axum::middleware::from_fn(headers::add))
        .layer(CompressionLayer::new())
        .with_state(app)
}
