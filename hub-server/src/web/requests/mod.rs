//! Requests on the console: the queue of a hub, one request with its next step, and a request written down
//! for somebody who called, wrote or came in.

mod acts;
mod agenda;
mod care;
mod detail;
pub mod found;
mod import;
mod intake;
mod known;
pub mod list;
mod offering;
mod queue;
mod recurring;
mod reviews;
mod steps;
mod telling;

pub(crate) use queue::Names;
pub(crate) use queue::{Asked, category_choices, hood_choices, hub_choices, language_choices};
pub(crate) use steps::actor;

use axum::routing::{get, post};

use super::routes::{Access, Route, look, send};
use crate::people::roles::Permission as P;

pub(super) const ROUTES: &[Route] = &[
    look("/requests", Access::May(P::SeeRequests), || get(queue::queue)),
    look("/requests/unread", Access::May(P::SeeRequests), || get(queue::unread)).at_hubs(),
    look("/requests/new", Access::May(P::EnterRequests), || get(intake::form)).at_hubs(),
    send("/requests/new", Access::May(P::EnterRequests), || post(intake::leave)).at_hubs(),
    look("/to-call", Access::May(P::SeeContacts), || get(telling::list)).at_hubs(),
    send("/to-call/numbers", Access::May(P::SeeContacts), || post(telling::numbers)).at_hubs(),
    send("/to-call/{id}", Access::May(P::WorkOnRequests), || post(telling::told)).at_hubs(),
    send("/to-call/{id}/sms", Access::May(P::SeeContacts), || post(telling::sms)).at_hubs(),
    look("/requests/{id}/sheet", Access::May(P::SeeRequests), || get(telling::sheet)).at_hubs(),
    look("/requests/{id}", Access::May(P::SeeRequests), || get(detail::page)),
    send("/requests/{id}/take", Access::May(P::WorkOnRequests), || post(detail::take)),
    send("/requests/{id}/propose", Access::May(P::WorkOnRequests), || post(detail::propose)),
    send("/requests/{id}/done", Access::May(P::WorkOnRequests), || post(detail::done)),
    send("/requests/{id}/met", Access::May(P::WorkOnRequests), || post(detail::met)),
    send("/requests/{id}/not-met", Access::May(P::WorkOnRequests), || post(detail::not_met)),
    send("/requests/{id}/reopen", Access::May(P::WorkOnRequests), || post(detail::reopen)),
    send("/requests/several", Access::May(P::WorkOnRequests), || post(acts::several)).at_hubs(),
    send("/requests/{id}/widen", Access::May(P::WorkOnRequests), || post(acts::widen)),
    send("/requests/{id}/answered", Access::May(P::WorkOnRequests), || post(acts::answered)),
    send("/requests/{id}/free", Access::May(P::WorkOnRequests), || post(acts::free)),
    send("/requests/{id}/withdraw", Access::May(P::WorkOnRequests), || post(acts::withdraw)),
    send("/requests/{id}/ask", Access::May(P::WorkOnRequests), || post(acts::ask)),
    send("/requests/{id}/reply", Access::May(P::WorkOnRequests), || post(acts::reply)),
    send("/requests/{id}/note", Access::May(P::WorkOnRequests), || post(acts::note)),
    send("/requests/{id}/followed-up", Access::May(P::WorkOnRequests), || post(acts::followed_up)),
    send("/requests/{id}/schedule", Access::May(P::WorkOnRequests), || post(acts::schedule)),
    send("/requests/{id}/start", Access::May(P::WorkOnRequests), || post(acts::start)),
    send("/requests/{id}/open-again", Access::May(P::WorkOnRequests), || post(acts::open_again)),
    send("/requests/{id}/rate", Access::May(P::WorkOnRequests), || post(acts::rate)),
    send("/requests/{id}/split", Access::May(P::WorkOnRequests), || post(acts::split)),
    send("/requests/{id}/link", Access::May(P::WorkOnRequests), || post(acts::link)),
    send("/requests/{id}/unlink", Access::May(P::WorkOnRequests), || post(acts::unlink)),
    send("/requests/{id}/refer", Access::May(P::WorkOnRequests), || post(acts::refer)),
    send("/requests/{id}/service", Access::May(P::WorkOnRequests), || post(acts::service)),
    send("/requests/{id}/tell-service", Access::May(P::WorkOnRequests), || {
        post(acts::tell_service)
    }),
    send("/requests/{id}/revoke", Access::May(P::WorkOnRequests), || post(acts::revoke)),
    send("/requests/{id}/become", Access::May(P::WorkOnRequests), || post(acts::become_request)),
    send("/requests/{id}/put-aside", Access::May(P::WorkOnRequests), || post(acts::put_aside)),
    send("/requests/{id}/hand-over", Access::May(P::WorkOnRequests), || post(acts::hand_over)),
    send("/requests/{id}/seats", Access::May(P::WorkOnRequests), || post(acts::seats)),
    send("/requests/{id}/privacy", Access::May(P::WorkOnRequests), || post(acts::privacy)),
    look("/offering", Access::May(P::SeeRequests), || get(offering::list)).at_hubs(),
    look("/offering/new", Access::May(P::WorkOnRequests), || get(offering::new)).at_hubs(),
    look("/offering/{id}", Access::May(P::WorkOnRequests), || get(offering::edit)).at_hubs(),
    send("/offering", Access::May(P::WorkOnRequests), || post(offering::set)).at_hubs(),
    send("/offering/drop", Access::May(P::WorkOnRequests), || post(offering::take_away)).at_hubs(),
    send("/offering/restore", Access::May(P::WorkOnRequests), || post(offering::restore)).at_hubs(),
    look("/recurring", Access::May(P::SeeRequests), || get(recurring::list)).at_hubs(),
    look("/recurring/{id}", Access::May(P::SeeRequests), || get(recurring::page)).at_hubs(),
    send("/recurring/{id}/skip", Access::May(P::WorkOnRequests), || post(recurring::skip))
        .at_hubs(),
    send("/recurring/{id}/restore", Access::May(P::WorkOnRequests), || post(recurring::restore))
        .at_hubs(),
    send("/recurring/{id}/move", Access::May(P::WorkOnRequests), || post(recurring::move_day))
        .at_hubs(),
    send("/recurring/{id}/rule", Access::May(P::WorkOnRequests), || post(recurring::change_rule))
        .at_hubs(),
    send("/recurring/{id}/pause", Access::May(P::WorkOnRequests), || post(recurring::pause))
        .at_hubs(),
    send("/recurring/{id}/resume", Access::May(P::WorkOnRequests), || post(recurring::resume))
        .at_hubs(),
    send("/recurring/{id}/end", Access::May(P::WorkOnRequests), || post(recurring::end)).at_hubs(),
    send("/recurring/{id}/contact", Access::May(P::SeeContacts), || post(recurring::reveal))
        .at_hubs(),
    send("/requests/{id}/contact", Access::May(P::SeeContacts), || post(detail::reveal)).at_hubs(),
    look("/reviews", Access::May(P::SeeIncidents), || get(reviews::list)).at_hubs(),
    send("/requests/{id}/reviewed", Access::May(P::SeeIncidents), || post(reviews::seen)).at_hubs(),
    look("/requests/import", Access::May(P::EnterRequests), || get(import::form)).at_hubs(),
    send("/requests/import", Access::May(P::EnterRequests), || post(import::run))
        .at_hubs()
        .with_file(),
    send("/requests/new/known", Access::May(P::SeeContacts), || post(intake::known)).at_hubs(),
    send("/requests/{id}/known", Access::May(P::SeeContacts), || post(known::set)).at_hubs(),
    send("/requests/{id}/known/find", Access::May(P::SeeContacts), || post(known::find)).at_hubs(),
];
