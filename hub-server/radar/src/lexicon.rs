//! What the words of a walk-in say about people, activity and need, when nobody has chosen them from the lists.
//!
//! Words and their forms are met by stem. A word that means several things in Italian ("casa", "corso", "visita") is
//! left out rather than guessed.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::vocabulary::{Activity as A, Need as N, Set, Target as T};
use crate::words::{split, stem};

/// What a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    /// Whom it is for.
    pub targets: Set<T>,
    /// What is done.
    pub activities: Set<A>,
    /// Which need it meets.
    pub needs: Set<N>,
}

impl Found {
    fn or(self, other: Self) -> Self {
        Self {
            targets: self.targets.or(other.targets),
            activities: self.activities.or(other.activities),
            needs: self.needs.or(other.needs),
        }
    }
}

const TARGETS: &[(T, &str)] = &[
    (T::EarlyChildhood, "bimbi bimbo neonati neonato nido passeggino"),
    (T::Children, "bambini bambine alunni scolari maestra elementari primaria figli"),
    (T::Youth, "ragazzi ragazze giovani giovane adolescenti studenti universitari"),
    (T::Neet, "neet"),
    (T::Families, "famiglia famiglie genitori mamma mamme papà"),
    (T::Women, "donne donna mamme"),
    (
        T::Older,
        "anziani anziane anziano anziana nonni nonne nonno nonna vecchietti vecchi pensionati pensionate",
    ),
    (T::FrailOlder, "vecchietti ultrasettantacinquenni"),
    (T::Disability, "disabilità disabili disabile down autismo autistici carrozzina ciechi sordi"),
    (T::Carers, "caregiver badante badanti familiari alzheimer demenza"),
    (T::Poverty, "poveri povere povero povertà sfratto bisognosi"),
    (T::Marginality, "senzatetto clochard strada emarginati emarginazione"),
    (
        T::NewCitizens,
        "stranieri straniere straniero straniera immigrati migranti profughi rifugiati",
    ),
];

const ACTIVITIES: &[(A, &str)] = &[
    (
        A::MeetingPlace,
        "ritrovo ritrovarsi ritrovarci incontrarsi incontrarci aggregazione circolo bar",
    ),
    (A::HomeHelp, "spesa commissioni domicilio compagnia trovarli trovarle farmacia medicine"),
    (
        A::Accompaniment,
        "accompagna accompagnare accompagnamento trasporto pulmino navetta autista passaggio",
    ),
    (A::Training, "formazione imparare apprendere lezioni apprendistato"),
    (A::Homework, "compiti doposcuola ripetizioni"),
    (A::Language, "italiano alfabetizzazione lingua lingue"),
    (A::Childcare, "babysitter nido custodia"),
    (A::Play, "gioco giochi giocare ludoteca giocattoli"),
    (A::Sport, "sport calcio basket ginnastica palestra camminate camminata nuoto yoga"),
    (
        A::Culture,
        "musica suonare sala prove coro cantare canti teatro cinema lettura libri radio concerti mostra danza",
    ),
    (
        A::Food,
        "pasto pasti pranzo cena mensa cibo frutta verdura eccedenze alimentari dispensa cucinare",
    ),
    (A::Housing, "appartamento appartamenti alloggio alloggi abitare abitino coabitazione affitto"),
    (A::WorkInclusion, "tirocini tirocinio lavoro disoccupati occupazione"),
    (A::Health, "pressione prevenzione screening salute defibrillatore infermiere ambulatorio"),
    (
        A::Digital,
        "spid smartphone cellulare telefonino computer internet digitale digitali tablet app",
    ),
    (A::Green, "orto orti alberi verde giardino giardini pulire rifiuti piantare aiuole"),
    (A::Counselling, "sportello ascolto orientamento psicologo consulenza informazioni"),
    (A::Exchange, "prestito prestare prestarci prestarsi scambio scambiare baratto banca"),
    (A::Repair, "riparare riparano aggiustare ciclofficina rammendo riparazioni"),
    (A::Building, "ristrutturare riqualificare riqualificazione"),
    (A::Networking, "coordinamento tavolo"),
    (A::Research, "monitoraggio ricerca questionari"),
    (A::Communication, "campagna volantini festa feste"),
    (A::Funding, "contributi raccolta fondi"),
];

