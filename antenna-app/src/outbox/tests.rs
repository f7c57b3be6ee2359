//! The outbox against a plain model of it, over scripts nobody would think to write, and its accidents.

use std::collections::BTreeMap;
use std::path::PathBuf;

use proptest::prelude::*;
use protocol::antenna::{
    AnswerProposal, Assigned, DeviceCommand, News, ProposalClosed, RaiseNeed, Receipt, TaskClosed,
    WhyClosed,
};
use protocol::kiosk::Urgency;
use protocol::{CommandId, PersonDetails, Problem, ProposalId, Relation, RequestId};
use uuid::Uuid;

use super::*;

struct Place {
    _folder: tempfile::TempDir,
    path: PathBuf,
    outbox: Outbox,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("antenna.sqlite");
        let outbox = Outbox::open(&path, 0).await.unwrap().outbox;
        Self { _folder: folder, path, outbox }
    }

    async fn restart(&mut self) {
        self.outbox.close().await;
        let opened = Outbox::open(&self.path, 0).await.unwrap();
        assert_eq!(opened.moved_aside, None, "a healthy file was taken for a damaged one");
        self.outbox = opened.outbox;
    }
}

fn id(number: u64) -> CommandId {
    CommandId::new(Uuid::from_u128(u128::from(number) + 1))
}

fn answer(number: u64) -> DeviceCommand {
    let proposal = ProposalId::new(Uuid::from_u128(u128::from(number)));
    DeviceCommand::AnswerProposal(AnswerProposal { proposal, accept: true })
}

fn need(text: &str) -> DeviceCommand {
    DeviceCommand::RaiseNeed(RaiseNeed {
        category: "spesa".parse().unwrap(),
        neighbourhood: "casazza".parse().unwrap(),
        urgency: Urgency::Today,
        text: text.into(),
        relation: Relation::Neighbour,
    })
}

fn loose(cursor: u64, news: &News) -> LooseFact {
    LooseFact { cursor, body: serde_json::value::to_raw_value(news).unwrap() }
}

fn closed(number: u64) -> News {
    News::ProposalClosed(ProposalClosed {
        proposal: ProposalId::new(Uuid::from_u128(u128::from(number))),
        why: WhyClosed::Expired,
    })
}

fn request() -> RequestId {
    RequestId::new(Uuid::from_u128(77))
}

fn assigned() -> News {
    News::Assigned(Assigned {
        relation: Relation::Neighbour,
        request: request(),
        proposal: ProposalId::new(Uuid::from_u128(78)),
        category: "spesa".parse().unwrap(),
        neighbourhood: "casazza".parse().unwrap(),
        urgency: Urgency::Today,
        note: "Suonare due volte".into(),
        person: PersonDetails {
            name: "Nome Di Prova".into(),
            phone: "030 000000".into(),
            address: "Via di Prova 1".into(),
        },
    })
}

#[tokio::test]
async fn the_same_command_twice_is_one_entry_with_one_number() {
    let place = Place::new().await;
    assert_eq!(place.outbox.put(id(1), &answer(1), 5, 0).await.unwrap(), Put::Kept(1));
    assert_eq!(place.outbox.put(id(1), &answer(1), 6, 0).await.unwrap(), Put::AlreadyThere(1));
    assert_eq!(place.outbox.put(id(2), &answer(2), 7, 0).await.unwrap(), Put::Kept(2));
    assert_eq!(place.outbox.waiting(9).await.unwrap(), [1, 2]);
}

#[tokio::test]
async fn a_receipt_that_says_later_keeps_the_command() {
    let place = Place::new().await;
    place.outbox.put(id(1), &answer(1), 5, 0).await.unwrap();
    let busy = Receipt { re: id(1), problem: Some(Problem::try_later("hub-busy")) };
    let settled = place.outbox.settle(&busy).await.unwrap();
    assert!(matches!(settled, Settled::Later { n: 1, .. }), "{settled:?}");
    assert_eq!(place.outbox.waiting(9).await.unwrap(), [1]);
}

#[tokio::test]
async fn a_refusal_is_remembered_with_its_reason() {
    let mut place = Place::new().await;
    place.outbox.put(id(1), &answer(1), 5, 0).await.unwrap();
    let taken = Problem::conflict("already-taken");
    let receipt = Receipt { re: id(1), problem: Some(taken.clone()) };
    place.outbox.settle(&receipt).await.unwrap();
    place.restart().await;
    assert_eq!(place.outbox.entries().await.unwrap()[0].state, EntryState::Refused(taken));
    assert_eq!(place.outbox.settle(&receipt).await.unwrap(), Settled::Unknown);
}

