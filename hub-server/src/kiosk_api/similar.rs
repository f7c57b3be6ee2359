//! What is like an idea that is being written at a kiosk (CAPABILITIES E4), so that whoever writes may join it.
//!
//! Always true: nothing of what was asked is kept, and nothing comes back that another walk-in wrote.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use protocol::Problem;
use protocol::kiosk::{SIMILAR_MAX, SimilarAsked, SimilarCard, TEXT_MAX};
use radar::Kind;

use super::{AtKiosk, Body, Desk, Refused, Reply};
use crate::desk::dossier::Picked;
use crate::desk::near;
use crate::web::ideas::near::in_words;
use crate::web::words::{Language, Words};

/// How many are looked at, so that enough are left that somebody can join.
const LOOKED_AT: usize = 8;

pub(super) async fn similar(
    State(desk): State<Desk>,
    _kiosk: AtKiosk,
    headers: HeaderMap,
    Body(asked): Body<SimilarAsked>,
) -> Reply<Vec<SimilarCard>> {
    if asked.text.chars().count() > TEXT_MAX {
        return Err(Problem::invalid("out-of-range").at("text").with("most", TEXT_MAX).into());
    }
    let failed = |error| Refused(crate::node::problem_of(&error));
    let node = &desk.node;
    let city = node.known_city()?;
    let language = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let words = Words::in_language(Language::accepted(language.unwrap_or_default()));
    let theme = asked.theme.as_ref().map_or("", |theme| theme.as_str());
    let hood = asked.neighbourhood.as_ref().map(protocol::Slug::as_str);
    // A word of a newer kiosk that is in no list here is not compared by.
    let picked = Picked::read(&asked.picked).unwrap_or_default();
    let profile = near::of_words(&asked.text, picked, theme, hood, &city);
    let today = crate::network::antennae::today(&city, node.now_ms());
    let mut found = node.radar.near(&profile, None, today, LOOKED_AT);
    // A service is there for whoever needs it; it is not joined.
    found.retain(|one| one.kind != Kind::Service);
    found.truncate(SIMILAR_MAX);
    let mut db = node.store.read().await.map_err(failed)?;
    let lines = in_words(words, &city, &mut db, found, &[]).await.map_err(failed)?;
    let card = |line: crate::web::ideas::near::Line| SimilarCard {
        id: line.id,
        title: line.title,
        about: line.about,
        why: format!("{}. {}", line.verdict, line.because),
    };
    Ok(Json(lines.into_iter().map(card).collect()))
}
