//! Pictures, drawn again from their points: what a camera wrote beside them (place, time, its number, a small copy) is
//! not carried over, whatever form it has.
//!
//! Always true: how many points there are is known and bounded before any is worked out, so that a small file cannot
//! ask for all the memory there is; the same bytes always give the same picture, and so the same hash.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits};

use super::content::Kind;

/// The most points a picture may have: two more than the largest telephone camera in ordinary use.
pub const POINTS_MAX: u64 = 52_000_000;
/// The most memory one picture may take while it is worked out, in bytes.
const MEMORY_MAX: u64 = 256 * 1024 * 1024;
/// The longest side of what is kept, in points.
const SIDE_MAX: u32 = 2_560;
/// Of the one to fill a page.
const LARGE: u32 = 1_280;
/// Of the one among others.
const SMALL: u32 = 480;
/// How good photographs stay, in percent.
const QUALITY: u8 = 85;

/// A picture drawn again, in three sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// JPEG, or PNG where it was one or lets something shine through.
    pub kind: Kind,
    /// Width of the whole one, in points.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// The whole one.
    pub whole: Vec<u8>,
    /// The one to fill a page.
    pub large: Vec<u8>,
    /// The one among others.
    pub small: Vec<u8>,
}

/// Why a picture is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bad {
    /// It has more points than [`POINTS_MAX`]: how many millions.
    TooManyPoints(u64),
    /// It does not read to its end.
    Damaged,
}

/// Draws a picture again.
///
/// # Errors
/// Why it is not taken.
pub fn redraw(bytes: &[u8], kind: Kind) -> Result<Picture, Bad> {
    let format = match kind {
        Kind::Png => ImageFormat::Png,
        Kind::Webp => ImageFormat::WebP,
        Kind::Jpeg
        | Kind::Pdf
        | Kind::Text
        | Kind::Odt
        | Kind::Ods
        | Kind::Odp
        | Kind::Docx
        | Kind::Xlsx
        | Kind::Pptx => ImageFormat::Jpeg,
    };
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MEMORY_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| bad(&error))?;
    let (width, height) = decoder.dimensions();
    let points = u64::from(width) * u64::from(height);
    if points > POINTS_MAX {
        return Err(Bad::TooManyPoints(points.div_ceil(1_000_000)));
    }
    // The one thing of what the camera wrote that is needed: which way is up.
    let turned = decoder.orientation().map_err(|error| bad(&error))?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| bad(&error))?;
    picture.apply_orientation(turned);
    let clear = picture.color().has_alpha();
    let kind = if kind == Kind::Png || clear { Kind::Png } else { Kind::Jpeg };
    let picture = if clear {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    let whole = within(&picture, SIDE_MAX);
    let large = within(&whole, LARGE);
    let small = within(&large, SMALL);
    Ok(Picture {
        kind,
        width: whole.width(),
        height: whole.height(),
        whole: written(&whole, kind)?,
        large: written(&large, kind)?,
        small: written(&small, kind)?,
    })
}

/// The two smaller sizes of a picture that was drawn by another node: the large one, the small one.
///
/// # Errors
/// As [`redraw`].
pub fn smaller(bytes: &[u8], kind: Kind) -> Result<(Vec<u8>, Vec<u8>), Bad> {
    redraw(bytes, kind).map(|picture| (picture.large, picture.small))
}

fn bad(error: &ImageError) -> Bad {
    match error {
        ImageError::Limits(_) => Bad::TooManyPoints(POINTS_MAX.div_ceil(1_000_000)),
        ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::Unsupported(_)
        | ImageError::IoError(_) => Bad::Damaged,
    }
}

fn within(picture: &DynamicImage, side: u32) -> DynamicImage {
    if picture.width() <= side && picture.height() <= side {
        picture.clone()
    } else {
        // Each new point is the middle of those it stands for: quick, and good when getting smaller.
        picture.thumbnail(side, side)
    }
}

fn written(picture: &DynamicImage, kind: Kind) -> Result<Vec<u8>, Bad> {
    let mut bytes = Vec::new();
    let result = if kind == Kind::Png {
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
    } else {
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
    };
    result.map(|()| bytes).map_err(|error| bad(&error))
}
