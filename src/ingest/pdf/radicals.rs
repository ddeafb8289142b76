//! Characters that a font names by a radical of the same shape: ⽇ for 日, ⻔ for 门.
//!
//! In: text from a file whose fonts were cut down by shape. Out: the text in the characters that were typed. The tables are those
//! of Unicode: the compatibility forms of the Kangxi radicals, and the equivalent ideographs of the radicals beside them.

/// What U+2F00 to U+2FD5 stand for.
const KANGXI: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀\
    寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋\
    比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸\
    缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛\
    辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻\
    黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// What U+2E80 to U+2EF3 stand for.
const SUPPLEMENT: &str = "\
    ⺀厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛\
    犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑\
    钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

/// Puts the usual characters for radicals.
pub(super) fn mend(text: &str) -> String {
    let is_radical = |c: char| matches!(c, '\u{2e80}'..='\u{2fd5}');
    if !text.contains(is_radical) {
        return text.to_owned();
    }
    let nth = |table: &str, first: u32, c: char| table.chars().nth((u32::from(c) - first) as usize).unwrap_or(c);
    let usual = |c| match c {
        '\u{2f00}'..='\u{2fd5}' => nth(KANGXI, 0x2f00, c),
        '\u{2e80}'..='\u{2ef3}' => nth(SUPPLEMENT, 0x2e80, c),
        _ => c,
    };
    text.chars().map(usual).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_the_characters_they_look_like() {
        assert_eq!((KANGXI.chars().count(), SUPPLEMENT.chars().count()), (214, 116));
        assert_eq!(mend("⽣态环境部⻔⼈⺠⾏政⻚"), "生态环境部门人民行政页");
    }
}
