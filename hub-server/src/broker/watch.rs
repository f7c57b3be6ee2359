//! Follows what is committed about devices: reads the directory again, closes the connections of devices
//! that may not be here any more, and writes an outside broker's files.

use std::sync::Arc;
use std::time::{Duration, Instant};

use embedded_broker::Broker;
use futures_util::future::join_all;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::directory::Directory;
use super::mosquitto::{MosquittoPlace, mosquitto_files};
use crate::network;
use crate::node::Node;
use crate::store::Committed;

/// How long to wait after something failed.
const AGAIN: Duration = Duration::from_secs(1);
/// How long an outside broker may take to read its files again.
const RELOAD_LIMIT: Duration = Duration::from_secs(10);

/// Everything that follows the devices.
pub(super) struct Watched {
    pub directory: Arc<Directory>,
    pub embedded: Option<Arc<Broker>>,
    /// Where the files go, and the hub's own user and password in them.
    pub files: Option<(MosquittoPlace, String, String)>,
}

pub(super) async fn run(node: Arc<Node>, watched: Watched, stop: CancellationToken) {
    let mut commits = node.writer.listen();
    // Whatever was committed before we listened.
    let mut dirty = true;
    loop {
        if dirty {
            dirty = !watched.catch_up(&node).await;
        }
        watched.throw_out_intruders().await;
        tokio::select! {
            () = stop.cancelled() => return,
            () = watched.directory.intruder.notified() => {}
            () = tokio::time::sleep(AGAIN), if dirty => {}
            news = commits.recv() => match news {
                Ok(news) => dirty |= concerns_devices(&news),
                Err(RecvError::Lagged(_)) => dirty = true,
                Err(RecvError::Closed) => return,
            },
        }
    }
}

fn concerns_devices(news: &Committed) -> bool {
    news.facts
        .iter()
        .any(|fact| fact.kind.split_once('.').is_some_and(|(domain, _)| domain == network::DOMAIN))
}

impl Watched {
    /// Answers whether everything worked.
    async fn catch_up(&self, node: &Arc<Node>) -> bool {
        if let Err(error) = self.directory.refresh(Instant::now()).await {
            tracing::error!(%error, "broker.directory cannot be read");
            return false;
        }
        let Some((place, user, password)) = &self.files else { return true };
        match mosquitto_files(&node.store, user, password).await {
            Err(error) => {
                tracing::error!(%error, "broker.files cannot be made");
                return false;
            }
            Ok(files) => {
                if let Err(error) = files.write(place) {
                    tracing::error!(%error, "broker.files cannot be written");
                    return false;
                }
            }
        }
        reload(place).await
    }

    async fn throw_out_intruders(&self) {
        let Some(broker) = &self.embedded else { return };
        let intruders = self.directory.intruders();
        let kicks = intruders.iter().map(|device| async move {
            tracing::info!(device.id = %device, "broker.kick");
            broker.kick(&device.to_string()).await;
        });
        join_all(kicks).await;
    }
}

async fn reload(place: &MosquittoPlace) -> bool {
    let Some((program, arguments)) = place.reload.split_first() else { return true };
    let run = tokio::process::Command::new(program).args(arguments).kill_on_drop(true).status();
    match tokio::time::timeout(RELOAD_LIMIT, run).await {
        Ok(Ok(status)) if status.success() => true,
        Ok(Ok(status)) => {
            tracing::error!(%status, "broker.reload failed: the outside broker still has the old files");
            false
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "broker.reload could not be run");
            false
        }
        Err(_late) => {
            tracing::error!("broker.reload took too long");
            false
        }
    }
}
