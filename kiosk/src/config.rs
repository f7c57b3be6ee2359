//! What the program is told when it starts: arguments, environment, and the credential its hub wrote.
//!
//! Always true: a file or an argument that does not make sense is refused with a sentence that names it and says
//! what was expected; nothing is guessed. Deliberately absent: anything about the person in front of the screen.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Parser;
use protocol::KioskId;
use serde::Deserialize;
use ui_kit::Screen;

/// The touchscreen of a neighbourhood hub.
#[derive(Debug, Clone, Parser)]
#[command(name = "kiosk", version)]
pub struct Args {
    /// File with the hub's address and this kiosk's token, as the hub wrote it.
    #[arg(long, value_name = "PATH", env = "COSTELLAZIONE_KIOSK_CREDENTIAL")]
    pub credential: PathBuf,
    /// Folder for the last known place (no personal data); made when missing.
    #[arg(long, value_name = "DIR", env = "STATE_DIRECTORY")]
    pub state: Option<PathBuf>,
    /// Full screen, no way out with keys or the window's close button.
    #[arg(long)]
    pub kiosk: bool,
    /// A window of this many pixels, for demonstrations, for example `1080x1920`.
    #[arg(long, value_name = "WxH", conflicts_with = "kiosk")]
    pub windowed: Option<WindowSize>,
    /// Diagonal of the visible area, in inches.
    #[arg(long, value_name = "INCHES", default_value_t = 21.5, env = "COSTELLAZIONE_KIOSK_DIAGONAL",
          value_parser = diagonal)]
    pub screen_diagonal: f32,
    /// From the eyes to the glass, in millimetres.
    #[arg(long, value_name = "MM", default_value_t = 500.0, env = "COSTELLAZIONE_KIOSK_DISTANCE_MM",
          value_parser = distance)]
    pub viewing_distance_mm: f32,
    /// Walks through every screen against the given hub (it leaves a need, an idea and an offer there), writes a
    /// picture of each into this folder, and quits.
    #[arg(long, value_name = "DIR")]
    pub screenshot_tour: Option<PathBuf>,
}

impl Args {
    /// The screen as it stands in the room, for a window of this many pixels.
    #[must_use]
    pub fn screen(&self, width_px: f32, height_px: f32) -> Screen {
        Screen {
            width_px,
            height_px,
            diagonal_in: self.screen_diagonal,
            distance_mm: self.viewing_distance_mm,
        }
    }

    /// Where the last known place is kept: `--state`, or this user's state folder, or beside the credential.
    #[must_use]
    pub fn state_folder(&self) -> PathBuf {
        self.state.clone().unwrap_or_else(|| {
            directories::ProjectDirs::from("", "", "costellazione-kiosk").map_or_else(
                || self.credential.parent().unwrap_or(Path::new(".")).to_path_buf(),
                |dirs| dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_path_buf(),
            )
        })
    }
}

fn diagonal(text: &str) -> Result<f32, String> {
    within(text, 5.0, 120.0, "inches")
}

fn distance(text: &str) -> Result<f32, String> {
    within(text, 200.0, 3_000.0, "millimetres")
}

fn within(text: &str, least: f32, most: f32, unit: &str) -> Result<f32, String> {
    text.parse::<f32>()
        .ok()
        .filter(|value| (least..=most).contains(value))
        .ok_or_else(|| format!("expected a number from {least} to {most} ({unit})"))
}

/// Pixels of a window, written `1080x1920`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowSize {
    /// Width in pixels, 320 to 8000.
    pub width_px: u16,
    /// Height in pixels, 320 to 8000.
    pub height_px: u16,
}

impl FromStr for WindowSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let side =
            |side: &str| side.trim().parse::<u16>().ok().filter(|px| (320..=8_000).contains(px));
        let both = text.split_once(['x', 'X', '×']).map(|(w, h)| (side(w), side(h)));
        if let Some((Some(width_px), Some(height_px))) = both {
            Ok(Self { width_px, height_px })
        } else {
            Err("expected a width and a height from 320 to 8000, such as 1080x1920".to_owned())
        }
    }
}

/// What the hub gave this kiosk, so that it may speak to it. Written by the hub as TOML.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// Where the hub answers: `http://…` or `https://…`, without a path.
    pub hub_url: String,
    /// Proves to the hub which kiosk this is.
    pub token: String,
    /// The only authority whose certificates are believed, as PEM; needed for `https` only.
    #[serde(default)]
    pub ca_pem: Option<String>,
    /// This kiosk.
    pub kiosk_id: KioskId,
}

impl std::fmt::Debug for Credential {
    /// Never shows the token: a debug print may end in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential")
            .field("hub_url", &self.hub_url)
            .field("kiosk_id", &self.kiosk_id)
            .finish_non_exhaustive()
    }
}

/// Why a credential cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    /// The file is not there or not readable.
    #[error("cannot read the credential {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not what a hub writes.
    #[error("the credential {} is not one: {reason}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, without quoting the line: it may hold the token.
        reason: String,
    },
    /// The hub's address cannot be called.
    #[error("hub_url must begin with http:// or https://")]
    BadAddress,
    /// Without a token the hub would refuse everything.
    #[error("token is empty")]
    NoToken,
}

impl Credential {
    /// Reads the file that a hub wrote for this kiosk.
    ///
    /// # Errors
    /// When the file cannot be read, is not such a file, or holds an address or token that cannot work.
    pub fn read(path: &Path) -> Result<Self, CredentialError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| CredentialError::Unreadable { path: path.to_path_buf(), source })?;
        let mut credential: Self =
            toml::from_str(&text).map_err(|source| CredentialError::Malformed {
                path: path.to_path_buf(),
                reason: source.message().to_owned(),
            })?;
        if !["http://", "https://"].iter().any(|scheme| credential.hub_url.starts_with(scheme)) {
            return Err(CredentialError::BadAddress);
        }
        if credential.token.trim().is_empty() {
            return Err(CredentialError::NoToken);
        }
        let length = credential.hub_url.trim_end_matches('/').len();
        credential.hub_url.truncate(length);
        Ok(credential)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        hub_url = "http://127.0.0.1:7080/"
        token = "a-token"
        kiosk_id = "01920000-0000-7000-8000-000000000001"
    "#;

    fn read(text: &str) -> Result<Credential, CredentialError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kiosk.toml");
        std::fs::write(&path, text).unwrap();
        Credential::read(&path)
    }

    #[test]
    fn a_credential_reads_as_the_hub_wrote_it() {
        let credential = read(GOOD).unwrap();
        assert_eq!(credential.hub_url, "http://127.0.0.1:7080");
        assert_eq!(credential.ca_pem, None);
        assert!(!format!("{credential:?}").contains("a-token"));
    }

    #[test]
    fn a_credential_that_cannot_work_is_refused_with_a_reason() {
        let said = |text: &str| read(text).unwrap_err().to_string();
        assert!(said(&GOOD.replace("http://", "ftp://")).contains("hub_url"));
        assert!(said(&GOOD.replace("a-token", " ")).contains("token"));
        assert!(said(&format!("{GOOD}\ncolour = \"blue\"")).contains("colour"));
        assert!(said("").contains("hub_url"));
    }

    #[test]
    fn a_window_is_read_as_width_by_height() {
        let size = "1080x1920".parse::<WindowSize>().unwrap();
        assert_eq!((size.width_px, size.height_px), (1080, 1920));
        for bad in ["1080", "x", "10x10", "1080x99999", "a×b"] {
            assert!(bad.parse::<WindowSize>().is_err(), "{bad}");
        }
    }
}
