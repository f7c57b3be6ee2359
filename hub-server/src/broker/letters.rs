//! Puts into words what stands in an inbox, at the moment it is sent: from the tables as they are now, so
//! that what was erased or is over in the meantime does not leave the hub.
//!
//! Always true: a person's name, phone and address are read from the vault only for the device that holds
//! the request now; the reading is recorded and committed before anything is sent; nothing of it is kept.

use std::sync::Arc;

use protocol::antenna::{
    Assigned, BankTold, DeviceFact, DiaryEntry, DiaryRules, HubEnvelope, HubMessage, LogActivity,
    MESSAGE_MAX, News, Profile, ProposalClosed, Proposed, Standing, Statement, TaskClosed,
    TaskMoved, VERSION, WhyClosed, WordsSaid,
};
use protocol::{
    ActivityId, ActorRef, Channel, CommandId, DeviceId, PersonDetails, Problem, ProposalId,
    RequestId, Slug,
};
use sqlx::AnyConnection;

use crate::city::City;
use crate::context::{Ctx, Fail};
use crate::kiosk_api::place;
use crate::network::inbox::{self, Line, Note, TaskEnd};
use crate::network::{self, Holder};
use crate::node::{Node, problem_of};
use crate::requests::State;
use crate::requests::events::Privacy;
use crate::requests::queries::{Brief, brief};
use crate::store::{StoreError, vault};
use crate::{activities, bank, messages, people};

/// Why personal data is read here, as the vault records it.
const WHY: &str = "assigned-to-helper";

/// A fact for a device, ready to be sent.
pub(super) struct Letter {
    pub cursor: u64,
    pub bytes: Vec<u8>,
}

/// A message as it travels; `None` when it cannot be written, which is logged.
pub(super) fn seal(node: &Node, message: HubMessage) -> Option<Vec<u8>> {
    let envelope = HubEnvelope { v: VERSION, at_ms: node.now_ms(), message };
    match serde_json::to_vec(&envelope) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            tracing::error!(%error, "a message cannot be written");
            None
        }
    }
}

/// The facts of an inbox after a cursor, in order, at most `most`. Fewer when one of them cannot be put
/// into words yet.
///
/// # Errors
/// A problem with `retry`.
pub(super) async fn after(
    node: &Arc<Node>,
    device: DeviceId,
    cursor: u64,
    most: usize,
) -> Result<Vec<Letter>, Problem> {
    let mut db = node.store.read().await.map_err(|error| problem_of(&error))?;
    let lines =
        inbox::after(&mut db, device, cursor, most).await.map_err(|error| problem_of(&error))?;
    let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::Device(device), Channel::Antenna);
    let writer = Writer { node: node.clone(), ctx, device };
    let personal = lines.iter().any(|line| matches!(line.note, Note::Assigned { .. }));
    if !personal {
        return writer.write(&mut db, &lines).await.map_err(problem);
    }
    drop(db);
    node.change(move |write| Box::pin(async move { writer.write(write.db, &lines).await })).await
}

fn problem(fail: Fail) -> Problem {
    match fail {
        Fail::Refused(problem) => problem,
        Fail::Failed(error) => problem_of(&error),
    }
}

/// What a helper is told of a person: with a masked contact the first name alone, by which they know each other at
/// the hub's door, and no way to get in touch but through the hub.
fn told(person: PersonDetails, privacy: Privacy) -> PersonDetails {
    match privacy {
        Privacy::Ordinary => person,
        Privacy::Masked => {
            let name = person.name.split_whitespace().next().unwrap_or_default().to_owned();
            PersonDetails { name, ..PersonDetails::default() }
        }
        Privacy::Reserved => PersonDetails::default(),
    }
}

struct Writer {
    node: Arc<Node>,
    ctx: Ctx,
    device: DeviceId,
}

impl Writer {
    async fn write(&self, db: &mut AnyConnection, lines: &[Line]) -> Result<Vec<Letter>, Fail> {
        let mut letters = Vec::with_capacity(lines.len());
        // However often it is told in one go, it is put together once.
        let mut statement: Option<Statement> = None;
        let mut account: Option<Box<BankTold>> = None;
        for line in lines {
            let news = match (line.note, &statement, &account) {
                (Note::Statement, Some(known), _) => Ok(News::Statement(known.clone())),
                (Note::Bank, _, Some(known)) => Ok(News::Bank(known.clone())),
                (note, _, _) => self.news(db, note).await,
            };
            if let Ok(News::Statement(fresh)) = &news {
                statement = Some(fresh.clone());
            }
            if let Ok(News::Bank(fresh)) = &news {
                account = Some(fresh.clone());
            }
            let news = match news {
                Ok(news) => news,
                // What comes before can go out.
                Err(Fail::Refused(_)) if !letters.is_empty() => break,
                Err(fail) => return Err(fail),
            };
            let fact = DeviceFact { cursor: line.cursor, news };
            let Some(bytes) = seal(&self.node, HubMessage::Fact(fact)) else { break };
            letters.push(Letter { cursor: line.cursor, bytes });
        }
        Ok(letters)
    }

