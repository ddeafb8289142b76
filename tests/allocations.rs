//! What reading costs in allocations, where a text says much and counts nothing.

use zhifa::pipeline::Reader;
use zhifa::rules::Pack;

/// Clauses without a number, as most of a report is.
const PROSE: &str = "我局坚持问题导向,压实各方责任,不断提升执法水平。执法人员深入企业车间,面对面讲解法律规定,帮助企业整改问题;\
对拒不改正的,依法从严查处,形成有力震慑。通过专题培训、以案释法等方式,全面加强队伍建设。\n";

/// Allocations that reading `times` paragraphs of it takes.
fn allocations(reader: &Reader, times: usize) -> u64 {
    let text = format!("沧岭市生态环境局行政执法情况\n{}", PROSE.repeat(times));
    // What is made once only is made before.
    reader.read("prose.txt", text.as_bytes()).expect("a text");
    let measured = allocation_counter::measure(|| {
        reader.read("prose.txt", text.as_bytes()).expect("a text");
    });
    measured.count_total
}

#[test]
fn a_clause_without_a_quantity_costs_none() {
    let reader = Reader::new(Pack::embedded_without_examples().expect("the pack that is built in"));
    let (some, more) = (allocations(&reader, 500), allocations(&reader, 1000));
    // Lists that are twice as long grow once more; 500 paragraphs are 5,000 clauses.
    assert!(more - some < 50, "{some} allocations for 500 paragraphs, {more} for 1000");
}
