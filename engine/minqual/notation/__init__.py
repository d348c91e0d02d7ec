"""How packs and column maps are written: YAML with places, their models, faults of form, schemas, bundled files.

The modules in their order:

    bundled      Where the data that comes with minqual lies
    json_schema  JSON Schemas of what people write by hand: what is taken
    models       How a rule pack writes things down: mappings with known keys, amounts with their units
    yaml_text    YAML read safely: only text, lists and mappings, within limits, with the line of every value
    file_kinds   What kind of file stands where a pack or a column map was wanted, told without anything out of it
    form_faults  Faults of form in a pack or a map: pydantic's reports with their line, what was expected
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.notation.bundled import bundled_maps, bundled_rules
    from minqual.notation.file_kinds import WantedFile, parse_written
    from minqual.notation.form_faults import WrittenForm, faults_of_form, key_of, line
    from minqual.notation.json_schema import TEXT, Generator, describe, tidy
    from minqual.notation.models import (
        ENTRIES,
        Amount,
        AnyNames,
        AnyUnits,
        CalendarTime,
        CitedAmount,
        Duration,
        Entry,
        LackingDuration,
        LackingTime,
        LackingTimeOrUnits,
        LackingUnits,
        Mistake,
        Model,
        Names,
        Number,
        NumberRange,
        PackModel,
        Share,
        SomeDuration,
        SomeNumber,
        SomeTime,
        SomeUnits,
        SomeWeeks,
        Source,
        SourceEntry,
        Sources,
        SpanOfNumbers,
        TimeOrUnits,
        Units,
        WordList,
        Words,
        listed,
        made,
        same_substance,
        with_value,
    )
    from minqual.notation.yaml_text import MOST_DEPTH, Path, Value, YamlText, parse_yaml, top_scalar, written_values

__all__, __getattr__, __dir__ = door(__name__)
