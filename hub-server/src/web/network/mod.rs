//! The network on the console: the register of antennae, the board of how far each has come, one antenna with
//! the step that comes next, organisations, and the map of who is where.
//!
//! Always true: what an antenna is called is shown to those who work with it; how to reach it only when
//! somebody presses for it, and each time is recorded. Deliberately absent: how much an antenna helps.

mod actions;
mod antenna;
mod edit;
mod handover;
mod import;
mod introductions;
mod list;
mod map;
mod notices;
mod organisations;
mod outlines;
mod papers;
mod sheet;
mod support;
mod volunteer;
mod volunteers;

pub(super) use edit::operators;
pub(in crate::web) use edit::{hours_in_words, read_hours};

use axum::routing::{get, post};
use protocol::{AntennaId, Problem};

use super::page::{Page, Section};
use super::routes::{Access, Route, look, send};
use super::visit::{Fault, Visit};
use crate::network::antennae::events::Kind;
use crate::network::antennae::{self, Kept, State};
use crate::node::Role as NodeRole;
use crate::people::authority;
use crate::people::roles::{Permission, Permission as P};

const KEEP: Access = Access::May(P::KeepAntennae);
const KEEP_THEM: Access = Access::May(P::KeepOrganisations);

pub(super) const ROUTES: &[Route] = &[
    look("/antennae", Access::May(P::SeeAntennae), || get(list::list)).at_hubs(),
    look("/antennae/board", Access::May(P::SeeAntennae), || get(list::board)).at_hubs(),
    look("/antennae/support", Access::May(P::SeeAntennae), || get(support::report)).at_hubs(),
    look("/antennae/support.csv", Access::May(P::ExportNetwork), || get(support::csv)).at_hubs(),
    look("/antennae/new", KEEP, || get(edit::new)).at_hubs(),
    send("/antennae/new", KEEP, || post(edit::spot)).at_hubs(),
    look("/antennae/{id}", Access::May(P::SeeAntennae), || get(antenna::page)).at_hubs(),
    look("/antennae/{id}/edit", KEEP, || get(edit::edit)).at_hubs(),
    send("/antennae/{id}/edit", KEEP, || post(edit::describe)).at_hubs(),
    send("/antennae/{id}/step", KEEP, || post(actions::step)).at_hubs(),
    send("/antennae/{id}/contact", KEEP, || post(actions::reveal)).at_hubs(),
    send("/antennae/{id}/keep-contact", KEEP, || post(actions::keep_contact)).at_hubs(),
    send("/antennae/{id}/accompany", KEEP, || post(actions::accompany)).at_hubs(),
    send("/antennae/{id}/pledge", KEEP, || post(actions::pledge)).at_hubs(),
    send("/antennae/{id}/clearance", KEEP, || post(actions::clear)).at_hubs(),
    send("/antennae/{id}/heard", KEEP, || post(actions::heard)).at_hubs(),
    send("/antennae/{id}/note", KEEP, || post(actions::note)).at_hubs(),
    send("/antennae/{id}/present", KEEP, || post(actions::present)).at_hubs(),
    send("/antennae/{id}/volunteer", KEEP, || post(volunteers::keep)).at_hubs(),
    look("/antennae/{id}/certificate", KEEP, || get(papers::certificate)).at_hubs(),
    look("/antennae/{id}/thanks", KEEP, || get(papers::thanks)).at_hubs(),
    look("/volunteers/{id}", Access::May(P::SeeAntennae), || get(volunteer::page)).at_hubs(),
    send("/volunteers/{id}/hours", KEEP, || post(volunteer::give)).at_hubs(),
    send("/volunteers/{id}/hours-back", KEEP, || post(volunteer::take_back)).at_hubs(),
    look("/volunteers/{id}/certificate", KEEP, || get(volunteer::certificate)).at_hubs(),
    look("/volunteers/{id}/thanks", KEEP, || get(volunteer::thanks)).at_hubs(),
    look("/volunteers.csv", Access::May(P::ExportNetwork), || get(volunteers::csv)).at_hubs(),
    look("/volunteers", Access::May(P::SeeAntennae), || get(volunteers::list)).at_hubs(),
    send("/volunteers", KEEP, || post(volunteers::enter)).at_hubs(),
    send("/volunteers/{id}/papers", KEEP, || post(volunteers::renew)).at_hubs(),
    send("/volunteers/{id}/leave", KEEP, || post(volunteers::leave)).at_hubs(),
    send("/antennae/{id}/support", KEEP, || post(actions::support)).at_hubs(),
    send("/antennae/{id}/introduce", KEEP, || post(introductions::introduce)).at_hubs(),
    send("/antennae/{id}/outcome", KEEP, || post(introductions::outcome)).at_hubs(),
    look("/introductions", Access::May(P::SeeAntennae), || get(introductions::list)).at_hubs(),
    look("/antennae/handover", Access::May(P::ExportNetwork), || get(handover::form)).at_hubs(),
    send("/antennae/handover", Access::May(P::ExportNetwork), || post(handover::hand)).at_hubs(),
    send("/antennae/places", Access::May(P::ReviewDiaries), || post(handover::assign)).at_hubs(),
    send("/antennae/places/{id}/end", Access::May(P::ReviewDiaries), || post(handover::end))
        .at_hubs(),
    look("/antennae/import", Access::May(P::ExportNetwork), || get(import::antennae_form))
        .at_hubs(),
    send("/antennae/import", Access::May(P::ExportNetwork), || post(import::take_antennae))
        .at_hubs()
        .with_file(),
    send("/antennae/export", Access::May(P::ExportNetwork), || post(import::export_antennae))
        .at_hubs(),
    look("/organisations/import", KEEP_THEM, || get(import::organisations_form)),
    send("/organisations/import", KEEP_THEM, || post(import::take_organisations)).with_file(),
    look("/organisations.csv", Access::May(P::SeeOrganisations), || {
        get(import::export_organisations)
    }),
    look("/notices", Access::May(P::PostNotices), || get(notices::form)),
    send("/notices", Access::May(P::PostNotices), || post(notices::post_one)),
    look("/territory", Access::May(P::SeeAntennae), || get(map::map)),
    look("/city/outlines", Access::May(P::PublishCity), || get(outlines::form)).at_central(),
    send("/city/outlines", Access::May(P::PublishCity), || post(outlines::draw))
        .at_central()
        .with_file(),
    look("/organisations", Access::May(P::SeeOrganisations), || get(organisations::list)),
    look("/organisations/new", KEEP_THEM, || get(organisations::new)),
    send("/organisations/new", KEEP_THEM, || post(organisations::enter)),
    look("/organisations/{id}", Access::May(P::SeeOrganisations), || get(organisations::page)),
    look("/organisations/{id}/edit", KEEP_THEM, || get(organisations::edit)),
    send("/organisations/{id}/edit", KEEP_THEM, || post(organisations::describe)),
    send("/organisations/{id}/contact", KEEP_THEM, || post(organisations::reveal)),
    send("/organisations/{id}/keep-contact", KEEP_THEM, || post(organisations::keep_contact)),
    send("/organisations/{id}/active", KEEP_THEM, || post(organisations::active)),
    send("/antennae/{id}/pair", Access::May(P::PairDevices), || post(actions::pair)).at_hubs(),
];

