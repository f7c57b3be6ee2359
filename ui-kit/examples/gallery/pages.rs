//! The pages of the gallery.

use eframe::egui::{self, Rect, Ui, Vec2, pos2, vec2};
use ui_kit::text::{heading, label};
use ui_kit::widgets::{
    Badge, Banner, BarItem, BottomBar, Button, CallStrip, Card, Chip, Choice, CodeField,
    CountdownRing, Dialog, EmptyState, Keyboard, KeyboardState, ListRow, Loading, Notice, Qr,
    StepFooter, StepHeader, TextField, Toasts, TopBar, paint_hero,
};
use ui_kit::{Accent, IconStyle, Language, Size, Theme, Words, icons, testing};

use crate::Page;
use crate::samples::{self, Home};

const ALPHABET: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// What people typed and chose.
pub struct State {
    text: String,
    phone: String,
    code: String,
    keyboard: KeyboardState,
    choice: usize,
    toasts: Toasts,
    on: [bool; 5],
}

impl Default for State {
    fn default() -> Self {
        Self {
            text: "Ho bisogno di un passaggio per la visita di martedì".to_owned(),
            phone: String::new(),
            code: "7K2".to_owned(),
            keyboard: KeyboardState::default(),
            choice: 1,
            toasts: Toasts::default(),
            on: [false; 5],
        }
    }
}

/// Draws pages.
pub struct Pages<'a> {
    pub theme: &'a Theme,
    pub words: Words,
    pub stretched: bool,
}

