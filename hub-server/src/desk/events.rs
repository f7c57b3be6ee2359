//! What can have happened to an idea, and to the project it becomes.
//!
//! Always true: whose words may have to go stand in facts of their own (`words-left`, `advice-written`, `withdrawal-explained`); what central has
//! judged and not signed is readable at central only (see `Event::is_private`).

use jiff::civil::Date;
use protocol::kiosk::TimeBand;
use protocol::{
    Channel, CommandId, DecisionId, IdeaId, NodeId, OrganisationId, PersonId, ProjectId, SlipCode,
    Slug, StaffId,
};
use serde::{Deserialize, Serialize};

use super::check::Requirement;
use super::dossier::{Budget, Dossier, Measure, Outline, Partner, Picked, Section};
use super::draft::{Draft, Meeting, Version};
use super::glimpse::Glimpse;
use super::lifecycle::{State, Step};
use super::organisations::Known;
use super::project::{Author, Judged, Related, Score};
use super::sheet::Sheet;
use crate::city::Evaluation;

/// A fact of the project desk. Those of an idea are written by its hub, those of a project by central.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody left an idea.
    IdeaLeft {
        /// The code they came away with.
        slip: SlipCode,
        /// What it is about.
        theme: Slug,
        /// Where, if it is about one neighbourhood.
        neighbourhood: Option<Slug>,
        /// Language of the conversation.
        language: String,
        /// How it came in.
        via: Channel,
        /// Whose data stands in the vault, when the person left any.
        person: Option<PersonId>,
        /// What they would rather join than do again: the name of an idea, project or service.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        joins: String,
        /// When they can come to the desk, if they asked for an appointment.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        appointment: Vec<TimeBand>,
        /// What they chose from pictures.
        #[serde(default, skip_serializing_if = "Picked::is_empty")]
        picked: Picked,
    },
    /// In their own words. Erasable.
    WordsLeft {
        /// The words.
        text: String,
    },
    /// The desk has been in touch.
    Contacted {},
    /// Taken back.
    Withdrawn {
        /// In favour of which other, by its name for the radar; empty for none.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        in_favour: String,
        /// The organisations that agreed to go on in that one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        agreed: Vec<OrganisationId>,
    },
    /// Why it was taken back. Erasable.
    WithdrawalExplained {
        /// The words.
        text: String,
    },
    /// A day and an hour at the desk.
    AppointmentSet {
        /// When, UTC milliseconds.
        at_ms: i64,
    },
    /// The desk and the authors met.
    Advised {
        /// The command that wrote it down; its words carry the same.
        advice: CommandId,
        /// How.
        meeting: Meeting,
        /// By when something comes next.
        next_day: Option<Date>,
    },
    /// What was said then. Erasable.
    AdviceWritten {
        /// Of which meeting.
        advice: CommandId,
        /// What was said.
        text: String,
        /// What comes next.
        next: String,
    },
    /// The desk answered whoever left it, or they the desk.
    Said {
        /// The command that said it; its words carry the same.
        said: CommandId,
        /// Whether the desk did.
        by_desk: bool,
    },
    /// What was said then. Erasable.
    SaidWords {
        /// Which.
        said: CommandId,
        /// The words.
        text: String,
    },
    /// Everybody reads what whoever left it says of what it joins. Erasable whole; the last counts.
    CommentShown {
        /// What it joins, by its name for the radar.
        about: String,
        /// The words, as the desk lets them be read.
        text: String,
    },
    /// Nobody does any more.
    CommentHidden {},
    /// At central: somebody wrote about a project on its public page. Erasable.
    Spoken {
        /// What it is about, by its name for the radar.
        about: String,
        /// The words.
        text: String,
        /// From which neighbourhood, when they said so.
        neighbourhood: Option<Slug>,
    },
    /// Signed: whether everybody reads it. When not, its words are gone.
    SpokenAnswered {
        /// Whether they do.
        shown: bool,
    },
    /// Writing begins.
    DraftBegun {},
    /// What it is, for whom, where and when.
    OutlineDrawn(Outline),
    /// An organisation takes part.
    PartnerAdded(Partner),
    /// It takes part no more.
    PartnerRemoved {
        /// Which.
        organisation: OrganisationId,
    },
    /// A section was written.
    SectionWritten {
        /// Which.
        section: Section,
        /// What, by whom, on which version.
        version: Version,
    },
    /// What it costs and who pays.
    BudgetSet(Budget),
    /// How it is measured.
    MeasuresSet {
        /// All of them.
        measures: Vec<Measure>,
    },
    /// It began from another.
    BegunFrom {
        /// Its name for the radar.
        from: String,
    },
    /// The desk of another hub writes it, too.
    SharedWith {
        /// Which.
        hub: NodeId,
    },
    /// It does so no more.
    KeptFrom {
        /// Which.
        hub: NodeId,
    },
    /// Its concept is shown: what is written so far.
    ConceptShown(Dossier),
    /// Handed in: all that central needs.
    Submitted(Dossier),

    /// By central: which themes somebody scores (E9). About a person who works there.
    FieldsSet {
        /// Who.
        staff: StaffId,
        /// Themes of ideas.
        themes: Vec<Slug>,
    },
    /// By central, for one hub: what stands in a draft that another hub shares with it.
    Passed {
        /// The idea.
        idea: IdeaId,
        /// The hub that decides about it.
        home: NodeId,
        /// For whom.
        to: NodeId,
        /// What stands there; `None` once it is shared no more.
        draft: Option<Box<Draft>>,
    },
    /// By central, for every hub: what may be known of an idea that is not handed in.
    Glimpsed {
        /// The idea.
        idea: IdeaId,
        /// The hub that decides about it.
        home: NodeId,
        /// What is told; `None` once nothing is any more.
        glimpse: Option<Box<Glimpse>>,
    },
    /// By central, for every hub: what may be known of an organisation that one of them works with.
    OrganisationKnown {
        /// Which.
        organisation: OrganisationId,
        /// The hub that keeps it.
        home: NodeId,
        /// What is told; `None` once nothing is any more.
        known: Option<Known>,
    },
    /// By central, for the home of an idea: how many at another hub would join it.
    JoinedFrom {
        /// The idea.
        idea: IdeaId,
        /// Where they are.
        hub: NodeId,
        /// How many.
        many: i64,
    },
    /// By central: its concept is here.
    ConceptReceived {
        /// The idea it was.
        idea: IdeaId,
        /// Its hub.
        hub: NodeId,
        /// What was written.
        dossier: Dossier,
    },
    /// Signed: whether the rest may be written.
    ConceptAnswered {
        /// Whether it may.
        goes_on: bool,
        /// Advice, or why not.
        words: String,
    },
    /// By central: it is here, and central decides from now on.
    Received {
        /// The idea it was.
        idea: IdeaId,
        /// Its hub.
        hub: NodeId,
        /// All that was handed in.
        dossier: Dossier,
    },
    /// Something is missing.
    AdditionsAsked {
        /// What.
        text: String,
        /// By when.
        until: Date,
    },
    /// It was told.
    AdditionsAnswered {
        /// What.
        text: String,
    },
    /// The day went by.
    AdditionsLapsed {},
    /// One requirement was judged. Not signed yet.
    RequirementJudged {
        /// Which.
        requirement: Requirement,
        /// How.
        judged: Judged,
    },
    /// Signed: it meets the requirements, or does not, and why.
    AdmissibilitySigned {
        /// Whether it does.
        admitted: bool,
        /// The three, with their reasons.
        answers: Vec<(Requirement, Judged)>,
    },
    /// It was put beside another.
    Related {
        /// What was said.
        related: Related,
        /// Whose consent is asked, when the two are to become one or some are invited.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        authors: Vec<Author>,
    },
    /// An author of one of the two agrees to become one, or to take part as a partner, or does not.
    Consented {
        /// With which other.
        other: String,
        /// Which author.
        organisation: OrganisationId,
        /// Whether they do.
        agreed: bool,
        /// Why; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// It goes on by itself, or linked.
    ReviewClosed {
        /// How it will be scored: the city's rules on that day.
        #[serde(default)]
        rules: Evaluation,
    },
    /// It goes on as part of another.
    MergedInto {
        /// Which.
        project: ProjectId,
    },
    /// Another goes on as part of it; its text is kept here too.
    Absorbed {
        /// Which.
        project: ProjectId,
        /// Its text.
        dossier: Dossier,
    },
    /// Somebody is to score it.
    EvaluatorNamed {
        /// Who.
        staff: StaffId,
    },
    /// Somebody who is to score it says that they are in no conflict, and reads it.
    NoConflictDeclared {
        /// Who.
        staff: StaffId,
    },
    /// They are in conflict, and neither read nor score (astensione).
    Recused {
        /// Who.
        staff: StaffId,
    },
    /// Why. Not for everybody.
    RecusalExplained {
        /// Who.
        staff: StaffId,
        /// Why.
        reason: String,
    },
    /// Somebody scored it. Not signed as a whole yet.
    Scored {
        /// Who.
        staff: StaffId,
        /// How.
        scores: Vec<Score>,
    },
    /// Signed: what became of it, and why.
    DecisionSigned {
        /// The step: promote, decline or defer.
        step: Step,
        /// The reason; may be empty only when it is promoted.
        reason: String,
        /// The weighted mean, in tenths of a point of ten.
        mean_tenths: Option<u16>,
        /// What a body decided about it, where it rests on that.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<DecisionId>,
    },
    /// It is scored again, by everybody anew.
    Resumed {},
    /// Work sites, agencies and working groups it belongs to.
    Sorted {
        /// Work sites.
        sites: Vec<Slug>,
        /// Cross-cutting agencies.
        agencies: Vec<Slug>,
        /// Working groups of the city.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<Slug>,
    },
    /// Its sheet, as it stands now.
    SheetKept(Box<Sheet>),
    /// A step of its life after it was promoted.
    Moved {
        /// Which.
        step: Step,
        /// The day it counts from.
        on: Date,
        /// Why, or what came of it; may be empty where no reason is wanted.
        words: String,
    },
    /// Something is to be reached.
    MilestonePlanned {
        /// The command that planned it.
        id: CommandId,
        /// What.
        name: String,
        /// By when.
        due: Date,
    },
    /// It was.
    MilestoneReached {
        /// Which.
        id: CommandId,
        /// When.
        on: Date,
        /// What was said; may be empty.
        note: String,
    },
    /// It is not to be reached any more.
    MilestoneDropped {
        /// Which.
        id: CommandId,
    },
    /// Hubs are asked to make it known, or no more, when there are no words.
    SpreadAsked {
        /// What is to be said.
        words: String,
    },
    /// Its public page is kept back, or is there again.
    PageHeld {
        /// Whether it is kept back.
        held: bool,
    },
    /// By central: its authors took it back.
    ProjectWithdrawn {},
}

