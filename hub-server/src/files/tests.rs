use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use protocol::sync::{FilePiece, PIECE_MAX};
use protocol::{FileId, Hash, NodeId, Problem};

use super::content::{self, Kind, Unfit};
use super::decide::{self, Around, Refusal, as_words};
use super::events::{About, Content, Event, Sort};
use super::picture::{self, Bad};
use super::queries::{self, Attached};
use super::shelf::{self, Shelf, Size, Unreceived};
use super::{Command, take_in, travel};
use crate::command;
use crate::folder::DataFolder;
use crate::node::Node;
use crate::program::care;
use crate::store::rebuild;
use crate::testing::{self, HandClock, MORNING_MS, uuid};

/// A photograph of so many points, red on the left and blue on the right.
pub(crate) fn photograph(width: u32, height: u32) -> Vec<u8> {
    let colour =
        |x: u32, _: u32| if x < width / 2 { Rgb([200, 30, 30]) } else { Rgb([30, 30, 200]) };
    let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, colour));
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).unwrap();
    bytes
}

/// What a camera writes beside a photograph (EXIF 2.3): that it lies on its side, and where it was taken, 45° 34′ N.
fn beside() -> Vec<u8> {
    let mut tiff = Vec::from(*b"II*\0\x08\0\0\0");
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()]
            .concat()
    };
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(0x0112, 3, 1, 6));
    tiff.extend(entry(0x8825, 4, 1, 38));
    tiff.extend(0_u32.to_le_bytes());
    assert_eq!(tiff.len(), 38);
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(1, 2, 2, u32::from(b'N')));
    tiff.extend(entry(2, 5, 3, 68));
    tiff.extend(0_u32.to_le_bytes());
    assert_eq!(tiff.len(), 68);
    for (number, of) in [(45_u32, 1_u32), (34, 1), (1234, 100)] {
        tiff.extend(number.to_le_bytes());
        tiff.extend(of.to_le_bytes());
    }
    tiff.extend(b"Via Segreta 7");
    tiff
}

/// A photograph with that written into it.
pub(crate) fn with_place(photograph: &[u8]) -> Vec<u8> {
    let mut segment = Vec::from(*b"Exif\0\0");
    segment.extend(beside());
    let length = u16::try_from(segment.len() + 2).unwrap();
    let mut bytes = photograph[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(segment);
    bytes.extend(&photograph[2..]);
    bytes
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn nothing_a_camera_wrote_is_in_the_picture_that_is_kept() {
    let taken = with_place(&photograph(64, 32));
    assert!(contains(&taken, b"Exif") && contains(&taken, b"Via Segreta 7"));
    let picture = picture::redraw(&taken, Kind::Jpeg).unwrap();
    for copy in [&picture.whole, &picture.large, &picture.small] {
        assert!(!contains(copy, b"Exif") && !contains(copy, b"Via Segreta"));
        assert!(!contains(copy, &45_u32.to_le_bytes()) || !contains(copy, &34_u32.to_le_bytes()));
    }
    // It was lying on its side, and that alone was heeded.
    assert_eq!((picture.width, picture.height), (32, 64));
    let upright = image::load_from_memory(&picture.whole).unwrap().to_rgb8();
    let (above, below) = (upright.get_pixel(16, 4), upright.get_pixel(16, 60));
    assert!(above[0] > above[2] && below[2] > below[0], "{above:?} {below:?}");
}

#[test]
fn a_picture_has_three_sizes_and_the_same_bytes_give_the_same_picture() {
    let taken = photograph(3_000, 1_500);
    let picture = picture::redraw(&taken, Kind::Jpeg).unwrap();
    assert_eq!((picture.width, picture.height), (2_560, 1_280));
    let size = |bytes: &[u8]| {
        let read = image::load_from_memory(bytes).unwrap();
        (read.width(), read.height())
    };
    assert_eq!(size(&picture.large), (1_280, 640));
    assert_eq!(size(&picture.small), (480, 240));
    assert_eq!(picture, picture::redraw(&taken, Kind::Jpeg).unwrap());
    // Drawn again by another node from what this one kept, the copies are pictures too.
    let (large, small) = picture::smaller(&picture.whole, picture.kind).unwrap();
    assert_eq!((size(&large), size(&small)), ((1_280, 640), (480, 240)));
}

#[test]
fn a_small_file_cannot_ask_for_all_the_memory_there_is() {
    // The frame header says 60 000 × 60 000 points.
    let mut jpeg = photograph(16, 16);
    let frame = jpeg.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    assert_eq!(picture::redraw(&jpeg, Kind::Jpeg), Err(Bad::TooManyPoints(3_600)));

    let mut png = Vec::new();
    let one = DynamicImage::new_rgb8(1, 1);
    one.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).unwrap();
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(picture::redraw(&png, Kind::Png), Err(Bad::TooManyPoints(3_600)));

    let mut cut = photograph(64, 64);
    cut.truncate(40);
    assert_eq!(picture::redraw(&cut, Kind::Jpeg), Err(Bad::Damaged));
}

/// The sum that closes each part of a PNG (RFC 2083, 3.4).
fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 }
        })
    };
    !bytes.iter().fold(!0, step)
}

