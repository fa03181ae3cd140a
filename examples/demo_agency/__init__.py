"""The demo: an invented agency whose year is played by the services of the site.

What happens stands in the YAML files of this folder, `story-2566.yaml` first; `acts` names what an
act may be, `stage` plays them. Agency, people and dates are made up and marked ตัวอย่าง; the
figures are those of the case folder that is given.
"""
