use super::*;
use crate::testing;

fn hub() -> HubPlace {
    testing::brescia().hub("mompiano").unwrap().clone()
}

fn decided(command: &Command, changes: &Changes) -> Result<Vec<Event>, Problem> {
    decide(command, &testing::brescia(), &hub(), changes)
}

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

#[test]
fn what_the_city_file_says_can_be_changed_dropped_and_had_back() {
    let mut shopping = hub().services[1].clone();
    shopping.hours.tue.clear();
    let set = Command::Set(Box::new(shopping.clone()));
    assert_eq!(decided(&set, &Changes::new()), Ok(vec![Event::Set(Box::new(shopping.clone()))]));
    let mut changes = Changes::from([(shopping.slug.clone(), Some(shopping.clone()))]);
    assert_eq!(decided(&set, &changes), Ok(vec![]), "nothing new");
    let listed = all(&hub(), &changes);
    assert!(listed[1].own && listed[1].in_file && listed[1].service == shopping);
    let drop = Command::Drop { slug: slug("spesa") };
    assert_eq!(decided(&drop, &changes), Ok(vec![Event::Dropped { slug: slug("spesa") }]));
    changes.insert("spesa".to_owned(), None);
    assert!(all(&hub(), &changes)[1].dropped);
    let restore = Command::Restore { slug: slug("spesa") };
    assert_eq!(decided(&restore, &changes), Ok(vec![Event::Restored { slug: slug("spesa") }]));
    let nowhere = Command::Drop { slug: slug("nuoto") };
    assert_eq!(decided(&nowhere, &changes).unwrap_err().slug(), "unknown-offering");
}

#[test]
fn a_service_has_an_italian_name_hours_that_make_sense_and_a_kind_the_city_knows() {
    let good = hub().services[1].clone();
    let told = |service: HubService| {
        decided(&Command::Set(Box::new(service)), &Changes::new())
            .unwrap_err()
            .field
            .unwrap_or_default()
    };
    assert_eq!(told(HubService { name: crate::city::Words::default(), ..good.clone() }), "name");
    assert_eq!(told(HubService { hours: WeekHours::default(), ..good.clone() }), "hours");
    let mut backwards = good.clone();
    backwards.hours.tue[0].closes_min = 1;
    assert_eq!(told(backwards), "hours");
    assert_eq!(told(HubService { category: Some("nuoto".to_owned()), ..good }), "category");
}

#[test]
fn a_service_stands_for_its_kind_of_help_and_a_heading_for_all_below_it() {
    let city = testing::brescia();
    let shopping = hub().services[1].clone();
    assert_eq!(shopping.category.as_deref(), Some("errands"));
    assert!(covers(&city, &shopping, "medicines") && !covers(&city, &shopping, "company"));
}
