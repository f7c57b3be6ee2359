//! Finds what the console's pages are made of and says in one sentence what to do when it is missing.
//!
//! Always true: nothing is fetched here. Style, fonts, icons and htmx come from `web/node_modules`, which
//! `npm ci` fills from the pinned lock file; they are compiled in, so a hub needs nothing but its program.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

const TITILLIUM: &str =
    "bootstrap-italia/dist/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-";
/// The same font as sheets of paper embed it.
const TITILLIUM_WHOLE: &str =
    "bootstrap-italia/src/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-";
const MONO: &str = "bootstrap-italia/dist/fonts/Roboto_Mono/roboto-mono-v13-latin-ext_latin-";

/// Name under which a file is served, and the start of its path in `node_modules`.
const PICKS: [(&str, &str, &str); 7] = [
    ("htmx.js", "htmx.org/dist/htmx.min.js", ""),
    ("titillium-400.woff2", TITILLIUM, "regular.woff2"),
    ("titillium-600.woff2", TITILLIUM, "600.woff2"),
    ("titillium-700.woff2", TITILLIUM, "700.woff2"),
    ("mono-700.woff2", MONO, "700.woff2"),
    ("titillium-400.ttf", TITILLIUM_WHOLE, "regular.ttf"),
    ("titillium-700.ttf", TITILLIUM_WHOLE, "700.ttf"),
];

/// Fonts of other scripts, from which sheets of paper draw names: those of the kiosk, and one for Chinese.
const SCRIPTS: [&str; 7] = [
    "../ui-kit/assets/node_modules/@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
    "../ui-kit/assets/node_modules/@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
    "../ui-kit/assets/node_modules/@expo-google-fonts/noto-sans-bengali/400Regular/NotoSansBengali_400Regular.ttf",
    "../ui-kit/assets/node_modules/@expo-google-fonts/noto-sans-gurmukhi/400Regular/NotoSansGurmukhi_400Regular.ttf",
    "../ui-kit/assets/node_modules/@expo-google-fonts/noto-sans-sinhala/400Regular/NotoSansSinhala_400Regular.ttf",
    "../ui-kit/assets/node_modules/@expo-google-fonts/noto-sans-tamil/400Regular/NotoSansTamil_400Regular.ttf",
    "web/node_modules/@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf",
];

/// How hard they are packed: they are read only when a name asks for them.
const PACKING: i32 = 19;

/// Our own files, in `web/`.
const OWN: [&str; 4] = ["console.css", "console.js", "costellazione.svg", "showcase.css"];

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo always sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo always sets it"));
    let web = root.join("web");
    let modules = web.join("node_modules");
    let icons = out.join("icons.svg");
    fs::write(&icons, sprite(&web.join("icons.txt"), &modules)).expect("OUT_DIR is writable");

    let sheet = out.join("bootstrap-italia.css");
    fs::write(&sheet, style(&modules)).expect("OUT_DIR is writable");

    let mut code = String::from("static FILES: &[(&str, &[u8])] = &[\n");
    let picked = PICKS
        .iter()
        .map(|(name, start, end)| (*name, existing(&modules, &format!("{start}{end}"))));
    let own = OWN.iter().map(|name| (*name, web.join(name)));
    let made = [("icons.svg", icons), ("bootstrap-italia.css", sheet)];
    for (name, path) in picked.chain(own).chain(made) {
        let file = path.to_str().expect("the path of an asset is UTF-8");
        writeln!(code, "    ({name:?}, include_bytes!({file:?})),").expect("a String");
        // What is made here changes at every run: asking about it would make every second build begin again.
        if !path.starts_with(&out) {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
    code.push_str("];\n");
    fs::write(out.join("assets.rs"), code).expect("OUT_DIR is writable");

    let mut code = format!("static FONTS: [&[u8]; {}] = [\n", SCRIPTS.len());
    for (n, path) in SCRIPTS.map(|file| existing(&root, file)).iter().enumerate() {
        let packed = out.join(format!("script-{n}.zst"));
        let font = fs::read(path).expect("a font can be read");
        let font = zstd::encode_all(font.as_slice(), PACKING).expect("there is memory");
        fs::write(&packed, font).expect("OUT_DIR is writable");
        let file = packed.to_str().expect("the path of a font is UTF-8");
        writeln!(code, "    include_bytes!({file:?}),").expect("a String");
        println!("cargo::rerun-if-changed={}", path.display());
    }
    code.push_str("];\n");
    fs::write(out.join("scripts.rs"), code).expect("OUT_DIR is writable");

    let (target, profile) = (env::var("TARGET"), env::var("PROFILE"));
    if target.as_deref() == Ok("x86_64-unknown-linux-gnu") && profile.as_deref() == Ok("release") {
        // Two megabytes of relocations, written short.
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
        // `strip` of the profile does not reach a package that has settings of its own.
        println!("cargo::rustc-link-arg-bins=-Wl,--strip-all");
    }
    println!("cargo::rerun-if-changed=build.rs");
}

fn existing(modules: &Path, file: &str) -> PathBuf {
    let path = modules.join(file);
    if !path.is_file() {
        println!(
            "cargo::error=The console's {file} is not there: run `npm ci --prefix hub-server/web` and \
             `npm ci --prefix ui-kit/assets` at the root of the checkout (./run and ./test do it for you)."
        );
        process::exit(1);
    }
    path
}

/// The style sheet without the font of a video player, which stands in it as `data:` and which no page of
/// ours may load.
fn style(modules: &Path) -> String {
    let path = existing(modules, "bootstrap-italia/dist/css/bootstrap-italia.min.css");
    println!("cargo::rerun-if-changed={}", path.display());
    let mut text = fs::read_to_string(path).expect("a style sheet is text");
    while let Some(start) = text.find("@font-face") {
        let end = text[start..].find('}').map_or(text.len(), |end| start + end + 1);
        text.replace_range(start..end, "");
    }
    text
}

/// One file of symbols from the icons that `icons.txt` names, one a line.
fn sprite(list: &Path, modules: &Path) -> String {
    println!("cargo::rerun-if-changed={}", list.display());
    let names = fs::read_to_string(list).expect("web/icons.txt is part of the checkout");
    let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">\n");
    for name in names.lines().map(str::trim).filter(|name| !name.is_empty()) {
        let path = existing(modules, &format!("@phosphor-icons/core/assets/regular/{name}.svg"));
        let text = fs::read_to_string(path).expect("an icon is text");
        let inner = text.split_once('>').map_or("", |(_, rest)| rest);
        let inner = inner.strip_suffix("</svg>").unwrap_or(inner);
        writeln!(svg, "<symbol id=\"{name}\" viewBox=\"0 0 256 256\">{inner}</symbol>")
            .expect("a String");
    }
    svg.push_str("</svg>\n");
    svg
}
