//! The sheet of a promoted project (CAPABILITIES E17, E18, E19), as seed 003 has it: programme, codes, who answers for
//! it, days, the four amounts, what is done, which operations it draws on; and its milestones.
//!
//! Always true of a sheet that was taken: its CUP has the structure of one, its last day does not come before its first,
//! and programmed ≥ admitted ≥ legally binding ≥ disbursed ≥ 0. What no source says is left out.

use jiff::civil::Date;
use protocol::CommandId;
use serde::{Deserialize, Serialize};

use super::dossier::{LINE_MAX, SECTION_MAX};
use super::draft::within;
use super::refusal::Refusal;
use crate::city::{self, Amounts, City, Intervention, LinkedOperation, Programme, ProjectSheet};

/// Most milestones, interventions and linked operations of one project.
pub const LINES_MAX: usize = 40;

/// The sheet. Texts that are not known are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Code of the project in its programme.
    pub code: String,
    /// What it is called there.
    pub name: String,
    /// Programme that pays for it.
    pub programme: String,
    /// Action of that programme.
    pub action: String,
    /// Who carries it out.
    pub implementing_body: String,
    /// Codice Unico di Progetto, fifteen characters.
    pub cup: String,
    /// The officer responsible (RUP).
    pub responsible_officer: String,
    /// First day.
    pub starts: Option<Date>,
    /// Last day.
    pub ends: Option<Date>,
    /// How the money stands.
    pub amounts: Option<Amounts>,
    /// What it is, in short.
    pub summary: String,
    /// How it is governed and kept going.
    pub governance: String,
    /// What is done, in order.
    pub interventions: Vec<Intervention>,
    /// Operations whose buildings, services or people it shares.
    pub linked: Vec<LinkedOperation>,
}

impl Sheet {
    /// The sheet that a city's file has of a project.
    #[must_use]
    pub fn of_city(sheet: &ProjectSheet, city: &City) -> Self {
        let body = city.partner(&sheet.implementing_body);
        Self {
            code: sheet.code.clone(),
            name: sheet.name.clone(),
            programme: sheet.funded_by.clone(),
            action: sheet.action.clone(),
            implementing_body: body.map(|body| body.name.clone()).unwrap_or_default(),
            cup: sheet.cup.clone(),
            responsible_officer: sheet.responsible_officer.clone(),
            starts: Some(sheet.starts),
            ends: Some(sheet.ends),
            amounts: Some(sheet.amounts),
            summary: sheet.summary.clone(),
            governance: sheet.governance.clone(),
            interventions: sheet.interventions.clone(),
            linked: sheet.linked.clone(),
        }
    }

    /// The sheet of a whole programme of a city's file, with its macro-actions as what is done.
    #[must_use]
    pub fn of_programme(programme: &Programme, city: &City) -> Self {
        let body = city.municipality.as_deref().and_then(|slug| city.partner(slug));
        let done = |action: &city::MacroAction| Intervention {
            name: action.name.clone(),
            summary: action.objectives.join(". "),
        };
        Self {
            code: programme.code.clone().unwrap_or_default(),
            name: programme.name.clone(),
            programme: programme.funded_by.clone().unwrap_or_default(),
            implementing_body: body.map(|body| body.name.clone()).unwrap_or_default(),
            summary: programme.mission.clone().unwrap_or_default(),
            interventions: city.macro_actions.iter().map(done).collect(),
            ..Self::default()
        }
    }

    /// Whether it says what an agreement needs: code, who carries it out, who is responsible, first and last day.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let words = [&self.code, &self.implementing_body, &self.responsible_officer];
        words.iter().all(|text| !text.is_empty()) && self.starts.is_some() && self.ends.is_some()
    }

    /// The same with nothing around its texts, when it may be kept.
    pub(super) fn checked(&self) -> Result<Self, Refusal> {
        let mut sheet = self.clone();
        let lines = [
            ("code", &mut sheet.code),
            ("name", &mut sheet.name),
            ("programme", &mut sheet.programme),
            ("action", &mut sheet.action),
            ("body", &mut sheet.implementing_body),
            ("cup", &mut sheet.cup),
            ("officer", &mut sheet.responsible_officer),
        ];
        for (field, text) in lines {
            *text = text.trim().to_owned();
            within(field, text, LINE_MAX)?;
        }
        for (field, text) in
            [("summary", &mut sheet.summary), ("governance", &mut sheet.governance)]
        {
            *text = text.trim().to_owned();
            within(field, text, SECTION_MAX)?;
        }
        sheet.cup = sheet.cup.to_uppercase();
        if !sheet.cup.is_empty() && !city::is_cup(&sheet.cup) {
            return Err(Refusal::BadCup);
        }
        if let (Some(starts), Some(ends)) = (sheet.starts, sheet.ends)
            && ends < starts
        {
            return Err(Refusal::EndBeforeStart("ends"));
        }
        if sheet.amounts.is_some_and(|amounts| !in_order(amounts)) {
            return Err(Refusal::AmountsOutOfOrder);
        }
        if sheet.interventions.len() > LINES_MAX || sheet.linked.len() > LINES_MAX {
            return Err(Refusal::OutOfRange("interventions", LINES_MAX));
        }
        for one in &sheet.interventions {
            within("interventions", &one.name, LINE_MAX)?;
            within("interventions", &one.summary, SECTION_MAX)?;
        }
        if sheet.linked.iter().any(|one| one.code.trim().is_empty() || one.shares.is_empty()) {
            return Err(Refusal::Missing("linked"));
        }
        Ok(sheet)
    }
}

/// Programmed ≥ admitted ≥ legally binding ≥ disbursed ≥ 0 (CAPABILITIES 3.9).
fn in_order(amounts: Amounts) -> bool {
    amounts.programmed_cents >= amounts.admitted_cents
        && amounts.admitted_cents >= amounts.binding_cents
        && amounts.binding_cents >= amounts.disbursed_cents
        && amounts.disbursed_cents >= 0
}

/// Something that is to be reached by a day (tappa).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// The command that planned it.
    pub id: CommandId,
    /// What is to be reached.
    pub name: String,
    /// By when.
    pub due: Date,
    /// When it was.
    pub reached: Option<Date>,
    /// What was said when it was reached; may be empty.
    pub note: String,
}

impl Milestone {
    /// Whether its day went by and it was not reached.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.reached.is_none() && self.due < today
    }
}
