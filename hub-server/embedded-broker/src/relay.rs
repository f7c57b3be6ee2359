//! Carries bytes between an admitted client and the engine until one of them is done or the client
//! must leave.
//!
//! The engine cannot tell an MQTT 5 client why it closes (it shuts the socket before it writes
//! DISCONNECT), so the relay does: once the engine has closed, everything it sent was whole
//! packets, and one more can follow.

use std::io;
use std::pin::pin;
use std::time::Duration;

use bytes::BytesMut;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::roll::Place;

/// Bytes read at once in one direction: a typical message is 400.
const BUFFER_BYTES: usize = 2048;
/// The same for the hub, whose one connection carries the messages of all devices.
const HUB_BUFFER_BYTES: usize = 64 * 1024;
/// How long a client may take to accept what is written to it, when every buffer on the way is
/// full: longer means it is not reading.
const STALL_LIMIT: Duration = Duration::from_secs(5);
/// How long the engine may take to finish with a client that leaves, and the client to take the
/// farewell.
const PARTING: Duration = Duration::from_secs(1);

/// An admitted client, connected to the engine, its CONNECT already passed on.
pub(crate) struct Guest<S> {
    pub stream: S,
    pub engine: TcpStream,
    /// What the engine has answered so far.
    pub answer: BytesMut,
    pub place: Place,
}

pub(crate) async fn run<S>(guest: Guest<S>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let Guest { stream, engine, answer, place } = guest;
    let (mut from_client, mut to_client) = tokio::io::split(stream);
    let (mut from_engine, mut to_engine) = engine.into_split();
    let at_once = if place.is_hub() { HUB_BUFFER_BYTES } else { BUFFER_BYTES };
    let engine_is_done = {
        // Pinned, because a copy that is abandoned half-way would tear a packet apart.
        let mut outward = pin!(async {
            write(&mut to_client, &answer).await?;
            pump(&mut from_engine, &mut to_client, at_once).await
        });
        let inward = pump(&mut from_client, &mut to_engine, at_once);
        let done = tokio::select! {
            result = &mut outward => Some(result.is_ok()),
            result = inward => result.is_err().then_some(false),
            () = place.leave.cancelled() => None,
        };
        if let Some(done) = done {
            done
        } else {
            // To the engine the client is gone now; what it still has to say is delivered, so that
            // a client may close its sending half and read the last acknowledgement.
            let _ = to_engine.shutdown().await;
            timeout(PARTING, outward).await.is_ok_and(|result| result.is_ok())
        }
    };
    if engine_is_done {
        let parting = async {
            if let Some(packet) = place.farewell().and_then(|words| words.disconnect(place.level)) {
                to_client.write_all(&packet).await?;
            }
            to_client.shutdown().await
        };
        let _ = timeout(PARTING, parting).await;
    } else {
        // The place is kept until the engine has noticed, so that the same client can come back at
        // once.
        let _ = to_engine.shutdown().await;
        let _ = timeout(PARTING, pump(&mut from_engine, &mut tokio::io::sink(), at_once)).await;
    }
}

/// Copies until end of stream, an error, or a write nobody takes; `at_once` bytes at most in one step.
async fn pump(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    at_once: usize,
) -> io::Result<()> {
    let mut buffer = vec![0; at_once];
    loop {
        let length = from.read(&mut buffer).await?;
        let Some(bytes) = buffer.get(..length).filter(|bytes| !bytes.is_empty()) else {
            return Ok(());
        };
        write(to, bytes).await?;
    }
}

async fn write(to: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> io::Result<()> {
    let write = async {
        to.write_all(bytes).await?;
        to.flush().await
    };
    timeout(STALL_LIMIT, write).await?
}
