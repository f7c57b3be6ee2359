//! A project at central through its pages: who may read it before it is scored, how it comes before a body and rests on what
//! it decided; and what a hub answers for its authors.

use std::sync::Arc;

use axum::http::StatusCode;
use protocol::kiosk::LeaveIdea;
use protocol::{CommandId, IdeaId, OrganisationId, ProjectId};
use radar::{Activity, Need, Set, Target};

use super::bodies::{approved, committee, meeting, told};
use super::{Browser, Console};
use crate::bodies::events::About;
use crate::bodies::queries::decisions_about;
use crate::command::Command;
use crate::desk::dossier::{Outline, Partner, Section};
use crate::desk::draft::Act;
use crate::desk::project::Project;
use crate::desk::{self, follow, queries};
use crate::network::organisations;
use crate::node::Node;
use crate::people::Role;
use crate::testing;
use crate::web::{WebConfig, router};

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

    /// Its own console.
    fn desk(&self, central: &Console) -> Console {
        let config = WebConfig { plain_loopback: true, ..WebConfig::default() };
        Console {
            node: self.node.clone(),
            clock: central.clock.clone(),
            router: router(self.node.clone(), config),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A project that is handed in and received, and the idea it was.
    async fn hand_in(&self, console: &Console, title: &str) -> (IdeaId, ProjectId) {
        self.hand_in_by(console, title, &partner(0, "Ente Prova")).await
    }

    /// The same, by an organisation.
    async fn hand_in_by(
        &self,
        console: &Console,
        title: &str,
        by: &Partner,
    ) -> (IdeaId, ProjectId) {
        let idea = self.leave().await;
        let outline = Outline {
            title: title.to_owned(),
            targets: Set::EMPTY.with(Target::Older),
            activities: Set::EMPTY.with(Activity::Green),
            needs: Set::EMPTY.with(Need::Loneliness),
            places: vec!["mompiano".parse().unwrap()],
            ..Outline::default()
        };
        let mut acts = vec![Act::Begin, Act::Outline(outline), Act::AddPartner(by.clone())];
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

fn partner(n: u128, name: &str) -> Partner {
    Partner { organisation: OrganisationId::new(testing::uuid(0x70 + n)), name: name.to_owned() }
}

/// A project as central knows it, once that is so.
async fn once(console: &Console, id: ProjectId, holds: impl Fn(&Project) -> bool) -> Project {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let mut db = console.node.store.read().await.unwrap();
        let project = queries::project(&mut db, id).await.unwrap().unwrap();
        drop(db);
        if holds(&project) {
            return project;
        }
        assert!(std::time::Instant::now() < until, "it did not come true: {:?}", project.beside);
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
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

#[tokio::test]
async fn the_desk_answers_an_invitation_for_its_authors_and_says_why_when_they_decline() {
    let console = Console::central().await;
    let hub = Hub::beside(&console).await;
    let (_, project) = hub.hand_in(&console, "Orto del cortile").await;
    let (singers, kitchen) = (partner(1, "Ente Coro"), partner(2, "Ente Cucina"));
    let sings = hub.hand_in_by(&console, "Coro di cortile", &singers).await;
    let cooks = hub.hand_in_by(&console, "Cucina di scala", &kitchen).await;
    let clara = console.signed_in(Role::CentralStaff).await;
    let path = format!("/projects/{project}");
    admit(&console, &clara, &path).await;
    for (other, _) in [&sings, &cooks] {
        let other = other.to_string();
        let invite = [
            ("other", other.as_str()),
            ("verdict", "completes"),
            ("action", "invite-partner"),
            ("why", "Hanno il furgone"),
        ];
        let page = console.post(&format!("{path}/relate"), &clara, &invite).await;
        assert_eq!(page.location(), format!("{path}?done=project-related"), "{}", page.text);
    }
    let desk = hub.desk(&console);
    told(&console, &desk).await;
    let olga = desk.signed_in(Role::Operator).await;
    let own = project.to_string();
    let answer =
        async |(idea, other): &(IdeaId, ProjectId), by: &Partner, agreed: &str, why: &str| {
            let (of, organisation) = (other.to_string(), by.organisation.to_string());
            let fields = [
                ("project", own.as_str()),
                ("other", of.as_str()),
                ("authors-of", of.as_str()),
                ("organisation", organisation.as_str()),
                ("agreed", agreed),
                ("why", why),
            ];
            desk.post(&format!("/ideas/{idea}/consent"), &olga, &fields).await
        };

    let page = desk.get(&format!("/ideas/{}", sings.0), Some(&olga)).await;
    for said in ["Ente Coro vuole partecipare come partner", "Orto del cortile", "Hanno il furgone"]
    {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
    let page = answer(&sings, &singers, "yes", "").await;
    assert_eq!(page.location(), format!("/ideas/{}?done=sent", sings.0), "{}", page.text);
    // Whoever declines says why: the desk hears so at once, not when central has answered.
    let page = answer(&cooks, &kitchen, "no", " ").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
    assert!(page.text.contains("Ente Cucina vuole partecipare come partner"), "{}", page.text);
    let page = answer(&cooks, &kitchen, "no", "Non abbiamo tempo").await;
    assert_eq!(page.location(), format!("/ideas/{}?done=sent", cooks.0), "{}", page.text);

    testing::hand_over(&hub.node, &console.node).await;
    let answered = once(&console, project, |one| {
        one.beside.iter().map(|beside| beside.consents.len()).sum::<usize>() == 2
    })
    .await;
    let takes_part = |one: &Partner| answered.dossier.partners.contains(one);
    assert!(takes_part(&singers) && !takes_part(&kitchen), "{:?}", answered.dossier.partners);
    let page = console.get(&path, Some(&clara)).await;
    for said in ["Ente Coro è d", "Ente Cucina non è d", "Non abbiamo tempo"] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
    // Nothing is asked any more.
    told(&console, &desk).await;
    for (idea, _) in [sings, cooks] {
        let page = desk.get(&format!("/ideas/{idea}"), Some(&olga)).await;
        assert!(!page.text.contains("vuole partecipare come partner"), "{}", page.text);
    }
}

#[tokio::test]
async fn an_outcome_is_signed_on_what_a_body_decided_about_it_chosen_on_the_page() {
    let console = Console::central().await;
    let hub = Hub::beside(&console).await;
    let (_, project) = hub.hand_in(&console, "Orto del cortile").await;
    let (clara, body, seats) = committee(&console).await;
    let path = format!("/projects/{project}");
    admit(&console, &clara, &path).await;
    console.post(&format!("{path}/close"), &clara, &[]).await;
    let rules = console.node.city().unwrap().evaluation.clone();
    for _ in 0..rules.quorum {
        let who = console.signed_in(Role::CentralStaff).await;
        let staff = who.staff.to_string();
        let named = [("evaluator", staff.as_str())];
        let page = console.post(&format!("{path}/evaluator"), &clara, &named).await;
        assert_eq!(page.location(), format!("{path}?done=evaluator-named"), "{}", page.text);
        let fields: Vec<String> =
            rules.criteria.iter().map(|one| format!("score-{}", one.slug)).collect();
        let mut scores: Vec<(&str, &str)> =
            fields.iter().map(|field| (field.as_str(), "8")).collect();
        scores.push(("no-conflict", "yes"));
        let page = console.post(&format!("{path}/score"), &who, &scores).await;
        assert_eq!(page.location(), format!("{path}?done=scored"), "{}", page.text);
    }
    let page = console.get(&path, Some(&clara)).await;
    assert!(!page.text.contains("id=\"field-by\""), "nobody decided anything yet: {}", page.text);

    let about = format!("project.{project}");
    let here = meeting(&console, &clara, (&body, &seats), &about).await;
    approved(&console, &clara, &here, &seats).await;
    let about: About = about.parse().unwrap();
    let mut db = console.node.store.read().await.unwrap();
    let decision = decisions_about(&mut db, &about).await.unwrap()[0].id.to_string();
    drop(db);
    let page = console.get(&path, Some(&clara)).await;
    assert!(page.text.contains(&format!("<option value=\"{decision}\"")), "{}", page.text);
    let decide = format!("{path}/decide");
    let sign = |by| [("outcome", "promote"), ("reason", "Serve al cortile"), ("by", by)];
    let elsewhere = testing::uuid(0x99).to_string();
    let page = console.post(&decide, &clara, &sign(&elsewhere)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
    assert!(page.text.contains("Serve al cortile"), "what was typed stays: {}", page.text);
    let page = console.post(&decide, &clara, &sign(&decision)).await;
    assert_eq!(page.location(), format!("{path}?done=decision-signed"), "{}", page.text);
    let page = console.get(&path, Some(&clara)).await;
    for said in ["poggia su", "1/2026", "Comitato Operativo", "Serve al cortile"] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
}

#[tokio::test]
async fn whoever_looks_for_a_partner_finds_organisations_that_give_and_who_looks_for_something() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    for (name, more) in
        [("Parrocchia Prova", ("roles", "rooms")), ("Auser Prova", ("offers", "staff"))]
    {
        let command = console.fresh().to_string();
        let fields = [("command", command.as_str()), ("kind", "ets"), ("name", name), more];
        let page = console.post("/organisations/new", &olga, &fields).await;
        assert!(page.location().ends_with("?done=organisation-entered"), "{}", page.text);
    }
    let sees = async |what: &str, name: &str| {
        let page = console.get(&format!("/projects/partners?{what}"), Some(&olga)).await;
        page.text.contains(name)
    };
    assert!(sees("side=offers", "Parrocchia Prova").await && sees("side=offers", "Auser").await);
    assert!(sees("side=offers&what=space", "Parrocchia Prova").await);
    assert!(!sees("side=offers&what=space", "Auser Prova").await);
    assert!(sees("side=offers&what=staff", "Auser Prova").await);
    assert!(!sees("side=looks-for", "Parrocchia Prova").await, "nobody said what they look for");
    // The form has what was ticked, and the page says it.
    let mut db = console.node.store.read().await.unwrap();
    let all = organisations::all(&mut db, console.node.id()).await.unwrap();
    drop(db);
    let auser = all.iter().find(|kept| kept.organisation.gives(Some(radar::Resource::Staff)));
    let path = format!("/organisations/{}", auser.unwrap().id);
    let page = console.get(&format!("{path}/edit"), Some(&olga)).await;
    assert!(page.text.contains("name=\"offers\" value=\"staff\" checked"), "{}", page.text);
    let page = console.get(&path, Some(&olga)).await;
    assert!(page.text.contains("Personale e volontari"), "{}", page.text);
    let page = console.get("/projects/partners?side=offers", Some(&olga)).await;
    assert!(page.text.contains(&format!("href=\"{path}\"")), "{}", page.text);
}

#[tokio::test]
async fn a_committee_chooses_a_theme_by_what_it_decided_in_a_meeting() {
    let console = Console::central().await;
    let (clara, body, seats) = committee(&console).await;
    let id = console.fresh().to_string();
    let propose = [
        ("command", id.as_str()),
        ("theme", "Nessuno da solo"),
        ("why", "Tanti vivono soli in una casa grande"),
    ];
    let page = console.post("/projects/macro", &clara, &propose).await;
    let path = page.location().strip_suffix("?done=macro-proposed").expect("it is kept").to_owned();
    let id = path.rsplit('/').next().unwrap().to_owned();
    let page = console.get(&path, Some(&clara)).await;
    assert!(page.text.contains(&format!("about=macro.{id}")), "{}", page.text);

    let about = format!("macro.{id}");
    let here = meeting(&console, &clara, (&body, &seats), &about).await;
    approved(&console, &clara, &here, &seats).await;
    let about: About = about.parse().unwrap();
    let mut db = console.node.store.read().await.unwrap();
    let decision = decisions_about(&mut db, &about).await.unwrap()[0].id.to_string();
    drop(db);
    let answer = async |committee: &str| {
        let fields = [
            ("body", committee),
            ("yes", "yes"),
            ("why", "Lo chiede il quartiere"),
            ("by", decision.as_str()),
        ];
        console.post(&format!("{path}/answer"), &clara, &fields).await
    };
    let page = answer("comitato-di-indirizzo-e-garanzia").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
    for said in ["Scegli una decisione di questo comitato", "Lo chiede il quartiere"] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
    let page = answer("comitato-operativo").await;
    assert_eq!(page.location(), format!("{path}?done=macro-kept"), "{}", page.text);
    let page = console.get(&path, Some(&clara)).await;
    assert!(page.text.contains("Decisione 1/2026"), "{}", page.text);
    // What one committee decided is not the other's word.
    let one = crate::desk::macros::one;
    let mut db = console.node.store.read().await.unwrap();
    let one = one(&mut db, id.parse().unwrap()).await.unwrap().unwrap();
    assert_eq!((one.choices.len(), one.state), (1, crate::desk::macros::State::Proposed));
}

#[tokio::test]
async fn a_project_finds_a_partner_among_the_organisations_of_the_whole_network() {
    let console = Console::central().await;
    let clara = console.signed_in(Role::CentralStaff).await;
    for (name, kind) in [("Cooperativa Prova", "ets"), ("Gruppo di Zelinda", "informal")] {
        let command = console.fresh().to_string();
        let fields = [
            ("command", command.as_str()),
            ("kind", kind),
            ("name", name),
            ("offers", "transport"),
            ("contact_name", "Bruna Castelli"),
        ];
        let page = console.post("/organisations/new", &clara, &fields).await;
        assert!(page.location().ends_with("?done=organisation-entered"), "{}", page.text);
    }
    follow::catch_up(&console.node).await.unwrap();
    let hub = Hub::beside(&console).await;
    let desk = hub.desk(&console);
    let olga = desk.signed_in(Role::Operator).await;
    let page = desk.get("/projects/partners?side=offers&what=transport", Some(&olga)).await;
    assert!(page.text.contains("Cooperativa Prova"), "{}", page.text);
    assert!(!page.text.contains("Zelinda") && !page.text.contains("Castelli"), "{}", page.text);
    let idea = hub.leave().await;
    let page = desk.post(&format!("/ideas/{idea}/begin"), &olga, &[]).await;
    assert_eq!(page.location(), format!("/ideas/{idea}/write"), "{}", page.text);
    let mut db = hub.node.store.read().await.unwrap();
    let others = desk::organisations::others(&mut db, hub.node.id()).await.unwrap();
    drop(db);
    assert_eq!(others.len(), 1);
    let id = others[0].id.to_string();
    let page = desk.get(&format!("/ideas/{idea}/write"), Some(&olga)).await;
    assert!(page.text.contains(&format!("<option value=\"{id}\"")), "{}", page.text);
    let add = [("organisation", id.as_str())];
    let page = desk.post(&format!("/ideas/{idea}/partner"), &olga, &add).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let mut db = hub.node.store.read().await.unwrap();
    let draft = queries::draft(&mut db, idea).await.unwrap().unwrap();
    assert_eq!(draft.partners[0].name, "Cooperativa Prova");
}
