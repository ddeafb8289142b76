"""What a plain script does with reports: 21 fields, an expression each, the first hit is the value. Prints CSV.

It knows no period, scope, plan or look-alike and gives no place; it is here to be raced against, not to be used.
"""

import csv
import re
import sys
from pathlib import Path

COUNT = r"[^,，。;；0-9]{0,12}?([0-9][0-9,.]*)(万)?余?(?:件|宗|起|份|个|家次|家|户次|人次|辆次|台次|次|卷)"
MONEY = r"[^,，。;；0-9]{0,12}?([0-9][0-9,.]*)(万|亿)?余?元"

FIELDS = {
    "personnel_deployed": "出动(?:环境)?(?:执法|监察)?人员" + COUNT,
    "vehicles_deployed": "(?:执法)?车辆" + COUNT,
    "entities_inspected": "(?:检查|排查|巡查)(?:企业|单位|各类企业|排污单位|污染源)" + COUNT,
    "double_random_inspections": "双随机" + COUNT,
    "problems_found": "发现(?:环境)?(?:问题|隐患)" + COUNT,
    "cases_filed": "立案(?:查处|处罚|调查)?" + COUNT,
    "penalty_decisions": "(?:处罚决定书|行政处罚(?:案件)?)" + COUNT,
    "rectification_orders": "责令(?:改正|整改)" + COUNT,
    "daily_penalty_cases": "按日(?:连续)?(?:处罚|计罚)" + COUNT,
    "seizure_cases": "查封、?扣押" + COUNT,
    "production_limit_cases": "(?:限产|停产)、?(?:停产|限产)?" + COUNT,
    "detention_transfers": "(?:移送|适用)?行政拘留" + COUNT,
    "criminal_transfers": "涉嫌(?:环境)?(?:污染)?犯罪" + COUNT,
    "enforcement_applications": "申请(?:人民)?法院强制执行" + COUNT,
    "fine_amount": "(?:罚款|罚没|处罚金额)" + MONEY,
    "non_penalty_cases": "(?:不予|免予|免于)(?:行政)?处罚" + COUNT,
    "reconsideration_cases": "行政复议" + COUNT,
    "litigation_cases": "行政诉讼" + COUNT,
    "legal_reviews": "法制审核" + COUNT,
    "file_reviews": "(?:案卷|卷宗)" + COUNT,
    "complaints_received": "(?:信访|投诉|举报)(?:案件)?" + COUNT,
}
EXPRESSIONS = [(field, re.compile(expression)) for field, expression in FIELDS.items()]
SIZES = {"万": 10_000, "亿": 100_000_000, None: 1}


def main() -> None:
    out = csv.writer(sys.stdout)
    out.writerow(["path", *FIELDS])
    for path in sorted(Path(sys.argv[1]).rglob("*.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        row = [str(path)]
        for _, expression in EXPRESSIONS:
            hit = expression.search(text)
            row.append("" if hit is None else float(hit[1].strip(",.").replace(",", "")) * SIZES[hit[2]])
        out.writerow(row)


main()
