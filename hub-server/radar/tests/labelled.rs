//! The radar against what a person said of the same pairs, before it was written (`labels/`).
//!
//! `docs/radar.md` holds the figures; the test draws them again when they change, and fails.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use radar::{Activity, Index, Kind, Need, Place, Profile, Resource, Set, Target, Verdict};
use serde::Deserialize;

/// The day the labels were written, in days since 1 January 1970: 1 December 2026.
const TODAY: i32 = 20_788;
/// How many a person is shown.
const SHOWN: usize = 3;
/// How long the list is in which a pair must stand to count as found.
const LISTED: usize = 10;

#[derive(Deserialize)]
struct Projects {
    project: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    id: String,
    kind: Kind,
    title: String,
    text: String,
    #[serde(default)]
    targets: Set<Target>,
    #[serde(default)]
    activities: Set<Activity>,
    #[serde(default)]
    needs: Set<Need>,
    #[serde(default)]
    places: Vec<String>,
    #[serde(default)]
    zones: Vec<String>,
    #[serde(default)]
    whole_city: bool,
    from: Option<String>,
    to: Option<String>,
    #[serde(default)]
    partners: Vec<String>,
    #[serde(default)]
    offers: Set<Resource>,
    #[serde(default)]
    looks_for: Set<Resource>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Pairs {
    tuning: Vec<(String, String, Label)>,
    held_out: Vec<(String, String, Label)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Label {
    Overlaps,
    Completes,
    Follows,
    Elsewhere,
    Unrelated,
    Unclear,
}

impl Label {
    fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Overlaps => Some(Verdict::Overlaps),
            Self::Completes => Some(Verdict::Completes),
            Self::Follows => Some(Verdict::Follows),
            Self::Elsewhere => Some(Verdict::Elsewhere),
            Self::Unrelated | Self::Unclear => None,
        }
    }
}

/// The zone of each neighbourhood that the labels name.
fn zone_of(hood: &str) -> &'static str {
    match hood {
        "mompiano" | "casazza" | "borgo-trento" | "sant-eustacchio" => "nord",
        "porta-milano" | "porta-venezia" | "centro-storico-sud" => "centro",
        "fiumicello" | "urago-mella" | "villaggio-violino" | "villaggio-badia" => "ovest",
        "san-polo-case" | "san-polo-parco" | "sanpolino" | "caionvico" | "buffalora-bettole" => {
            "est"
        }
        "lamarmora" | "don-bosco" | "villaggio-sereno" | "chiesanuova-noce-girelli" | "fornaci" => {
            "sud"
        }
        other => panic!("{other} has no zone here"),
    }
}

/// Days since 1 January 1970 of a day like 2026-12-01.
fn day(text: &str) -> i32 {
    let parts: Vec<i32> = text.split('-').map(|part| part.parse().expect("a day")).collect();
    let (year, month, day) = (parts[0], parts[1], parts[2]);
    // Years begin in March here, so that the leap day is the last.
    let year = if month < 3 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year / 4 - year / 100 + year / 400 + of_year - 719_468
}

fn profile(labelled: &Labelled) -> Profile {
    let brescia = |zone: Option<&str>, hood: Option<&str>| Place {
        city: "brescia".to_owned(),
        zone: zone.map(str::to_owned),
        neighbourhood: hood.map(str::to_owned),
    };
    let hoods = labelled.places.iter().map(|hood| brescia(Some(zone_of(hood)), Some(hood)));
    let zones = labelled.zones.iter().map(|zone| match zone.as_str() {
        "bologna" | "venezia" => Place { city: zone.clone(), zone: None, neighbourhood: None },
        zone => brescia(Some(zone), None),
    });
    let whole = labelled.whole_city.then(|| brescia(None, None));
    Profile {
        kind: labelled.kind,
        text: format!("{}. {}", labelled.title, labelled.text),
        targets: labelled.targets,
        activities: labelled.activities,
        needs: labelled.needs,
        places: hoods.chain(zones).chain(whole).collect(),
        from_day: labelled.from.as_deref().map(day),
        to_day: labelled.to.as_deref().map(day),
        partners: labelled.partners.clone(),
        offers: labelled.offers,
        looks_for: labelled.looks_for,
    }
}

struct Labels {
    profiles: BTreeMap<String, Profile>,
    index: Index,
    tuning: Vec<(String, String, Label)>,
    held_out: Vec<(String, String, Label)>,
}

fn read() -> Labels {
    let projects: Projects =
        toml::from_str(include_str!("../labels/projects.toml")).expect("projects");
    let pairs: Pairs = toml::from_str(include_str!("../labels/pairs.toml")).expect("pairs");
    let profiles: BTreeMap<String, Profile> =
        projects.project.iter().map(|one| (one.id.clone(), profile(one))).collect();
    let mut index = Index::new();
    for (id, profile) in &profiles {
        index.put(id, profile);
    }
    Labels { profiles, index, tuning: pairs.tuning, held_out: pairs.held_out }
}

