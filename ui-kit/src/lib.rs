//! One look for the kiosk and the antenna app: the only crate that names a colour, a size or a font.
//!
//! # In one screen
//!
//! ```no_run
//! use egui::Ui;
//! use ui_kit::widgets::{Button, Card, StepHeader};
//! use ui_kit::{Accent, Language, Prefs, Screen, Theme, Words, icons};
//!
//! // Once, where the app is created: `ui_kit::install(&creation.egui_ctx);`
//! fn page(ui: &mut Ui) {
//!     let prefs = Prefs { language: Language::It, large_text: true, ..Prefs::default() };
//!     let theme = Theme::new(Screen::default(), prefs); // `Theme::tablet`, `Theme::desktop` for the antenna app
//!     theme.apply(ui.ctx()); // every frame; does nothing when nothing changed
//!     let words = Words::new(prefs.language);
//!     StepHeader::new(&theme, words, "Di che cosa hai bisogno?").step(1, 3).show(ui);
//!     let line = words.duration_min(90);
//!     if Card::new(&theme, icons::HAND_HEART, "Spesa").line(&line).accent(Accent::Red).show(ui).clicked() {
//!         // send a message to the model
//!     }
//!     let next = words.get("action-next");
//!     Button::new(&theme, &next).trailing(theme.forward_icon()).full_width().show(ui);
//! }
//! ```
//!
//! # What there is
//!
//! - [`Theme`]: plain data, passed as `&Theme`. `palette` (colours by role, `tones(Accent)`), `text` (font sizes),
//!   `space`, `radius`, `touch.target` / `.gap` / `.button`, `px(design)` for a length of the 1080-wide design,
//!   `spec(Size)` for text, `mirror(rect, within)` / `is_rtl()` / `forward_icon()` / `back_icon()` for right-to-left,
//!   `row_layout()` / `column_layout()`, `reach(screen)` for low reach, `motion_secs`.
//! - [`Brand`]: colours of a hub of its own (`Theme::with_palette(brand.palette()?)`), refused when unreadable.
//! - [`Prefs`] and [`Screen`]: what the person asked for and where the screen stands. Sizes follow from millimetres.
//! - [`text`]: [`text::label`], [`text::heading`] as widgets; [`text::shape`] → [`Shaped`] to paint by hand
//!   (`size`, `paint`, `paint_middle`); [`text::isolate`] around phone numbers and codes put together by hand;
//!   [`text::logical`] for names. Never call egui's own labels: they put Arabic in the wrong order.
//! - [`Words`]: `get(key)`, `with(key, &[("n", 3.into())])`, `date`, `day_near`, `time`, `date_time`, `duration_min`.
//!   Keys live in `locales/<language>/<surface>.ftl`; `common.ftl` has the usual buttons and states.
//! - [`Language`]: `ALL`, `ready()`, `own_name()`, `direction()`.
//! - [`icons`]: constants by meaning, `icon.paint(painter, rect, IconStyle::Bold, colour)`.
//! - [`widgets`]: `Card`, `Button`, `Choice`, `Chip`, `ListRow`, `BottomBar` + `BarItem`, `TopBar`, `StepHeader`,
//!   `StepFooter`, `CallStrip`, `TextField`, `CodeField`, `Keyboard` + `KeyboardState`, `Banner` + `Notice`, `Toasts`, `Dialog`, `EmptyState`,
//!   `Loading`, `Badge`, `Qr`, `CountdownRing`, `paint_hero`. Most have `show(ui)`; those placed by rectangles also
//!   `show_at(ui, rect)`, and `wanted*` to measure first.
//! - [`testing`]: `record_overflows` → `overflows` and `cut_texts`, `contrast_ratio`, `small_targets`,
//!   `overlapping_targets`, `every_key_in_every_language`, `unknown_keys_in(src)`, words stretched by 40 %.
//!
//! # What always holds
//!
//! No global state but fonts and egui's own frame cache. Widgets keep nothing: what is typed or chosen belongs to the
//! caller, so a privacy wipe is dropping the caller's session. Deliberately absent: pictures, sounds, and any word
//! that is not in the files of words.

pub mod brand;
pub mod fonts;
pub mod icons;
pub mod language;
pub mod palette;
pub mod testing;
pub mod text;
pub mod theme;
pub mod tokens;
pub mod widgets;
pub mod words;

pub use brand::Brand;
pub use fonts::{IconStyle, Weight};
pub use icons::Icon;
pub use language::{Direction, Language};
pub use palette::{Accent, Palette, Tones};
pub use text::{Shaped, TextAlign, TextSpec};
pub use theme::{ATLAS_SIDE, Size, Theme, install};
pub use tokens::{Device, Prefs, Screen};
pub use words::Words;
