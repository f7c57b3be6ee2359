//! Everything the radar knows, kept so that the few that stand near a new one are found among a hundred thousand in
//! the time of a key press.
//!
//! Always true: what [`Index::near`] answers is what [`judge`](crate::judge) says of each one, best first; putting or
//! taking one away costs what that one is long. Facets stand in columns that are read through; words, places and
//! partners in lists of those that have them.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::judge::{self, Judgement, Marks, Placing, Signals};
use crate::profile::{self, Kind, Place, Profile, Sketch};

/// One that stands near, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// Its name, as it was put.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// What is said of the two.
    pub judgement: Judgement,
}

/// Where something stands in the columns.
type Slot = u32;

/// A column entry: all that is compared by numbers alone.
#[derive(Debug, Clone, Copy)]
struct Row {
    marks: Marks,
    past: bool,
    from_day: Option<i32>,
    to_day: Option<i32>,
}

#[derive(Debug)]
struct Entry {
    id: String,
    sketch: Sketch,
}

/// All there is to compare with.
#[derive(Debug, Default)]
pub struct Index {
    /// `None` where nothing stands (any more); such slots are taken again.
    rows: Vec<Option<Row>>,
    entries: Vec<Option<Entry>>,
    slots: HashMap<String, Slot>,
    free: Vec<Slot>,
    words: HashMap<String, Vec<(Slot, f32)>>,
    places: HashMap<PlaceKey, Vec<Slot>>,
    partners: HashMap<String, Vec<Slot>>,
}

/// How something is found by a place: what it covers, and what it lies in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum PlaceKey {
    /// This neighbourhood.
    Hood(String, String, String),
    /// All of this zone.
    WholeZone(String, String),
    /// A neighbourhood of this zone.
    InZone(String, String),
    /// All of this city.
    WholeCity(String),
    /// Anything in this city.
    InCity(String),
    /// Nobody said.
    Unsaid,
}

impl PlaceKey {
    /// Under what a place is kept.
    fn of(place: &Place) -> Vec<Self> {
        let city = place.city.clone();
        let anywhere = Self::InCity(city.clone());
        match (place.zone.clone(), place.neighbourhood.clone()) {
            (None, _) => vec![Self::WholeCity(city), anywhere],
            (Some(zone), None) => vec![Self::WholeZone(city, zone), anywhere],
            (Some(zone), Some(hood)) => {
                let in_zone = Self::InZone(city.clone(), zone.clone());
                vec![Self::Hood(city, zone, hood), in_zone, anywhere]
            }
        }
    }

    fn all_of(sketch: &Sketch) -> Vec<Self> {
        if sketch.places.is_empty() {
            return vec![Self::Unsaid];
        }
        let mut keys: Vec<Self> = sketch.places.iter().flat_map(Self::of).collect();
        keys.sort();
        keys.dedup();
        keys
    }

    /// Where to look for what lies near a place, and how near that is.
    fn around(place: &Place) -> Vec<(Self, Placing)> {
        let city = place.city.clone();
        let whole = (Self::WholeCity(city.clone()), Placing::WholeCity);
        match (place.zone.clone(), place.neighbourhood.clone()) {
            (None, _) => vec![(Self::InCity(city), Placing::WholeCity)],
            (Some(zone), None) => vec![
                whole,
                (Self::InZone(city.clone(), zone.clone()), Placing::WithinZone),
                (Self::WholeZone(city, zone), Placing::WithinZone),
            ],
            (Some(zone), Some(hood)) => vec![
                whole,
                (Self::InZone(city.clone(), zone.clone()), Placing::NextDoor),
                (Self::WholeZone(city.clone(), zone.clone()), Placing::WithinZone),
                (Self::Hood(city, zone, hood), Placing::SameNeighbourhood),
            ],
        }
    }
}

impl Index {
    /// One that holds nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Whether it holds that one.
    #[must_use]
    pub fn holds(&self, id: &str) -> bool {
        self.slots.contains_key(id)
    }

