//! Two banks through a real line: what is declared while central is down waits, and is in both when it is back.

use protocol::{ActorRef, Channel, CommandId, ExchangeId, MemberId, NodeId, PersonId};

use super::town::{Central, Hub, eventually, head_of, is_sound, rows};
use crate::bank::between::dealing::Stand;
use crate::bank::between::message::Code;
use crate::bank::between::{self, Command as Across, Proposal, queries};
use crate::bank::books::clearing_of;
use crate::bank::exchange::By;
use crate::bank::members::Step;
use crate::bank::minutes::{Length, Minutes};
use crate::bank::{self, Command as Bank};
use crate::command::Command;
use crate::people;
use crate::sync::LineState;
use crate::testing;

async fn give(hub: &Hub, command: Command) -> CommandId {
    let id = CommandId::new(hub.node.fresh_id());
    let ctx = hub.node.ctx(id, ActorRef::System, Channel::Console);
    hub.node.submit(ctx, command).await.unwrap();
    id
}

async fn admit(hub: &Hub, name: &str) -> MemberId {
    let crate::bank::Command::Apply(mut application) = crate::bank::tests::apply(None) else {
        unreachable!("it is an application")
    };
    application.person.name = name.to_owned();
    let member = MemberId::from(give(hub, Command::Bank(Bank::Apply(application))).await);
    for step in [Step::Interview, Step::BeginTrial, Step::Admit] {
        give(hub, Command::Bank(Bank::moved(member, step))).await;
    }
    give(hub, Command::Between(Across::Show { member, shown: true })).await;
    member
}

fn named(hub: &Hub) -> NodeId {
    hub.node.id().clone()
}

async fn stand(hub: &Hub, exchange: ExchangeId) -> Option<Stand> {
    let mut db = hub.node.store.read().await.unwrap();
    let row = queries::dealing(&mut db, hub.node.id(), exchange).await.unwrap();
    row.map(|row| row.standing.stand)
}

async fn comes_to(hub: &Hub, exchange: ExchangeId, wanted: Stand) {
    eventually(&format!("it is {wanted:?}"), || async {
        stand(hub, exchange).await == Some(wanted)
    })
    .await;
}

/// What a bank holds of another, and what all its accounts hold together.
async fn clearing(hub: &Hub, other: &Hub) -> (i64, i64) {
    let mut db = hub.node.store.read().await.unwrap();
    let account = clearing_of(hub.node.id(), other.node.id());
    let account = bank::queries::account(&mut db, account).await.unwrap();
    let sum = bank::queries::sum(&mut db, hub.node.id()).await.unwrap();
    (account.map_or(0, |account| account.balance.get()), sum.get())
}

async fn agree(one: &Hub, other: &Hub) {
    let day = bank::tests::TODAY;
    let sign =
        Across::Sign { peer: named(other), from: day, until: day, ceiling: Minutes::hours(10) };
    give(one, Command::Between(sign)).await;
    let terms = || async {
        let mut db = other.node.store.read().await.unwrap();
        let peer = queries::peer(&mut db, other.node.id(), one.node.id()).await.unwrap();
        peer.pact.to_sign().map(|terms| terms.id)
    };
    eventually("the sheet arrives", || async { terms().await.is_some() }).await;
    let countersign = Across::Countersign { peer: named(one), terms: terms().await.unwrap() };
    give(other, Command::Between(countersign)).await;
    eventually("the signature arrives", || async {
        let mut db = one.node.store.read().await.unwrap();
        let peer = queries::peer(&mut db, one.node.id(), other.node.id()).await.unwrap();
        peer.pact.in_force().is_some()
    })
    .await;
}

fn proposal(other: &Hub, by: MemberId, to: MemberId, gave: bool) -> Command {
    Command::Between(Across::Propose(Proposal {
        peer: named(other),
        by: By::Desk { member: by },
        to: Code::of(to),
        gave,
        length: Length::try_from(60).unwrap(),
        category: testing::some_category(),
        day: bank::tests::TODAY,
        cheque: None,
    }))
}

