//! Files of another program, read: what `TimeOverflow` exports (its members', posts' and transfers' reports, by the place
//! of their columns, whose names are in the language of whoever exported them) and a plain template (by the names of
//! its columns). Pure.
//!
//! Columns of `TimeOverflow` as documented by its report decorators: members `N, username, email, date of birth, phone,
//! other phone, address, created, …, locale, …` or the short form that ends after the phones; posts `id, title,
//! description, category, type, user, N, created, updated, tags`; transfers `date, from, from ID, to, to ID, post, post
//! ID, reason, quantity` in hours with two decimals, the organisation under the ID 0.

use std::collections::{BTreeMap, BTreeSet};

use csv::StringRecord;
use jiff::civil::Date;
use protocol::{ExchangeId, ListingId, MemberId, NodeId, PersonDetails, Slug};

use super::{Import, MEMBERS_MOST, MOVEMENTS_MOST, Movement, Newcomer, Notice, Side, named};
use crate::bank::after::read_tags;
use crate::bank::decide::WORDS_MAX;
use crate::bank::listings::Way;
use crate::bank::members::{AgeBand, Reach};
use crate::bank::minutes::{Minutes, read_length};

/// The texts of the files; one that is not brought is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Files<'a> {
    /// Members.
    pub members: &'a str,
    /// Movements.
    pub movements: &'a str,
    /// What they offer and look for.
    pub notices: &'a str,
}

/// What the files do not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defaults {
    /// Whose bank it will be.
    pub bank: NodeId,
    /// The day it is there.
    pub today: Date,
    /// Where members live of whom the file does not say it.
    pub neighbourhood: Slug,
    /// The service where its name is not the city's.
    pub category: Slug,
    /// The city's services by every name they have, in small letters.
    pub categories: BTreeMap<String, Slug>,
    /// The city's neighbourhoods, likewise.
    pub neighbourhoods: BTreeMap<String, Slug>,
    /// Members who are here already, by number: who a file without members speaks of.
    pub here: BTreeMap<u32, MemberId>,
}

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// Members.
    Members,
    /// Movements.
    Movements,
    /// What they offer and look for.
    Notices,
}

impl Which {
    /// Its word in keys of words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Movements => "movements",
            Self::Notices => "notices",
        }
    }
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is no line of a table.
    Unreadable,
    /// The file has none of the shapes that are known.
    UnknownShape,
    /// No number, or none above zero.
    NoNumber,
    /// The number stands on an earlier line.
    NumberTwice(u32),
    /// No name.
    NoName,
    /// Somebody whom no line of the members' file names.
    UnknownMember(String),
    /// Both sides are the same.
    SameSide,
    /// No length, none at all, or more than ten thousand hours.
    BadLength(String),
    /// No day, or one still to come.
    BadDay(String),
    /// The balance is not what the movements add up to.
    BalanceDiffers {
        /// What the movements add up to.
        moved: Minutes,
        /// What the file says.
        said: Minutes,
    },
    /// More lines than one import takes.
    TooMany(usize),
}

/// A line that cannot be brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// Of which file.
    pub which: Which,
    /// The line, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: Why,
}

/// Most of an amount: no account holds more.
const MINUTES_MOST: i64 = 10_000 * 60;

struct Reader<'a> {
    defaults: &'a Defaults,
    import: Import,
    bad: Vec<Bad>,
    /// Members by number, those here and those of the file.
    numbers: BTreeMap<u32, MemberId>,
    /// Balances the file says, with their line, where movements must add up to them.
    said: Vec<(u64, MemberId, Minutes)>,
    /// Services of what was offered, by its number there.
    posts: BTreeMap<String, Slug>,
}

/// Reads what is brought, with every line that cannot be.
#[must_use]
pub fn read(files: &Files<'_>, defaults: &Defaults) -> (Import, Vec<Bad>) {
    let mut reader = Reader {
        defaults,
        import: Import::default(),
        bad: Vec::new(),
        numbers: defaults.here.clone(),
        said: Vec::new(),
        posts: BTreeMap::new(),
    };
    reader.members(files.members);
    reader.notices(files.notices);
    reader.movements(files.movements);
    reader.balances(files.movements.trim().is_empty());
    (reader.import, reader.bad)
}

/// A file as its columns' names, in small letters, and its lines with their numbers.
struct Table {
    head: Vec<String>,
    rows: Vec<(u64, StringRecord)>,
    bad: Vec<u64>,
}

