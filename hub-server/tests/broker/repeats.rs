//! Networks that repeat and reorder: whatever arrives one to three times and out of order comes to the same
//! as each command done once, in the order in which it first came.

use std::collections::BTreeMap;

use hub_server::command::Command;
use hub_server::requests::{self, State};
use proptest::prelude::*;
use protocol::antenna::{AnswerProposal, DeviceCommand, GiveBack, Paired, ReportDone};
use protocol::{ActorRef, Channel, CommandId, DeviceId, ProposalId, RequestId, topic};

use crate::device::{Device, raise};
use crate::town::{Engine, Town};

const DEVICES: usize = 3;
const REQUESTS: usize = 3;
/// How far apart two messages may change places.
const WINDOW: usize = 20;

/// What one of the devices says about one of the requests.
#[derive(Debug, Clone, Copy)]
enum Word {
    Yes,
    No,
    Done(u16),
    GiveBack,
    Raise,
}

#[derive(Debug, Clone, Copy)]
struct Said {
    device: usize,
    request: usize,
    word: Word,
}

fn word() -> impl Strategy<Value = Word> {
    prop_oneof![
        3 => Just(Word::Yes),
        3 => Just(Word::No),
        2 => (1_u16..100).prop_map(Word::Done),
        1 => Just(Word::GiveBack),
        1 => Just(Word::Raise),
    ]
}

/// What is said, and in which order and how often it arrives: indexes into what is said.
fn script() -> impl Strategy<Value = (Vec<Said>, Vec<usize>)> {
    let said = (0..DEVICES, 0..REQUESTS, word());
    let said = said.prop_map(|(device, request, word)| Said { device, request, word });
    let copies = prop::collection::vec((0..WINDOW, any::<prop::sample::Index>()), 3);
    prop::collection::vec((said, 1_usize..=3, copies), 1..30).prop_map(|all| {
        let mut arrivals = Vec::new();
        for (at, (_, times, places)) in all.iter().enumerate() {
            for (late, _) in &places[..*times] {
                arrivals.push((at + late, at));
            }
        }
        arrivals.sort_unstable();
        let order = arrivals.into_iter().map(|(_, at)| at).collect();
        (all.into_iter().map(|(said, _, _)| said).collect(), order)
    })
}

/// A town in which every device has been asked about every request; both runs begin like this.
struct Run {
    town: Town,
    paired: Vec<Paired>,
    requests: Vec<RequestId>,
    proposals: Vec<ProposalId>,
}

impl Run {
    async fn begin() -> Self {
        let town = Town::open(Engine::Embedded).await;
        let mut paired = Vec::new();
        for n in 0..DEVICES {
            paired.push(town.antenna(&format!("Antenna {n}"), "mompiano").await);
        }
        let (mut requests, mut proposals) = (Vec::new(), Vec::new());
        for _ in 0..REQUESTS {
            let request = town.need("").await;
            town.propose(request, None).await;
            let open = town.brief(request).await.unwrap().request.open.unwrap();
            requests.push(request);
            proposals.push(open.id);
        }
        Self { town, paired, requests, proposals }
    }

    fn words(&self, said: Said) -> DeviceCommand {
        let request = self.requests[said.request];
        let proposal = self.proposals[said.request];
        let answer = |accept| DeviceCommand::AnswerProposal(AnswerProposal { proposal, accept });
        match said.word {
            Word::Yes => answer(true),
            Word::No => answer(false),
            Word::Done(minutes) => {
                let minutes = Some(minutes);
                DeviceCommand::ReportDone(ReportDone { request, minutes, note: String::new() })
            }
            Word::GiveBack => DeviceCommand::GiveBack(GiveBack { request }),
            Word::Raise => raise("mompiano"),
        }
    }

    /// What it comes to, with devices by number, because their names differ from run to run.
    async fn outcome(&self) -> Vec<String> {
        let numbers: BTreeMap<DeviceId, usize> =
            self.paired.iter().zip(0..).map(|(paired, n)| (paired.device, n)).collect();
        let mut lines = Vec::new();
        for request in &self.requests {
            let brief = self.town.brief(*request).await.unwrap();
            let helper = brief.request.helper.map(|device| numbers[&device]);
            let open = brief.request.open.map(|open| {
                let mut silent: Vec<_> = open.silent.iter().map(|id| numbers[id]).collect();
                silent.sort_unstable();
                (open.circle, silent)
            });
            let state: State = brief.request.state;
            lines.push(format!("{state:?} {helper:?} {:?} {open:?}", brief.done_minutes));
        }
        lines.extend(self.town.rows("request_tally").await);
        for kind in ["need-left", "accepted", "declined", "reported-done", "given-back"] {
            let facts = self.town.facts(&format!("requests.{kind}")).await;
            lines.push(format!("{kind} {facts}"));
        }
        lines
    }
}

