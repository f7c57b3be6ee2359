//! What every hub knows of the organisations that other hubs work with (CAPABILITIES E3, E22), so that a project finds its
//! partners in the whole network and not at one hub.
//!
//! Always true: central tells it, of the registers that hubs keep ([`register`]); it is kind, name, place and what it can
//! give, never whom to speak with there. A group without papers is not told of: its name may be a person's. Deliberately
//! absent: changing any of it, which its own hub does.

use std::collections::BTreeMap;

use protocol::{NodeId, OrganisationId, Slug};
use radar::{Resource, Set};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::Event;
use super::queries::read_doc;
use super::refusal::Refusal;
use super::{DOMAIN, refused};
use crate::context::{Ctx, Fail};
use crate::network::organisations::{self as register, Kind, Organisation};
use crate::store::rows::parsed;
use crate::store::{Fact, StoreError, Write};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[TOLD, ONE, OTHERS];

const TOLD: &str = "SELECT organisation_id, home, doc FROM desk_organisation WHERE doc <> '' \
    ORDER BY organisation_id";
const ONE: &str = "SELECT organisation_id, home, doc FROM desk_organisation \
    WHERE organisation_id = $1 AND doc <> ''";
const OTHERS: &str = "SELECT organisation_id, home, doc FROM desk_organisation \
    WHERE home <> $1 AND doc <> '' ORDER BY name, organisation_id";

/// What is told of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Where it is, where that is one place.
    pub neighbourhood: Option<Slug>,
    /// What it can give to a project.
    pub gives: Set<Resource>,
}

impl Known {
    /// What is told of an organisation; `None` for one that left, and for a group without papers.
    #[must_use]
    pub fn of(organisation: &Organisation) -> Option<Self> {
        let profile = &organisation.profile;
        (organisation.active && profile.kind != Kind::Informal).then(|| Self {
            kind: profile.kind,
            name: profile.name.clone(),
            neighbourhood: profile.neighbourhood.clone(),
            gives: profile.gives(),
        })
    }
}

/// An organisation of another hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Which.
    pub id: OrganisationId,
    /// The hub that works with it.
    pub home: NodeId,
    /// What is known of it.
    pub known: Known,
}

/// Of which organisations hubs know something else than they may.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub(super) async fn due(db: &mut AnyConnection) -> Result<Vec<OrganisationId>, StoreError> {
    let rows = sqlx::query(TOLD).fetch_all(&mut *db).await?;
    let told: Vec<Elsewhere> = rows.iter().map(read).collect::<Result<_, _>>()?;
    let told: BTreeMap<OrganisationId, Known> =
        told.into_iter().map(|one| (one.id, one.known)).collect();
    let all = register::everywhere(db).await?;
    let changed =
        all.into_iter().filter(|kept| Known::of(&kept.organisation).as_ref() != told.get(&kept.id));
    Ok(changed.map(|kept| kept.id).collect())
}

/// By central: tells every hub what may be known of an organisation now, when that is something else than they were told.
pub(super) async fn tell(
    write: &mut Write<'_>,
    ctx: &Ctx,
    organisation: OrganisationId,
) -> Result<(), Fail> {
    if !write.node().is_central() {
        return Err(refused(Refusal::CentralOnly));
    }
    let kept = register::one(write.db, organisation).await?;
    let kept = kept.ok_or_else(|| refused(Refusal::NotInCatalogue("organisation")))?;
    let known = Known::of(&kept.organisation);
    let told = one(write.db, organisation).await?.map(|one| one.known);
    if known != told {
        let event = Event::OrganisationKnown { organisation, home: kept.home, known };
        let subject = format!("organisation:{organisation}");
        write.append(ctx, Fact::of(DOMAIN, subject, &event)).await?;
    }
    Ok(())
}

/// An organisation of another hub, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn one(
    db: &mut AnyConnection,
    organisation: OrganisationId,
) -> Result<Option<Elsewhere>, StoreError> {
    let row = sqlx::query(ONE).bind(organisation.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// The organisations of all hubs but one, by name.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn others(db: &mut AnyConnection, here: &NodeId) -> Result<Vec<Elsewhere>, StoreError> {
    let rows = sqlx::query(OTHERS).bind(here.as_str()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Elsewhere, StoreError> {
    Ok(Elsewhere {
        id: parsed(row, "organisation_id")?,
        home: parsed(row, "home")?,
        known: read_doc(&row.try_get::<String, _>("doc")?)?,
    })
}
