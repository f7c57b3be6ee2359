//! Antennae and organisations in and out as a file that a spreadsheet reads.
//!
//! Always true: a file is taken whole or not at all; everything wrong in it is told at once, by line and column,
//! and a try changes nothing. What goes out has the columns that come in. Taking names and telephones out is
//! recorded for every antenna, like any other look at them.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use protocol::{CommandId, EventId, Problem, Slug};

use super::edit::{hours_in_words, read_hours};
use super::organisations::today;
use super::sheet::{Cell, Sheet};
use crate::city::WeekHours;
use crate::command::Command as Any;
use crate::context::Ctx;
use crate::network::antennae::decide::{self, LANGUAGES};
use crate::network::antennae::events::{Kind, Profile, ReachedBy, Skill};
use crate::network::antennae::{self, Contact};
use crate::network::organisations::{self, Kind as Form, Role, Runts, Section as In};
use crate::web::csv::Csv;
use crate::web::form::Errors;
use crate::web::page::{Page, Section, show_as};
use crate::web::visit::{Outcome, Visit, go};

/// Most rows of one file.
const ROWS_MAX: usize = 500;
/// Why a contact is read here, as the vault records it.
const WHY: &str = "antenna-export";
/// Between several things in one cell.
const AND: char = '|';

const ANTENNA: [&str; 20] = [
    "tipo",
    "nome",
    "con_chi_parlare",
    "telefono",
    "email",
    "indirizzo",
    "codice_fiscale",
    "quartieri",
    "aiuti",
    "lingue",
    "competenze",
    "lun",
    "mar",
    "mer",
    "gio",
    "ven",
    "sab",
    "dom",
    "accesso",
    "contatto",
];
const ORGANISATION: [&str; 10] = [
    "tipo",
    "nome",
    "codice",
    "ruoli",
    "quartiere",
    "runts_sezione",
    "runts_numero",
    "runts_verificato",
    "referente",
    "telefono",
];

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Antennae,
    Organisations,
}

impl About {
    const fn slug(self) -> &'static str {
        match self {
            Self::Antennae => "antennae",
            Self::Organisations => "organisations",
        }
    }

    const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Antennae => &ANTENNA,
            Self::Organisations => &ORGANISATION,
        }
    }
}

/// Something wrong in a file.
struct Wrong {
    line: usize,
    column: usize,
    what: String,
}

#[derive(Template)]
#[template(path = "network/import.html")]
struct Import {
    page: Page,
    errors: Errors,
    about: &'static str,
    columns: Vec<&'static str>,
    file_name: String,
    wrong: Vec<Wrong>,
    checked: Option<usize>,
}

pub(super) async fn antennae_form(visit: Visit) -> Outcome {
    form(&visit, About::Antennae, Errors::default(), "", Vec::new(), None).await
}

pub(super) async fn organisations_form(visit: Visit) -> Outcome {
    form(&visit, About::Organisations, Errors::default(), "", Vec::new(), None).await
}

pub(super) async fn take_antennae(visit: Visit) -> Outcome {
    take(&visit, About::Antennae).await
}

pub(super) async fn take_organisations(visit: Visit) -> Outcome {
    take(&visit, About::Organisations).await
}

async fn form(
    visit: &Visit,
    about: About,
    errors: Errors,
    file_name: &str,
    wrong: Vec<Wrong>,
    checked: Option<usize>,
) -> Outcome {
    let bad = errors.any() || !wrong.is_empty();
    let status = if bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let section = match about {
        About::Antennae => Section::Antennae,
        About::Organisations => super::section(visit),
    };
    let title = match about {
        About::Antennae => "import-antennae",
        About::Organisations => "import-organisations",
    };
    let page = Page::of(visit, section, title).await;
    let template = Import {
        about: about.slug(),
        columns: about.columns().to_vec(),
        file_name: file_name.to_owned(),
        errors,
        wrong,
        checked,
        page,
    };
    show_as(status, &template)
}

