//! News as it happens: a stream that says which parts of the city's life have changed and about which
//! things, never what. The page then fetches what it shows again, as whoever has signed in.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use futures_util::Stream;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::routes::{Access, Route, look};
use super::visit::{Outcome, Visit};
use crate::store::Committed;

pub(super) const ROUTES: &[Route] = &[look("/live", Access::SignedIn, || get(live))];

/// After so long the browser comes back and is asked again who it is.
const LONGEST: Duration = Duration::from_mins(15);
/// More things than this at once are not told one by one.
const MOST_SUBJECTS: usize = 40;

async fn live(visit: Visit) -> Outcome {
    let listen = Listening {
        commits: visit.app.node.writer.listen(),
        stop: visit.app.config.stop.clone(),
        until: tokio::time::Instant::now() + LONGEST,
        greeted: false,
    };
    Ok(Sse::new(news(listen))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
        .into_response())
}

struct Listening {
    commits: Receiver<Arc<Committed>>,
    stop: CancellationToken,
    until: tokio::time::Instant,
    greeted: bool,
}

fn news(listen: Listening) -> impl Stream<Item = Result<Event, Infallible>> {
    futures_util::stream::unfold(listen, |mut listen| async move {
        if !listen.greeted {
            // Whoever comes back has missed something: everything may have changed.
            listen.greeted = true;
            return Some((Ok(Event::default().event("hello").data("{}")), listen));
        }
        let heard = tokio::select! {
            () = listen.stop.cancelled() => return None,
            () = tokio::time::sleep_until(listen.until) => return None,
            heard = listen.commits.recv() => heard,
        };
        let event = match heard {
            Ok(news) => told(&news),
            Err(RecvError::Lagged(_)) => Event::default().event("hello").data("{}"),
            Err(RecvError::Closed) => return None,
        };
        Some((Ok(event), listen))
    })
}

fn told(news: &Committed) -> Event {
    let domain = |kind: &str| kind.split_once('.').map_or(kind, |(domain, _)| domain).to_owned();
    let domains: BTreeSet<String> = news.facts.iter().map(|fact| domain(&fact.kind)).collect();
    let subjects: BTreeSet<&str> =
        news.facts.iter().take(MOST_SUBJECTS).map(|fact| fact.subject.as_str()).collect();
    let more = news.facts.len() > MOST_SUBJECTS;
    let json = serde_json::json!({ "domains": domains, "subjects": subjects, "more": more });
    Event::default().event("changed").data(json.to_string())
}
