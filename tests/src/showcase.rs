//! The showcase of a city: pictures and a document of a project, brought at a hub, published at central.

use std::io::Cursor;
use std::time::{Duration, Instant};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::city::City;
use crate::console::Console;

/// The project that has pictures.
pub const PROJECT: &str = "brescia-citta-del-noi";
/// Where its files are on the console.
pub const FILES: &str = "/files/project.brescia-citta-del-noi";
/// How long a file may take to get to central.
const PATIENCE: Duration = Duration::from_mins(1);

/// A drawn landscape: sky, sun, hills. The same number gives the same one.
///
/// # Panics
/// When the picture cannot be written, which memory alone can refuse.
#[must_use]
pub fn landscape(number: u32, width: u32, height: u32) -> Vec<u8> {
    let (wide, high) = (f64::from(width), f64::from(height));
    let turn = f64::from(number);
    let (sun_x, sun_y) = (wide * (0.25 + 0.17 * turn), high * 0.3);
    let colour = |x: u32, y: u32| {
        let (x, y) = (f64::from(x), f64::from(y));
        for (hill, tone) in
            [(0.86, [34.0, 92.0, 64.0]), (0.74, [58.0, 128.0, 84.0]), (0.62, [120.0, 168.0, 120.0])]
        {
            let edge = hill + 0.06 * ((x / wide) * (5.0 + turn) + hill * 9.0 + turn).sin();
            if y / high > edge {
                return rgb(tone);
            }
        }
        let away = ((x - sun_x).powi(2) + (y - sun_y).powi(2)).sqrt() / high;
        if away < 0.1 {
            return rgb([255.0, 226.0, 140.0]);
        }
        let down = y / high;
        rgb([110.0 + 130.0 * down, 170.0 + 50.0 * down, 225.0 - 20.0 * down])
    };
    let mut bytes = Vec::new();
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, colour))
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg)
        .expect("a picture is written");
    bytes
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
fn rgb(parts: [f64; 3]) -> Rgb<u8> {
    Rgb(parts.map(|part| part.clamp(0.0, 255.0) as u8))
}

/// Brings pictures and a document at a hub and has central publish the pictures, once they have got there.
///
/// # Panics
/// When anything is refused, or does not get to central in time.
pub async fn lived_in(city: &City, operator: &Console) {
    for (number, words) in [
        "L'orto di quartiere visto dal campanile, in una mattina di giugno",
        "Il prato dove si fa la festa di primavera",
        "La collina dietro l'HUB, meta della passeggiata del mercoledì",
    ]
    .iter()
    .enumerate()
    {
        let number = u32::try_from(number).unwrap_or(0);
        let picture = landscape(number, 1_600, 1_000);
        operator.attach(FILES, words, &format!("foto {number}.jpg"), &picture).await;
    }
    let text = "Verbale dell'assemblea di quartiere\n\nSi decide di cominciare dall'orto.\n";
    operator.attach(FILES, "L'assemblea di primavera", "verbale.txt", text.as_bytes()).await;
    let staff = Console::sign_in(&city.url(0), &city.login("central", "central-staff")).await;
    let until = Instant::now() + PATIENCE;
    loop {
        let page = staff.page(FILES).await;
        if page.matches(".small\"").count() == 3 {
            break;
        }
        assert!(Instant::now() < until, "the pictures do not get to central:\n{page}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let page = staff.page(FILES).await;
    let files: Vec<&str> =
        page.split("src=\"/file/").skip(1).filter_map(|rest| rest.split('.').next()).collect();
    for file in files {
        let show = format!("{FILES}/show");
        staff.send(FILES, &show, &[("file", file), ("shown", "yes")]).await;
    }
}
