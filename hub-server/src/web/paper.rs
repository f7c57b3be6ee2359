//! Sheets of paper that a page hands out: as a PDF, with the hub at the top and the day at the foot.

use axum::http::header;
use axum::response::IntoResponse;
use protocol::Problem;

use super::page::Page;
use super::visit::Outcome;
use crate::pdf::{self, Paper, Part, Sheet};

/// A sheet as a file that a browser shows; it is kept nowhere.
pub(crate) fn file(sheet: &Sheet, name: &str) -> Outcome {
    match pdf::make(sheet) {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf".to_owned()),
                (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            Ok((headers, bytes).into_response())
        }
        Err(error) => {
            tracing::error!(%error, "web.sheet could not be made");
            Err(Problem::new("page-failed", 500).into())
        }
    }
}

/// A sheet of this hub, A4.
pub(crate) fn sheet(page: &Page, title: String, parts: Vec<Part>) -> Sheet {
    let day = page.times.full_day(page.times.now_ms);
    Sheet {
        from: format!("{} · {}", page.place, page.city_name),
        title,
        language: page.w.language.code().to_owned(),
        parts,
        foot: page.w.all("sheet-foot", &[("place", page.place.as_str()), ("day", day.as_str())]),
        paper: Paper::A4,
    }
}