async fn take(visit: &Visit, about: About) -> Outcome {
    let Some(file) = visit.file() else {
        let mut errors = Errors::default();
        errors.add(visit.words, "file", "city-file-missing");
        return form(visit, about, errors, "", Vec::new(), None).await;
    };
    let page = Page::of(visit, Section::Antennae, "import-antennae").await;
    let text = String::from_utf8_lossy(&file.bytes);
    let mut reader = Reader { page: &page, sheet: Sheet::read(&text), wrong: Vec::new() };
    let commands = reader.commands(visit, about)?;
    let wrong = reader.wrong;
    if !wrong.is_empty() || commands.is_empty() {
        let mut errors = Errors::default();
        if wrong.is_empty() {
            errors.add(visit.words, "file", "import-empty");
        }
        return form(visit, about, errors, &file.name, wrong, None).await;
    }
    if visit.posted.has("do", "check") {
        let count = commands.len();
        return form(visit, about, Errors::default(), &file.name, Vec::new(), Some(count)).await;
    }
    let whole = visit.command_id();
    for (index, (line, command)) in (0_u32..).zip(commands) {
        let id = of_row(whole, index);
        let ctx = Ctx { command: id, ..visit.ctx(protocol::Channel::Console)? };
        if let Err(problem) = visit.app.node.submit(ctx, command).await {
            // Two rows with one code, say: the first was taken, the file cannot be any more.
            let wrong = vec![Wrong { line, column: 1, what: visit.words.told(&problem) }];
            return form(visit, about, Errors::default(), &file.name, wrong, None).await;
        }
    }
    go(&match about {
        About::Antennae => "/antennae?tab=coming&done=imported".to_owned(),
        About::Organisations => "/organisations?done=imported".to_owned(),
    })
}

/// The command of a row: the same file sent twice is taken once.
fn of_row(whole: CommandId, index: u32) -> CommandId {
    CommandId::new(EventId::of_command(whole, index + 1).uuid())
}

struct Reader<'p> {
    page: &'p Page,
    sheet: Sheet,
    wrong: Vec<Wrong>,
}

