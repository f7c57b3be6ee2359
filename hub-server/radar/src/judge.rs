//! How two of them stand to each other, with the reasons, and what can be done about it. Pure, and the same from
//! either side.

use serde::{Deserialize, Serialize};

use crate::profile::{Kind, Place, Sketch};
use crate::vocabulary::{Activity, Need, Resource, Set, Target, Vocabulary};

/// How two of them stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The same thing for the same people in the same place at the same time (sovrapposizione).
    Overlaps,
    /// Together they are more (complementarità).
    Completes,
    /// The one goes on where the other ended.
    Follows,
    /// The same need met in the same way in another place.
    Elsewhere,
}

impl Verdict {
    /// All of them, in the order in which they are looked for.
    pub const ALL: [Self; 4] = [Self::Overlaps, Self::Follows, Self::Completes, Self::Elsewhere];

    /// The word it is sent and worded by.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Overlaps => "overlaps",
            Self::Completes => "completes",
            Self::Follows => "follows",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// What can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Tell the one of the other; nobody has to agree.
    Link,
    /// Make one of two, when all authors agree.
    Merge,
    /// Join the macro-project.
    JoinMacro,
    /// Ask whoever runs the other to take part.
    InvitePartner,
}

impl Action {
    /// The word it is sent and worded by.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Merge => "merge",
            Self::JoinMacro => "join-macro",
            Self::InvitePartner => "invite-partner",
        }
    }
}

/// How two places lie to each other, from near to far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placing {
    /// The same neighbourhood.
    SameNeighbourhood,
    /// The same zone, or one is a neighbourhood of the other's zone.
    WithinZone,
    /// Two neighbourhoods of one zone.
    NextDoor,
    /// One of them is for the whole city.
    WholeCity,
    /// Nobody said where one of them is.
    Unsaid,
    /// Another zone, or another city.
    Elsewhere,
}

/// Why a judgement was made. Whoever shows it puts it into words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "why", content = "what")]
pub enum Reason {
    /// For the same people.
    Target(Target),
    /// The same is done.
    Activity(Activity),
    /// Something else is done: by the one asked about, by the other.
    OtherActivity(Activity, Activity),
    /// The same need.
    Need(Need),
    /// How the places lie.
    Placing(Placing),
    /// They run at the same time.
    SameTime,
    /// The other one ended this many days before the one asked about begins.
    EndedBefore(u32),
    /// The other one begins this many days after the one asked about ends.
    BeginsAfter(u32),
    /// The other one has what this one looks for.
    Gives(Resource),
    /// The other one looks for what this one has.
    Lacks(Resource),
    /// Somebody takes part in both.
    Partner(String),
    /// Words that both use.
    Words(Vec<String>),
}

/// What is said of two of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// How they stand to each other.
    pub verdict: Verdict,
    /// How sure it is and how much it matters, 0 to 1.
    pub score: f32,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
    /// What can be done.
    pub action: Action,
}

/// How two sets compare, from 0 to 1; `None` where one is not known. Half of it is how much of the smaller is in the
/// other, half how much of both is common.
fn alike<T: Vocabulary>(one: Set<T>, other: Set<T>) -> Option<f32> {
    let least = one.len().min(other.len());
    #[expect(clippy::cast_precision_loss, reason = "at most 32")]
    let share = |of: u32| one.and(other).len() as f32 / of as f32;
    (least > 0).then(|| f32::midpoint(share(least), share(one.or(other).len())))
}

/// What the judgement is made of: numbers that an index can hold in columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signals {
    pub placing: Placing,
    /// Days from the end of the one to the beginning of the other; 0 or less when they run at the same time.
    pub gap_days: i64,
    pub target: Option<f32>,
    pub activity: Option<f32>,
    pub need: Option<f32>,
    /// The same, but that both are for everybody says little.
    pub people: f32,
    pub text: f32,
    pub partner: bool,
    /// One has what the other looks for.
    pub gives: bool,
    /// One of them is a macro-project.
    pub joins: bool,
}

/// What of a sketch is compared by numbers alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marks {
    pub targets: Set<Target>,
    pub activities: Set<Activity>,
    pub needs: Set<Need>,
    pub offers: Set<Resource>,
    pub looks_for: Set<Resource>,
    pub is_macro: bool,
}

