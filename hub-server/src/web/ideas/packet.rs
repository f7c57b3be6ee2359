//! What the committee has in hand when it decides (CAPABILITIES E13): the whole project, what was found beside it, the
//! three requirements, the scores with their spread, as a file to print.
//!
//! Always true: whoever is in conflict gets no packet, nor does whoever has yet to declare that they are in none; and
//! whoever may not see the others' scores yet gets it without them.

use protocol::{ProjectId, StaffId};

use super::super::page::{Page, Section};
use super::super::paper;
use super::super::visit::{At, Outcome, Visit};
use super::life::sheet_facts;
use super::page::{euros, told};
use super::project::{beside, criterion, facts, one, parts, tenths};
use super::{must_read, near, panel};
use crate::desk::check::Requirement;
use crate::desk::project::Project;
use crate::pdf::Part;
use crate::people;

fn fact(parts: &mut Vec<Part>, name: String, value: String) {
    if !value.is_empty() {
        parts.push(Part::Fact(name, value));
    }
}

fn requirements(page: &Page, project: &Project, out: &mut Vec<Part>) {
    let w = page.w;
    out.push(Part::Heading(w.t("desk-checks")));
    let signed = project.admissibility.iter().flatten();
    let signed: Vec<_> = signed.map(|(one, judged)| (*one, judged.clone())).collect();
    let open = Requirement::ALL.into_iter();
    let open = open.filter_map(|one| Some((one, project.judged.get(&one)?.clone())));
    let all = if signed.is_empty() { open.collect() } else { signed };
    for (one, judged) in all {
        let answer = w.of("desk-answer", judged.answer.slug());
        let text =
            if judged.reason.is_empty() { answer } else { format!("{answer}. {}", judged.reason) };
        out.push(Part::Fact(w.of("desk-requirement", one.slug()), text));
    }
}

/// The scores as a table: who, each criterion, the mean.
fn scores(page: &Page, project: &Project, names: &[(StaffId, String)], out: &mut Vec<Part>) {
    let w = page.w;
    let Some((mean, spread)) = project.mean_and_spread_tenths() else { return };
    out.push(Part::Heading(w.t("desk-packet-scores")));
    let mut head = vec![w.t("desk-packet-evaluator")];
    head.extend(project.rules.criteria.iter().map(|one| criterion(w, one)));
    head.push(w.t("desk-packet-mean"));
    let counted = project.evaluators.iter().filter(|one| !one.recused && !one.scores.is_empty());
    let rows = counted.map(|one| {
        let name = names.iter().find(|(staff, _)| *staff == one.staff);
        let mut row = vec![name.map(|(_, name)| name.clone()).unwrap_or_default()];
        for criterion in &project.rules.criteria {
            let slug = criterion.slug.as_str();
            let score = one.scores.iter().find(|score| score.criterion.as_str() == slug);
            row.push(score.map(|score| score.points.to_string()).unwrap_or_default());
        }
        row.push(one.mean_tenths(&project.rules).map(tenths).unwrap_or_default());
        row
    });
    let rows = rows.collect();
    out.push(Part::Table(head, rows));
    let recused = project.evaluators.iter().filter(|one| one.recused).count();
    out.push(Part::Text(w.all(
        "desk-mean",
        &[("points", tenths(mean).as_str()), ("max", &project.rules.score_max.to_string())],
    )));
    let apart =
        if spread >= project.rules.spread_points * 10 { "desk-spread" } else { "desk-apart" };
    out.push(Part::Text(w.a(apart, "points", tenths(spread))));
    if recused > 0 {
        out.push(Part::Text(w.n("desk-packet-recused", recused)));
    }
    let counted = project.means_tenths().len().to_string();
    let quorum = [("has", counted.as_str()), ("least", &project.rules.quorum.to_string())];
    out.push(Part::Text(w.all("desk-quorum", &quorum)));
}

