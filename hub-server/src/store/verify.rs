//! Walking the log and saying which record, if any, is not what was written.

use ed25519_dalek::VerifyingKey;
use protocol::{Head, SeriesKey};

use super::{Store, StoreError, log};

/// One thing that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The series it is in.
    pub series: SeriesKey,
    /// The record, or `None` when it is the head.
    pub seq: Option<u64>,
    /// What is wrong, in a sentence.
    pub what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.seq {
            Some(seq) => write!(f, "record {seq} of {}: {}", self.series, self.what),
            None => write!(f, "head of {}: {}", self.series, self.what),
        }
    }
}

/// What a walk over the log found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many records were read.
    pub records: u64,
    /// How many of them hold no body: erased, or not for this node.
    pub without_body: u64,
    /// What is wrong; the first of each series.
    pub findings: Vec<Finding>,
}

/// Walks every series held here: numbers without gaps, hashes, bodies, and the head. The node's own head must
/// be signed with `own_key`. What is written meanwhile is not looked at.
///
/// # Errors
/// [`StoreError::Database`]; what does not read back is a finding, not an error.
pub async fn verify(store: &Store, own_key: &VerifyingKey) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let mut db = store.snapshot().await?;
    for (series, head) in log::heads(&mut db).await? {
        if let Some(finding) = walk(&mut db, &series, head, &mut report).await? {
            report.findings.push(finding);
        } else if series == store.identity().series
            && !log::head_is_signed(&mut db, &series, head, own_key).await?
        {
            let what = "its signature is not this node's".to_owned();
            report.findings.push(Finding { series, seq: None, what });
        }
    }
    Ok(report)
}

async fn walk(
    db: &mut sqlx::AnyConnection,
    series: &SeriesKey,
    head: Head,
    report: &mut Report,
) -> Result<Option<Finding>, StoreError> {
    let finding = |seq, what: String| Ok(Some(Finding { series: series.clone(), seq, what }));
    let mut reached = Head::EMPTY;
    loop {
        let page = match log::series_after(db, series, reached.seq, 500).await {
            Ok(page) => page,
            Err(StoreError::Corrupt { what, why }) => {
                // The page is read again one by one, so that the record can be named.
                match log::series_after(db, series, reached.seq, 1).await {
                    Ok(one) => one,
                    Err(StoreError::Corrupt { .. }) => {
                        return finding(Some(reached.seq + 1), format!("{what}: {why}"));
                    }
                    Err(other) => return Err(other),
                }
            }
            Err(other) => return Err(other),
        };
        if page.is_empty() {
            break;
        }
        for stored in page {
            report.records += 1;
            report.without_body += u64::from(stored.record.body == protocol::Body::Absent);
            match reached.after(series, &stored.record) {
                Ok(next) if next.hash == stored.hash => reached = next,
                Ok(next) => {
                    let what = "its content is not what its hash says".to_owned();
                    return finding(Some(next.seq), what);
                }
                Err(error) => return finding(Some(reached.seq + 1), error.to_string()),
            }
        }
    }
    if reached == head {
        Ok(None)
    } else {
        finding(None, format!("it says {}, the records reach {}", head.seq, reached.seq))
    }
}
