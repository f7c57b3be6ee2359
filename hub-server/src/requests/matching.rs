//! Who could help with a need, the likeliest first, each with the reasons a person can read (CAPABILITIES B7).
//!
//! Always true: the same need and the same antennae give the same list; a proposal that was declined lowers
//! nobody; whoever may not (no clearance for a home, no insurance, a thumb down between the two) is left out
//! and counted with why. Deliberately absent: where the facts about antennae come from, and any measure of
//! how much somebody ought to help.

use protocol::kiosk::TimeBand;
use protocol::{DeviceId, Slug};
use serde::{Deserialize, Serialize};

/// What each reason weighs, from the city file; 0 leaves it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weights {
    /// Offers this kind of help.
    pub skill: u16,
    /// The same neighbourhood; half of it for the same zone.
    pub near: u16,
    /// Taken off for each kilometre, where both places are known.
    pub per_km: u16,
    /// Speaks the person's language, when it is not Italian.
    pub language: u16,
    /// Is free when the person can.
    pub free: u16,
    /// Is there right now, for what is needed today.
    pub present: u16,
    /// Knows the person: has helped them well before.
    pub known: u16,
    /// Is tried; half of it for known.
    pub trust: u16,
    /// Helped the last time, where the need comes back.
    pub usual: u16,
    /// Taken off for each time they helped this month.
    pub load: u16,
}

impl Default for Weights {
    /// The software's own starting point: kind of help first, then place, then language and hours.
    fn default() -> Self {
        Self {
            skill: 40,
            near: 30,
            per_km: 5,
            language: 25,
            free: 15,
            present: 10,
            known: 10,
            trust: 12,
            usual: 60,
            load: 6,
        }
    }
}

/// A need as matching sees it: no name, no words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What kind of help.
    pub category: Slug,
    /// The heading it stands under, where it stands under one.
    pub heading: Option<Slug>,
    /// Where.
    pub neighbourhood: Slug,
    /// The zone of that neighbourhood.
    pub zone: Slug,
    /// Language of the conversation (`it`, `ur`, …).
    pub language: String,
    /// When the person can; empty for any time.
    pub when: Vec<TimeBand>,
    /// Whether it is for today.
    pub urgent: bool,
    /// Whether somebody enters the person's home.
    pub home_visit: bool,
    /// Whether it takes two people, cleared ones.
    pub two: bool,
    /// Where, in metres east and north of the city's middle, where it is known.
    pub at_m: Option<(i32, i32)>,
}

/// An antenna as matching sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub device: DeviceId,
    /// Where they belong, with their zones.
    pub places: Vec<(Slug, Slug)>,
    /// Kinds of help they offer, headings too; empty where nobody has asked them yet.
    pub skills: Vec<Slug>,
    /// Languages they speak; Italian where nobody has asked them yet.
    pub languages: Vec<String>,
    /// When they are free; empty where nobody has asked them yet.
    pub free: Vec<TimeBand>,
    /// Whether they are cleared for visits at home; `None` where nobody has said.
    pub cleared: Option<bool>,
    /// Whether they are insured as volunteers; `None` where nobody has said.
    pub insured: Option<bool>,
    /// Whether they are entered in the register as somebody who lives there, not as a shop or a group.
    pub citizen: bool,
    /// Whether they rest, are suspended or have left.
    pub away: bool,
    /// Whether they are there right now.
    pub present: bool,
    /// How often they have helped this month.
    pub helped_this_month: u16,
    /// How often they have helped this person, and it went well.
    pub helped_them: u16,
    /// Whether they helped the last time, where the need comes back.
    pub usual: bool,
    /// How far they are trusted.
    pub trust: Trust,
    /// Whether one of the two said it went badly.
    pub thumbs_down: bool,
    /// Where, in metres east and north of the city's middle, where it is known.
    pub at_m: Option<(i32, i32)>,
}

/// How far an antenna is trusted, by what is known of it and what it did; lower is less, and never a blame.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// It has no record at this hub.
    #[default]
    Unknown,
    /// It is new.
    New,
    /// It had its interview, or has helped several times.
    Known,
    /// Both.
    Tried,
}

/// Something that speaks for a candidate, to be worded for the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// They offer this kind of help.
    Skill,
    /// They belong to the neighbourhood.
    SameNeighbourhood,
    /// They belong to the zone.
    SameZone,
    /// So many metres away.
    Distance(u32),
    /// They speak the person's language.
    Language(String),
    /// They are free then.
    Free(TimeBand),
    /// They are there right now.
    Present,
    /// They have helped this person well, so many times.
    Known(u16),
    /// They are trusted so far; told from [`Trust::Known`] on.
    Trust(Trust),
    /// They helped the last time, and the need comes back.
    Usual,
    /// They have helped so many times this month; told also when it is none.
    Load(u16),
}

