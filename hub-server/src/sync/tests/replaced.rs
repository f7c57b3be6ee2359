//! A box that burned and the one in its place; a person whose data go everywhere at once.

use protocol::{ActorRef, Body, Channel, CommandId, PersonId};

use super::cable::{Cable, Way};
use super::town::{Central, Hub, eventually, is_sound, rows};
use crate::command::Command;
use crate::folder::DataFolder;
use crate::people;
use crate::store::{log, vault};
use crate::sync::new_enrolment_code;
use crate::sync::vault::is_kept;
use crate::testing;

/// How many facts at central still hold the words of whoever left need `n`.
async fn words_at(central: &Central, n: u128) -> usize {
    let mut db = central.node.store.read().await.unwrap();
    let facts = log::of_subject(&mut db, &testing::uuid(n).to_string(), 0, 50).await.unwrap();
    let kept = facts.iter().filter(|stored| {
        stored.record.envelope.kind == "requests.words-left" && stored.record.body != Body::Absent
    });
    kept.count()
}

async fn name_of(hub: &Hub, person: PersonId) -> Option<String> {
    let node = hub.node.clone();
    let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::System, Channel::Console);
    let read = hub.node.change(move |write| {
        Box::pin(async move {
            Ok(vault::read(write.db, &node.vault, &ctx, person, "contact-call").await?)
        })
    });
    read.await.unwrap().map(|details| details.name)
}

/// Whether central keeps the sealed data of whoever left need `n`.
async fn sealed(central: &Central, hub: &Hub, n: u128) -> bool {
    let mut db = central.node.store.read().await.unwrap();
    is_kept(&mut db, hub.node.id(), PersonId::new(testing::uuid(n))).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_burned_is_replaced_serves_at_once_and_gets_its_history_and_its_people_back() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let mut burned = Hub::running(&central, "mompiano").await;
    burned.leave_all(1..=40).await;
    burned.level(&central).await;
    eventually("central keeps the sealed copies", || sealed(&central, &burned, 40)).await;
    let (id, sheet) = (burned.node.id().clone(), burned.folder.vault_key().unwrap());
    let old = burned.series();
    burned.end().await;
    drop(burned);
    // A new box: nothing but the vault key's recovery sheet and a code.
    let box_place = tempfile::tempdir().unwrap();
    DataFolder::open(box_place.path()).unwrap().put_vault_key(&sheet).unwrap();
    let code = new_enrolment_code(&central.node, &id).await.unwrap();
    let cable = Cable::to(central.address).await;
    let mut fresh = Hub::in_place(box_place, &cable.url(), &id, code).await.unwrap();
    assert_eq!(fresh.series().epoch, 2);
    fresh.start();
    fresh.knows_city().await;
    cable.hold_after(Way::Down, 0);
    fresh.leave(100).await;
    cable.let_go();
    eventually("its history is complete", || async {
        rows(&fresh.node, "request").await.len() == 41
    })
    .await;
    fresh.level(&central).await;
    assert_eq!(name_of(&fresh, PersonId::new(testing::uuid(7))).await.as_deref(), Some("Anna"));
    let mut db = fresh.node.store.read().await.unwrap();
    assert_eq!(log::head(&mut db, &old).await.unwrap(), central.head(&old).await);
    drop(db);
    assert_eq!(rows(&fresh.node, "request").await, rows(&central.node, "request").await);
    is_sound(&fresh.node).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_reaches_every_copy_and_every_node_says_so() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    north.leave_all([1, 2]).await;
    north.level(&central).await;
    eventually("central keeps the sealed copies", || sealed(&central, &north, 1)).await;
    eventually("central keeps the sealed copies", || sealed(&central, &north, 2)).await;
    let person = PersonId::new(testing::uuid(1));
    let erase = Command::People(people::Command::Erase { person });
    testing::submit(&north.node, erase).await.unwrap();
    eventually("both nodes have said so", || async {
        let mut db = north.node.store.read().await.unwrap();
        people::queries::acknowledgements(&mut db, person).await.unwrap().len() == 2
    })
    .await;
    assert!(
        !sealed(&central, &north, 1).await,
        "the sealed copy was destroyed before central said so"
    );
    assert!(sealed(&central, &north, 2).await, "and nobody else's");
    assert_eq!(name_of(&north, person).await, None);
    assert_eq!(words_at(&central, 1).await, 0, "no words are left at central");
    assert_eq!(words_at(&central, 2).await, 1);
    is_sound(&central.node).await;
    is_sound(&north.node).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_23_a_central_put_back_from_before_an_erasure_forgets_again() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    north.leave_all([1, 2]).await;
    north.level(&central).await;
    eventually("central keeps the sealed copies", || sealed(&central, &north, 1)).await;
    let (central, copy) = central.backup().await;
    let person = PersonId::new(testing::uuid(1));
    let erase = Command::People(people::Command::Erase { person });
    testing::submit(&north.node, erase).await.unwrap();
    eventually("both nodes have said so", || async {
        let mut db = north.node.store.read().await.unwrap();
        people::queries::acknowledgements(&mut db, person).await.unwrap().len() == 2
    })
    .await;
    central.end().await;
    // The copy still has the words and the sealed data.
    let central = central.again_on(&copy).await.when_it_asks().await;
    north.level(&central).await;
    eventually("the words are gone again", || async { words_at(&central, 1).await == 0 }).await;
    eventually("the sealed copy is gone again", || async { !sealed(&central, &north, 1).await })
        .await;
    assert_eq!(words_at(&central, 2).await, 1, "and nobody else's words");
}
