//! Constellations: a picture made of names, the same for the same names, so that each project has its own.

use std::fmt::Write as _;

/// A constellation of one star for each name, joined from left to right. Nothing is said by it that is not said in
/// words beside it.
pub(super) fn constellation(names: &[&str], width: u32, height: u32) -> String {
    let mut stars: Vec<(f64, f64, f64)> = names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let hash = blake3::hash(name.as_bytes());
            let part = |at: usize| f64::from(hash.as_bytes()[at]) / 255.0;
            let across = f64::from(width) / f64::from(u32::try_from(names.len()).unwrap_or(1));
            let place = f64::from(u32::try_from(index).unwrap_or(0));
            let x = (place + 0.2 + 0.6 * part(0)) * across;
            let y = (0.14 + 0.72 * part(1)) * f64::from(height);
            (x, y, 2.5 + 3.5 * part(2))
        })
        .collect();
    stars.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut path, mut dots) = (String::new(), String::new());
    for (index, (x, y, size)) in stars.iter().enumerate() {
        // Writing into a string cannot fail.
        let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' });
        let _ = write!(dots, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{size:.1}\"/>");
        let _ = write!(
            dots,
            "<circle class=\"glow\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\"/>",
            size * 2.6
        );
    }
    format!(
        "<svg class=\"stars\" viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"xMidYMid slice\" \
         aria-hidden=\"true\" focusable=\"false\"><path d=\"{path}\"/>{dots}</svg>"
    )
}

/// The constellation of one name.
pub(super) fn of_one(name: &str, width: u32, height: u32) -> String {
    let names: Vec<String> = (0..6).map(|star| format!("{name}/{star}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    constellation(&names, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_gives_the_same_constellation_and_no_star_leaves_it() {
        let one = |name| of_one(name, 480, 200);
        assert_eq!(one("bo3-3-1-b"), one("bo3-3-1-b"));
        assert_ne!(one("bo3-3-1-b"), one("ve4-4-11-2-a"));
        let drawn = constellation(&["a", "b", "c"], 300, 100);
        for part in drawn.split("cx=\"").skip(1) {
            let x: f64 = part.split('"').next().unwrap().parse().unwrap();
            assert!((0.0..=300.0).contains(&x));
        }
    }
}
