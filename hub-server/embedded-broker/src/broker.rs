//! Starting, steering and stopping the whole.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Handle, Runtime};
use tokio::time::timeout;
use tracing::info;

use crate::certificate::Credentials;
use crate::connect::Farewell;
use crate::door::Door;
use crate::engine::Engine;
use crate::roll::Roll;
use crate::rules::Rules;
use crate::{BrokerError, Gatekeeper, Options};

/// Connections the system may hold for us while the door is busy.
const BACKLOG: u32 = 1024;
/// How long the engine may take to forget a session.
const FORGET_LIMIT: Duration = Duration::from_secs(2);
/// How long stopping may take before threads are left to themselves.
const STOP_LIMIT: Duration = Duration::from_secs(5);

/// A running broker. Dropping it closes everything in the background; [`stop`](Self::stop) waits
/// for it.
pub struct Broker {
    engine: Engine,
    roll: Arc<Roll>,
    credentials: Option<Arc<Credentials>>,
    tls_address: Option<SocketAddr>,
    plain_address: Option<SocketAddr>,
    /// Last, so that on a drop everything above is released before the threads end.
    ground: Ground,
}

/// The broker's own threads. rmqtt starts tasks it never ends; they end with their runtime.
struct Ground(Option<Runtime>);

impl Broker {
    /// Opens the listeners and returns when both accept.
    ///
    /// Must be called on a tokio runtime: the gatekeeper's `authenticate` runs there, everything
    /// else on threads of the broker's own.
    ///
    /// # Errors
    /// [`BrokerError`] says what is wrong and what to do; nothing is left running.
    pub async fn start(
        options: Options,
        gatekeeper: Arc<dyn Gatekeeper>,
    ) -> Result<Self, BrokerError> {
        options.check()?;
        let credentials = match options.listen_tls {
            Some(_) => {
                let (chain, key) = (options.certificate_chain.clone(), options.private_key.clone());
                Some(Arc::new(Credentials::try_new(chain, key)?))
            }
            None => None,
        };
        let ground = Ground::try_new()?;
        let tls = options.listen_tls.map(|address| ground.listen(address)).transpose()?;
        let plain = options.listen_plain.map(|address| ground.listen(address)).transpose()?;
        let tls_address = tls.as_ref().and_then(|listener| listener.local_addr().ok());
        let plain_address = plain.as_ref().and_then(|listener| listener.local_addr().ok());

        let roll = Arc::new(Roll::new(
            gatekeeper,
            Handle::current(),
            options.max_connections,
            options.max_publish_per_s,
        ));
        let rules = Rules::new(Arc::clone(&roll));
        let (handshake_limit, max_waiting) = (options.handshake_limit, options.max_waiting);
        let engine = ground
            .handle()?
            .spawn(async move { Engine::start(&options, rules).await })
            .await
            .map_err(|error| BrokerError::Engine { reason: error.to_string() })??;

        let door = Arc::new(Door {
            roll: Arc::clone(&roll),
            engine: engine.ports,
            handshake_limit,
            max_waiting,
        });
        if let Some(listener) = tls {
            ground.handle()?.spawn(Arc::clone(&door).serve(listener, credentials.clone()));
        }
        if let Some(listener) = plain {
            ground.handle()?.spawn(door.serve(listener, None));
        }
        info!(?tls_address, ?plain_address, "the MQTT broker is open");
        Ok(Self { engine, roll, credentials, tls_address, plain_address, ground })
    }

    /// Where the TLS listener is, with the real port.
    #[must_use]
    pub fn tls_address(&self) -> Option<SocketAddr> {
        self.tls_address
    }

    /// Where the plain listener is, with the real port.
    #[must_use]
    pub fn plain_address(&self) -> Option<SocketAddr> {
        self.plain_address
    }

    /// Closes every connection of `user`, also one still being admitted, and forgets its session;
    /// true if there was one. An MQTT 5 client is told 0x98 (administrative action); one that does
    /// not read is closed all the same, within about two seconds.
    ///
    /// To revoke a device, take its credential away first: a client may connect again at once.
    pub async fn kick(&self, user: &str) -> bool {
        let arrivals = self.roll.all_of(user);
        for arrival in &arrivals {
            arrival.part_with(Farewell::Dismissed);
        }
        for arrival in &arrivals {
            arrival.gone.cancelled().await;
        }
        // Without a connection the engine answers at once; the limit is for an engine in trouble.
        let _ = timeout(FORGET_LIMIT, self.engine.forget(user)).await;
        !arrivals.is_empty()
    }

