//! What members offer and look for.

use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::ListingId;

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
        let to = listings::after(listing.state, step).ok_or(Refusal::ListingClosed)?;
        let until = if step == ListingStep::Renew { until } else { listing.listed.until };
        if to == ListingState::Published {
            self.still_to_come(until)?;
        }
        self.push(Event::ListingMoved { listing: id, step, until });
        Ok(())
    }
}
