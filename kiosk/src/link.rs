//! The worker that talks to the hub, so that the screen never waits.
//!
//! Always true: both channels are bounded and neither side waits for the other; what is handed in is always answered,
//! if need be with [`Trouble::Busy`] or [`Trouble::Unreachable`]. The place is fetched at the start, every
//! [`Pace::place`], and more often while the hub does not answer. Deliberately absent: any memory of what people
//! leave. What could not be sent stays on the screen and nowhere else.

pub mod client;
pub mod shelf;

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use protocol::kiosk::{CallOperator, HandKept, Place, SlipAnswer, SlipRating};
use protocol::{CommandId, SlipCode};
use tokio::sync::{Semaphore, mpsc};
use ui_kit::Language;
use zeroize::Zeroize as _;

use crate::config::Credential;
use crate::model::{
    BankCall, BankMsg, Compared, Effect, KeptMsg, Leave, Line, Msg, Trouble, Typed,
};
use client::{Client, ClientError};
use shelf::Shelf;

/// Calls that may be on their way at once, the place not counted.
const AT_ONCE: usize = 4;
/// Messages that may wait for the screen.
const WAITING: usize = 64;

/// How often the hub is asked by itself.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Between two fetches of the place while all is well.
    pub place: Duration,
    /// Between two attempts while the hub does not answer.
    pub retry: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { place: Duration::from_mins(1), retry: Duration::from_secs(10) }
    }
}

/// Something to do at the hub.
#[derive(Debug)]
enum Job {
    Leave(Box<Leave>),
    LookUp(SlipCode),
    LookUpKept(SlipCode),
    SignKept(SlipCode, Typed),
    HandKept(SlipCode, Box<HandKept>),
    TellVerdict(SlipCode, SlipAnswer),
    TellReply(SlipCode, CommandId, Typed),
    TellRating(SlipCode, SlipRating),
    LookSimilar(u64, Box<Compared>),
    LookVisits(u64),
    CallOperator(CallOperator),
    Bank(Box<BankCall>),
}

/// The near end of the worker.
pub struct Link {
    jobs: mpsc::Sender<(Job, Language)>,
    messages: Receiver<Msg>,
}

/// Called after a message was put where [`Link::take`] finds it.
pub type Wake = Box<dyn Fn() + Send + Sync>;

/// Lets the worker's owner say later whom to wake: the window exists after the worker.
#[derive(Clone, Default)]
pub struct Bell(Arc<Mutex<Option<Wake>>>);

impl Bell {
    /// From now on, this is called when a message has arrived.
    pub fn rings(&self, wake: Wake) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(wake);
    }

    fn ring(&self) {
        if let Some(wake) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            wake();
        }
    }
}

impl Link {
    /// Starts the worker. The place kept on the shelf, if any, is the first message.
    ///
    /// # Errors
    /// When the credential's authority is not a certificate, TLS cannot be set up, or the system starts no thread.
    pub fn start(
        credential: &Credential,
        shelf: Shelf,
        pace: Pace,
        bell: Bell,
    ) -> Result<Self, ClientError> {
        let client = Client::try_new(credential)?;
        let (jobs, inbox) = mpsc::channel(AT_ONCE * 2);
        let (outbox, messages) = sync_channel(WAITING);
        let worker =
            Worker { client, shelf, pace, mailbox: Mailbox { outbox, bell, line: Arc::default() } };
        thread::Builder::new()
            .name("link".to_owned())
            .spawn(move || worker.run(inbox))
            .map_err(ClientError::NoThread)?;
        Ok(Self { jobs, messages })
    }

    /// Hands an effect to the worker. What it cannot take now is answered at once; what is not for the hub is
    /// returned untouched.
    pub fn hand_in(&self, effect: Effect, language: Language) -> HandedIn {
        let job = match effect {
            Effect::Leave(leave) => Job::Leave(leave),
            Effect::LookUp(code) => Job::LookUp(code),
            Effect::LookUpKept(code) => Job::LookUpKept(code),
            Effect::SignKept(code, signature) => Job::SignKept(code, signature),
            Effect::HandKept(code, hand) => Job::HandKept(code, hand),
            Effect::TellVerdict(code, answer) => Job::TellVerdict(code, answer),
            Effect::TellReply(code, id, reply) => Job::TellReply(code, id, reply),
            Effect::TellRating(code, rating) => Job::TellRating(code, rating),
            Effect::LookSimilar(number, asked) => Job::LookSimilar(number, asked),
            Effect::LookVisits(number) => Job::LookVisits(number),
            Effect::CallOperator(call) => Job::CallOperator(call),
            Effect::Bank(call) => Job::Bank(call),
            Effect::MakeCommandId | Effect::Wipe => return HandedIn::NotMine(effect),
        };
        match self.jobs.try_send((job, language)) {
            Ok(()) => HandedIn::Taken,
            Err(mpsc::error::TrySendError::Full((job, _))) => {
                HandedIn::Answered(job.answered(Trouble::Busy))
            }
            Err(mpsc::error::TrySendError::Closed((job, _))) => {
                tracing::error!("the worker is gone");
                HandedIn::Answered(job.answered(Trouble::Unreachable))
            }
        }
    }

