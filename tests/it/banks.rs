//! Two hubs' banks exchange hours while central is down, and agree once it is back.

use town::banks::{Desk, agree};
use town::log;
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

    // Nobody's name has left its home: not to the other hub, not to central.
    for (node, name) in [(town.hub("lamarmora"), "Livia"), (&town.central, "Bruno")] {
        assert!(!log::holds(node, name).await, "{} holds {name}", node.name);
    }
}
