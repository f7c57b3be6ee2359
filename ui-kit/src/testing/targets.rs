//! Finds what is too small to touch, or too near to its neighbour, among the nodes of the accessibility tree.
//!
//! Takes plain values, so that this crate needs no test library at run time. With egui's test harness:
//! `harness.root().children_recursive().map(|node| Target::new(node.accesskit_node().role(), name, node.rect()))`.

use egui::{Rect, Role};

/// A node of the accessibility tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// What it says it is.
    pub role: Role,
    /// Its accessible name.
    pub name: String,
    /// Where it is, in points.
    pub rect: Rect,
}

impl Target {
    /// A node.
    #[must_use]
    pub fn new(role: Role, name: impl Into<String>, rect: Rect) -> Self {
        Self { role, name: name.into(), rect }
    }

    fn is_control(&self) -> bool {
        egui::accessibility::is_input(self.role)
    }
}

/// Half a point is what rounding to pixels may take away.
const ROUNDING: f32 = 0.5;

/// Every control among `nodes` that is narrower or lower than `least` points: `theme.touch.target` for a finger.
#[must_use]
pub fn small_targets(nodes: &[Target], least: f32) -> Vec<Target> {
    let small = |node: &&Target| {
        let size = node.rect.size();
        size.x + ROUNDING < least || size.y + ROUNDING < least
    };
    nodes.iter().filter(|node| node.is_control()).filter(small).cloned().collect()
}

/// Every two controls that overlap without one lying inside the other: a finger meant for one may press the other.
#[must_use]
pub fn overlapping_targets(nodes: &[Target]) -> Vec<(String, String)> {
    let controls: Vec<&Target> = nodes.iter().filter(|node| node.is_control()).collect();
    let mut found = Vec::new();
    for (index, one) in controls.iter().enumerate() {
        for other in &controls[index + 1..] {
            let shared = one.rect.intersect(other.rect);
            let nested = one.rect.contains_rect(other.rect) || other.rect.contains_rect(one.rect);
            if shared.width() > ROUNDING && shared.height() > ROUNDING && !nested {
                found.push((one.name.clone(), other.name.clone()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use egui::{pos2, vec2};

    use super::*;

    fn node(role: Role, name: &str, x: f32, side: f32) -> Target {
        Target::new(role, name, Rect::from_min_size(pos2(x, 0.0), vec2(side, side)))
    }

    #[test]
    fn a_small_button_is_found_and_a_small_word_is_not() {
        let nodes = [
            node(Role::Button, "small", 0.0, 40.0),
            node(Role::Button, "large", 100.0, 90.0),
            node(Role::Label, "word", 200.0, 10.0),
        ];
        let small = small_targets(&nodes, 81.0);
        assert_eq!(small.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["small"]);
    }

    #[test]
    fn buttons_that_overlap_are_found() {
        let nodes = [
            node(Role::Button, "one", 0.0, 90.0),
            node(Role::Button, "two", 80.0, 90.0),
            node(Role::Button, "three", 300.0, 90.0),
        ];
        assert_eq!(overlapping_targets(&nodes), [("one".to_owned(), "two".to_owned())]);
    }
}
