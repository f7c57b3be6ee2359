//! Copies put back and boxes doubled: every road on which somebody has forgotten something.

use protocol::{ActorRef, NodeId, SeriesKey};

use super::on_both;
use super::town::{Central, Hub, eventually, head_of, is_sound, rows};
use crate::store::log;
use crate::sync::facts::{Noted, notes_of};
use crate::sync::status::{HubState, status_of};

/// Waits until a hub holds what central wrote in its epoch.
async fn hears(hub: &Hub, central: &Central) {
    let series = central.node.store.identity().series.clone();
    eventually("the hub holds what central wrote", || async {
        head_of(&hub.node, &series).await == head_of(&central.node, &series).await
    })
    .await;
}

async fn noted(central: &Central, hub: &Hub) -> Vec<Noted> {
    let mut db = central.node.store.read().await.unwrap();
    let notes = notes_of(&mut db, hub.node.id(), 20).await.unwrap();
    notes.into_iter().map(|note| note.what).collect()
}

async fn central_put_back(url: &str) {
    let central = Central::new(url).await;
    let north = Hub::running(&central, "mompiano").await;
    north.leave_all(1..=5).await;
    north.level(&central).await;
    let (central, copy) = central.backup().await;
    // What the copy will not know: needs, a second hub with everything it does, facts of central's own.
    north.leave_all(6..=9).await;
    north.level(&central).await;
    let south = Hub::running(&central, "lamarmora").await;
    south.leave_all(100..=103).await;
    south.level(&central).await;
    hears(&north, &central).await;
    let lost = central.head(&central.node.store.identity().series.clone()).await;
    central.end().await;
    let central = central.again_on(&copy).await;
    let central = central.when_it_asks().await;
    assert_eq!(central.node.store.identity().series.epoch, 2);
    let first = SeriesKey { node: NodeId::central(), epoch: 1 };
    assert_eq!(central.head(&first).await, lost, "what central had written is its own again");
    north.level(&central).await;
    south.level(&central).await;
    hears(&north, &central).await;
    hears(&south, &central).await;
    assert_eq!(rows(&central.node, "request").await.len(), 13);
    // It goes on as before, in both directions.
    north.leave(10).await;
    south.leave(104).await;
    north.level(&central).await;
    south.level(&central).await;
    assert_eq!(rows(&central.node, "request").await.len(), 15);
    is_sound(&central.node).await;
}
on_both!(central_put_back: fault_06_central_put_back_from_an_older_copy_gets_everything_again,
    fault_06_central_put_back_from_an_older_copy_gets_everything_again_on_postgresql);

#[tokio::test(flavor = "multi_thread")]
async fn fault_09_a_central_that_lost_everything_but_its_key_is_made_again_by_its_hubs() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let south = Hub::running(&central, "lamarmora").await;
    north.leave_all(1..=5).await;
    south.leave_all(100..=102).await;
    north.level(&central).await;
    south.level(&central).await;
    hears(&north, &central).await;
    let lost = central.head(&central.node.store.identity().series.clone()).await;
    central.end().await;
    let empty = crate::testing::sqlite_url(place.path(), "empty");
    let central = central.again_on(&empty).await.when_it_asks().await;
    let first = SeriesKey { node: NodeId::central(), epoch: 1 };
    assert_eq!(central.head(&first).await, lost);
    assert!(central.node.city().is_some(), "its own city came back from a hub");
    north.level(&central).await;
    south.level(&central).await;
    assert_eq!(rows(&central.node, "request").await.len(), 8);
    is_sound(&central.node).await;
}

async fn hub_put_back(url: &str) {
    let central = Central::new(url).await;
    let mut north = Hub::running(&central, "mompiano").await;
    north.leave_all(1..=5).await;
    north.level(&central).await;
    let copy = north.copy().await;
    north.leave_all(6..=9).await;
    north.level(&central).await;
    north.end().await;
    north.put_back(&copy);
    // It works alone for a while before it finds the line.
    north.open_again().await;
    north.leave_all(20..=22).await;
    north.start();
    north.settle().await;
    assert_eq!(north.series().epoch, 2);
    north.level(&central).await;
    let own = rows(&north.node, "request").await;
    assert_eq!(own.len(), 12, "what it had lost is there again, and what it wrote since");
    assert_eq!(rows(&central.node, "request").await, own);
    assert!(noted(&central, &north).await.contains(&Noted::Forked), "a person is told");
    north.leave(23).await;
    north.level(&central).await;
    is_sound(&central.node).await;
    is_sound(&north.node).await;
}
on_both!(hub_put_back: fault_07_a_hub_put_back_from_an_older_copy_gets_its_own_back_and_a_new_epoch,
    fault_07_a_hub_put_back_from_an_older_copy_gets_its_own_back_and_a_new_epoch_on_postgresql);

