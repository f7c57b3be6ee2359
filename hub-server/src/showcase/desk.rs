//! A promoted project of the desk, as everybody sees it (CAPABILITIES E12, E17, E19, E26).
//!
//! Always true: what stands here was handed in by organisations, written on the sheet or signed at central. Whoever left
//! the idea, counselled, scored or was in conflict is not in it, and what was given in confidence is not either: costs,
//! the plan for afterwards and the words of additions stay at the desk.

use super::{Done, Kind, OfDesk, Reach, Shown, Taken, slug_of};
use crate::city::City;
use crate::desk::dossier::Section;
use crate::desk::lifecycle::Step;
use crate::desk::project::Project;
use crate::network::antennae;

/// Parts of the text that everybody reads.
pub const PUBLIC_PARTS: [Section; 3] = [Section::Need, Section::Action, Section::Measure];

/// The name of a project in addresses: that of the city's sheet with the same code, or its id, which never changes.
pub(super) fn slug(city: &City, project: &Project) -> String {
    let code = project.sheet.as_ref().map_or("", |sheet| sheet.code.as_str());
    let known = city.project_sheets.iter().any(|sheet| sheet.code == code);
    if known { slug_of(code) } else { project.id.to_string() }
}

pub(super) fn of(city: &City, project: &Project) -> Shown {
    let (sheet, dossier) = (project.sheet.clone().unwrap_or_default(), &project.dossier);
    let outline = &dossier.outline;
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let title = said(&sheet.name).unwrap_or_else(|| outline.title.clone());
    let text = |section: &Section| dossier.sections.get(section).cloned().unwrap_or_default();
    // Before there is a sheet, the first sentence about the need says what it is.
    let summary = said(&sheet.summary).unwrap_or_else(|| first_sentence(&text(&Section::Need)));
    let texts = PUBLIC_PARTS.iter().map(|section| (*section, text(section)));
    let funders = [sheet.programme.as_str(), &sheet.action];
    let funders: Vec<&str> = funders.into_iter().filter(|text| !text.is_empty()).collect();
    let body = said(&sheet.implementing_body)
        .or_else(|| dossier.partners.first().map(|partner| partner.name.clone()));
    let measured = dossier.measures.iter().map(|one| match one.target.trim() {
        "" => one.name.clone(),
        target => format!("{}: {target}", one.name),
    });
    let did = sheet.interventions.iter();
    let did = did.map(|one| Done { name: one.name.clone(), text: one.summary.clone() });
    let linked = sheet.linked.iter().map(|one| (one.code.clone(), one.shares.clone()));
    Shown {
        slug: slug(city, project),

        code: said(&sheet.code),
        cup: said(&sheet.cup),
        body,
        officer: said(&sheet.responsible_officer),
        funded_by: said(&funders.join(", ")),
        starts: sheet.starts.or(outline.from),
        ends: sheet.ends.or(outline.to),
        amounts: sheet.amounts,
        goals: measured.filter(|text| !text.is_empty()).collect(),
        did: did.collect(),
        governance: said(&sheet.governance),
        places: if outline.whole_city {
            Vec::new()
        } else {
            outline.places.iter().map(|hood| hood.as_str().to_owned()).collect()
        },
        linked: linked.collect(),
        part_of: project.sites.first().map(|site| slug_of(site.as_str())),
        desk: Some(Box::new(OfDesk {
            id: project.id,
            held: project.page_held,
            targets: outline.targets.iter().collect(),
            activities: outline.activities.iter().collect(),
            partners: dossier.partners.iter().map(|one| one.name.clone()).collect(),
            // Nothing is told twice: a sheet often begins as a part of the text.
            texts: texts.filter(|(_, text)| !text.is_empty() && *text != summary).collect(),
            milestones: project
                .milestones
                .iter()
                .map(|one| Reach {
                    name: one.name.clone(),
                    due: one.due,
                    reached: one.reached,
                    note: one.note.clone(),
                })
                .collect(),
            steps: steps(city, project),
            decision: project
                .signed
                .as_ref()
                .map(|signed| signed.reason.clone())
                .unwrap_or_default(),
        })),
        summary,
        ..Shown::named(Kind::Project, "", &title)
    }
}

fn first_sentence(text: &str) -> String {
    let end = text.find(['.', '!', '?', '\n']).map_or(text.len(), |at| at + 1);
    text[..end].trim().to_owned()
}

/// From the day it was received: steps of central by the day they were signed, those after the promotion by the day they
/// count from. What was asked, answered, put off or turned down on the way stays between desk and authors.
fn steps(city: &City, project: &Project) -> Vec<Taken> {
    let open = |step: Step| matches!(step, Step::Receive | Step::Admit | Step::Promote);
    let signed = project.steps.iter().filter(|(step, _)| open(*step));
    let signed = signed.map(|(step, at_ms)| Taken {
        step: *step,
        on: antennae::today(city, *at_ms),
        words: String::new(),
    });
    let after = project.notes.iter();
    let after = after.map(|note| Taken { step: note.step, on: note.on, words: note.words.clone() });
    signed.chain(after).collect()
}
