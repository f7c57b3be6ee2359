//! Offers of time: the list, one of them, and saying that somebody has been in touch.

use askama::Template;
use axum::http::StatusCode;
use axum::routing::{get, post};
use protocol::{NodeId, OfferId, PersonDetails, PersonId, Problem};
use sqlx::AnyConnection;

use super::address;
use super::bank::whom;
use super::contact::{self, Contact, ContactFragment, Owner};
use super::form::{Errors, Group};
use super::page::{Page, Section, requests_in, show, show_as, status_of};
use super::pager;
use super::requests::hub_choices;
use super::routes::{Access, Route, look, send};
use super::visit::{At, Fault, Outcome, Visit, Wants, go};
use crate::bank::codes;
use crate::bank::directory::Known;
use crate::bank::offers::{self, Card};
use crate::command::{Answer, Command};
use crate::people::authority;
use crate::people::roles::{Permission, Permission as P, Target};

pub(super) const ROUTES: &[Route] = &[
    look("/offers", Access::May(P::SeeDesk), || get(all)),
    look("/offers/{id}", Access::May(P::SeeDesk), || get(offer)),
    send("/offers/{id}/contacted", Access::May(P::WorkAtDesk), || post(contacted)).at_hubs(),
    send("/offers/{id}/member", Access::May(P::WorkAtBank), || post(member)).at_hubs(),
    send("/offers/{id}/contact", Access::May(P::SeeContacts), || post(reveal)).at_hubs(),
];

/// How many a page shows.
const PER_PAGE: u32 = 25;

/// An offer, as it is shown.
struct Thing {
    id: String,
    icon: String,
    title: String,
    words: String,
    place: String,
    times: String,
    slip: String,
    opened: String,
    contacted: String,
    withdrawn: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "desk/offers.html")]
struct List {
    page: Page,
    things: Vec<Thing>,
    hubs: Vec<Group>,
    previous: String,
    next: String,
}

#[derive(Template)]
#[template(path = "desk/offer.html")]
struct Detail {
    page: Page,
    thing: Thing,
    contact: Contact,
    may_work: bool,
    opens: Option<Opens>,
}

/// Whose account in the time bank the offer's slip opens at a kiosk.
struct Opens {
    /// The member; empty while the desk has not said who left it.
    member: String,
    name: String,
    labels: Vec<String>,
    typed: String,
    errors: Errors,
}

fn thing(visit: &Visit, page: &Page, card: &Card) -> Thing {
    let words = card.words.clone().filter(|_| visit.may(Permission::ReadWords));
    let when = |at_ms: Option<i64>| at_ms.map(|at_ms| page.times.when(at_ms)).unwrap_or_default();
    let names: Vec<String> = card.categories.iter().map(|c| page.category(c.as_str())).collect();
    let bands: Vec<String> = card.time_bands.iter().map(|b| page.w.of("time-band", b)).collect();
    Thing {
        id: card.id.to_string(),
        icon: page.icon("handshake"),
        title: names.join(", "),
        words: words.unwrap_or_default(),
        place: page.neighbourhood(card.neighbourhood.as_str()),
        times: bands.join(", "),
        slip: card.slip.to_string(),
        opened: page.times.when(card.opened_at_ms),
        contacted: when(card.contacted_at_ms),
        withdrawn: when(card.withdrawn_at_ms),
        open: card.withdrawn_at_ms.is_none(),
    }
}

/// Whose list is asked for: the own hub's, or at central the one chosen, else the city's first.
fn home_asked(visit: &Visit, page: &Page) -> NodeId {
    if !page.central {
        return visit.app.node.id().clone();
    }
    let first = page.city.iter().flat_map(|city| &city.hubs).find_map(|hub| hub.slug.parse().ok());
    visit.asked.read("hub").or(first).unwrap_or_else(|| visit.app.node.id().clone())
}

async fn all(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Offers, "offers-title").await;
    let home = home_asked(&visit, &page);
    let number = pager::asked(&visit);
    let mut db = visit.app.node.store.read().await?;
    let cards = offers::list(&mut db, &home, PER_PAGE + 1, (number - 1) * PER_PAGE).await?;
    drop(db);
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let in_scope = |card: &&Card| {
        let hood = card.neighbourhood.as_str();
        within.as_ref().is_none_or(|hoods| hoods.iter().any(|slug| slug == hood))
    };
    let full = cards.len() > PER_PAGE as usize;
    let shown = cards.iter().take(PER_PAGE as usize).filter(in_scope);
    let things = shown.map(|card| thing(&visit, &page, card)).collect();
    let hub = if page.central { home.as_str().to_owned() } else { String::new() };
    let turn = |to: u32| {
        let to = if to > 1 { to.to_string() } else { String::new() };
        address::with(&visit.path, [("hub", hub.as_str()), ("page", to.as_str())])
    };
    let previous = if number > 1 { turn(number - 1) } else { String::new() };
    let next = if full { turn(number + 1) } else { String::new() };
    let hubs = if page.central { hub_choices(&page, Some(&home), false) } else { Vec::new() };
    show(&List { page, things, hubs, previous, next })
}

