//! Why the broker could not start or renew its certificate, in words that say what to do about it.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// A failure to start the broker or to renew its certificate.
#[derive(Debug, thiserror::Error)]
pub enum BrokerError {
    /// Neither listener was configured.
    #[error(
        "the broker has no address to listen on: configure the TLS listener, the plain one, or both"
    )]
    NothingToListenOn,
    /// The plain listener was configured on an address other machines can reach.
    #[error(
        "the plain listener may not open {address}: without TLS, passwords and messages would cross the network in \
         clear; use 127.0.0.1 or [::1] here and the TLS listener for the network"
    )]
    PlainOutsideLoopback {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// Another process holds the port.
    #[error(
        "port {} is already in use by another process (asked for {address}): stop that process, or give the broker \
         another port", .address.port()
    )]
    PortInUse {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// The address does not belong to this machine.
    #[error(
        "this machine has no address {}: correct the listen address, or use 0.0.0.0 for all of them", .address.ip()
    )]
    AddressNotHere {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// The system does not let this user open the port.
    #[error(
        "no permission to open port {}: use a port above 1023, or grant the service the right to bind low ports",
        .address.port()
    )]
    PortForbidden {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// The listener failed for a reason without a better name.
    #[error("the broker cannot listen on {address}")]
    CannotListen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The certificate file is missing, unreadable, or holds no certificate.
    #[error(
        "the certificate {} cannot be used ({reason}): check that the file exists, that the service may read it, and \
         that it is PEM with the server's certificate first", .path.display()
    )]
    CertificateUnreadable {
        /// The file.
        path: PathBuf,
        /// What was wrong with it.
        reason: String,
    },
    /// The certificate is past its last day, so every device would refuse it.
    #[error(
        "the certificate {} expired on {expired_on}: renew it, or set the clock if that date is in the future",
        .path.display()
    )]
    CertificateExpired {
        /// The file.
        path: PathBuf,
        /// The end of its validity.
        expired_on: String,
    },
    /// The private key file is missing, unreadable, or holds no key.
    #[error(
        "the private key {} cannot be used ({reason}): check that the file exists, that the service may read it, and \
         that it is an unencrypted PEM key", .path.display()
    )]
    KeyUnreadable {
        /// The file.
        path: PathBuf,
        /// What was wrong with it.
        reason: String,
    },
    /// Certificate and key do not belong together, or are of a kind TLS cannot use.
    #[error(
        "the private key {} does not fit the certificate {} ({reason}): put the two files of the same issue in place",
        .key.display(), .certificate.display()
    )]
    CertificateAndKeyDiffer {
        /// The certificate file.
        certificate: PathBuf,
        /// The key file.
        key: PathBuf,
        /// What the TLS library said.
        reason: String,
    },
    /// `renew_certificate` on a broker that has no TLS listener.
    #[error("there is no certificate to renew: the broker was started without a TLS listener")]
    NoTlsListener,
    /// The engine's own threads or loopback ports could not be had.
    #[error(
        "the broker's engine could not start ({reason}): the machine is probably out of memory or open files"
    )]
    Engine {
        /// What failed.
        reason: String,
    },
}

impl BrokerError {
    /// Gives a failed bind or listen the name that tells a person what to do.
    pub(crate) fn listening(address: SocketAddr, source: io::Error) -> Self {
        #[expect(clippy::wildcard_enum_match_arm, reason = "io::ErrorKind is open-ended")]
        match source.kind() {
            io::ErrorKind::AddrInUse => Self::PortInUse { address },
            io::ErrorKind::AddrNotAvailable => Self::AddressNotHere { address },
            io::ErrorKind::PermissionDenied => Self::PortForbidden { address },
            _ => Self::CannotListen { address, source },
        }
    }
}
