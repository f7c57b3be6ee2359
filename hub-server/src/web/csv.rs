//! Rows as a file: RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read accents.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A file being written.
pub struct Csv(String);

impl Csv {
    /// A file with these columns.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        let mut csv = Self(String::from("\u{feff}"));
        csv.row(columns);
        csv
    }

    /// Adds a row.
    pub fn row(&mut self, fields: &[&str]) {
        for (index, field) in fields.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            self.field(field);
        }
        self.0.push_str("\r\n");
    }

    /// A field that begins like a formula is quoted as text, or a spreadsheet would work it out.
    fn field(&mut self, field: &str) {
        let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let quoted = formula || field.contains(['"', ',', ';', '\n', '\r']);
        if !quoted {
            self.0.push_str(field);
            return;
        }
        self.0.push('"');
        if formula {
            self.0.push('\'');
        }
        self.0.push_str(&field.replace('"', "\"\""));
        self.0.push('"');
    }

    /// The file as an answer that browsers save under `name`.
    #[must_use]
    pub fn download(self, name: &str) -> Response {
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        ];
        (headers, self.0).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_quotes_and_formulas_stay_text() {
        let mut csv = Csv::new(&["a", "b"]);
        csv.row(&["one, two", "say \"yes\""]);
        csv.row(&["=1+1", "plain"]);
        let lines: Vec<&str> = csv.0.trim_start_matches('\u{feff}').split("\r\n").collect();
        assert_eq!(lines, ["a,b", "\"one, two\",\"say \"\"yes\"\"\"", "\"'=1+1\",plain", ""]);
    }
}
