//! Fields that take a person: names to complete, and who is meant by what was typed.

use protocol::MemberId;

use super::super::form::Errors;
use super::super::visit::{Fault, Visit};
use super::super::words::Words;
use crate::bank::decide::Whom;
use crate::bank::directory::{Directory, Found, Known};
use crate::bank::queries;
use crate::people::roles::Permission;

/// How many people a question "which of them?" names.
const NAMED: usize = 4;

/// The members of this hub's bank, by name where whoever visits may see people.
pub(in crate::web) async fn directory(visit: &Visit) -> Result<Directory, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let mut book = Directory::of(&mut db, &node.vault, node.id()).await?;
    drop(db);
    if !visit.may(Permission::SeeContacts) {
        book.0.iter_mut().for_each(|known| known.name.clear());
    }
    Ok(book)
}

/// Whether the municipality has an account here.
pub(super) async fn has_municipality(visit: &Visit) -> Result<bool, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let account = crate::bank::books::municipality_of(node.id());
    Ok(queries::account(&mut db, account).await?.is_some())
}

/// What a field completes to: those who may exchange, the fund, the municipality where it takes part.
pub(in crate::web) fn labels(w: Words, book: &Directory, municipality: bool) -> Vec<String> {
    let mut labels: Vec<String> = book.exchanging().map(Known::label).collect();
    labels.sort_by_key(|label| label.to_lowercase());
    labels.push(w.t("bank-fund"));
    if municipality {
        labels.push(w.t("bank-municipality"));
    }
    labels
}

/// Who is meant in a field of a form; says what is wrong with it otherwise.
pub(super) fn read(
    w: Words,
    book: &Directory,
    typed: &str,
    field: &str,
    errors: &mut Errors,
) -> Option<Whom> {
    let typed = typed.trim();
    let is = |key: &str| typed.eq_ignore_ascii_case(&w.t(key));
    if is("bank-fund") {
        return Some(Whom::Fund);
    }
    if is("bank-municipality") {
        return Some(Whom::Municipality);
    }
    read_member(w, book, typed, field, errors).map(Whom::Member)
}

/// The same for a field that takes members only.
pub(in crate::web) fn read_member(
    w: Words,
    book: &Directory,
    typed: &str,
    field: &str,
    errors: &mut Errors,
) -> Option<MemberId> {
    match book.meant(typed) {
        Found::One(known) => return Some(known.member),
        Found::Several(some) => {
            let names: Vec<String> = some.iter().take(NAMED).map(|known| known.label()).collect();
            errors.say(field, w.a("bank-whom-several", "names", names.join(", ")));
        }
        Found::Nobody if typed.trim().is_empty() => errors.add(w, field, "bank-whom-missing"),
        Found::Nobody => errors.say(field, w.a("bank-whom-nobody", "name", typed.trim())),
    }
    None
}
