//! A walk through every screen of the real program, with a picture of each: for scripts, for tests, for looking.
//!
//! Always true: it does what a person could do, by the same messages, and waits for the hub as long as it takes, up
//! to a deadline. It leaves a need, an idea and an offer at the hub it is given.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fs, io};

use egui::{ColorImage, Context};
use protocol::Relation;
use protocol::kiosk::bank::{
    Account, Board, Movement, Named, Notice, Reference, Said, Standing, Way,
};
use protocol::kiosk::{SimilarCard, TimeBand, Urgency};
use ui_kit::Language;

use crate::app::App;
use crate::model::bank::DoneNow;
use crate::model::{
    Aid, Bank, BankMsg, BankPage, Call, Errand, Field, Line, Looking, Model, Msg, Question, Screen,
    Sending, ServicesMsg, Trouble, Typed, Visits, With,
};

/// Frames to let a screen settle before its picture is taken.
const SETTLED: u32 = 6;
/// Frames to wait for the hub at most, drawn as fast as the machine draws but never faster than 60 a second.
const PATIENCE: u32 = 1_200;

/// Something a person does, or the world.
pub type Act = Box<dyn Fn(&mut App)>;

/// One screen of the walk.
pub struct Stop {
    /// Its name, for the picture's file.
    pub name: &'static str,
    /// What leads to it from the stop before.
    pub act: Act,
}

/// A walk under way.
pub struct Tour {
    folder: PathBuf,
    stops: Vec<Stop>,
    at: usize,
    frames: u32,
    waited: u32,
    taken: Option<Arc<AtomicBool>>,
}

impl Tour {
    /// A walk that leaves its pictures in `folder`.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn try_new(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_path_buf(),
            stops: stops(),
            at: 0,
            frames: 0,
            waited: 0,
            taken: None,
        })
    }

    /// One frame of the walk; `false` at its end.
    pub fn walk(&mut self, ctx: &Context, app: &mut App) -> bool {
        ctx.request_repaint_after(std::time::Duration::from_millis(16));
        let Some(stop) = self.stops.get(self.at) else { return false };
        if let Some(taken) = &self.taken {
            if taken.load(Ordering::Acquire) {
                self.taken = None;
                self.at += 1;
                self.frames = 0;
                self.waited = 0;
            }
            return true;
        }
        if self.frames == 0 {
            if is_waiting(&app.model) && self.waited < PATIENCE {
                self.waited += 1;
                return true;
            }
            (stop.act)(app);
        }
        self.frames += 1;
        if self.frames > SETTLED && !(is_waiting(&app.model) && self.frames < PATIENCE) {
            self.picture(ctx, stop.name);
        }
        true
    }

    fn picture(&mut self, ctx: &Context, name: &str) {
        let path = self.folder.join(format!("{:02}-{name}.png", self.at + 1));
        let taken = Arc::new(AtomicBool::new(false));
        self.taken = Some(Arc::clone(&taken));
        ctx.request_screenshot(move |image| {
            if let Err(error) = write_png(&path, &image) {
                tracing::error!(%error, path = %path.display(), "no picture");
            }
            taken.store(true, Ordering::Release);
        });
    }
}

/// Whether the screen waits for the hub.
#[must_use]
pub fn is_waiting(model: &Model) -> bool {
    let here = match &model.session.screen {
        Screen::Flow(flow) => {
            flow.sending == Sending::Waiting || matches!(flow.visits, Visits::Asking(_))
        }
        Screen::Code(entry) => matches!(entry.looking, Looking::Waiting(_)),
        Screen::Status(view) => view.sending == Sending::Waiting,
        Screen::Home => model.line == Line::Starting,
        Screen::Given(_) | Screen::Services(_) => false,
        Screen::Kept(view) => view.sending == Sending::Waiting,
        Screen::Bank(bank) => bank.is_waiting(),
    };
    here || matches!(model.session.call, Call::Waiting(_))
}

