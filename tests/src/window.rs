//! A program in a real window on a display of its own, pressed and typed into as by a hand, and looked at.
//!
//! Always true: the display and the program end with the value; whoever drives it waits for what they see or for what
//! the program says, up to a deadline.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use crate::city::lines_of;
use crate::{PATIENCE, eventually, program};

/// How often a press is repeated that came too early for a page, or was lost.
const PRESSES: usize = 5;

/// One program alone on one screen.
pub struct Window {
    display: Display,
    process: Child,
    said: Receiver<String>,
    heard: Vec<String>,
}

/// A screen without a device behind it.
struct Display {
    server: Child,
    name: String,
}

impl Display {
    fn open(width: u32, height: u32) -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed by ./test");
        let mut number = String::new();
        let output = server.stdout.take().expect("its output is piped");
        BufReader::new(output).read_line(&mut number).expect("it says its number");
        Self { server, name: format!(":{}", number.trim()) }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// What a screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Red, green and blue of every pixel.
    pub rgb: Vec<u8>,
}

impl Picture {
    /// How many colours there are, and the share of the most frequent one, in hundredths.
    #[must_use]
    pub fn colours(&self) -> (usize, usize) {
        let mut counts: HashMap<&[u8], usize> = HashMap::new();
        for pixel in self.rgb.chunks_exact(3) {
            *counts.entry(pixel).or_default() += 1;
        }
        let most = counts.values().copied().max().unwrap_or_default();
        (counts.len(), most * 100 / (self.rgb.len() / 3).max(1))
    }

    /// Fails when this is not a drawn page: a blank screen, or little more.
    ///
    /// # Panics
    /// When it is blank.
    pub fn is_drawn(&self, what: &str) {
        let (colours, most) = self.colours();
        assert!(colours > 100 && most < 97, "{what}: {colours} colours, one on {most} % of it");
    }
}

impl Window {
    /// Starts a program on a screen of this many pixels, which it fills.
    ///
    /// # Panics
    /// When display or program do not start.
    #[must_use]
    pub fn open(name: &str, width: u32, height: u32, arguments: &[&str]) -> Self {
        let display = Display::open(width, height);
        let mut process = Command::new(program(name))
            .args(arguments)
            .args(["--windowed", &format!("{width}x{height}")])
            .env("DISPLAY", &display.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("RUST_LOG", "info,kiosk=debug")
            .env("NO_COLOR", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let said = lines_of(process.stderr.take().expect("what it says is piped"));
        Self { display, process, said, heard: Vec::new() }
    }

    fn hand(&self, arguments: &[&str]) {
        let done = Command::new("xdotool")
            .args(arguments)
            .env("DISPLAY", &self.display.name)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("xdotool is installed by ./test");
        assert!(done.success(), "xdotool {arguments:?}");
    }

    /// Presses and releases at these pixels.
    pub fn press(&self, x: u32, y: u32) {
        self.hand(&["mousemove", &x.to_string(), &y.to_string(), "click", "1"]);
    }

    /// Gives the keys to the program: without a window manager nobody else does.
    pub fn takes_keys(&self) {
        self.hand(&["search", "--sync", "--onlyvisible", "--name", "Costellazione", "windowfocus"]);
    }

    /// Types as a hand does.
    pub fn types(&self, text: &str) {
        self.hand(&["type", "--delay", "40", text]);
    }

    /// Types as a code reader does: all at once, then Enter.
    pub fn scans(&self, text: &str) {
        self.hand(&["type", "--delay", "4", "--args", "1", text, "key", "Return"]);
    }

    /// What the screen shows now.
    ///
    /// # Panics
    /// When no picture can be taken.
    #[must_use]
    pub fn picture(&self) -> Picture {
        let taken = Command::new("import")
            .args(["-silent", "-window", "root", "-depth", "8", "rgb:-"])
            .env("DISPLAY", &self.display.name)
            .stderr(Stdio::null())
            .output()
            .expect("imagemagick is installed by ./test");
        Picture { rgb: taken.stdout }
    }

    /// The picture once something is drawn and nothing moves any more.
    ///
    /// # Panics
    /// When the screen stays blank or never comes to rest.
    #[must_use]
    pub fn at_rest(&self) -> Picture {
        let mut before = self.picture();
        eventually("the screen comes to rest", || {
            let now = self.picture();
            let rests = now == before && now.colours().0 > 100;
            before = now.clone();
            rests.then_some(now)
        })
    }

    /// Waits until the screen is not this picture any more: a program says what it will draw before it is drawn.
    ///
    /// # Panics
    /// When nothing changes in time.
    pub fn shows_other_than(&self, before: &Picture) {
        eventually("the screen changes", || (self.picture() != *before).then_some(()));
    }

    /// Waits until the program says a line with all of these words.
    ///
    /// # Panics
    /// When it does not in time; what it said is in the message.
    pub fn says(&mut self, words: &[&str]) {
        assert!(self.says_within(words, PATIENCE), "not said: {words:?}; said {:#?}", self.heard);
    }

    fn says_within(&mut self, words: &[&str], patience: Duration) -> bool {
        loop {
            match self.said.recv_timeout(patience) {
                Ok(line) => {
                    let found = words.iter().all(|word| line.contains(word));
                    self.heard.push(line);
                    if found {
                        return true;
                    }
                }
                Err(RecvTimeoutError::Timeout) => return false,
                Err(RecvTimeoutError::Disconnected) => panic!("it ended: {:#?}", self.heard),
            }
        }
    }

    /// Presses there until the program says it shows this page: a press on a page that has only just come up does not
    /// count, by design.
    ///
    /// # Panics
    /// When the page does not come.
    pub fn press_for_page(&mut self, (x, y): (u32, u32), page: &str) {
        let screen = format!("screen={page}");
        for _ in 0..PRESSES {
            let _ = self.at_rest();
            self.press(x, y);
            if self.says_within(&[&screen], PATIENCE / 8) {
                return;
            }
        }
        self.keep(Path::new("window-that-stopped.png"));
        panic!("no page {page} after pressing {x},{y}; it said {:#?}", self.heard);
    }

    /// Presses down a column until something has come of it.
    ///
    /// # Panics
    /// When nothing does.
    pub fn press_along<T>(
        &self,
        what: &str,
        x: u32,
        down: impl Iterator<Item = u32> + Clone,
        mut come_of_it: impl FnMut() -> Option<T>,
    ) -> T {
        let mut place = down.cycle();
        eventually(what, || {
            if let Some(found) = come_of_it() {
                return Some(found);
            }
            let y = place.next().unwrap_or_default();
            self.press(x, y);
            let _ = self.at_rest();
            come_of_it()
        })
    }

    /// Keeps the present picture under the target folder, for who looks into a failure.
    pub fn keep(&self, name: &Path) {
        let folder = program("kiosk").parent().map(|it| it.join("windows")).unwrap_or_default();
        let _ = std::fs::create_dir_all(&folder);
        let _ = Command::new("import")
            .args(["-silent", "-window", "root"])
            .arg(folder.join(name))
            .env("DISPLAY", &self.display.name)
            .status();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
