//! Whether two tellings can be of one number.

use rust_decimal::Decimal;

use super::Source;
use crate::record::{Qualifier, Unit};

/// Exact amounts and percentages that differ by less than one in this many are taken for roundings of each other.
const ROUNDED: i64 = 1000;

/// Whether they can be of one number: what the one may mean overlaps with what the other may mean.
pub(super) fn agree(one: &Source, other: &Source) -> bool {
    let (a, b) = (meant(one), meant(other));
    if a.0 <= b.1 && b.0 <= a.1 {
        return true;
    }
    let rounded = one.unit != Unit::Count && one.qualifier == Qualifier::Exact && other.qualifier == Qualifier::Exact;
    let difference = one.value.checked_sub(other.value).map(|difference| difference.abs());
    let share = difference.and_then(|difference| difference.checked_mul(ROUNDED.into()));
    rounded && share.is_some_and(|share| share < one.value.abs().max(other.value.abs()))
}

/// The least and the most that is meant. What is rounded is meant within the place of its last digit: 3万余 up to 4万, 约300 from 250 to 350.
fn meant(source: &Source) -> (Decimal, Decimal) {
    let value = source.value;
    let place = last_place(value);
    let half = place.checked_div(Decimal::TWO).unwrap_or(place);
    let less = || value.checked_sub(half).unwrap_or(value);
    let more = |by: Decimal| value.checked_add(by).unwrap_or(value);
    match source.qualifier {
        Qualifier::Exact => (value, value),
        Qualifier::Approx => (less(), more(half)),
        Qualifier::Over => (value, more(place)),
        Qualifier::Under => (less(), value),
        Qualifier::Range => (value, source.upper.unwrap_or(value)),
    }
}

/// What one in the last digit of a number that is not 0 is worth: 10000 in 30000, 0.1 in 98.7.
fn last_place(value: Decimal) -> Decimal {
    let value = value.normalize();
    let (mut mantissa, mut place) = (value.mantissa(), 1);
    while mantissa != 0 && mantissa % 10 == 0 {
        (mantissa, place) = (mantissa / 10, place * 10);
    }
    Decimal::try_from_i128_with_scale(place, value.scale()).unwrap_or(Decimal::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roundings_of_one_number_agree() {
        use Qualifier::{Approx, Exact, Over, Range, Under};
        use Unit::{Cny, Count, Percent};
        let source = |value: &str, qualifier, unit| Source {
            value: value.parse().unwrap(),
            unit,
            qualifier,
            upper: (qualifier == Range).then_some(Decimal::TEN),
            period: None,
            line: 1,
            quote: String::new(),
        };
        for (one, how, other, as_well, unit, agrees) in [
            ("312", Exact, "312", Exact, Count, true),
            ("312", Exact, "313", Exact, Count, false),
            ("24586000", Exact, "24585999.5", Exact, Cny, true),
            ("24586000", Exact, "24486000", Exact, Cny, false),
            ("30000", Over, "38214", Exact, Count, true),
            ("30000", Over, "29999", Exact, Count, false),
            ("300", Approx, "349", Exact, Count, true),
            ("300", Approx, "351", Exact, Count, false),
            ("100000000", Under, "98714000", Exact, Cny, true),
            ("100000000", Under, "100000001", Exact, Cny, false),
            ("3", Range, "7", Exact, Count, true),
            ("3", Range, "11", Exact, Count, false),
            ("99.4", Approx, "99.43", Exact, Percent, true),
            ("0", Exact, "1", Exact, Count, false),
        ] {
            let (a, b) = (source(one, how, unit), source(other, as_well, unit));
            assert_eq!((agree(&a, &b), agree(&b, &a)), (agrees, agrees), "{one} {how:?}, {other} {as_well:?}");
        }
    }
}
