//! Other banks on the console, and who may give commands about them.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use jiff::civil::date;
use protocol::{ActorRef, Channel, CommandId, ExchangeId, MemberId};

use super::{Browser, Console};
use crate::bank::between::message::{Code, Message, Words};
use crate::bank::between::queries;
use crate::bank::between::{Command as C, Proposal};
use crate::bank::exchange::By;
use crate::bank::minutes::{Length, Minutes};
use crate::command::Command;
use crate::people::Role;
use crate::testing::{self, uuid};

/// Who may give each command about other banks: roles by letter, D devices, K kiosks.
pub fn commands() -> Vec<(C, &'static str)> {
    let (member, exchange) = (MemberId::new(uuid(1)), ExchangeId::new(uuid(2)));
    let peer = || "lamarmora".parse().unwrap();
    let theirs = || "K7M4-QX2B".parse().unwrap();
    let (day, ceiling) = (date(2026, 11, 18), Minutes::hours(10));
    let proposal = Proposal {
        peer: peer(),
        by: By::Desk { member },
        to: "K7M4-QX2B".parse().unwrap(),
        gave: true,
        length: Length::try_from(60).unwrap(),
        category: testing::some_category(),
        day,
        cheque: None,
    };
    vec![
        (C::Sign { peer: peer(), from: day, until: day, ceiling }, "C"),
        (C::Countersign { peer: peer(), terms: CommandId::new(uuid(3)) }, "C"),
        (C::End { peer: peer() }, "C"),
        (C::Show { member, shown: true }, "OC"),
        (C::Propose(proposal), "OC"),
        (C::Answer { exchange, by: By::Desk { member }, yes: true }, "OC"),
        (C::Withdraw { exchange }, "OC"),
        (C::AskBack { exchange }, "OC"),
        (C::AnswerBack { exchange, yes: true }, "OC"),
        (C::EndWaiting { exchange }, ""),
        (C::Hear { number: 1, message: Message::Withdrawn { exchange } }, ""),
        (C::LetBeNamed { member, named: true }, "OC"),
        (C::Write { peer: peer(), ours: member, theirs: theirs(), text: "Ciao".into() }, "OC"),
        (C::MarkRead { peer: peer(), ours: member, theirs: theirs() }, "OC"),
        (C::ForgetWords { peer: peer(), ours: member, theirs: theirs() }, "OC"),
    ]
}

/// A number for each kind of command; a new kind does not compile until it has one.
fn number(command: &C) -> usize {
    match command {
        C::Sign { .. } => 0,
        C::Countersign { .. } => 1,
        C::End { .. } => 2,
        C::Show { .. } => 3,
        C::Propose(_) => 4,
        C::Answer { .. } => 5,
        C::Withdraw { .. } => 6,
        C::AskBack { .. } => 7,
        C::AnswerBack { .. } => 8,
        C::EndWaiting { .. } => 9,
        C::Hear { .. } => 10,
        C::LetBeNamed { .. } => 11,
        C::Write { .. } => 12,
        C::MarkRead { .. } => 13,
        C::ForgetWords { .. } => 14,
    }
}

#[test]
fn the_table_of_commands_between_banks_has_a_line_for_every_kind() {
    let numbers: BTreeSet<usize> = commands().iter().map(|(command, _)| number(command)).collect();
    assert_eq!(numbers, (0..15).collect());
}

fn fresh(console: &Console) -> String {
    console.fresh().to_string()
}

async fn send(console: &Console, path: &str, who: &Browser, fields: &[(&str, &str)]) -> String {
    let command = fresh(console);
    let mut all = vec![("command", command.as_str())];
    all.extend_from_slice(fields);
    let done = console.post(path, who, &all).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    done.location().split('?').next().unwrap().to_owned()
}

/// What the other bank's hub writes, as the relay brings it.
async fn hear(console: &Console, number: u64, message: Message) {
    let node = &console.node;
    let from = ActorRef::Node("lamarmora".parse().unwrap());
    let ctx = node.ctx(CommandId::new(node.fresh_id()), from, Channel::Sync);
    node.submit(ctx, Command::Between(C::Hear { number, message })).await.unwrap();
}

