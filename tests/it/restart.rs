//! The city is stopped, killed and started again.

use protocol::kiosk::StepWord;
use town::city::City;
use town::kiosk::{Kiosk, need};

#[tokio::test(flavor = "multi_thread")]
async fn a_city_killed_at_work_keeps_every_slip_anybody_saw() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("city");
    let city = City::start(&data);
    let port = city.first_port();
    let mut slips = Vec::new();
    let mut city = Some(city);
    for round in 0..4 {
        let running = city.take().unwrap_or_else(|| City::start_on(&data, port));
        let kiosk = std::sync::Arc::new(Kiosk::new(&running.kiosk_file("mompiano")));
        let work: Vec<_> = (0..8)
            .map(|_| {
                let kiosk = kiosk.clone();
                tokio::spawn(async move {
                    let mut seen = Vec::new();
                    // Until the power goes.
                    while let Ok(slip) = kiosk.leave(&need("mompiano")).await {
                        seen.push(slip);
                    }
                    seen
                })
            })
            .collect();
        // A different instant each time: after so many slips have been seen by one more visitor.
        for _ in 0..=round * 3 {
            slips.push(kiosk.leave(&need("mompiano")).await.unwrap());
        }
        running.kill();
        for visitor in work {
            slips.extend(visitor.await.unwrap());
        }
    }
    let city = City::start_on(&data, port);
    let kiosk = Kiosk::new(&city.kiosk_file("mompiano"));
    assert!(slips.len() > 20, "{} slips", slips.len());
    // The kiosk's brake on guessing is per minute, so a sample is asked and the log is counted.
    for slip in slips.iter().step_by(slips.len() / 20 + 1) {
        let told = kiosk.ask(slip.code.as_str()).await.unwrap();
        assert_eq!(told.steps[0].word, StepWord::Received);
        assert_eq!(told.steps[0].at_ms, slip.at_ms);
    }
    let codes: std::collections::BTreeSet<_> = slips.iter().map(|slip| &slip.code).collect();
    assert_eq!(codes.len(), slips.len(), "no code twice");
    let folder = city.folder("mompiano");
    assert!(city.stop());
    let verify = std::process::Command::new(town::program("hub-server"))
        .args(["verify", "--data"])
        .arg(&folder)
        .env("COSTELLAZIONE_NODE_NAME", "mompiano")
        .output()
        .unwrap();
    assert!(verify.status.success(), "{}", String::from_utf8_lossy(&verify.stdout));
}
