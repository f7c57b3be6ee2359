//! One TOML file with defaults in code. Every unknown key is refused with the nearest known one named;
//! any key can be set by an environment variable; `--print-config` shows what is in force.

use std::net::{AddrParseError, SocketAddr};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::files::FilesConfig;
use crate::sms::SmsConfig;

/// Everything that can be configured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
pub struct Config {
    /// Who this node is and where it keeps its data.
    pub node: NodeConfig,
    /// Where pages and messages over HTTP are answered.
    pub http: HttpConfig,
    /// The MQTT broker.
    pub broker: BrokerConfig,
    /// Text messages to people who wait for news.
    pub sms: SmsConfig,
    /// Documents and pictures that are attached to things.
    pub files: FilesConfig,
    /// What is logged.
    pub log: LogConfig,
}

/// Who this node is and where it keeps its data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NodeConfig {
    /// A hub's slug in the city file; central is always `central`.
    pub name: String,
    /// The data folder.
    pub data: PathBuf,
    /// `postgres://…` for a central that one machine is too small for; empty: SQLite in the data folder.
    pub database_url: String,
}

/// Where pages and messages over HTTP are answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpConfig {
    /// HTTPS for everybody; empty: none.
    pub listen: String,
    /// Plain HTTP, on the loopback interface only; empty: none.
    pub listen_local: String,
    /// Host names and addresses people and devices use, for the certificate and for links.
    pub names: Vec<String>,
}

/// The MQTT broker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BrokerConfig {
    /// `embedded`, or the address of another broker: `mqtts://host:port`.
    pub engine: String,
    /// Where the embedded broker answers devices, over TLS.
    pub listen: String,
    /// User name of the hub at another broker.
    pub user: String,
    /// File with the hub's password at another broker.
    pub password_file: PathBuf,
    /// File with the other broker's certificate authority.
    pub ca_file: PathBuf,
    /// Folder in which the hub keeps the other broker's access list and passwords, and lays a first
    /// configuration for Mosquitto; empty: somebody else sees to these.
    pub files_dir: PathBuf,
    /// A program and its arguments that make the other broker read them again.
    pub reload: Vec<String>,
}

/// What is logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// What to log, for example `info,hub_server=debug`.
    pub filter: String,
    /// `text` or `json`.
    pub format: String,
}

impl Default for NodeConfig {
    fn default() -> Self {
        Self { name: String::new(), data: "data".into(), database_url: String::new() }
    }
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            listen: "0.0.0.0:8443".to_owned(),
            listen_local: "127.0.0.1:8080".to_owned(),
            names: vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
        }
    }
}

impl Default for BrokerConfig {
    fn default() -> Self {
        Self {
            engine: "embedded".to_owned(),
            listen: "0.0.0.0:8883".to_owned(),
            user: "hub".to_owned(),
            password_file: PathBuf::new(),
            ca_file: PathBuf::new(),
            files_dir: PathBuf::new(),
            reload: Vec::new(),
        }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { filter: "info".to_owned(), format: "text".to_owned() }
    }
}

/// What is wrong with a configuration; all of it at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct BadConfig(pub Vec<String>);

/// How environment variables begin: `COSTELLAZIONE_HTTP_LISTEN` sets `http.listen`.
pub const ENV_PREFIX: &str = "COSTELLAZIONE_";

impl Config {
    /// Reads the file, if there is one, then the environment (`name → value`), over the defaults.
    ///
    /// # Errors
    /// [`BadConfig`] with every mistake, each naming the file and the key.
    pub fn load(
        file: Option<&Path>,
        env: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, BadConfig> {
        let mut table = match file {
            None => Table::new(),
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    BadConfig(vec![format!("{} cannot be read: {error}", path.display())])
                })?;
                text.parse::<Table>()
                    .map_err(|error| BadConfig(vec![format!("{}: {error}", path.display())]))?
            }
        };
        let known = Value::try_from(Self::default())
            .ok()
            .and_then(|value| value.as_table().cloned())
            .unwrap_or_default();
        let mut mistakes = Vec::new();
        unknown_keys(&table, &known, "", &mut mistakes);
        if let Some(path) = file {
            for mistake in &mut mistakes {
                mistake.insert_str(0, &format!("{}: ", path.display()));
            }
        }
        for (name, value) in env {
            if let Some(key) = name.strip_prefix(ENV_PREFIX) {
                set_from_env(&mut table, &known, key, &name, value, &mut mistakes);
            }
        }
        if !mistakes.is_empty() {
            return Err(BadConfig(mistakes));
        }
        let config: Self = Value::Table(table)
            .try_into()
            .map_err(|error: toml::de::Error| BadConfig(vec![error.to_string()]))?;
        config.checked()
    }

    fn checked(self) -> Result<Self, BadConfig> {
        let mut mistakes = Vec::new();
        for (key, text) in [
            ("http.listen", &self.http.listen),
            ("http.listen_local", &self.http.listen_local),
            ("broker.listen", &self.broker.listen),
        ] {
            match address(text) {
                Err(_not_one) => {
                    mistakes.push(format!("{key} = \"{text}\" is not an address:port"));
                }
                Ok(Some(at)) if key == "http.listen_local" && !at.ip().is_loopback() => {
                    mistakes.push(format!(
                        "{key} = \"{text}\" is not on the loopback interface; what leaves this machine goes \
                         through http.listen, with TLS"
                    ));
                }
                Ok(_) => {}
            }
        }
        if !["text", "json"].contains(&self.log.format.as_str()) {
            mistakes.push(format!("log.format = \"{}\" is neither text nor json", self.log.format));
        }
        mistakes.extend(self.files.mistakes());
        if mistakes.is_empty() { Ok(self) } else { Err(BadConfig(mistakes)) }
    }

    /// The configuration in force, as TOML.
    ///
    /// # Panics
    /// Never: it is plain data.
    #[must_use]
    pub fn print(&self) -> String {
        toml::to_string_pretty(self).expect("a configuration is plain data")
    }
}

