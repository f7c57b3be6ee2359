//! Care of a node's data: a copy that is whole, putting it back, and a look at how the node is.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use sqlx::{AssertSqlSafe, Executor};

use super::ProgramError;
use crate::config::{self, Config};
use crate::files;
use crate::folder::{DataFolder, days_until, write_secret};
use crate::kiosk_api;
use crate::node::Node;
use crate::store::{Engine, Store, StoreError, verify};

/// What a backup holds besides the database: without the keys nothing personal in it opens.
const KEYS: [&str; 4] = ["node.key", "vault.key", "ca.pem", "ca.key"];

/// A hub's standing with central; central has none.
const ENROLMENT: &str = crate::sync::enrolment::FILE;

/// Copies a node into a new folder while it may go on working; the copy is the state of one instant.
///
/// # Errors
/// [`ProgramError`] when the place is not empty, or the database is not SQLite.
pub async fn backup(data: &Path, to: &Path) -> Result<(), ProgramError> {
    if fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(ProgramError::Said(format!(
            "{} is not empty: a backup is never written over",
            to.display()
        )));
    }
    make(&to.join("keys"))?;
    let source = data.join("node.sqlite");
    if !source.exists() {
        let text =
            "there is no node.sqlite here; a PostgreSQL database is backed up with its own tools";
        return Err(ProgramError::Said(text.to_owned()));
    }
    sqlx::any::install_default_drivers();
    let url = format!("sqlite:{}?mode=rw", source.display());
    let pool = sqlx::AnyPool::connect(&url).await.map_err(StoreError::from)?;
    let copy = to.join("node.sqlite").display().to_string().replace('\'', "''");
    let whole = AssertSqlSafe(format!("VACUUM INTO '{copy}'"));
    pool.execute(whole).await.map_err(StoreError::from)?;
    pool.close().await;
    for name in KEYS {
        let bytes = fs::read(data.join("keys").join(name))
            .map_err(|error| ProgramError::Said(format!("keys/{name} cannot be read: {error}")))?;
        write_secret(&to.join("keys").join(name), &bytes)?;
    }
    if let Ok(bytes) = fs::read(data.join(ENROLMENT)) {
        write_secret(&to.join(ENROLMENT), &bytes)?;
    }
    // After the database: what its facts refer to is on the shelf before they are written.
    copy_files(data, to)
}

/// Puts a backup in a new data folder. At its first round the node and central find out together what
/// happened since.
///
/// # Errors
/// [`ProgramError`] when the folder already has a node in it, or the backup is not whole.
pub fn restore(from: &Path, data: &Path) -> Result<(), ProgramError> {
    if data.join("node.sqlite").exists() {
        return Err(ProgramError::Said(format!(
            "{} already holds a node; choose an empty folder with --data",
            data.display()
        )));
    }
    if !from.join("node.sqlite").exists() || !from.join("keys/vault.key").exists() {
        return Err(ProgramError::Said(format!("{} is not a whole backup", from.display())));
    }
    make(&data.join("keys"))?;
    let _folder = DataFolder::open(data)?;
    let copy = |name: &str| -> Result<(), ProgramError> {
        let bytes = fs::read(from.join(name))
            .map_err(|error| ProgramError::Said(format!("{name} cannot be read: {error}")))?;
        Ok(write_secret(&data.join(name), &bytes)?)
    };
    for name in KEYS {
        copy(&format!("keys/{name}"))?;
    }
    if from.join(ENROLMENT).exists() {
        copy(ENROLMENT)?;
    }
    copy_files(from, data)?;
    copy("node.sqlite")
}

/// Copies the shelf of documents and pictures, without what was only on its way.
fn copy_files(from: &Path, to: &Path) -> Result<(), ProgramError> {
    let shelf = from.join("files");
    if !shelf.exists() {
        return Ok(());
    }
    let failed = |path: &Path, error: &std::io::Error| {
        ProgramError::Said(format!("{} cannot be copied: {error}", path.display()))
    };
    let listed = |path: &Path| -> Result<Vec<fs::DirEntry>, ProgramError> {
        let entries = fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        entries.map_err(|error| failed(path, &error))
    };
    for folder in listed(&shelf)?.iter().filter(|folder| folder.file_name().len() == 2) {
        let place = to.join("files").join(folder.file_name());
        make(&place)?;
        for file in listed(&folder.path())? {
            let copied = fs::copy(file.path(), place.join(file.file_name()));
            let copied =
                copied.and_then(|_| fs::File::open(place.join(file.file_name()))?.sync_all());
            match copied {
                // One that was taken away meanwhile is no part of the backup.
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(failed(&file.path(), &error));
                }
                Ok(()) | Err(_) => {}
            }
        }
    }
    Ok(())
}