async fn two_banks(url: &str) {
    let first = Central::new(url).await;
    let mut north = Hub::running(&first, "mompiano").await;
    let south = Hub::running(&first, "lamarmora").await;
    let (anna, bruno) = (admit(&north, "Anna Bianchi").await, admit(&south, "Bruno Verdi").await);
    agree(&north, &south).await;

    // Central goes: both desks declare, one takes back what it declared; nothing is lost, nothing is in a balance.
    first.end().await;
    north.state(LineState::Down).await;
    let gave = ExchangeId::from(give(&north, proposal(&south, anna, bruno, true)).await);
    let wrong = ExchangeId::from(give(&north, proposal(&south, anna, bruno, true)).await);
    give(&north, Command::Between(Across::Withdraw { exchange: wrong })).await;
    let got = ExchangeId::from(give(&south, proposal(&north, bruno, anna, true)).await);
    assert_eq!(stand(&north, gave).await, Some(Stand::Provisional));
    assert_eq!((clearing(&north, &south).await, clearing(&south, &north).await), ((0, 0), (0, 0)));
    // The hub itself is started anew with what waits.
    north.restart().await;

    let back = first.again().await;
    comes_to(&south, gave, Stand::Asked).await;
    comes_to(&north, got, Stand::Asked).await;
    comes_to(&north, wrong, Stand::Withdrawn).await;
    let yes = |exchange, member| {
        Command::Between(Across::Answer { exchange, by: By::Desk { member }, yes: true })
    };
    give(&south, yes(gave, bruno)).await;
    comes_to(&north, gave, Stand::Settled).await;
    assert_eq!(
        (clearing(&north, &south).await, clearing(&south, &north).await),
        ((-60, 0), (60, 0))
    );
    give(&north, yes(got, anna)).await;
    comes_to(&south, got, Stand::Settled).await;
    assert_eq!((clearing(&north, &south).await, clearing(&south, &north).await), ((0, 0), (0, 0)));

    give(&south, Command::Between(Across::AskBack { exchange: gave })).await;
    comes_to(&north, gave, Stand::BackAsked).await;
    give(&north, Command::Between(Across::AnswerBack { exchange: gave, yes: true })).await;
    comes_to(&south, gave, Stand::Reversed).await;
    assert_eq!(
        (clearing(&north, &south).await, clearing(&south, &north).await),
        ((60, 0), (-60, 0))
    );

    // Every answer has come home, or a node would go on writing while it is looked at.
    let is_returned = |row: &String| row.contains("state=returned");
    eventually("every message between the banks is answered", || async {
        let sent = |hub: &Hub| format!("sender={}|", hub.node.id());
        let (mine, theirs) = (sent(&north), sent(&south));
        let at_north = rows(&north.node, "forwarded").await;
        let at_south = rows(&south.node, "forwarded").await;
        rows(&back.node, "forwarded").await.iter().all(is_returned)
            && at_north.iter().filter(|row| row.contains(&mine)).all(is_returned)
            && at_south.iter().filter(|row| row.contains(&theirs)).all(is_returned)
    })
    .await;
    // Central has both sides side by side, and neither hub has anything of the other's people.
    for hub in [&north, &south] {
        hub.level(&back).await;
        is_sound(&hub.node).await;
        assert_eq!(rows(&hub.node, "bank_member").await.len(), 1);
    }
    assert_eq!(rows(&back.node, "bank_dealing").await.len(), 6);
    assert_eq!(rows(&back.node, "parked").await, Vec::<String>::new());
    for table in between::TABLES {
        let mut both = rows(&north.node, table).await;
        both.extend(rows(&south.node, table).await);
        both.sort();
        let held = rows(&back.node, table).await;
        assert_eq!(without_position(held), without_position(both), "{table}");
    }
    for node in [&south.node, &back.node] {
        let anna = data_encoding::HEXLOWER.encode(b"Anna");
        let told = rows(node, "record").await.iter().any(|row| row.contains(&anna));
        assert!(!told, "a name has left its home");
    }
    is_sound(&back.node).await;
}

