use std::sync::Arc;

use protocol::antenna::{PairRequest, Paired};
use protocol::{ActorRef, Channel, CommandId, DeviceId, Problem, StaffId};

use super::{Command, Holder, PairingConfig, device, inbox, list, new_pairing_code, pair};
use crate::command::Command as Any;
use crate::node::Node;
use crate::store::rebuild;
use crate::testing::{self, HandClock, MORNING_MS};

async fn hub(folder: &tempfile::TempDir) -> Arc<Node> {
    let url = testing::sqlite_url(folder.path(), "hub");
    testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await
}

async fn paired(node: &Arc<Node>, label: &str, holder: Holder) -> Paired {
    let by = ActorRef::Staff(StaffId::new(testing::uuid(9)));
    let hood = "mompiano".parse().unwrap();
    let code = new_pairing_code(node, label, hood, holder, by).await.unwrap().code;
    let config = PairingConfig { brokers: Vec::new(), ca_pem: String::new() };
    let request = PairRequest { code, device_name: "a phone".to_owned() };
    pair(node, &config, request, None).await.unwrap()
}

async fn rows(node: &Node, table: &str) -> Vec<String> {
    let mut db = node.store.read().await.unwrap();
    rebuild::rows_of(&mut db, table).await.unwrap()
}

async fn tell(node: &Arc<Node>, command: Command) -> Result<(), Problem> {
    testing::submit(node, Any::Network(command)).await.map(|_| ())
}

fn moved(device: DeviceId, hoods: &[&str]) -> Command {
    let neighbourhoods = hoods.iter().map(|hood| hood.parse().unwrap()).collect();
    Command::Move { device, neighbourhoods }
}

#[tokio::test]
async fn every_statement_of_this_domain_is_understood_by_sqlite() {
    use sqlx::{Executor, SqlSafeStr};
    let folder = tempfile::tempdir().unwrap();
    let node = hub(&folder).await;
    let mut db = node.store.read().await.unwrap();
    for statement in super::statements() {
        let prepared = db.prepare(statement.into_sql_str()).await;
        assert!(prepared.is_ok(), "{statement}: {:?}", prepared.err());
    }
}

#[tokio::test]
async fn devices_and_their_inboxes_come_out_of_a_rebuild_as_they_went_in() {
    let folder = tempfile::tempdir().unwrap();
    let node = hub(&folder).await;
    let one = paired(&node, "Bar Centrale", Holder::Antenna).await;
    let two = paired(&node, "Sara", Holder::Operator(StaffId::new(testing::uuid(8)))).await;
    paired(&node, "Edicola", Holder::Antenna).await;
    tell(&node, moved(one.device, &["casazza", "mompiano"])).await.unwrap();
    tell(&node, Command::Revoke { device: two.device }).await.unwrap();
    let tables = ["device", "device_neighbourhood", "device_inbox", "device_credential"];
    let mut live = Vec::new();
    for table in tables {
        live.push((table, rows(&node, table).await));
    }
    assert_eq!(live[0].1.len(), 3);
    assert_eq!(live[2].1.len(), 4, "three were paired and one was moved");
    rebuild::rebuild(&node.store, |_| {}).await.unwrap();
    for (table, before) in live {
        assert_eq!(rows(&node, table).await, before, "{table}");
    }
}

#[tokio::test]
async fn an_inbox_that_is_made_from_the_log_alone_has_the_same_lines() {
    let folder = tempfile::tempdir().unwrap();
    let node = hub(&folder).await;
    let one = paired(&node, "Bar Centrale", Holder::Antenna).await;
    tell(&node, moved(one.device, &["casazza"])).await.unwrap();
    let before = rows(&node, "device_inbox").await;
    node.change(|write| {
        Box::pin(async move {
            sqlx::raw_sql("DELETE FROM device_inbox; UPDATE device_credential SET last_cursor = 0")
                .execute(&mut *write.db)
                .await?;
            Ok(())
        })
    })
    .await
    .unwrap();
    rebuild::rebuild(&node.store, |_| {}).await.unwrap();
    assert_eq!(rows(&node, "device_inbox").await, before);
}

