//! Files beside the facts that tell of them.

use std::sync::Arc;
use std::time::Duration;

use protocol::{Hash, Slug};

use super::cable::{Cable, Way};
use super::town::{Central, Hub, QUICK, eventually};
use crate::command::Command;
use crate::files::{self, About, Shelf, Sort, take_in};
use crate::sync::Options;
use crate::testing;

/// Attaches a text of so many bytes to a project; its hash.
async fn attach(hub: &Hub, length: usize) -> Hash {
    let text = "il verbale dell'assemblea\n".repeat(length / 26);
    let piece: Result<_, std::convert::Infallible> = Ok(bytes::Bytes::from(text));
    let shelf = hub.node.shelf().unwrap();
    let coming = futures_util::stream::iter([piece]);
    let draft = shelf.receive(coming, files::FilesConfig::default().document_max()).await.unwrap();
    let taken = take_in(&hub.node, Arc::new(draft), "verbale.txt").await.unwrap();
    let hash = taken.content.hash;
    let id: Slug = "bresciapiu".parse().unwrap();
    let attach = files::Command::Attach {
        about: About { sort: Sort::Project, id },
        content: taken.content,
        name: "verbale.txt".to_owned(),
        words: String::new(),
    };
    testing::submit(&hub.node, Command::Files(attach)).await.unwrap();
    hash
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_gets_to_central_through_a_line_that_is_cut_again_and_again_and_back_to_a_hub_that_lost_it()
 {
    let (place, at_hub) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let central = Central::in_folder(place.path()).await;
    central
        .node
        .keep_files(Shelf::open(place.path(), files::FilesConfig::default()).unwrap())
        .await
        .unwrap();
    let mut hub = Hub::enrolled(&central, "mompiano").await;
    hub.node
        .keep_files(Shelf::open(at_hub.path(), files::FilesConfig::default()).unwrap())
        .await
        .unwrap();
    let cable = Cable::to(central.address).await;
    hub.call(&cable.url());
    hub.options = Options { wait_percent: 0, silence: Duration::from_secs(2), ..QUICK };
    hub.start();
    hub.knows_city().await;
    let hash = attach(&hub, 1_900_000).await;
    let there = central.node.shelf().unwrap();
    // Cut after more than a piece, so that each time one gets through.
    let mut cuts = 0;
    while !there.has(hash) {
        if !cable.is_to_be_cut(Way::Up) && cuts < 5 {
            cuts += 1;
            cable.cut_after(Way::Up, 300_000);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    cable.spare(Way::Up);
    assert!(cuts >= 2, "it was never cut");
    assert!(there.is_whole(hash).unwrap());
    // What is taken away at the hub goes from central too, and what the hub lost comes back.
    let here = hub.node.shelf().unwrap();
    let other = attach(&hub, 400_000).await;
    eventually("central has the other", || async { there.has(other) }).await;
    std::fs::remove_file(here.path(other, files::Size::Whole)).unwrap();
    eventually("the hub has it again", || async { here.has(other) }).await;
    assert!(here.is_whole(other).unwrap());
    hub.end().await;
    central.end().await;
}
