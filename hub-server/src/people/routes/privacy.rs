//! People's rights over their data: who looked, what is kept, erasing it, and the certificate.

use askama::Template;
use protocol::{ActorRef, PersonId, Problem};

use crate::bank;
use crate::command::Command;
use crate::people::erasure::{self, Holding};
use crate::people::queries;
use crate::people::roles::Permission;
use crate::people::{self, authority};
use crate::store::vault;
use crate::web::page::{Page, Section, show};
use crate::web::requests::{Names, actor};
use crate::web::visit::{At, Fault, Outcome, Visit, go};

/// How many erasures a page shows.
const PER_PAGE: u32 = 50;

struct Done {
    person: String,
    when: String,
    who: String,
    records: i64,
    acknowledged: i64,
}

struct Look {
    when: String,
    who: String,
    why: String,
}

struct About {
    href: String,
    kind: String,
    slip: String,
    what: String,
    place: String,
    has_words: bool,
    has_note: bool,
}

struct Ack {
    node: String,
    when: String,
}

#[derive(Template)]
#[template(path = "people/privacy.html")]
struct List {
    page: Page,
    erasures: Vec<Done>,
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    page: Page,
    person: String,
    in_vault: bool,
    erased: bool,
    about: Vec<About>,
    /// The other ids under which the same person left something.
    same: Vec<String>,
    looks: Vec<Look>,
    may_erase: bool,
    command: String,
}

#[derive(Template)]
#[template(path = "people/certificate.html")]
struct Certificate {
    page: Page,
    person: String,
    home: String,
    who: String,
    when: String,
    records: i64,
    about: Vec<About>,
    acks: Vec<Ack>,
    waiting: Vec<String>,
    made: String,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Privacy, "privacy-title").await;
    let mut db = visit.app.node.store.read().await?;
    let found = if page.central {
        queries::all_erasures(&mut db, PER_PAGE, 0).await?
    } else {
        queries::erasures(&mut db, visit.app.node.id(), PER_PAGE, 0).await?
    };
    let mut names = Names::default();
    let mut erasures = Vec::with_capacity(found.len());
    for erasure in found {
        let acks = queries::acknowledgements(&mut db, erasure.person).await?;
        erasures.push(Done {
            person: erasure.person.to_string(),
            when: page.times.when(erasure.at_ms),
            who: actor(&mut db, &page, &mut names, &erasure.actor).await?,
            records: erasure.records,
            acknowledged: i64::try_from(acks.len()).unwrap_or(i64::MAX),
        });
    }
    drop(db);
    show(&List { page, erasures })
}

/// What is kept about somebody, if whoever comes may look after it.
async fn kept(visit: &Visit, person: PersonId) -> Result<Holding, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let holding = erasure::holding(&mut db, node.id(), person).await?;
    drop(db);
    if holding.is_empty() {
        return Err(Problem::not_found("unknown-person").into());
    }
    let hood = holding.neighbourhood();
    let target = authority::maybe_place(node, node.id().clone(), hood.as_ref());
    visit.must(Permission::SeeReadings, &target)?;
    Ok(holding)
}

fn about(page: &Page, holding: &Holding) -> Vec<About> {
    let place = |thing: &erasure::About| {
        thing.neighbourhood.as_ref().map(|hood| page.neighbourhood(hood.as_str()))
    };
    let what = |thing: &erasure::About| match thing.kind.as_str() {
        "idea" => page.theme(&thing.about),
        "antenna" => page.w.of("antenna-kind", &thing.about),
        "custody" => page.w.of("custody-kind", &thing.about),
        "organisation" | "gathering" | "member" | "volunteer" | "seat" => thing.about.clone(),
        _ => page.category(&thing.about),
    };
    let things = holding.things.iter();
    things
        .map(|thing| About {
            href: match thing.kind.as_str() {
                "antenna" => format!("/antennae/{}", thing.thing),
                "custody" => format!("/custody/{}", thing.thing),
                "member" => format!("/bank/members/{}", thing.thing),
                "volunteer" => "/volunteers".to_owned(),
                "seat" => format!("/bodies/{}", thing.thing),
                "recurrence" => format!("/recurring/{}", thing.thing),
                kind => format!("/{kind}s/{}", thing.thing),
            },
            kind: page.w.of("thing", &thing.kind),
            slip: thing.slip.clone(),
            what: what(thing),
            place: place(thing).unwrap_or_default(),
            has_words: thing.has_words,
            has_note: thing.has_note,
        })
        .collect()
}

