//! The line alone: the same facts as JSON lines in one zstd-3 stream, over the same relay, flushed to disk at
//! the other end, one byte back.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::Row as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::Outcome;
use crate::limits::open;
use crate::process::free_port;
use crate::relay::{Line, Relay};

const RECORDS: &str = "SELECT seq, event_id, at_ms, kind, v, actor, subject, HEX(salt) AS salt, \
    CAST(body AS TEXT) AS body FROM record WHERE node = $1 AND seq > $2 ORDER BY seq";

/// What the line alone took.
#[derive(Debug, Clone, Copy)]
pub struct Sent {
    /// From the connection to the byte that came back.
    pub took: Duration,
    /// Bytes from the hub's side.
    pub bytes: u64,
}

/// The facts of a series after a number, as JSON lines: what a person would write down of them, without
/// what the other end can work out (commitment and chain).
pub async fn facts(database: &Path, node: &str, after: u64) -> Outcome<Vec<u8>> {
    let mut db = open(database, false).await?;
    let rows =
        sqlx::query(RECORDS).bind(node).bind(i64::try_from(after)?).fetch_all(&mut db).await?;
    let mut text = Vec::new();
    for row in rows {
        let body: Option<String> = row.try_get("body")?;
        let line = json!({
            "node": node,
            "seq": row.try_get::<i64, _>("seq")?,
            "event_id": row.try_get::<String, _>("event_id")?,
            "at_ms": row.try_get::<i64, _>("at_ms")?,
            "kind": row.try_get::<String, _>("kind")?,
            "v": row.try_get::<i64, _>("v")?,
            "actor": row.try_get::<String, _>("actor")?,
            "subject": row.try_get::<String, _>("subject")?,
            "salt": row.try_get::<Option<String>, _>("salt")?,
            "body": body.map(|body| serde_json::from_str::<serde_json::Value>(&body)).transpose()?,
        });
        serde_json::to_writer(&mut text, &line)?;
        text.push(b'\n');
    }
    Ok(text)
}

/// Sends them over a line and waits until they are on disk in `folder`.
pub async fn send(facts: &[u8], line: Line, folder: &Path) -> Outcome<Sent> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let port = free_port()?;
    let relay = Relay::start(port, listener.local_addr()?.port(), line)?;
    let path = folder.join("raw");
    let sink = tokio::spawn(take(listener, path.clone()));
    let begun = Instant::now();
    let mut socket = TcpStream::connect(("127.0.0.1", port)).await?;
    let mut stream = zstd::stream::write::Encoder::new(Vec::new(), 3)?;
    for part in facts.chunks(64 * 1024) {
        stream.write_all(part)?;
        let packed = std::mem::take(stream.get_mut());
        socket.write_all(&packed).await?;
    }
    let packed = stream.finish()?;
    socket.write_all(&packed).await?;
    socket.shutdown().await?;
    let mut answer = [0];
    socket.read_exact(&mut answer).await?;
    let took = begun.elapsed();
    sink.await??;
    std::fs::remove_file(path)?;
    Ok(Sent { took, bytes: relay.up() })
}

async fn take(listener: TcpListener, path: std::path::PathBuf) -> Outcome<()> {
    let (mut socket, _) = listener.accept().await?;
    let mut packed = Vec::new();
    socket.read_to_end(&mut packed).await?;
    let mut file = std::fs::File::create(path)?;
    let mut unpacked = Vec::new();
    zstd::stream::read::Decoder::new(packed.as_slice())?.read_to_end(&mut unpacked)?;
    file.write_all(&unpacked)?;
    file.sync_data()?;
    socket.write_all(&[1]).await?;
    Ok(())
}
