use super::*;

#[test]
fn the_groups_of_a_point_have_their_numbers() {
    let names: Vec<Option<&str>> = POINT.as_ref().unwrap().capture_names().collect();
    for (at, group) in GROUPS_OF_REST.iter().enumerate() {
        assert_eq!(names[FIRST_OF_REST + at], Some(*group));
        assert_eq!(names[FIRST_OF_REST + GROUPS_OF_REST.len() + at], Some(format!("alone_{group}").as_str()));
    }
}
