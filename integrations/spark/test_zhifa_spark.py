"""What comes out of Spark is what `zhifa extract` writes.

Wants pyspark and Java; ZHIFA names the program, REPORTS how many reports are read (200 if unset).
"""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from pyspark import SparkConf, SparkContext

import zhifa_spark

ZHIFA = os.environ.get("ZHIFA", "zhifa")
REPORTS = int(os.environ.get("REPORTS", "200"))
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def copies(folder):
    """Copies of the fixtures, each told apart by a line of its own."""
    reports = sorted(path for path in FIXTURES.iterdir() if path.suffix in (".txt", ".html"))
    for number in range(REPORTS):
        report = reports[number % len(reports)]
        folder.joinpath(f"{number:06} {report.name}").write_bytes(report.read_bytes() + f"\n第{number}份\n".encode())


class Spark(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        conf = SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false").set("spark.driver.host", "127.0.0.1")
        cls.spark = SparkContext(conf=conf)
        cls.spark.setLogLevel("ERROR")

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def test_the_records_are_those_of_extract(self):
        with tempfile.TemporaryDirectory() as folder:
            copies(Path(folder))
            files = self.spark.binaryFiles(folder, minPartitions=4).map(lambda file: (file[0].removeprefix("file:"), file[1]))
            answers = [json.loads(line) for line in zhifa_spark.answers(zhifa_spark.requests(files), ZHIFA).collect()]
            extract = subprocess.run([ZHIFA, "extract", "-f", "jsonl", folder], check=True, capture_output=True)
            records = {record["source"]["path"]: record for record in map(json.loads, extract.stdout.splitlines())}
            self.assertEqual(len(answers), REPORTS)
            self.assertEqual({answer.pop("id"): answer for answer in answers}, records)

    def test_a_bad_request_is_answered_in_its_place(self):
        lines = self.spark.parallelize(['{"id": 1, "text": "全市立案12件。"}', "nonsense", '{"id": 3, "text": ""}'], 1)
        answers = [json.loads(line) for line in zhifa_spark.answers(lines, ZHIFA).collect()]
        self.assertEqual([answer["id"] for answer in answers], [1, None, 3])
        self.assertEqual([answer.get("error", {}).get("code") for answer in answers], [None, "bad_request", None])


if __name__ == "__main__":
    unittest.main()