/// Why somebody is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOut {
    /// They are in another part of the city.
    Elsewhere,
    /// They offer other kinds of help.
    OtherSkill,
    /// They rest, are suspended, or are not among the active ones any more.
    Away,
    /// They are not cleared for visits at home.
    NotCleared,
    /// Their insurance is over.
    NotInsured,
    /// One of the two said it went badly.
    ThumbsDown,
}

/// A candidate with what speaks for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Which.
    pub device: DeviceId,
    /// The sum of the reasons; only its order means anything.
    pub score: i32,
    /// What speaks for them, the weightiest first as the weights have it.
    pub reasons: Vec<Reason>,
}

/// The best candidates and how many were left out for each reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranking {
    /// At most as many as were asked for, the likeliest first.
    pub best: Vec<Ranked>,
    /// How many could be asked in all.
    pub possible: usize,
    /// How many were left out, by reason, in the order of [`LeftOut`].
    pub left_out: Vec<(LeftOut, usize)>,
}

/// Ranks candidates for a need; the `most` likeliest come with their reasons.
pub fn rank<'c>(
    need: &Need,
    candidates: impl IntoIterator<Item = &'c Candidate>,
    weights: &Weights,
    most: usize,
) -> Ranking {
    let mut left_out = std::collections::BTreeMap::new();
    let mut possible = Vec::new();
    for candidate in candidates {
        match excluded(need, candidate) {
            Some(why) => *left_out.entry(why).or_insert(0) += 1,
            None => possible.push((score(need, candidate, weights), candidate)),
        }
    }
    let count = possible.len();
    // By name where the sums are equal, so that the list is the same every time.
    let order = |one: &(i32, &Candidate), other: &(i32, &Candidate)| {
        other.0.cmp(&one.0).then_with(|| one.1.device.cmp(&other.1.device))
    };
    if most > 0 && count > most {
        possible.select_nth_unstable_by(most - 1, order);
        possible.truncate(most);
    }
    possible.sort_unstable_by(order);
    let best = possible.into_iter().take(most).map(|(score, candidate)| Ranked {
        device: candidate.device,
        score,
        reasons: reasons(need, candidate),
    });
    Ranking { best: best.collect(), possible: count, left_out: left_out.into_iter().collect() }
}

/// Why somebody is left out of the list; `None` for whoever is in it.
#[must_use]
pub fn excluded(need: &Need, candidate: &Candidate) -> Option<LeftOut> {
    if !candidate.places.iter().any(|(_, zone)| *zone == need.zone) {
        return Some(LeftOut::Elsewhere);
    }
    if !candidate.skills.is_empty() && !has_skill(need, candidate) {
        return Some(LeftOut::OtherSkill);
    }
    barred(need, candidate)
}

/// Why somebody may not be asked at all, whatever the circle; `None` for whoever may.
#[must_use]
pub fn barred(need: &Need, candidate: &Candidate) -> Option<LeftOut> {
    if candidate.away {
        return Some(LeftOut::Away);
    }
    if candidate.thumbs_down {
        return Some(LeftOut::ThumbsDown);
    }
    if !may_enter(need, candidate) {
        return Some(LeftOut::NotCleared);
    }
    (candidate.insured == Some(false)).then_some(LeftOut::NotInsured)
}

/// A home is entered by whoever is cleared. Of a shop, a group and a device of nobody's record nobody has said whom they
/// send: that is for the operator to check, but where two go together the first time (docs/decisions/0106).
fn may_enter(need: &Need, candidate: &Candidate) -> bool {
    match candidate.cleared {
        Some(true) => true,
        Some(false) => !need.home_visit && !need.two,
        None => !(need.two || (need.home_visit && candidate.citizen)),
    }
}

fn has_skill(need: &Need, candidate: &Candidate) -> bool {
    let offers = |slug: &Slug| candidate.skills.contains(slug);
    offers(&need.category) || need.heading.as_ref().is_some_and(offers)
}

fn is_near(need: &Need, candidate: &Candidate) -> bool {
    candidate.places.iter().any(|(hood, _)| *hood == need.neighbourhood)
}

fn speaks(need: &Need, candidate: &Candidate) -> bool {
    need.language != "it" && candidate.languages.contains(&need.language)
}

fn free_then(need: &Need, candidate: &Candidate) -> Option<TimeBand> {
    candidate.free.iter().find(|band| need.when.contains(band)).copied()
}

fn distance_m(need: &Need, candidate: &Candidate) -> Option<u32> {
    let ((x, y), (other_x, other_y)) = (need.at_m?, candidate.at_m?);
    let (dx, dy) = (i64::from(x) - i64::from(other_x), i64::from(y) - i64::from(other_y));
    u32::try_from((dx * dx + dy * dy).isqrt()).ok()
}

