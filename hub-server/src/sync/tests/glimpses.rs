//! Two who have one idea at two hubs hear of each other before either is handed in; and each knows the organisations of the
//! other.

use protocol::{ActorRef, Channel, CommandId, IdeaId, NodeId, OrganisationId, PersonDetails};
use radar::{Activity, Need, Resource, Set, Target, Verdict};

use super::drafts::tell;
use super::town::{Central, Hub, eventually, rows};
use crate::command::Command;
use crate::desk::dossier::{Outline, Partner, Picked};
use crate::desk::draft::Act;
use crate::desk::{self, glimpse, joined, near, organisations, queries};
use crate::network::organisations::{self as register, Profile};
use crate::store::rebuild;
use crate::testing::{self, MORNING_MS};

const WORDS: &str = "Mia zia Zelinda ha 82 anni ed è sola: qualcuno le porti la spesa";

async fn left(hub: &Hub) -> IdeaId {
    let mut leave = testing::an_idea(CommandId::new(testing::uuid(1)), WORDS);
    let (name, phone) = ("Bruna Castelli".to_owned(), "030 7654321".to_owned());
    leave.person = PersonDetails { name, phone, ..PersonDetails::default() };
    testing::leave_idea(&hub.node, leave).await
}

async fn withdrawn(hub: &Hub, n: u128, idea: IdeaId) {
    let (in_favour, why) = (String::new(), "Ci abbiamo ripensato".to_owned());
    let withdraw = desk::Command::Withdraw { idea, in_favour, why, agreed: vec![] };
    let ctx = hub.node.ctx(CommandId::new(testing::uuid(n)), ActorRef::System, Channel::Console);
    hub.node.submit(ctx, Command::Desk(withdraw)).await.unwrap();
}

/// What a hub is told the idea of another is called.
async fn title(hub: &Hub, idea: IdeaId) -> Option<String> {
    let mut db = hub.node.store.read().await.unwrap();
    let told = glimpse::one(&mut db, idea).await.unwrap();
    told.map(|(_, told)| told.outline.title)
}

/// Whether any of some words stands in a table of a hub, as text or inside a body.
async fn holds(hub: &Hub, table: &str, words: &[&str]) -> bool {
    let all = rows(&hub.node, table).await.concat();
    let bytes = |word: &str| data_encoding::HEXLOWER.encode(word.as_bytes());
    words.iter().any(|word| all.contains(word) || all.contains(&bytes(word)))
}

