//! Credentials beside the facts: making an account, resetting and changing a password, preferences.
//!
//! Always true: the fact and the credential are recorded in one transaction. A password is known only to
//! the one who chose it; a one-time password is shown once and must be changed at the first sign-in.

use std::sync::Arc;

use protocol::{ActorRef, Channel, CommandId, Problem, StaffId};
use sqlx::{AnyConnection, Row};

use super::roles::{Role, Scope};
use super::{Command, passwords, queries, sessions};
use crate::command::{self, Answer};
use crate::context::{Ctx, Fail};
use crate::node::{Node, fresh_bytes};
use crate::store::rows::parsed;
use crate::store::{StoreError, Write};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] =
    &[ADD, SET_PASSWORD, SET_NAMES, SET_PREFERENCES, BY_LOGIN, BY_STAFF];

const ADD: &str = "INSERT INTO credential (staff_id, login_name, display_name, password_hash, \
    must_change, changed_at_ms) VALUES ($1, $2, $3, $4, $5, $6)";
const SET_PASSWORD: &str = "UPDATE credential SET password_hash = $2, must_change = $3, \
    changed_at_ms = $4 WHERE staff_id = $1";
const SET_NAMES: &str =
    "UPDATE credential SET display_name = $2, changed_at_ms = $3 WHERE staff_id = $1";
const SET_PREFERENCES: &str =
    "UPDATE credential SET language = $2, text_size = $3, changed_at_ms = $4 WHERE staff_id = $1";
const BY_LOGIN: &str = "SELECT c.staff_id, c.password_hash, s.state FROM credential c \
    JOIN staff s ON s.staff_id = c.staff_id WHERE c.login_name = $1";
const BY_STAFF: &str = "SELECT c.staff_id, c.password_hash, s.state FROM credential c \
    JOIN staff s ON s.staff_id = c.staff_id WHERE c.staff_id = $1";

/// Longest login name, in characters.
pub const LOGIN_MAX: usize = 60;
/// Longest display name, in characters.
pub const NAME_MAX: usize = 80;

/// What is needed to give somebody an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Name to sign in with; kept in lower case.
    pub login_name: String,
    /// Name to be called by.
    pub display_name: String,
    /// As what they work.
    pub role: Role,
    /// Where.
    pub scope: Scope,
}

/// An account with the password to hand over. It is shown once and kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTime {
    /// Whose.
    pub staff: StaffId,
    /// Name to sign in with.
    pub login_name: String,
    /// The password, to be changed at the first sign-in.
    pub password: String,
}

impl std::fmt::Debug for OneTime {
    /// Never shows the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OneTime").field("staff", &self.staff).finish_non_exhaustive()
    }
}

/// Makes the first admin of a node and returns the one-time password; `None` when somebody already works
/// here, so that it can be called at every start.
///
/// # Errors
/// What [`add`] refuses.
pub async fn create_first_admin(
    node: &Arc<Node>,
    login_name: &str,
    display_name: &str,
) -> Result<Option<OneTime>, Problem> {
    let mut db = node.store.read().await.map_err(|error| crate::node::problem_of(&error))?;
    let some = queries::has_staff(&mut db, node.id()).await;
    drop(db);
    if some.map_err(|error| crate::node::problem_of(&error))? {
        return Ok(None);
    }
    let account = NewAccount {
        login_name: login_name.to_owned(),
        display_name: display_name.to_owned(),
        role: Role::Admin,
        scope: Scope::City,
    };
    let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::System, Channel::Console);
    add(node, ctx, account).await.map(Some)
}

/// Gives somebody an account with a one-time password.
///
/// # Errors
/// `login-name-wrong`, `login-name-taken` at `login_name`; `name-missing` at `display_name`; `not-your-role`.
pub async fn add(node: &Arc<Node>, ctx: Ctx, account: NewAccount) -> Result<OneTime, Problem> {
    let password = passwords::one_time(ctx.chance_for("password", 0));
    let staff = add_with_password(node, ctx, account.clone(), &password, true).await?;
    Ok(OneTime { staff, login_name: login_key(&account.login_name), password })
}

