//! The two programs with windows, in real ones: a need left by touch and keys, and an antenna who accepts it.

use protocol::SlipCode;
use protocol::kiosk::StepWord;
use town::kiosk::need;
use town::town::{Engine, Town};
use town::window::Window;

/// Large things that stand where they stand on every page of an upright kiosk, in pixels.
const FIRST_CARD: (u32, u32) = (270, 700);
const FIRST_ANSWER: (u32, u32) = (270, 430);
const ONWARDS: (u32, u32) = (900, 1750);

/// The first slip's code on a page.
fn code_on(page: &str) -> Option<SlipCode> {
    page.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').find_map(|it| it.parse().ok())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_is_left_at_a_real_kiosk_and_its_slip_is_read_again() {
    let town = Town::open(Engine::Sqlite).await;
    let hub = town.hub("mompiano");
    let credential = hub.data.join("kiosk.toml").display().to_string();
    let state = town.place.path().join("kiosk-state").display().to_string();
    let mut kiosk =
        Window::open("kiosk", 1080, 1920, &["--credential", &credential, "--state", &state]);
    kiosk.takes_keys();
    kiosk.at_rest().is_drawn("the first screen");

    kiosk.press_for_page(FIRST_CARD, "need-category");
    kiosk.press_for_page(FIRST_ANSWER, "need-urgency");
    kiosk.press_for_page(FIRST_ANSWER, "need-asked");
    let _ = kiosk.at_rest();
    kiosk.types("tre borse di libri");
    kiosk.press_for_page(ONWARDS, "need-asked-more");
    kiosk.press_for_page(ONWARDS, "need-contact");
    kiosk.press_for_page(ONWARDS, "need-check");
    kiosk.press_for_page(ONWARDS, "slip");
    let slip = kiosk.at_rest();
    slip.is_drawn("the slip");

    // The operator reads what was typed, and the code that stands on the slip.
    let operator = town.at(hub, "operator").await;
    let queue = operator.page("/requests").await;
    let at = queue.find("/requests/0").expect("the need is in the queue");
    let path = queue[at..].split(['"', '?', '#']).next().unwrap_or_default();
    let request = operator.page(path).await;
    assert!(request.contains("tre borse di libri"), "{request}");
    let code = code_on(&request).expect("the code is shown");

    // Back at the first screen, a code reader opens the slip again.
    kiosk.press_for_page(ONWARDS, "home");
    kiosk.shows_other_than(&slip);
    kiosk.scans(code.as_str());
    kiosk.says(&["screen=status"]);
    kiosk.at_rest().is_drawn("how it stands");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_antenna_pairs_and_accepts_in_a_real_window() {
    let town = Town::open(Engine::Sqlite).await;
    let hub = town.hub("mompiano");
    let link = town.pairing_link("mompiano", "mompiano", "Edicola").await;
    let data = town.place.path().join("antenna");
    let kept = data.display().to_string();
    let app = Window::open("antenna-app", 390, 844, &["--data", &kept, "--pair", &link]);
    app.at_rest().is_drawn("the page that pairs");
    app.press_along("the device is paired", 195, (480..800).step_by(40), || {
        data.join("pairing.json").exists().then_some(())
    });

    let kiosk = town.kiosk("mompiano");
    let left = need("mompiano");
    let slip = kiosk.leave(&left).await.unwrap();
    let operator = town.at(hub, "operator").await;
    let page = format!("/requests/{}", left.id);
    operator.send(&page, &format!("{page}/take"), &[]).await;
    let empty = app.at_rest();
    operator.send(&page, &format!("{page}/propose"), &[("circle", "neighbourhood")]).await;
    app.shows_other_than(&empty);

    let told = || {
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(kiosk.ask(slip.code.as_str()))
        })
    };
    app.press_along("the antenna has accepted", 110, (330..640).step_by(40), || {
        let told = told().ok()?;
        (told.steps.last()?.word == StepWord::HelperFound).then_some(())
    });
    app.at_rest().is_drawn("what the antenna has taken on");
}
