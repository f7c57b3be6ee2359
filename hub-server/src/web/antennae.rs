//! The devices of antennae and operators on the console: who there is, pairing a new one with a code and a QR,
//! moving and revoking; and who can be asked about a request.
//!
//! Always true: a pairing code is on one page once. Deliberately absent: how much an antenna helps; a
//! presence is never a measure of anybody.

use askama::Template;
use axum::http::StatusCode;
use axum::routing::{get, post};
use protocol::{DeviceId, Problem, Slug, StaffId};
use qrcode::QrCode;
use qrcode::render::svg;
use sqlx::AnyConnection;

use super::form::{Choice, Errors, Group};
use super::page::{Page, Section, requests_in, show, show_as, status_of};
use super::requests::hood_choices;
use super::routes::{Access, Route, look, send};
use super::visit::{At, Fault, Outcome, Visit, go};
use crate::city::City;
use crate::command::Command;
use crate::network::{self, Device, Holder, NewCode};
use crate::node::Node;
use crate::people::roles::{Permission, Permission as P};
use crate::people::{Role, authority};
use crate::store::StoreError;

pub(super) const ROUTES: &[Route] = &[
    look("/devices", Access::May(P::SeeAntennae), || get(list)).at_hubs(),
    look("/devices/new", Access::May(P::PairDevices), || get(new)).at_hubs(),
    send("/devices/new", Access::May(P::PairDevices), || post(invite)).at_hubs(),
    look("/devices/{id}", Access::May(P::SeeAntennae), || get(one)).at_hubs(),
    send("/devices/{id}/move", Access::May(P::PairDevices), || post(relocate)).at_hubs(),
    send("/devices/{id}/revoke", Access::May(P::RevokeDevices), || post(revoke)).at_hubs(),
];

/// A device that said something within this time is called connected.
const PRESENT_MS: i64 = 10 * 60_000;

/// The name of the antenna or operator a device belongs to, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError`].
pub async fn name_of(
    db: &mut AnyConnection,
    device: DeviceId,
) -> Result<Option<String>, StoreError> {
    Ok(network::device(db, device).await?.and_then(|device| device.label))
}

/// What whoever helps is called: as their device, or as the antenna that an operator calls. Empty when neither is known.
///
/// # Errors
/// [`StoreError`].
pub async fn helper_name(
    node: &Node,
    db: &mut AnyConnection,
    device: DeviceId,
) -> Result<String, StoreError> {
    if let Some(name) = name_of(db, device).await? {
        return Ok(name);
    }
    match network::antennae::queries::of_device(db, device).await? {
        Some(kept) => network::antennae::name_of(db, node, &kept.antenna).await,
        None => Ok(String::new()),
    }
}

/// Who could be asked about a request in a neighbourhood.
#[derive(Debug, Clone, Default)]
pub struct Askable {
    /// How many there are in the neighbourhood.
    pub near: i64,
    /// How many there are in the zone.
    pub wide: i64,
}

/// Who could be asked about a request in a neighbourhood, but those who said no to it.
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
    let mut near = network::antennae_of(db, &[hood.to_owned()]).await?;
    let mut wide = network::antennae_of(db, &zone).await?;
    near.retain(|device| !declined.contains(device));
    wide.retain(|device| !declined.contains(device));
    let count = |devices: &[DeviceId]| i64::try_from(devices.len()).unwrap_or(i64::MAX);
    Ok(Askable { near: count(&near), wide: count(&wide) })
}

struct Line {
    id: String,
    name: String,
    device_name: String,
    operator: bool,
    places: String,
    heard: String,
    present: bool,
    waiting: i64,
    paired: String,
    revoked: String,
    lost: bool,
}

#[derive(Template)]
#[template(path = "network/list.html")]
struct List {
    page: Page,
    antennae: Vec<Line>,
    operators: Vec<Line>,
    revoked: Vec<Line>,
    may_pair: bool,
}

#[derive(Template)]
#[template(path = "network/new.html")]
struct New {
    page: Page,
    errors: Errors,
    label: String,
    hoods: Vec<Group>,
    holders: Vec<Group>,
}

#[derive(Template)]
#[template(path = "network/pairing.html")]
struct PairingPage {
    page: Page,
    label: String,
    code: String,
    until: String,
    link: String,
    qr: String,
}

#[derive(Template)]
#[template(path = "network/device.html")]
struct DevicePage {
    page: Page,
    line: Line,
    hoods: Vec<Group>,
    errors: Errors,
    may_move: bool,
    may_revoke: bool,
}

