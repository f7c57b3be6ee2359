//! Every MQTT topic, written and parsed in this one place, and the one rule about who may touch it.
//!
//! ```text
//! h1/d/{device}/cmd     device → hub
//! h1/d/{device}/in      hub → device
//! h1/n/{hood}/board     hub → every device paired in the neighbourhood
//! ```
//!
//! `h1` is the protocol's major version. Levels are `[a-z0-9-]{1,40}`: legal in every broker, nothing
//! personal. The embedded broker's check and the ACL files of outside brokers are both made from
//! [`grants`]; there is no second rule.

use std::fmt::Write as _;

use crate::ids::{DeviceId, Slug};

const MAJOR: &str = "h1";

/// What the hub listens to: the commands of all its devices.
pub const HUB_FILTER: &str = "h1/d/+/cmd";

/// Where a device speaks.
#[must_use]
pub fn command(device: DeviceId) -> String {
    format!("{MAJOR}/d/{device}/cmd")
}

/// Where a device listens.
#[must_use]
pub fn inbox(device: DeviceId) -> String {
    format!("{MAJOR}/d/{device}/in")
}

/// What a neighbourhood's devices all hear.
#[must_use]
pub fn board(neighbourhood: &Slug) -> String {
    format!("{MAJOR}/n/{neighbourhood}/board")
}

/// The device that spoke on a command topic; `None` for any other topic.
#[must_use]
pub fn speaker(topic: &str) -> Option<DeviceId> {
    let mut levels = topic.split('/');
    let found = (levels.next()? == MAJOR && levels.next()? == "d").then(|| levels.next())??;
    let device: DeviceId = found.parse().ok()?;
    (levels.next() == Some("cmd") && levels.next().is_none() && device.to_string() == found)
        .then_some(device)
}

/// One thing a device may do; anything not granted is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// Publish on exactly this topic.
    Publish(String),
    /// Subscribe to exactly this filter, which has no wildcard.
    Subscribe(String),
}

/// Everything a device of these neighbourhoods may do.
#[must_use]
pub fn grants(device: DeviceId, neighbourhoods: &[Slug]) -> Vec<Grant> {
    let own = [Grant::Publish(command(device)), Grant::Subscribe(inbox(device))];
    own.into_iter().chain(neighbourhoods.iter().map(|hood| Grant::Subscribe(board(hood)))).collect()
}

/// Whether `device` may publish on `topic`.
#[must_use]
pub fn may_publish(device: DeviceId, topic: &str) -> bool {
    topic == command(device)
}

/// Whether `device`, which belongs to `neighbourhoods`, may subscribe to `filter`.
#[must_use]
pub fn may_subscribe(device: DeviceId, neighbourhoods: &[Slug], filter: &str) -> bool {
    grants(device, neighbourhoods).contains(&Grant::Subscribe(filter.to_owned()))
}

/// The ACL file of a Mosquitto broker for these devices; `hub_user` is the hub's own credential.
#[must_use]
pub fn mosquitto_acl(hub_user: &str, devices: &[(DeviceId, Vec<Slug>)]) -> String {
    let mut file = format!("user {hub_user}\ntopic read {HUB_FILTER}\ntopic write {MAJOR}/#\n");
    for (device, neighbourhoods) in devices {
        let _ = write!(file, "\nuser {device}\n");
        for grant in grants(*device, neighbourhoods) {
            let _ = match grant {
                Grant::Publish(topic) => writeln!(file, "topic write {topic}"),
                Grant::Subscribe(filter) => writeln!(file, "topic read {filter}"),
            };
        }
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn device(n: u128) -> DeviceId {
        DeviceId::new(Uuid::from_u128(n))
    }

    #[test]
    fn a_device_speaks_and_listens_only_where_it_belongs() {
        let hood: Slug = "casazza".parse().unwrap();
        let (me, other) = (device(1), device(2));
        assert!(may_publish(me, &command(me)));
        assert!(!may_publish(me, &command(other)) && !may_publish(me, &inbox(other)));
        assert!(may_subscribe(me, std::slice::from_ref(&hood), &inbox(me)));
        assert!(may_subscribe(me, std::slice::from_ref(&hood), &board(&hood)));
        for filter in ["#", "h1/#", "+/d/+/in", "$SYS/#", "$share/g/h1/d/+/in", &inbox(other)] {
            assert!(!may_subscribe(me, std::slice::from_ref(&hood), filter), "{filter}");
        }
        assert!(!may_subscribe(me, &[], &board(&hood)));
    }

    #[test]
    fn the_acl_file_grants_just_what_the_rule_grants() {
        let file = mosquitto_acl("hub", &[(device(1), vec!["casazza".parse().unwrap()])]);
        assert!(file.contains(&format!("topic write {}", command(device(1)))));
        assert!(file.contains("topic read h1/n/casazza/board"));
        assert_eq!(file.matches("user ").count(), 2);
    }

    proptest! {
        #[test]
        fn only_a_command_topic_has_a_speaker(topic in "[a-z0-9/+#-]{0,60}") {
            if let Some(device) = speaker(&topic) {
                prop_assert_eq!(command(device), topic);
            }
        }
    }

    #[test]
    fn the_speaker_is_read_back_from_the_topic() {
        assert_eq!(speaker(&command(device(7))), Some(device(7)));
        assert_eq!(speaker(&inbox(device(7))), None);
    }
}
