//! What a file really is, told from its bytes and never from its name (magic numbers: RFC 2083, JFIF, RIFF, ISO 32000,
//! `OpenDocument` 1.3 part 2, ECMA-376 part 2).
//!
//! Always true: what is not known to be harmless is refused, and so is a document that carries a program. A name is
//! looked at only to find out that it promises something else. Reading is bounded whatever the bytes say.

use std::io::{self, Read, Seek, SeekFrom};

use crate::work::events::words;

/// The most entries of a packed document that are looked at.
const ENTRIES_MAX: u64 = 10_000;
/// The longest list of entries that is read, in bytes.
const DIRECTORY_MAX: u64 = 4 * 1024 * 1024;
/// The longest plain text, in bytes: it is read whole.
const TEXT_MAX: u64 = 2 * 1024 * 1024;
/// How far from its end the mark is looked for that closes a PDF or a packed document.
const TAIL: u64 = 66 * 1024;

words! {
    /// What may be attached.
    Kind {
        /// A photograph.
        Jpeg = "jpeg",
        /// A drawing or a screen.
        Png = "png",
        /// A picture that is kept as one of the two above.
        Webp = "webp",
        /// A finished document.
        Pdf = "pdf",
        /// Plain text.
        Text = "text",
        /// A text of an office program (`OpenDocument`).
        Odt = "odt",
        /// A table of one.
        Ods = "ods",
        /// Slides of one.
        Odp = "odp",
        /// A text of an office program (Office Open XML).
        Docx = "docx",
        /// A table of one.
        Xlsx = "xlsx",
        /// Slides of one.
        Pptx = "pptx",
    }
}

impl Kind {
    /// Whether it is a picture.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }

    /// What it is called on the web.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain; charset=utf-8",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
        }
    }

    /// How its name ends when somebody takes it away.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Text => "txt",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Odp => "odp",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
        }
    }

    /// What the end of a name promises; `None` when it promises nothing that is known here.
    fn promised(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" | "jpe" => Some(Self::Jpeg),
            extension => Self::ALL.iter().copied().find(|kind| kind.extension() == extension),
        }
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Nothing is in it.
    Empty,
    /// It is none of what may be attached.
    UnknownKind,
    /// Its name promises one thing, its bytes are another.
    NotWhatItSays(Kind),
    /// It begins like one thing and does not go on like it.
    Damaged(Kind),
    /// An office document that carries a program.
    HasMacros,
}

/// What a file is; `name` is what it was called where it comes from.
///
/// # Errors
/// Why it is not taken (inside `Ok`), or a failure to read it.
pub fn tell(
    file: &mut (impl Read + Seek),
    size: u64,
    name: &str,
) -> io::Result<Result<Kind, Unfit>> {
    if size == 0 {
        return Ok(Err(Unfit::Empty));
    }
    let mut head = [0; 64];
    let held = read_up_to(file, 0, &mut head)?;
    let head = &head[..held];
    let found = if head.starts_with(b"\xff\xd8\xff") {
        Ok(Kind::Jpeg)
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok(Kind::Png)
    } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        Ok(Kind::Webp)
    } else if head.starts_with(b"%PDF-") {
        let tail = tail(file, size)?;
        if contains(&tail, b"%%EOF") { Ok(Kind::Pdf) } else { Err(Unfit::Damaged(Kind::Pdf)) }
    } else if head.starts_with(b"PK\x03\x04") {
        packed(file, size)?
    } else if is_text(file, size)? {
        Ok(Kind::Text)
    } else {
        Err(Unfit::UnknownKind)
    };
    Ok(found.and_then(|kind| match Kind::promised(name) {
        Some(promised) if promised != kind => Err(Unfit::NotWhatItSays(kind)),
        Some(_) | None => Ok(kind),
    }))
}

fn read_up_to(file: &mut (impl Read + Seek), from: u64, into: &mut [u8]) -> io::Result<usize> {
    file.seek(SeekFrom::Start(from))?;
    let mut held = 0;
    while held < into.len() {
        match file.read(&mut into[held..])? {
            0 => break,
            more => held += more,
        }
    }
    Ok(held)
}

/// `length` bytes from `from` on, or fewer where the file ends.
fn stretch(file: &mut (impl Read + Seek), from: u64, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
    let held = read_up_to(file, from, &mut bytes)?;
    bytes.truncate(held);
    Ok(bytes)
}

