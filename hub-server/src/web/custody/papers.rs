//! What is printed: a label to stick on something, and a receipt for whoever leaves or takes it.

use askama::Template;
use protocol::CustodyId;

use super::{found, holder_in_words};
use crate::custody::events::Signed;
use crate::custody::{Holder, State, Step, queries};
use crate::pdf::Part;
use crate::web::antennae::qr;
use crate::web::page::{Page, Section, show};
use crate::web::paper;
use crate::web::requests::Names;
use crate::web::visit::{At, Outcome, Visit};

#[derive(Template)]
#[template(path = "custody/label.html")]
struct Label {
    page: Page,
    id: String,
    code: String,
    kind: String,
    /// First letters of whose it is: enough to find it on a shelf, too little to tell who they are.
    initials: String,
    taken: String,
    due: String,
    picture: String,
}

fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().next());
    letters.take(3).flat_map(|letter| letter.to_uppercase().chain(['.'])).collect()
}

pub(super) async fn label(visit: Visit, At(id): At<CustodyId>) -> Outcome {
    let item = found(&visit, id).await?;
    let page = Page::of(&visit, Section::Custody, "custody-label").await;
    let mut db = visit.app.node.store.read().await?;
    let owner = match item.owner {
        Some(person) => {
            crate::store::vault::name_of(&mut db, &visit.app.node.vault, person).await?
        }
        None => None,
    };
    drop(db);
    show(&Label {
        id: id.to_string(),
        picture: qr(item.code.as_str()),
        code: item.code.as_str().to_owned(),
        kind: page.w.of("custody-kind", item.kind.slug()),
        initials: initials(&owner.unwrap_or_default()),
        taken: page.times.full_day(item.taken_at_ms),
        due: item.due.as_deref().map(|due| page.times.whole_day_of(due)).unwrap_or_default(),
        page,
    })
}

pub(super) async fn receipt(visit: Visit, At(id): At<CustodyId>) -> Outcome {
    let item = found(&visit, id).await?;
    let page = Page::of(&visit, Section::Custody, "custody-receipt").await;
    let mut names = Names::default();
    let mut db = visit.app.node.store.read().await?;
    let steps = queries::steps(&mut db, id).await?;
    // The receipt is about what happened last; a note that it may stay longer changes no hands.
    let last = steps.iter().find(|step| step.step != Step::Prolong);
    let who = match (item.state, item.owner) {
        (State::Here, Some(owner)) => Holder::Person(owner),
        _ => last.map_or(item.holder, |step| step.holder),
    };
    let who = holder_in_words(&visit, &page, &mut db, &mut names, who).await?;
    let by = names.of(&mut db, last.and_then(|step| step.by)).await?;
    drop(db);
    let w = page.w;
    let kind = w.of("custody-kind", item.kind.slug());
    let what = item.words.clone().unwrap_or_else(|| kind.clone());
    let at_ms = last.map_or(item.taken_at_ms, |step| step.at_ms);
    let mut parts = vec![
        Part::Text(w.of("custody-receipt-says", item.state.slug())),
        Part::Large(what),
        Part::Space(1),
        Part::Fact(w.t("custody-code"), item.code.as_str().to_owned()),
        Part::Fact(w.t("custody-kind"), kind),
        Part::Fact(w.of("custody-receipt-who", item.state.slug()), who),
        Part::Fact(w.t("custody-when"), page.times.when(at_ms)),
    ];
    if let Some(due) = &item.due {
        let day = page.times.whole_day_of(due);
        parts.push(Part::Fact(w.of("custody-until", item.state.slug()), day));
    }
    if !by.is_empty() {
        parts.push(Part::Fact(w.t("custody-by"), by));
    }
    let drawn = last.and_then(|step| step.signature.as_ref());
    match drawn {
        Some(signature) => {
            parts.push(Part::Drawing(w.t("custody-signature"), signature.strokes().to_vec()));
        }
        None if last.is_some_and(|step| step.signed == Signed::Paper) => {
            parts.push(Part::Small(w.t("custody-signed-paper")));
        }
        None => parts.push(Part::Signature(w.t("custody-signature"))),
    }
    paper::file(&paper::sheet(&page, w.t("custody-receipt"), parts), "ricevuta")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_label_tells_letters_and_no_name() {
        assert_eq!(super::initials("Maria teresa  Bianchi Rossi"), "M.T.B.");
        assert_eq!(super::initials(""), "");
    }
}
