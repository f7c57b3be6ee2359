//! What there is to do because a body decided it: one's own first, then by day; and what a body should look at again.

use askama::Template;

use super::decisions::{ActionView, action_view};
use super::one::{Line, decision_line};
use super::{Turn, keeps, seats, today};
use crate::bodies::events::Who;
use crate::bodies::queries;
use crate::web::address;
use crate::web::page::{Page, Section, show};
use crate::web::visit::{Outcome, Visit};

#[derive(Template)]
#[template(path = "bodies/actions.html")]
struct List {
    page: Page,
    keeps: bool,
    mine: bool,
    counts: (usize, usize),
    turn: Turn<ActionView>,
    reviews: Vec<Line>,
    command: String,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bodies, "actions-title").await;
    let (me, now) = (visit.me()?.staff, today(&page));
    let mine = visit.asked.trimmed("tab") != "all";
    let mut db = visit.app.node.store.read().await?;
    let open = queries::to_do(&mut db).await?;
    let bodies = queries::bodies(&mut db).await?;
    let mut reviews = queries::decisions(&mut db).await?;
    drop(db);
    reviews.retain(|decision| decision.review_on.is_some_and(|day| day <= now));
    let mut all = Vec::new();
    for body in &bodies {
        if !open.iter().any(|decision| decision.body == body.id) {
            continue;
        }
        let views = seats::views(&visit, &page, body, now).await?;
        let names = seats::by_id(&views);
        for decision in open.iter().filter(|decision| decision.body == body.id) {
            for todo in decision.open_actions() {
                let seat = body.seat(todo.action.owner);
                let own = seat.is_some_and(|seat| seat.who == Who::Staff(me));
                let owner = names.get(&todo.action.owner).cloned().unwrap_or_default();
                all.push(action_view(&page, decision, todo, owner, own));
            }
        }
    }
    all.sort_by(|one, other| (&one.due_input, &one.id).cmp(&(&other.due_input, &other.id)));
    let counts = (all.iter().filter(|view| view.mine).count(), all.len());
    // Who has nothing to do themselves sees what the others have.
    let mine = mine && (counts.0 > 0 || visit.asked.trimmed("tab") == "mine");
    all.retain(|view| view.mine || !mine);
    let tab = if mine { "mine" } else { "all" };
    let names = |id| {
        let found = bodies.iter().find(|body| body.id == id);
        found.map(|body| body.profile.name.clone()).unwrap_or_default()
    };
    let template = List {
        keeps: keeps(&visit),
        mine,
        counts,
        turn: Turn::of(&visit, all, |to| {
            address::with("/actions", [("tab", tab), ("page", &to.to_string())])
        }),
        reviews: reviews.iter().map(|d| decision_line(&page, d, &names(d.body))).collect(),
        command: page.fresh(),
        page,
    };
    show(&template)
}