/// An offer that whoever comes may see, with its home.
async fn one(visit: &Visit, id: OfferId) -> Result<(Card, NodeId), Fault> {
    let mut db = visit.app.node.store.read().await?;
    let (card, home) = (offers::card(&mut db, id).await?, offers::home(&mut db, id).await?);
    drop(db);
    let unknown = || Problem::not_found("unknown-offer");
    let (card, home) = card.zip(home).ok_or_else(unknown)?;
    let target: Target = authority::place(&visit.app.node, home.clone(), &card.neighbourhood);
    if visit.may_on(Permission::SeeDesk, &target) {
        Ok((card, home))
    } else {
        Err(unknown().into())
    }
}

fn owner(card: &Card, home: &NodeId) -> Owner {
    Owner {
        person: card.person,
        thing: PersonId::new(card.id.uuid()),
        home: home.clone(),
        action: format!("/offers/{}/contact", card.id),
    }
}

async fn detail(
    visit: &Visit,
    (card, home): (Card, NodeId),
    refused: Option<Problem>,
    details: Option<PersonDetails>,
    errors: Errors,
) -> Outcome {
    let asked = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let status = refused.as_ref().map_or(asked, status_of);
    let mut page = Page::of(visit, Section::Offers, "offer-title").await;
    if let Some(problem) = refused {
        page = page.refusing(problem);
    }
    let mut db: sqlx::pool::PoolConnection<sqlx::Any> = visit.app.node.store.read().await?;
    let contact = person_card(visit, &page, &mut db, &owner(&card, &home), details).await?;
    drop(db);
    let thing = thing(visit, &page, &card);
    page = page.titled(format!("{} · {}", thing.title, thing.slip));
    let may_work = visit.may(Permission::WorkAtDesk)
        && home == *visit.app.node.id()
        && card.withdrawn_at_ms.is_none()
        && card.contacted_at_ms.is_none();
    let opens = opens(visit, &home, card.id, errors).await?;
    show_as(status, &Detail { page, thing, contact, may_work, opens })
}

/// For whoever works at the bank of the offer's home.
async fn opens(
    visit: &Visit,
    home: &NodeId,
    id: OfferId,
    errors: Errors,
) -> Result<Option<Opens>, Fault> {
    if !visit.may(Permission::WorkAtBank) || home != visit.app.node.id() {
        return Ok(None);
    }
    let book = whom::directory(visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let found = codes::of_offer(&mut db, id).await?;
    let known = found.and_then(|member| book.get(member));
    Ok(Some(Opens {
        member: found.map(|member| member.to_string()).unwrap_or_default(),
        name: known.map(Known::label).unwrap_or_default(),
        labels: whom::labels(visit.words, &book, false),
        typed: visit.posted.text("member").to_owned(),
        errors,
    }))
}

/// Says which member left an offer, or takes that back.
async fn member(visit: Visit, At(id): At<OfferId>) -> Outcome {
    let found = one(&visit, id).await?;
    let typed = visit.posted.text("member");
    let mut errors = Errors::default();
    let mut member = None;
    if !typed.trim().is_empty() {
        let book = whom::directory(&visit).await?;
        member = whom::read_member(visit.words, &book, typed, "member", &mut errors);
    }
    if errors.any() {
        return detail(&visit, found, None, None, errors).await;
    }
    match codes::link_offer(&visit.app.node, id, member).await {
        Ok(()) => {
            let done = if member.is_some() { "offer-linked" } else { "offer-unlinked" };
            go(&format!("/offers/{id}?done={done}#account"))
        }
        Err(problem) => detail(&visit, found, Some(problem), None, errors).await,
    }
}

async fn person_card(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    owner: &Owner,
    details: Option<PersonDetails>,
) -> Result<Contact, Fault> {
    contact::card(visit, page, db, owner, details).await
}

async fn offer(visit: Visit, At(id): At<OfferId>) -> Outcome {
    let found = one(&visit, id).await?;
    detail(&visit, found, None, None, Errors::default()).await
}

async fn contacted(visit: Visit, At(id): At<OfferId>) -> Outcome {
    let found = one(&visit, id).await?;
    match visit.submit(Command::Timebank(offers::Command::MarkContacted { offer: id })).await {
        Ok(answer) => {
            let done = if answer == Answer::Forwarded { "sent" } else { "contacted" };
            go(&format!("/offers/{id}?done={done}"))
        }
        Err(problem) => detail(&visit, found, Some(problem), None, Errors::default()).await,
    }
}

async fn reveal(visit: Visit, At(id): At<OfferId>) -> Outcome {
    let (card, home) = one(&visit, id).await?;
    let owner = owner(&card, &home);
    let details = contact::reveal(&visit, &owner).await?;
    if visit.wants == Wants::Fragment {
        let page = Page::of(&visit, Section::Offers, "offers-title").await;
        let mut db = visit.app.node.store.read().await?;
        let contact = person_card(&visit, &page, &mut db, &owner, details).await?;
        drop(db);
        return show(&ContactFragment { page, contact });
    }
    detail(&visit, (card, home), None, details, Errors::default()).await
}
