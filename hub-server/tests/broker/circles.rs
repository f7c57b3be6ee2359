//! Proposals among antennae: the first yes, everybody's no, the time that runs out.

use std::sync::Arc;

use hub_server::requests::{self, Circle, State};
use protocol::antenna::{
    DeviceCommand, DeviceFact, GiveBack, HubMessage, News, ReportDone, WhyClosed,
};
use tokio::sync::Barrier;

use crate::device::Device;
use crate::town::{Engine, HOUR_MS, Town, eventually};

fn closed(news: News) -> Option<WhyClosed> {
    if let News::ProposalClosed(closed) = news { Some(closed.why) } else { None }
}

fn task_closed(news: News) -> Option<bool> {
    if let News::TaskClosed(closed) = news { Some(closed.met) } else { None }
}

async fn twenty_say_yes_at_once(engine: Engine) {
    let town = Town::open(engine).await;
    let mut devices = Vec::new();
    for n in 0..20 {
        let paired = town.antenna(&format!("Antenna {n}"), "mompiano").await;
        devices.push(Device::here(&town, &paired, 0).await);
    }
    let request = town.need("Anna Rossi").await;
    town.propose(request, None).await;
    let barrier = Arc::new(Barrier::new(devices.len()));
    let answers = devices.into_iter().map(|mut device| {
        let barrier = barrier.clone();
        tokio::spawn(async move {
            let proposed = device.proposed().await;
            assert_eq!(proposed.note, "Serve una mano in casa");
            barrier.wait().await;
            let refused = device.answer(proposed.proposal, true).await;
            let after = device
                .news(|news| match news {
                    News::Assigned(assigned) => Some(Ok(assigned.person.name)),
                    News::ProposalClosed(closed) => Some(Err(closed.why)),
                    _ => None,
                })
                .await;
            match refused {
                None => assert_eq!(after, Ok("Anna Rossi".to_owned())),
                Some(problem) => {
                    assert_eq!(problem.slug(), "already-taken");
                    assert_eq!(after, Err(WhyClosed::Taken));
                }
            }
            after.is_ok().then_some(device.id)
        })
    });
    let mut winners = Vec::new();
    for answer in answers.collect::<Vec<_>>() {
        winners.extend(answer.await.unwrap());
    }
    assert_eq!(winners.len(), 1, "exactly one has it");
    assert_eq!(town.facts("requests.accepted").await, 1);
    let brief = town.brief(request).await.unwrap();
    assert_eq!((brief.request.state, brief.request.helper), (State::Accepted, Some(winners[0])));
}

#[tokio::test]
async fn mqtt_18_of_twenty_that_say_yes_at_once_one_wins_and_nineteen_are_told() {
    twenty_say_yes_at_once(Engine::Embedded).await;
}

#[tokio::test]
async fn mqtt_18_of_twenty_that_say_yes_at_once_one_wins_with_mosquitto_too() {
    twenty_say_yes_at_once(Engine::Mosquitto).await;
}

#[tokio::test]
async fn when_everybody_in_a_circle_says_no_the_next_circle_is_asked() {
    let town = Town::open(Engine::Embedded).await;
    let near = [town.antenna("A", "mompiano").await, town.antenna("B", "mompiano").await];
    let far = town.antenna("C", "casazza").await;
    let elsewhere = town.antenna("D", "folzano").await;
    let mut far = Device::here(&town, &far, 0).await;
    let mut elsewhere = Device::here(&town, &elsewhere, 0).await;
    let request = town.need("").await;
    town.propose(request, None).await;
    for paired in &near {
        let mut device = Device::here(&town, paired, 0).await;
        let proposal = device.proposed().await.proposal;
        assert_eq!(device.answer(proposal, false).await, None);
        assert_eq!(device.news(closed).await, WhyClosed::Declined);
    }
    let wider = far.proposed().await;
    assert_eq!(wider.request, request);
    let open = town.brief(request).await.unwrap().request.open.unwrap();
    assert_eq!(open.circle, Circle::Zone);
    assert_eq!(open.silent, [far.id]);
    assert_eq!(elsewhere.catch_up().await.len(), 1, "only its profile: it is in another zone");
}

