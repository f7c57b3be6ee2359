//! Every widget on a screen: for looking, and for pictures (`--screenshot FILE`).
//!
//! The sample sentences stand here and not in `locales/`: nobody but us reads them.

mod pages;
mod samples;

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum};
use eframe::egui;
use ui_kit::{Language, Prefs, Screen, Theme, Words};

/// What the gallery shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Page {
    /// The home screen of a kiosk.
    Home,
    /// One page of a path, with big answers.
    Choose,
    /// Fields and the keyboard.
    Write,
    /// The code of a slip.
    Code,
    /// Notices and states.
    States,
    /// Buttons, chips, badges, sizes of text.
    Parts,
    /// Lists.
    List,
    /// A dialog over a page.
    Dialog,
}

/// Looks at the widgets.
#[derive(Debug, Parser)]
struct Options {
    /// Which page.
    #[arg(long, value_enum, default_value = "home")]
    page: Page,
    /// Code of a language.
    #[arg(long, default_value = "it")]
    language: String,
    /// Capitals under 0.7 degrees.
    #[arg(long)]
    large: bool,
    /// Black, white and yellow.
    #[arg(long)]
    contrast: bool,
    /// Nothing moves.
    #[arg(long)]
    still: bool,
    /// Words 40 % longer.
    #[arg(long)]
    stretched: bool,
    /// The sizes of the antenna app on a desktop.
    #[arg(long)]
    desktop: bool,
    /// Width and height of the window.
    #[arg(long, default_value = "1080x1920")]
    size: String,
    /// Writes a picture there and ends.
    #[arg(long)]
    screenshot: Option<PathBuf>,
}

struct Gallery {
    options: Options,
    theme: Theme,
    words: Words,
    page: pages::State,
    frames: u32,
}

fn main() -> eframe::Result {
    let options = Options::parse();
    let (width, height) = options
        .size
        .split_once('x')
        .and_then(|(w, h)| Some((w.parse::<f32>().ok()?, h.parse::<f32>().ok()?)))
        .unwrap_or((1080.0, 1920.0));
    let language = Language::from_code(&options.language).unwrap_or_default();
    let prefs = Prefs {
        language,
        large_text: options.large,
        high_contrast: options.contrast,
        reduced_motion: options.still,
        ..Prefs::default()
    };
    let screen = Screen { width_px: width, height_px: height, ..Screen::default() };
    let theme = if options.desktop { Theme::desktop(prefs) } else { Theme::new(screen, prefs) };
    let words = if options.stretched { Words::stretched(language) } else { Words::new(language) };
    let native = eframe::NativeOptions {
        renderer: eframe::Renderer::Glow,
        system_font_fallback: false,
        viewport: egui::ViewportBuilder::default().with_inner_size([width, height]),
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "gallery",
        native,
        Box::new(move |creation| {
            ui_kit::install(&creation.egui_ctx);
            creation.egui_ctx.set_pixels_per_point(1.0);
            Ok(Box::new(Gallery {
                options,
                theme,
                words,
                page: pages::State::default(),
                frames: 0,
            }))
        }),
    )
}

impl eframe::App for Gallery {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.theme.apply(ui.ctx());
        ui.painter().rect_filled(ui.max_rect(), 0.0, self.theme.palette.ground);
        let page = pages::Pages {
            theme: &self.theme,
            words: self.words,
            stretched: self.options.stretched,
        };
        page.show(ui, self.options.page, &mut self.page);
        self.frames += 1;
        let Some(path) = self.options.screenshot.clone() else { return };
        // Sizes settle in the first frames.
        if self.frames == 6 {
            let ctx = ui.ctx().clone();
            ui.ctx().request_screenshot(move |image| {
                if let Err(error) = save(&path, &image) {
                    eprintln!("no picture: {error}");
                }
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
                ctx.request_repaint();
            });
        }
        ui.ctx().request_repaint();
    }
}

fn save(path: &Path, image: &egui::ColorImage) -> Result<(), Box<dyn std::error::Error>> {
    let [width, height] = image.size;
    let mut encoder = png::Encoder::new(
        BufWriter::new(File::create(path)?),
        u32::try_from(width)?,
        u32::try_from(height)?,
    );
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let bytes: Vec<u8> = image.pixels.iter().flat_map(egui::Color32::to_array).collect();
    encoder.write_header()?.write_image_data(&bytes)?;
    Ok(())
}
