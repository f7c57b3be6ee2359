//! Every command once, with who may give it.

use protocol::antenna::{ActivityKind, LogActivity};
use protocol::kiosk::{LeaveIdea, LeaveNeed, OfferTime, TimeBand, Urgency, Verdict};
use protocol::{
    ActivityId, DeviceId, ExpenseId, GoalId, PathId, PersonDetails, ProposalId, Relation, ShiftId,
    TaskId,
};

use super::super::{Console, bank, between, recurring};
use crate::activities::Command as Diary;
use crate::activities::events::{Goal, Measure};
use crate::bank::offers;
use crate::city::outlines::Outlines;
use crate::command::Command;
use crate::network::antennae::decide::OwnAct;
use crate::network::antennae::events::{
    Heard, Kind, Outcome, Party, Pledge, Support, Volunteering,
};
use crate::network::antennae::{Command as A, Contact, Step};
use crate::network::organisations::Command as G;
use crate::people::{Role, Scope};
use crate::requests::events::{
    Consent, Mark, MessageKind, Privacy, ServiceAnswer, ServiceWord, Side,
};
use crate::requests::{Circle, Command as R, NotMetReason};
use crate::work::Command as Work;
use crate::work::events::{
    Expense, ExpenseKind, NetworkTraining, PathOpened, PlaceAssigned, PostOffered, Programme,
    Shift, ShiftMark, Skill, Trainee, Training,
};
use crate::{
    bodies, catalogue, custody, desk, files, gatherings, messages, network, people, testing,
    threads, visits,
};

