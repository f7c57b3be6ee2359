//! What can be said on the command line.

use std::path::PathBuf;

use clap::Parser;

/// The app of antennae and community operators: proposals, tasks, needs, diary; also without a line.
#[derive(Debug, Clone, Parser)]
#[command(name = "antenna-app", version)]
pub struct Args {
    /// Where to keep outbox and pairing; one program at a time. Default: the user's data folder.
    #[arg(long, value_name = "DIR", env = "COSTELLAZIONE_ANTENNA_DATA")]
    pub data: Option<PathBuf>,

    /// Open the pairing screen with this link already filled in (`costellazione:pair/…`).
    #[arg(long, value_name = "LINK")]
    pub pair: Option<String>,

    /// Size of the window in points, for example `412x915`.
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub windowed: Option<(f32, f32)>,

    /// Show every screen in turn, write a PNG of each into this folder, and end.
    #[arg(long, value_name = "DIR", conflicts_with = "headless")]
    pub screenshot_tour: Option<PathBuf>,

    /// Without a window: JSON commands on standard input, JSON events on standard output.
    #[arg(long)]
    pub headless: bool,
}

fn size(text: &str) -> Result<(f32, f32), String> {
    let wrong = || format!("\"{text}\" is not a size such as 412x915");
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
    let side = |text: &str| {
        text.trim().parse::<f32>().ok().filter(|side| (200.0..=10_000.0).contains(side))
    };
    Option::zip(side(width), side(height)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_two_numbers_with_a_cross_between() {
        let args = Args::try_parse_from(["antenna-app", "--windowed", "412x915"]).unwrap();
        assert_eq!(args.windowed, Some((412.0, 915.0)));
        for bad in ["412", "412x", "x915", "0x0", "axb"] {
            assert!(Args::try_parse_from(["antenna-app", "--windowed", bad]).is_err(), "{bad}");
        }
    }
}
