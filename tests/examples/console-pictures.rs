//! Makes the README's pictures of the console: a demo city that has lived for a while, in a real browser.
//!
//! `console-pictures FOLDER [--all]`: with `--all` every page of every role, whole, on a desk and a phone,
//! to be looked at one after the other.

use std::path::{Path, PathBuf};

use town::browser::{Browser, DESK, PHONE, Screen};
use town::city::City;
use town::life::{Life, lived_in};
use town::pages;

#[tokio::main]
async fn main() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut words = std::env::args().skip(1);
    let folder = PathBuf::from(words.next().expect("say the folder to put the pictures in"));
    let all = words.next().is_some_and(|word| word == "--all");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let place = tempfile::tempdir().expect("a folder for the city");
    let city = City::start(&place.path().join("city"));
    let life = lived_in(&city, place.path()).await;
    if all {
        for (screen, width) in [(DESK, "1280"), (PHONE, "390")] {
            every_page(&city, &life, &folder, screen, width).await;
        }
    } else {
        readme(&city, &life, &folder).await;
    }
    assert!(city.stop(), "the city ends cleanly");
}

async fn keep(browser: &Browser, whole: bool, file: &Path) {
    std::fs::write(file, browser.picture(whole).await).expect("a picture can be written");
}

async fn readme(city: &City, life: &Life, folder: &Path) {
    let operator = city.login("mompiano", "operator");
    let staff = city.login("central", "central-staff");
    let desk = Browser::open(DESK).await;
    desk.sign_in(&city.url(1), &operator).await;
    desk.go(&format!("{}/requests", city.url(1))).await;
    keep(&desk, false, &folder.join("console-queue.png")).await;
    desk.go(&format!("{}/requests/{}", city.url(1), life.request("taken-in-charge"))).await;
    keep(&desk, false, &folder.join("console-request.png")).await;
    desk.sign_in(&city.url(0), &staff).await;
    desk.go(&format!("{}/overview", city.url(0))).await;
    keep(&desk, false, &folder.join("console-overview.png")).await;
    desk.close().await;
    let phone = Browser::open(PHONE).await;
    phone.sign_in(&city.url(1), &operator).await;
    phone.go(&format!("{}/requests", city.url(1))).await;
    keep(&phone, false, &folder.join("console-phone.png")).await;
    phone.close().await;
}

async fn every_page(city: &City, life: &Life, folder: &Path, screen: Screen, width: &str) {
    let browser = Browser::open(screen).await;
    for visitor in pages::visitors(city, life) {
        browser.forget().await;
        if let Some(login) = &visitor.login {
            browser.sign_in(&visitor.url, login).await;
        }
        for page in &visitor.pages {
            browser.go(&format!("{}{}", visitor.url, page.path)).await;
            keep(
                &browser,
                true,
                &folder.join(format!("{}-{}-{width}.png", visitor.name, page.name)),
            )
            .await;
        }
    }
    browser.close().await;
}
