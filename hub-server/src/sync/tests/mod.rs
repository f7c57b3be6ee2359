//! Hubs and a central that really talk, over HTTP on loopback. The faults have the numbers of `docs/faults.md`.

mod backups;
mod banks;
mod cable;
mod cuts;
mod drafts;
mod files;
mod glimpses;
mod handover;
mod nuisance;
mod replaced;
mod still;
mod stories;
pub(super) mod town;

/// The same story with central on each of its databases.
macro_rules! on_both {
    ($story:ident: $sqlite:ident, $postgres:ident) => {
        #[tokio::test(flavor = "multi_thread")]
        async fn $sqlite() {
            let place = tempfile::tempdir().unwrap();
            $story(&crate::testing::sqlite_url(place.path(), "central")).await;
        }

        #[tokio::test(flavor = "multi_thread")]
        async fn $postgres() {
            $story(&crate::testing::postgres_url().await).await;
        }
    };
}
use on_both;
