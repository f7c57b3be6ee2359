//! A kiosk, as its hub sees it: the real messages over HTTP with the real credential.

use std::path::Path;
use std::time::{Duration, Instant};

use protocol::kiosk::{
    LeaveIdea, LeaveNeed, OfferTime, SlipAnswer, SlipIssued, SlipReply, SlipStatus, StepWord,
    TimeBand, Urgency, Verdict,
};
use protocol::{CommandId, PersonDetails, Problem, Relation};
use reqwest::Client;
use serde::Deserialize;

use crate::PATIENCE;

#[derive(Deserialize)]
struct Credential {
    hub_url: String,
    token: String,
}

/// A kiosk.
pub struct Kiosk {
    http: Client,
    credential: Credential,
}

/// Gives a fresh id for a command.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids here")]
pub fn fresh() -> CommandId {
    CommandId::new(uuid::Uuid::now_v7())
}

/// A need for a hand with the shopping in a neighbourhood, with a name.
///
/// # Panics
/// When the neighbourhood is no slug.
#[must_use]
pub fn need(neighbourhood: &str) -> LeaveNeed {
    LeaveNeed {
        id: fresh(),
        category: "shopping".parse().expect("a slug"),
        neighbourhood: neighbourhood.parse().expect("a slug"),
        urgency: Urgency::Today,
        text: "Mi serve una mano con la spesa".to_owned(),
        relation: Relation::Oneself,
        person: PersonDetails {
            name: "Anna Prova".to_owned(),
            phone: "030 000 000".to_owned(),
            address: "Scala B, secondo piano".to_owned(),
        },
        language: "it".to_owned(),
        more: protocol::kiosk::NeedDetails::default(),
    }
}

/// An idea for a neighbourhood, with a name.
///
/// # Panics
/// When the neighbourhood is no slug.
#[must_use]
pub fn idea(neighbourhood: &str) -> LeaveIdea {
    LeaveIdea {
        id: fresh(),
        theme: "ambiente".parse().expect("a slug"),
        neighbourhood: Some(neighbourhood.parse().expect("a slug")),
        text: "Un orto nel cortile della scuola".to_owned(),
        person: PersonDetails { name: "Bruno Prova".to_owned(), ..PersonDetails::default() },
        language: "it".to_owned(),
        more: protocol::kiosk::IdeaDetails::default(),
    }
}

/// An offer of time for a neighbourhood, with a name.
///
/// # Panics
/// When the neighbourhood is no slug.
#[must_use]
pub fn offer(neighbourhood: &str) -> OfferTime {
    OfferTime {
        id: fresh(),
        categories: vec!["shopping".parse().expect("a slug")],
        neighbourhood: neighbourhood.parse().expect("a slug"),
        when: vec![TimeBand::Mornings],
        text: "Ho la macchina".to_owned(),
        person: PersonDetails {
            name: "Carla Prova".to_owned(),
            phone: "030 111 111".to_owned(),
            ..PersonDetails::default()
        },
        language: "it".to_owned(),
    }
}

impl Kiosk {
    /// A kiosk with the credential in a file.
    ///
    /// # Panics
    /// When the file does not read.
    #[must_use]
    pub fn new(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).expect("the credential is there");
        Self { http: Client::new(), credential: toml::from_str(&text).expect("it reads") }
    }

    async fn answered<T: for<'de> Deserialize<'de>>(
        &self,
        req: reqwest::RequestBuilder,
    ) -> Result<T, Problem> {
        let req = req.bearer_auth(&self.credential.token);
        let answer = req.send().await.map_err(|_down| Problem::try_later("unreachable"))?;
        let well = answer.status().is_success();
        let bytes = answer.bytes().await.map_err(|_cut| Problem::try_later("unreachable"))?;
        if well {
            Ok(serde_json::from_slice(&bytes).expect("the hub answers in its own shapes"))
        } else {
            Err(serde_json::from_slice(&bytes).expect("a refusal is a problem"))
        }
    }

    /// Leaves a need.
    ///
    /// # Errors
    /// The hub's problem.
    pub async fn leave(&self, need: &LeaveNeed) -> Result<SlipIssued, Problem> {
        let url = format!("{}/kiosk/v1/needs", self.credential.hub_url);
        self.answered(self.http.post(url).json(need)).await
    }

    /// Leaves an idea.
    ///
    /// # Errors
    /// The hub's problem.
    pub async fn leave_idea(&self, idea: &LeaveIdea) -> Result<SlipIssued, Problem> {
        let url = format!("{}/kiosk/v1/ideas", self.credential.hub_url);
        self.answered(self.http.post(url).json(idea)).await
    }

    /// Offers time.
    ///
    /// # Errors
    /// The hub's problem.
    pub async fn offer_time(&self, offer: &OfferTime) -> Result<SlipIssued, Problem> {
        let url = format!("{}/kiosk/v1/offers", self.credential.hub_url);
        self.answered(self.http.post(url).json(offer)).await
    }

    /// Asks about a slip until its last step is this one.
    ///
    /// # Panics
    /// When that does not come in time; the last answer is in the message.
    pub async fn ask_until(&self, code: &str, word: StepWord) -> SlipStatus {
        let deadline = Instant::now() + PATIENCE;
        let mut known = None;
        loop {
            match self.ask(code).await {
                Ok(told) if told.steps.last().is_some_and(|step| step.word == word) => return told,
                Ok(told) => known = Some(told),
                Err(problem) => {
                    let late = Instant::now() >= deadline;
                    assert!(!late, "not in time: {word:?}; {problem}; before that {known:?}");
                }
            }
            assert!(Instant::now() < deadline, "not in time: {word:?}; {known:?}");
            // Slowly: the hub has a brake on whoever tries codes out.
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
    }

    /// Asks about a slip.
    ///
    /// # Errors
    /// The hub's problem.
    pub async fn ask(&self, code: &str) -> Result<SlipStatus, Problem> {
        let url = format!("{}/kiosk/v1/slips/{code}", self.credential.hub_url);
        self.answered(self.http.get(url)).await
    }

    /// Answers the operator's question on a slip.
    ///
    /// # Errors
    /// The hub's problem.
    pub async fn reply(&self, code: &str, text: &str) -> Result<SlipStatus, Problem> {
        let url = format!("{}/kiosk/v1/slips/{code}/reply", self.credential.hub_url);
        let reply = SlipReply { id: fresh(), text: text.to_owned() };
        self.answered(self.http.post(url).json(&reply)).await
    }

    /// Answers for a slip.
    ///
    /// # Errors
    /// The hub's problem.
    pub async fn say(&self, code: &str, verdict: Verdict) -> Result<SlipStatus, Problem> {
        let url = format!("{}/kiosk/v1/slips/{code}/answer", self.credential.hub_url);
        let answer = SlipAnswer { id: fresh(), verdict };
        self.answered(self.http.post(url).json(&answer)).await
    }
}