/// Each node has an order of its own.
fn without_position(rows: Vec<String>) -> Vec<String> {
    let mut rows: Vec<String> = rows
        .into_iter()
        .map(|row| match row.find("position=") {
            None => row,
            Some(at) => {
                let rest = &row[at..];
                let end = rest.find([' ', ',', '|']).unwrap_or(rest.len());
                format!("{}{}", &row[..at], &rest[end..])
            }
        })
        .collect();
    rows.sort();
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn two_banks_settle_when_central_is_back_on_sqlite() {
    let place = tempfile::tempdir().unwrap();
    two_banks(&testing::sqlite_url(place.path(), "central")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_banks_settle_when_central_is_back_on_postgresql() {
    two_banks(&testing::postgres_url().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_reaches_the_words_kept_at_the_other_bank_and_comes_back_acknowledged() {
    let place = tempfile::tempdir().unwrap();
    let first = Central::new(&testing::sqlite_url(place.path(), "central")).await;
    let north = Hub::running(&first, "mompiano").await;
    let south = Hub::running(&first, "lamarmora").await;
    let (anna, bruno) = (admit(&north, "Anna Bianchi").await, admit(&south, "Bruno Verdi").await);
    agree(&north, &south).await;
    give(&north, Command::Between(Across::LetBeNamed { member: anna, named: true })).await;
    let write = |other: &Hub, ours: MemberId, theirs: MemberId| {
        let (peer, theirs, text) =
            (named(other), Code::of(theirs), "Di mattina sono in casa".to_owned());
        Command::Between(Across::Write { peer, ours, theirs, text })
    };
    give(&north, write(&south, anna, bruno)).await;
    give(&south, write(&north, bruno, anna)).await;
    let words = async |hub: &Hub| {
        let rows = rows(&hub.node, "bank_talk").await;
        rows.iter().filter(|row| row.contains("Di mattina")).count()
    };
    eventually("the words are at both", || async {
        words(&south).await == 2 && words(&north).await == 2
    })
    .await;
    eventually("her name is there", || async {
        rows(&south.node, "bank_called_so").await.len() == 1
    })
    .await;

    // Central is away when she asks to be forgotten: it waits for the line like everything else.
    first.end().await;
    let person = PersonId::new(anna.uuid());
    let erase = people::Command::Erase { person };
    give(&north, Command::People(erase)).await;
    assert_eq!((words(&north).await, words(&south).await), (0, 2));
    let answers = async || {
        let mut db = north.node.store.read().await.unwrap();
        between::erasure::answers(&mut db, person).await.unwrap()
    };
    let told = answers().await;
    assert_eq!((told.len(), told[0].done_at_ms), (1, None), "the other bank has not answered yet");

    let back = first.again().await;
    eventually("the other bank has answered", || async {
        answers().await.iter().all(|answer| answer.done_at_ms.is_some())
    })
    .await;
    assert_eq!(words(&south).await, 0);
    assert_eq!(rows(&south.node, "bank_called_so").await, Vec::<String>::new());
    let says = back.node.store.identity().series.clone();
    for hub in [&north, &south] {
        hub.level(&back).await;
        eventually("the hub holds what central wrote", || async {
            head_of(&hub.node, &says).await == head_of(&back.node, &says).await
        })
        .await;
        is_sound(&hub.node).await;
    }
    let kept = rows(&back.node, "record").await;
    let talks = kept.iter().filter(|row| row.contains("Di mattina")).count();
    assert_eq!(talks, 0, "nor does central keep any of it");
    assert_eq!(rows(&south.node, "bank_talk").await.len(), 2, "that somebody wrote stays");
}
