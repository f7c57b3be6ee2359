//! Who sits in a body, as pages say it. Names of people from outside stand in central's vault, and are shown there to
//! whoever looks after bodies; elsewhere a page says for whom they sit.

use std::collections::BTreeMap;

use jiff::civil::Date;
use protocol::{PersonId, SeatId};
use sqlx::AnyConnection;

use crate::bodies::events::{Party, Seat, SeatRole, Who};
use crate::bodies::model::Body;
use crate::network::organisations;
use crate::people::queries::member;
use crate::store::{StoreError, vault};
use crate::web::page::Page;
use crate::web::visit::{Fault, Visit};

/// A seat, as it is shown.
#[derive(Debug, Clone)]
pub(super) struct SeatView {
    pub id: String,
    pub name: String,
    pub party: String,
    pub chairs: bool,
    pub votes: bool,
    pub role: String,
    pub term: String,
    pub until: String,
    pub held: bool,
    /// Whether it is still to come.
    pub ahead: bool,
}

/// The name of whom a seat is for; empty for nobody.
async fn party_name(
    page: &Page,
    db: &mut AnyConnection,
    party: Option<&Party>,
) -> Result<String, StoreError> {
    Ok(match party {
        None => String::new(),
        Some(Party::Organisation(id)) => organisations::one(db, *id)
            .await?
            .map_or_else(|| page.w.t("seat-party-gone"), |kept| kept.organisation.profile.name),
        Some(Party::Partner(slug)) => page
            .city
            .as_deref()
            .and_then(|city| city.partner(slug.as_str()))
            .map_or_else(|| slug.to_string(), |partner| partner.name.clone()),
    })
}

async fn who_name(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    seat: &Seat,
) -> Result<String, StoreError> {
    let node = &visit.app.node;
    Ok(match seat.who {
        Who::Delegate => page.w.t("seat-delegate"),
        Who::Staff(staff) => {
            let known = member(db, staff).await?;
            let home = known.as_ref().map(|member| member.home.clone());
            known.and_then(|member| member.display_name).unwrap_or_else(|| {
                let place = home.map(|home| page.node_name(home.as_str()));
                page.w.a("seat-colleague", "place", place.unwrap_or_default())
            })
        }
        Who::Person if super::keeps(visit) => {
            let person = PersonId::new(seat.id.uuid());
            let name = vault::name_of(db, &node.vault, person).await?;
            name.filter(|name| !name.is_empty()).unwrap_or_else(|| page.w.t("seat-nameless"))
        }
        Who::Person => page.w.t("seat-outside"),
    })
}

/// Everybody who has or had a seat: who presides first, then those who vote, each by name.
pub(super) async fn views(
    visit: &Visit,
    page: &Page,
    body: &Body,
    day: Date,
) -> Result<Vec<SeatView>, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let mut views = Vec::with_capacity(body.seats.len());
    for seat in &body.seats {
        let name = who_name(visit, page, &mut db, seat).await?;
        let party = party_name(page, &mut db, seat.party.as_ref()).await?;
        let from = page.times.whole_day_of(&seat.from.to_string());
        let term = match seat.until {
            None => page.w.a("seat-since", "from", from),
            Some(until) => {
                let until = page.times.whole_day_of(&until.to_string());
                page.w.all("seat-from-to", &[("from", from.as_str()), ("until", until.as_str())])
            }
        };
        views.push(SeatView {
            id: seat.id.to_string(),
            name,
            party,
            chairs: seat.role == SeatRole::Chair,
            votes: seat.role.votes(),
            role: page.w.of("seat-role", seat.role.slug()),
            term,
            until: seat.until.map(|until| until.to_string()).unwrap_or_default(),
            held: seat.held_on(day),
            ahead: day < seat.from,
        });
    }
    views.sort_by_cached_key(|view| (!view.chairs, !view.votes, view.name.to_lowercase()));
    Ok(views)
}

/// A seat in one line: the name, and for whom.
pub(super) fn line(view: &SeatView) -> String {
    if view.party.is_empty() {
        view.name.clone()
    } else {
        format!("{} ({})", view.name, view.party)
    }
}

/// The same by seat, for lists of who voted how.
pub(super) fn by_id(views: &[SeatView]) -> BTreeMap<SeatId, String> {
    views.iter().filter_map(|view| Some((view.id.parse().ok()?, line(view)))).collect()
}
