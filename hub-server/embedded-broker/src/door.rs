//! The only way in: accepts sockets, speaks TLS, reads one CONNECT, and decides with the
//! gatekeeper.
//!
//! It stands before the engine because rmqtt 0.24 gives a peer that says nothing unlimited time,
//! does not limit connections, and reads certificates once. Here everything between accept and
//! admission has one deadline and one place in the waiting room, and a peer that is not admitted
//! never reaches the engine.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tracing::{debug, warn};

use crate::Admission;
use crate::certificate::Credentials;
use crate::connect::{Claim, Level, Refusal, says_unavailable};
use crate::relay::{self, Guest};
use crate::roll::{Place, Role, Roll};
use crate::waiting_room::{Seat, WaitingRoom};

/// Pause after the system refuses to accept, usually for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);
/// How long to wait before asking an unavailable engine again; the last answer counts.
const ENGINE_PAUSES_MS: [u64; 6] = [5, 10, 20, 40, 80, 160];
/// How long a refused client has to read why before the socket closes.
const LAST_WORD: Duration = Duration::from_millis(500);

/// What both listeners share.
pub(crate) struct Door {
    pub roll: Arc<Roll>,
    /// Where the engine serves devices, and where it serves the hub.
    pub engine: Engine,
    pub handshake_limit: Duration,
    pub max_waiting: usize,
}

/// The engine's loopback addresses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Engine {
    pub devices: SocketAddr,
    pub hub: SocketAddr,
}

#[derive(Debug, Clone, Copy)]
struct Peer {
    address: SocketAddr,
    /// Connected from the machine the broker runs on.
    is_local: bool,
}

