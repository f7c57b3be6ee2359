//! The project desk (CAPABILITIES E, lifecycle 3.8): from an idea left at a kiosk to a project that is promoted, or not,
//! and why.
//!
//! Always true: an idea has one home, the hub it was left at, and only that hub decides about it until it is handed in;
//! from then on it is a project, whose home is central. Its life follows the one table in [`lifecycle`]. Words of a
//! person stand in facts that can be erased, the person in the vault. What central judged and did not sign no hub can
//! read. Deliberately absent: who is similar to whom, which is the crate `radar`; here stands only what it is told.

pub mod central;
pub mod check;
pub mod dossier;
pub mod draft;
pub mod events;
pub mod follow;
pub mod glimpse;
mod intake;
pub mod joined;
pub mod lifecycle;
pub mod macros;
pub mod near;
pub mod organisations;
pub mod project;
mod projection;
pub mod queries;
mod refusal;
mod review;
mod scoring;
pub mod sharing;
pub mod sheet;
pub mod spoken;
pub mod talk;
mod telling;

#[cfg(test)]
mod tests;

use protocol::kiosk::LeaveIdea;
use protocol::{
    Channel, CommandId, DecisionId, IdeaId, MacroId, NodeId, OrganisationId, ProjectId, Slug,
    StaffId,
};
use serde::{Deserialize, Serialize};

pub use events::Event;
pub use lifecycle::State;
pub use projection::{ROWS, project};
pub use queries::{Card, Whole, by_slip, card, home, list};
pub use refusal::Refusal;
pub use telling::slip_status;

use crate::bodies;
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::{Fact, StoreError, Write};

/// How facts of this domain begin.
pub const DOMAIN: &str = "desk";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &[
    "idea",
    "desk_draft",
    "desk_copy",
    "desk_glimpse",
    "desk_joined",
    "desk_organisation",
    "desk_spoken",
    "desk_advice",
    "desk_said",
    "desk_comment",
    "desk_project",
    "desk_macro",
    "desk_field",
];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [
        queries::STATEMENTS,
        talk::STATEMENTS,
        sharing::STATEMENTS,
        glimpse::STATEMENTS,
        joined::STATEMENTS,
        organisations::STATEMENTS,
        spoken::STATEMENTS,
        projection::STATEMENTS,
        macros::STATEMENTS,
    ]
    .concat()
}

/// What can be asked of ideas and projects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Leave one; it takes the command's id.
    Leave(LeaveIdea),
    /// The desk has been in touch with whoever left it.
    MarkContacted {
        /// Which idea.
        idea: IdeaId,
    },
    /// Whoever left it takes it back.
    Withdraw {
        /// Which idea.
        idea: IdeaId,
        /// In favour of which other (E6), by its name for the radar; empty for none.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        in_favour: String,
        /// Why; whoever works at the desk says it, whoever has the slip need not.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
        /// The organisations that agree to go on in the other.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        agreed: Vec<OrganisationId>,
    },
    /// Answer whoever left it in words, or by them: answer the desk (D19).
    Say {
        /// Which idea.
        idea: IdeaId,
        /// The words.
        text: String,
    },
    /// By the desk: let everybody read, beside what it joins, what whoever left it says of that; or no more (E23).
    Comment {
        /// Which idea; it joins another.
        idea: IdeaId,
        /// The words, without anybody's name; empty takes them away.
        text: String,
    },
    /// From the public page of a project: say something of it, without a name (E23). It takes the command's id.
    Speak {
        /// What it is about, by its name for the radar.
        about: String,
        /// The words.
        text: String,
        /// From which neighbourhood; `None` when that is not said.
        neighbourhood: Option<Slug>,
    },
    /// By central: let everybody read what somebody said there, or erase it.
    AnswerSpoken {
        /// Which.
        spoken: CommandId,
        /// Whether everybody reads it.
        shown: bool,
    },
    /// Write it, at its hub.
    Draft {
        /// Which idea.
        idea: IdeaId,
        /// What is done.
        act: draft::Act,
    },
    /// By central: what its hub says of it since central looked last.
    Follow {
        /// Which idea.
        idea: IdeaId,
    },
    /// By central: what every hub may know of an organisation that one of them works with.
    FollowOrganisation {
        /// Which.
        organisation: OrganisationId,
    },
    /// Decide about it, at central.
    Project {
        /// Which.
        project: ProjectId,
        /// What is done.
        act: Box<project::Act>,
    },
    /// Say which themes somebody at central scores (E9).
    SetFields {
        /// Who.
        staff: StaffId,
        /// Themes of ideas of the city.
        themes: Vec<Slug>,
    },
    /// Decide about a macro-project, at central.
    Macro {
        /// Which; not looked at when one is proposed.
        id: MacroId,
        /// What is done.
        act: Box<macros::Act>,
    },
}

