//! Facts of real kinds, written by a hub's own domains: needs left, looked after and closed, the diary,
//! ideas, offers of time; a quarter of an hour of a busy hub every few commands.

use std::sync::Arc;

use futures_util::future::try_join_all;
use hub_server::bank::offers;
use hub_server::command::Command;
use hub_server::node::Node;
use hub_server::{activities, desk, requests, testing};
use protocol::antenna::{ActivityKind, LogActivity};
use protocol::kiosk::{LeaveIdea, LeaveNeed, OfferTime, TimeBand, Urgency};
use protocol::{
    ActivityId, ActorRef, Channel, CommandId, PersonDetails, Relation, RequestId, StaffId,
};
use uuid::{Builder, Uuid};

use crate::Outcome;
use crate::devices::fresh;

/// Commands given to the writer at once.
const AT_ONCE: u64 = 200;
/// Time between two commands.
const APART_MS: i64 = 97_000;

const PLACES: [&str; 6] =
    ["mompiano", "casazza", "borgo-trento", "san-bartolomeo", "porta-milano", "fiumicello"];
const CATEGORIES: [&str; 6] =
    ["shopping", "medicines", "small-repairs", "phone-and-tablet", "company", "accompanying"];
const WHO: [&str; 8] = [
    "La signora del terzo piano",
    "Un vicino che vive solo",
    "Mia madre",
    "Una famiglia appena arrivata",
    "Il signore con il cane",
    "Un ragazzo della scala B",
    "La zia di una collega",
    "Io stesso",
];
const WANTS: [&str; 8] = [
    "chiede una mano con la spesa pesante",
    "non riesce a prenotare la visita dal telefono",
    "avrebbe bisogno di compagnia il pomeriggio",
    "deve ritirare le medicine in farmacia",
    "non sa compilare il modulo del Comune",
    "ha la tapparella della cucina bloccata",
    "cerca qualcuno che accompagni al mercato",
    "vorrebbe imparare a usare lo SPID",
];
const WHEN: [&str; 8] = [
    "entro venerdì",
    "quando si può",
    "di mattina presto",
    "dopo le cinque",
    "il martedì o il giovedì",
    "prima di Natale",
    "questa settimana se possibile",
    "anche di sabato",
];

/// Numbers that look like chance and are the same at every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        // Xorshift: nothing here is secret.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap_or_default()
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words.get(self.below(words.len())).copied().unwrap_or_default()
    }

    fn sentence(&mut self) -> String {
        let (who, want, when) = (self.one_of(&WHO), self.one_of(&WANTS), self.one_of(&WHEN));
        format!("{who} {want}, {when}. Citofono {}.", self.below(60))
    }
}

/// An id as it would have been made at an instant, with real chance in it.
fn id_at(ms: i64) -> Uuid {
    let chance = fresh().as_u128().to_be_bytes();
    let mut bytes = [0; 10];
    bytes.copy_from_slice(chance.get(6..).unwrap_or(&[0; 10]));
    Builder::from_unix_timestamp_millis(u64::try_from(ms).unwrap_or_default(), &bytes).into_uuid()
}

/// Writes facts until the hub's own series holds at least `facts`; gives how many it holds.
pub async fn fill(hub: &Arc<Node>, facts: u64) -> Outcome<u64> {
    let start = held(hub).await?;
    let city = hub.city().ok_or("the hub does not know its city")?;
    let mut writer = Story {
        chance: Chance(0x5eed_0000 + start),
        now_ms: hub.now_ms() - i64::try_from(facts.saturating_sub(start))? * APART_MS,
        need: None,
        // Begins with an idea: there is no need to look after yet.
        n: 2,
        themes: city.idea_themes.iter().map(|theme| theme.slug.clone()).collect(),
    };
    loop {
        let left = facts.saturating_sub(held(hub).await?);
        if left == 0 {
            return held(hub).await;
        }
        // A command writes two facts at most.
        let some = (0..left.div_ceil(2).min(AT_ONCE)).map(|_| writer.next());
        let some: Vec<_> = some.collect();
        try_join_all(some.into_iter().map(async |(id, at_ms, command)| {
            let mut ctx = hub.ctx(id, ActorRef::System, Channel::Console);
            ctx.now_ms = at_ms;
            hub.submit(ctx, command).await
        }))
        .await
        .map_err(|problem| format!("the hub refused: {}", problem.slug()))?;
    }
}

