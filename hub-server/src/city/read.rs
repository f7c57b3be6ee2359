//! The keys of a city file, table by table.
//!
//! Always true: each function lists the keys of one table, once, in the order of the struct it fills; settings the
//! file leaves out come from `base`. Deliberately absent: positions and messages (see `fields`), and the shape of
//! single values (see `values`).

use super::concierge;
use super::desk::{self, DeskVisits, Evaluation};
use super::fields::Fields;
use super::mistake::{MistakeKind, Named};
use super::schema::{
    Agency, Amounts, Body, BodyKind, Calendar, Category, CircleDeadlines, City, CouncilSize,
    DiaryRules, HubPlace, Indicator, Intervention, Level, LinkedOperation, MacroAction,
    Neighbourhood, NeighbourhoodCouncil, OpenSpan, Partner, PartnerRole, Programme, ProjectSheet,
    Requirement, Service, Shared, TargetGroup, Topic, WeekHours, WorkSite, YearlyDay, Zone,
};
use super::tasks;
use super::territory;
use super::values::{
    cup, date, flag, language, line, line_or_nothing, month, number, open_span, prose, slip_prefix,
    slug, time_zone, word_of, yearly_day,
};

use crate::requests::matching::Weights;

/// Opening hours within which a request should be closed, when its category does not say.
const DEADLINE_OPEN_H: u32 = 16;
/// The same for an urgent request.
const URGENT_DEADLINE_OPEN_H: u32 = 4;

/// What the software needs to know and a city may leave as it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    pub(super) languages: Vec<String>,
    pub(super) calendar: Calendar,
    pub(super) circles: CircleDeadlines,
    pub(super) diary: DiaryRules,
    pub(super) opening: WeekHours,
    pub(super) categories: Vec<Category>,
    pub(super) matching: Weights,
    pub(super) services: Vec<Service>,
    pub(super) activity_topics: Vec<Topic>,
    pub(super) indicators: Vec<Indicator>,
    pub(super) evaluation: Evaluation,
    pub(super) project_desk: DeskVisits,
}

pub(super) fn city(f: &mut Fields<'_, '_>, base: &Settings) -> City {
    let settings = settings(f, base);
    let zones = f.each("zone", zone);
    let routes = concierge::routes(f, &zones);
    City {
        slug: f.one("slug", slug),
        name: f.one("name", line),
        municipality: f.maybe_link("municipality", Named::Partner),
        hubs: f.each("hub", |f| hub(f, &zones, &settings.opening)),
        idea_themes: f.each("idea_theme", |f| topic(f, Named::IdeaTheme)),
        programmes: f.each("programme", programme),
        requirements: f.each("requirement", requirement),
        partners: f.each("partner", partner),
        target_groups: f.each("target_group", target_group),
        work_sites: f.each("work_site", work_site),
        agencies: f.each("agency", agency),
        bodies: f.each("body", body),
        macro_actions: f.each("macro_action", macro_action),
        project_sheets: f.each("project_sheet", project_sheet),
        neighbourhood_council: f.table("neighbourhood_council", neighbourhood_council),
        reorganisations: f.each("reorganisation", territory::reorganisation),
        past: Vec::new(),
        zones,
        routes,
        task_rules: tasks::task_rules(f),
        languages: settings.languages,
        calendar: settings.calendar,
        circles: settings.circles,
        diary: settings.diary,
        categories: settings.categories,
        matching: settings.matching,
        services: settings.services,
        activity_topics: settings.activity_topics,
        indicators: settings.indicators,
        evaluation: settings.evaluation,
        project_desk: settings.project_desk,
    }
}

pub(super) fn settings(f: &mut Fields<'_, '_>, base: &Settings) -> Settings {
    Settings {
        // First, because words may be written only in the languages of this list.
        languages: languages(f, &base.languages),
        calendar: f
            .table("calendar", |f| calendar(f, &base.calendar))
            .unwrap_or_else(|| base.calendar.clone()),
        circles: f.table("circles", |f| circles(f, base.circles)).unwrap_or(base.circles),
        diary: f.table("diary", |f| diary(f, base.diary)).unwrap_or(base.diary),
        opening: f.table("opening", week_hours).unwrap_or_else(|| base.opening.clone()),
        categories: categories(f, &base.categories),
        matching: f.table("matching", |f| weights(f, base.matching)).unwrap_or(base.matching),
        services: services(f, &base.services),
        activity_topics: activity_topics(f, &base.activity_topics),
        indicators: indicators(f, &base.indicators),
        evaluation: f
            .table("evaluation", |f| desk::evaluation(f, &base.evaluation))
            .unwrap_or_else(|| base.evaluation.clone()),
        project_desk: f
            .table("project_desk", |f| desk::visits(f, &base.project_desk))
            .unwrap_or_else(|| base.project_desk.clone()),
    }
}