impl Reader<'_> {
    fn tell(&mut self, cell: &Cell, key: &str) {
        let mut value: String = cell.text.chars().take(40).collect();
        value.retain(|c| !c.is_control());
        let what = self.page.w.a(key, "value", value);
        self.wrong.push(Wrong { line: cell.line, column: cell.column, what });
    }

    /// The commands of a file with their lines; none of them counts when anything is wrong.
    fn commands(&mut self, visit: &Visit, about: About) -> Result<Vec<(usize, Any)>, Problem> {
        let sheet = std::mem::take(&mut self.sheet);
        for cell in sheet.head.iter().filter(|cell| !about.columns().contains(&cell.text.as_str()))
        {
            self.tell(cell, "import-unknown-column");
        }
        let begin = sheet.head.first().cloned().unwrap_or_default();
        for needed in ["tipo", "nome"] {
            if !sheet.head.iter().any(|cell| cell.text == needed) {
                self.tell(
                    &Cell { text: needed.to_owned(), line: 1, ..begin.clone() },
                    "import-missing-column",
                );
            }
        }
        if sheet.rows.len() > ROWS_MAX {
            self.tell(&begin, "import-too-long");
        }
        if !self.wrong.is_empty() {
            return Ok(Vec::new());
        }
        let mut commands = Vec::new();
        for cells in &sheet.rows {
            let row = Row { head: &sheet.head, cells };
            let before = self.wrong.len();
            let command = match about {
                About::Antennae => self.antenna(visit, &row)?,
                About::Organisations => self.organisation(&row),
            };
            if self.wrong.len() == before {
                commands.push((row.line(), command));
            }
        }
        Ok(commands)
    }

    /// A cell's word among those of a list, by slug or by what it is called; told when it is none.
    fn one<T: Copy>(&mut self, cell: &Cell, all: &[(T, &str, String)]) -> Option<T> {
        let text = cell.text.to_lowercase();
        let found = all.iter().find(|(_, slug, name)| *slug == text || name.to_lowercase() == text);
        if found.is_none() && !text.is_empty() {
            self.tell(cell, "import-unknown-word");
        }
        found.map(|(value, ..)| *value)
    }

    fn several(&mut self, cell: &Cell, all: &[(&str, String)]) -> Vec<Slug> {
        let mut found = Vec::new();
        for part in cell.text.split(AND).map(str::trim).filter(|part| !part.is_empty()) {
            let text = part.to_lowercase();
            let known =
                all.iter().find(|(slug, name)| *slug == text || name.to_lowercase() == text);
            match known.and_then(|(slug, _)| slug.parse().ok()) {
                Some(slug) => found.push(slug),
                None => {
                    self.tell(
                        &Cell { text: part.to_owned(), ..cell.clone() },
                        "import-unknown-word",
                    );
                }
            }
        }
        found
    }

    fn hoods(&self) -> Vec<(String, String)> {
        let city = self.page.city.iter();
        let all = city.flat_map(|city| city.neighbourhoods());
        all.map(|(_, hood)| (hood.slug.clone(), hood.name.clone())).collect()
    }

    fn antenna(&mut self, visit: &Visit, row: &Row<'_>) -> Result<Any, Problem> {
        let (page, w) = (self.page, self.page.w);
        let kinds: Vec<_> =
            Kind::ALL.iter().map(|k| (*k, k.slug(), w.of("antenna-kind", k.slug()))).collect();
        let kind = self.one(row.needed("tipo"), &kinds);
        if kind.is_none() && row.needed("tipo").text.is_empty() {
            self.tell(row.needed("tipo"), "import-empty-cell");
        }
        let hoods = self.hoods();
        let hoods: Vec<_> =
            hoods.iter().map(|(slug, name)| (slug.as_str(), name.clone())).collect();
        let mut neighbourhoods = self.several(row.needed("quartieri"), &hoods);
        if neighbourhoods.is_empty() && row.needed("quartieri").text.is_empty() {
            let own = page.city.as_deref().and_then(|c| c.hub(visit.app.node.id().as_str()));
            neighbourhoods.extend(own.and_then(|hub| hub.neighbourhood.parse().ok()));
        }
        let city = page.city.iter().flat_map(|city| &city.categories);
        let offers: Vec<_> = city.map(|c| (c.slug.as_str(), page.category(&c.slug))).collect();
        let spoken: Vec<_> = LANGUAGES.iter().map(|l| (*l, w.of("spoken", l))).collect();
        let skills: Vec<_> =
            Skill::ALL.iter().map(|s| (s.slug(), w.of("skill", s.slug()))).collect();
        let ways: Vec<_> =
            ReachedBy::ALL.iter().map(|r| (*r, r.slug(), w.of("reached-by", r.slug()))).collect();
        let doors = [
            (true, "si", w.t("step-free-yes")),
            (true, "sì", w.t("step-free-yes")),
            (false, "no", w.t("step-free-no")),
        ];
        let mut hours = WeekHours::default();
        for (day, spans) in [
            ("lun", &mut hours.mon),
            ("mar", &mut hours.tue),
            ("mer", &mut hours.wed),
            ("gio", &mut hours.thu),
            ("ven", &mut hours.fri),
            ("sab", &mut hours.sat),
            ("dom", &mut hours.sun),
        ] {
            let cell = row.needed(day);
            match read_hours(&cell.text) {
                Some(read) => *spans = read,
                None => self.tell(cell, "import-bad-hours"),
            }
        }
        let text = |column: &str| row.needed(column).text.clone();
        let contact = Contact {
            name: text("nome"),
            contact_person: text("con_chi_parlare"),
            phone: text("telefono"),
            email: text("email"),
            address: text("indirizzo"),
            tax_code: text("codice_fiscale").to_uppercase(),
        };
        let profile = Profile {
            kind: kind.unwrap_or(Kind::Citizen),
            neighbourhoods,
            offers: self.several(row.needed("aiuti"), &offers),
            languages: self.several(row.needed("lingue"), &spoken),
            skills: self
                .several(row.needed("competenze"), &skills)
                .iter()
                .filter_map(|slug| slug.as_str().parse().ok())
                .collect(),
            hours,
            step_free: self.one(row.needed("accesso"), &doors),
            reached_by: self.one(row.needed("contatto"), &ways).unwrap_or(ReachedBy::Phone),
        };
        let city = page.city.as_deref().ok_or_else(|| Problem::try_later("city-unknown"))?;
        let around =
            decide::Around { city, today: today(page), greeted_ms: None, hours_stand: false };
        let me = visit.me.as_ref().map(|me| me.staff);
        let ctx = visit.ctx(protocol::Channel::Console).map_err(|fault| fault.0)?;
        if let Err(refusal) = decide::spot(&profile, &contact, me, &around, &ctx) {
            self.refused(row, Problem::from(refusal));
        }
        Ok(Any::Antennae(antennae::Command::Spot { profile, contact, operator: me }))
    }

    /// What the domain says no to, at the column it is about.
    fn refused(&mut self, row: &Row<'_>, problem: Problem) {
        let column = match problem.field.as_deref() {
            Some("tax_code") => "codice_fiscale",
            Some("neighbourhoods") => "quartieri",
            Some("offers") => "aiuti",
            Some("languages") => "lingue",
            Some("hours") => "lun",
            _ => "nome",
        };
        let cell = row.needed(column).clone();
        let key = if column == "nome" && cell.text.is_empty() {
            return self.tell(&cell, "import-empty-cell");
        } else {
            problem
        };
        let what = self.page.w.told(&key);
        self.wrong.push(Wrong { line: cell.line, column: cell.column, what });
    }

    fn organisation(&mut self, row: &Row<'_>) -> Any {
        let w = self.page.w;
        let kinds: Vec<_> =
            Form::ALL.iter().map(|k| (*k, k.slug(), w.of("organisation-kind", k.slug()))).collect();
        let sections: Vec<_> =
            In::ALL.iter().map(|s| (*s, s.slug(), w.of("runts", s.slug()))).collect();
        let roles: Vec<_> =
            Role::ALL.iter().map(|r| (r.slug(), w.of("organisation-role", r.slug()))).collect();
        let hoods = self.hoods();
        let hoods: Vec<_> =
            hoods.iter().map(|(slug, name)| (slug.as_str(), name.clone())).collect();
        let kind = self.one(row.needed("tipo"), &kinds);
        if kind.is_none() && row.needed("tipo").text.is_empty() {
            self.tell(row.needed("tipo"), "import-empty-cell");
        }
        let section = self.one(row.needed("runts_sezione"), &sections);
        let day = row.needed("runts_verificato");
        let checked_on = day.text.parse::<Date>().ok();
        if checked_on.is_none() && (section.is_some() || !day.text.is_empty()) {
            self.tell(day, "import-bad-date");
        }
        let runts = section.zip(checked_on).map(|(section, checked_on)| Runts {
            section,
            number: row.needed("runts_numero").text.clone(),
            checked_on,
        });
        let profile = organisations::Profile {
            kind: kind.unwrap_or(Form::Ets),
            name: row.needed("nome").text.clone(),
            tax_code: row.needed("codice").text.clone(),
            runts,
            roles: self
                .several(row.needed("ruoli"), &roles)
                .iter()
                .filter_map(|slug| slug.as_str().parse().ok())
                .collect(),
            neighbourhood: self.several(row.needed("quartiere"), &hoods).into_iter().next(),
            offers: radar::Set::EMPTY,
        };
        let tidied = organisations::tidy(&profile, |_| true, false, today(self.page));
        if let Err(refusal) = tidied {
            let problem = Problem::from(refusal);
            let column = match problem.field.as_deref() {
                Some("tax_code") => "codice",
                Some("runts_number") => "runts_numero",
                Some("checked_on") => "runts_verificato",
                _ => "nome",
            };
            let cell = row.needed(column);
            let what = w.told(&problem);
            self.wrong.push(Wrong { line: cell.line, column: cell.column, what });
        }
        let contact = Contact {
            name: row.needed("referente").text.clone(),
            phone: row.needed("telefono").text.clone(),
            ..Contact::default()
        };
        Any::Organisations(organisations::Command::Enter { profile, contact })
    }
}