fn line(page: &Page, device: &Device) -> Line {
    let places = device.neighbourhoods.iter().map(|hood| page.neighbourhood(hood.as_str()));
    let heard =
        device.heard_at_ms.map(|at_ms| page.w.a("device-heard", "since", page.times.since(at_ms)));
    let label = device.label.clone();
    Line {
        id: device.device.to_string(),
        lost: label.is_none(),
        name: label.unwrap_or_else(|| page.w.t("device-without-name")),
        device_name: device.device_name.clone().unwrap_or_default(),
        operator: matches!(device.holder, Holder::Operator(_)),
        places: places.collect::<Vec<_>>().join(", "),
        heard: heard.unwrap_or_else(|| page.w.t("device-never-heard")),
        present: device.heard_at_ms.is_some_and(|at_ms| page.times.now_ms - at_ms < PRESENT_MS),
        waiting: i64::try_from(device.waiting).unwrap_or(i64::MAX),
        paired: page.times.when(device.paired_at_ms),
        revoked: device.revoked_at_ms.map(|at_ms| page.times.when(at_ms)).unwrap_or_default(),
    }
}

fn target(visit: &Visit, device: &Device) -> crate::people::Target {
    let first = device.neighbourhoods.first();
    authority::maybe_place(&visit.app.node, device.home.clone(), first)
}

async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Antennae, "devices-title").await;
    let mut db = visit.app.node.store.read().await?;
    let devices = network::list(&mut db).await?;
    drop(db);
    let here = visit.app.node.id();
    let seen = |device: &&Device| {
        device.home == *here && visit.may_on(Permission::SeeAntennae, &target(&visit, device))
    };
    let (mut antennae, mut operators, mut revoked) = (Vec::new(), Vec::new(), Vec::new());
    for device in devices.iter().filter(seen) {
        let line = line(&page, device);
        match (device.revoked_at_ms, device.holder) {
            (Some(_), _) => revoked.push(line),
            (None, Holder::Antenna) => antennae.push(line),
            (None, Holder::Operator(_)) => operators.push(line),
        }
    }
    antennae.sort_by(|one, other| one.name.cmp(&other.name));
    operators.sort_by(|one, other| one.name.cmp(&other.name));
    let may_pair = visit.may(Permission::PairDevices);
    show(&List { page, antennae, operators, revoked, may_pair })
}

async fn new(visit: Visit) -> Outcome {
    new_shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn new_shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Antennae, "device-new").await;
    let posted = &visit.posted;
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let own = page
        .city
        .as_deref()
        .and_then(|city| city.hub(visit.app.node.id().as_str()))
        .map(|hub| hub.neighbourhood.clone())
        .unwrap_or_default();
    let hood = posted.trimmed("neighbourhood");
    let hood = if hood.is_empty() { own.as_str() } else { hood };
    let mut db = visit.app.node.store.read().await?;
    let staff = crate::people::queries::members(&mut db, visit.app.node.id()).await?;
    drop(db);
    let now = posted.trimmed("holder");
    let antenna = Group::plain(vec![Choice::new("antenna", page.w.t("device-of-antenna"), now)]);
    let operators = staff.iter().filter(|member| {
        member.active && matches!(member.role, Role::Operator | Role::Coordinator)
    });
    let operators = operators.map(|member| {
        let name = member.display_name.clone().unwrap_or_default();
        Choice::new(member.staff, name, now)
    });
    let operators = Group { label: page.w.t("device-of-operator"), choices: operators.collect() };
    let template = New {
        label: posted.text("label").to_owned(),
        hoods: hood_choices(&page, hood, "", within.as_deref()),
        holders: vec![antenna, operators],
        page,
        errors,
    };
    show_as(status, &template)
}

async fn invite(visit: Visit) -> Outcome {
    match code(&visit).await {
        Ok((label, code)) => pairing_page(&visit, label, &code).await,
        Err(Fault(problem)) if problem.status == 422 => {
            let status = status_of(&problem);
            new_shown(&visit, Errors::of(visit.words, &problem), status).await
        }
        Err(fault) => Err(fault),
    }
}

/// The page that shows a new code, once.
pub(super) async fn pairing_page(visit: &Visit, label: String, code: &NewCode) -> Outcome {
    let page = Page::of(visit, Section::Antennae, "pairing-title").await;
    let pairing = visit.app.config.pairing.as_ref();
    let link = pairing.and_then(|p| p.config.link(&p.address, &code.code));
    let link = link.map(|link| link.to_string()).unwrap_or_default();
    show(&PairingPage {
        until: page.times.when(code.expires_at_ms),
        qr: qr(&link),
        code: grouped(&code.code),
        label,
        link,
        page,
    })
}