fn write_png(path: &Path, image: &ColorImage) -> io::Result<()> {
    let side = |n: usize| u32::try_from(n).map_err(io::Error::other);
    let file = io::BufWriter::new(fs::File::create(path)?);
    let mut encoder = png::Encoder::new(file, side(image.size[0])?, side(image.size[1])?);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let bytes: Vec<u8> = image.pixels.iter().flat_map(egui::Color32::to_array).collect();
    encoder.write_header()?.write_image_data(&bytes)?;
    Ok(())
}

/// A press, far enough from the page before it to count.
fn press(app: &mut App, msg: Msg) {
    app.model.page_since_ms = 0;
    app.model.now.mono_ms = app.model.now.mono_ms.max(crate::model::SETTLE_MS);
    app.happens(msg);
}

fn stop(name: &'static str, act: impl Fn(&mut App) + 'static) -> Stop {
    Stop { name, act: Box::new(act) }
}

fn presses(name: &'static str, msgs: impl Fn(&App) -> Vec<Msg> + 'static) -> Stop {
    stop(name, move |app| {
        for msg in msgs(app) {
            press(app, msg);
        }
    })
}

fn typed(text: &str) -> Typed {
    Typed::new(text, 500)
}

fn nth<T: Clone>(app: &App, of: impl Fn(&protocol::kiosk::Place) -> Option<T>) -> Option<T> {
    app.model.place.as_deref().and_then(of)
}

fn category(app: &App) -> Option<protocol::Slug> {
    nth(app, |place| {
        let asks = place.categories.iter().find(|it| it.questions.len() >= 2);
        asks.or(place.categories.first()).map(|it| it.slug.clone())
    })
}

fn neighbourhood(app: &App) -> Option<protocol::Slug> {
    nth(app, |place| {
        place.neighbourhoods.iter().find(|it| it.served_here).map(|it| it.slug.clone())
    })
}

fn theme(app: &App) -> Option<protocol::Slug> {
    nth(app, |place| place.idea_themes.first().map(|it| it.slug.clone()))
}

/// Every screen there is, each from the one before.
#[must_use]
pub fn stops() -> Vec<Stop> {
    let mut stops = vec![stop("home", |_| {})];
    stops.extend(around_home());
    stops.extend(need());
    stops.extend(status());
    stops.extend(offer());
    stops.extend(idea());
    stops.extend(services());
    stops.extend(visit());
    stops.extend(bank());
    stops
}

/// A visit to the project desk, from the hub's services to its slip.
fn visit() -> Vec<Stop> {
    let first = |app: &App| match &app.model.session.screen {
        Screen::Flow(flow) => flow.visits.days().first().cloned(),
        Screen::Home
        | Screen::Given(_)
        | Screen::Code(_)
        | Screen::Status(_)
        | Screen::Bank(_)
        | Screen::Services(_)
        | Screen::Kept(_) => None,
    };
    vec![
        presses("visit-day", |_| {
            vec![Msg::GoHome, Msg::Services(ServicesMsg::Open), Msg::PlanVisit]
        }),
        presses("visit-hour", move |app| {
            first(app).map(|free| Msg::PickVisitDay(free.day)).into_iter().collect()
        }),
        presses("visit-contact", move |app| {
            let at_ms = first(app).and_then(|free| free.starts_ms.first().copied());
            at_ms.map(Msg::PickVisitHour).into_iter().collect()
        }),
        presses("visit-check", |_| vec![Msg::Next]),
        presses("visit-slip", |_| vec![Msg::Send]),
    ]
}

fn services() -> Vec<Stop> {
    let first = |app: &App| {
        nth(app, |place| {
            let asks = place.services.iter().find(|card| card.category.is_some());
            asks.or(place.services.first()).map(|card| card.slug.clone())
        })
    };
    let pick = move |app: &App| first(app).map(|slug| Msg::Services(ServicesMsg::Pick(slug)));
    vec![
        presses("services", |_| vec![Msg::GoHome, Msg::Services(ServicesMsg::Open)]),
        presses("services-large", |_| vec![Msg::Toggle(Aid::LargeText)]),
        presses("services-search", |_| {
            let word = Msg::Services(ServicesMsg::Write(typed("spesa")));
            vec![Msg::Toggle(Aid::LargeText), Msg::Services(ServicesMsg::Search), word]
        }),
        presses("services-found", |_| vec![Msg::Services(ServicesMsg::Found)]),
        presses("services-one", move |app| {
            std::iter::once(Msg::Services(ServicesMsg::ShowAll)).chain(pick(app)).collect()
        }),
        presses("services-weekdays", |_| {
            let tuesday = Msg::ToggleDay(protocol::kiosk::Day::Tue);
            vec![Msg::Services(ServicesMsg::Ask), Msg::Edit(Question::Weekdays), tuesday]
        }),
        presses("services-urgency", |_| vec![Msg::Edit(Question::Urgency)]),
        presses("services-home", |_| vec![Msg::GoHome, Msg::ThrowAway]),
    ]
}

