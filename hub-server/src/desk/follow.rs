//! What central does by itself at the desk: it receives what hubs hand in, lets go what authors take back, tells hubs what
//! may be known of ideas before that and who elsewhere would join them, of each other's organisations, and lets a day go by that nobody kept. What was not done when the power failed is done at the next start.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};
use std::time::Duration;

use protocol::{ActorRef, Channel, CommandId, EventId, IdeaId};
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use super::{Command, DOMAIN, glimpse, joined, organisations, project, queries, sharing};
use crate::network::organisations as register;
use crate::node::Node;
use crate::store::StoreError;

/// How long after the last look the days are looked at again.
const AGAIN: Duration = Duration::from_mins(5);

/// After which facts there may be something to do.
const FOLLOWED: [&str; 15] = [
    "desk.idea-left",
    "desk.words-left",
    "desk.contacted",
    "desk.draft-begun",
    "desk.submitted",
    "desk.concept-shown",
    "desk.withdrawn",
    // What is written together is passed on to the other hubs.
    "desk.shared-with",
    "desk.kept-from",
    "desk.outline-drawn",
    "desk.partner-added",
    "desk.partner-removed",
    "desk.section-written",
    "desk.budget-set",
    "desk.measures-set",
];

/// After which facts all ideas are looked at again: words went with somebody, or only now the city is known.
const FOR_ALL: [&str; 2] = ["people.erased", "city.published"];

/// What has changed since the last look.
struct Touched {
    /// The ideas of which hubs may be told something new; all of them for `None`.
    ideas: Option<BTreeSet<IdeaId>>,
    /// Whether organisations may be, too.
    register: bool,
}

impl Touched {
    /// Everything may have.
    const ALL: Self = Self { ideas: None, register: true };
}

/// Follows the log until the node is dropped; run it once as a task beside central.
pub async fn run(node: Weak<Node>) {
    let Some(mut commits) = node.upgrade().map(|node| node.writer.listen()) else { return };
    let mut touched = Touched::ALL;
    loop {
        {
            let Some(node) = node.upgrade() else { return };
            match look(&node, &touched).await {
                Ok(_) if node.city().is_some() => {
                    touched = Touched { ideas: Some(BTreeSet::new()), register: false };
                }
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "desk.follow cannot read"),
            }
        }
        loop {
            match tokio::time::timeout(AGAIN, commits.recv()).await {
                Ok(Ok(news)) => {
                    let mut followed = false;
                    for fact in &news.facts {
                        if FOR_ALL.contains(&fact.kind.as_str()) {
                            touched.ideas = None;
                        } else if is_of_register(&fact.kind) {
                            touched.register = true;
                        } else if !FOLLOWED.contains(&fact.kind.as_str()) {
                            continue;
                        }
                        followed = true;
                        if let (Some(ideas), Ok(idea)) = (&mut touched.ideas, fact.subject.parse())
                        {
                            ideas.insert(idea);
                        }
                    }
                    if followed {
                        break;
                    }
                }
                Ok(Err(RecvError::Lagged(_))) => {
                    touched = Touched::ALL;
                    break;
                }
                Err(_) => break,
                Ok(Err(RecvError::Closed)) => return,
            }
            if node.strong_count() == 0 {
                return;
            }
        }
    }
}

fn is_of_register(kind: &str) -> bool {
    kind.split_once('.').is_some_and(|(domain, _)| domain == register::DOMAIN)
}

/// Does all that is to be done now; answers how much it was.
///
/// # Errors
/// [`StoreError`] when it cannot be read. One that cannot be written is tried again next time.
pub async fn catch_up(node: &Arc<Node>) -> Result<usize, StoreError> {
    look(node, &Touched::ALL).await
}

/// The same, with what hubs are told of what has changed only.
async fn look(node: &Arc<Node>, touched: &Touched) -> Result<usize, StoreError> {
    let Some(city) = node.city() else { return Ok(0) };
    let today = crate::network::antennae::today(&city, node.now_ms());
    let (ideas, organisations, due) = {
        let mut db = node.store.read().await?;
        let mut ideas = queries::to_follow(&mut db).await?;
        let mut more = sharing::due(&mut db).await?;
        more.extend(glimpse::due(&mut db, touched.ideas.as_ref()).await?);
        more.extend(joined::due(&mut db, touched.ideas.as_ref()).await?);
        for idea in more {
            if !ideas.contains(&idea) {
                ideas.push(idea);
            }
        }
        let organisations =
            if touched.register { organisations::due(&mut db).await? } else { Vec::new() };
        (ideas, organisations, queries::due(&mut db, today).await?)
    };
    for idea in &ideas {
        // A command may be asked twice and be done once; each time anew, because a withdrawal follows a submission.
        let command = CommandId::new(node.fresh_id());
        submit(node, command, Command::Follow { idea: *idea }).await;
    }
    for organisation in &organisations {
        let command = CommandId::new(node.fresh_id());
        submit(node, command, Command::FollowOrganisation { organisation: *organisation }).await;
    }
    for project in &due {
        let act = Box::new(project::Act::LetLapse);
        let command = lapse(project.uuid(), &today.to_string());
        submit(node, command, Command::Project { project: *project, act }).await;
    }
    Ok(ideas.len() + organisations.len() + due.len())
}

/// The command that lets a day go by, the same all that day.
fn lapse(project: Uuid, today: &str) -> CommandId {
    let index = today.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte));
    CommandId::new(EventId::of_command(CommandId::new(project), index).uuid())
}

async fn submit(node: &Arc<Node>, command: CommandId, what: Command) {
    let ctx = node.ctx(command, ActorRef::System, Channel::Clock);
    if let Err(problem) = node.submit(ctx, crate::command::Command::Desk(what)).await {
        tracing::warn!(%problem, "{DOMAIN}.follow refused");
    }
}
