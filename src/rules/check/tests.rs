use super::*;

fn ids() -> Vec<String> {
    ["visits", "fees", "mean_fee", "ships"].map(str::to_owned).into()
}

fn side(sum: &[&str], optional: &[&str], per: Option<&str>) -> Side {
    let place = |name: &str| ids().iter().position(|id| id == name).unwrap();
    let places = |names: &[&str]| names.iter().map(|name| place(name)).collect();
    Side { sum: places(sum), optional: places(optional), per: per.map(place) }
}

#[test]
fn reads_every_form() {
    let fields = |left, relation, right| Holds::Fields(left, relation, right);
    let cases = [
        ("sum(parts)  = whole", Holds::Parts),
        ("every CNY <= 2.5亿", Holds::Every(Unit::Cny, Decimal::from(250_000_000))),
        ("every percent<=100", Holds::Every(Unit::Percent, Decimal::ONE_HUNDRED)),
        ("visits <= ships", fields(side(&["visits"], &[], None), Relation::AtMost, side(&["ships"], &[], None))),
        (
            "fees / visits = mean_fee",
            fields(side(&["fees"], &[], Some("visits")), Relation::Equal, side(&["mean_fee"], &[], None)),
        ),
        (
            "visits + ships [+ fees] = mean_fee",
            fields(side(&["visits", "ships"], &["fees"], None), Relation::Equal, side(&["mean_fee"], &[], None)),
        ),
    ];
    for (text, holds) in cases {
        assert_eq!(parse(text, &ids()).as_ref(), Ok(&holds), "{text}");
    }
}

#[test]
fn names_what_is_wrong_and_where() {
    let cases = [
        ("visits ships", "visits ships", "`=` or `<=` is missing"),
        ("visitz = ships", "visitz", "no field `visitz`"),
        ("every CHY <= 5", "CHY", "`CHY` is no unit"),
        ("every CNY <= much", " much", "`much` is no number"),
        ("visits + = ships", "visits + ", "a field is missing"),
        ("visits fees = ships", "fees", "`+` or one `/` goes between two fields"),
        ("visits / fees / ships = mean_fee", "ships", "`+` or one `/` goes between two fields"),
        ("visits - fees = ships", "-", "no field `-`"),
    ];
    for (text, place, message) in cases {
        let error = parse(text, &ids()).unwrap_err();
        assert_eq!((&text[error.offset..error.offset + error.len], error.message.as_str()), (place, message), "{text}");
    }
}
