//! What happens next: one message in, the model changed, things to do out.
//!
//! Always true: an answer from the hub counts only while somebody is waiting for exactly that answer, so nothing
//! that arrives late reaches the next person.

use protocol::kiosk::{
    CallOperator, Face, MoveVisit, SimilarAsked, SlipAnswer, SlipKind, SlipRating, Verdict,
};
use protocol::{CommandId, SlipCode};
use ui_kit::{Language, Prefs};
use zeroize::Zeroizing;

use super::bank::{Bank, BankAnswer, BankMsg, BankPage};
use super::flow::{Errand, Field, Flow, Sending, Visits, Where, toggle};
use super::kept::{KeptAsk, KeptMsg, KeptView};
use super::message::{Aid, Compared, Effect, Leave, Msg, Now, Trouble};
use super::services::{Services, ServicesMsg};
use super::status::{CodeEntry, Looking, Said, StatusView};
use super::wedge::Scanned;
use super::{COMPARE_MS, Call, Given, Model, QUESTION_MS, SETTLE_MS, Screen, Session, Typed};

/// Fewest characters with which it is asked.
const COMPARE_CHARS: usize = 12;

/// Lets one thing happen.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut effects = Vec::new();
    if msg.is_from_person() && model.asking_since_ms.is_none() {
        model.touched_ms = model.now.mono_ms;
    }
    let age_ms = model.now.mono_ms.saturating_sub(model.page_since_ms);
    if msg.turns_pages() && age_ms < SETTLE_MS {
        return effects;
    }
    let page = model.page();
    step(model, msg, &mut effects);
    if model.page() != page {
        model.page_since_ms = model.now.mono_ms;
    }
    effects
}

