//! Many hubs that all have something to bring when central comes back. Central is the real program; the hubs are real
//! nodes, each with a database, a key and a connection of its own, but all in this process and on the same processors.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{StreamExt as _, stream};
use hub_server::city::{City, HubPlace};
use hub_server::folder::DataFolder;
use hub_server::node::Node;
use hub_server::sync::enrolment::{Enrolment, ask};
use hub_server::sync::{EnrolWith, Line, Options, http_client};
use hub_server::testing;
use protocol::NodeId;
use tokio_util::sync::CancellationToken;

use crate::Outcome;
use crate::fill::fill;
use crate::hub::{Site, close};
use crate::limits::{Rows, open, sqlite_alone};
use crate::report::{Table, float, mb, ms, per_second, rate, ratio};
use crate::sync::{LOOK, PATIENCE};

const LEVEL: &str = "SELECT COUNT(*) FROM head WHERE node LIKE 'storm-%' AND seq >= $1";
const MEMORY_MAX: u64 = 150 * 1024 * 1024;
const SLOWEST_MAX: Duration = Duration::from_secs(2);
/// Hubs that are made ready at the same time.
const AT_ONCE: usize = 8;

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many hubs.
    pub hubs: usize,
    /// What each brings.
    pub facts: u64,
}

/// A hub that is ready to call.
struct Hub {
    node: Arc<Node>,
    folder: DataFolder,
    enrolment: Option<Enrolment>,
    name: NodeId,
    code: String,
}

/// Measures it once and gives the table.
pub async fn measure(root: &Path, plan: Plan) -> Outcome<Table> {
    let central = Site::new(root, "central")?;
    let (node, folder) = central.open().await?;
    testing::publish_city(&node, city_of(plan.hubs)?).await;
    let made = stream::iter(0..plan.hubs).map(|n| ready(root, &node, n, plan.facts));
    let made: Vec<Outcome<Hub>> = made.buffer_unordered(AT_ONCE).collect().await;
    let mut hubs: Vec<Hub> = made.into_iter().collect::<Outcome<_>>()?;
    close(node, folder).await;
    let running = central.run()?;
    let (url, ca) = (format!("https://127.0.0.1:{}", central.tls_port), central.ca()?);
    for hub in &mut hubs {
        let with = EnrolWith {
            central_url: url.clone(),
            ca_pem: Some(ca.clone()),
            code: hub.code.clone(),
        };
        let key = hub.folder.node_key()?;
        let enrolment = ask(&key, &hub.name, &with, Vec::new()).await;
        hub.enrolment = Some(enrolment.map_err(|problem| problem.slug().to_owned())?);
    }
    running.stop()?;
    let before = Rows::of(&central.database()).await?;
    let running = central.run()?;
    let mut db = open(&central.database(), false).await?;
    let stop = CancellationToken::new();
    let mut clients = Vec::new();
    for hub in &hubs {
        let Some(enrolment) = hub.enrolment.clone() else { continue };
        let http = http_client(&enrolment.central_url, enrolment.ca_pem.as_deref())?;
        clients.push((hub.node.clone(), enrolment, http));
    }
    let begun = Instant::now();
    let lines: Vec<Line> = clients
        .into_iter()
        .map(|(node, enrolment, http)| {
            Line::with(node, enrolment, None, http, Options::default(), &stop)
        })
        .collect();
    let mut half = None;
    let all = loop {
        let level: i64 =
            sqlx::query_scalar(LEVEL).bind(i64::try_from(plan.facts)?).fetch_one(&mut db).await?;
        let level = usize::try_from(level)?;
        if level * 2 >= plan.hubs {
            half.get_or_insert_with(|| begun.elapsed());
        }
        if level == plan.hubs {
            break begun.elapsed();
        }
        if begun.elapsed() > PATIENCE {
            return Err(format!("{level} of {} hubs are level", plan.hubs).into());
        }
        tokio::time::sleep(LOOK).await;
    };
    let memory = running.memory_most()?;
    for line in lines {
        line.stop().await;
    }
    for hub in hubs {
        close(hub.node, hub.folder).await;
    }
    running.stop()?;
    let transactions = i64::try_from(plan.hubs)?;
    let sqlite =
        sqlite_alone(&central.database(), &before, &["record"], transactions, root).await?;
    Ok(table(plan, all, half.unwrap_or(all), sqlite, memory))
}

fn table(plan: Plan, all: Duration, half: Duration, sqlite: Duration, memory: u64) -> Table {
    let what = format!("{} hubs with {} facts each at once", plan.hubs, plan.facts);
    let facts = plan.facts * plan.hubs as u64;
    let mut table = Table::default();
    table.row(
        format!("{what}: all level"),
        format!("{} ({})", ms(all), per_second(rate(facts, all))),
        format!("SQLite, one transaction a hub {}", ms(sqlite)),
        Some(ratio(all, sqlite)),
        Some(("≤ 3 × SQLite", ratio(all, sqlite) <= 3.0)),
    );
    table.row(
        format!("{what}: the slowest hub"),
        ms(all),
        format!("half of them {}", ms(half)),
        None,
        Some(("≤ 2 s", all <= SLOWEST_MAX)),
    );
    table.row(
        format!("{what}: central's memory at most"),
        mb(memory),
        mb(MEMORY_MAX),
        Some(float(memory) / float(MEMORY_MAX)),
        Some(("≤ 150 MiB", memory <= MEMORY_MAX)),
    );
    table
}

/// The letters a slip code's prefix is made of here.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Brescia with so many more hubs, each for the whole neighbourhood of its first one.
fn city_of(hubs: usize) -> Outcome<City> {
    let mut city = testing::brescia();
    let first = city.hubs.first().cloned().ok_or("a city without hubs")?;
    let letter = |at: usize| char::from(LETTERS[at % LETTERS.len()]);
    city.hubs = (0..hubs)
        .map(|n| HubPlace {
            slug: format!("storm-{n}"),
            slip_prefix: [letter(n / LETTERS.len()), letter(n)].into_iter().collect(),
            served: vec![first.neighbourhood.clone()],
            services: Vec::new(),
            ..first.clone()
        })
        .collect();
    Ok(city)
}

/// A hub with its facts that knows its city and has a code.
async fn ready(root: &Path, central: &Arc<Node>, n: usize, facts: u64) -> Outcome<Hub> {
    let site = Site::new(root, &format!("storm-{n}"))?;
    let (node, folder) = site.open().await?;
    let name = node.id().clone();
    let code = hub_server::sync::new_enrolment_code(central, &name)
        .await
        .map_err(|problem| problem.slug().to_owned())?;
    testing::hand_over(central, &node).await;
    while node.city().is_none() {
        tokio::task::yield_now().await;
    }
    fill(&node, facts).await?;
    Ok(Hub { node, folder, enrolment: None, name, code })
}