async fn held(hub: &Arc<Node>) -> Outcome<u64> {
    let mut db = hub.store.read().await?;
    let series = &hub.store.identity().series;
    Ok(hub_server::store::log::head(&mut db, series).await?.seq)
}

struct Story {
    chance: Chance,
    now_ms: i64,
    need: Option<RequestId>,
    n: usize,
    themes: Vec<String>,
}

impl Story {
    fn next(&mut self) -> (CommandId, i64, Command) {
        self.now_ms += APART_MS / 2 + i64::try_from(self.chance.below(97_000)).unwrap_or_default();
        let uuid = id_at(self.now_ms);
        let id = CommandId::new(uuid);
        self.n += 1;
        let operator = StaffId::new(testing::uuid(self.chance.below(6) as u128));
        let command = match (self.n % 10, self.need) {
            (0, Some(request)) => {
                Command::Requests(requests::Command::TakeInCharge { request, operator })
            }
            (1, Some(request)) => {
                let minutes = Some(45);
                Command::Requests(requests::Command::ReportDone {
                    request,
                    device: None,
                    minutes,
                    said: String::new(),
                })
            }
            (2, Some(request)) => {
                self.need = None;
                Command::Requests(requests::Command::ConfirmMet { request })
            }
            (3, _) => Command::Desk(desk::Command::Leave(LeaveIdea {
                id,
                theme: self.theme().parse().expect("a slug"),
                neighbourhood: None,
                text: self.chance.sentence(),
                person: PersonDetails::default(),
                language: "it".to_owned(),
                more: protocol::kiosk::IdeaDetails::default(),
            })),
            (4, _) => Command::Timebank(offers::Command::Leave(self.offer(id))),
            (5..=8, _) => {
                Command::Activities(activities::Command::Log(self.diary(ActivityId::new(uuid))))
            }
            _ => {
                self.need = Some(RequestId::from(id));
                Command::Requests(requests::Command::Leave(self.need(id)))
            }
        };
        (id, self.now_ms, command)
    }

    fn theme(&mut self) -> &str {
        let at = self.chance.below(self.themes.len().max(1));
        self.themes.get(at).map_or("", String::as_str)
    }

    fn need(&mut self, id: CommandId) -> LeaveNeed {
        LeaveNeed {
            id,
            category: self.chance.one_of(&CATEGORIES).parse().expect("a slug"),
            neighbourhood: self.chance.one_of(&PLACES).parse().expect("a slug"),
            urgency: [Urgency::Today, Urgency::ThisWeek, Urgency::NoHurry]
                .get(self.chance.below(3))
                .copied()
                .unwrap_or(Urgency::Today),
            text: self.chance.sentence(),
            relation: Relation::Neighbour,
            person: PersonDetails::default(),
            language: "it".to_owned(),
            more: protocol::kiosk::NeedDetails::default(),
        }
    }

    fn offer(&mut self, id: CommandId) -> OfferTime {
        OfferTime {
            id,
            categories: vec![self.chance.one_of(&CATEGORIES).parse().expect("a slug")],
            neighbourhood: self.chance.one_of(&PLACES).parse().expect("a slug"),
            when: vec![TimeBand::Mornings],
            text: self.chance.sentence(),
            person: PersonDetails {
                name: "Persona di prova".to_owned(),
                phone: format!("030 {:07}", self.chance.below(10_000_000)),
                address: String::new(),
            },
            language: "it".to_owned(),
        }
    }

    fn diary(&mut self, activity: ActivityId) -> LogActivity {
        let with_words = self.chance.below(3) == 0;
        LogActivity {
            activity,
            what: ActivityKind::ALL
                .get(self.chance.below(ActivityKind::ALL.len()))
                .copied()
                .unwrap_or(ActivityKind::Presence),
            neighbourhood: self.chance.one_of(&PLACES).parse().expect("a slug"),
            place: if with_words { "Sala civica".to_owned() } else { String::new() },
            started_at_ms: self.now_ms - 3_600_000,
            minutes: u16::try_from(15 + 5 * self.chance.below(30)).unwrap_or(60),
            people_reached: u32::try_from(self.chance.below(25)).unwrap_or_default(),
            topics: Vec::new(),
            next_step: if with_words { self.chance.sentence() } else { String::new() },
        }
    }
}
