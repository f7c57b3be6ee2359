//! The sealed vault, kept level with central: changes out as they happen, everything back on a new machine,
//! and a comparison when central may have been restored.

use std::collections::BTreeMap;

use protocol::PersonId;
use protocol::sync::{Sealed, VaultKept, VaultPage, VaultPut, path};
use reqwest::Method;

use super::Inner;
use super::state::{self, VaultState};
use super::talk::Failure;
use crate::sync::vault;

impl Inner {
    /// Sends what changed in the vault since central last confirmed it; first takes over what central has,
    /// on a machine that does not know it yet.
    pub(super) async fn sealed(&self) -> Result<(), Failure> {
        let mut db = self.node.store.read().await?;
        let state = state::load(&mut db).await?.vault;
        drop(db);
        match state {
            VaultState::Unknown => self.take_vault_back().await?,
            VaultState::Check => self.compare_vault().await?,
            VaultState::Level => {}
        }
        let mut compared = false;
        loop {
            let mut db = self.node.store.read().await?;
            let changes = vault::changes(&mut db).await?;
            drop(db);
            if changes.keep.is_empty() && changes.forget.is_empty() {
                return Ok(());
            }
            let kept = self.put(&changes).await?;
            let expected = self
                .node
                .writer
                .write(move |write| {
                    Box::pin(async move { vault::confirmed(write.db, &changes).await })
                })
                .await?;
            if kept != expected && !compared {
                compared = true;
                self.compare_vault().await?;
            }
        }
    }

    async fn put(&self, changes: &VaultPut) -> Result<u64, Failure> {
        let kept: VaultKept =
            self.talk.message(Method::PUT, path::VAULT, changes, "what is kept").await?;
        Ok(kept.count)
    }

    async fn page(&self, after: Option<PersonId>) -> Result<Vec<Sealed>, Failure> {
        let after = after.map_or_else(|| "-".to_owned(), |person| person.to_string());
        let path = format!("{}/{after}", path::VAULT);
        let page: VaultPage = self.talk.get(&path, "a page of the vault").await?;
        Ok(page.people)
    }

    /// Page by page, so that a line that cuts loses one page.
    async fn take_vault_back(&self) -> Result<(), Failure> {
        let mut after = None;
        loop {
            let people = self.page(after).await?;
            let Some(last) = people.last() else { break };
            after = Some(last.person);
            let take = self.node.writer.write(move |write| {
                Box::pin(async move { vault::take_back(write.db, &people).await })
            });
            take.await?;
        }
        self.vault_is_level().await
    }

    /// What central really has takes the place of what the hub believed; the difference is then sent.
    async fn compare_vault(&self) -> Result<(), Failure> {
        let (mut kept, mut after) = (BTreeMap::new(), None);
        loop {
            let people = self.page(after).await?;
            let Some(last) = people.last() else { break };
            after = Some(last.person);
            kept.extend(people.into_iter().map(|sealed| (sealed.person, sealed.sealed)));
        }
        let believe = self
            .node
            .writer
            .write(move |write| Box::pin(async move { vault::believe(write.db, &kept).await }));
        believe.await?;
        self.vault_is_level().await
    }

    async fn vault_is_level(&self) -> Result<(), Failure> {
        let level = self.node.writer.write(move |write| {
            Box::pin(async move { state::set_vault(write.db, VaultState::Level).await })
        });
        Ok(level.await?)
    }
}
