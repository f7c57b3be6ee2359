//! The gate every page is behind: who comes, whether the form is theirs, whether their role may.
//!
//! Always true: a route cannot be reached around its gate, because the gate is put on as the router is
//! made. A form is refused unless it carries the token of its own session and comes from our own pages.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequest, Multipart, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, any};
use protocol::Problem;
use subtle::ConstantTimeEq;

use super::form::Posted;
use super::page::problem_page;
use super::routes::{Access, Route, Served, Verb};
use super::visit::{Fault, File, Inner, Upload, Visit, Wants};
use super::words::{Language, Words};
use super::{App, FORM_MAX, Shared, UPLOAD_MAX, address};
use crate::files;
use crate::files::shelf::Unreceived;
use crate::node::fresh_bytes;
use crate::people::roles::role_may;
use crate::people::sessions::{self, SignedIn};

/// A session is said to be in use at most this often, so that reading pages does not write.
const SEEN_EVERY_MS: i64 = 5 * 60_000;

/// What answers for every address that is not there.
static NOWHERE: Route = Route {
    verb: Verb::Get,
    path: "",
    access: Access::Anyone,
    served: Served::Everywhere,
    takes_file: false,
    to_shelf: false,
    handler: || any(|| async { Fault(Problem::not_found("no-such-page")) }),
};

/// A route behind its gate.
pub(super) fn guarded(app: &Shared, route: &'static Route) -> MethodRouter<Shared> {
    (route.handler)().layer(from_fn_with_state((app.clone(), route), pass))
}

/// The answer for every other address, in the chrome of whoever asks.
pub(super) fn nowhere(app: &Shared) -> MethodRouter {
    guarded(app, &NOWHERE).with_state(app.clone())
}

