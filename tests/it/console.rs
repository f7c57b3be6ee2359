//! The console in a real browser, on a desk and on a phone: every page of every role, the console's half of
//! the story of one need, the keyboard alone, and what is said when something is not there any more.

use std::path::Path;

use fantoccini::key::Key;
use protocol::kiosk::LeaveNeed;
use serde_json::json;
use town::antenna::Antenna;
use town::browser::{Browser, DESK, PHONE, Screen};
use town::city::City;
use town::console::Console;
use town::kiosk::{Kiosk, need};
use town::life::lived_in;
use town::pages;

fn prepared() -> (tempfile::TempDir, City) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let place = tempfile::tempdir().unwrap();
    let city = City::start(&place.path().join("city"));
    (place, city)
}

/// The rules pages are examined by; `./test` fetches them.
fn rules() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&path).unwrap_or_else(|_| {
        panic!("{} is missing: run `npm ci --prefix tests` (./test does)", path.display())
    })
}

/// What is wrong with the page that is open: wider than its screen, or hard to use for somebody who cannot
/// see it, hear it or point at it.
async fn faults(browser: &Browser, screen: Screen, rules: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let width = browser.ask("return document.scrollingElement.scrollWidth").await;
    if width.as_u64() > Some(u64::from(screen.width)) {
        let widest = "return [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .map(e => e.tagName + '.' + e.className).slice(0, 5).join(', ')";
        faults.push(format!("{width} pixels wide: {}", browser.ask(widest).await));
    }
    browser.window.execute(rules, Vec::new()).await.unwrap();
    let examine = "const done = arguments[arguments.length - 1];
        axe.run({resultTypes: ['violations']}).then(found => done(found.violations
            .filter(v => v.impact === 'serious' || v.impact === 'critical')
            .map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '))),
            error => done(['the examination failed: ' + error]))";
    let found = browser.window.execute_async(examine, Vec::new()).await.unwrap();
    faults.extend(found.as_array().unwrap().iter().map(ToString::to_string));
    faults
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_every_role_fits_a_desk_and_a_phone_and_can_be_used_by_everybody() {
    let (place, city) = prepared();
    let life = lived_in(&city, place.path()).await;
    let rules = rules();
    let mut wrong = Vec::new();
    for screen in [DESK, PHONE] {
        let browser = Browser::open(screen).await;
        // The examination itself: a page that is too wide and has a picture without words is caught.
        browser.go(&format!("{}/sign-in", city.url(1))).await;
        let spoil = "document.querySelector('main').innerHTML += '<img src=\"/\"><p id=\"wide\">a</p>'; \
            document.getElementById('wide').style.width = '2000px'; return true";
        browser.ask(spoil).await;
        assert_eq!(faults(&browser, screen, &rules).await.len(), 2);
        for visitor in pages::visitors(&city, &life) {
            browser.forget().await;
            if let Some(login) = &visitor.login {
                browser.sign_in(&visitor.url, login).await;
            }
            for page in &visitor.pages {
                browser.go(&format!("{}{}", visitor.url, page.path)).await;
                let lost = browser.ask("return !!document.querySelector('[data-problem]')").await;
                if lost.as_bool() != Some(page.lost) {
                    wrong.push(format!("{} {}: no such page", visitor.name, page.path));
                }
                for fault in faults(&browser, screen, &rules).await {
                    wrong.push(format!(
                        "{} {} at {}: {fault}",
                        visitor.name, page.path, screen.width
                    ));
                }
            }
        }
        browser.close().await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The console's half of the story: seen as it arrives, taken, asked for, answered, confirmed, and counted
/// by the city.
async fn follow_one_need(screen: Screen) {
    let (place, city) = prepared();
    let kiosk = Kiosk::new(&city.kiosk_file("mompiano"));
    let mut near = Antenna::start(&place.path().join("near"));
    near.pair(&city.pairing_link("mompiano"));
    let operator = Browser::open(screen).await;
    operator.sign_in(&city.url(1), &city.login("mompiano", "operator")).await;
    operator.go(&format!("{}/requests", city.url(1))).await;
    operator.see("[data-line][data-on=yes]").await;

    // It shows by itself, without anybody loading the page again.
    operator.ask("window.same = true; return true").await;
    let left = need("mompiano");
    kiosk.leave(&left).await.expect("the hub takes it");
    let row = format!("#r-{}", left.id);
    operator.see(&row).await;
    operator.until("return window.same === true").await;
    operator.press(&row).await;

    // The biggest button is the next step: take charge, ask the neighbourhood.
    operator.press(".next .btn-huge").await;
    operator.press(".next input[name=circle][value=neighbourhood]").await;
    operator.write("#field-note", "Spesa al mercato, due borse").await;
    operator.press(".next .btn-huge").await;
    operator.see(".next.waiting").await;
    let proposed = near.news("proposed");
    assert_eq!(proposed["note"], "Spesa al mercato, due borse", "{proposed}");
    near.tell(&json!({"do": "accept", "proposal": proposed["proposal"]}));
    operator.see(".next.accepted").await;
    near.tell(&json!({"do": "report-done", "request": left.id.to_string(), "minutes": 40}));
    operator.see(".next.confirm").await;
    operator.press(".next.confirm .btn-success").await;
    operator.see(".next.met").await;

    // Another cannot be met: a reason from the list, and no other way.
    let other = need("mompiano");
    kiosk.leave(&other).await.expect("the hub takes it");
    operator.go(&format!("{}/requests/{}", city.url(1), other.id)).await;
    operator.press(".next .btn-huge").await;
    operator.see(".next.propose").await;
    operator.press(".other-ways details:last-of-type summary").await;
    operator.press("form[action$='/not-met'] button").await;
    operator.see(".wrong, .told.bad").await;
    operator.press("form[action$='/not-met'] input[value=out-of-hours]").await;
    operator.press("form[action$='/not-met'] button").await;
    operator.see(".tag.red").await;

    diary_counts_what_is_recorded(&operator, &city).await;
    operator.close().await;

    // The city sees both hubs, and every figure opens to its rows.
    let staff = Browser::open(screen).await;
    staff.sign_in(&city.url(0), &city.login("central", "central-staff")).await;
    staff.go(&format!("{}/overview", city.url(0))).await;
    let met = "return [...document.querySelectorAll('.hub')].length === 2 && \
        document.querySelector('.hub .big-figure[href*=\"state=met\"] b').textContent === '1'";
    staff.until(met).await;
    staff.press(".hub .big-figure[href*='state=met']").await;
    staff.see(&format!("#r-{}", left.id)).await;
    staff.close().await;
}

/// A draft is kept and counts nowhere; the entry made from it counts.
async fn diary_counts_what_is_recorded(operator: &Browser, city: &City) {
    let entries = "return document.querySelector('.figures dd').textContent";
    operator.go(&format!("{}/diary/new", city.url(1))).await;
    operator.press("input[name=what][value=meeting]").await;
    operator.write("#field-minutes", "45").await;
    operator.write("#field-people_reached", "12").await;
    operator.write("#field-next_step", "Richiamare la scuola").await;
    operator.press(".more-fields summary").await;
    operator.write("#field-place", "Sala civica").await;
    let kept = "return [...document.querySelectorAll('#draft-state')].some(e => /\\d/.test(e.textContent))";
    operator.until(kept).await;
    operator.go(&format!("{}/diary", city.url(1))).await;
    assert_eq!(operator.ask(entries).await, "0", "a draft counts nowhere");
    operator.press(".drafts a").await;
    operator.press("form[action='/diary/new'] .btn-huge").await;
    operator.see(".told.good").await;
    assert_eq!(operator.ask(entries).await, "1");
    assert!(operator.text().await.contains("Richiamare la scuola"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_at_a_desk_follows_one_need_to_its_end() {
    follow_one_need(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_with_a_phone_follows_one_need_to_its_end() {
    follow_one_need(PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_is_taken_in_charge_with_the_keyboard_alone() {
    let (_place, city) = prepared();
    let left = need("mompiano");
    Kiosk::new(&city.kiosk_file("mompiano")).leave(&left).await.unwrap();
    let browser = Browser::open(DESK).await;
    let login = city.login("mompiano", "operator");
    browser.go(&format!("{}/sign-in", city.url(1))).await;
    // The first field has the focus already.
    let tab = String::from(char::from(Key::Tab));
    let enter = String::from(char::from(Key::Enter));
    browser.type_keys(&format!("{}{tab}{}{enter}", login.name, login.password)).await;
    browser.see(&format!("#r-{}", left.id)).await;
    // The first stop of every page leads past the sections.
    browser.type_keys(&tab).await;
    let focus = "return document.activeElement.className";
    assert_eq!(browser.ask(focus).await, "skip");
    browser.type_keys(&enter).await;
    browser.type_keys("j").await;
    browser.until(&format!("return document.activeElement.id === 'r-{}'", left.id)).await;
    browser.type_keys(&enter).await;
    browser.see(".next.take").await;
    let reached = "return !!document.activeElement.closest('.next .btn-huge, form[action$=\"/take\"] button')";
    for _ in 0..40 {
        browser.type_keys(&tab).await;
        if browser.ask(reached).await == true {
            break;
        }
    }
    let seen = "return getComputedStyle(document.activeElement).outlineStyle !== 'none'";
    assert_eq!(browser.ask(reached).await, true, "the button can be reached");
    assert_eq!(browser.ask(seen).await, true, "and is seen to be");
    browser.type_keys(&enter).await;
    browser.see(".told.good").await;
    browser.close().await;
}

/// Two names, minutes, service, Enter: how many keys that takes decides how long it takes. At 0.28 s a key, an average
/// typist without training (Card, Moran and Newell, The Psychology of Human-Computer Interaction, 1983), ten seconds are
/// 35 keys; five of them are left for looking up.
#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_is_recorded_with_fewer_keys_than_ten_seconds_have() {
    const MOST_KEYS: usize = 30;
    let (_place, city) = prepared();
    let login = city.login("mompiano", "operator");
    let desk = Console::sign_in(&city.url(1), &login).await;
    for name in ["Livia Conti", "Bruno Verdi"] {
        let form = desk.page("/bank/members/new").await;
        let fields = [
            ("name", name),
            ("phone", "030 000 0003"),
            ("neighbourhood", "mompiano"),
            ("age", "from75"),
            ("reach", "phone"),
        ];
        let (status, page) = desk.send_from(&form, "/bank/members/new", &fields).await;
        assert!(status.is_success(), "{status}: {page}");
        let path = town::bank::path_of(&page, "/bank/members/");
        for step in ["interview", "begin-trial", "admit"] {
            desk.send(&path, &format!("{path}/step"), &[("step", step)]).await;
        }
    }
    let browser = Browser::open(DESK).await;
    browser.sign_in(&city.url(1), &login).await;
    browser.go(&format!("{}/bank", city.url(1))).await;
    let (tab, enter) = (char::from(Key::Tab), char::from(Key::Enter));
    let keys = format!("Livia{tab}Bruno{tab}90{tab}un{enter}");
    assert!(keys.chars().count() <= MOST_KEYS, "{} keys", keys.chars().count());
    // The first field has the focus already; each key goes wherever the one before it led.
    for key in keys.chars() {
        browser.type_keys(&key.to_string()).await;
    }
    browser.see(".told.good").await;
    let line = browser.see("ol.rows > li").await.text().await.unwrap();
    for part in ["Livia Conti", "Bruno Verdi", "1 h 30"] {
        assert!(line.contains(part), "{part} is in {line}");
    }
    // What cannot be taken costs no second typing: everything stands where it stood.
    let keys = format!("Livia{tab}Nessuno{tab}90{tab}un{enter}");
    for key in keys.chars() {
        browser.type_keys(&key.to_string()).await;
    }
    browser.see("#summary").await;
    let kept = "return [...document.querySelectorAll('.quick-fields input, .quick-fields select')]
        .slice(0, 4).map(field => field.value)";
    let kept = browser.ask(kept).await;
    assert_eq!((&kept[0], &kept[1], &kept[2]), (&json!("Livia"), &json!("Nessuno"), &json!("90")));
    assert_ne!(kept[3], json!(""), "the service is still chosen");
    browser.close().await;
}

/// The whole of an operator's Monday on one request: joined, asked, answered at the kiosk, noted, referred.
#[tokio::test(flavor = "multi_thread")]
async fn an_operator_asks_the_person_at_the_kiosk_joins_and_refers() {
    let (_place, city) = prepared();
    let kiosk = Kiosk::new(&city.kiosk_file("mompiano"));
    let chair = |words: &str| LeaveNeed { text: words.to_owned(), ..need("mompiano") };
    let left = chair("Mi serve una sedia a rotelle per mia madre");
    let slip = kiosk.leave(&left).await.unwrap();
    let again = chair("Cerco due sedie a rotelle, anche usate");
    kiosk.leave(&again).await.unwrap();
    let browser = Browser::open(DESK).await;
    browser.sign_in(&city.url(1), &city.login("mompiano", "operator")).await;
    let request = format!("{}/requests/{}", city.url(1), left.id);

    // Both are among what must be done now, found by words in another form, and taken with two ticks.
    browser.go(&format!("{}/requests?q=sedie+a+rotella&tab=open", city.url(1))).await;
    for id in [&left.id, &again.id] {
        browser.see(&format!("#r-{id}")).await;
        browser.press(&format!("input[name=pick][value='{id}']")).await;
    }
    browser.press(".several button[value=take]").await;
    browser.see(".told.good").await;

    // A question, its answer at the kiosk with the slip alone.
    browser.go(&request).await;
    browser.press("details:has(form[action$='/ask']) summary").await;
    browser.write("#field-question", "In che taglia?").await;
    browser.press("form[action$='/ask'] button").await;
    browser.see(".next.asked").await;
    let asked = kiosk.ask(slip.code.as_str()).await.unwrap();
    assert_eq!(asked.question.as_deref(), Some("In che taglia?"));
    kiosk.reply(slip.code.as_str(), "Media, va bene anche usata").await.unwrap();
    browser.see(".next.propose").await;
    assert!(browser.text().await.contains("Media, va bene anche usata"));

    // The other one is the same need.
    browser.press(".alike form button").await;
    browser.see(".next.closed a[href^='/requests/']").await;
    browser.press("form[action$='/unlink'] button").await;
    browser.see(".next.propose").await;

    // A referral wants consent; with it the thread says what was shared, field by field.
    browser.press("details:has(form[action$='/refer']) summary").await;
    let choose = "document.querySelector('#field-service').value = 'home-care'; return 1";
    browser.ask(choose).await;
    browser.press("form[action$='/refer'] button").await;
    browser.see("form[action$='/refer'] .wrong").await;
    browser.press("form[action$='/refer'] input[name=consent][value=in-person]").await;
    browser.press("form[action$='/refer'] button").await;
    browser.see(".next.service").await;
    browser.press(".next input[name=service-answer][value=rejected]").await;
    browser.press(".next.service .btn-huge").await;
    browser.see(".next.service .wrong").await;
    browser.press(".next input[name=service-answer][value=rejected]").await;
    browser.write("#field-service-words", "Non è di nostra competenza").await;
    browser.press(".next.service .btn-huge").await;
    browser.see(".next.propose").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_over_a_form_that_is_not_ours_and_a_page_that_is_not_there_say_what_to_do()
 {
    let (_place, city) = prepared();
    let browser = Browser::open(PHONE).await;
    let login = city.login("mompiano", "operator");
    browser.sign_in(&city.url(1), &login).await;

    browser.go(&format!("{}/non-esiste", city.url(1))).await;
    browser.see("[data-problem=no-such-page] a.btn").await;

    // A form whose token is another's is refused, with a way back.
    browser.go(&format!("{}/account", city.url(1))).await;
    browser.ask("document.querySelector('form[action=\"/account/preferences\"] input[name=csrf]').value = 'x'; return 1").await;
    browser.press("form[action='/account/preferences'] button").await;
    browser.see("[data-problem=form-expired] a.btn").await;

    // A session that is over asks to sign in, says why, and leads back to where one was.
    browser.forget().await;
    browser.go(&format!("{}/diary", city.url(1))).await;
    browser.see(".door-card .told").await;
    browser.write("input[name=name]", &login.name).await;
    browser.write("input[name=password]", &login.password).await;
    browser.press("main form button[type=submit]").await;
    browser.until("return location.pathname === '/diary'").await;
    browser.close().await;
}
