"""A small study, whole and right, to be spoilt one way or another."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).parents[1]

FILES = {
    "cases.csv": (
        "case_id,label,region_type,population_band,service_redesign,sampling_rationale,period_start,period_end\n"
        "east,Case 1,coastal,under 100 000,frailty,contrast,2013-04,2016-07\n"
        "west,Case 2,urban,over 100 000,diabetes,contrast,2013-04,2016-07\n"
    ),
    "sources.csv": (
        "source_id,case_id,kind,path,format,date,participants,wave,consent\n"
        "east-i01,east,interview,raw/east/i01.txt,txt,2014-02-03,east-p01,1,quote\n"
        "east-d01,east,document,raw/east/d01.md,md,2014-03-01,,1,quote\n"
        "west-i01,west,interview,raw/west/i01.txt,txt,2015-02-03,west-p01,2,quote\n"
    ),
    "participants.csv": (
        "participant_id,case_id,role,role_group,profession,titular,organisation_type,level\n"
        'east-p01,east,"GP, chair",gp,clinician,yes,ccg,strategy\n'
        "west-p01,west,practice manager,manager,manager,no,general_practice,frontline\n"
    ),
    "codebook.yaml": """\
version: "1.0"
themes:
  - theme: style
    label: Style
    definition: Leaders take people with them.
    subthemes:
      - subtheme: manner
        label: Manner
        codes:
          - code: collaborative
            label: Collaborative
            definition: Deciding together.
            polarity: supports
            indicators: [{id: i1, phrase: take people with you}]
          - code: directive
            label: Directive
            definition: Deciding alone.
            polarity: contradicts
            indicators: [{id: i1, phrase: somebody has to decide}]
  - theme: pace
    label: Pace
    definition: Change is slow.
    subthemes:
      - subtheme: speed
        label: Speed
        codes:
          - code: slow
            label: Slow
            definition: It takes long.
            polarity: supports
            indicators: [{id: i1, phrase: very slow}]
""",
    "study.yaml": """\
title: A small study
synthetic: true
attributes:
  cases: {region_type: {}, population_band: {}, service_redesign: {label: Service, in_design: true}}
  participants:
    organisation_type: {}
    level: {values: [strategy, operational, frontline]}
    titular: {label: Formal post, values: ["yes", "no"]}
    profession: {values: [clinician, manager, lay], stands_for_role: true}
    role_group: {values: {gp: GP, manager: Manager}}
""",
    "private/register.csv": (
        "entity,kind,name,aliases,replacement\n"
        'holt,person,Dr Sarah Holt,Sarah Holt;Dr Holt,"GP chair A"\n'
        "quarry,organisation,Quarry Lane Surgery,,practice A\n"
    ),
    "private/speakers.csv": (
        "source_id,label,participant_id,role\n"
        "*,Interviewer,,interviewer\n"
        "east-i01,Dr Holt,east-p01,participant\n"
        "west-i01,P,west-p01,participant\n"
    ),
    "raw/east/i01.txt": (
        "Interviewer: How did it begin?\n\n"
        "Dr Holt: You have to take people with you. It was very slow at Quarry Lane Surgery, and we all said so.\n\n"
        "Interviewer: And then?\n\n"
        "Dr Holt: I rang everybody up, one after the other, and asked them what they thought of it.\n"
    ),
    "raw/east/d01.md": "# Board paper\n\nThe programme will take people with you to a new model of care for the town.\n",
    "raw/west/i01.txt": (
        "Interviewer: Who decides here?\n\n"
        "P: In the end somebody has to decide, and it was Sarah Holt who did, which was not slow at all.\n"
    ),
}


def write(root: Path) -> Path:
    """Write the study's files below `root`, which is made."""
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root
