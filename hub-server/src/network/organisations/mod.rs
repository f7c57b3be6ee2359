//! Organisations of the network (CAPABILITIES C31): Third-sector bodies, public bodies, schools, firms and the
//! others a hub works with, and what each is to it.
//!
//! Always true: an organisation is kept by the node where it was entered, which alone changes it. Its name and
//! codes are public and stand in facts; whom to speak with there stands in the vault. Deliberately absent:
//! whether RUNTS has the number; somebody looks, and the day they did is kept.

#[cfg(test)]
pub(crate) mod tests;

use jiff::civil::Date;
use protocol::{NodeId, OrganisationId, PersonId, Problem, Record, Slug};
use radar::{Resource, Set};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::antennae::Contact;
use super::codes;
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::projection::Arrival;
use crate::store::rows::parsed;
use crate::store::{Fact, StoreError, Write, log, vault};

/// How facts of this domain begin.
pub const DOMAIN: &str = "organisations";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["organisation"];
/// Longest name, in characters.
pub const NAME_MAX: usize = 200;
/// Longest RUNTS number, in characters.
pub const NUMBER_MAX: usize = 20;

/// Every statement of this domain, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[PUT, ONE, ALL, EVERYWHERE, BY_CODE];

const PUT: &str = "INSERT INTO organisation (organisation_id, home, name, tax_code, entered_at_ms, \
    whole) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organisation_id) DO UPDATE SET \
    name = $3, tax_code = $4, whole = $6";
const ONE: &str =
    "SELECT organisation_id, home, whole FROM organisation WHERE organisation_id = $1";
const ALL: &str = "SELECT organisation_id, home, whole FROM organisation \
    WHERE home = $1 ORDER BY name, organisation_id";
const EVERYWHERE: &str =
    "SELECT organisation_id, home, whole FROM organisation ORDER BY name, organisation_id";
const BY_CODE: &str = "SELECT organisation_id FROM organisation WHERE home = $1 AND tax_code = $2";

macro_rules! words_of {
    ($($(#[$doc:meta])* $name:ident, $expected:literal {
        $($(#[$what:meta])* $variant:ident = $slug:literal),+ $(,)?
    })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$what])* $variant),+ }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word it is stored and worded by.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = protocol::ids::BadId;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let found = Self::ALL.iter().copied().find(|one| one.slug() == text);
                found.ok_or_else(|| protocol::ids::BadId::expecting(text, $expected))
            }
        }
    )*};
}

words_of! {
    /// What kind of organisation it is.
    Kind, "a kind of organisation" {
        /// A Third-sector body (ente del Terzo settore).
        Ets = "ets",
        /// A public body.
        PublicBody = "public-body",
        /// A school.
        School = "school",
        /// A university.
        University = "university",
        /// A firm.
        Firm = "firm",
        /// A parish.
        Parish = "parish",
        /// A union.
        Union = "union",
        /// A chamber of commerce or of a profession.
        Chamber = "chamber",
        /// An informal group, without papers.
        Informal = "informal",
    }
    /// What it is to the hub.
    Role, "a role of an organisation" {
        /// Its members volunteer: it keeps their register and insures them.
        Volunteers = "volunteers",
        /// It runs activities here.
        Activities = "activities",
        /// It gives rooms.
        Rooms = "rooms",
        /// It sends people and takes people over (invio ai servizi).
        Referrals = "referrals",
        /// It takes people in for training, service or work.
        Placements = "placements",
        /// It gives money or goods.
        Support = "support",
        /// It belongs to the partnership.
        Partner = "partner",
    }
    /// Sections of RUNTS (D.Lgs. 117/2017 art. 46).
    Section, "a section of RUNTS" {
        /// Organizzazioni di volontariato.
        Odv = "odv",
        /// Associazioni di promozione sociale.
        Aps = "aps",
        /// Enti filantropici.
        Philanthropic = "philanthropic",
        /// Imprese sociali, cooperative sociali included.
        SocialEnterprise = "social-enterprise",
        /// Reti associative.
        Network = "network",
        /// Società di mutuo soccorso.
        Mutual = "mutual",
        /// Altri enti del Terzo settore.
        Other = "other",
    }
}

/// Its place in RUNTS, as somebody read it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runts {
    /// The section.
    pub section: Section,
    /// The repertory number.
    pub number: String,
    /// The day somebody looked.
    pub checked_on: Date,
}

/// What is public about an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Codice fiscale or partita IVA, eleven digits; empty where it has none or nobody asked.
    pub tax_code: String,
    /// Its place in RUNTS, where it has one.
    pub runts: Option<Runts>,
    /// What it is to the hub.
    pub roles: Vec<Role>,
    /// Where it is, where that is one place.
    pub neighbourhood: Option<Slug>,
    /// What it can give to a project (CAPABILITIES E22).
    #[serde(default)]
    pub offers: Set<Resource>,
}

impl Profile {
    /// What it can give to a project; whoever gives rooms to the hub has some.
    #[must_use]
    pub fn gives(&self) -> Set<Resource> {
        if self.roles.contains(&Role::Rooms) {
            self.offers.with(Resource::Space)
        } else {
            self.offers
        }
    }
}

