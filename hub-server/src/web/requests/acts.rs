//! What can be done with a request beside its next step: one handler a form, each only a translation.

use protocol::{Channel, CommandId, EventId, PersonDetails, Problem, RequestId, Slug, StaffId};

use super::detail::{act, again};
use super::queue::{self, Asked};
use crate::command::Command as Any;
use crate::context::Ctx;
use crate::messages;
use crate::people::roles::Permission;
use crate::requests::commands::{Command, Part};
use crate::requests::decide::PARTS_MAX;
use crate::requests::events::{
    Consent, Mark, MessageKind, NotMetReason, Privacy, ServiceAnswer, SharedField, Side,
};
use crate::store::rows::word;
use crate::web::address;
use crate::web::form::Posted;
use crate::web::visit::{At, Outcome, Visit, go};

/// One of a closed list, by the word posted.
fn one_of<T: Copy + serde::Serialize>(posted: &Posted, field: &str, all: &[T]) -> Option<T> {
    all.iter().find(|value| word(*value) == posted.trimmed(field)).copied()
}

/// A field left out, told at the field.
fn missing(field: &str) -> Problem {
    Problem::invalid("left-out").at(field)
}

pub(super) async fn widen(visit: Visit, At(id): At<RequestId>) -> Outcome {
    act(&visit, id, Command::Widen { request: id }, "widened").await
}

/// What an antenna said on the telephone.
pub(super) async fn answered(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let brief = visit.request(id, Permission::WorkOnRequests).await?;
    let accept = visit.posted.trimmed("accept") == "yes";
    let open = brief.request.open.as_ref().map(|open| open.id);
    let (Some(proposal), Some(device)) = (open, visit.posted.read("device")) else {
        return again(&visit, id, Problem::conflict("already-taken")).await;
    };
    let done = if accept { "answered-yes" } else { "answered-no" };
    act(&visit, id, Command::Answer { proposal, device, accept }, done).await
}

/// A helper has said that they cannot after all: it is looked for somebody else.
pub(super) async fn free(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let Some(device) = visit.posted.read("device") else {
        return again(&visit, id, missing("device")).await;
    };
    let why = visit.posted.text("free_why").to_owned();
    act(&visit, id, Command::GiveBack { request: id, device, why }, "freed").await
}

/// Whoever asked has called: they do not need it any more.
pub(super) async fn withdraw(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let verdict = protocol::kiosk::Verdict::Withdraw;
    act(&visit, id, Command::AnswerSlip { request: id, verdict }, "request-withdrawn").await
}

pub(super) async fn ask(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let text = visit.posted.text("question").to_owned();
    act(&visit, id, Command::AskRequester { request: id, text }, "asked").await
}

pub(super) async fn reply(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let text = visit.posted.text("answer").to_owned();
    act(&visit, id, Command::Reply { request: id, text }, "replied").await
}

pub(super) async fn note(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let posted = &visit.posted;
    let kinds = [&MessageKind::BY_HAND[..], &[MessageKind::Incident]].concat();
    let about = one_of(posted, "about", &kinds).unwrap_or(MessageKind::Note);
    let text = posted.text("said").to_owned();
    let clock = visit.app.node.city().map(|city| city.calendar.clock());
    let follow_up_ms = posted.read::<jiff::civil::Date>("follow_up").and_then(|day| {
        // Whoever comes back does so in the morning.
        let at = day.to_datetime(jiff::civil::time(9, 0, 0, 0));
        Some(clock?.to_timestamp(at).ok()?.as_millisecond())
    });
    act(&visit, id, Command::Note { request: id, about, text, follow_up_ms }, "noted").await
}

pub(super) async fn followed_up(visit: Visit, At(id): At<RequestId>) -> Outcome {
    act(&visit, id, Command::FollowedUp { request: id }, "followed-up").await
}

