//! The touchscreen of a hub: walk-in citizens ask for help, offer time, leave an idea, and come back with a slip.
//!
//! `model` is everything there is to know, changed by one pure function; `screens` draw it and say what was
//! pressed; `link` talks to the hub on a thread of its own; `app` ties the three together. Nothing a person typed
//! is ever written to disk or logged, and nothing of it survives "Ho finito".

pub mod app;
pub mod config;
pub mod link;
pub mod model;
pub mod run;
pub mod screens;
pub mod tour;