fn languages(f: &mut Fields<'_, '_>, base: &[String]) -> Vec<String> {
    const KEY: &str = "languages";
    let mut languages = base.to_vec();
    let written = f.items(KEY, language);
    if f.has(KEY) {
        languages.clear();
        for (tag, at) in written {
            f.reader.define(Named::Language, &tag, at);
            languages.push(tag);
        }
        if !languages.iter().any(|tag| tag == "it") {
            let of = f.label();
            f.report_at(KEY, MistakeKind::NoItalian { key: KEY, of });
        }
    }
    f.reader.languages.clone_from(&languages);
    languages
}

fn calendar(f: &mut Fields<'_, '_>, base: &Calendar) -> Calendar {
    Calendar {
        time_zone: f.maybe("time_zone", time_zone).unwrap_or_else(|| base.time_zone.clone()),
        public_holidays: f.maybe("public_holidays", flag).unwrap_or(base.public_holidays),
        patron: f.table("patron", named_day),
        local_holidays: f.each("local_holiday", named_day),
        closed: f.many("closed", date),
    }
}

fn named_day(f: &mut Fields<'_, '_>) -> YearlyDay {
    let name = f.one("name", line);
    YearlyDay { name, ..f.one("day", yearly_day) }
}

fn circles(f: &mut Fields<'_, '_>, base: CircleDeadlines) -> CircleDeadlines {
    const A_WEEK_MIN: u32 = 7 * 24 * 60;
    let minutes = number(1..=A_WEEK_MIN);
    CircleDeadlines {
        named_antenna_min: f.maybe("named_antenna_min", &minutes).unwrap_or(base.named_antenna_min),
        neighbourhood_min: f.maybe("neighbourhood_min", &minutes).unwrap_or(base.neighbourhood_min),
        zone_min: f.maybe("zone_min", &minutes).unwrap_or(base.zone_min),
    }
}

fn diary(f: &mut Fields<'_, '_>, base: DiaryRules) -> DiaryRules {
    let few = number(1..=60_u32);
    let refused_after_days =
        f.maybe("refused_after_days", number(1..=366_u32)).unwrap_or(base.refused_after_days);
    DiaryRules {
        late_after_days: f
            .maybe("late_after_days", number(0..=refused_after_days))
            .unwrap_or(base.late_after_days.min(refused_after_days)),
        refused_after_days,
        silent_after_days: f.maybe("silent_after_days", &few).unwrap_or(base.silent_after_days),
        follow_up_days: f.maybe("follow_up_days", &few).unwrap_or(base.follow_up_days),
        km_cents: f.maybe("km_cents", number(0..=500_u32)).unwrap_or(base.km_cents),
        escalate_after_h: f
            .maybe("escalate_after_h", number(1..=720_u32))
            .unwrap_or(base.escalate_after_h),
    }
}

pub(super) fn week_hours(f: &mut Fields<'_, '_>) -> WeekHours {
    let mistakes_before = f.reader.found.len();
    let week = WeekHours {
        mon: day_hours(f, "mon"),
        tue: day_hours(f, "tue"),
        wed: day_hours(f, "wed"),
        thu: day_hours(f, "thu"),
        fri: day_hours(f, "fri"),
        sat: day_hours(f, "sat"),
        sun: day_hours(f, "sun"),
    };
    // Hours that could not be read are reported already, and are not the same as hours nobody wrote.
    if week == WeekHours::default() && f.reader.found.len() == mistakes_before {
        let of = f.label();
        f.report_here(MistakeKind::NeverOpen { of });
    }
    week
}

fn day_hours(f: &mut Fields<'_, '_>, day: &'static str) -> Vec<OpenSpan> {
    let mut spans: Vec<OpenSpan> = Vec::new();
    for (span, at) in f.items(day, open_span) {
        let overlaps = spans
            .iter()
            .any(|other| span.opens_min < other.closes_min && other.opens_min < span.closes_min);
        if overlaps {
            f.reader.report(at, MistakeKind::OverlappingHours { value: span.to_string() });
        } else {
            spans.push(span);
        }
    }
    spans.sort_by_key(|span| span.opens_min);
    spans
}