pub(super) async fn schedule(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let clock = visit.app.node.known_city()?.calendar.clock();
    let at = visit.posted.read::<jiff::civil::DateTime>("at");
    let Some(at) = at.and_then(|at| clock.to_timestamp(at).ok()) else {
        return again(&visit, id, missing("at")).await;
    };
    let at_ms = at.as_millisecond();
    act(&visit, id, Command::Schedule { request: id, at_ms }, "scheduled").await
}

pub(super) async fn start(visit: Visit, At(id): At<RequestId>) -> Outcome {
    act(&visit, id, Command::Start { request: id }, "started").await
}

pub(super) async fn open_again(visit: Visit, At(id): At<RequestId>) -> Outcome {
    act(&visit, id, Command::Reopen { request: id }, "reopened").await
}

pub(super) async fn rate(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let posted = &visit.posted;
    let (Some(side), Some(mark)) =
        (one_of(posted, "side", Side::ALL), one_of(posted, "mark", Mark::ALL))
    else {
        return again(&visit, id, missing("mark")).await;
    };
    let text = posted.text("feedback").to_owned();
    let rate = Command::Rate { request: id, side, mark, text: text.clone() };
    let brief = visit.request(id, Permission::WorkOnRequests).await?;
    let said = act(&visit, id, rate, "rated").await?;
    // What the desk says of help is said to whoever helped, who reads it in the thread of the request.
    let here = brief.home == *visit.app.node.id();
    let told = here && said.status().is_redirection() && !text.trim().is_empty();
    if let (Side::Desk, true, Some(device)) = (side, told, brief.request.helper) {
        let whole = visit.ctx(Channel::Console)?;
        let command = CommandId::new(EventId::of_command(whole.command, 4_000_000).uuid());
        let write = messages::Command::Write { device, about: Some(id), text };
        visit.app.node.submit(Ctx { command, ..whole }, Any::Messages(write)).await?;
    }
    Ok(said)
}

pub(super) async fn split(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let mut parts = Vec::new();
    for place in 0..PARTS_MAX {
        let text = visit.posted.trimmed(&format!("part_{place}"));
        if text.is_empty() {
            continue;
        }
        let Some(category) = visit.posted.read::<Slug>(&format!("kind_{place}")) else {
            return again(&visit, id, missing("parts")).await;
        };
        parts.push(Part { category, text: text.to_owned() });
    }
    act(&visit, id, Command::Split { request: id, parts }, "split").await
}

pub(super) async fn link(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let typed = visit.posted.trimmed("of").to_owned();
    let of = match typed.parse::<RequestId>() {
        Ok(of) => Some(of),
        Err(_not_an_id) => queue::by_slip(&visit, &typed).await?,
    };
    let Some(of) = of else {
        return again(&visit, id, Problem::invalid("no-duplicate").at("of")).await;
    };
    act(&visit, id, Command::LinkDuplicate { request: id, of }, "linked").await
}

pub(super) async fn unlink(visit: Visit, At(id): At<RequestId>) -> Outcome {
    act(&visit, id, Command::UnlinkDuplicate { request: id }, "unlinked").await
}

pub(super) async fn refer(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let posted = &visit.posted;
    let Some(service) = posted.read::<Slug>("service") else {
        return again(&visit, id, missing("service")).await;
    };
    let Some(consent) = one_of(posted, "consent", Consent::ALL) else {
        return again(&visit, id, missing("consent")).await;
    };
    let shared = SharedField::ALL.iter().copied();
    let shared = shared.filter(|field| posted.has("shared", &word(field))).collect();
    let text = posted.text("why").to_owned();
    act(&visit, id, Command::Refer { request: id, service, shared, consent, text }, "referred")
        .await
}

pub(super) async fn service(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let Some(answer) = one_of(&visit.posted, "service-answer", ServiceAnswer::ALL) else {
        return again(&visit, id, missing("service-answer")).await;
    };
    let text = visit.posted.text("service-words").to_owned();
    act(&visit, id, Command::ServiceAnswers { request: id, answer, text }, "service-answered").await
}

