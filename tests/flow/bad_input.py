#!/usr/bin/env python3
"""Every line of "Bad input" against the real program: the message it gives, exit 1, and a hub left as it was.

usage: bad_input.py MINGSHI   (the program's path)
Each file is made here, so that the test shows what is wrong with it.
"""
import contextlib
import csv
import hashlib
import io
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import zipfile

PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 else "build/dev/bin/mingshi"

OFFICER = {"姓名": "张三示例", "单位": "明川区劳动监察大队", "职务": "监察员", "证件编号": "99150390001",
           "执法类别": "劳动保障监察", "执法区域": "明川区", "照片": "photo.png"}
PENALTY = {"决定书文号": "明劳监罚〔2026〕90号", "案件名称": "示例公司拖欠工资案", "相对人名称": "示例公司", "相对人类别": "法人及非法人组织",
           "统一社会信用代码": "91350100M000100Y43", "违法行为类型": "拖欠工资", "违法事实": "拖欠三人工资", "处罚依据": "《劳动保障监察条例》第二十六条",
           "处罚类别": "罚款", "处罚内容": "罚款", "罚款金额(万元)": "1.5", "立案日期": "2026-09-01", "告知日期": "2026-09-10",
           "法制审核日期": "2026-09-15", "决定日期": "2026-09-20", "送达日期": "2026-09-22", "处罚机关": "明川区人力资源和社会保障局",
           "机关代码": "11990100000000001M", "程序": "普通", "执法人员": "张三示例、李四示例", "法制审核": "已通过法制审核"}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def as_csv(rows, encoding="utf-8-sig"):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def table(*records):
    return [list(records[0])] + [list(r.values()) for r in records]


