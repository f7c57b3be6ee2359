//! A time bank that has been at work for a while: members at each stage, exchanges of every kind, a notice board.

use jiff::ToSpan as _;

use crate::console::Console;

const PEOPLE: [(&str, &str, &str, u8); 9] = [
    ("Livia Conti", "mompiano", "from65-to74", 3),
    ("Bruno Verdi", "mompiano", "from75", 3),
    ("Amina Diallo", "casazza", "from30-to54", 3),
    ("Giuseppina Bonetti Zanardelli", "borgo-trento", "from75", 3),
    ("Ion Popescu", "mompiano", "from30-to54", 3),
    ("Teresa Lodrini", "casazza", "from55-to64", 3),
    ("Marco Ferrari", "mompiano", "under30", 2),
    ("Rosa Tonoli", "mompiano", "", 1),
    ("Ettore Galli", "borgo-trento", "", 0),
];

/// Who gave, who received, how long, which service.
const EXCHANGES: [(&str, &str, &str, &str); 8] = [
    ("Livia", "Bruno", "1:30", "company"),
    ("Amina", "Livia", "2:00", "small-repairs"),
    ("Bruno", "Teresa", "45", "plants-and-pets"),
    ("Ion", "Giuseppina", "3:00", "accompanying"),
    ("Teresa", "Ion", "1:00", "online-paperwork"),
    ("Livia", "Giuseppina", "2:30", "shopping"),
    ("Amina", "Bruno", "19:00", "company"),
    ("Marco", "Livia", "1:00", "phone-and-tablet"),
];

/// The pages of a bank that hold something: what they are called, and where.
pub type Pages = Vec<(&'static str, String)>;

/// The first path in a page that begins so and ends with an id.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn path_of(page: &str, before: &str) -> String {
    let at = page.find(before).expect("the page names it");
    let folder = before.rfind('/').map_or(0, |slash| slash + 1);
    page[at..].get(..folder + 36).expect("an id").to_owned()
}

/// Lets the bank of a hub live for a while.
///
/// # Panics
/// When anything is refused.
pub async fn lived_in(operator: &Console, coordinator: &Console) -> Pages {
    let mut pages = Pages::new();
    for (name, hood, age, steps) in PEOPLE {
        let form = operator.page("/bank/members/new").await;
        let fields = [
            ("name", name),
            ("phone", "030 000 0003"),
            ("neighbourhood", hood),
            ("age", age),
            ("reach", "phone"),
        ];
        let (status, page) = operator.send_from(&form, "/bank/members/new", &fields).await;
        assert!(status.is_success(), "{status}: {page}");
        let path = path_of(&page, "/bank/members/");
        for step in ["interview", "begin-trial", "admit"].iter().take(usize::from(steps)) {
            operator.send(&path, &format!("{path}/step"), &[("step", step)]).await;
        }
        pages.push(("member", path));
    }
    // The city's day: late in the evening it is a day ahead of UTC.
    let now = jiff::Zoned::now();
    let city = now.in_tz("Europe/Rome").expect("the city's time zone is known").date();
    let (today, soon) = (city.to_string(), city.saturating_add(2.days()).to_string());
    for (giver, receiver, length, category) in EXCHANGES {
        let fields = [
            ("giver", giver),
            ("receiver", receiver),
            ("length", length),
            ("category", category),
            ("day", today.as_str()),
        ];
        operator.send("/bank", "/bank/record", &fields).await;
    }
    let group = [
        ("provider", "Amina"),
        ("people", "Livia\nTeresa\nIon"),
        ("length", "2:00"),
        ("category", "company"),
        ("day", today.as_str()),
    ];
    operator.send("/bank/lists", "/bank/group", &group).await;
    let said = [
        ("by", "Ion"),
        ("side", "gave"),
        ("other", "Teresa"),
        ("length", "1:15"),
        ("category", "shopping"),
        ("day", today.as_str()),
    ];
    let form = operator.page("/bank/declare").await;
    let (status, page) = operator.send_from(&form, "/bank/declare", &said).await;
    assert!(status.is_success(), "{status}: {page}");
    pages.push(("declared", path_of(&page, "/bank/exchanges/")));
    let last = operator.page("/bank/exchanges?state=posted&category=shopping").await;
    let (_, rows) = last.split_once("data-rows").expect("some are listed");
    let wrong = path_of(rows, "/bank/exchanges/");
    operator.send(&wrong, &format!("{wrong}/reverse"), &[("note", "Era un'altra persona")]).await;
    pages.push(("reversed", wrong));
    let member = operator.page(&pages[0].1).await;
    pages.push(("statement", path_of(&member, "/bank/accounts/")));
    for (who, way, category, text) in [
        ("Livia", "offer", "company", "Una partita a carte, o due chiacchiere al pomeriggio."),
        ("Bruno", "want", "small-repairs", "La tapparella della cucina non scende più."),
        ("Amina", "offer", "online-paperwork", ""),
    ] {
        let fields = [
            ("member", who),
            ("way", way),
            ("category", category),
            ("text", text),
            ("no_end", if way == "offer" { "yes" } else { "" }),
            ("until", soon.as_str()),
        ];
        operator.send("/bank/catalogue/new", "/bank/catalogue/new", &fields).await;
    }
    let book = [("member", "Teresa"), ("first", "1"), ("last", "20")];
    operator.send("/bank/cheques", "/bank/cheques", &book).await;
    let planned = [
        ("by", "Livia"),
        ("side", "gave"),
        ("other", "Bruno"),
        ("length", "1:30"),
        ("category", "company"),
        ("day", soon.as_str()),
        ("time", "15:30"),
    ];
    operator.send("/bank/agreed", "/bank/agreed", &planned).await;
    // The first phone that is free is hers.
    let page = operator.page(&pages[0].1).await;
    let options = page.split("id=\"field-device\"").nth(1).expect("a phone can be linked");
    let device = options.split("value=\"").map(|rest| rest.split('"').next().unwrap_or_default());
    let device = device.skip(1).find(|value| value.len() == 36).expect("a phone that is free");
    let link = [("device", device), ("agreed", "yes")];
    operator.send(&pages[0].1, &format!("{}/phone", pages[0].1), &link).await;
    let agreement = [
        ("title", "Convenzione n. 14/2026"),
        ("from", "2026-01-01"),
        ("until", "2027-12-31"),
        ("scope", "company"),
    ];
    coordinator.send("/bank/rules", "/bank/agreement", &agreement).await;
    pages.push(("member-edit", format!("{}/edit", pages[0].1)));
    pages
}
