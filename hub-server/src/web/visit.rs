//! One visit to one page: who comes, in which language, with which form. And how a page can fail.

use std::net::IpAddr;
use std::ops::Deref;
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use protocol::{ActorRef, Channel, CommandId, EventId, PersonId, Problem, RequestId};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::Shared;
use super::form::Posted;
use super::words::Words;
use crate::command::{Answer, Command};
use crate::context::{Ctx, Fail};
use crate::files::shelf::Draft;
use crate::node::problem_of;
use crate::people::roles::{Permission, Target, allowed, role_may};
use crate::people::sessions::SignedIn;
use crate::requests::queries::Brief;
use crate::store::{StoreError, vault};

/// What kind of answer the other end wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// A whole page.
    Page,
    /// A part of a page that is already on screen.
    Fragment,
    /// JSON: a program asks.
    Json,
}

/// A file somebody posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it is called where it comes from.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A file somebody posted that has gone to the shelf as a draft.
#[derive(Debug)]
pub struct Upload {
    /// What it is called where it comes from.
    pub name: String,
    /// What came, or why it was not taken.
    pub draft: Result<Arc<Draft>, Problem>,
}

/// What is known of a visit before its page is made.
pub struct Inner {
    /// What every page can reach.
    pub app: Shared,
    /// Who comes, when they have signed in.
    pub me: Option<SignedIn>,
    /// The key of their session.
    pub session: Option<String>,
    /// The token their forms carry.
    pub form_token: String,
    /// Their words.
    pub words: Words,
    /// What they posted.
    pub posted: Posted,
    /// The files they posted with it, by field, on routes that take some.
    pub files: Vec<(String, File)>,
    /// The files they posted on routes whose files go to the shelf.
    pub uploads: Vec<Upload>,
    /// What kind of answer they want.
    pub wants: Wants,
    /// The path asked for.
    pub path: String,
    /// The fields of the address.
    pub asked: Posted,
    /// Where they come from.
    pub from: Option<IpAddr>,
}

/// A visit; cheap to clone.
#[derive(Clone)]
pub struct Visit(pub(super) Arc<Inner>);

impl Deref for Visit {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Fault;

    /// Every route goes through the gate, which puts the visit there.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let visit = parts.extensions.get::<Self>().cloned();
        visit.ok_or_else(|| Fault(Problem::forbidden("sign-in-first")))
    }
}

impl Visit {
    /// Who has signed in.
    ///
    /// # Errors
    /// `sign-in-first`, on pages that anybody may see.
    pub fn me(&self) -> Result<&SignedIn, Fault> {
        self.me.as_ref().ok_or_else(|| Fault(Problem::new("sign-in-first", 401)))
    }

    /// The file of a form that takes one.
    #[must_use]
    pub fn file(&self) -> Option<&File> {
        self.files.first().map(|(_, file)| file)
    }

