//! Lines that are cut, machines that stop at the worst moment, calls that come twice.

use std::time::Duration;

use protocol::{ActorRef, Channel, Head};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::cable::{Cable, Way};
use super::on_both;
use super::town::{Central, Hub, PATIENCE, QUICK, eventually, is_sound, rows};
use crate::command::Command;
use crate::requests;
use crate::store::PowerCut;
use crate::sync::Options;
use crate::sync::pace::Pace;

/// A hub whose calls go through a cable, and that tries again at once.
async fn on_a_cable(central: &Central, name: &str) -> (Hub, Cable) {
    let mut hub = Hub::enrolled(central, name).await;
    let cable = Cable::to(central.address).await;
    hub.call(&cable.url());
    let silence = Duration::from_secs(2);
    hub.options = Options { wait_percent: 0, silence, ..QUICK };
    hub.start();
    hub.knows_city().await;
    (hub, cable)
}

async fn cut_at_any_byte(url: &str) {
    let central = Central::new(url).await;
    let (north, cable) = on_a_cable(&central, "mompiano").await;
    let mut left = 0;
    for way in [Way::Up, Way::Down] {
        // Small exchanges: cut in the head of the request, in the opening, at the borders of the frame and in it.
        for bytes in (0..1_500).step_by(41) {
            left += 1;
            cable.cut_after(way, bytes);
            north.leave(left).await;
            north.level(&central).await;
        }
        cable.spare(way);
    }
    // A long one, cut again and again: what was acknowledged is not sent again.
    let before = cable.passed(Way::Up);
    cable.hold_after(Way::Up, 0);
    north.leave_all(10_000..10_600).await;
    cable.cut();
    cable.let_go();
    let held = || async { central.head(&north.series()).await == north.head().await };
    let mut cuts = 0;
    while !held().await {
        if !cable.is_to_be_cut(Way::Up) {
            cuts += 1;
            cable.cut_after(Way::Up, 9_000 + cuts * 997);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert!(cuts < 200, "it never gets through");
    }
    let sent = cable.passed(Way::Up) - before;
    println!("{cuts} cuts, {sent} bytes up");
    cable.spare(Way::Up);
    let needs = rows(&central.node, "request").await.len();
    assert_eq!(needs, usize::try_from(left).unwrap() + 600);
    is_sound(&central.node).await;
}
on_both!(cut_at_any_byte: fault_01_a_line_cut_at_any_byte_loses_nothing,
    fault_01_a_line_cut_at_any_byte_loses_nothing_on_postgresql);

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_sends_one_frame_at_a_time_hears_of_it_before_it_sends_the_next() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let (north, cable) = on_a_cable(&central, "mompiano").await;
    cable.hold_after(Way::Up, 0);
    north.leave_all(1..601).await;
    let mut slow = Pace::default();
    slow.cut(false, false);
    assert_eq!(slow.window(), 1);
    north.line().set_pace(slow);
    cable.cut();
    cable.let_go();
    north.level(&central).await;
    assert_eq!(north.line().pace().budget(), None, "answers came while the request still ran");
    is_sound(&central.node).await;
}

async fn central_stops(url: &str) {
    let mut central = Central::new(url).await;
    let north = Hub::running(&central, "mompiano").await;
    let mut left = 0;
    for place in [PowerCut::BeforeCommit, PowerCut::AfterCommit] {
        let before = central.head(&north.series()).await;
        central.node.store.power.cut_at(place);
        left += 1;
        north.leave(left).await;
        let node = central.node.clone();
        eventually("the power is gone", || async { node.store.power.is_gone() }).await;
        let held = central.head(&north.series()).await;
        match place {
            PowerCut::BeforeCommit => assert_eq!(held, before, "nothing of it is on disk"),
            PowerCut::AfterCommit | PowerCut::Done => assert_eq!(held, north.head().await),
        }
        central.end().await;
        central = central.again().await;
        north.level(&central).await;
        assert_eq!(rows(&central.node, "request").await.len(), usize::try_from(left).unwrap());
    }
    is_sound(&central.node).await;
}
on_both!(central_stops: fault_02_central_stopped_before_or_after_its_commit_loses_and_doubles_nothing,
    fault_02_central_stopped_before_or_after_its_commit_loses_and_doubles_nothing_on_postgresql);

