//! A page saved as one file (MHT): a message whose parts are the page and its pictures.
//!
//! In: the bytes of the file. Out: the bytes of the page, unpacked and not yet decoded. Told by the head of the message.

use mailparse::{MailHeaderMap, ParsedMail};

use super::IngestError;

const FORMAT: &str = "saved page (MHT)";

/// How many messages in messages a file may have: a browser saves one.
const MOST_PARTS_OF_PARTS: usize = 16;

/// How many leading bytes hold the head of the message.
const HEAD: usize = 4096;

/// Whether a file begins like a saved page.
pub(super) fn is_mht(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let first = head.trim_start_matches('\u{feff}').trim_start();
    ["from:", "mime-version:", "subject:", "content-type:", "date:", "snapshot-content-location:"]
        .iter()
        .any(|name| first.starts_with(name))
        && head.contains("mime-version:")
        && (head.contains("multipart/related") || head.contains("text/html"))
}

/// The page in a saved file.
pub(super) fn page(bytes: &[u8]) -> Result<Vec<u8>, IngestError> {
    let damaged = |cause: String| IngestError::Damaged { format: FORMAT, cause };
    // The reader goes from parts to their parts by recursion.
    let nested = String::from_utf8_lossy(bytes).to_ascii_lowercase().matches("multipart/").count();
    if nested > MOST_PARTS_OF_PARTS {
        return Err(damaged("parts in parts without end".into()));
    }
    let message = mailparse::parse_mail(bytes).map_err(|error| damaged(error.to_string()))?;
    let is_page = |part: &&ParsedMail| {
        let kind = part.headers.get_first_value("Content-Type").unwrap_or_default();
        kind.trim_start().to_ascii_lowercase().starts_with("text/html")
    };
    let page = message.parts().find(is_page).ok_or_else(|| damaged("it holds no page".into()))?;
    page.get_body_raw().map_err(|error| damaged(error.to_string()))
}

#[cfg(test)]
mod tests {
    use crate::ingest::ingest;

    #[test]
    fn the_page_is_read_out_of_its_wrapping() {
        let page = "<html><body><p>全市立案57件，罚款312.6万元。</p></body></html>";
        let (gbk, ..) = encoding_rs::GBK.encode(page);
        let quoted: String = gbk.iter().map(|byte| format!("={byte:02X}")).collect::<Vec<_>>().concat();
        let wrapped = quoted.as_bytes().chunks(72).map(|line| String::from_utf8_lossy(line) + "=\r\n");
        let body = wrapped.collect::<Vec<_>>().concat();
        let file = format!(
            "From: <Saved by a browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}\r\n\
             --b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO\r\n--b--\r\n"
        );
        let source = ingest(file.as_bytes(), Some("a.mht")).unwrap();
        assert_eq!((source.text.as_str(), source.format), ("全市立案57件，罚款312.6万元。", "mht"));
        assert_eq!(source.encoding, "gb18030");
    }

    #[test]
    fn what_holds_no_page_fails_by_name_and_a_text_about_one_is_a_text() {
        let head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n";
        let code = |file: &str| ingest(file.as_bytes(), None).map(|source| source.format).map_err(|error| error.code());
        assert_eq!(code(head), Err("damaged"));
        assert_eq!(code(&head.repeat(10_000)), Err("damaged"));
        assert_eq!(code("全市立案57件。\nMIME-Version: 1.0 multipart/related"), Ok("text"));
    }
}
