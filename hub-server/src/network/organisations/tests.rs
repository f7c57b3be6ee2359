use std::sync::Arc;

use jiff::civil::date;
use protocol::{ActorRef, Channel, CommandId, OrganisationId, Problem};
use radar::{Resource, Set};

use super::{Command, Kind, Profile, Refusal, Role, Runts, Section, all, one, tidy};
use crate::command::Command as Any;
use crate::network::antennae::Contact;
use crate::node::Node;
use crate::store::rebuild;
use crate::testing::{self, HandClock, MORNING_MS};

const TODAY: jiff::civil::Date = date(2026, 11, 18);

pub(crate) fn profile(name: &str, code: &str) -> Profile {
    Profile {
        kind: Kind::Ets,
        name: name.to_owned(),
        tax_code: code.to_owned(),
        runts: None,
        roles: vec![Role::Volunteers],
        neighbourhood: None,
        offers: Set::EMPTY,
    }
}

#[test]
fn a_code_with_a_wrong_check_digit_a_future_look_and_an_empty_name_are_refused() {
    let tidied = |profile: &Profile| tidy(profile, |_| true, false, TODAY);
    assert!(tidied(&profile("Auser", "00743 110157")).is_ok_and(|p| p.tax_code == "00743110157"));
    assert_eq!(tidied(&profile("Auser", "00743110158")), Err(Refusal::BadCode));
    assert_eq!(tidied(&profile(" ", "")), Err(Refusal::OutOfRange("name", 0)));
    let runts =
        Runts { section: Section::Odv, number: "123".into(), checked_on: date(2026, 11, 19) };
    let ahead = Profile { runts: Some(runts), ..profile("Auser", "") };
    assert_eq!(tidied(&ahead), Err(Refusal::BadDate));
    let taken = tidy(&profile("Auser", "00743110157"), |_| true, true, TODAY);
    assert_eq!(taken, Err(Refusal::CodeTaken));
}

pub(crate) async fn enter(
    node: &Arc<Node>,
    profile: Profile,
    phone: &str,
) -> Result<OrganisationId, Problem> {
    let id = CommandId::new(node.fresh_id());
    let contact =
        Contact { name: "Rina Botticelli".into(), phone: phone.into(), ..Contact::default() };
    let ctx = node.ctx(id, ActorRef::System, Channel::Console);
    let enter = Any::Organisations(Command::Enter { profile, contact });
    node.submit(ctx, enter).await.map(|_| OrganisationId::from(id))
}

#[tokio::test]
async fn one_code_is_one_organisation_and_whom_to_call_is_in_no_fact() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(folder.path(), "hub");
    let node = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
    let id = enter(&node, profile("Auser Mompiano", "00743110157"), "030 1").await.unwrap();
    let again = enter(&node, profile("Auser", "00743110157"), "030 2").await.unwrap_err();
    assert_eq!(again.slug(), "organisation-code-taken");
    enter(&node, profile("Circolo senza codice", ""), "").await.unwrap();
    enter(&node, profile("Altro circolo senza codice", ""), "").await.unwrap();
    let leave = Command::SetActive { organisation: id, active: false };
    testing::submit(&node, Any::Organisations(leave)).await.unwrap();
    let rows = async |table: &str| {
        let mut db = node.store.read().await.unwrap();
        rebuild::rows_of(&mut db, table).await.unwrap()
    };
    let before = rows("organisation").await;
    rebuild::rebuild(&node.store, |_| {}).await.unwrap();
    assert_eq!(rows("organisation").await, before);
    let log = rows("record").await.concat();
    let sealed = data_encoding::HEXLOWER.encode(b"Botticelli");
    assert!(!log.contains("Botticelli") && !log.contains(&sealed));
    let mut db = node.store.read().await.unwrap();
    let kept = one(&mut db, id).await.unwrap().unwrap().organisation;
    assert!(kept.reachable && !kept.active);
    assert_eq!(all(&mut db, node.id()).await.unwrap().len(), 3);
}

#[tokio::test]
async fn whoever_gives_rooms_or_says_what_else_they_can_give_is_found_by_who_looks_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(folder.path(), "hub");
    let node = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
    let parish = Profile { roles: vec![Role::Rooms], ..profile("Parrocchia", "") };
    let parish = enter(&node, parish, "").await.unwrap();
    let offers = Set::EMPTY.with(Resource::Staff).with(Resource::Transport);
    let auser = Profile { offers, ..profile("Auser", "") };
    let auser = enter(&node, auser, "").await.unwrap();
    enter(&node, profile("Circolo", ""), "").await.unwrap();
    let found = async |what: Option<Resource>| {
        let mut db = node.store.read().await.unwrap();
        let all = all(&mut db, node.id()).await.unwrap();
        let giving = all.into_iter().filter(|kept| kept.organisation.gives(what));
        giving.map(|kept| kept.id).collect::<Vec<_>>()
    };
    assert_eq!(found(None).await, [auser, parish]);
    assert_eq!(found(Some(Resource::Space)).await, [parish]);
    assert_eq!(found(Some(Resource::Transport)).await, [auser]);
    assert_eq!(found(Some(Resource::Funds)).await, []);
    let leave = Command::SetActive { organisation: parish, active: false };
    testing::submit(&node, Any::Organisations(leave)).await.unwrap();
    assert_eq!(found(Some(Resource::Space)).await, [], "it left the network");
}

#[test]
fn an_organisation_entered_before_it_could_say_what_it_gives_still_reads() {
    let old = r#"{"kind":"ets","name":"Auser","tax_code":"","runts":null,"roles":["rooms"],
        "neighbourhood":null}"#;
    let read: Profile = serde_json::from_str(old).unwrap();
    assert_eq!(read.gives(), Set::EMPTY.with(Resource::Space));
}