    /// Whether whoever comes has a permission, wherever.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.me.as_ref().is_some_and(|me| role_may(me.role, permission))
    }

    /// Whether they have it for a thing.
    #[must_use]
    pub fn may_on(&self, permission: Permission, target: &Target) -> bool {
        self.me.as_ref().is_some_and(|me| allowed(me.role, &me.scope, permission, target))
    }

    /// Refuses when they do not have it for a thing.
    ///
    /// # Errors
    /// `not-your-area`.
    pub fn must(&self, permission: Permission, target: &Target) -> Result<(), Fault> {
        if self.may_on(permission, target) {
            Ok(())
        } else {
            Err(Fault(Problem::forbidden("not-your-area")))
        }
    }

    /// Who acts, for a fact.
    ///
    /// # Errors
    /// `sign-in-first`.
    pub fn actor(&self) -> Result<ActorRef, Fault> {
        Ok(ActorRef::Staff(self.me()?.staff))
    }

    /// The id of the command in this form: the same form sent twice is one command, and the same form
    /// with something else in it is another.
    #[must_use]
    pub fn command_id(&self) -> CommandId {
        let Some(form) = self.posted.read::<Uuid>("command") else {
            return CommandId::new(self.app.node.fresh_id());
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update(form.as_bytes());
        hasher.update(self.path.as_bytes());
        for (name, value) in self.posted.0.iter().filter(|(name, _)| name != "csrf") {
            for part in [name, value] {
                hasher.update(&u64::try_from(part.len()).unwrap_or_default().to_be_bytes());
                hasher.update(part.as_bytes());
            }
        }
        let mut bytes = *form.as_bytes();
        bytes[6..].copy_from_slice(&hasher.finalize().as_bytes()[..10]);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        CommandId::new(Uuid::from_bytes(bytes))
    }

    /// The circumstances of the command in this form.
    ///
    /// # Errors
    /// `sign-in-first`.
    pub fn ctx(&self, channel: Channel) -> Result<Ctx, Fault> {
        Ok(self.app.node.ctx(self.command_id(), self.actor()?, channel))
    }

    /// What the vault keeps of some people, in their order: `None` where it keeps nothing. Each one read is recorded, with
    /// `why`, a short reason from code.
    ///
    /// # Errors
    /// A failure of the store, or nobody is signed in.
    pub async fn people<T: DeserializeOwned + Send + 'static>(
        &self,
        people: Vec<PersonId>,
        why: &'static str,
    ) -> Result<Vec<Option<T>>, Fault> {
        let (node, ctx) = (self.app.node.clone(), self.ctx(Channel::Console)?);
        let keeper = node.clone();
        let read = node.change(move |write| {
            Box::pin(async move {
                let mut read = Vec::with_capacity(people.len());
                for person in people {
                    read.push(vault::read_as(write.db, &keeper.vault, &ctx, person, why).await?);
                }
                Ok(read)
            })
        });
        Ok(read.await?)
    }

    /// The same of one of them.
    ///
    /// # Errors
    /// As for [`Visit::people`].
    pub async fn person<T: DeserializeOwned + Send + 'static>(
        &self,
        person: PersonId,
        why: &'static str,
    ) -> Result<Option<T>, Fault> {
        Ok(self.people(vec![person], why).await?.pop().flatten())
    }

    /// Gives the node the command in this form, from the console.
    ///
    /// # Errors
    /// The command's refusal.
    pub async fn submit(&self, command: Command) -> Result<Answer, Problem> {
        let ctx = self.ctx(Channel::Console).map_err(|fault| fault.0)?;
        self.app.node.submit(ctx, command).await
    }

    /// The same for the n-th of several commands of one form, each under an id of its own: the first has the form's.
    ///
    /// # Errors
    /// The command's refusal.
    pub async fn submit_nth(&self, nth: u32, command: Command) -> Result<Answer, Problem> {
        // Far from the numbers by which the facts of the first are named.
        const APART: u32 = 1_000_000;
        let ctx = self.ctx(Channel::Console).map_err(|fault| fault.0)?;
        let index = if nth == 0 { 0 } else { APART + nth };
        let id = EventId::of_command(ctx.command, index);
        let ctx = Ctx { command: CommandId::new(id.uuid()), ..ctx };
        self.app.node.submit(ctx, command).await
    }

    /// A request that this visit may see under `permission`.
    ///
    /// # Errors
    /// `unknown-request`, also for one elsewhere, so that nobody can ask which exist; or a failure.
    pub async fn request(&self, id: RequestId, permission: Permission) -> Result<Brief, Fault> {
        let mut db = self.app.node.store.read().await?;
        let brief = crate::requests::queries::brief(&mut db, id).await?;
        drop(db);
        let brief = brief.ok_or_else(|| Problem::not_found("unknown-request"))?;
        let place = crate::people::authority::place(
            &self.app.node,
            brief.home.clone(),
            &brief.neighbourhood,
        );
        if self.may_on(permission, &place) {
            Ok(brief)
        } else {
            Err(Problem::not_found("unknown-request").into())
        }
    }
}

/// Why a page could not be made; it becomes a page, a part of one or problem+json, as was wanted.
#[derive(Debug)]
pub struct Fault(pub Problem);

/// How a page ends.
pub type Outcome = Result<Response, Fault>;

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self(problem_of(&error))
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl From<Fail> for Fault {
    fn from(fail: Fail) -> Self {
        match fail {
            Fail::Refused(problem) => Self(problem),
            Fail::Failed(error) => error.into(),
        }
    }
}

/// Where a form leads when it is done: another page, fetched anew.
///
/// # Errors
/// None; it is an [`Outcome`] so that a handler can end with it.
pub fn go(to: &str) -> Outcome {
    Ok(Redirect::to(to).into_response())
}

/// The one id in a path.
pub struct At<T>(pub T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for At<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let nowhere = || Fault(Problem::not_found("no-such-page"));
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = path.ok().ok_or_else(nowhere)?;
        text.parse().map(Self).ok().ok_or_else(nowhere)
    }
}