impl Command {
    /// The idea it is about, when it is about one that its hub decides.
    #[must_use]
    pub fn idea(&self) -> Option<IdeaId> {
        match self {
            Self::MarkContacted { idea }
            | Self::Withdraw { idea, .. }
            | Self::Say { idea, .. }
            | Self::Comment { idea, .. }
            | Self::Draft { idea, .. } => Some(*idea),
            Self::Leave(_)
            | Self::Speak { .. }
            | Self::AnswerSpoken { .. }
            | Self::Follow { .. }
            | Self::FollowOrganisation { .. }
            | Self::Project { .. }
            | Self::SetFields { .. }
            | Self::Macro { .. } => None,
        }
    }

    /// The thing it is about, as text, when it is about a thing that already exists somewhere.
    #[must_use]
    pub fn subject(&self) -> Option<String> {
        if let Self::Project { project, .. } = self {
            return Some(project.to_string());
        }
        self.idea().map(|idea| idea.to_string())
    }
}

/// Does a command about ideas and projects.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    match command {
        Command::Leave(idea) => intake::leave(node, write, ctx, idea).await,
        Command::MarkContacted { idea } => {
            let card = open_card(write, *idea).await?;
            if card.contacted_at_ms.is_none() {
                write.append(ctx, Fact::of(DOMAIN, idea, &Event::Contacted {})).await?;
            }
            Ok(Answer::Done)
        }
        Command::Withdraw { idea, in_favour, why, agreed } => {
            open_card(write, *idea).await?;
            let whole = queries::whole(write.db, *idea).await?;
            let taken_back = TakenBack { in_favour, why, agreed };
            for event in taken_back.events(whole.as_ref(), ctx.channel).map_err(refused)? {
                write.append(ctx, Fact::of(DOMAIN, idea, &event)).await?;
            }
            Ok(Answer::Done)
        }
        Command::Comment { idea, text } => talk::comment(write, ctx, *idea, text).await,
        Command::Speak { about, text, neighbourhood } => {
            let city = node.known_city()?;
            spoken::speak(write, ctx, &city, (about, text, neighbourhood.as_ref())).await
        }
        Command::AnswerSpoken { spoken, shown } => {
            spoken::answer(write, ctx, *spoken, *shown).await
        }
        Command::Say { idea, text } => talk::say(write, ctx, *idea, text).await,
        Command::Draft { idea, act } => {
            open_card(write, *idea).await?;
            let city = node.known_city()?;
            let draft = queries::draft_or_begun(write.db, *idea).await?;
            sharing::may(&draft, &ctx.actor, act).map_err(refused)?;
            if let draft::Act::ShareWith { hub } = act {
                sharing::checked(hub, write.node(), &city).map_err(refused)?;
            }
            let events = draft::decide(&draft, act, &city, ctx).map_err(refused)?;
            for event in &events {
                write.append(ctx, Fact::of(DOMAIN, idea, event)).await?;
            }
            Ok(Answer::Done)
        }
        Command::Follow { idea } => follow(write, ctx, *idea).await,
        Command::FollowOrganisation { organisation } => {
            organisations::tell(write, ctx, *organisation).await?;
            Ok(Answer::Done)
        }
        Command::Project { project, act } => decide(node, write, ctx, *project, act).await,
        Command::SetFields { staff, themes } => {
            let city = node.known_city()?;
            let known = |slug: &Slug| city.idea_themes.iter().any(|one| one.slug == slug.as_str());
            if !write.node().is_central() {
                return Err(refused(Refusal::CentralOnly));
            }
            if !themes.iter().all(known) {
                return Err(refused(Refusal::NotInCatalogue("theme")));
            }
            let event = Event::FieldsSet { staff: *staff, themes: themes.clone() };
            let fact = Fact::of(DOMAIN, staff, &event).for_node(write.node().clone());
            write.append(ctx, fact).await?;
            Ok(Answer::Done)
        }
        Command::Macro { id, act } => {
            macros::handle(node, write, ctx, *id, act).await?;
            Ok(Answer::Done)
        }
    }
}

