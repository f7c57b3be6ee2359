use super::*;

use crate::desk::macros::{
    Act as Do, Action as Part, Choice, Event as Said, Macro, State as Stands,
};

/// A macro-project after some acts, each of which is taken.
fn with(acts: &[Do]) -> Macro {
    let begun = Said::Proposed { theme: "Nessuno da solo".to_owned(), why: "Perché".to_owned() };
    let mut one = Macro::begun(protocol::MacroId::new(uuid(0x500)), &begun).unwrap();
    for act in acts {
        for event in taken(&one, act).unwrap() {
            one.apply(&event, MORNING_MS);
        }
    }
    one
}

fn taken(one: &Macro, act: &Do) -> Result<Vec<Said>, Refusal> {
    let project = promoted();
    crate::desk::macros::decide(Some(one), act, &CITY, Some(&project))
}

fn says(body: &str, yes: bool, why: &str) -> Do {
    Do::Answer(Choice { body: body.parse().unwrap(), yes, why: why.to_owned(), by: None })
}

fn goal() -> Do {
    Do::SetGoal { goal: "Meno solitudine".to_owned(), measure: "Persone".to_owned() }
}

const TOP: [&str; 2] = ["comitato-di-indirizzo-e-garanzia", "comitato-operativo"];

#[test]
fn a_theme_is_chosen_by_two_different_committees_and_a_no_says_why() {
    let one = with(&[says(TOP[0], true, "")]);
    assert_eq!(one.state, Stands::Proposed, "one committee is not enough");
    assert_eq!(taken(&one, &says(TOP[0], true, "")), Err(Refusal::AnsweredAlready));
    let table = says("tavolo-permanente", true, "");
    assert_eq!(taken(&one, &table), Err(Refusal::NotInCatalogue("body")), "no committee");
    assert_eq!(taken(&one, &says(TOP[1], false, " ")), Err(Refusal::Missing("why")));
    assert_eq!(taken(&one, &goal()), Err(Refusal::MacroNotNow(Stands::Proposed)));
    let both = with(&[says(TOP[0], true, ""), says(TOP[1], true, "")]);
    assert_eq!(both.state, Stands::Chosen);
    let no = with(&[says(TOP[0], true, ""), says(TOP[1], false, "Non è di tutti")]);
    assert_eq!((no.state, no.choices[1].why.as_str()), (Stands::NotChosen, "Non è di tutti"));
}

#[test]
fn actions_join_once_there_is_a_goal_and_the_end_says_what_came_of_it() {
    let project = promoted().id;
    let join = |part: &str| Do::Join(Part { project, part: part.to_owned() });
    let chosen = with(&[says(TOP[0], true, ""), says(TOP[1], true, "")]);
    assert_eq!(taken(&chosen, &join("La spesa")), Err(Refusal::MacroNotNow(Stands::Chosen)));
    let steps = [says(TOP[0], true, ""), says(TOP[1], true, ""), goal(), join("La spesa")];
    let open = with(&steps);
    assert_eq!((open.state, open.actions.len()), (Stands::Open, 1));
    assert_eq!(taken(&open, &join("La spesa")), Ok(vec![]), "twice is once");
    let none = crate::desk::macros::decide(Some(&open), &join("Altro"), &CITY, None);
    assert_eq!(none, Err(Refusal::OtherNotOpen));
    assert_eq!(
        taken(&open, &Do::Conclude { text: " ".to_owned() }),
        Err(Refusal::Missing("outcome"))
    );
    let done = with(&[&steps[..], &[Do::Conclude { text: "Cento in meno".to_owned() }]].concat());
    assert_eq!(done.state, Stands::Concluded);
}
