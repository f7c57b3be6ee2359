//! The kiosk as a person meets it: its own window in memory, a hub on loopback, fingers that find things by name.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bank;
mod fake_bank;
mod fake_hub;
mod flows;
mod line;
mod looks;
mod person;
mod privacy;
mod words;