impl Event {
    /// Whether only central may read it: judged, not signed.
    #[must_use]
    pub fn is_private(&self) -> bool {
        matches!(
            self,
            Self::RequirementJudged { .. }
                | Self::FieldsSet { .. }
                | Self::EvaluatorNamed { .. }
                | Self::NoConflictDeclared { .. }
                | Self::Recused { .. }
                | Self::RecusalExplained { .. }
                | Self::Scored { .. }
        )
    }

    /// The step it takes, if it takes one.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        Some(match self {
            Self::Contacted {} => Step::Contact,
            Self::Withdrawn { .. } | Self::ProjectWithdrawn {} => Step::Withdraw,
            Self::DraftBegun {} => Step::Begin,
            Self::ConceptShown(_) => Step::ShowConcept,
            Self::ConceptAnswered { goes_on: true, .. } => Step::GoOn,
            Self::ConceptAnswered { goes_on: false, .. } => Step::TurnDown,
            Self::Submitted(_) => Step::Submit,
            Self::Received { .. } => Step::Receive,
            Self::AdditionsAsked { .. } => Step::AskAdditions,
            Self::AdditionsAnswered { .. } => Step::AnswerAdditions,
            Self::AdditionsLapsed {} => Step::LetLapse,
            Self::AdmissibilitySigned { admitted: true, .. } => Step::Admit,
            Self::AdmissibilitySigned { admitted: false, .. } => Step::Reject,
            Self::ReviewClosed { .. } => Step::CloseReview,
            Self::MergedInto { .. } => Step::Merge,
            Self::DecisionSigned { step, .. } | Self::Moved { step, .. } => *step,
            Self::Resumed {} => Step::Resume,
            Self::IdeaLeft { .. }
            | Self::WordsLeft { .. }
            | Self::WithdrawalExplained { .. }
            | Self::Spoken { .. }
            | Self::SpokenAnswered { .. }
            | Self::AppointmentSet { .. }
            | Self::Advised { .. }
            | Self::AdviceWritten { .. }
            | Self::Said { .. }
            | Self::SaidWords { .. }
            | Self::CommentShown { .. }
            | Self::CommentHidden {}
            | Self::OutlineDrawn(_)
            | Self::PartnerAdded(_)
            | Self::PartnerRemoved { .. }
            | Self::SectionWritten { .. }
            | Self::BudgetSet(_)
            | Self::MeasuresSet { .. }
            | Self::BegunFrom { .. }
            | Self::SharedWith { .. }
            | Self::KeptFrom { .. }
            | Self::Passed { .. }
            | Self::Glimpsed { .. }
            | Self::JoinedFrom { .. }
            | Self::OrganisationKnown { .. }
            | Self::FieldsSet { .. }
            | Self::ConceptReceived { .. }
            | Self::RequirementJudged { .. }
            | Self::Related { .. }
            | Self::Consented { .. }
            | Self::Absorbed { .. }
            | Self::EvaluatorNamed { .. }
            | Self::NoConflictDeclared { .. }
            | Self::Recused { .. }
            | Self::RecusalExplained { .. }
            | Self::Scored { .. }
            | Self::Sorted { .. }
            | Self::SheetKept(_)
            | Self::MilestonePlanned { .. }
            | Self::MilestoneReached { .. }
            | Self::MilestoneDropped { .. }
            | Self::SpreadAsked { .. }
            | Self::PageHeld { .. } => return None,
        })
    }

    /// Whether central writes it, about a project.
    #[must_use]
    pub fn is_of_project(&self) -> bool {
        match self {
            Self::IdeaLeft { .. }
            | Self::WordsLeft { .. }
            | Self::Spoken { .. }
            | Self::SpokenAnswered { .. }
            | Self::Contacted {}
            | Self::Withdrawn { .. }
            | Self::WithdrawalExplained { .. }
            | Self::AppointmentSet { .. }
            | Self::Advised { .. }
            | Self::AdviceWritten { .. }
            | Self::Said { .. }
            | Self::SaidWords { .. }
            | Self::CommentShown { .. }
            | Self::CommentHidden {}
            | Self::DraftBegun {}
            | Self::OutlineDrawn(_)
            | Self::PartnerAdded(_)
            | Self::PartnerRemoved { .. }
            | Self::SectionWritten { .. }
            | Self::BudgetSet(_)
            | Self::MeasuresSet { .. }
            | Self::BegunFrom { .. }
            | Self::SharedWith { .. }
            | Self::KeptFrom { .. }
            | Self::Passed { .. }
            | Self::Glimpsed { .. }
            | Self::JoinedFrom { .. }
            | Self::OrganisationKnown { .. }
            | Self::FieldsSet { .. }
            | Self::ConceptShown(_)
            | Self::Submitted(_) => false,
            Self::ConceptReceived { .. }
            | Self::ConceptAnswered { .. }
            | Self::Received { .. }
            | Self::AdditionsAsked { .. }
            | Self::AdditionsAnswered { .. }
            | Self::AdditionsLapsed {}
            | Self::RequirementJudged { .. }
            | Self::AdmissibilitySigned { .. }
            | Self::Related { .. }
            | Self::Consented { .. }
            | Self::ReviewClosed { .. }
            | Self::MergedInto { .. }
            | Self::Absorbed { .. }
            | Self::EvaluatorNamed { .. }
            | Self::NoConflictDeclared { .. }
            | Self::Recused { .. }
            | Self::RecusalExplained { .. }
            | Self::Scored { .. }
            | Self::DecisionSigned { .. }
            | Self::Resumed {}
            | Self::Sorted { .. }
            | Self::SheetKept(_)
            | Self::Moved { .. }
            | Self::MilestonePlanned { .. }
            | Self::MilestoneReached { .. }
            | Self::MilestoneDropped { .. }
            | Self::SpreadAsked { .. }
            | Self::PageHeld { .. }
            | Self::ProjectWithdrawn {} => true,
        }
    }

    /// Where it leads from a state; `None` where it takes no step, or one that is not in the table.
    #[must_use]
    pub fn leads_to(&self, from: State) -> Option<State> {
        let step = self.step()?;
        super::lifecycle::transition(from, step).map(|line| line.to)
    }
}
