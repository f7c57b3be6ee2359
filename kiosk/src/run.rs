//! From arguments to a window.

use eframe::{NativeOptions, Renderer};
use egui::{IconData, ViewportBuilder, vec2};

use crate::app::{App, Outside};
use crate::config::{Args, Credential, CredentialError};
use crate::link::client::ClientError;
use crate::link::shelf::Shelf;
use crate::link::{Bell, Link, Pace};
use crate::tour::Tour;

/// Why the kiosk did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The credential cannot be used.
    #[error(transparent)]
    Credential(#[from] CredentialError),
    /// No call to the hub can be made.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The pictures cannot be kept.
    #[error("cannot write pictures there: {0}")]
    Tour(#[source] std::io::Error),
    /// No window could be opened.
    #[error("cannot open a window: {0}")]
    Window(#[source] eframe::Error),
}

/// Runs the kiosk until its window closes.
///
/// # Errors
/// When the credential cannot be used, or no window opens.
pub fn run(args: &Args) -> Result<(), Error> {
    let credential = Credential::read(&args.credential)?;
    let tour =
        args.screenshot_tour.as_deref().map(Tour::try_new).transpose().map_err(Error::Tour)?;
    let bell = Bell::default();
    let link =
        Link::start(&credential, Shelf::new(args.state_folder()), Pace::default(), bell.clone())?;
    tracing::info!(kiosk.id = %credential.kiosk_id, hub.url = credential.hub_url, "kiosk started");

    let geometry = args.screen(0.0, 0.0);
    let (locked, fills) = (args.kiosk, args.windowed.is_none());
    eframe::run_native(
        "Costellazione",
        options(args),
        Box::new(move |cc| {
            ui_kit::install(&cc.egui_ctx);
            let ctx = cc.egui_ctx.clone();
            bell.rings(Box::new(move || ctx.request_repaint()));
            let app = App::new(link, Outside::real(), geometry, locked);
            let app = if fills { app.filling() } else { app };
            Ok(Box::new(tour.into_iter().fold(app, App::with_tour)))
        }),
    )
    .map_err(Error::Window)
}

fn options(args: &Args) -> NativeOptions {
    let viewport = ViewportBuilder::default()
        .with_title("Costellazione")
        .with_app_id("costellazione-kiosk")
        // None: otherwise a picture of egui's is unpacked, sent and kept, which nobody sees in a kiosk.
        .with_icon(IconData::default());
    let viewport = match args.windowed {
        Some(size) => viewport
            .with_inner_size(vec2(f32::from(size.width_px), f32::from(size.height_px)))
            .with_resizable(true),
        // No inner size here: under a kiosk compositor it leaves a strip beside the picture.
        None => viewport.with_fullscreen(true).with_decorations(false),
    };
    NativeOptions {
        viewport,
        // Said aloud although it is the only one built in: a test library switches another one on for the whole
        // workspace, and that one costs five times as much without a graphics card.
        renderer: Renderer::Glow,
        persist_window: false,
        ..NativeOptions::default()
    }
}
