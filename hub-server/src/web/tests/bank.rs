//! The time bank on the console, page by page, and who may give its commands.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use protocol::antenna::BankWithdraw;
use protocol::{AccountId, DeviceId, ExchangeId, ListingId, MemberId};

use super::{Browser, Console};
use crate::bank::Command as B;
use crate::bank::account::Agreement;
use crate::bank::after::{Expense, Expenses};
use crate::bank::decide::{Application, Correction, Declaration, NewListing, Planned};
use crate::bank::exchange::By;
use crate::bank::listings::{ListingStep, Way};
use crate::bank::members::{Reach, Step};
use crate::bank::minutes::Length;
use crate::bank::phones::{self, Act};
use crate::bank::{Rules, members};
use crate::people::Role;
use crate::testing::{self, uuid};

/// Who may give each command of the bank: roles by letter, D devices, K kiosks.
pub fn commands() -> Vec<(B, &'static str)> {
    let (member, exchange) = (MemberId::new(uuid(1)), ExchangeId::new(uuid(2)));
    let by = By::Member(member);
    let category = testing::some_category();
    let day = jiff::civil::date(2026, 11, 18);
    let application = Application {
        person: protocol::PersonDetails { name: "Livia".to_owned(), ..Default::default() },
        neighbourhood: "mompiano".parse().unwrap(),
        age: None,
        reach: Reach::Desk,
        language: "it".to_owned(),
        shares_with: None,
        brings: None,
    };
    let correction = Correction {
        member,
        name: "Livia".to_owned(),
        phone: None,
        address: None,
        neighbourhood: "mompiano".parse().unwrap(),
        age: None,
        reach: Reach::Desk,
        language: "it".to_owned(),
        shares_with: None,
    };
    let declaration = Declaration {
        by,
        gave: true,
        other: member,
        length: Length::try_from(60).unwrap(),
        category: category.clone(),
        day,
        agreed: None,
    };
    let planned = Planned {
        by,
        gives: true,
        other: member,
        length: Length::try_from(60).unwrap(),
        category: category.clone(),
        meet_at_ms: 0,
    };
    let listing = NewListing {
        member,
        way: Way::Offer,
        category: category.clone(),
        until: None,
        text: String::new(),
        tags: Vec::new(),
    };
    let agreement = Agreement {
        title: "Convenzione".to_owned(),
        from: day,
        until: day,
        scope: BTreeSet::from([category]),
    };
    let record = |by_the_body| B::Record { orders: Vec::new(), by_the_body };
    let step = |step| B::moved(member, step);
    let limits = Rules::default().limits;
    vec![
        (B::Apply(application), "OC"),
        (B::Correct(Box::new(correction)), "OC"),
        (step(Step::Interview), "OC"),
        (step(Step::CloseToFund), "C"),
        (record(false), "OC"),
        (record(true), "C"),
        (B::Declare(declaration), "OCK"),
        (B::Answer { exchange, by, yes: true }, "OCK"),
        (B::Withdraw { exchange, by }, "OCK"),
        (B::EndWaiting { exchange }, ""),
        (B::Dispute { exchange, by, why: String::new() }, "OC"),
        (B::Uphold { exchange }, "OC"),
        (B::Reverse { exchange, note: String::new() }, "OC"),
        (B::IssueCheques { member, first: 1, last: 10 }, "OC"),
        (B::SetRules { rules: Rules::default() }, "C"),
        (B::SetLimits { account: AccountId::new(uuid(3)), limits }, "C"),
        (B::SetAgreement { agreement }, "C"),
        (B::List(listing), "OCK"),
        (
            B::MoveListing {
                listing: ListingId::new(uuid(4)),
                step: ListingStep::Pause,
                until: None,
            },
            "OCK",
        ),
        (
            B::MoveListing {
                listing: ListingId::new(uuid(4)),
                step: ListingStep::Show,
                until: None,
            },
            "OC",
        ),
        (B::Refer { exchange, by, liked: true, text: String::new() }, "OCK"),
        (B::AnswerReference { exchange, of: member, by, text: "Grazie".to_owned() }, "OCK"),
        (B::HideReference { exchange, of: member, hidden: true }, "C"),
        (
            B::NoteExpenses {
                expenses: Expenses { exchange, amount_cents: 500, what: Expense::Materials },
                agreed: true,
            },
            "OC",
        ),
        (B::Called { member, about: "limit:low".to_owned() }, "OC"),
        (B::Import(Box::default()), "C"),
        (B::Arrange(planned), "OC"),
        (B::CallOff { arrangement: exchange, by, missed: false, why: String::new() }, "OC"),
    ]
}

