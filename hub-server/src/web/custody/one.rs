//! One thing in custody: taking it in, what can be done with it next, its history.

use askama::Template;
use axum::http::StatusCode;
use protocol::{Channel, CustodyId, PersonDetails, PersonId, Problem};

use super::{found, holder_in_words, icon, tone};
use crate::command::Command;
use crate::custody::at_kiosk;
use crate::custody::events::{Kind, Signed};
use crate::custody::queries::{self, Item};
use crate::custody::signature::Signature;
use crate::custody::{Command as Custody, Handing, Holder, State, To};
use crate::network;
use crate::store::StoreError;
use crate::web::contact::{self, Contact, ContactFragment, Owner};
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show, show_as, status_of};
use crate::web::requests::Names;
use crate::web::visit::{At, Fault, Outcome, Visit, Wants, go};

#[derive(Template)]
#[template(path = "custody/new.html")]
struct New {
    page: Page,
    errors: Errors,
    kinds: Vec<Choice>,
    text: String,
    name: String,
    phone: String,
    due: String,
    /// The earliest day that can be chosen, as a field has it.
    least: String,
    command: String,
}

struct Line {
    step: String,
    when: String,
    by: String,
    holder: String,
    due: String,
    signed: String,
    path: String,
    note: String,
}

struct Card {
    id: String,
    icon: &'static str,
    title: String,
    kind: String,
    code: String,
    state: &'static str,
    state_words: String,
    tone: &'static str,
    owner: String,
    holder: String,
    since: String,
    taken: String,
    due: String,
    late: bool,
}

#[derive(Template)]
#[template(path = "custody/one.html")]
struct One {
    page: Page,
    errors: Errors,
    card: Card,
    back_first: bool,
    modes: Vec<Choice>,
    takers: Vec<Choice>,
    antennae: Vec<Group>,
    staff: Vec<Group>,
    name: String,
    phone: String,
    due: String,
    note: String,
    /// The earliest day that can be chosen, as a field has it.
    least: String,
    lines: Vec<Line>,
    contact: Contact,
    /// A signature drawn at the kiosk that waits for this step: its path, and when it was drawn.
    drawn: Option<(String, String)>,
    command: String,
}

pub(super) async fn new(visit: Visit) -> Outcome {
    form(&visit, Errors::default(), StatusCode::OK).await
}

