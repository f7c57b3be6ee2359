//! A network as it is after some months: antennae at every point of their way, an organisation, a volunteer
//! whose insurance is over.

use crate::console::Console;

struct Antenna(&'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

const ALL: &[&str] = &["contact", "interest", "welcome", "activate"];

const MOMPIANO: [Antenna; 6] = [
    Antenna("shop", "Edicola di via Triumplina", "mompiano", "parcels", ALL),
    Antenna("citizen", "Elda del terzo piano", "mompiano", "company", ALL),
    Antenna("group", "Gruppo di cammino Casazza", "casazza", "accompanying", ALL),
    Antenna("shop", "Forno Ambaraga", "borgo-trento", "shopping", &["contact", "interest"]),
    Antenna("citizen", "Pensionati del cortile", "san-bartolomeo", "small-repairs", &["contact"]),
    Antenna("shop", "Farmacia di Casazza", "casazza", "medicines", &[]),
];

/// Addresses worth a picture: an antenna that is active, one on its way, an organisation.
pub struct Network {
    /// What each is called, and where it is.
    pub pages: Vec<(&'static str, String)>,
}

/// Builds it at a hub, as its operator would.
///
/// # Panics
/// When anything is refused.
pub async fn built(operator: &Console) -> Network {
    let mut found = Vec::new();
    for antenna in &MOMPIANO {
        found.push(spotted(operator, antenna).await);
    }
    let organisation = [
        ("name", "Auser Mompiano"),
        ("kind", "ets"),
        ("tax_code", "00743110157"),
        ("roles", "volunteers"),
        ("roles", "activities"),
        ("offers", "staff"),
        ("section", "odv"),
        ("runts_number", "12345"),
        ("checked_on", "2026-01-15"),
        ("contact_name", "Rina, segreteria"),
        ("phone", "030 000 001"),
    ];
    let form = operator.page("/organisations/new").await;
    let (status, page) = operator.send_from(&form, "/organisations/new", &organisation).await;
    assert!(status.is_success(), "{status}: {page}");
    let organisation = address(&page, "/organisations/", "/edit");
    let volunteer = [
        ("organisation", organisation.trim_start_matches("/organisations/")),
        ("entered_on", "2025-03-01"),
        ("insured_from", "2025-01-01"),
        ("insured_until", "2025-12-31"),
    ];
    operator.send(&found[1], &format!("{}/volunteer#volunteer", found[1]), &volunteer).await;
    let here = [("here", "yes")];
    operator.send(&found[0], &format!("{}/present", found[0]), &here).await;
    let rest = [("step", "rest")];
    operator.send(&found[2], &format!("{}/step", found[2]), &rest).await;
    let names = ["antenna-active", "antenna-volunteer", "antenna-resting", "antenna-interested"];
    let mut pages: Vec<_> = names.into_iter().zip(found.iter().cloned()).collect();
    pages.push(("antenna-edit", format!("{}/edit", found[0])));
    pages.push(("organisation", organisation.clone()));
    pages.push(("organisation-edit", format!("{organisation}/edit")));
    Network { pages }
}

async fn spotted(operator: &Console, antenna: &Antenna) -> String {
    let Antenna(kind, name, hood, offer, steps) = antenna;
    let form = operator.page("/antennae/new").await;
    let me = form
        .split("id=\"field-operator\"")
        .nth(1)
        .and_then(|select| select.split("<option value=\"").nth(2))
        .and_then(|option| option.split('"').next())
        .unwrap_or_default();
    let fields = [
        ("kind", *kind),
        ("name", *name),
        ("phone", "030 000 002"),
        ("neighbourhood", *hood),
        ("operator", me),
        ("offers", *offer),
        ("hours-mon", "9-12"),
        ("hours-thu", "15:30-18"),
        ("reached_by", "phone"),
        ("step_free", "yes"),
        ("languages", "it"),
        ("languages", "ar"),
        ("skills", "listening"),
    ];
    let (status, page) = operator.send_from(&form, "/antennae/new", &fields).await;
    assert!(status.is_success(), "{status}: {page}");
    let page = address(&page, "/antennae/", "/step");
    let pledge = [("start", "2026-01-10"), ("review", "2026-07-10")];
    operator.send(&page, &format!("{page}/pledge#pledge"), &pledge).await;
    for step in *steps {
        operator.send(&page, &format!("{page}/step"), &[("step", step)]).await;
    }
    page
}

/// The address of the thing a page shows, from the first of its forms or links that ends with `end`.
fn address(page: &str, begin: &str, end: &str) -> String {
    let found = page.split('"').find(|part| part.starts_with(begin) && part.ends_with(end));
    let found = found.unwrap_or_else(|| panic!("no {begin}…{end} on the page: {page}"));
    found.trim_end_matches(end).to_owned()
}
