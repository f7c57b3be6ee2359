//! Ideas left at the project desk and offers of time: lists, one of them, and saying that somebody has
//! been in touch.

use askama::Template;
use axum::http::StatusCode;
use axum::routing::{get, post};
use protocol::{IdeaId, NodeId, OfferId, PersonDetails, PersonId, Problem, Slug};
use sqlx::AnyConnection;

use super::address;
use super::contact::{self, Contact, ContactFragment, Owner};
use super::form::Group;
use super::page::{Page, Section, requests_in, show, show_as, status_of};
use super::requests::hub_choices;
use super::routes::{Access, Route, look, send};
use super::visit::{At, Fault, Outcome, Visit, Wants, go};
use crate::command::{Answer, Command};
use crate::people::authority;
use crate::people::roles::{Permission, Permission as P, Target};
use crate::{bank, desk};

pub(super) const ROUTES: &[Route] = &[
    look("/ideas", Access::May(P::SeeDesk), || get(ideas)),
    look("/ideas/{id}", Access::May(P::SeeDesk), || get(idea)),
    send("/ideas/{id}/contacted", Access::May(P::WorkAtDesk), || post(idea_contacted)).at_hubs(),
    send("/ideas/{id}/contact", Access::May(P::SeeContacts), || post(idea_reveal)).at_hubs(),
    look("/offers", Access::May(P::SeeDesk), || get(offers)),
    look("/offers/{id}", Access::May(P::SeeDesk), || get(offer)),
    send("/offers/{id}/contacted", Access::May(P::WorkAtDesk), || post(offer_contacted)).at_hubs(),
    send("/offers/{id}/contact", Access::May(P::SeeContacts), || post(offer_reveal)).at_hubs(),
];

/// How many a page shows.
const PER_PAGE: u32 = 25;