#[tokio::test]
async fn what_a_person_wrote_goes_once_the_hub_has_it() {
    let place = Place::new().await;
    place.outbox.put(id(1), &need("una cosa delicata"), 5, 0).await.unwrap();
    let before = place.outbox.sealed(1).await.unwrap().unwrap().1;
    assert!(String::from_utf8(before).unwrap().contains("una cosa delicata"));
    place.outbox.settle(&Receipt { re: id(1), problem: None }).await.unwrap();
    let entry = &place.outbox.entries().await.unwrap()[0];
    let Some(DeviceCommand::RaiseNeed(need)) = &entry.command else { panic!("{entry:?}") };
    assert_eq!((need.text.as_str(), need.category.as_str()), ("", "spesa"));
}

#[tokio::test]
async fn a_persons_details_leave_the_disk_when_the_task_is_closed() {
    let place = Place::new().await;
    place.outbox.keep(&[loose(1, &assigned())], 0).await.unwrap();
    let over = News::TaskClosed(TaskClosed { request: request(), met: true });
    place.outbox.keep(&[loose(2, &over)], 0).await.unwrap();
    place.outbox.close().await;
    for suffix in ["", "-wal"] {
        let file = format!("{}{suffix}", place.path.display());
        let bytes = std::fs::read(file).unwrap_or_default();
        for secret in ["Nome Di Prova", "030 000000", "Via di Prova 1", "Suonare due volte"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} is still on disk");
        }
    }
}

#[tokio::test]
async fn facts_after_a_gap_are_left_for_later() {
    let place = Place::new().await;
    let outcome =
        place.outbox.keep(&[loose(1, &closed(1)), loose(3, &closed(3))], 0).await.unwrap();
    assert_eq!((outcome.cursor, outcome.fresh.len(), outcome.gap), (1, 1, true));
}

