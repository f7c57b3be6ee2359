//! Addresses with fields in them: filters of a list stand in its address, so that it can be kept and sent.

use std::fmt::Write as _;

/// `path?name=value&…`, after fields the path has already; fields that are empty are left out.
pub fn with<'p>(path: &str, fields: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    let mut text = path.to_owned();
    let mut mark = if path.contains('?') { '&' } else { '?' };
    for (name, value) in fields {
        if !value.is_empty() {
            text.push(mark);
            escape(&mut text, name);
            text.push('=');
            escape(&mut text, value);
            mark = '&';
        }
    }
    text
}

fn escape(text: &mut String, part: &str) {
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
}

/// A value as it stands in an address or a form.
#[must_use]
pub fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    escape(&mut text, value);
    text
}

/// Whether an address leads to a page of this very site, and nowhere else.
#[must_use]
pub fn is_own(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('/')
        && !matches!(chars.next(), Some('/' | '\\'))
        && text.len() <= 500
        && text.chars().all(|c| !c.is_control() && c != '\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_escaped_and_empty_ones_left_out() {
        let fields = [("tab", "new"), ("q", ""), ("next", "/a?b=c&d=è")];
        assert_eq!(with("/requests", fields), "/requests?tab=new&next=%2Fa%3Fb%3Dc%26d%3D%C3%A8");
        assert_eq!(with("/requests", [("q", "")]), "/requests");
    }

    #[test]
    fn nobody_is_sent_to_another_site() {
        for bad in
            ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/a\r\nb"]
        {
            assert!(!is_own(bad), "{bad}");
        }
        for good in ["/", "/requests?tab=new", "/requests/0192"] {
            assert!(is_own(good), "{good}");
        }
    }
}
