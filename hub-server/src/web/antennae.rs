//! What the console shows of antennae: their names, and who can be asked around a place.

use protocol::DeviceId;
use sqlx::AnyConnection;

use super::form::Choice;
use crate::city::City;
use crate::network;
use crate::store::StoreError;

/// The name of the antenna a device belongs to, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError`].
pub async fn name_of(
    _db: &mut AnyConnection,
    _device: DeviceId,
) -> Result<Option<String>, StoreError> {
    Ok(None)
}

/// Who could be asked about a request in a neighbourhood.
#[derive(Debug, Clone, Default)]
pub struct Askable {
    /// Antennae that can be named, by name.
    pub named: Vec<Choice>,
    /// How many there are in the neighbourhood.
    pub near: i64,
    /// How many there are in the zone.
    pub wide: i64,
}

/// Who could be asked about a request in a neighbourhood.
///
/// # Errors
/// [`StoreError`].
pub async fn askable(
    db: &mut AnyConnection,
    city: &City,
    hood: &str,
    declined: &[DeviceId],
) -> Result<Askable, StoreError> {
    let zone = city.neighbourhood(hood).map(|(zone, _)| zone.neighbourhoods.as_slice());
    let zone: Vec<String> = zone.unwrap_or_default().iter().map(|n| n.slug.clone()).collect();
    let near = network::antennae_of(db, &[hood.to_owned()]).await?;
    let wide = network::antennae_of(db, &zone).await?;
    let left = |devices: &[DeviceId]| {
        let count = devices.iter().filter(|device| !declined.contains(device)).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    };
    let mut named = Vec::new();
    for device in &wide {
        if let Some(name) = name_of(db, *device).await? {
            named.push(Choice::new(device, name, ""));
        }
    }
    Ok(Askable { named, near: left(&near), wide: left(&wide) })
}