async fn time_runs_out(engine: Engine) {
    let town = Town::open(engine).await;
    let near = town.antenna("A", "mompiano").await;
    let far = town.antenna("B", "casazza").await;
    let mut near = Device::here(&town, &near, 0).await;
    let mut far = Device::here(&town, &far, 0).await;
    let request = town.need("").await;
    town.propose(request, None).await;
    let first = near.proposed().await;
    town.clock.move_by(first.until_ms - town.node.now_ms() - 1);
    near.fence().await;
    assert_eq!(town.facts("requests.circle-ended").await, 0, "a millisecond is left");
    town.clock.move_by(1);
    assert_eq!(near.news(closed).await, WhyClosed::Expired);
    let second = far.proposed().await;
    near.proposed().await;
    assert!(second.until_ms > first.until_ms);
    let late = near.answer(first.proposal, true).await.expect("its time is over");
    assert_eq!(late.slug(), "already-taken");
    town.clock.move_by(24 * HOUR_MS);
    assert_eq!(far.news(closed).await, WhyClosed::Expired);
    eventually("the operator has it again", async || {
        town.state(request).await == State::TakenInCharge
    })
    .await;
    for _ in 0..3 {
        near.fence().await;
    }
    assert_eq!(town.facts("requests.circle-ended").await, 2, "each circle ends once");
    assert_eq!(town.facts("requests.proposed").await, 2);
}

#[tokio::test]
async fn mqtt_11_a_device_whose_clock_is_years_wrong_is_judged_by_the_hubs_clock() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = Device::here(&town, &paired, 0).await;
    let year_ms = 365 * 24 * HOUR_MS;
    for wrong_by_ms in [year_ms, -year_ms] {
        device.clock_ms = town.node.now_ms() + wrong_by_ms;
        let request = town.need("").await;
        town.propose(request, None).await;
        let proposal = device.proposed().await.proposal;
        assert_eq!(device.answer(proposal, true).await, None, "in time by the hub's clock");
        let changed_at_ms = town.brief(request).await.unwrap().changed_at_ms;
        assert_eq!(changed_at_ms, town.node.now_ms(), "recorded at the hub's time");
    }
    // And too late is too late, also for a device that believes it is last year.
    let request = town.need("").await;
    town.propose(request, None).await;
    let late = device.proposed().await;
    town.clock.move_by(late.until_ms - town.node.now_ms() + 1);
    let problem = device.answer(late.proposal, true).await.expect("its time is over");
    assert_eq!(problem.slug(), "already-taken");
}

#[tokio::test]
async fn when_time_runs_out_the_zone_is_asked_and_then_the_operator_has_it() {
    time_runs_out(Engine::Embedded).await;
}

#[tokio::test]
async fn when_time_runs_out_the_zone_is_asked_with_mosquitto_too() {
    time_runs_out(Engine::Mosquitto).await;
}

