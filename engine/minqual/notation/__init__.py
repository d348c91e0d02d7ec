"""How packs and column maps are written: YAML with places, their models, faults of form, schemas, bundled files.

The modules in their order:

    bundled       Where the data that comes with minqual lies
    json_schema   JSON Schemas of what people write by hand: what is taken
    pack_model    A mapping in a rule pack: its keys, what makes two of them one
    yaml_edits    YAML texts with words added to lists in them: comments and layout stay as they are
    yaml_text     YAML read safely: only text, lists and mappings, within limits, with the line of every value
    cited_places  Where a class specification says what a pack says: a section, and words to find its sentences by
    file_kinds    What kind of file stands where a pack or a column map was wanted, told without anything out of it
    form_faults   Faults of form in a pack or a map: pydantic's reports with their line, what was expected
    models        How a rule pack writes things down: amounts with their units, names and words, what may be lacking
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.notation.bundled import bundled_maps, bundled_rules
    from minqual.notation.cited_places import Quotes, Source, SourceEntry, Sources
    from minqual.notation.file_kinds import WantedFile, parse_written
    from minqual.notation.form_faults import WrittenForm, faults_of_form, key_of, line
    from minqual.notation.json_schema import TEXT, Generator, describe, schema_id, tidy
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
        Names,
        Number,
        NumberRange,
        Share,
        SomeDuration,
        SomeNumber,
        SomeTime,
        SomeUnits,
        SomeWeeks,
        SpanOfNumbers,
        TimeOrUnits,
        Units,
        WordList,
        Words,
        listed,
    )
    from minqual.notation.pack_model import Mistake, Model, PackModel, made, same_substance, with_value
    from minqual.notation.yaml_edits import scalar, with_words
    from minqual.notation.yaml_text import MOST_DEPTH, Path, Value, YamlText, parse_yaml, top_scalar, written_values

__all__, __getattr__, __dir__ = door(__name__)