#[tokio::test]
async fn an_agreement_is_signed_by_both_desks_and_an_exchange_is_provisional_until_it_is_settled() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    let coordinator = console.signed_in(Role::Coordinator).await;
    let member = [("name", "Livia Conti"), ("neighbourhood", "mompiano")];
    let livia = send(&console, "/bank/members/new", &desk, &member).await;
    for step in ["interview", "begin-trial", "admit"] {
        send(&console, &format!("{livia}/step"), &desk, &[("step", step)]).await;
    }
    let list = console.get("/bank/others", Some(&desk)).await;
    assert!(list.text.contains("Nessun accordo"), "{}", list.text);
    let other = "/bank/others/lamarmora";
    assert!(!console.get(other, Some(&desk)).await.text.contains("name=\"ceiling\""));
    let sheet = [("from", "2026-11-01"), ("until", "2027-10-31"), ("ceiling", "2")];
    send(&console, "/bank/others/lamarmora/sign", &coordinator, &sheet).await;
    let page = console.get(other, Some(&coordinator)).await;
    assert!(page.text.contains("Aspetta la loro firma"), "{}", page.text);
    let node = console.node.clone();
    let mut db = node.store.read().await.unwrap();
    let peer = "lamarmora".parse().unwrap();
    let pact = crate::bank::between::queries::peer(&mut db, node.id(), &peer).await.unwrap().pact;
    drop(db);
    hear(&console, 1, Message::Signed(pact.to_be_signed().unwrap().clone())).await;
    let page = console.get(other, Some(&desk)).await;
    assert!(page.text.contains("In vigore") && page.text.contains("name=\"code\""));

    let said = [
        ("member", "Livia"),
        ("code", "k7m4 qx2b"),
        ("side", "gave"),
        ("length", "2:00"),
        ("category", "company"),
        ("day", "2026-11-18"),
    ];
    let path = send(&console, "/bank/others/lamarmora/exchange", &desk, &said).await;
    let page = console.get(&path, Some(&desk)).await;
    assert!(page.text.contains("Provvisorio") && page.text.contains("K7M4-QX2B"), "{}", page.text);
    let page = console.get(&livia, Some(&desk)).await;
    assert!(page.text.contains("In attesa da altre banche: +2 h"), "{}", page.text);
    // What waits has reached the ceiling: that direction has stopped, and the desk is told.
    let command = fresh(&console);
    let mut again = said.to_vec();
    again.push(("command", command.as_str()));
    let refused = console.post("/bank/others/lamarmora/exchange", &desk, &again).await;
    assert!(refused.text.contains("il tetto di 2 h è raggiunto"), "{}", refused.text);
    let home = console.get("/bank", Some(&desk)).await;
    assert!(home.text.contains("il tetto è raggiunto"), "{}", home.text);

    let exchange = path.rsplit('/').next().unwrap().parse().unwrap();
    hear(&console, 2, Message::Settled { exchange, over: true }).await;
    let page = console.get(&path, Some(&desk)).await;
    assert!(page.text.contains("Nei conti di tutte e due"), "{}", page.text);
    assert!(page.text.contains("Oltre il limite, permesso"));
    let page = console.get(&livia, Some(&desk)).await;
    assert!(page.text.contains("+2 h") && page.text.contains("Altra banca"), "{}", page.text);
    let posted = page.text.find("/bank/exchanges/").map(|at| &page.text[at..at + 52]).unwrap();
    let posted = console.get(posted, Some(&desk)).await;
    assert!(posted.text.contains(&path) && !posted.text.contains("/reverse\""), "{}", posted.text);

    send(&console, &format!("{path}/back"), &desk, &[]).await;
    assert!(console.get(&path, Some(&desk)).await.text.contains("Storno chiesto"));
    hear(&console, 3, Message::BackGiven { exchange, over: false }).await;
    assert!(console.get(&path, Some(&desk)).await.text.contains("Stornato"));
}