async fn pass(
    State((app, route)): State<(Shared, &'static Route)>,
    req: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = req.into_parts();
    let mut visitor = Visitor::of(&app, &parts).await;
    let refused = visitor.refused.take();
    let posted = match refused {
        Some(problem) => Err(problem),
        // Nothing comes to the disk from whoever may not send it.
        None if parts.method == Method::POST && route.to_shelf && !visitor.has_role(route) => {
            Ok(Form::default())
        }
        None if parts.method == Method::POST => visitor.form(&app, &parts, body, route).await,
        None => Ok(Form::default()),
    };
    let cookie = visitor.new_cookie.take();
    let (posted, problem) = match posted {
        Ok(posted) => (posted, None),
        Err(problem) => (Form::default(), Some(problem)),
    };
    let visit = visitor.visit(app, &parts, posted);
    let allowed = match problem {
        Some(problem) => Err(Fault(problem).into_response()),
        None => may_pass(&visit, route),
    };
    let mut response = match allowed {
        Ok(()) => {
            parts.extensions.insert(visit.clone());
            next.run(Request::from_parts(parts, Body::empty())).await
        }
        Err(response) => response,
    };
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = problem_page(&visit, problem).await;
    }
    if let Some(value) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// What came with a form.
#[derive(Default)]
struct Form {
    posted: Posted,
    files: Vec<(String, File)>,
    uploads: Vec<Upload>,
}

/// What can be told of whoever comes before their form is read.
struct Visitor {
    me: Option<SignedIn>,
    session: Option<String>,
    form_token: String,
    words: Words,
    asked: Posted,
    new_cookie: Option<String>,
    refused: Option<Problem>,
}

impl Visitor {
    async fn of(app: &App, parts: &Parts) -> Self {
        let cookies = Cookies::of(app);
        let (mut me, mut session, mut refused) = (None, None, None);
        let mut form_token = String::new();
        if let Some(token) = cookie(&parts.headers, &cookies.session) {
            let key = sessions::key_of(&token);
            // A page that refreshes by itself is not somebody at work, or no session would ever idle.
            let by_itself = wants(&parts.headers) == Wants::Fragment || parts.uri.path() == "/live";
            match who(app, &key, !by_itself).await {
                Ok(Some(found)) => {
                    form_token = sessions::csrf_of(&token);
                    (me, session) = (Some(found), Some(key));
                }
                Ok(None) => {}
                Err(problem) => refused = Some(problem),
            }
        }
        // Whoever has no session has a token too, or somebody else's page could sign them in.
        let mut new_cookie = None;
        if me.is_none() {
            let token = cookie(&parts.headers, &cookies.form).unwrap_or_else(|| {
                let token = fresh_token();
                new_cookie = Some(cookies.set(&cookies.form, &token));
                token
            });
            form_token = sessions::csrf_of(&token);
        }
        let asked = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        let asked = Posted(asked.map(|Query(pairs)| pairs).unwrap_or_default());
        let words = Words::in_language(language(me.as_ref(), &asked, &parts.headers));
        Self { me, session, form_token, words, asked, new_cookie, refused }
    }

    /// Whether they have signed in with a role that the route is for.
    fn has_role(&self, route: &Route) -> bool {
        self.me.as_ref().is_some_and(|me| match route.access {
            Access::Anyone | Access::SignedIn => true,
            Access::May(permission) => role_may(me.role, permission),
        })
    }

    /// Reads the form and makes sure that it is theirs.
    async fn form(
        &self,
        app: &App,
        parts: &Parts,
        body: Body,
        route: &Route,
    ) -> Result<Form, Problem> {
        if !comes_from_here(parts) {
            return Err(Problem::forbidden("form-from-elsewhere"));
        }
        let req = Request::from_parts(parts.clone(), body);
        let form = if route.to_shelf && is_in_parts(&parts.headers) {
            self.receive_parts(app, req).await?
        } else if route.takes_file && is_in_parts(&parts.headers) {
            read_parts(req).await.map_err(unread)?
        } else {
            let pairs = axum::extract::Form::<Vec<(String, String)>>::from_request(req, &()).await;
            let axum::extract::Form(pairs) =
                pairs.map_err(|rejection| unread(rejection.into_response().status()))?;
            Form { posted: Posted(pairs), ..Form::default() }
        };
        self.is_theirs(&form.posted).map(|()| form)
    }

    fn is_theirs(&self, posted: &Posted) -> Result<(), Problem> {
        let sent = posted.text("csrf").as_bytes();
        if bool::from(sent.ct_eq(self.form_token.as_bytes())) {
            Ok(())
        } else {
            Err(Problem::forbidden("form-expired"))
        }
    }

    /// Reads a form whose files go to the shelf as they come. The token stands before the first file, or nothing of
    /// it is taken.
    async fn receive_parts(&self, app: &App, mut req: Request) -> Result<Form, Problem> {
        let shelf = app.node.shelf()?;
        DefaultBodyLimit::disable().apply(&mut req);
        let parts = Multipart::from_request(req, &()).await;
        let mut parts = parts.map_err(|rejection| unread(rejection.into_response().status()))?;
        let mut form = Form::default();
        let mut read = 0;
        while let Some(mut part) =
            parts.next_field().await.map_err(|error| unread(error.status()))?
        {
            let field = part.name().unwrap_or_default().to_owned();
            if let Some(name) = part.file_name().map(str::to_owned) {
                self.is_theirs(&form.posted)?;
                let draft = shelf.receive(&mut part, shelf.limits.file_max()).await;
                let draft = match draft {
                    Ok(draft) => Ok(Arc::new(draft)),
                    Err(Unreceived::TooLong(most)) => Err(files::too_long(most)),
                    Err(Unreceived::Broken) => {
                        return Err(Problem::new("form-unreadable", 400));
                    }
                    Err(Unreceived::Disk(error)) => {
                        Err(files::shelf::problem_of(&error).at("file"))
                    }
                };
                let digits = draft.as_ref().map_or_else(
                    |problem| problem.slug().to_owned(),
                    |draft| draft.hash.to_string(),
                );
                form.posted.0.push((field, digits));
                // A browser sends a file without a name when none was chosen. One more than may be is kept, to be
                // told from as many.
                if !name.is_empty() && form.uploads.len() <= shelf.limits.at_once_most {
                    form.uploads.push(Upload { name, draft });
                }
            } else {
                let mut text = Vec::new();
                while let Some(piece) =
                    part.chunk().await.map_err(|error| unread(error.status()))?
                {
                    read += piece.len();
                    if read > FORM_MAX {
                        return Err(unread(StatusCode::PAYLOAD_TOO_LARGE));
                    }
                    text.extend_from_slice(&piece);
                }
                form.posted.0.push((field, String::from_utf8_lossy(&text).into_owned()));
            }
        }
        Ok(form)
    }

    fn visit(self, app: Shared, parts: &Parts, Form { posted, files, uploads }: Form) -> Visit {
        let from = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let from: Option<IpAddr> = from.map(|ConnectInfo(address)| address.ip());
        Visit(Arc::new(Inner {
            app,
            me: self.me,
            session: self.session,
            form_token: self.form_token,
            words: self.words,
            posted,
            files,
            uploads,
            wants: wants(&parts.headers),
            path: parts.uri.path().to_owned(),
            asked: self.asked,
            from,
        }))
    }
}

/// Whether a form comes in parts, as one with a file does.
fn is_in_parts(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// The refusal of a form that could not be read.
fn unread(status: StatusCode) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new("form-too-large", 413),
        _ => Problem::new("form-unreadable", 400),
    }
}

