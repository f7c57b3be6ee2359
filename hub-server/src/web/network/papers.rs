//! Papers of recognition (C28): a certificate of hours and a letter of thanks for an antenna. Each is made when it is
//! asked for and kept nowhere. Those of a volunteer of the register are on their own page.
//!
//! Always true: hours of volunteering and nothing else; hours exchanged at the time bank are of another clock.

use protocol::clocks::{Minutes, Volunteering};
use protocol::{AntennaId, Problem};

use super::{of_here, shown_name};
use crate::network::antennae::{self, Kept};
use crate::network::{organisations, statement};
use crate::pdf::Part;
use crate::people::roles::Permission;
use crate::web::page::{Page, Section};
use crate::web::paper::{file, sheet};
use crate::web::visit::{At, Fault, Outcome, Visit};

/// What an antenna gave, as far back as its statement reaches.
struct Given {
    name: String,
    through: String,
    helps: u32,
    minutes: Minutes<Volunteering>,
    /// The first and the last month, `2026-11`; empty where nothing was given.
    first: String,
    last: String,
}

async fn given(visit: &Visit, page: &Page, kept: &Kept) -> Result<Given, Fault> {
    let node = &visit.app.node;
    let city = node.known_city()?;
    let mut db = node.store.read().await?;
    // Its devices know of each other and of what it did when it was called.
    let first = kept.antenna.devices.first().copied();
    let device = first.unwrap_or_else(|| antennae::by_desk(kept.id));
    let told = statement::of_device(&mut db, &city, device, node.now_ms()).await?;
    let name = antennae::name_of(&mut db, node, &kept.antenna).await?;
    let through = match kept.antenna.volunteering {
        Some(through) => organisations::one(&mut db, through.organisation).await?,
        None => None,
    };
    drop(db);
    let months: Vec<_> =
        told.months.iter().filter(|month| month.helping_min + month.told_min > 0).collect();
    let sum: i64 =
        months.iter().map(|month| i64::from(month.helping_min) + i64::from(month.told_min)).sum();
    // The latest month stands first.
    let month = |one: Option<&&protocol::antenna::MonthDone>| {
        one.map(|month| month.month.clone()).unwrap_or_default()
    };
    Ok(Given {
        name: shown_name(page, &name),
        through: through.map(|kept| kept.organisation.profile.name).unwrap_or_default(),
        helps: told.months.iter().map(|month| month.helps).sum(),
        minutes: Minutes::new(sum),
        first: month(months.last()),
        last: month(months.first()),
    })
}

pub(super) async fn certificate(visit: Visit, At(id): At<AntennaId>) -> Outcome {
    let kept = of_here(&visit, id, Permission::KeepAntennae).await?;
    let page = Page::of(&visit, Section::Antennae, "antennae-title").await;
    let given = given(&visit, &page, &kept).await?;
    if given.minutes.get() == 0 {
        let problem = Problem::conflict("no-hours-to-certify");
        return super::antenna::shown(&visit, &kept, Some(problem), None).await;
    }
    let w = page.w;
    let mut parts = vec![
        Part::Text(w.t("hours-certificate-says")),
        Part::Large(given.name),
        Part::Text(w.t("antenna-certificate-helped")),
        Part::Space(1),
        Part::Fact(w.t("hours-certificate-hours"), page.times.length(given.minutes.get())),
        Part::Fact(w.t("antenna-certificate-helps"), given.helps.to_string()),
        Part::Fact(
            w.t("hours-certificate-span"),
            format!("{} – {}", page.times.month_of(&given.first), page.times.month_of(&given.last)),
        ),
    ];
    if !given.through.is_empty() {
        parts.push(Part::Fact(w.t("volunteer-through"), given.through));
    }
    parts.push(Part::Space(1));
    parts.push(Part::Small(w.t("hours-certificate-clock")));
    parts.push(Part::Signature(w.t("hours-certificate-signature")));
    file(&sheet(&page, w.t("hours-certificate-title"), parts), "certificato")
}

pub(super) async fn thanks(visit: Visit, At(id): At<AntennaId>) -> Outcome {
    let kept = of_here(&visit, id, Permission::KeepAntennae).await?;
    let page = Page::of(&visit, Section::Antennae, "antennae-title").await;
    let given = given(&visit, &page, &kept).await?;
    let length = (given.minutes.get() > 0).then(|| page.times.length(given.minutes.get()));
    file(&letter(&page, &given.name, length), "grazie")
}

/// A letter of thanks, for so long where hours are known.
pub(super) fn letter(page: &Page, name: &str, length: Option<String>) -> crate::pdf::Sheet {
    let w = page.w;
    let time = match length {
        Some(length) => w.a("thanks-for", "length", length),
        None => w.t("thanks-for-time"),
    };
    let parts = vec![
        Part::Large(w.a("thanks-dear", "name", name)),
        Part::Text(time),
        Part::Text(w.a("thanks-place", "place", &page.place)),
        Part::Text(w.t("thanks-end")),
        Part::Signature(w.t("hours-certificate-signature")),
    ];
    sheet(page, w.t("thanks-title"), parts)
}
