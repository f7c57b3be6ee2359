//! Members' cards at the desk: given out, printed, taken back; a PIN that the member types themselves.

use protocol::{ActorRef, MemberId, Problem};

use super::super::page::{Page, Section};
use super::super::paper::{file, sheet};
use super::super::visit::{At, Fault, Outcome, Visit, go};
use super::{members, whom};
use crate::bank::between;
use crate::bank::cards::{self, Card};
use crate::pdf::Part;
use crate::people::pins;

/// A member's card as their page shows it.
pub(super) struct CardView {
    /// Whether they have one.
    pub given: bool,
    /// Whether its chip is known.
    pub has_chip: bool,
    /// Whether it has a PIN.
    pub has_pin: bool,
    /// Whether only another PIN helps.
    pub blocked: bool,
    /// When it was given out and last used, in a sentence; empty without one.
    pub told: String,
}

pub(super) fn view(page: &Page, card: Option<&Card>) -> CardView {
    let Some(card) = card else {
        let (has_chip, has_pin, blocked) = (false, false, false);
        return CardView { given: false, has_chip, has_pin, blocked, told: String::new() };
    };
    let given = page.times.day(card.given_at_ms);
    let told = match card.used_at_ms {
        Some(used) => page.w.all(
            "bank-card-used",
            &[("given", given.as_str()), ("used", page.times.day(used).as_str())],
        ),
        None => page.w.a("bank-card-unused", "given", given),
    };
    let Card { has_chip, has_pin, blocked, .. } = *card;
    CardView { given: true, has_chip, has_pin, blocked, told }
}

/// The PIN as it was typed, twice; `None` where both fields were left empty.
fn pin(visit: &Visit) -> Result<Option<String>, Problem> {
    let (pin, again) = (visit.posted.trimmed("pin"), visit.posted.trimmed("again"));
    if pin.is_empty() && again.is_empty() {
        return Ok(None);
    }
    if pin != again {
        return Err(Problem::invalid("bank-pin-differs").at("again"));
    }
    pins::check(pin)?;
    Ok(Some(pin.to_owned()))
}

/// Gives a card, in the place of the one they have.
pub(super) async fn give(visit: Visit, At(id): At<MemberId>) -> Outcome {
    let row = members::found(&visit, id).await?;
    let by = ActorRef::Staff(visit.me()?.staff);
    let done = async {
        if row.member.account.is_none() {
            return Err(Problem::conflict("bank-card-without-account"));
        }
        cards::give(&visit.app.node, id, pin(&visit)?, by).await
    };
    match done.await {
        Ok(_) => go(&format!("/bank/members/{id}?done=bank-card-given")),
        Err(problem) => members::one(&visit, id, Some(problem), None).await,
    }
}

/// Sets another PIN.
pub(super) async fn set_pin(visit: Visit, At(id): At<MemberId>) -> Outcome {
    members::found(&visit, id).await?;
    let done = async {
        let pin = pin(&visit)?.ok_or_else(|| Problem::invalid("bank-pin-shape").at("pin"))?;
        cards::set_pin(&visit.app.node, id, pin, true).await
    };
    match done.await {
        Ok(()) => go(&format!("/bank/members/{id}?done=bank-pin-set")),
        Err(problem) => members::one(&visit, id, Some(problem), None).await,
    }
}

/// Says which chip is in the card, as the reader at the desk types it; nothing typed says that none is.
pub(super) async fn set_chip(visit: Visit, At(id): At<MemberId>) -> Outcome {
    members::found(&visit, id).await?;
    let number = Some(visit.posted.trimmed("chip")).filter(|number| !number.is_empty());
    let done = if number.is_some() { "bank-chip-set" } else { "bank-chip-removed" };
    match cards::set_chip(&visit.app.node, id, number).await {
        Ok(()) => go(&format!("/bank/members/{id}?done={done}")),
        Err(problem) => members::one(&visit, id, Some(problem), None).await,
    }
}

/// Takes the card back.
pub(super) async fn take_back(visit: Visit, At(id): At<MemberId>) -> Outcome {
    members::found(&visit, id).await?;
    cards::take_back(&visit.app.node, id).await?;
    go(&format!("/bank/members/{id}?done=bank-card-taken"))
}

async fn card_of(visit: &Visit, id: MemberId) -> Result<Card, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let card = cards::of(&mut db, id).await?;
    Ok(card.ok_or_else(|| Problem::not_found("bank-card-unknown"))?)
}

/// The card on paper, to be cut out.
pub(super) async fn print(visit: Visit, At(id): At<MemberId>) -> Outcome {
    let row = members::found(&visit, id).await?;
    let card = card_of(&visit, id).await?;
    let page = Page::of(&visit, Section::Bank, "bank-card").await;
    let book = whom::directory(&visit).await?;
    let w = page.w;
    let name = book.get(id).map(|known| known.name.clone()).unwrap_or_default();
    let mut db = visit.app.node.store.read().await?;
    let shown = between::queries::code_of(&mut db, &row.home, id).await?;
    drop(db);
    let mut parts = vec![
        Part::Large(name),
        Part::Text(w.a("bank-member-number", "number", row.number)),
        Part::Qr(card.code.as_str().to_owned()),
        Part::Large(card.code.as_str().to_owned()),
        Part::Small(w.t("bank-card-says")),
    ];
    // What they say to be found by another bank, once they let themselves be found.
    parts.extend(shown.map(|code| Part::Text(w.a("bank-card-shown-code", "code", code))));
    file(&sheet(&page, w.t("bank-card"), parts), &format!("tessera-{}", row.number))
}