/// A packed document with these entries, none of them packed.
fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let from = u32::try_from(bytes.len()).unwrap();
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        let named = u16::try_from(name.len()).unwrap().to_le_bytes();
        let common = [
            &[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..],
            &crc(content).to_le_bytes(),
            &length,
            &length,
            &named,
            &[0, 0],
        ]
        .concat();
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(name.as_bytes());
        bytes.extend(*content);
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&common);
        list.extend([0; 10]);
        list.extend(from.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let (from, count) =
        (u32::try_from(bytes.len()).unwrap(), u16::try_from(entries.len()).unwrap());
    let length = u32::try_from(list.len()).unwrap();
    bytes.extend(list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(from.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

fn tell(bytes: &[u8], name: &str) -> Result<Kind, Unfit> {
    content::tell(&mut Cursor::new(bytes), bytes.len() as u64, name).unwrap()
}

#[test]
fn a_file_is_what_its_bytes_say_whatever_it_is_called() {
    let jpeg = photograph(8, 8);
    assert_eq!(tell(&jpeg, "foto.JPG"), Ok(Kind::Jpeg));
    assert_eq!(tell(&jpeg, "senza nome"), Ok(Kind::Jpeg));
    assert_eq!(tell(&jpeg, "verbale.pdf"), Err(Unfit::NotWhatItSays(Kind::Jpeg)));
    assert_eq!(tell(b"\x7fELF\x02\x01\x01\0\0\0", "foto.jpg"), Err(Unfit::UnknownKind));
    assert_eq!(tell(b"MZ\x90\0\x03\0", "foto.jpg"), Err(Unfit::UnknownKind));
    assert_eq!(tell(b"", "foto.jpg"), Err(Unfit::Empty));
    assert_eq!(tell(b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n", "verbale.pdf"), Ok(Kind::Pdf));
    assert_eq!(tell(b"%PDF-1.7\n1 0 obj", "verbale.pdf"), Err(Unfit::Damaged(Kind::Pdf)));
    assert_eq!(tell("Perché no?\r\n".as_bytes(), "note.txt"), Ok(Kind::Text));
    assert_eq!(
        tell(b"<script>alert(1)</script>", "foto.png"),
        Err(Unfit::NotWhatItSays(Kind::Text))
    );
    assert_eq!(tell(b"uno\x00due", "note.txt"), Err(Unfit::UnknownKind));
}

#[test]
fn an_office_document_is_told_by_what_is_in_it_and_one_with_a_program_is_refused() {
    let odt = b"application/vnd.oasis.opendocument.text";
    let document = packed(&[("mimetype", odt), ("content.xml", b"<x/>")]);
    assert_eq!(tell(&document, "invito.odt"), Ok(Kind::Odt));
    let document = packed(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]);
    assert_eq!(tell(&document, "invito.docx"), Ok(Kind::Docx));
    let document = packed(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b"")]);
    assert_eq!(tell(&document, "conti.xlsx"), Ok(Kind::Xlsx));
    let program = [
        ("[Content_Types].xml", &b"<x/>"[..]),
        ("word/document.xml", b"<x/>"),
        ("word/vbaProject.bin", b"x"),
    ];
    assert_eq!(tell(&packed(&program), "invito.docx"), Err(Unfit::HasMacros));
    let scripted =
        packed(&[("mimetype", odt), ("content.xml", b""), ("Basic/Standard/a.xml", b"")]);
    assert_eq!(tell(&scripted, "invito.odt"), Err(Unfit::HasMacros));
    assert_eq!(tell(&packed(&[("foto.jpg", b"x")]), "foto.zip"), Err(Unfit::UnknownKind));
    // A list of entries that lies about its place or length is no list.
    let mut bent = document;
    let end = bent.len() - 6;
    bent[end..end + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(tell(&bent, "conti.xlsx"), Err(Unfit::UnknownKind));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_telling_or_drawing_panic(
        head in proptest::sample::select(vec![&b""[..], b"PK\x03\x04", b"PK\x05\x06", b"\xff\xd8\xff", b"%PDF-", b"RIFF\0\0\0\0WEBP", b"\x89PNG\r\n\x1a\n"]),
        rest in proptest::collection::vec(proptest::num::u8::ANY, 0..400),
        name in ".{0,40}",
    ) {
        let bytes = [head, &rest].concat();
        if let Ok(kind) = tell(&bytes, &name) && kind.is_picture() {
            let _ = picture::redraw(&bytes, kind);
        }
        let words = as_words(&name);
        proptest::prop_assert!(!words.contains(['/', '\\']) && words.chars().count() <= 120);
    }
}

#[test]
fn a_name_is_words_and_never_a_path() {
    assert_eq!(as_words("../../etc/passwd"), "passwd");
    assert_eq!(as_words("C:\\Foto\\orto.jpg"), "orto.jpg");
    assert_eq!(as_words("..."), "");
    assert_eq!(as_words("bella\u{202e}gpj.exe"), "bellagpj.exe");
    assert_eq!(as_words(&"a".repeat(500)).len(), 120);
}

fn about(sort: Sort, id: &str) -> About {
    About { sort, id: id.parse().unwrap() }
}

fn content(kind: Kind) -> Content {
    Content { hash: Hash([7; 32]), bytes: 10, kind, points: None }
}

fn attached(kind: Kind, words: &str) -> Attached {
    let home: NodeId = "mompiano".parse().unwrap();
    Attached {
        id: FileId::new(uuid(3)),
        home,
        about: about(Sort::Project, "bresciapiu"),
        content: content(kind),
        name: Some("orto.jpg".to_owned()),
        words: Some(words.to_owned()),
        shown: false,
        by: None,
        at_ms: MORNING_MS,
    }
}

#[test]
fn a_picture_needs_words_and_a_document_does_not() {
    let around = Around { subject_known: true, on_shelf: true, there: &[] };
    let to = about(Sort::Project, "bresciapiu");
    let attach = |kind, words: &str| decide::attach(&to, content(kind), "a/b.jpg", words, around);
    assert_eq!(attach(Kind::Jpeg, "  "), Err(Refusal::NothingSaid));
    assert_eq!(attach(Kind::Jpeg, &"x".repeat(301)), Err(Refusal::TooLong));
    let events = attach(Kind::Pdf, "").unwrap();
    let named = Event::Named { name: "b.jpg".to_owned(), words: String::new() };
    assert_eq!(events, [Event::Attached { about: to.clone(), content: content(Kind::Pdf) }, named]);
}

#[test]
fn what_is_not_known_not_there_or_there_already_is_refused() {
    let there = [attached(Kind::Pdf, "")];
    let to = about(Sort::Project, "bresciapiu");
    let decided = |around| decide::attach(&to, content(Kind::Pdf), "b", "", around).unwrap_err();
    let good = Around { subject_known: true, on_shelf: true, there: &[] };
    assert_eq!(decided(Around { subject_known: false, ..good }), Refusal::UnknownSubject);
    assert_eq!(decided(Around { on_shelf: false, ..good }), Refusal::NotOnShelf);
    assert_eq!(decided(Around { there: &there, ..good }), Refusal::HereAlready);
    let other = |n: u8| {
        let mut one = attached(Kind::Pdf, "");
        one.content.hash = Hash([n; 32]);
        one
    };
    let many: Vec<Attached> = (100..100 + 60).map(other).collect();
    assert_eq!(decided(Around { there: &many, ..good }), Refusal::TooMany);
}

#[test]
fn only_central_shows_and_only_files_of_projects_that_say_what_they_are() {
    let picture = attached(Kind::Jpeg, "L'orto");
    assert_eq!(decide::show(&picture, true, false), Err(Refusal::NotHere));
    assert_eq!(decide::show(&picture, true, true), Ok(vec![Event::Shown {}]));
    assert_eq!(decide::show(&picture, false, true), Ok(vec![]));
    let shown = Attached { shown: true, ..picture.clone() };
    assert_eq!(decide::show(&shown, true, true), Ok(vec![]));
    assert_eq!(decide::show(&shown, false, true), Ok(vec![Event::Hidden {}]));
    let erased = Attached { words: None, ..picture.clone() };
    let document = attached(Kind::Pdf, "Il verbale");
    assert_eq!(decide::show(&document, true, true), Ok(vec![Event::Shown {}]));
    let nameless = attached(Kind::Pdf, "");
    let of_idea = Attached { about: about(Sort::Gathering, "abc"), ..picture };
    for not in [erased, nameless, of_idea] {
        assert_eq!(decide::show(&not, true, true), Err(Refusal::NotToBeShown));
    }
}

type Piece = Result<bytes::Bytes, std::convert::Infallible>;

fn coming(bytes: &[u8]) -> impl futures_util::Stream<Item = Piece> + Unpin {
    let pieces: Vec<Piece> =
        bytes.chunks(1_000).map(|piece| Ok(bytes::Bytes::copy_from_slice(piece))).collect();
    futures_util::stream::iter(pieces)
}

fn names_in(folder: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(names_in(&path));
        } else {
            found.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    found.sort();
    found
}

#[tokio::test]
async fn what_is_too_long_or_stops_coming_leaves_nothing_behind() {
    let place = tempfile::tempdir().unwrap();
    let shelf = Shelf::open(place.path()).unwrap();
    let long = shelf.receive(coming(&[1; 5_000]), 4_999).await;
    assert!(matches!(long, Err(Unreceived::TooLong(4_999))), "{long:?}");
    let broken = futures_util::stream::iter([Ok(bytes::Bytes::from_static(b"abc")), Err(())]);
    assert!(matches!(shelf.receive(broken, 100).await, Err(Unreceived::Broken)));
    let draft = shelf.receive(coming(&[1; 5_000]), 5_000).await.unwrap();
    assert_eq!((draft.size, draft.hash), (5_000, Hash(*blake3::hash(&[1; 5_000]).as_bytes())));
    drop(draft);
    assert_eq!(names_in(place.path()), Vec::<String>::new());
}

#[tokio::test]
async fn a_disk_that_takes_nothing_is_told_in_words_that_help() {
    let slug = |kind: std::io::ErrorKind| shelf::problem_of(&kind.into());
    assert_eq!(slug(std::io::ErrorKind::StorageFull).slug(), "disk-full");
    assert_eq!(slug(std::io::ErrorKind::ReadOnlyFilesystem).slug(), "disk-read-only");
    assert_eq!(slug(std::io::ErrorKind::PermissionDenied).slug(), "disk-read-only");
    assert!(slug(std::io::ErrorKind::StorageFull).retry);
    // A folder that is gone while the node runs.
    let place = tempfile::tempdir().unwrap();
    let shelf = Shelf::open(place.path()).unwrap();
    std::fs::remove_dir_all(place.path().join("files")).unwrap();
    std::fs::write(place.path().join("files"), "no folder").unwrap();
    let failed = shelf.receive(coming(b"abc"), 10).await;
    assert!(matches!(failed, Err(Unreceived::Disk(_))), "{failed:?}");
    assert!(Shelf::open(place.path()).is_err());
}

/// A hub that keeps files.
struct Hub {
    node: Arc<Node>,
    place: tempfile::TempDir,
}

impl Hub {
    async fn new(name: &str) -> Self {
        let place = tempfile::tempdir().unwrap();
        let url = testing::sqlite_url(place.path(), name);
        let node = testing::node(name, &url, HandClock::at(MORNING_MS)).await;
        node.keep_files(Shelf::open(place.path()).unwrap()).await.unwrap();
        Self { node, place }
    }

    fn shelf(&self) -> Arc<Shelf> {
        self.node.shelf().unwrap()
    }

    async fn taken(&self, bytes: &[u8], name: &str) -> Result<super::Taken, Problem> {
        let draft = self.shelf().receive(coming(bytes), shelf::DOCUMENT_MAX).await.unwrap();
        take_in(&self.node, Arc::new(draft), name).await
    }

    /// Attaches a file to a project; its id.
    async fn attach(&self, to: &str, bytes: &[u8], name: &str) -> Result<FileId, Problem> {
        let taken = self.taken(bytes, name).await?;
        let id = protocol::CommandId::new(self.node.fresh_id());
        let ctx = self.node.ctx(id, protocol::ActorRef::System, protocol::Channel::Console);
        let attach = Command::Attach {
            about: about(Sort::Project, to),
            content: taken.content,
            name: name.to_owned(),
            words: "Che cosa mostra".to_owned(),
        };
        self.node.submit(ctx, command::Command::Files(attach)).await?;
        Ok(FileId::from(id))
    }

    async fn take_away(&self, file: FileId, to: &str) {
        let take = Command::TakeAway { file, about: about(Sort::Project, to) };
        testing::submit(&self.node, command::Command::Files(take)).await.unwrap();
    }

    /// Names of the files on the shelf.
    fn kept(&self) -> Vec<String> {
        names_in(&self.place.path().join("files"))
    }

    async fn kept_becomes(&self, wanted: usize) {
        for _ in 0..500 {
            if self.kept().len() == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{wanted} files wanted, there are {:?}", self.kept());
    }
}

#[tokio::test]
async fn the_same_bytes_are_kept_once_and_go_when_nothing_refers_to_them() {
    let hub = Hub::new("mompiano").await;
    let pdf = b"%PDF-1.4\n%%EOF\n";
    let one = hub.attach("bresciapiu", pdf, "statuto.pdf").await.unwrap();
    let other = hub.attach("prima-infanzia", pdf, "altro-nome.pdf").await.unwrap();
    assert_eq!(hub.kept(), [blake3::hash(pdf).to_hex().to_string()]);
    let again = hub.attach("bresciapiu", pdf, "statuto.pdf").await.unwrap_err();
    assert_eq!(again.slug(), "file-here-already");
    hub.take_away(one, "bresciapiu").await;
    let last = hub.attach("bresciapiu", b"Altro", "nota.txt").await.unwrap();
    hub.take_away(last, "bresciapiu").await;
    // The last is gone once the sweep has passed, and so the sweep after the first had passed too.
    hub.kept_becomes(1).await;
    hub.take_away(other, "prima-infanzia").await;
    hub.kept_becomes(0).await;
    let gone = Command::TakeAway { file: other, about: about(Sort::Project, "prima-infanzia") };
    let refused = testing::submit(&hub.node, command::Command::Files(gone)).await.unwrap_err();
    assert_eq!(refused.slug(), "file-unknown");
}

#[tokio::test]
async fn a_program_that_ends_between_file_and_fact_leaves_no_orphan_after_the_next_start() {
    let hub = Hub::new("mompiano").await;
    let kept = hub.attach("bresciapiu", b"Un verbale", "verbale.txt").await.unwrap();
    // On the shelf, and the fact was never written.
    let taken = hub.taken(&photograph(600, 300), "orto.jpg").await.unwrap();
    let half = hub.shelf().receive(coming(b"a met"), 100).await.unwrap();
    std::mem::forget(half);
    std::mem::forget(taken);
    assert_eq!(hub.kept().len(), 1 + 3 + 1);
    let Hub { node, place } = hub;
    let url = testing::sqlite_url(place.path(), "mompiano");
    node.store.close().await;
    drop(node);
    let node = testing::bare_node("mompiano", &url, HandClock::at(MORNING_MS)).await;
    node.keep_files(Shelf::open(place.path()).unwrap()).await.unwrap();
    let hub = Hub { node, place };
    assert_eq!(hub.kept(), [blake3::hash(b"Un verbale").to_hex().to_string()]);
    let mut db = hub.node.store.read().await.unwrap();
    let file = queries::one(&mut db, kept).await.unwrap().unwrap();
    assert_eq!(file.name.as_deref(), Some("verbale.txt"));
}

#[tokio::test]
async fn what_is_being_attached_is_not_swept_away() {
    let hub = Hub::new("mompiano").await;
    let taken = hub.taken(b"Un verbale", "verbale.txt").await.unwrap();
    assert_eq!(super::sweep(&hub.node).await, Ok(0));
    assert!(hub.shelf().has(taken.content.hash));
    let hash = taken.content.hash;
    drop(taken);
    assert_eq!(super::sweep(&hub.node).await, Ok(1));
    assert!(!hub.shelf().has(hash));
}

#[tokio::test]
async fn rebuilt_files_are_what_they_were_and_an_erased_name_stays_erased() {
    let hub = Hub::new("mompiano").await;
    hub.attach("bresciapiu", &photograph(600, 300), "orto.jpg").await.unwrap();
    let gone = hub.attach("bresciapiu", b"Un verbale", "verbale.txt").await.unwrap();
    hub.take_away(gone, "bresciapiu").await;
    let mut db = hub.node.store.read().await.unwrap();
    let live = rebuild::rows_of(&mut db, "file_attachment").await.unwrap();
    drop(db);
    assert_eq!(live.len(), 2);
    rebuild::rebuild(&hub.node.store, |_| {}).await.unwrap();
    let mut db = hub.node.store.read().await.unwrap();
    assert_eq!(rebuild::rows_of(&mut db, "file_attachment").await.unwrap(), live);
}

#[tokio::test]
async fn a_file_comes_to_central_piece_by_piece_and_only_as_its_fact_told_of_it() {
    let (hub, central) = (Hub::new("mompiano").await, Hub::new("central").await);
    // Grain, so that it is several pieces long.
    let grain = RgbImage::from_fn(900, 900, |x, y| {
        let hash = blake3::hash(&[x.to_le_bytes(), y.to_le_bytes()].concat());
        Rgb([hash.as_bytes()[0], hash.as_bytes()[1], hash.as_bytes()[2]])
    });
    let mut bytes = Vec::new();
    let grain = DynamicImage::ImageRgb8(grain);
    grain.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).unwrap();
    hub.attach("bresciapiu", &bytes, "folla.jpg").await.unwrap();
    let home = hub.node.id().clone();
    assert_eq!(travel::wanted(&central.node, &home).await, Ok(vec![]));
    testing::hand_over(&hub.node, &central.node).await;
    let wanted = travel::wanted(&central.node, &home).await.unwrap();
    let [file] = wanted[..] else { panic!("{wanted:?}") };
    assert!(file.size > 2 * PIECE_MAX as u64 && file.have == 0);
    let piece = |from: u64| {
        let bytes = hub.shelf().piece(file.hash, from, PIECE_MAX).unwrap();
        FilePiece { hash: file.hash, from, bytes }
    };
    // What nothing told of, or of somebody else, is not taken.
    let stranger = FilePiece { hash: Hash([1; 32]), from: 0, bytes: vec![1] };
    let refused = travel::take(&central.node, &home, stranger).await.unwrap_err();
    assert_eq!(refused.slug(), "file-unknown");
    let other: NodeId = "lamarmora".parse().unwrap();
    assert!(travel::take(&central.node, &other, piece(0)).await.is_err());
    // A piece that comes before its time changes nothing; one that comes twice does no harm.
    let reach = travel::take(&central.node, &home, piece(PIECE_MAX as u64)).await.unwrap();
    assert_eq!((reach.have, reach.whole), (0, false));
    for _ in 0..2 {
        let reach = travel::take(&central.node, &home, piece(0)).await.unwrap();
        assert_eq!((reach.have, reach.whole), (PIECE_MAX as u64, false));
    }
    // Damaged on the way: begun again from nothing.
    let mut from = PIECE_MAX as u64;
    while from < file.size {
        let mut bent = piece(from);
        bent.bytes[0] ^= 1;
        from += bent.bytes.len() as u64;
        let reach = travel::take(&central.node, &home, bent).await.unwrap();
        assert!(!reach.whole);
    }
    assert_eq!(travel::wanted(&central.node, &home).await.unwrap()[0].have, 0);
    let mut from = 0;
    loop {
        let reach = travel::take(&central.node, &home, piece(from)).await.unwrap();
        if reach.whole {
            break;
        }
        assert!(reach.have > from);
        from = reach.have;
    }
    assert_eq!(travel::wanted(&central.node, &home).await, Ok(vec![]));
    for size in [Size::Whole, Size::Large, Size::Small] {
        assert!(central.shelf().path(file.hash, size).is_file(), "{size:?}");
    }
    // And back, to a hub that lost it.
    std::fs::remove_dir_all(hub.place.path().join("files")).unwrap();
    assert_eq!(travel::lost(&hub.node).await, Ok(vec![(file.hash, file.size)]));
    let back = travel::give(&central.node, &home, file.hash, 0).await.unwrap();
    assert_eq!(back.bytes.len(), PIECE_MAX);
    assert!(travel::give(&central.node, &other, file.hash, 0).await.is_err());
}

#[tokio::test]
async fn a_backup_has_the_files_and_a_look_says_which_are_damaged_or_missing() {
    let (place, to, data) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let names = ["localhost".to_owned()];
    let folder = DataFolder::open(place.path()).unwrap();
    folder.node_key().unwrap();
    folder.vault_key().unwrap();
    folder.certificates(&names, MORNING_MS).unwrap();
    let url = testing::sqlite_url(place.path(), "node");
    let node = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
    node.keep_files(Shelf::open(place.path()).unwrap()).await.unwrap();
    let hub = Hub { node, place };
    hub.attach("bresciapiu", &photograph(600, 300), "orto.jpg").await.unwrap();
    hub.attach("bresciapiu", b"Un verbale", "verbale.txt").await.unwrap();
    // What is only on its way is no part of a backup.
    std::mem::forget(hub.shelf().receive(coming(b"a met"), 100).await.unwrap());
    care::backup(hub.place.path(), to.path()).await.unwrap();
    care::restore(to.path(), data.path()).unwrap();
    let kept = names_in(&data.path().join("files"));
    assert_eq!(kept.len(), 4, "{kept:?}");

    let url = testing::sqlite_url(data.path(), "node");
    let node = testing::bare_node("mompiano", &url, HandClock::at(MORNING_MS)).await;
    let shelf = Shelf::open(data.path()).unwrap();
    node.keep_files(shelf.clone()).await.unwrap();
    let look = super::look(&node).await.unwrap();
    assert_eq!((look.own, look.lost.len(), look.orphans), (2, 0, 0));
    let text = Hash(*blake3::hash(b"Un verbale").as_bytes());
    std::fs::write(shelf.path(text, Size::Whole), "Un verbale falso").unwrap();
    let look = super::look(&node).await.unwrap();
    assert_eq!(look.lost, [text.to_string()]);
    let again = DataFolder::open(data.path()).unwrap();
    let health = care::doctor(&node, &again, &names).await.unwrap();
    assert!(health.text.contains("2 files attached here, 1 of them missing or damaged"));
    assert!(health.text.contains(&text.to_string()), "{}", health.text);
}
