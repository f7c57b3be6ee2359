//! Posts a hub offers to people who learn or give their time: what one does there, where, for how many, and how many
//! places are taken.

use askama::Template;
use axum::http::StatusCode;
use protocol::{PostId, Problem, StaffId};

use super::{Tab, colleagues, name_of, staff_choices, tabs};
use crate::command::Command;
use crate::people::roles::Permission;
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::requests::hood_choices;
use crate::web::visit::{At, Outcome, Visit, go};
use crate::work::Command as Work;
use crate::work::events::{PostOffered, Programme};
use crate::work::posts::{self, PostRow};

/// A post in a list.
pub(super) struct Card {
    pub id: String,
    pub programme: String,
    pub words: String,
    pub place: String,
    pub tutor: String,
    pub span: String,
    pub hours: String,
    pub filled: String,
    pub begun: String,
    /// How many more can begin, in words.
    pub free: String,
    pub is_free: bool,
    pub open: bool,
}

#[derive(Template)]
#[template(path = "work/posts.html")]
struct Posts {
    page: Page,
    tabs: Vec<Tab>,
    errors: Errors,
    cards: Vec<Card>,
    may_offer: bool,
    programmes: Vec<Choice>,
    hoods: Vec<Group>,
    staff: Vec<Group>,
    places: String,
    hours: String,
    from: String,
    to: String,
    words: String,
    command: String,
}

/// A post as a list shows it.
pub(super) fn card(page: &Page, post: &PostRow, all: &[(StaffId, String)]) -> Card {
    Card {
        id: post.id.to_string(),
        programme: page.w.of("programme", post.programme.slug()),
        words: post.words.clone().unwrap_or_default(),
        place: page.neighbourhood(post.neighbourhood.as_str()),
        tutor: name_of(all, post.tutor),
        span: [page.times.day_of(&post.from), page.times.day_of(&post.to)].join(" – "),
        hours: page.times.length(post.agreed.get()),
        filled: page.w.all(
            "post-filled",
            &[
                ("filled", post.filled.to_string().as_str()),
                ("places", post.places.to_string().as_str()),
            ],
        ),
        begun: if post.begun > post.filled {
            page.w.n("post-begun", post.begun)
        } else {
            String::new()
        },
        free: page.w.n("post-free", post.free()),
        is_free: post.free() > 0,
        open: post.open,
    }
}

pub(super) async fn list(visit: Visit) -> Outcome {
    listed(&visit, Errors::default(), StatusCode::OK).await
}

async fn listed(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Work, "posts-title").await;
    let all = colleagues(visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let there = posts::posts(&mut db, visit.app.node.id()).await?;
    drop(db);
    let posted = &visit.posted;
    let or = |field: &str, first: &str| {
        let text = posted.trimmed(field);
        if text.is_empty() { first.to_owned() } else { text.to_owned() }
    };
    let programme = or("programme", Programme::CivilService.slug());
    let me = visit.me()?.staff.to_string();
    let programmes = Programme::ALL
        .iter()
        .map(|p| Choice::new(p.slug(), page.w.of("programme", p.slug()), &programme));
    let template = Posts {
        tabs: tabs(&page, "/posts"),
        errors,
        cards: there.iter().map(|post| card(&page, post, &all)).collect(),
        may_offer: visit.may(Permission::ReviewDiaries),
        programmes: programmes.collect(),
        hoods: hood_choices(&page, &or("neighbourhood", &page.own_neighbourhood()), "", None),
        staff: staff_choices(&all, &or("tutor", &me)),
        places: or("places", "1"),
        hours: posted.trimmed("hours").to_owned(),
        from: or("from", &page.times.today()),
        to: posted.trimmed("to").to_owned(),
        words: posted.trimmed("words").to_owned(),
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

pub(super) async fn offer(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let invalid = |slug: &str, field: &str| Problem::invalid(slug).at(field);
    let read = || -> Result<Work, Problem> {
        let programme = Programme::from_slug(posted.trimmed("programme"));
        let hours: u32 = posted
            .read("hours")
            .ok_or_else(|| invalid("out-of-range", "hours").with("most", 4_000))?;
        let hood = posted.read("neighbourhood");
        Ok(Work::OfferPost {
            post: PostOffered {
                programme: programme.unwrap_or(Programme::CivilService),
                neighbourhood: hood.ok_or_else(|| invalid("not-in-catalogue", "neighbourhood"))?,
                places: posted
                    .read("places")
                    .ok_or_else(|| invalid("out-of-range", "places").with("most", 50))?,
                tutor: posted.read("tutor").ok_or_else(|| invalid("unknown-staff", "tutor"))?,
                agreed_min: hours.saturating_mul(60),
                from: posted.trimmed("from").to_owned(),
                to: posted.trimmed("to").to_owned(),
            },
            words: posted.trimmed("words").to_owned(),
        })
    };
    let outcome = match read() {
        Ok(command) => visit.submit(Command::Work(command)).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => go("/posts?done=post-offered"),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            listed(&visit, errors, status_of(&problem)).await
        }
    }
}

pub(super) async fn close(visit: Visit, At(post): At<PostId>) -> Outcome {
    visit.submit(Command::Work(Work::ClosePost { post })).await?;
    go("/posts?done=post-closed")
}