/// Gives somebody an account with a password that is already chosen: for the demo and for tests.
///
/// # Errors
/// As [`add`].
pub async fn add_with_password(
    node: &Arc<Node>,
    ctx: Ctx,
    account: NewAccount,
    password: &str,
    must_change: bool,
) -> Result<StaffId, Problem> {
    let account = checked(account)?;
    let kept = hashed(password.to_owned()).await?;
    let staff = StaffId::from(ctx.command);
    let add = Command::AddStaff { role: account.role, scope: account.scope.clone() };
    let writer = node.clone();
    node.change(move |write| {
        Box::pin(async move {
            if let Some(other) = by_login(write.db, &account.login_name).await?
                && other.staff != staff
            {
                return Err(Problem::conflict("login-name-taken").at("login_name").into());
            }
            perform(&writer, write, &ctx, add).await?;
            if queries::name_of(write.db, staff).await?.is_none() {
                sqlx::query(ADD)
                    .bind(staff.to_string())
                    .bind(account.login_name)
                    .bind(account.display_name)
                    .bind(kept)
                    .bind(i64::from(must_change))
                    .bind(ctx.now_ms)
                    .execute(&mut *write.db)
                    .await?;
            }
            Ok(staff)
        })
    })
    .await
}

async fn perform(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: Command,
) -> Result<Answer, Fail> {
    let answer = command::perform(node, write, ctx, &command::Command::People(command)).await?;
    answer.map_err(Fail::Refused)
}

fn checked(account: NewAccount) -> Result<NewAccount, Problem> {
    let login_name = login_key(&account.login_name);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    if !(2..=LOGIN_MAX).contains(&login_name.len()) || !login_name.chars().all(plain) {
        return Err(Problem::invalid("login-name-wrong").at("login_name"));
    }
    let display_name = checked_name(&account.display_name)?;
    Ok(NewAccount { login_name, display_name, ..account })
}

fn checked_name(text: &str) -> Result<String, Problem> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Problem::invalid("name-missing").at("display_name"));
    }
    if name.chars().count() > NAME_MAX {
        let problem = Problem::invalid("out-of-range").at("display_name").with("most", NAME_MAX);
        return Err(problem);
    }
    Ok(name)
}

