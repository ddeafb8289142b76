//! The picture as a page, with the disagreements and what was left out beneath it.

use std::fmt::Write;

use super::super::{Disagreement, Panel};

const STYLE: &str = "body{margin:1.5rem;color:#222}svg{max-width:100%;height:auto}table{border-collapse:collapse;font-size:.85rem}\
td,th{border:1px solid #ccc;padding:.2rem .5rem;text-align:left;vertical-align:top}td.n{text-align:right;white-space:nowrap}";

impl Panel {
    /// The picture as a page of its own: no script, and nothing that is fetched.
    pub fn to_html(&self) -> String {
        let subjects = self.named_subjects();
        let names: Vec<&str> = subjects.iter().map(|(_, name)| name.as_str()).take(6).collect();
        let title = match subjects.len() {
            0 => "面板".to_owned(),
            1..=6 => format!("面板：{}", names.join("、")),
            of => format!("面板：{} 等 {of} 个地区", names.join("、")),
        };
        let title = escaped(&title);
        let fonts = super::FONTS;
        let mut page = format!(
            "<!DOCTYPE html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\"><title>{title}</title>\n\
             <style>body{{font-family:{fonts}}}{STYLE}</style></head>\n<body><h1>{title}</h1>\n{}\n",
            self.to_svg()
        );
        self.disagreement_table(&mut page);
        self.left_out_table(&mut page);
        page.push_str("</body></html>\n");
        page
    }

    fn disagreement_table(&self, page: &mut String) {
        let of = self.compared;
        let _ = writeln!(page, "<h2>后一年报告与当年报告不一致：{}（比对 {of} 项）</h2>", self.disagreements.len());
        if self.disagreements.is_empty() {
            return;
        }
        page.push_str("<table><tr><th>地区</th><th>年份</th><th>字段</th><th>当年报告</th><th>后一年报告</th></tr>\n");
        self.disagreements.iter().for_each(|disagreement| self.disagreement_row(page, disagreement));
        page.push_str("</table>\n");
    }

    fn disagreement_row(&self, page: &mut String, disagreement: &Disagreement) {
        let Some((report, own)) = self.own(disagreement) else { return };
        let row = &self.rows[disagreement.row];
        let told = |path: &str, source: &super::super::Source| {
            format!("{}<br>{}:{} {}", source.value.normalize(), escaped(path), source.line, escaped(&source.quote))
        };
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td class=\"n\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&row.subject.region),
            row.year,
            escaped(&self.fields[disagreement.field].zh),
            told(&report.path, own),
            told(&disagreement.path, &disagreement.later)
        );
    }

    fn left_out_table(&self, page: &mut String) {
        if self.left_out.is_empty() {
            return;
        }
        let _ = writeln!(
            page,
            "<h2>未采用的报告：{}</h2>\n<table><tr><th>路径</th><th>原因</th></tr>",
            self.left_out.len()
        );
        for left_out in &self.left_out {
            let instead = left_out.instead.as_deref().map(|path| format!(": {}", escaped(path))).unwrap_or_default();
            let _ = writeln!(
                page,
                "<tr><td>{}</td><td>{}{instead}</td></tr>",
                escaped(&left_out.path),
                left_out.reason.told_in_chinese()
            );
        }
        page.push_str("</table>\n");
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
