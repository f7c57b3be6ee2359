//! One's own diary: this month's figures, drafts, what was given back, and everything that was recorded.

use askama::Template;
use protocol::ActorRef;
use protocol::antenna::ActivityKind;

use super::{Line, PER_PAGE, Totals, line, totals};
use crate::activities::drafts;
use crate::activities::queries::{self, Filter};
use crate::people::roles::Permission;
use crate::web::address;
use crate::web::form::Posted;
use crate::web::page::{Page, Section, show};
use crate::web::pager;
use crate::web::visit::{Outcome, Visit};

struct Kept {
    id: String,
    kind: String,
    when: String,
}

#[derive(Template)]
#[template(path = "activities/diary.html")]
struct Diary {
    page: Page,
    month: String,
    export: String,
    totals: Totals,
    drafts: Vec<Kept>,
    returned: Vec<Line>,
    lines: Vec<Line>,
    previous: String,
    next: String,
    may_review: bool,
    may_see_all: bool,
}

pub(super) async fn diary(visit: Visit) -> Outcome {
    let me = visit.me()?.clone();
    let page = Page::of(&visit, Section::Diary, "diary-title").await;
    let author = ActorRef::Staff(me.staff);
    let own = Filter { author: author.to_string(), ..Filter::default() };
    let this = page.times.month_start(0).get(..7).unwrap_or_default().to_owned();
    let month = Filter { from: this.clone(), to: this.clone(), ..own.clone() };
    let number = pager::asked(&visit);
    let mut db = visit.app.node.store.read().await?;
    let entries = queries::entries(&mut db, &own, PER_PAGE + 1, (number - 1) * PER_PAGE).await?;
    let home = visit.app.node.id();
    let returned = queries::given_back(&mut db, home, &author, PER_PAGE).await?;
    let sum = queries::sum(&mut db, &month).await?;
    let kept = drafts::of(&mut db, me.staff).await?;
    drop(db);
    let drafts = kept.iter().map(|draft| {
        let what = Posted(draft.fields.clone()).trimmed("what").to_owned();
        let known = ActivityKind::ALL.iter().any(|kind| kind.slug() == what);
        Kept {
            id: draft.activity.to_string(),
            kind: if known {
                page.w.of("activity-kind", what)
            } else {
                page.w.t("diary-draft-untitled")
            },
            when: page.times.when(draft.saved_at_ms),
        }
    });
    let drafts = drafts.collect();
    let full = entries.len() > PER_PAGE as usize;
    let shown = entries.iter().take(PER_PAGE as usize);
    let turn = |there: bool, to: u32| {
        if there {
            address::with("/diary", [("page", to.to_string().as_str())])
        } else {
            String::new()
        }
    };
    show(&Diary {
        month: page.times.month_of(&this),
        export: super::import::export_href(&this),
        totals: totals(&page, sum),
        drafts,
        returned: returned.iter().map(|entry| line(&page, entry, String::new(), true)).collect(),
        lines: shown.map(|entry| line(&page, entry, String::new(), true)).collect(),
        previous: turn(number > 1, number.saturating_sub(1)),
        next: turn(full, number + 1),
        may_review: visit.may(Permission::ReviewDiaries),
        may_see_all: visit.may(Permission::SeeDiaries),
        page,
    })
}
