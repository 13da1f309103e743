"""Spark as the tests start it: quick with the few rows of a test, where a query is all planning and no work.

Compiling a query to Java takes longer than all that it does, and so does laying it out for several cores: queries are
interpreted, on one core, in one partition, no table is sent round before it is joined, and the machine's own compiler
does not go beyond its first level. That makes a query six times cheaper. What the command does without these settings
is asked in processes of its own.
"""

from __future__ import annotations

import os
import shlex

from tests import machine_programs

JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmn256m"
SETTINGS = {
    "spark.driver.extraJavaOptions": JAVA,
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.ui.explainMode": "simple",
}


def prepare() -> None:
    """Settings for the first session of this process, and of those that it starts, which then inherit them."""
    written = " ".join(f"--conf {shlex.quote(f'{name}={value}')}" for name, value in SETTINGS.items())
    os.environ.setdefault("PYSPARK_SUBMIT_ARGS", f"{written} pyspark-shell")
    os.environ.setdefault("SPARK_MASTER", "local[1]")


def check_java() -> None:
    """Skips the test where there is no Java; where all is tested, that is a failure."""
    if not os.environ.get("JAVA_HOME"):
        machine_programs.check_program("java", "Java, which Spark needs (or JAVA_HOME)")