    /// How many devices are connected now; the hub itself is not counted.
    #[must_use]
    pub fn connected_count(&self) -> usize {
        self.roll.count()
    }

    /// Reads the certificate and key files again. New connections get the new certificate, open
    /// ones stay.
    ///
    /// # Errors
    /// When the files cannot be used, or there is no TLS listener; the certificate in use then
    /// stays.
    pub fn renew_certificate(&self) -> Result<(), BrokerError> {
        self.credentials.as_ref().ok_or(BrokerError::NoTlsListener)?.renew()
    }

    /// When the certificate in use expires, in milliseconds since 1970; `None` without a TLS
    /// listener.
    #[must_use]
    pub fn certificate_expires_at_ms(&self) -> Option<i64> {
        self.credentials.as_ref().map(|credentials| credentials.expires_at_s().saturating_mul(1000))
    }

    /// Closes listeners and connections and waits until they are closed, at most five seconds.
    /// Every device present is reported as disconnected before this returns.
    pub async fn stop(mut self) {
        let Some(runtime) = self.ground.0.take() else { return };
        let closing = tokio::task::spawn_blocking(move || runtime.shutdown_timeout(STOP_LIMIT));
        // An error means the caller's own runtime is ending; the sockets close with the process
        // then.
        let _ = closing.await;
    }
}

impl Ground {
    fn try_new() -> Result<Self, BrokerError> {
        tokio::runtime::Builder::new_multi_thread()
            // Enough for a city's devices, and never a hub's whole machine.
            .worker_threads(2)
            .thread_name("mqtt-broker")
            .enable_all()
            .build()
            .map(|runtime| Self(Some(runtime)))
            .map_err(|error| BrokerError::Engine { reason: error.to_string() })
    }

    fn handle(&self) -> Result<&Handle, BrokerError> {
        let stopped = || BrokerError::Engine { reason: "it was stopped".to_owned() };
        self.0.as_ref().map(Runtime::handle).ok_or_else(stopped)
    }

    fn listen(&self, address: SocketAddr) -> Result<TcpListener, BrokerError> {
        let _here = self.handle()?.enter();
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
        socket
            .and_then(|socket| {
                // A restart must not wait for the old connections' TIME_WAIT. (On Windows the flag
                // would let a second process share the port, and TIME_WAIT does not block there.)
                #[cfg(not(windows))]
                socket.set_reuseaddr(true)?;
                socket.bind(address)?;
                socket.listen(BACKLOG)
            })
            .map_err(|source| BrokerError::listening(address, source))
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        // A plain drop would block, which inside a runtime panics.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;
    use crate::{Admission, BoxFuture};

    struct Anybody;

    impl Gatekeeper for Anybody {
        fn authenticate<'a>(
            &'a self,
            _: &'a str,
            _: &'a [u8],
            _: SocketAddr,
        ) -> BoxFuture<'a, Admission> {
            Box::pin(async { Admission::Device })
        }

        fn may_publish(&self, _: &str, _: &str) -> bool {
            true
        }

        fn may_subscribe(&self, _: &str, _: &str) -> bool {
            true
        }

        fn connected(&self, _: &str) {}

        fn disconnected(&self, _: &str) {}
    }

    #[tokio::test]
    async fn the_engine_refuses_whoever_does_not_come_through_the_door()
    -> Result<(), Box<dyn std::error::Error>> {
        let plain = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
        let options = Options { listen_plain: plain, ..Options::default() };
        let broker = Broker::start(options, Arc::new(Anybody)).await?;
        let connect = b"\x10\x1a\x00\x04MQTT\x04\xc2\x00\x1e\x00\x03ant\x00\x03ant\x00\x04key1";
        for engine in [broker.engine.ports.devices, broker.engine.ports.hub] {
            assert!(engine.ip().is_loopback());
            let mut socket = TcpStream::connect(engine).await?;
            socket.write_all(connect).await?;
            let mut answer = [0; 4];
            socket.read_exact(&mut answer).await?;
            assert_eq!(answer, [0x20, 2, 0, 5], "not authorised");
        }
        let mut socket = TcpStream::connect(broker.plain_address().ok_or("no address")?).await?;
        socket.write_all(connect).await?;
        let mut answer = [0; 4];
        socket.read_exact(&mut answer).await?;
        assert_eq!(answer, [0x20, 2, 0, 0], "the same packet through the door");
        broker.stop().await;
        Ok(())
    }
}
