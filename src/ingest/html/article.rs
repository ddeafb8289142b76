//! Which lines of a page are the report.
//!
//! In: the lines of a page. Out: those of the report, in order. A report is one stretch of the page: text weighs for it,
//! rows of links and words of page furniture (当前位置, 打印本页, 相关链接) against it, and the heaviest stretch is taken.
//! That needs no knowledge of the site's templates, and loses no paragraph in the middle.

use super::lines::Line;

/// What a line is to the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It may be the report's.
    Text,
    /// About the page (day, source, visits, annexes), where it stands within the report: left out, but no border.
    About,
    /// A line of links: left out; many of them are a border.
    Links,
    /// Page furniture: left out, and a border.
    Furniture,
}

/// Words that begin a line of furniture.
const FURNITURE_STARTS: &[&str] = &[
    "当前位置",
    "您的位置",
    "您当前",
    "您现在的位置",
    "你现在的位置",
    "所在位置",
    "现在位置",
    "返回首页",
    "返回顶部",
    "返回列表",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "打印本页",
    "打印此页",
    "打印页面",
    "关闭窗口",
    "关闭本页",
    "关闭页面",
    "分享到",
    "分享至",
    "扫一扫",
    "扫码",
    "版权所有",
    "版权声明",
    "免责声明",
    "您是第",
    "加入收藏",
    "设为首页",
];

/// Lines of furniture as a whole.
const FURNITURE_LINES: &[&str] =
    &["首页", "打印", "关闭", "分享", "收藏", "返回", "更多", "打印|关闭", "打印关闭", "下载", "大中小"];

/// Words of which one makes a short line a page's foot, wherever it stands.
const FOOT_SURE: &[&str] = &["ICP备", "公网安备", "网站标识码", "版权所有", "Copyright", "copyright"];

/// Words of which two make a short line a page's foot.
const FOOT_LIKELY: &[&str] = &[
    "主办",
    "承办",
    "地址：",
    "电话：",
    "邮编",
    "邮政编码",
    "技术支持",
    "网站地图",
    "联系我们",
    "关于我们",
    "传真：",
    "备案",
    "访问",
];

/// Headings of lists of other pages.
const OTHER_PAGES: &[&str] = &[
    "相关链接",
    "相关新闻",
    "相关信息",
    "相关文章",
    "相关文档",
    "相关文件",
    "相关阅读",
    "相关报道",
    "相关稿件",
    "相关推荐",
    "相关附件",
    "推荐阅读",
    "延伸阅读",
    "热门文章",
    "热点新闻",
    "最新信息",
    "最新文章",
    "点击排行",
    "猜你喜欢",
    "友情链接",
];

/// Labels that begin a line about the page; a colon follows.
const ABOUT_LABELS: &[&str] = &[
    "发布时间",
    "发布日期",
    "发布机构",
    "发布人",
    "发布",
    "时间",
    "日期",
    "来源",
    "信息来源",
    "文章来源",
    "稿源",
    "作者",
    "编辑",
    "责任编辑",
    "审核",
    "字体",
    "字号",
    "字体大小",
];

/// Labels that begin a line of a page's index card, which is often a table.
const INDEX_LABELS: &[&str] = &[
    "索引号",
    "索引码",
    "文号",
    "发文字号",
    "发文机关",
    "发文机构",
    "文件编号",
    "主题分类",
    "信息分类",
    "体裁分类",
    "组配分类",
    "公开方式",
    "公开形式",
    "公开范围",
    "有效性",
    "信息名称",
    "生成日期",
    "成文日期",
    "所属主题",
];

/// Endings of files that a report has as its annexes.
const ANNEX_ENDINGS: &[&str] =
    &[".doc", ".docx", ".wps", ".pdf", ".ofd", ".xls", ".xlsx", ".et", ".ppt", ".pptx", ".zip", ".rar", ".jpg", ".png"];

/// Words of a visitor counter.
const COUNTERS: &[&str] = &[
    "浏览次数",
    "浏览量",
    "浏览：",
    "点击次数",
    "点击数",
    "点击量",
    "点击率",
    "点击：",
    "访问次数",
    "访问量",
    "访问人数",
    "阅读次数",
    "阅读量",
    "阅读：",
    "被阅读",
    "被浏览",
    "人气：",
];

/// What a line of furniture weighs against the stretch it would stand in.
const BORDER: i64 = 40;

/// What a line of links weighs beside its letters.
const LINK: i64 = 4;