pub(super) async fn packet(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let project = one(&visit, id).await?;
    must_read(&visit, &project)?;
    let page = Page::of(&visit, Section::Projects, "desk-packet").await;
    let w = page.w;
    let me = visit.me()?.staff;
    let rows = beside(&visit, &page, &project).await?;
    let mut db = visit.app.node.store.read().await?;
    let staff = people::queries::members(&mut db, visit.app.node.id()).await?;
    let found = match page.city.as_deref() {
        Some(city) => {
            let profile = crate::desk::near::of_dossier(&project.dossier, project.state, city);
            let today = crate::network::antennae::today(city, visit.app.node.now_ms());
            let itself = project.idea.to_string();
            let found = visit.app.node.radar.near(&profile, Some(&itself), today, near::SHOWN);
            near::lines(&page, &mut db, found, &project.dossier.partners).await?
        }
        None => Vec::new(),
    };
    let (taken, _) = panel::of(&visit, &page, &mut db, &project).await?;
    drop(db);
    let names: Vec<(StaffId, String)> =
        staff.into_iter().map(|one| (one.staff, one.display_name.unwrap_or_default())).collect();
    let dossier = &project.dossier;
    let mut out = vec![
        Part::Large(dossier.outline.title.clone()),
        Part::Fact(w.t("desk-packet-state"), w.of("desk-state", project.state.slug())),
        Part::Fact(w.t("desk-packet-hub"), page.node_name(project.hub.as_str())),
    ];
    for (name, value) in facts(&page, &project.dossier.outline) {
        fact(&mut out, name, value);
    }
    let partners: Vec<&str> = dossier.partners.iter().map(|one| one.name.as_str()).collect();
    fact(&mut out, w.t("desk-partners"), partners.join(", "));
    for part in parts(&page, dossier) {
        out.push(Part::Heading(part.name));
        out.push(Part::Text(part.text));
    }
    out.push(Part::Heading(w.t("desk-budget")));
    out.push(Part::Fact(w.t("desk-cost"), euros(dossier.budget.cost_cents)));
    for (income, cents) in &dossier.budget.income_cents {
        out.push(Part::Fact(w.of("desk-income", income.slug()), euros(*cents)));
    }
    out.push(Part::Heading(w.t("desk-measures")));
    for one in &dossier.measures {
        let text = format!("{} → {}. {}", one.baseline, one.target, one.how);
        out.push(Part::Fact(one.name.clone(), text));
    }
    for one in &project.additions {
        out.push(Part::Heading(w.t("desk-additions")));
        out.push(Part::Text(one.asked.clone()));
        fact(
            &mut out,
            w.a("desk-asked-until", "day", page.times.date(one.until)),
            one.told.clone().unwrap_or_else(|| w.t("desk-lapsed")),
        );
    }
    requirements(&page, &project, &mut out);
    out.push(Part::Heading(w.t("desk-near")));
    for one in &found {
        out.push(Part::Fact(format!("{}: {}", one.verdict, one.title), one.because.clone()));
    }
    for row in &rows {
        out.push(Part::Fact(format!("{}: {}", row.action, row.title), row.why.clone()));
    }
    if project.shows_scores_to(me) {
        scores(&page, &project, &names, &mut out);
    }
    if !taken.is_empty() {
        out.push(Part::Heading(w.t("desk-of-bodies")));
        for one in &taken {
            out.push(Part::Fact(format!("{}: {}", one.outcome, one.title), one.words.clone()));
        }
    }
    for one in told(&page, &project) {
        out.push(Part::Fact(format!("{}: {}", one.what, one.tag), one.why));
    }
    let by = project.signed.as_ref().and_then(|signed| signed.by);
    fact(&mut out, w.t("desk-rests-on"), panel::rests_on(by, &taken));
    if let Some(sheet) = &project.sheet {
        out.push(Part::Heading(w.t("desk-sheet-title")));
        for (name, value) in sheet_facts(&page, sheet) {
            fact(&mut out, name, value);
        }
    }
    for (_, text) in &project.absorbed {
        out.push(Part::Heading(w.a("desk-absorbed", "title", &text.outline.title)));
        for part in parts(&page, text) {
            fact(&mut out, part.name, part.text);
        }
    }
    out.push(Part::Space(2));
    out.push(Part::Signature(w.t("desk-packet-sign")));
    let sheet = paper::sheet(&page, w.t("desk-packet"), out);
    paper::file(&sheet, "fascicolo")
}