    /// Puts one in, in place of what had the same name.
    pub fn put(&mut self, id: &str, profile: &Profile) {
        self.take_away(id);
        let sketch = Sketch::of(profile);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.rows.push(None);
            self.entries.push(None);
            // Memory ends long before four thousand million.
            Slot::try_from(self.rows.len() - 1).unwrap_or(Slot::MAX)
        });
        for (stem, share) in sketch.words.iter() {
            let list = self.words.entry(stem.to_owned()).or_default();
            let at = list.partition_point(|(other, _)| *other < slot);
            list.insert(at, (slot, share));
        }
        for key in PlaceKey::all_of(&sketch) {
            into(self.places.entry(key).or_default(), slot);
        }
        for partner in &sketch.partners {
            into(self.partners.entry(partner.clone()).or_default(), slot);
        }
        let at = slot as usize;
        self.rows[at] = Some(Row {
            marks: Marks::of(&sketch),
            past: sketch.kind == Kind::Past,
            from_day: sketch.from_day,
            to_day: sketch.to_day,
        });
        self.entries[at] = Some(Entry { id: id.to_owned(), sketch });
        self.slots.insert(id.to_owned(), slot);
    }

    /// Takes one away; nothing happens when it is not there.
    pub fn take_away(&mut self, id: &str) {
        let Some(slot) = self.slots.remove(id) else { return };
        self.rows[slot as usize] = None;
        let Some(Entry { sketch, .. }) = self.entries[slot as usize].take() else { return };
        for (stem, _) in sketch.words.iter() {
            if let Some(list) = self.words.get_mut(stem) {
                if let Ok(at) = list.binary_search_by_key(&slot, |(other, _)| *other) {
                    list.remove(at);
                }
                if list.is_empty() {
                    self.words.remove(stem);
                }
            }
        }
        for key in PlaceKey::all_of(&sketch) {
            out_of(&mut self.places, &key, slot);
        }
        for partner in &sketch.partners {
            out_of(&mut self.partners, partner, slot);
        }
        self.free.push(slot);
    }

    /// At most `most` that stand near `profile` as things are `today` (days since 1 January 1970), the best first and
    /// equal ones by name; without the one of the name `itself`.
    #[must_use]
    pub fn near(
        &self,
        profile: &Profile,
        itself: Option<&str>,
        today: i32,
        most: usize,
    ) -> Vec<Near> {
        let sketch = Sketch::of(profile);
        let itself = itself.and_then(|id| self.slots.get(id)).copied();
        let mut best: Vec<(f32, Slot)> =
            self.verdicts(&sketch, today).filter(|(_, slot)| Some(*slot) != itself).collect();
        if best.len() > most && most > 0 {
            best.select_nth_unstable_by(most - 1, |one, other| self.order(*one, *other));
        }
        best.truncate(most);
        best.sort_by(|one, other| self.order(*one, *other));
        best.into_iter().filter_map(|(_, slot)| self.told(&sketch, slot, today)).collect()
    }

    fn order(&self, one: (f32, Slot), other: (f32, Slot)) -> Ordering {
        let name = |slot: Slot| self.entries[slot as usize].as_ref().map(|entry| &entry.id);
        other.0.total_cmp(&one.0).then_with(|| name(one.1).cmp(&name(other.1)))
    }

    fn told(&self, sketch: &Sketch, slot: Slot, today: i32) -> Option<Near> {
        let entry = self.entries[slot as usize].as_ref()?;
        let judgement = judge::judge(sketch, &entry.sketch, today)?;
        Some(Near { id: entry.id.clone(), kind: entry.sketch.kind, judgement })
    }

    /// The score of each one that something is said of.
    fn verdicts(&self, sketch: &Sketch, today: i32) -> impl Iterator<Item = (f32, Slot)> {
        let placings = self.placings(sketch);
        let texts = self.texts(sketch);
        let mut partners = vec![false; self.rows.len()];
        for slot in sketch.partners.iter().filter_map(|one| self.partners.get(one)).flatten() {
            partners[*slot as usize] = true;
        }
        let (marks, days) = (Marks::of(sketch), sketch.days(today));
        self.rows.iter().enumerate().filter_map(move |(at, row)| {
            let row = row.as_ref()?;
            let its_days = profile::days(row.past, row.from_day, row.to_day, today);
            let days = [days, its_days];
            let (placing, text, partner) = (placings[at], texts[at], partners[at]);
            let signals = Signals::of(&marks, &row.marks, days, placing, text, partner);
            let slot = Slot::try_from(at).ok()?;
            signals.verdict().map(|(_, score)| (score, slot))
        })
    }

    fn placings(&self, sketch: &Sketch) -> Vec<Placing> {
        if sketch.places.is_empty() {
            return vec![Placing::Unsaid; self.rows.len()];
        }
        let mut placings = vec![Placing::Elsewhere; self.rows.len()];
        let unsaid = (PlaceKey::Unsaid, Placing::Unsaid);
        for (key, placing) in sketch.places.iter().flat_map(PlaceKey::around).chain([unsaid]) {
            for slot in self.places.get(&key).into_iter().flatten() {
                let known = &mut placings[*slot as usize];
                *known = (*known).min(placing);
            }
        }
        placings
    }

    fn texts(&self, sketch: &Sketch) -> Vec<f32> {
        let mut texts = vec![0.0; self.rows.len()];
        for (stem, share) in sketch.words.iter() {
            for (slot, its_share) in self.words.get(stem).into_iter().flatten() {
                texts[*slot as usize] += share * its_share;
            }
        }
        texts
    }
}

fn into(list: &mut Vec<Slot>, slot: Slot) {
    if let Err(at) = list.binary_search(&slot) {
        list.insert(at, slot);
    }
}

fn out_of<K: Eq + std::hash::Hash>(lists: &mut HashMap<K, Vec<Slot>>, key: &K, slot: Slot) {
    let Some(list) = lists.get_mut(key) else { return };
    if let Ok(at) = list.binary_search(&slot) {
        list.remove(at);
    }
    if list.is_empty() {
        lists.remove(key);
    }
}
