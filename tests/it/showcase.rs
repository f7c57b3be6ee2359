//! A picture from a hub to everybody: brought at the hub, carried to central beside its fact, published there, seen
//! without signing in; and in the backup of central.

use town::city::City;
use town::console::Console;
use town::showcase::{FILES, PROJECT, lived_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_brought_at_a_hub_is_seen_by_everybody_once_central_publishes_it() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let place = tempfile::tempdir().unwrap();
    let city = City::start(&place.path().join("city"));
    let operator = Console::sign_in(&city.url(1), &city.login("mompiano", "operator")).await;
    lived_in(&city, &operator).await;
    let central = city.url(0);
    let read = async |path: &str| {
        let answer = reqwest::get(format!("{central}{path}")).await.unwrap();
        (answer.status(), answer.headers().clone(), answer.bytes().await.unwrap())
    };
    for path in ["/vetrina/progetti", "/showcase/projects"] {
        let (status, headers, page) = read(&format!("{path}/{PROJECT}")).await;
        let page = String::from_utf8(page.to_vec()).unwrap();
        assert!(status.is_success(), "{status}: {page}");
        assert!(headers.get("set-cookie").is_none() && !page.contains("<script"));
        assert!(page.contains("L&#39;orto di quartiere visto dal campanile"), "{page}");
        // The document is of the console alone.
        assert!(!page.contains("verbale"));
    }
    let (_, _, page) = read(&format!("/vetrina/progetti/{PROJECT}")).await;
    let page = String::from_utf8(page.to_vec()).unwrap();
    let figure = page.split("class=\"show-first\"").nth(1).unwrap();
    let picture = figure.split("src=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (status, headers, bytes) = read(&picture).await;
    assert!(status.is_success(), "{picture}: {status}");
    assert_eq!(headers["content-type"], "image/jpeg");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(bytes.starts_with(b"\xff\xd8\xff"));

    // Taken away at the hub, it goes from central's showcase and disk too.
    let form = operator.page(FILES).await;
    let file = form.split("src=\"/file/").nth(1).unwrap().split('.').next().unwrap();
    operator.send(FILES, &format!("{FILES}/take-away"), &[("file", file)]).await;
    assert!(town::patiently(async || !read(&picture).await.0.is_success()).await);
    let name = picture.rsplit('/').next().unwrap().split('.').next().unwrap();
    let kept = city.folder("central").join("files").join(&name[..2]).join(name);
    assert!(town::patiently(async || !kept.exists()).await, "{}", kept.display());
}
