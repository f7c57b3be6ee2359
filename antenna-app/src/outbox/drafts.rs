//! Unfinished forms and settings: kept while they are typed, replaced whole, never sent.

use sqlx::Row as _;

use super::{Error, Outbox};

const KEEP: &str = "INSERT INTO draft (name, body, saved_at_ms) VALUES ($1, $2, $3) \
    ON CONFLICT (name) DO UPDATE SET body = excluded.body, saved_at_ms = excluded.saved_at_ms";
const DROP: &str = "DELETE FROM draft WHERE name = $1";
const ALL: &str = "SELECT name, body FROM draft ORDER BY name";

/// What can stand half done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DraftName {
    /// The diary entry being written.
    Activity,
    /// The need being raised.
    Need,
    /// Language, text size and contrast.
    Settings,
    /// Messages being written, by thread.
    Words,
    /// Hours being written down.
    Hours,
    /// An exchange being said.
    Exchange,
    /// A notice being written.
    Notice,
    /// What is said after an exchange.
    Saying,
    /// How far each thread was read.
    Read,
}

impl DraftName {
    const ALL: [Self; 9] = [
        Self::Activity,
        Self::Need,
        Self::Settings,
        Self::Words,
        Self::Hours,
        Self::Exchange,
        Self::Notice,
        Self::Saying,
        Self::Read,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Need => "need",
            Self::Settings => "settings",
            Self::Words => "words",
            Self::Hours => "hours",
            Self::Exchange => "exchange",
            Self::Notice => "notice",
            Self::Saying => "saying",
            Self::Read => "read",
        }
    }
}

impl Outbox {
    /// Keeps a draft in place of the one with the same name.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn keep_draft(&self, name: DraftName, body: &str, now_ms: i64) -> Result<(), Error> {
        sqlx::query(KEEP).bind(name.key()).bind(body).bind(now_ms).execute(&self.pool).await?;
        Ok(())
    }

    /// Throws a draft away, really.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn drop_draft(&self, name: DraftName) -> Result<(), Error> {
        sqlx::query(DROP).bind(name.key()).execute(&self.pool).await?;
        Ok(())
    }

    /// Every draft. Names of a later version are left alone.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn drafts(&self) -> Result<Vec<(DraftName, String)>, Error> {
        let rows = sqlx::query(ALL).fetch_all(&self.pool).await?;
        let mut drafts = Vec::with_capacity(rows.len());
        for row in &rows {
            let key: String = row.try_get("name")?;
            if let Some(name) = DraftName::ALL.into_iter().find(|name| name.key() == key) {
                drafts.push((name, row.try_get("body")?));
            }
        }
        Ok(drafts)
    }
}
