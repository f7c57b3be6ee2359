//! The catalogue (bacheca): what members offer and look for, what expires soon, a new one.

use askama::Template;
use axum::http::StatusCode;
use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::{ListingId, MemberId, Problem};
use sqlx::AnyConnection;

use super::super::address;
use super::super::form::{Choice, Errors, Group};
use super::super::page::{Page, Section, show_as, status_of};
use super::super::pager;
use super::super::requests::category_choices;
use super::super::visit::{At, Fault, Outcome, Visit, go};
use super::{Tab, tabs, whom};
use crate::bank::after::read_tags;
use crate::bank::decide::{Command as B, NewListing};
use crate::bank::listings::{ListingState, ListingStep, STANDS_MONTHS, Way, may};
use crate::bank::queries::{self, ListingFilter, ListingRow, Which};
use crate::bank::reminders::FIRST_DAYS;
use crate::bank::today;
use crate::command::Command;
use crate::people::roles::Permission;
use crate::store::rows::{from_word, word};

/// How many a page shows.
const PER_PAGE: u32 = 25;
/// How many tags are offered to filter by.
const TAGS: u32 = 20;

/// A notice with what can be done about it.
pub(super) struct Card {
    pub id: String,
    pub icon: String,
    pub category: String,
    pub words: String,
    pub who: String,
    pub member: String,
    pub offer: bool,
    pub way: String,
    pub until: String,
    pub soon: bool,
    pub over: bool,
    pub state: &'static str,
    pub state_words: String,
    pub steps: Vec<(String, String)>,
    pub tags: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "bank/catalogue.html")]
struct Catalogue {
    page: Page,
    tabs: Vec<Tab>,
    may_work: bool,
    ways: Vec<Group>,
    categories: Vec<Group>,
    states: Vec<Group>,
    tag: String,
    tags_known: Vec<(String, String)>,
    soon: i64,
    cards: Vec<Card>,
    filtered: bool,
    previous: String,
    next: String,
    command: String,
}

fn tag_links(tags: Vec<String>) -> Vec<(String, String)> {
    let link = |tag: String| {
        let href = address::with("/bank/catalogue", [("tag", tag.as_str())]);
        (tag, href)
    };
    tags.into_iter().map(link).collect()
}

fn card(
    page: &Page,
    row: &ListingRow,
    who: String,
    tags: Vec<String>,
    today: Date,
    may_work: bool,
) -> Card {
    let listed = &row.listing.listed;
    let steps = ListingStep::ALL
        .iter()
        .filter(|step| may_work && may(row.listing.state, **step))
        .filter(|step| **step != ListingStep::Renew || listed.until.is_some())
        .map(|step| (word(step), page.w.of("bank-listing-step", word(step))))
        .collect();
    let days = listed.until.map(|until| (until - today).get_days());
    let published = row.listing.state == ListingState::Published;
    Card {
        id: listed.listing.to_string(),
        icon: page.category_icon(listed.category.as_str()),
        category: page.category(listed.category.as_str()),
        words: row.words.clone().unwrap_or_default(),
        who,
        member: listed.member.to_string(),
        offer: listed.way == Way::Offer,
        way: page.w.of("bank-way", word(&listed.way)),
        until: listed.until.map_or_else(
            || page.w.t("bank-no-end"),
            |until| page.w.a("bank-until", "day", page.times.date(until)),
        ),
        soon: published && days.is_some_and(|days| (0..=FIRST_DAYS).contains(&days)),
        over: published && days.is_some_and(|days| days < 0),
        state: match row.listing.state {
            ListingState::Published => "",
            ListingState::Paused => "blue",
            ListingState::Hidden => "red",
            ListingState::Withdrawn => "slate",
        },
        state_words: page.w.of("bank-listing-state", word(&row.listing.state)),
        steps,
        tags: tag_links(tags),
    }
}

