//! Finds the fonts and the words that are compiled in, and says in one sentence what to do when they are missing.
//!
//! Always true: nothing is fetched here. Fonts come from `assets/node_modules`, which `npm ci` fills from the
//! pinned lock file; words come from `locales/<language>/<surface>.ftl` at the root of the checkout.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

const FONTS: [(&str, &str); 18] = [
    ("TITILLIUM_LIGHT", "@expo-google-fonts/titillium-web/300Light/TitilliumWeb_300Light.ttf"),
    (
        "TITILLIUM_REGULAR",
        "@expo-google-fonts/titillium-web/400Regular/TitilliumWeb_400Regular.ttf",
    ),
    (
        "TITILLIUM_SEMIBOLD",
        "@expo-google-fonts/titillium-web/600SemiBold/TitilliumWeb_600SemiBold.ttf",
    ),
    ("TITILLIUM_BOLD", "@expo-google-fonts/titillium-web/700Bold/TitilliumWeb_700Bold.ttf"),
    ("SANS_REGULAR", "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf"),
    ("SANS_SEMIBOLD", "@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf"),
    (
        "ARABIC_REGULAR",
        "@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
    ),
    (
        "ARABIC_SEMIBOLD",
        "@expo-google-fonts/noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf",
    ),
    (
        "BENGALI_REGULAR",
        "@expo-google-fonts/noto-sans-bengali/400Regular/NotoSansBengali_400Regular.ttf",
    ),
    (
        "BENGALI_SEMIBOLD",
        "@expo-google-fonts/noto-sans-bengali/600SemiBold/NotoSansBengali_600SemiBold.ttf",
    ),
    (
        "GURMUKHI_REGULAR",
        "@expo-google-fonts/noto-sans-gurmukhi/400Regular/NotoSansGurmukhi_400Regular.ttf",
    ),
    (
        "SINHALA_REGULAR",
        "@expo-google-fonts/noto-sans-sinhala/400Regular/NotoSansSinhala_400Regular.ttf",
    ),
    ("TAMIL_REGULAR", "@expo-google-fonts/noto-sans-tamil/400Regular/NotoSansTamil_400Regular.ttf"),
    (
        "NASTALIQ_REGULAR",
        "@expo-google-fonts/noto-nastaliq-urdu/400Regular/NotoNastaliqUrdu_400Regular.ttf",
    ),
    (
        "NASTALIQ_SEMIBOLD",
        "@expo-google-fonts/noto-nastaliq-urdu/600SemiBold/NotoNastaliqUrdu_600SemiBold.ttf",
    ),
    ("ICONS_REGULAR", "@phosphor-icons/web/src/regular/Phosphor.ttf"),
    ("ICONS_BOLD", "@phosphor-icons/web/src/bold/Phosphor-Bold.ttf"),
    ("ICONS_FILL", "@phosphor-icons/web/src/fill/Phosphor-Fill.ttf"),
];

const LICENCES: [(&str, &str); 9] = [
    ("Titillium Web", "@expo-google-fonts/titillium-web/LICENSE_FONT"),
    ("Noto Sans", "@expo-google-fonts/noto-sans/LICENSE_FONT"),
    ("Noto Sans Arabic", "@expo-google-fonts/noto-sans-arabic/LICENSE_FONT"),
    ("Noto Sans Bengali", "@expo-google-fonts/noto-sans-bengali/LICENSE_FONT"),
    ("Noto Sans Gurmukhi", "@expo-google-fonts/noto-sans-gurmukhi/LICENSE_FONT"),
    ("Noto Sans Sinhala", "@expo-google-fonts/noto-sans-sinhala/LICENSE_FONT"),
    ("Noto Sans Tamil", "@expo-google-fonts/noto-sans-tamil/LICENSE_FONT"),
    ("Noto Nastaliq Urdu", "@expo-google-fonts/noto-nastaliq-urdu/LICENSE_FONT"),
    ("Phosphor Icons", "@phosphor-icons/web/LICENSE"),
];

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo always sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo always sets it"));
    fs::write(out.join("assets.rs"), assets(&root.join("assets/node_modules")))
        .expect("OUT_DIR is writable");
    fs::write(out.join("locales.rs"), locales(&root.join("../locales")))
        .expect("OUT_DIR is writable");
    println!("cargo::rerun-if-changed=build.rs");
}

fn assets(modules: &Path) -> String {
    let mut code = String::new();
    for (name, file) in FONTS {
        let path = existing(modules, file);
        writeln!(code, "static {name}: &[u8] = include_bytes!(r#\"{}\"#);", path.display())
            .expect("a String");
    }
    writeln!(code, "static LICENCE_TEXTS: [(&str, &str); {}] = [", LICENCES.len())
        .expect("a String");
    for (name, file) in LICENCES {
        let path = existing(modules, file);
        writeln!(code, "    ({name:?}, include_str!(r#\"{}\"#)),", path.display())
            .expect("a String");
    }
    code.push_str("];\n");
    code
}

fn existing(modules: &Path, file: &str) -> PathBuf {
    let path = modules.join(file);
    println!("cargo::rerun-if-changed={}", path.display());
    if !path.is_file() {
        println!(
            "cargo::error=The font {file} is not there: run `npm ci --prefix ui-kit/assets` \
             at the root of the checkout (./run and ./test do it for you)."
        );
        process::exit(1);
    }
    path
}

fn locales(folder: &Path) -> String {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut code = String::from(
        "/// Language folder, surface, text of every file of words.\npub(crate) static FILES: &[(&str, &str, &str)] = &[\n",
    );
    for language in sorted(folder) {
        println!("cargo::rerun-if-changed={}", language.display());
        for file in sorted(&language) {
            if file.extension().is_some_and(|e| e == "ftl") {
                let name = |p: &Path| {
                    p.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
                };
                writeln!(
                    code,
                    "    ({:?}, {:?}, include_str!(r#\"{}\"#)),",
                    name(&language),
                    name(&file),
                    file.display()
                )
                .expect("a String");
            }
        }
    }
    code.push_str("];\n");
    code
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