/// The section these pages belong to: at central the network is one of its own.
fn section(visit: &Visit) -> Section {
    if visit.app.node.role == NodeRole::Hub { Section::Antennae } else { Section::Network }
}

/// The icon of a kind of antenna.
fn kind_icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Citizen => "user",
        Kind::Shop => "storefront",
        Kind::Group => "users-three",
    }
}

/// The colour of a state's tag; its word says the same.
fn tone(state: State) -> &'static str {
    match state {
        State::Contacted => "blue",
        State::Interested => "violet",
        State::Welcomed => "teal",
        State::Active => "green",
        State::Resting | State::Suspended => "orange",
        State::Spotted | State::Ended | State::Archived => "slate",
    }
}

/// An antenna of this hub that the visit may see under `permission`.
///
/// # Errors
/// `unknown-antenna`, also for one elsewhere; `not-your-area`.
async fn of_here(visit: &Visit, id: AntennaId, permission: Permission) -> Result<Kept, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let kept = antennae::queries::one(&mut db, id).await?;
    drop(db);
    let kept = kept.filter(|kept| kept.home == *node.id());
    let kept = kept.ok_or_else(|| Problem::not_found("unknown-antenna"))?;
    visit.must(permission, &target(visit, &kept))?;
    Ok(kept)
}

/// Where an antenna is, for scopes.
fn target(visit: &Visit, kept: &Kept) -> crate::people::Target {
    let first = kept.antenna.profile.neighbourhoods.first();
    authority::maybe_place(&visit.app.node, kept.home.clone(), first)
}

/// The name an antenna is shown by: what the vault has, or that it was erased.
fn shown_name(page: &Page, name: &str) -> String {
    if name.is_empty() { page.w.t("antenna-without-name") } else { name.to_owned() }
}

/// The neighbourhoods of an antenna in words.
fn places(page: &Page, kept: &Kept) -> String {
    let hoods = kept.antenna.profile.neighbourhoods.iter();
    hoods.map(|hood| page.neighbourhood(hood.as_str())).collect::<Vec<_>>().join(", ")
}

/// One way through the network's pages.
pub struct Link {
    /// Which.
    pub slug: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Its picture.
    pub icon: &'static str,
    /// Its name.
    pub label: String,
}

/// The pages of the network, as its tabs show them: slug, address, icon, at hubs, at central.
const PAGES: &[(&str, &str, &str, bool, bool)] = &[
    ("antennae", "/antennae", "broadcast", true, false),
    ("board", "/antennae/board", "kanban", true, false),
    ("map", "/territory", "map-trifold", true, true),
    ("organisations", "/organisations", "buildings", true, true),
    ("introductions", "/introductions", "share-network", true, false),
    ("volunteers", "/volunteers", "umbrella", true, false),
    ("devices", "/devices", "device-mobile", true, false),
];

impl Page {
    /// The network's pages of this node.
    #[must_use]
    pub fn network_links(&self) -> Vec<Link> {
        let here = PAGES.iter().filter(|page| if self.central { page.4 } else { page.3 });
        here.map(|&(slug, href, icon, ..)| {
            let label = self.w.of("network-page", slug);
            Link { slug, href, icon, label }
        })
        .collect()
    }
}
