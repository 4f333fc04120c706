"""The adapter lines of other engines, run for real: Spark's and Dask's."""

from __future__ import annotations

import shutil
import sys
from functools import partial

import duckdb
import pyarrow as pa
import pytest

from jdextract.scale import RESULT_SCHEMA, extract_batch, extract_batches, facts_table
from jdextract.settings import Settings


def skills_in(pattern):
    """Which posting asks for what, as DuckDB reads it from files that an engine wrote."""
    facts = duckdb.read_parquet(str(pattern)).select("posting_id, unnest(facts, recursive := true)")
    return sorted(facts.filter("fact = 'skill'").select("posting_id, key").fetchall())


def expected(table):
    facts = facts_table(extract_batch(table, Settings())).to_pylist()
    return sorted((fact["posting_id"], fact["key"]) for fact in facts if fact["fact"] == "skill")


@pytest.fixture
def spark(monkeypatch):
    pyspark = pytest.importorskip("pyspark", reason="Spark is not installed: pip install pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java: apt-get install default-jre-headless")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    builder = pyspark.sql.SparkSession.builder.master("local[2]")
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.memory": "512m",
        "spark.driver.host": "127.0.0.1",
        "spark.log.level": "ERROR",
        "spark.sql.shuffle.partitions": "2",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()
    # The gateway is a child process with open pipes, which Spark leaves to the end of Python.
    gateway = pyspark.SparkContext._gateway
    gateway.shutdown()
    process = gateway.proc
    process.stdin.close()
    process.wait(30)
    pyspark.SparkContext._gateway = pyspark.SparkContext._jvm = None


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_spark(spark, rows, tmp_path):
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - where Spark is installed

    table = rows(6)
    frame = spark.createDataFrame(table).repartition(2)
    results = frame.mapInArrow(partial(extract_batches, settings=Settings()), from_arrow_schema(RESULT_SCHEMA))
    results.write.parquet(str(tmp_path / "out"))
    assert skills_in(tmp_path / "out" / "*.parquet") == expected(table)


def test_dask(rows, tmp_path):
    pd = pytest.importorskip("pandas")
    dataframe = pytest.importorskip("dask.dataframe", reason="Dask is not installed: pip install 'dask[dataframe]'")

    def extract_frame(part):
        results = extract_batch(pa.Table.from_pandas(part, preserve_index=False), Settings())
        return results.to_pandas(types_mapper=pd.ArrowDtype)

    table = rows(6)
    frame = dataframe.from_pandas(table.to_pandas(), npartitions=2)
    results = frame.map_partitions(
        extract_frame, meta=RESULT_SCHEMA.empty_table().to_pandas(types_mapper=pd.ArrowDtype)
    )
    results.to_parquet(tmp_path / "out", schema=RESULT_SCHEMA, write_index=False)
    assert skills_in(tmp_path / "out" / "*.parquet") == expected(table)
