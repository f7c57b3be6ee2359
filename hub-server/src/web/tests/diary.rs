//! The diary through its pages: handed in, looked at, given back, signed, corrected by citing.

use axum::http::StatusCode;
use protocol::ActivityId;

use super::{Browser, Console, Page};
use crate::people::Role;
use crate::testing;

const DAY_MS: i64 = 24 * 3_600_000;

/// Hands an entry in and says its id.
async fn write(console: &Console, who: &Browser, minutes: &str, next: &str) -> ActivityId {
    let id = ActivityId::new(console.node.fresh_id());
    let text = id.to_string();
    let fields = [
        ("activity", text.as_str()),
        ("what", "meeting"),
        ("neighbourhood", "mompiano"),
        ("minutes", minutes),
        ("people_reached", "7"),
        ("next_step", next),
    ];
    let page = console.post("/diary/new", who, &fields).await;
    assert_eq!(page.location(), "/diary?done=logged", "{}", page.text);
    id
}

async fn review(console: &Console, who: &Browser, month: &str) -> Page {
    let page = console.get(&format!("/diary/review?month={month}"), Some(who)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    page
}

#[tokio::test]
async fn whoever_answers_for_the_diary_sees_accepts_and_signs_a_month() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let corrado = console.signed_in(Role::Coordinator).await;
    let one = write(&console, &olga, "90", "").await;
    let two = write(&console, &olga, "30", "").await;

    // Nothing begins where it says: the entry has just ended.
    let page = console.get(&format!("/diary/entries/{one}"), Some(&olga)).await;
    assert!(page.text.contains("oggi alle 8:30"), "{}", page.text);
    let page = review(&console, &corrado, "2026-11").await;
    assert!(page.text.contains(&one.to_string()) && page.text.contains(">2:00</a>"));

    // Given back with a reason, it leaves the totals; its author finds it among the things to do.
    let back = format!("/diary/entries/{two}/return");
    let refused = console.post(&back, &corrado, &[("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = console.post(&back, &corrado, &[("reason", "Erano due ore?")]).await;
    assert_eq!(told.location(), "/diary/review?done=entry-returned");
    let page = review(&console, &corrado, "2026-11").await;
    assert!(page.text.contains(">1:30</a>") && !page.text.contains(">2:00</a>"));
    let page = console.get("/tasks", Some(&olga)).await;
    assert!(page.text.contains("Erano due ore?"), "{}", page.text);
    let again = format!("/diary/entries/{two}/write");
    let page = console.get(&again, Some(&olga)).await;
    assert!(page.text.contains("Erano due ore?") && page.text.contains("value=\"30\""));
    let fields = [("what", "meeting"), ("neighbourhood", "mompiano"), ("minutes", "120")];
    let page = console.post(&again, &olga, &fields).await;
    assert_eq!(page.location(), "/diary?done=corrected", "{}", page.text);

    // A month is not signed before it is over, nor while anything waits, nor without the tick.
    console.clock.move_by(20 * DAY_MS);
    let olga = console.session(olga.staff).await;
    let corrado = console.session(corrado.staff).await;
    let sign = [("month", "2026-11"), ("sign", "yes")];
    let page = console.post("/diary/review/close?month=2026-11", &corrado, &sign).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "two entries wait");
    let (one_text, two_text) = (one.to_string(), two.to_string());
    let ticked = [("entry", one_text.as_str()), ("entry", two_text.as_str())];
    let page = console.post("/diary/review", &corrado, &ticked).await;
    assert_eq!(page.location(), "/diary/review?done=entries-accepted");
    let unsigned = [("month", "2026-11")];
    let page = console.post("/diary/review/close?month=2026-11", &corrado, &unsigned).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = console.post("/diary/review/close?month=2026-11", &corrado, &sign).await;
    assert_eq!(page.location(), "/diary/review?month=2026-11&done=month-closed");

    // What was wrong in it is corrected by citing, and counts where it is written.
    let fields = [("what", "meeting"), ("neighbourhood", "mompiano"), ("minutes", "100")];
    let page = console.post(&again, &olga, &fields).await;
    assert_eq!(page.location(), "/diary?done=amended", "{}", page.text);
    let page = review(&console, &corrado, "2026-11").await;
    assert!(page.text.contains(">3:30</a>"), "November stays as it was signed");
    let page = review(&console, &corrado, "2026-12").await;
    assert!(page.text.contains(">-0:20</a>"), "December has the difference");
    let page = console.get(&again, Some(&olga)).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "what is amended is corrected no more");
}

#[tokio::test]
async fn central_sees_the_diaries_of_its_hubs_side_by_side_with_what_waits_and_which_are_signed() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let corrado = console.signed_in(Role::Coordinator).await;
    let one = write(&console, &olga, "90", "").await;
    let central = Console::central().await;
    let clara = central.signed_in(Role::CentralStaff).await;
    testing::hand_over(&console.node, &central.node).await;
    let path = "/overview/diaries?month=2026-11";
    let page = central.get(path, Some(&clara)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let rows = "href=\"/activities?hub=mompiano&month=2026-11&state=submitted\">1</a>";
    let text = page.text.replace("&#38;", "&").replace("&amp;", "&");
    assert!(text.contains(rows), "{text}");
    assert!(page.text.contains("Il mese non è ancora finito."), "{}", page.text);
    let file = "/overview/diaries.csv?month=2026-11";
    let csv = central.get(file, Some(&clara)).await.text;
    assert!(csv.contains(",1,90,7,1,0,0,0,0,0,0,"), "{csv}");

    // The month is over: what keeps it open is told, then who has signed.
    console.clock.move_by(20 * DAY_MS);
    central.clock.move_by(20 * DAY_MS);
    let corrado = console.session(corrado.staff).await;
    let clara = central.session(clara.staff).await;
    let page = central.get(path, Some(&clara)).await;
    assert!(page.text.contains("annotazione da accettare o correggere"), "{}", page.text);
    let entry = one.to_string();
    console.post("/diary/review", &corrado, &[("entry", entry.as_str())]).await;
    let sign = [("month", "2026-11"), ("sign", "yes")];
    console.post("/diary/review/close?month=2026-11", &corrado, &sign).await;
    testing::hand_over(&console.node, &central.node).await;
    let page = central.get(path, Some(&clara)).await;
    assert!(page.text.contains("Firmato: "), "{}", page.text);
    let csv = central.get(file, Some(&clara)).await.text;
    // Nobody of that hub has written for twenty days.
    assert!(csv.contains(",1,90,7,0,0,0,2,0,0,0,2026-12-"), "{csv}");
}

#[tokio::test]
async fn a_goal_is_reached_by_what_is_written() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let corrado = console.signed_in(Role::Coordinator).await;
    let goal = [
        ("measure", "people"),
        ("what", "meeting"),
        ("target", "28"),
        ("from", "2026-11"),
        ("to", "2026-12"),
    ];
    let page = console.post("/diary/goals", &corrado, &goal).await;
    assert_eq!(page.location(), "/diary/goals?done=goal-set", "{}", page.text);
    write(&console, &olga, "30", "").await;
    let page = console.get("/diary/goals", Some(&olga)).await;
    assert!(page.text.contains("7 su 28") && page.text.contains("25%"), "{}", page.text);
    let backwards = [("measure", "hours"), ("target", "1"), ("from", "2026-12"), ("to", "2026-11")];
    let page = console.post("/diary/goals", &corrado, &backwards).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_is_due_shows_where_an_operator_starts_and_another_s_entry_is_nobody_s_business() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let other = console.signed_in(Role::Operator).await;
    let one = write(&console, &olga, "30", "Richiamare la scuola").await;
    let page = console.fragment("/tasks/due", &olga).await;
    assert!(!page.text.contains("Richiamare"), "it is due in a week");
    console.clock.move_by(9 * DAY_MS);
    let page = console.fragment("/tasks/due", &console.session(olga.staff).await).await;
    assert!(page.text.contains("Richiamare la scuola"), "{}", page.text);
    let other = console.session(other.staff).await;
    let page = console.get(&format!("/diary/entries/{one}"), Some(&other)).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_with_a_bad_line_records_nothing_and_says_which_and_a_good_one_twice_records_once() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let head = "kind;started_at;minutes;neighbourhood;people_reached\n";
    let good = "Incontro;2026-11-17 09:00;45;Mompiano;12\nwriting;2026-11-17T15:00;30;casazza;\n";
    let bad =
        "incontrissimo;2026-11-17 09:00;45;mompiano;1\nmeeting;2026-11-17 09:00;0;mompiano;1\n";
    let text = format!("{head}{good}{bad}");
    let fields = [("record", "yes"), ("text", text.as_str())];
    let page = console.post("/diary/import", &olga, &fields).await;
    assert_eq!(page.status, StatusCode::OK);
    for line in [4, 5] {
        assert!(page.text.contains(&format!("<th scope=\"row\">{line}</th>")), "{}", page.text);
    }
    let entries = async || {
        let mut db = console.node.store.read().await.unwrap();
        let filter = crate::activities::queries::Filter::default();
        crate::activities::queries::entries(&mut db, &filter, 10, 0).await.unwrap().len()
    };
    assert_eq!(entries().await, 0);
    let text = format!("{head}{good}");
    let fields = [("record", "yes"), ("text", text.as_str())];
    for _ in 0..2 {
        let page = console.post("/diary/import", &olga, &fields).await;
        assert_eq!(page.location(), "/diary?done=diary-imported", "{}", page.text);
    }
    assert_eq!(entries().await, 2);
    let file = console.get("/diary/export.csv?month=2026-11", Some(&olga)).await;
    assert!(file.text.contains("meeting,2026-11-17T09:00,45,mompiano,12"), "{}", file.text);
}

#[tokio::test]
async fn who_coordinates_sees_which_antennae_are_silent_or_accompanied_by_nobody() {
    use crate::network::antennae::{Command as Antenna, silence, tests};
    let console = Console::hub().await;
    let carla = console.signed_in(Role::Coordinator).await;
    let antenna = tests::active_at(&console.node, "Edicola", "mompiano").await;
    let review = async || console.get("/diary/review", Some(&carla)).await.text;
    assert!(!review().await.contains("antenne attive"));
    let alone = Antenna::Accompany { antenna, operator: None };
    tests::tell(&console.node, alone).await.unwrap();
    let text = review().await;
    assert!(text.contains("antenne attive che nessuno accompagna"), "{text}");
    console.clock.move_by(40 * 24 * 3_600_000);
    silence::notice(&console.node).await.unwrap();
    let carla = console.session(carla.staff).await;
    let text = console.get("/diary/review", Some(&carla)).await.text;
    assert!(text.contains("antenne attive che non danno segni"), "{text}");
    assert!(text.contains("/antennae?tab=to-hear"), "{text}");
}
