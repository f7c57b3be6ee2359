use super::*;
use crate::desk::{TakenBack, Whole};

pub(super) fn whole(partners: Vec<Partner>) -> Whole {
    let idea = IdeaId::new(uuid(0x301));
    let card = queries::Card {
        id: idea,
        slip: protocol::SlipCode::try_new("MP", 7).unwrap(),
        theme: "salute-e-welfare".parse().unwrap(),
        neighbourhood: None,
        person: None,
        words: None,
        opened_at_ms: MORNING_MS,
        contacted_at_ms: None,
        withdrawn_at_ms: None,
        withdrawn_why: None,
        joins: None,
        appointment: vec![],
        picked: Picked::default(),
    };
    let draft = Draft { state: State::Draft, partners, ..Draft::default() };
    Whole { card, draft: Some(draft), project: None }
}

#[test]
fn who_takes_an_idea_back_says_why_and_in_favour_of_another_its_organisations_agree() {
    let both = vec![organisation(1), organisation(2)];
    let ids: Vec<OrganisationId> = both.iter().map(|one| one.organisation).collect();
    let idea = whole(both);
    let take = |in_favour: &str, why: &str, agreed: &[OrganisationId], channel| {
        TakenBack { in_favour, why, agreed }.events(Some(&idea), channel)
    };
    let mute = take("", " ", &[], Channel::Console);
    assert_eq!(mute, Err(Refusal::Missing("why")));
    assert_eq!(take("", "", &[], Channel::Kiosk).unwrap().len(), 1, "with the slip nobody must");
    let explained = Event::WithdrawalExplained { text: "Lo fanno già".to_owned() };
    let alone = take("", "Lo fanno già", &[], Channel::Console).unwrap();
    assert_eq!(alone[1], explained);
    let one = take("site:altro", "Lo fanno già", &ids[..1], Channel::Console);
    assert_eq!(one, Err(Refusal::Lacks(vec![Need::AllConsents])));
    let all = take("site:altro", "Lo fanno già", &ids, Channel::Console).unwrap();
    let withdrawn = Event::Withdrawn { in_favour: "site:altro".to_owned(), agreed: ids.clone() };
    assert_eq!(all, [withdrawn, explained]);
}
