//! Files of `TimeOverflow` and of the plain template, read, proven and brought.

use std::collections::BTreeMap;

use jiff::civil::date;
use protocol::Slug;

use super::{Bad, Defaults, Files, Import, Side, Which, Why, proof, read};
use crate::bank::decide::Command;
use crate::bank::events::Event;
use crate::bank::listings::Way;
use crate::bank::members::AgeBand;
use crate::bank::minutes::Minutes;
use crate::bank::tests::Bank;

fn defaults() -> Defaults {
    let slug = |text: &str| text.parse::<Slug>().unwrap();
    Defaults {
        bank: "mompiano".parse().unwrap(),
        today: date(2026, 11, 18),
        neighbourhood: slug("mompiano"),
        category: slug("accompanying"),
        categories: BTreeMap::from([("compiti".to_owned(), slug("company"))]),
        neighbourhoods: BTreeMap::from([("lamarmora".to_owned(), slug("lamarmora"))]),
        here: BTreeMap::new(),
    }
}

/// As `TimeOverflow` exports them in Italian: the columns are known by their places.
const MEMBERS: &str = "\u{feff}N,Nome utente,Email,Data di nascita,Telefono,Altro telefono,Indirizzo,Creato,Aggiornato,Genere,Descrizione,Termini,Accesso,Ultimo,Lingua,Notifiche
1,Livia Conti,livia@example.org,1950-05-02,030 123,,Via Trento 5,2015-01-01 10:00:00,2015-01-01 10:00:00,female,\"Sarta, in pensione\",2015-01-01 10:00:00,,,it,true
7,Bruno Neri,bruno@example.org,,333 1,030 9,,2015-01-01 10:00:00,2015-01-01 10:00:00,male,,2015-01-01 10:00:00,,,en,true
";
const POSTS: &str = "ID,Titolo,Descrizione,Categoria,Tipo,Utente,N,Creato,Aggiornato,Etichette
31,Ripetizioni,Matematica e scienze,Compiti,Offerta,Livia Conti,1,2015-02-01 10:00:00,2015-02-01 10:00:00,\"[\"\"scuola\"\"]\"
32,Passeggiate,,Altro,Domanda,Bruno Neri,7,2015-02-01 10:00:00,2015-02-01 10:00:00,[]
";
const TRANSFERS: &str = "Data,from,from ID,to,to ID,post,post ID,Motivo,quantity
2015-03-01 10:00:00 +0100,Bruno Neri (7),7,Livia Conti (1),1,Ripetizioni,31,grazie,1.5
2016-04-01 10:00:00 +0200,Livia Conti (1),1,Banca del Tempo,0,,,quota,0.25
2017-04-01 10:00:00 +0200,deleted_user,deleted_user,Livia Conti (1),1,,,,30.0
2017-05-01 10:00:00 +0200,Bruno Neri (7),7,Livia Conti (1),1,Ripetizioni,31,grazie,1.0
2017-05-01 10:00:00 +0200,Bruno Neri (7),7,Livia Conti (1),1,Ripetizioni,31,grazie,1.0
";

/// What the files of this module bring.
pub fn brought() -> (Import, Vec<Bad>) {
    read(&Files { members: MEMBERS, movements: TRANSFERS, notices: POSTS }, &defaults())
}

#[test]
fn what_timeoverflow_exports_is_read_by_the_places_of_its_columns() {
    let (import, bad) = brought();
    assert_eq!(bad, []);
    let livia = &import.members[0];
    assert_eq!((livia.number, livia.person.name.as_str()), (1, "Livia Conti"));
    assert_eq!((livia.age, livia.person.address.as_str()), (Some(AgeBand::From75), "Via Trento 5"));
    assert_eq!(import.members[1].person.phone, "333 1 / 030 9");
    assert_eq!(import.members[1].language, "en");
    let lengths: Vec<i64> = import.movements.iter().map(|one| one.minutes.get()).collect();
    assert_eq!(lengths, [90, 15, 1800, 60, 60]);
    assert_eq!(import.movements[0].category.as_str(), "company", "the service of its post");
    assert_eq!(import.movements[1].to, Side::Fund, "the organisation");
    assert_eq!(import.movements[2].from, Side::Fund, "somebody forgotten");
    assert_ne!(import.movements[3].exchange, import.movements[4].exchange, "twice is two");
    assert_eq!((import.notices[0].way, import.notices[1].way), (Way::Offer, Way::Want));
    assert_eq!(import.notices[0].tags, ["scuola"]);
}

