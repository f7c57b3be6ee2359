//! Staff and their roles (CAPABILITIES J3), and people's rights over their data (J4, J7).
//!
//! Always true: a fact names staff and people by id only; names, login names and password hashes stay in
//! plain tables of the node where somebody signs in. What a role may do is one table ([`roles`]), asked by
//! every route and every command. An erasure is done at the person's home, and every node that held a copy
//! says so in its turn. Deliberately absent: any way to read a password or to undo an erasure.

pub mod accounts;
pub mod authority;
pub mod erasure;
pub mod events;
pub mod passwords;
pub mod pins;
mod projection;
pub mod queries;
pub mod roles;
pub mod routes;
pub mod sessions;

#[cfg(test)]
mod tests;

use protocol::{PersonId, Problem, StaffId};
use serde::{Deserialize, Serialize};

pub use accounts::create_first_admin;
pub use authority::authorise;
pub use events::Event;
pub use projection::project;
pub use roles::{Permission, Role, Scope, Target, allowed};

use crate::bank;
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::{Fact, Write};

/// How facts of this domain begin.
pub const DOMAIN: &str = "people";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["staff", "erasure", "erasure_ack"];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [
        queries::STATEMENTS,
        projection::STATEMENTS,
        accounts::STATEMENTS,
        sessions::STATEMENTS,
        pins::STATEMENTS,
        erasure::STATEMENTS,
    ]
    .concat()
}

/// What can be asked of this domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Somebody works here from now on; they take the command's id. Their credential is made beside it
    /// ([`accounts::add`]).
    AddStaff {
        /// As what.
        role: Role,
        /// Where.
        scope: Scope,
    },
    /// They do something else from now on.
    ChangeRole {
        /// Who.
        staff: StaffId,
        /// As what.
        role: Role,
        /// Where.
        scope: Scope,
    },
    /// Close an account.
    DisableStaff {
        /// Whose.
        staff: StaffId,
    },
    /// Open it again.
    EnableStaff {
        /// Whose.
        staff: StaffId,
    },
    /// Destroy a person's data.
    Erase {
        /// Whose.
        person: PersonId,
    },
    /// Say that this node holds no copy any more.
    AcknowledgeErasure {
        /// Of whose data.
        person: PersonId,
    },
}

/// Does a command of this domain.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    if let Command::AddStaff { role, scope } | Command::ChangeRole { role, scope, .. } = command
        && !roles::fits(*role, scope)
    {
        return Err(Problem::invalid("scope-of-a-service").at("scope").into());
    }
    let (subject, events) = match command {
        Command::AddStaff { role, scope } => {
            let added = Event::StaffAdded { role: *role, scope: scope.clone() };
            (StaffId::from(ctx.command).to_string(), vec![added])
        }
        Command::ChangeRole { staff, role, scope } => {
            let before = known(write, *staff).await?;
            if before.role == Role::Admin && *role != Role::Admin {
                not_the_last_admin(write, &before).await?;
            }
            let same = before.role == *role && before.scope == *scope;
            let changed = Event::RoleChanged { role: *role, scope: scope.clone() };
            (staff.to_string(), if same { vec![] } else { vec![changed] })
        }
        Command::DisableStaff { staff } => {
            let before = known(write, *staff).await?;
            not_the_last_admin(write, &before).await?;
            let events = if before.active { vec![Event::StaffDisabled {}] } else { vec![] };
            (staff.to_string(), events)
        }
        Command::EnableStaff { staff } => {
            let before = known(write, *staff).await?;
            let events = if before.active { vec![] } else { vec![Event::StaffEnabled {}] };
            (staff.to_string(), events)
        }
        Command::Erase { person } => (person.to_string(), erasure::decide(write, *person).await?),
        Command::AcknowledgeErasure { person } => {
            (person.to_string(), erasure::acknowledge(write, ctx, *person).await?)
        }
    };
    for event in &events {
        let mut fact = Fact::of(DOMAIN, &subject, event);
        if let Command::AcknowledgeErasure { person } = command
            && let Some(erasure) = queries::erasure(write.db, *person).await?
        {
            fact = fact.for_node(erasure.home);
        }
        write.append(ctx, fact).await?;
    }
    if let Command::Erase { person } = command
        && !events.is_empty()
    {
        bank::between::erasure::follow(node, write, ctx, *person).await?;
    }
    Ok(Answer::Done)
}

async fn known(write: &mut Write<'_>, staff: StaffId) -> Result<queries::Member, Fail> {
    let member = queries::member(write.db, staff).await?;
    member.ok_or_else(|| Problem::not_found("unknown-staff").into())
}

/// A node whose last admin is gone could not be repaired by anybody.
async fn not_the_last_admin(write: &mut Write<'_>, member: &queries::Member) -> Result<(), Fail> {
    if member.role != Role::Admin || !member.active {
        return Ok(());
    }
    match queries::active_admins(write.db, &member.home).await? {
        0 | 1 => Err(Problem::conflict("last-admin").into()),
        _ => Ok(()),
    }
}