fn categories(f: &mut Fields<'_, '_>, base: &[Category]) -> Vec<Category> {
    let mut all = f.each("category", category);
    if !f.has("category") {
        for category in base {
            // None of these stands in this file, so that nothing can clash with them.
            f.reader.define(Named::Category, &category.slug, 0);
        }
        all = base.to_vec();
    }
    concierge::moderations(f, &mut all);
    all
}

fn category(f: &mut Fields<'_, '_>) -> Category {
    const LONGEST_OPEN_H: u32 = 400;
    let slug_text = f.slug(Named::Category);
    let parent = f.maybe_link("parent", Named::Category);
    f.place_inside("parent", Named::Category, &slug_text, parent.as_deref());
    let deadline_open_h =
        f.maybe("deadline_open_h", number(1..=LONGEST_OPEN_H)).unwrap_or(DEADLINE_OPEN_H);
    let home_visit = f.maybe("home_visit", flag).unwrap_or_default();
    Category {
        slug: slug_text,
        parent,
        icon: f.one("icon", slug),
        name: f.words("name"),
        hint: f.maybe_words("hint"),
        deadline_open_h,
        urgent_deadline_open_h: f
            .maybe("urgent_deadline_open_h", number(1..=deadline_open_h))
            .unwrap_or(deadline_open_h.min(URGENT_DEADLINE_OPEN_H)),
        home_visit,
        moderation: concierge::moderation(f, home_visit),
        first_visit_by_two: f.maybe("first_visit_by_two", flag).unwrap_or_default(),
        questions: f.many_words("questions"),
    }
}

fn weights(f: &mut Fields<'_, '_>, base: Weights) -> Weights {
    let points = number(0..=1_000_u16);
    Weights {
        skill: f.maybe("skill", &points).unwrap_or(base.skill),
        near: f.maybe("near", &points).unwrap_or(base.near),
        per_km: f.maybe("per_km", &points).unwrap_or(base.per_km),
        language: f.maybe("language", &points).unwrap_or(base.language),
        free: f.maybe("free", &points).unwrap_or(base.free),
        present: f.maybe("present", &points).unwrap_or(base.present),
        known: f.maybe("known", &points).unwrap_or(base.known),
        trust: f.maybe("trust", &points).unwrap_or(base.trust),
        usual: f.maybe("usual", &points).unwrap_or(base.usual),
        load: f.maybe("load", &points).unwrap_or(base.load),
    }
}

fn services(f: &mut Fields<'_, '_>, base: &[Service]) -> Vec<Service> {
    let own = f.each("service", |f| Service {
        slug: f.slug(Named::Service),
        name: f.words("name"),
        hint: f.maybe_words("hint"),
        contact: f.maybe("contact", line_or_nothing).unwrap_or_default(),
    });
    if f.has("service") { own } else { base.to_vec() }
}

fn activity_topics(f: &mut Fields<'_, '_>, base: &[Topic]) -> Vec<Topic> {
    let own = f.each("activity_topic", |f| topic(f, Named::ActivityTopic));
    if f.has("activity_topic") { own } else { base.to_vec() }
}

fn indicators(f: &mut Fields<'_, '_>, base: &[Indicator]) -> Vec<Indicator> {
    let own = f.each("indicator", |f| Indicator {
        slug: f.slug(Named::Indicator),
        name: f.words("name"),
        unit: f.words("unit"),
    });
    if f.has("indicator") { own } else { base.to_vec() }
}

/// The icon of a topic whose file names none.
const TOPIC_ICON: &str = "lightbulb";

fn topic(f: &mut Fields<'_, '_>, what: Named) -> Topic {
    Topic {
        slug: f.slug(what),
        icon: f.maybe("icon", slug).unwrap_or_else(|| TOPIC_ICON.to_owned()),
        name: f.words("name"),
        body: f.maybe_link("body", Named::Body),
        work_site: f.maybe_link("work_site", Named::WorkSite),
    }
}

fn zone(f: &mut Fields<'_, '_>) -> Zone {
    let zone = Zone {
        slug: f.slug(Named::Zone),
        name: f.one("name", line),
        neighbourhoods: f.each("neighbourhood", |f| Neighbourhood {
            slug: f.slug(Named::Neighbourhood),
            name: f.one("name", line),
            at: f.maybe("at", concierge::point),
        }),
    };
    f.at_least_one("neighbourhood");
    zone
}

