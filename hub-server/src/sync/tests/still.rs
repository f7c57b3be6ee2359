//! Calls with nothing to say.

use std::time::Duration;

use protocol::sync::{Challenge, Still, TICKET_HEADER, path, write_message};
use protocol::{Hash, Head};

use super::cable::{Cable, Way};
use super::town::{Central, Hub, QUICK, eventually, rows};
use crate::sync::Options;

/// How often `what` stands in `bytes`.
fn count(bytes: &[u8], what: &str) -> usize {
    String::from_utf8_lossy(bytes).matches(what).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_with_nothing_to_say_calls_without_an_exchange_and_central_knows_it_is_there() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let mut north = Hub::enrolled(&central, "mompiano").await;
    let cable = Cable::to(central.address).await;
    north.call(&cable.url());
    let rest = Duration::from_millis(300);
    north.options = Options { rest, wait: Duration::from_secs(25), ..QUICK };
    north.start();
    north.knows_city().await;
    north.leave(1).await;
    north.level(&central).await;

    // Whatever was under way is over when it calls a minute later.
    for _ in 0..2 {
        cable.listen(Way::Up);
        central.clock.move_by(60_000);
        let now = central.node.now_ms().to_string();
        let contact = || async { rows(&central.node, "contact").await.concat() };
        eventually("central hears it", || async { contact().await.contains(&now) }).await;
    }
    let heard = cable.heard(Way::Up);
    assert!(count(&heard, path::STILL) > 0);
    assert_eq!(count(&heard, path::EXCHANGE), 0, "without an exchange");

    // What is left afterwards goes its usual way.
    cable.listen(Way::Up);
    north.leave(2).await;
    north.level(&central).await;
    assert!(count(&cable.heard(Way::Up), path::EXCHANGE) > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_hub_itself_with_exactly_what_central_holds_is_told_that_nothing_has_changed() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let mut north = Hub::enrolled(&central, "mompiano").await;
    let cable = Cable::to(central.address).await;
    north.call(&cable.url());
    cable.listen(Way::Down);
    north.options = QUICK;
    north.start();
    north.knows_city().await;
    north.leave(1).await;
    north.level(&central).await;
    let heard = String::from_utf8_lossy(&cable.heard(Way::Down)).into_owned();
    let header = heard.lines().rev().find_map(|line| line.strip_prefix(TICKET_HEADER));
    let ticket =
        header.and_then(|text| Challenge::from_base64(text.trim_matches([':', ' ', '\r'])));
    let ticket = ticket.expect("an exchange is answered with a ticket");

    let still = Still {
        hub: north.node.id().clone(),
        boot: north.line().boot(),
        ticket,
        epoch: north.series().epoch,
        at: north.head().await,
    };
    let ask = |still: Still| {
        let url = format!("{}{}", central.url(), path::STILL);
        let request = reqwest::Client::new().post(url).body(write_message(&still));
        async { request.send().await.unwrap().status().as_u16() }
    };
    assert_eq!(ask(still.clone()).await, 204);
    let elsewhere = Head { hash: Hash([9; 32]), ..still.at };
    assert_eq!(ask(Still { at: elsewhere, ..still.clone() }).await, 409, "it holds something else");
    assert_eq!(ask(Still { epoch: still.epoch + 1, ..still.clone() }).await, 409);
    let made_up = Challenge { mark: [0; 16], ..ticket };
    assert_eq!(ask(Still { ticket: made_up, ..still.clone() }).await, 403, "a ticket made up");
    let other = "lamarmora".parse().unwrap();
    assert_eq!(ask(Still { hub: other, ..still.clone() }).await, 403, "another hub's ticket");
    central.clock.move_by(16 * 60_000);
    assert_eq!(ask(still).await, 409, "an old ticket");
}