/// The same for members' phones.
pub fn phones() -> Vec<(phones::Command, &'static str)> {
    let (member, device) = (MemberId::new(uuid(1)), DeviceId::new(uuid(5)));
    let act = Act::Withdraw(BankWithdraw { exchange: ExchangeId::new(uuid(2)) });
    vec![
        (phones::Command::Link { member, device, agreed: true }, "OC"),
        (phones::Command::Unlink { device }, "OC"),
        (phones::Command::Say { device, act }, "D"),
        (phones::Command::TellBoard, ""),
    ]
}

/// A number for each kind of command; a new kind does not compile until it has one.
fn number(command: &B) -> usize {
    match command {
        B::Apply(_) => 0,
        B::Move { step: members::Step::CloseToFund, .. } => 1,
        B::Move { .. } => 2,
        B::Record { by_the_body: true, .. } => 3,
        B::Record { .. } => 4,
        B::Declare(_) => 5,
        B::Answer { .. } => 6,
        B::Withdraw { .. } => 7,
        B::EndWaiting { .. } => 8,
        B::Dispute { .. } => 9,
        B::Uphold { .. } => 10,
        B::Reverse { .. } => 11,
        B::IssueCheques { .. } => 12,
        B::SetRules { .. } => 13,
        B::SetLimits { .. } => 14,
        B::SetAgreement { .. } => 15,
        B::List(_) => 16,
        B::MoveListing { step: ListingStep::Hide | ListingStep::Show, .. } => 26,
        B::MoveListing { .. } => 17,
        B::Refer { .. } => 18,
        B::AnswerReference { .. } => 19,
        B::HideReference { .. } => 20,
        B::NoteExpenses { .. } => 21,
        B::Called { .. } => 22,
        B::Import(_) => 23,
        B::Arrange(_) => 24,
        B::CallOff { .. } => 25,
        B::Correct(_) => 27,
    }
}

#[test]
fn the_table_of_the_bank_s_commands_has_a_line_for_every_kind() {
    let numbers: BTreeSet<usize> = commands().iter().map(|(command, _)| number(command)).collect();
    assert_eq!(numbers, (0..28).collect());
}

/// A new form's command.
fn fresh(console: &Console) -> String {
    console.fresh().to_string()
}

async fn admit(console: &Console, desk: &Browser, name: &str) -> String {
    let (hood, command) = ("mompiano", fresh(console));
    let fields = [("command", command.as_str()), ("name", name), ("neighbourhood", hood)];
    let done = console.post("/bank/members/new", desk, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let path = done.location().split('?').next().unwrap().to_owned();
    for step in ["interview", "begin-trial", "admit"] {
        let page = console.get(&path, Some(desk)).await;
        assert!(
            page.text.contains(&format!("value=\"{step}\"")),
            "the next step is offered: {step}"
        );
        let command = fresh(console);
        let fields = [("command", command.as_str()), ("step", step)];
        let done = console.post(&format!("{path}/step"), desk, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    }
    path
}

async fn record(
    console: &Console,
    desk: &Browser,
    giver: &str,
    receiver: &str,
    length: &str,
) -> super::Page {
    let command = fresh(console);
    let fields = [
        ("command", command.as_str()),
        ("giver", giver),
        ("receiver", receiver),
        ("length", length),
        ("category", "company"),
        ("day", "2026-11-18"),
    ];
    console.post("/bank/record", desk, &fields).await
}

#[tokio::test]
async fn an_exchange_is_recorded_from_two_names_a_length_and_a_service() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    let livia = admit(&console, &desk, "Livia Conti").await;
    admit(&console, &desk, "Bruno Verdi").await;
    admit(&console, &desk, "Bruna Verdi").await;

    let done = record(&console, &desk, "livia", "Bruno Verdi · 2", "1:30").await;
    assert_eq!(done.location(), "/bank?done=bank-posted", "{}", done.text);
    let page = console.get(&livia, Some(&desk)).await;
    assert!(page.text.contains("+1 h 30"), "{}", page.text);

    let unsure = record(&console, &desk, "Livia", "verdi", "60").await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.text.contains("Bruno Verdi · 2, Bruna Verdi · 3"), "{}", unsure.text);
    assert!(unsure.text.contains("value=\"Livia\""), "what was typed stays");

    let nobody = record(&console, &desk, "Teresa", "1", "un'ora").await;
    assert!(nobody.text.contains("«Teresa»") && nobody.text.contains("oppure 2h"));

    let long = record(&console, &desk, "1", "2", "20h").await;
    assert_eq!(long.status, StatusCode::CONFLICT);
    assert!(long.text.contains("sotto −20 h"), "{}", long.text);
    assert!(long.text.contains("servono prima 1 h 30 date"), "{}", long.text);

    // Who looks from the city sees numbers, not names.
    let staff = console.signed_in(Role::CentralStaff).await;
    let seen = console.get("/bank/members", Some(&staff)).await;
    assert!(
        !seen.text.contains("Livia Conti") && seen.text.contains("Tessera n. 1"),
        "{}",
        seen.text
    );
    let found = console.get("/bank/members?q=livia", Some(&desk)).await;
    assert!(found.text.contains("Livia Conti") && !found.text.contains("Bruno"));
}