/// Leaves need `n`, which may fail, and says whether somebody heard "done".
async fn try_to_leave(hub: &Hub, n: u128) -> bool {
    let need = crate::store::tests::need(n, "Anna");
    let ctx = hub.node.ctx(need.id, ActorRef::System, Channel::Kiosk);
    hub.node.submit(ctx, Command::Requests(requests::Command::Leave(need))).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_03_a_hub_stopped_anywhere_between_the_person_and_central_loses_and_doubles_nothing()
{
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let mut north = Hub::running(&central, "mompiano").await;
    // Before the facts are on disk, and after it but before anybody hears.
    for (n, cut) in [(1, PowerCut::BeforeCommit), (2, PowerCut::AfterCommit)] {
        north.node.store.power.cut_at(cut);
        assert!(!try_to_leave(&north, n).await, "nobody hears \"done\"");
        north.restart().await;
        assert!(try_to_leave(&north, n).await, "the same command again is answered");
    }
    north.level(&central).await;
    // Between append and send: the line never ran.
    north.end().await;
    north.open_again().await;
    north.leave(3).await;
    north.end().await;
    north.open_again().await;
    north.start();
    north.level(&central).await;
    // After the acknowledgement and before the cursor: the cursor is an old one.
    let forget = "UPDATE line SET up_seq = 0, up_epoch = 0, up_hash = NULL";
    sqlx::query(forget).execute(north.node.store.pool()).await.unwrap();
    north.restart().await;
    north.leave(4).await;
    north.level(&central).await;
    assert_eq!(rows(&central.node, "request").await.len(), 4);
    is_sound(&central.node).await;
    is_sound(&north.node).await;
}

/// Says the same bytes to central again, as a proxy would, and gives the answer's first line.
async fn say_again(central: &Central, bytes: &[u8]) -> String {
    let mut line = tokio::net::TcpStream::connect(central.address).await.unwrap();
    line.write_all(bytes).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = tokio::time::timeout(Duration::from_secs(5), line.read(&mut answer)).await;
    let count = read.unwrap().unwrap();
    let text = String::from_utf8_lossy(&answer[..count]).into_owned();
    text.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_04_an_exchange_that_comes_again_at_once_or_an_hour_later_changes_nothing() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let (mut north, cable) = on_a_cable(&central, "mompiano").await;
    north.leave(1).await;
    north.level(&central).await;
    // A new start makes one connection; what it says first is heard.
    north.end().await;
    north.open_again().await;
    north.leave(2).await;
    cable.listen(Way::Up);
    north.start();
    north.level(&central).await;
    north.end().await;
    let bytes = cable.heard(Way::Up);
    assert!(bytes.starts_with(b"POST /sync/v1/exchange"), "it begins with an exchange");
    let head = central.head(&north.series()).await;
    let requests = rows(&central.node, "request").await;
    let first = say_again(&central, &bytes).await;
    central.clock.move_by(3_600_000);
    let later = say_again(&central, &bytes).await;
    assert!(first.starts_with("HTTP/1.1") && later.contains("401"), "{first} / {later}");
    assert_eq!(central.head(&north.series()).await, head);
    assert_eq!(rows(&central.node, "request").await, requests);
    // The hub itself goes on as if nothing had been.
    north.open_again().await;
    north.leave(3).await;
    north.start();
    north.level(&central).await;
    assert_eq!(rows(&central.node, "request").await.len(), 3);
}

/// TLS would notice by itself; here the bytes go as they are, and the worst a bent word does is a new epoch.
#[tokio::test(flavor = "multi_thread")]
async fn fault_12_a_bit_that_flips_on_the_way_changes_nothing_that_is_kept() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let (mut north, cable) = on_a_cable(&central, "mompiano").await;
    north.end().await;
    north.open_again().await;
    north.options.silence = Duration::from_millis(700);
    north.start();
    let mut left = 0;
    for way in [Way::Up, Way::Down] {
        for bytes in (0..1_400).step_by(67) {
            left += 1;
            cable.bend_after(way, bytes);
            north.leave(left).await;
            north.level_at_last(&central).await;
        }
    }
    // In the middle of a long upload too.
    for bytes in [3_000, 11_000, 17_000] {
        cable.bend_after(Way::Up, bytes);
        north.leave_all((0..150).map(|n| 10_000 + n + bytes as u128)).await;
        north.level_at_last(&central).await;
    }
    let own = rows(&north.node, "request").await;
    assert_eq!(rows(&central.node, "request").await, own);
    is_sound(&central.node).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_13_what_a_hotel_answers_is_no_acknowledgement() {
    use axum::http::{StatusCode, header};
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let mut north = Hub::running(&central, "mompiano").await;
    north.end().await;
    north.open_again().await;
    north.leave(1).await;
    let page = "<html><body>Benvenuto! Accetta le condizioni.</body></html>";
    let kind = [(header::CONTENT_TYPE, "text/html")];
    let ours = || [(header::CONTENT_TYPE, protocol::sync::MEDIA_TYPE)];
    let zipped = [(header::CONTENT_ENCODING, "gzip"), (header::CONTENT_TYPE, "text/html")];
    let portals = [
        axum::Router::new().fallback(move || async move { (StatusCode::OK, kind, page) }),
        axum::Router::new().fallback(|| async {
            (StatusCode::FOUND, [(header::LOCATION, "http://127.0.0.1:9/login")], "")
        }),
        axum::Router::new().fallback(move || async move { (zipped, vec![0x1f_u8, 0x8b, 8, 0]) }),
        // One that even says it is ours.
        axum::Router::new().fallback(move || async move { (ours(), page) }),
        axum::Router::new().fallback(move || async move { (ours(), "") }),
    ];
    for portal in portals {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, portal).await });
        north.call(&url);
        north.start();
        let mut states = north.line().watch();
        let waited = tokio::time::timeout(PATIENCE, states.wait_for(|now| now.why.is_some())).await;
        waited.expect("it fails in time").unwrap();
        let pending = crate::sync::status::line_status(&north.node).await.unwrap().pending;
        assert_eq!(pending, north.head().await.seq, "nothing counts as acknowledged");
        north.end().await;
        task.abort();
        north.open_again().await;
    }
    north.call(&central.url());
    north.start();
    north.level(&central).await;
}

