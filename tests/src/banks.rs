//! The desks of two hubs' banks: a member each, an agreement, exchanges with the other.

use crate::city::City;
use crate::console::Console;
use crate::{bank, patiently};

/// A bank as its desk knows it.
pub struct Desk {
    /// The hub.
    pub hub: &'static str,
    /// Its operator.
    pub operator: Console,
    /// Its coordinator, who signs.
    pub coordinator: Console,
    /// The name of its one member.
    pub name: &'static str,
    /// The page of its one member.
    pub member: String,
    /// What the member is called elsewhere.
    pub code: String,
}

impl Desk {
    /// Opens a bank with one full member whom other banks can find.
    ///
    /// # Panics
    /// When anything is refused.
    pub async fn open(
        hub: &'static str,
        operator: Console,
        coordinator: Console,
        (name, hood): (&'static str, &str),
    ) -> Self {
        let form = operator.page("/bank/members/new").await;
        let fields = [("name", name), ("neighbourhood", hood), ("reach", "desk")];
        let (status, page) = operator.send_from(&form, "/bank/members/new", &fields).await;
        assert!(status.is_success(), "{status}: {page}");
        let member = bank::path_of(&page, "/bank/members/");
        for step in ["interview", "begin-trial", "admit"] {
            operator.send(&member, &format!("{member}/step"), &[("step", step)]).await;
        }
        operator.send(&member, &format!("{member}/shown"), &[("shown", "yes")]).await;
        let page = operator.page(&member).await;
        let at = page.find("con il codice ").expect("the page shows the code");
        let code = page[at + "con il codice ".len()..]
            .trim_start_matches('\u{2068}')
            .chars()
            .take(9)
            .collect();
        Self { hub, operator, coordinator, name, member, code }
    }

    /// Says that the member gave or got an hour and a half to or from one of another bank; the exchange's page.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn declare(&self, other: &Self, side: &str) -> String {
        let page = format!("/bank/others/{}", other.hub);
        let form = self.operator.page(&page).await;
        let city = jiff::Zoned::now().in_tz("Europe/Rome").expect("a known time zone").date();
        let today = city.to_string();
        let fields = [
            ("member", self.name),
            ("code", other.code.as_str()),
            ("side", side),
            ("length", "1:30"),
            ("category", "company"),
            ("day", today.as_str()),
        ];
        let action = format!("{page}/exchange");
        let (status, text) = self.operator.send_from(&form, &action, &fields).await;
        assert!(status.is_success(), "{status}: {text}");
        bank::path_of(&text, "/bank/across/")
    }

    /// Writes to the other desk about the two members; the page of what was written.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn writes(&self, other: &Self, text: &str) -> String {
        let page = format!("/bank/others/{}", other.hub);
        let form = self.operator.page(&page).await;
        let fields = [("about", self.name), ("theirs", other.code.as_str()), ("text", text)];
        let action = format!("{page}/words");
        let (status, answer) = self.operator.send_from(&form, &action, &fields).await;
        assert!(status.is_success() && answer.contains(text), "{status}: {answer}");
        let ours = self.member.rsplit('/').next().unwrap_or_default();
        format!("{action}?ours={ours}&theirs={}", other.code)
    }

    /// Waits until a page of this desk shows something.
    ///
    /// # Panics
    /// When it does not in time.
    pub async fn sees(&self, page: &str, text: &str) {
        let there = patiently(async || {
            let shown = self.operator.try_page(page).await;
            shown.is_some_and(|shown| shown.contains(text))
        });
        assert!(there.await, "{}: {page} never shows \"{text}\"", self.hub);
    }
}

/// Lets the banks of the two hubs of a demo city have something to do with one another: the pages at Mompiano.
///
/// # Panics
/// When anything is refused.
pub async fn lived_in(city: &City) -> bank::Pages {
    let sign_in = async |node: u16, hub: &str, role: &str| {
        Console::sign_in(&city.url(node), &city.login(hub, role)).await
    };
    let north = Desk::open(
        "mompiano",
        sign_in(1, "mompiano", "operator").await,
        sign_in(1, "mompiano", "coordinator").await,
        ("Caterina Gandolfi", "mompiano"),
    );
    let north = north.await;
    let south = Desk::open(
        "lamarmora",
        sign_in(2, "lamarmora", "operator").await,
        sign_in(2, "lamarmora", "coordinator").await,
        ("Dario Facchetti", "lamarmora"),
    );
    let south = south.await;
    agree(&north, &south, "3").await;
    let settled = north.declare(&south, "gave").await;
    south.sees(&settled, "Da confermare qui").await;
    south.operator.send(&settled, &format!("{settled}/answer"), &[("yes", "yes")]).await;
    north.sees(&settled, "Nei conti di tutte e due").await;
    let asked = south.declare(&north, "got").await;
    north.sees(&asked, "Da confermare qui").await;
    let provisional = north.declare(&south, "got").await;
    let talk = north.writes(&south, "Dario può passare giovedì dopo le tre?").await;
    south
        .operator
        .send(&south.member, &format!("{}/named", south.member), &[("named", "yes")])
        .await;
    let back = south.writes(&north, "Sì, alle tre e mezza va bene.").await;
    north.sees("/bank/others", "1 da leggere").await;
    assert!(back.contains("mompiano"), "{back}");
    vec![
        ("talk", talk),
        ("other", "/bank/others/lamarmora".to_owned()),
        ("across-settled", settled),
        ("across-asked", asked),
        ("across-provisional", provisional),
        ("member-across", north.member),
    ]
}

/// One desk writes a sheet, the other signs it too.
///
/// # Panics
/// When it does not come into force.
pub async fn agree(one: &Desk, other: &Desk, hours: &str) {
    let year = jiff::Zoned::now().year();
    let (from, until) = (format!("{}-01-01", year - 1), format!("{}-12-31", year + 1));
    let (to_one, to_other) =
        (format!("/bank/others/{}", one.hub), format!("/bank/others/{}", other.hub));
    let sheet = [("from", from.as_str()), ("until", until.as_str()), ("ceiling", hours)];
    one.coordinator.send(&to_other, &format!("{to_other}/sign"), &sheet).await;
    other.sees(&to_one, "Da firmare qui").await;
    let page = other.coordinator.page(&to_one).await;
    let at = page.find("name=\"terms\" value=\"").expect("the sheet can be signed");
    let terms = &page[at + 20..at + 56];
    other.coordinator.send(&to_one, &format!("{to_one}/sign"), &[("terms", terms)]).await;
    one.sees(&to_other, "In vigore").await;
}
