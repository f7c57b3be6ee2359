//! Members' phones on a real node: whoever declares cannot confirm, messages that come twice or late or in any order
//! post an exchange at most once, and both phones are told.

use std::sync::Arc;

use protocol::antenna::{
    BankAnswer, BankAnswerReference, BankDeclare, BankOther, BankPublish, BankRefer, PairRequest,
};
use protocol::kiosk::bank::Way;
use protocol::{
    ActorRef, Channel, CommandId, DeviceId, ExchangeId, MemberId, PersonDetails, Problem,
};

use super::apply;
use crate::bank::decide::Command as Bank;
use crate::bank::members::Step;
use crate::bank::phones::{Act, Command};
use crate::bank::{own, phones, queries, waiting};
use crate::command::{Answer, Command as Any};
use crate::network::{self, Holder, PairingConfig, inbox};
use crate::node::Node;
use crate::store::rebuild;
use crate::testing::{self, HandClock, MORNING_MS};

struct Town {
    _folder: tempfile::TempDir,
    clock: Arc<HandClock>,
    node: Arc<Node>,
}

/// A member and their phone.
#[derive(Clone, Copy)]
struct Somebody {
    member: MemberId,
    number: u32,
    phone: DeviceId,
}

impl Town {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = testing::sqlite_url(folder.path(), "hub");
        let clock = HandClock::at(MORNING_MS);
        let node = testing::node("mompiano", &url, clock.clone()).await;
        Self { _folder: folder, clock, node }
    }

    async fn give(&self, command: Any) -> Result<CommandId, Problem> {
        let id = CommandId::new(self.node.fresh_id());
        let ctx = self.node.ctx(id, ActorRef::System, Channel::Console);
        self.node.submit(ctx, command).await.map(|_| id)
    }

    async fn phone(&self, holder: Holder) -> DeviceId {
        let hood = "mompiano".parse().unwrap();
        let by = ActorRef::System;
        let code = network::new_pairing_code(&self.node, "Telefono", hood, holder, by).await;
        let config = PairingConfig { brokers: Vec::new(), ca_pem: String::new() };
        let request = PairRequest { code: code.unwrap().code, device_name: "a phone".to_owned() };
        network::pair(&self.node, &config, request, None).await.unwrap().device
    }

    async fn member(&self, name: &str) -> MemberId {
        let Bank::Apply(mut application) = apply(None) else { unreachable!() };
        application.person = PersonDetails { name: name.to_owned(), ..PersonDetails::default() };
        let id = self.give(Any::Bank(Bank::Apply(application))).await.unwrap();
        let member = MemberId::from(id);
        for step in [Step::Interview, Step::BeginTrial, Step::Admit] {
            self.give(Any::Bank(Bank::moved(member, step))).await.unwrap();
        }
        member
    }

    async fn somebody(&self, name: &str) -> Somebody {
        let (member, phone) = (self.member(name).await, self.phone(Holder::Antenna).await);
        let link = Command::Link { member, device: phone, agreed: true };
        self.give(Any::Phones(link)).await.unwrap();
        let mut db = self.node.store.read().await.unwrap();
        let number = queries::member(&mut db, member).await.unwrap().unwrap().number;
        Somebody { member, number, phone }
    }

    /// A phone says something under an id.
    async fn says(&self, device: DeviceId, id: CommandId, act: Act) -> Result<Answer, Problem> {
        let ctx = self.node.ctx(id, ActorRef::Device(device), Channel::Antenna);
        self.node.submit(ctx, Any::Phones(Command::Say { device, act })).await
    }

    async fn balance(&self, who: Somebody) -> i64 {
        own::of(&self.node, who.member).await.unwrap().balance_min
    }

    async fn lines(&self, device: DeviceId) -> usize {
        let mut db = self.node.store.read().await.unwrap();
        let lines = inbox::after(&mut db, device, 0, 10_000).await.unwrap();
        lines.iter().filter(|line| line.note == inbox::Note::Bank).count()
    }
}