/// A proxy that reads each request to its end before it passes it on, the same for answers, and takes no
/// request longer than `most` bytes.
async fn buffering_proxy(central: &Central, most: usize) -> String {
    use axum::http::{HeaderMap, Method, StatusCode, Uri};
    let (to, http) = (central.url(), reqwest::Client::new());
    let pass = move |method: Method, uri: Uri, headers: HeaderMap, body: axum::body::Body| {
        let (to, http) = (to.clone(), http.clone());
        async move {
            let Ok(body) = axum::body::to_bytes(body, most).await else {
                return (StatusCode::PAYLOAD_TOO_LARGE, HeaderMap::new(), Vec::new());
            };
            let mut asked = http.request(method, format!("{to}{uri}")).body(body);
            let not_passed = ["host", "content-length", "transfer-encoding"];
            for (name, value) in
                headers.iter().filter(|(name, _)| !not_passed.contains(&name.as_str()))
            {
                asked = asked.header(name, value);
            }
            let Ok(answer) = asked.send().await else {
                return (StatusCode::BAD_GATEWAY, HeaderMap::new(), Vec::new());
            };
            let (status, mut headers) = (answer.status(), answer.headers().clone());
            headers.remove("transfer-encoding");
            let body = answer.bytes().await.map(|bytes| bytes.to_vec()).unwrap_or_default();
            (status, headers, body)
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let proxy = axum::Router::new().fallback(pass);
    tokio::spawn(async move { axum::serve(listener, proxy).await });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_14_behind_a_proxy_that_holds_everything_back_and_takes_little_a_backlog_still_arrives()
 {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let mut north = Hub::running(&central, "mompiano").await;
    north.end().await;
    north.open_again().await;
    north.leave_all(1..=700).await;
    north.call(&buffering_proxy(&central, 40_000).await);
    let patience = Duration::from_millis(300);
    north.options = Options { wait_percent: 0, patience, ..QUICK };
    north.start();
    north.level(&central).await;
    assert_eq!(rows(&central.node, "request").await.len(), 700);
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_19_a_key_revoked_in_the_middle_of_an_upload_stops_it_and_what_was_acknowledged_stays()
 {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let (mut north, cable) = on_a_cable(&central, "mompiano").await;
    north.end().await;
    north.open_again().await;
    north.leave_all(1..=900).await;
    cable.hold_after(Way::Up, 30_000);
    north.start();
    let series = north.series();
    eventually("central has a part", || async { central.head(&series).await != Head::EMPTY }).await;
    crate::sync::revoke(&central.node, north.node.id(), ActorRef::System).await.unwrap();
    let held = central.head(&series).await;
    cable.let_go();
    north.state(crate::sync::LineState::Refused).await;
    let after = central.head(&series).await;
    assert!(after.seq < north.head().await.seq, "it did not go on to the end");
    assert!(after.seq >= held.seq, "what was acknowledged stays");
    is_sound(&central.node).await;
}