#[tokio::test]
async fn what_one_declares_the_desk_hears_confirmed_by_the_other_and_can_reverse() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    let livia = admit(&console, &desk, "Livia Conti").await;
    admit(&console, &desk, "Bruno Verdi").await;
    let command = fresh(&console);
    let fields = [
        ("command", command.as_str()),
        ("by", "Livia"),
        ("side", "gave"),
        ("other", "Bruno"),
        ("length", "2h"),
        ("category", "company"),
        ("day", "2026-11-17"),
    ];
    let said = console.post("/bank/declare", &desk, &fields).await;
    let path = said.location().split('?').next().unwrap().to_owned();
    let page = console.get(&path, Some(&desk)).await;
    assert!(page.text.contains("Da confermare") && page.text.contains("Bruno Verdi è qui"));
    assert!(!console.get(&livia, Some(&desk)).await.text.contains("+2 h"));
    let command = fresh(&console);
    let fields = [("command", command.as_str()), ("yes", "yes")];
    let answered = console.post(&format!("{path}/answer"), &desk, &fields).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text);
    assert!(console.get(&livia, Some(&desk)).await.text.contains("+2 h"));
    let command = fresh(&console);
    let fields = [("command", command.as_str()), ("note", "Era un'altra persona")];
    let reversed = console.post(&format!("{path}/reverse"), &desk, &fields).await;
    assert_eq!(reversed.status, StatusCode::SEE_OTHER, "{}", reversed.text);
    assert!(!console.get(&livia, Some(&desk)).await.text.contains("+2 h"));
    assert!(console.get(&path, Some(&desk)).await.text.contains("Stornato"));
}

#[tokio::test]
async fn a_list_is_tried_out_line_by_line_before_anything_is_written() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    let livia = admit(&console, &desk, "Livia Conti").await;
    admit(&console, &desk, "Bruno Verdi").await;
    let send = async |rows: &str, what: &str| {
        let command = fresh(&console);
        let fields = [
            ("command", command.as_str()),
            ("rows", rows),
            ("category", "company"),
            ("day", "2026-11-18"),
            ("do", what),
        ];
        console.post("/bank/lists", &desk, &fields).await
    };
    let tried = send("Livia; Bruno; 1:00\nLivia; Teresa; 1:00", "write").await;
    assert_eq!(tried.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(tried.text.contains("«Teresa»"), "{}", tried.text);
    let mistyped = send("Livia; Bruno; 1:00; company; 17/11/2026; 1O4", "write").await;
    assert_eq!(mistyped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mistyped.text.contains("Il numero è fatto di sole cifre"), "{}", mistyped.text);
    // What the books would refuse is told when it is tried, with its line.
    let much = send(&"Livia; Bruno; 8:00\n".repeat(8), "try").await;
    assert!(much.status.is_client_error(), "{}", much.text);
    assert_eq!(much.text.matches("<li class=\"bad\">").count(), 1, "{}", much.text);
    let good = "Livia; Bruno; 1:00\n1\t2\t30\tcompany\t17/11/2026";
    let tried = send(good, "try").await;
    assert_eq!(tried.status, StatusCode::OK, "{}", tried.text);
    assert!(
        !console.get(&livia, Some(&desk)).await.text.contains("+1 h"),
        "nothing is written yet"
    );
    let written = send(good, "write").await;
    assert_eq!(written.location(), "/bank?done=bank-list-written", "{}", written.text);
    assert!(console.get(&livia, Some(&desk)).await.text.contains("+1 h 30"));
}