def xlsx(rows, *, after="", prologue="", extra=(), compression=zipfile.ZIP_DEFLATED):
    """A workbook of one sheet; a cell that begins with "<" is XML of its own."""
    body = ""
    for r, row in enumerate(rows, 1):
        cells = ""
        for c, text in enumerate(row):
            at = f"{chr(65 + c)}{r}"
            cells += text.replace("@@", at) if text.startswith("<") else \
                f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>' if text else ""
        body += f'<row r="{r}">{cells}</row>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as z:
        z.writestr("_rels/.rels", f'<Relationships><Relationship Id="a" Type="{LINK}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        z.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><sheets><sheet name="人员" sheetId="1" r:id="r1"/></sheets></workbook>')
        z.writestr("xl/_rels/workbook.xml.rels", f'<Relationships><Relationship Id="r1" Type="{LINK}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        z.writestr("xl/worksheets/sheet1.xml", f'{prologue}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{after}</worksheet>')
        for name, content in extra:
            z.writestr(name, content)
    return out.getvalue()


class BadInput(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="ms-bad-input-")
        self.addCleanup(self.folder.cleanup)
        self.dir = pathlib.Path(self.folder.name)
        self.hub = self.dir / "hub"
        (self.dir / "photo.png").write_bytes(PNG)
        self.accept("officer", "first.csv", as_csv(table(OFFICER)))

    def run_import(self, kind, name, content, *more):
        file = self.dir / name
        if content is not None:
            file.write_bytes(content)
        done = subprocess.run([PROGRAM, "import", "--hub", str(self.hub), "--type", kind, str(file), *more],
                              capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def accept(self, kind, name, content):
        code, out, err = self.run_import(kind, name, content)
        self.assertEqual(code, 0, out + err)
        return out

    def hub_content(self):
        return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(self.hub.rglob("*")) if p.is_file()}

    def refuse(self, kind, name, content, code, *words):
        """The import gives a line with `code` that holds all `words`, exits 1 and changes nothing."""
        before = self.hub_content()
        status, out, err = self.run_import(kind, name, content)
        self.assertEqual(status, 1, out + err)
        lines = [line.split("\t") for line in out.splitlines()]
        self.assertTrue(all(len(line) == 6 for line in lines[:-1]), out)
        self.assertIn("没有写入任何内容", lines[-1][0])
        found = [line for line in lines[:-1] if line[4] == code]
        self.assertTrue(found, f"no {code} in:\n{out}")
        for word in words:
            self.assertTrue(any(word in "\t".join(line) for line in found), f"no {word} in:\n{out}")
        self.assertEqual(self.hub_content(), before)
        return found[0]

    def officer(self, code, *words, **changes):
        return self.refuse("officer", "t.csv", as_csv(table(OFFICER | {"证件编号": "99150390002"} | changes)), code, *words)

    def penalty(self, code, *words, **changes):
        return self.refuse("penalty", "t.csv", as_csv(table(PENALTY | changes)), code, *words)

    # files
    def test_empty_file(self):
        self.refuse("officer", "t.xlsx", b"", "file_empty", "文件是空的")

    def test_directory(self):
        (self.dir / "d.xlsx").mkdir()
        self.refuse("officer", "d.xlsx", None, "file_kind", "文件夹")

    def test_missing_file(self):
        self.refuse("officer", "gone.xlsx", None, "file_missing", "找不到")

    def test_truncated_zip(self):
        whole = xlsx(table(OFFICER))
        self.refuse("officer", "t.xlsx", whole[:len(whole) // 2], "zip_truncated", "不完整")

    def test_no_zip(self):
        self.refuse("officer", "t.xlsx", b"hello", "zip_not", "不是有效的 .xlsx")

    def test_damaged_zip(self):
        whole = bytearray(xlsx(table(OFFICER), compression=zipfile.ZIP_STORED))
        whole[whole.find("监察员".encode())] ^= 1
        self.refuse("officer", "t.xlsx", bytes(whole), "zip_damaged", "sheet1.xml")

    def test_zip_bomb(self):
        self.refuse("officer", "t.xlsx", xlsx(table(OFFICER), extra=[("xl/media/a.bin", b"\0" * (8 << 20))]), "zip_bomb", "压缩比异常")

    def test_zip_path(self):
        self.refuse("officer", "t.xlsx", xlsx(table(OFFICER), extra=[("../../etc/evil", b"x")]), "zip_name", "可疑的路径")

    def test_doctype(self):
        self.refuse("officer", "t.xlsx", xlsx(table(OFFICER), prologue='<!DOCTYPE w [<!ENTITY a "b">]>'), "xml_doctype", "DOCTYPE", "人员")

    def test_old_excel(self):
        self.refuse("officer", "t.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_format", "另存为 .xlsx")

    def test_encrypted(self):
        self.refuse("officer", "t.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16le"), "encrypted", "取消密码")

    def test_wrong_encoding(self):
        bad = as_csv(table(OFFICER), "gb18030").replace("监察员".encode("gb18030"), b"\xff\xff")
        self.refuse("officer", "t.csv", bad, "encoding", "第 2 行", "字节", "十六进制 FF")

    def test_unbalanced_quote(self):
        self.refuse("officer", "t.csv", '姓名,单位\n"张三,队\n'.encode(), "csv_quote", "第 2 行")

    def test_nul(self):
        self.refuse("officer", "t.csv", "姓名,单位\n张三\0,队\n".encode(), "csv_nul", "第 2 行")

    # headings
    def test_two_header_rows(self):
        rows = table(OFFICER)
        self.refuse("officer", "t.xlsx", xlsx([rows[0], rows[0], rows[1]]), "heading_rows", "第 1 行和第 2 行")

    def test_merged_title_row_is_fine(self):
        rows = [["执法人员名单（示例）"]] + table(OFFICER | {"证件编号": "99150390003"})
        self.accept("officer", "t.xlsx", xlsx(rows, after='<mergeCells><mergeCell ref="A1:G1"/></mergeCells>'))

    def test_unknown_heading(self):
        self.refuse("officer", "t.csv", as_csv(table(OFFICER | {"执法区城": "x"})), "heading_unknown", "H 执法区城", "执法区域")

    def test_doubled_heading(self):
        self.refuse("officer", "t.csv", as_csv(table(OFFICER | {"执法证号": "x"})), "heading_twice", "证件编号")

    def test_missing_heading(self):
        self.refuse("officer", "t.csv", as_csv(table({k: v for k, v in OFFICER.items() if k != "单位"})), "heading_missing", "单位")

    def test_no_headings(self):
        self.refuse("officer", "t.csv", as_csv([["张三", "队"], ["李四", "队"]]), "heading_none_found", "姓名")

    def test_headings_only(self):
        self.refuse("officer", "t.csv", as_csv([list(OFFICER)]), "no_rows", "没有数据")

    # cells
    def test_error_cell(self):
        rows = table(OFFICER)
        rows[1][2] = '<c r="@@" t="e"><v>#N/A</v></c>'
        found = self.refuse("officer", "t.xlsx", xlsx(rows), "cell_error", "#N/A")
        self.assertEqual(found[1:4], ["人员", "2", "C 职务"])

    def test_long_number(self):
        rows = table(OFFICER)
        rows[1][3] = '<c r="@@"><v>1.2345678901234567E+17</v></c>'
        self.refuse("officer", "t.xlsx", xlsx(rows), "number_precision", "丢失精度")

    def test_required_cell(self):
        self.assertEqual(self.officer("required", "职务", 职务="")[2:4], ["2", "C 职务"])

    def test_every_fault_is_named(self):
        rows = table(OFFICER | {"姓名": ""}, OFFICER | {"证件编号": "99150390004", "单位": ""})
        _, out, _ = self.run_import("officer", "t.csv", as_csv(rows))
        self.assertIn("\t2\tA 姓名\trequired\t", out)
        self.assertIn("\t3\tB 单位\trequired\t", out)

    # attachments
    def test_missing_picture(self):
        self.officer("file_missing", "G 照片", 照片="gone.png")

    def test_picture_outside(self):
        self.officer("file_path", "表格所在文件夹", 照片="../photo.png")

    def test_picture_of_another_kind(self):
        (self.dir / "a.png").write_bytes(b"GIF89a")
        self.officer("file_kind", "PNG 或 JPG", 照片="a.png")

    # names
    def test_private_use_character(self):
        self.officer("private_use", "U+E000", 姓名="张\ue000")

    def test_unassigned_character(self):
        self.officer("unassigned", "U+", 姓名="张\u0378")

    def test_name_too_long(self):
        found = self.officer_any(姓名="张" * 21)
        self.assertIn("姓名", found)

    def officer_any(self, **changes):
        before = self.hub_content()
        status, out, err = self.run_import("officer", "t.csv", as_csv(table(OFFICER | {"证件编号": "99150390002"} | changes)))
        self.assertEqual(status, 1, out + err)
        self.assertEqual(self.hub_content(), before)
        return out

    # numbers
    def test_duplicate_within_file(self):
        two = OFFICER | {"证件编号": "99150390005"}
        self.refuse("officer", "t.csv", as_csv(table(two, two | {"姓名": "李四示例"})), "duplicate_key", "99150390005")

    def test_duplicate_against_store(self):
        self.refuse("officer", "t.csv", as_csv(table(OFFICER | {"姓名": "李四示例"})), "certificate_taken", "张三示例")

    def penalty_refused(self, *words, **changes):
        before = self.hub_content()
        status, out, err = self.run_import("penalty", "t.csv", as_csv(table(PENALTY | changes)))
        self.assertEqual(status, 1, out + err)
        self.assertEqual(self.hub_content(), before)
        for word in words:
            self.assertIn(word, out)

    def test_good_penalty(self):
        self.accept("penalty", "t.csv", as_csv(table(PENALTY)))

    def test_social_credit_code(self):
        self.penalty_refused("统一社会信用代码", 统一社会信用代码="91350100M000100Y44")

    def test_social_credit_code_with_letter_o(self):
        self.penalty_refused("0", 统一社会信用代码="9135O100M000100Y43")

    def test_identity_number_leak(self):
        self.penalty_refused("身份证", 违法事实="拖欠工人（11010519491231002X）工资")

    def test_mobile_leak(self):
        self.penalty_refused("手机", 违法事实="联系电话 13800138000")

    def test_bank_card_leak(self):
        self.penalty_refused("银行卡", 违法事实="工资卡 6222020000000000000")

    def test_money(self):
        self.penalty_refused("罚款金额", **{"罚款金额(万元)": "一万五"})

    def test_simple_procedure_cap(self):
        self.penalty_refused("罚款", 程序="简易", 法制审核="简易程序不需审核", 法制审核日期="")

    def test_date(self):
        self.penalty_refused("决定日期", 决定日期="2026-02-30")

    def test_order_of_dates(self):
        self.penalty_refused("告知日期", 告知日期="2026-08-01")

    def test_one_officer(self):
        self.penalty_refused("执法人员", 执法人员="张三示例")

    # the hub
    def stopped(self, *words):
        """The machine stops an import: one sentence for the clerk, nothing on standard output, exit 1."""
        status, out, err = self.run_import("officer", "t.csv", as_csv(table(OFFICER | {"证件编号": "99150390007"})))
        self.assertEqual((status, out), (1, ""), err)
        for word in ("未导入，没有写入任何内容", *words):
            self.assertIn(word, err)

    def test_damaged_store(self):
        (self.hub / "hub.db").write_bytes(b"damaged" * 2000)
        before = self.hub_content()
        self.stopped("已损坏", "hub.db")
        self.assertEqual(self.hub_content(), before)

    def test_store_of_a_newer_program(self):
        with contextlib.closing(sqlite3.connect(self.hub / "hub.db")) as db:
            db.execute("PRAGMA user_version=99")
        self.stopped("更新的版本", "99")

    def test_hub_that_is_a_file(self):
        self.hub = self.dir / "photo.png"
        self.stopped("photo.png")

    def test_named_pipe(self):
        os.mkfifo(self.dir / "pipe.csv")
        self.refuse("officer", "pipe.csv", None, "file_kind", "不是普通文件")

    def test_nothing_tells_a_terminal_what_to_do(self):
        status, out, _ = self.run_import("officer", "t\x1b[2J.csv", as_csv(table(OFFICER | {"\x1b[31m甲": "x"})))
        self.assertEqual(status, 1)
        self.assertNotIn("\x1b", out)

    def test_publishing_a_mistyped_folder(self):
        for folder, words in ((self.dir / "mistyped", "--hub"), (self.dir / "photo.png", "photo.png")):
            done = subprocess.run([PROGRAM, "publish", "--hub", str(folder), "--unreviewed-sample"], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn(words, done.stderr)
        self.assertFalse((self.dir / "mistyped").exists())

    def test_days_no_record_can_have(self):
        for words in (["--from", "0000-01-01", "--days", "1"], ["--from", "9999-12-31", "--working-days", "7"]):
            done = subprocess.run([PROGRAM, "deadline", *words], capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stdout), (2, ""), words)

    def test_refused_table_makes_no_hub(self):
        self.hub = self.dir / "new"
        self.run_import("officer", "t.csv", as_csv(table(OFFICER | {"姓名": ""})))
        self.assertFalse(self.hub.exists())

    def test_dry_run_changes_nothing(self):
        before = self.hub_content()
        code, out, _ = self.run_import("officer", "t.csv", as_csv(table(OFFICER | {"证件编号": "99150390006"})), "--dry-run")
        self.assertEqual(code, 0)
        self.assertIn("可以导入：1 条", out)
        self.assertEqual(self.hub_content(), before)

    def test_misuse(self):
        for words in (["import"], ["import", "--hub", "x", "f.csv"], ["nonsense"], ["deadline", "--from", "x", "--days", "1"],
                      ["import", "--hub", str(self.hub), "--type", "nonsense", "f.csv"]):
            done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn("mingshi", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=1)