    async fn news(&self, db: &mut AnyConnection, note: Note) -> Result<News, Fail> {
        Ok(match note {
            Note::Profile => News::Profile(self.profile(db).await?),
            Note::ProposalClosed { proposal, why, .. } => {
                News::ProposalClosed(ProposalClosed { proposal, why })
            }
            Note::TaskClosed { request, end } => {
                News::TaskClosed(TaskClosed { request, met: end == TaskEnd::Met })
            }
            Note::Proposed { request, proposal, until_ms } => match brief(db, request).await? {
                Some(brief) => News::Proposed(proposed(brief, proposal, until_ms)),
                None => gone(proposal),
            },
            Note::Assigned { request, proposal } => match brief(db, request).await? {
                Some(brief) => News::Assigned(self.assigned(db, brief, proposal).await?),
                None => News::TaskClosed(TaskClosed { request, met: false }),
            },
            Note::TaskMoved { request } => match brief(db, request).await? {
                Some(brief) => News::TaskMoved(self.moved(&brief)),
                None => News::TaskClosed(TaskClosed { request, met: false }),
            },
            Note::WordsSaid { message } => News::WordsSaid(said(db, message).await?),
            Note::Statement => News::Statement(self.statement(db).await?),
            Note::Bank => News::Bank(Box::new(self.account(db).await?)),
            Note::DiaryEntry { entry } => match written(db, entry).await? {
                Some(entry) => News::DiaryEntry(entry),
                None => News::Statement(self.statement(db).await?),
            },
        })
    }

    async fn statement(&self, db: &mut AnyConnection) -> Result<Statement, Fail> {
        let city = self.node.known_city()?;
        let now_ms = self.node.now_ms();
        Ok(network::statement::of_device(db, &city, self.device, now_ms).await?)
    }

    /// The account of the member the device speaks for now.
    async fn account(&self, db: &mut AnyConnection) -> Result<BankTold, Fail> {
        Ok(match bank::phones::speaks_for(db, self.node.id(), self.device).await? {
            Some(member) => bank::own::told(&self.node, db, member).await?,
            None => BankTold::default(),
        })
    }

    /// When they meet is told only to whoever holds the request now.
    fn moved(&self, brief: &Brief) -> TaskMoved {
        let request = brief.request.id;
        let holds = brief.request.helps(self.device) && brief.request.state.is_held();
        let at_ms = brief.scheduled_ms.filter(|_| holds);
        TaskMoved { request, at_ms, begun: holds && brief.request.state == State::InProgress }
    }

    async fn assigned(
        &self,
        db: &mut AnyConnection,
        brief: Brief,
        proposal: ProposalId,
    ) -> Result<Assigned, Fail> {
        let request: RequestId = brief.request.id;
        let holds = brief.request.helps(self.device) && brief.request.state.is_held();
        // Of a reserved request the helper is never told who it is: they meet through the hub.
        let named = holds && brief.privacy != Privacy::Reserved;
        let person = match brief.person.filter(|_| named) {
            None => None,
            Some(person) => {
                match vault::read(db, &self.node.vault, &self.ctx, person, WHY).await {
                    Ok(details) => details,
                    // A vault with another key must not stop everything after this fact.
                    Err(StoreError::Sealed(what)) => {
                        tracing::error!(request.id = %request, "the vault does not open {what}");
                        None
                    }
                    Err(error) => return Err(error.into()),
                }
            }
        };
        let note = if holds { brief.note.unwrap_or_default() } else { String::new() };
        Ok(Assigned {
            request,
            proposal,
            category: brief.category,
            neighbourhood: brief.neighbourhood,
            urgency: brief.urgency,
            note,
            relation: brief.relation,
            person: told(person.unwrap_or_default(), brief.privacy),
        })
    }

    async fn profile(&self, db: &mut AnyConnection) -> Result<Profile, Fail> {
        let city = self.node.known_city()?;
        let device = network::device(db, self.device).await?;
        let device = device.ok_or_else(|| Problem::not_found("device-unknown"))?;
        let neighbourhood = device.neighbourhoods.first().cloned();
        let neighbourhood = neighbourhood.ok_or_else(|| Problem::not_found("device-unknown"))?;
        let is_operator = matches!(device.holder, Holder::Operator(_));
        let name = device.label.unwrap_or_default();
        let profile = profile(&self.node, &city, self.device, name, is_operator, neighbourhood);
        let kept = network::antennae::queries::of_device(db, self.device).await?;
        let standing = kept.map(|kept| kept.antenna).and_then(|antenna| {
            let review = antenna.pledge.map(|pledge| pledge.review.to_string());
            let state = antenna.state.slug().parse().ok()?;
            Some(Standing { state, review })
        });
        let diary = is_operator.then_some(DiaryRules {
            late_after_days: city.diary.late_after_days,
            refused_after_days: city.diary.refused_after_days,
        });
        let closed = if is_operator {
            activities::queries::closed_months(db, self.node.id(), 12).await?
        } else {
            Vec::new()
        };
        let closed_months = closed.into_iter().map(|closed| closed.month).collect();
        Ok(self.fitting(Profile { standing, diary, closed_months, ..profile }))
    }