fn step(model: &mut Model, msg: Msg, effects: &mut Vec<Effect>) {
    match msg {
        Msg::Tick(now) => tick(model, now, effects),
        Msg::CommandIdMade(id) => model.spare_id = Some(id),
        Msg::PlaceArrived(place) => model.place = Some(place),
        Msg::LineIs(line) => model.line = line,
        Msg::Left(id, result) => left(model, id, result, effects),
        Msg::LookedUp(code, result) => looked_up(model, &code, result, effects),
        Msg::KeptFound(code, result) => kept_found(model, &code, result),
        Msg::VerdictTaken(id, result) => verdict_taken(model, id, result),
        Msg::SimilarFound(number, result) => in_flow(model, |flow| {
            if flow.likeness.asking == Some(number) {
                flow.likeness.asking = None;
                // Without an answer there is nothing to show; the idea can be left all the same.
                flow.found(result.unwrap_or_default());
            }
        }),
        Msg::VisitsFound(number, result) => in_flow(model, |flow| {
            if flow.visits == Visits::Asking(number) {
                flow.visits = result.map_or_else(Visits::Failed, Visits::Free);
            }
        }),
        Msg::OperatorCalled(id, result) => {
            if model.session.call == Call::Waiting(id) {
                model.session.call = match result {
                    Ok(()) => Call::Coming,
                    Err(trouble) => Call::Failed(id, trouble),
                };
            }
        }

        Msg::Touched => {}
        Msg::Stay => stay(model),
        Msg::Finish => wipe(model, effects),
        Msg::Speak(language) => {
            if model.languages().contains(&language) {
                model.prefs.language = language;
            }
        }
        Msg::Toggle(aid) => {
            let on = match aid {
                Aid::LargeText => &mut model.prefs.large_text,
                Aid::HighContrast => &mut model.prefs.high_contrast,
                Aid::LowReach => &mut model.prefs.low_reach,
            };
            *on = !*on;
        }
        Msg::CallOperator => call(model, effects),
        Msg::CloseCall => {
            // While it is on its way the notice stays: it says what came of it.
            if !matches!(model.session.call, Call::Waiting(_)) {
                model.session.call = Call::No;
            }
        }
        Msg::Begin(errand) => {
            if model.session.screen == Screen::Home && model.place.is_some() {
                model.session.screen = Screen::Flow(Box::new(Flow::new(errand)));
            }
        }
        Msg::PlanVisit => plan_visit(model, effects),
        Msg::LookVisits => look_visits(model, effects),
        Msg::PickVisitDay(day) => answer(model, |draft| {
            if draft.visit_day.as_ref() != Some(&day) {
                draft.visit_ms = None;
            }
            draft.visit_day = Some(day);
        }),
        Msg::PickVisitHour(at_ms) => answer(model, |draft| draft.visit_ms = Some(at_ms)),
        Msg::AskStatus => {
            if model.session.screen == Screen::Home {
                model.session.screen = Screen::Code(CodeEntry::default());
            }
        }
        Msg::Back => back(model, effects),
        Msg::Next => in_flow(model, Flow::next),
        Msg::GoHome => go_home(model, effects),
        Msg::ThrowAway => {
            if model.session.leaving {
                home(model, effects);
            }
        }
        Msg::KeepWriting => model.session.leaving = false,
        Msg::PickCategory(slug) => pick_category(model, slug),
        Msg::PickTheme(slug) => answer(model, |draft| draft.theme = Some(slug)),
        Msg::PickNeighbourhood(slug) => {
            answer(model, |draft| draft.place = slug.map_or(Where::WholeCity, Where::In));
        }
        Msg::PickUrgency(urgency) => answer(model, |draft| {
            (draft.urgency, draft.day) = (Some(urgency), None);
            draft.weekly.clear();
        }),
        Msg::PickDay(day) => {
            let today = model.today();
            in_flow(model, |flow| flow.pick_day(day, today));
        }
        Msg::PickRelation(relation) => answer(model, |draft| draft.relation = relation),
        Msg::Join(id) => answer(model, |draft| draft.joins = id),
        Msg::ToggleSkill(slug) => {
            in_flow(model, |flow| flow.change(|draft| toggle(&mut draft.skills, slug)));
        }
        Msg::ToggleDay(day) => in_flow(model, |flow| flow.toggle_day(day)),
        Msg::TogglePicked(slug) => {
            let now_ms = model.now.mono_ms;
            in_flow(model, |flow| {
                flow.toggle_picked(slug);
                if flow.errand == super::Errand::Idea {
                    flow.likeness.since_ms = Some(now_ms);
                }
            });
        }
        Msg::ToggleBand(band) => in_flow(model, |flow| {
            flow.change(|draft| {
                toggle(&mut draft.bands, band);
                draft.bands.sort();
            });
        }),
        Msg::ShowAllNeighbourhoods(all) => in_flow(model, |flow| flow.all_neighbourhoods = all),
        Msg::Open(field) => in_flow(model, |flow| flow.open(field)),
        Msg::Write(field, typed) => {
            let now_ms = model.now.mono_ms;
            in_flow(model, |flow| {
                flow.write(field, &typed);
                if field == Field::Text && flow.errand == super::Errand::Idea {
                    flow.likeness.since_ms = Some(now_ms);
                }
            });
        }
        Msg::Edit(question) => in_flow(model, |flow| {
            if flow.sending != Sending::Waiting {
                flow.edit(question);
            }
        }),
        Msg::Send => send(model, effects),
        Msg::WriteCode(typed) => {
            if let Screen::Code(entry) = &mut model.session.screen
                && !matches!(entry.looking, Looking::Waiting(_))
            {
                entry.write(&typed);
            }
        }
        Msg::LookUp => look_up(model, effects),
        Msg::Key(c) => key(model, c),
        Msg::Enter => enter(model, effects),
        Msg::Say(Verdict::Withdraw) => in_status(model, |view| view.withdrawing = true),
        Msg::Say(verdict) => say(model, verdict, effects),
        Msg::ConfirmWithdraw => {
            if in_status_is(model, |view| view.withdrawing) {
                say(model, Verdict::Withdraw, effects);
            }
        }
        Msg::KeepIt => in_status(model, |view| view.withdrawing = false),
        Msg::OpenReply => in_status(model, |view| {
            if view.status.question.is_some() || view.status.can_reply {
                view.reply = Some(Typed::default());
            }
        }),
        Msg::WriteReply(typed) => in_status(model, |view| {
            if view.reply.is_some() {
                view.reply = Some(typed);
            }
        }),
        Msg::SendReply => send_reply(model, effects),
        Msg::Rate(face) => rate(model, face, effects),
        Msg::Bank(BankMsg::Answered(id, result)) => bank_answered(model, id, result),
        Msg::Bank(msg) => bank(model, msg, effects),
        Msg::Services(msg) => services(model, msg),
        Msg::Kept(msg) => kept(model, msg, effects),
    }
}

