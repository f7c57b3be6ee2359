//! Why a connection ended, in the few words a person can act on.
//!
//! "This device is no longer allowed" is told apart from "the hub is busy" and from "there is no line",
//! because the first needs a person at the hub, the second a minute, and the third nothing at all.

use std::error::Error;
use std::io;

use rumqttc::{ConnectReturnCode, ConnectionError, DisconnectReasonCode, StateError, mqttbytes};
use rustls::CertificateError;

use super::Why;

/// What the client's error means to a person.
#[expect(clippy::wildcard_enum_match_arm, reason = "the client may name further errors any day")]
pub(super) fn why(error: &ConnectionError) -> Why {
    if let Some(tls) = find_tls(error) {
        return tls;
    }
    match error {
        ConnectionError::ConnectionRefused(code)
        | ConnectionError::MqttState(StateError::ConnFail { reason: code }) => refused(*code),
        ConnectionError::MqttState(StateError::ServerDisconnect { reason_code, .. }) => {
            disconnected(*reason_code)
        }
        ConnectionError::Io(_)
        | ConnectionError::Timeout(_)
        // We said goodbye ourselves.
        | ConnectionError::RequestsDone
        | ConnectionError::MqttState(
            StateError::Io(_)
            | StateError::ConnectionAborted
            | StateError::AwaitPingResp
            // A hub that was switched off hangs up without a word.
            | StateError::Deserialization(mqttbytes::Error::Io(_)),
        ) => Why::NoLine,
        other => {
            tracing::warn!(error = %other, "the broker and this program do not understand each other");
            Why::Confused
        }
    }
}

fn refused(code: ConnectReturnCode) -> Why {
    use ConnectReturnCode as Code;
    match code {
        Code::BadClientId
        | Code::ClientIdentifierNotValid
        | Code::BadUserNamePassword
        | Code::NotAuthorized
        | Code::Banned
        | Code::BadAuthenticationMethod => Why::NotAuthorised,
        Code::ServiceUnavailable
        | Code::ServerUnavailable
        | Code::ServerBusy
        | Code::QuotaExceeded
        | Code::ConnectionRateExceeded
        | Code::UseAnotherServer
        | Code::ServerMoved => Why::Busy,
        Code::Success
        | Code::RefusedProtocolVersion
        | Code::UnspecifiedError
        | Code::MalformedPacket
        | Code::ProtocolError
        | Code::ImplementationSpecificError
        | Code::UnsupportedProtocolVersion
        | Code::TopicNameInvalid
        | Code::PacketTooLarge
        | Code::PayloadFormatInvalid
        | Code::RetainNotSupported
        | Code::QoSNotSupported => Why::Confused,
    }
}

fn disconnected(code: DisconnectReasonCode) -> Why {
    use DisconnectReasonCode as Code;
    match code {
        Code::SessionTakenOver => Why::TakenOver,
        // A broker that throws a device out says so with either code.
        Code::NotAuthorized | Code::AdministrativeAction => Why::NotAuthorised,
        Code::ServerBusy
        | Code::MessageRateTooHigh
        | Code::QuotaExceeded
        | Code::ConnectionRateExceeded
        | Code::ReceiveMaximumExceeded
        | Code::UseAnotherServer
        | Code::ServerMoved => Why::Busy,
        Code::NormalDisconnection
        | Code::DisconnectWithWillMessage
        | Code::UnspecifiedError
        | Code::ServerShuttingDown
        | Code::KeepAliveTimeout
        | Code::MaximumConnectTime => Why::NoLine,
        Code::MalformedPacket
        | Code::ProtocolError
        | Code::ImplementationSpecificError
        | Code::TopicFilterInvalid
        | Code::TopicNameInvalid
        | Code::TopicAliasInvalid
        | Code::PacketTooLarge
        | Code::PayloadFormatInvalid
        | Code::RetainNotSupported
        | Code::QoSNotSupported
        | Code::SharedSubscriptionNotSupported
        | Code::SubscriptionIdentifiersNotSupported
        | Code::WildcardSubscriptionsNotSupported => Why::Confused,
    }
}

/// Looks for a certificate's complaint anywhere in the chain of causes.
fn find_tls(error: &(dyn Error + 'static)) -> Option<Why> {
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return certificate(tls);
    }
    // An I/O error hides what it wraps from `source` in favour of the wrapped error's own source.
    let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    match inner {
        Some(inner) => find_tls(inner),
        None => error.source().and_then(find_tls),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "whatever else is wrong, it is not our hub's")]
fn certificate(error: &rustls::Error) -> Option<Why> {
    let rustls::Error::InvalidCertificate(certificate) = error else { return None };
    Some(match certificate {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            Why::CertificateExpired
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            Why::CertificateNotYet
        }
        _ => Why::CertificateWrong,
    })
}
