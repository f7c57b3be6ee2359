//! The time bank on the console: the desk that records exchanges in a breath, members and their statements,
//! lists, cheques, the catalogue, the figures and the rules.
//!
//! Always true: names are shown at the bank's own hub only, to those who may see people; every field that takes
//! a person takes what anybody would type, with or without scripts.

mod across;
mod after;
mod apply;
mod arrangements;
mod batch;
mod calls;
mod cards;
mod catalogue;
mod cheques;
mod desk;
mod edit;
mod exchanges;
mod export;
mod figures;
mod import;
mod lines;
mod members;
mod others;
mod phones;
mod rules;
mod span;
mod statement;
mod talk;
pub(super) mod whom;

use axum::routing::{get, post};

use super::routes::{Access, Route, look, send};
use super::visit::Visit;
use crate::people::roles::Permission as P;

pub(super) const ROUTES: &[Route] = &[
    look("/bank", Access::May(P::SeeBank), || get(desk::desk)).at_hubs(),
    send("/bank/record", Access::May(P::WorkAtBank), || post(desk::record)).at_hubs(),
    look("/bank/members", Access::May(P::SeeBank), || get(members::list)).at_hubs(),
    look("/bank/members/new", Access::May(P::WorkAtBank), || get(apply::form)).at_hubs(),
    send("/bank/members/new", Access::May(P::WorkAtBank), || post(apply::apply)).at_hubs(),
    look("/bank/members/{id}/edit", Access::May(P::WorkAtBank), || get(edit::form)).at_hubs(),
    send("/bank/members/{id}/edit", Access::May(P::WorkAtBank), || post(edit::correct)).at_hubs(),
    look("/bank/members/{id}", Access::May(P::SeeBank), || get(members::page)).at_hubs(),
    send("/bank/members/{id}/step", Access::May(P::WorkAtBank), || post(members::step)).at_hubs(),
    send("/bank/members/{id}/limits", Access::May(P::GovernBank), || post(members::limits))
        .at_hubs(),
    send("/bank/members/{id}/contact", Access::May(P::SeeContacts), || post(members::reveal))
        .at_hubs(),
    send("/bank/members/{id}/card", Access::May(P::WorkAtBank), || post(cards::give)).at_hubs(),
    look("/bank/members/{id}/card/pdf", Access::May(P::WorkAtBank), || get(cards::print)).at_hubs(),
    send("/bank/members/{id}/card/pin", Access::May(P::WorkAtBank), || post(cards::set_pin))
        .at_hubs(),
    send("/bank/members/{id}/card/chip", Access::May(P::WorkAtBank), || post(cards::set_chip))
        .at_hubs(),
    send("/bank/members/{id}/card/back", Access::May(P::WorkAtBank), || post(cards::take_back))
        .at_hubs(),
    send("/bank/members/{id}/phone", Access::May(P::WorkAtBank), || post(phones::link)).at_hubs(),
    send("/bank/members/{id}/phone/off", Access::May(P::WorkAtBank), || post(phones::unlink))
        .at_hubs(),
    look("/bank/accounts/{id}", Access::May(P::SeeBank), || get(statement::page)).at_hubs(),
    look("/bank/accounts/{id}/csv", Access::May(P::WorkAtBank), || get(statement::csv)).at_hubs(),
    look("/bank/accounts/{id}/pdf", Access::May(P::WorkAtBank), || get(statement::pdf)).at_hubs(),
    look("/bank/accounts/{id}/roll", Access::May(P::WorkAtBank), || get(statement::roll)).at_hubs(),
    look("/bank/exchanges", Access::May(P::SeeBank), || get(exchanges::list)).at_hubs(),
    look("/bank/exchanges/{id}", Access::May(P::SeeBank), || get(exchanges::page)).at_hubs(),
    look("/bank/exchanges/{id}/roll", Access::May(P::WorkAtBank), || get(exchanges::roll))
        .at_hubs(),
    send("/bank/exchanges/{id}/answer", Access::May(P::WorkAtBank), || post(exchanges::answer))
        .at_hubs(),
    send("/bank/exchanges/{id}/withdraw", Access::May(P::WorkAtBank), || post(exchanges::withdraw))
        .at_hubs(),
    send("/bank/exchanges/{id}/dispute", Access::May(P::WorkAtBank), || post(exchanges::dispute))
        .at_hubs(),
    send("/bank/exchanges/{id}/uphold", Access::May(P::WorkAtBank), || post(exchanges::uphold))
        .at_hubs(),
    send("/bank/exchanges/{id}/reverse", Access::May(P::WorkAtBank), || post(exchanges::reverse))
        .at_hubs(),
    send("/bank/exchanges/{id}/refer", Access::May(P::WorkAtBank), || post(after::refer)).at_hubs(),
    send("/bank/exchanges/{id}/reference", Access::May(P::WorkAtBank), || post(after::answer))
        .at_hubs(),
    send("/bank/exchanges/{id}/hide", Access::May(P::GovernBank), || post(after::hide)).at_hubs(),
    send("/bank/exchanges/{id}/expenses", Access::May(P::WorkAtBank), || post(after::expenses))
        .at_hubs(),
    look("/bank/calls", Access::May(P::SeeBank), || get(calls::list)).at_hubs(),
    send("/bank/calls", Access::May(P::WorkAtBank), || post(calls::done)).at_hubs(),
    look("/bank/declare", Access::May(P::WorkAtBank), || get(exchanges::declare_form)).at_hubs(),
    send("/bank/declare", Access::May(P::WorkAtBank), || post(exchanges::declare)).at_hubs(),
    look("/bank/agreed", Access::May(P::SeeBank), || get(arrangements::list)).at_hubs(),
    send("/bank/agreed", Access::May(P::WorkAtBank), || post(arrangements::arrange)).at_hubs(),
    send("/bank/agreed/{id}/off", Access::May(P::WorkAtBank), || post(arrangements::call_off))
        .at_hubs(),
    look("/bank/lists", Access::May(P::WorkAtBank), || get(batch::form)).at_hubs(),
    send("/bank/lists", Access::May(P::WorkAtBank), || post(batch::list)).at_hubs(),
    look("/bank/import", Access::May(P::GovernBank), || get(import::form)).at_hubs(),
    send("/bank/import", Access::May(P::GovernBank), || post(import::run)).at_hubs().with_file(),
    send("/bank/group", Access::May(P::WorkAtBank), || post(batch::group)).at_hubs(),
    look("/bank/cheques", Access::May(P::SeeBank), || get(cheques::list)).at_hubs(),
    send("/bank/cheques", Access::May(P::WorkAtBank), || post(cheques::issue)).at_hubs(),
    look("/bank/cheques/{id}/pdf", Access::May(P::WorkAtBank), || get(cheques::print)).at_hubs(),
    look("/bank/catalogue", Access::May(P::SeeBank), || get(catalogue::list)).at_hubs(),
    look("/bank/catalogue/new", Access::May(P::WorkAtBank), || get(catalogue::form)).at_hubs(),
    send("/bank/catalogue/new", Access::May(P::WorkAtBank), || post(catalogue::publish)).at_hubs(),
    send("/bank/catalogue/{id}/step", Access::May(P::WorkAtBank), || post(catalogue::step))
        .at_hubs(),
    look("/bank/others", Access::May(P::SeeBank), || get(others::list)).at_hubs(),
    look("/bank/others/{id}", Access::May(P::SeeBank), || get(others::page)).at_hubs(),
    send("/bank/others/{id}/sign", Access::May(P::GovernBank), || post(others::sign)).at_hubs(),
    send("/bank/others/{id}/end", Access::May(P::GovernBank), || post(others::end)).at_hubs(),
    send("/bank/others/{id}/exchange", Access::May(P::WorkAtBank), || post(others::propose))
        .at_hubs(),
    look("/bank/others/{id}/words", Access::May(P::SeeBank), || get(talk::page)).at_hubs(),
    send("/bank/others/{id}/words", Access::May(P::WorkAtBank), || post(talk::write)).at_hubs(),
    send("/bank/others/{id}/words/forget", Access::May(P::WorkAtBank), || post(talk::forget))
        .at_hubs(),
    look("/bank/across/{id}", Access::May(P::SeeBank), || get(across::page)).at_hubs(),
    send("/bank/across/{id}/answer", Access::May(P::WorkAtBank), || post(across::answer)).at_hubs(),
    send("/bank/across/{id}/withdraw", Access::May(P::WorkAtBank), || post(across::withdraw))
        .at_hubs(),
    send("/bank/across/{id}/back", Access::May(P::WorkAtBank), || post(across::back)).at_hubs(),
    send("/bank/members/{id}/shown", Access::May(P::WorkAtBank), || post(members::shown)).at_hubs(),
    send("/bank/members/{id}/named", Access::May(P::WorkAtBank), || post(members::named)).at_hubs(),
    look("/bank/rules", Access::May(P::SeeBank), || get(rules::page)).at_hubs(),
    send("/bank/rules", Access::May(P::GovernBank), || post(rules::set)).at_hubs(),
    send("/bank/agreement", Access::May(P::GovernBank), || post(rules::agree)).at_hubs(),
    look("/bank/exchanges/csv", Access::May(P::SeeBank), || get(export::csv)).at_hubs(),
    look("/bank/exchanges/xlsx", Access::May(P::SeeBank), || get(export::xlsx)).at_hubs(),
    look("/bank/figures", Access::May(P::SeeBank), || get(figures::page)),
    look("/bank/figures/csv", Access::May(P::SeeBank), || get(figures::csv)),
    look("/bank/figures/xlsx", Access::May(P::SeeBank), || get(figures::xlsx)),
    look("/bank/figures/wants", Access::May(P::SeeBank), || get(figures::wants)).at_hubs(),
];

