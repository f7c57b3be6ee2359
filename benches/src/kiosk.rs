//! The kiosk in software rendering: until its first frame, at rest, while a long page scrolls. Seen from
//! outside, in the memory of a virtual screen: the kiosk does not know that it is measured.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use hub_server::kiosk_api;

use crate::Outcome;
use crate::hub::{HUB, Site, close, teach_city};
use crate::process::{Running, program};
use crate::report::{Table, Times, float, mb, median, ms};

/// How often the screen is looked at.
const LOOK: Duration = Duration::from_millis(1);
/// Rows of the screen that are looked at; what moves moves through some of them.
const ROWS: u64 = 48;
/// Fewer colours than this is an empty window.
const COLOURS: usize = 4;
const FIRST_FRAME_MAX: Duration = Duration::from_millis(300);
const MEMORY_MAX: u64 = 125_000_000;
const REST_MAX: f64 = 0.001;
/// How long the kiosk takes until nothing happens any more.
const SETTLES: Duration = Duration::from_secs(4);
const PATIENCE: Duration = Duration::from_secs(20);

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Pixels of the screen.
    pub width: u16,
    /// Pixels of the screen.
    pub height: u16,
    /// How long it rests.
    pub rest: Duration,
    /// How long it scrolls.
    pub scroll: Duration,
    /// How often it is started.
    pub rounds: usize,
}

/// A virtual screen whose memory is a file.
struct Display {
    _server: Running,
    number: u16,
    memory: File,
    /// Where the pixels begin, and how long a row is.
    pixels: u64,
    row: usize,
    height: u64,
}

impl Display {
    fn open(folder: &Path, plan: Plan) -> Outcome<Self> {
        let number = 90 + u16::try_from(std::process::id() % 400)?;
        let args = [
            format!(":{number}"),
            "-screen".to_owned(),
            "0".to_owned(),
            format!("{}x{}x24", plan.width, plan.height),
            "-fbdir".to_owned(),
            folder.display().to_string(),
            "-nolisten".to_owned(),
            "tcp".to_owned(),
        ];
        let log = folder.join("xvfb.log");
        let server = Running::start(Path::new("Xvfb"), &args, &[], &log)?;
        let socket = PathBuf::from(format!("/tmp/.X11-unix/X{number}"));
        let file = folder.join("Xvfb_screen0");
        wait_for("the virtual screen", || socket.exists() && file.exists())?;
        let memory = File::open(file)?;
        // The file is an X window dump: lengths and the number of colours, big-endian, then the colours.
        let number_at = |at: u64| -> Outcome<u64> {
            let mut bytes = [0; 4];
            memory.read_exact_at(&mut bytes, at * 4)?;
            Ok(u64::from(u32::from_be_bytes(bytes)))
        };
        wait_for("the screen's memory", || number_at(12).is_ok_and(|row| row > 0))?;
        let pixels = number_at(0)? + number_at(19)? * 12;
        let (height, row) = (number_at(5)?, usize::try_from(number_at(12)?)?);
        Ok(Self { _server: server, number, memory, pixels, row, height })
    }

    /// Some rows of what is on the screen now.
    fn look(&self) -> Outcome<Vec<u8>> {
        let mut seen = vec![0; self.row * usize::try_from(ROWS)?];
        for (n, row) in (0..ROWS).zip(seen.chunks_exact_mut(self.row)) {
            let line = self.height * (2 * n + 1) / (2 * ROWS);
            self.memory.read_exact_at(row, self.pixels + line * self.row as u64)?;
        }
        Ok(seen)
    }

