//! The server's certificate: read, checked before use, and replaceable while connections are open.
//!
//! The crypto provider is named here (ring), so TLS on this listener never depends on which
//! provider the program installed as its default.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;
use x509_parser::time::ASN1Time;

use crate::BrokerError;

/// The files a certificate is read from, and what was last read from them.
pub(crate) struct Credentials {
    chain: PathBuf,
    key: PathBuf,
    current: RwLock<Current>,
}

struct Current {
    config: Arc<ServerConfig>,
    expires_at_s: i64,
}

impl Credentials {
    pub fn try_new(chain: PathBuf, key: PathBuf) -> Result<Self, BrokerError> {
        let current = RwLock::new(read(&chain, &key)?);
        Ok(Self { chain, key, current })
    }

    /// Reads the files again. On an error the certificate in use stays.
    pub fn renew(&self) -> Result<(), BrokerError> {
        let fresh = read(&self.chain, &self.key)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    pub fn acceptor(&self) -> TlsAcceptor {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        TlsAcceptor::from(Arc::clone(&current.config))
    }

    /// End of validity, in seconds since 1970.
    pub fn expires_at_s(&self) -> i64 {
        self.current.read().unwrap_or_else(PoisonError::into_inner).expires_at_s
    }
}

fn read(chain_path: &PathBuf, key_path: &PathBuf) -> Result<Current, BrokerError> {
    let unreadable =
        |reason: String| BrokerError::CertificateUnreadable { path: chain_path.clone(), reason };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(chain_path)
        .and_then(Iterator::collect)
        .map_err(|error| unreadable(error.to_string()))?;
    let leaf = chain.first().ok_or_else(|| unreadable("it holds no certificate".to_owned()))?;
    let (_, parsed) = x509_parser::parse_x509_certificate(leaf)
        .map_err(|error| unreadable(format!("not an X.509 certificate: {error}")))?;
    // Only the end is checked: a small machine without a clock battery wakes up in the past, and
    // must still serve.
    let not_after = parsed.validity().not_after;
    if not_after < ASN1Time::now() {
        return Err(BrokerError::CertificateExpired {
            path: chain_path.clone(),
            expired_on: not_after.to_string(),
        });
    }
    let key = PrivateKeyDer::from_pem_file(key_path).map_err(|error| {
        BrokerError::KeyUnreadable { path: key_path.clone(), reason: error.to_string() }
    })?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| BrokerError::CertificateAndKeyDiffer {
            certificate: chain_path.clone(),
            key: key_path.clone(),
            reason: error.to_string(),
        })?;
    Ok(Current { config: Arc::new(config), expires_at_s: not_after.timestamp() })
}
