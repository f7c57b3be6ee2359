//! A cable between a hub and central that can be cut after so many bytes, held, bent, listened to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// Which way bytes run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the hub to central.
    Up,
    /// Back.
    Down,
}

/// What happens to one way, in bytes from now on, all connections together.
#[derive(Debug, Default)]
struct Lane {
    /// The line is cut when so many more have passed.
    cut: Option<usize>,
    /// Nothing more passes when so many more have, until it is let go.
    hold: Option<usize>,
    /// The byte after so many more is changed.
    bend: Option<usize>,
    /// How many have passed.
    passed: usize,
    /// What has passed, when somebody listens.
    heard: Option<Vec<u8>>,
}

struct Inside {
    to: SocketAddr,
    lanes: [Mutex<Lane>; 2],
    /// Ends every connection there is.
    connections: Mutex<CancellationToken>,
    let_go: Notify,
}

/// The cable; it lasts as long as the test.
#[derive(Clone)]
pub struct Cable {
    address: SocketAddr,
    inside: Arc<Inside>,
}

impl Cable {
    /// A cable that leads to `to`.
    pub async fn to(to: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let inside = Arc::new(Inside {
            to,
            lanes: [Mutex::default(), Mutex::default()],
            connections: Mutex::default(),
            let_go: Notify::new(),
        });
        let shared = inside.clone();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let Ok(far) = TcpStream::connect(shared.to).await else { continue };
                let (near_in, near_out) = near.into_split();
                let (far_in, far_out) = far.into_split();
                let cut = shared.connections.lock().unwrap().clone();
                for (way, from, into) in
                    [(Way::Up, near_in, far_out), (Way::Down, far_in, near_out)]
                {
                    tokio::spawn(carry(shared.clone(), way, from, into, cut.clone()));
                }
            }
        });
        Self { address, inside }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn lane(&self, way: Way) -> std::sync::MutexGuard<'_, Lane> {
        self.inside.lanes[way as usize].lock().unwrap()
    }

    /// Cuts every connection after `bytes` more have passed one way; whoever calls again is let through.
    pub fn cut_after(&self, way: Way, bytes: usize) {
        self.lane(way).cut = Some(bytes);
    }

    /// Whether a cut that was asked for has not happened yet.
    pub fn is_to_be_cut(&self, way: Way) -> bool {
        self.lane(way).cut.is_some()
    }

    pub fn spare(&self, way: Way) {
        self.lane(way).cut = None;
    }

    /// Holds one way after `bytes` more.
    pub fn hold_after(&self, way: Way, bytes: usize) {
        self.lane(way).hold = Some(bytes);
    }

    /// Lets everything pass again.
    pub fn let_go(&self) {
        self.lane(Way::Up).hold = None;
        self.lane(Way::Down).hold = None;
        self.inside.let_go.notify_waiters();
    }

    /// Changes the byte that comes after `bytes` more.
    pub fn bend_after(&self, way: Way, bytes: usize) {
        self.lane(way).bend = Some(bytes);
    }

    /// Ends every connection now.
    pub fn cut(&self) {
        let mut connections = self.inside.connections.lock().unwrap();
        std::mem::take(&mut *connections).cancel();
    }

    /// How many bytes have passed one way.
    pub fn passed(&self, way: Way) -> usize {
        self.lane(way).passed
    }

    /// Listens to one way from now on.
    pub fn listen(&self, way: Way) {
        self.lane(way).heard = Some(Vec::new());
    }

    /// What was heard since.
    pub fn heard(&self, way: Way) -> Vec<u8> {
        self.lane(way).heard.take().unwrap_or_default()
    }
}

async fn carry(
    inside: Arc<Inside>,
    way: Way,
    mut from: OwnedReadHalf,
    mut into: OwnedWriteHalf,
    cut: CancellationToken,
) {
    let mut bytes = [0; 4096];
    loop {
        let read = tokio::select! {
            read = from.read(&mut bytes) => read,
            () = cut.cancelled() => return,
        };
        let Ok(count @ 1..) = read else { break };
        let mut rest = &mut bytes[..count];
        while !rest.is_empty() {
            let step = {
                let mut lane = inside.lanes[way as usize].lock().unwrap();
                lane.step(rest)
            };
            match step {
                Step::Pass(count) => {
                    if into.write_all(&rest[..count]).await.is_err() {
                        return;
                    }
                    rest = &mut rest[count..];
                }
                Step::Cut => {
                    let mut connections = inside.connections.lock().unwrap();
                    std::mem::take(&mut *connections).cancel();
                    return;
                }
                Step::Wait => {
                    let again = std::time::Duration::from_millis(20);
                    tokio::select! {
                        () = inside.let_go.notified() => {}
                        // Let go may have come between the look and the wait.
                        () = tokio::time::sleep(again) => {}
                        () = cut.cancelled() => return,
                    }
                }
            }
        }
    }
    let _ = into.shutdown().await;
}

enum Step {
    Pass(usize),
    Cut,
    Wait,
}

impl Lane {
    /// How many of these bytes pass now; one of them may be bent.
    fn step(&mut self, bytes: &mut [u8]) -> Step {
        if self.cut == Some(0) {
            self.cut = None;
            return Step::Cut;
        }
        if self.hold == Some(0) {
            return Step::Wait;
        }
        let most = [self.cut, self.hold].into_iter().flatten().fold(bytes.len(), usize::min);
        if let Some(left) = self.bend {
            if let Some(byte) = bytes[..most].get_mut(left) {
                *byte ^= 0x10;
                self.bend = None;
            } else {
                self.bend = Some(left - most);
            }
        }
        for left in [&mut self.cut, &mut self.hold].into_iter().flatten() {
            *left -= most;
        }
        self.passed += most;
        if let Some(heard) = &mut self.heard {
            heard.extend_from_slice(&bytes[..most]);
        }
        Step::Pass(most)
    }
}
