//! The picture behind the greeting: a street of the neighbourhood in the evening, drawn, with some windows lit.
//!
//! Always true: no picture file, the same street every time, nothing that moves. In high contrast there is no picture.

use egui::epaint::Vertex;
use egui::{Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use crate::theme::Theme;

/// Paints the sky and the street into `rect`; the roofs stand on its lower edge.
pub fn paint_hero(painter: &Painter, theme: &Theme, rect: Rect) {
    let p = &theme.palette;
    if p.high_contrast {
        painter.rect_filled(rect, 0.0, p.hero_top);
        return;
    }
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    painter.add(gradient(rect, p.hero_top, p.hero_bottom));
    let street = Street { painter: &painter, theme, rect };
    street.sky();
    street.hills();
    street.row(&BACK, 0.30, Color32::from_white_alpha(20), false);
    street.row(&FRONT, 0.0, p.hero_top.gamma_multiply(0.62), true);
    street.trees();
}

fn gradient(rect: Rect, top: Color32, bottom: Color32) -> Shape {
    let mut mesh = Mesh::default();
    let vertex = |pos: Pos2, color| Vertex { pos, uv: egui::epaint::WHITE_UV, color };
    mesh.vertices = vec![
        vertex(rect.left_top(), top),
        vertex(rect.right_top(), top),
        vertex(rect.right_bottom(), bottom),
        vertex(rect.left_bottom(), bottom),
    ];
    mesh.indices = vec![0, 1, 2, 0, 2, 3];
    Shape::mesh(mesh)
}

/// A house: width, height, roof height and how its roof is made, in units of the design.
#[derive(Clone, Copy)]
struct House {
    width: f32,
    height: f32,
    roof: f32,
    kind: Roof,
}

#[derive(Clone, Copy, PartialEq)]
enum Roof {
    Gable,
    Hip,
    Flat,
    Tower,
}

const fn house(width: f32, height: f32, roof: f32, kind: Roof) -> House {
    House { width, height, roof, kind }
}

const FRONT: [House; 8] = [
    house(150.0, 122.0, 44.0, Roof::Hip),
    house(128.0, 96.0, 52.0, Roof::Gable),
    house(176.0, 138.0, 40.0, Roof::Hip),
    house(96.0, 172.0, 56.0, Roof::Tower),
    house(168.0, 110.0, 48.0, Roof::Gable),
    house(140.0, 146.0, 18.0, Roof::Flat),
    house(160.0, 118.0, 46.0, Roof::Hip),
    house(132.0, 134.0, 50.0, Roof::Gable),
];

const BACK: [House; 7] = [
    house(180.0, 120.0, 54.0, Roof::Gable),
    house(150.0, 158.0, 20.0, Roof::Flat),
    house(190.0, 112.0, 60.0, Roof::Hip),
    house(130.0, 168.0, 44.0, Roof::Gable),
    house(210.0, 126.0, 50.0, Roof::Hip),
    house(140.0, 150.0, 16.0, Roof::Flat),
    house(180.0, 118.0, 56.0, Roof::Gable),
];

struct Street<'a> {
    painter: &'a Painter,
    theme: &'a Theme,
    rect: Rect,
}

