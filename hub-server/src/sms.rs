//! Text messages through whatever provider a city has (CAPABILITIES B27): one HTTP request by a template in the
//! configuration, off until somebody writes one.
//!
//! Always true: a message goes out over TLS, to anywhere but this machine itself, and no more in an hour than the
//! configuration allows; what the provider answers is never shown to anybody. Deliberately absent: messages that come
//! in, and sending by itself; somebody presses for each, and whom it does not reach stays on the call list.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use protocol::Problem;
use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use serde::{Deserialize, Serialize};

const HOUR_MS: i64 = 3_600_000;
/// Longest text, in characters: two messages.
pub const TEXT_MAX: usize = 300;

/// How text messages are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SmsConfig {
    /// Where the provider takes them, `https://…`; empty: none are sent.
    pub url: String,
    /// What is posted; `{number}` and `{text}` are put in as the content type wants.
    pub body: String,
    /// `application/json` or `application/x-www-form-urlencoded`.
    pub content_type: String,
    /// File with one header line for the provider, such as `Authorization: Bearer …`; empty: none.
    pub header_file: PathBuf,
    /// Put before numbers that have no country, `+39`.
    pub country: String,
    /// Most messages in an hour, 1 to 1000.
    pub per_hour: u32,
    /// How long the provider is waited for, in seconds, 1 to 60.
    pub timeout_s: u32,
}

impl Default for SmsConfig {
    fn default() -> Self {
        Self {
            url: String::new(),
            body: r#"{"to":"{number}","text":"{text}"}"#.to_owned(),
            content_type: JSON.to_owned(),
            header_file: PathBuf::new(),
            country: "+39".to_owned(),
            per_hour: 30,
            timeout_s: 10,
        }
    }
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// How what is put into the template is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Json,
    Form,
}

/// The way to a provider.
#[derive(Debug)]
pub struct Gateway {
    client: reqwest::Client,
    url: Url,
    body: String,
    writing: Writing,
    header: Option<(HeaderName, HeaderValue)>,
    country: String,
    per_hour: usize,
    /// When the last ones went, UTC milliseconds.
    sent_ms: Mutex<VecDeque<i64>>,
}

/// Why a message was not sent, or may not have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// That is no number a message can go to.
    #[error("no number a message can go to")]
    NoNumber,
    /// As many went in the last hour as may.
    #[error("as many messages went in the last hour as may")]
    TooMany,
    /// The provider said no.
    #[error("the provider answered {0}")]
    Refused(u16),
    /// The provider was not reached: nothing was sent.
    #[error("the provider was not reached")]
    Unreachable,
    /// The provider did not answer in time: it may have been sent.
    #[error("the provider did not answer in time")]
    Silent,
}

impl From<Trouble> for Problem {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::NoNumber => Self::conflict("sms-no-number"),
            Trouble::TooMany => Self::try_later("sms-too-many"),
            Trouble::Refused(_) => Self::conflict("sms-refused"),
            Trouble::Unreachable => Self::try_later("sms-unreachable"),
            Trouble::Silent => Self::conflict("sms-silent"),
        }
    }
}

impl Gateway {
    /// The way that is configured, or `None` where none is.
    ///
    /// # Errors
    /// What is wrong, in a sentence that names the key.
    pub fn try_new(config: &SmsConfig) -> Result<Option<Self>, String> {
        if config.url.is_empty() {
            return Ok(None);
        }
        let url: Url =
            config.url.parse().map_err(|error| format!("sms.url = \"{}\": {error}", config.url))?;
        let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if url.scheme() != "https" && !(here && url.scheme() == "http") {
            return Err(format!("sms.url = \"{}\" does not begin with https://", config.url));
        }
        let writing = match config.content_type.as_str() {
            JSON => Writing::Json,
            FORM => Writing::Form,
            other => {
                return Err(format!("sms.content_type = \"{other}\" is neither {JSON} nor {FORM}"));
            }
        };
        for part in ["{number}", "{text}"] {
            if !config.body.contains(part) {
                return Err(format!("sms.body does not say {part}"));
            }
        }
        if !(1..=1_000).contains(&config.per_hour) || !(1..=60).contains(&config.timeout_s) {
            return Err("sms.per_hour is 1 to 1000, sms.timeout_s 1 to 60".to_owned());
        }
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .timeout(Duration::from_secs(config.timeout_s.into()));
        let client = if here { client.no_proxy() } else { client.https_only(true) };
        Ok(Some(Self {
            client: client.build().map_err(|error| format!("sms: {error}"))?,
            url,
            body: config.body.clone(),
            writing,
            header: header(config)?,
            country: config.country.clone(),
            per_hour: usize::try_from(config.per_hour).unwrap_or(1),
            sent_ms: Mutex::default(),
        }))
    }

