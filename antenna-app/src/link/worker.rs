//! Keeps a line: tries the brokers in order, talks while one holds, waits when none does.

use std::sync::Arc;

use protocol::{antenna::News, topic};
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{Instant, sleep};

use super::backoff::Backoff;
use super::talk::{Ended, Talk};
use super::wire::{Address, Credentials, Wire};
use super::{LinkEvent, LinkState, Tempo, Why, Wish};
use crate::clock::chance_up_to;
use crate::data::Pairing;
use crate::link::window::Window;
use crate::outbox::Outbox;

pub(super) struct Worker {
    pairing: Pairing,
    brokers: Vec<Address>,
    outbox: Outbox,
    events: mpsc::Sender<LinkEvent>,
    tempo: Tempo,
    wishes: watch::Receiver<Wish>,
    look: Arc<Notify>,
    window: Window,
    told: LinkState,
}

impl Worker {
    pub fn new(
        pairing: Pairing,
        outbox: Outbox,
        events: mpsc::Sender<LinkEvent>,
        tempo: Tempo,
        wishes: watch::Receiver<Wish>,
        look: Arc<Notify>,
    ) -> Self {
        let brokers: Vec<Address> =
            pairing.brokers.iter().filter_map(|url| Address::parse(url)).collect();
        if brokers.len() < pairing.brokers.len() {
            tracing::error!("some broker addresses of the pairing cannot be used");
        }
        Self {
            pairing,
            brokers,
            outbox,
            events,
            tempo,
            wishes,
            look,
            window: Window::new(i64::try_from(tempo.resend.as_millis()).unwrap_or(i64::MAX >> 8)),
            told: LinkState::Off,
        }
    }

    pub async fn run(mut self) {
        let mut backoff = Backoff::default();
        let mut attempt = 0_usize;
        loop {
            let wish = *self.wishes.borrow_and_update();
            match wish {
                Wish::Stop => return,
                Wish::Pause => {
                    self.tell(LinkState::Paused).await;
                    if self.wishes.changed().await.is_err() {
                        return;
                    }
                    continue;
                }
                Wish::Run => {}
            }
            if !matches!(self.told, LinkState::Down(_)) {
                self.tell(LinkState::Connecting).await;
            }
            let started = Instant::now();
            let Ended::Lost(why) = self.one_connection(attempt).await else { continue };
            self.tell(LinkState::Down(why)).await;
            attempt = attempt.wrapping_add(1);
            if started.elapsed() >= self.tempo.steady {
                backoff.reset();
            }
            let wait = match why {
                Why::TakenOver => {
                    // The newer one wins. Coming back by ourselves would throw it out in its turn.
                    if self.wishes.changed().await.is_err() {
                        return;
                    }
                    self.told = LinkState::Off;
                    continue;
                }
                Why::NotAuthorised | Why::CertificateWrong => backoff.patiently(chance_up_to),
                // There are other brokers to try before waiting.
                _ if !attempt.is_multiple_of(self.brokers.len().max(1)) => continue,
                Why::NoLine
                | Why::HubSilent
                | Why::Busy
                | Why::CertificateExpired
                | Why::CertificateNotYet
                | Why::Confused => backoff.next(chance_up_to),
            };
            tracing::debug!(wait_ms = wait.as_millis(), ?why, "waiting before the next attempt");
            tokio::select! {
                () = sleep(wait) => {}
                changed = self.wishes.changed() => if changed.is_err() { return },
            }
        }
    }

    async fn one_connection(&mut self, attempt: usize) -> Ended {
        let Some(address) = self.brokers.get(attempt % self.brokers.len().max(1)).cloned() else {
            return Ended::Lost(Why::Confused);
        };
        let device = self.pairing.device.to_string();
        let credentials = Credentials {
            device: &device,
            secret: &self.pairing.secret,
            ca_pem: &self.pairing.ca_pem,
        };
        let board = self.board().await;
        let mut talk = Talk {
            wire: Wire::open(&address, &credentials),
            device: self.pairing.device,
            board,
            outbox: &self.outbox,
            events: &self.events,
            window: &mut self.window,
            look: &self.look,
            wishes: &mut self.wishes,
            tempo: self.tempo,
            told: &mut self.told,
            hello_at: None,
            heard_at: None,
            behind: None,
        };
        let ended = talk.run().await;
        talk.wire.close().await;
        ended
    }

    /// The board of this device's neighbourhood, once the hub has said where it belongs.
    async fn board(&self) -> Option<String> {
        let facts = self.outbox.facts().await.ok()?;
        facts.into_iter().rev().find_map(|fact| {
            let Some(News::Profile(profile)) = fact.news else { return None };
            Some(topic::board(&profile.neighbourhood))
        })
    }

    async fn tell(&mut self, state: LinkState) {
        if self.told != state {
            self.told = state;
            let _ = self.events.send(LinkEvent::State(state)).await;
        }
    }
}