    /// The next message from the hub, if one has arrived.
    #[must_use]
    pub fn take(&self) -> Option<Msg> {
        self.messages.try_recv().ok()
    }
}

/// What became of an effect handed in.
#[derive(Debug)]
pub enum HandedIn {
    /// The worker has it and will answer.
    Taken,
    /// The worker cannot take it; this is the answer.
    Answered(Msg),
    /// It is not for the hub.
    NotMine(Effect),
}

impl Job {
    /// The message that says it did not work.
    fn answered(&self, trouble: Trouble) -> Msg {
        match self {
            Self::Leave(leave) => Msg::Left(leave.id(), Err(trouble)),
            Self::LookUp(code) => Msg::LookedUp(code.clone(), Err(trouble)),
            Self::LookUpKept(code) => Msg::KeptFound(code.clone(), Err(trouble)),
            Self::SignKept(code, _) | Self::HandKept(code, _) => {
                Msg::Kept(KeptMsg::Taken(code.clone(), Err(trouble)))
            }
            Self::TellVerdict(_, answer) => Msg::VerdictTaken(answer.id, Err(trouble)),
            Self::TellReply(_, id, _) => Msg::VerdictTaken(*id, Err(trouble)),
            Self::TellRating(_, rating) => Msg::VerdictTaken(rating.id, Err(trouble)),
            Self::LookSimilar(number, _) => Msg::SimilarFound(*number, Err(trouble)),
            Self::LookVisits(number) => Msg::VisitsFound(*number, Err(trouble)),
            Self::CallOperator(call) => Msg::OperatorCalled(call.id, Err(trouble)),
            Self::Bank(call) => Msg::Bank(BankMsg::Answered(call.id, Err(trouble))),
        }
    }

    /// What came of it, and what that says about the line.
    async fn run(self, client: &Client, language: Language) -> (Msg, Line) {
        let language = language.code();
        match self {
            Self::Leave(leave) => {
                let slip = client.leave(&leave, language).await;
                let line = line_after(&slip);
                (Msg::Left(leave.id(), slip), line)
            }
            Self::LookUp(code) => {
                let status = client.slip(&code, language).await.map(Box::new);
                let line = line_after(&status);
                (Msg::LookedUp(code, status), line)
            }
            Self::LookUpKept(code) => {
                let kept = client.kept(&code, language).await.map(Box::new);
                let line = line_after(&kept);
                (Msg::KeptFound(code, kept), line)
            }
            Self::SignKept(code, signature) => {
                let kept = client.sign(&code, signature.as_str(), language).await.map(Box::new);
                let line = line_after(&kept);
                (Msg::Kept(KeptMsg::Taken(code, kept)), line)
            }
            Self::HandKept(code, mut hand) => {
                let kept = client.hand(&code, &hand, language).await.map(Box::new);
                hand.pin.zeroize();
                let line = line_after(&kept);
                (Msg::Kept(KeptMsg::Taken(code, kept)), line)
            }
            Self::TellVerdict(code, answer) => {
                let status = client.verdict(&code, &answer, language).await.map(Box::new);
                let line = line_after(&status);
                (Msg::VerdictTaken(answer.id, status), line)
            }
            Self::TellReply(code, id, reply) => {
                let status = client.reply(&code, id, reply.as_str(), language).await.map(Box::new);
                let line = line_after(&status);
                (Msg::VerdictTaken(id, status), line)
            }
            Self::TellRating(code, rating) => {
                let status = client.rating(&code, &rating, language).await.map(Box::new);
                let line = line_after(&status);
                (Msg::VerdictTaken(rating.id, status), line)
            }
            Self::LookSimilar(number, asked) => {
                let found = client.similar(&asked.0, language).await;
                let line = line_after(&found);
                (Msg::SimilarFound(number, found), line)
            }
            Self::LookVisits(number) => {
                let free = client.visits(language).await;
                let line = line_after(&free);
                (Msg::VisitsFound(number, free), line)
            }
            Self::CallOperator(call) => {
                let called = client.operator(&call, language).await;
                let line = line_after(&called);
                (Msg::OperatorCalled(call.id, called), line)
            }
            Self::Bank(call) => {
                let answer = client.bank(&call, language).await;
                let line = line_after(&answer);
                (Msg::Bank(BankMsg::Answered(call.id, answer)), line)
            }
        }
    }
}

