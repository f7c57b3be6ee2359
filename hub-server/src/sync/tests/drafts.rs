//! A draft that two hubs write, over the city: also while one of them is alone.

use protocol::{ActorRef, Channel, CommandId, IdeaId, Problem};

use super::town::{Central, Hub, eventually, rows};
use crate::command::{Answer, Command};
use crate::desk::dossier::Section;
use crate::desk::draft::{Act, Draft};
use crate::desk::{self, Command as D, follow, sharing};
use crate::store::rebuild;
use crate::sync::relay;
use crate::testing;

pub(super) async fn tell(hub: &Hub, n: u128, idea: IdeaId, act: Act) -> Result<Answer, Problem> {
    let id = CommandId::new(testing::uuid(n));
    let ctx = hub.node.ctx(id, ActorRef::System, Channel::Console);
    hub.node.submit(ctx, Command::Desk(D::Draft { idea, act })).await
}

fn action(text: &str, base: u32) -> Act {
    let (text, by, settles) = (text.to_owned(), None, vec![]);
    Act::Write { section: Section::Action, text, by, base, settles }
}

/// An idea with words, which its hub begins to write.
async fn begun(hub: &Hub) -> IdeaId {
    let leave = testing::an_idea(CommandId::new(testing::uuid(1)), "Anna vorrebbe compagnia");
    let idea = testing::leave_idea(&hub.node, leave).await;
    tell(hub, 2, idea, Act::Begin).await.unwrap();
    idea
}

async fn at_home(hub: &Hub, idea: IdeaId) -> Draft {
    let mut db = hub.node.store.read().await.unwrap();
    desk::queries::draft(&mut db, idea).await.unwrap().unwrap()
}

async fn elsewhere(hub: &Hub, idea: IdeaId) -> Option<Draft> {
    let mut db = hub.node.store.read().await.unwrap();
    sharing::copy(&mut db, idea, hub.node.id()).await.unwrap().map(|shared| shared.draft)
}

/// Central passes on what it has heard until the other hub has what stands at home.
async fn heard(central: &Central, home: &Hub, other: &Hub, idea: IdeaId) {
    home.level(central).await;
    follow::catch_up(&central.node).await.unwrap();
    eventually("the other hub has what stands at home", || async {
        elsewhere(other, idea).await == Some(at_home(home, idea).await)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hubs_write_one_draft_and_nobodys_words_are_lost_while_one_of_them_is_alone() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let mut south = Hub::running(&central, "lamarmora").await;
    let idea = begun(&north).await;
    tell(&north, 3, idea, action("Portiamo la spesa.", 0)).await.unwrap();
    // Nothing of it is known elsewhere, and nobody else writes it.
    let refused = tell(&south, 20, idea, action("Di nascosto.", 0)).await.unwrap_err();
    assert_eq!(refused.slug(), "unknown-idea");

    let share = Act::ShareWith { hub: "lamarmora".parse().unwrap() };
    tell(&north, 4, idea, share).await.unwrap();
    heard(&central, &north, &south, idea).await;
    for table in ["idea", "desk_draft"] {
        assert!(
            rows(&south.node, table).await.is_empty(),
            "the other hub has a copy of the draft alone"
        );
    }
    assert!(!format!("{:?}", rows(&south.node, "desk_copy").await).contains("Anna"));

    // The other hub is alone while both go on from the same version.
    south.end().await;
    south.open_again().await;
    let sent = tell(&south, 21, idea, action("La spesa e le medicine.", 1)).await;
    assert!(matches!(sent, Ok(Answer::Forwarded)), "{sent:?}");
    tell(&north, 5, idea, action("La spesa il martedì.", 1)).await.unwrap();
    north.level(&central).await;
    let waiting = async {
        let mut db = south.node.store.read().await.unwrap();
        relay::about(&mut db, &idea.to_string(), 10).await.unwrap()
    };
    assert!(waiting.await[0].answer.is_none(), "it is on its way, with its words");

    south.start();
    eventually("both versions stand at home", || async {
        at_home(&north, idea).await.paper(Section::Action).versions.len() == 3
    })
    .await;
    let paper = at_home(&north, idea).await.paper(Section::Action);
    assert_eq!((paper.text(), &paper.beside[..]), ("La spesa il martedì.", &[3][..]));
    let from_there = paper.version(3).unwrap();
    assert_eq!(from_there.text, "La spesa e le medicine.");
    assert_eq!(from_there.actor, ActorRef::Node("lamarmora".parse().unwrap()));
    heard(&central, &north, &south, idea).await;

    // More than a text the home does not take from elsewhere.
    tell(&south, 22, idea, Act::Submit).await.unwrap();
    eventually("the home says no", || async {
        let mut db = south.node.store.read().await.unwrap();
        let sent = relay::about(&mut db, &idea.to_string(), 10).await.unwrap();
        let answers = sent.into_iter().filter_map(|one| one.answer?.err());
        answers.into_iter().any(|problem| problem.slug() == "draft-not-shared")
    })
    .await;

    let keep = Act::KeepFrom { hub: "lamarmora".parse().unwrap() };
    tell(&north, 6, idea, keep).await.unwrap();
    north.level(&central).await;
    follow::catch_up(&central.node).await.unwrap();
    eventually("it is shared no more", || async { elsewhere(&south, idea).await.is_none() }).await;
    assert_eq!(at_home(&north, idea).await.paper(Section::Action).versions.len(), 3);
    for node in [&north.node, &south.node, &central.node] {
        let before = rows(node, "desk_copy").await;
        rebuild::rebuild(&node.store, |_| {}).await.unwrap();
        assert_eq!(rows(node, "desk_copy").await, before, "rebuilt equals live");
    }
}
