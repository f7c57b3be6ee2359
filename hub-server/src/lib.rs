//! The program that a neighbourhood hub and the city's central node both run.
//!
//! Everything that happens is a fact in an append-only log; every table is a projection of it
//! (`store`). A domain decides (`requests`, `network`, `activities`, …), the surfaces translate (`web`,
//! `kiosk_api`, `broker`), `sync` carries facts between nodes, `node` holds it together.

pub mod activities;
pub mod bank;
pub mod bodies;
pub mod broker;
pub mod catalogue;
pub mod city;
pub mod command;
pub mod config;
pub mod context;
pub mod custody;
pub mod desk;
pub mod files;
pub mod folder;
pub mod gatherings;
pub mod kiosk_api;
pub mod messages;
pub mod network;
pub mod node;
pub mod offering;
pub mod oversight;
pub mod pdf;
pub mod people;
pub mod program;
pub mod projection;
pub mod recurring;
pub mod requests;
pub mod showcase;
pub mod slips;
pub mod sms;
pub mod store;
pub mod sync;
pub mod testing;
pub mod threads;
pub mod visits;
pub mod web;
pub mod work;