#[derive(Clone)]
struct Mailbox {
    outbox: SyncSender<Msg>,
    bell: Bell,
    /// What the screen was last told of the line.
    line: Arc<Mutex<Option<Line>>>,
}

impl Mailbox {
    fn post(&self, msg: Msg) {
        // Full means that the screen has not drawn for an hour; then nobody waits for an answer either.
        if self.outbox.try_send(msg).is_err() {
            tracing::warn!("the screen does not take messages");
        }
        self.bell.ring();
    }

    /// Tells how the line is, when that is news: each message draws the whole screen again.
    fn post_line(&self, line: Line) {
        let told = self.line.lock().unwrap_or_else(PoisonError::into_inner).replace(line);
        if told != Some(line) {
            self.post(Msg::LineIs(line));
        }
    }
}

/// What an exchange with the hub says about the line: a refusal is a working line, unless it refuses this kiosk.
fn line_after<T>(result: &Result<T, Trouble>) -> Line {
    match result {
        Err(Trouble::Refused(problem)) if problem.status == 401 => Line::NotEnrolled,
        Ok(_) | Err(Trouble::Busy | Trouble::Refused(_)) => Line::Up,
        Err(Trouble::Unreachable | Trouble::Garbled) => Line::Down,
    }
}

struct Worker {
    client: Client,
    shelf: Shelf,
    pace: Pace,
    mailbox: Mailbox,
}

impl Worker {
    fn run(self, inbox: mpsc::Receiver<(Job, Language)>) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("link-io")
            .enable_all()
            .build();
        match runtime {
            Ok(runtime) => {
                runtime.block_on(self.serve(inbox));
                runtime.shutdown_timeout(Duration::from_millis(200));
            }
            Err(error) => tracing::error!(%error, "no runtime for the link"),
        }
    }

    async fn serve(self, mut inbox: mpsc::Receiver<(Job, Language)>) {
        if let Some(place) = self.shelf.place() {
            self.mailbox.post(Msg::PlaceArrived(Arc::new(place)));
        }
        let at_once = Arc::new(Semaphore::new(AT_ONCE));
        let again = tokio::sync::Notify::new();
        let poll = self.poll_place(&again);
        let work = async {
            while let Some((job, language)) = inbox.recv().await {
                let Ok(permit) = Arc::clone(&at_once).acquire_owned().await else { break };
                let (client, mailbox) = (self.client.clone(), self.mailbox.clone());
                tokio::spawn(async move {
                    let (msg, line) = job.run(&client, language).await;
                    mailbox.post_line(line);
                    mailbox.post(msg);
                    drop(permit);
                });
                // Somebody is there: a moment to notice that the hub is back, or gone.
                again.notify_one();
            }
        };
        tokio::select! {
            () = poll => {}
            () = work => {}
        }
    }

    async fn poll_place(&self, again: &tokio::sync::Notify) {
        let mut known = self.shelf.place();
        loop {
            let fetched = self.client.place(Language::It.code()).await;
            self.mailbox.post_line(line_after(&fetched));
            let pause = match fetched {
                Ok(place) => {
                    if !known.as_ref().is_some_and(|known| same(known, &place)) {
                        if let Err(error) = self.shelf.keep(&place) {
                            tracing::warn!(%error, "the place could not be kept");
                        }
                        self.mailbox.post(Msg::PlaceArrived(Arc::new(place.clone())));
                        known = Some(place);
                    }
                    self.pace.place
                }
                Err(_) => self.pace.retry,
            };
            if pause == self.pace.place {
                tokio::time::sleep(pause).await;
            } else {
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = again.notified() => {}
                }
            }
        }
    }
}

/// Whether two places say the same. When they were put together does not count: it would wear out the disk.
fn same(one: &Place, other: &Place) -> bool {
    *one == Place { as_of_ms: one.as_of_ms, ..other.clone() }
}

#[cfg(test)]
mod tests {
    use protocol::Problem;

    use super::*;

    #[test]
    fn a_refusal_is_a_working_line_unless_the_kiosk_itself_is_refused() {
        let refused = |status| Trouble::Refused(Box::new(Problem::new("no", status)));
        assert_eq!(line_after(&Ok(())), Line::Up);
        assert_eq!(line_after::<()>(&Err(refused(404))), Line::Up);
        assert_eq!(line_after::<()>(&Err(refused(401))), Line::NotEnrolled);
        assert_eq!(line_after::<()>(&Err(Trouble::Unreachable)), Line::Down);
    }
}