/// How an idea is taken back.
struct TakenBack<'a> {
    in_favour: &'a str,
    why: &'a str,
    agreed: &'a [OrganisationId],
}

impl TakenBack<'_> {
    /// What follows for an idea that may have become a project; pure.
    fn events(&self, whole: Option<&Whole>, channel: Channel) -> Result<Vec<Event>, Refusal> {
        let state = whole.map_or(State::Left, Whole::state);
        lifecycle::transition(state, lifecycle::Step::Withdraw).ok_or(Refusal::NotNow(state))?;
        draft::within("in-favour", self.in_favour, dossier::LINE_MAX)?;
        let text = self.why.trim().to_owned();
        draft::within("why", &text, dossier::SECTION_MAX)?;
        if text.is_empty() && channel == Channel::Console {
            return Err(Refusal::Missing("why"));
        }
        let partners = whole.map(Whole::partners).unwrap_or_default();
        let agrees = |one: &dossier::Partner| self.agreed.contains(&one.organisation);
        if !self.in_favour.is_empty() && !partners.iter().all(agrees) {
            return Err(Refusal::Lacks(vec![lifecycle::Need::AllConsents]));
        }
        let agreed = partners.iter().filter(|one| agrees(one)).map(|one| one.organisation);
        let agreed = agreed.filter(|_| !self.in_favour.is_empty()).collect();
        let withdrawn = Event::Withdrawn { in_favour: self.in_favour.to_owned(), agreed };
        let explained = (!text.is_empty()).then_some(Event::WithdrawalExplained { text });
        Ok([withdrawn].into_iter().chain(explained).collect())
    }
}

fn refused(refusal: Refusal) -> Fail {
    Fail::Refused(refusal.into())
}

async fn open_card(write: &mut Write<'_>, idea: IdeaId) -> Result<Card, Fail> {
    let card = queries::card(write.db, idea).await?;
    let card = card.ok_or_else(|| refused(Refusal::UnknownIdea))?;
    match card.withdrawn_at_ms {
        Some(_) => Err(refused(Refusal::NotNow(State::Withdrawn))),
        None => Ok(card),
    }
}

/// Central takes over an idea as far as its hub says, and tells other hubs what they may know of it.
async fn follow(write: &mut Write<'_>, ctx: &Ctx, idea: IdeaId) -> Result<Answer, Fail> {
    let whole = queries::whole(write.db, idea).await?;
    let whole = whole.ok_or_else(|| refused(Refusal::UnknownIdea))?;
    let hub = queries::home(write.db, idea).await?;
    let hub = hub.ok_or_else(|| refused(Refusal::UnknownIdea))?;
    sharing::pass_on(write, ctx, idea, &hub).await?;
    take_over(write, ctx, &whole, &hub).await?;
    glimpse::tell(write, ctx, idea, &hub).await?;
    joined::tell(write, ctx, idea).await?;
    Ok(Answer::Done)
}

