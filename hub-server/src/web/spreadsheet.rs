//! A spreadsheet to take away (XLSX), made from rows.
//!
//! Always true: a text stays a text, whatever it begins with, so that nothing becomes a formula; numbers are numbers.

use axum::http::header;
use axum::response::IntoResponse;
use protocol::Problem;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::visit::Outcome;

/// One cell.
pub(crate) enum Cell {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Nothing.
    Empty,
}

/// One sheet.
pub(crate) struct Sheet {
    /// Its name; what a program cannot take in a name is left out.
    pub name: String,
    /// The words over its columns.
    pub head: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

fn make(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    for sheet in sheets {
        let page = book.add_worksheet();
        let name: String =
            sheet.name.chars().filter(|c| c.is_alphanumeric() || *c == ' ').take(31).collect();
        page.set_name(name)?;
        page.set_freeze_panes(1, 0)?;
        for (column, word) in (0_u16..).zip(&sheet.head) {
            page.write_string_with_format(0, column, word, &bold)?;
        }
        for (row, cells) in (1_u32..).zip(&sheet.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Cell::Text(text) => {
                        page.write_string(row, column, text)?;
                    }
                    Cell::Number(number) => {
                        #[expect(clippy::cast_precision_loss, reason = "a cell holds a double")]
                        let number = *number as f64;
                        page.write_number(row, column, number)?;
                    }
                    Cell::Empty => {}
                }
            }
        }
        page.autofit();
    }
    book.save_to_buffer()
}

/// The file as an answer.
///
/// # Errors
/// `page-failed` when it cannot be made.
pub(crate) fn download(name: &str, sheets: &[Sheet]) -> Outcome {
    match make(sheets) {
        Ok(bytes) => {
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            let headers = [
                (header::CONTENT_TYPE, kind.to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            Ok((headers, bytes).into_response())
        }
        Err(error) => {
            tracing::error!(%error, "web.spreadsheet could not be made");
            Err(Problem::new("page-failed", 500).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_looks_like_a_formula_stays_a_text() {
        let rows = vec![vec![Cell::Text("=1+1".to_owned()), Cell::Number(7), Cell::Empty]];
        let sheet = Sheet { name: "Ore: [anno]".to_owned(), head: vec!["A".to_owned()], rows };
        let file = make(&[sheet]).unwrap();
        assert!(file.starts_with(b"PK"));
        let mut book = Workbook::new();
        assert!(book.add_worksheet().set_name("Ore: [anno]").is_err(), "what the filter is for");
    }
}