impl Marks {
    pub fn of(sketch: &Sketch) -> Self {
        Self {
            targets: sketch.targets,
            activities: sketch.activities,
            needs: sketch.needs,
            offers: sketch.offers,
            looks_for: sketch.looks_for,
            is_macro: sketch.kind == Kind::Macro,
        }
    }
}

/// What it counts that one of the two, or both, are for everybody.
const EVERYONE: f32 = 0.3;

/// What the words stand for where nobody has chosen from a list.
const UNSAID: f32 = 0.8;

/// How much two texts say the same, 0 to 1. A cosine of 0.4 is as much as two people who mean the same ever reach.
fn said(text: f32) -> f32 {
    (text * 2.5).min(1.0)
}

impl Signals {
    pub fn of(
        one: &Marks,
        other: &Marks,
        days: [(i32, i32); 2],
        placing: Placing,
        text: f32,
        partner: bool,
    ) -> Self {
        let [(from, to), (other_from, other_to)] = days.map(|(f, t)| (i64::from(f), i64::from(t)));
        let all = Set::EMPTY.with(Target::Everyone);
        let one_sided = one.targets.has(Target::Everyone) != other.targets.has(Target::Everyone);
        let target = alike(one.targets, other.targets)
            .map(|share| if one_sided { share.max(EVERYONE) } else { share });
        let in_common = one.targets.and(other.targets).without(all);
        let known = target.unwrap_or(said(text) * UNSAID);
        let gives = one.offers.and(other.looks_for).or(other.offers.and(one.looks_for));
        Self {
            placing,
            gap_days: from.max(other_from) - to.min(other_to),
            target,
            activity: alike(one.activities, other.activities),
            need: alike(one.needs, other.needs),
            people: if in_common.is_empty() { known.min(EVERYONE) } else { known },
            text,
            partner,
            gives: !gives.is_empty(),
            joins: one.is_macro || other.is_macro,
        }
    }

    /// What is said of the two, with a score; `None` when there is nothing to say.
    pub fn verdict(&self) -> Option<(Verdict, f32)> {
        let said = said(self.text);
        // What nobody said about one of them is taken from how near the words are.
        let what = self.activity.map_or(said, |same| 0.75 * same + 0.25 * said);
        let known = |share: Option<f32>| share.unwrap_or(said * UNSAID);
        let (target, need) = (known(self.target), known(self.need));
        let who = 0.5 * target + 0.5 * need;
        let near = match self.placing {
            Placing::SameNeighbourhood => 1.0,
            Placing::WithinZone => 0.85,
            Placing::NextDoor => 0.6,
            Placing::WholeCity => 0.7,
            Placing::Unsaid => 0.5,
            Placing::Elsewhere => 0.0,
        };
        let partner = if self.partner { 0.05 } else { 0.0 };
        let same = 0.4 * what + 0.4 * who;
        let alike = what >= 0.36 && who >= 0.36;
        if self.placing == Placing::Elsewhere {
            return (alike && (need >= 0.4 || target >= 0.6) && self.gap_days <= 0)
                .then_some((Verdict::Elsewhere, same));
        }
        if self.gap_days > 0 {
            return alike.then_some((Verdict::Follows, same + 0.1 * near + partner));
        }
        if alike && target >= 0.3 {
            return Some((Verdict::Overlaps, same + 0.2 * near + partner));
        }
        let gives = if self.gives { 0.25 } else { 0.0 };
        let joins = if self.joins { 0.1 } else { 0.0 };
        // Either the same people or the same need is enough here; that both are for everybody says little.
        let either = 0.6 * self.people.max(need) + 0.4 * self.people.min(need);
        let together = 0.45 * either + 0.25 * near + 0.1 * said + gives + partner + joins;
        (either >= 0.3 || self.gives)
            .then_some((Verdict::Completes, together))
            .filter(|(_, score)| *score >= LEAST)
    }
}

/// The score below which nothing is said.
const LEAST: f32 = 0.43;

/// How two lists of places lie to each other: the nearest of all.
pub(crate) fn placing(one: &[Place], other: &[Place]) -> Placing {
    if one.is_empty() || other.is_empty() {
        return Placing::Unsaid;
    }
    let pairs = one.iter().flat_map(|place| other.iter().map(move |there| (place, there)));
    pairs.map(|(place, there)| how_near(place, there)).min().unwrap_or(Placing::Unsaid)
}