/// What was handed in or shown is received; what was taken back is let go.
async fn take_over(
    write: &mut Write<'_>,
    ctx: &Ctx,
    whole: &Whole,
    hub: &NodeId,
) -> Result<(), Fail> {
    let idea = whole.card.id;
    let id = ProjectId::of_idea(idea);
    let project = whole.project.as_ref().map(|project| project.state);
    let Some(draft) = &whole.draft else { return Ok(()) };
    let event = if whole.card.withdrawn_at_ms.is_some() {
        match project {
            Some(state) if lifecycle::transition(state, lifecycle::Step::Withdraw).is_some() => {
                Event::ProjectWithdrawn {}
            }
            Some(_) | None => return Ok(()),
        }
    } else {
        match (project, draft.state) {
            (None, State::Concept) => {
                Event::ConceptReceived { idea, hub: hub.clone(), dossier: draft.dossier() }
            }
            (None | Some(State::Draft), State::Submitted) => {
                Event::Received { idea, hub: hub.clone(), dossier: draft.dossier() }
            }
            _ => return Ok(()),
        }
    };
    append(write, ctx, id, &event).await
}

/// Appends a fact of central; what is not signed yet is for central alone.
async fn append(
    write: &mut Write<'_>,
    ctx: &Ctx,
    project: ProjectId,
    event: &Event,
) -> Result<(), Fail> {
    let mut fact = Fact::of(DOMAIN, project, event);
    if event.is_private() {
        fact = fact.for_node(write.node().clone());
    }
    write.append(ctx, fact).await?;
    Ok(())
}

async fn decide(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    id: ProjectId,
    act: &project::Act,
) -> Result<Answer, Fail> {
    let city = node.known_city()?;
    let project = queries::project(write.db, id).await?;
    // A hub knows what central signed, and decides nothing of it.
    let project = project.filter(|_| write.node().is_central());
    let project = project.ok_or_else(|| refused(Refusal::UnknownProject))?;
    let other = match other_of(act, id) {
        Some(other) => queries::project(write.db, other).await?,
        None => None,
    };
    let of_macro = match macro_of(act) {
        Some(id) => macros::one(write.db, id).await?,
        None => None,
    };
    let of_body = if let project::Act::Decide { by: Some(by), .. } = act {
        of_body(write, *by).await?
    } else {
        None
    };
    let today = crate::network::antennae::today(&city, ctx.now_ms);
    let (other, of_macro, of_body) = (other.as_ref(), of_macro.as_ref(), of_body.as_ref());
    let around = project::Around { city: &city, today, other, of_macro, of_body };
    for outcome in project::decide_all(&project, act, &around, ctx).map_err(refused)? {
        match outcome {
            project::Outcome::Project(id, event) => append(write, ctx, id, &event).await?,
            project::Outcome::Macro(id, event) => {
                write.append(ctx, Fact::of(macros::DOMAIN, id, &event)).await?;
            }
        }
    }
    Ok(Answer::Done)
}

/// What a body decided, as far as signing looks at it.
async fn of_body(
    write: &mut Write<'_>,
    id: DecisionId,
) -> Result<Option<project::OfBody>, StoreError> {
    let Some(found) = bodies::queries::decision(write.db, id).await? else { return Ok(None) };
    let body = bodies::queries::body(write.db, found.body).await?;
    let about = found.item.about.as_ref().filter(|about| about.kind.as_str() == "project");
    Ok(Some(project::OfBody {
        id,
        body: body.and_then(|body| body.profile.slug),
        about: about.and_then(|about| about.id.parse().ok()),
        adopted: found.decided.outcome == bodies::events::Outcome::Adopted,
    }))
}

/// The macro-project an act is about.
fn macro_of(act: &project::Act) -> Option<MacroId> {
    let project::Act::Relate(related) = act else { return None };
    related.other.strip_prefix(macros::NAMED)?.parse().ok()
}

/// The other project an act is about.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others are about one project")]
fn other_of(act: &project::Act, itself: ProjectId) -> Option<ProjectId> {
    let other = match act {
        project::Act::MergeInto { project } => Some(*project),
        project::Act::Relate(related) => related.other.parse().ok(),
        project::Act::Consent { other, .. } => other.parse().ok(),
        _ => None,
    };
    other.filter(|other| *other != itself)
}