/// A row by the names of its columns.
struct Row<'s> {
    head: &'s [Cell],
    cells: &'s [Cell],
}

/// What a row without a column has there.
static NOTHING: Cell = Cell { text: String::new(), line: 0, column: 1 };

impl Row<'_> {
    fn line(&self) -> usize {
        self.cells.first().map_or(0, |cell| cell.line)
    }

    /// The cell of a column; the row's first, empty, where it is not there.
    fn needed(&self, column: &str) -> &Cell {
        let place = self.head.iter().position(|cell| cell.text == column);
        place.and_then(|place| self.cells.get(place)).unwrap_or(&NOTHING)
    }
}

/// Every antenna of this hub as a file. It holds names and telephones, so each is recorded as looked at.
pub(super) async fn export_antennae(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Antennae, "antennae-title").await;
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let mut all = antennae::queries::all(&mut db, node.id()).await?;
    drop(db);
    all.retain(|kept| {
        visit.may_on(crate::people::roles::Permission::ExportNetwork, &super::target(&visit, kept))
    });
    let people: Vec<_> = all.iter().map(|kept| kept.antenna.person).collect();
    let contacts = visit.people::<Contact>(people, WHY).await?;
    let columns: Vec<&str> = ANTENNA.into_iter().collect();
    let mut csv = Csv::new(&columns);
    for (kept, contact) in all.iter().zip(contacts) {
        let contact = contact.unwrap_or_default();
        let profile = &kept.antenna.profile;
        let joined = |slugs: &[Slug]| {
            slugs.iter().map(Slug::as_str).collect::<Vec<_>>().join(&AND.to_string())
        };
        let skills: Vec<&str> = profile.skills.iter().map(|skill| skill.slug()).collect();
        let week = [
            &profile.hours.mon,
            &profile.hours.tue,
            &profile.hours.wed,
            &profile.hours.thu,
            &profile.hours.fri,
            &profile.hours.sat,
            &profile.hours.sun,
        ];
        let hours: Vec<String> = week.iter().map(|spans| hours_in_words(spans)).collect();
        let mut row = vec![
            profile.kind.slug().to_owned(),
            contact.name.clone(),
            contact.contact_person.clone(),
            contact.phone.clone(),
            contact.email.clone(),
            contact.address.clone(),
            contact.tax_code.clone(),
            joined(&profile.neighbourhoods),
            joined(&profile.offers),
            joined(&profile.languages),
            skills.join(&AND.to_string()),
        ];
        row.extend(hours);
        row.push(match profile.step_free {
            Some(true) => "si".to_owned(),
            Some(false) => "no".to_owned(),
            None => String::new(),
        });
        row.push(profile.reached_by.slug().to_owned());
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        csv.row(&row);
    }
    Ok(csv.download(&format!("antenne-{}.csv", page.times.today())))
}

/// Every organisation this node keeps as a file; whom to speak with there stays in the vault.
pub(super) async fn export_organisations(visit: Visit) -> Outcome {
    let page = Page::of(&visit, super::section(&visit), "organisations-title").await;
    let mut db = visit.app.node.store.read().await?;
    let all = organisations::all(&mut db, visit.app.node.id()).await?;
    drop(db);
    let mut csv = Csv::new(&ORGANISATION[..8]);
    for kept in &all {
        let profile = &kept.organisation.profile;
        let roles: Vec<&str> = profile.roles.iter().map(|role| role.slug()).collect();
        let runts = profile.runts.as_ref();
        csv.row(&[
            profile.kind.slug(),
            &profile.name,
            &profile.tax_code,
            &roles.join(&AND.to_string()),
            profile.neighbourhood.as_ref().map_or("", Slug::as_str),
            runts.map_or("", |runts| runts.section.slug()),
            runts.map_or("", |runts| runts.number.as_str()),
            &runts.map(|runts| runts.checked_on.to_string()).unwrap_or_default(),
        ]);
    }
    Ok(csv.download(&format!("enti-{}.csv", page.times.today())))
}