fn tick(model: &mut Model, now: Now, effects: &mut Vec<Effect>) {
    model.now.wall_ms = now.wall_ms;
    model.now.mono_ms = model.now.mono_ms.max(now.mono_ms);
    let mono_ms = model.now.mono_ms;
    model.session.wedge.expire(mono_ms);
    compare(model, effects);
    if let Some(since_ms) = model.asking_since_ms {
        if mono_ms.saturating_sub(since_ms) >= QUESTION_MS {
            wipe(model, effects);
        }
    } else if model.is_untouched() {
        model.touched_ms = mono_ms;
    } else if mono_ms.saturating_sub(model.touched_ms) >= model.patience_ms() {
        model.asking_since_ms = Some(mono_ms);
    }
}

/// Asks what is like the idea, once nothing was written for a moment.
fn compare(model: &mut Model, effects: &mut Vec<Effect>) {
    let (now_ms, number) = (model.now.mono_ms, model.compared + 1);
    let Screen::Flow(flow) = &mut model.session.screen else { return };
    let settled = |since_ms: u64| now_ms.saturating_sub(since_ms) >= COMPARE_MS;
    if !flow.likeness.since_ms.is_some_and(settled) || flow.sending == Sending::Waiting {
        return;
    }
    flow.likeness.since_ms = None;
    let text = flow.draft.text.trimmed();
    let picked = flow.draft.picked.clone();
    if text.chars().count() < COMPARE_CHARS && picked.is_empty() {
        flow.found(Vec::new());
        return;
    }
    let neighbourhood = match &flow.draft.place {
        Where::In(slug) => Some(slug.clone()),
        Where::Unsaid | Where::WholeCity => None,
    };
    let asked = SimilarAsked { theme: flow.draft.theme.clone(), neighbourhood, text, picked };
    flow.likeness.asking = Some(number);
    model.compared = number;
    effects.push(Effect::LookSimilar(number, Box::new(Compared(asked))));
}

fn stay(model: &mut Model) {
    model.asking_since_ms = None;
    model.touched_ms = model.now.mono_ms;
}

fn wipe(model: &mut Model, effects: &mut Vec<Effect>) {
    sign_out(model, effects);
    model.session = Session::default();
    model.prefs = Prefs::default();
    stay(model);
    effects.push(Effect::Wipe);
}

/// The first screen for the same person: their language and aids stay, what they wrote goes.
fn home(model: &mut Model, effects: &mut Vec<Effect>) {
    sign_out(model, effects);
    model.session = Session { call: std::mem::take(&mut model.session.call), ..Session::default() };
    effects.push(Effect::Wipe);
}

fn go_home(model: &mut Model, effects: &mut Vec<Effect>) {
    let would_lose = match &model.session.screen {
        Screen::Flow(flow) => flow.draft != super::Draft::default(),
        Screen::Home
        | Screen::Given(_)
        | Screen::Code(_)
        | Screen::Status(_)
        | Screen::Bank(_)
        | Screen::Services(_)
        | Screen::Kept(_) => false,
    };
    if would_lose {
        model.session.leaving = true;
    } else {
        home(model, effects);
    }
}

