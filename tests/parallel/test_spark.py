"""The recipe for Spark in the manual for programs makes of a pool what one run here makes of it."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import minqual
from support.places import ROOT
from support.strategies.pools import HEADERS, pool_of_tables

sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed; pip install pyspark brings it")
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="Spark needs Java"),
    # What Spark warns of are its own habits.
    pytest.mark.filterwarnings("ignore"),
]

MANUAL = ROOT / "engine" / "README.md"
RECIPE = re.compile(r"^```python\n(.*?applyInPandas.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The module in the manual."""
    (text,) = RECIPE.findall(MANUAL.read_text(encoding="utf-8"))
    (tmp_path / "on_spark.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("on_spark")
    del sys.modules["on_spark"]


@pytest.fixture
def spark(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.driver.host": "127.0.0.1"}
    builder = sql.SparkSession.builder.master("local[2]").config("spark.driver.bindAddress", "127.0.0.1")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def test_spark_makes_by_the_recipe_what_one_run_makes(recipe: Any, spark: Any, tmp_path: Path) -> None:  # noqa: ANN401
    source = pool_of_tables(tmp_path / "in", 120)
    spark.sparkContext.addPyFile(str(tmp_path / "on_spark.py"))
    tables = {
        name: spark.read.csv(str(source / f"{name}.csv"), header=True, multiLine=True, escape='"') for name in HEADERS
    }
    found = recipe.screened(tables, 3).toPandas().fillna("").astype(str)
    wanted = minqual.screen(source, recipe.PACK, recipe.AS_OF).frame.fillna("").astype(str)
    assert list(found.columns) == list(wanted.columns)
    assert sorted(found.itertuples(index=False, name=None)) == sorted(wanted.itertuples(index=False, name=None))
