//! Pages about staff and about people's rights: signing in, one's own account, who works here, erasures.

mod account;
mod privacy;
mod sign_in;
mod staff;

use axum::routing::{get, post};

use super::roles::Permission as P;
use crate::web::routes::{Access, Route, look, send};

/// The routes of this domain.
pub const ROUTES: &[Route] = &[
    look("/sign-in", Access::Anyone, || get(sign_in::form)),
    send("/sign-in", Access::Anyone, || post(sign_in::enter)),
    send("/sign-out", Access::SignedIn, || post(sign_in::leave)),
    look("/account", Access::May(P::KeepOwnAccount), || get(account::page)),
    send("/account/password", Access::May(P::KeepOwnAccount), || post(account::password)),
    send("/account/preferences", Access::May(P::KeepOwnAccount), || post(account::preferences)),
    send("/account/pin", Access::May(P::KeepCustody), || post(account::pin)).at_hubs(),
    look("/staff", Access::May(P::SeeStaff), || get(staff::list)),
    look("/staff/new", Access::May(P::ManageStaff), || get(staff::new)),
    send("/staff/new", Access::May(P::ManageStaff), || post(staff::add)),
    look("/staff/{id}", Access::May(P::SeeStaff), || get(staff::member)),
    send("/staff/{id}/role", Access::May(P::ManageStaff), || post(staff::change_role)),
    send("/staff/{id}/reset", Access::May(P::ManageStaff), || post(staff::reset)),
    send("/staff/{id}/close", Access::May(P::ManageStaff), || post(staff::close)),
    send("/staff/{id}/open", Access::May(P::ManageStaff), || post(staff::open)),
    look("/privacy", Access::May(P::SeeReadings), || get(privacy::list)),
    look("/people/{id}", Access::May(P::SeeReadings), || get(privacy::person)),
    send("/people/{id}/erase", Access::May(P::ErasePeople), || post(privacy::erase)),
    look("/people/{id}/certificate", Access::May(P::SeeReadings), || get(privacy::certificate)),
];