fn around_home() -> Vec<Stop> {
    let kept = Rc::new(RefCell::new(None));
    let put_back = Rc::clone(&kept);
    vec![
        presses("home-large", |_| vec![Msg::Toggle(Aid::LargeText)]),
        presses("home-large-contrast", |_| vec![Msg::Toggle(Aid::HighContrast)]),
        presses("home-contrast", |_| vec![Msg::Toggle(Aid::LargeText)]),
        presses("home-low", |_| vec![Msg::Toggle(Aid::HighContrast), Msg::Toggle(Aid::LowReach)]),
        presses("home-english", |_| vec![Msg::Toggle(Aid::LowReach), Msg::Speak(Language::En)]),
        // No Arabic words yet: the Italian ones show whether the layout is mirrored.
        stop("home-mirrored", |app| app.model.prefs.language = Language::Ar),
        presses("operator", |_| vec![Msg::Speak(Language::It), Msg::CallOperator]),
        stop("home-offline", |app| {
            press(app, Msg::CloseCall);
            app.happens(Msg::LineIs(Line::Down));
        }),
        stop("home-unready", move |app| {
            kept.replace(app.model.place.take());
            app.happens(Msg::LineIs(Line::NotEnrolled));
        }),
        stop("home-again", move |app| {
            app.model.place = put_back.take();
            app.happens(Msg::LineIs(Line::Up));
        }),
    ]
}

fn need() -> Vec<Stop> {
    vec![
        presses("need-category", |_| vec![Msg::Begin(Errand::Need)]),
        presses("need-category-large", |_| vec![Msg::Toggle(Aid::LargeText)]),
        presses("need-urgency", |app| {
            let pick = category(app).map(Msg::PickCategory);
            std::iter::once(Msg::Toggle(Aid::LargeText)).chain(pick).collect()
        }),
        presses("need-day", |_| vec![Msg::Edit(Question::Day)]),
        presses("need-day-large", |_| vec![Msg::Toggle(Aid::LargeText)]),
        presses("need-asked", |_| {
            vec![Msg::Toggle(Aid::LargeText), Msg::Back, Msg::PickUrgency(Urgency::ThisWeek)]
        }),
        presses("need-asked-large", |_| {
            let words = typed("Quello in piazza, e abito al terzo piano senza ascensore");
            vec![Msg::Toggle(Aid::LargeText), Msg::Write(Field::Answer(0), words)]
        }),
        presses("need-asked-more", |_| vec![Msg::Toggle(Aid::LargeText), Msg::Next]),
        presses("need-contact", |_| vec![Msg::Next]),
        presses("need-neighbourhood", |_| vec![Msg::Edit(Question::Neighbourhood)]),
        presses("need-neighbourhood-others", |_| vec![Msg::ShowAllNeighbourhoods(true)]),
        presses("need-relation", |app| {
            let pick = neighbourhood(app).map(|slug| Msg::PickNeighbourhood(Some(slug)));
            pick.into_iter().chain([Msg::Edit(Question::Relation)]).collect()
        }),
        presses("need-contact-for-family", |_| vec![Msg::PickRelation(Relation::Family)]),
        presses("need-phone", |_| vec![Msg::Open(Field::Phone)]),
        presses("need-name", |_| {
            vec![Msg::Write(Field::Phone, typed("030 1234567")), Msg::Next, Msg::Open(Field::Name)]
        }),
        presses("need-check", |_| vec![Msg::Next, Msg::Next]),
        presses("need-text", |_| vec![Msg::Edit(Question::Text)]),
        presses("need-check-large", |_| vec![Msg::Next, Msg::Toggle(Aid::LargeText)]),
        presses("need-check-contrast", |_| {
            vec![Msg::Toggle(Aid::LargeText), Msg::Toggle(Aid::HighContrast)]
        }),
        stop("need-check-mirrored", |app| {
            press(app, Msg::Toggle(Aid::HighContrast));
            app.model.prefs.language = Language::Ar;
        }),
        presses("need-leaving", |_| vec![Msg::Speak(Language::It), Msg::GoHome]),
        stop("need-unreachable", |app| {
            press(app, Msg::KeepWriting);
            if let Screen::Flow(flow) = &mut app.model.session.screen {
                flow.sending = Sending::Failed(Trouble::Unreachable);
            }
        }),
        presses("need-slip", |_| vec![Msg::Send]),
        presses("need-slip-large", |_| vec![Msg::Toggle(Aid::LargeText)]),
        presses("need-slip-contrast", |_| {
            vec![Msg::Toggle(Aid::LargeText), Msg::Toggle(Aid::HighContrast)]
        }),
        stop("still-there", |app| {
            press(app, Msg::Toggle(Aid::HighContrast));
            app.model.asking_since_ms = Some(app.model.now.mono_ms);
        }),
    ]
}