    fn is_drawn(&self) -> Outcome<bool> {
        let seen = self.look()?;
        let mut colours = std::collections::BTreeSet::new();
        for pixel in seen.chunks_exact(4) {
            colours.insert(<[u8; 4]>::try_from(pixel)?);
            if colours.len() >= COLOURS {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Moves the pointer and turns the wheel on a screen.
fn hand(screen: u16, args: &[&str]) -> Outcome<()> {
    let done = Command::new("xdotool").env("DISPLAY", format!(":{screen}")).args(args).status()?;
    if done.success() { Ok(()) } else { Err("xdotool failed".into()) }
}

fn wait_for(what: &str, mut look: impl FnMut() -> bool) -> Outcome<()> {
    let deadline = Instant::now() + PATIENCE;
    while !look() {
        if Instant::now() > deadline {
            return Err(format!("not in time: {what}").into());
        }
        std::thread::sleep(LOOK);
    }
    Ok(())
}

/// What one start showed.
struct Round {
    first_frame: Duration,
    memory: u64,
    rest: f64,
    scrolled: Scrolled,
}

/// A long page that was scrolled.
struct Scrolled {
    frames: Times,
    cpu_a_frame: Duration,
    memory_most: u64,
}

impl Plan {
    /// A screen so low that the first page is longer than it; on a real one no page is.
    fn low(self) -> Self {
        let height = if self.width > self.height { 700 } else { 900 };
        Self { height: self.height.min(height), ..self }
    }
}

/// Measures the kiosk against a real hub and gives the table.
pub async fn measure(root: &Path, plan: Plan) -> Outcome<Table> {
    let site = Site::new(root, HUB)?;
    let (node, folder) = site.open().await?;
    teach_city(&node, root).await?;
    let url = format!("http://127.0.0.1:{}", site.local_port);
    let credential = kiosk_api::add_kiosk(&node, "Ingresso", &url, None).await?;
    close(node, folder).await;
    let file = root.join("kiosk.toml");
    std::fs::write(&file, toml::to_string(&credential)?)?;
    let hub = site.run()?;
    let mut rounds = Vec::new();
    for n in 0..plan.rounds {
        let folder = root.join(format!("screen-{n}"));
        std::fs::create_dir(&folder)?;
        let display = Display::open(&folder, plan)?;
        let seen = round(&display, &file, &folder, plan)?;
        drop(display);
        let low = folder.join("low");
        std::fs::create_dir(&low)?;
        let display = Display::open(&low, plan.low())?;
        let scrolled = scroll(&display, &file, &low, plan.low())?;
        rounds.push(Round { scrolled, ..seen });
    }
    hub.stop()?;
    Ok(table(&rounds, plan))
}

/// Starts the kiosk; gives it once its first frame is there, and how long that took.
fn start(
    display: &Display,
    credential: &Path,
    folder: &Path,
    plan: Plan,
) -> Outcome<(Running, Duration)> {
    let credential = credential.display().to_string();
    let state = folder.join("state").display().to_string();
    let size = format!("{}x{}", plan.width, plan.height);
    let args = ["--credential", &credential, "--state", &state, "--windowed", &size];
    let env = [
        ("DISPLAY", format!(":{}", display.number)),
        ("LIBGL_ALWAYS_SOFTWARE", "1".to_owned()),
        ("RUST_LOG", "warn".to_owned()),
    ];
    let kiosk_program = program("kiosk")?;
    let begun = Instant::now();
    let kiosk = Running::start(&kiosk_program, &args, &env, &folder.join("kiosk.log"))?;
    let mut failed = None;
    wait_for("the kiosk's first frame", || match display.is_drawn() {
        Ok(drawn) => drawn,
        Err(error) => {
            failed = Some(error);
            true
        }
    })?;
    match failed {
        Some(error) => Err(error),
        None => Ok((kiosk, begun.elapsed())),
    }
}

fn round(display: &Display, credential: &Path, folder: &Path, plan: Plan) -> Outcome<Round> {
    let (kiosk, first_frame) = start(display, credential, folder, plan)?;
    // The place arrives from the hub and is drawn; then nothing happens.
    std::thread::sleep(SETTLES);
    let before = kiosk.cpu_exact()?;
    std::thread::sleep(plan.rest);
    let rest = kiosk.cpu_exact()?.saturating_sub(before).as_secs_f64() / plan.rest.as_secs_f64();
    let memory = kiosk.memory()?;
    let scrolled =
        Scrolled { frames: Times::default(), cpu_a_frame: Duration::ZERO, memory_most: memory };
    Ok(Round { first_frame, memory, rest, scrolled })
}

/// Opens the first card, then turns the wheel down and up; gives the time between one picture and the next.
fn scroll(display: &Display, credential: &Path, folder: &Path, plan: Plan) -> Outcome<Scrolled> {
    let (kiosk, _) = start(display, credential, folder, plan)?;
    std::thread::sleep(SETTLES);
    let at = |share: u32, of: u16| (u32::from(of) * share / 100).to_string();
    let (x, y) = if plan.width > plan.height { (45, 30) } else { (27, 45) };
    let (home, number) = (display.look()?, display.number);
    hand(number, &["mousemove", &at(x, plan.width), &at(y, plan.height), "click", "1"])?;
    wait_for("another page after a touch", || display.look().is_ok_and(|now| now != home))?;
    std::thread::sleep(Duration::from_secs(1));
    hand(number, &["mousemove", &at(60, plan.width), &at(55, plan.height)])?;
    let stop = std::sync::atomic::AtomicBool::new(false);
    let before = kiosk.cpu_exact()?;
    let pictures = std::thread::scope(|scope| -> Outcome<Vec<Instant>> {
        let stop = &stop;
        let wheel = scope.spawn(move || -> Outcome<()> {
            let mut down = true;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let button = if down { "5" } else { "4" };
                hand(number, &["click", "--repeat", "40", "--delay", "15", button])?;
                down = !down;
            }
            Ok(())
        });
        let begun = Instant::now();
        let mut last = display.look()?;
        let mut pictures = Vec::new();
        while begun.elapsed() < plan.scroll {
            let now = display.look()?;
            if now != last {
                pictures.push(Instant::now());
                last = now;
            }
            std::thread::sleep(LOOK);
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        wheel.join().map_err(|_panicked| "the wheel broke")??;
        Ok(pictures)
    })?;
    let used = kiosk.cpu_exact()?.saturating_sub(before);
    let gaps = pictures.windows(2).filter_map(|pair| match pair {
        // A longer gap is the wheel being turned round, not a picture being drawn.
        [one, next] => Some(*next - *one).filter(|gap| *gap < Duration::from_millis(200)),
        _ => None,
    });
    let frames = Times::new(gaps.collect());
    let cpu_a_frame = used / frames.count().max(1);
    Ok(Scrolled { frames, cpu_a_frame, memory_most: kiosk.memory_most()? })
}

fn table(rounds: &[Round], plan: Plan) -> Table {
    let middle = |of: &dyn Fn(&Round) -> f64| median(rounds.iter().map(of).collect());
    let time = |of: &dyn Fn(&Round) -> Duration| {
        Duration::from_secs_f64(middle(&|round| of(round).as_secs_f64()))
    };
    let bytes = |of: &dyn Fn(&Round) -> u64| {
        let mut all: Vec<u64> = rounds.iter().map(of).collect();
        all.sort_unstable();
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    let first = time(&|round| round.first_frame);
    let memory = bytes(&|round| round.memory);
    let rest = middle(&|round| round.rest);
    let mut table = Table::default();
    let screen = format!("kiosk, {}×{}", plan.width, plan.height);
    let low = format!("kiosk, {}×{}, a long page", plan.low().width, plan.low().height);
    table.row(
        format!("{screen}: first frame"),
        ms(first),
        ms(FIRST_FRAME_MAX),
        Some(first.as_secs_f64() / FIRST_FRAME_MAX.as_secs_f64()),
        Some(("≤ 300 ms", first <= FIRST_FRAME_MAX)),
    );
    table.row(
        format!("{screen}: at rest"),
        format!("{:.3} % of a core", rest * 100.0),
        "0.1 %",
        Some(rest / REST_MAX),
        Some(("≤ 0.1 %", rest <= REST_MAX)),
    );
    table.row(
        format!("{screen}: memory at rest"),
        mb(memory),
        mb(MEMORY_MAX),
        Some(float(memory) / float(MEMORY_MAX)),
        Some(("≤ 125 MB", memory <= MEMORY_MAX)),
    );
    table.row(
        format!("{low}: most memory"),
        mb(bytes(&|round| round.scrolled.memory_most)),
        "",
        None,
        None,
    );
    let frames: u32 = rounds.iter().map(|round| round.scrolled.frames.count()).sum();
    for percent in [50, 99] {
        let gap = time(&|round| round.scrolled.frames.percentile(percent));
        let what = format!("{low}: picture to picture while scrolling, p{percent}");
        if frames == 0 {
            table.row(what, "nothing scrolled", "", None, None);
        } else {
            let sixtieth = Duration::from_micros(16_667);
            let share = gap.as_secs_f64() / sixtieth.as_secs_f64();
            table.row(what, ms(gap), ms(sixtieth), Some(share), None);
        }
    }
    let cpu = time(&|round| round.scrolled.cpu_a_frame);
    table.row(format!("{low}: processor time a picture"), ms(cpu), "", None, None);
    table
}