#[tokio::test(flavor = "multi_thread")]
async fn fault_07_a_hub_put_back_that_wrote_nothing_since_is_no_fork() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let mut north = Hub::running(&central, "mompiano").await;
    north.leave(1).await;
    north.level(&central).await;
    let copy = north.copy().await;
    north.leave_all(2..=4).await;
    north.level(&central).await;
    north.end().await;
    north.put_back(&copy);
    north.open_again().await;
    north.start();
    north.settle().await;
    assert_eq!(rows(&north.node, "request").await.len(), 4);
    assert_eq!(noted(&central, &north).await, [Noted::Restored, Noted::Enrolled]);
    is_sound(&north.node).await;
}

/// Moves central's clock until it knows that two boxes hold one key.
async fn twins_are_seen(central: &Central, hub: &NodeId) {
    eventually("central sees two boxes", || async {
        central.clock.move_by(50);
        let mut db = central.node.store.read().await.unwrap();
        status_of(&mut db, hub).await.unwrap().unwrap().state == HubState::Fork
    })
    .await;
}

/// The second box is put right by a person: the first is switched off, the second enrolled anew.
async fn second_takes_over(central: &Central, first: &mut Hub, second: &mut Hub, needs: usize) {
    first.end().await;
    second.enrol_again(central).await;
    second.start();
    second.settle().await;
    second.level(central).await;
    assert_eq!(rows(&central.node, "request").await.len(), needs, "nothing anybody left is lost");
    is_sound(&central.node).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_05_two_boxes_of_one_hub_at_once_keep_everything_and_a_person_is_told() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let mut north = Hub::running(&central, "mompiano").await;
    north.leave(1).await;
    north.level(&central).await;
    north.end().await;
    north.open_again().await;
    let mut second = north.cloned().await;
    // Both write number after number under the same epoch, and both call.
    north.leave_all(10..=13).await;
    second.leave_all(20..=22).await;
    north.start();
    north.level(&central).await;
    second.start();
    twins_are_seen(&central, &north.node.id().clone()).await;
    second_takes_over(&central, &mut north, &mut second, 8).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_08_a_box_made_from_a_copy_of_the_card_is_told_apart_and_its_facts_are_kept() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let mut north = Hub::running(&central, "mompiano").await;
    north.leave_all(1..=3).await;
    north.level(&central).await;
    let mut second = north.cloned().await;
    north.leave(4).await;
    north.level(&central).await;
    second.leave(50).await;
    second.start();
    twins_are_seen(&central, &north.node.id().clone()).await;
    second_takes_over(&central, &mut north, &mut second, 5).await;
    assert!(noted(&central, &second).await.contains(&Noted::Forked));
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_24_two_programs_on_one_postgresql_leave_no_hole_in_the_order() {
    let url = crate::testing::postgres_url().await;
    let clock = crate::testing::HandClock::at(crate::testing::MORNING_MS);
    let one = crate::testing::bare_node("central", &url, clock.clone()).await;
    let other = crate::testing::bare_node("central", &url, clock).await;
    let reader = {
        let store = one.store.clone();
        tokio::spawn(async move {
            // Reads on from what it has seen, as every feed does, while both still write.
            let (mut seen, mut at) = (Vec::new(), 0);
            let deadline = tokio::time::Instant::now() + std::time::Duration::from_mins(1);
            while seen.len() < 80 {
                assert!(tokio::time::Instant::now() < deadline, "only {} came", seen.len());
                let mut db = store.read().await.unwrap();
                for stored in log::all_after(&mut db, at, 7).await.unwrap() {
                    at = stored.position;
                    seen.push((stored.position, stored.record.envelope.seq));
                }
            }
            seen
        })
    };
    let write = |node: std::sync::Arc<crate::node::Node>, half: usize| async move {
        for n in 0..40 {
            let hub: NodeId = format!("hub-{half}-{n}").parse().unwrap();
            crate::sync::new_enrolment_code(&node, &hub).await.unwrap();
            let event = crate::sync::facts::Event::HubRevoked { hub };
            let id = protocol::CommandId::new(node.fresh_id());
            let ctx = node.ctx(id, ActorRef::System, protocol::Channel::Console);
            let append = node.writer.write(move |write| {
                Box::pin(async move { write.append(&ctx, event.fact()).await })
            });
            append.await.unwrap();
        }
    };
    tokio::join!(write(one.clone(), 0), write(other, 1));
    let seen = reader.await.unwrap();
    let in_order: Vec<(i64, u64)> = (1..=80_u32).map(|n| (i64::from(n), u64::from(n))).collect();
    assert_eq!(seen, in_order);
    is_sound(&one).await;
}