/// Nothing in the whole database of a hub is anybody's word or name.
async fn knows_nobody(hub: &Hub) {
    for table in ["desk_draft", "desk_copy", "desk_project"] {
        assert!(rows(&hub.node, table).await.is_empty(), "{table}");
    }
    for table in ["record", "idea", "desk_glimpse"] {
        let words = ["Zelinda", "Bruna", "Castelli", "7654321"];
        assert!(!holds(hub, table, &words).await, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_have_one_idea_at_two_hubs_hear_of_each_other_and_of_nobodys_words() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let south = Hub::running(&central, "lamarmora").await;
    let idea = left(&north).await;
    let name = idea.to_string();
    eventually("the other hub's radar knows of it", || async { south.node.radar.holds(&name) })
        .await;

    let city = south.node.city().unwrap();
    let words = "Portare la spesa agli anziani soli";
    let (theme, hood) = ("salute-e-welfare", "mompiano");
    let asked = near::of_words(words, Picked::default(), theme, Some(hood), &city);
    let today = crate::network::antennae::today(&city, MORNING_MS);
    let near = south.node.radar.near(&asked, None, today, 10);
    let found = near.iter().find(|one| one.id == name).expect("it stands near");
    assert_eq!(found.judgement.verdict, Verdict::Overlaps);
    let mut db = south.node.store.read().await.unwrap();
    let named = near::named(&mut db, &city, "it", &name).await.unwrap().unwrap();
    drop(db);
    assert_eq!((named.title.as_str(), named.theme.as_deref()), ("", Some(theme)));
    assert_eq!(named.neighbourhood.as_deref(), Some(hood));
    let home: NodeId = "mompiano".parse().unwrap();
    assert_eq!((named.hub, named.idea, named.project), (Some(home.clone()), None, None));
    knows_nobody(&south).await;

    // Somebody who would rather join it says so there, and its own desk hears how many did.
    let mut join = testing::an_idea(CommandId::new(testing::uuid(0x20)), "");
    join.more.joins.clone_from(&name);
    let joining = testing::leave_idea(&south.node, join).await;
    let elsewhere = || async {
        let mut db = north.node.store.read().await.unwrap();
        joined::elsewhere(&mut db, idea).await.unwrap()
    };
    let there: NodeId = "lamarmora".parse().unwrap();
    eventually("its desk hears of it", || async { elsewhere().await == [(there.clone(), 1)] })
        .await;
    withdrawn(&south, 0x21, joining).await;
    eventually("and that they would no more", || async { elsewhere().await.is_empty() }).await;
    assert_eq!(rows(&north.node, "idea").await.len(), 1, "who they were it never heard");

    // Organisations that write it have given it a name, and may look for something.
    let outline = Outline {
        title: "La spesa a casa".to_owned(),
        targets: Set::EMPTY.with(Target::FrailOlder),
        activities: Set::EMPTY.with(Activity::HomeHelp),
        needs: Set::EMPTY.with(Need::Loneliness),
        looks_for: Set::EMPTY.with(Resource::Space),
        places: vec![hood.parse().unwrap()],
        ..Outline::default()
    };
    let organisation = OrganisationId::new(testing::uuid(0x70));
    let partner = Partner { organisation, name: "Ente Prova".to_owned() };
    let acts = [Act::Begin, Act::Outline(outline), Act::AddPartner(partner)];
    for (n, act) in (2..).zip(acts) {
        tell(&north, n, idea, act).await.unwrap();
    }
    eventually("its title is told", || async {
        title(&south, idea).await.as_deref() == Some("La spesa a casa")
    })
    .await;
    let mut db = south.node.store.read().await.unwrap();
    let listed = queries::exchange(&mut db, south.node.id(), "looks-for:space", (9, 0)).await;
    drop(db);
    let listed = listed.unwrap();
    assert_eq!((listed.len(), &listed[0].hub, listed[0].project), (1, &home, None));
    knows_nobody(&south).await;

    let (in_favour, why) = (String::new(), "La zia sta con noi".to_owned());
    let withdraw = desk::Command::Withdraw { idea, in_favour, why, agreed: vec![] };
    let ctx = north.node.ctx(CommandId::new(testing::uuid(9)), ActorRef::System, Channel::Console);
    north.node.submit(ctx, Command::Desk(withdraw)).await.unwrap();
    eventually("it is told no more", || async { !south.node.radar.holds(&name) }).await;
    assert_eq!(title(&south, idea).await, None);
    for node in [&north.node, &south.node, &central.node] {
        let tables = async || [rows(node, "desk_glimpse").await, rows(node, "desk_joined").await];
        let before = tables().await;
        rebuild::rebuild(&node.store, |_| {}).await.unwrap();
        assert_eq!(tables().await, before, "rebuilt equals live");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_organisation_of_one_hub_can_give_is_known_at_the_other_and_whom_to_call_is_not() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let south = Hub::running(&central, "lamarmora").await;
    let offers = Set::EMPTY.with(Resource::Transport);
    let profile = Profile { offers, ..register::tests::profile("Auser Prova", "") };
    let auser = register::tests::enter(&north.node, profile, "030 7654321").await.unwrap();
    let known = || async {
        let mut db = south.node.store.read().await.unwrap();
        organisations::others(&mut db, south.node.id()).await.unwrap()
    };
    eventually("the other hub knows it", || async { !known().await.is_empty() }).await;
    let one = known().await.remove(0);
    assert_eq!((one.id, one.home.as_str(), one.known.gives), (auser, "mompiano", offers));
    assert!(holds(&south, "record", &["Auser Prova"]).await, "it is told in a fact");
    assert!(!holds(&south, "record", &["Botticelli", "7654321"]).await);

    let leave = register::Command::SetActive { organisation: auser, active: false };
    testing::submit(&north.node, Command::Organisations(leave)).await.unwrap();
    eventually("one that left is known no more", || async { known().await.is_empty() }).await;
    for node in [&north.node, &south.node, &central.node] {
        let before = rows(node, "desk_organisation").await;
        rebuild::rebuild(&node.store, |_| {}).await.unwrap();
        assert_eq!(rows(node, "desk_organisation").await, before, "rebuilt equals live");
    }
}
