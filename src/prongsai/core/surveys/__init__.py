"""Surveys: the questions of IIT and EIT put as a rehearsal, answers counted, few never told apart.

`questionnaire` gives the questions of a year, `tally` counts answers into the scores that the
framework makes of them, `withholding` says which groups may be shown, `raw_answers` reads a file.
The official answers are collected by the NACC alone: nothing here is a published score.
"""
