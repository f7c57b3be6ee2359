//! What the documentation says of the tests is true.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The names of all test functions of the workspace: a `fn` under an attribute that makes it one, also inside
/// `proptest!`, or a name given to `on_both!`, which makes one story two tests.
fn tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !["target", "node_modules"].contains(&name.as_str()) {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                tests_of(&std::fs::read_to_string(path).unwrap(), &mut found);
            }
        }
    }
    found
}

fn tests_of(source: &str, found: &mut BTreeSet<String>) {
    for call in source.split("on_both!(").skip(1) {
        let names = call.split(')').next().unwrap_or_default();
        found.extend(names.split([':', ',']).skip(1).map(|name| name.trim().to_owned()));
    }
    let mut is_test = false;
    for line in source.lines().map(str::trim) {
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_test = true;
        } else if let Some(rest) =
            line.strip_prefix("fn ").or_else(|| line.strip_prefix("async fn "))
        {
            if is_test {
                found.extend(rest.split('(').next().map(str::to_owned));
            }
            is_test = false;
        }
    }
}

/// What stands in backticks and looks like the name of a test.
fn named(text: &str) -> Vec<&str> {
    let words = text.split('`').skip(1).step_by(2);
    let like_a_test = |word: &&str| {
        word.matches('_').count() >= 2
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    words.filter(like_a_test).collect()
}

#[test]
fn every_test_named_in_the_docs_exists() {
    let tests = tests();
    assert!(tests.contains("every_test_named_in_the_docs_exists"), "the sources are read");
    let mut wrong = Vec::new();
    for file in ["docs/capabilities.md", "docs/faults.md"] {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        for line in text.lines() {
            for name in named(line).into_iter().filter(|name| !tests.contains(*name)) {
                wrong.push(format!("{file}: `{name}` is no test"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_capability_that_works_names_its_test_and_none_is_left_out() {
    let text = std::fs::read_to_string(root().join("docs/capabilities.md")).unwrap();
    let (mut rows, mut wrong) = (0, Vec::new());
    for line in text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| row")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, row, state, how, test, _] = cells[..] else {
            if !line.starts_with("| ---") {
                wrong.push(format!("not a row: {line}"));
            }
            continue;
        };
        if row.starts_with('-') {
            continue;
        }
        rows += 1;
        match state {
            "works" | "partly" if named(test).is_empty() || how.len() < 4 => {
                wrong.push(format!(
                    "{row} is said to be there and names no test or no way to see it"
                ));
            }
            "works" | "partly" | "missing" => {}
            other => wrong.push(format!("{row}: \"{other}\" is none of works, partly, missing")),
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(rows, 275, "every row of the list has its line");
}