async fn form(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Custody, "custody-new").await;
    let posted = &visit.posted;
    let kind = Kind::from_slug(posted.trimmed("kind")).unwrap_or(Kind::Parcel).slug();
    let kinds =
        Kind::ALL.iter().map(|k| Choice::new(k.slug(), page.w.of("custody-kind", k.slug()), kind));
    let template = New {
        errors,
        kinds: kinds.collect(),
        text: posted.trimmed("text").to_owned(),
        name: posted.trimmed("name").to_owned(),
        phone: posted.trimmed("phone").to_owned(),
        due: posted.trimmed("due").to_owned(),
        least: least(&page),
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

fn least(page: &Page) -> String {
    format!("min=\"{}\"", page.times.today())
}

fn person(visit: &Visit) -> PersonDetails {
    PersonDetails {
        name: visit.posted.trimmed("name").to_owned(),
        phone: visit.posted.trimmed("phone").to_owned(),
        address: String::new(),
    }
}

pub(super) async fn take_in(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let Some(kind) = Kind::from_slug(posted.trimmed("kind")) else {
        let errors = Errors::of(visit.words, &Problem::invalid("field-missing").at("kind"));
        return form(&visit, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let due = posted.trimmed("due");
    let command = Custody::TakeIn {
        kind,
        due: (!due.is_empty()).then(|| due.to_owned()),
        text: posted.trimmed("text").to_owned(),
        owner: person(&visit),
    };
    let ctx = visit.ctx(Channel::Console)?;
    let id = CustodyId::from(ctx.command);
    match visit.app.node.submit(ctx, Command::Custody(command)).await {
        Ok(_) => go(&format!("/custody/{id}?done=custody-taken-in")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            form(&visit, errors, status_of(&problem)).await
        }
    }
}

pub(super) async fn page(visit: Visit, At(id): At<CustodyId>) -> Outcome {
    shown(&visit, id, Errors::default(), StatusCode::OK, None).await
}

/// Whose telephone is on the page: whoever has it, or whose it is.
fn owner_of(item: &Item) -> Owner {
    let person = match item.holder {
        Holder::Person(person) => Some(person),
        Holder::Hub | Holder::Antenna(_) | Holder::Staff(_) => item.owner,
    };
    Owner {
        person,
        thing: PersonId::new(item.id.uuid()),
        home: item.home.clone(),
        action: format!("/custody/{}/contact", item.id),
    }
}

async fn shown(
    visit: &Visit,
    id: CustodyId,
    errors: Errors,
    status: StatusCode,
    details: Option<PersonDetails>,
) -> Outcome {
    let item = found(visit, id).await?;
    let page = Page::of(visit, Section::Custody, "custody-one").await;
    let mut db = visit.app.node.store.read().await?;
    let mut names = Names::default();
    let owner = match item.owner {
        Some(owner) => {
            let owner = Holder::Person(owner);
            holder_in_words(visit, &page, &mut db, &mut names, owner).await?
        }
        None => String::new(),
    };
    let holder = holder_in_words(visit, &page, &mut db, &mut names, item.holder).await?;
    let mut lines = Vec::new();
    for step in queries::steps(&mut db, id).await? {
        let by = names.of(&mut db, step.by).await?;
        let to = if step.holder == Holder::Hub {
            String::new()
        } else {
            holder_in_words(visit, &page, &mut db, &mut names, step.holder).await?
        };
        lines.push(Line {
            step: page.w.of("custody-step", step.step.slug()),
            when: page.times.when(step.at_ms),
            by,
            holder: to,
            due: step.due.as_deref().map(|due| page.times.day_of(due)).unwrap_or_default(),
            signed: if step.signed == Signed::No {
                String::new()
            } else {
                page.w.of("custody-signed", step.signed.slug())
            },
            path: step.signature.as_ref().map(Signature::path).unwrap_or_default(),
            note: step.note.unwrap_or_default(),
        });
    }
    let antennae = antenna_choices(visit, &mut db).await?;
    let staff = crate::web::network::operators(visit, &mut db, "").await?;
    let contact = contact::card(visit, &page, &mut db, &owner_of(&item), details).await?;
    let drawn = at_kiosk::drawn(&mut db, id, page.times.now_ms).await?;
    let drawn = drawn.map(|drawn| (drawn.signature.path(), page.times.when(drawn.at_ms)));
    drop(db);
    let posted = &visit.posted;
    // What belongs to somebody is handed over for good; what is lent comes back.
    let lends = matches!(item.kind, Kind::Tool | Kind::Keys) && item.state == State::Here;
    let mode = match posted.trimmed("mode") {
        "" if lends => "lend",
        "" => "give",
        other => other,
    };
    let taker = match posted.trimmed("to") {
        "" if item.owner.is_some() => "owner",
        "" if lends => "somebody",
        "" => "nobody",
        other => other,
    };
    let last = if item.owner.is_some() { "owner" } else { "nobody" };
    let takers = [last, "somebody", "antenna", "staff"]
        .map(|one| Choice::new(one, page.w.of("custody-to", one), taker));
    let modes = ["lend", "give"].map(|one| Choice::new(one, page.w.of("custody-mode", one), mode));
    let template = One {
        errors,
        back_first: item.state == State::Out && matches!(item.kind, Kind::Tool | Kind::Keys),
        modes: modes.into(),
        takers: takers.into(),
        antennae,
        staff: vec![Group::plain(staff)],
        name: posted.trimmed("name").to_owned(),
        phone: posted.trimmed("phone").to_owned(),
        due: posted.trimmed("due").to_owned(),
        note: posted.trimmed("note").to_owned(),
        lines,
        contact,
        drawn,
        command: page.fresh(),
        card: card(&page, &item, owner, holder),
        least: least(&page),
        page,
    };
    show_as(status, &template)
}

fn card(page: &Page, item: &Item, owner: String, holder: String) -> Card {
    let kind = page.w.of("custody-kind", item.kind.slug());
    Card {
        id: item.id.to_string(),
        icon: icon(item.kind),
        title: item.words.clone().unwrap_or_else(|| kind.clone()),
        kind,
        code: item.code.as_str().to_owned(),
        state: item.state.slug(),
        state_words: page.w.of("custody-state", item.state.slug()),
        tone: tone(item.state),
        owner,
        holder,
        since: page.times.when(item.since_ms),
        taken: page.times.when(item.taken_at_ms),
        due: item.due.as_deref().map(|due| page.times.day_of(due)).unwrap_or_default(),
        late: item.is_late(&page.times.today()),
    }
}

/// The antennae of this hub that could take something, by name.
async fn antenna_choices(
    visit: &Visit,
    db: &mut sqlx::AnyConnection,
) -> Result<Vec<Group>, StoreError> {
    let node = &visit.app.node;
    let now = visit.posted.trimmed("antenna");
    let mut choices = Vec::new();
    for kept in network::antennae::queries::all(db, node.id()).await? {
        if !kept.antenna.state.is_over() {
            let name = network::antennae::name_of(db, node, &kept.antenna).await?;
            choices.push(Choice::new(kept.id, name, now));
        }
    }
    choices.sort_by_cached_key(|choice| choice.label.to_lowercase());
    Ok(vec![Group::plain(choices)])
}

/// The step in the form, as a command.
fn command(
    visit: &Visit,
    item: CustodyId,
    at_kiosk: Option<Signature>,
) -> Result<(Custody, &'static str), Problem> {
    let posted = &visit.posted;
    let text = |name: &str| posted.trimmed(name).to_owned();
    Ok(match posted.trimmed("step") {
        "hand" => {
            let handing = handing(visit, at_kiosk)?;
            let note = text("note");
            if posted.trimmed("mode") == "give" {
                (Custody::GiveBack { item, handing, note }, "custody-given")
            } else {
                (Custody::HandOn { item, handing, due: text("due"), note }, "custody-handed-on")
            }
        }
        "bring-back" => (Custody::BringBack { item, note: text("back_note") }, "custody-back"),
        "prolong" => (Custody::Prolong { item, due: text("until") }, "custody-prolonged"),
        "lose" => (Custody::Lose { item, note: text("lose_note") }, "custody-lost"),
        "find" => (Custody::Find { item }, "custody-found"),
        "reopen" => (Custody::Reopen { item }, "custody-reopened"),
        _ => return Err(Problem::invalid("field-missing").at("step")),
    })
}

fn handing(visit: &Visit, at_kiosk: Option<Signature>) -> Result<Handing, Problem> {
    let posted = &visit.posted;
    let unknown = || Problem::invalid("custody-unknown-holder").at("to");
    let to = match posted.trimmed("to") {
        "owner" => To::Owner,
        "nobody" => To::Nobody,
        "antenna" => To::Antenna(posted.read("antenna").ok_or_else(unknown)?),
        "staff" => To::Staff(posted.read("staff").ok_or_else(unknown)?),
        _ => To::Somebody,
    };
    let drawn = posted.trimmed("signature");
    let signature = if drawn.is_empty() {
        at_kiosk.filter(|_| posted.has("signed", "kiosk"))
    } else {
        Some(
            drawn
                .parse()
                .map_err(|_bad| Problem::invalid("custody-no-signature").at("signature"))?,
        )
    };
    let on_paper = posted.has("signed", "paper");
    Ok(Handing { to, person: person(visit), signature, on_paper })
}

pub(super) async fn step(visit: Visit, At(id): At<CustodyId>) -> Outcome {
    found(&visit, id).await?;
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let drawn = at_kiosk::drawn(&mut db, id, node.now_ms()).await?;
    drop(db);
    let outcome = match command(&visit, id, drawn.map(|drawn| drawn.signature)) {
        Ok((command, done)) => {
            let done = visit.submit(Command::Custody(command)).await.map(|_| done);
            if done.is_ok() {
                // Whatever happened to it: a signature is for one step only.
                node.change(move |write| {
                    Box::pin(async move { Ok(at_kiosk::forget(write, id).await?) })
                })
                .await?;
            }
            done
        }
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(done) => go(&format!("/custody/{id}?done={done}")),
        Err(mut problem) => {
            // The same day is asked for in two forms.
            if visit.posted.trimmed("step") == "prolong" && problem.field.as_deref() == Some("due")
            {
                problem.field = Some("until".to_owned());
            }
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, id, errors, status_of(&problem), None).await
        }
    }
}

pub(super) async fn contact(visit: Visit, At(id): At<CustodyId>) -> Outcome {
    let item = found(&visit, id).await?;
    let owner = owner_of(&item);
    let details = contact::reveal(&visit, &owner).await?;
    if visit.wants != Wants::Fragment {
        return shown(&visit, id, Errors::default(), StatusCode::OK, details).await;
    }
    let page = Page::of(&visit, Section::Custody, "custody-one").await;
    let mut db = visit.app.node.store.read().await.map_err(Fault::from)?;
    let contact = contact::card(&visit, &page, &mut db, &owner, details).await?;
    drop(db);
    show(&ContactFragment { page, contact })
}