const NEEDS: &[(N, &str)] = &[
    (N::Loneliness, "soli sole solo sola solitudine isolamento isolati compagnia"),
    (N::Care, "assistere assistenza badante accudire alzheimer demenza malato malata malati"),
    (N::Poverty, "poveri povere povero povertà sprecare"),
    (N::Mobility, "autobus muoversi spostarsi accompagna accompagnare trasporto pulmino"),
    (N::Health, "salute cuore pressione malattia infarto"),
    (N::Education, "scuola compiti studio classe doposcuola"),
    (N::Work, "lavoro disoccupati disoccupazione"),
    (N::Housing, "appartamento alloggio alloggi sfratto affitto abitare abitino"),
    (N::Integration, "stranieri straniere immigrati italiano lingua"),
    (
        N::DigitalDivide,
        "spid smartphone cellulare telefonino computer internet digitale prenotazioni",
    ),
    (N::Safety, "sicurezza furti truffe bullismo"),
    (
        N::Environment,
        "ambiente rifiuti inquinano inquinamento riciclo riuso alberi sprechi comprare",
    ),
    (N::Participation, "gestita gestito gestire partecipare partecipazione protagonisti"),
    (N::Places, "posto"),
];

static LEXICON: LazyLock<HashMap<String, Found>> = LazyLock::new(|| {
    let mut lexicon = HashMap::<String, Found>::new();
    let mut put = |words: &str, found: Found| {
        for word in words.split_whitespace() {
            let known = lexicon.entry(stem(word)).or_default();
            *known = known.or(found);
        }
    };
    for (target, words) in TARGETS {
        put(words, Found { targets: Set::EMPTY.with(*target), ..Found::default() });
    }
    for (activity, words) in ACTIVITIES {
        put(words, Found { activities: Set::EMPTY.with(*activity), ..Found::default() });
    }
    for (need, words) in NEEDS {
        put(words, Found { needs: Set::EMPTY.with(*need), ..Found::default() });
    }
    lexicon
});

/// What a text says about people, activity and need.
#[must_use]
pub fn found_in(text: &str) -> Found {
    let mut found = Found::default();
    let mut age = None;
    for word in split(text) {
        let number = match word.as_str() {
            "due" => Some(2),
            "tre" => Some(3),
            digits => digits.parse::<u8>().ok(),
        };
        if word == "anni" {
            found.targets = age.map_or(found.targets, |years| found.targets.or(at_age(years)));
        }
        age = number;
        if let Some(known) = LEXICON.get(&stem(&word)) {
            found = found.or(*known);
        }
    }
    found
}

/// Whom somebody of that age belongs to.
fn at_age(years: u8) -> Set<T> {
    let target = match years {
        0..=3 => T::EarlyChildhood,
        4..=13 => T::Children,
        14..=29 => T::Youth,
        30..=64 => return Set::EMPTY,
        65..=74 => T::Older,
        75.. => T::FrailOlder,
    };
    Set::EMPTY.with(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_in_is_understood_without_a_list() {
        let found = found_in("Mia mamma ha 82 anni ed è sola: qualcuno le porti la spesa");
        assert!(found.targets.has(T::FrailOlder) && found.targets.has(T::Families));
        assert!(found.activities.has(A::HomeHelp) && found.needs.has(N::Loneliness));
        assert_eq!(found_in("Buongiorno a tutti"), Found::default());
    }

    #[test]
    fn an_age_says_who_it_is_for() {
        assert!(found_in("sotto i tre anni").targets.has(T::EarlyChildhood));
        assert!(found_in("tra 18 e 29 anni").targets.has(T::Youth));
        assert!(found_in("dura 40 anni").targets.is_empty());
    }
}
