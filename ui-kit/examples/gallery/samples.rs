//! Sample sentences in Italian and Arabic.

use ui_kit::{Accent, Icon, Language, icons};

/// One card of the sample home screen.
pub struct Sample {
    pub icon: Icon,
    pub accent: Accent,
    pub title: &'static str,
    pub line: &'static str,
}

/// Everything the sample home screen says.
pub struct Home {
    pub greeting: &'static str,
    pub invitation: &'static str,
    pub place: &'static str,
    pub online: &'static str,
    pub date: &'static str,
    pub cards: [Sample; 6],
    pub question: &'static str,
    pub call: &'static str,
    pub bar: [(Icon, &'static str); 5],
}

const fn sample(icon: Icon, accent: Accent, title: &'static str, line: &'static str) -> Sample {
    Sample { icon, accent, title, line }
}

const ITALIAN: Home = Home {
    greeting: "Benvenuti!",
    invitation: "Tocca quello che ti serve. Non servono password e non registriamo nulla senza il tuo permesso.",
    place: "Via dei Tigli 14",
    online: "Collegato",
    date: "domenica 22 novembre",
    cards: [
        sample(
            icons::HAND_HEART,
            Accent::Red,
            "Ho bisogno di aiuto",
            "Spesa, compagnia, pratiche, piccole riparazioni",
        ),
        sample(
            icons::HANDSHAKE,
            Accent::Green,
            "Offro il mio tempo",
            "Anche solo un'ora: scegli tu come e quando",
        ),
        sample(
            icons::LIGHTBULB,
            Accent::Blue,
            "Sportello progetti",
            "Hai un'idea per il quartiere? Ti aiutiamo a scriverla",
        ),
        sample(
            icons::MEGAPHONE,
            Accent::Orange,
            "Cosa succede nel quartiere",
            "Eventi, corsi e avvisi di questa settimana",
        ),
        sample(
            icons::CALENDAR_CHECK,
            Accent::Teal,
            "Prenota uno spazio o un appuntamento",
            "Sale, sportelli, tavoli condivisi",
        ),
        sample(
            icons::SEARCH,
            Accent::Slate,
            "A che punto è la mia richiesta",
            "Usa il codice scritto sulla ricevuta",
        ),
    ],
    question: "Preferisci parlare con una persona?",
    call: "Chiama un operatore",
    bar: [
        (icons::TEXT_SIZE, "Testo grande"),
        (icons::CONTRAST, "Alto contrasto"),
        (icons::SPEAKER, "Ascolta"),
        (icons::LOWER, "Comandi in basso"),
        (icons::GLOBE, "Lingua"),
    ],
};

const ARABIC: Home = Home {
    greeting: "أهلاً وسهلاً!",
    invitation: "المس ما تحتاج إليه. لا حاجة إلى كلمة سر، ولا نسجّل شيئاً عنك دون إذنك.",
    place: "Via dei Tigli 14",
    online: "متصل",
    date: "الأحد 22 نوفمبر",
    cards: [
        sample(
            icons::HAND_HEART,
            Accent::Red,
            "أحتاج إلى مساعدة",
            "التسوق، الرفقة، الأوراق، الإصلاحات الصغيرة",
        ),
        sample(icons::HANDSHAKE, Accent::Green, "أعرض وقتي", "ساعة واحدة تكفي: اختر كيف ومتى"),
        sample(
            icons::LIGHTBULB,
            Accent::Blue,
            "مكتب المشاريع",
            "هل لديك فكرة للحي؟ نساعدك على كتابتها",
        ),
        sample(
            icons::MEGAPHONE,
            Accent::Orange,
            "ماذا يحدث في الحي",
            "فعاليات ودورات وإعلانات هذا الأسبوع",
        ),
        sample(
            icons::CALENDAR_CHECK,
            Accent::Teal,
            "احجز قاعة أو موعداً",
            "قاعات ومكاتب وطاولات مشتركة",
        ),
        sample(icons::SEARCH, Accent::Slate, "أين وصل طلبي؟", "استعمل الرمز المكتوب على الإيصال"),
    ],
    question: "هل تفضّل التحدث مع شخص؟",
    call: "اتصل بالموظف",
    bar: [
        (icons::TEXT_SIZE, "نص كبير"),
        (icons::CONTRAST, "تباين عالٍ"),
        (icons::SPEAKER, "استمع"),
        (icons::LOWER, "أزرار أقرب"),
        (icons::GLOBE, "اللغة"),
    ],
};

/// The sample sentences for a language; all but Arabic and Urdu read Italian.
pub fn home(language: Language) -> &'static Home {
    match language {
        Language::Ar | Language::Ur => &ARABIC,
        Language::It
        | Language::En
        | Language::Ro
        | Language::Sq
        | Language::Uk
        | Language::Bn
        | Language::Zh
        | Language::Fr
        | Language::Es => &ITALIAN,
    }
}
