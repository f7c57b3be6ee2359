//! What reading a city file must do, from the three real ones to text nobody wrote.

mod broken_files;
mod concierge;
mod desk;
mod hours;
mod mistakes;
mod real_cities;
mod tasks;
mod territory;

/// The least a city can be: one neighbourhood with a hub.
const PLACE: &str = r#"slug = "paese"
name = "Paese"

[[zone]]
slug = "nord"
name = "Nord"
neighbourhood = [{ slug = "borgo", name = "Borgo" }]

[[hub]]
slug = "nord"
name = "HUB Nord"
neighbourhood = "borgo"
slip_prefix = "NO"
"#;

/// The real files, by name.
const REAL_FILES: [(&str, &str); 3] = [
    ("cities/bologna.toml", include_str!("../../../cities/bologna.toml")),
    ("cities/brescia.toml", include_str!("../../../cities/brescia.toml")),
    ("cities/venezia.toml", include_str!("../../../cities/venezia.toml")),
];

fn real_city(slug: &str) -> super::City {
    let (file_name, text) =
        REAL_FILES.into_iter().find(|(name, _)| name.contains(slug)).expect("a real city");
    super::read(text, file_name).expect("a real city")
}