#[tokio::test]
async fn a_card_is_given_printed_and_taken_back_at_the_desk() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    let livia = admit(&console, &desk, "Livia Conti").await;
    let give = format!("{livia}/card");
    let differs = console.post(&give, &desk, &[("pin", "2580"), ("again", "2581")]).await;
    assert!(differs.text.contains("I due PIN non sono uguali"), "{}", differs.text);
    let easy = console.post(&give, &desk, &[("pin", "1234"), ("again", "1234")]).await;
    assert!(easy.text.contains("lo indovinerebbe chiunque"), "{}", easy.text);
    let given = console.post(&give, &desk, &[("pin", "2580"), ("again", "2580")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    let page = console.get(&livia, Some(&desk)).await;
    assert!(page.text.contains("mai usata") && page.text.contains(&format!("{livia}/card/pdf")));
    let printed = console.get(&format!("{livia}/card/pdf"), Some(&desk)).await;
    assert!(printed.text.starts_with("%PDF"), "the card on paper");
    // A chip says who is there as well, and is in one card only.
    let bruno = admit(&console, &desk, "Bruno Verdi").await;
    console.post(&format!("{bruno}/card"), &desk, &[("pin", "2580"), ("again", "2580")]).await;
    let chip = |of: &str| format!("{of}/card/chip");
    let unread = console.post(&chip(&livia), &desk, &[("chip", "ciao")]).await;
    assert!(unread.text.contains("non è il numero di un chip"), "{}", unread.text);
    let linked = console.post(&chip(&livia), &desk, &[("chip", "04a2b3c4d5e680")]).await;
    assert_eq!(linked.location(), format!("{livia}?done=bank-chip-set"), "{}", linked.text);
    assert!(console.get(&livia, Some(&desk)).await.text.contains("· collegata"));
    let taken = console.post(&chip(&bruno), &desk, &[("chip", "04A2B3C4D5E680")]).await;
    assert!(taken.text.contains("Questo chip è già nella tessera"), "{}", taken.text);
    let node = &console.node;
    let of_chip = || protocol::card::CardCode::of_chip("04A2B3C4D5E680").unwrap();
    let holder = async || {
        crate::bank::cards::shows(&mut node.store.read().await.unwrap(), &of_chip()).await.unwrap()
    };
    assert!(holder().await.is_some_and(|member| livia.ends_with(&member.to_string())));
    let removed = console.post(&chip(&livia), &desk, &[]).await;
    assert_eq!(removed.location(), format!("{livia}?done=bank-chip-removed"));
    assert_eq!(holder().await, None);
    // A new card knows nothing of the old one's chip.
    console.post(&chip(&livia), &desk, &[("chip", "04A2B3C4D5E680")]).await;
    console.post(&give, &desk, &[]).await;
    assert_eq!(holder().await, None);
    let back = console.post(&format!("{livia}/card/back"), &desk, &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let gone = console.get(&format!("{livia}/card/pdf"), Some(&desk)).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_statement_is_printed_on_a4_and_on_a_roll() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    let livia = admit(&console, &desk, "Livia Conti").await;
    admit(&console, &desk, "Bruno Verdi").await;
    record(&console, &desk, "livia", "bruno", "1:30").await;
    let page = console.get(&livia, Some(&desk)).await;
    let at = page.text.find("/bank/accounts/").unwrap();
    let account = &page.text[at..at + "/bank/accounts/".len() + 36];
    for paper in ["pdf", "roll"] {
        let printed = console.get(&format!("{account}/{paper}"), Some(&desk)).await;
        assert!(printed.text.starts_with("%PDF"), "{paper}");
    }
    let figures = console.get("/bank/figures", Some(&desk)).await;
    assert!(figures.text.contains("<svg class=\"chart\""), "a chart of the months");
    let sheet = console.get("/bank/figures/xlsx", Some(&desk)).await;
    assert!(sheet.text.starts_with("PK"), "a spreadsheet");
}

#[tokio::test]
async fn a_book_of_cheques_is_printed_with_every_number() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    admit(&console, &desk, "Livia Conti").await;
    let command = fresh(&console);
    let book =
        [("command", command.as_str()), ("member", "Livia"), ("first", "41"), ("last", "52")];
    let handed = console.post("/bank/cheques", &desk, &book).await;
    assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.text);
    let page = console.get("/bank/cheques", Some(&desk)).await;
    assert!(page.text.contains("href=\"/bank/cheques/41/pdf\""), "{}", page.text);
    let printed = console.get("/bank/cheques/41/pdf", Some(&desk)).await;
    assert!(printed.text.starts_with("%PDF"), "{}", printed.text);
    for number in 41..=52 {
        let drawn = crate::pdf::drawn(&number.to_string(), true);
        assert!(printed.text.contains(&drawn), "{number}");
    }
    let nobody_s = console.get("/bank/cheques/42/pdf", Some(&desk)).await;
    assert_eq!(nobody_s.status, StatusCode::NOT_FOUND, "no book begins there");
}