#[tokio::test]
async fn two_desks_write_about_two_codes_with_unread_marks_and_forget_it_again() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    let coordinator = console.signed_in(Role::Coordinator).await;
    let member = [("name", "Livia Conti"), ("neighbourhood", "mompiano")];
    let livia = send(&console, "/bank/members/new", &desk, &member).await;
    for step in ["interview", "begin-trial", "admit"] {
        send(&console, &format!("{livia}/step"), &desk, &[("step", step)]).await;
    }
    let sheet = [("from", "2026-11-01"), ("until", "2027-10-31"), ("ceiling", "2")];
    send(&console, "/bank/others/lamarmora/sign", &coordinator, &sheet).await;
    let node = console.node.clone();
    let peer: protocol::NodeId = "lamarmora".parse().unwrap();
    let mut db = node.store.read().await.unwrap();
    let pact = queries::peer(&mut db, node.id(), &peer).await.unwrap().pact;
    drop(db);
    hear(&console, 1, Message::Signed(pact.to_be_signed().unwrap().clone())).await;

    // Whoever does not let themselves be found is nobody to write about.
    let other = "/bank/others/lamarmora/words";
    let said = [("about", "Livia"), ("theirs", "K7M4-QX2B"), ("text", "Quando può Livia?")];
    let command = fresh(&console);
    let all: Vec<_> = [("command", command.as_str())].into_iter().chain(said).collect();
    let refused = console.post(other, &desk, &all).await;
    assert!(refused.text.contains("non si fa trovare"), "{}", refused.text);
    send(&console, &format!("{livia}/shown"), &desk, &[("shown", "yes")]).await;
    send(&console, &format!("{livia}/named"), &desk, &[("named", "yes")]).await;
    let talk = send(&console, other, &desk, &said).await;
    assert_eq!(talk, other);

    // Their answer is to be read: on the desk, in the list, and no more once somebody has looked.
    let ours: MemberId = livia.rsplit('/').next().unwrap().parse().unwrap();
    let (mine, theirs): (Code, Code) = (Code::of(ours), "K7M4-QX2B".parse().unwrap());
    hear(&console, 2, Message::Called { code: theirs.clone(), name: Some("Anna".into()) }).await;
    let answer = |n: u128, to: &Code| {
        let words = CommandId::new(uuid(n));
        let text = "Giovedì dopo le tre.".to_owned();
        Message::Words(Words { words, from: theirs.clone(), to: to.clone(), text })
    };
    hear(&console, 3, answer(70, &mine)).await;
    // To a code nobody has here: heard, and nothing is kept of it.
    hear(&console, 4, answer(71, &"0000-0000".parse().unwrap())).await;
    assert!(console.get("/bank", Some(&desk)).await.text.contains("un messaggio da leggere"));
    let list = console.get("/bank/others", Some(&desk)).await.text;
    assert!(list.contains("1 da leggere") && list.contains("Anna · K7M4-QX2B"), "{list}");
    let path = format!("{other}?ours={ours}&theirs=K7M4QX2B");
    let page = console.get(&path, Some(&desk)).await.text;
    assert!(page.contains("Giovedì dopo le tre.") && page.contains("Quando può Livia?"), "{page}");
    assert!(!console.get("/bank", Some(&desk)).await.text.contains("da leggere"));

    // Names go when they are taken back, and words when either desk forgets them: out of the log, too.
    hear(&console, 5, Message::Called { code: theirs.clone(), name: None }).await;
    let about = [("ours", ours.to_string()), ("theirs", "K7M4QX2B".to_owned())];
    let about: Vec<_> = about.iter().map(|(key, value)| (*key, value.as_str())).collect();
    send(&console, &format!("{other}/forget"), &desk, &about).await;
    let page = console.get(&path, Some(&desk)).await.text;
    assert!(page.contains("Parole cancellate.") && !page.contains("Giovedì"), "{page}");
    assert!(!page.contains("Anna"), "{page}");
    let mut db = node.store.read().await.unwrap();
    for (subject, kind) in
        [(uuid(70).to_string(), "between.worded"), ("K7M4QX2B".to_owned(), "between.called")]
    {
        let facts = crate::store::log::of_subject(&mut db, &subject, 0, 50).await.unwrap();
        let left = facts.iter().filter(|it| it.record.envelope.kind == kind);
        assert!(
            left.clone().count() > 0
                && left.clone().all(|it| matches!(it.record.body, protocol::Body::Absent)),
            "{kind}"
        );
    }
}