/// One of the bank's own sections, above each of its pages, or a page of the section that is open.
pub(crate) struct Tab {
    pub href: &'static str,
    pub label: String,
    /// Whether one is there; `true` for the section of the page that is.
    pub here: &'static str,
    /// Whether it stands in the second row.
    pub under: bool,
}

/// Each page: its name, where it is, who sees it, and the section it belongs to, whose first page has its name.
const TABS: [(&str, &str, P, &str); 11] = [
    ("desk", "/bank", P::SeeBank, "desk"),
    ("calls", "/bank/calls", P::SeeBank, "calls"),
    ("members", "/bank/members", P::SeeBank, "members"),
    ("exchanges", "/bank/exchanges", P::SeeBank, "exchanges"),
    ("agreed", "/bank/agreed", P::SeeBank, "exchanges"),
    ("lists", "/bank/lists", P::WorkAtBank, "exchanges"),
    ("cheques", "/bank/cheques", P::SeeBank, "exchanges"),
    ("catalogue", "/bank/catalogue", P::SeeBank, "catalogue"),
    ("others", "/bank/others", P::SeeBank, "others"),
    ("figures", "/bank/figures", P::SeeBank, "figures"),
    ("rules", "/bank/rules", P::SeeBank, "rules"),
];

/// The bank's sections for whoever visits; none at central, which has only the figures.
fn tabs(visit: &Visit, here: &str) -> Vec<Tab> {
    if visit.app.node.id().is_central() {
        return Vec::new();
    }
    let open = TABS.iter().find(|(slug, ..)| *slug == here).map_or("", |(.., section)| section);
    let seen = || TABS.iter().filter(|(_, _, permission, _)| visit.may(*permission));
    let tab = |slug: &str, href, here, under| Tab {
        href,
        label: visit.words.of("bank-tab", slug),
        here,
        under,
    };
    let sections =
        seen().filter(|(slug, _, _, section)| slug == section).map(|(slug, href, ..)| {
            let within = if *slug == open { "true" } else { "" };
            tab(slug, href, if *slug == here { "page" } else { within }, false)
        });
    let pages: Vec<_> = seen().filter(|(.., section)| *section == open).collect();
    let pages = pages.into_iter().filter(|(.., section)| {
        // A section of one page has no second row.
        TABS.iter().filter(|(.., other)| other == section).count() > 1
    });
    let pages = pages
        .map(|(slug, href, ..)| tab(slug, href, if *slug == here { "page" } else { "" }, true));
    sections.chain(pages).collect()
}

/// Minutes as people say them, with a sign.
fn amount(minutes: crate::bank::minutes::Minutes, signed: bool) -> String {
    let text = crate::bank::refusal::length_text(minutes);
    if signed && minutes.get() > 0 { format!("+{text}") } else { text }
}