#[tokio::test]
async fn a_bank_of_another_program_is_tried_line_by_line_and_brought_whole() {
    let console = Console::hub().await;
    let who = console.signed_in(Role::Coordinator).await;
    let send = async |members: &str, movements: &str, bring: &str| {
        let fields = [
            ("members_text", members),
            ("movements_text", movements),
            ("hood", "mompiano"),
            ("category", "company"),
            ("bring", bring),
        ];
        console.post("/bank/import", &who, &fields).await
    };
    let members = "numero;nome;saldo\n1;Livia Conti;1:30\n2;Bruno Verdi;-1:30\n";
    let wrong = "giorno;ha ricevuto;ha dato;durata\n2020-01-01;2;1;60\n2020-01-02;3;1;30\n";
    let tried = send(members, wrong, "yes").await;
    assert!(tried.text.contains("Nessuno ha il numero «3»"), "{}", tried.text);
    assert!(tried.text.contains("portano a +1 h, ma il file dice +1 h 30"), "{}", tried.text);
    let nobody = console.get("/bank/members", Some(&who)).await;
    assert!(!nobody.text.contains("Livia Conti"), "nothing is written yet");
    let right = "giorno;ha ricevuto;ha dato;durata\n2020-01-01;2;1;60\n2020-01-02;2;1;30\n";
    let tried = send(members, right, "").await;
    assert!(tried.text.contains("Porta tutto"), "{}", tried.text);
    let brought = send(members, right, "yes").await;
    assert_eq!(brought.location(), "/bank/members?done=bank-imported", "{}", brought.text);
    let page = console.get("/bank/members?q=livia", Some(&who)).await;
    assert!(page.text.contains("+1 h 30"), "{}", page.text);
    assert_eq!(send(members, right, "yes").await.status, StatusCode::SEE_OTHER);
    let again = console.get("/bank/members?q=livia", Some(&who)).await;
    assert!(again.text.contains("+1 h 30"), "brought once");
}

#[tokio::test]
async fn each_side_has_a_receipt_an_offer_is_told_whose_it_is_and_a_pin_for_the_kiosk_is_chosen() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    let livia = admit(&console, &desk, "Livia Conti").await;
    admit(&console, &desk, "Bruno Verdi").await;
    let stranger = admit(&console, &desk, "Carla Neri").await;
    record(&console, &desk, "livia", "bruno", "1:30").await;
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let list = console.get("/bank/exchanges", Some(&desk)).await;
    let exchange =
        format!("/bank/exchanges/{}", super::id_after(&list.text, "<a href=\"/bank/exchanges/"));
    let page = console.get(&exchange, Some(&desk)).await;
    let roll = |member: &str| format!("{exchange}/roll?member={}", id(member));
    assert!(page.text.contains(&roll(&livia)) && page.text.contains("Per Bruno Verdi"));
    let printed = console.get(&roll(&livia), Some(&desk)).await;
    assert!(printed.text.starts_with("%PDF"), "{}", printed.text);
    let nobody = console.get(&roll(&stranger), Some(&desk)).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND, "only for who exchanged");

    let offer = format!("/offers/{}", console.leave_offer().await);
    let (say, whose) = (format!("{offer}/member"), |who| [("member", who)]);
    let wrong = console.post(&say, &desk, &whose("Nessuno")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text);
    let said = console.post(&say, &desk, &whose("Livia Conti")).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    let page = console.get(&offer, Some(&desk)).await;
    assert!(page.text.contains("il foglietto apre il conto di") && page.text.contains(&livia));
    console.post(&say, &desk, &[]).await;
    let page = console.get(&offer, Some(&desk)).await;
    assert!(page.text.contains("Chi l&#39;ha lasciata") || page.text.contains("Chi l'ha lasciata"));

    let account = console.get("/account", Some(&desk)).await;
    assert!(account.text.contains("PIN per il chiosco"), "{}", account.text);
    let easy = [("pin", "1234"), ("pin_again", "1234")];
    let refused = console.post("/account/pin", &desk, &easy).await;
    assert!(refused.text.contains("lo indovinerebbe chiunque"), "{}", refused.text);
    let chosen =
        console.post("/account/pin", &desk, &[("pin", "2580"), ("pin_again", "2580")]).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.text);
    let mut db = console.node.store.read().await.unwrap();
    let hands = crate::people::pins::hands(&mut db, console.node.id()).await.unwrap();
    assert_eq!(hands.len(), 1, "and they can hand things over with it");
}

/// The links of a page of figures with what each says is behind it.
fn figures_of(page: &str) -> Vec<(String, usize)> {
    let rows = page.split("<tr><th scope=\"row\"><a href=\"").skip(1);
    rows.map(|row| {
        let (href, rest) = row.split_once('"').unwrap();
        let (_, rest) = rest.split_once("<td class=\"num\">").unwrap();
        let count = rest.split_once('<').unwrap().0.parse().unwrap();
        (href.replace("&#38;", "&").replace("&amp;", "&"), count)
    })
    .collect()
}