fn make(folder: &Path) -> Result<(), ProgramError> {
    fs::create_dir_all(folder).map_err(|error| {
        ProgramError::Said(format!("{} cannot be made: {error}", folder.display()))
    })
}

/// Makes a kiosk's credential file: for a kiosk on this machine over plain HTTP on loopback, for any
/// other over HTTPS with the hub's own authority.
///
/// # Errors
/// [`ProgramError`] when the configuration answers no such kiosk, or the file is there already.
pub async fn kiosk_credential(
    node: &Arc<Node>,
    folder: &DataFolder,
    config: &Config,
    label: &str,
    to: &Path,
    here: bool,
) -> Result<(), ProgramError> {
    if to.exists() {
        let text = format!("{} exists: a credential is never written over", to.display());
        return Err(ProgramError::Said(text));
    }
    let no =
        |key: &str| ProgramError::Said(format!("{key} is empty: no kiosk could reach this hub"));
    let (url, ca_pem) = if here {
        let at = config::address(&config.http.listen_local).ok().flatten();
        (format!("http://{}", at.ok_or_else(|| no("http.listen_local"))?), None)
    } else {
        let at = config::address(&config.http.listen).ok().flatten();
        let port = at.ok_or_else(|| no("http.listen"))?.port();
        let name = config.http.names.first().ok_or_else(|| no("http.names"))?;
        let certificates = folder.certificates(&config.http.names, node.now_ms())?;
        (format!("https://{name}:{port}"), Some(certificates.ca_pem))
    };
    let credential = kiosk_api::add_kiosk(node, label, &url, ca_pem).await?;
    let text =
        toml::to_string(&credential).map_err(|error| ProgramError::Said(error.to_string()))?;
    Ok(write_secret(to, text.as_bytes())?)
}

/// What a look at a node found: lines to read, and how many of them ask for something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// The lines.
    pub text: String,
    /// How many things are to be done.
    pub to_do: usize,
}

/// Looks at a node that is open but not serving: keys, certificate, log, city, parked records.
///
/// # Errors
/// [`StoreError`] when the database cannot be read.
pub async fn doctor(
    node: &Node,
    folder: &DataFolder,
    names: &[String],
) -> Result<Health, StoreError> {
    let mut health = Health { text: String::new(), to_do: 0 };
    health.say(true, format!("data folder {} can be written", folder.path().display()));
    let certificates = folder.certificates(names, node.now_ms())?;
    let days = days_until(certificates.expires_at_ms, node.now_ms());
    health.say(days > 30, format!("the server's certificate lasts {days} more days"));
    let engine = match node.store.engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    let report = verify::verify(&node.store, &node.key.verifying_key()).await?;
    let broken = report.findings.len();
    let text = format!("{engine}: {} records, {broken} of them not as written", report.records);
    health.say(broken == 0, text);
    for finding in &report.findings {
        health.say(false, finding.to_string());
    }
    let city = node.city().map_or_else(
        || "the city is not known yet: central publishes it with `city load`, a hub hears of it at its first round".to_owned(),
        |city| format!("the city is {}, {} hubs", city.name, city.hubs.len()),
    );
    health.say(node.city().is_some(), city);
    match files::look(node).await {
        Ok(look) => {
            let lost = look.lost.len();
            let text =
                format!("{} files attached here, {lost} of them missing or damaged", look.own);
            health.say(lost == 0, text);
            for hash in look.lost {
                health.say(false, format!("file {hash} is not as written: central has a copy once it was sent, else put files/ back from a backup"));
            }
            if look.orphans > 0 {
                health.say(
                    true,
                    format!("{} files nothing refers to; they go at the next start", look.orphans),
                );
            }
        }
        Err(problem) => health.say(false, format!("the folder files/ cannot be read: {problem}")),
    }
    let parked = parked(&node.store).await?;
    health.say(
        parked == 0,
        format!("{parked} records are parked because this program does not understand them"),
    );
    Ok(health)
}

const PARKED: &str = "SELECT COUNT(*) FROM parked";

async fn parked(store: &Store) -> Result<i64, StoreError> {
    let mut db = store.read().await?;
    Ok(sqlx::query_scalar(PARKED).fetch_one(&mut *db).await?)
}

impl Health {
    fn say(&mut self, well: bool, text: impl AsRef<str>) {
        let mark = if well { "ok    " } else { "to do " };
        self.to_do += usize::from(!well);
        let _ = writeln!(self.text, "{mark} {}", text.as_ref());
    }
}
