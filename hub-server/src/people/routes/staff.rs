//! Who works here: list, new account, role, one-time password, closing an account.
//!
//! Always true: a one-time password is on one page once, and nowhere else.

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use protocol::{Problem, StaffId};

use crate::command::Command;
use crate::node::Role as NodeRole;
use crate::people::accounts::{self, NewAccount, OneTime};
use crate::people::queries::{self, Member};
use crate::people::roles::{Permission, Role, Scope, may_manage};
use crate::people::{self};
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, scope_in_words, show, show_as, status_of};
use crate::web::visit::{At, Outcome, Visit, go};

struct Line {
    id: String,
    name: String,
    login_name: String,
    role: String,
    scope: String,
    active: bool,
    me: bool,
    fresh: bool,
    since: String,
}

#[derive(Template)]
#[template(path = "people/staff.html")]
struct List {
    page: Page,
    lines: Vec<Line>,
    may_add: bool,
}

#[derive(Template)]
#[template(path = "people/staff_new.html")]
struct New {
    page: Page,
    errors: Errors,
    display_name: String,
    login_name: String,
    roles: Vec<Choice>,
    scopes: Vec<Group>,
    command: String,
}

#[derive(Template)]
#[template(path = "people/staff_member.html")]
struct MemberPage {
    page: Page,
    errors: Errors,
    line: Line,
    roles: Vec<Choice>,
    scopes: Vec<Group>,
    mine: bool,
}

#[derive(Template)]
#[template(path = "people/one_time.html")]
struct OneTimePage {
    page: Page,
    name: String,
    login_name: String,
    password: String,
    back: String,
}

fn line(visit: &Visit, page: &Page, member: &Member) -> Line {
    let none = || page.w.t("actor-staff");
    Line {
        id: member.staff.to_string(),
        name: member.display_name.clone().unwrap_or_else(none),
        login_name: member.login_name.clone().unwrap_or_default(),
        role: page.w.of("role", member.role.slug()),
        scope: scope_in_words(page.w, page.city.as_deref(), &member.scope),
        active: member.active,
        me: visit.me.as_ref().is_some_and(|me| me.staff == member.staff),
        fresh: member.must_change,
        since: page.times.day(member.added_at_ms),
    }
}

/// Whether whoever comes may look after somebody with this role and scope.
fn mine(visit: &Visit, role: Role, scope: &Scope) -> bool {
    visit.me.as_ref().is_some_and(|me| {
        may_manage(me.role, role) && (me.scope == Scope::City || me.scope == *scope)
    })
}

/// The roles that make sense at a node and that whoever comes may give.
fn roles_here(visit: &Visit, page: &Page, now: &str) -> Vec<Choice> {
    let here: &[Role] = match visit.app.node.role {
        NodeRole::Hub => &[
            Role::Operator,
            Role::Coordinator,
            Role::ServiceOperator,
            Role::PrivacyOfficer,
            Role::Admin,
        ],
        NodeRole::Central => {
            &[Role::CentralStaff, Role::ServiceOperator, Role::PrivacyOfficer, Role::Admin]
        }
    };
    let my_role = visit.me.as_ref().map(|me| me.role);
    here.iter()
        .filter(|role| my_role.is_some_and(|mine| may_manage(mine, **role)))
        .map(|role| Choice::new(role.slug(), page.w.of("role", role.slug()), now))
        .collect()
}

fn scopes_here(visit: &Visit, page: &Page, now: &str) -> Vec<Group> {
    let city = page.city.as_deref();
    let choice = |scope: Scope| Choice::new(&scope, scope_in_words(page.w, city, &scope), now);
    let Some(me) = &visit.me else { return Vec::new() };
    if me.scope != Scope::City {
        return vec![Group::plain(vec![choice(me.scope.clone())])];
    }
    let mut choices = Vec::new();
    if visit.app.node.role == NodeRole::Hub {
        choices.push(choice(Scope::Hub(visit.app.node.id().clone())));
        let zones = city.iter().flat_map(|city| &city.zones);
        choices
            .extend(zones.filter_map(|zone| zone.slug.parse().ok().map(Scope::Zone)).map(choice));
    }
    choices.push(choice(Scope::City));
    let services = city.iter().flat_map(|city| &city.services);
    let services = services.filter_map(|service| service.slug.parse().ok().map(Scope::Service));
    choices.extend(services.map(choice));
    vec![Group::plain(choices)]
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Staff, "staff-title").await;
    let mut db = visit.app.node.store.read().await?;
    let members = queries::members(&mut db, visit.app.node.id()).await?;
    drop(db);
    let lines = members.iter().map(|member| line(&visit, &page, member)).collect();
    show(&List { page, lines, may_add: visit.may(Permission::ManageStaff) })
}

pub(super) async fn new(visit: Visit) -> Outcome {
    new_shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn new_shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Staff, "staff-new").await;
    let posted = &visit.posted;
    let first = match visit.app.node.role {
        NodeRole::Hub => Role::Operator,
        NodeRole::Central => Role::CentralStaff,
    };
    let role = if posted.text("role").is_empty() { first.slug() } else { posted.trimmed("role") };
    let template = New {
        display_name: posted.text("display_name").to_owned(),
        login_name: posted.text("login_name").to_owned(),
        roles: roles_here(visit, &page, role),
        scopes: scopes_here(visit, &page, posted.trimmed("scope")),
        command: page.fresh(),
        page,
        errors,
    };
    show_as(status, &template)
}

