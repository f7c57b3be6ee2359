//! The items of a meeting's agenda: what stands in each, who votes, and what was decided.

use std::collections::BTreeMap;

use protocol::{MeetingId, Problem, SeatId};

use super::meeting::{refused, seats_posted};
use super::meeting_of;
use super::seats::SeatView;
use crate::bodies::events::{Ballot, ItemKind, Outcome as What, Tally};
use crate::bodies::lifecycle::Step;
use crate::bodies::model::{Body, Meeting};
use crate::bodies::{Act, Command as Bodies};
use crate::command::Command;
use crate::web::page::Page;
use crate::web::visit::{At, Outcome, Visit, go};

/// Somebody in the form of a vote.
pub(super) struct Voter {
    pub id: String,
    pub name: String,
    /// What was ticked: `favour`, `against`, `abstained` or nothing.
    pub vote: String,
}

/// Somebody who may keep out of an item.
pub(super) struct Tick {
    pub id: String,
    pub name: String,
    pub ticked: bool,
}

/// What was decided about an item.
pub(super) struct Taken {
    pub href: String,
    pub number: String,
    pub words: String,
    pub tone: &'static str,
    pub reasons: String,
    /// Who voted how, in words.
    pub votes: Vec<(String, String)>,
}

/// An item, as it is shown.
pub(super) struct ItemView {
    pub number: u16,
    pub title: String,
    pub kind: String,
    pub about: String,
    pub tally: String,
    pub has_quorum: bool,
    pub may_vote: bool,
    pub may_recuse: bool,
    pub voters: Vec<Voter>,
    pub ticks: Vec<Tick>,
    pub out: Vec<String>,
    pub taken: Option<Taken>,
    pub open: bool,
    pub reasons: String,
    pub review_on: String,
}

/// The numbers of a vote in words.
pub(super) fn tally_in_words(page: &Page, tally: &Tally) -> String {
    let numbers = [
        ("favour", tally.favour),
        ("against", tally.against),
        ("abstained", tally.abstained),
        ("present", tally.present),
        ("entitled", tally.entitled),
        ("needed", tally.needed),
    ]
    .map(|(name, number)| (name, number.to_string()));
    let numbers: Vec<(&str, &str)> = numbers.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let text = page.w.all("tally", &numbers);
    if tally.excluded == 0 {
        return text;
    }
    format!("{text} {}", page.w.n("tally-excluded", i64::from(tally.excluded)))
}

pub(super) const fn outcome_tone(outcome: What) -> &'static str {
    match outcome {
        What::Adopted => "green",
        What::NotAdopted => "red",
        What::Adjourned => "slate",
    }
}

/// Every item of a meeting.
pub(super) fn views(
    visit: &Visit,
    page: &Page,
    meeting: &Meeting,
    body: &Body,
    seats: &[SeatView],
) -> Vec<ItemView> {
    let names = super::seats::by_id(seats);
    let name = |seat: &SeatId| names.get(seat).cloned().unwrap_or_default();
    let posted = &visit.posted;
    let asked: u16 = posted.read("item").unwrap_or_default();
    let views = meeting.items().map(|(number, item)| {
        let asks = item.kind == ItemKind::Decision;
        let decided = meeting.decided_on(number);
        let tally = meeting.count(body, number);
        let recused = meeting.recused_from(number);
        let here = asked == number;
        let text = |field: &str| if here { posted.text(field).to_owned() } else { String::new() };
        let voters = meeting.voters(body, number).into_iter().map(|seat| Voter {
            id: seat.to_string(),
            name: name(&seat),
            vote: text(&format!("vote-{seat}")),
        });
        let waits = [
            ("present", tally.present.to_string()),
            ("entitled", tally.entitled.to_string()),
            ("needed", tally.needed.to_string()),
        ];
        let waits: Vec<(&str, &str)> = waits.iter().map(|(n, v)| (*n, v.as_str())).collect();
        ItemView {
            number,
            title: item.title.clone(),
            kind: page.w.of("item-kind", item.kind.slug()),
            about: item.about.as_ref().map(ToString::to_string).unwrap_or_default(),
            tally: page.w.all("tally-now", &waits),
            has_quorum: tally.present >= tally.needed,
            may_vote: asks && decided.is_none() && meeting.state.after(Step::Vote).is_ok(),
            may_recuse: asks && decided.is_none() && meeting.state.after(Step::Recuse).is_ok(),
            voters: voters.collect(),
            ticks: seats
                .iter()
                .filter(|view| view.held)
                .map(|view| Tick {
                    id: view.id.clone(),
                    name: super::seats::line(view),
                    ticked: recused.iter().any(|seat| seat.to_string() == view.id),
                })
                .collect(),
            out: recused.iter().map(name).collect(),
            taken: decided.map(|decided| Taken {
                href: format!("/decisions/{}", decided.decision),
                number: format!("{}/{}", decided.number, meeting.plan.day.year()),
                words: page.w.of("outcome", decided.outcome.slug()),
                tone: outcome_tone(decided.outcome),
                reasons: meeting.reasons.get(&decided.decision).cloned().unwrap_or_default(),
                votes: votes_in_words(
                    page,
                    decided.outcome,
                    &decided.tally,
                    &decided.ballot,
                    &names,
                ),
            }),
            open: here,
            reasons: text("reasons"),
            review_on: text("review_on"),
        }
    });
    views.collect()
}