/// The lines of the report, the title's line first where the body has one.
pub(super) fn report<'a>(lines: &'a [Line], title: Option<&str>) -> Vec<&'a str> {
    let roles = roles(lines);
    let (start, end) = heaviest(lines, &roles).unwrap_or((0, lines.len()));
    let is_title = |line: &&Line| title.is_some_and(|title| compact(&line.text) == compact(title));
    let heading =
        lines[..start].iter().rfind(is_title).filter(|_| !lines[start..end].iter().any(|line| is_title(&line)));
    let body = lines[start..end].iter().zip(&roles[start..end]);
    let kept: Vec<&str> = body.filter(|(_, role)| **role == Role::Text).map(|(line, _)| line.text.as_str()).collect();
    if kept.is_empty() {
        // Links alone: an index, or a report inside one link.
        return lines.iter().filter(|line| !line.is_border).map(|line| line.text.as_str()).collect();
    }
    heading.map(|line| line.text.as_str()).into_iter().chain(kept).collect()
}

/// Whether a line tells about the page: its day, its source.
pub(super) fn is_about(line: &Line) -> bool {
    is_about_text(&reading(line))
}

/// A line as its words are looked up: without white space, in simplified characters.
fn reading(line: &Line) -> String {
    hanconv::t2s(compact(&line.text))
}

fn roles(lines: &[Line]) -> Vec<Role> {
    let mut after_other_pages = false;
    let mut roles = Vec::with_capacity(lines.len());
    for line in lines {
        let text = reading(line);
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
        let heads_list = OTHER_PAGES.contains(&bare);
        // Such a list has titles; a sentence is the report again.
        after_other_pages = heads_list || after_other_pages && !text.contains('。');
        roles.push(if after_other_pages { Role::Furniture } else { role(line, &text, bare) });
    }
    roles
}

fn role(line: &Line, text: &str, bare: &str) -> Role {
    const LONGEST: usize = 120;
    let short = line.letters <= LONGEST;
    if line.is_border || short && is_furniture(text, bare) {
        Role::Furniture
    } else if is_about_text(text) {
        Role::About
    } else if line.linked * 2 > line.letters {
        if is_annex(text) { Role::About } else { Role::Links }
    } else {
        Role::Text
    }
}

fn is_furniture(text: &str, bare: &str) -> bool {
    FURNITURE_LINES.contains(&bare)
        || FURNITURE_STARTS.iter().any(|start| bare.starts_with(start))
        || FOOT_SURE.iter().any(|word| text.contains(word))
        || FOOT_LIKELY.iter().filter(|word| text.contains(**word)).count() > 1
}

fn is_about_text(text: &str) -> bool {
    const LONGEST: usize = 100;
    // A label alone in a sentence of the report is followed by one.
    if text.chars().count() > LONGEST || text.contains('。') {
        return false;
    }
    let start = text.trim_start_matches(['【', '[', '(', '（', '〖']);
    let label = |labels: &[&str], marks: &[char]| {
        labels.iter().any(|label| start.strip_prefix(label).is_some_and(|rest| rest.starts_with(marks)))
    };
    label(ABOUT_LABELS, &['：', ':'])
        || label(INDEX_LABELS, &['：', ':', '|'])
        || COUNTERS.iter().any(|word| text.contains(word)) && !text.contains('，')
}

/// Whether a line of links is an annex, which stands between a report's text and its signature.
fn is_annex(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.starts_with("附件") || ANNEX_ENDINGS.iter().any(|ending| text.ends_with(ending))
}

/// The stretch of lines with the greatest weight: the largest sum of neighbours.
fn heaviest(lines: &[Line], roles: &[Role]) -> Option<(usize, usize)> {
    let mut best = (0, None);
    let (mut weight, mut start) = (0, 0);
    for (index, (line, role)) in lines.iter().zip(roles).enumerate() {
        if weight <= 0 {
            (weight, start) = (0, index);
        }
        weight += match role {
            Role::Text => count(line.letters - line.linked),
            Role::About => 0,
            Role::Links => -LINK - count(line.linked),
            Role::Furniture => -BORDER,
        };
        if weight > best.0 {
            best = (weight, Some((start, index + 1)));
        }
    }
    best.1
}

fn count(letters: usize) -> i64 {
    i64::try_from(letters).unwrap_or(i64::MAX / 2)
}

/// A line without white space, to compare.
pub(super) fn compact(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}