/// An organisation as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// What is public about it.
    pub profile: Profile,
    /// Whom to speak with, in the vault of its home.
    pub person: PersonId,
    /// Whether the vault has somebody to speak with.
    pub reachable: bool,
    /// Whether it still belongs to the network.
    pub active: bool,
    /// When it was entered, UTC milliseconds.
    pub entered_at_ms: i64,
}

impl Organisation {
    /// Whether it belongs to the network and can give that to a project; anything, for `None`.
    #[must_use]
    pub fn gives(&self, what: Option<Resource>) -> bool {
        let gives = self.profile.gives();
        self.active && what.map_or(!gives.is_empty(), |what| gives.has(what))
    }
}

/// An organisation with its id and its home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: OrganisationId,
    /// The node that keeps it.
    pub home: NodeId,
    /// The organisation.
    pub organisation: Organisation,
}

/// What can be asked of this domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Enter one. It takes the command's id.
    Enter {
        /// What is public about it.
        profile: Profile,
        /// Whom to speak with; goes to the vault.
        contact: Contact,
    },
    /// What is public about it has changed.
    Describe {
        /// Which.
        organisation: OrganisationId,
        /// All of it, in place of what was there.
        profile: Profile,
    },
    /// Whom to speak with there; goes to the vault.
    KeepContact {
        /// Which.
        organisation: OrganisationId,
        /// All of it, in place of what was there.
        contact: Contact,
    },
    /// It leaves the network, or comes back.
    SetActive {
        /// Which.
        organisation: OrganisationId,
        /// Whether it belongs.
        active: bool,
    },
}

impl Command {
    /// The organisation it is about; `None` for a new one.
    #[must_use]
    pub fn organisation(&self) -> Option<OrganisationId> {
        match self {
            Self::Enter { .. } => None,
            Self::Describe { organisation, .. }
            | Self::KeepContact { organisation, .. }
            | Self::SetActive { organisation, .. } => Some(*organisation),
        }
    }
}

/// Facts about an organisation, which is their subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It was entered.
    Entered {
        /// What is public about it.
        profile: Profile,
        /// Whom to speak with, in the vault.
        person: PersonId,
    },
    /// What is public about it is this now.
    Described(Profile),
    /// What the vault holds about it changed.
    ContactKept {
        /// Whether there is somebody to speak with.
        reachable: bool,
    },
    /// It left, or came back.
    ActiveSet {
        /// Whether it belongs now.
        active: bool,
    },
}

/// An expected no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No organisation kept here.
    Unknown,
    /// A text is missing or too long.
    OutOfRange(&'static str, usize),
    /// The code's check digit does not fit.
    BadCode,
    /// Another organisation kept here has this code.
    CodeTaken,
    /// The neighbourhood is not in the city's lists.
    NotInCatalogue,
    /// Somebody looked it up tomorrow.
    BadDate,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown => Self::not_found("unknown-organisation"),
            Refusal::OutOfRange("name", 0) => Self::invalid("antenna-name-missing").at("name"),
            Refusal::OutOfRange(field, most) => {
                Self::invalid("out-of-range").at(field).with("most", most)
            }
            Refusal::BadCode => Self::invalid("bad-organisation-code").at("tax_code"),
            Refusal::CodeTaken => Self::invalid("organisation-code-taken").at("tax_code"),
            Refusal::NotInCatalogue => Self::invalid("not-in-catalogue").at("neighbourhood"),
            Refusal::BadDate => Self::invalid("bad-date").at("checked_on"),
        }
    }
}

/// A profile as it is kept. Pure: `taken` says whether another organisation has its code.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn tidy(
    profile: &Profile,
    is_place: impl Fn(&Slug) -> bool,
    taken: bool,
    today: Date,
) -> Result<Profile, Refusal> {
    let mut tidy = profile.clone();
    profile.name.trim().clone_into(&mut tidy.name);
    tidy.tax_code = profile.tax_code.split_whitespace().collect();
    tidy.roles.sort_unstable();
    tidy.roles.dedup();
    match tidy.name.chars().count() {
        0 => return Err(Refusal::OutOfRange("name", 0)),
        1..=NAME_MAX => {}
        _ => return Err(Refusal::OutOfRange("name", NAME_MAX)),
    }
    if !tidy.tax_code.is_empty() && !codes::is_organisation_code(&tidy.tax_code) {
        return Err(Refusal::BadCode);
    }
    if taken {
        return Err(Refusal::CodeTaken);
    }
    if tidy.neighbourhood.as_ref().is_some_and(|hood| !is_place(hood)) {
        return Err(Refusal::NotInCatalogue);
    }
    if let Some(runts) = &mut tidy.runts {
        runts.number = runts.number.trim().to_owned();
        if !(1..=NUMBER_MAX).contains(&runts.number.chars().count()) {
            return Err(Refusal::OutOfRange("runts_number", NUMBER_MAX));
        }
        if runts.checked_on > today {
            return Err(Refusal::BadDate);
        }
    }
    Ok(tidy)
}

