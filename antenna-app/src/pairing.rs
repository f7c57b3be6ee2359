//! Pairing: from a link on the console to a credential of our own.
//!
//! ```text
//! costellazione:pair/<host:port>/<code>/<fingerprint>
//! GET  https://host:port/pair/v1/ca   PEM, from whoever answers; taken only if its fingerprint is the link's
//! POST https://host:port/pair/v1      with that authority, and no other, trusted → Paired
//! ```
//!
//! Always true: the code is sent only over a line whose certificate the link's own authority signed.
//! Certificates go unchecked in one place, the fetch of that authority, where the fingerprint checks
//! what comes. Deliberately absent: `http://`, redirects, proxies, the system's authorities.

use std::time::Duration;

use protocol::Problem;
use protocol::antenna::{PairRequest, Paired, PairingLink};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;

const PATIENCE: Duration = Duration::from_secs(10);
/// Longest answer that is read, in bytes.
const ANSWER_MAX: usize = 64 * 1024;

/// Why pairing did not work, in what a person can do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PairFailure {
    /// The text is not a pairing link.
    #[error("this is not a pairing link")]
    NotALink,
    /// Nothing answers at that address.
    #[error("the hub does not answer: {0}")]
    NoAnswer(String),
    /// Something answers, and it is not the hub of the link.
    #[error("whoever answers is not the hub of this link")]
    NotThisHub,
    /// The hub said no: the code is wrong, used or too old.
    #[error("the hub refused: {0}")]
    Refused(Problem),
    /// The hub's answer makes no sense.
    #[error("the hub's answer makes no sense: {0}")]
    Confused(String),
}

impl PairFailure {
    /// A word for logs and for the key `antenna-pair-<word>`.
    #[must_use]
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::NotALink => "not-a-link",
            Self::NoAnswer(_) => "no-answer",
            Self::NotThisHub => "not-this-hub",
            Self::Refused(_) => "refused",
            Self::Confused(_) => "confused",
        }
    }
}

/// Pairs this device; `language` (`it`, `en`, …) is the one refusals are worded in.
///
/// # Errors
/// [`PairFailure`]; nothing was kept, and the code may or may not have been used up.
pub async fn pair(
    link: &PairingLink,
    device_name: &str,
    language: &str,
) -> Result<Paired, PairFailure> {
    let ca = fetch_authority(link).await?;
    let client = reqwest::Client::builder()
        .tls_certs_only([ca])
        .https_only(true)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .map_err(|error| PairFailure::Confused(chain(&error)))?;
    let request = PairRequest {
        code: link.code.clone(),
        device_name: device_name.chars().take(60).collect(),
    };
    let answer = client
        .post(format!("https://{}/pair/v1", link.address))
        .header(reqwest::header::ACCEPT_LANGUAGE, language)
        .json(&request)
        .send()
        .await
        .map_err(|error| not_reached(&error))?;
    let status = answer.status();
    let body = read(answer).await?;
    if status.is_success() {
        serde_json::from_slice(&body).map_err(|error| PairFailure::Confused(error.to_string()))
    } else {
        Err(serde_json::from_slice(&body).map_or_else(
            |error| PairFailure::Confused(format!("{status}, {error}")),
            PairFailure::Refused,
        ))
    }
}

/// Gets the hub's authority from whoever answers, and believes only the fingerprint.
async fn fetch_authority(link: &PairingLink) -> Result<reqwest::Certificate, PairFailure> {
    let client = reqwest::Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .https_only(true)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .map_err(|error| PairFailure::Confused(chain(&error)))?;
    let answer = client
        .get(format!("https://{}/pair/v1/ca", link.address))
        .send()
        .await
        .map_err(|error| PairFailure::NoAnswer(chain(&error)))?;
    if !answer.status().is_success() {
        return Err(PairFailure::Confused(format!("no authority: {}", answer.status())));
    }
    let pem = read(answer).await?;
    let der = CertificateDer::pem_slice_iter(&pem)
        .next()
        .and_then(Result::ok)
        .ok_or_else(|| PairFailure::Confused("the authority is not PEM".to_owned()))?;
    if PairingLink::fingerprint_of(&der) != link.fingerprint {
        return Err(PairFailure::NotThisHub);
    }
    reqwest::Certificate::from_der(&der).map_err(|error| PairFailure::Confused(chain(&error)))
}

async fn read(mut answer: reqwest::Response) -> Result<Vec<u8>, PairFailure> {
    let mut body = Vec::new();
    while let Some(chunk) =
        answer.chunk().await.map_err(|error| PairFailure::NoAnswer(chain(&error)))?
    {
        body.extend_from_slice(&chunk);
        if body.len() > ANSWER_MAX {
            return Err(PairFailure::Confused("the answer is too long".to_owned()));
        }
    }
    Ok(body)
}

/// A certificate that the pinned authority did not sign means another hub; anything else, no hub.
fn not_reached(error: &reqwest::Error) -> PairFailure {
    let told = chain(error);
    if told.contains("invalid peer certificate") {
        PairFailure::NotThisHub
    } else {
        PairFailure::NoAnswer(told)
    }
}

/// An error with all its causes, without the address, which holds nothing but may end in a log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        told = format!("{told}: {inner}");
        cause = inner.source();
    }
    told
}

#[cfg(test)]
mod tests;
