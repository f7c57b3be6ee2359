//! A request that passes from one hub to another over the city.

use protocol::kiosk::{AnsweredBy, StepWord};
use protocol::{ActorRef, Channel, CommandId, Problem, RequestId, SlipCode};

use super::town::{Central, Hub, eventually, rows};
use crate::command::{Answer, Command};
use crate::requests::events::{Consent, SharedField};
use crate::requests::queries::{self, Brief};
use crate::requests::{Command as R, State};
use crate::slips::{self, Subject};
use crate::store::vault;
use crate::sync::ask_slip;
use crate::testing::{self, MORNING_MS};

async fn tell(hub: &Hub, n: u128, command: R) -> Result<Answer, Problem> {
    let id = CommandId::new(testing::uuid(n));
    let ctx = hub.node.ctx(id, ActorRef::System, Channel::Console);
    hub.node.submit(ctx, Command::Requests(command)).await
}

async fn brief(hub: &Hub, id: RequestId) -> Brief {
    let mut db = hub.node.store.read().await.unwrap();
    queries::brief(&mut db, id).await.unwrap().unwrap()
}

/// The request a hub opens with a slip.
async fn opened(hub: &Hub, code: &SlipCode) -> Option<Brief> {
    let mut db = hub.node.store.read().await.unwrap();
    match slips::find(&mut db, code).await.unwrap() {
        Some(Subject::Request(brief)) => Some(*brief),
        Some(Subject::Idea(_) | Subject::Offer(_) | Subject::Visit(_)) | None => None,
    }
}

fn hand_over(request: RequestId, shared: &[SharedField], consent: Option<Consent>) -> R {
    let to = "lamarmora".parse().unwrap();
    R::HandOver { request, to, shared: shared.to_vec(), consent }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_passes_to_another_hub_with_what_the_person_agreed_to_and_one_slip_opens_it_everywhere()
 {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let south = Hub::running(&central, "lamarmora").await;
    let code = north.leave(1).await;
    let request: RequestId = testing::uuid(1).to_string().parse().unwrap();

    // Nothing about a person travels without consent, and danger is none.
    let shared = [SharedField::Need, SharedField::Name];
    for consent in [None, Some(Consent::Danger)] {
        let refused = tell(&north, 50, hand_over(request, &shared, consent)).await.unwrap_err();
        assert_eq!(refused.slug(), "no-consent");
        let again = tell(&north, 50, hand_over(request, &shared, consent)).await.unwrap_err();
        assert_eq!(again.slug(), "no-consent");
    }
    let shared = [SharedField::Need, SharedField::Name];
    tell(&north, 51, hand_over(request, &shared, Some(Consent::ByPhone))).await.unwrap();
    eventually("the old home hears that it was taken over", || async {
        brief(&north, request).await.request.state == State::Passed
    })
    .await;

    // The new home has it under a slip of its own, with the name and nothing else.
    let passed = brief(&north, request).await;
    let new_slip = passed.handed.unwrap().slip.unwrap();
    assert!(new_slip.as_str().starts_with("LM"), "{new_slip:?}");
    let taken = opened(&south, &new_slip).await.unwrap();
    assert_eq!(taken.request.state, State::Received);
    assert_eq!(taken.former, Some(("mompiano".parse().unwrap(), code.clone())));
    assert_eq!(taken.words, None);
    let ctx = south.node.ctx(CommandId::new(testing::uuid(70)), ActorRef::System, Channel::Console);
    let (node, person) = (south.node.clone(), taken.person.unwrap());
    let reader = node.clone();
    let known = reader.change(move |write| {
        Box::pin(async move { Ok(vault::read(write.db, &node.vault, &ctx, person, "test").await?) })
    });
    let known = known.await.unwrap().unwrap();
    assert_eq!((known.name.as_str(), known.phone.as_str()), ("Anna", ""));

    // The person's slip opens it at the old hub, at the new one and through central.
    let told = slip_at(&north, &code).await;
    assert_eq!(told.steps.last().unwrap().word, StepWord::TakenOver);
    assert_eq!((told.goes_on, told.can_withdraw), (Some(new_slip.clone()), false));
    assert_eq!(opened(&south, &code).await.unwrap().request.id, taken.request.id);
    eventually("central knows where it goes on", || async {
        ask_slip(&north.node, &code).await.is_ok_and(|told| {
            told.hub_name.contains("Lamarmora") && told.answered_by == AnsweredBy::Central
        })
    })
    .await;

    // What carried the name is emptied wherever it stood.
    for node in [&north.node, &central.node, &south.node] {
        eventually("the name is in no message any more", || async {
            !rows(node, "forwarded").await.concat().contains("Anna")
        })
        .await;
        let name = data_encoding::HEXLOWER.encode(b"Anna");
        assert!(!rows(node, "record").await.concat().contains(&name), "{}", node.id());
    }
    north.level(&central).await;
    south.level(&central).await;
}

async fn slip_at(hub: &Hub, code: &SlipCode) -> protocol::kiosk::SlipStatus {
    let city = hub.node.city().unwrap();
    let mut db = hub.node.store.read().await.unwrap();
    let told = slips::status(&mut db, &city, code, MORNING_MS, AnsweredBy::Home).await.unwrap();
    told.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_off_line_answers_later_and_meanwhile_nobody_else_decides() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let mut south = Hub::running(&central, "lamarmora").await;
    south.knows_city().await;
    south.end().await;
    north.leave(1).await;
    let request: RequestId = testing::uuid(1).to_string().parse().unwrap();
    tell(&north, 51, hand_over(request, &[SharedField::Need], None)).await.unwrap();
    let withdraw = R::AnswerSlip { request, verdict: protocol::kiosk::Verdict::Withdraw };
    let refused = tell(&north, 52, withdraw).await.unwrap_err();
    assert_eq!(refused.slug(), "request-state");
    assert_eq!(brief(&north, request).await.request.state, State::HandedOver);
    south.open_again().await;
    south.start();
    eventually("it is taken over when the line is back", || async {
        brief(&north, request).await.request.state == State::Passed
    })
    .await;
    let new_slip = brief(&north, request).await.handed.unwrap().slip.unwrap();
    let taken = opened(&south, &new_slip).await.unwrap();
    assert_eq!(taken.person, None, "without consent it goes without a name");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_does_not_give_this_help_says_so_and_it_comes_back() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    north.leave(1).await;
    let request: RequestId = testing::uuid(1).to_string().parse().unwrap();
    let nowhere =
        R::HandOver { request, to: "atlantide".parse().unwrap(), shared: vec![], consent: None };
    let refused = tell(&north, 51, nowhere).await.unwrap_err();
    assert_eq!(refused.slug(), "not-that-hub");
    tell(&north, 52, hand_over(request, &[], None)).await.unwrap();
    // As that hub would answer.
    let why = "not-that-hub".to_owned();
    tell(&north, 53, R::HandOverAnswered { request, answer: Err(why) }).await.unwrap();
    let back = brief(&north, request).await;
    assert_eq!(back.request.state, State::TakenInCharge);
    assert_eq!(back.handed.unwrap().refused.as_deref(), Some("not-that-hub"));
    let late: SlipCode = SlipCode::try_new("LM", 7).unwrap();
    tell(&north, 54, R::HandOverAnswered { request, answer: Ok(late) }).await.unwrap();
    assert_eq!(brief(&north, request).await.request.state, State::TakenInCharge);
}
