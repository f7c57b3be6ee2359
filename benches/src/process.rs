//! The real programs as processes: started, asked for their memory and their processor time, ended.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::Outcome;

/// How long a program may take to come up or to end.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where the programs are that are measured, when that is not beside this one.
static PROGRAMS: OnceLock<PathBuf> = OnceLock::new();

/// Says where the programs are that are measured; the first word counts.
pub fn programs_are_in(folder: PathBuf) {
    PROGRAMS.get_or_init(|| folder);
}

/// A program of this workspace, built beside this one.
pub fn program(name: &str) -> Outcome<PathBuf> {
    let path = match PROGRAMS.get() {
        Some(folder) => folder.join(name),
        None => std::env::current_exe()?.with_file_name(name),
    };
    if path.exists() {
        Ok(path)
    } else {
        Err(format!("{} is missing: build every program of the workspace", path.display()).into())
    }
}

/// A port nobody listens on now.
pub fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// A running program; killed when dropped.
pub struct Running {
    child: Child,
    said: Receiver<String>,
}

impl Running {
    /// Starts a program; what it logs goes to the file `log`.
    pub fn start<S: AsRef<OsStr>>(
        program: &Path,
        args: &[S],
        env: &[(&str, String)],
        log: &Path,
    ) -> Outcome<Self> {
        let log = fs::OpenOptions::new().create(true).append(true).open(log)?;
        let mut child = Command::new(program)
            .args(args)
            .envs(env.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let (tell, said) = channel();
        if let Some(output) = child.stdout.take() {
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    // Nobody reads on once the program is up.
                    let _ = tell.send(line);
                }
            });
        }
        Ok(Self { child, said })
    }

    /// Waits for a line that contains `part`, and gives it.
    pub fn says(&self, part: &str) -> Outcome<String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.said.recv_timeout(left) {
                Ok(line) if line.contains(part) => return Ok(line),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return Err(format!("the program did not say \"{part}\"").into());
                }
            }
        }
    }

    /// Its process number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Memory it holds now (resident), bytes.
    pub fn memory(&self) -> Outcome<u64> {
        self.status("VmRSS")
    }

    /// The most memory it ever held (resident), bytes.
    pub fn memory_most(&self) -> Outcome<u64> {
        self.status("VmHWM")
    }

    fn status(&self, field: &str) -> Outcome<u64> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let line = text.lines().find(|line| line.starts_with(field));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)).ok_or("no such figure")?;
        Ok(kib.parse::<u64>()? * 1024)
    }

    /// Processor time it used so far, all threads.
    pub fn cpu(&self) -> Outcome<Duration> {
        cpu_of(&self.id().to_string())
    }

    /// The same to the nanosecond; of threads that live, so for a program at rest.
    pub fn cpu_exact(&self) -> Outcome<Duration> {
        let mut nanos = 0;
        for task in fs::read_dir(format!("/proc/{}/task", self.id()))? {
            // A thread may end between the two looks.
            let text = fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
            nanos += text
                .split_whitespace()
                .next()
                .and_then(|nanos| nanos.parse::<u64>().ok())
                .unwrap_or_default();
        }
        Ok(Duration::from_nanos(nanos))
    }

    /// Ends it as Ctrl-C does and waits.
    pub fn stop(mut self) -> Outcome<()> {
        Command::new("kill").args(["-INT", &self.id().to_string()]).status()?;
        let deadline = Instant::now() + PATIENCE;
        while self.child.try_wait()?.is_none() {
            if Instant::now() > deadline {
                return Err("the program does not stop".into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Processor time of a process, `self` for this one; the system counts in hundredths of a second.
pub fn cpu_of(process: &str) -> Outcome<Duration> {
    let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = text.rsplit_once(')').ok_or("no such figure")?;
    let ticks: u64 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(|field| field.parse::<u64>().unwrap_or_default())
        .sum();
    Ok(Duration::from_millis(ticks * 10))
}
