//! What members offer and look for.

use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::{ListingId, MemberId};

use super::{Desk, NewListing, WORDS_MAX};
use crate::bank::after::read_tags;
use crate::bank::events::Event;
use crate::bank::listings::{self, Listed, ListingState, ListingStep};
use crate::bank::refusal::Refusal;
use crate::context::Ctx;

impl Desk {
    pub(super) fn list(&mut self, new: &NewListing, ctx: &Ctx) -> Result<(), Refusal> {
        let listing = ListingId::from(ctx.command);
        if self.books.listings.contains_key(&listing) {
            return Ok(());
        }
        let member = self.member(new.member)?;
        if !member.stage.may_exchange() {
            return Err(Refusal::MayNotExchange(member.stage));
        }
        if self.books.rules.excluded.contains(&new.category) {
            return Err(Refusal::Excluded);
        }
        if new.text.chars().count() > WORDS_MAX {
            return Err(Refusal::OutOfRange("text"));
        }
        self.still_to_come(new.until)?;
        let (member, way, category) = (new.member, new.way, new.category.clone());
        self.push(Event::Listed(Listed { listing, member, way, category, until: new.until }));
        let text = new.text.trim();
        let tags = read_tags(&new.tags.join(","));
        if !text.is_empty() || !tags.is_empty() {
            self.push(Event::ListingWords { listing, text: text.to_owned(), tags });
        }
        Ok(())
    }

    pub(super) fn still_to_come(&self, until: Option<Date>) -> Result<(), Refusal> {
        let today = self.books.today;
        let furthest = today.saturating_add(3.years());
        if until.is_some_and(|until| until < today || until > furthest) {
            return Err(Refusal::OutOfRange("until"));
        }
        Ok(())
    }

    pub(super) fn move_listing(
        &mut self,
        id: ListingId,
        step: ListingStep,
        until: Option<Date>,
    ) -> Result<(), Refusal> {
        let listing = self.books.listings.get(&id).ok_or(Refusal::Unknown("listing"))?.clone();
        if !listings::may(listing.state, step) {
            return Err(Refusal::ListingClosed);
        }
        let over = listing.listed.until.is_some_and(|until| until < self.books.today);
        let until = match step {
            ListingStep::Renew => until,
            // What ended while it rested comes back with a new end.
            ListingStep::Resume | ListingStep::Show if over => until,
            ListingStep::Resume
            | ListingStep::Show
            | ListingStep::Pause
            | ListingStep::Withdraw
            | ListingStep::Hide => listing.listed.until,
        };
        if matches!(step, ListingStep::Renew | ListingStep::Resume | ListingStep::Show) {
            self.still_to_come(until)?;
            let member = self.member(listing.listed.member)?;
            if !member.stage.may_exchange() {
                return Err(Refusal::MayNotExchange(member.stage));
            }
        }
        self.push(Event::ListingMoved { listing: id, step, until });
        Ok(())
    }

    /// What stands without an end is asked about at each renewal: what is not confirmed pauses.
    pub(super) fn confirm_listings(&mut self, member: MemberId, keeps: &[ListingId]) {
        let open = self.books.listings.values().filter(|listing| {
            let listed = &listing.listed;
            listed.member == member
                && listed.until.is_none()
                && listing.state == ListingState::Published
        });
        let open: Vec<ListingId> = open.map(|listing| listing.listed.listing).collect();
        for listing in open {
            let kept = keeps.contains(&listing);
            let step = if kept { ListingStep::Renew } else { ListingStep::Pause };
            self.push(Event::ListingMoved { listing, step, until: None });
        }
    }
}
