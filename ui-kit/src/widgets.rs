//! Widgets. Each is a small builder: `Thing::new(&theme, …).option(…)`, then `show(ui)` in the flow of a layout or, for
//! those laid out by rectangles, `show_at(ui, rect)`.
//!
//! Always true: every text goes through `text::shape`; every control has a role, a name and a focus ring, answers to
//! Tab, arrows, Enter and Space, and measures at least `theme.touch.target`; nothing moves for longer than a fifth of
//! a second, nor at all with reduced motion. Deliberately absent: state. What is typed or chosen belongs to the caller.

mod badge;
mod banner;
mod bars;
mod base;
mod button;
mod call_strip;
mod card;
mod chip;
mod choice;
mod code_field;
mod countdown;
mod dialog;
mod empty_state;
mod hero;
mod keyboard;
mod list_row;
mod loading;
mod qr;
mod step_footer;
mod step_header;
mod text_field;
mod toast;

pub use badge::Badge;
pub use banner::{Banner, Notice};
pub use bars::{BarItem, BottomBar, TopBar};
pub use base::focus_ring;
pub use button::{Button, ButtonKind};
pub use call_strip::CallStrip;
pub use card::Card;
pub use chip::Chip;
pub use choice::Choice;
pub use code_field::CodeField;
pub use countdown::CountdownRing;
pub use dialog::Dialog;
pub use empty_state::EmptyState;
pub use hero::paint_hero;
pub use keyboard::{Edit, Keyboard, KeyboardState};
pub use list_row::ListRow;
pub use loading::Loading;
pub use qr::Qr;
pub use step_footer::{StepFooter, StepMove};
pub use step_header::StepHeader;
pub use text_field::TextField;
pub use toast::Toasts;
