//! What a question costs among a hundred thousand, next to what reading a hundred thousand columns costs at least.
//!
//! `cargo bench -p radar`.

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use radar::{Activity, Index, Kind, Need, Place, Profile, Set, Target, Vocabulary};

const MANY: usize = 100_000;
const TODAY: i32 = 20_788;
const WORDS: &str = "spesa anziani soli orto musica ragazzi compiti bambini lavoro pranzo biciclette medicine doposcuola coro \
    teatro biblioteca smartphone alloggio tirocini giardino ascolto pulmino visite prestito trapani mamme italiano genitori \
    disabilità autonomia cucina laboratorio radio cinema parco panchine scuola palestra camminate salute pressione mercato \
    frutta dispensa famiglie povertà docce strada inverno coperte volontari pensionati studenti maestre vicini cortile festa \
    piazza fiume sponde rifiuti alberi api miele pane forno ricette ricordi fotografie archivio memoria storia dialetto";

fn main() {
    divan::main();
}

/// The same number again for the same place in the list.
fn chance(of: usize, salt: usize) -> usize {
    let mixed = (of as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (salt as u64 + 7);
    usize::try_from(mixed.wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 33).unwrap_or_default()
}

fn pick<T: Vocabulary>(of: usize, salt: usize) -> T {
    T::ALL[chance(of, salt) % T::ALL.len()]
}

/// A made-up project: about thirty words, one or two of each list, a neighbourhood of a city of 33.
fn made_up(at: usize) -> Profile {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let text: Vec<&str> = (0..30).map(|n| words[chance(at, n) % words.len()]).collect();
    let hood = chance(at, 90) % 33;
    Profile {
        targets: Set::EMPTY.with(pick(at, 91)).with(pick::<Target>(at, 92)),
        activities: Set::EMPTY.with(pick::<Activity>(at, 93)),
        needs: Set::EMPTY.with(pick::<Need>(at, 94)),
        places: vec![Place {
            city: "c".to_owned(),
            zone: Some(format!("z{}", hood % 5)),
            neighbourhood: Some(format!("h{hood}")),
        }],
        from_day: i32::try_from(20_000 + chance(at, 95) % 1_000).ok(),
        to_day: i32::try_from(20_600 + chance(at, 96) % 1_000).ok(),
        ..Profile::of_words(Kind::Project, &text.join(" "))
    }
}

static FULL: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index::new();
    for at in 0..MANY {
        index.put(&at.to_string(), &made_up(at));
    }
    index
});

/// Nothing that looks at each of them once can be faster: forty bytes a project, read and added up.
#[divan::bench]
fn limit_reading_each_row_once(bencher: Bencher<'_, '_>) {
    let rows = vec![[1_u64; 5]; MANY];
    bencher.bench(|| black_box(&rows).iter().flatten().fold(0_u64, |sum, n| sum.wrapping_add(*n)));
}

/// An idea of thirty words with place, people and activity: the five nearest of a hundred thousand.
#[divan::bench]
fn five_nearest_of_a_hundred_thousand(bencher: Bencher<'_, '_>) {
    let (index, asked) = (&*FULL, made_up(MANY + 1));
    bencher.bench(|| index.near(black_box(&asked), None, TODAY, 5));
}

/// What somebody is still writing at a kiosk: words alone.
#[divan::bench]
fn three_nearest_while_writing(bencher: Bencher<'_, '_>) {
    let asked =
        Profile::of_words(Kind::Idea, "vorrei portare la spesa agli anziani soli del mercato");
    let index = &*FULL;
    bencher.bench(|| index.near(black_box(&asked), None, TODAY, 3));
}

/// One put in the place of another.
#[divan::bench]
fn one_changed_of_a_hundred_thousand(bencher: Bencher<'_, '_>) {
    let mut index = Index::new();
    for at in 0..MANY {
        index.put(&at.to_string(), &made_up(at));
    }
    let mut at = 0;
    bencher.bench_local(|| {
        at = (at + 7_919) % MANY;
        index.put(&at.to_string(), &made_up(at + 1));
    });
}