fn back(model: &mut Model, effects: &mut Vec<Effect>) {
    match &mut model.session.screen {
        Screen::Home => {}
        Screen::Flow(flow) if flow.sending == Sending::Waiting => {}
        Screen::Flow(flow) => {
            if !flow.back() {
                home(model, effects);
            }
        }
        Screen::Bank(bank) => {
            if !bank.back() {
                home(model, effects);
            }
        }
        Screen::Services(services) => {
            if !services.back() {
                home(model, effects);
            }
        }
        Screen::Kept(view) if view.sending == Sending::Waiting => {}
        Screen::Kept(view) => {
            if !view.back() {
                home(model, effects);
            }
        }
        Screen::Code(entry) if matches!(entry.looking, Looking::Failed(..)) => {
            entry.looking = Looking::No;
        }
        Screen::Status(view) if view.withdrawing => view.withdrawing = false,
        Screen::Status(view) if view.reply.is_some() => view.reply = None,
        Screen::Given(_) | Screen::Code(_) | Screen::Status(_) => home(model, effects),
    }
}

fn take_id(model: &mut Model, effects: &mut Vec<Effect>) -> Option<CommandId> {
    effects.push(Effect::MakeCommandId);
    model.spare_id.take()
}

fn in_flow(model: &mut Model, act: impl FnOnce(&mut Flow)) {
    if let Screen::Flow(flow) = &mut model.session.screen {
        act(flow);
    }
}

/// Notes a single choice and goes on to the next page.
fn answer(model: &mut Model, note: impl FnOnce(&mut super::Draft)) {
    in_flow(model, |flow| {
        if flow.sending != Sending::Waiting {
            flow.change(note);
            flow.next();
        }
    });
}

/// Notes the kind of help with the questions the city asks about it.
fn pick_category(model: &mut Model, slug: protocol::Slug) {
    let place = model.place.clone();
    let card = place.as_ref().and_then(|p| p.categories.iter().find(|card| card.slug == slug));
    let asked = card.map(|card| card.questions.clone()).unwrap_or_default();
    let here = place.as_ref().and_then(|place| place.neighbourhood.clone());
    in_flow(model, |flow| flow.pick(slug, asked, here));
}

fn send(model: &mut Model, effects: &mut Vec<Effect>) {
    let Screen::Flow(flow) = &model.session.screen else { return };
    if flow.sending == Sending::Waiting {
        return;
    }
    let Some(id) = flow.command_id.or_else(|| take_id(model, effects)) else { return };
    let language = model.prefs.language.code();
    in_flow(model, |flow| {
        if let Some(mut message) = flow.draft.message(flow.errand, &flow.asked, id, language) {
            if let Leave::Visit(visit) = &mut message {
                visit.about.clone_from(&flow.about);
                if let Some(code) = flow.moving.clone() {
                    message = Leave::Move(code, MoveVisit { id, at_ms: visit.at_ms });
                }
            }
            flow.command_id = Some(id);
            flow.sending = Sending::Waiting;
            effects.push(Effect::Leave(Box::new(message)));
        } else if let Some(missing) =
            flow.questions().iter().find(|q| !flow.draft.answers(flow.errand, **q))
        {
            flow.edit(*missing);
        }
    });
}

/// Begins to choose a visit: about the idea whose slip is given or shown, or another time for the one that is shown.
fn plan_visit(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.place.is_none() {
        return;
    }
    let mut flow = Flow::new(Errand::Visit);
    match &model.session.screen {
        Screen::Services(_) => {}
        Screen::Given(given) if given.errand == Errand::Idea => {
            flow.about = Some(given.slip.code.clone());
        }
        Screen::Status(view) if view.status.kind == SlipKind::Idea => {
            flow.about = Some(view.status.code.clone());
        }
        Screen::Status(view) if view.status.kind == SlipKind::Visit && view.status.can_withdraw => {
            flow.moving = Some(view.status.code.clone());
        }
        Screen::Home
        | Screen::Flow(_)
        | Screen::Given(_)
        | Screen::Code(_)
        | Screen::Status(_)
        | Screen::Bank(_)
        | Screen::Kept(_) => return,
    }
    model.session.screen = Screen::Flow(Box::new(flow));
    look_visits(model, effects);
}