async fn code(visit: &Visit) -> Result<(String, NewCode), Fault> {
    let posted = &visit.posted;
    let label = posted.trimmed("label").to_owned();
    if label.is_empty() {
        return Err(Problem::invalid("device-name-missing").at("label").into());
    }
    let hood = posted.read::<Slug>("neighbourhood");
    let hood = hood.ok_or_else(|| Problem::invalid("not-in-catalogue").at("neighbourhood"))?;
    let place = authority::place(&visit.app.node, visit.app.node.id().clone(), &hood);
    visit.must(Permission::PairDevices, &place)?;
    let holder = match posted.read::<StaffId>("holder") {
        None => Holder::Antenna,
        Some(staff) => {
            let mut db = visit.app.node.store.read().await?;
            let member = crate::people::queries::member(&mut db, staff).await?;
            drop(db);
            let known = member.filter(|m| m.active && m.home == *visit.app.node.id());
            known.ok_or_else(|| Problem::invalid("unknown-staff").at("holder"))?;
            Holder::Operator(staff)
        }
    };
    let by = visit.actor()?;
    let code = network::new_pairing_code(&visit.app.node, &label, hood, holder, by).await?;
    Ok((label, code))
}

/// A code in two groups of four, as people read it out.
fn grouped(code: &str) -> String {
    match code.split_at_checked(4) {
        Some((one, two)) if !two.is_empty() => format!("{one} {two}"),
        Some(_) | None => code.to_owned(),
    }
}

/// A link as a picture to be scanned; empty when there is none, or it is too long to be one.
pub(super) fn qr(link: &str) -> String {
    if link.is_empty() {
        return String::new();
    }
    let Ok(code) = QrCode::new(link.as_bytes()) else { return String::new() };
    let picture = code
        .render::<svg::Color<'_>>()
        .min_dimensions(264, 264)
        .dark_color(svg::Color("#17324d"))
        .light_color(svg::Color("#ffffff"))
        .build();
    // The picture stands inside a page, where an XML declaration has no place.
    picture.split_once("?>").map_or_else(String::new, |(_, rest)| rest.to_owned())
}

async fn of_here(visit: &Visit, id: DeviceId, permission: Permission) -> Result<Device, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let device = network::device(&mut db, id).await?;
    drop(db);
    let device = device.filter(|device| device.home == *visit.app.node.id());
    let device = device.ok_or_else(|| Problem::not_found("device-unknown"))?;
    visit.must(permission, &target(visit, &device))?;
    Ok(device)
}

async fn one(visit: Visit, At(id): At<DeviceId>) -> Outcome {
    let device = of_here(&visit, id, Permission::SeeAntennae).await?;
    device_shown(&visit, &device, None).await
}

async fn device_shown(visit: &Visit, device: &Device, refused: Option<Problem>) -> Outcome {
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let mut page = Page::of(visit, Section::Antennae, "devices-title").await;
    if let Some(problem) = refused {
        page = page.refusing(problem);
    }
    let line = line(&page, device);
    page = page.titled(line.name.clone());
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let now = device.neighbourhoods.first().map_or("", Slug::as_str);
    let open = device.revoked_at_ms.is_none();
    let template = DevicePage {
        hoods: hood_choices(&page, now, "", within.as_deref()),
        errors: Errors::default(),
        may_move: open && visit.may(Permission::PairDevices),
        may_revoke: open && visit.may(Permission::RevokeDevices),
        line,
        page,
    };
    show_as(status, &template)
}

async fn act(visit: &Visit, device: &Device, command: network::Command, to: &str) -> Outcome {
    match visit.submit(Command::Network(command)).await {
        Ok(_) => go(to),
        Err(problem) => device_shown(visit, device, Some(problem)).await,
    }
}

async fn relocate(visit: Visit, At(id): At<DeviceId>) -> Outcome {
    let device = of_here(&visit, id, Permission::PairDevices).await?;
    let hood = visit.posted.read::<Slug>("neighbourhood");
    let hood = hood.ok_or_else(|| Problem::invalid("not-in-catalogue").at("neighbourhood"))?;
    // Its first place changes; the further ones it may have stay.
    let others = device.neighbourhoods.iter().skip(1).filter(|other| **other != hood).cloned();
    let neighbourhoods = [hood.clone()].into_iter().chain(others).collect();
    let relocate = network::Command::Move { device: id, neighbourhoods };
    act(&visit, &device, relocate, &format!("/devices/{id}?done=device-moved")).await
}

async fn revoke(visit: Visit, At(id): At<DeviceId>) -> Outcome {
    let device = of_here(&visit, id, Permission::RevokeDevices).await?;
    let revoke = network::Command::Revoke { device: id };
    act(&visit, &device, revoke, "/devices?done=device-revoked").await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_picture_without_anything_a_page_may_not_have() {
        let picture = qr("costellazione:pair/hub:8443/ABCDEFGH/00112233445566778899aabbccddeeff");
        assert!(picture.trim_start().starts_with("<svg"));
        assert!(!picture.contains("style=") && !picture.contains("<script"));
        assert_eq!(qr(""), "");
    }

    #[test]
    fn a_code_is_shown_in_two_groups() {
        assert_eq!(grouped("K7QM4TDX"), "K7QM 4TDX");
        assert_eq!(grouped("K7"), "K7");
    }
}
