//! What becomes of a form when it is sent, and how what was sent comes back into its form.

use protocol::antenna::{AgreeWhen, DeviceCommand, RaiseNeed, RaiseNeedFor, WriteWords};
use protocol::{ActivityId, PersonDetails};

use super::update::keep;
use super::{About, ActivityDraft, Ctx, Effect, HoursDraft, Model, NeedDraft, Said, Tab, words};
use crate::outbox::DraftName;

impl Model {
    pub(super) fn agree_when(&mut self, ctx: Ctx) -> Vec<Effect> {
        let Some(form) = self.when.take() else { return Vec::new() };
        if !self.ledger.task_state(form.request).is_mine() {
            return Vec::new();
        }
        let at_ms = form.at_ms(ctx.now_ms, &self.zone());
        self.say(DeviceCommand::AgreeWhen(AgreeWhen { request: form.request, at_ms }), ctx)
    }

    pub(super) fn open_thread(&mut self, thread: Option<About>) -> Vec<Effect> {
        self.thread = thread;
        match thread {
            Some(about) => {
                self.tab = Tab::Words;
                self.mark_read(about)
            }
            None => Vec::new(),
        }
    }

    pub(super) fn mark_read(&mut self, about: About) -> Vec<Effect> {
        let cursor = self.ledger.thread_cursor(about);
        let before = self.read.insert(words::key(about), cursor);
        if before == Some(cursor) {
            return Vec::new();
        }
        // What is not here any more needs no mark.
        let known: Vec<String> = self.threads().iter().map(|it| words::key(it.about)).collect();
        self.read.retain(|key, _| known.contains(key));
        keep(DraftName::Read, &self.read)
    }

    pub(super) fn write_words(&mut self, about: About, ctx: Ctx) -> Vec<Effect> {
        let Some(text) = self.words.text(about) else { return Vec::new() };
        self.words.0.remove(&words::key(about));
        let mut effects = self.say(DeviceCommand::WriteWords(WriteWords { about, text }), ctx);
        effects.extend(keep(DraftName::Words, &self.words));
        effects
    }

    pub(super) fn log_hours(&mut self, ctx: Ctx) -> Vec<Effect> {
        let Some(command) = self.hours.command(ctx.now_ms, &self.zone()) else {
            self.pressed_send = true;
            return Vec::new();
        };
        self.pressed_send = false;
        self.hours = HoursDraft::default();
        self.said = Some(Said::HoursKept);
        let mut effects = self.say(DeviceCommand::LogHours(command), ctx);
        effects.push(Effect::DropDraft(DraftName::Hours));
        effects
    }

    /// An entry the hub has goes back into the form, to be handed in again under its own id.
    pub(super) fn correct_entry(&mut self, activity: ActivityId, ctx: Ctx) -> Vec<Effect> {
        let cards = self.ledger.diary_cards();
        let card = cards.iter().find(|card| card.it.activity == activity);
        let Some(card) = card.filter(|card| card.standing.may_be_corrected()) else {
            return Vec::new();
        };
        let known = self.ledger.diary.contains_key(&activity);
        let draft = ActivityDraft::from_entry(&card.it, ctx.now_ms, &self.zone());
        self.activity = ActivityDraft { corrects: known.then_some(activity), ..draft };
        self.said = None;
        self.whole_diary = true;
        let mut effects = keep(DraftName::Activity, &self.activity);
        // What the hub did not take is said again from the form.
        if let Some(id) = card.sent {
            effects.extend(self.dismiss_entry(id));
        }
        effects
    }

    pub(super) fn log_activity(&mut self, ctx: Ctx) -> Vec<Effect> {
        let zone = self.zone();
        let corrects = self.activity.corrects;
        let activity = corrects.unwrap_or_else(|| ActivityId::from(ctx.id));
        let Some(entry) = self.activity.command(activity, self.home(), ctx.now_ms, &zone) else {
            self.pressed_send = true;
            return Vec::new();
        };
        let command = match corrects {
            Some(_) => DeviceCommand::CorrectActivity(entry),
            None => DeviceCommand::LogActivity(entry),
        };
        self.pressed_send = false;
        self.activity = ActivityDraft::default();
        self.whole_diary = false;
        self.said = Some(Said::ActivityKept);
        let mut effects = self.say(command, ctx);
        effects.push(Effect::DropDraft(DraftName::Activity));
        effects
    }

    pub(super) fn raise_need(&mut self, ctx: Ctx) -> Vec<Effect> {
        let Some(command) = self.need.command(self.home()) else {
            self.pressed_send = true;
            return Vec::new();
        };
        self.pressed_send = false;
        self.need = NeedDraft::default();
        self.said = Some(Said::NeedKept);
        let mut effects = self.say(DeviceCommand::RaiseNeedFor(command), ctx);
        effects.push(Effect::DropDraft(DraftName::Need));
        effects
    }

    /// A need or a message that the hub did not take goes back into its form.
    pub(super) fn correct(&mut self, id: protocol::CommandId) -> Vec<Effect> {
        let Some(command) = self.ledger.sent.get(&id).and_then(|sent| sent.command.clone()) else {
            return Vec::new();
        };
        let mut effects = if let Some(need) = need_of(&command) {
            self.need = NeedDraft::from_need(&need);
            keep(DraftName::Need, &self.need)
        } else if let DeviceCommand::WriteWords(it) = command {
            self.words.0.insert(words::key(it.about), it.text);
            keep(DraftName::Words, &self.words)
        } else {
            return Vec::new();
        };
        effects.extend(self.dismiss_entry(id));
        effects
    }
}

/// A need, whichever way it was raised.
fn need_of(command: &DeviceCommand) -> Option<RaiseNeedFor> {
    if let DeviceCommand::RaiseNeedFor(need) = command {
        return Some(need.clone());
    }
    let DeviceCommand::RaiseNeed(need) = command else { return None };
    let RaiseNeed { category, neighbourhood, urgency, text, relation } = need.clone();
    let person = PersonDetails::default();
    Some(RaiseNeedFor { category, neighbourhood, urgency, text, relation, signal: false, person })
}
