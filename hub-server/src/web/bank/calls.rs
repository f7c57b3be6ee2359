//! Whom to call, and why: a list to work through with the telephone in the hand.

use std::collections::BTreeMap;

use askama::Template;
use protocol::MemberId;

use super::super::page::{Page, Section, show};
use super::super::visit::{Outcome, Visit, go};
use super::{Tab, tabs, whom};
use crate::bank::account::Standing;
use crate::bank::decide::Command as B;
use crate::bank::queries;
use crate::bank::reminders::{self, Call, Why};
use crate::command::Command;
use crate::people::roles::Permission;
use crate::store::rows::word;

struct Row {
    member: String,
    number: u32,
    name: String,
    icon: String,
    why: String,
    say: String,
    kind: String,
    colour: String,
    about: String,
}

#[derive(Template)]
#[template(path = "bank/calls.html")]
struct Calls {
    page: Page,
    tabs: Vec<Tab>,
    may_work: bool,
    rows: Vec<Row>,
    command: String,
}

/// What is said to them, and the colour and picture that go with it.
fn told(
    page: &Page,
    call: &Call,
    categories: &BTreeMap<String, String>,
) -> (String, String, &'static str, &'static str) {
    let w = page.w;
    match &call.why {
        Why::Answer { until_ms, .. } => (
            w.a("bank-call-answer-why", "when", page.times.when(*until_ms)),
            w.t("bank-call-answer-say"),
            "blue",
            "check",
        ),
        Why::Limit(standing) => {
            let hard = matches!(standing, Standing::AtFloor | Standing::AtCeiling);
            (
                w.of("bank-standing", word(standing)),
                w.of("bank-call-limit-say", word(standing)),
                if hard { "red" } else { "orange" },
                "coins",
            )
        }
        Why::Notice { listing, until, days } => {
            let what = categories.get(&listing.to_string()).cloned().unwrap_or_default();
            let day = page.times.date(*until);
            (
                w.all("bank-call-notice-why", &[("what", what.as_str()), ("day", day.as_str())]),
                w.n("bank-call-notice-say", i64::from(*days)),
                if *days <= reminders::LAST_DAYS { "orange" } else { "teal" },
                "megaphone",
            )
        }
        Why::Trial { until } => (
            w.a("bank-call-trial-why", "day", page.times.date(*until)),
            w.t("bank-call-trial-say"),
            "violet",
            "clock",
        ),
        Why::Renewal { until } => (
            w.a("bank-call-renewal-why", "day", page.times.date(*until)),
            w.t("bank-call-renewal-say"),
            "violet",
            "clock",
        ),
    }
}

fn kind(why: &Why) -> &'static str {
    match why {
        Why::Answer { .. } => "answer",
        Why::Limit(_) => "limit",
        Why::Notice { .. } => "notice",
        Why::Trial { .. } => "trial",
        Why::Renewal { .. } => "renewal",
    }
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bank, "bank-calls-title").await;
    let book = whom::directory(&visit).await?;
    let node = visit.app.node.clone();
    let mut db = node.store.read().await?;
    let calls = reminders::calls(&mut db, &node).await?;
    let mut categories = BTreeMap::new();
    for call in &calls {
        if let Why::Notice { listing, .. } = call.why
            && let Some(row) = queries::listing(&mut db, listing).await?
        {
            let name = page.category(row.listing.listed.category.as_str());
            categories.insert(listing.to_string(), name);
        }
    }
    drop(db);
    let rows = calls.iter().map(|call| {
        let known = book.get(call.member);
        let (why, say, colour, icon) = told(&page, call, &categories);
        Row {
            member: call.member.to_string(),
            number: known.map_or(0, |known| known.number),
            name: known.map(|known| known.name.clone()).unwrap_or_default(),
            icon: page.icon(icon),
            why,
            say,
            kind: page.w.of("bank-call", kind(&call.why)),
            colour: colour.to_owned(),
            about: call.why.about(),
        }
    });
    let rows = rows.collect();
    show(&Calls {
        tabs: tabs(&visit, "calls"),
        may_work: visit.may(Permission::WorkAtBank),
        rows,
        command: page.fresh(),
        page,
    })
}

/// They were called.
pub(super) async fn done(visit: Visit) -> Outcome {
    let Some(member) = visit.posted.read::<MemberId>("member") else { return go("/bank/calls") };
    let about = visit.posted.trimmed("about").to_owned();
    visit.submit(Command::Bank(B::Called { member, about })).await?;
    go("/bank/calls?done=bank-called")
}
