//! The flags that set bounds on what a file may ask for.

use clap::Args;
use zhifa::lang::tell;
use zhifa::limits::{Limit, Limits};

/// Bounds, as far as they are set.
#[derive(Debug, Args)]
#[command(next_help_heading = "Bounds")]
pub struct LimitArgs {
    #[arg(long = "max-file-size", value_name = "MIB", hide_short_help = true, help = tell!("The size of a file, or of an archive's member unpacked [default: 64]", "文件大小, 或压缩包成员解压后的大小 [默认: 64]"))]
    file_size: Option<u64>,

    #[arg(long = "max-decompressed-size", value_name = "MIB", hide_short_help = true, help = tell!("What the parts of one document (DOCX, PDF, OFD) may unpack to [default: 64]", "一份文档 (DOCX、 PDF、 OFD) 各部分解压后的总大小 [默认: 64]"))]
    decompressed_size: Option<u64>,

    #[arg(long = "max-archive-size", value_name = "MIB", hide_short_help = true, help = tell!("What all members of an archive may unpack to [default: 256]", "一个压缩包全部成员解压后的总大小 [默认: 256]"))]
    archive_size: Option<u64>,

    #[arg(long = "max-archive-members", value_name = "N", hide_short_help = true, help = tell!("The members of an archive [default: 10000]", "压缩包的成员数 [默认: 10000]"))]
    archive_members: Option<u64>,

    #[arg(long = "max-archive-depth", value_name = "N", hide_short_help = true, help = tell!("How deep archives may stand in archives [default: 2]", "压缩包嵌套的层数 [默认: 2]"))]
    archive_depth: Option<u64>,

    #[arg(long = "max-xml-depth", value_name = "N", hide_short_help = true, help = tell!("How deep XML elements may be nested [default: 256]", "XML 元素嵌套的层数 [默认: 256]"))]
    xml_depth: Option<u64>,

    #[arg(long = "max-xml-entities", value_name = "N", hide_short_help = true, help = tell!("The entities an XML part may declare; they are never expanded [default: 0]", "XML 可声明的实体数; 从不展开 [默认: 0]"))]
    xml_entities: Option<u64>,

    #[arg(long = "max-html-depth", value_name = "N", hide_short_help = true, help = tell!("How deep the elements of a page may be nested [default: 4000]", "网页元素嵌套的层数 [默认: 4000]"))]
    html_depth: Option<u64>,

    #[arg(long = "max-html-elements", value_name = "N", hide_short_help = true, help = tell!("The elements of a page [default: 1000000]", "网页的元素数 [默认: 1000000]"))]
    html_elements: Option<u64>,

    #[arg(long = "max-pdf-objects", value_name = "N", hide_short_help = true, help = tell!("The objects of a PDF file [default: 200000]", "PDF 的对象数 [默认: 200000]"))]
    pdf_objects: Option<u64>,

    #[arg(long = "max-quantities", value_name = "N", hide_short_help = true, help = tell!("The numbers in a text [default: 300000]", "一份文本中的数字个数 [默认: 300000]"))]
    quantities: Option<u64>,
}

impl LimitArgs {
    /// The bounds of this run.
    pub fn limits(&self) -> Limits {
        let mib = |size: Option<u64>| size.map(|size| size.saturating_mul(1 << 20));
        let set = [
            (Limit::FileBytes, mib(self.file_size)),
            (Limit::DecompressedBytes, mib(self.decompressed_size)),
            (Limit::ArchiveBytes, mib(self.archive_size)),
            (Limit::ArchiveMembers, self.archive_members),
            (Limit::ArchiveDepth, self.archive_depth),
            (Limit::XmlDepth, self.xml_depth),
            (Limit::XmlEntities, self.xml_entities),
            (Limit::HtmlDepth, self.html_depth),
            (Limit::HtmlElements, self.html_elements),
            (Limit::PdfObjects, self.pdf_objects),
            (Limit::Quantities, self.quantities),
        ];
        let mut limits = Limits::default();
        for (limit, value) in set {
            if let Some(value) = value {
                limits.set(limit, value);
            }
        }
        limits
    }
}
