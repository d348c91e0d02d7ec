"""A class specification as data: its model and checks, the library, versions in force, the schema, implication.

The modules in their order:

    guessed_keys       Keys that people write for want of the right one, each with what says it
    rule_folders       Folders of rule packs by name: the bundled one, those of installed packages
    run                What is said for one run of a pack and stands in none of its sentences
    settled_words      What people have said that words mean, as a pack takes it: by section of its vocabulary
    versions           Versions of a pack compared: what changed, and whether it made a requirement easier
    versions.matching  Which parts of two versions of a pack are the same part
    vacancy            What a pack leaves to each vacancy: its parameters, what is said of them
    pack               A rule pack: the minimum qualifications of one class specification, as data
    versions.changes   Changes between two versions of a pack as values
    asked_columns      What a rule pack asks of applicants: the tables and columns that its clauses draw on
    drawn_parts        What a pack draws on by name, put where it is used: named clauses, an agency's notes
    implication        Which clauses follow from which
    versions.clauses   Two versions of a pack, part by part: what came, what went, what moved
    agency_file        An agency's file: the words, named clauses
    versions.compare   Two versions of a whole pack: what it is, its levels, its names
    checks             Rule packs from their YAML, and every fault of theirs: of form, of names, of levels
    schema             The JSON Schema of rule packs, for editors: what read_pack takes
    library            Finding rule packs: bundled ones by name, others by path
    folders            Rule packs of several classes: each by its name or path, or all that lie in a folder
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.packs.agency_file import agency_beside, is_agency_file, read_agency
    from minqual.packs.asked_columns import asked_questions, asked_tables, choices_in
    from minqual.packs.drawn_parts import names_drawn
    from minqual.packs.folders import (
        GivenPack,
        agencies_in,
        codes_of,
        given_packs,
        is_folder,
        pack_paths,
        packs_in,
        references_of,
    )
    from minqual.packs.implication import Implication, least
    from minqual.packs.library import (
        CASES,
        SOURCE,
        SUFFIXES,
        Version,
        WrittenPack,
        beside_pack,
        bundled_agencies,
        drawing_on,
        find_pack,
        in_force,
        load_agency,
        load_pack,
        load_written,
        pack_files,
        pack_from,
        pack_names,
        pack_of,
        pack_versions,
    )
    from minqual.packs.pack import SECTIONS, Acceptance, Level, Pack, Posts, QualificationPart, Statement
    from minqual.packs.run import AS_WRITTEN, OtherKinds, Run
    from minqual.packs.schema import SCHEMA_FILE, pack_schema, schema_text
    from minqual.packs.settled_words import (
        AWARD_COLUMN,
        LEVEL_COLUMN,
        LEVEL_NAMES,
        TITLE_COLUMN,
        TOGETHER,
        columns_of_words,
        fits,
        joint_word,
        kinds_left_to_title,
        section_of,
        title_word,
    )
    from minqual.packs.vacancy import parameter_in, refuse_unsaid, runs_of, said_of
    from minqual.packs.versions.changes import Change, in_words, told, understood
    from minqual.packs.versions.compare import compare, decides, heading
    from minqual.packs.versions.matching import fields

__all__, __getattr__, __dir__ = door(__name__)
