//! What decisions between banks look at besides the books: what was agreed with each bank, the exchanges with
//! its members, who lets themselves be found, how far each conversation is.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{CommandId, ExchangeId, MemberId, NodeId};

use super::dealing::{Dealing, Stand};
use super::events::Event;
use super::message::Code;
use super::terms::Pact;
use crate::bank::books::Books;

/// A conversation with another bank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Peer {
    /// What was agreed.
    pub pact: Pact,
    /// The number of the last message sent.
    pub told: u64,
    /// The number of the last message heard.
    pub heard: u64,
}

/// An exchange with a member of another bank and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What it is.
    pub dealing: Dealing,
    /// Where it stands.
    pub stand: Stand,
    /// Whether it went past a limit, which was allowed and is marked.
    pub over: bool,
    /// When it was declared here or heard of, UTC milliseconds.
    pub begun_at_ms: i64,
}

/// Everything between this bank and others, or the part of it that a command is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Across {
    /// Other banks by their hub.
    pub peers: BTreeMap<NodeId, Peer>,
    /// Exchanges by the name both banks use.
    pub dealings: BTreeMap<ExchangeId, Standing>,
    /// Members who let themselves be found.
    pub shown: BTreeMap<Code, MemberId>,
    /// Those of them who let their first name be known.
    pub named: BTreeSet<MemberId>,
    /// First names, where a command may tell them.
    pub names: BTreeMap<MemberId, String>,
    /// Words by name, with the bank they went to or came from.
    pub words: BTreeMap<CommandId, NodeId>,
    /// Our member in a conversation: by the other bank, our code and theirs.
    pub talkers: BTreeMap<(NodeId, Code, Code), MemberId>,
    /// How much of the conversation a command is about nobody has read.
    pub unread: u64,
}

impl Across {
    /// The same after a fact; what waits is counted in the books.
    pub fn apply(&mut self, books: &mut Books, event: &Event, now_ms: i64) {
        match event {
            Event::Signed { peer, terms } => self.peer(peer).pact.sign(terms, true),
            Event::PeerSigned { peer, terms } => self.peer(peer).pact.sign(terms, false),
            Event::Ended { peer, age, .. } => self.peer(peer).pact.end(*age),
            Event::Told { peer, number } => self.peer(peer).told = *number,
            Event::Heard { peer, number } => self.peer(peer).heard = *number,
            Event::Shown { member, code } => {
                self.shown.insert(code.clone(), *member);
            }
            Event::Hidden { member } => {
                self.shown.retain(|_, shown| shown != member);
                self.named.remove(member);
            }
            Event::NamedSet { member, named: true } => {
                self.named.insert(*member);
            }
            Event::NamedSet { member, named: false } => {
                self.named.remove(member);
            }
            Event::Wrote { words, peer, ours, theirs, by_us } => {
                self.words.insert(*words, peer.clone());
                let pair = (peer.clone(), Code::of(*ours), theirs.clone());
                self.talkers.insert(pair, *ours);
                self.unread += u64::from(!by_us);
            }
            Event::TalkRead { .. } => self.unread = 0,
            Event::Called { .. }
            | Event::Worded { .. }
            | Event::WordsRefused { .. }
            | Event::WordsForgotten { .. }
            | Event::ErasureTold { .. }
            | Event::MemberErased { .. }
            | Event::ErasureDone { .. } => {}
            Event::Begun(dealing) => {
                let stand = if dealing.began_here { Stand::Provisional } else { Stand::Asked };
                hold(books, dealing, stand, 1);
                let standing =
                    Standing { dealing: dealing.clone(), stand, over: false, begun_at_ms: now_ms };
                self.dealings.insert(dealing.exchange, standing);
            }
            Event::Turned { exchange, to, over } => {
                let Some(found) = self.dealings.get_mut(exchange) else { return };
                hold(books, &found.dealing, found.stand, -1);
                hold(books, &found.dealing, *to, 1);
                found.stand = *to;
                found.over |= over;
            }
        }
    }

    fn peer(&mut self, peer: &NodeId) -> &mut Peer {
        self.peers.entry(peer.clone()).or_default()
    }
}

/// Counts what waits in a stand, or takes it away again.
fn hold(books: &mut Books, dealing: &Dealing, stand: Stand, times: i64) {
    if !stand.holds() {
        return;
    }
    for (account, minutes) in dealing.held(stand) {
        if let Some(account) = books.accounts.get_mut(&account) {
            account.held.add(minutes, times);
        }
    }
}