impl Door {
    /// Serves one listener for ever.
    pub async fn serve(self: Arc<Self>, listener: TcpListener, tls: Option<Arc<Credentials>>) {
        let room = Arc::new(WaitingRoom::new(self.max_waiting));
        loop {
            room.make_way().await;
            match listener.accept().await {
                Ok((socket, address)) => {
                    // An IPv4 peer of a listener on [::] is shown, and counted, as what it is.
                    let address = SocketAddr::new(address.ip().to_canonical(), address.port());
                    let seat = room.sit(address.ip());
                    tokio::spawn(Arc::clone(&self).receive(socket, address, tls.clone(), seat));
                }
                Err(error) => {
                    warn!(%error, "cannot accept MQTT connections for a moment");
                    sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    async fn receive(
        self: Arc<Self>,
        socket: TcpStream,
        address: SocketAddr,
        tls: Option<Arc<Credentials>>,
        seat: Seat,
    ) {
        let peer = Peer { address, is_local: is_local(&socket, address.ip()) };
        // Without this every small packet may wait 40 ms; a socket that refuses it is already
        // closed.
        if socket.set_nodelay(true).is_err() {
            return;
        }
        match tls {
            Some(credentials) => {
                self.welcome(credentials.acceptor().accept(socket), peer, seat).await;
            }
            None => self.welcome(async { Ok(socket) }, peer, seat).await,
        }
    }

    async fn welcome<S>(&self, opening: impl Future<Output = io::Result<S>>, peer: Peer, seat: Seat)
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let let_in = timeout(self.handshake_limit, self.let_in(opening, peer));
        let guest = tokio::select! {
            () = seat.evicted() => None,
            result = let_in => result.ok().flatten(),
        };
        drop(seat);
        if let Some(guest) = guest {
            relay::run(guest).await;
        }
    }

    async fn let_in<S>(
        &self,
        opening: impl Future<Output = io::Result<S>>,
        peer: Peer,
    ) -> Option<Guest<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let mut stream = opening
            .await
            .inspect_err(|error| debug!(%error, "a peer did not complete the TLS handshake"))
            .ok()?;
        let mut bytes = BytesMut::with_capacity(512);
        let claim = read_claim(&mut stream, &mut bytes).await?;
        let mut place = match self.judge(&claim, peer).await {
            Ok(place) => place,
            Err(refusal) => {
                debug!(?refusal, "an MQTT client was refused");
                let _ = timeout(LAST_WORD, turn_away(&mut stream, refusal, claim.level)).await;
                return None;
            }
        };
        let address = if place.is_hub() { self.engine.hub } else { self.engine.devices };
        let (engine, answer) = pass_on(address, &bytes, &mut place)
            .await
            .inspect_err(|error| warn!(%error, "the MQTT engine does not take a connection"))
            .ok()?;
        // Whoever must leave from here on is told so by the relay.
        Some(Guest { stream, engine, answer, place })
    }

    /// Checks the claim and, when it holds, gives it a place on the roll.
    async fn judge(&self, claim: &Claim, peer: Peer) -> Result<Place, Refusal> {
        let user = claim.user()?;
        let place = self.roll.knock(user, claim.level);
        let ask = async {
            let answer = self.roll.ask(user, &claim.password, peer.address).await;
            let role = role(answer.ok_or(Refusal::Busy)?, peer.is_local)?;
            place.take_over().await;
            Ok(role)
        };
        let role = tokio::select! {
            // Revoked or overtaken while knocking: if it is still welcome, it will be when it tries
            // again.
            () = place.leave.cancelled() => return Err(Refusal::Busy),
            answer = ask => answer?,
        };
        if place.admit(role) { Ok(place) } else { Err(Refusal::Busy) }
    }
}

/// Hands the CONNECT to the engine and waits for its first answer.
///
/// The engine says "unavailable" when the same client's previous session is just being put away,
/// which takes it a moment longer than closing the socket did. A client that comes straight back
/// must not suffer for that.
async fn pass_on(
    engine: SocketAddr,
    connect: &[u8],
    place: &mut Place,
) -> io::Result<(TcpStream, BytesMut)> {
    let mut patience = ENGINE_PAUSES_MS.iter();
    loop {
        let mut socket = TcpStream::connect(engine).await?;
        socket.set_nodelay(true)?;
        // The engine looks the port up as soon as it has read CONNECT, so it is written down first.
        place.reached_engine_from(socket.local_addr()?.port());
        socket.write_all(connect).await?;
        let mut answer = BytesMut::with_capacity(128);
        let unavailable = loop {
            if socket.read_buf(&mut answer).await? == 0 {
                break true;
            }
            if let Some(unavailable) = says_unavailable(&answer, place.level) {
                break unavailable;
            }
        };
        match patience.next() {
            Some(pause_ms) if unavailable => sleep(Duration::from_millis(*pause_ms)).await,
            Some(_) | None => return Ok((socket, answer)),
        }
    }
}

/// What an admission makes of a peer. The hub's credential never leaves its process, so from
/// elsewhere it is stolen.
fn role(admission: Admission, is_local: bool) -> Result<Role, Refusal> {
    match admission {
        Admission::Refused => Err(Refusal::BadCredentials),
        Admission::Throttled => Err(Refusal::Throttled),
        Admission::Device => Ok(Role::Device),
        Admission::Hub if is_local => Ok(Role::Hub),
        Admission::Hub => Err(Refusal::NotAllowed),
    }
}

fn is_local(socket: &TcpStream, peer: IpAddr) -> bool {
    peer.is_loopback() || socket.local_addr().is_ok_and(|own| own.ip().to_canonical() == peer)
}

/// Reads until the CONNECT is whole; `bytes` then holds it and whatever the client sent right after
/// it.
async fn read_claim(stream: &mut (impl AsyncRead + Unpin), bytes: &mut BytesMut) -> Option<Claim> {
    loop {
        if stream.read_buf(bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(claim) = Claim::read(bytes).ok()? {
            return Some(claim);
        }
    }
}

/// Says why, then reads what may still be coming: closing on unread bytes would reset the
/// connection and the reason with it.
async fn turn_away(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    refusal: Refusal,
    level: Level,
) -> io::Result<()> {
    stream.write_all(&refusal.connack(level)).await?;
    stream.shutdown().await?;
    let mut unread = [0; 512];
    while stream.read(&mut unread).await? > 0 {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hub_is_believed_on_its_own_machine_only() {
        assert_eq!(role(Admission::Hub, true), Ok(Role::Hub));
        assert_eq!(role(Admission::Hub, false), Err(Refusal::NotAllowed));
        assert_eq!(role(Admission::Device, false), Ok(Role::Device));
    }
}