fn hub(f: &mut Fields<'_, '_>, zones: &[Zone], opening: &WeekHours) -> HubPlace {
    let neighbourhood = f.link("neighbourhood", Named::Neighbourhood);
    let its_zone = zones
        .iter()
        .find(|zone| zone.neighbourhoods.iter().any(|place| place.slug == neighbourhood));
    let zones_listed = f.links("serves_zones", Named::Zone);
    let listed = f.links("serves", Named::Neighbourhood);

    let mut served: Vec<String> = Vec::new();
    let by_zone = zones_listed
        .iter()
        .filter_map(|slug| zones.iter().find(|zone| zone.slug == *slug))
        .flat_map(|zone| zone.neighbourhoods.iter().map(|place| &place.slug));
    for slug in by_zone.chain(&listed) {
        if !served.contains(slug) {
            served.push(slug.clone());
        }
    }
    if !f.has("serves_zones") && !f.has("serves") {
        served.push(neighbourhood.clone());
    }

    let opening = f.table("opening", week_hours).unwrap_or_else(|| opening.clone());
    HubPlace {
        slug: f.slug(Named::Hub),
        name: f.one("name", line),
        address: f.maybe("address", line_or_nothing).unwrap_or_default(),
        step_free: f.maybe("step_free", flag),
        zone: its_zone.map(|zone| zone.slug.clone()).unwrap_or_default(),
        neighbourhood,
        slip_prefix: f.unique("slip_prefix", Named::SlipPrefix, slip_prefix),
        served,
        categories: f.links("categories", Named::Category),
        services: concierge::hub_services(f, &opening),
        project_desk: f.table("project_desk", week_hours).unwrap_or_default(),
        opening,
    }
}

fn programme(f: &mut Fields<'_, '_>) -> Programme {
    Programme {
        slug: f.slug(Named::Programme),
        name: f.one("name", line),
        code: f.maybe("code", line),
        funded_by: f.maybe("funded_by", line),
        mission: f.maybe("mission", prose),
        goals: f.many("goals", line),
        strategy: f.many("strategy", line),
        started: f.maybe("started", month),
        duration_months: f.maybe("duration_months", number(1..=600)),
    }
}

fn requirement(f: &mut Fields<'_, '_>) -> Requirement {
    Requirement {
        slug: f.slug(Named::Requirement),
        name: f.one("name", line),
        programme: f.link("programme", Named::Programme),
    }
}

fn partner(f: &mut Fields<'_, '_>) -> Partner {
    const ROLES: &[(&str, PartnerRole)] = &[
        ("lead", PartnerRole::Lead),
        ("partner", PartnerRole::Partner),
        ("funder", PartnerRole::Funder),
        ("network", PartnerRole::Network),
    ];
    let partner = Partner {
        slug: f.slug(Named::Partner),
        name: f.one("name", line),
        roles: f.many("roles", word_of(ROLES)),
    };
    f.at_least_one("roles");
    partner
}

fn target_group(f: &mut Fields<'_, '_>) -> TargetGroup {
    const OLDEST: u8 = 120;
    let from_age = f.maybe("from_age", number(0..=OLDEST));
    TargetGroup {
        slug: f.slug(Named::TargetGroup),
        name: f.one("name", line),
        from_age,
        to_age: f.maybe("to_age", number(from_age.unwrap_or(0)..=OLDEST)),
    }
}

fn work_site(f: &mut Fields<'_, '_>) -> WorkSite {
    let site = WorkSite {
        slug: f.slug(Named::WorkSite),
        name: f.one("name", line),
        aim: f.one("aim", prose),
        targets: f.links("targets", Named::TargetGroup),
    };
    f.at_least_one("targets");
    site
}

fn agency(f: &mut Fields<'_, '_>) -> Agency {
    let agency = Agency {
        slug: f.slug(Named::Agency),
        name: f.one("name", line),
        task: f.one("task", prose),
        referents: f.links("referents", Named::Partner),
    };
    f.at_least_one("referents");
    agency
}

fn body(f: &mut Fields<'_, '_>) -> Body {
    const KINDS: &[(&str, BodyKind)] = &[
        ("committee", BodyKind::Committee),
        ("council", BodyKind::Council),
        ("assembly", BodyKind::Assembly),
        ("board", BodyKind::Board),
        ("table", BodyKind::Table),
        ("working-group", BodyKind::WorkingGroup),
        ("staff", BodyKind::Staff),
        ("technical-structure", BodyKind::TechnicalStructure),
    ];
    const LEVELS: &[(&str, Level)] = &[
        ("strategic", Level::Strategic),
        ("operational", Level::Operational),
        ("coordination", Level::Coordination),
    ];
    let slug = f.slug(Named::Body);
    let inside = f.maybe_link("inside", Named::Body);
    f.place_inside("inside", Named::Body, &slug, inside.as_deref());
    Body {
        slug,
        name: f.one("name", line),
        kind: f.one("kind", word_of(KINDS)),
        inside,
        level: f.maybe("level", word_of(LEVELS)),
        task: f.maybe("task", prose).unwrap_or_default(),
        means: f.many("means", line),
        convened_by: f.links("convened_by", Named::Partner),
        open_to: f.many("open_to", line),
    }
}