fn table(text: &str) -> Option<Table> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return None;
    }
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t'].into_iter().find(|mark| first.contains(char::from(*mark)));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let head = reader.headers().ok()?.iter().map(str::to_lowercase).collect();
    let (mut rows, mut bad) = (Vec::new(), Vec::new());
    for record in reader.records() {
        match record {
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => rows.push((record.position().map_or(0, csv::Position::line), record)),
            Err(error) => bad.push(error.position().map_or(0, csv::Position::line)),
        }
    }
    Some(Table { head, rows, bad })
}

impl Table {
    fn place(&self, names: &[&str]) -> Option<usize> {
        self.head.iter().position(|head| names.contains(&head.as_str()))
    }
}

fn at(record: &StringRecord, place: Option<usize>) -> &str {
    place.and_then(|place| record.get(place)).unwrap_or_default()
}

/// The day at the beginning of an instant.
fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let first = text.get(..10).unwrap_or(text);
    if let Ok(day) = first.parse() {
        return Some(day);
    }
    let parts: Vec<&str> = first.split(['/', '.', '-']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Hours with decimals, as minutes: `1.5`, `0,25`.
#[expect(clippy::cast_possible_truncation, reason = "checked to be within ten thousand hours")]
#[expect(clippy::cast_precision_loss, reason = "a small whole number")]
fn hours(text: &str) -> Option<Minutes> {
    let hours: f64 = text.trim().replace(',', ".").parse().ok()?;
    let minutes = (hours * 60.0).round();
    (minutes.abs() <= MINUTES_MOST as f64).then(|| Minutes::new(minutes as i64))
}

/// A length or a balance: minutes as people write them, with a sign.
fn minutes(text: &str) -> Option<Minutes> {
    let text = text.trim();
    let (sign, rest) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, text.trim_start_matches('+')),
    };
    if let Ok(whole) = rest.parse::<i64>() {
        return (whole.abs() <= MINUTES_MOST).then(|| Minutes::new(sign * whole));
    }
    if let Some(length) = read_length(rest) {
        return Some(Minutes::new(sign * length.minutes().get()));
    }
    let (whole, rest) = rest.split_once(':')?;
    let minutes = whole.parse::<i64>().ok()? * 60 + rest.parse::<i64>().ok()?;
    (minutes.abs() <= MINUTES_MOST).then(|| Minutes::new(sign * minutes))
}

fn age_on(born: Date, today: Date) -> AgeBand {
    let years = i32::from(today.year()) - i32::from(born.year());
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    match years - i32::from(!had_birthday) {
        ..30 => AgeBand::Under30,
        30..55 => AgeBand::From30To54,
        55..65 => AgeBand::From55To64,
        65..75 => AgeBand::From65To74,
        _ => AgeBand::From75,
    }
}

/// Where the columns of a members' file stand.
struct MemberColumns {
    number: Option<usize>,
    name: Option<usize>,
    phone: Option<usize>,
    other_phone: Option<usize>,
    address: Option<usize>,
    born: Option<usize>,
    language: Option<usize>,
    neighbourhood: Option<usize>,
    balance: Option<usize>,
}

impl MemberColumns {
    fn of(table: &Table) -> Option<Self> {
        let named = Self {
            number: table.place(&["number", "numero"]),
            name: table.place(&["name", "nome"]),
            phone: table.place(&["phone", "telefono"]),
            other_phone: None,
            address: table.place(&["address", "indirizzo"]),
            born: table.place(&["born", "nascita"]),
            language: table.place(&["language", "lingua"]),
            neighbourhood: table.place(&["neighbourhood", "quartiere"]),
            balance: table.place(&["balance", "saldo"]),
        };
        if named.number.is_some() && named.name.is_some() {
            return Some(named);
        }
        let first = table.head.first().map(String::as_str);
        let none = Self { number: Some(0), name: Some(1), ..Self::nowhere() };
        match (first, table.head.len()) {
            (Some("n"), 16) => Some(Self {
                born: Some(3),
                phone: Some(4),
                other_phone: Some(5),
                address: Some(6),
                language: Some(14),
                ..none
            }),
            (Some("n"), 5) => Some(Self { phone: Some(3), other_phone: Some(4), ..none }),
            _ => None,
        }
    }

    const fn nowhere() -> Self {
        Self {
            number: None,
            name: None,
            phone: None,
            other_phone: None,
            address: None,
            born: None,
            language: None,
            neighbourhood: None,
            balance: None,
        }
    }
}