#[tokio::test]
async fn each_figure_opens_to_exactly_the_exchanges_it_counts() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    admit(&console, &desk, "Livia Conti").await;
    admit(&console, &desk, "Bruno Verdi").await;
    for length in ["30", "45", "60"] {
        record(&console, &desk, "livia", "bruno", length).await;
    }
    let list = console.get("/bank/exchanges", Some(&desk)).await;
    let exchange = super::id_after(&list.text, "<a href=\"/bank/exchanges/");
    let command = fresh(&console);
    let fields = [("command", command.as_str()), ("note", "Era un'altra persona")];
    console.post(&format!("/bank/exchanges/{exchange}/reverse"), &desk, &fields).await;
    let command = fresh(&console);
    let waits = [
        ("command", command.as_str()),
        ("by", "Livia"),
        ("side", "gave"),
        ("other", "Bruno"),
        ("length", "2h"),
        ("category", "company"),
        ("day", "2026-11-17"),
    ];
    console.post("/bank/declare", &desk, &waits).await;
    let listed = async |address: &str| {
        let page = console.get(address, Some(&desk)).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        page.text.matches("<li class=\"row-item\"").count()
    };
    assert_eq!(listed("/bank/exchanges").await, 5, "with the reversal and what waits");
    for address in ["/bank/figures", "/bank/figures?year=2026"] {
        let figures = console.get(address, Some(&desk)).await;
        let bars = figures_of(&figures.text);
        assert_eq!(bars.len(), 4, "a month, a service, a neighbourhood, nobody's age: {bars:?}");
        for (href, count) in bars {
            assert_eq!((listed(&href).await, count), (2, 2), "{href}");
        }
    }
    let file = async |address: &str| {
        let file = console.get(&address.replace("exchanges?", "exchanges/csv?"), Some(&desk)).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text);
        file.text
    };
    for (href, count) in figures_of(&console.get("/bank/figures", Some(&desk)).await.text) {
        let text = file(&href).await;
        assert_eq!(text.lines().count(), count + 1, "a row each, and the head: {text}");
        assert!(!text.contains("Livia") && text.contains(",company,"), "numbers, no names: {text}");
        let sheet = href.replace("exchanges?", "exchanges/xlsx?");
        assert!(console.get(&sheet, Some(&desk)).await.text.starts_with("PK"), "{sheet}");
    }
    assert_eq!(file("/bank/exchanges?state=declared").await.lines().count(), 2);
    let before = console.get("/bank/figures?year=2025", Some(&desk)).await;
    assert_eq!(figures_of(&before.text), []);
    let nobody = "/bank/exchanges?state=counted&from=2026-10-01&to=2026-10-31&age=unsaid";
    assert_eq!(listed(nobody).await, 0);
}

#[tokio::test]
async fn a_notice_that_rests_was_hidden_or_is_over_stays_with_its_member_and_is_found_by_its_state()
{
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    let livia = admit(&console, &desk, "Livia Conti").await;
    let put = async |text: &str, until: &str| {
        let command = fresh(&console);
        let fields = [
            ("command", command.as_str()),
            ("member", "Livia"),
            ("way", "offer"),
            ("category", "company"),
            ("text", text),
            ("until", until),
            ("no_end", if until.is_empty() { "yes" } else { "" }),
        ];
        let done = console.post("/bank/catalogue/new", &desk, &fields).await;
        assert_eq!(done.location(), "/bank/catalogue?done=bank-listed", "{}", done.text);
    };
    put("Una partita a carte", "").await;
    let board = async |state: &str| {
        console.get(&format!("/bank/catalogue?state={state}"), Some(&desk)).await.text
    };
    let listing = super::id_after(&board("open").await, "action=\"/bank/catalogue/");
    let step = async |step: &str| {
        let command = fresh(&console);
        let fields = [("command", command.as_str()), ("step", step), ("from", "member")];
        console.post(&format!("/bank/catalogue/{listing}/step"), &desk, &fields).await
    };
    for (taken, state, offered) in [("pause", "paused", "resume"), ("hide", "hidden", "show")] {
        let done = step(taken).await;
        assert_eq!(done.location(), format!("{livia}?done=bank-listing-moved"), "{}", done.text);
        assert!(!board("open").await.contains("Una partita a carte"), "{state}");
        assert!(board(state).await.contains("Una partita a carte"), "{state}");
        let page = console.get(&livia, Some(&desk)).await.text;
        assert!(page.contains("Una partita a carte"), "{state}");
        assert!(page.contains(&format!("name=\"step\" value=\"{offered}\"")), "{state}");
    }
    let back = step("resume").await;
    assert_eq!(back.status, StatusCode::CONFLICT, "what was hidden is not simply resumed");
    step("show").await;
    assert!(board("open").await.contains("Una partita a carte"));
    // A renewal asks about it; unmarked it rests.
    let page = console.get(&livia, Some(&desk)).await.text;
    assert!(page.contains(&format!("name=\"keep\" value=\"{listing}\"")), "{page}");
    let renew = async |keep: &str| {
        let command = fresh(&console);
        let fields = [("command", command.as_str()), ("step", "renew"), ("keep", keep)];
        console.post(&format!("{livia}/step"), &desk, &fields).await
    };
    renew(&listing).await;
    assert!(board("open").await.contains("Una partita a carte"), "it was confirmed");
    renew("").await;
    assert!(board("paused").await.contains("Una partita a carte"));
    step("resume").await;
    // Somebody suspended, never without a reason, is not on the board.
    let suspend = async |why: &str| {
        let command = fresh(&console);
        let fields = [("command", command.as_str()), ("step", "suspend"), ("reason", why)];
        console.post(&format!("{livia}/step"), &desk, &fields).await
    };
    let refused = suspend(" ").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Scrivi in due parole il motivo"), "{}", refused.text);
    suspend("Lo ha chiesto lei").await;
    assert!(!board("open").await.contains("Una partita a carte"));
    let page = console.get(&livia, Some(&desk)).await.text;
    assert!(page.contains("Una partita a carte") && page.contains("Lo ha chiesto lei"), "{page}");
}

