//! A Mosquitto of our own, as a hub configures it: access list, passwords and first configuration are the
//! files the hub lays; the test adds only what lets it run as whoever runs the tests.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{PATIENCE, eventually};

/// The broker. It ends with the value.
pub struct Mosquitto {
    folder: PathBuf,
    port: u16,
    process: Option<Child>,
}

impl Mosquitto {
    /// One that will answer on `port`, with its files in a folder under `place`.
    ///
    /// # Panics
    /// When the disk does not take them.
    #[must_use]
    pub fn new(place: &Path, port: u16) -> Self {
        let folder = place.join("mosquitto");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("hub.password"), "the hub's own words").expect("a file");
        Self { folder, port, process: None }
    }

    /// The `[broker]` section of the hub that uses it.
    #[must_use]
    pub fn broker_section(&self, ca: &Path) -> String {
        let folder = self.folder.display();
        format!(
            "engine = \"mqtts://127.0.0.1:{}\"\nuser = \"hub-mompiano\"\n\
             password_file = \"{folder}/hub.password\"\nca_file = \"{}\"\nfiles_dir = \"{folder}\"\n\
             reload = [\"sh\", \"-c\", \"kill -HUP $(cat {folder}/pid)\"]\n",
            self.port,
            ca.display(),
        )
    }

    /// Starts it once the hub has laid its files, and waits until it listens. Until it does it is started
    /// again when it ends, as whatever keeps a broker running would: it dies of the signal to read its files
    /// again when that comes after it wrote its pid and before it listens to signals.
    ///
    /// # Panics
    /// When it does not come up; what it logged is in the message.
    pub fn start(&mut self) {
        eventually("the hub lays the broker's files", || {
            ["mosquitto.conf", "acl", "passwords"]
                .iter()
                .all(|name| self.at(name).exists())
                .then_some(())
        });
        let laid = std::fs::read_to_string(self.at("mosquitto.conf")).expect("it reads");
        // As root it would become another user, who may not enter this folder.
        let (pid, log) = (self.at("pid"), self.at("log"));
        let config = format!(
            "{laid}pid_file {}\nuser root\nlog_dest file {}\n",
            pid.display(),
            log.display()
        );
        std::fs::write(self.at("run.conf"), config).expect("a file");
        let deadline = Instant::now() + PATIENCE;
        while !(pid.exists() && TcpStream::connect(("127.0.0.1", self.port)).is_ok()) {
            let said = || std::fs::read_to_string(&log).unwrap_or_default();
            assert!(Instant::now() < deadline, "mosquitto does not listen; it logged:\n{}", said());
            if !self.is_running() {
                self.kill();
                self.process = Some(self.spawn());
            }
            std::thread::park_timeout(Duration::from_millis(25));
        }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn is_running(&mut self) -> bool {
        self.process.as_mut().is_some_and(|process| matches!(process.try_wait(), Ok(None)))
    }

    fn spawn(&self) -> Child {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::env::split_paths(&path).chain(["/usr/sbin".into()]);
        let program = folders.map(|folder| folder.join("mosquitto")).find(|file| file.is_file());
        Command::new(program.expect("mosquitto is installed; ./test does so"))
            .arg("-c")
            .arg(self.at("run.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("mosquitto starts")
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
        let _ = std::fs::remove_file(self.folder.join("pid"));
    }
}

impl Drop for Mosquitto {
    fn drop(&mut self) {
        self.kill();
    }
}