fn id_of(at: usize) -> CommandId {
    CommandId::new(hub_server::testing::uuid(0x5000 + at as u128))
}

/// What each command was answered, by its place in what is said.
type Answers = BTreeMap<usize, Option<String>>;

async fn over_mqtt(said: &[Said], order: &[usize]) -> (Vec<String>, Answers) {
    let run = Run::begin().await;
    let mut devices = Vec::new();
    for paired in &run.paired {
        devices.push(Device::connect(&run.town, paired).await);
    }
    let mut answers = Answers::new();
    let mut expected: Vec<(usize, usize)> = Vec::new();
    for at in order {
        let device = said[*at].device;
        let bytes = run.words(said[*at]).seal(id_of(*at), *at as u64, 0).unwrap();
        let topic = topic::command(run.paired[device].device);
        // The broker's acknowledgement means that it stands before the hub, behind all earlier ones.
        devices[device].publish(&topic, bytes).await.unwrap();
        expected.push((device, *at));
    }
    for (device, at) in expected {
        let slug = devices[device].receipt(id_of(at)).await.map(|p| p.slug().to_owned());
        let first = answers.entry(at).or_insert_with(|| slug.clone());
        assert_eq!(*first, slug, "the same id gets the same answer");
    }
    (run.outcome().await, answers)
}

async fn one_by_one(said: &[Said], order: &[usize]) -> (Vec<String>, Answers) {
    let run = Run::begin().await;
    let mut answers = Answers::new();
    for at in order {
        if answers.contains_key(at) {
            continue;
        }
        let device = run.paired[said[*at].device].device;
        let command = match run.words(said[*at]) {
            DeviceCommand::AnswerProposal(it) => {
                requests::Command::Answer { proposal: it.proposal, device, accept: it.accept }
            }
            DeviceCommand::ReportDone(it) => requests::Command::ReportDone {
                request: it.request,
                device: Some(device),
                minutes: it.minutes,
                said: it.note,
            },
            DeviceCommand::GiveBack(it) => {
                requests::Command::GiveBack { request: it.request, device, why: String::new() }
            }
            _ => requests::Command::Leave(crate::town::need(id_of(*at), "")),
        };
        let ctx = run.town.node.ctx(id_of(*at), ActorRef::Device(device), Channel::Antenna);
        let answer = run.town.node.submit(ctx, Command::Requests(command)).await;
        answers.insert(*at, answer.err().map(|problem| problem.slug().to_owned()));
    }
    (run.outcome().await, answers)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn mqtt_05_repeated_and_reordered_comes_to_the_same_as_once_and_in_order((said, order) in script()) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (mqtt, clean) = runtime.block_on(async {
            tokio::join!(over_mqtt(&said, &order), one_by_one(&said, &order))
        });
        prop_assert_eq!(mqtt, clean);
    }
}

/// Words about different things, which may come in any order: each device about a request of its own.
#[tokio::test]
async fn what_does_not_depend_on_each_other_comes_to_the_same_in_any_order() {
    let said: Vec<Said> = (0..30)
        .map(|n| {
            let word = match n {
                0 | 1 => Word::No,
                2 => Word::Yes,
                _ => Word::Raise,
            };
            Said { device: n % DEVICES, request: n % REQUESTS, word }
        })
        .collect();
    let in_order: Vec<usize> = (0..said.len()).collect();
    let shuffled: Vec<usize> =
        (0..said.len()).map(|n| (n * 7) % said.len()).flat_map(|n| vec![n; 1 + n % 3]).collect();
    let (clean, clean_answers) = one_by_one(&said, &in_order).await;
    let (mqtt, answers) = over_mqtt(&said, &shuffled).await;
    assert_eq!(mqtt, clean);
    assert_eq!(answers, clean_answers);
}