/// Who voted how: a line for the numbers, and one for each side that has anybody.
pub(super) fn votes_in_words(
    page: &Page,
    outcome: What,
    tally: &Tally,
    ballot: &Ballot,
    names: &BTreeMap<SeatId, String>,
) -> Vec<(String, String)> {
    if outcome == What::Adjourned {
        return Vec::new();
    }
    let sides = [
        ("favour", &ballot.favour),
        ("against", &ballot.against),
        ("abstained", &ballot.abstained),
    ];
    let side = |(slug, seats): (&str, &Vec<SeatId>)| {
        let who: Vec<String> = seats.iter().filter_map(|seat| names.get(seat).cloned()).collect();
        (!seats.is_empty()).then(|| (page.w.of("vote", slug), who.join(", ")))
    };
    let numbers = (page.w.t("votes-counted"), tally_in_words(page, tally));
    std::iter::once(numbers).chain(sides.into_iter().filter_map(side)).collect()
}

fn ballot_posted(visit: &Visit, voters: &[SeatId], all: bool) -> Ballot {
    let mut ballot = Ballot::default();
    for seat in voters {
        let side = match visit.posted.trimmed(&format!("vote-{seat}")) {
            _ if all => &mut ballot.favour,
            "favour" => &mut ballot.favour,
            "against" => &mut ballot.against,
            "abstained" => &mut ballot.abstained,
            _ => continue,
        };
        side.push(*seat);
    }
    ballot
}

/// Something about one item: a vote, putting it off, who keeps out of it.
pub(super) async fn step(visit: Visit, At(id): At<MeetingId>) -> Outcome {
    let (meeting, body) = meeting_of(&visit, id).await?;
    let posted = &visit.posted;
    let item: Option<u16> = posted.read("item");
    let item = item.ok_or_else(|| Problem::not_found("unknown-item"))?;
    let reasons = posted.trimmed("reasons").to_owned();
    let review = posted.trimmed("review_on");
    let (act, done) = match posted.trimmed("act") {
        "recuse" => (Act::Recuse { item, seats: seats_posted(&visit, "recused") }, "item-recused"),
        "adjourn" => (Act::Adjourn { item, reasons }, "item-adjourned"),
        act => {
            let review_on = posted.read("review_on");
            if review_on.is_none() && !review.is_empty() {
                let problem = Problem::invalid("no-day").at("review_on");
                return refused(&visit, id, &problem).await;
            }
            let voters = meeting.voters(&body, item);
            let ballot = ballot_posted(&visit, &voters, act == "unanimous");
            (Act::Vote { item, ballot, reasons, review_on }, "item-voted")
        }
    };
    match visit.submit(Command::Bodies(Bodies::Meeting { meeting: id, act })).await {
        Ok(_) => go(&format!("/meetings/{id}?done={done}#item-{item}")),
        Err(problem) => refused(&visit, id, &problem).await,
    }
}