impl Labels {
    fn label(&self, one: &str, other: &str) -> Label {
        let all = self.tuning.iter().chain(&self.held_out);
        let mut same = all.filter(|(a, b, _)| (a == one && b == other) || (a == other && b == one));
        same.next().map_or(Label::Unrelated, |(_, _, label)| *label)
    }

    fn near(&self, id: &str, most: usize) -> Vec<radar::Near> {
        self.index.near(&self.profiles[id], Some(id), TODAY, most)
    }
}

#[derive(Default)]
struct Figures {
    shown: usize,
    right: usize,
    with_verdict: usize,
    /// Verdict → labelled so (from both sides), found at all, found with that verdict.
    recall: BTreeMap<Verdict, (usize, usize, usize)>,
    mistakes: String,
}

fn figures(set: &Labels, part: &[(String, String, Label)]) -> Figures {
    let mut figures = Figures::default();
    let asked: std::collections::BTreeSet<&String> =
        part.iter().flat_map(|(one, other, _)| [one, other]).collect();
    for id in asked {
        for near in set.near(id, SHOWN) {
            let label = set.label(id, &near.id);
            if label == Label::Unclear {
                continue;
            }
            figures.shown += 1;
            figures.right += usize::from(label != Label::Unrelated);
            figures.with_verdict += usize::from(label.verdict() == Some(near.judgement.verdict));
            if label.verdict() != Some(near.judgement.verdict) {
                let told = (near.judgement.verdict, near.judgement.score);
                let _ = writeln!(figures.mistakes, "{id} ~ {}: {told:?}, is {label:?}", near.id);
            }
        }
    }
    for (one, other, label) in part {
        let Some(verdict) = label.verdict() else { continue };
        for (one, other) in [(one, other), (other, one)] {
            let near = set.near(one, LISTED);
            let told = near.iter().find(|near| near.id == *other);
            let told = told.map(|near| near.judgement.verdict);
            let (all, found, so) = figures.recall.entry(verdict).or_default();
            *all += 1;
            *found += usize::from(told.is_some());
            *so += usize::from(told == Some(verdict));
            if told != Some(verdict) {
                let _ = writeln!(figures.mistakes, "{one} → {other}: {told:?}, is {label:?}");
            }
        }
    }
    figures
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

fn drawn(set: &Labels) -> String {
    let mut text = String::from("| | tuning | held out |\n| --- | --- | --- |\n");
    let parts = [figures(set, &set.tuning), figures(set, &set.held_out)];
    let mut row = |name: &str, cell: &dyn Fn(&Figures) -> (usize, usize)| {
        let cells = parts.each_ref().map(|part| {
            let (part, whole) = cell(part);
            format!("{:.2} ({part} of {whole})", share(part, whole))
        });
        let _ = writeln!(text, "| {name} | {} | {} |", cells[0], cells[1]);
    };
    row("precision at 3: shown and related", &|part| (part.right, part.shown));
    row("shown, related, and with the right verdict", &|part| (part.with_verdict, part.shown));
    for verdict in Verdict::ALL {
        let slug = verdict.slug();
        row(&format!("recall, {slug}: found"), &|part| {
            let (all, found, _) = part.recall.get(&verdict).copied().unwrap_or_default();
            (found, all)
        });
        row(&format!("recall, {slug}: found and called so"), &|part| {
            let (all, _, so) = part.recall.get(&verdict).copied().unwrap_or_default();
            (so, all)
        });
    }
    text
}

#[test]
fn the_radar_says_of_most_pairs_what_a_person_said() {
    let set = read();
    let (tuning, held_out) = (figures(&set, &set.tuning), figures(&set, &set.held_out));
    if std::env::var_os("RADAR_MISTAKES").is_some() {
        println!("{}", tuning.mistakes);
    }
    for (name, part) in [("tuning", &tuning), ("held-out", &held_out)] {
        let precision = share(part.right, part.shown);
        assert!(precision >= 0.8, "precision at {SHOWN}, {name}: {precision}");
        for (verdict, (all, _, so)) in &part.recall {
            let recall = share(*so, *all);
            assert!(recall >= 0.6, "recall of {verdict:?}, {name}: {recall}");
        }
    }
}

#[test]
fn the_figures_in_the_docs_are_those_of_this_radar() {
    const BEGIN: &str = "<!-- figures -->\n";
    const END: &str = "<!-- end -->";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/radar.md");
    let page = std::fs::read_to_string(path).expect("docs/radar.md");
    let (before, rest) = page.split_once(BEGIN).expect("a mark before the figures");
    let (kept, after) = rest.split_once(END).expect("a mark after the figures");
    let drawn = drawn(&read());
    if kept != drawn {
        std::fs::write(path, format!("{before}{BEGIN}{drawn}{END}{after}")).expect("written");
        panic!("docs/radar.md had other figures; it has been drawn again");
    }
}