impl Pages<'_> {
    pub fn show(&self, ui: &mut Ui, page: Page, state: &mut State) {
        match page {
            Page::Home => self.home(ui, state),
            Page::Choose => self.framed(ui, state, Self::choose),
            Page::Write => self.framed(ui, state, Self::write),
            Page::Code => self.framed(ui, state, Self::code),
            Page::States => self.framed(ui, state, Self::states),
            Page::Parts => self.framed(ui, state, Self::parts),
            Page::List => self.framed(ui, state, Self::list),
            Page::Dialog => {
                self.framed(ui, state, Self::choose);
                self.dialog(ui);
            }
        }
    }

    fn say(&self, text: &str) -> String {
        if self.stretched { testing::stretch(text) } else { text.to_owned() }
    }

    fn top_bar<'s>(&'s self, home: &'s Home) -> TopBar<'s> {
        TopBar::new(self.theme, "Casa di quartiere Porta Verde")
            .line(home.place)
            .status(Accent::Green, home.online)
            .clock("10:24", home.date)
    }

    fn home(&self, ui: &mut Ui, state: &mut State) {
        let theme = self.theme;
        let home = samples::home(theme.prefs.language);
        let screen = ui.max_rect();
        let margin = theme.space.xxl;
        let bottom_bar = self.bar_rect(screen);
        let hero = Rect::from_min_size(screen.min, vec2(screen.width(), theme.px(520.0)));
        paint_hero(ui.painter(), theme, hero);
        let inner = screen.shrink2(vec2(margin, 0.0));
        let bar = self.top_bar(home);
        let bar_rect = Rect::from_min_size(
            inner.min + vec2(0.0, theme.px(32.0)),
            vec2(inner.width(), bar.wanted_height()),
        );
        bar.show_at(ui, bar_rect);
        let words = Rect::from_min_max(
            pos2(inner.left(), bar_rect.bottom() + theme.px(56.0)),
            pos2(inner.right() - theme.px(60.0), hero.bottom()),
        );
        let words = theme.mirror(words, inner);
        let mut greeting =
            ui.new_child(egui::UiBuilder::new().max_rect(words).layout(theme.column_layout()));
        heading(&mut greeting, &theme.spec(Size::Display), home.greeting, theme.palette.on_hero);
        let spec = theme.spec(Size::Subheading).weight(ui_kit::Weight::Regular);
        label(&mut greeting, &spec, &self.say(home.invitation), theme.palette.on_hero);

        let chips_height = 2.0 * theme.touch.target + theme.touch.gap;
        let chips = Rect::from_min_max(
            pos2(inner.left(), bottom_bar.top() - theme.space.l - chips_height),
            pos2(inner.right(), bottom_bar.top() - theme.space.l),
        );
        let strip_height = CallStrip::new(theme, "", "").wanted_height();
        let strip = Rect::from_min_max(
            pos2(inner.left(), chips.top() - theme.space.l - strip_height),
            pos2(inner.right(), chips.top() - theme.space.l),
        );
        let gap = theme.px(28.0);
        let cards_top = if theme.palette.high_contrast {
            hero.bottom() - theme.px(90.0)
        } else {
            hero.bottom() - theme.px(62.0)
        };
        let cards = Rect::from_min_max(
            pos2(inner.left(), cards_top),
            pos2(inner.right(), strip.top() - gap),
        );
        let size = vec2((cards.width() - gap) / 2.0, (cards.height() - 2.0 * gap) / 3.0);
        let grid = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 2.0], [1.0, 2.0]];
        for (sample, at) in home.cards.iter().zip(grid) {
            let corner = cards.min + vec2(at[0] * (size.x + gap), at[1] * (size.y + gap));
            let rect = theme.mirror(Rect::from_min_size(corner, size), cards);
            let title = self.say(sample.title);
            let line = self.say(sample.line);
            Card::new(theme, sample.icon, &title)
                .line(&line)
                .accent(sample.accent)
                .show_at(ui, rect);
        }
        self.strip(ui, strip, home);
        self.chips(ui, chips);
        self.bottom(ui, bottom_bar, home, state);
    }

    fn strip(&self, ui: &mut Ui, rect: Rect, home: &Home) {
        CallStrip::new(self.theme, &self.say(home.question), &self.say(home.call))
            .show_at(ui, rect);
    }

    fn chips(&self, ui: &mut Ui, rect: Rect) {
        let theme = self.theme;
        let shown = Language::ALL.into_iter().filter(|language| *language != Language::Zh);
        let (mut left, mut top) = (rect.left(), rect.top());
        for language in shown {
            let chip = Chip::language(theme, language).selected(language == theme.prefs.language);
            let size = chip.wanted(ui);
            if left + size.x > rect.right() {
                (left, top) = (rect.left(), top + size.y + theme.touch.gap);
            }
            if top + size.y > rect.bottom() + 1.0 {
                break;
            }
            chip.show_at(ui, theme.mirror(Rect::from_min_size(pos2(left, top), size), rect));
            left += size.x + theme.touch.gap;
        }
    }

    fn bar_rect(&self, screen: Rect) -> Rect {
        let height = BottomBar::new(self.theme, &[]).wanted_height();
        Rect::from_min_max(pos2(screen.left(), screen.bottom() - height), screen.max)
    }

    fn bottom(&self, ui: &mut Ui, rect: Rect, home: &Home, state: &mut State) {
        let prefs = self.theme.prefs;
        state.on[0] = prefs.large_text;
        state.on[1] = prefs.high_contrast;
        let items: Vec<BarItem<'_>> = home
            .bar
            .iter()
            .enumerate()
            .map(|(index, (icon, label))| BarItem {
                icon: *icon,
                label,
                on: (index < 4).then_some(state.on[index]),
            })
            .collect();
        if let Some(index) = BottomBar::new(self.theme, &items).show_at(ui, rect) {
            state.on[index] = !state.on[index];
        }
    }

    fn framed(&self, ui: &mut Ui, state: &mut State, page: fn(&Self, &mut Ui, &mut State)) {
        let theme = self.theme;
        let home = samples::home(theme.prefs.language);
        let screen = ui.max_rect();
        let bar = self.top_bar(home).band();
        let bar_rect = Rect::from_min_size(screen.min, vec2(screen.width(), bar.wanted_height()));
        bar.show_at(ui, bar_rect);
        let bottom = self.bar_rect(screen);
        self.bottom(ui, bottom, home, state);
        let content = Rect::from_min_max(
            pos2(screen.left() + theme.space.xxl, bar_rect.bottom() + theme.space.xl),
            pos2(screen.right() - theme.space.xxl, bottom.top() - theme.space.m),
        );
        let mut child =
            ui.new_child(egui::UiBuilder::new().max_rect(content).layout(theme.column_layout()));
        child.spacing_mut().item_spacing = Vec2::splat(theme.space.m);
        page(self, &mut child, state);
        state.toasts.show(ui.ctx(), theme, self.words, bottom.height() + theme.space.l);
    }

    fn choose(&self, ui: &mut Ui, state: &mut State) {
        let theme = self.theme;
        StepHeader::new(theme, self.words, &self.say("Di che cosa hai bisogno?"))
            .step(1, 3)
            .help(&self.say("Scegli la risposta più vicina. Puoi cambiarla dopo."))
            .show(ui);
        ui.add_space(theme.space.m);
        let answers = [
            (icons::BASKET, Accent::Green, "Fare la spesa", "Anche solo portare le borse"),
            (
                icons::CHATS,
                Accent::Red,
                "Un po' di compagnia",
                "Una visita, una passeggiata, due parole",
            ),
            (
                icons::IDENTIFICATION,
                Accent::Blue,
                "Una pratica o un modulo",
                "Lo compiliamo insieme",
            ),
            (
                icons::WRENCH,
                Accent::Orange,
                "Una piccola riparazione",
                "Una lampadina, un rubinetto, una tapparella",
            ),
            (icons::QUESTION, Accent::Slate, "Altro, o non lo so", "Ti richiama una persona"),
        ];
        for (index, (icon, accent, title, line)) in answers.into_iter().enumerate() {
            let (title, line) = (self.say(title), self.say(line));
            let choice = Choice::new(theme, &title).line(&line).icon(icon).accent(accent);
            if choice.selected(state.choice == index).show(ui).clicked() {
                state.choice = index;
            }
        }
        ui.add_space(theme.space.m);
        Banner::new(
            theme,
            self.words,
            Notice::Info,
            &self.say("Non serve dire come ti chiami. Ti diamo un codice."),
        )
        .show(ui);
        self.at_the_bottom(ui, theme.touch.button);
        self.navigation(ui, None);
    }

    fn at_the_bottom(&self, ui: &mut Ui, height: f32) {
        let room = ui.available_height() - height - self.theme.space.m;
        ui.add_space(room.max(0.0));
    }

    fn navigation(&self, ui: &mut Ui, reason: Option<&str>) {
        let theme = self.theme;
        StepFooter::new(theme, self.words).disabled_because(reason).show(ui);
    }

    fn write(&self, ui: &mut Ui, state: &mut State) {
        let theme = self.theme;
        StepHeader::new(theme, self.words, &self.say("Raccontaci meglio")).step(2, 3).show(ui);
        TextField::new(theme, self.words, &self.say("Di che si tratta?"), &mut state.text)
            .rows(4)
            .limit(90)
            .active(true)
            .show(ui);
        TextField::new(theme, self.words, &self.say("Telefono"), &mut state.phone)
            .hint("011 555 0123")
            .optional()
            .error(Some(&self.say("Manca qualche cifra: controlla il numero.")))
            .show(ui);
        self.navigation(ui, Some(&self.say("Scrivi prima di che si tratta")));
        let room = ui.available_height()
            - Keyboard::new(theme, self.words, &mut state.keyboard).wanted_height();
        ui.add_space(room.max(0.0) - theme.space.m);
        Keyboard::new(theme, self.words, &mut state.keyboard)
            .lines()
            .limit(90)
            .show(ui, &mut state.text);
    }

    fn code(&self, ui: &mut Ui, state: &mut State) {
        let theme = self.theme;
        StepHeader::new(theme, self.words, &self.say("Scrivi il codice della ricevuta"))
            .help(
                &self.say(
                    "Lo trovi in alto sul foglietto. Non ci sono la lettera O e il numero zero.",
                ),
            )
            .show(ui);
        ui.add_space(theme.space.m);
        CodeField::new(theme, self.words, "XX-XXXX", ALPHABET, &mut state.code)
            .active(true)
            .show(ui);
        ui.add_space(theme.space.m);
        ui.allocate_ui_with_layout(
            vec2(ui.available_width(), theme.px(380.0)),
            theme.row_layout(),
            |ui| {
                Qr::new(theme, self.words, "https://example.org/c/7K2MX9?t=3f9a8c1e").show(ui);
                let words = "Oppure inquadra questo codice con il telefono e continua da lì.";
                let mut column = ui.new_child(
                    egui::UiBuilder::new()
                        .max_rect(ui.available_rect_before_wrap())
                        .layout(theme.column_layout()),
                );
                label(
                    &mut column,
                    &theme.spec(Size::Body),
                    &self.say(words),
                    theme.palette.ink_soft,
                );
            },
        );
        let keyboard = Keyboard::new(theme, self.words, &mut state.keyboard).code(ALPHABET);
        let room = ui.available_height() - keyboard.wanted_height();
        ui.add_space(room.max(0.0) - theme.space.m);
        Keyboard::new(theme, self.words, &mut state.keyboard)
            .code(ALPHABET)
            .limit(6)
            .show(ui, &mut state.code);
    }

    fn states(&self, ui: &mut Ui, state: &mut State) {
        let theme = self.theme;
        for (notice, text) in [
            (Notice::Success, "La tua richiesta è arrivata. Ti chiamiamo entro domani."),
            (
                Notice::Offline,
                "La tua richiesta è al sicuro qui. La invieremo appena torna la linea.",
            ),
            (Notice::Warning, "La stampante è senza carta: scrivi il codice."),
        ] {
            Banner::new(theme, self.words, notice, &self.say(text)).show(ui);
        }
        let retry = self.words.get("action-retry");
        Banner::new(
            theme,
            self.words,
            Notice::Error,
            &self.say("Non siamo riusciti a leggere il codice."),
        )
        .title(&self.say("Qualcosa non va"))
        .action(&retry)
        .show(ui);
        Loading::new(theme, self.words).show(ui);
        ui.allocate_ui_with_layout(
            vec2(ui.available_width(), theme.px(280.0)),
            theme.row_layout(),
            |ui| {
                CountdownRing::new(theme, self.words, 14, 20).show(ui);
                CountdownRing::new(theme, self.words, 4, 20).diameter(theme.px(180.0)).show(ui);
                Badge::new(theme, Accent::Green, "Collegato").show(ui);
                Badge::new(theme, Accent::Orange, "In attesa").show(ui);
            },
        );
        EmptyState::new(
            theme,
            icons::CALENDAR,
            &self.say("Questa settimana non c'è niente in calendario"),
        )
        .line(&self.say("Torna a trovarci lunedì, oppure proponi tu qualcosa."))
        .action(&self.say("Proponi un'attività"))
        .accent(Accent::Teal)
        .show(ui);
        if state.toasts.is_empty() {
            state.toasts.push(Notice::Success, self.say("Codice stampato. Prendi la ricevuta."));
        }
    }

    fn parts(&self, ui: &mut Ui, _state: &mut State) {
        let theme = self.theme;
        let p = &theme.palette;
        for (size, text) in [
            (Size::Display, "Benvenuti"),
            (Size::Title, "Di che cosa hai bisogno?"),
            (Size::Heading, "Prenota uno spazio"),
            (Size::Subheading, "Offro il mio tempo"),
            (Size::Body, "Anche solo un'ora: scegli tu come e quando."),
            (Size::Caption, "Aggiornato alle 10:23 · Доброго ранку · স্বাগতম · خوش آمدید"),
        ] {
            label(ui, &theme.spec(size), &self.say(text), p.ink);
        }
        let urdu = theme.spec(Size::Heading).language(Language::Ur);
        label(ui, &urdu, "محلے کا گھر آپ کا گھر ہے، خوش آمدید (۱۲۳)", p.ink);
        Button::new(theme, &self.say("Continua"))
            .trailing(theme.forward_icon())
            .full_width()
            .show(ui);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(theme.touch.gap);
            Button::new(theme, &self.say("Modifica")).secondary().icon(icons::PENCIL).show(ui);
            Button::new(theme, &self.say("Indietro")).quiet().icon(theme.back_icon()).show(ui);
            Button::new(theme, &self.say("Elimina")).danger().icon(icons::TRASH).show(ui);
            Button::new(theme, &self.say("Chiama")).operator().icon(icons::HEADSET).show(ui);
            Button::new(theme, &self.say("Invia"))
                .disabled_because(&self.say("Scegli prima un giorno"))
                .show(ui);
        });
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(theme.touch.gap);
            Chip::new(theme, "Oggi").selected(true).show(ui);
            Chip::new(theme, "Domani").show(ui);
            Chip::new(theme, "Gratis").icon(icons::TAG).several().show(ui);
            for accent in Accent::ALL {
                Badge::new(theme, accent, "In corso").show(ui);
            }
        });
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(theme.space.s);
            for (index, icon) in icons::ALL.into_iter().enumerate() {
                let (rect, _) =
                    ui.allocate_exact_size(Vec2::splat(theme.px(42.0)), egui::Sense::hover());
                let style = [IconStyle::Bold, IconStyle::Regular, IconStyle::Fill][index % 3];
                icon.paint(ui.painter(), rect, style, p.ink);
            }
        });
    }

    fn list(&self, ui: &mut Ui, _state: &mut State) {
        let theme = self.theme;
        heading(ui, &theme.spec(Size::Title), &self.say("Le mie richieste"), theme.palette.ink);
        ui.spacing_mut().item_spacing.y = theme.touch.gap;
        let rows = [
            (
                icons::BASKET,
                Accent::Green,
                "Spesa del giovedì",
                "Ti accompagna una persona del quartiere",
                Some((Accent::Green, "Presa in carico")),
                "10:24",
            ),
            (
                icons::WRENCH,
                Accent::Orange,
                "Riparare la tapparella della camera da letto",
                "Stiamo cercando qualcuno che possa venire",
                Some((Accent::Orange, "In attesa")),
                "ieri",
            ),
            (
                icons::IDENTIFICATION,
                Accent::Blue,
                "Domanda per il bonus",
                "Sportello di martedì mattina",
                None,
                "12/11",
            ),
            (
                icons::CHATS,
                Accent::Red,
                "Compagnia",
                "Chiusa con soddisfazione",
                Some((Accent::Slate, "Chiusa")),
                "2/11",
            ),
        ];
        for (index, (icon, accent, title, line, badge, when)) in rows.into_iter().enumerate() {
            let (title, line) = (self.say(title), self.say(line));
            let mut row = ListRow::new(theme, &title).line(&line).icon(icon, accent).trailing(when);
            if let Some((accent, text)) = badge {
                row = row.badge(accent, text);
            }
            row.selected(index == 0).show(ui);
        }
    }

    fn dialog(&self, ui: &mut Ui) {
        let theme = self.theme;
        let (stay, leave) = (self.say("Sì, continuo"), self.words.get("action-finish"));
        Dialog::new(theme, "still there", &self.say("Ci sei ancora?"))
            .icon(icons::HAND, Accent::Blue)
            .text(&self.say("Tra poco torniamo all'inizio e cancelliamo quello che hai scritto."))
            .show(ui.ctx(), |ui| {
                ui.vertical_centered(|ui| {
                    CountdownRing::new(theme, self.words, 14, 20).show(ui);
                });
                ui.add_space(theme.space.m);
                Button::new(theme, &stay).full_width().show(ui);
                Button::new(theme, &leave).secondary().full_width().show(ui);
            });
    }
}
