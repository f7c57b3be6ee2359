//! A member's own phone at the desk: linked while they are there, and let go again.

use protocol::{DeviceId, MemberId, Problem};
use sqlx::AnyConnection;

use super::super::form::{Choice, Group};
use super::super::page::Page;
use super::super::visit::{At, Fault, Outcome, Visit, go};
use super::members;
use crate::bank::phones::{self, Command as C};
use crate::command::Command;
use crate::network::{self, Holder};

/// The phones of a member as their page shows them.
pub(super) struct PhonesView {
    /// Those that speak for them: device, name, since when in a sentence.
    pub linked: Vec<(String, String, String)>,
    /// Those that could.
    pub choices: Vec<Group>,
}

/// Reads what the page of a member shows of their phones.
pub(super) async fn view(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    member: MemberId,
) -> Result<PhonesView, Fault> {
    let home = visit.app.node.id();
    let name = |device: &network::Device| {
        let parts = [device.label.as_deref(), device.device_name.as_deref()];
        let said: Vec<&str> = parts.into_iter().flatten().filter(|text| !text.is_empty()).collect();
        if said.is_empty() { page.w.t("bank-phone-nameless") } else { said.join(" · ") }
    };
    let mut linked = Vec::new();
    for phone in phones::of(db, member).await? {
        let device = network::device(db, phone.device).await?;
        let revoked = device.as_ref().is_none_or(|device| device.revoked_at_ms.is_some());
        let since = page.times.day(phone.linked_at_ms);
        let key = if revoked { "bank-phone-revoked" } else { "bank-phone-since" };
        let called = device.as_ref().map_or_else(String::new, &name);
        linked.push((phone.device.to_string(), called, page.w.a(key, "day", since)));
    }
    let mut free = vec![Choice::new("", page.w.t("bank-phone-choose"), "")];
    for device in network::list(db).await? {
        let usable = device.home == *home
            && device.holder == Holder::Antenna
            && device.revoked_at_ms.is_none();
        if usable && phones::speaks_for(db, home, device.device).await?.is_none() {
            free.push(Choice::new(device.device.to_string(), name(&device), ""));
        }
    }
    let choices = if free.len() > 1 { vec![Group::plain(free)] } else { Vec::new() };
    Ok(PhonesView { linked, choices })
}

/// Links a phone to a member who is there.
pub(super) async fn link(visit: Visit, At(id): At<MemberId>) -> Outcome {
    members::found(&visit, id).await?;
    let done = async {
        let device: Option<DeviceId> = visit.posted.read("device");
        let device = device.ok_or_else(|| Problem::invalid("bank-phone-unknown").at("device"))?;
        let agreed = visit.posted.has("agreed", "yes");
        visit.submit(Command::Phones(C::Link { member: id, device, agreed })).await
    };
    match done.await {
        Ok(_) => go(&format!("/bank/members/{id}?done=bank-phone-linked#phones")),
        Err(problem) => members::one(&visit, id, Some(problem), None).await,
    }
}

/// Lets a phone of theirs go.
pub(super) async fn unlink(visit: Visit, At(id): At<MemberId>) -> Outcome {
    members::found(&visit, id).await?;
    let Some(device) = visit.posted.read::<DeviceId>("device") else {
        return go(&format!("/bank/members/{id}#phones"));
    };
    let mut db = visit.app.node.store.read().await?;
    let theirs = phones::of(&mut db, id).await?.iter().any(|phone| phone.device == device);
    drop(db);
    if !theirs {
        return go(&format!("/bank/members/{id}#phones"));
    }
    match visit.submit(Command::Phones(C::Unlink { device })).await {
        Ok(_) => go(&format!("/bank/members/{id}?done=bank-phone-unlinked#phones")),
        Err(problem) => members::one(&visit, id, Some(problem), None).await,
    }
}
