"""The database itself keeps decisions: they are only added to, and made void once."""

from prongsai.core.messages import read_words
from prongsai.web.platform.db import append_only

VOIDED = "voided_at"
KEPT = (
    "id", "agency_id", "submission_id", "version_id", "place", "verdict", "opinion", "reason",
    "by_id", "by_words", "position", "is_acting", "is_again", "at", "made_at", "digest",
    "is_on_paper", "scan_id", "confirmed_by_id", "confirmed_words", "authority",
    "own_position_id", "name", "seal",
)  # fmt: skip
_COLUMNS = ", ".join(f'"{name}"' for name in KEPT)
_ABORT = "BEGIN SELECT RAISE(ABORT, 'decisions are only added to'); END"
_AGAIN = "WHEN (OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL)"
_CALL = "FOR EACH ROW {when} EXECUTE FUNCTION decisions_are_only_added_to()"

DECISIONS = append_only.Guard(
    table="approval_decision",
    sqlite={
        "decision_no_replace": f"""
            CREATE TRIGGER decision_no_replace BEFORE INSERT ON approval_decision
            WHEN EXISTS (
                SELECT 1 FROM approval_decision
                WHERE id = NEW.id OR (version_id = NEW.version_id AND place = NEW.place)
            ) {_ABORT}
        """,  # noqa: S608 - our own names, nobody's values
        "decision_no_update": f"""
            CREATE TRIGGER decision_no_update BEFORE UPDATE OF {_COLUMNS} ON approval_decision
            {_ABORT}
        """,
        "decision_void_once": f"""
            CREATE TRIGGER decision_void_once BEFORE UPDATE OF {VOIDED} ON approval_decision
            {_AGAIN} {_ABORT}
        """,
        "decision_no_delete": f"""
            CREATE TRIGGER decision_no_delete BEFORE DELETE ON approval_decision {_ABORT}
        """,
    },
    postgresql={
        "decision_no_update": f"""
            CREATE TRIGGER decision_no_update BEFORE UPDATE OF {_COLUMNS} ON approval_decision
            {_CALL.format(when="")}
        """,
        "decision_void_once": f"""
            CREATE TRIGGER decision_void_once BEFORE UPDATE OF {VOIDED} ON approval_decision
            {_CALL.format(when=_AGAIN)}
        """,
        "decision_no_delete": f"""
            CREATE TRIGGER decision_no_delete BEFORE DELETE ON approval_decision
            {_CALL.format(when="")}
        """,
        "decision_no_truncate": """
            CREATE TRIGGER decision_no_truncate BEFORE TRUNCATE ON approval_decision
            FOR EACH STATEMENT EXECUTE FUNCTION decisions_are_only_added_to()
        """,
    },
    function="""
        CREATE OR REPLACE FUNCTION decisions_are_only_added_to() RETURNS trigger
        LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'decisions are only added to'
                USING ERRCODE = 'integrity_constraint_violation';
        END $$
    """,
    missing=read_words("approval/guard_missing"),
    next_step=read_words("approval/guard_missing_step"),
)
append_only.register(DECISIONS)
