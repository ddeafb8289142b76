#!/usr/bin/env python3
"""Puts reports into other formats: DOCX by python-docx, PDF by reportlab, HTML in GBK; with LibreOffice and Chromium, where
they are installed, also what those make of them (PDF and DOC from the DOCX, PDF from the HTML).

usage: make.py OUT_DIR TEXT…

Wants python-docx and reportlab. The files are NAME.docx, NAME.cid.pdf, NAME.html, NAME.office.pdf, NAME.doc, NAME.chrome.pdf.
"""
import html
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from docx import Document
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate


def lines(report):
    """The lines of a text in UTF-8 or GB 18030 that are not blank."""
    data = report.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return [line.strip() for line in text.splitlines() if line.strip()]


def docx(all_lines, out):
    document = Document()
    for line in all_lines:
        document.add_paragraph(line)
    document.save(str(out))


def cid_pdf(all_lines, out):
    """A PDF whose font is not embedded: UniGB-UCS2-H. Each page has a running head and a number."""
    style = ParagraphStyle("report", fontName="STSong-Light", fontSize=12, leading=20, firstLineIndent=24,
                           alignment=TA_LEFT, wordWrap="CJK")

    def furniture(canvas, document):
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 40, "内部资料 注意保存")
        canvas.drawCentredString(A4[0] / 2, 30, f"- {document.page} -")

    story = [Paragraph(html.escape(line, quote=False), style) for line in all_lines]
    SimpleDocTemplate(str(out), pagesize=A4).build(story, onFirstPage=furniture, onLaterPages=furniture)


def gbk_page(all_lines, out):
    """A page in GBK that does not say so, with menus around the report, a line break an empty line."""
    body = "<br><br>\n".join(html.escape(line, quote=False) for line in all_lines)
    page = f"""<html><head><title>{html.escape(all_lines[0])}_政务公开</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/a">机构概况</a> <a href="/b">信息公开</a></div>
<table width="1000"><tr><td class="left"><a href="/c">行政处罚案件公示</a><td>
<div id="zoom">{body}</div></td></tr></table>
<div class="footer">主办:某局 地址:某路 <a href="/d">网站地图</a></div></body></html>"""
    out.write_bytes(page.encode("gb18030"))


def office(out):
    """What LibreOffice makes of the DOCX."""
    made = sorted(str(file) for file in out.glob("*.docx"))
    with tempfile.TemporaryDirectory() as folder:
        for ending in ["pdf", "doc"]:
            run = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", ending]
            subprocess.run([*run, "--outdir", folder, *made], check=True, stdout=subprocess.DEVNULL)
        for file in Path(folder).glob("*.pdf"):
            shutil.move(file, out / f"{file.stem}.office.pdf")
        for file in Path(folder).glob("*.doc"):
            shutil.move(file, out / file.name)


def chrome(out):
    """What Chromium prints of the text as a page, with its own head and foot."""
    for page in sorted(out.glob("*.html")):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "page.html"
            text = page.read_bytes().decode("gb18030")
            style = "<style>.nav,.left,.footer{display:none}</style>"
            copy.write_text(text.replace("<head>", f"<head><meta charset=utf-8>{style}"), encoding="utf-8")
            run = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
            pdf = out / f"{page.stem}.chrome.pdf"
            subprocess.run([*run, f"--print-to-pdf={pdf}", f"file://{copy}"], check=True, stderr=subprocess.DEVNULL)


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    for report in map(Path, sys.argv[2:]):
        all_lines = lines(report)
        docx(all_lines, out / f"{report.stem}.docx")
        cid_pdf(all_lines, out / f"{report.stem}.cid.pdf")
        gbk_page(all_lines, out / f"{report.stem}.html")
    if shutil.which("soffice"):
        office(out)
    if shutil.which("chromium"):
        chrome(out)


if __name__ == "__main__":
    main()