fn declares(gave: bool, other: u32, minutes: u16) -> Act {
    Act::Declare(BankDeclare {
        gave,
        other: BankOther::Number(other),
        minutes,
        category: "company".parse().unwrap(),
        day: super::TODAY.to_string(),
        agreed: None,
    })
}

/// What a phone can say about one exchange, by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Declares,
    ConfirmsOwn,
    OtherConfirms,
    OtherConfirmsAgain,
    OtherRefuses,
    StrangerConfirms,
}

/// Whatever order messages come in, and however often: an exchange is posted at most once, and only once the other
/// side has said yes before it said no.
#[tokio::test]
async fn a_phone_s_declaration_is_confirmed_at_most_once_by_somebody_else_in_any_order() {
    let town = Town::open().await;
    let (anna, bruno) = (town.somebody("Anna").await, town.somebody("Bruno").await);
    let carla = town.somebody("Carla").await;
    let mut chance = 0x2026_1130_u64;
    let mut lucky = |most: usize| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        usize::try_from(chance % u64::try_from(most).unwrap()).unwrap()
    };
    let mut expected = 0;
    for _ in 0..60 {
        let ids: Vec<CommandId> = (0..6).map(|_| CommandId::new(town.node.fresh_id())).collect();
        let exchange = ExchangeId::from(ids[0]);
        let all = [
            Word::Declares,
            Word::ConfirmsOwn,
            Word::OtherConfirms,
            Word::OtherConfirmsAgain,
            Word::OtherRefuses,
            Word::StrangerConfirms,
        ];
        let (mut declared, mut yes, mut over) = (false, false, false);
        // Ten messages of six kinds: some never come, some come twice under the same id.
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..10 {
            let at = lucky(all.len());
            let answer = |yes| Act::Answer(BankAnswer { exchange, yes });
            let (who, act) = match all[at] {
                Word::Declares => (anna, declares(true, bruno.number, 1)),
                Word::ConfirmsOwn => (anna, answer(true)),
                Word::OtherConfirms | Word::OtherConfirmsAgain => (bruno, answer(true)),
                Word::OtherRefuses => (bruno, answer(false)),
                Word::StrangerConfirms => (carla, answer(true)),
            };
            let answered = town.says(who.phone, ids[at], act).await;
            // The first answer to an id is its answer for ever.
            let first = seen.insert(at);
            match all[at] {
                Word::Declares => declared |= answered.is_ok(),
                Word::ConfirmsOwn => {
                    let slug = answered.unwrap_err().slug().to_owned();
                    assert!(["bank-own-declaration", "bank-unknown-exchange"].contains(&&*slug));
                }
                Word::StrangerConfirms => {
                    let slug = answered.unwrap_err().slug().to_owned();
                    assert!(["bank-not-yours", "bank-unknown-exchange"].contains(&&*slug));
                }
                Word::OtherConfirms | Word::OtherConfirmsAgain if first && declared && !over => {
                    answered.unwrap();
                    (yes, over) = (true, true);
                }
                Word::OtherRefuses if first && declared && !over => {
                    answered.unwrap();
                    over = true;
                }
                Word::OtherConfirms | Word::OtherConfirmsAgain | Word::OtherRefuses => {}
            }
        }
        expected += i64::from(yes);
        assert_eq!(town.balance(anna).await, expected);
        assert_eq!(town.balance(bruno).await, -expected);
    }
    assert!(expected > 5, "some were confirmed: {expected}");
    assert_eq!(town.balance(carla).await, 0);
}

