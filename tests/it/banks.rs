//! Two hubs' banks exchange hours while central is down, and agree once it is back.

use town::banks::{Desk, agree};
use town::log;
use town::patiently;
use town::town::{Engine, Town};

#[tokio::test(flavor = "multi_thread")]
async fn two_banks_exchange_while_central_is_down_and_settle_when_it_is_back() {
    let mut town = Town::open(Engine::Sqlite).await;
    let desk = async |hub: &'static str, member| {
        let operator = town.at(town.hub(hub), "operator").await;
        let coordinator = town.at(town.hub(hub), "coordinator").await;
        Desk::open(hub, operator, coordinator, member).await
    };
    let north = desk("mompiano", ("Livia Conti", "mompiano")).await;
    let south = desk("lamarmora", ("Bruno Verdi", "lamarmora")).await;
    agree(&north, &south, "3").await;

    // One exchange has arrived there before central goes, another is declared while it is away.
    let before = north.declare(&south, "gave").await;
    south.sees(&before, "Da confermare qui").await;
    town.central.kill();
    let during = south.declare(&north, "gave").await;
    south.sees(&during, "Provvisorio").await;
    south.operator.send(&before, &format!("{before}/answer"), &[("yes", "yes")]).await;
    south.sees(&before, "Nei conti di tutte e due").await;
    north.sees(&before, "Provvisorio").await;
    north.sees(&north.member, "In attesa da altre banche").await;

    // The desks have something to say about the two; it waits for the line like everything else.
    let text = "Passa dopo le tre, se va bene";
    let talk = north.writes(&south, text).await;

    town.central.start();
    north.sees(&before, "Nei conti di tutte e due").await;
    north.sees(&during, "Da confermare qui").await;
    north.operator.send(&during, &format!("{during}/answer"), &[("yes", "yes")]).await;
    south.sees(&during, "Nei conti di tutte e due").await;
    north.sees("/bank/others/lamarmora", "Tra le due banche siete in pari").await;
    south.sees("/bank/others/mompiano", "Tra le due banche siete in pari").await;

    // At the ceiling that direction stops, and both desks are told.
    for _ in 0..2 {
        let one = north.declare(&south, "gave").await;
        south.sees(&one, "Da confermare qui").await;
        south.operator.send(&one, &format!("{one}/answer"), &[("yes", "yes")]).await;
        north.sees(&one, "Nei conti di tutte e due").await;
    }
    north.sees("/bank", "il tetto è raggiunto").await;
    south.sees("/bank", "il tetto è raggiunto").await;

    // It is to be read there until somebody has looked, and forgotten at both banks when one desk says so.
    south.sees("/bank/others", "1 da leggere").await;
    let answer = "Va bene alle quattro";
    let back = south.writes(&north, answer).await;
    south.operator.page(&back).await;
    assert!(!south.operator.page("/bank/others").await.contains("da leggere"));
    north.sees(&talk, answer).await;
    let ours = north.member.rsplit('/').next().unwrap();
    let pair = [("ours", ours), ("theirs", south.code.as_str())];
    let page = north.operator.page(&talk).await;
    let forget = "/bank/others/lamarmora/words/forget";
    let (status, told) = north.operator.send_from(&page, forget, &pair).await;
    assert!(status.is_success() && told.contains("Parole cancellate"), "{status}: {told}");
    south.sees(&back, "Parole cancellate").await;
    for node in [town.hub("mompiano"), town.hub("lamarmora"), &town.central] {
        let gone =
            patiently(async || !log::holds(node, text).await && !log::holds(node, answer).await);
        assert!(gone.await, "{} still holds what was forgotten", node.name);
    }

    // A member who asks to be forgotten is forgotten at the other bank too, and the certificate says that it answered.
    let last = "Porta anche la scala, per favore";
    north.writes(&south, last).await;
    south.sees(&back, last).await;
    let officer = town.at(town.hub("mompiano"), "privacy-officer").await;
    let about = format!("/people/{ours}");
    officer.send(&about, &format!("{about}/erase"), &[("sure", "yes")]).await;
    let certificate = format!("{about}/certificate");
    let mut page = String::new();
    let acknowledged = patiently(async || {
        page = officer.page(&certificate).await;
        page.matches("<li class=\"yes\">").count() == 3 && !page.contains("<li class=\"wait\">")
    });
    assert!(acknowledged.await, "its home, central and the other bank: {page}");
    assert!(page.contains("Banca del tempo di"), "{page}");
    for node in [town.hub("mompiano"), town.hub("lamarmora"), &town.central] {
        let gone = patiently(async || !log::holds(node, last).await);
        assert!(gone.await, "{} still holds what was said of her", node.name);
    }

    // Nobody's name has left its home: not to the other hub, not to central.
    for (node, name) in [(town.hub("lamarmora"), "Livia"), (&town.central, "Bruno")] {
        assert!(!log::holds(node, name).await, "{} holds {name}", node.name);
    }
}