/// Reads a form that comes in parts. A file is told from a text by having a name; of its bytes the form
/// keeps the hash, so that another file makes another command.
async fn read_parts(mut req: Request) -> Result<Form, StatusCode> {
    DefaultBodyLimit::max(UPLOAD_MAX).apply(&mut req);
    let parts = Multipart::from_request(req, &()).await;
    let mut parts = parts.map_err(|rejection| rejection.into_response().status())?;
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|error| error.status())? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| error.status())?;
        match name {
            Some(name) => {
                pairs.push((field.clone(), blake3::hash(&bytes).to_hex().to_string()));
                // A browser sends a file without a name when none was chosen.
                if !name.is_empty() {
                    files.push((field, File { name, bytes: bytes.to_vec() }));
                }
            }
            None => pairs.push((field, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok(Form { posted: Posted(pairs), files, uploads: Vec::new() })
}

async fn who(app: &App, key: &str, at_work: bool) -> Result<Option<SignedIn>, Problem> {
    let (node, now_ms) = (&app.node, app.node.now_ms());
    let fail = |error: &crate::store::StoreError| crate::node::problem_of(error);
    let mut db = node.store.read().await.map_err(|error| fail(&error))?;
    let found = sessions::find(&mut db, key, now_ms, app.config.sessions).await;
    drop(db);
    let Some(found) = found.map_err(|error| fail(&error))? else { return Ok(None) };
    if at_work && now_ms - found.seen_at_ms > SEEN_EVERY_MS {
        let key = key.to_owned();
        // Not being able to note this now must not keep anybody from their page.
        let _ = node
            .change(move |write| {
                Box::pin(async move { Ok(sessions::seen(write.db, &key, now_ms).await?) })
            })
            .await;
    }
    Ok(Some(found))
}

fn may_pass(visit: &Visit, route: &Route) -> Result<(), Response> {
    let permission = match route.access {
        Access::Anyone => return Ok(()),
        Access::SignedIn => None,
        Access::May(permission) => Some(permission),
    };
    let Some(me) = &visit.me else { return Err(sign_in_first(visit, route)) };
    if me.must_change && !route.path.starts_with("/account") && route.path != "/sign-out" {
        return Err(Redirect::to("/account").into_response());
    }
    match permission {
        Some(permission) if !role_may(me.role, permission) => {
            Err(Fault(Problem::forbidden("not-your-role")).into_response())
        }
        _ => Ok(()),
    }
}

fn sign_in_first(visit: &Visit, route: &Route) -> Response {
    let next = match (route.verb, visit.wants) {
        (Verb::Get, Wants::Page) => {
            let pairs = visit.asked.0.iter().map(|(k, v)| (k.as_str(), v.as_str()));
            address::with(&visit.path, pairs)
        }
        _ => "/".to_owned(),
    };
    match visit.wants {
        Wants::Page if next == "/" => Redirect::to("/sign-in").into_response(),
        Wants::Page => {
            Redirect::to(&address::with("/sign-in", [("next", next.as_str())])).into_response()
        }
        Wants::Fragment | Wants::Json => {
            let mut response = Fault(Problem::new("sign-in-first", 401)).into_response();
            response.headers_mut().insert("hx-redirect", HeaderValue::from_static("/sign-in"));
            response
        }
    }
}

/// The names and marks of our cookies. A cookie knows no port, so its name says which node it is for:
/// two nodes may run on one machine.
pub(crate) struct Cookies {
    /// The session's.
    pub session: String,
    /// That of the forms of somebody who has not signed in.
    pub form: String,
    secure: bool,
}

impl Cookies {
    /// The cookies of a node.
    pub fn of(app: &App) -> Self {
        let secure = !app.config.plain_loopback;
        let prefix = if secure { "__Host-" } else { "" };
        let session = format!("{prefix}costellazione-{}", app.node.id());
        let form = format!("{session}-form");
        Self { session, form, secure }
    }

    /// Sets one until the browser closes.
    pub fn set(&self, name: &str, value: &str) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}")
    }

    /// Takes one away.
    pub fn unset(&self, name: &str) -> String {
        format!("{}; Max-Age=0", self.set(name, ""))
    }
}

/// 256 bits of chance, as a cookie can carry them.
pub(crate) fn fresh_token() -> String {
    data_encoding::BASE64URL_NOPAD.encode(&fresh_bytes())
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, value)| *found == name && !value.is_empty() && value.len() <= 100)
        .map(|(_, value)| value.to_owned())
}

fn language(me: Option<&SignedIn>, asked: &Posted, headers: &HeaderMap) -> Language {
    let preferred = me.and_then(|me| me.language.as_deref()).and_then(Language::from_tag);
    let chosen = || Language::from_tag(asked.text("lang"));
    let accepted = || {
        let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Language::accepted(header.unwrap_or_default())
    };
    preferred.or_else(chosen).unwrap_or_else(accepted)
}

fn wants(headers: &HeaderMap) -> Wants {
    if headers.contains_key("hx-request") {
        return Wants::Fragment;
    }
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accept.is_some_and(|accept| accept.contains("text/html")) {
        Wants::Page
    } else {
        Wants::Json
    }
}

/// Whether the browser says that a form was sent by a page of ours. A browser that says nothing is judged
/// by the form's token alone.
fn comes_from_here(parts: &Parts) -> bool {
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else { return true };
    let host =
        text("host").or_else(|| parts.uri.authority().map(axum::http::uri::Authority::as_str));
    let from = origin.split_once("://").map(|(_, from)| from);
    from.is_some() && from == host
}