    /// Sends a text to a number as somebody wrote it.
    ///
    /// # Errors
    /// [`Trouble`]. Only [`Trouble::Silent`] leaves open whether it went.
    pub async fn send(&self, now_ms: i64, number: &str, text: &str) -> Result<(), Trouble> {
        let number = plain_number(number, &self.country).ok_or(Trouble::NoNumber)?;
        self.take_turn(now_ms)?;
        let text: String = text.chars().take(TEXT_MAX).collect();
        let content_type = match self.writing {
            Writing::Json => JSON,
            Writing::Form => FORM,
        };
        let mut req = self
            .client
            .post(self.url.clone())
            .header(reqwest::header::CONTENT_TYPE, content_type)
            .body(filled(&self.body, self.writing, &number, &text));
        if let Some((name, value)) = &self.header {
            req = req.header(name, value);
        }
        match req.send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(Trouble::Refused(answer.status().as_u16())),
            Err(error) if error.is_connect() || error.is_builder() => Err(Trouble::Unreachable),
            Err(_late_or_cut) => Err(Trouble::Silent),
        }
    }

    /// A message that is tried counts, whatever comes of it.
    fn take_turn(&self, now_ms: i64) -> Result<(), Trouble> {
        let mut sent = self.sent_ms.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        sent.retain(|at_ms| (now_ms - HOUR_MS..=now_ms).contains(at_ms));
        if sent.len() >= self.per_hour {
            return Err(Trouble::TooMany);
        }
        sent.push_back(now_ms);
        Ok(())
    }
}

fn header(config: &SmsConfig) -> Result<Option<(HeaderName, HeaderValue)>, String> {
    if config.header_file.as_os_str().is_empty() {
        return Ok(None);
    }
    let path = config.header_file.display();
    let text = std::fs::read_to_string(&config.header_file)
        .map_err(|error| format!("sms.header_file: {path} cannot be read: {error}"))?;
    let wrong =
        || format!("sms.header_file: {path} is not one line such as Authorization: Bearer …");
    let (name, value) = text.trim().split_once(':').ok_or_else(wrong)?;
    let name: HeaderName = name.trim().parse().ok().ok_or_else(wrong)?;
    let mut value: HeaderValue = value.trim().parse().ok().ok_or_else(wrong)?;
    value.set_sensitive(true);
    Ok(Some((name, value)))
}

/// A number with its country, `+390301234567`, from what people write; `None` when it cannot be one.
fn plain_number(written: &str, country: &str) -> Option<String> {
    let kept = |c: &char| !matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}');
    let bare: String = written.trim().chars().filter(kept).collect();
    let whole = match (bare.strip_prefix('+'), bare.strip_prefix("00")) {
        (Some(rest), _) | (None, Some(rest)) => format!("+{rest}"),
        (None, None) => format!("{country}{bare}"),
    };
    let digits = whole.strip_prefix('+')?;
    let fits = (8..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(whole)
}

/// The template with number and text in it. Both are put in at once, so that a text cannot name a number.
fn filled(body: &str, writing: Writing, number: &str, text: &str) -> String {
    let written = |value: &str| match writing {
        Writing::Json => {
            let quoted = serde_json::Value::from(value).to_string();
            quoted
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'))
                .unwrap_or_default()
                .to_owned()
        }
        Writing::Form => crate::web::address::escaped(value),
    };
    let put = |part: &str| part.replace("{text}", &written(text));
    body.split("{number}").map(put).collect::<Vec<_>>().join(&written(number))
}

#[cfg(test)]
mod tests;