impl Reader<'_> {
    fn wrong(&mut self, which: Which, line: u64, why: Why) {
        self.bad.push(Bad { which, line, why });
    }

    /// A file as a table, with its unreadable lines noted.
    fn table(&mut self, which: Which, text: &str, most: usize) -> Option<Table> {
        let table = table(text)?;
        for line in &table.bad {
            self.wrong(which, *line, Why::Unreadable);
        }
        if table.rows.len() > most {
            self.wrong(which, 1, Why::TooMany(most));
            return None;
        }
        Some(table)
    }

    fn category(&self, name: &str) -> Slug {
        let found = self.defaults.categories.get(&name.trim().to_lowercase());
        found.unwrap_or(&self.defaults.category).clone()
    }

    fn members(&mut self, text: &str) {
        let which = Which::Members;
        let Some(table) = self.table(which, text, MEMBERS_MOST) else { return };
        let Some(columns) = MemberColumns::of(&table) else {
            return self.wrong(which, 1, Why::UnknownShape);
        };
        let mut seen = BTreeSet::new();
        for (line, record) in &table.rows {
            let cell = |place| at(record, place);
            let Some(number) =
                cell(columns.number).parse::<u32>().ok().filter(|number| *number > 0)
            else {
                self.wrong(which, *line, Why::NoNumber);
                continue;
            };
            if !seen.insert(number) {
                self.wrong(which, *line, Why::NumberTwice(number));
                continue;
            }
            let name = cell(columns.name);
            if name.is_empty() {
                self.wrong(which, *line, Why::NoName);
                continue;
            }
            let balance = cell(columns.balance);
            let brings = if balance.is_empty() { Some(Minutes::ZERO) } else { minutes(balance) };
            let Some(brings) = brings else {
                self.wrong(which, *line, Why::BadLength(balance.to_owned()));
                continue;
            };
            let short =
                |text: &str| text.chars().take(PersonDetails::FIELD_MAX).collect::<String>();
            let phones = [cell(columns.phone), cell(columns.other_phone)];
            let phones: Vec<&str> = phones.into_iter().filter(|phone| !phone.is_empty()).collect();
            let hood = cell(columns.neighbourhood).to_lowercase();
            let language = cell(columns.language).split(['-', '_']).next().unwrap_or_default();
            let member = MemberId::new(named(&self.defaults.bank, "member", &number.to_string()));
            self.numbers.insert(number, member);
            if !balance.is_empty() {
                self.said.push((*line, member, brings));
            }
            self.import.members.push(Newcomer {
                member,
                number,
                person: PersonDetails {
                    name: short(name),
                    phone: short(&phones.join(" / ")),
                    address: short(cell(columns.address)),
                },
                neighbourhood: self
                    .defaults
                    .neighbourhoods
                    .get(&hood)
                    .unwrap_or(&self.defaults.neighbourhood)
                    .clone(),
                age: day(cell(columns.born)).map(|born| age_on(born, self.defaults.today)),
                reach: if phones.is_empty() { Reach::Desk } else { Reach::Phone },
                language: if language.is_empty() {
                    "it".to_owned()
                } else {
                    language.to_lowercase()
                },
                brings,
            });
        }
    }

    /// Who a number is, or what `TimeOverflow` writes in its place.
    fn side(&self, number: &str) -> Option<Side> {
        if matches!(number, "0" | "inactive_user" | "deleted_user" | "fondo" | "fund") {
            return Some(Side::Fund);
        }
        let number = number.parse().ok()?;
        self.numbers.get(&number).map(|member| Side::Member(*member))
    }

    fn movements(&mut self, text: &str) {
        let which = Which::Movements;
        let Some(table) = self.table(which, text, MOVEMENTS_MOST) else { return };
        // TimeOverflow names these three in English whatever the language.
        let theirs = table.place(&["from id"]).zip(table.place(&["to id"]));
        let theirs = theirs.zip(table.place(&["quantity"]));
        let day_at = table.place(&["day", "giorno"]).or(theirs.map(|_| 0));
        let (from, to, length) = match theirs {
            Some(((from, to), length)) => (Some(from), Some(to), Some(length)),
            None => (
                table.place(&["from", "ha ricevuto"]),
                table.place(&["to", "ha dato"]),
                table.place(&["length", "durata"]),
            ),
        };
        if day_at.is_none() || from.is_none() || to.is_none() || length.is_none() {
            return self.wrong(which, 1, Why::UnknownShape);
        }
        let post = table.place(&["post id"]);
        let service = table.place(&["service", "servizio"]);
        let mut times: BTreeMap<String, u32> = BTreeMap::new();
        for (line, record) in &table.rows {
            let cell = |place| at(record, place);
            let sides = (self.side(cell(from)), self.side(cell(to)));
            let (Some(paid), Some(gave)) = sides else {
                let unknown = if sides.0.is_none() { cell(from) } else { cell(to) };
                self.wrong(which, *line, Why::UnknownMember(unknown.to_owned()));
                continue;
            };
            let written = cell(length);
            let amount = if theirs.is_some() { hours(written) } else { minutes(written) };
            let Some(amount) = amount.filter(|amount| *amount > Minutes::ZERO) else {
                self.wrong(which, *line, Why::BadLength(written.to_owned()));
                continue;
            };
            let when = day(cell(day_at)).filter(|day| *day <= self.defaults.today);
            let Some(when) = when else {
                self.wrong(which, *line, Why::BadDay(cell(day_at).to_owned()));
                continue;
            };
            if paid == gave {
                // An organisation that pays itself moves nothing.
                if paid != Side::Fund {
                    self.wrong(which, *line, Why::SameSide);
                }
                continue;
            }
            let key: Vec<&str> = record.iter().collect();
            let key = key.join("\u{1f}");
            // The same line twice is two movements, each with a name of its own.
            let time = times.entry(key.clone()).and_modify(|time| *time += 1).or_insert(1);
            let key = format!("{key}#{time}");
            let posted = self.posts.get(cell(post)).filter(|_| post.is_some()).cloned();
            let category = posted.unwrap_or_else(|| self.category(cell(service)));
            self.import.movements.push(Movement {
                exchange: ExchangeId::new(named(&self.defaults.bank, "movement", &key)),
                from: paid,
                to: gave,
                minutes: amount,
                day: when,
                category,
            });
        }
    }

    fn notices(&mut self, text: &str) {
        let which = Which::Notices;
        let Some(table) = self.table(which, text, MOVEMENTS_MOST) else { return };
        let theirs = table.head.len() == 10 && table.head.get(6).map(String::as_str) == Some("n");
        let place =
            |ours: &[&str], there: usize| if theirs { Some(there) } else { table.place(ours) };
        let number = place(&["number", "numero"], 6);
        let way = place(&["way", "offre o cerca"], 4);
        if number.is_none() || way.is_none() {
            return self.wrong(which, 1, Why::UnknownShape);
        }
        let service = place(&["service", "servizio"], 3);
        let words = place(&["text", "parole"], 2);
        let tags = place(&["tags", "parole chiave"], 9);
        let mut seen = BTreeSet::new();
        for (line, record) in &table.rows {
            let cell = |place| at(record, place);
            let Some(Side::Member(member)) = self.side(cell(number)) else {
                self.wrong(which, *line, Why::UnknownMember(cell(number).to_owned()));
                continue;
            };
            let category = self.category(cell(service));
            let kind = cell(way).to_lowercase();
            let offers = ["off", "ofe", "ofr", "dà", "da"].iter().any(|it| kind.starts_with(it));
            let title = if theirs { cell(Some(1)) } else { "" };
            let text: Vec<&str> =
                [title, cell(words)].into_iter().filter(|text| !text.is_empty()).collect();
            let text: String = text.join(". ").chars().take(WORDS_MAX).collect();
            let key = if theirs {
                self.posts.insert(cell(Some(0)).to_owned(), category.clone());
                cell(Some(0)).to_owned()
            } else {
                record.iter().collect::<Vec<_>>().join("\u{1f}")
            };
            let listing = ListingId::new(named(&self.defaults.bank, "notice", &key));
            if !seen.insert(listing) {
                continue;
            }
            self.import.notices.push(Notice {
                listing,
                member,
                way: if offers { Way::Offer } else { Way::Want },
                category,
                text,
                tags: read_tags(cell(tags)),
            });
        }
    }

    /// Balances the members' file says: brought as they are where there are no movements, otherwise proven by them.
    fn balances(&mut self, no_movements: bool) {
        if no_movements {
            return;
        }
        for newcomer in &mut self.import.members {
            newcomer.brings = Minutes::ZERO;
        }
        let held = super::proof(&self.import).members;
        for (line, member, said) in std::mem::take(&mut self.said) {
            let moved = held.get(&member).copied().unwrap_or_default();
            if moved != said {
                self.wrong(Which::Members, line, Why::BalanceDiffers { moved, said });
            }
        }
    }
}