/// Reads an address that may be left empty.
///
/// # Errors
/// When it is something else than `address:port`.
pub fn address(text: &str) -> Result<Option<SocketAddr>, AddrParseError> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some) }
}

fn unknown_keys(table: &Table, known: &Table, path: &str, mistakes: &mut Vec<String>) {
    for (key, value) in table {
        match (known.get(key), value) {
            (None, _) => mistakes.push(format!(
                "unknown key {path}{key}; {}",
                nearest(key, known).map_or_else(
                    || format!(
                        "known here: {}",
                        known.keys().cloned().collect::<Vec<_>>().join(", ")
                    ),
                    |near| format!("did you mean {path}{near}?"),
                )
            )),
            (Some(Value::Table(inner)), Value::Table(value)) => {
                unknown_keys(value, inner, &format!("{path}{key}."), mistakes);
            }
            (Some(_), _) => {}
        }
    }
}

fn nearest<'k>(key: &str, known: &'k Table) -> Option<&'k String> {
    known
        .keys()
        .map(|candidate| (strsim::damerau_levenshtein(key, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().div_ceil(2))
        .min()
        .map(|(_, candidate)| candidate)
}

fn set_from_env(
    table: &mut Table,
    known: &Table,
    key: &str,
    name: &str,
    value: String,
    mistakes: &mut Vec<String>,
) {
    let lower = key.to_ascii_lowercase();
    let place = lower.split_once('_').and_then(|(section, field)| {
        let sample = known.get(section)?.as_table()?.get(field)?;
        Some((section.to_owned(), field.to_owned(), sample))
    });
    let Some((section, field, sample)) = place else {
        // Variables of the other programs share the prefix.
        if known.keys().any(|section| lower.starts_with(&format!("{section}_"))) {
            mistakes.push(format!("the environment variable {name} sets no known key"));
        }
        return;
    };
    let value = if sample.is_array() {
        Value::Array(value.split(',').map(|part| Value::String(part.trim().into())).collect())
    } else if let (true, Ok(number)) = (sample.is_integer(), value.parse()) {
        Value::Integer(number)
    } else {
        Value::String(value)
    };
    if let Some(section) =
        table.entry(section).or_insert_with(|| Value::Table(Table::new())).as_table_mut()
    {
        section.insert(field, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, env: &[(&str, &str)]) -> Result<Config, BadConfig> {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("hub.toml");
        std::fs::write(&file, text).unwrap();
        let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::load(Some(&file), env)
    }

    #[test]
    fn an_empty_file_is_the_defaults_and_prints_back_as_itself() {
        let config = load("", &[]).unwrap();
        assert_eq!(config, Config::default());
        assert_eq!(load(&config.print(), &[]).unwrap(), config);
    }

    #[test]
    fn every_unknown_key_is_named_with_the_nearest_known_one() {
        let error = load("[http]\nlistne = \"\"\n[brocker]\nx = 1\n", &[]).unwrap_err();
        let told: Vec<&str> = error
            .0
            .iter()
            .filter_map(|line| line.split_once("hub.toml: "))
            .map(|it| it.1)
            .collect();
        assert_eq!(
            told,
            [
                "unknown key http.listne; did you mean http.listen?",
                "unknown key brocker; did you mean broker?"
            ]
        );
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let set = [("COSTELLAZIONE_NODE_NAME", "mompiano"), ("COSTELLAZIONE_HTTP_NAMES", "a, b")];
        let config = load("[node]\nname = \"other\"\n", &set).unwrap();
        assert_eq!(config.node.name, "mompiano");
        assert_eq!(config.http.names, ["a", "b"]);
        let wrong = load("", &[("COSTELLAZIONE_HTTP_LISTNE", "x")]).unwrap_err();
        assert!(wrong.0[0].contains("COSTELLAZIONE_HTTP_LISTNE"));
    }

    #[test]
    fn plain_http_is_for_the_loopback_interface_only() {
        let error = load("[http]\nlisten_local = \"0.0.0.0:8080\"\n", &[]).unwrap_err();
        assert!(error.0[0].contains("loopback"), "{error}");
    }
}
