//! Opening hours, holidays and deadlines counted in them.

use jiff::Timestamp;
use jiff::civil::date;

use super::real_city;
use crate::city::{City, HubPlace};

fn brescia() -> (City, HubPlace) {
    let city = real_city("brescia");
    let hub = city.hubs[0].clone();
    (city, hub)
}

fn at(text: &str) -> Timestamp {
    format!("{text}[Europe/Rome]").parse::<jiff::Zoned>().expect("a time").timestamp()
}

#[test]
fn public_holidays_and_the_patrons_day_are_kept() {
    let (city, _) = brescia();
    let kept = [
        date(2026, 1, 1),
        date(2026, 4, 5),
        date(2026, 4, 6),
        date(2027, 3, 28),
        date(2027, 3, 29),
        date(2038, 4, 25),
        date(2038, 4, 26),
        date(2026, 6, 2),
        date(2026, 10, 4),
        date(2027, 2, 15),
    ];
    for day in kept {
        assert!(city.calendar.is_holiday(day), "{day}");
    }
    // San Francesco was no holiday yet; the last is the patron of another city.
    for day in [date(2025, 10, 4), date(2026, 4, 7), date(2026, 2, 16), date(2026, 11, 21)] {
        assert!(!city.calendar.is_holiday(day), "{day}");
    }
    assert!(real_city("venezia").calendar.is_holiday(date(2026, 11, 21)));
}

#[test]
fn easter_falls_where_the_church_says() {
    let (city, _) = brescia();
    // The earliest and the latest it can be, and years in which centuries shift it.
    let mondays = [
        date(1818, 3, 23),
        date(1943, 4, 26),
        date(2000, 4, 24),
        date(2100, 3, 29),
        date(2285, 3, 23),
    ];
    for monday in mondays {
        let sunday = monday.yesterday().expect("a day before");
        assert!(city.calendar.is_holiday(monday) && city.calendar.is_holiday(sunday), "{monday}");
    }
}

#[test]
fn a_city_may_keep_no_public_holidays_and_close_on_a_date_of_its_own() {
    let (mut city, _) = brescia();
    city.calendar.public_holidays = false;
    city.calendar.closed = vec![date(2026, 8, 14)];
    assert!(!city.calendar.is_holiday(date(2026, 12, 25)));
    assert!(city.calendar.is_holiday(date(2026, 8, 14)));
}

#[test]
fn a_hub_is_open_from_the_minute_it_opens_to_the_minute_it_closes() {
    let (city, hub) = brescia();
    let open = |text: &str| hub.is_open(&city.calendar, at(text));
    assert!(!open("2026-11-23T08:59:59"));
    assert!(open("2026-11-23T09:00:00"));
    assert!(open("2026-11-23T12:29:59"));
    assert!(!open("2026-11-23T12:30:00"));
    assert!(!open("2026-11-22T10:00:00"), "a Sunday");
    assert!(!open("2026-12-08T10:00:00"), "a holiday");
}

#[test]
fn a_deadline_counts_only_open_minutes() {
    let (city, hub) = brescia();
    let after = |from: &str, minutes: u32| {
        hub.after_open_minutes(&city.calendar, at(from), minutes).expect("within two years")
    };
    assert_eq!(after("2026-11-23T10:00:00", 60), at("2026-11-23T11:00:00"));
    assert_eq!(after("2026-11-23T12:00:00", 60), at("2026-11-23T15:00:00"), "over lunch");
    assert_eq!(after("2026-11-23T12:00:00", 30), at("2026-11-23T12:30:00"), "up to closing");
    assert_eq!(after("2026-11-21T11:00:00", 120), at("2026-11-23T10:00:00"), "over Sunday");
    assert_eq!(after("2026-12-24T17:00:00", 120), at("2026-12-28T10:00:00"), "over Christmas");
    assert_eq!(after("2026-11-23T22:00:00", 0), at("2026-11-23T22:00:00"), "no minutes at all");
}

#[test]
fn a_change_of_clocks_neither_gives_nor_takes_an_hour() {
    let (city, mut hub) = brescia();
    // On Sunday 29 March 2026 two o'clock became three: 00:00-04:00 lasted three hours.
    hub.opening.sun = hub.opening.mon[..1].to_vec();
    hub.opening.sun[0].opens_min = 0;
    hub.opening.sun[0].closes_min = 240;
    let after = hub
        .after_open_minutes(&city.calendar, at("2026-03-29T00:00:00"), 180)
        .expect("within two years");
    assert_eq!(after, at("2026-03-29T04:00:00"));
}

#[test]
fn a_deadline_that_never_comes_is_none() {
    let (city, mut hub) = brescia();
    hub.opening = crate::city::WeekHours::default();
    assert_eq!(hub.after_open_minutes(&city.calendar, at("2026-11-23T10:00:00"), 1), None);
    let (city, hub) = brescia();
    assert_eq!(hub.after_open_minutes(&city.calendar, Timestamp::MAX, 1), None);
    assert!(!hub.is_open(&city.calendar, Timestamp::MIN));
}
