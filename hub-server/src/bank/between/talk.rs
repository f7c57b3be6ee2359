//! Words between two desks about one member of each (CAPABILITIES A20), and the first name a member lets other banks
//! know.
//!
//! Always true: two members are told apart by their codes; a name crosses only while its member allows it, and is
//! taken back when they no longer do; words stand in facts of their own, which either desk empties at both.
//! Deliberately absent: telephone and address. Whoever wants to be called says so in words, or comes to the desk.

use protocol::{CommandId, MemberId, NodeId};

use super::decide::Counter;
use super::events::Event;
use super::message::{Code, Message, Words};
use crate::bank::decide::Whom;
use crate::bank::refusal::Refusal;

/// Longest words, in characters.
pub const TALK_MAX: usize = 500;

impl Counter {
    pub(super) fn is_shown(&self, member: MemberId) -> bool {
        self.across.shown.values().any(|shown| *shown == member)
    }

    /// Banks with which something holds, on whatever day.
    fn friends(&self) -> Vec<NodeId> {
        let peers = self.across.peers.iter();
        peers.filter(|(_, peer)| peer.pact.in_force().is_some()).map(|(id, _)| id.clone()).collect()
    }

    /// Tells every bank what a member is called, or that nobody is to be called so any more.
    pub(super) fn tell_name(&mut self, member: MemberId, named: bool) {
        let name = self.across.names.get(&member).filter(|_| named).cloned();
        if named && name.is_none() {
            return;
        }
        for peer in self.friends() {
            let code = Code::of(member);
            self.tell(&peer, Message::Called { code, name: name.clone() });
        }
    }

    pub(super) fn let_be_named(&mut self, member: MemberId, named: bool) -> Result<(), Refusal> {
        self.books.party(Whom::Member(member))?;
        if !self.is_shown(member) {
            return Err(Refusal::NotShown);
        }
        if self.across.named.contains(&member) != named {
            self.push(Event::NamedSet { member, named });
            self.tell_name(member, named);
        }
        Ok(())
    }

    pub(super) fn write(
        &mut self,
        peer: &NodeId,
        ours: MemberId,
        theirs: &Code,
        text: &str,
    ) -> Result<(), Refusal> {
        let words = self.command;
        if self.across.words.contains_key(&words) {
            return Ok(());
        }
        self.terms_on(peer, self.books.today)?;
        self.books.party(Whom::Member(ours))?;
        if !self.is_shown(ours) {
            return Err(Refusal::NotShown);
        }
        let text = text.trim();
        if text.is_empty() || text.chars().count() > TALK_MAX {
            return Err(Refusal::OutOfRange("text"));
        }
        let (peer, theirs) = (peer.clone(), theirs.clone());
        self.push(Event::Wrote {
            words,
            peer: peer.clone(),
            ours,
            theirs: theirs.clone(),
            by_us: true,
        });
        self.push(Event::Worded { words, text: text.to_owned() });
        if self.across.named.contains(&ours)
            && let Some(name) = self.across.names.get(&ours).cloned()
        {
            self.tell(&peer, Message::Called { code: Code::of(ours), name: Some(name) });
        }
        let said = Words { words, from: Code::of(ours), to: theirs, text: text.to_owned() };
        self.tell(&peer, Message::Words(said));
        Ok(())
    }

    pub(super) fn mark_read(&mut self, peer: &NodeId, ours: MemberId, theirs: &Code) {
        if self.across.unread > 0 {
            let (peer, theirs) = (peer.clone(), theirs.clone());
            self.push(Event::TalkRead { peer, ours, theirs });
        }
    }

    pub(super) fn forget_words(&mut self, peer: &NodeId, ours: MemberId, theirs: &Code) {
        let (from, to) = (Code::of(ours), theirs.clone());
        self.push(Event::WordsForgotten { peer: peer.clone(), ours, theirs: theirs.clone() });
        self.tell(peer, Message::WordsForgotten { from, to });
    }

    pub(super) fn hear_words(&mut self, peer: &NodeId, said: &Words) {
        let member = self.across.shown.get(&said.to).copied();
        let ours = member.filter(|member| self.books.party(Whom::Member(*member)).is_ok());
        let Some(ours) = ours else {
            self.tell(peer, Message::WordsRefused { words: said.words });
            return;
        };
        let (words, theirs) = (said.words, said.from.clone());
        self.push(Event::Wrote { words, peer: peer.clone(), ours, theirs, by_us: false });
        let text = said.text.chars().take(TALK_MAX).collect();
        self.push(Event::Worded { words, text });
    }

    pub(super) fn hear_words_refused(&mut self, peer: &NodeId, words: CommandId) {
        if self.across.words.get(&words).is_some_and(|told| told == peer) {
            self.push(Event::WordsRefused { words });
        }
    }

    pub(super) fn hear_words_forgotten(&mut self, peer: &NodeId, theirs: &Code, ours: &Code) {
        let known = self.across.talkers.get(&(peer.clone(), ours.clone(), theirs.clone()));
        if let Some(ours) = known.copied() {
            let (peer, theirs) = (peer.clone(), theirs.clone());
            self.push(Event::WordsForgotten { peer, ours, theirs });
        }
    }

    pub(super) fn hear_called(&mut self, peer: &NodeId, code: &Code, name: Option<&str>) {
        let name = name.map(|name| name.chars().take(40).collect());
        self.push(Event::Called { peer: peer.clone(), code: code.clone(), name });
    }
}

/// The first of a name's words: as somebody is called where more is nobody's business.
#[must_use]
pub fn first_name(name: &str) -> String {
    name.split_whitespace().next().unwrap_or_default().to_owned()
}