#[tokio::test]
async fn both_phones_are_told_what_changes_and_a_rebuild_tells_nothing_twice() {
    let town = Town::open().await;
    let (anna, bruno) = (town.somebody("Anna").await, town.somebody("Bruno").await);
    let stranger = town.phone(Holder::Antenna).await;
    let before = (town.lines(anna.phone).await, town.lines(bruno.phone).await);
    let id = CommandId::new(town.node.fresh_id());
    town.says(anna.phone, id, declares(true, bruno.number, 60)).await.unwrap();
    let told = (town.lines(anna.phone).await, town.lines(bruno.phone).await);
    assert_eq!(told, (before.0 + 1, before.1 + 1));
    assert_eq!(town.lines(stranger).await, 0, "who speaks for nobody hears of nothing");
    let account = own::of(&town.node, bruno.member).await.unwrap();
    assert_eq!((account.to_answer.len(), account.balance_min), (1, 0));
    rebuild::rebuild(&town.node.store, |_| {}).await.unwrap();
    assert_eq!((town.lines(anna.phone).await, town.lines(bruno.phone).await), told);
    let mut db = town.node.store.read().await.unwrap();
    let speaks = phones::speaks_for(&mut db, town.node.id(), anna.phone).await.unwrap();
    assert_eq!(speaks, Some(anna.member));
}

#[tokio::test]
async fn a_limit_refuses_a_phone_in_its_member_s_own_figures_and_never_in_another_s() {
    let town = Town::open().await;
    let (anna, bruno) = (town.somebody("Anna").await, town.somebody("Bruno").await);
    let fresh = || CommandId::new(town.node.fresh_id());
    // Twenty-one hours at once are more than an account may owe.
    let own = town.says(bruno.phone, fresh(), declares(false, anna.number, 1_260)).await;
    let own = own.unwrap_err();
    assert_eq!((own.slug(), own.args["floor"].as_str()), ("bank-below-floor", "−20 h"));
    let others = town.says(anna.phone, fresh(), declares(true, bruno.number, 1_260)).await;
    let others = others.unwrap_err();
    assert_eq!((others.slug(), others.args.is_empty()), ("bank-other-below-floor", true));
}

#[tokio::test]
async fn a_phone_speaks_only_while_it_is_linked_and_only_as_itself() {
    let town = Town::open().await;
    let (anna, bruno) = (town.somebody("Anna").await, town.somebody("Bruno").await);
    let fresh = || CommandId::new(town.node.fresh_id());
    // An operator's work phone speaks for nobody.
    let by = protocol::StaffId::new(testing::uuid(8));
    let work = town.phone(Holder::Operator(by)).await;
    let link = Command::Link { member: anna.member, device: work, agreed: true };
    assert_eq!(town.give(Any::Phones(link)).await.unwrap_err().slug(), "bank-phone-unknown");
    let act = declares(true, bruno.number, 30);
    // One phone cannot say it is another.
    let ctx = town.node.ctx(fresh(), ActorRef::Device(bruno.phone), Channel::Antenna);
    let other = Command::Say { device: anna.phone, act: act.clone() };
    let refused = town.node.submit(ctx, Any::Phones(other)).await.unwrap_err();
    assert_eq!(refused.slug(), "bank-device-not-linked");
    town.give(Any::Phones(Command::Unlink { device: anna.phone })).await.unwrap();
    let refused = town.says(anna.phone, fresh(), act).await.unwrap_err();
    assert_eq!(refused.slug(), "bank-device-not-linked");
}

