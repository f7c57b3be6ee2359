//! The counter where devices' messages are taken: read, turned into a command in the device's own name,
//! given to the node, answered with a receipt after the commit.
//!
//! Always true: commands of one device reach the writer in the order they came, however many are under
//! way, so that "I will" is decided before "it is done"; whatever cannot be read is answered where it has
//! an id and counted otherwise. A device acts only as itself: its name is its topic's, never its message's.

use std::sync::Arc;
use std::task::Poll;

use protocol::antenna::{
    DeviceCommand, HubMessage, LogActivity, OwnStep, RaiseNeed, RaiseNeedFor, Receipt, ReportDone,
    SayHowItWent, Went,
};
use protocol::kiosk::{LeaveNeed, NeedDetails};
use protocol::{ActorRef, Channel, CommandId, DeviceId, PersonDetails, Problem, topic};
use tokio::sync::{Semaphore, mpsc};
use tokio_util::sync::CancellationToken;

use super::counts::{Counts, one_more};
use super::courier::Nudge;
use super::directory::Directory;
use super::letters;
use super::line::{Heard, Line};
use crate::bank::phones::{self, Act};
use crate::command::Command;
use crate::network::Holder;
use crate::network::antennae;
use crate::network::antennae::decide::OwnAct;
use crate::node::Node;
use crate::requests::events::{Mark, Side};
use crate::{activities, messages, requests};

/// Most commands given to the writer and not yet answered: two of its batches.
const UNDER_WAY: usize = 512;

pub(super) struct Counter {
    pub node: Arc<Node>,
    pub directory: Arc<Directory>,
    pub line: Arc<Line>,
    pub nudge: mpsc::Sender<Nudge>,
    pub counts: Arc<Counts>,
}

impl Counter {
    pub async fn run(self, mut inbound: mpsc::Receiver<Heard>, stop: CancellationToken) {
        let counter = Arc::new(self);
        let under_way = Arc::new(Semaphore::new(UNDER_WAY));
        loop {
            let heard = tokio::select! {
                () = stop.cancelled() => break,
                heard = inbound.recv() => heard,
            };
            let Some(heard) = heard else { break };
            let Some((device, id, command)) = counter.read(&heard) else { continue };
            let Ok(permit) = under_way.clone().acquire_owned().await else { break };
            let ctx = counter.node.ctx(id, ActorRef::Device(device), Channel::Antenna);
            let node = counter.node.clone();
            let mut answer = Box::pin(async move { node.submit(ctx, command).await });
            // The first poll, here and in order, is what puts the command in the writer's queue.
            match futures_util::poll!(answer.as_mut()) {
                Poll::Ready(answer) => counter.answer(device, id, answer.err()),
                Poll::Pending => {
                    let counter = counter.clone();
                    tokio::spawn(async move {
                        let answer = answer.await;
                        counter.answer(device, id, answer.err());
                        drop(permit);
                    });
                }
            }
        }
        // What was accepted is committed and answered before the line says goodbye.
        let all = u32::try_from(UNDER_WAY).unwrap_or(u32::MAX);
        let _ = under_way.acquire_many(all).await;
    }

    /// What a message asks of the node; everything else is dealt with here.
    fn read(&self, heard: &Heard) -> Option<(DeviceId, CommandId, Command)> {
        let Some(device) = std::str::from_utf8(&heard.topic).ok().and_then(topic::speaker) else {
            one_more(&self.counts.strange);
            return None;
        };
        let Some(credential) = self.directory.get(device) else {
            one_more(&self.counts.stranger);
            return None;
        };
        let (envelope, command) = match DeviceCommand::open(&heard.payload) {
            Ok(opened) => opened,
            Err(error) => {
                one_more(&self.counts.unreadable);
                if let Some(id) = error.command() {
                    self.answer(device, id, Some(error.problem()));
                }
                return None;
            }
        };
        match self.command(device, credential.holder, envelope.id, command) {
            Ok(Some(command)) => Some((device, envelope.id, command)),
            Ok(None) => None,
            Err(problem) => {
                self.answer(device, envelope.id, Some(problem));
                None
            }
        }
    }