fn how_near(one: &Place, other: &Place) -> Placing {
    if one.city != other.city {
        return Placing::Elsewhere;
    }
    let (Some(zone), Some(other_zone)) = (&one.zone, &other.zone) else {
        return Placing::WholeCity;
    };
    if zone != other_zone {
        return Placing::Elsewhere;
    }
    match (&one.neighbourhood, &other.neighbourhood) {
        (Some(here), Some(there)) if here == there => Placing::SameNeighbourhood,
        (Some(_), Some(_)) => Placing::NextDoor,
        _ => Placing::WithinZone,
    }
}

/// Judges two of them as things stand `today` (days since 1 January 1970); `None` when there is nothing to say. The
/// reasons and the action are told to whoever asks about `one`.
#[must_use]
pub fn judge(one: &Sketch, other: &Sketch, today: i32) -> Option<Judgement> {
    let shared: Vec<&String> =
        one.partners.iter().filter(|partner| other.partners.contains(partner)).collect();
    let days = [one.days(today), other.days(today)];
    let placing = placing(&one.places, &other.places);
    let text = one.words.near(&other.words);
    let marks = (Marks::of(one), Marks::of(other));
    let signals = Signals::of(&marks.0, &marks.1, days, placing, text, !shared.is_empty());
    let (verdict, score) = signals.verdict()?;
    let mut reasons = Vec::new();
    reasons.extend(one.offers.and(other.looks_for).iter().map(Reason::Lacks));
    reasons.extend(other.offers.and(one.looks_for).iter().map(Reason::Gives));
    // The narrower group tells more: who is over 75 is over 65 too.
    let targets = narrowest(one.targets.and(other.targets));
    reasons.extend(targets.iter().map(Reason::Target));
    reasons.extend(one.needs.and(other.needs).iter().map(Reason::Need));
    reasons.extend(doing(one, other));
    reasons.push(Reason::Placing(placing));
    reasons.push(when(days, signals.gap_days));
    reasons.extend(shared.into_iter().cloned().map(Reason::Partner));
    let words = one.words.in_common(&other.words, 3);
    reasons.extend((!words.is_empty()).then_some(Reason::Words(words)));
    let action = action(verdict, one.kind, other.kind, signals.gives);
    Some(Judgement { verdict, score, reasons, action })
}

/// Without the wider groups of those that are in it.
fn narrowest(targets: Set<Target>) -> Set<Target> {
    targets
        .iter()
        .filter(|target| {
            let narrower = targets.iter().filter(|other| other != target);
            !narrower.into_iter().any(|other| Set::EMPTY.with(other).widened().has(*target))
        })
        .collect()
}

fn doing(one: &Sketch, other: &Sketch) -> Vec<Reason> {
    let same = one.activities.and(other.activities);
    if !same.is_empty() {
        return same.iter().map(Reason::Activity).collect();
    }
    let (here, there) = (one.activities.iter().next(), other.activities.iter().next());
    here.zip(there).map(|(here, there)| Reason::OtherActivity(here, there)).into_iter().collect()
}

fn when([(from, _), (other_from, _)]: [(i32, i32); 2], gap_days: i64) -> Reason {
    let gap = u32::try_from(gap_days.max(0)).unwrap_or(u32::MAX);
    match gap {
        0 => Reason::SameTime,
        _ if other_from < from => Reason::EndedBefore(gap),
        _ => Reason::BeginsAfter(gap),
    }
}

/// What can be done about two that stand to each other like that. Only what is still being written can become one.
fn action(verdict: Verdict, one: Kind, other: Kind, gives: bool) -> Action {
    let written = |kind| matches!(kind, Kind::Idea | Kind::Project);
    match verdict {
        Verdict::Overlaps | Verdict::Completes if other == Kind::Macro || one == Kind::Macro => {
            Action::JoinMacro
        }
        Verdict::Overlaps if written(one) && written(other) => Action::Merge,
        Verdict::Overlaps => Action::InvitePartner,
        Verdict::Completes if gives || other == Kind::Service => Action::InvitePartner,
        Verdict::Completes | Verdict::Follows | Verdict::Elsewhere => Action::Link,
    }
}