#[tokio::test]
async fn the_phones_are_told_of_the_board_together_and_not_of_each_notice() {
    let town = Town::open().await;
    let (anna, bruno) = (town.somebody("Anna").await, town.somebody("Bruno").await);
    let publish = || {
        let (category, text) = ("company".parse().unwrap(), String::new());
        Act::Publish(BankPublish { way: Way::Offer, category, text })
    };
    let of_bruno = town.lines(bruno.phone).await;
    let own = town.lines(anna.phone).await;
    for _ in 0..20 {
        let id = CommandId::new(town.node.fresh_id());
        town.says(anna.phone, id, publish()).await.unwrap();
    }
    assert_eq!(town.lines(anna.phone).await, own + 20, "whose they are hears of each at once");
    assert_eq!(town.lines(bruno.phone).await, of_bruno);
    waiting::end_what_is_over(&town.node).await.unwrap();
    assert_eq!(town.lines(bruno.phone).await, of_bruno + 1, "twenty notices, one line");
    town.clock.move_by(60_000);
    let id = CommandId::new(town.node.fresh_id());
    town.says(anna.phone, id, publish()).await.unwrap();
    waiting::end_what_is_over(&town.node).await.unwrap();
    assert_eq!(town.lines(bruno.phone).await, of_bruno + 1, "what comes next is gathered");
    town.clock.move_by(15 * 60_000);
    for _ in 0..3 {
        waiting::end_what_is_over(&town.node).await.unwrap();
    }
    assert_eq!(town.lines(bruno.phone).await, of_bruno + 2, "and told once");
    town.clock.move_by(60_000);
    town.give(Any::Bank(super::because(anna.member, Step::Suspend))).await.unwrap();
    town.clock.move_by(15 * 60_000);
    waiting::end_what_is_over(&town.node).await.unwrap();
    assert_eq!(town.lines(bruno.phone).await, of_bruno + 3, "hers are gone with her");
    let told = (town.lines(anna.phone).await, town.lines(bruno.phone).await);
    rebuild::rebuild(&town.node.store, |_| {}).await.unwrap();
    assert_eq!((town.lines(anna.phone).await, town.lines(bruno.phone).await), told);
}

#[tokio::test]
async fn how_an_exchange_was_is_said_and_answered_from_the_phones() {
    let town = Town::open().await;
    let (anna, bruno) = (town.somebody("Anna").await, town.somebody("Bruno").await);
    let fresh = || CommandId::new(town.node.fresh_id());
    let id = fresh();
    let exchange = ExchangeId::from(id);
    town.says(anna.phone, id, declares(true, bruno.number, 60)).await.unwrap();
    let refer = |text: &str| Act::Refer(BankRefer { exchange, liked: true, text: text.to_owned() });
    let early = town.says(bruno.phone, fresh(), refer("")).await.unwrap_err();
    assert_eq!(early.slug(), "bank-exchange-state", "nothing was exchanged yet");
    let yes = Act::Answer(BankAnswer { exchange, yes: true });
    town.says(bruno.phone, fresh(), yes).await.unwrap();
    let asked = own::of(&town.node, bruno.member).await.unwrap();
    assert_eq!(asked.movements[0].to_refer, Some(exchange), "he is asked how it was");
    let answer =
        |text: &str| Act::AnswerReference(BankAnswerReference { exchange, text: text.to_owned() });
    let nothing = town.says(anna.phone, fresh(), answer("Grazie")).await.unwrap_err();
    assert_eq!(nothing.slug(), "bank-unknown-reference");
    let before = town.lines(anna.phone).await;
    town.says(bruno.phone, fresh(), refer("Puntuale")).await.unwrap();
    assert_eq!(town.lines(anna.phone).await, before + 1, "whom it is about is told");
    let hers = own::of(&town.node, anna.member).await.unwrap();
    assert_eq!(hers.references[0].text, "Puntuale");
    assert_eq!(hers.references[0].to_answer, Some(exchange));
    let own_answer = town.says(bruno.phone, fresh(), answer("Io")).await.unwrap_err();
    assert_eq!(own_answer.slug(), "bank-unknown-reference", "nothing was said of him");
    town.says(anna.phone, fresh(), answer("Grazie")).await.unwrap();
    let hers = own::of(&town.node, anna.member).await.unwrap();
    let told = (hers.references[0].answer.as_str(), hers.references[0].to_answer);
    assert_eq!(told, ("Grazie", None));
    let again = town.says(anna.phone, fresh(), answer("Ancora")).await.unwrap_err();
    assert_eq!(again.slug(), "bank-already-said");
}