pub(super) async fn person(visit: Visit, At(person): At<PersonId>) -> Outcome {
    let holding = kept(&visit, person).await?;
    let page = Page::of(&visit, Section::Privacy, "person-title").await;
    let mut db = visit.app.node.store.read().await?;
    let erased = queries::erasure(&mut db, person).await?.is_some();
    let mut names = Names::default();
    let mut looks = Vec::new();
    for reading in vault::readings(&mut db, person).await?.iter().rev() {
        looks.push(Look {
            when: page.times.when(reading.at_ms),
            who: actor(&mut db, &page, &mut names, &reading.actor).await?,
            why: page.w.of("why", &reading.why),
        });
    }
    let same = crate::requests::queries::same_as(&mut db, person).await?;
    drop(db);
    show(&PersonPage {
        same: same.iter().map(ToString::to_string).collect(),
        person: person.to_string(),
        in_vault: holding.in_vault,
        erased,
        about: about(&page, &holding),
        looks,
        may_erase: visit.may(Permission::ErasePeople) && !erased,
        command: page.fresh(),
        page,
    })
}

pub(super) async fn erase(visit: Visit, At(person): At<PersonId>) -> Outcome {
    kept(&visit, person).await?;
    if visit.posted.trimmed("sure") != "yes" {
        return Err(Problem::invalid("erase-not-confirmed").at("sure").into());
    }
    visit.submit(Command::People(people::Command::Erase { person })).await?;
    go(&format!("/people/{person}/certificate?done=erased"))
}

pub(super) async fn certificate(visit: Visit, At(person): At<PersonId>) -> Outcome {
    let page = Page::of(&visit, Section::Privacy, "certificate-title").await;
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let erasure = queries::erasure(&mut db, person).await?;
    let erasure = erasure.ok_or_else(|| Problem::not_found("unknown-person"))?;
    let holding = erasure::holding(&mut db, &erasure.home, person).await?;
    let acknowledged = queries::acknowledgements(&mut db, person).await?;
    let banks = bank::between::erasure::answers(&mut db, person).await?;
    let who = actor(&mut db, &page, &mut Names::default(), &erasure.actor).await?;
    drop(db);
    if !page.central {
        kept(&visit, person).await?;
    }
    // Its home and central hold copies; no other hub ever does.
    let central = protocol::NodeId::central();
    let expected = [erasure.home.clone(), central];
    let bank = |node: &protocol::NodeId| {
        page.w.a("certificate-bank", "node", page.node_name(node.as_str()))
    };
    let waiting = expected
        .iter()
        .filter(|node| !acknowledged.iter().any(|ack| ack.node == **node))
        .map(|node| page.node_name(node.as_str()));
    // Other banks have codes and words of the desks, and say so when those are gone.
    let silent = banks.iter().filter(|other| other.done_at_ms.is_none());
    let waiting = waiting.chain(silent.map(|other| bank(&other.peer))).collect();
    let acks = acknowledged.iter().map(|ack| Ack {
        node: page.node_name(ack.node.as_str()),
        when: page.times.when(ack.at_ms),
    });
    let answered = banks.iter().filter_map(|other| {
        Some(Ack { node: bank(&other.peer), when: page.times.when(other.done_at_ms?) })
    });
    let acks = acks.chain(answered).collect();
    let who = match &erasure.actor {
        ActorRef::Staff(_) | ActorRef::Node(_) => who,
        ActorRef::System | ActorRef::Device(_) | ActorRef::Kiosk(_) => page.w.t("actor-system"),
    };
    show(&Certificate {
        person: person.to_string(),
        home: page.node_name(erasure.home.as_str()),
        who,
        when: page.times.when(erasure.at_ms),
        records: erasure.records,
        about: about(&page, &holding),
        acks,
        waiting,
        made: page.times.when(page.times.now_ms),
        page,
    })
}