/// How a login name is kept and looked up: without spaces around it, in lower case.
#[must_use]
pub fn login_key(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// Hashing blocks for tens of milliseconds, so it happens beside the tasks that serve people.
async fn hashed(password: String) -> Result<String, Problem> {
    let salt = fresh_bytes();
    let (salt, _) = salt.split_at(16);
    let salt: [u8; 16] = salt.try_into().unwrap_or([0; 16]);
    let kept = tokio::task::spawn_blocking(move || passwords::hash(&password, &salt)).await;
    match kept {
        Ok(Ok(kept)) => Ok(kept),
        Ok(Err(error)) => Err(crate::node::problem_of(&error)),
        Err(_) => Err(crate::node::problem_of(&StoreError::Stopped)),
    }
}

/// Gives somebody a new one-time password and ends their sessions.
///
/// # Errors
/// `unknown-staff`; the caller has checked that this is theirs to do.
pub async fn reset_password(
    node: &Arc<Node>,
    ctx: &Ctx,
    staff: StaffId,
) -> Result<OneTime, Problem> {
    let password = passwords::one_time(ctx.chance_for("password", 0));
    let kept = hashed(password.clone()).await?;
    let now_ms = ctx.now_ms;
    let login_name = node
        .change(move |write| {
            Box::pin(async move {
                let member = queries::member(write.db, staff).await?;
                let Some(login_name) = member.and_then(|member| member.login_name) else {
                    return Err(Problem::not_found("unknown-staff").into());
                };
                set_password(write.db, staff, kept, true, now_ms).await?;
                sessions::end_all(write.db, staff, None).await?;
                Ok(login_name)
            })
        })
        .await?;
    Ok(OneTime { staff, login_name, password })
}

/// Changes one's own password and ends one's other sessions.
///
/// # Errors
/// `password-wrong` at `old`; what [`passwords::check`] refuses; `password-same` at `new`.
pub async fn change_password(
    node: &Arc<Node>,
    staff: StaffId,
    (old, new): (String, String),
    keep_session: String,
) -> Result<(), Problem> {
    let mut db = node.store.read().await.map_err(|error| crate::node::problem_of(&error))?;
    let credential = by_staff(&mut db, staff).await;
    let member = queries::member(&mut db, staff).await;
    drop(db);
    let credential = credential.map_err(|error| crate::node::problem_of(&error))?;
    let member = member.map_err(|error| crate::node::problem_of(&error))?;
    let login_name = member.and_then(|member| member.login_name).unwrap_or_default();
    let kept = credential.map(|credential| credential.password_hash);
    let same = old == new;
    if !verified(old, kept).await {
        return Err(Problem::invalid("password-wrong").at("old"));
    }
    passwords::check(&new, &login_name)?;
    if same {
        return Err(Problem::invalid("password-same").at("new"));
    }
    let kept = hashed(new).await?;
    let now_ms = node.now_ms();
    node.change(move |write| {
        Box::pin(async move {
            set_password(write.db, staff, kept, false, now_ms).await?;
            sessions::end_all(write.db, staff, Some(&keep_session)).await?;
            Ok(())
        })
    })
    .await
}

/// Whether a password is the one that was kept, worked out beside the tasks that serve people.
pub async fn verified(password: String, kept: Option<String>) -> bool {
    tokio::task::spawn_blocking(move || passwords::verify(&password, kept.as_deref()))
        .await
        .unwrap_or(false)
}

async fn set_password(
    db: &mut AnyConnection,
    staff: StaffId,
    kept: String,
    must_change: bool,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(SET_PASSWORD)
        .bind(staff.to_string())
        .bind(kept)
        .bind(i64::from(must_change))
        .bind(now_ms)
        .execute(db)
        .await?;
    Ok(())
}

/// Changes the name somebody is called by.
///
/// # Errors
/// `name-missing` or `out-of-range` at `display_name`.
pub async fn set_display_name(node: &Arc<Node>, staff: StaffId, name: &str) -> Result<(), Problem> {
    let name = checked_name(name)?;
    let now_ms = node.now_ms();
    node.change(move |write| {
        Box::pin(async move {
            sqlx::query(SET_NAMES)
                .bind(staff.to_string())
                .bind(name)
                .bind(now_ms)
                .execute(&mut *write.db)
                .await?;
            Ok(())
        })
    })
    .await
}

/// Keeps the language and the text size somebody prefers; `None` leaves it to the browser.
///
/// # Errors
/// A problem with `retry` when it cannot be kept now.
pub async fn set_preferences(
    node: &Arc<Node>,
    staff: StaffId,
    language: Option<String>,
    text_size: Option<String>,
) -> Result<(), Problem> {
    let now_ms = node.now_ms();
    node.change(move |write| {
        Box::pin(async move {
            sqlx::query(SET_PREFERENCES)
                .bind(staff.to_string())
                .bind(language)
                .bind(text_size)
                .bind(now_ms)
                .execute(&mut *write.db)
                .await?;
            Ok(())
        })
    })
    .await
}

/// What a sign-in is checked against.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Whose.
    pub staff: StaffId,
    /// Argon2id text.
    pub password_hash: String,
    /// Whether the account is open.
    pub active: bool,
}

/// The credential of a login name, or `None` when nobody here has it.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn by_login(
    db: &mut AnyConnection,
    login_name: &str,
) -> Result<Option<Credential>, StoreError> {
    let row = sqlx::query(BY_LOGIN).bind(login_name.to_owned()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// Who signs in with a name here and may, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn staff_named(
    db: &mut AnyConnection,
    login_name: &str,
) -> Result<Option<StaffId>, StoreError> {
    let found = by_login(db, &login_key(login_name)).await?;
    Ok(found.filter(|credential| credential.active).map(|credential| credential.staff))
}

async fn by_staff(
    db: &mut AnyConnection,
    staff: StaffId,
) -> Result<Option<Credential>, StoreError> {
    let row = sqlx::query(BY_STAFF).bind(staff.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &sqlx::any::AnyRow) -> Result<Credential, StoreError> {
    Ok(Credential {
        staff: parsed(row, "staff_id")?,
        password_hash: row.try_get("password_hash")?,
        active: row.try_get::<String, _>("state")? == "active",
    })
}