#[tokio::test]
async fn what_is_written_about_a_member_is_put_right_and_what_is_left_empty_stays() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    let command = fresh(&console);
    let fields = [
        ("command", command.as_str()),
        ("name", "Livia Comti"),
        ("phone", "030 111"),
        ("address", "Via Roma 1"),
        ("neighbourhood", "mompiano"),
        ("language", "en"),
    ];
    let done = console.post("/bank/members/new", &desk, &fields).await;
    let livia = done.location().split('?').next().unwrap().to_owned();
    let member: MemberId = livia.rsplit('/').next().unwrap().parse().unwrap();
    let edit = format!("{livia}/edit");
    let form = console.get(&edit, Some(&desk)).await;
    assert!(form.text.contains("Livia Comti") && !form.text.contains("030 111"), "{}", form.text);
    let send = async |name: &str, address: &str, no_phone: &str| {
        let command = fresh(&console);
        let fields = [
            ("command", command.as_str()),
            ("name", name),
            ("address", address),
            ("no_phone", no_phone),
            ("neighbourhood", "mompiano"),
            ("age", "from75"),
            ("reach", "letter"),
            ("language", "en"),
        ];
        console.post(&edit, &desk, &fields).await
    };
    let nameless = send(" ", "Via Milano 2", "").await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.text.contains("Via Milano 2"), "what was typed stays");
    let kept = async || {
        let mut db = console.node.store.read().await.unwrap();
        let row = crate::bank::queries::member(&mut db, member).await.unwrap().unwrap();
        drop(db);
        let (node, person) = (console.node.clone(), row.person);
        let ctx = node.ctx(
            protocol::CommandId::new(node.fresh_id()),
            protocol::ActorRef::System,
            protocol::Channel::Console,
        );
        let reader = node.clone();
        let details = reader.change(move |write| {
            Box::pin(async move {
                let read = crate::store::vault::read(write.db, &node.vault, &ctx, person, "test");
                read.await.map_err(crate::context::Fail::Failed)
            })
        });
        (row, details.await.unwrap().unwrap())
    };
    let done = send("Livia Conti", "Via Milano 2", "").await;
    assert_eq!(done.location(), format!("{livia}?done=bank-corrected"), "{}", done.text);
    let (row, details) = kept().await;
    assert_eq!((row.age.as_str(), row.language.as_str()), ("from75", "en"));
    assert_eq!(
        (details.name.as_str(), details.phone.as_str(), details.address.as_str()),
        ("Livia Conti", "030 111", "Via Milano 2")
    );
    send("Livia Conti", "", "yes").await;
    let (_, details) = kept().await;
    assert_eq!((details.phone.as_str(), details.address.as_str()), ("", "Via Milano 2"));
    let page = console.get(&livia, Some(&desk)).await;
    assert!(page.text.contains("Dati corretti"), "{}", page.text);
}

/// Whose account, as the member's page links to it.
async fn account_of(console: &Console, desk: &Browser, member: &str) -> String {
    let page = console.get(member, Some(desk)).await;
    format!("/bank/accounts/{}", super::id_after(&page.text, "/bank/accounts/"))
}

