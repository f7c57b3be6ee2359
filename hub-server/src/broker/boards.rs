//! Puts a notice that was just posted on the boards of its neighbourhoods.

use std::sync::Arc;

use protocol::antenna::{BoardNotice, HubMessage};
use protocol::topic;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::letters;
use super::line::Line;
use crate::network::notices;
use crate::node::Node;

/// Follows the log until `stop`. A notice that is missed is missed: nobody waits for one.
pub(super) async fn run(node: Arc<Node>, line: Arc<Line>, stop: CancellationToken) {
    let mut commits = node.writer.listen();
    loop {
        let heard = tokio::select! {
            () = stop.cancelled() => return,
            heard = commits.recv() => heard,
        };
        let news = match heard {
            Ok(news) => news,
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return,
        };
        for fact in news.facts.iter().filter(|fact| fact.kind == notices::POSTED) {
            publish(&node, &line, &fact.subject).await;
        }
    }
}

async fn publish(node: &Arc<Node>, line: &Line, subject: &str) {
    let found = async {
        let mut db = node.store.read().await?;
        notices::one(&mut db, subject).await
    };
    let notice = match found.await {
        Ok(Some(notice)) => notice,
        Ok(None) => return,
        Err(error) => {
            tracing::error!(%error, "broker.notice cannot be read");
            return;
        }
    };
    for hood in &notice.neighbourhoods {
        let board = BoardNotice { text: notice.text.clone(), until_ms: notice.until_ms };
        let sent = letters::seal(node, HubMessage::Board(board))
            .is_some_and(|bytes| line.publish(topic::board(hood), bytes));
        if !sent {
            tracing::warn!("broker.notice: the line is full");
        }
    }
}
