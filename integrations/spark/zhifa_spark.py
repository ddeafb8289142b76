"""Reads reports in a Spark job, through `zhifa stream` and RDD.pipe.

    spark-submit zhifa_spark.py FOLDER OUT

FOLDER is any place that Spark reads files from; OUT gets one record a line. The program `zhifa` must be on the PATH of the
executors, or at the place that ZHIFA names. Each partition starts it once.
"""

import base64
import json
import os
import shlex
import sys

from pyspark.sql import SparkSession


def requests(files):
    """Pairs of a name and the bytes of a file, such as SparkContext.binaryFiles gives, as requests."""
    return files.map(lambda file: json.dumps({"id": file[0], "base64": base64.b64encode(file[1]).decode("ascii")}))


def answers(requests, zhifa="zhifa"):
    """The answers to an RDD of requests, in its order, as lines of JSON."""
    # One thread each: Spark runs as many partitions at once as there are cores.
    return requests.pipe(shlex.join([zhifa, "stream", "-j", "1"]))


def main(folder, out):
    spark = SparkSession.builder.appName("zhifa").getOrCreate()
    # Spark packs small files into few partitions; two tasks a core keep all cores busy to the end.
    files = spark.sparkContext.binaryFiles(folder, minPartitions=2 * spark.sparkContext.defaultParallelism)
    answers(requests(files), os.environ.get("ZHIFA", "zhifa")).saveAsTextFile(out)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