#[tokio::test]
async fn where_only_taking_part_counts_the_desk_shows_no_balance_and_no_limit() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    let livia = admit(&console, &desk, "Livia Conti").await;
    admit(&console, &desk, "Bruno Verdi").await;
    record(&console, &desk, "livia", "bruno", "11h").await;
    let account = account_of(&console, &desk, &livia).await;
    let shown = [
        ("/bank".to_owned(), "conti vicini al limite"),
        ("/bank/members".to_owned(), "−11 h"),
        ("/bank/members".to_owned(), "Verso il minimo"),
        ("/bank/calls".to_owned(), "Verso il minimo"),
        ("/bank/figures".to_owned(), "Conti al limite"),
        ("/bank/figures".to_owned(), "Somma di tutti i conti"),
        (account.clone(), ">Saldo<"),
        (format!("{account}/csv"), ",660,660,"),
    ];
    for (path, words) in &shown {
        assert!(console.get(path, Some(&desk)).await.text.contains(words), "{path}: {words}");
    }
    let rules = Rules { participation_only: true, ..Rules::default() };
    let ctx = console.node.ctx(
        protocol::CommandId::new(console.node.fresh_id()),
        protocol::ActorRef::System,
        protocol::Channel::Console,
    );
    let command = crate::command::Command::Bank(B::SetRules { rules });
    console.node.submit(ctx, command).await.unwrap();
    for (path, words) in &shown {
        let page = console.get(path, Some(&desk)).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.text.contains(words), "{path}: {words}");
    }
    let printed = console.get(&format!("{account}/pdf"), Some(&desk)).await;
    assert!(printed.text.starts_with("%PDF"), "a statement without that column");
}

#[tokio::test]
async fn a_statement_is_of_the_days_that_are_asked_for() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    let livia = admit(&console, &desk, "Livia Conti").await;
    admit(&console, &desk, "Bruno Verdi").await;
    record(&console, &desk, "livia", "bruno", "1:30").await;
    let account = account_of(&console, &desk, &livia).await;
    for (days, lines) in [("", 1), ("?from=2026-11-18&to=2026-11-18", 1), ("?from=2026-11-19", 0)] {
        let page = console.get(&format!("{account}{days}"), Some(&desk)).await;
        assert_eq!(page.text.matches("href=\"/bank/exchanges/").count(), lines, "{days}");
        let file = console.get(&format!("{account}/csv{days}"), Some(&desk)).await;
        assert_eq!(file.text.trim_end().lines().count(), 1 + lines, "{days}: {}", file.text);
    }
    let none = console.get(&format!("{account}?to=2026-11-17"), Some(&desk)).await;
    assert!(none.text.contains("Nessuno scambio corrisponde"), "{}", none.text);
}

#[tokio::test]
async fn the_desk_is_told_at_once_whose_account_comes_near_a_limit() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    admit(&console, &desk, "Livia Conti").await;
    admit(&console, &desk, "Bruno Verdi").await;
    let fine = record(&console, &desk, "livia", "bruno", "60").await;
    assert_eq!(fine.location(), "/bank?done=bank-posted");
    let near = record(&console, &desk, "livia", "bruno", "10h").await;
    let told = console.get(near.location(), Some(&desk)).await;
    assert!(told.text.contains("Bruno Verdi · Verso il minimo"), "{}", told.text);
    assert!(!told.text.contains("Livia Conti · Verso"), "hers is within its limits");
    let much = record(&console, &desk, "livia", "bruno", "20h").await;
    assert!(much.text.contains("il conto di Bruno Verdi sotto −20 h"), "{}", much.text);
}

#[tokio::test]
async fn who_did_not_come_and_why_something_was_called_off_stays_on_the_desk_s_page() {
    let console = Console::hub().await;
    let desk = console.signed_in(Role::Operator).await;
    admit(&console, &desk, "Livia Conti").await;
    let bruno = admit(&console, &desk, "Bruno Verdi").await;
    let bruno = bruno.rsplit('/').next().unwrap().to_owned();
    for (absent, why, told) in [
        (bruno.as_str(), "Aspettato invano", "non è venuta: Bruno Verdi"),
        ("", "Ha la febbre", "disdetto"),
    ] {
        let command = fresh(&console);
        let fields = [
            ("command", command.as_str()),
            ("by", "Livia"),
            ("side", "gave"),
            ("other", "Bruno"),
            ("length", "60"),
            ("category", "company"),
            ("day", "2026-11-18"),
            ("time", "00:30"),
        ];
        let done = console.post("/bank/agreed", &desk, &fields).await;
        assert_eq!(done.location(), "/bank/agreed?done=bank-arranged", "{}", done.text);
        let page = console.get("/bank/agreed", Some(&desk)).await;
        let id = super::id_after(&page.text, "action=\"/bank/agreed/");
        let command = fresh(&console);
        let fields = [("command", command.as_str()), ("absent", absent), ("why", why)];
        let off = console.post(&format!("/bank/agreed/{id}/off"), &desk, &fields).await;
        assert_eq!(off.status, StatusCode::SEE_OTHER, "{}", off.text);
        let page = console.get("/bank/agreed", Some(&desk)).await;
        assert!(page.text.contains(told) && page.text.contains(why), "{}", page.text);
        assert!(!page.text.contains(&format!("/bank/agreed/{id}/off")), "it is settled");
    }
}