/// Who may give each command: roles by letter, D devices, K kiosks.
pub(super) fn commands(
    console: &Console,
    request: protocol::RequestId,
    device: DeviceId,
) -> Vec<(Command, &'static str)> {
    let id = console.fresh();
    let (hood, category) = ("mompiano".parse().unwrap(), testing::some_category());
    let need = LeaveNeed {
        id,
        category,
        neighbourhood: hood,
        urgency: Urgency::NoHurry,
        text: String::new(),
        relation: Relation::Oneself,
        person: PersonDetails::default(),
        language: "it".to_owned(),
        more: protocol::kiosk::NeedDetails::default(),
    };
    let hood = need.neighbourhood.clone();
    let idea = LeaveIdea {
        id,
        theme: testing::brescia().idea_themes[0].slug.parse().unwrap(),
        neighbourhood: None,
        text: "Un'idea".to_owned(),
        person: PersonDetails::default(),
        language: "it".to_owned(),
        more: protocol::kiosk::IdeaDetails::default(),
    };
    let offer = OfferTime {
        id,
        categories: vec![need.category.clone()],
        neighbourhood: hood.clone(),
        when: vec![TimeBand::Weekend],
        text: String::new(),
        person: PersonDetails::default(),
        language: "it".to_owned(),
    };
    let entry = LogActivity {
        activity: ActivityId::from(id),
        what: ActivityKind::Meeting,
        neighbourhood: hood.clone(),
        place: String::new(),
        started_at_ms: console.node.now_ms(),
        minutes: 30,
        people_reached: 1,
        topics: vec![],
        next_step: String::new(),
    };
    let proposal = ProposalId::new(testing::uuid(5));
    let operator = protocol::StaffId::new(testing::uuid(6));
    let here = Scope::Hub(console.node.id().clone());
    let person = Console::person_of(request);
    let (idea_id, offer_id) = (testing::uuid(8), testing::uuid(9));
    // Nobody has spotted it: whoever may, hears that it is not there.
    let antenna = protocol::AntennaId::new(testing::uuid(10));
    let profile = network::antennae::tests::profile(Kind::Citizen, "mompiano");
    let contact = Contact { name: "Elda".to_owned(), ..Contact::default() };
    let (spot_profile, today) = (profile.clone(), jiff::civil::date(2026, 11, 18));
    let spot = A::Spot { profile: spot_profile, contact, operator: None };
    let spot = Command::Antennae(spot);
    let act = OwnAct::TakeStep { step: Step::Rest };
    let organisation = protocol::OrganisationId::new(testing::uuid(11));
    let papers =
        Volunteering { organisation, entered_on: None, insured_from: None, insured_until: None };
    let public = network::organisations::tests::profile("Auser", "");
    let enter = G::Enter { profile: public.clone(), contact: Contact::default() };
    let step = A::TakeStep { antenna, step: Step::Rest, reason: None, until: None };
    let pledge = Pledge { start: today, review: today, end: None };
    vec![
        (Command::Requests(R::Leave(need.clone())), "OCDK"),
        (Command::Requests(R::TakeInCharge { request, operator }), "OC"),
        (Command::Requests(R::Assign { request, operator }), "OC"),
        (
            Command::Requests(R::Propose {
                request,
                circle: Circle::Zone,
                named: None,
                note: String::new(),
            }),
            "OC",
        ),
        (Command::Requests(R::Answer { proposal, device, accept: false }), "OCD"),
        (Command::Requests(R::EndCircle { proposal }), ""),
        (Command::Requests(R::Widen { request }), "OC"),
        (Command::Requests(R::AskRequester { request, text: String::new() }), "OC"),
        (Command::Requests(R::Reply { request, text: String::new() }), "OCK"),
        (
            Command::Requests(R::Note {
                request,
                about: MessageKind::Call,
                text: String::new(),
                follow_up_ms: None,
            }),
            "OC",
        ),
        (Command::Requests(R::FollowedUp { request }), "OC"),
        (Command::Requests(R::Schedule { request, at_ms: 0 }), "OCD"),
        (Command::Requests(R::Start { request }), "OCD"),
        (Command::Requests(R::Reopen { request }), "OC"),
        (
            Command::Requests(R::Rate {
                request,
                side: Side::Requester,
                mark: Mark::Good,
                text: String::new(),
            }),
            "OCDK",
        ),
        (Command::Requests(R::Split { request, parts: vec![] }), "OC"),
        (Command::Requests(R::LinkDuplicate { request, of: request }), "OC"),
        (Command::Requests(R::UnlinkDuplicate { request }), "OC"),
        (
            Command::Requests(R::Refer {
                request,
                service: "home-care".parse().unwrap(),
                shared: vec![],
                consent: Consent::InPerson,
                text: String::new(),
            }),
            "OC",
        ),
        (
            Command::Requests(R::ServiceAnswers {
                request,
                answer: ServiceAnswer::Done,
                text: String::new(),
            }),
            "OC",
        ),
        (
            Command::Requests(R::FromService {
                request,
                word: ServiceWord::Accept,
                text: String::new(),
            }),
            "M",
        ),
        (Command::Requests(R::RevokeReferral { request }), "OC"),
        (Command::Requests(R::BecomeRequest { request, person: PersonDetails::default() }), "OC"),
        (
            Command::Requests(R::HandOver {
                request,
                to: "lamarmora".parse().unwrap(),
                shared: vec![],
                consent: None,
            }),
            "OC",
        ),
        (Command::Requests(R::HandOverAnswered { request, answer: Err("busy".to_owned()) }), ""),
        (
            Command::Requests(R::TakeOver {
                to: "mompiano".parse().unwrap(),
                slip: protocol::SlipCode::try_new("LM", 7).unwrap(),
                need: Box::new(need.clone()),
            }),
            "",
        ),
        (Command::Requests(R::SetSeats { request, two: true }), "OC"),
        (Command::Requests(R::SetPrivacy { request, level: Privacy::Reserved }), "OC"),
        (Command::Requests(R::SamePerson { request, known: None }), "OC"),
        (
            Command::Requests(R::Review {
                request,
                thing: protocol::EventId::new(testing::uuid(44)),
                text: String::new(),
            }),
            "C",
        ),
        (Command::Requests(R::GiveBack { request, device, why: String::new() }), "OCD"),
        (
            Command::Requests(R::ReportDone {
                request,
                device: None,
                minutes: None,
                said: String::new(),
            }),
            "OCD",
        ),
        (Command::Requests(R::ConfirmMet { request }), "OC"),
        (Command::Requests(R::CloseNotMet { request, reason: NotMetReason::NoOffer }), "OC"),
        (Command::Requests(R::AnswerSlip { request, verdict: Verdict::Withdraw }), "OCK"),
        (Command::Desk(desk::Command::Leave(idea)), "OCK"),
        (
            Command::Desk(desk::Command::MarkContacted { idea: protocol::IdeaId::new(idea_id) }),
            "OC",
        ),
        (
            Command::Desk(desk::Command::Withdraw {
                idea: protocol::IdeaId::new(idea_id),
                in_favour: String::new(),
                why: "Cambia casa".to_owned(),
                agreed: vec![],
            }),
            "OCK",
        ),
        (
            Command::Desk(desk::Command::Comment {
                idea: protocol::IdeaId::new(idea_id),
                text: "Utile".to_owned(),
            }),
            "OC",
        ),
        (
            Command::Desk(desk::Command::Say {
                idea: protocol::IdeaId::new(idea_id),
                text: "Grazie".to_owned(),
            }),
            "OCK",
        ),
        (
            Command::Desk(desk::Command::Draft {
                idea: protocol::IdeaId::new(idea_id),
                act: desk::draft::Act::Begin,
            }),
            "OC",
        ),
        (
            Command::Desk(desk::Command::Speak {
                about: "sheet:nessuna".to_owned(),
                text: "Bello".to_owned(),
                neighbourhood: None,
            }),
            "",
        ),
        (
            Command::Desk(desk::Command::AnswerSpoken {
                spoken: protocol::CommandId::new(idea_id),
                shown: true,
            }),
            "S",
        ),
        (Command::Desk(desk::Command::Follow { idea: protocol::IdeaId::new(idea_id) }), ""),
        (
            Command::Desk(desk::Command::FollowOrganisation {
                organisation: protocol::OrganisationId::new(idea_id),
            }),
            "",
        ),
        (
            Command::Desk(desk::Command::Project {
                project: protocol::ProjectId::new(idea_id),
                act: Box::new(desk::project::Act::SignAdmissibility),
            }),
            "S",
        ),
        (
            Command::Desk(desk::Command::Project {
                project: protocol::ProjectId::new(idea_id),
                act: Box::new(desk::project::Act::AnswerAdditions { text: "Ecco".to_owned() }),
            }),
            "OC",
        ),
        (
            Command::Desk(desk::Command::Project {
                project: protocol::ProjectId::new(idea_id),
                act: Box::new(desk::project::Act::LetLapse),
            }),
            "",
        ),
        (
            Command::Desk(desk::Command::SetFields {
                staff: protocol::StaffId::new(idea_id),
                themes: vec![],
            }),
            "S",
        ),
        (
            Command::Desk(desk::Command::Macro {
                id: protocol::MacroId::new(idea_id),
                act: Box::new(desk::macros::Act::Conclude { text: "Fatto".to_owned() }),
            }),
            "S",
        ),
        (Command::Timebank(offers::Command::Leave(offer)), "OCK"),
        (
            Command::Timebank(offers::Command::MarkContacted {
                offer: protocol::OfferId::new(offer_id),
            }),
            "OC",
        ),
        (
            Command::Timebank(offers::Command::Withdraw {
                offer: protocol::OfferId::new(offer_id),
            }),
            "OCK",
        ),
        (Command::Network(network::Command::Move { device, neighbourhoods: vec![hood] }), "OCA"),
        (Command::Network(network::Command::Revoke { device }), "OCA"),
        (spot, "OC"),
        (Command::Antennae(step), "OC"),
        (Command::Antennae(A::Describe { antenna, profile }), "OC"),
        (Command::Antennae(A::KeepContact { antenna, contact: Contact::default() }), "OC"),
        (Command::Antennae(A::Accompany { antenna, operator: None }), "OC"),
        (Command::Antennae(A::Pledge { antenna, pledge }), "OC"),
        (Command::Antennae(A::Clear { antenna, clearance: None }), "OC"),
        (Command::Antennae(A::VolunteerThrough { antenna, volunteering: None }), "OC"),
        (Command::Antennae(A::HearFrom { antenna, how: Heard::Call }), "OC"),
        (Command::Antennae(A::NoticeSilence { antenna }), ""),
        (Command::Antennae(A::WriteNote { antenna, text: "Gentile".to_owned() }), "OC"),
        (Command::Antennae(A::BePresent { antenna, until_ms: None }), "OC"),
        (Command::Antennae(A::FromDevice { device, act }), "D"),
        (
            Command::Antennae(A::Support { antenna, how: Support::Visit, day: today, minutes: 30 }),
            "OC",
        ),
        (Command::Antennae(A::Introduce { antenna, to: Party::Organisation(organisation) }), "OC"),
        (
            Command::Antennae(A::TellOutcome { antenna, introduction: id, outcome: Outcome::Once }),
            "OC",
        ),
        (
            Command::Network(network::Command::PostNotice {
                neighbourhoods: vec!["mompiano".parse().unwrap()],
                text: "Sabato si festeggia".to_owned(),
                hours: 24,
            }),
            "OCS",
        ),
        (
            Command::Messages(messages::Command::Write {
                device,
                about: None,
                text: "Grazie".to_owned(),
            }),
            "OCD",
        ),
        (Command::Messages(messages::Command::MarkRead { device }), "OC"),
        (
            Command::Antennae(A::LogHours {
                antenna,
                day: "2026-11-17".parse().unwrap(),
                minutes: 60,
                category: None,
            }),
            "OC",
        ),
        (Command::Antennae(A::TakeBackHours { antenna, entry: id }), "OC"),
        (Command::Organisations(enter), "OCS"),
        (Command::Organisations(G::Describe { organisation, profile: public.clone() }), "OCS"),
        (
            Command::Organisations(G::KeepContact { organisation, contact: Contact::default() }),
            "OCS",
        ),
        (Command::Organisations(G::SetActive { organisation, active: true }), "OCS"),
        (Command::Activities(Diary::Log(entry.clone())), "OCD"),
        (Command::Activities(Diary::Correct(entry.clone())), "OCD"),
        (
            Command::Activities(Diary::Amend { cites: ActivityId::new(testing::uuid(60)), entry }),
            "OCD",
        ),
        (
            Command::Activities(Diary::GiveBack {
                entry: ActivityId::new(testing::uuid(61)),
                reason: "Mancano i minuti".to_owned(),
            }),
            "C",
        ),
        (Command::Activities(Diary::Accept { entry: ActivityId::new(testing::uuid(61)) }), "C"),
        (Command::Activities(Diary::CloseMonth { month: "2026-10".to_owned() }), "C"),
        (Command::Activities(Diary::FinishTask { task: TaskId::new(testing::uuid(62)) }), "OC"),
        (
            Command::Activities(Diary::PostponeTask {
                task: TaskId::new(testing::uuid(62)),
                to: "2026-12-01".to_owned(),
            }),
            "OC",
        ),
        (
            Command::Activities(Diary::HandOverTask {
                task: TaskId::new(testing::uuid(62)),
                to: operator,
            }),
            "OC",
        ),
        (
            Command::Activities(Diary::SetGoal(Goal {
                staff: None,
                what: None,
                measure: Measure::Hours,
                target: 10,
                from: "2026-11".to_owned(),
                to: "2026-12".to_owned(),
            })),
            "C",
        ),
        (Command::Activities(Diary::LookAtAntenna { antenna }), ""),
        (Command::Activities(Diary::LookAtRequest { request }), ""),
        (Command::Activities(Diary::DropGoal { goal: GoalId::new(testing::uuid(63)) }), "C"),
        (
            Command::Work(Work::PlanShift(Shift {
                staff: operator,
                neighbourhood: "mompiano".parse().unwrap(),
                day: "2026-11-20".to_owned(),
                from_min: 540,
                to_min: 600,
            })),
            "C",
        ),
        (Command::Work(Work::CancelShift { shift: ShiftId::new(testing::uuid(64)) }), "C"),
        (
            Command::Work(Work::MarkShift { shift: ShiftId::new(testing::uuid(64)), came: true }),
            "C",
        ),
        (
            Command::Work(Work::OpenPath {
                path: PathOpened {
                    programme: Programme::School,
                    tutor: operator,
                    agreed_min: 600,
                    from: "2026-11-01".to_owned(),
                    to: "2026-12-01".to_owned(),
                    post: None,
                },
                person: PersonDetails::default(),
            }),
            "OC",
        ),
        (
            Command::Work(Work::LogHours {
                path: PathId::new(testing::uuid(65)),
                day: "2026-11-17".to_owned(),
                minutes: 60,
            }),
            "OC",
        ),
        (
            Command::Work(Work::AddSkill {
                path: PathId::new(testing::uuid(65)),
                skill: Skill::Welcome,
            }),
            "OC",
        ),
        (
            Command::Work(Work::RateShift {
                shift: ShiftId::new(testing::uuid(64)),
                mark: ShiftMark::Well,
                words: String::new(),
            }),
            "OC",
        ),
        (Command::Work(Work::EnterVolunteer { papers, person: PersonDetails::default() }), "OC"),
        (
            Command::Work(Work::KeepVolunteer {
                volunteer: protocol::VolunteerId::new(testing::uuid(69)),
                papers,
            }),
            "OC",
        ),
        (
            Command::Work(Work::LeaveRegister {
                volunteer: protocol::VolunteerId::new(testing::uuid(69)),
                on: "2026-11-17".to_owned(),
            }),
            "OC",
        ),
        (
            Command::Work(Work::GiveHours {
                volunteer: protocol::VolunteerId::new(testing::uuid(69)),
                day: "2026-11-17".to_owned(),
                minutes: 60,
            }),
            "OC",
        ),
        (
            Command::Work(Work::TakeHoursBack {
                volunteer: protocol::VolunteerId::new(testing::uuid(69)),
                entry: protocol::CommandId::new(testing::uuid(70)),
            }),
            "OC",
        ),
        (
            Command::Work(Work::RecordNetworkTraining(NetworkTraining {
                who: Trainee::Volunteer(protocol::VolunteerId::new(testing::uuid(69))),
                topic: Skill::Safety,
                day: "2026-11-17".to_owned(),
                minutes: 60,
                valid_until: None,
            })),
            "OC",
        ),
        (
            Command::Work(Work::OfferPost {
                post: PostOffered {
                    programme: Programme::CivilService,
                    neighbourhood: "casazza".parse().unwrap(),
                    places: 2,
                    tutor: operator,
                    agreed_min: 600,
                    from: "2026-11-17".to_owned(),
                    to: "2027-11-17".to_owned(),
                },
                words: String::new(),
            }),
            "C",
        ),
        (Command::Work(Work::ClosePost { post: protocol::PostId::new(testing::uuid(71)) }), "C"),
        (
            Command::Work(Work::AssignPlace(PlaceAssigned {
                staff: operator,
                neighbourhood: "casazza".parse().unwrap(),
                from: "2026-11-18".to_owned(),
            })),
            "C",
        ),
        (
            Command::Work(Work::EndAssignment {
                assignment: protocol::AssignmentId::new(testing::uuid(68)),
                last_day: "2026-11-18".to_owned(),
            }),
            "C",
        ),
        (Command::Work(Work::EndPath { path: PathId::new(testing::uuid(65)) }), "OC"),
        (
            Command::Work(Work::RecordTraining(Training {
                staff: operator,
                topic: Skill::Safety,
                day: "2026-11-17".to_owned(),
                minutes: 60,
                valid_until: None,
            })),
            "C",
        ),
        (
            Command::Work(Work::ClaimExpense {
                expense: Expense {
                    kind: ExpenseKind::Ticket,
                    day: "2026-11-17".to_owned(),
                    km: 0,
                    cents: 250,
                },
                words: String::new(),
            }),
            "OC",
        ),
        (
            Command::Work(Work::DecideExpense {
                expense: ExpenseId::new(testing::uuid(66)),
                approve: true,
            }),
            "C",
        ),
        (
            Command::Threads(threads::Command::Write {
                thread: "mompiano.neighbourhood.casazza".parse().unwrap(),
                text: "Chi chiama il circolo?".to_owned(),
            }),
            "OCSM",
        ),
        (
            Command::Visits(visits::Command::Book {
                at_ms: 0,
                about: None,
                person: PersonDetails::default(),
                language: "it".to_owned(),
            }),
            "OCK",
        ),
        (
            Command::Visits(visits::Command::Cancel {
                visit: protocol::VisitId::new(testing::uuid(68)),
            }),
            "OCK",
        ),
        (Command::Visits(visits::Command::Keep { starts_ms: vec![], closed: true }), "OC"),
        (
            Command::Gatherings(gatherings::Command::CancelMeeting {
                gathering: protocol::GatheringId::new(testing::uuid(67)),
                number: 1,
            }),
            "OC",
        ),
        (
            Command::Custody(custody::Command::TakeIn {
                kind: custody::Kind::Tool,
                due: None,
                text: "Trapano".to_owned(),
                owner: PersonDetails::default(),
            }),
            "OC",
        ),
        (
            Command::People(people::Command::AddStaff {
                role: Role::Operator,
                scope: here.clone(),
            }),
            "CA",
        ),
        (
            Command::People(people::Command::AddStaff {
                role: Role::Coordinator,
                scope: here.clone(),
            }),
            "A",
        ),
        (
            Command::People(people::Command::ChangeRole {
                staff: operator,
                role: Role::Operator,
                scope: here,
            }),
            "CA",
        ),
        (Command::People(people::Command::DisableStaff { staff: operator }), "CA"),
        (Command::People(people::Command::EnableStaff { staff: operator }), "CA"),
        (Command::People(people::Command::Erase { person }), "CP"),
        (Command::People(people::Command::AcknowledgeErasure { person }), ""),
        (Command::Catalogue(catalogue::Command::Publish(Box::new(testing::brescia()))), "A"),
        (Command::Catalogue(catalogue::Command::DrawOutlines(Outlines::default())), "A"),
        (Command::Bodies(bodies::Command::Adopt {}), "SA"),
        (
            Command::Files(files::Command::Describe {
                file: protocol::FileId::new(testing::uuid(68)),
                about: about(files::Sort::Project),
                words: String::new(),
            }),
            "OCS",
        ),
        (
            Command::Files(files::Command::TakeAway {
                file: protocol::FileId::new(testing::uuid(68)),
                about: about(files::Sort::Idea),
            }),
            "OC",
        ),
        (
            Command::Files(files::Command::Show {
                file: protocol::FileId::new(testing::uuid(68)),
                shown: true,
            }),
            "S",
        ),
    ]
    .into_iter()
    .chain(recurring::offering_commands().into_iter().map(|c| (Command::Offering(c), "OC")))
    .chain(recurring::commands().into_iter().map(|(c, who)| (Command::Recurring(c), who)))
    .chain(bank::commands().into_iter().map(|(c, who)| (Command::Bank(c), who)))
    .chain(bank::phones().into_iter().map(|(c, who)| (Command::Phones(c), who)))
    .chain(between::commands().into_iter().map(|(c, who)| (Command::Between(c), who)))
    .collect()
}

/// Something of a kind that files can be attached to.
fn about(sort: files::Sort) -> files::About {
    files::About { sort, id: "bresciapiu".parse().unwrap() }
}
