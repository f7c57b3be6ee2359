//! What the engine asks during a session, answered from the roll and the gatekeeper.
//!
//! rmqtt allows whatever no hook decides, so every path here ends in a decision. Two of its hooks
//! look useful and are not: `MessagePublish` runs before the access check and cannot drop, and a
//! will never passes the access check at all (the door refuses CONNECTs with one, and the check
//! below would too).

use std::sync::Arc;

use async_trait::async_trait;
use rmqtt::codec::v5::SubscribeAckReason;
use rmqtt::hook::{Handler, HookResult, Parameter, ReturnType, Type};
use rmqtt::session::Session;
use rmqtt::types::{
    AuthResult, ConnectInfo, Id, Publish, PublishAclResult, QoS, Subscribe, SubscribeReturn,
};
use tokio::time::sleep;

use crate::backlog::Backlog;
use crate::engine::HUB_LISTENER;
use crate::roll::{Arrival, Roll};

/// Characters that make a topic or filter more than a plain name.
const SPECIAL: [char; 3] = ['$', '+', '#'];

#[derive(Clone)]
pub(crate) struct Rules {
    roll: Arc<Roll>,
    backlog: Arc<Backlog>,
}

impl Rules {
    /// Every hook that must be registered for the rules to hold.
    pub const HOOKS: [Type; 7] = [
        Type::ClientAuthenticate,
        Type::ClientConnected,
        Type::ClientSubscribeCheckAcl,
        Type::MessagePublishCheckAcl,
        Type::MessageDelivered,
        Type::MessageDropped,
        Type::MessageNonsubscribed,
    ];

    pub fn new(roll: Arc<Roll>) -> Self {
        Self { roll, backlog: Arc::default() }
    }

    fn arrival(&self, id: &Id) -> Option<Arc<Arrival>> {
        self.roll.at(id.remote_addr?.port(), id.username.as_ref()?)
    }

    /// The door has checked the credential; here the engine only makes sure that it came through
    /// the door.
    fn authenticate(&self, connect: &ConnectInfo) -> AuthResult {
        match self.arrival(connect.id()) {
            Some(arrival)
                if connect.last_will().is_none() && *connect.client_id() == *arrival.user =>
            {
                // A superuser passes every access check, so only the hub is one.
                AuthResult::Allow(arrival.is_hub(), None)
            }
            Some(_) | None => AuthResult::NotAuthorized,
        }
    }

    fn connected(&self, session: &Session) {
        let Some(arrival) = self.arrival(&session.id) else { return };
        if arrival.is_hub() {
            self.backlog.begin(&arrival);
        }
        self.roll.welcome(&arrival);
    }

    fn subscribe(&self, session: &Session, subscribe: &Subscribe) -> SubscribeReturn {
        let filter: &str = &subscribe.topic_filter;
        let allowed = self.arrival(&session.id).is_some_and(|arrival| {
            !filter.contains(SPECIAL) && self.roll.may_subscribe(&arrival.user, filter)
        });
        if allowed {
            SubscribeReturn::new_success(QoS::AtLeastOnce, None)
        } else {
            SubscribeReturn::new_failure(SubscribeAckReason::NotAuthorized)
        }
    }

    async fn publish(&self, session: &Session, publish: &Publish) -> PublishAclResult {
        let Some(arrival) = self.arrival(&session.id) else {
            // The connection is gone and the engine is still working through what it had read from
            // it.
            return PublishAclResult::rejected(true, None);
        };
        let pause = arrival.hold_back(publish.payload.len());
        let hold = async {
            if !pause.is_zero() {
                sleep(pause).await;
            }
            self.backlog.wait().await;
        };
        tokio::select! {
            () = arrival.leave.cancelled() => return PublishAclResult::rejected(true, None),
            () = hold => {}
        }
        if publish.retain {
            return PublishAclResult::rejected(
                false,
                Some("retained messages are not accepted".into()),
            );
        }
        let topic: &str = &publish.topic;
        if !topic.contains(SPECIAL) && self.roll.may_publish(&arrival.user, topic) {
            self.backlog.add();
            PublishAclResult::allow()
        } else {
            PublishAclResult::rejected(false, Some("not a topic of this device".into()))
        }
    }
}

#[async_trait]
impl Handler for Rules {
    async fn hook(&self, parameter: &Parameter, so_far: Option<HookResult>) -> ReturnType {
        #[expect(clippy::wildcard_enum_match_arm, reason = "registered for HOOKS only")]
        let decision = match parameter {
            Parameter::ClientAuthenticate(connect) => {
                Some(HookResult::AuthResult(self.authenticate(connect)))
            }
            Parameter::ClientConnected(session) => {
                self.connected(session);
                so_far
            }
            Parameter::ClientSubscribeCheckAcl(session, subscribe) => {
                Some(HookResult::SubscribeAclResult(self.subscribe(session, subscribe)))
            }
            Parameter::MessagePublishCheckAcl(session, publish) => {
                Some(HookResult::PublishAclResult(self.publish(session, publish).await))
            }
            Parameter::MessageDelivered(session, ..) if session.id.lid() == HUB_LISTENER => {
                self.backlog.remove();
                so_far
            }
            Parameter::MessageDropped(Some(to), ..) if to.lid() == HUB_LISTENER => {
                self.backlog.remove();
                so_far
            }
            Parameter::MessageNonsubscribed(from) if from.lid() != HUB_LISTENER => {
                self.backlog.remove();
                so_far
            }
            _ => so_far,
        };
        (false, decision)
    }
}
