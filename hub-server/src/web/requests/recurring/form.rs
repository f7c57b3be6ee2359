//! The fields of a rule: shown with what was posted, or with the rule as it is; and read back.

use jiff::civil::Date;
use protocol::Problem;

use crate::recurring::{Day, Hours, Rule};
use crate::store::rows::word;
use crate::web::form::{Choice, Posted};
use crate::web::page::Page;

/// A rule as its form shows it.
pub(in crate::web::requests) struct RuleForm {
    pub days: Vec<Choice>,
    pub every_weeks: String,
    pub from: String,
    pub until: String,
    pub hours_from: String,
    pub hours_to: String,
    pub ahead_days: String,
}

/// How many days ahead a day becomes a request, where nobody says.
pub(in crate::web::requests) const AHEAD_DAYS: u8 = 3;

impl RuleForm {
    /// Whether a day of the week is chosen.
    pub fn any(&self) -> bool {
        self.days.iter().any(|day| day.chosen)
    }

    /// What was posted; where nothing was, the rule as it is.
    pub fn of(page: &Page, posted: &Posted, rule: Option<&Rule>) -> Self {
        let came = posted.0.iter().any(|(name, _)| name == "every_weeks");
        let rule = rule.filter(|_| !came);
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let or = |field: &str, first: String| {
            if came { posted.text(field).to_owned() } else { first }
        };
        let hours = rule.and_then(|rule| rule.hours);
        Self {
            days: Day::ALL
                .into_iter()
                .map(|day| {
                    let slug = word(&day);
                    let chosen = posted.has("days", &slug)
                        || rule.is_some_and(|rule| rule.days.contains(&day));
                    let label = page.w.t(&format!("weekday-{}", day as u8 + 1));
                    Choice { value: slug, label, chosen }
                })
                .collect(),
            every_weeks: or("every_weeks", rule.map_or(1, |r| r.every_weeks).to_string()),
            from: or("from", rule.map_or_else(|| page.times.today(), |r| r.from.to_string())),
            until: or(
                "until",
                rule.and_then(|r| r.until).map(|day| day.to_string()).unwrap_or_default(),
            ),
            hours_from: or("hours_from", hours.map(|h| clock(h.from_min)).unwrap_or_default()),
            hours_to: or("hours_to", hours.map(|h| clock(h.to_min)).unwrap_or_default()),
            ahead_days: or("ahead_days", AHEAD_DAYS.to_string()),
        }
    }
}

/// The rule that was posted, or `None` where no day of the week was chosen.
///
/// # Errors
/// The field that does not read.
pub(in crate::web::requests) fn rule_of(posted: &Posted) -> Result<Option<Rule>, Problem> {
    let bad = |field: &str| Problem::invalid("bad-rule").at(field);
    let chosen = Day::ALL.into_iter().filter(|day| posted.has("days", &word(day)));
    let days: Vec<Day> = chosen.collect();
    if days.is_empty() {
        return Ok(None);
    }
    let until = match posted.trimmed("until") {
        "" => None,
        text => Some(text.parse::<Date>().ok().ok_or_else(|| bad("until"))?),
    };
    let hours = match (posted.trimmed("hours_from"), posted.trimmed("hours_to")) {
        ("", "") => None,
        (from, to) => Some(Hours {
            from_min: minute_of(from).ok_or_else(|| bad("hours_from"))?,
            to_min: minute_of(to).ok_or_else(|| bad("hours_to"))?,
        }),
    };
    Ok(Some(Rule {
        days,
        every_weeks: posted.read("every_weeks").ok_or_else(|| bad("every_weeks"))?,
        from: posted.read("from").ok_or_else(|| bad("from"))?,
        until,
        hours,
    }))
}

/// Minutes after midnight of `09:30`.
fn minute_of(text: &str) -> Option<u16> {
    let time: jiff::civil::Time = text.parse().ok()?;
    let minutes = i32::from(time.hour()) * 60 + i32::from(time.minute());
    u16::try_from(minutes).ok()
}