fn tail(file: &mut (impl Read + Seek), size: u64) -> io::Result<Vec<u8>> {
    stretch(file, size.saturating_sub(TAIL), size.min(TAIL))
}

fn contains(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// Whether it is text that a person wrote: UTF-8, and no sign that only a machine would set.
fn is_text(file: &mut (impl Read + Seek), size: u64) -> io::Result<bool> {
    if size > TEXT_MAX {
        return Ok(false);
    }
    let bytes = stretch(file, 0, size)?;
    let odd = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\u{c}');
    Ok(std::str::from_utf8(&bytes).is_ok_and(|text| !text.contains(odd)))
}

/// An office document: a packed one (ZIP) with what makes it a text, a table or slides, and no program.
fn packed(file: &mut (impl Read + Seek), size: u64) -> io::Result<Result<Kind, Unfit>> {
    let Some(names) = entries(file, size)? else { return Ok(Err(Unfit::UnknownKind)) };
    let has = |name: &str| names.iter().any(|found| found == name);
    let opened = stretch(file, 0, 160)?;
    let open_document = mimetype(&opened).and_then(|mime| match mime {
        "application/vnd.oasis.opendocument.text" => Some(Kind::Odt),
        "application/vnd.oasis.opendocument.spreadsheet" => Some(Kind::Ods),
        "application/vnd.oasis.opendocument.presentation" => Some(Kind::Odp),
        _ => None,
    });
    let kind = if let Some(kind) = open_document.filter(|_| has("content.xml")) {
        kind
    } else if !has("[Content_Types].xml") {
        return Ok(Err(Unfit::UnknownKind));
    } else if has("word/document.xml") {
        Kind::Docx
    } else if has("xl/workbook.xml") {
        Kind::Xlsx
    } else if has("ppt/presentation.xml") {
        Kind::Pptx
    } else {
        return Ok(Err(Unfit::UnknownKind));
    };
    let program = |name: &String| {
        name.starts_with("Basic/")
            || name.starts_with("Scripts/")
            || name.rsplit('/').next() == Some("vbaProject.bin")
    };
    Ok(if names.iter().any(program) { Err(Unfit::HasMacros) } else { Ok(kind) })
}

/// What the first entry of an `OpenDocument` says it is: it is called `mimetype` and is not packed.
fn mimetype(opened: &[u8]) -> Option<&str> {
    let stored = number(opened, 8, 2)? == 0;
    let length = usize::try_from(number(opened, 18, 4)?).ok()?;
    let extra = usize::try_from(number(opened, 28, 2)?).ok()?;
    let named = number(opened, 26, 2)? == 8 && opened.get(30..38)? == b"mimetype";
    let from = 38 + extra;
    let text = opened.get(from..from.checked_add(length)?)?;
    std::str::from_utf8(text).ok().filter(|_| stored && named)
}

/// The names in a packed document, from the list at its end; `None` when there is no such list, or a longer one than
/// any office program writes.
fn entries(file: &mut (impl Read + Seek), size: u64) -> io::Result<Option<Vec<String>>> {
    let tail = tail(file, size)?;
    let Some(end) = tail.windows(4).rposition(|window| window == b"PK\x05\x06") else {
        return Ok(None);
    };
    let end = &tail[end..];
    let (Some(count), Some(length), Some(from)) =
        (number(end, 10, 2), number(end, 12, 4), number(end, 16, 4))
    else {
        return Ok(None);
    };
    if count > ENTRIES_MAX || length > DIRECTORY_MAX || from.saturating_add(length) > size {
        return Ok(None);
    }
    let list = stretch(file, from, length)?;
    let (mut names, mut rest) = (Vec::new(), list.as_slice());
    while rest.starts_with(b"PK\x01\x02") {
        let lengths = (number(rest, 28, 2), number(rest, 30, 2), number(rest, 32, 2));
        let (Some(name), Some(extra), Some(comment)) = lengths else { return Ok(None) };
        let [name, extra, comment] =
            [name, extra, comment].map(|length| usize::try_from(length).unwrap_or_default());
        let Some(bytes) = rest.get(46..46 + name) else { return Ok(None) };
        names.push(String::from_utf8_lossy(bytes).into_owned());
        rest = rest.get(46 + name + extra + comment..).unwrap_or_default();
    }
    Ok(Some(names).filter(|names| u64::try_from(names.len()).ok() == Some(count)))
}

/// A number of two or four bytes, the smallest first.
fn number(bytes: &[u8], from: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(from..from + length)?;
    Some(bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}