fn look_visits(model: &mut Model, effects: &mut Vec<Effect>) {
    let number = model.compared + 1;
    let Screen::Flow(flow) = &mut model.session.screen else { return };
    if flow.errand != Errand::Visit || matches!(flow.visits, Visits::Asking(_)) {
        return;
    }
    flow.visits = Visits::Asking(number);
    model.compared = number;
    effects.push(Effect::LookVisits(number));
}

fn left(
    model: &mut Model,
    id: CommandId,
    result: Result<protocol::kiosk::SlipIssued, Trouble>,
    effects: &mut Vec<Effect>,
) {
    let Screen::Flow(flow) = &mut model.session.screen else { return };
    if flow.command_id != Some(id) || flow.sending != Sending::Waiting {
        return;
    }
    match result {
        Ok(slip) => {
            let can_be_called = !flow.draft.field(Field::Phone).is_blank();
            let (errand, visit_ms) = (flow.errand, flow.draft.visit_ms);
            model.session.screen = Screen::Given(Given { errand, slip, can_be_called, visit_ms });
            model.session.leaving = false;
        }
        Err(trouble) => {
            // Somebody was quicker: another time is chosen, under another id, among those that are free now.
            let gone = flow.errand == Errand::Visit
                && matches!(trouble.slug(), Some("visit-taken" | "visit-not-offered"));
            flow.sending = Sending::Failed(trouble);
            if gone {
                (flow.draft.visit_ms, flow.command_id) = (None, None);
                look_visits(model, effects);
            }
        }
    }
}

fn look_up(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Screen::Code(entry) = &mut model.session.screen
        && !matches!(entry.looking, Looking::Waiting(_))
        && let Ok(code) = entry.code()
    {
        entry.looking = Looking::Waiting(code.clone());
        effects.push(Effect::LookUp(code));
    }
}

fn looked_up(
    model: &mut Model,
    code: &SlipCode,
    result: Result<Box<protocol::kiosk::SlipStatus>, Trouble>,
    effects: &mut Vec<Effect>,
) {
    let Screen::Code(entry) = &mut model.session.screen else { return };
    if entry.looking != Looking::Waiting(code.clone()) {
        return;
    }
    match result {
        Ok(status) => model.session.screen = Screen::Status(Box::new(StatusView::new(*status))),
        // It is the label of something that waits here: the same code tells that.
        Err(trouble) if trouble.slug() == Some("code-of-custody") => {
            effects.push(Effect::LookUpKept(code.clone()));
        }
        Err(trouble) => entry.looking = Looking::Failed(code.clone(), trouble),
    }
}

fn kept_found(
    model: &mut Model,
    code: &SlipCode,
    result: Result<Box<protocol::kiosk::Kept>, Trouble>,
) {
    let Screen::Code(entry) = &mut model.session.screen else { return };
    if entry.looking != Looking::Waiting(code.clone()) {
        return;
    }
    match result {
        Ok(kept) => model.session.screen = Screen::Kept(Box::new(KeptView::new(*kept))),
        Err(trouble) => entry.looking = Looking::Failed(code.clone(), trouble),
    }
}

fn kept(model: &mut Model, msg: KeptMsg, effects: &mut Vec<Effect>) {
    let Screen::Kept(view) = &mut model.session.screen else { return };
    if let KeptMsg::Taken(code, _) = &msg
        && (view.sending != Sending::Waiting || *code != view.kept.code)
    {
        return;
    }
    let signed = matches!(&msg, KeptMsg::Taken(_, Ok(_))) && view.signing;
    let code = view.kept.code.clone();
    let id = if matches!(&msg, KeptMsg::SendPin) { take_id(model, effects) } else { None };
    let Screen::Kept(view) = &mut model.session.screen else { return };
    match view.act(msg, id) {
        Some(KeptAsk::Sign(signature)) => effects.push(Effect::SignKept(code, signature)),
        Some(KeptAsk::Hand(hand)) => effects.push(Effect::HandKept(code, hand)),
        None => {}
    }
    if signed {
        // Whoever works here brings it: nobody has to go and look for them.
        call(model, effects);
    }
}

