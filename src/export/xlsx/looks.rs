//! How cells look: number formats, colours, heads.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::record::Unit;

const HEAD: Color = Color::RGB(0x00D9_E2F3);
const WARNED: Color = Color::RGB(0x00FF_E699);
const FAINT: Color = Color::RGB(0x0059_5959);

/// A look, plain and as a cell with a warning has it.
pub struct Look([Format; 2]);

impl Look {
    fn new(format: Format) -> Self {
        Self([format.clone(), format.set_background_color(WARNED)])
    }

    fn of_number(format: &str) -> Self {
        Self::new(Format::new().set_num_format(format))
    }

    pub fn format(&self, warned: bool) -> &Format {
        &self.0[usize::from(warned)]
    }
}

/// All looks.
pub struct Looks {
    pub head: Format,
    pub id: Format,
    pub text: Look,
    pub date: Look,
    pub whole: Look,
    /// A number that is there as text.
    pub digits: Look,
    count: [Look; 2],
    amount: [Look; 2],
    percent: Look,
}

impl Looks {
    pub fn new() -> Self {
        let head = Format::new().set_background_color(HEAD).set_border_bottom(FormatBorder::Thin);
        Self {
            id: head.clone().set_font_size(8).set_font_color(FAINT),
            head: head.set_bold(),
            text: Look::new(Format::new()),
            date: Look::of_number("yyyy-mm-dd"),
            whole: Look::of_number("0"),
            digits: Look::new(Format::new().set_align(FormatAlign::Right)),
            count: ["#,##0", "#,##0.0#####"].map(Look::of_number),
            amount: ["#,##0\"元\"", "#,##0.00####\"元\""].map(Look::of_number),
            percent: Look::of_number("General\"%\""),
        }
    }

    /// The look of a value: with thousands, with places after the point only where it has some.
    pub fn number(&self, value: Decimal, unit: Unit) -> &Look {
        let broken = usize::from(!value.is_integer());
        match unit {
            Unit::Count => &self.count[broken],
            Unit::Cny => &self.amount[broken],
            Unit::Percent => &self.percent,
        }
    }
}
