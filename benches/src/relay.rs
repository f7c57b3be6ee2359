//! A line that is slow, far or cut: a TCP relay on loopback. It delays every byte by half the round trip,
//! lets so many bits a second through for all connections together, and hangs up when the line goes down.
//!
//! Deliberately absent: loss and slow start; the handshake of TCP itself is not delayed.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;

use crate::Outcome;

/// Bytes taken at a time; small, so that a slow line is even.
const CHUNK: usize = 4 * 1024;
/// Chunks on the way in one direction of one connection: what routers between hold.
const ON_THE_WAY: usize = 64;
/// What the system may hold before the relay has taken it.
const SYSTEM_BUFFER: u32 = 32 * 1024;

/// How a line behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    /// There and back.
    pub round_trip: Duration,
    /// Bits a second from the hub; `None` for as many as come.
    pub up_bits: Option<u64>,
    /// Bits a second to the hub.
    pub down_bits: Option<u64>,
    /// Every connection ends after the line was up for so long; the line is back at once.
    pub up_for: Option<Duration>,
}

impl Line {
    /// A far line without limits.
    pub fn far(round_trip: Duration) -> Self {
        Self { round_trip, ..Self::default() }
    }
}

#[derive(Default)]
struct Shared {
    up: AtomicU64,
    down: AtomicU64,
    cuts: AtomicU64,
    first: Mutex<Option<Instant>>,
    /// The first byte since somebody began to watch.
    begun: Mutex<Option<Instant>>,
    last: Mutex<Option<Instant>>,
    /// When each direction is free for the next byte.
    up_free: Mutex<Option<Instant>>,
    down_free: Mutex<Option<Instant>>,
}

/// A running relay; ends when dropped.
pub struct Relay {
    shared: Arc<Shared>,
    down: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Relay {
    /// Relays from `port` on loopback to `target` as `line` says.
    pub fn start(port: u16, target: u16, line: Line) -> Outcome<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.set_reuseaddr(true)?;
        socket.set_recv_buffer_size(SYSTEM_BUFFER)?;
        socket.set_send_buffer_size(SYSTEM_BUFFER)?;
        socket.bind(SocketAddr::from(([127, 0, 0, 1], port)))?;
        let listener = socket.listen(1024)?;
        let shared = Arc::new(Shared::default());
        let target = SocketAddr::from(([127, 0, 0, 1], target));
        let down = Arc::new(Notify::new());
        let task = tokio::spawn(accept(listener, target, line, shared.clone(), down.clone()));
        Ok(Self { shared, down, task })
    }

    /// The line goes down under whoever uses it, and stays so.
    pub fn hang_up(self) {
        self.task.abort();
        self.down.notify_waiters();
    }

    /// Bytes from the hub so far.
    pub fn up(&self) -> u64 {
        self.shared.up.load(Ordering::Relaxed)
    }

    /// Bytes to the hub so far.
    pub fn down(&self) -> u64 {
        self.shared.down.load(Ordering::Relaxed)
    }

    /// Times the line went down under somebody.
    pub fn cuts(&self) -> u64 {
        self.shared.cuts.load(Ordering::Relaxed)
    }

    /// When the first connection came.
    pub fn first(&self) -> Option<Instant> {
        *held(&self.shared.first)
    }

    /// Begins to watch: the next byte is the first.
    pub fn watch(&self) {
        *held(&self.shared.begun) = None;
    }

    /// When the first byte came since [`Relay::watch`].
    pub fn begun(&self) -> Option<Instant> {
        *held(&self.shared.begun)
    }

    /// When the last byte came, in either direction.
    pub fn last(&self) -> Option<Instant> {
        *held(&self.shared.last)
    }
}

fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(
    listener: TcpListener,
    target: SocketAddr,
    line: Line,
    shared: Arc<Shared>,
    down: Arc<Notify>,
) {
    if let Some(up_for) = line.up_for {
        let down = down.clone();
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(up_for);
            loop {
                tick.tick().await;
                if Arc::strong_count(&down) == 1 {
                    return;
                }
                down.notify_waiters();
            }
        });
    }
    while let Ok((socket, _)) = listener.accept().await {
        held(&shared.first).get_or_insert_with(Instant::now);
        let (shared, down) = (shared.clone(), down.clone());
        tokio::spawn(async move {
            let cut = down.notified();
            tokio::select! {
                () = connection(socket, target, line, &shared) => {}
                () = cut => {
                    shared.cuts.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
    }
}

async fn connection(hub: TcpStream, target: SocketAddr, line: Line, shared: &Arc<Shared>) {
    let Ok(central) = TcpStream::connect(target).await else { return };
    // Without these two the line is only a little slower.
    let _ = (hub.set_nodelay(true), central.set_nodelay(true));
    let (hub_read, hub_write) = hub.into_split();
    let (central_read, central_write) = central.into_split();
    let half = line.round_trip / 2;
    let up = Way { bits: line.up_bits, delay: half, is_up: true };
    let down = Way { bits: line.down_bits, delay: half, is_up: false };
    tokio::join!(
        way(hub_read, central_write, up, shared),
        way(central_read, hub_write, down, shared),
    );
}

/// One direction.
#[derive(Clone, Copy)]
struct Way {
    bits: Option<u64>,
    delay: Duration,
    is_up: bool,
}

async fn way(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, way: Way, shared: &Arc<Shared>) {
    let (give, mut take) = mpsc::channel::<(Instant, Vec<u8>)>(ON_THE_WAY);
    let read = async move {
        let mut buffer = vec![0; CHUNK];
        while let Ok(count @ 1..) = from.read(&mut buffer).await {
            let (counter, free) = if way.is_up {
                (&shared.up, &shared.up_free)
            } else {
                (&shared.down, &shared.down_free)
            };
            counter.fetch_add(count as u64, Ordering::Relaxed);
            let now = Instant::now();
            *held(&shared.last) = Some(now);
            held(&shared.begun).get_or_insert(now);
            let sent = way.bits.map_or(now, |bits| {
                let takes = Duration::from_nanos(count as u64 * 8 * 1_000_000_000 / bits);
                let mut free = held(free);
                let sent = free.unwrap_or(now).max(now) + takes;
                *free = Some(sent);
                sent
            });
            let bytes = buffer.get(..count).unwrap_or_default().to_vec();
            if give.send((sent + way.delay, bytes)).await.is_err() {
                return;
            }
            if way.bits.is_some() {
                tokio::time::sleep_until(sent.into()).await;
            }
        }
    };
    let write = async move {
        while let Some((at, bytes)) = take.recv().await {
            if at > Instant::now() {
                tokio::time::sleep_until(at.into()).await;
            }
            if to.write_all(&bytes).await.is_err() {
                return;
            }
        }
        let _ = to.shutdown().await;
    };
    tokio::join!(read, write);
}