fn score(need: &Need, candidate: &Candidate, weights: &Weights) -> i32 {
    let when = |holds: bool, weight: u16| if holds { i32::from(weight) } else { 0 };
    let near = if is_near(need, candidate) { weights.near } else { weights.near / 2 };
    let far = distance_m(need, candidate).map_or(0, |metres| {
        let tenths_km = i32::try_from(metres / 100).unwrap_or(i32::MAX / 1_000);
        tenths_km.saturating_mul(i32::from(weights.per_km)) / 10
    });
    let trust = i32::from(match candidate.trust {
        Trust::Tried => weights.trust,
        Trust::Known => weights.trust / 2,
        Trust::Unknown | Trust::New => 0,
    });
    let load = i32::from(candidate.helped_this_month) * i32::from(weights.load);
    when(has_skill(need, candidate), weights.skill)
        + i32::from(near)
        + when(speaks(need, candidate), weights.language)
        + when(free_then(need, candidate).is_some(), weights.free)
        + when(need.urgent && candidate.present, weights.present)
        + when(candidate.helped_them > 0, weights.known)
        + when(candidate.usual, weights.usual)
        + trust
        - far
        - load
}

fn reasons(need: &Need, candidate: &Candidate) -> Vec<Reason> {
    let place = match (distance_m(need, candidate), is_near(need, candidate)) {
        // The middles of one neighbourhood are no distance at all.
        (Some(0) | None, true) => Reason::SameNeighbourhood,
        (Some(metres), _) => Reason::Distance(metres),
        (None, false) => Reason::SameZone,
    };
    [
        candidate.usual.then_some(Reason::Usual),
        has_skill(need, candidate).then_some(Reason::Skill),
        Some(place),
        speaks(need, candidate).then(|| Reason::Language(need.language.clone())),
        free_then(need, candidate).map(Reason::Free),
        candidate.present.then_some(Reason::Present),
        (candidate.trust >= Trust::Known).then_some(Reason::Trust(candidate.trust)),
        (candidate.helped_them > 0).then_some(Reason::Known(candidate.helped_them)),
        Some(Reason::Load(candidate.helped_this_month)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::uuid;

    fn slug(text: &str) -> Slug {
        text.parse().unwrap()
    }

    fn need() -> Need {
        Need {
            category: slug("shopping"),
            heading: Some(slug("errands")),
            neighbourhood: slug("mompiano"),
            zone: slug("nord"),
            language: "ur".to_owned(),
            when: vec![TimeBand::Mornings],
            urgent: false,
            home_visit: true,
            two: false,
            at_m: Some((0, 0)),
        }
    }

    fn antenna(n: u128) -> Candidate {
        Candidate {
            device: DeviceId::new(uuid(n)),
            places: vec![(slug("casazza"), slug("nord"))],
            skills: vec![],
            languages: vec!["it".to_owned()],
            free: vec![],
            cleared: None,
            insured: None,
            citizen: false,
            away: false,
            present: false,
            helped_this_month: 0,
            helped_them: 0,
            usual: false,
            trust: Trust::Unknown,
            thumbs_down: false,
            at_m: None,
        }
    }

    fn order(candidates: &[Candidate]) -> Vec<DeviceId> {
        let ranking = rank(&need(), candidates, &Weights::default(), 10);
        ranking.best.into_iter().map(|ranked| ranked.device).collect()
    }

    #[test]
    fn whoever_is_near_speaks_the_language_and_is_free_comes_first_with_the_reasons() {
        let plain = antenna(1);
        let best = Candidate {
            languages: vec!["it".to_owned(), "ur".to_owned()],
            free: vec![TimeBand::Mornings],
            skills: vec![slug("errands")],
            helped_this_month: 1,
            at_m: Some((400, 0)),
            ..antenna(2)
        };
        let ranking = rank(&need(), [&plain, &best], &Weights::default(), 10);
        assert_eq!(ranking.best[0].device, best.device);
        let reasons = [
            Reason::Skill,
            Reason::Distance(400),
            Reason::Language("ur".to_owned()),
            Reason::Free(TimeBand::Mornings),
            Reason::Load(1),
        ];
        assert_eq!(ranking.best[0].reasons, reasons);
    }

    #[test]
    fn whoever_helped_the_last_time_comes_first_when_the_need_comes_back() {
        let near = Candidate { places: vec![(slug("mompiano"), slug("nord"))], ..antenna(1) };
        let usual = Candidate { usual: true, helped_this_month: 3, ..antenna(2) };
        assert_eq!(order(&[near, usual.clone()])[0], usual.device);
    }

    #[test]
    fn where_two_go_together_only_those_who_are_cleared_are_asked() {
        let cleared = Candidate { cleared: Some(true), ..antenna(1) };
        let both = [cleared.clone(), antenna(2)];
        let ranking = rank(&Need { two: true, ..need() }, &both, &Weights::default(), 10);
        assert_eq!(ranking.best.iter().map(|r| r.device).collect::<Vec<_>>(), [cleared.device]);
        assert_eq!(ranking.left_out, [(LeftOut::NotCleared, 1)]);
        let two = barred(&Need { two: true, ..need() }, &both[1]);
        assert_eq!((two, barred(&need(), &both[1])), (Some(LeftOut::NotCleared), None));
    }

    #[test]
    fn a_neighbour_enters_a_home_only_when_cleared_and_a_shop_is_for_the_operator_to_check() {
        let citizen = Candidate { citizen: true, ..antenna(1) };
        assert_eq!(barred(&need(), &citizen), Some(LeftOut::NotCleared));
        let outside = Need { home_visit: false, ..need() };
        assert_eq!(barred(&outside, &citizen), None);
        let cleared = Candidate { cleared: Some(true), ..citizen };
        assert_eq!(barred(&need(), &cleared), None);
        assert_eq!(barred(&need(), &antenna(2)), None);
    }

    #[test]
    fn whoever_is_tried_comes_before_whoever_is_new_and_it_is_told() {
        let tried = Candidate { trust: Trust::Tried, ..antenna(2) };
        let new = Candidate { trust: Trust::New, ..antenna(1) };
        let ranking = rank(&need(), [&new, &tried], &Weights::default(), 10);
        assert_eq!(ranking.best[0].device, tried.device);
        assert!(ranking.best[0].reasons.contains(&Reason::Trust(Trust::Tried)));
        assert!(!ranking.best[1].reasons.iter().any(|r| matches!(r, Reason::Trust(_))));
    }

    #[test]
    fn the_load_is_shared_and_equal_antennae_keep_their_order() {
        let tired = Candidate { helped_this_month: 4, ..antenna(1) };
        assert_eq!(order(&[tired.clone(), antenna(2)]), [antenna(2).device, tired.device]);
        assert_eq!(order(&[antenna(3), antenna(2)]), order(&[antenna(2), antenna(3)]));
    }

    #[test]
    fn whoever_may_not_is_left_out_and_counted_with_why() {
        let elsewhere = Candidate { places: vec![(slug("folzano"), slug("sud"))], ..antenna(1) };
        let uncleared = Candidate { cleared: Some(false), ..antenna(2) };
        let uninsured = Candidate { insured: Some(false), ..antenna(3) };
        let quarrelled = Candidate { thumbs_down: true, ..antenna(4) };
        let other = Candidate { skills: vec![slug("digital")], ..antenna(5) };
        let resting = Candidate { away: true, ..antenna(6) };
        let all = [elsewhere, uncleared, uninsured, quarrelled, other, resting];
        let ranking = rank(&need(), &all, &Weights::default(), 10);
        assert_eq!((ranking.best.len(), ranking.possible), (0, 0));
        let why = [
            LeftOut::Elsewhere,
            LeftOut::OtherSkill,
            LeftOut::Away,
            LeftOut::NotCleared,
            LeftOut::NotInsured,
            LeftOut::ThumbsDown,
        ];
        assert_eq!(ranking.left_out, why.map(|why| (why, 1)));
        let at_the_hub = Need { home_visit: false, ..need() };
        assert_eq!(rank(&at_the_hub, &all, &Weights::default(), 10).best.len(), 1);
    }

    proptest! {
        /// Whatever antennae there are, the best of all are the same as the first of the whole list, and
        /// nobody stands before somebody with a higher sum.
        #[test]
        fn a_short_list_is_the_beginning_of_the_long_one(
            loads in proptest::collection::vec((0_u16..6, any::<bool>(), 0_i32..3_000), 0..40),
            most in 1_usize..8,
        ) {
            let all: Vec<Candidate> = loads.iter().zip(1_u128..).map(|((load, near, x), n)| {
                let hood = if *near { "mompiano" } else { "casazza" };
                Candidate {
                    places: vec![(slug(hood), slug("nord"))],
                    helped_this_month: *load, at_m: Some((*x, 0)), ..antenna(n)
                }
            }).collect();
            let long = rank(&need(), &all, &Weights::default(), all.len());
            let short = rank(&need(), &all, &Weights::default(), most);
            prop_assert_eq!(&short.best[..], &long.best[..most.min(long.best.len())]);
            prop_assert!(long.best.windows(2).all(|two| two[0].score >= two[1].score));
        }
    }
}