fn key(model: &mut Model, c: char) {
    let now_ms = model.now.mono_ms;
    model.session.wedge.key(c, now_ms);
    if let Screen::Code(entry) = &mut model.session.screen
        && !matches!(entry.looking, Looking::Waiting(_))
    {
        let longer = format!("{}{c}", entry.typed.as_str());
        entry.write(&Typed::new(&longer, longer.len()));
    }
    if let Screen::Bank(bank) = &mut model.session.screen
        && !matches!(bank.page, BankPage::NoticeText | BankPage::ReferText | BankPage::AnswerText)
    {
        let longer = Zeroizing::new(format!("{}{c}", bank.entry.as_str()));
        bank.write(&longer);
    }
}

fn enter(model: &mut Model, effects: &mut Vec<Effect>) {
    let scanned = model.session.wedge.enter(model.now.mono_ms);
    let may_open = model.asking_since_ms.is_none()
        && matches!(
            model.session.screen,
            Screen::Home
                | Screen::Code(_)
                | Screen::Status(_)
                | Screen::Given(_)
                | Screen::Services(_)
                | Screen::Kept(_)
        );
    match scanned {
        Some(Scanned::Slip(code)) if may_open => {
            model.session.screen = Screen::Code(CodeEntry::holding(&code));
        }
        Some(Scanned::Card(card)) if may_open => {
            model.session.screen = Screen::Bank(Box::new(Bank::holding(card)));
            return;
        }
        Some(Scanned::Card(card)) => {
            if let Screen::Bank(bank) = &mut model.session.screen
                && !bank.scanned(&card)
            {
                return;
            }
        }
        Some(Scanned::Slip(slip)) => {
            if let Screen::Bank(bank) = &mut model.session.screen
                && !bank.scanned_slip(&slip)
            {
                return;
            }
        }
        None => {}
    }
    if matches!(model.session.screen, Screen::Bank(_)) {
        bank(model, BankMsg::Next, effects);
    }
    look_up(model, effects);
}

fn in_status(model: &mut Model, act: impl FnOnce(&mut StatusView)) {
    if let Screen::Status(view) = &mut model.session.screen
        && view.sending != Sending::Waiting
    {
        act(view);
    }
}

fn in_status_is(model: &Model, test: impl FnOnce(&StatusView) -> bool) -> bool {
    matches!(&model.session.screen, Screen::Status(view) if test(view))
}

fn say(model: &mut Model, verdict: Verdict, effects: &mut Vec<Effect>) {
    let Screen::Status(view) = &model.session.screen else { return };
    let allowed = match verdict {
        Verdict::Solved | Verdict::NotSolved => view.status.can_confirm,
        Verdict::Withdraw => view.status.can_withdraw,
    };
    if !allowed || view.sending == Sending::Waiting {
        return;
    }
    let same = view.said.filter(|(said, _)| *said == Said::Verdict(verdict)).map(|(_, id)| id);
    // What was taken down already is not a repetition: saying it again later is a new thing.
    let repeated = same.filter(|_| view.sending != Sending::No);
    let Some(id) = repeated.or_else(|| take_id(model, effects)) else { return };
    in_status(model, |view| {
        view.said = Some((Said::Verdict(verdict), id));
        view.sending = Sending::Waiting;
        view.withdrawing = false;
        let answer = SlipAnswer { id, verdict };
        effects.push(Effect::TellVerdict(view.status.code.clone(), answer));
    });
}

/// Sends the answer to the operator's question; a repetition goes under the same id.
fn send_reply(model: &mut Model, effects: &mut Vec<Effect>) {
    let Screen::Status(view) = &model.session.screen else { return };
    let Some(reply) = view.reply.clone().filter(|reply| !reply.is_blank()) else { return };
    if view.sending == Sending::Waiting {
        return;
    }
    let same = view.said.filter(|(said, _)| *said == Said::Reply && view.sending != Sending::No);
    let Some(id) = same.map(|(_, id)| id).or_else(|| take_id(model, effects)) else { return };
    in_status(model, |view| {
        view.said = Some((Said::Reply, id));
        view.sending = Sending::Waiting;
        effects.push(Effect::TellReply(view.status.code.clone(), id, reply));
    });
}

