//! Pairing over HTTPS: the only thing a device ever asks by HTTP.
//!
//! ```text
//! GET  /pair/v1/ca                → PEM, to be compared with the fingerprint in the link
//! POST /pair/v1      PairRequest  → Paired
//! ```

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use protocol::Problem;
use protocol::antenna::PairRequest;
use serde::Serialize;

use super::pairing::{PairingConfig, pair};
use crate::node::Node;

/// Most bytes of a request to pair.
const REQUEST_MAX: usize = 4 * 1024;

#[derive(Clone)]
struct Desk {
    node: Arc<Node>,
    config: Arc<PairingConfig>,
}

/// The two routes of pairing. The server should be started with connect info, so that whoever guesses codes
/// can be told from the others; without it all who ask share one count.
pub fn routes(node: Arc<Node>, config: PairingConfig) -> Router {
    Router::new()
        .route("/pair/v1", post(post_pair))
        .route("/pair/v1/ca", get(get_ca))
        .with_state(Desk { node, config: Arc::new(config) })
}

async fn get_ca(State(desk): State<Desk>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/x-pem-file")], desk.config.ca_pem.clone())
}

async fn post_pair(State(desk): State<Desk>, req: Request) -> Response {
    let address = peer(&req);
    let Ok(bytes) = to_bytes(req.into_body(), REQUEST_MAX).await else {
        return refused(&Problem::new("message-too-large", 413));
    };
    let Ok(request) = serde_json::from_slice::<PairRequest>(&bytes) else {
        return refused(&Problem::new("message-malformed", 400));
    };
    match pair(&desk.node, &desk.config, request, address).await {
        Ok(paired) => {
            tracing::info!(device.id = %paired.device, "network.pair");
            json(StatusCode::OK, "application/json", &paired)
        }
        Err(problem) => refused(&problem),
    }
}

fn peer(req: &Request) -> Option<IpAddr> {
    let info = req.extensions().get::<ConnectInfo<SocketAddr>>();
    info.map(|ConnectInfo(address)| address.ip())
}

fn refused(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    json(status, "application/problem+json", problem)
}

fn json<T: Serialize>(status: StatusCode, kind: &'static str, body: &T) -> Response {
    match serde_json::to_vec(body) {
        Ok(bytes) => {
            let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")];
            (status, headers, Bytes::from(bytes)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written as JSON");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
