//! What happened, told to people. What stands in the output as data is never taken from here.

use std::borrow::Cow;

use zhifa::lang::{Language, spoken};
use zhifa::record::Failure;

/// Why an input failed. Its own message is the English one; the code says what the Chinese one is.
pub fn failure(failure: &Failure) -> Cow<'_, str> {
    let message = &failure.message;
    if spoken() == Language::En {
        return message.into();
    }
    match failure.code.as_str() {
        "not_found" => "没有这个文件或文件夹".into(),
        "permission_denied" => "没有读取权限".into(),
        "is_a_directory" => "是文件夹, 需要的是文件".into(),
        "file_too_large"
        | "decompressed_too_large"
        | "archive_too_large"
        | "too_many_members"
        | "archive_too_deep"
        | "xml_too_deep"
        | "too_many_entities"
        | "html_too_deep"
        | "too_many_elements"
        | "too_many_objects"
        | "too_many_quantities" => format!("超出上限 ({message})").into(),
        "unsupported_format" => format!("不能读取这种格式 ({message})").into(),
        "damaged" => format!("文件已损坏 ({message})").into(),
        "encrypted" => format!("文件有密码, 请去掉密码后再读 ({message})").into(),
        "no_text_layer" => format!("没有文字, 只有图像, 请先做文字识别 (OCR) ({message})").into(),
        "no_reports" => "文件夹中没有可读类型的报告".into(),
        "bad_ignore_file" => format!("排除规则写法有误 ({message})").into(),
        "binary" => format!("不是文本 ({message})").into(),
        "internal" => format!("读取中断, 是程序的错误 ({message})").into(),
        "io" => format!("读取失败 ({message})").into(),
        _ => message.into(),
    }
}