fn rate(model: &mut Model, face: Face, effects: &mut Vec<Effect>) {
    let Screen::Status(view) = &model.session.screen else { return };
    if !view.status.can_rate || view.sending == Sending::Waiting {
        return;
    }
    let Some(id) = take_id(model, effects) else { return };
    in_status(model, |view| {
        view.said = Some((Said::Face(face), id));
        view.sending = Sending::Waiting;
        let rating = SlipRating { id, face };
        effects.push(Effect::TellRating(view.status.code.clone(), rating));
    });
}

fn verdict_taken(
    model: &mut Model,
    id: CommandId,
    result: Result<Box<protocol::kiosk::SlipStatus>, Trouble>,
) {
    let Screen::Status(view) = &mut model.session.screen else { return };
    if view.sending != Sending::Waiting || view.said.is_none_or(|(_, said)| said != id) {
        return;
    }
    match result {
        Ok(status) => {
            view.status = *status;
            view.sending = Sending::No;
            view.reply = None;
        }
        Err(trouble) => view.sending = Sending::Failed(trouble),
    }
}

fn call(model: &mut Model, effects: &mut Vec<Effect>) {
    let id = match &model.session.call {
        Call::Waiting(_) => return,
        Call::Failed(id, _) => Some(*id),
        Call::No | Call::Coming => None,
    };
    let Some(id) = id.or_else(|| take_id(model, effects)) else { return };
    model.session.call = Call::Waiting(id);
    effects.push(Effect::CallOperator(CallOperator { id, screen: model.screen_slug() }));
}

/// Ends the session at the hub, too: it would end by itself, later.
fn sign_out(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Screen::Bank(bank) = &model.session.screen
        && bank.is_signed_in()
        && let Some(id) = model.spare_id
        && let Some(call) = bank.sign_out(id)
    {
        take_id(model, effects);
        effects.push(call);
    }
}

fn bank(model: &mut Model, msg: BankMsg, effects: &mut Vec<Effect>) {
    if msg == BankMsg::Open {
        if model.session.screen == Screen::Home && model.place.is_some() {
            model.session.screen = Screen::Bank(Box::default());
        }
        return;
    }
    let id = model.spare_id;
    let Screen::Bank(bank) = &mut model.session.screen else { return };
    if bank.act(msg, id, effects) {
        take_id(model, effects);
    }
}

fn services(model: &mut Model, msg: ServicesMsg) {
    match (&mut model.session.screen, msg) {
        (Screen::Home, ServicesMsg::Open) if model.place.is_some() => {
            model.session.screen = Screen::Services(Services::default());
        }
        (Screen::Services(shown), ServicesMsg::Ask) => {
            let place = model.place.as_deref();
            let category =
                place.and_then(|place| shown.read(place)).and_then(|card| card.category.clone());
            if let Some(category) = category {
                // What is asked for is chosen already; the way back still leads to the kinds of help.
                model.session.screen = Screen::Flow(Box::new(Flow::new(Errand::Need)));
                pick_category(model, category);
            }
        }
        (Screen::Services(_), ServicesMsg::Collect) => {
            model.session.screen = Screen::Code(CodeEntry::default());
        }
        (Screen::Services(shown), msg) => shown.act(msg),
        _ => {}
    }
}

fn bank_answered(model: &mut Model, id: CommandId, result: Result<BankAnswer, Trouble>) {
    let Screen::Bank(bank) = &mut model.session.screen else { return };
    let before = bank.is_signed_in();
    bank.answered(id, result);
    let language = bank.account.as_ref().filter(|_| !before);
    let language = language.and_then(|account| Language::from_code(&account.language));
    // Who comes in with a card is spoken to in their own language, unless they have chosen one here.
    if let Some(language) = language
        && model.prefs.language == Language::default()
        && model.languages().contains(&language)
    {
        model.prefs.language = language;
    }
}
