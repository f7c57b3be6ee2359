//! What follows from each message.

use jiff::tz::TimeZone;
use protocol::antenna::{
    AnswerProposal, DeviceCommand, GiveBack, MoveOn, OwnStep, SayHere, StartHelp, TakeBackHours,
};
use protocol::{ProposalId, RequestId, Slug};
use serde::Serialize;

use super::{
    Action, ActivityDraft, Alert, Asking, Ctx, DoneForm, Effect, HowForm, Ledger, Model, Msg,
    Opened, Question, Report, SentState, Settings, Stage, Tab, Welcome, WhenForm, words,
};
use crate::link::LinkState;
use crate::outbox::{DraftName, Snapshot};
use crate::pairing::PairFailure;

/// How many notices of the neighbourhood stay on the screen.
const BOARD_KEPT: usize = 5;
/// How long "available now" lasts before it has to be said again: four hours.
const HERE_MS: i64 = 4 * 3_600_000;

impl Model {
    /// Takes a message in and answers with what is to be done outside.
    #[must_use = "the effects are what makes anything happen"]
    pub fn update(&mut self, msg: Msg, ctx: Ctx) -> Vec<Effect> {
        match msg {
            Msg::User(action) => self.act(action, ctx),
            Msg::Engine(report) => self.hear(report, ctx),
        }
    }

    /// Now by the hub's clock, as far as this device knows it.
    #[must_use]
    pub fn hub_now_ms(&self, now_ms: i64) -> i64 {
        now_ms.saturating_add(self.hub_ahead_ms)
    }

