//! What goes well: the city arrives, facts go up, slips are told anywhere, commands find their home.

use protocol::kiosk::{AnsweredBy, Verdict};
use protocol::{ActorRef, Body, Channel, CommandId, Head};

use super::town::{Central, Hub, eventually, head_of, rows};
use crate::command::{Answer, Command};
use crate::requests;
use crate::store::log;
use crate::sync::{LineState, ask_slip, relay, revoke};
use crate::testing::{self, MORNING_MS};

#[tokio::test(flavor = "multi_thread")]
async fn two_hubs_hear_of_the_city_and_central_sees_what_they_do() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let south = Hub::running(&central, "lamarmora").await;
    for n in 1..=30 {
        north.leave(n).await;
        south.leave(n + 100).await;
    }
    north.level(&central).await;
    south.level(&central).await;
    let mut own = rows(&north.node, "request").await;
    own.extend(rows(&south.node, "request").await);
    own.sort();
    assert_eq!(rows(&central.node, "request").await, own);
    let vault = rows(&central.node, "person_data").await;
    assert_eq!(vault, Vec::<String>::new(), "names stay at home");
    let theirs = rows(&south.node, "request").await;
    assert_eq!(theirs.len(), 30, "a hub gets nothing of another hub's");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_works_alone_and_catches_up_when_central_is_back() {
    let place = tempfile::tempdir().unwrap();
    let first = Central::in_folder(place.path()).await;
    let north = Hub::running(&first, "mompiano").await;
    first.end().await;
    north.leave_all(1..=20).await;
    north.state(LineState::Down).await;
    let back = first.again().await;
    north.level(&back).await;
    assert_eq!(rows(&back.node, "request").await.len(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_of_another_hub_is_answered_by_central_and_says_as_of_when() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let south = Hub::running(&central, "lamarmora").await;
    let code = north.leave(1).await;
    north.level(&central).await;
    let told = ask_slip(&south.node, &code).await.unwrap();
    assert_eq!(told.answered_by, AnsweredBy::Central);
    assert_eq!(told.as_of_ms, MORNING_MS);
    central.end().await;
    let refused = ask_slip(&south.node, &code).await.unwrap_err();
    assert_eq!(refused.slug(), "central-unreachable");
    assert!(refused.retry);
}

/// Gives a node a command as somebody at its desk.
async fn command(hub: &Hub, n: u128, command: requests::Command) -> Answer {
    let id = CommandId::new(testing::uuid(n));
    let ctx = hub.node.ctx(id, ActorRef::System, Channel::Console);
    hub.node.submit(ctx, Command::Requests(command)).await.unwrap()
}

async fn waiting(hub: &Hub) -> usize {
    let mut db = hub.node.store.read().await.unwrap();
    relay::waiting(&mut db, hub.node.id(), 9).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_away_from_home_goes_there_and_its_answer_comes_back() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let south = Hub::running(&central, "lamarmora").await;
    let code = north.leave(1).await;
    north.level(&central).await;
    ask_slip(&south.node, &code).await.unwrap();
    let request = testing::uuid(1).to_string().parse().unwrap();
    let mut commits = south.node.writer.listen();
    let withdraw = requests::Command::AnswerSlip { request, verdict: Verdict::Withdraw };
    assert_eq!(command(&south, 50, withdraw.clone()).await, Answer::Forwarded);
    let id = CommandId::new(testing::uuid(50));
    assert_eq!(waiting(&south).await, 1);
    let answer = relay::answer_to(&south.node, id, &mut commits).await.unwrap();
    assert_eq!(answer, Ok(Answer::Done));
    assert!(rows(&north.node, "request").await[0].contains("state=withdrawn"));
    // The same command again gets the home's answer.
    assert_eq!(command(&south, 50, withdraw).await, Answer::Done);
    assert_eq!(waiting(&south).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn central_gives_a_command_to_a_hub_whose_line_is_down_and_hears_its_refusal_later() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let mut north = Hub::running(&central, "mompiano").await;
    north.leave(1).await;
    north.level(&central).await;
    north.end().await;
    let request = testing::uuid(1).to_string().parse().unwrap();
    let id = CommandId::new(testing::uuid(60));
    let ctx = central.node.ctx(id, ActorRef::System, Channel::Console);
    let met = Command::Requests(requests::Command::ConfirmMet { request });
    let mut commits = central.node.writer.listen();
    assert_eq!(central.node.submit(ctx, met).await.unwrap(), Answer::Forwarded);
    north.open_again().await;
    north.start();
    let answer = relay::answer_to(&central.node, id, &mut commits).await.unwrap();
    assert!(answer.is_err(), "a request nobody has helped with cannot be met: {answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_meant_for_one_hub_reaches_no_other() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let south = Hub::running(&central, "lamarmora").await;
    let series = central.node.store.identity().series.clone();
    let head = central.head(&series).await;
    for hub in [&north, &south] {
        let (node, series) = (hub.node.clone(), series.clone());
        eventually("the hub holds what central wrote", || async {
            head_of(&node, &series).await == head
        })
        .await;
    }
    // Central recorded that each of them was enrolled, for itself alone.
    let mut present = Vec::new();
    for hub in [&north, &south] {
        let mut db = hub.node.store.read().await.unwrap();
        for stored in log::series_after(&mut db, &series, 0, 100).await.unwrap() {
            let envelope = &stored.record.envelope;
            if envelope.kind == "sync.hub-enrolled" && stored.record.body != Body::Absent {
                present.push((hub.node.id().clone(), envelope.subject.clone()));
            }
        }
    }
    let own = |hub: &Hub| (hub.node.id().clone(), hub.node.id().to_string());
    assert_eq!(present, [own(&north), own(&south)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn revoking_a_hub_stops_its_line_and_a_new_code_lets_it_in_again() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let mut north = Hub::running(&central, "mompiano").await;
    north.state(LineState::Up).await;
    revoke(&central.node, north.node.id(), ActorRef::System).await.unwrap();
    north.leave(1).await;
    north.state(LineState::Refused).await;
    assert_eq!(rows(&central.node, "request").await.len(), 0);
    assert_eq!(central.head(&north.series()).await, Head::EMPTY);
    north.enrol_again(&central).await;
    north.start();
    north.settle().await;
    north.level(&central).await;
    assert_eq!(rows(&central.node, "request").await.len(), 1, "what it wrote meanwhile comes too");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_counts_once_and_dies_of_five_wrong_tries() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let id = "mompiano".parse().unwrap();
    let code = crate::sync::new_enrolment_code(&central.node, &id).await.unwrap();
    Hub::with_code(&central.url(), &id, code.to_lowercase().replace('-', " ")).await.unwrap();
    let refused = |code: String| async {
        let refused = Hub::with_code(&central.url(), &id, code).await;
        refused.err().expect("it is refused").slug().to_owned()
    };
    assert_eq!(refused(code).await, "enrol-code-over");
    let code = crate::sync::new_enrolment_code(&central.node, &id).await.unwrap();
    for _ in 0..5 {
        assert_eq!(refused("ABCD-EFGH-JKLM".to_owned()).await, "enrol-code-wrong");
    }
    assert_eq!(refused(code).await, "enrol-code-over");
}