#[tokio::test]
async fn central_sees_where_devices_are_and_not_whose_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let node = hub(&folder).await;
    let one = paired(&node, "Bar Centrale", Holder::Antenna).await;
    let url = testing::sqlite_url(folder.path(), "central");
    let central = testing::bare_node("central", &url, HandClock::at(MORNING_MS)).await;
    testing::hand_over(&node, &central).await;
    let mut db = central.store.read().await.unwrap();
    let there = device(&mut db, one.device).await.unwrap().unwrap();
    assert_eq!((there.home.as_str(), there.label), ("mompiano", None));
    assert_eq!(there.neighbourhoods, ["mompiano".parse().unwrap()]);
    assert_eq!(inbox::ends(&mut db, one.device).await.unwrap(), None);
    assert_eq!(rows(&central, "device_inbox").await, Vec::<String>::new());
    let records = rows(&node, "record").await.concat();
    let label = data_encoding::HEXLOWER.encode(b"Bar Centrale");
    assert!(!records.contains("Bar Centrale") && !records.contains(&label));
}

#[tokio::test]
async fn only_staff_may_revoke_or_move_and_only_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let node = hub(&folder).await;
    let one = paired(&node, "Bar Centrale", Holder::Antenna).await.device;
    let ctx = node.ctx(CommandId::new(testing::uuid(77)), ActorRef::Device(one), Channel::Antenna);
    let by_itself = node.submit(ctx, Any::Network(Command::Revoke { device: one })).await;
    assert_eq!(by_itself.unwrap_err().slug(), "not-your-role");
    let slug = async |command| tell(&node, command).await.unwrap_err().slug().to_owned();
    let nobody = DeviceId::new(testing::uuid(78));
    assert_eq!(slug(Command::Revoke { device: nobody }).await, "device-unknown");
    assert_eq!(slug(moved(one, &[])).await, "out-of-range");
    assert_eq!(slug(moved(one, &["mompiano"; 4])).await, "out-of-range");
    assert_eq!(slug(moved(one, &["atlantide"])).await, "not-in-catalogue");
    tell(&node, Command::Revoke { device: one }).await.unwrap();
    tell(&node, Command::Revoke { device: one }).await.expect("twice is once");
    assert_eq!(slug(moved(one, &["casazza"])).await, "device-revoked");
    let mut db = node.store.read().await.unwrap();
    let all = list(&mut db).await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].revoked_at_ms, Some(MORNING_MS));
    assert_eq!(all[0].label.as_deref(), Some("Bar Centrale"), "staff still know which it was");
}

proptest::proptest! {
    /// Name and contacts travel with a task alone: it is told to whoever has just said yes, and to nobody else whatever
    /// happens to a request that is being asked for.
    #[test]
    fn a_task_is_told_to_whoever_said_yes_and_to_nobody_else(
        asked in proptest::collection::btree_set(0_u128..6, 1..6),
        yes in 0_u128..6,
        with in proptest::option::of(0_u128..6),
        kind in 0_usize..8,
    ) {
        use crate::requests::events::{Circle, Event, OpenProposal, Request, State};
        let device = |n: u128| protocol::DeviceId::new(testing::uuid(0x100 + n));
        let proposal = protocol::ProposalId::new(testing::uuid(9));
        let open = OpenProposal {
            id: proposal,
            circle: Circle::Neighbourhood,
            until_ms: 0,
            silent: asked.iter().map(|n| device(*n)).collect(),
        };
        let request = Request {
            id: protocol::RequestId::new(testing::uuid(1)),
            state: State::Proposed,
            helper: None,
            two: with.is_some(),
            first: None,
            companion: None,
            open: Some(open),
            closed_at_ms: None,
        };
        let (device_yes, companion) = (device(yes), with.map(device));
        let accepted = Event::Accepted { proposal, device: device_yes, companion };
        let events = [
            accepted.clone(),
            Event::Declined { proposal, device: device_yes },
            Event::SeatTaken { proposal, device: device_yes },
            Event::CircleEnded { proposal },
            Event::Met {},
            Event::Withdrawn {},
            Event::Scheduled { at_ms: 1 },
            Event::Started {},
        ];
        for (who, note) in inbox::notes(&request, &events[kind]) {
            if matches!(note, inbox::Note::Assigned { .. }) {
                proptest::prop_assert_eq!(&events[kind], &accepted);
                proptest::prop_assert!(who == device_yes || Some(who) == companion);
            }
        }
    }
}