#[tokio::test]
async fn news_of_a_later_version_are_kept_as_they_came() {
    let place = Place::new().await;
    let body = serde_json::value::RawValue::from_string(r#"{"news":"dance"}"#.into()).unwrap();
    let outcome = place.outbox.keep(&[LooseFact { cursor: 1, body }], 0).await.unwrap();
    assert_eq!(outcome.fresh, [KeptFact { cursor: 1, news: None }]);
    assert_eq!(place.outbox.cursor().await.unwrap(), 1);
}

#[tokio::test]
async fn going_back_forgets_what_the_hub_forgot() {
    let place = Place::new().await;
    let facts: Vec<LooseFact> = (1..=5).map(|cursor| loose(cursor, &closed(cursor))).collect();
    place.outbox.keep(&facts, 0).await.unwrap();
    place.outbox.rewind(2).await.unwrap();
    assert_eq!(place.outbox.cursor().await.unwrap(), 2);
    assert_eq!(place.outbox.facts().await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_was_over_long_ago_goes() {
    let place = Place::new().await;
    place.outbox.keep(&[loose(1, &closed(1))], 100).await.unwrap();
    place.outbox.keep(&[loose(2, &closed(2))], 200).await.unwrap();
    place.outbox.forget_what_was_over(150).await.unwrap();
    let left: Vec<u64> =
        place.outbox.facts().await.unwrap().iter().map(|fact| fact.cursor).collect();
    assert_eq!(left, [2]);
    assert_eq!(place.outbox.cursor().await.unwrap(), 2);
}

#[tokio::test]
async fn a_draft_replaces_the_one_before_and_can_be_thrown_away() {
    let place = Place::new().await;
    place.outbox.keep_draft(DraftName::Activity, "{\"a\":1}", 0).await.unwrap();
    place.outbox.keep_draft(DraftName::Activity, "{\"a\":2}", 1).await.unwrap();
    let drafts = place.outbox.drafts().await.unwrap();
    assert_eq!(drafts, [(DraftName::Activity, "{\"a\":2}".to_owned())]);
    place.outbox.drop_draft(DraftName::Activity).await.unwrap();
    assert!(place.outbox.drafts().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_damaged_file_is_moved_aside_and_an_empty_one_takes_its_place() {
    let mut place = Place::new().await;
    for round in 0..2_u64 {
        place.outbox.put(id(round), &answer(round), 5, 0).await.unwrap();
        place.outbox.close().await;
        std::fs::write(&place.path, b"this was a database once, and no longer is one").unwrap();
        let opened = Outbox::open(&place.path, 1_700_000_000_000).await.unwrap();
        let aside = opened.moved_aside.expect("the damage was not noticed");
        assert!(std::fs::read(&aside).unwrap().starts_with(b"this was a database"));
        assert!(aside.display().to_string().contains("damaged-20231114"), "{}", aside.display());
        assert_eq!(opened.outbox.waiting(9).await.unwrap(), Vec::<u64>::new());
        place.outbox = opened.outbox;
    }
}

#[tokio::test]
async fn a_torn_page_counts_as_damage() {
    let place = Place::new().await;
    for number in 0..200 {
        place.outbox.put(id(number), &need(&"parole ".repeat(40)), 5, 0).await.unwrap();
    }
    place.outbox.close().await;
    let mut bytes = std::fs::read(&place.path).unwrap();
    let len = bytes.len();
    bytes[len / 3..len / 2].fill(0xAA);
    std::fs::write(&place.path, bytes).unwrap();
    let opened = Outbox::open(&place.path, 0).await.unwrap();
    assert!(opened.moved_aside.is_some());
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_left_alone() {
    let place = Place::new().await;
    sqlx::query("UPDATE _sqlx_migrations SET version = version + 9999")
        .execute(&place.outbox.pool)
        .await
        .unwrap();
    place.outbox.close().await;
    let error = Outbox::open(&place.path, 0).await.unwrap_err();
    assert!(matches!(error, Error::Newer { .. }), "{error}");
    assert!(place.path.exists());
}

/// One step of a script; numbers are taken modulo what exists.
#[derive(Debug, Clone)]
enum Step {
    Put(u64),
    /// The hub answers the `k`-th command ever put.
    Recorded(u64),
    Refused(u64),
    Later(u64),
    /// Facts from this cursor, this many, shuffled and doubled by the seed.
    Facts(u64, u64, u64),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_u64..12).prop_map(Step::Put),
        3 => (0_u64..12).prop_map(Step::Recorded),
        1 => (0_u64..12).prop_map(Step::Refused),
        1 => (0_u64..12).prop_map(Step::Later),
        3 => (1_u64..12, 1_u64..5, any::<u64>()).prop_map(|(from, many, seed)| Step::Facts(from, many, seed)),
        2 => Just(Step::Restart),
    ]
}

/// What an outbox is, without a disk.
#[derive(Default)]
struct Plain {
    numbers: BTreeMap<u64, u64>,
    sealed: BTreeMap<u64, Vec<u8>>,
    waiting: Vec<u64>,
    cursor: u64,
}

async fn play(script: Vec<Step>) -> Result<(), TestCaseError> {
    let mut place = Place::new().await;
    let mut plain = Plain::default();
    for step in script {
        match step {
            Step::Put(k) => {
                let put = place.outbox.put(id(k), &answer(k), 5, 0).await.unwrap();
                if let Some(n) = plain.numbers.get(&k) {
                    prop_assert_eq!(put, Put::AlreadyThere(*n));
                } else {
                    let n = plain.numbers.len() as u64 + 1;
                    prop_assert_eq!(put, Put::Kept(n), "numbers have no gaps");
                    plain.numbers.insert(k, n);
                    plain.waiting.push(n);
                    let sealed = place.outbox.sealed(n).await.unwrap().unwrap().1;
                    plain.sealed.insert(n, sealed);
                }
            }
            Step::Recorded(k) | Step::Refused(k) | Step::Later(k) => {
                let problem = match step {
                    Step::Refused(_) => Some(Problem::conflict("already-taken")),
                    Step::Later(_) => Some(Problem::try_later("hub-busy")),
                    Step::Put(_) | Step::Recorded(_) | Step::Facts(..) | Step::Restart => None,
                };
                let later = problem.as_ref().is_some_and(|problem| problem.retry);
                let settled = place.outbox.settle(&Receipt { re: id(k), problem }).await.unwrap();
                let n = plain.numbers.get(&k).copied().filter(|n| plain.waiting.contains(n));
                prop_assert_eq!(settled == Settled::Unknown, n.is_none());
                if !later {
                    plain.waiting.retain(|other| Some(*other) != n);
                }
            }
            Step::Facts(from, many, seed) => {
                let mut facts: Vec<LooseFact> =
                    (from..from + many).map(|cursor| loose(cursor, &closed(cursor))).collect();
                let turn = usize::try_from(seed % many).unwrap();
                facts.rotate_left(turn);
                facts.push(facts[0].clone());
                let outcome = place.outbox.keep(&facts, 0).await.unwrap();
                let continues = from <= plain.cursor + 1;
                let reached =
                    if continues { plain.cursor.max(from + many - 1) } else { plain.cursor };
                prop_assert_eq!(outcome.gap, !continues);
                prop_assert_eq!(outcome.fresh.len() as u64, reached - plain.cursor);
                plain.cursor = reached;
            }
            Step::Restart => place.restart().await,
        }
        prop_assert_eq!(&place.outbox.waiting(99).await.unwrap(), &plain.waiting);
        prop_assert_eq!(place.outbox.cursor().await.unwrap(), plain.cursor);
        for (&n, bytes) in &plain.sealed {
            let sealed = place.outbox.sealed(n).await.unwrap().map(|(_, bytes)| bytes);
            let expected = plain.waiting.contains(&n).then(|| bytes.clone());
            prop_assert_eq!(sealed, expected, "bytes change or outlive their receipt");
        }
    }
    let kept: Vec<u64> =
        place.outbox.facts().await.unwrap().iter().map(|fact| fact.cursor).collect();
    prop_assert_eq!(kept, (1..=plain.cursor).collect::<Vec<_>>());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_is_sent_after_its_receipt(
        script in prop::collection::vec(step(), 1..40)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(play(script))?;
    }
}
