//! Style, fonts, icons and scripts, compiled in and served under addresses that change when they do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

struct Asset {
    version: String,
    bytes: Bytes,
}

static ASSETS: LazyLock<BTreeMap<&'static str, Asset>> = LazyLock::new(|| {
    let mut assets: BTreeMap<_, _> =
        FILES.iter().map(|(name, bytes)| (*name, versioned(Bytes::from_static(bytes)))).collect();
    // The style sheet names fonts; it gets their versioned addresses, and its own version after that.
    if let Some(sheet) = assets.get("console.css") {
        let mut text = String::from_utf8_lossy(&sheet.bytes).into_owned();
        for (name, asset) in assets.iter().filter(|(name, _)| is_font(name)) {
            let (plain, whole) = (format!("url(\"{name}\")"), address(name, &asset.version));
            text = text.replace(&plain, &format!("url(\"{whole}\")"));
        }
        assets.insert("console.css", versioned(Bytes::from(text)));
    }
    assets
});

fn is_font(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|extension| extension == "woff2")
}

fn versioned(bytes: Bytes) -> Asset {
    let hash = blake3::hash(&bytes);
    Asset { version: data_encoding::HEXLOWER.encode(&hash.as_bytes()[..6]), bytes }
}

fn address(name: &str, version: &str) -> String {
    format!("/assets/{version}/{name}")
}

/// The address of a file, with its version in it.
#[must_use]
pub fn href(name: &str) -> String {
    address(name, ASSETS.get(name).map_or("0", |asset| asset.version.as_str()))
}

/// A file as it is compiled in.
#[must_use]
pub fn file(name: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(found, _)| *found == name).map(|(_, bytes)| *bytes)
}

/// Whether the pages have an icon of this name.
#[must_use]
pub fn has_icon(name: &str) -> bool {
    static NAMES: LazyLock<BTreeSet<&'static str>> =
        LazyLock::new(|| include_str!("../../web/icons.txt").lines().map(str::trim).collect());
    NAMES.contains(name)
}

/// Serves a file for ever: another content has another address. An old address gets the new file, not to
/// be kept.
pub(super) async fn serve(
    Path((version, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some(asset) = ASSETS.get(name.as_str()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{}\"", asset.version);
    let kept =
        if version == asset.version { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known =
        headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    if known {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let mime = mime_guess::from_path(&name).first_or_octet_stream();
    let mime = if mime.type_() == "text" || mime.subtype() == "javascript" {
        format!("{mime}; charset=utf-8")
    } else {
        mime.to_string()
    };
    let headers = [
        (header::CONTENT_TYPE, mime),
        (header::CACHE_CONTROL, kept.to_owned()),
        (header::ETAG, tag),
    ];
    (headers, asset.bytes.clone()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_a_template_shows_is_in_the_sprite() {
        let sprite = std::str::from_utf8(&ASSETS["icons.svg"].bytes).unwrap();
        for name in ["tray", "magnifying-glass", "hand-heart"] {
            assert!(sprite.contains(&format!("id=\"{name}\"")), "{name}");
        }
    }

    #[test]
    fn an_address_changes_with_the_content() {
        assert_ne!(ASSETS["console.css"].version, ASSETS["htmx.js"].version);
        assert!(href("console.css").starts_with("/assets/"));
    }
}