fn macro_action(f: &mut Fields<'_, '_>) -> MacroAction {
    let number_found = f.one_or_none("number", number(1..=99_u32));
    if let Some(number) = number_found {
        let at = f.place_of("number");
        f.reader.define(Named::MacroActionNumber, &number.to_string(), at);
    }
    let action = MacroAction {
        slug: f.slug(Named::MacroAction),
        number: number_found.unwrap_or_default(),
        name: f.one("name", line),
        objectives: f.many("objectives", line),
        activities: f.many("activities", line),
        outcome: f.maybe("outcome", line),
    };
    f.at_least_one("objectives");
    action
}

fn project_sheet(f: &mut Fields<'_, '_>) -> ProjectSheet {
    let starts = f.one_or_none("starts", date);
    let ends = f.one_or_none("ends", date);
    if let (Some(starts), Some(ends)) = (starts, ends)
        && ends < starts
    {
        f.report_at("ends", MistakeKind::EndBeforeStart { end: "ends", start: "starts" });
    }
    ProjectSheet {
        code: f.unique("code", Named::ProjectSheet, line),
        name: f.one("name", line),
        funded_by: f.one("funded_by", line),
        action: f.one("action", line),
        implementing_body: f.link("implementing_body", Named::Partner),
        cup: f.one("cup", cup),
        responsible_officer: f.one("responsible_officer", line),
        starts: starts.unwrap_or_default(),
        ends: ends.unwrap_or_default(),
        amounts: f.whole_table("amounts", amounts),
        summary: f.one("summary", prose),
        governance: f.maybe("governance", prose).unwrap_or_default(),
        bodies: f.links("bodies", Named::Body),
        interventions: f.each("intervention", |f| Intervention {
            name: f.one("name", line),
            summary: f.one("summary", prose),
        }),
        linked: f.each("linked", linked_operation),
    }
}

fn amounts(f: &mut Fields<'_, '_>) -> Amounts {
    const STAGES: [&str; 4] =
        ["programmed_cents", "admitted_cents", "binding_cents", "disbursed_cents"];
    /// A thousand billion euros: more than any city will see, and far from overflowing a sum.
    const MOST_CENTS: i64 = 100_000_000_000_000;
    let read = STAGES.map(|stage| f.one_or_none(stage, number(0..=MOST_CENTS)));
    for step in 1..STAGES.len() {
        let (earlier, later) = (STAGES[step - 1], STAGES[step]);
        if let (Some(earlier_cents), Some(later_cents)) = (read[step - 1], read[step])
            && later_cents > earlier_cents
        {
            let what =
                MistakeKind::AmountsOutOfOrder { later, later_cents, earlier, earlier_cents };
            f.report_at(later, what);
        }
    }
    let [programmed_cents, admitted_cents, binding_cents, disbursed_cents] =
        read.map(Option::unwrap_or_default);
    Amounts { programmed_cents, admitted_cents, binding_cents, disbursed_cents }
}

fn linked_operation(f: &mut Fields<'_, '_>) -> LinkedOperation {
    const SHARES: &[(&str, Shared)] = &[
        ("development", Shared::Development),
        ("buildings", Shared::Buildings),
        ("services", Shared::Services),
        ("target", Shared::Target),
        ("method", Shared::Method),
    ];
    let linked =
        LinkedOperation { code: f.one("code", line), shares: f.many("shares", word_of(SHARES)) };
    f.at_least_one("shares");
    linked
}

fn neighbourhood_council(f: &mut Fields<'_, '_>) -> NeighbourhoodCouncil {
    let mut sizes = f.each("size", |f| CouncilSize {
        over_inhabitants: f.one("over_inhabitants", number(0..=10_000_000)),
        members: f.one("members", number(1..=100)),
    });
    f.at_least_one("size");
    sizes.sort_by_key(|size| std::cmp::Reverse(size.over_inhabitants));
    NeighbourhoodCouncil { meets_every_months: f.one("meets_every_months", number(1..=12)), sizes }
}