/// An idea or an offer, as both are shown.
struct Thing {
    id: String,
    path: &'static str,
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
#[template(path = "desk/list.html")]
struct List {
    page: Page,
    kind: &'static str,
    things: Vec<Thing>,
    hubs: Vec<Group>,
    previous: String,
    next: String,
}

#[derive(Template)]
#[template(path = "desk/detail.html")]
struct Detail {
    page: Page,
    kind: &'static str,
    thing: Thing,
    contact: Contact,
    may_work: bool,
}

/// What both kinds have in common, besides their ids.
struct Left {
    id: String,
    uuid: uuid::Uuid,
    home: NodeId,
    neighbourhood: Option<Slug>,
    person: Option<PersonId>,
    slip: String,
    words: Option<String>,
    opened_at_ms: i64,
    contacted_at_ms: Option<i64>,
    withdrawn_at_ms: Option<i64>,
    about: About,
}

enum About {
    Idea { theme: String },
    Offer { categories: Vec<String>, bands: Vec<String> },
}

fn left_idea(card: desk::Card, home: NodeId) -> Left {
    Left {
        id: card.id.to_string(),
        uuid: card.id.uuid(),
        home,
        neighbourhood: card.neighbourhood,
        person: card.person,
        slip: card.slip.to_string(),
        words: card.words,
        opened_at_ms: card.opened_at_ms,
        contacted_at_ms: card.contacted_at_ms,
        withdrawn_at_ms: card.withdrawn_at_ms,
        about: About::Idea { theme: card.theme.to_string() },
    }
}

fn left_offer(card: bank::offers::Card, home: NodeId) -> Left {
    Left {
        id: card.id.to_string(),
        uuid: card.id.uuid(),
        home,
        neighbourhood: Some(card.neighbourhood),
        person: card.person,
        slip: card.slip.to_string(),
        words: card.words,
        opened_at_ms: card.opened_at_ms,
        contacted_at_ms: card.contacted_at_ms,
        withdrawn_at_ms: card.withdrawn_at_ms,
        about: About::Offer {
            categories: card.categories.iter().map(ToString::to_string).collect(),
            bands: card.time_bands,
        },
    }
}

fn thing(visit: &Visit, page: &Page, left: &Left) -> Thing {
    let words = left.words.clone().filter(|_| visit.may(Permission::ReadWords));
    let when = |at_ms: Option<i64>| at_ms.map(|at_ms| page.times.when(at_ms)).unwrap_or_default();
    let (path, icon, title, times) = match &left.about {
        About::Idea { theme } => {
            ("ideas", page.icon("lightbulb"), page.theme(theme), String::new())
        }
        About::Offer { categories, bands } => {
            let names: Vec<String> = categories.iter().map(|c| page.category(c)).collect();
            let bands: Vec<String> = bands.iter().map(|b| page.w.of("time-band", b)).collect();
            ("offers", page.icon("handshake"), names.join(", "), bands.join(", "))
        }
    };
    let hood = left.neighbourhood.as_ref();
    Thing {
        id: left.id.clone(),
        path,
        icon,
        title,
        words: words.unwrap_or_default(),
        place: hood.map(|hood| page.neighbourhood(hood.as_str())).unwrap_or_default(),
        times,
        slip: left.slip.clone(),
        opened: page.times.when(left.opened_at_ms),
        contacted: when(left.contacted_at_ms),
        withdrawn: when(left.withdrawn_at_ms),
        open: left.withdrawn_at_ms.is_none(),
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

fn list(visit: &Visit, page: Page, kind: &'static str, lefts: &[Left]) -> Outcome {
    let home = home_asked(visit, &page);
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let in_scope = |left: &&Left| match (&within, &left.neighbourhood) {
        (None, _) => true,
        (Some(hoods), Some(hood)) => hoods.iter().any(|slug| slug == hood.as_str()),
        (Some(_), None) => false,
    };
    let full = lefts.len() > PER_PAGE as usize;
    let shown = lefts.iter().take(PER_PAGE as usize).filter(in_scope);
    let things = shown.map(|left| thing(visit, &page, left)).collect();
    let number = page_number(visit);
    let hub = if page.central { home.as_str().to_owned() } else { String::new() };
    let turn = |to: u32| {
        let to = if to > 1 { to.to_string() } else { String::new() };
        address::with(&visit.path, [("hub", hub.as_str()), ("page", to.as_str())])
    };
    let previous = if number > 1 { turn(number - 1) } else { String::new() };
    let next = if full { turn(number + 1) } else { String::new() };
    let hubs = if page.central { hub_choices(&page, Some(&home), false) } else { Vec::new() };
    show(&List { page, kind, things, hubs, previous, next })
}

fn page_number(visit: &Visit) -> u32 {
    visit.asked.read("page").unwrap_or(1).clamp(1, 100_000)
}

async fn ideas(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Ideas, "ideas-title").await;
    let home = home_asked(&visit, &page);
    let skip = (page_number(&visit) - 1) * PER_PAGE;
    let mut db = visit.app.node.store.read().await?;
    let cards = desk::list(&mut db, &home, PER_PAGE + 1, skip).await?;
    drop(db);
    let lefts: Vec<Left> = cards.into_iter().map(|card| left_idea(card, home.clone())).collect();
    list(&visit, page, "ideas", &lefts)
}

async fn offers(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Offers, "offers-title").await;
    let home = home_asked(&visit, &page);
    let skip = (page_number(&visit) - 1) * PER_PAGE;
    let mut db = visit.app.node.store.read().await?;
    let cards = bank::offers::list(&mut db, &home, PER_PAGE + 1, skip).await?;
    drop(db);
    let lefts: Vec<Left> = cards.into_iter().map(|card| left_offer(card, home.clone())).collect();
    list(&visit, page, "offers", &lefts)
}

/// An idea that whoever comes may see.
async fn one_idea(visit: &Visit, id: IdeaId) -> Result<Left, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let (card, home) = (desk::card(&mut db, id).await?, desk::home(&mut db, id).await?);
    drop(db);
    let (card, home) = card.zip(home).ok_or_else(|| Problem::not_found("unknown-idea"))?;
    seen(visit, left_idea(card, home), "unknown-idea")
}

async fn one_offer(visit: &Visit, id: OfferId) -> Result<Left, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let (card, home) =
        (bank::offers::card(&mut db, id).await?, bank::offers::home(&mut db, id).await?);
    drop(db);
    let (card, home) = card.zip(home).ok_or_else(|| Problem::not_found("unknown-offer"))?;
    seen(visit, left_offer(card, home), "unknown-offer")
}