fn status() -> Vec<Stop> {
    vec![
        stop("code", |app| {
            press(app, Msg::Stay);
            if let Screen::Given(given) = &app.model.session.screen {
                let code = given.slip.code.clone();
                press(app, Msg::GoHome);
                press(app, Msg::AskStatus);
                press(app, Msg::WriteCode(typed(code.as_str())));
            }
        }),
        presses("status", |_| vec![Msg::LookUp]),
        presses("status-large", |_| vec![Msg::Toggle(Aid::LargeText)]),
        presses("status-contrast", |_| {
            vec![Msg::Toggle(Aid::LargeText), Msg::Toggle(Aid::HighContrast)]
        }),
        presses("status-withdraw", |_| {
            vec![Msg::Toggle(Aid::HighContrast), Msg::Say(protocol::kiosk::Verdict::Withdraw)]
        }),
        presses("status-said", |_| {
            vec![Msg::KeepIt, Msg::Say(protocol::kiosk::Verdict::NotSolved)]
        }),
        presses("code-empty", |_| vec![Msg::GoHome, Msg::AskStatus]),
        presses("code-wrong", |_| vec![Msg::WriteCode(typed("BN7K2M4QX"))]),
        presses("code-large", |_| vec![Msg::Toggle(Aid::LargeText)]),
        stop("code-elsewhere", |app| {
            press(app, Msg::Toggle(Aid::LargeText));
            if let (Screen::Code(entry), Ok(code)) =
                (&mut app.model.session.screen, protocol::SlipCode::try_new("LM", 271_828))
            {
                let problem = protocol::Problem::try_later("central-unreachable");
                entry.looking = Looking::Failed(code, Trouble::Refused(Box::new(problem)));
            }
        }),
    ]
}

fn offer() -> Vec<Stop> {
    vec![
        presses("offer-skills", |app| {
            let skill = category(app).map(Msg::ToggleSkill);
            [Msg::GoHome, Msg::Begin(Errand::Offer)].into_iter().chain(skill).collect()
        }),
        presses("offer-bands", |app| {
            let pick = neighbourhood(app).map(|slug| Msg::PickNeighbourhood(Some(slug)));
            std::iter::once(Msg::Next)
                .chain(pick)
                .chain([Msg::ToggleBand(TimeBand::Mornings)])
                .collect()
        }),
        presses("offer-contact", |_| vec![Msg::Next]),
        presses("offer-check", |_| {
            let name = [
                Msg::Open(Field::Name),
                Msg::Write(Field::Name, typed("Una volontaria")),
                Msg::Next,
            ];
            let phone = [
                Msg::Open(Field::Phone),
                Msg::Write(Field::Phone, typed("030 7654321")),
                Msg::Next,
            ];
            name.into_iter().chain(phone).chain([Msg::Next, Msg::Next]).collect()
        }),
        presses("offer-slip", |_| vec![Msg::Send]),
    ]
}

