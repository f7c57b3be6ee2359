//! The project desk in between: somebody joins a project and says what they think of it, the desk answers, visits are set.

use protocol::kiosk::{IdeaDetails, LeaveIdea};

use crate::city::City;
use crate::console::Console;
use crate::kiosk::{Kiosk, fresh, idea};
use crate::projects::{Project, option_values, sees};

/// Somebody leaves an idea that joins a project, with words; gives the page of theirs and their slip.
///
/// # Panics
/// When the hub does not take it.
pub async fn joined(kiosk: &Kiosk, project: &Project, theme: &str, hood: &str) -> (String, String) {
    let joins = project.idea.trim_start_matches("/ideas/").to_owned();
    let idea = LeaveIdea {
        id: fresh(),
        theme: theme.parse().expect("a slug"),
        text: "Bello! Sarebbe utile anche il pomeriggio, per chi lavora.".to_owned(),
        more: IdeaDetails { joins, ..IdeaDetails::default() },
        ..idea(hood)
    };
    let slip = kiosk.leave_idea(&idea).await.expect("the hub takes an idea");
    (format!("/ideas/{}", idea.id), slip.code.as_str().to_owned())
}

/// Joins, an answer in words, a comment for everybody, two visits and times the desk keeps. Gives pages to look at.
///
/// # Panics
/// When anything is refused.
pub async fn lived_in(
    kiosk: &Kiosk,
    operator: &Console,
    project: &Project,
) -> Vec<(&'static str, String)> {
    let (page, slip) = joined(kiosk, project, "ambiente", "mompiano").await;
    let say = [("answer", "Grazie! Ne parliamo giovedì con chi segue l'orto.")];
    operator.send(&page, &format!("{page}/say"), &say).await;
    kiosk.reply(&slip, "Giovedì va bene, vengo con la mia vicina.").await.expect("an answer");
    let comment = [("comment", "Sarebbe utile anche il pomeriggio, per chi lavora.")];
    operator.send(&page, &format!("{page}/comment"), &comment).await;
    let agenda = operator.page("/agenda").await;
    let free = option_values(&agenda, "at");
    assert!(free.len() > 3, "{agenda}");
    let book = [("at", free[0].as_str()), ("name", "Anna Prova"), ("about", slip.as_str())];
    operator.send("/agenda", "/agenda", &book).await;
    operator.send("/agenda", "/agenda", &[("at", free[1].as_str())]).await;
    let keep = [("at", free[2].as_str()), ("closed", "yes")];
    operator.send("/agenda", "/agenda/keep", &keep).await;
    let agenda = operator.page("/agenda").await;
    let visit = agenda.split("href=\"/agenda/").nth(1).and_then(|rest| rest.split('"').next());
    let visit = format!("/agenda/{}", visit.expect("a visit stands in the agenda"));
    vec![("idea-joining", page), ("agenda-visit", visit)]
}

/// A draft is shared with the desk of another hub, which writes a part of it.
///
/// # Panics
/// When anything is refused, or the other hub does not hear of it.
pub async fn shared(home: &Console, other: &Console, hub: &str, draft: &Project) {
    let share = [("hub", hub)];
    home.send(&format!("{}/write", draft.idea), &format!("{}/share", draft.idea), &share).await;
    sees(other, "/ideas", draft.title).await;
    let page = shared_page(draft);
    let text = "Anche a Lamarmora una palestra è libera il sabato.";
    let write = [("section", "action"), ("base", "0"), ("text", text)];
    other.send(&page, &format!("{page}/section"), &write).await;
}

/// Where another hub writes a draft.
#[must_use]
pub fn shared_page(draft: &Project) -> String {
    draft.idea.replace("/ideas/", "/ideas/shared/")
}

/// Somebody writes about a project on its public page.
///
/// # Panics
/// When it is not taken.
pub async fn spoken(city: &City, project: &Project) {
    let id = project.page.trim_start_matches("/projects/");
    let url = format!("{}/vetrina/progetti/{id}", city.url(0));
    let words = "Ci voleva, la mia classe viene volentieri.";
    let form = [("comment", words), ("neighbourhood", "casazza")];
    let post = reqwest::Client::new().post(url).form(&form);
    let answer = post.send().await.expect("central answers");
    assert!(answer.status().is_success(), "{}", answer.status());
    let text = answer.text().await.expect("a page");
    assert!(text.contains("Lo leggiamo e poi lo pubblichiamo"), "{text}");
}