/// What a member offers and looks for, in every state but taken back.
pub(super) async fn of_member(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    member: MemberId,
) -> Result<Vec<Card>, Fault> {
    let node = &visit.app.node;
    let (today, may_work) = (today(node, node.now_ms()), visit.may(Permission::WorkAtBank));
    let mut cards = Vec::new();
    for row in queries::listings_of(db, member).await? {
        let tags = queries::tags_of(db, row.listing.listed.listing).await?;
        cards.push(card(page, &row, String::new(), tags, today, may_work));
    }
    Ok(cards)
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bank, "bank-catalogue-title").await;
    let asked = &visit.asked;
    let way_word = asked.trimmed("way").to_owned();
    let filter = ListingFilter {
        way: from_word("way", &way_word).ok(),
        category: asked.trimmed("category").to_owned(),
        tag: asked.trimmed("tag").to_lowercase(),
        which: from_word("state", asked.trimmed("state")).unwrap_or_default(),
    };
    let number = pager::asked(&visit);
    let book = whom::directory(&visit).await?;
    let node = visit.app.node.clone();
    let today = today(&node, node.now_ms());
    let skip = (number - 1) * PER_PAGE;
    let mut db = node.store.read().await?;
    let rows = queries::listings(&mut db, node.id(), &filter, today, PER_PAGE + 1, skip).await?;
    let ending = ListingFilter { which: Which::Ending, ..ListingFilter::default() };
    let soon = queries::listings(&mut db, node.id(), &ending, today, 100, 0).await?.len();
    let known = queries::tags(&mut db, node.id(), TAGS).await?;
    let may_work = visit.may(Permission::WorkAtBank);
    let mut cards = Vec::new();
    for row in rows.iter().take(PER_PAGE as usize) {
        let tags = queries::tags_of(&mut db, row.listing.listed.listing).await?;
        let known = book.get(row.listing.listed.member);
        let who = known.map(crate::bank::directory::Known::label).unwrap_or_default();
        cards.push(card(&page, row, who, tags, today, may_work));
    }
    drop(db);
    let any = Choice::new("", page.w.t("bank-any-way"), &way_word);
    let ways = [Way::Offer, Way::Want]
        .iter()
        .map(|way| Choice::new(word(way), page.w.of("bank-ways", word(way)), &way_word));
    let state_word = word(&filter.which);
    let states = Which::ALL
        .iter()
        .map(|s| Choice::new(word(s), page.w.of("bank-listings", word(s)), &state_word));
    let turn = |to: u32| {
        let to = if to > 1 { to.to_string() } else { String::new() };
        let fields = [
            ("way", way_word.as_str()),
            ("category", filter.category.as_str()),
            ("tag", filter.tag.as_str()),
            ("state", if filter.which == Which::Open { "" } else { state_word.as_str() }),
            ("page", to.as_str()),
        ];
        address::with("/bank/catalogue", fields)
    };
    let full = rows.len() > PER_PAGE as usize;
    let template = Catalogue {
        tabs: tabs(&visit, "catalogue"),
        may_work,
        ways: vec![Group::plain(std::iter::once(any).chain(ways).collect())],
        categories: category_choices(&page, &filter.category, "bank-any-category"),
        states: vec![Group::plain(states.collect())],
        tag: filter.tag.clone(),
        tags_known: tag_links(known.into_iter().map(|(tag, _)| tag).collect()),
        soon: if filter.which == Which::Open { i64::try_from(soon).unwrap_or(0) } else { 0 },
        cards,
        filtered: filter != ListingFilter::default(),
        previous: if number > 1 { turn(number - 1) } else { String::new() },
        next: if full { turn(number + 1) } else { String::new() },
        command: page.fresh(),
        page,
    };
    show_as(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "bank/listing_new.html")]
struct New {
    page: Page,
    errors: Errors,
    labels: Vec<String>,
    ways: Vec<Choice>,
    categories: Vec<Group>,
    member: String,
    text: String,
    tags: String,
    until: String,
    no_end: bool,
    command: String,
}

pub(super) async fn form(visit: Visit) -> Outcome {
    new(&visit, Errors::default(), StatusCode::OK).await
}

async fn new(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Bank, "bank-listing-new").await;
    let (posted, w) = (&visit.posted, page.w);
    let book = whom::directory(visit).await?;
    let way = if posted.trimmed("way") == "want" { "want" } else { "offer" };
    let in_months =
        today(&visit.app.node, visit.app.node.now_ms()).saturating_add(STANDS_MONTHS.months());
    let until = posted.trimmed("until");
    let asked_for = visit.asked.read("member").and_then(|member| book.get(member));
    let member = posted.text("member");
    let template = New {
        labels: whom::labels(w, &book, false),
        ways: ["offer", "want"].map(|s| Choice::new(s, w.of("bank-way", s), way)).to_vec(),
        categories: category_choices(&page, posted.trimmed("category"), "bank-choose-category"),
        member: match asked_for {
            Some(known) if member.is_empty() => known.label(),
            _ => member.to_owned(),
        },
        text: posted.text("text").to_owned(),
        tags: posted.text("tags").to_owned(),
        until: if until.is_empty() { in_months.to_string() } else { until.to_owned() },
        no_end: posted.has("no_end", "yes"),
        command: page.fresh(),
        errors,
        page,
    };
    show_as(status, &template)
}

pub(super) async fn publish(visit: Visit) -> Outcome {
    let (posted, w) = (&visit.posted, visit.words);
    let mut errors = Errors::default();
    let book = whom::directory(&visit).await?;
    let member = whom::read_member(w, &book, posted.text("member"), "member", &mut errors);
    let category = posted.read("category");
    if category.is_none() {
        errors.add(w, "category", "bank-category-missing");
    }
    let no_end = posted.has("no_end", "yes");
    let until: Option<Date> = if no_end { None } else { posted.read("until") };
    if !no_end && until.is_none() {
        errors.add(w, "until", "bank-day-missing");
    }
    let new_one = || {
        Some(NewListing {
            member: member?,
            way: from_word("way", posted.trimmed("way")).unwrap_or(Way::Offer),
            category: category?,
            until,
            text: posted.text("text").to_owned(),
            tags: read_tags(posted.text("tags")),
        })
    };
    let Some(listing) = new_one().filter(|_| !errors.any()) else {
        return new(&visit, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match visit.submit(Command::Bank(B::List(listing))).await {
        Ok(_) => go("/bank/catalogue?done=bank-listed"),
        Err(problem) => new(&visit, Errors::of(w, &problem), status_of(&problem)).await,
    }
}

pub(super) async fn step(visit: Visit, At(id): At<ListingId>) -> Outcome {
    let node = visit.app.node.clone();
    let mut db = node.store.read().await?;
    let row = queries::listing(&mut db, id).await?;
    drop(db);
    let row = row.ok_or_else(|| Problem::not_found("bank-unknown-listing"))?;
    let Ok(step) = from_word::<ListingStep>("step", visit.posted.trimmed("step")) else {
        return go("/bank/catalogue");
    };
    let listed = row.listing.listed;
    let until = listed.until_after(step, today(&node, node.now_ms()));
    let command = B::MoveListing { listing: id, step, until };
    visit.submit(Command::Bank(command)).await?;
    if visit.posted.has("from", "member") {
        return go(&format!("/bank/members/{}?done=bank-listing-moved", listed.member));
    }
    go("/bank/catalogue?done=bank-listing-moved")
}
