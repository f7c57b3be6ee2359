//! A project at central through its pages: who may read it before it is scored, and how it comes before a body.

use std::sync::Arc;

use axum::http::StatusCode;
use protocol::kiosk::LeaveIdea;
use protocol::{CommandId, IdeaId, OrganisationId, ProjectId};
use radar::{Activity, Need, Set, Target};

use super::{Browser, Console};
use crate::command::Command;
use crate::desk::dossier::{Outline, Partner, Section};
use crate::desk::draft::Act;
use crate::desk::{self, follow};
use crate::node::Node;
use crate::people::Role;
use crate::testing;

const WORDS: &str = "Andare a trovare chi vive solo.";

/// A hub beside a central, which it knows the city from.
struct Hub {
    node: Arc<Node>,
    _folder: tempfile::TempDir,
}

impl Hub {
    async fn beside(console: &Console) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = testing::sqlite_url(folder.path(), "mompiano");
        let node = testing::bare_node("mompiano", &url, console.clock.clone()).await;
        testing::hand_over(&console.node, &node).await;
        while node.city().is_none() {
            tokio::task::yield_now().await;
        }
        Self { node, _folder: folder }
    }

    async fn leave(&self) -> IdeaId {
        let theme = testing::brescia().idea_themes[0].slug.parse().unwrap();
        let leave = testing::an_idea(CommandId::new(self.node.fresh_id()), "Un orto nel cortile");
        testing::leave_idea(&self.node, LeaveIdea { theme, ..leave }).await
    }

    /// A project that is handed in and received, and the idea it was.
    async fn hand_in(&self, console: &Console, title: &str) -> (IdeaId, ProjectId) {
        let idea = self.leave().await;
        let outline = Outline {
            title: title.to_owned(),
            targets: Set::EMPTY.with(Target::Older),
            activities: Set::EMPTY.with(Activity::Green),
            needs: Set::EMPTY.with(Need::Loneliness),
            places: vec!["mompiano".parse().unwrap()],
            ..Outline::default()
        };
        let organisation = OrganisationId::new(testing::uuid(0x70));
        let partner = Partner { organisation, name: "Ente Prova".to_owned() };
        let mut acts = vec![Act::Begin, Act::Outline(outline), Act::AddPartner(partner)];
        acts.extend(Section::ALL.map(|section| Act::Write {
            section,
            text: WORDS.to_owned(),
            by: None,
            base: 0,
            settles: vec![],
        }));
        acts.push(Act::Submit);
        for act in acts {
            let draft = Command::Desk(desk::Command::Draft { idea, act });
            testing::submit(&self.node, draft).await.unwrap();
        }
        testing::hand_over(&self.node, &console.node).await;
        follow::catch_up(&console.node).await.unwrap();
        (idea, ProjectId::of_idea(idea))
    }
}

/// The three requirements are answered with yes, and signed.
async fn admit(console: &Console, who: &Browser, path: &str) {
    for requirement in ["of-system", "sustainable", "measurable"] {
        let answer = format!("answer-{requirement}");
        let judge = [("requirement", requirement), (answer.as_str(), "yes")];
        let page = console.post(&format!("{path}/judge"), who, &judge).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    }
    let page = console.post(&format!("{path}/sign"), who, &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

#[tokio::test]
async fn whoever_is_to_score_declares_before_they_read_and_the_project_comes_before_a_body() {
    let console = Console::central().await;
    let hub = Hub::beside(&console).await;
    let (idea, project) = hub.hand_in(&console, "Orto del cortile").await;
    let clara = console.signed_in(Role::CentralStaff).await;
    let dario = console.signed_in(Role::CentralStaff).await;
    console.post("/bodies/adopt", &clara, &[]).await;
    let path = format!("/projects/{project}");
    assert!(console.get(&path, Some(&dario)).await.text.contains(WORDS));
    admit(&console, &clara, &path).await;
    let page = console.post(&format!("{path}/close"), &clara, &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let staff = dario.staff.to_string();
    let named = [("evaluator", staff.as_str())];
    let page = console.post(&format!("{path}/evaluator"), &clara, &named).await;
    assert_eq!(page.location(), format!("{path}?done=evaluator-named"), "{}", page.text);

    // Whoever is named reads whose it is and nothing more, wherever they look.
    let (packet, own) = (format!("{path}/packet"), format!("/ideas/{idea}"));
    let files = format!("/files/idea.{idea}");
    for closed in [&path, &packet, &own, &files] {
        let page = console.get(closed, Some(&dario)).await;
        assert!(!page.text.contains(WORDS), "{closed} {}", page.text);
        assert!(page.text.contains("Prima di leggere"), "{closed} {}", page.text);
    }
    assert!(console.get(&path, Some(&dario)).await.text.contains("Ente Prova"));
    let page = console.post(&format!("{path}/declare"), &dario, &[]).await;
    assert_eq!(page.location(), format!("{path}?done=no-conflict"), "{}", page.text);
    let page = console.get(&path, Some(&dario)).await;
    assert!(page.text.contains(WORDS) && page.text.contains("score-of-system"), "{}", page.text);
    assert_eq!(console.get(&files, Some(&dario)).await.status, StatusCode::OK);

    // Whoever works on it puts it on the agenda of a body, or finds out that they are in conflict.
    let page = console.get(&path, Some(&clara)).await;
    assert!(page.text.contains("Comitato Operativo") && page.text.contains("about=project"));
    let recuse = [("conflict", "Ci lavora mia sorella")];
    let page = console.post(&format!("{path}/recuse"), &clara, &recuse).await;
    assert_eq!(page.location(), format!("{path}?done=recused"), "{}", page.text);
    for closed in [&path, &packet, &own, &files] {
        let page = console.get(closed, Some(&clara)).await;
        assert!(!page.text.contains(WORDS), "{closed} {}", page.text);
    }
}

#[tokio::test]
async fn a_link_keeps_the_name_of_an_idea_nobody_wrote_and_stands_on_both_pages() {
    let console = Console::central().await;
    let hub = Hub::beside(&console).await;
    let left = hub.leave().await;
    let (_, project) = hub.hand_in(&console, "Orto del cortile").await;
    let (other_idea, other) = hub.hand_in(&console, "Coro di cortile").await;
    let clara = console.signed_in(Role::CentralStaff).await;
    let (path, beside) = (format!("/projects/{project}"), format!("/projects/{other}"));
    admit(&console, &clara, &path).await;
    let link = async |to: IdeaId, why: &str| {
        let to = to.to_string();
        let fields =
            [("other", to.as_str()), ("verdict", "completes"), ("action", "link"), ("why", why)];
        let page = console.post(&format!("{path}/relate"), &clara, &fields).await;
        assert_eq!(page.location(), format!("{path}?done=project-related"), "{}", page.text);
    };
    link(left, "Cantano fra gli orti").await;
    link(other_idea, "Usano lo stesso cortile").await;
    let page = console.get(&path, Some(&clara)).await;
    assert!(page.text.contains("Cantano fra gli orti"), "{}", page.text);
    assert!(page.text.contains(&format!("href=\"/ideas/{left}\"")), "{}", page.text);
    // What was noted of the one stands on the other's page, too.
    let page = console.get(&beside, Some(&clara)).await;
    for said in ["Orto del cortile", "Usano lo stesso cortile", "annotato sull", &path] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
}