impl Street<'_> {
    /// Length of the design on this picture: the street is as wide as the picture, and never taller than it.
    fn unit(&self) -> f32 {
        // Large text comes further down; the roofs make room for it.
        let share = if self.theme.prefs.large_text { 0.68 } else { 1.0 };
        (self.rect.width() / 1240.0).min(self.rect.height() / 420.0) * share
    }

    fn sky(&self) {
        let unit = self.unit();
        // Only where no words stand: between the clock and the roofs, on the side where lines end.
        for index in 0..14_u16 {
            let across = 0.50 + 0.48 * spread(index, 7);
            let across = if self.theme.is_rtl() { 1.0 - across } else { across };
            let x = across * self.rect.width();
            let y = (0.25 + 0.13 * spread(index, 3)) * self.rect.height();
            let radius = unit * (1.2 + 1.4 * spread(index, 11));
            let star = Color32::from_white_alpha(if index % 3 == 0 { 110 } else { 60 });
            self.painter.circle_filled(self.rect.min + vec2(x, y), radius, star);
        }
    }

    /// A line of hills far behind, from which the city is seen to belong somewhere.
    fn hills(&self) {
        let colour = Color32::from_white_alpha(13);
        for (height, shift, waves) in [(0.34_f32, 0.4_f32, 1.3_f32), (0.26, 2.1, 2.1)] {
            let points = 40_u16;
            let mut mesh = Mesh::default();
            for index in 0..=points {
                let part = f32::from(index) / f32::from(points);
                let wave = ((part * waves + shift) * std::f32::consts::TAU).sin() * 0.5 + 0.5;
                let top = self.rect.bottom() - self.rect.height() * height * (0.55 + 0.45 * wave);
                let x = self.rect.left() + part * self.rect.width();
                mesh.colored_vertex(pos2(x, top), colour);
                mesh.colored_vertex(pos2(x, self.rect.bottom()), colour);
                if index > 0 {
                    let base = u32::from(index) * 2;
                    mesh.add_triangle(base - 2, base - 1, base);
                    mesh.add_triangle(base - 1, base, base + 1);
                }
            }
            self.painter.add(Shape::mesh(mesh));
        }
    }

    fn row(&self, houses: &[House], raised: f32, colour: Color32, windows: bool) {
        let unit = self.unit();
        let ground = self.rect.bottom() - raised * 60.0 * unit;
        let mut left = self.rect.left() - 30.0 * unit;
        let mut index = 0_u16;
        while left < self.rect.right() {
            let house = houses[usize::from(index) % houses.len()];
            let size = vec2(house.width, house.height) * unit;
            let body = Rect::from_min_size(
                pos2(left, ground - size.y),
                vec2(size.x, size.y + raised * 60.0 * unit),
            );
            self.house(house, body, colour);
            if windows {
                self.windows(house, body, index);
            }
            left += size.x + if windows { 6.0 * unit } else { -4.0 * unit };
            index += 1;
        }
    }

    fn house(&self, house: House, body: Rect, colour: Color32) {
        let unit = self.unit();
        let roof = house.roof * unit;
        let eaves = 9.0 * unit;
        self.painter.rect_filled(body, 0.0, colour);
        let (left, right, top) = (body.left() - eaves, body.right() + eaves, body.top());
        let peak = top - roof;
        let shape = match house.kind {
            Roof::Gable => vec![pos2(left, top), pos2(body.center().x, peak), pos2(right, top)],
            Roof::Hip => {
                let inset = body.width() * 0.26;
                vec![
                    pos2(left, top),
                    pos2(body.left() + inset, peak),
                    pos2(body.right() - inset, peak),
                    pos2(right, top),
                ]
            }
            Roof::Flat => {
                vec![pos2(left, top), pos2(left, peak), pos2(right, peak), pos2(right, top)]
            }
            Roof::Tower => {
                vec![pos2(left, top), pos2(body.center().x, peak - 10.0 * unit), pos2(right, top)]
            }
        };
        self.painter.add(Shape::convex_polygon(shape, colour, Stroke::NONE));
        if matches!(house.kind, Roof::Gable | Roof::Hip) {
            let chimney = Rect::from_min_size(
                pos2(body.left() + body.width() * 0.68, peak + roof * 0.05),
                vec2(13.0, 30.0) * unit,
            );
            self.painter.rect_filled(chimney, 0.0, colour);
        }
    }

    fn windows(&self, house: House, body: Rect, index: u16) {
        let unit = self.unit();
        let size = vec2(18.0, 25.0) * unit;
        let pitch = vec2(40.0, 46.0) * unit;
        let columns = (house.width / 46.0).floor().max(1.0);
        let margin = (body.width() - (columns - 1.0) * pitch.x - size.x) / 2.0;
        let mut number = index * 17;
        let mut row = 0.0;
        while body.top() + 18.0 * unit + row * pitch.y + size.y < self.rect.bottom() {
            let mut column = 0.0;
            while column < columns {
                number += 1;
                let corner = pos2(
                    body.left() + margin + column * pitch.x,
                    body.top() + 18.0 * unit + row * pitch.y,
                );
                let lit = spread(number, 5) > 0.66;
                let colour = if lit {
                    self.theme.palette.lamp.gamma_multiply(0.92)
                } else {
                    Color32::from_white_alpha(26)
                };
                self.window(Rect::from_min_size(corner, size), colour, lit);
                column += 1.0;
            }
            row += 1.0;
        }
    }

    fn window(&self, rect: Rect, colour: Color32, lit: bool) {
        let unit = self.unit();
        if lit {
            let glow = self.theme.palette.lamp.gamma_multiply(0.10);
            self.painter.circle_filled(rect.center(), 22.0 * unit, glow);
        }
        self.painter.rect_filled(rect, 2.5 * unit, colour);
        let bar = Stroke::new(1.6 * unit, self.theme.palette.hero_top.gamma_multiply(0.5));
        self.painter.vline(rect.center().x, rect.y_range(), bar);
        self.painter.hline(rect.x_range(), rect.top() + rect.height() * 0.42, bar);
    }

    fn trees(&self) {
        let unit = self.unit();
        let leaves = Color32::from_rgb(0x0E, 0x6B, 0x63);
        let trunk = self.theme.palette.hero_top;
        for (part, size) in [(0.152_f32, 30.0_f32), (0.425, 24.0), (0.70, 32.0), (0.965, 26.0)] {
            let x = self.rect.left() + part * self.rect.width();
            let radius = size * unit;
            let centre = pos2(x, self.rect.bottom() - radius * 2.4);
            let stem = Rect::from_min_max(
                pos2(x - 3.0 * unit, centre.y),
                pos2(x + 3.0 * unit, self.rect.bottom()),
            );
            self.painter.rect_filled(stem, 0.0, trunk);
            for (offset, share) in
                [(vec2(0.0, 0.0), 1.0), (vec2(-0.55, 0.35), 0.7), (vec2(0.55, 0.4), 0.72)]
            {
                self.painter.circle_filled(centre + offset * radius, radius * share, leaves);
            }
            let light = Color32::from_white_alpha(18);
            self.painter.circle_filled(
                centre + Vec2::new(-0.2, -0.25) * radius,
                radius * 0.55,
                light,
            );
        }
    }
}

/// A number from 0 to 1 that looks like chance and is the same every time.
fn spread(index: u16, salt: u16) -> f32 {
    let mixed = index.wrapping_mul(7919).wrapping_add(salt.wrapping_mul(10_007))
        ^ index.wrapping_mul(31).rotate_left(7);
    f32::from(mixed % 1000) / 1000.0
}