    /// A profile that fits into a message: a city with very many words goes without the least needed.
    fn fitting(&self, mut profile: Profile) -> Profile {
        let room = MESSAGE_MAX - 1024;
        let is_small =
            |profile: &Profile| serde_json::to_vec(profile).is_ok_and(|bytes| bytes.len() <= room);
        if !is_small(&profile) {
            tracing::warn!(device.id = %self.device, "the city has too many words for one message");
            for category in &mut profile.categories {
                category.hint.retain(|language, _| language == "it");
            }
        }
        if !is_small(&profile) {
            profile.neighbourhoods.retain(|hood| hood.served_here);
            profile.categories.iter_mut().for_each(|category| category.hint.clear());
        }
        if !is_small(&profile) {
            profile.topics.clear();
            profile.categories.clear();
        }
        profile
    }
}

fn profile(
    node: &Node,
    city: &City,
    device: DeviceId,
    name: String,
    is_operator: bool,
    neighbourhood: Slug,
) -> Profile {
    let hub = city.hub(node.id().as_str());
    Profile {
        device,
        name,
        is_operator,
        hub_name: hub.map_or_else(|| node.id().to_string(), |hub| hub.name.clone()),
        neighbourhood,
        time_zone: city.calendar.time_zone.clone(),
        categories: place::categories(city, hub),
        neighbourhoods: place::neighbourhoods(city, hub),
        topics: place::themes(&city.activity_topics),
        standing: None,
        diary: None,
        closed_months: Vec::new(),
    }
}

/// A message as it stands now; its words are gone where they were erased.
async fn said(db: &mut AnyConnection, id: CommandId) -> Result<WordsSaid, Fail> {
    let message = messages::queries::one(db, id).await?;
    let message = message.ok_or_else(|| Problem::not_found("unknown-message"))?;
    let mut from_hub = None;
    if message.by_hub {
        let name = match message.actor {
            ActorRef::Staff(staff) => people::queries::name_of(db, staff).await?,
            ActorRef::System | ActorRef::Node(_) | ActorRef::Device(_) | ActorRef::Kiosk(_) => None,
        };
        from_hub = Some(name.unwrap_or_default());
    }
    Ok(WordsSaid {
        message: id,
        about: message.about,
        from_hub,
        text: message.text.unwrap_or_default(),
        at_ms: message.at_ms,
    })
}

/// An entry of the diary as it stands now.
async fn written(db: &mut AnyConnection, id: ActivityId) -> Result<Option<DiaryEntry>, Fail> {
    let Some(entry) = activities::queries::entry(db, id).await? else { return Ok(None) };
    let Ok(state) = entry.state.slug().parse() else { return Ok(None) };
    let topics = entry.topics.iter().filter_map(|topic| topic.parse().ok()).collect();
    Ok(Some(DiaryEntry {
        entry: LogActivity {
            activity: id,
            what: entry.what,
            neighbourhood: entry.neighbourhood,
            place: entry.place.unwrap_or_default(),
            started_at_ms: entry.started_at_ms,
            minutes: u16::try_from(entry.minutes.get()).unwrap_or_default(),
            people_reached: u32::try_from(entry.people_reached).unwrap_or_default(),
            topics,
            next_step: entry.next_step.unwrap_or_default(),
        },
        state,
        reason: entry.reason.unwrap_or_default(),
        late_days: u32::try_from(entry.late_days).unwrap_or_default(),
    }))
}

/// What may be seen before acceptance; the operator's words only while the proposal is open.
fn proposed(brief: Brief, proposal: ProposalId, until_ms: i64) -> Proposed {
    let is_open = brief.request.open.as_ref().is_some_and(|open| open.id == proposal);
    Proposed {
        proposal,
        request: brief.request.id,
        category: brief.category,
        neighbourhood: brief.neighbourhood,
        urgency: brief.urgency,
        note: brief.note.filter(|_| is_open).unwrap_or_default(),
        relation: brief.relation,
        until_ms,
    }
}

fn gone(proposal: ProposalId) -> News {
    News::ProposalClosed(ProposalClosed { proposal, why: WhyClosed::Withdrawn })
}
