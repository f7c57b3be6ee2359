//! A broker to try by hand, with two toy devices.
//!
//! ```sh
//! cargo run -p embedded-broker --example standalone -- 18830
//! mosquitto_sub -p 18830 -V 5 -i hub -u hub -P hub-key -t 'h1/d/+/cmd' -v
//! mosquitto_pub -p 18830 -V 5 -i anna -u anna -P anna-key -t h1/d/anna/cmd -q 1 -m hello
//! ```
//!
//! With a certificate chain and a key as further arguments it also listens for TLS on the next
//! port. A line with a name on standard input kicks that device; end of input stops the broker.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use embedded_broker::{Admission, BoxFuture, Broker, Gatekeeper, Options, QUIET_ENGINE_LOG};
use tokio::io::{AsyncBufReadExt, BufReader};

/// Knows `anna`, `bruno` and `hub`; everybody's key is the name and `-key`.
struct Toy;

impl Gatekeeper for Toy {
    fn authenticate<'a>(
        &'a self,
        user: &'a str,
        password: &'a [u8],
        address: SocketAddr,
    ) -> BoxFuture<'a, Admission> {
        Box::pin(async move {
            println!("{user} knocks from {address}");
            match user {
                _ if password != format!("{user}-key").as_bytes() => Admission::Refused,
                "hub" => Admission::Hub,
                // `load-…` for measurements with many devices.
                "anna" | "bruno" => Admission::Device,
                _ if user.starts_with("load-") => Admission::Device,
                _ => Admission::Refused,
            }
        })
    }

    fn may_publish(&self, user: &str, topic: &str) -> bool {
        topic == format!("h1/d/{user}/cmd")
    }

    fn may_subscribe(&self, user: &str, filter: &str) -> bool {
        filter == format!("h1/d/{user}/in") || filter == "h1/n/north/board"
    }

    fn connected(&self, user: &str) {
        println!("{user} is here");
    }

    fn disconnected(&self, user: &str) {
        println!("{user} is gone");
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt()
        .with_env_filter(format!("debug,{QUIET_ENGINE_LOG}"))
        .with_writer(std::io::stderr)
        .init();
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().as_deref().unwrap_or("1883").parse()?;
    let mut options = Options {
        listen_plain: Some(SocketAddr::from(([127, 0, 0, 1], port))),
        ..Options::default()
    };
    if let (Some(chain), Some(key)) = (arguments.next(), arguments.next()) {
        options.listen_tls = Some(SocketAddr::from(([0, 0, 0, 0], port + 1)));
        options.certificate_chain = PathBuf::from(chain);
        options.private_key = PathBuf::from(key);
    }
    let broker = Broker::start(options, Arc::new(Toy)).await?;
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(name) = lines.next_line().await? {
        let kicked = broker.kick(name.trim()).await;
        println!("kicked: {kicked}; still here: {}", broker.connected_count());
    }
    broker.stop().await;
    Ok(())
}