    fn command(
        &self,
        device: DeviceId,
        holder: Holder,
        id: CommandId,
        command: DeviceCommand,
    ) -> Result<Option<Command>, Problem> {
        Ok(Some(match command {
            DeviceCommand::Hello(hello) => {
                self.nudge(Nudge::Hello { device, cursor: hello.cursor });
                return Ok(None);
            }
            DeviceCommand::Seen(seen) => {
                self.nudge(Nudge::Seen { device, cursor: seen.cursor });
                return Ok(None);
            }
            DeviceCommand::AnswerProposal(answer) => Command::Requests(requests::Command::Answer {
                proposal: answer.proposal,
                device,
                accept: answer.accept,
            }),
            DeviceCommand::ReportDone(report) => Command::Requests(report_done(device, &report)),
            DeviceCommand::GiveBack(give) => Command::Requests(requests::Command::GiveBack {
                request: give.request,
                device,
                why: String::new(),
            }),
            DeviceCommand::LogActivity(entry) => diary(holder, activities::Command::Log, entry)?,
            DeviceCommand::CorrectActivity(entry) => {
                diary(holder, activities::Command::Correct, entry)?
            }
            DeviceCommand::AgreeWhen(agreed) => Command::Requests(requests::Command::Schedule {
                request: agreed.request,
                at_ms: agreed.at_ms,
            }),
            DeviceCommand::StartHelp(start) => {
                Command::Requests(requests::Command::Start { request: start.request })
            }
            DeviceCommand::SayHowItWent(said) => Command::Requests(how_it_went(said)),
            DeviceCommand::WriteWords(words) => Command::Messages(messages::Command::Write {
                device,
                about: words.about,
                text: words.text,
            }),
            DeviceCommand::LogHours(hours) => {
                let day = hours.day.parse().ok();
                let day = day.ok_or_else(|| Problem::invalid("bad-date").at("day"))?;
                let (minutes, category) = (hours.minutes, hours.category);
                let act = OwnAct::LogHours { day, minutes, category };
                Command::Antennae(antennae::Command::FromDevice { device, act })
            }
            DeviceCommand::TakeBackHours(back) => {
                let act = OwnAct::TakeBackHours { entry: back.entry };
                Command::Antennae(antennae::Command::FromDevice { device, act })
            }
            DeviceCommand::BankDeclare(it) => at_bank(device, Act::Declare(it)),
            DeviceCommand::BankAnswer(it) => at_bank(device, Act::Answer(it)),
            DeviceCommand::BankWithdraw(it) => at_bank(device, Act::Withdraw(it)),
            DeviceCommand::BankPublish(it) => at_bank(device, Act::Publish(it)),
            DeviceCommand::BankMoveNotice(it) => at_bank(device, Act::MoveNotice(it)),
            DeviceCommand::BankAgree(it) => at_bank(device, Act::Agree(it)),
            DeviceCommand::BankCallOff(it) => at_bank(device, Act::CallOff(it)),
            DeviceCommand::BankRefer(it) => at_bank(device, Act::Refer(it)),
            DeviceCommand::BankAnswerReference(it) => at_bank(device, Act::AnswerReference(it)),
            DeviceCommand::SayHere(said) => {
                let act = OwnAct::BeHere { until_ms: said.until_ms };
                Command::Antennae(antennae::Command::FromDevice { device, act })
            }
            DeviceCommand::MoveOn(moved) => {
                let step = match moved.step {
                    OwnStep::Rest => antennae::Step::Rest,
                    OwnStep::Resume => antennae::Step::Resume,
                    OwnStep::End => antennae::Step::End,
                };
                let act = OwnAct::TakeStep { step };
                Command::Antennae(antennae::Command::FromDevice { device, act })
            }
            DeviceCommand::RaiseNeed(need) => {
                Command::Requests(requests::Command::Leave(self.need(id, somebodys(need))))
            }
            DeviceCommand::RaiseNeedFor(need) => {
                Command::Requests(requests::Command::Leave(self.need(id, need)))
            }
        }))
    }

    /// A need as somebody brings it: with the person's details only where they came along.
    fn need(&self, id: CommandId, need: RaiseNeedFor) -> LeaveNeed {
        let city = self.node.city();
        let language = city.as_ref().and_then(|city| city.languages.first());
        LeaveNeed {
            id,
            category: need.category,
            neighbourhood: need.neighbourhood,
            urgency: need.urgency,
            text: need.text,
            relation: need.relation,
            person: need.person,
            language: language.map_or_else(|| "it".to_owned(), Clone::clone),
            more: NeedDetails { signal: need.signal, ..NeedDetails::default() },
        }
    }

    /// A courier with a full queue lets it go: a device that hears nothing says hello again.
    fn nudge(&self, nudge: Nudge) {
        if self.nudge.try_send(nudge).is_err() {
            tracing::warn!("broker.courier has no room");
        }
    }

    fn answer(&self, device: DeviceId, re: CommandId, problem: Option<Problem>) {
        let receipt = HubMessage::Receipt(Receipt { re, problem });
        if let Some(bytes) = letters::seal(&self.node, receipt)
            && self.line.publish(topic::inbox(device), bytes)
        {
            one_more(&self.counts.receipts);
        }
    }
}

/// What a device says for the member of the time bank it speaks for.
fn at_bank(device: DeviceId, act: Act) -> Command {
    Command::Phones(phones::Command::Say { device, act })
}

/// The diary is for operators.
fn diary(
    holder: Holder,
    command: impl FnOnce(LogActivity) -> activities::Command,
    entry: LogActivity,
) -> Result<Command, Problem> {
    match holder {
        Holder::Operator(_) => Ok(Command::Activities(command(entry))),
        Holder::Antenna => Err(Problem::forbidden("operators-only")),
    }
}

/// A need of the first version says nothing of a person.
fn somebodys(need: RaiseNeed) -> RaiseNeedFor {
    RaiseNeedFor {
        category: need.category,
        neighbourhood: need.neighbourhood,
        urgency: need.urgency,
        text: need.text,
        relation: need.relation,
        signal: false,
        person: PersonDetails::default(),
    }
}

fn how_it_went(said: SayHowItWent) -> requests::Command {
    let mark = match said.went {
        Went::Good => Mark::Good,
        Went::Middling => Mark::Middling,
        Went::Bad => Mark::Bad,
    };
    requests::Command::Rate { request: said.request, side: Side::Helper, mark, text: said.text }
}

fn report_done(device: DeviceId, report: &ReportDone) -> requests::Command {
    requests::Command::ReportDone {
        request: report.request,
        device: Some(device),
        minutes: report.minutes,
        said: report.note.clone(),
    }
}