fn seen(visit: &Visit, left: Left, unknown: &str) -> Result<Left, Fault> {
    let hood = left.neighbourhood.as_ref();
    let target: Target = authority::maybe_place(&visit.app.node, left.home.clone(), hood);
    if visit.may_on(Permission::SeeDesk, &target) {
        Ok(left)
    } else {
        Err(Problem::not_found(unknown).into())
    }
}

fn owner(left: &Left, path: &str) -> Owner {
    Owner {
        person: left.person,
        thing: PersonId::new(left.uuid),
        home: left.home.clone(),
        action: format!("/{path}/{}/contact", left.id),
    }
}

async fn detail(
    visit: &Visit,
    left: Left,
    refused: Option<Problem>,
    details: Option<PersonDetails>,
) -> Outcome {
    let (section, kind, title) = match left.about {
        About::Idea { .. } => (Section::Ideas, "ideas", "idea-title"),
        About::Offer { .. } => (Section::Offers, "offers", "offer-title"),
    };
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let mut page = Page::of(visit, section, title).await;
    if let Some(problem) = refused {
        page = page.refusing(problem);
    }
    let mut db: sqlx::pool::PoolConnection<sqlx::Any> = visit.app.node.store.read().await?;
    let contact = person_card(visit, &page, &mut db, &left, kind, details).await?;
    drop(db);
    let thing = thing(visit, &page, &left);
    page = page.titled(format!("{} · {}", thing.title, thing.slip));
    let may_work = visit.may(Permission::WorkAtDesk)
        && left.home == *visit.app.node.id()
        && left.withdrawn_at_ms.is_none()
        && left.contacted_at_ms.is_none();
    show_as(status, &Detail { page, kind, thing, contact, may_work })
}

async fn person_card(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    left: &Left,
    kind: &str,
    details: Option<PersonDetails>,
) -> Result<Contact, Fault> {
    contact::card(visit, page, db, &owner(left, kind), details).await
}

async fn idea(visit: Visit, At(id): At<IdeaId>) -> Outcome {
    let left = one_idea(&visit, id).await?;
    detail(&visit, left, None, None).await
}

async fn offer(visit: Visit, At(id): At<OfferId>) -> Outcome {
    let left = one_offer(&visit, id).await?;
    detail(&visit, left, None, None).await
}

async fn idea_contacted(visit: Visit, At(id): At<IdeaId>) -> Outcome {
    let left = one_idea(&visit, id).await?;
    match visit.submit(Command::Desk(desk::Command::MarkContacted { idea: id })).await {
        Ok(answer) => go(&format!("/ideas/{id}?done={}", done(&answer, "contacted"))),
        Err(problem) => detail(&visit, left, Some(problem), None).await,
    }
}

async fn offer_contacted(visit: Visit, At(id): At<OfferId>) -> Outcome {
    let left = one_offer(&visit, id).await?;
    match visit.submit(Command::Timebank(bank::offers::Command::MarkContacted { offer: id })).await
    {
        Ok(answer) => go(&format!("/offers/{id}?done={}", done(&answer, "contacted"))),
        Err(problem) => detail(&visit, left, Some(problem), None).await,
    }
}

/// The words for what was done, or that it was sent to whoever decides.
fn done(answer: &Answer, word: &'static str) -> &'static str {
    if *answer == Answer::Forwarded { "sent" } else { word }
}

async fn idea_reveal(visit: Visit, At(id): At<IdeaId>) -> Outcome {
    let left = one_idea(&visit, id).await?;
    reveal(&visit, left, "ideas").await
}

async fn offer_reveal(visit: Visit, At(id): At<OfferId>) -> Outcome {
    let left = one_offer(&visit, id).await?;
    reveal(&visit, left, "offers").await
}

async fn reveal(visit: &Visit, left: Left, kind: &str) -> Outcome {
    let details = contact::reveal(visit, &owner(&left, kind)).await?;
    if visit.wants == Wants::Fragment {
        let page = Page::of(visit, Section::Ideas, "ideas-title").await;
        let mut db = visit.app.node.store.read().await?;
        let contact = person_card(visit, &page, &mut db, &left, kind, details).await?;
        drop(db);
        return show(&ContactFragment { page, contact });
    }
    detail(visit, left, None, details).await
}