/// Does a command of this domain.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    let (id, person, events) = decide(node, write, ctx, command).await?;
    if let Command::Enter { contact, .. } | Command::KeepContact { contact, .. } = command {
        for (field, text) in contact.fields() {
            if text.chars().count() > Contact::FIELD_MAX {
                return Err(refused(Refusal::OutOfRange(field, Contact::FIELD_MAX)));
            }
        }
        vault::put_as(write.db, &node.vault, ctx, person, contact).await?;
    }
    for event in &events {
        write.append(ctx, Fact::of(DOMAIN, id, event)).await?;
    }
    Ok(Answer::Done)
}

async fn decide(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<(OrganisationId, PersonId, Vec<Event>), Fail> {
    let city = node.known_city()?;
    let today = super::antennae::today(&city, ctx.now_ms);
    let is_place = |hood: &Slug| city.neighbourhood(hood.as_str()).is_some();
    let Some(id) = command.organisation() else {
        let Command::Enter { profile, contact } = command else {
            return Err(refused(Refusal::Unknown));
        };
        let taken = taken(write, &profile.tax_code, None).await?;
        let profile = tidy(profile, is_place, taken, today).map_err(refused)?;
        let person = PersonId::from(ctx.command);
        let events = vec![
            Event::Entered { profile, person },
            Event::ContactKept { reachable: contact.is_reachable() },
        ];
        return Ok((OrganisationId::from(ctx.command), person, events));
    };
    let kept = one(write.db, id).await?.filter(|kept| kept.home == *write.node());
    let known = kept.ok_or_else(|| refused(Refusal::Unknown))?.organisation;
    let events = match command {
        Command::Enter { .. } => vec![],
        Command::Describe { profile, .. } => {
            let taken = taken(write, &profile.tax_code, Some(id)).await?;
            let profile = tidy(profile, is_place, taken, today).map_err(refused)?;
            if known.profile == profile { vec![] } else { vec![Event::Described(profile)] }
        }
        Command::KeepContact { contact, .. } => {
            vec![Event::ContactKept { reachable: contact.is_reachable() }]
        }
        Command::SetActive { active, .. } if known.active == *active => vec![],
        Command::SetActive { active, .. } => vec![Event::ActiveSet { active: *active }],
    };
    Ok((id, known.person, events))
}

fn refused(refusal: Refusal) -> Fail {
    Fail::Refused(refusal.into())
}

async fn taken(
    write: &mut Write<'_>,
    code: &str,
    but: Option<OrganisationId>,
) -> Result<bool, StoreError> {
    let code: String = code.split_whitespace().collect();
    if code.is_empty() {
        return Ok(false);
    }
    let home = write.node().as_str().to_owned();
    let rows: Vec<String> =
        sqlx::query_scalar(BY_CODE).bind(home).bind(code).fetch_all(&mut *write.db).await?;
    Ok(rows.iter().any(|id| but.is_none_or(|but| *id != but.to_string())))
}

/// Brings the table up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let fail = |why: String| StoreError::Projection { kind: envelope.kind.clone(), why };
    let id: OrganisationId = envelope.subject.parse().map_err(|error| fail(format!("{error}")))?;
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let known = one(db, id).await?.map(|kept| kept.organisation);
    let organisation = match (event, known) {
        (Event::Entered { profile, person }, _) => {
            let entered_at_ms = envelope.at_ms;
            Organisation { profile, person, reachable: false, active: true, entered_at_ms }
        }
        (_, None) => return Err(fail("no organisation was entered under this id".to_owned())),
        (Event::Described(profile), Some(known)) => Organisation { profile, ..known },
        (Event::ContactKept { reachable }, Some(known)) => Organisation { reachable, ..known },
        (Event::ActiveSet { active }, Some(known)) => Organisation { active, ..known },
    };
    let whole = serde_json::to_string(&organisation).map_err(|error| fail(error.to_string()))?;
    sqlx::query(PUT)
        .bind(id.to_string())
        .bind(envelope.series.node.as_str())
        .bind(organisation.profile.name.clone())
        .bind(organisation.profile.tax_code.clone())
        .bind(organisation.entered_at_ms)
        .bind(whole)
        .execute(db)
        .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<Kept, StoreError> {
    let whole: String = row.try_get("whole")?;
    let organisation = serde_json::from_str(&whole).map_err(|error| StoreError::Corrupt {
        what: "organisation".to_owned(),
        why: error.to_string(),
    })?;
    Ok(Kept { id: parsed(row, "organisation_id")?, home: parsed(row, "home")?, organisation })
}

/// One organisation, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn one(db: &mut AnyConnection, id: OrganisationId) -> Result<Option<Kept>, StoreError> {
    let row = sqlx::query(ONE).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// Every organisation a node keeps, by name.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn all(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query(ALL).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// Every organisation of every register that stands here, by name: at central all, at a hub its own and central's.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn everywhere(db: &mut AnyConnection) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query(EVERYWHERE).fetch_all(db).await?;
    rows.iter().map(read).collect()
}
