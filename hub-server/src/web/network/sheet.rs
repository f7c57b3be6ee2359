//! A table as a spreadsheet saves it: RFC 4180 with a comma or a semicolon, every cell knowing where it stands, so
//! that what is wrong can be told by line and column.

/// A cell and where it begins: line and column, both from 1, in characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub text: String,
    pub line: usize,
    pub column: usize,
}

/// A table: its head, and its rows without those that are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    pub head: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// Reads any text; a quote that is never closed ends with the text.
    pub fn read(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let first = text.lines().next().unwrap_or_default();
        let comma = if first.matches(';').count() > first.matches(',').count() { ';' } else { ',' };
        let mut rows = rows(text, comma).into_iter();
        let head = rows.next().unwrap_or_default();
        Self { head, rows: rows.collect() }
    }
}

fn rows(text: &str, comma: char) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let mut row: Vec<Cell> = Vec::new();
    let (mut line, mut column) = (1, 1);
    let mut cell = Cell { text: String::new(), line, column };
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        column += 1;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                column += 1;
                cell.text.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.text.trim().is_empty() => {
                cell.text.clear();
                quoted = true;
            }
            '\r' if !quoted => {}
            '\n' => {
                (line, column) = (line + 1, 1);
                if quoted {
                    cell.text.push(c);
                    continue;
                }
                row.push(std::mem::replace(&mut cell, Cell { text: String::new(), line, column }));
                keep(&mut rows, &mut row);
            }
            c if c == comma && !quoted => {
                row.push(std::mem::replace(&mut cell, Cell { text: String::new(), line, column }));
            }
            c => cell.text.push(c),
        }
    }
    row.push(cell);
    keep(&mut rows, &mut row);
    rows
}

/// Cells without the spaces around them; a row of empty cells is none.
fn keep(rows: &mut Vec<Vec<Cell>>, row: &mut Vec<Cell>) {
    let mut row = std::mem::take(row);
    for cell in &mut row {
        cell.text = cell.text.trim().to_owned();
        // What a file of ours marks as text because it would read as a formula.
        if let Some(rest) = cell.text.strip_prefix('\'')
            && rest.starts_with(['=', '+', '-', '@'])
        {
            cell.text = rest.to_owned();
        }
    }
    if row.iter().any(|cell| !cell.text.is_empty()) {
        rows.push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_know_their_line_and_column_also_after_a_quoted_line_break() {
        let sheet = Sheet::read(
            "\u{feff}tipo;nome\r\nshop;\"Bar; \"\"da\nUgo\"\"\"\r\n\r\n;\r\ncitizen; Elda \r\n",
        );
        assert_eq!(
            sheet.head.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(),
            ["tipo", "nome"]
        );
        assert_eq!(sheet.rows.len(), 2);
        assert_eq!(sheet.rows[0][1].text, "Bar; \"da\nUgo\"");
        assert_eq!((sheet.rows[0][1].line, sheet.rows[0][1].column), (2, 6));
        let elda = &sheet.rows[1][1];
        assert_eq!((elda.text.as_str(), elda.line, elda.column), ("Elda", 6, 9));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in ".*") {
            let _ = Sheet::read(&text);
        }
    }
}
