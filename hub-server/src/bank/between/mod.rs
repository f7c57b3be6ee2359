//! Between the time banks of two hubs (CAPABILITIES A19, A20): what they agreed to, exchanges between their
//! members, and the account that says who owes whom.
//!
//! ```text
//! bank where it is declared          central                bank of the other member
//! begun: provisional            →   relay, kept    →        begun: asked
//! settled: in its accounts      ←   relay, kept    ←        settled: in its accounts, when the member says yes
//! ```
//!
//! Always true: each bank alone posts into its own accounts, with two entries that balance, so that each sums to
//! zero whatever is on its way; what waits counts against every limit; what is in the accounts of one is, or will
//! be, in those of the other; a limit that two desks passed without knowing of each other is marked on both
//! sides and never silently. Nothing that crosses tells who somebody is: a member of another bank is a code.
//! Deliberately absent: a way for one bank to write in the other's books. See `docs/decisions/0011`.

pub mod across;
pub mod commands;
pub mod dealing;
pub mod decide;
pub mod erasure;
pub mod events;
mod exchanges;
pub mod message;
mod projection;
pub mod queries;
pub mod talk;
pub mod terms;

#[cfg(test)]
mod tests;

use protocol::{ActorRef, CommandId, ExchangeId, MemberId, NodeId};

pub use across::Across;
pub use commands::{Command, Proposal};
pub use events::Event;
pub use projection::project;

use super::books::clearing_of;
use super::{Loader, books};
use crate::command::{self, Answer};
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::{Fact as Record, StoreError, Write, vault};
use crate::sync::relay;
use dealing::Dealing;
use decide::Fact;
use message::Message;

/// How facts of this domain begin.
pub const DOMAIN: &str = "between";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &[
    "bank_terms",
    "bank_peer",
    "bank_dealing",
    "bank_shown",
    "bank_talk",
    "bank_called_so",
    "bank_erasure",
];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [queries::STATEMENTS, projection::STATEMENTS, erasure::STATEMENTS].concat()
}

/// Does a command about other banks: facts, and the messages that go with them, in one transaction.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    let from = match &ctx.actor {
        ActorRef::Node(from) => Some(from.clone()),
        ActorRef::System | ActorRef::Staff(_) | ActorRef::Device(_) | ActorRef::Kiosk(_) => None,
    };
    let (books, across) = load(node, write, ctx, command, from.as_ref()).await?;
    let outcome = decide::decide(&books, &across, command, from.as_ref(), ctx)
        .map_err(|refusal| Fail::Refused(refusal.into()))?;
    carry(write, ctx, outcome).await?;
    Ok(Answer::Done)
}

/// Writes what was decided, and puts the messages that go with it on their way.
async fn carry(write: &mut Write<'_>, ctx: &Ctx, outcome: decide::Outcome) -> Result<(), Fail> {
    for fact in &outcome.facts {
        let record = match fact {
            Fact::Bank(event) => Record::of(super::DOMAIN, event.subject(), event),
            Fact::Between(event) => Record::of(DOMAIN, event.subject(), event),
        };
        write.append(ctx, record).await?;
    }
    for letter in outcome.letters {
        let hear = Command::Hear { number: letter.number, message: letter.message };
        let hear = command::Command::Between(hear);
        let ctx = Ctx { command: letter.id, ..ctx.clone() };
        relay::forward(write, &ctx, letter.to, &hear).await?;
    }
    Ok(())
}

/// The part of the books, and of what stands between the banks, that a command is about.
async fn load(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
    from: Option<&NodeId>,
) -> Result<(books::Books, Across), StoreError> {
    let mut reader =
        Reader { loader: Loader::open(node, write, ctx).await?, across: Across::default() };
    match command {
        Command::Sign { peer, .. } | Command::Countersign { peer, .. } | Command::End { peer } => {
            reader.peer(peer).await?;
        }
        Command::Show { member, .. } | Command::LetBeNamed { member, .. } => {
            reader.loader.member(*member).await?;
            reader.shown(*member).await?;
            reader.name(node, *member).await?;
            let home = reader.loader.books.bank.clone();
            for peer in queries::peers(reader.loader.write.db, &home).await? {
                reader.peer(&peer).await?;
            }
        }
        Command::Write { peer, ours, .. } => {
            reader.peer(peer).await?;
            reader.loader.member(*ours).await?;
            reader.shown(*ours).await?;
            reader.name(node, *ours).await?;
            reader.words(ctx.command).await?;
        }
        Command::MarkRead { peer, ours, theirs } => {
            let home = reader.loader.books.bank.clone();
            let db = &mut *reader.loader.write.db;
            reader.across.unread = queries::unread_of(db, &home, peer, *ours, theirs).await?;
        }
        Command::ForgetWords { peer, .. } => reader.peer(peer).await?,
        Command::Propose(proposal) => {
            reader.peer(&proposal.peer).await?;
            reader.loader.member(proposal.by.member()).await?;
            reader.dealing(ExchangeId::from(ctx.command)).await?;
            if let Some(number) = proposal.cheque {
                reader.cheque_of(&proposal.peer, number).await?;
            }
        }
        Command::Answer { exchange, by, .. } => {
            reader.dealing(*exchange).await?;
            reader.loader.member(by.member()).await?;
        }
        Command::EndWaiting { exchange }
        | Command::Withdraw { exchange }
        | Command::AskBack { exchange }
        | Command::AnswerBack { exchange, .. } => reader.dealing(*exchange).await?,
        Command::Hear { message, .. } => {
            if let Some(from) = from {
                reader.peer(from).await?;
                reader.message(message, from).await?;
            }
        }
    }
    Ok((reader.loader.books, reader.across))
}