    /// The city's time zone, or the device's own while it is not known.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        self.ledger.zone()
    }

    /// Whether the diary is offered.
    #[must_use]
    pub fn is_operator(&self) -> bool {
        self.ledger.profile.as_ref().is_some_and(|profile| profile.is_operator)
    }

    /// Whether this device has such a screen: the diary is for operators, words and own hours for antennae.
    #[must_use]
    pub fn has(&self, tab: Tab) -> bool {
        match tab {
            Tab::Diary => self.is_operator(),
            Tab::Words | Tab::Bank => !self.is_operator(),
            Tab::Inbox | Tab::Agenda | Tab::Need | Tab::Done | Tab::Settings | Tab::More => true,
        }
    }

    /// The neighbourhood this device belongs to.
    #[must_use]
    pub fn home(&self) -> Option<&Slug> {
        self.ledger.profile.as_ref().map(|profile| &profile.neighbourhood)
    }

    fn act(&mut self, action: Action, ctx: Ctx) -> Vec<Effect> {
        match action {
            Action::Go(tab) => {
                self.tab = if self.has(tab) { tab } else { Tab::Inbox };
                self.said = None;
                self.pressed_send = false;
                self.thread = None;
                Vec::new()
            }
            Action::WelcomePage(page) => {
                if let Stage::Welcome(welcome) = &mut self.stage {
                    welcome.page = page.min(2);
                }
                Vec::new()
            }
            Action::EditPairing { link, device_name } => {
                if let Stage::Welcome(welcome) = &mut self.stage {
                    if welcome.link != link {
                        welcome.asking = Asking::NotYet;
                    }
                    welcome.link = link;
                    welcome.device_name = device_name;
                }
                Vec::new()
            }
            Action::Pair => self.pair(),
            Action::Accept(proposal) => self.answer(proposal, true, ctx),
            Action::Decline(proposal) => self.answer(proposal, false, ctx),
            Action::DismissProposal(proposal) => self.dismiss_proposal(proposal, ctx),
            Action::OpenDone(request) => {
                self.done = Some(DoneForm::new(request));
                Vec::new()
            }
            Action::EditDone(form) => {
                self.done = Some(form);
                Vec::new()
            }
            Action::CloseDone => {
                self.done = None;
                Vec::new()
            }
            Action::ReportDone => self.report_done(ctx),
            Action::Show(span) => {
                self.span = span;
                Vec::new()
            }
            Action::OpenWhen(request) => {
                let cards = self.ledger.task_cards();
                let card = cards.iter().find(|card| card.it.request == request);
                let at_ms = card.and_then(|card| card.appointment).map(|it| it.at_ms);
                self.when = Some(WhenForm::new(request, at_ms, ctx.now_ms, &self.zone()));
                Vec::new()
            }
            Action::EditWhen(form) => {
                self.when = Some(form);
                Vec::new()
            }
            Action::CloseWhen => {
                self.when = None;
                Vec::new()
            }
            Action::AgreeWhen => self.agree_when(ctx),
            Action::StartHelp(request) => {
                if !self.ledger.task_state(request).is_mine() {
                    return Vec::new();
                }
                self.say(DeviceCommand::StartHelp(StartHelp { request }), ctx)
            }
            Action::OpenHow(request, went) => {
                self.how = Some(HowForm { request, went, text: String::new() });
                Vec::new()
            }
            Action::EditHow(form) => {
                self.how = Some(form);
                Vec::new()
            }
            Action::CloseHow => {
                self.how = None;
                Vec::new()
            }
            Action::SayHow => match self.how.take() {
                Some(form) => self.say(DeviceCommand::SayHowItWent(form.command()), ctx),
                None => Vec::new(),
            },
            Action::OpenThread(thread) => self.open_thread(thread),
            Action::EditWords(about, text) => {
                if text.trim().is_empty() {
                    self.words.0.remove(&words::key(about));
                } else {
                    self.words.0.insert(words::key(about), text);
                }
                keep(DraftName::Words, &self.words)
            }
            Action::WriteWords(about) => self.write_words(about, ctx),
            Action::EditHours(draft) => {
                self.said = None;
                self.hours = draft;
                keep(DraftName::Hours, &self.hours)
            }
            Action::LogHours => self.log_hours(ctx),
            Action::Bank(action) => self.at_bank(action, ctx),
            Action::AskTakeBackHours(entry) => self.ask(Question::TakeBackHours(entry)),
            Action::WholeDiary(whole) => {
                self.whole_diary = whole;
                Vec::new()
            }
            Action::CorrectEntry(activity) => self.correct_entry(activity, ctx),
            Action::AskGiveBack(request) => self.ask(Question::GiveBack(request)),
            Action::AskDiscardDraft => self.ask(Question::DiscardDraft),
            Action::AskLeave => self.ask(Question::Leave),
            Action::BeHere(here) => {
                let until_ms = here.then(|| self.hub_now_ms(ctx.now_ms) + HERE_MS);
                self.say(DeviceCommand::SayHere(SayHere { until_ms }), ctx)
            }
            Action::Resume => {
                self.say(DeviceCommand::MoveOn(MoveOn { step: OwnStep::Resume }), ctx)
            }
            Action::AskRest => self.ask(Question::Rest),
            Action::AskFarewell => self.ask(Question::Farewell),
            Action::Cancel => {
                self.question = None;
                Vec::new()
            }
            Action::Confirm => self.confirm(ctx),
            Action::DismissTask(request) => self.dismiss_task(request),
            Action::EditNeed(draft) => {
                self.said = None;
                self.need = draft;
                keep(DraftName::Need, &self.need)
            }
            Action::RaiseNeed => self.raise_need(ctx),
            Action::EditActivity(draft) => {
                self.said = None;
                self.activity = draft;
                keep(DraftName::Activity, &self.activity)
            }
            Action::LogActivity => self.log_activity(ctx),
            Action::Correct(id) => self.correct(id),
            Action::DismissEntry(id) => self.dismiss_entry(id),
            Action::Settings(settings) => self.set(settings),
            Action::Reconnect => {
                self.settings.stay_offline = false;
                let mut effects = keep(DraftName::Settings, &self.settings);
                effects.push(Effect::Online(true));
                effects
            }
            Action::CloseAlert(index) => {
                if index < self.alerts.len() {
                    self.alerts.remove(index);
                }
                Vec::new()
            }
            Action::Say(command) => self.say(*command, ctx),
        }
    }

    fn hear(&mut self, report: Report, ctx: Ctx) -> Vec<Effect> {
        match report {
            Report::Opened(opened) => self.opened(*opened),
            Report::CannotOpen(why) => self.stage = Stage::CannotOpen(why),
            Report::Kept { id, n } => self.ledger.kept(id, n),
            Report::NotKept { id } => {
                self.ledger.sent.remove(&id);
                self.alert(Alert::DiskTrouble);
            }
            Report::Settled { id, settled } => self.ledger.settle(id, &settled),
            Report::Facts { facts, hub_at_ms } => {
                self.hub_ahead_ms = hub_at_ms.saturating_sub(ctx.now_ms);
                for fact in &facts {
                    self.ledger.apply(fact);
                }
                if !self.has(self.tab) {
                    self.tab = Tab::Inbox;
                }
                // Whoever looks at a thread has read what comes into it.
                if let (Tab::Words, Some(about)) = (self.tab, self.thread) {
                    return self.mark_read(about);
                }
            }
            Report::CaughtUp { hub_at_ms, .. } => {
                self.hub_ahead_ms = hub_at_ms.saturating_sub(ctx.now_ms);
                self.caught_up_at_ms = Some(hub_at_ms);
            }
            Report::Reloaded(snapshot) => {
                // What is still on its way to the disk is not in the snapshot and must not vanish.
                let before = std::mem::take(&mut self.ledger);
                self.ledger = Ledger::from_snapshot(&snapshot);
                for (id, sent) in before.sent {
                    if sent.n.is_none() {
                        self.ledger.sent.entry(id).or_insert(sent);
                    }
                }
            }
            Report::Board(notice) => {
                self.board.retain(|known| known.text != notice.text);
                self.board.insert(0, notice);
                self.board.truncate(BOARD_KEPT);
            }
            Report::Link(state) => {
                if self.link != state {
                    self.link_since_ms = ctx.now_ms;
                }
                self.link = state;
            }
            Report::Paired(pairing) => {
                self.address.clone_from(&pairing.address);
                self.stage = Stage::Working;
                self.tab = Tab::Inbox;
            }
            Report::PairFailed(failure) => {
                if let Stage::Welcome(welcome) = &mut self.stage {
                    welcome.asking = Asking::Failed(failure);
                }
            }
            Report::Left => {
                *self = Self {
                    stage: Stage::Welcome(Welcome { page: 2, ..Welcome::default() }),
                    settings: Settings { stay_offline: false, ..self.settings },
                    ..Self::default()
                };
                return keep(DraftName::Settings, &self.settings);
            }
            Report::DiskTrouble(_) => self.alert(Alert::DiskTrouble),
        }
        Vec::new()
    }

    fn opened(&mut self, opened: Opened) {
        self.read_drafts(&opened.snapshot);
        self.ledger = Ledger::from_snapshot(&opened.snapshot);
        self.alerts = opened.alerts;
        match opened.address {
            Some(address) => {
                self.address = address;
                self.stage = Stage::Working;
                if self.settings.stay_offline {
                    self.link = LinkState::Paused;
                }
            }
            None => self.stage = Stage::Welcome(Welcome::default()),
        }
    }

    /// A draft that cannot be read (of a later version, say) is left alone and starts empty.
    fn read_drafts(&mut self, snapshot: &Snapshot) {
        for (name, body) in &snapshot.drafts {
            match name {
                DraftName::Activity => {
                    self.activity = serde_json::from_str(body).unwrap_or_default();
                }
                DraftName::Need => self.need = serde_json::from_str(body).unwrap_or_default(),
                DraftName::Settings => {
                    self.settings = serde_json::from_str(body).unwrap_or_default();
                }
                DraftName::Words => self.words = serde_json::from_str(body).unwrap_or_default(),
                DraftName::Hours => self.hours = serde_json::from_str(body).unwrap_or_default(),
                DraftName::Exchange => {
                    self.bank.exchange = serde_json::from_str(body).unwrap_or_default();
                }
                DraftName::Saying => {
                    self.bank.saying = serde_json::from_str(body).unwrap_or_default();
                }
                DraftName::Notice => {
                    self.bank.notice = serde_json::from_str(body).unwrap_or_default();
                }
                DraftName::Read => self.read = serde_json::from_str(body).unwrap_or_default(),
            }
        }
    }

    fn pair(&mut self) -> Vec<Effect> {
        let language = self.settings.prefs.language;
        let Stage::Welcome(welcome) = &mut self.stage else { return Vec::new() };
        if welcome.asking == Asking::Now {
            return Vec::new();
        }
        if protocol::antenna::PairingLink::parse(&welcome.link).is_none() {
            welcome.asking = Asking::Failed(PairFailure::NotALink);
            return Vec::new();
        }
        welcome.asking = Asking::Now;
        vec![Effect::Pair {
            link: welcome.link.clone(),
            device_name: welcome.device_name.trim().to_owned(),
            language: language.code().to_owned(),
        }]
    }

    fn answer(&mut self, proposal: ProposalId, accept: bool, ctx: Ctx) -> Vec<Effect> {
        let open = self.ledger.proposals.get(&proposal).is_some_and(|it| {
            let state = self.ledger.proposal_state(it, self.hub_now_ms(ctx.now_ms));
            state.is_some_and(|state| state.is_open())
        });
        if !open {
            return Vec::new();
        }
        self.say(DeviceCommand::AnswerProposal(AnswerProposal { proposal, accept }), ctx)
    }

    fn report_done(&mut self, ctx: Ctx) -> Vec<Effect> {
        let Some(form) = self.done.take() else { return Vec::new() };
        if !self.ledger.task_state(form.request).is_mine() {
            return Vec::new();
        }
        self.say(DeviceCommand::ReportDone(form.command()), ctx)
    }

    pub(super) fn dismiss_entry(&mut self, id: protocol::CommandId) -> Vec<Effect> {
        let answered =
            self.ledger.sent.get(&id).is_some_and(|sent| sent.state != SentState::Waiting);
        if !answered {
            return Vec::new();
        }
        self.ledger.sent.remove(&id);
        vec![Effect::ForgetEntry(id)]
    }

    fn dismiss_proposal(&mut self, proposal: ProposalId, ctx: Ctx) -> Vec<Effect> {
        let over = self.ledger.proposals.get(&proposal).is_some_and(|it| {
            let state = self.ledger.proposal_state(it, self.hub_now_ms(ctx.now_ms));
            state.is_none_or(|state| state.is_over())
        });
        if !over {
            return Vec::new();
        }
        self.ledger.proposals.remove(&proposal);
        self.ledger.closed.remove(&proposal);
        vec![Effect::ForgetProposal(proposal)]
    }

    fn dismiss_task(&mut self, request: RequestId) -> Vec<Effect> {
        if self.ledger.task_state(request).is_mine() {
            return Vec::new();
        }
        // Without the request, the proposals it came from would stand open again.
        let ledger = &mut self.ledger;
        let from: Vec<ProposalId> = ledger
            .taken
            .iter()
            .filter(|(_, of)| **of == request)
            .map(|(proposal, _)| *proposal)
            .collect();
        for proposal in &from {
            ledger.taken.remove(proposal);
            ledger.proposals.remove(proposal);
            ledger.closed.remove(proposal);
        }
        ledger.tasks.remove(&request);
        ledger.over.remove(&request);
        ledger.moved.remove(&request);
        ledger.words.retain(|_, told| told.it.about != Some(request));
        let forgotten = from.into_iter().map(Effect::ForgetProposal);
        forgotten.chain([Effect::ForgetTask(request)]).collect()
    }

    fn ask(&mut self, question: Question) -> Vec<Effect> {
        self.question = Some(question);
        Vec::new()
    }

    fn confirm(&mut self, ctx: Ctx) -> Vec<Effect> {
        match self.question.take() {
            None => Vec::new(),
            Some(Question::Leave) => vec![Effect::Leave],
            Some(Question::Rest) => {
                self.say(DeviceCommand::MoveOn(MoveOn { step: OwnStep::Rest }), ctx)
            }
            Some(Question::Farewell) => {
                self.say(DeviceCommand::MoveOn(MoveOn { step: OwnStep::End }), ctx)
            }
            Some(Question::TakeBackHours(entry)) => {
                self.say(DeviceCommand::TakeBackHours(TakeBackHours { entry }), ctx)
            }
            Some(Question::WithdrawExchange(exchange)) => self.withdraw_exchange(exchange, ctx),
            Some(Question::CallOff(agreed)) => self.call_off(agreed, false, ctx),
            Some(Question::Missed(agreed)) => self.call_off(agreed, true, ctx),
            Some(Question::DiscardDraft) => {
                self.activity = ActivityDraft::default();
                self.whole_diary = false;
                self.pressed_send = false;
                vec![Effect::DropDraft(DraftName::Activity)]
            }
            Some(Question::GiveBack(request)) => {
                self.done = None;
                if self.ledger.task_state(request).is_mine() {
                    self.say(DeviceCommand::GiveBack(GiveBack { request }), ctx)
                } else {
                    Vec::new()
                }
            }
        }
    }

    fn set(&mut self, settings: Settings) -> Vec<Effect> {
        let before = std::mem::replace(&mut self.settings, settings);
        let mut effects = keep(DraftName::Settings, &self.settings);
        if before.stay_offline != settings.stay_offline {
            effects.push(Effect::Online(!settings.stay_offline));
        }
        effects
    }

    pub(super) fn say(&mut self, command: DeviceCommand, ctx: Ctx) -> Vec<Effect> {
        self.ledger.say(ctx.id, command.clone(), ctx.now_ms);
        vec![Effect::Send {
            id: ctx.id,
            command: Box::new(command),
            at_ms: ctx.now_ms,
            after_cursor: self.ledger.cursor,
        }]
    }

    fn alert(&mut self, alert: Alert) {
        if !self.alerts.contains(&alert) {
            self.alerts.push(alert);
        }
    }
}

/// Plain data always becomes JSON; if it ever did not, the draft before it would simply stay.
pub(super) fn keep(name: DraftName, draft: &impl Serialize) -> Vec<Effect> {
    serde_json::to_string(draft).map(|body| Effect::KeepDraft { name, body }).into_iter().collect()
}