/// What the hub says to the service, which reads it on its page.
pub(super) async fn tell_service(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let text = visit.posted.text("to-service").to_owned();
    if text.trim().is_empty() {
        return again(&visit, id, missing("to-service")).await;
    }
    let about = MessageKind::Referral;
    let note = Command::Note { request: id, about, text, follow_up_ms: None };
    act(&visit, id, note, "service-told").await
}

pub(super) async fn revoke(visit: Visit, At(id): At<RequestId>) -> Outcome {
    act(&visit, id, Command::RevokeReferral { request: id }, "revoked").await
}

pub(super) async fn become_request(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let field = |name: &str| visit.posted.trimmed(name).to_owned();
    let person =
        PersonDetails { name: field("name"), phone: field("phone"), address: field("address") };
    act(&visit, id, Command::BecomeRequest { request: id, person }, "became").await
}

pub(super) async fn put_aside(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let verdict = protocol::kiosk::Verdict::Withdraw;
    act(&visit, id, Command::AnswerSlip { request: id, verdict }, "put-aside").await
}

pub(super) async fn hand_over(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let posted = &visit.posted;
    let Some(to) = posted.read("to") else {
        return again(&visit, id, missing("to")).await;
    };
    let shared = SharedField::ALL.iter().copied();
    let shared = shared.filter(|field| posted.has("hand_shared", &word(field))).collect();
    let consent = one_of(posted, "hand_consent", Consent::ALL);
    act(&visit, id, Command::HandOver { request: id, to, shared, consent }, "request-handed-over")
        .await
}

pub(super) async fn seats(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let two = visit.posted.trimmed("two") == "yes";
    act(&visit, id, Command::SetSeats { request: id, two }, "seats-set").await
}

pub(super) async fn privacy(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let level = one_of(&visit.posted, "level", Privacy::ALL).unwrap_or(Privacy::Ordinary);
    act(&visit, id, Command::SetPrivacy { request: id, level }, "privacy-set").await
}

/// Does one thing with several requests of the queue; what cannot be done with one of them is left as it is.
pub(super) async fn several(visit: Visit) -> Outcome {
    let me = visit.me()?.staff;
    let done = visit.posted.trimmed("do");
    let to: Option<StaffId> = visit.posted.read("to");
    let reason = one_of(&visit.posted, "reason", &NotMetReason::ALL);
    let whole = visit.ctx(Channel::Console)?;
    let mut refused = false;
    let mut picked: Vec<RequestId> =
        visit.posted.all("pick").into_iter().filter_map(|id| id.parse().ok()).collect();
    picked.dedup();
    for (place, id) in (0_u32..).zip(picked.into_iter().take(queue::PICKED_MAX)) {
        let brief = visit.request(id, Permission::WorkOnRequests).await?;
        let request = brief.request.id;
        let command = match done {
            "met" => Command::ConfirmMet { request },
            "assign" => Command::Assign { request, operator: to.ok_or_else(|| missing("to"))? },
            "close" => {
                let reason = reason.ok_or_else(|| missing("reason"))?;
                Command::CloseNotMet { request, reason }
            }
            _ => Command::TakeInCharge { request, operator: me },
        };
        // Each has an id of its own, the same when the form comes twice.
        let name = EventId::of_command(whole.command, 2_000_000 + place).uuid();
        let command_id = CommandId::new(name);
        let ctx = Ctx { command: command_id, ..visit.ctx(Channel::Console)? };
        refused |= visit.app.node.submit(ctx, Any::Requests(command)).await.is_err();
    }
    let done = match (refused, done) {
        (true, _) => "several-some",
        (false, "met") => "several-met",
        (false, "assign") => "several-assigned",
        (false, "close") => "several-closed",
        (false, _) => "several-taken",
    };
    let asked = Asked::back(&visit);
    go(&address::with(&asked, [("done", done)]))
}