#[tokio::test]
async fn nothing_personal_is_sent_before_the_yes_and_nothing_after_the_end() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = Device::here(&town, &paired, 0).await;
    let request = town.need("Anna Rossi").await;
    town.propose(request, None).await;
    let proposed = device.proposed().await;
    assert!(!format!("{proposed:?}").contains("Anna"));
    assert_eq!(device.answer(proposed.proposal, true).await, None);
    let assigned =
        device.news(|news| if let News::Assigned(it) = news { Some(it) } else { None }).await;
    assert_eq!((assigned.person.name.as_str(), assigned.request), ("Anna Rossi", request));
    let readings = town.rows("vault_read").await;
    assert!(readings.iter().all(|row| row.contains("why=assigned-to-helper")), "{readings:?}");
    assert!(readings.iter().any(|row| row.contains(&format!("actor=device:{}", device.id))));
    let report = ReportDone { request, minutes: Some(30), note: String::new() };
    let id = device.say(&DeviceCommand::ReportDone(report)).await;
    assert_eq!(device.receipt(id).await, None);
    town.submit(requests::Command::ConfirmMet { request }).await.unwrap();
    assert!(device.news(task_closed).await, "it was met");
    // The same facts again, now that it is over: the cursor goes on, the person is not in them.
    device.hello(0).await;
    // Nothing is said to be kept meanwhile: a fact that was still on its way would move the cursor on.
    let again = device
        .message(|message| match message {
            HubMessage::Fact(DeviceFact { news: News::Assigned(assigned), .. }) => Some(assigned),
            _ => None,
        })
        .await;
    assert!(again.person.is_empty() && again.note.is_empty());
    assert!(!format!("{:?}", town.rows("device_inbox").await).contains("Anna"));
}

#[tokio::test]
async fn of_a_reserved_request_the_helper_is_never_told_who_it_is() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = Device::here(&town, &paired, 0).await;
    let request = town.need("Anna Rossi").await;
    let level = requests::events::Privacy::Reserved;
    town.submit(requests::Command::SetPrivacy { request, level }).await.unwrap();
    town.propose(request, None).await;
    let proposed = device.proposed().await;
    assert_eq!(device.answer(proposed.proposal, true).await, None);
    let assigned =
        device.news(|news| if let News::Assigned(it) = news { Some(it) } else { None }).await;
    assert!(assigned.person.is_empty() && assigned.request == request);
    assert!(town.rows("vault_read").await.is_empty(), "nobody opened the vault for it");
}

#[tokio::test]
async fn with_a_masked_contact_the_helper_knows_a_first_name_and_for_whom_it_is() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = Device::here(&town, &paired, 0).await;
    let request = town.need("Anna Rossi").await;
    let level = requests::events::Privacy::Masked;
    town.submit(requests::Command::SetPrivacy { request, level }).await.unwrap();
    town.propose(request, None).await;
    let proposed = device.proposed().await;
    assert_eq!(device.answer(proposed.proposal, true).await, None);
    let assigned =
        device.news(|news| if let News::Assigned(it) = news { Some(it) } else { None }).await;
    assert_eq!(assigned.person.name, "Anna");
    assert!(assigned.person.phone.is_empty() && assigned.person.address.is_empty());
    assert_eq!(assigned.relation, proposed.relation);
    assert_eq!(town.rows("vault_read").await.len(), 1, "that reading is written down, too");
}

#[tokio::test]
async fn whoever_gives_back_a_request_is_done_with_it_and_others_can_be_asked() {
    let town = Town::open(Engine::Embedded).await;
    let (one, two) = (town.antenna("A", "mompiano").await, town.antenna("B", "mompiano").await);
    let mut one = Device::here(&town, &one, 0).await;
    let mut two = Device::here(&town, &two, 0).await;
    let request = town.need("").await;
    town.propose(request, Some(one.id)).await;
    let proposal = one.proposed().await.proposal;
    assert_eq!(two.answer(proposal, true).await.unwrap().slug(), "not-asked");
    assert_eq!(one.answer(proposal, true).await, None);
    let steal = two.say(&DeviceCommand::GiveBack(GiveBack { request })).await;
    assert_eq!(two.receipt(steal).await.unwrap().slug(), "not-the-helper");
    let id = one.say(&DeviceCommand::GiveBack(GiveBack { request })).await;
    assert_eq!(one.receipt(id).await, None);
    assert!(!one.news(task_closed).await, "it was not met by this device");
    town.propose(request, None).await;
    two.proposed().await;
    town.submit(requests::Command::AnswerSlip {
        request,
        verdict: protocol::kiosk::Verdict::Withdraw,
    })
    .await
    .unwrap();
    assert_eq!(two.news(closed).await, WhyClosed::Withdrawn);
}