#[test]
fn an_import_is_proven_to_sum_to_zero_before_anything_is_written() {
    let (import, _) = brought();
    let proof = proof(&import);
    assert_eq!(proof.sum, Minutes::ZERO);
    assert_eq!(proof.members[&import.members[0].member], Minutes::new(90 - 15 + 1800 + 120));
    assert_eq!(proof.fund, Minutes::new(15 - 1800));
}

#[test]
fn every_bad_line_is_listed_with_what_is_wrong_with_it() {
    let members =
        "numero;nome;saldo\n1;Livia;1:30\n1;Anna;\n;Carla;\n3;;\n4;Dino;tanto\n5;Elsa;-0:30\n";
    let movements = "giorno;ha ricevuto;ha dato;durata;servizio\n\
        2020-01-01;5;1;0:30;compiti\n2030-01-01;5;1;30;\n2020-01-01;9;1;30;\n\
        2020-01-01;1;1;30;\n2020-01-01;5;1;0;\n";
    let (import, bad) = read(&Files { members, movements, notices: "" }, &defaults());
    let found: Vec<(Which, u64, Why)> =
        bad.into_iter().map(|bad| (bad.which, bad.line, bad.why)).collect();
    let moved = Minutes::new(30);
    assert_eq!(
        found,
        [
            (Which::Members, 3, Why::NumberTwice(1)),
            (Which::Members, 4, Why::NoNumber),
            (Which::Members, 5, Why::NoName),
            (Which::Members, 6, Why::BadLength("tanto".to_owned())),
            (Which::Movements, 3, Why::BadDay("2030-01-01".to_owned())),
            (Which::Movements, 4, Why::UnknownMember("9".to_owned())),
            (Which::Movements, 5, Why::SameSide),
            (Which::Movements, 6, Why::BadLength("0".to_owned())),
            (Which::Members, 2, Why::BalanceDiffers { moved, said: Minutes::new(90) }),
        ]
    );
    assert_eq!(import.movements.len(), 1);
    let (_, bad) = read(&Files { members: "a,b\n1,2\n", ..Files::default() }, &defaults());
    assert_eq!(bad[0].why, Why::UnknownShape);
}

#[test]
fn balances_without_movements_are_brought_against_the_fund() {
    let members = "number,name,balance\n1,Livia,90\n2,Bruno,-45\n";
    let (import, bad) = read(&Files { members, ..Files::default() }, &defaults());
    assert_eq!(bad, []);
    let proof = proof(&import);
    assert_eq!((proof.sum, proof.fund), (Minutes::ZERO, Minutes::new(-45)));
}

#[test]
fn what_is_brought_twice_is_brought_once_and_a_bank_that_had_members_keeps_their_numbers() {
    let (mut bank, members) = Bank::with_members(1);
    let command = Command::Import(Box::new(brought().0));
    let id = bank.next();
    let events = bank.give_as(id, &command).unwrap();
    let number = |event: &Event| {
        if let Event::Applied(applied) = event { Some(applied.number) } else { None }
    };
    let numbers: Vec<u32> = events.iter().filter_map(number).collect();
    assert_eq!(numbers, [2, 7], "the number 1 is somebody's already");
    assert_eq!(bank.sum(), 0);
    assert!(bank.books.members.contains_key(&members[0]));
    let again = bank.next();
    assert_eq!(bank.give_as(again, &command).unwrap(), []);
}
