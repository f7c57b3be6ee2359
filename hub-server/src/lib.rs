//! The program that a neighbourhood hub and the city's central node both run.
//!
//! Everything that happens is a fact in an append-only log; every table is a projection of it
//! (`store`). A domain decides (`requests`, `network`, `activities`, …), the surfaces translate (`web`,
//! `kiosk_api`, `broker`), `sync` carries facts between nodes, `node` holds it together.

pub mod activities;
pub mod catalogue;
pub mod city;
pub mod command;
pub mod context;
pub mod desk;
pub mod network;
pub mod node;
pub mod people;
pub mod projection;
pub mod relay;
pub mod requests;
pub mod slips;
pub mod store;
pub mod testing;
pub mod timebank;