fn idea() -> Vec<Stop> {
    vec![
        presses("idea-theme", |_| vec![Msg::GoHome, Msg::Begin(Errand::Idea)]),
        presses("idea-neighbourhood", |app| theme(app).map(Msg::PickTheme).into_iter().collect()),
        presses("idea-text", |_| {
            vec![
                Msg::PickNeighbourhood(None),
                Msg::Write(Field::Text, typed("Una panchina all'ombra vicino alla fermata")),
            ]
        }),
        presses("idea-for-whom", |_| vec![Msg::Edit(Question::ForWhom)]),
        presses("idea-what", |_| pick("older", Msg::Next)),
        presses("idea-why", |_| pick("accompaniment", Msg::Next)),
        presses("idea-text-picked", |_| pick("loneliness", Msg::Next)),
        stop("idea-text-similar", beside_others),
        presses("idea-similar", |_| vec![Msg::Next]),
        presses("idea-check", |_| {
            let join = Msg::Join("tour".to_owned());
            vec![join, Msg::Next]
        }),
        presses("idea-slip", |_| vec![Msg::Send]),
    ]
}

/// A picture, and what is pressed then.
fn pick(word: &str, then: Msg) -> Vec<Msg> {
    word.parse().ok().map(Msg::TogglePicked).into_iter().chain([then]).collect()
}

/// What the hub would say is like the idea; the walk's hub may know of nothing.
fn beside_others(app: &mut App) {
    let Screen::Flow(flow) = &mut app.model.session.screen else { return };
    let card = |id: &str, title: &str, about: &str, why: &str| SimilarCard {
        id: id.to_owned(),
        title: title.to_owned(),
        about: about.to_owned(),
        why: why.to_owned(),
    };
    (flow.likeness.since_ms, flow.likeness.asking) = (None, None);
    flow.found(vec![
        card(
            "tour",
            "Ombra e acqua ai giardini di via Veneto",
            "In corso · HUB Mompiano",
            "Si sovrappone. Stesso bisogno: Luoghi dove stare. Stesso quartiere",
        ),
        card("tour-2", "Panchine per tutti", "Idea · HUB Lamarmora", "Stesso bisogno altrove."),
        card(
            "tour-3",
            "Un'idea su «Ambiente» a Casazza",
            "Da sentire",
            "Completa. Quartieri vicini",
        ),
    ]);
}

/// A member as the hub would tell of one; the walk has no card.
fn member() -> Account {
    let named = |number, name: &str| Named { number, name: name.to_owned() };
    let slug = |text: &str| text.parse::<protocol::Slug>().ok();
    let movement = |day: &str, minutes, category: &str, with: &str| Movement {
        day: day.to_owned(),
        minutes,
        category: slug(category),
        with: with.to_owned(),
        to_refer: Some(protocol::ExchangeId::new(uuid::Uuid::from_u128(4))),
    };
    let exchange = protocol::ExchangeId::new(uuid::Uuid::from_u128(1));
    let said = slug("company").map(|category| Said {
        exchange,
        with: "Bruno N.".to_owned(),
        gave: true,
        minutes: 90,
        category,
        day: "2026-11-21".to_owned(),
        until: "2026-11-28".to_owned(),
    });
    let notice = slug("small-repairs").map(|category| Notice {
        notice: protocol::ListingId::new(uuid::Uuid::from_u128(2)),
        way: Way::Offer,
        category,
        text: "Orli e piccole riparazioni di sartoria, di mattina".to_owned(),
        who: named(12, "Livia C."),
        until: Some("2026-11-27".to_owned()),
        ends_in_days: Some(5),
        state: protocol::kiosk::bank::NoticeState::Published,
    });
    Account {
        name: "Livia C.".to_owned(),
        number: 12,
        language: "it".to_owned(),
        balance_min: -630,
        given_min: 1_230,
        received_min: 1_860,
        standing: Standing::Low,
        may_receive_min: Some(570),
        may_exchange: true,
        must_change_pin: true,
        movements: vec![
            movement("2026-11-21", -90, "accompanying", "Bruno N."),
            movement("2026-11-18", 60, "company", "Anna B."),
            movement("2026-11-02", -120, "small-repairs", "Giuseppe M."),
        ],
        to_answer: said.clone().into_iter().collect(),
        declared: said.into_iter().collect(),
        notices: notice.into_iter().collect(),
        people: vec![named(3, "Anna B."), named(7, "Bruno N."), named(31, "Giuseppe M.")],
        references: vec![Reference {
            by: "Anna B.".to_owned(),
            liked: true,
            text: "Puntuale e gentile.".to_owned(),
            answer: String::new(),
            day: "2026-11-19".to_owned(),
            to_answer: Some(protocol::ExchangeId::new(uuid::Uuid::from_u128(4))),
        }],
        receipt: "MP-7K2-M4QX".parse().ok(),
        ..Account::default()
    }
}

