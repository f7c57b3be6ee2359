//! Custody on the console: what is here, who has what since when, what is overdue; taking in, handing on with a
//! signature, giving back; a label to stick on it and a receipt to take home.

mod list;
mod one;
mod papers;

use axum::routing::{get, post};
use protocol::{CustodyId, Problem};

use super::routes::{Access, Route, look, send};
use super::visit::{Fault, Visit};
use crate::custody::events::Kind;
use crate::custody::queries::{self, Item};
use crate::custody::{Holder, State};
use crate::people::roles::Permission as P;
use crate::store::vault;
use crate::web::page::Page;
use crate::web::requests::Names;
use crate::{network, store::StoreError};

pub(super) const ROUTES: &[Route] = &[
    look("/custody", Access::May(P::KeepCustody), || get(list::list)).at_hubs(),
    look("/custody.csv", Access::May(P::KeepCustody), || get(list::csv)).at_hubs(),
    look("/custody/new", Access::May(P::KeepCustody), || get(one::new)).at_hubs(),
    send("/custody/new", Access::May(P::KeepCustody), || post(one::take_in)).at_hubs(),
    look("/custody/{id}", Access::May(P::KeepCustody), || get(one::page)).at_hubs(),
    send("/custody/{id}/step", Access::May(P::KeepCustody), || post(one::step)).at_hubs(),
    send("/custody/{id}/contact", Access::May(P::KeepCustody), || post(one::contact)).at_hubs(),
    look("/custody/{id}/label", Access::May(P::KeepCustody), || get(papers::label)).at_hubs(),
    send("/custody/{id}/receipt", Access::May(P::KeepCustody), || post(papers::receipt)).at_hubs(),
];

const fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Parcel => "archive",
        Kind::Keys => "key",
        Kind::Tool => "wrench",
        Kind::Medicine => "first-aid",
        Kind::Other => "tote",
    }
}

const fn tone(state: State) -> &'static str {
    match state {
        State::Here => "blue",
        State::Out => "violet",
        State::Given => "green",
        State::Lost => "red",
    }
}

/// Something of this hub.
async fn found(visit: &Visit, id: CustodyId) -> Result<Item, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let item = queries::item(&mut db, id).await?;
    let here = item.filter(|item| item.home == *visit.app.node.id());
    here.ok_or_else(|| Problem::not_found("custody-unknown").into())
}

/// Who has something, in words: a name from the vault, a colleague, an antenna, the hub.
async fn holder_in_words(
    visit: &Visit,
    page: &Page,
    db: &mut sqlx::AnyConnection,
    names: &mut Names,
    holder: Holder,
) -> Result<String, StoreError> {
    let node = &visit.app.node;
    let name = match holder {
        Holder::Hub => return Ok(page.place.clone()),
        Holder::Person(person) => {
            vault::name_of(db, &node.vault, person).await?.unwrap_or_default()
        }
        Holder::Staff(staff) => names.of(db, Some(staff)).await?,
        Holder::Antenna(antenna) => match network::antennae::queries::one(db, antenna).await? {
            Some(kept) => network::antennae::name_of(db, node, &kept.antenna).await?,
            None => String::new(),
        },
    };
    Ok(if name.is_empty() { page.w.t("custody-nameless") } else { name })
}