/// The role and scope of a form, if whoever comes may give them.
fn chosen(visit: &Visit) -> Result<(Role, Scope), Problem> {
    let role = Role::from_slug(visit.posted.trimmed("role"))
        .ok_or_else(|| Problem::invalid("choose-a-role").at("role"))?;
    let scope = visit.posted.read::<Scope>("scope");
    let scope = scope.ok_or_else(|| Problem::invalid("choose-a-scope").at("scope"))?;
    if mine(visit, role, &scope) {
        Ok((role, scope))
    } else {
        Err(Problem::forbidden("not-your-role"))
    }
}

pub(super) async fn add(visit: Visit) -> Outcome {
    let added = match chosen(&visit) {
        Ok((role, scope)) => {
            let account = NewAccount {
                login_name: visit.posted.text("login_name").to_owned(),
                display_name: visit.posted.text("display_name").to_owned(),
                role,
                scope,
            };
            accounts::add(&visit.app.node, visit.ctx(protocol::Channel::Console)?, account).await
        }
        Err(problem) => Err(problem),
    };
    match added {
        Ok(one_time) => hand_over(&visit, &one_time).await,
        Err(problem) => {
            let status = status_of(&problem);
            new_shown(&visit, Errors::of(visit.words, &problem), status).await
        }
    }
}

async fn hand_over(visit: &Visit, one_time: &OneTime) -> Outcome {
    let page = Page::of(visit, Section::Staff, "one-time-title").await;
    let mut db = visit.app.node.store.read().await?;
    let name = queries::name_of(&mut db, one_time.staff).await?.unwrap_or_default();
    drop(db);
    show(&OneTimePage {
        name,
        login_name: one_time.login_name.clone(),
        password: one_time.password.clone(),
        back: format!("/staff/{}", one_time.staff),
        page,
    })
}

async fn of_here(visit: &Visit, id: StaffId) -> Result<Member, crate::web::visit::Fault> {
    let mut db = visit.app.node.store.read().await?;
    let member = queries::member(&mut db, id).await?;
    drop(db);
    let member = member.filter(|member| member.home == *visit.app.node.id());
    Ok(member.ok_or_else(|| Problem::not_found("unknown-staff"))?)
}

pub(super) async fn member(visit: Visit, At(id): At<StaffId>) -> Outcome {
    let member = of_here(&visit, id).await?;
    member_shown(&visit, &member, None).await
}

async fn member_shown(visit: &Visit, member: &Member, refused: Option<Problem>) -> Outcome {
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let mut page = Page::of(visit, Section::Staff, "staff-title").await;
    let errors = Errors::default();
    if let Some(problem) = refused {
        page = page.refusing(problem);
    }
    let line = line(visit, &page, member);
    page = page.titled(line.name.clone());
    let mine = mine(visit, member.role, &member.scope) && visit.may(Permission::ManageStaff);
    let template = MemberPage {
        roles: roles_here(visit, &page, member.role.slug()),
        scopes: scopes_here(visit, &page, &member.scope.to_string()),
        errors,
        line,
        mine,
        page,
    };
    show_as(status, &template)
}

async fn act(visit: &Visit, id: StaffId, command: people::Command, done: &str) -> Outcome {
    let member = of_here(visit, id).await?;
    match visit.submit(Command::People(command)).await {
        Ok(_) => go(&format!("/staff/{id}?done={done}")),
        Err(problem) => member_shown(visit, &member, Some(problem)).await,
    }
}

pub(super) async fn change_role(visit: Visit, At(id): At<StaffId>) -> Outcome {
    let member = of_here(&visit, id).await?;
    match chosen(&visit) {
        Ok((role, scope)) => {
            let change = people::Command::ChangeRole { staff: id, role, scope };
            act(&visit, id, change, "role-changed").await
        }
        Err(problem) => member_shown(&visit, &member, Some(problem)).await,
    }
}

pub(super) async fn close(visit: Visit, At(id): At<StaffId>) -> Outcome {
    let member = of_here(&visit, id).await?;
    if visit.me()?.staff == id {
        let problem = Problem::conflict("not-yourself");
        return member_shown(&visit, &member, Some(problem)).await;
    }
    act(&visit, id, people::Command::DisableStaff { staff: id }, "account-closed").await
}

pub(super) async fn open(visit: Visit, At(id): At<StaffId>) -> Outcome {
    act(&visit, id, people::Command::EnableStaff { staff: id }, "account-opened").await
}

pub(super) async fn reset(visit: Visit, At(id): At<StaffId>) -> Outcome {
    let member = of_here(&visit, id).await?;
    if !mine(&visit, member.role, &member.scope) {
        return Err(Problem::forbidden("not-your-role").into());
    }
    let ctx = visit.ctx(protocol::Channel::Console)?;
    let one_time = accounts::reset_password(&visit.app.node, &ctx, id).await?;
    Ok(hand_over(&visit, &one_time).await?.into_response())
}