/// The bank on this page, as somebody would have come to it.
fn at_bank(app: &mut App, page: BankPage, then: impl FnOnce(&mut Bank)) {
    let mut bank = Bank::default();
    bank.page = page;
    let before = matches!(page, BankPage::Card | BankPage::Pin);
    bank.account = (!before).then(|| Box::new(member()));
    bank.told.gave = Some(true);
    bank.told.minutes = Some(90);
    bank.told.category = category(app);
    then(&mut bank);
    app.model.session.screen = Screen::Bank(Box::new(bank));
}

fn bank() -> Vec<Stop> {
    let at = |name, page| stop(name, move |app: &mut App| at_bank(app, page, |_| {}));
    let aided = |name, aid: Aid, page| {
        stop(name, move |app: &mut App| {
            press(app, Msg::Toggle(aid));
            at_bank(app, page, |_| {});
        })
    };
    let here = |bank: &mut Bank| bank.told.with = Some(With::Here);
    vec![
        presses("bank-card", |_| vec![Msg::GoHome, Msg::Bank(BankMsg::Open)]),
        stop("bank-pin", |app| at_bank(app, BankPage::Pin, |bank| bank.write("258"))),
        at("bank-account", BankPage::Account),
        at("bank-movements", BankPage::Movements),
        at("bank-refer", BankPage::Refer),
        at("bank-refer-text", BankPage::ReferText),
        at("bank-references", BankPage::References),
        at("bank-answer-text", BankPage::AnswerText),
        aided("bank-account-large", Aid::LargeText, BankPage::Account),
        aided("bank-account-contrast", Aid::HighContrast, BankPage::Account),
        stop("bank-gave", |app| {
            press(app, Msg::Toggle(Aid::LargeText));
            press(app, Msg::Toggle(Aid::HighContrast));
            at_bank(app, BankPage::Gave, |_| {});
        }),
        at("bank-with", BankPage::With),
        at("bank-number", BankPage::Number),
        at("bank-length", BankPage::Length),
        aided("bank-length-large", Aid::LargeText, BankPage::Length),
        aided("bank-category", Aid::LargeText, BankPage::Category),
        at("bank-day", BankPage::Day),
        stop("bank-check", move |app| at_bank(app, BankPage::Check, here)),
        at("bank-other-card", BankPage::OtherCard),
        stop("bank-done", |app| {
            at_bank(app, BankPage::Done, |bank| bank.done = Some(DoneNow::Settled));
        }),
        at("bank-waiting", BankPage::Waiting),
        at("bank-movements", BankPage::Movements),
        at("bank-notices", BankPage::Notices),
        stop("bank-notice-text", |app| {
            at_bank(app, BankPage::NoticeText, |bank| bank.way = Some(Way::Offer));
        }),
        stop("bank-board", |app| {
            at_bank(app, BankPage::Board, |bank| {
                bank.board = Some(Board { notices: member().notices });
            });
        }),
        at("bank-new-pin", BankPage::NewPin),
        stop("bank-wrong-pin", |app| {
            at_bank(app, BankPage::Pin, |bank| {
                let problem = protocol::Problem::forbidden("bank-pin-wrong");
                bank.sending = Sending::Failed(Trouble::Refused(Box::new(problem)));
            });
        }),
    ]
}
