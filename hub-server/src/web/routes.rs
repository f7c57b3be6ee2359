//! Every route of the console with who may use it. The router is made from this list, and a test walks it
//! with every role.

use axum::routing::MethodRouter;

use super::{
    Shared, agenda, antennae, bank, bodies, calls, city, custody, diary, files, gatherings, hubs,
    ideas, live, messages, network, offers, referrals, requests, start, threads, work,
};
use crate::node::Role as NodeRole;
use crate::people::roles::Permission;
use crate::{oversight, people};

/// What is done at a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Look.
    Get,
    /// Change, by a form.
    Post,
}

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Anyone,
    /// Whoever has signed in.
    SignedIn,
    /// Those whose role has this permission; things are checked against their scope one by one.
    May(Permission),
}

/// At which nodes a route is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served {
    /// At all of them.
    Everywhere,
    /// At hubs.
    Hubs,
    /// At central.
    Central,
}

/// One route.
pub struct Route {
    /// What is done.
    pub verb: Verb,
    /// Its path, with `{…}` for the parts that vary.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    /// Where it is there.
    pub served: Served,
    /// Whether its form carries a file.
    pub takes_file: bool,
    /// Whether that file goes to the shelf as it comes, and may be large.
    pub to_shelf: bool,
    /// What answers.
    pub handler: fn() -> MethodRouter<Shared>,
}

impl Route {
    /// Whether a node of this kind has it.
    #[must_use]
    pub fn served_at(&self, role: NodeRole) -> bool {
        match self.served {
            Served::Everywhere => true,
            Served::Hubs => role == NodeRole::Hub,
            Served::Central => role == NodeRole::Central,
        }
    }
}

/// A page to look at.
pub const fn look(
    path: &'static str,
    access: Access,
    handler: fn() -> MethodRouter<Shared>,
) -> Route {
    Route {
        verb: Verb::Get,
        path,
        access,
        served: Served::Everywhere,
        takes_file: false,
        to_shelf: false,
        handler,
    }
}

/// A form to send.
pub const fn send(
    path: &'static str,
    access: Access,
    handler: fn() -> MethodRouter<Shared>,
) -> Route {
    Route {
        verb: Verb::Post,
        path,
        access,
        served: Served::Everywhere,
        takes_file: false,
        to_shelf: false,
        handler,
    }
}

impl Route {
    /// The same, only at hubs.
    #[must_use]
    pub const fn at_hubs(mut self) -> Self {
        self.served = Served::Hubs;
        self
    }

    /// The same, with a form that carries a file.
    #[must_use]
    pub const fn with_file(mut self) -> Self {
        self.takes_file = true;
        self
    }

    /// The same, with a form whose file goes to the shelf.
    #[must_use]
    pub const fn with_large_file(mut self) -> Self {
        self.takes_file = true;
        self.to_shelf = true;
        self
    }

    /// The same, only at central.
    #[must_use]
    pub const fn at_central(mut self) -> Self {
        self.served = Served::Central;
        self
    }
}

/// Every route of the console.
pub fn all() -> impl Iterator<Item = &'static Route> {
    [
        start::ROUTES,
        live::ROUTES,
        calls::ROUTES,
        people::routes::ROUTES,
        requests::ROUTES,
        referrals::ROUTES,
        messages::ROUTES,
        ideas::ROUTES,
        offers::ROUTES,
        network::ROUTES,
        bank::ROUTES,
        antennae::ROUTES,
        diary::ROUTES,
        work::ROUTES,
        custody::ROUTES,
        agenda::ROUTES,
        gatherings::ROUTES,
        threads::ROUTES,
        bodies::ROUTES,
        files::ROUTES,
        oversight::routes::ROUTES,
        city::ROUTES,
        hubs::ROUTES,
    ]
    .into_iter()
    .flatten()
}
