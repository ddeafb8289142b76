//! What must hold of the record of any text whatever.

use std::sync::LazyLock;

use proptest::prelude::*;
use zhifa::pipeline::Reader;
use zhifa::record::{Figure, Record};
use zhifa::rules::Pack;

static PACK: LazyLock<&Pack> = LazyLock::new(|| Pack::embedded().unwrap());
static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(*PACK));
/// Another one, whose hash maps are ordered in another way.
static SECOND: LazyLock<Reader> = LazyLock::new(|| Reader::new(*PACK));

/// What reports are made of.
const PHRASES: [&str; 64] = [
    "鹭浦市生态环境局2023年度法治政府建设工作报告\n",
    "现将2023年上半年工作情况通报如下:",
    "全市",
    "全年共",
    "今年以来",
    "2021年以来,累计",
    "去年同期",
    "上年同期为",
    "截至11月30日",
    "1—10月",
    "其中,",
    "其中:",
    "一是",
    "二是",
    "（一）",
    "2.",
    "\n一、总体情况\n",
    "\n三、下一步打算\n",
    "计划",
    "力争",
    "出动执法人员",
    "车辆",
    "检查企业",
    "双随机抽查",
    "非现场检查",
    "发现问题",
    "已全部整改",
    "立案",
    "立案查处",
    "查办案件",
    "下达行政处罚决定书",
    "责令改正",
    "按日连续处罚",
    "查封扣押",
    "限产停产",
    "移送行政拘留案件",
    "涉嫌犯罪案件",
    "移送公安机关",
    "申请法院强制执行",
    "罚款",
    "罚没款合计",
    "案均罚款",
    "不予处罚",
    "免罚金额",
    "从轻减轻处罚",
    "行政复议案件",
    "维持",
    "均维持",
    "行政诉讼案件",
    "胜诉",
    "无败诉案件",
    "负责人出庭",
    "出庭率",
    "法制审核",
    "评查案卷",
    "听证",
    "受理投诉",
    "办结率",
    "举报奖励",
    "损害赔偿案件",
    "正面清单",
    "在“利剑”专项行动中,",
    "同比下降",
    "未发生",
];

/// Amounts, marks and breaks, and what is done to texts on their way.
const PIECES: [&str; 44] = [
    "件",
    "起",
    "宗",
    "家次",
    "人次",
    "万元",
    "亿元",
    "%",
    "份",
    "万",
    "余",
    "约",
    "近",
    "分别为",
    "0",
    "12",
    "３４",
    "1,234",
    "5.6",
    "百分之九十",
    "两百三十",
    "三十余",
    "〇",
    "3至5",
    "无",
    "零",
    ",",
    "，",
    "、",
    "。",
    "；",
    "(",
    "）",
    "|",
    "\n",
    "\r\n",
    "\u{3000}",
    " ",
    "(jiàn)",
    "(zhí)",
    "?,F(xiàn)將",
    "執(zhí)法",
    "\u{feff}",
    "１",
];

fn report() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => proptest::sample::select(PHRASES.to_vec()).prop_map(String::from),
        5 => proptest::sample::select(PIECES.to_vec()).prop_map(String::from),
        2 => (0_u32..20_000).prop_map(|number| number.to_string()),
        1 => any::<char>().prop_map(String::from),
        1 => "[\u{4e00}-\u{9fff}]{1,4}",
    ];
    proptest::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_stands_where_it_says(text in report()) {
        let Ok(record) = READER.read("a.txt", text.as_bytes()) else { return Ok(()) };
        let source: Vec<char> = READER.source_text("a.txt", text.as_bytes()).unwrap().chars().collect();
        let mut before = 0;
        for figure in &record.figures {
            let there: String = source[figure.start..figure.end].iter().collect();
            prop_assert_eq!(&there, &figure.quote);
            prop_assert!(!figure.text.is_empty() && figure.quote.contains(&figure.text), "{:?}", figure);
            prop_assert_eq!(figure.line, 1 + source[..figure.start].iter().filter(|&&c| c == '\n').count());
            let place = place_after(figure, before);
            prop_assert!(place.is_some(), "out of order: {:?}", figure);
            before = place.unwrap_or(before);
        }
    }

    #[test]
    fn headlines_are_figures_and_every_field_has_its_place(text in report()) {
        let Ok(record) = READER.read("a.txt", text.as_bytes()) else { return Ok(()) };
        let wanted: Vec<&String> = PACK.fields.iter().map(|field| &field.id).collect();
        prop_assert_eq!(record.values.keys().collect::<Vec<_>>(), wanted);
        for (field, value) in &record.values {
            let headlines = record.figures.iter().filter(|figure| figure.headline && figure.field == *field);
            let headlines: Vec<String> = headlines.map(|figure| figure.value.normalize().to_string()).collect();
            let value: Vec<String> = value.as_number().map(ToString::to_string).into_iter().collect();
            prop_assert_eq!(headlines, value, "{}", field);
        }
        for figure in &record.figures {
            prop_assert!(figure.upper.is_none_or(|upper| upper > figure.value), "{:?}", figure);
            prop_assert!(figure.period.is_none_or(|period| period.start <= period.end), "{:?}", figure);
        }
    }

    #[test]
    fn the_same_text_gives_the_same_record(text in report()) {
        prop_assert_eq!(json(&READER, &text), json(&SECOND, &text));
    }

    #[test]
    fn any_bytes_give_a_record_or_a_named_failure(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Err(failure) = READER.read("a", &bytes) {
            prop_assert_eq!(failure.code, "binary");
        }
    }

    #[test]
    fn any_tags_give_a_record(pieces in proptest::collection::vec(proptest::sample::select(TAGS.to_vec()), 0..80)) {
        let page = format!("<html><body>{}", pieces.concat());
        let record: Record = READER.read("a.html", page.as_bytes()).unwrap();
        let source: Vec<char> = READER.source_text("a.html", page.as_bytes()).unwrap().chars().collect();
        for figure in &record.figures {
            let there: String = source[figure.start..figure.end].iter().collect();
            prop_assert_eq!(&there, &figure.quote);
        }
    }
}

/// What pages are made of, well-formed or not.
const TAGS: [&str; 26] = [
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<th colspan=3>",
    "<br>",
    "<span>",
    "</span>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "&nbsp;",
    "&#20214;",
    "<",
    ">",
    "全市立案12件,",
    "罚款",
    "3.4万元。",
    "<td>立案(件)</td><td>56</td>",
    "<ruby>件<rt>jiàn</rt></ruby>",
];

/// The first place from `before` on where the quantity of `figure` may stand.
fn place_after(figure: &Figure, before: usize) -> Option<usize> {
    let found =
        figure.quote.char_indices().enumerate().filter(|(_, (at, _))| figure.quote[*at..].starts_with(&figure.text));
    found.map(|(points, _)| figure.start + points).find(|place| *place >= before)
}

fn json(reader: &Reader, text: &str) -> Result<String, String> {
    let record = reader.read("a.txt", text.as_bytes()).map_err(|failure| failure.message)?;
    serde_json::to_string(&record).map_err(|error| error.to_string())
}