struct Reader<'a, 'w> {
    loader: Loader<'a, 'w>,
    across: Across,
}

impl Reader<'_, '_> {
    async fn peer(&mut self, peer: &NodeId) -> Result<(), StoreError> {
        let home = self.loader.books.bank.clone();
        let found = queries::peer(self.loader.write.db, &home, peer).await?;
        self.across.peers.insert(peer.clone(), found);
        self.loader.account(clearing_of(&home, peer)).await
    }

    async fn dealing(&mut self, exchange: ExchangeId) -> Result<(), StoreError> {
        let home = self.loader.books.bank.clone();
        let found = queries::dealing(self.loader.write.db, &home, exchange).await?;
        let Some(row) = found else { return Ok(()) };
        let Dealing { peer, ours, .. } = &row.standing.dealing;
        self.peer(peer).await?;
        self.loader.account(ours.account).await?;
        if let Some(member) = ours.member {
            self.loader.member(member).await?;
        }
        self.loader.exchange(row.standing.dealing.in_books_of(&home)).await?;
        self.across.dealings.insert(exchange, row.standing);
        Ok(())
    }

    async fn cheque_of(&mut self, peer: &NodeId, number: u32) -> Result<(), StoreError> {
        let home = self.loader.books.bank.clone();
        for row in queries::handed_in(self.loader.write.db, &home, peer, number).await? {
            self.across.dealings.insert(row.standing.dealing.exchange, row.standing);
        }
        Ok(())
    }

    async fn shown(&mut self, member: MemberId) -> Result<(), StoreError> {
        let home = self.loader.books.bank.clone();
        if let Some(code) = queries::code_of(self.loader.write.db, &home, member).await? {
            self.across.shown.insert(code, member);
            if queries::is_named(self.loader.write.db, &home, member).await? {
                self.across.named.insert(member);
            }
        }
        Ok(())
    }

    /// The first name of a member, for those who let it be known or are about to.
    async fn name(&mut self, node: &Node, member: MemberId) -> Result<(), StoreError> {
        let db = &mut *self.loader.write.db;
        let Some(row) = super::queries::member(db, member).await? else { return Ok(()) };
        if row.home != self.loader.books.bank {
            return Ok(());
        }
        let name = vault::name_of(db, &node.vault, row.person).await?;
        let first = talk::first_name(&name.unwrap_or_default());
        if !first.is_empty() {
            self.across.names.insert(member, first);
        }
        Ok(())
    }

    async fn words(&mut self, words: CommandId) -> Result<(), StoreError> {
        let home = self.loader.books.bank.clone();
        if let Some(row) = queries::words(self.loader.write.db, &home, words).await? {
            self.across.words.insert(words, row.peer);
        }
        Ok(())
    }

    async fn message(&mut self, message: &Message, from: &NodeId) -> Result<(), StoreError> {
        match message {
            Message::Signed(_)
            | Message::Ended(_)
            | Message::Called { .. }
            | Message::MemberErased { .. }
            | Message::ErasureDone { .. } => Ok(()),
            Message::Words(said) => {
                let home = self.loader.books.bank.clone();
                let found = queries::shown(self.loader.write.db, &home, &said.to).await?;
                if let Some(member) = found {
                    self.loader.member(member).await?;
                    self.across.shown.insert(said.to.clone(), member);
                }
                Ok(())
            }
            Message::WordsRefused { words } => self.words(*words).await,
            Message::WordsForgotten { from: theirs, to: ours } => {
                let home = self.loader.books.bank.clone();
                let db = &mut *self.loader.write.db;
                let talker = queries::talker(db, &home, from, (ours, theirs)).await?;
                if let Some(member) = talker {
                    let pair = (from.clone(), ours.clone(), theirs.clone());
                    self.across.talkers.insert(pair, member);
                }
                Ok(())
            }
            Message::Proposed(said) => {
                let home = self.loader.books.bank.clone();
                let found = queries::shown(self.loader.write.db, &home, &said.to).await?;
                if let Some(member) = found {
                    self.loader.member(member).await?;
                    self.across.shown.insert(said.to.clone(), member);
                }
                if let Some(number) = said.cheque {
                    self.loader.cheque(number).await?;
                }
                self.dealing(said.exchange).await
            }
            Message::Withdrawn { exchange }
            | Message::Settled { exchange, .. }
            | Message::Declined { exchange, .. }
            | Message::BackAsked { exchange }
            | Message::BackGiven { exchange, .. }
            | Message::BackRefused { exchange } => self.dealing(*exchange).await,
        }
    }
}
